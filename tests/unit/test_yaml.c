/* The YAML reader. */
#include <string.h>

#include "runner.h"
#include "torture.h"
#include "transcript.h"

#define READER wsp_read_yaml

static void test_members_are_whole(void)
{
	READS("wsusplan: 1\npolicy: {operators: 4, canary: [a, b]}\nempty: {}\nnone: []\n",
		"wsusplan: 1\npolicy: {operators: 4, canary: [a, b]}\nempty: {}\nnone: []\n");
}

static void test_streamed_lists_come_item_by_item(void)
{
	READS("servers:\n  - fqdn: a\n    x: [1, [2]]\n  - b\n  - []\nname: n\nmore: [1, {k: v}]\n",
		"[0] {fqdn: a, x: [1, [2]]}\n[0] b\n[0] []\nname: n\n[1] 1\n[1] {k: v}\n");
	READS("servers: {a: 1}\n", "servers: {a: 1}\n");
	READS("servers: none\n", "servers: none\n");
	READS("servers: []\n", "");
	READS("x: {servers: [1, 2]}\n", "x: {servers: [1, 2]}\n");
}

static void test_scalars_stay_text(void)
{
	READS("a: no\nb: 22:00\nc: 1e3\nd: 012\ne: ~\nf:\ng: 2026-12-05T22:00\n",
		"a: no\nb: 22:00\nc: 1e3\nd: 012\ne: ~\nf: \ng: 2026-12-05T22:00\n");
}

static void test_quoted_scalars_are_told(void)
{
	READS("a: \"1\"\nb: '2'\nc: |\n  3\nd: >-\n  4\n  5\ne: !!str 6\n'f': 7\ng: \"\"\n",
		"a: '1'\nb: '2'\nc: '3\n'\nd: '4 5'\ne: '6'\n'f': 7\ng: ''\n");
}

static void test_places_count_characters_from_one(void)
{
	PLACES("a: 1\nservers:\n  - é: ü\n    x: {k: [v, w]}\n",
		"1:1 a: 1:4 1\n"
		"[0] 3:5 {3:5 é: 3:8 ü, 4:5 x: 4:8 {4:9 k: 4:12 [4:13 v, 4:16 w]}}\n");
	PLACES("\xEF\xBB\xBF"
	       "a: 1\r\nb: 2\rc: 3\n",
		"1:1 a: 1:4 1\n2:1 b: 2:4 2\n3:1 c: 3:4 3\n");
}

static void test_columns_stay_at_the_highest(void)
{
	struct wsp_text text = {0};

	wsp_text_adds(&text, "{a: 1,");
	for (unsigned i = 0; i < 70000; i++)
		wsp_text_addc(&text, ' ');
	wsp_text_adds(&text, "b: 2}\n");
	CU_ASSERT_TRUE(wsp_transcript_is(
		wsp_read_yaml, true, text.at, text.length, "1:2 a: 1:5 1\n1:65535 b: 1:65535 2\n"));
	wsp_text_release(&text);
}

static void test_duplicate_keys_are_refused_at_any_map(void)
{
	READS("a: {x: 1, y: 2, x: 3}\n",
		"a: {x: 1, y: 2, x: 3}\n"
		"I007 1:17 key \"x\" is given twice, first at input:1:5\ninvalid\n");
	READS("servers:\n- {k: 1, K: 2}\n- {k: {z: 1, z: 2}, 'k': 2}\n",
		"[0] {k: 1, K: 2}\n[0] {k: {z: 1, z: 2}, 'k': 2}\n"
		"I007 3:14 key \"z\" is given twice, first at input:3:8\n"
		"I007 3:21 key \"k\" is given twice, first at input:3:4\ninvalid\n");
	READS("a: {\"x\\ny\": 1, \"x\\ny\": 2}\n",
		"a: {'x\ny': 1, 'x\ny': 2}\n"
		"I007 1:16 this key is given twice, first at input:1:5\ninvalid\n");
}

static void test_a_duplicate_member_is_not_handed_over(void)
{
	READS("a: 1\nservers: [x]\na: {b: 2}\nservers: [y, z]\nc: 3\n",
		"a: 1\n[0] x\nc: 3\n"
		"I007 3:1 key \"a\" is given twice, first at input:1:1\n"
		"I007 4:1 key \"servers\" is given twice, first at input:2:1\ninvalid\n");
}

static void test_large_maps_are_checked_too(void)
{
	struct wsp_text text = {0};
	struct wsp_transcript transcript = {.reader = wsp_read_yaml};

	wsp_text_adds(&text, "a:\n");
	for (unsigned i = 0; i < 200; i++)
		wsp_text_addf(&text, "  k%u: {v: [1, 2]}\n", i == 150 ? 7 : i == 199 ? 7 : i);
	wsp_transcribe(&transcript, text.at, text.length);
	CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&transcript.text),
		"I007 152:3 key \"k7\" is given twice, first at input:9:3\n"
		"I007 201:3 key \"k7\" is given twice, first at input:9:3\ninvalid\n"));
	wsp_text_release(&transcript.text);
	wsp_text_release(&text);
}

static void test_aliases_anchors_merge_keys_and_tags_are_refused(void)
{
	READS("a: *x\nb: 1\n", "b: 1\nI005 1:4 aliases are not supported\ninvalid\n");
	READS("a: &x 1\n", "a: 1\nI005 1:4 anchors are not supported\ninvalid\n");
	READS("servers:\n- &x {a: 1}\n- {<<: *x, b: 2}\n- {b: 3}\n",
		"[0] {a: 1}\n[0] {b: 3}\nI005 2:3 anchors are not supported\n"
		"I005 3:4 the merge key `<<` is not supported\n"
		"I005 3:8 aliases are not supported\ninvalid\n");
	READS("a: {'<<': 1}\nb: <<\n", "a: {'<<': 1}\nb: <<\n");
	READS("a: !!int 5\nb: !x {c: 1}\nd: !!seq [e]\nf: ! g\n",
		"a: '5'\nb: {c: 1}\nd: [e]\nf: 'g'\nI005 1:4 tags are not supported\n"
		"I005 2:4 tags are not supported\nI005 3:4 tags are not supported\n"
		"I005 4:4 tags are not supported\ninvalid\n");
}

static void test_one_map_is_expected(void)
{
	READS("", "I003 1:1 the file is empty\ninvalid\n");
	READS("# only a comment\n\n", "I003 3:1 the file is empty\ninvalid\n");
	READS("---\n", "I003 2:1 the file is empty\ninvalid\n");
	READS("- a\n", "I003 1:1 the top level is a list, not a map\ninvalid\n");
	READS("\n word\n", "I003 2:2 the top level is a single value, not a map\ninvalid\n");
	READS("a: 1\n---\nb: 2\n", "a: 1\nI003 2:1 a second document begins\ninvalid\n");
	READS("%YAML 1.1\n---\na: 1\n...\n", "a: 1\n");
	READS("*x\n", "I005 1:1 aliases are not supported\ninvalid\n");
}

static void test_syntax_errors_have_their_place(void)
{
	READS("a: 1\nb: [1, 2\nc: 3\n",
		"a: 1\nI002 3:2 YAML: did not find expected ',' or ']', while parsing a flow "
		"sequence that begins at input:2:4\ninvalid\n");
	READS("a: b: c\n",
		"a: b\nI002 1:5 YAML: mapping values are not allowed in this context\ninvalid\n");
	READS("a:\n\t- b\n",
		"I002 2:1 YAML: found character that cannot start any token\ninvalid\n");
	READS("a: \"x\n",
		"I002 2:1 YAML: found unexpected end of stream, while scanning a quoted scalar "
		"that begins at input:1:4\ninvalid\n");
	READS("? [a, b]\n: c\n", "I002 1:3 a key has to be a word, not a list\ninvalid\n");
	READS("x: {{a: 1}: c}\n", "I002 1:5 a key has to be a word, not a map\ninvalid\n");
}

static void test_a_tab_gets_a_hint(void)
{
	struct wsp_diags diags;
	struct wsp_source *source;
	static const char text[] = "a:\n\t- b\n";
	const struct wsp_reader_sink sink = {0};

	wsp_diags_init(&diags);
	CU_ASSERT_EQUAL_FATAL(
		wsp_source_memory(text, sizeof(text) - 1, NULL, 0, &diags, &source), WSP_OK);
	CU_ASSERT_EQUAL(wsp_read_yaml(source, 0, &sink, &diags), WSP_INVALID);
	CU_ASSERT_EQUAL_FATAL(diags.n, 1);
	CU_ASSERT_STRING_EQUAL(
		diags.entry[0].diag.hint, "indent with spaces: YAML allows no tabs there");
	wsp_source_close(source);
	wsp_diags_release(&diags);
}

static void test_escaped_control_characters_are_refused(void)
{
	READS("a: \"x\\0y\"\n",
		"I001 1:4 an escape sequence makes the character U+0000, which is refused\n"
		"invalid\n");
	READS("a: \"\\e[2J\"\n",
		"I001 1:4 an escape sequence makes the character U+001B, which is refused\n"
		"invalid\n");
	READS("a: \"\\N\"\n",
		"I001 1:4 an escape sequence makes the character U+0085, which is refused\n"
		"invalid\n");
	READS("a: \"\\t\\n\\u00e9\"\n", "a: '\t\n\xC3\xA9'\n");
}

static void test_depth_is_limited(void)
{
	struct wsp_text text = {0};

	wsp_text_adds(&text, "x: ");
	for (unsigned i = 0; i < WSP_DEPTH_MAX - 1; i++)
		wsp_text_addc(&text, '[');
	for (unsigned i = 0; i < WSP_DEPTH_MAX - 1; i++)
		wsp_text_addc(&text, ']');
	wsp_text_addc(&text, '\n');
	CU_ASSERT_TRUE(
		wsp_transcript_is(wsp_read_yaml, false, text.at, text.length, wsp_text_get(&text)));
	wsp_text_release(&text);
}

static void test_an_endless_nesting_ends_at_the_limit(void)
{
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_yaml, "x: ", '[', 200000, "",
		"I004 1:67 more than 64 levels of lists and maps\ninvalid\n"));
}

static void test_scalars_are_limited(void)
{
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_yaml, "x: \"", 'a', WSP_SCALAR_MAX + 1,
		"\"\n", "I004 1:4 more than 65536 bytes in a value\ninvalid\n"));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_yaml, "x: \"", 'a', 10000000, "",
		"I004 1:2 more than 1048576 bytes from here to the end of the next value\n"
		"invalid\n"));
}

static void test_top_level_keys_are_limited(void)
{
	struct wsp_text text = {0};
	struct wsp_transcript transcript = {.reader = wsp_read_yaml};

	for (unsigned i = 0; i < 600; i++)
		wsp_text_addf(&text, "k%u: 1\n", i);
	wsp_transcribe(&transcript, text.at, text.length);
	CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&transcript.text),
		"I004 513:1 more than 512 keys at the top level\ninvalid\n"));
	wsp_text_release(&transcript.text);
	wsp_text_release(&text);
}

static void test_a_bad_source_is_the_only_finding(void)
{
	READS("a: 1\nb: Z\xFCrich\n", "a: 1\nI001 2:5 byte 0xFC is not UTF-8\ninvalid\n");
	READS("a: [1,\n2\x01", "I001 2:2 control character U+0001\ninvalid\n");
}

static void test_long_texts_survive_in_one_record(void)
{
	struct wsp_text text = {0};
	struct wsp_text expected = {0};

	wsp_text_adds(&text, "a:\n");
	wsp_text_adds(&expected, "a: [");
	for (unsigned i = 0; i < 9000; i++) {
		wsp_text_addf(&text, "- item-number-%u-of-a-long-list\n", i);
		wsp_text_addf(&expected, "%sitem-number-%u-of-a-long-list", i ? ", " : "", i);
	}
	wsp_text_adds(&expected, "]\n");
	CU_ASSERT_TRUE(wsp_transcript_is(
		wsp_read_yaml, false, text.at, text.length, wsp_text_get(&expected)));
	wsp_text_release(&text);
	wsp_text_release(&expected);
}

static void test_a_sink_can_stop_the_reader(void)
{
	static const char text[] = "servers: [a, b, c]\n";
	struct wsp_transcript transcript = {.reader = wsp_read_yaml, .countdown = true, .left = 2};

	wsp_transcribe(&transcript, text, sizeof(text) - 1);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&transcript.text), "[0] a\n[0] b\nno memory\n");
	wsp_text_release(&transcript.text);
}

static bool read_tortured(void *context)
{
	static const char text[] = "a: {b: [c, d], b: 1}\nservers: [{x: y}, *z]\na: 1\n";

	(void)context;
	return wsp_transcript_torture(wsp_read_yaml, text, sizeof(text) - 1);
}

static void test_memory_may_run_out_anywhere(void)
{
	CU_ASSERT_TRUE(wsp_torture(read_tortured, NULL) > 5);
}

static CU_TestInfo tests[] = {
	{"members are handed over whole", test_members_are_whole},
	{"streamed lists come item by item", test_streamed_lists_come_item_by_item},
	{"scalars stay text", test_scalars_stay_text},
	{"quoted scalars are told from plain ones", test_quoted_scalars_are_told},
	{"places count lines and characters from one", test_places_count_characters_from_one},
	{"columns stay at 65535", test_columns_stay_at_the_highest},
	{"duplicate keys are refused in any map", test_duplicate_keys_are_refused_at_any_map},
	{"a duplicate member is not handed over", test_a_duplicate_member_is_not_handed_over},
	{"duplicate keys are found in large maps", test_large_maps_are_checked_too},
	{"aliases, anchors, merge keys and tags are refused",
		test_aliases_anchors_merge_keys_and_tags_are_refused},
	{"one document with a map is expected", test_one_map_is_expected},
	{"syntax errors have their place", test_syntax_errors_have_their_place},
	{"a tab gets a hint", test_a_tab_gets_a_hint},
	{"escaped control characters are refused", test_escaped_control_characters_are_refused},
	{"64 levels are read", test_depth_is_limited},
	{"endless nesting ends at level 64", test_an_endless_nesting_ends_at_the_limit},
	{"long scalars are refused", test_scalars_are_limited},
	{"many top-level keys are refused", test_top_level_keys_are_limited},
	{"a bad source is the only finding", test_a_bad_source_is_the_only_finding},
	{"long texts survive in one record", test_long_texts_survive_in_one_record},
	{"a sink can stop the reader", test_a_sink_can_stop_the_reader},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("yaml", tests);
}
