/* The CSV reader. */
#include <string.h>

#include "runner.h"
#include "torture.h"
#include "transcript.h"

#define READER wsp_read_csv

static void test_rows_become_items(void)
{
	READS("fqdn,upstream\na,b\nc,d\n",
		"[0] {fqdn: <a>, upstream: <b>}\n[0] {fqdn: <c>, upstream: <d>}\n");
	READS("fqdn\na\nb", "[0] {fqdn: <a>}\n[0] {fqdn: <b>}\n");
	READS("fqdn,x\r\na,b\r\n", "[0] {fqdn: <a>, x: <b>}\n");
	READS("fqdn,x\ra,b\rc,d", "[0] {fqdn: <a>, x: <b>}\n[0] {fqdn: <c>, x: <d>}\n");
	READS("fqdn,x\n", "");
}

static void test_the_separator_is_told_from_the_header(void)
{
	READS("a;b;c,d\n1;2,5;3\n", "[0] {a: <1>, b: <2,5>, c,d: <3>}\n");
	READS("a\tb\n1\t2 x\n", "[0] {a: <1>, b: <2 x>}\n");
	READS("a\tb\n\t2\n1\t\n", "[0] {b: <2>}\n[0] {a: <1>}\n");
	READS("\"a;b;c\",d\n1,2\n", "[0] {a;b;c: <1>, d: <2>}\n");
	READS("a,b;c\n1,2\n", "[0] {a: <1>, b;c: <2>}\n");
}

static void test_lines_above_the_header_are_passed(void)
{
	READS("#TYPE System.Object\r\n\"a\",\"b\"\r\n\"1\",\"2\"\r\n", "[0] {a: <1>, b: <2>}\n");
	READS("sep=;\r\na,b\r\n1\r\n", "[0] {a,b: <1>}\n");
	READS("sep=|\na;b\n1;2\n", "[0] {a: <1>, b: <2>}\n");
	READS("\n\r\n#TYPE x\n\nsep=,\n\na,b\n1,2\n", "[0] {a: <1>, b: <2>}\n");
}

static void test_quotes(void)
{
	READS("a,b\n\"x,\"\"y\"\"\",\"\"\"\"\n", "[0] {a: <x,\"y\">, b: <\">}\n");
	READS("a,b\n\"two\r\nlines\",\"\"\n", "[0] {a: <two\r\nlines>}\n");
	READS("a,b\n\" x \", \"y\" \n", "[0] {a: < x >, b: <y>}\n");
}

static void test_blanks_around_cells_do_not_count(void)
{
	READS(" a ,\tb\n  x y  , z\t\n", "[0] {a: <x y>, b: <z>}\n");
}

static void test_empty_cells_are_missing_keys(void)
{
	READS("a,b,c\n1,,3\n,2,\n  ,\"\", 3\n",
		"[0] {a: <1>, c: <3>}\n[0] {b: <2>}\n[0] {c: <3>}\n");
}

static void test_empty_rows_are_passed(void)
{
	READS("a,b\n\n1,2\n\r\n   \n,\n3,4\n\n", "[0] {a: <1>, b: <2>}\n[0] {a: <3>, b: <4>}\n");
}

static void test_dotted_headers_become_maps(void)
{
	READS("fqdn,state.https,x,state.sync_ssl\na,none,1,false\nb,,2,true\nc,,3,\n",
		"[0] {fqdn: <a>, state: {https: <none>, sync_ssl: <false>}, x: <1>}\n"
		"[0] {fqdn: <b>, state: {sync_ssl: <true>}, x: <2>}\n"
		"[0] {fqdn: <c>, x: <3>}\n");
	READS("a.b.c,a.b.d,a.e,f.g\n1,2,3,4\n,,3,4\n,2,,\n,,,4\n",
		"[0] {a: {b: {c: <1>, d: <2>}, e: <3>}, f: {g: <4>}}\n"
		"[0] {a: {e: <3>}, f: {g: <4>}}\n[0] {a: {b: {d: <2>}}}\n[0] {f: {g: <4>}}\n");
	READS("f.g,a.x,f.h,a.y\n1,2,3,4\n", "[0] {f: {g: <1>, h: <3>}, a: {x: <2>, y: <4>}}\n");
}

static void test_places_count_characters_from_one(void)
{
	PLACES("\xEF\xBB\xBF"
	       "é,s.b\r\n ü ,\"x\"\n\"1\n2\",ß\n",
		"[0] 2:2 {1:1 é: 2:2 <ü>, 1:3 s: 2:5 {1:3 b: 2:5 <x>}}\n"
		"[0] 3:1 {1:1 é: 3:1 <1\n2>, 1:3 s: 4:4 {1:3 b: 4:4 <ß>}}\n");
}

static void test_ragged_rows_are_refused_and_left_out(void)
{
	READS("a,b\n1\n1,2,3\n1,2\n",
		"[0] {a: <1>, b: <2>}\nI016 2:1 the row has 1 cell, the header 2\n"
		"I016 3:1 the row has 3 cells, the header 2\ninvalid\n");
	READS("a,b\n1,2,\n", "I016 2:1 the row has 3 cells, the header 2\ninvalid\n");
}

static void test_bare_quotes_are_refused(void)
{
	READS("a,b\nx\"y\"z,1\n", "[0] {a: <x\"y\"z>, b: <1>}\n"
				  "I002 2:2 a quote inside a cell that is not quoted\ninvalid\n");
	READS("a,b\n\"x\"y,1\n2,3\n", "[0] {a: <x>, b: <1>}\n[0] {a: <2>, b: <3>}\n"
				      "I002 2:4 text behind the closing quote\ninvalid\n");
	READS("a,b\n1,\"x\n2,3\n", "I002 2:3 a quote is never closed\ninvalid\n");
	READS("a,\"b", "I002 1:3 a quote is never closed\ninvalid\n");
}

static void test_headers_are_checked(void)
{
	READS("a,b,a\n1,2,3\n",
		"I007 1:5 this column repeats, or contradicts, the one at input:1:1\ninvalid\n");
	READS("s.x,s\n1,2\n",
		"I007 1:5 this column repeats, or contradicts, the one at input:1:1\ninvalid\n");
	READS("s,s.x\n1,2\n",
		"I007 1:3 this column repeats, or contradicts, the one at input:1:1\ninvalid\n");
	READS("a,,b\n1,2,3\n", "I002 1:3 a column without a name\ninvalid\n");
	READS("a,b.\n1,2\n", "I002 1:3 a part of the column's name is empty\ninvalid\n");
	READS("a,.b,c..d\n1,2,3\n", "I002 1:3 a part of the column's name is empty\n"
				    "I002 1:6 a part of the column's name is empty\ninvalid\n");
}

static void test_an_empty_file_is_refused(void)
{
	READS("", "I003 1:1 the file is empty\ninvalid\n");
	READS("\n\n", "I003 3:1 the file is empty\ninvalid\n");
	READS("#TYPE x\n", "I003 2:1 the file is empty\ninvalid\n");
}

static void add_columns(struct wsp_text *text, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		wsp_text_addf(text, "%sk%u", i ? "," : "", i);
	wsp_text_addc(text, '\n');
}

static void test_columns_are_limited(void)
{
	struct wsp_text text = {0};

	add_columns(&text, 512);
	add_columns(&text, 512);
	add_columns(&text, 5000);

	struct wsp_transcript transcript = {.reader = wsp_read_csv};

	wsp_transcribe(&transcript, text.at, text.length);
	CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&transcript.text), ", k511: <k511>}\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(
		wsp_text_get(&transcript.text), "I016 3:1 the row has 5000 cells, the header 512"));
	wsp_text_release(&transcript.text);
	wsp_text_clear(&text);
	add_columns(&text, 513);
	CU_ASSERT_TRUE(wsp_transcript_is(wsp_read_csv, false, text.at, text.length,
		"I004 1:1 more than 512 columns\ninvalid\n"));
	wsp_text_release(&text);
}

static void test_depth_is_limited(void)
{
	struct wsp_text text = {0};

	for (unsigned i = 0; i < 100; i++)
		wsp_text_adds(&text, "k.");
	wsp_text_adds(&text, "k\n");
	CU_ASSERT_TRUE(wsp_transcript_is(wsp_read_csv, false, text.at, text.length,
		"I004 1:1 more than 64 levels of lists and maps\ninvalid\n"));
	wsp_text_release(&text);
}

static void test_cells_are_limited(void)
{
	static const char finding[] = "I004 2:3 more than 65536 bytes in a cell\ninvalid\n";

	CU_ASSERT_TRUE(
		wsp_transcript_of_run_is(wsp_read_csv, "a,b\n1,\"", 'x', 10000000, "", finding));
	CU_ASSERT_TRUE(
		wsp_transcript_of_run_is(wsp_read_csv, "a,b\n1,", 'x', 10000000, "", finding));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(
		wsp_read_csv, "a,b\n1,", 'x', WSP_SCALAR_MAX + 1, "\n", finding));
	CU_ASSERT_TRUE(wsp_transcript_of_run_is(
		wsp_read_csv, "a,b\n1,", ' ', WSP_SCALAR_MAX + 1, "\n", "[0] {a: <1>}\n"));
}

static void test_rows_may_cross_every_chunk(void)
{
	struct wsp_text text = {0};
	struct wsp_text expected = {0};

	wsp_text_adds(&text, "a;b;c.d\r\n");
	for (unsigned i = 0; i < 20000; i++) {
		wsp_text_addf(&text, "x%u;\"é\"\"%u\"; %u\r\n", i, i, i);
		wsp_text_addf(&expected, "[0] {a: <x%u>, b: <é\"%u>, c: {d: <%u>}}\n", i, i, i);
	}
	CU_ASSERT_TRUE(wsp_transcript_is(
		wsp_read_csv, false, text.at, text.length, wsp_text_get(&expected)));
	wsp_text_release(&text);
	wsp_text_release(&expected);
}

static void test_a_bad_source_is_the_only_finding(void)
{
	READS("a,b\n1,2\n3,Z\xFCrich\n",
		"[0] {a: <1>, b: <2>}\nI001 3:4 byte 0xFC is not UTF-8\ninvalid\n");
	READS("a,\x01", "I001 1:3 control character U+0001\ninvalid\n");
}

static void test_a_sink_can_stop_the_reader(void)
{
	static const char text[] = "a\n1\n2\n3\n";
	struct wsp_transcript transcript = {.reader = wsp_read_csv, .countdown = true, .left = 2};

	wsp_transcribe(&transcript, text, sizeof(text) - 1);
	CU_ASSERT_STRING_EQUAL(
		wsp_text_get(&transcript.text), "[0] {a: <1>}\n[0] {a: <2>}\nno memory\n");
	wsp_text_release(&transcript.text);
}

static bool read_tortured(void *context)
{
	static const char text[] = "a,b.c,b.d\n1,2,3\n4,5\n";

	(void)context;
	return wsp_transcript_torture(wsp_read_csv, text, sizeof(text) - 1);
}

static void test_memory_may_run_out_anywhere(void)
{
	CU_ASSERT_TRUE(wsp_torture(read_tortured, NULL) > 5);
}

static CU_TestInfo tests[] = {
	{"rows become items", test_rows_become_items},
	{"the separator is told from the header", test_the_separator_is_told_from_the_header},
	{"lines above the header are passed", test_lines_above_the_header_are_passed},
	{"quotes protect separators, quotes and line ends", test_quotes},
	{"blanks around cells do not count", test_blanks_around_cells_do_not_count},
	{"empty cells are missing keys", test_empty_cells_are_missing_keys},
	{"empty rows are passed", test_empty_rows_are_passed},
	{"dotted headers become maps", test_dotted_headers_become_maps},
	{"places count lines and characters from one", test_places_count_characters_from_one},
	{"ragged rows are refused and left out", test_ragged_rows_are_refused_and_left_out},
	{"bare quotes are refused", test_bare_quotes_are_refused},
	{"headers are checked", test_headers_are_checked},
	{"an empty file is refused", test_an_empty_file_is_refused},
	{"columns are limited", test_columns_are_limited},
	{"depth is limited", test_depth_is_limited},
	{"cells are limited", test_cells_are_limited},
	{"rows may cross every chunk", test_rows_may_cross_every_chunk},
	{"a bad source is the only finding", test_a_bad_source_is_the_only_finding},
	{"a sink can stop the reader", test_a_sink_can_stop_the_reader},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("csv", tests);
}
