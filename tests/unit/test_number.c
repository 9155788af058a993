#include "base/number.h"

#include <string.h>

#include "base/array.h"
#include "runner.h"

static void test_counts(void)
{
	static const struct {
		const char *text;
		bool valid;
		uint64_t count;
	} row[] = {
		{"0", true, 0},
		{"7", true, 7},
		{"18446744073709551615", true, UINT64_MAX},
		{"18446744073709551616", false, 0},
		{"99999999999999999999", false, 0},
		{"", false, 0},
		{"00", false, 0},
		{"012", false, 0},
		{"-1", false, 0},
		{"+1", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"1e3", false, 0},
		{"0x10", false, 0},
		{"1.0", false, 0},
		{"1_000", false, 0},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		uint64_t count = 99;

		CU_ASSERT_EQUAL(
			wsp_parse_count(row[i].text, strlen(row[i].text), &count), row[i].valid);
		CU_ASSERT_EQUAL(count, row[i].valid ? row[i].count : 99);
	}
}

static void test_durations(void)
{
	static const struct {
		const char *text;
		uint32_t minutes; /* UINT32_MAX: refused */
	} row[] = {
		{"45m", 45},
		{"0m", 0},
		{"24h", 1440},
		{"2d", 2880},
		{"1w", 10080},
		{"4h30m", 270},
		{"4h05m", 245},
		{"1w2d3h4m", 10080 + 2880 + 180 + 4},
		{"3650d", 5256000},
		{"3650d1m", UINT32_MAX},
		{"3651d", UINT32_MAX},
		{"99999999999w", UINT32_MAX},
		{"5000000w", UINT32_MAX},
		{"", UINT32_MAX},
		{"m", UINT32_MAX},
		{"45", UINT32_MAX},
		{"4h30", UINT32_MAX},
		{"30m4h", UINT32_MAX},
		{"1h1h", UINT32_MAX},
		{"-1h", UINT32_MAX},
		{"1.5h", UINT32_MAX},
		{"1H", UINT32_MAX},
		{"1h ", UINT32_MAX},
		{"1s", UINT32_MAX},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		uint32_t minutes = UINT32_MAX;

		CU_ASSERT_EQUAL(wsp_parse_duration(row[i].text, strlen(row[i].text), &minutes),
			row[i].minutes != UINT32_MAX);
		CU_ASSERT_EQUAL(minutes, row[i].minutes);
	}
}

static void test_dates(void)
{
	static const struct {
		const char *text;
		int32_t day; /* INT32_MAX: refused */
		int32_t minute;
	} row[] = {
		{"1970-01-01", 0, -1},
		{"1969-12-31", -1, -1},
		{"2026-12-05", 20792, -1},
		{"2000-02-29", 11016, -1},
		{"2026-12-05T22:00", 20792, 1320},
		{"2026-12-05T22:00:59", 20792, 1320},
		{"2026-12-05T00:00Z", 20792, 0},
		{"2026-12-05T22:00:00+02:00", 20792, 1320},
		{"2026-12-05T22:00-05:30", 20792, 1320},
		{"1900-02-29", INT32_MAX, 0},
		{"2026-02-29", INT32_MAX, 0},
		{"2026-13-01", INT32_MAX, 0},
		{"2026-00-10", INT32_MAX, 0},
		{"2026-04-31", INT32_MAX, 0},
		{"2026-12-00", INT32_MAX, 0},
		{"26-12-05", INT32_MAX, 0},
		{"2026-12-5", INT32_MAX, 0},
		{"2026-12-05T", INT32_MAX, 0},
		{"2026-12-05T24:00", INT32_MAX, 0},
		{"2026-12-05T22:60", INT32_MAX, 0},
		{"2026-12-05T22:00:60", INT32_MAX, 0},
		{"2026-12-05 22:00", INT32_MAX, 0},
		{"2026-12-05T22:00+2", INT32_MAX, 0},
		{"2026-12-05Z", INT32_MAX, 0},
		{"2026-12-05x", INT32_MAX, 0},
		{"", INT32_MAX, 0},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		int32_t day = INT32_MAX, minute = 0;

		CU_ASSERT_EQUAL(wsp_parse_date(row[i].text, strlen(row[i].text), &day, &minute),
			row[i].day != INT32_MAX);
		CU_ASSERT_EQUAL(day, row[i].day);
		CU_ASSERT_EQUAL(minute, row[i].minute);
	}
}

static void test_only_the_given_bytes_are_read(void)
{
	uint64_t count;
	uint32_t minutes;
	int32_t day;

	CU_ASSERT(wsp_parse_count("123456", 3, &count));
	CU_ASSERT_EQUAL(count, 123);
	CU_ASSERT(wsp_parse_duration("4h30m", 2, &minutes));
	CU_ASSERT_EQUAL(minutes, 240);
	CU_ASSERT(wsp_parse_date("2026-12-05T22:00", 10, &day, NULL));
	CU_ASSERT_EQUAL(day, 20792);
	CU_ASSERT_FALSE(wsp_parse_date("2026-12-05", 9, &day, NULL));
}

static void test_every_day_is_written_as_it_is_read(void)
{
	static const int8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 0, month = 1, day = 1;
	char text[11];

	for (int32_t number = -719528; number <= 2932896; number++) {
		if (number % 13 == 0 || day > 27) { /* a sample, and every end of a month */
			int32_t back = 0;
			const char expected[] = {(char)('0' + year / 1000),
				(char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
				(char)('0' + year % 10), '-', (char)('0' + month / 10),
				(char)('0' + month % 10), '-', (char)('0' + day / 10),
				(char)('0' + day % 10), '\0'};

			wsp_format_date(number, text);
			if (strcmp(text, expected) != 0)
				CU_FAIL_FATAL("written wrongly");
			if (!wsp_parse_date(text, 10, &back, NULL) || back != number)
				CU_FAIL_FATAL("read wrongly");
		}

		bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

		if (++day > length[month - 1] + (leap && month == 2)) {
			day = 1;
			month = month % 12 + 1;
			year += month == 1;
		}
	}
	CU_ASSERT_EQUAL(year, 10000);
}

static void test_edit_distances(void)
{
	static const struct {
		const char *a, *b;
		unsigned limit, distance;
	} row[] = {
		{"", "", 2, 0},
		{"upstream", "upstream", 2, 0},
		{"upstream", "upsteam", 2, 1},
		{"upsteam", "upstream", 2, 1},
		{"upstream", "upstraem", 2, 1},
		{"upstream", "Upstream", 2, 1},
		{"upstream", "downstream", 5, 4},
		{"upstream", "downstream", 3, 4},
		{"upstream", "downstream", 2, 3},
		{"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 2, 3},
		{"ab", "ba", 1, 1},
		{"abcd", "badc", 2, 2},
		{"ca", "abc", 3, 3},
		{"", "abc", 3, 3},
		{"abc", "", 3, 3},
		{"", "abc", 2, 3},
		{"a", "b", 0, 1},
		{"a", "a", 0, 0},
		{"abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyza", 15, 2},
		{"aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", 15, 16},
		{"aaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbb", 15, 15},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++)
		CU_ASSERT_EQUAL(
			wsp_edit_distance(row[i].a, row[i].b, row[i].limit), row[i].distance);
}

static void test_checked_arithmetic(void)
{
	uint8_t byte;
	uint32_t word;

	CU_ASSERT(wsp_ckd_add(&byte, 200, 56));
	CU_ASSERT_FALSE(wsp_ckd_add(&byte, 200, 55));
	CU_ASSERT_EQUAL(byte, 255);
	CU_ASSERT(wsp_ckd_mul(&word, 65536u, 65536u));
	CU_ASSERT_FALSE(wsp_ckd_mul(&word, 65536u, 65535u));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"counts are plain digits in range", test_counts},
		{"durations have units, largest first", test_durations},
		{"dates are those of the calendar", test_dates},
		{"only the given bytes are read", test_only_the_given_bytes_are_read},
		{"every day of 10,000 years is written as it is read",
			test_every_day_is_written_as_it_is_read},
		{"edit distances count swaps and stop at the limit", test_edit_distances},
		{"overflow is told", test_checked_arithmetic},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("number", tests);
}
