/* The JSON reader. */
#include <string.h>

#include "runner.h"
#include "torture.h"
#include "transcript.h"

#define READER wsp_read_json

static void test_members_are_whole(void)
{
	READS("{\"wsusplan\": 1, \"policy\": {\"operators\": 4, \"canary\": [\"a\", []]}, \"e\": "
	      "{}}",
		"'wsusplan': 1\n'policy': {'operators': 4, 'canary': ['a', []]}\n'e': {}\n");
	READS("{}", "");
	READS(" { } \n", "");
}

static void test_streamed_lists_come_item_by_item(void)
{
	READS("{\"servers\": [{\"fqdn\": \"a\", \"x\": [1]}, 2, []], \"n\": [3, 4], \"more\": "
	      "[{}]}",
		"[0] {'fqdn': 'a', 'x': [1]}\n[0] 2\n[0] []\n'n': [3, 4]\n[1] {}\n");
	READS("{\"servers\": []}", "");
	READS("{\"servers\": {\"a\": []}}", "'servers': {'a': []}\n");
}

static void test_numbers_and_words_stay_as_written(void)
{
	READS("{\"a\": 8531.0, \"b\": 1.10, \"c\": -0, \"d\": 1E+2, \"e\": true, \"f\": null, "
	      "\"g\": "
	      "\"true\"}",
		"'a': 8531.0\n'b': 1.10\n'c': -0\n'd': 1E+2\n'e': true\n'f': null\n'g': 'true'\n");
}

static void test_escapes_are_decoded(void)
{
	READS("{\"a\": \"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\", \"\\u0062\": \"\\\\\"}",
		"'a': '\xC3\xA9\xF0\x9F\x98\x80\n\"\\/'\n'b': '\\'\n");
	READS("{\"a\": \"\\u0000\"}",
		"I001 1:7 an escape sequence makes the character U+0000, which is refused\n"
		"invalid\n");
	READS("{\"a\": \"\\u001b[2J\"}",
		"I001 1:7 an escape sequence makes the character U+001B, which is refused\n"
		"invalid\n");
	READS("{\"a\": \"\\ud83d\"}", "I002 1:7 JSON: invalid Unicode '\\uD83D'\ninvalid\n");
	READS("{\"a\": \"\\q\"}", "I002 1:7 JSON: invalid escape\ninvalid\n");
}

static void test_places_count_characters_from_one(void)
{
	PLACES("{\"é\": \"ü\", \"a\": 1,\n \"servers\": [\r\n  {\"k\": [true,\r\n{\"x\": "
	       "\"€\", \"y\": -1}]}]}",
		"1:2 'é': 1:7 'ü'\n1:12 'a': 1:17 1\n"
		"[0] 3:3 {3:4 'k': 3:9 [3:10 true, 4:1 {4:2 'x': 4:7 '€', 4:12 'y': 4:17 -1}]}\n");
	PLACES("\xEF\xBB\xBF{\"a\":\r1}", "1:2 'a': 2:1 1\n");
}

static void test_duplicate_keys_are_refused_at_any_map(void)
{
	READS("{\"a\": {\"x\": 1, \"\\u0078\": 2}, \"servers\": [{\"k\": 1,\n\"K\": 2, \"k\": 3}, "
	      "{}], "
	      "\"a\": 4, \"b\": 5}",
		"'a': {'x': 1, 'x': 2}\n[0] {'k': 1, 'K': 2, 'k': 3}\n[0] {}\n'b': 5\n"
		"I007 1:16 key \"x\" is given twice, first at input:1:8\n"
		"I007 2:9 key \"k\" is given twice, first at input:1:43\n"
		"I007 2:23 key \"a\" is given twice, first at input:1:2\ninvalid\n");
}

static void test_one_map_is_expected(void)
{
	READS("", "I003 1:1 the file is empty\ninvalid\n");
	READS(" \r\n ", "I003 2:2 the file is empty\ninvalid\n");
	READS("[1]", "I003 1:1 the top level is a list, not a map\ninvalid\n");
	READS("\n\"a\"", "I003 2:1 this is not JSON, which would begin with \"{\"\ninvalid\n");
	READS("wsusplan: 1\n",
		"I003 1:1 this is not JSON, which would begin with \"{\"\ninvalid\n");
	READS("{\"a\": 1}\n{}", "'a': 1\nI002 2:1 JSON: text after the closing bracket\ninvalid\n");
	READS("{\"a\": 1} \n", "'a': 1\n");
}

static void test_the_outer_levels_are_checked(void)
{
	READS("{a: 1}", "I002 1:2 JSON: a key in double quotes expected\ninvalid\n");
	READS("{\"a\" 1}", "I002 1:6 JSON: ':' expected after a key\ninvalid\n");
	READS("{\"a\":, 1}", "I002 1:6 JSON: a value is missing\ninvalid\n");
	READS("{\"a\":}", "I002 1:6 JSON: a value is missing\ninvalid\n");
	READS("{\"a\": 1 \"b\": 2}", "'a': 1\nI002 1:9 JSON: ',' or '}' expected\ninvalid\n");
	READS("{\"a\": 1,}", "'a': 1\nI002 1:9 JSON: a comma before a closing bracket\ninvalid\n");
	READS("{\"servers\": [1 2]}", "[0] 1\nI002 1:16 JSON: ',' or ']' expected\ninvalid\n");
	READS("{\"servers\": [1, ]}",
		"[0] 1\nI002 1:17 JSON: a comma before a closing bracket\ninvalid\n");
	READS("{\"servers\": [1}", "[0] 1\nI002 1:15 JSON: ',' or ']' expected\ninvalid\n");
	READS("{\"servers\": [,1]}", "I002 1:14 JSON: a value is missing\ninvalid\n");
}

static void test_the_inner_levels_are_checked(void)
{
	READS("{\"servers\": [{\"a\": 1},\n {\"é\": \"ü\", \"b\": tru}]}",
		"[0] {'a': 1}\nI002 2:18 JSON: invalid token\ninvalid\n");
	READS("{\"x\": {\"a\": [1,\n 2 3]}}", "I002 2:4 JSON: ']' expected\ninvalid\n");
	READS("{\"x\": {\"a\": [1,\n 2,]}}", "I002 2:4 JSON: unexpected token\ninvalid\n");
	READS("{\"x\": {\"a\" 1}}", "I002 1:12 JSON: ':' expected\ninvalid\n");
	READS("{\"x\": {\"a\":: 1}}", "I002 1:12 JSON: unexpected token\ninvalid\n");
	READS("{\"x\": {\"a\": [1}}}",
		"I002 1:15 JSON: a bracket closes what it did not open\ninvalid\n");
	READS("{\"a\": 01}", "I002 1:7 JSON: invalid token\ninvalid\n");
	READS("{\"a\": NaN}", "I002 1:7 JSON: invalid token\ninvalid\n");
	READS("{\"a\": 1e400}", "I002 1:7 JSON: real number overflow\ninvalid\n");
	READS("{\"a\": \"x\ty\"}", "I002 1:7 JSON: control character 0x9\ninvalid\n");
	READS("{\"a\": \"x\ny\"}", "I002 1:7 JSON: the line ends inside a string\ninvalid\n");
	READS("{\"a\": 1 /* x */}", "'a': 1\nI002 1:9 JSON: ',' or '}' expected\ninvalid\n");
	READS("{'a': 1}", "I002 1:2 JSON: a key in double quotes expected\ninvalid\n");
}

static void test_a_cut_file_is_refused_wherever_it_ends(void)
{
	static const char text[] =
		"{\"a\": \"\\u00e9\", \"servers\": [{\"k\": [12, {\"é\": null}]}]}";

	for (size_t length = 1; length < sizeof(text) - 1; length++) {
		struct wsp_transcript transcript = {.reader = wsp_read_json};

		wsp_transcribe(&transcript, text, length);
		CU_ASSERT_EQUAL(transcript.status, WSP_INVALID);
		CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&transcript.text), "I00"));
		wsp_text_release(&transcript.text);
	}
}

static void test_limits(void)
{
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_json, "{\"a\":[", '[', 200000, "",
		"I004 1:69 more than 64 levels of lists and maps\ninvalid\n"));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_json, "{\"servers\":[{\"a\":", '[', 200000,
		"", "I004 1:79 more than 64 levels of lists and maps\ninvalid\n"));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_json, "{\"a\":\"", 'x', 10000000, "",
		"I004 1:6 more than 65536 bytes in a value\ninvalid\n"));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_json, "{\"a\":", '1', 10000000, "",
		"I004 1:6 more than 65536 bytes in a value\ninvalid\n"));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(wsp_read_json, "{\"a\":", ' ', 1000000, "",
		"I002 1:65535 JSON: the file ends too early\ninvalid\n"));
}

static void test_a_string_just_within_the_limit_is_read(void)
{
	struct wsp_text text = {0};
	struct wsp_text expected = {0};

	wsp_text_adds(&text, "{\"a\": \"");
	wsp_text_adds(&expected, "'a': '");
	for (unsigned i = 0; i < WSP_SCALAR_MAX; i++) {
		wsp_text_adds(&text, "\\u0041");
		wsp_text_addc(&expected, 'A');
	}
	wsp_text_adds(&text, "\"}");
	wsp_text_adds(&expected, "'\n");
	CU_ASSERT_TRUE(wsp_transcript_is(
		wsp_read_json, false, text.at, text.length, wsp_text_get(&expected)));
	wsp_text_release(&text);
	wsp_text_release(&expected);
}

static void test_items_may_cross_every_chunk(void)
{
	struct wsp_text text = {0};
	struct wsp_text expected = {0};

	wsp_text_adds(&text, "{\"servers\": [");
	for (unsigned i = 0; i < 20000; i++) {
		wsp_text_addf(&text, "%s\n {\"k\\n%u\": \"é%u\"}", i ? "," : "", i, i);
		wsp_text_addf(&expected, "[0] %u:2 {%u:3 'k\n%u': %u:%u 'é%u'}\n", i + 2, i + 2, i,
			i + 2, (unsigned)(11 + (i > 9) + (i > 99) + (i > 999) + (i > 9999)), i);
	}
	wsp_text_adds(&text, "]}");
	CU_ASSERT_TRUE(wsp_transcript_is(
		wsp_read_json, true, text.at, text.length, wsp_text_get(&expected)));
	wsp_text_release(&text);
	wsp_text_release(&expected);
}

static void test_a_bad_source_is_the_only_finding(void)
{
	READS("{\"a\": 1,\n\"b\": \"Z\xFCrich\"}",
		"'a': 1\nI001 2:8 byte 0xFC is not UTF-8\ninvalid\n");
	READS("{\"a\": 1}\x01", "'a': 1\nI001 1:9 control character U+0001\ninvalid\n");
	READS("\x01", "I001 1:1 control character U+0001\ninvalid\n");
}

static void test_a_sink_can_stop_the_reader(void)
{
	static const char text[] = "{\"servers\": [1, 2, 3]}";
	struct wsp_transcript transcript = {.reader = wsp_read_json, .countdown = true, .left = 2};

	wsp_transcribe(&transcript, text, sizeof(text) - 1);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&transcript.text), "[0] 1\n[0] 2\nno memory\n");
	wsp_text_release(&transcript.text);
}

static bool read_tortured(void *context)
{
	static const char text[] =
		"{\"a\": {\"b\": [\"c\", \"\\n\"], \"b\": 1}, \"servers\": [{\"x\": 1}], \"a\": 1";

	(void)context;
	return wsp_transcript_torture(wsp_read_json, text, sizeof(text) - 1);
}

static void test_memory_may_run_out_anywhere(void)
{
	CU_ASSERT_TRUE(wsp_torture(read_tortured, NULL) > 5);
}

static CU_TestInfo tests[] = {
	{"members are handed over whole", test_members_are_whole},
	{"streamed lists come item by item", test_streamed_lists_come_item_by_item},
	{"numbers and words stay as written", test_numbers_and_words_stay_as_written},
	{"escapes are decoded", test_escapes_are_decoded},
	{"places count lines and characters from one", test_places_count_characters_from_one},
	{"duplicate keys are refused in any map", test_duplicate_keys_are_refused_at_any_map},
	{"one map is expected", test_one_map_is_expected},
	{"syntax errors of the outer levels have their place", test_the_outer_levels_are_checked},
	{"syntax errors inside have their place", test_the_inner_levels_are_checked},
	{"a cut file is refused wherever it ends", test_a_cut_file_is_refused_wherever_it_ends},
	{"depth and length are limited", test_limits},
	{"a string just within the limit is read", test_a_string_just_within_the_limit_is_read},
	{"items may cross every chunk", test_items_may_cross_every_chunk},
	{"a bad source is the only finding", test_a_bad_source_is_the_only_finding},
	{"a sink can stop the reader", test_a_sink_can_stop_the_reader},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("json", tests);
}
