/* The source: bytes of an input as checked UTF-8. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "edge/source.h"
#include "runner.h"
#include "torture.h"

/* Everything a source gives, in pieces of `piece` bytes, then its findings and its answer. */
static void drain(
	struct wsp_source *source, struct wsp_diags *diags, size_t piece, struct wsp_text *out)
{
	static const char *const answers[] = {
		[WSP_INVALID] = "invalid", [WSP_IO_ERROR] = "cannot be read"};
	char buffer[4096];
	size_t n;

	while ((n = wsp_source_read(source, buffer, piece)) > 0)
		wsp_text_add(out, buffer, n);
	for (size_t i = 0; i < diags->n; i++)
		wsp_text_addf(out, "|%s %u:%u %s", diags->entry[i].diag.code,
			(unsigned)diags->entry[i].diag.where.line,
			(unsigned)diags->entry[i].diag.where.column, diags->entry[i].diag.message);
	if (wsp_source_status(source))
		wsp_text_addf(out, "|%s", answers[wsp_source_status(source)]);
}

static bool gives(const void *bytes, size_t length, size_t piece,
	const struct wsp_source_options *options, const char *expected)
{
	struct wsp_diags diags;
	struct wsp_source *source = NULL;
	struct wsp_text text = {0};
	bool same;

	wsp_diags_init(&diags);
	if (wsp_source_memory(
		    bytes, length, options, wsp_diags_add_file(&diags, "f"), &diags, &source))
		return false;
	drain(source, &diags, piece, &text);
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same)
		printf("expected: %s\nread:     %s\n", expected, wsp_text_get(&text));
	wsp_source_close(source);
	wsp_text_release(&text);
	wsp_diags_release(&diags);
	return same;
}

#define GIVES(input, expected)                                                                     \
	do {                                                                                       \
		CU_ASSERT_TRUE(gives("" input "", sizeof(input) - 1, 4096, NULL, "" expected "")); \
		CU_ASSERT_TRUE(gives("" input "", sizeof(input) - 1, 1, NULL, "" expected ""));    \
	} while (0)

static void test_text_comes_as_it_is(void)
{
	GIVES("", "");
	GIVES("a", "a");
	GIVES("tab\tline\r\nend\r", "tab\tline\r\nend\r");
	GIVES("\xC2\xA0 \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBD",
		"\xC2\xA0 \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBD");
	GIVES("\xE2\x80\xA8\xE2\x80\x8B\xE2\x80\xAE", "\xE2\x80\xA8\xE2\x80\x8B\xE2\x80\xAE");
}

static void test_byte_order_marks_are_taken_off(void)
{
	GIVES("\xEF\xBB\xBF"
	      "ab",
		"ab");
	GIVES("\xEF\xBB\xBF", "");
	GIVES("\xFF\xFE"
	      "a\0\xE9\0",
		"a\xC3\xA9");
	GIVES("\xFE\xFF\0a\x20\xAC", "a\xE2\x82\xAC");
	GIVES("\xFF\xFE", "");
}

static void test_utf16_pairs_become_characters(void)
{
	GIVES("\xFF\xFE\x3D\xD8\x00\xDE!\0", "\xF0\x9F\x98\x80!");
	GIVES("\xFE\xFF\xDB\xFF\xDF\xFD", "\xF4\x8F\xBF\xBD");
	GIVES("\xFF\xFE"
	      "a\0\x3D\xD8"
	      "b\0",
		"a|I001 1:2 half of a UTF-16 surrogate pair|invalid");
	GIVES("\xFF\xFE"
	      "a\0\n\0\x00\xDE",
		"a\n|I001 2:1 half of a UTF-16 surrogate pair|invalid");
	GIVES("\xFE\xFF\0a\xD8\x3D", "a|I001 1:2 half of a UTF-16 surrogate pair|invalid");
	GIVES("\xFE\xFF\0a\0", "a|I001 1:2 the file ends inside a character|invalid");
}

static void test_other_encodings_are_refused(void)
{
	GIVES("a\0b\0c\0", "|I001 1:1 the file is UTF-16 without a byte order mark|invalid");
	GIVES("\0a\0b", "|I001 1:1 the file is UTF-16 without a byte order mark|invalid");
	GIVES("a\0", "|I001 1:1 the file is UTF-16 without a byte order mark|invalid");
	GIVES("\xFF\xFE\0\0a\0\0\0", "|I001 1:1 the file is UTF-32|invalid");
	GIVES("\0\0\xFE\xFF\0\0\0a", "|I001 1:1 the file is UTF-32|invalid");
}

static void test_bytes_that_are_not_utf8_are_refused(void)
{
	GIVES("ab\ncd Z\xFCrich", "ab\ncd Z|I001 2:5 byte 0xFC is not UTF-8|invalid");
	GIVES("\xC3\xA9\x80", "\xC3\xA9|I001 1:2 byte 0x80 is not UTF-8|invalid");
	GIVES("a\xC3"
	      "b",
		"a|I001 1:2 byte 0xC3 is not UTF-8|invalid");
	GIVES("a\xC0\x80", "a|I001 1:2 byte 0xC0 is not UTF-8|invalid");
	GIVES("a\xE0\x9F\xBF", "a|I001 1:2 byte 0xE0 is not UTF-8|invalid");
	GIVES("a\xED\xA0\x80", "a|I001 1:2 byte 0xED is not UTF-8|invalid");
	GIVES("a\xF0\x8F\xBF\xBF", "a|I001 1:2 byte 0xF0 is not UTF-8|invalid");
	GIVES("a\xF4\x90\x80\x80", "a|I001 1:2 byte 0xF4 is not UTF-8|invalid");
	GIVES("a\xF8\x88\x80\x80\x80", "a|I001 1:2 byte 0xF8 is not UTF-8|invalid");
	GIVES("a\xE2\x82", "a|I001 1:2 the file ends inside a character|invalid");
}

static void test_control_characters_are_refused(void)
{
	GIVES("abc\0def", "abc|I001 1:4 control character U+0000|invalid");
	GIVES("a\x1B[2J", "a|I001 1:2 control character U+001B|invalid");
	GIVES("a\x7F", "a|I001 1:2 control character U+007F|invalid");
	GIVES("a\xC2\x80", "a|I001 1:2 control character U+0080|invalid");
	GIVES("a\xC2\x85z", "a|I001 1:2 control character U+0085|invalid");
	GIVES("a\xC2\x9F", "a|I001 1:2 control character U+009F|invalid");
	GIVES("ab\xEF\xBB\xBF"
	      "cd",
		"ab|I001 1:3 byte order mark U+FEFF inside the text|invalid");
	GIVES("a\xEF\xBF\xBF", "a|I001 1:2 U+FFFF is not a character|invalid");
	GIVES("\xFE\xFF\0\n\0\x07", "\n|I001 2:1 control character U+0007|invalid");
}

/* Each control character alone among letters, at every place of a word of eight. */
static void test_control_characters_are_seen_at_every_place(void)
{
	for (unsigned byte = 0; byte < 0x80; byte++) {
		bool good = (byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' ||
			    byte == '\r';

		for (size_t at = 4; at < 20; at++) {
			struct wsp_text expected = {0};
			char text[] = "abcdefghijklmnopqrstuvwxyz";

			text[at] = (char)byte;
			wsp_text_add(&expected, text, good ? sizeof(text) - 1 : at);
			if (!good)
				wsp_text_addf(&expected,
					"|I001 1:%zu control character U+%04X|invalid", at + 1,
					byte);
			CU_ASSERT_TRUE(
				gives(text, sizeof(text) - 1, 4096, NULL, wsp_text_get(&expected)));
			wsp_text_release(&expected);
		}
	}
}

static void test_every_line_end_counts_once(void)
{
	GIVES("a\nb\r\nc\rd\r\r\n\x01",
		"a\nb\r\nc\rd\r\r\n|I001 6:1 control character U+0001|invalid");
}

/* A fault behind several chunks, with line ends and characters cut by their borders. */
static void test_places_hold_across_chunks(void)
{
	struct wsp_text text = {0};
	struct wsp_text expected = {0};

	for (unsigned i = 0; i < 50000; i++)
		wsp_text_adds(&text, "\xE2\x82\xAC\r\n");
	wsp_text_adds(&text, "\xE2\x82\xAC");
	wsp_text_add(&expected, text.at, text.length);
	wsp_text_adds(&text, "\x02");
	wsp_text_adds(&expected, "|I001 50001:2 control character U+0002|invalid");
	CU_ASSERT_TRUE(gives(text.at, text.length, 4096, NULL, wsp_text_get(&expected)));
	CU_ASSERT_TRUE(gives(text.at, text.length, 7, NULL, wsp_text_get(&expected)));
	wsp_text_release(&text);
	wsp_text_release(&expected);
}

static void test_size_is_limited(void)
{
	enum { MIB = 1 << 20 };

	const struct wsp_source_options four = {.max_bytes = 4};
	const struct wsp_source_options mib = {.max_bytes = MIB};
	char *large = calloc(1, MIB + 1);

	CU_ASSERT_TRUE(gives("abcd", 4, 4096, &four, "abcd"));
	CU_ASSERT_TRUE(gives(
		"abcde", 5, 4096, &four, "|I004 0:0 the file is larger than 4 bytes|invalid"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(large);
	CU_ASSERT_TRUE(gives(
		large, MIB + 1, 4096, &mib, "|I004 0:0 the file is larger than 1 MiB|invalid"));
	free(large);
}

static void collect(void *context, const void *bytes, size_t length)
{
	wsp_text_add(context, bytes, length);
}

static void test_a_tap_sees_the_raw_bytes(void)
{
	struct wsp_text seen = {0};
	const struct wsp_source_options options = {.tap = collect, .tap_context = &seen};

	CU_ASSERT_TRUE(gives("\xFF\xFE"
			     "a\0",
		4, 4096, &options, "a"));
	CU_ASSERT_EQUAL(seen.length, 4);
	CU_ASSERT_EQUAL(memcmp(seen.at,
				"\xFF\xFE"
				"a\0",
				4),
		0);
	wsp_text_release(&seen);
}

/* What opening and reading `path` gives. */
static bool opens(const char *path, const struct wsp_source_options *options, const char *expected)
{
	struct wsp_diags diags;
	struct wsp_source *source = NULL;
	struct wsp_text text = {0};
	enum wsp_status status;
	bool same;

	wsp_diags_init(&diags);
	status = wsp_source_open(path, options, wsp_diags_add_file(&diags, path), &diags, &source);
	if (status == WSP_OK) {
		drain(source, &diags, 4096, &text);
		wsp_source_close(source);
	} else if (status == WSP_IO_ERROR && diags.n == 1) {
		wsp_text_addf(
			&text, "%s %s", diags.entry[0].diag.code, diags.entry[0].diag.message);
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same)
		printf("expected: %s\nread:     %s\n", expected, wsp_text_get(&text));
	wsp_text_release(&text);
	wsp_diags_release(&diags);
	return same;
}

static void test_files_are_read(void)
{
	const struct wsp_source_options three = {.max_bytes = 3};
	char path[] = "wsp-source-XXXXXX";
	int descriptor = mkstemp(path);

	CU_ASSERT_FATAL(descriptor >= 0);
	CU_ASSERT_EQUAL(write(descriptor, "a: \xC3\xA9\n", 6), 6);
	CU_ASSERT_EQUAL(close(descriptor), 0);
	CU_ASSERT_TRUE(opens(path, NULL, "a: \xC3\xA9\n"));
	CU_ASSERT_TRUE(opens(path, &three, "|I004 0:0 the file is larger than 3 bytes|invalid"));
	CU_ASSERT_EQUAL(remove(path), 0);
	CU_ASSERT_TRUE(
		opens(path, NULL, "I017 cannot read the file: there is no such file or directory"));
}

static void test_what_is_no_file_is_refused(void)
{
	CU_ASSERT_TRUE(opens(".", NULL, "I017 cannot read the file: it is a directory"));
	CU_ASSERT_TRUE(opens("runner.c/x/", NULL,
		"I017 cannot read the file: there is no such file or directory"));
	CU_ASSERT_TRUE(opens("/dev/null", NULL, ""));
}

static void test_a_failing_device_is_an_error(void)
{
	CU_ASSERT_TRUE(opens("/proc/self/mem", NULL,
		"|I017 0:0 cannot read the file: the device failed|cannot be read"));
}

static void test_a_dash_is_standard_input(void)
{
	int ends[2], saved;

	CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
	CU_ASSERT_EQUAL(write(ends[1], "a: 1\n", 5), 5);
	CU_ASSERT_EQUAL(close(ends[1]), 0);
	saved = dup(STDIN_FILENO);
	CU_ASSERT_EQUAL(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	CU_ASSERT_TRUE(opens("-", NULL, "a: 1\n"));
	CU_ASSERT_EQUAL(lseek(STDIN_FILENO, 0, SEEK_CUR), -1); /* ESPIPE: it is still open */
	if (saved >= 0) {
		CU_ASSERT_EQUAL(dup2(saved, STDIN_FILENO), STDIN_FILENO);
		CU_ASSERT_EQUAL(close(saved), 0);
	}
	CU_ASSERT_EQUAL(close(ends[0]), 0);
}

static bool read_tortured(void *context)
{
	struct wsp_diags diags;
	struct wsp_source *source = NULL;
	char buffer[16];
	enum wsp_status status;

	(void)context;
	wsp_diags_init(&diags);
	status = wsp_source_memory("a\xFF", 2, NULL, 0, &diags, &source);
	if (status == WSP_OK) {
		while (wsp_source_read(source, buffer, sizeof(buffer)) > 0)
			;
		CU_ASSERT_EQUAL(wsp_source_status(source), WSP_INVALID);
		CU_ASSERT_TRUE(diags.failed || diags.n == 1);
		wsp_source_close(source);
	} else {
		CU_ASSERT_EQUAL(status, WSP_NO_MEMORY);
		CU_ASSERT_PTR_NULL(source);
	}
	status = diags.failed ? WSP_NO_MEMORY : status;
	wsp_diags_release(&diags);
	return status == WSP_OK;
}

static void test_memory_may_run_out_anywhere(void)
{
	CU_ASSERT_TRUE(wsp_torture(read_tortured, NULL) > 1);
}

static CU_TestInfo tests[] = {
	{"text comes as it is", test_text_comes_as_it_is},
	{"byte order marks are taken off", test_byte_order_marks_are_taken_off},
	{"UTF-16 pairs become characters", test_utf16_pairs_become_characters},
	{"other encodings are refused", test_other_encodings_are_refused},
	{"bytes that are not UTF-8 are refused", test_bytes_that_are_not_utf8_are_refused},
	{"control characters are refused", test_control_characters_are_refused},
	{"control characters are seen at every place",
		test_control_characters_are_seen_at_every_place},
	{"every line end counts once", test_every_line_end_counts_once},
	{"places hold across chunks", test_places_hold_across_chunks},
	{"size is limited", test_size_is_limited},
	{"a tap sees the raw bytes", test_a_tap_sees_the_raw_bytes},
	{"files are read", test_files_are_read},
	{"what is no file is refused", test_what_is_no_file_is_refused},
	{"a failing device is an error", test_a_failing_device_is_an_error},
	{"a dash is standard input", test_a_dash_is_standard_input},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("source", tests);
}
