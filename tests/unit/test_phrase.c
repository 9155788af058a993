/* Phrase: numbers as people read them. */
#include <stdio.h>
#include <string.h>

#include "base/phrase.h"
#include "runner.h"

static void expect(struct wsp_text *text, const char *expected)
{
	CU_ASSERT_STRING_EQUAL(wsp_text_get(text), expected);
	if (strcmp(wsp_text_get(text), expected) != 0)
		(void)fprintf(stderr, "  got %s, expected %s\n", wsp_text_get(text), expected);
	wsp_text_release(text);
}

#define EXPECT(call, expected)                                                                     \
	do {                                                                                       \
		struct wsp_text out = {0};                                                         \
		call;                                                                              \
		expect(&out, expected);                                                            \
	} while (0)

static void test_thousands_are_separated(void)
{
	EXPECT(wsp_phrase_number(&out, 0), "0");
	EXPECT(wsp_phrase_number(&out, 999), "999");
	EXPECT(wsp_phrase_number(&out, 1000), "1,000");
	EXPECT(wsp_phrase_number(&out, 4200), "4,200");
	EXPECT(wsp_phrase_number(&out, 123456), "123,456");
	EXPECT(wsp_phrase_number(&out, UINT64_MAX), "18,446,744,073,709,551,615");
}

static void test_nouns_agree_with_their_number(void)
{
	EXPECT(wsp_phrase_count(&out, 1, "server"), "1 server");
	EXPECT(wsp_phrase_count(&out, 0, "server"), "0 servers");
	EXPECT(wsp_phrase_count(&out, 4200, "client"), "4,200 clients");
	EXPECT(wsp_phrase_count(&out, 2, "switch"), "2 switches");
	EXPECT(wsp_phrase_count(&out, 1, "switch"), "1 switch");
	EXPECT(wsp_phrase_count(&out, 3, "entry"), "3 entries");
}

static void test_durations_are_hours_and_minutes(void)
{
	EXPECT(wsp_phrase_minutes(&out, 0), "0 min");
	EXPECT(wsp_phrase_minutes(&out, 45), "45 min");
	EXPECT(wsp_phrase_minutes(&out, 60), "1 h");
	EXPECT(wsp_phrase_minutes(&out, 665), "11 h 05 min");
	EXPECT(wsp_phrase_minutes(&out, 74099), "1,234 h 59 min");
}

static void test_offsets_have_two_digits(void)
{
	EXPECT(wsp_phrase_offset(&out, 0), "+00:00");
	EXPECT(wsp_phrase_offset(&out, 72), "+01:12");
	EXPECT(wsp_phrase_offset(&out, 1565), "+26:05");
	EXPECT(wsp_phrase_offset(&out, 6000), "+100:00");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"thousands are separated", test_thousands_are_separated},
		{"nouns agree with their number", test_nouns_agree_with_their_number},
		{"durations are hours and minutes", test_durations_are_hours_and_minutes},
		{"offsets have two digits", test_offsets_have_two_digits},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("phrase", tests);
}
