/* Clock: how moments are told to people. */
#include <string.h>

#include <CUnit/CUnit.h>

#include "report/clock.h"
#include "runner.h"

enum { SATURDAY = 20792, HOUR = 3600, DAY = 24 * HOUR }; /* 2026-12-05 */

static const struct wsp_zone_change west_change = {0, -5 * HOUR};
static const struct wsp_zone west = {"America/New_York", &west_change, 1};

static wsp_moment at(int64_t day, int64_t hour)
{
	return day * DAY + hour * HOUR;
}

static void expect(struct wsp_text *out, const char *expected)
{
	CU_ASSERT_STRING_EQUAL(wsp_text_get(out), expected);
	wsp_text_clear(out);
}

static void test_a_day_has_its_weekday(void)
{
	struct wsp_text out = {0};

	wsp_moment_tell_day(&out, &wsp_utc, at(SATURDAY, 23));
	expect(&out, "Sat 2026-12-05");
	wsp_moment_tell_day(&out, &west, at(SATURDAY, 3));
	expect(&out, "Fri 2026-12-04");
	wsp_moment_tell_day(&out, &wsp_utc, 0);
	expect(&out, "Thu 1970-01-01");
	wsp_moment_tell_day(&out, &wsp_utc, -1);
	expect(&out, "Wed 1969-12-31");
	wsp_text_release(&out);
}

static void test_a_time_says_the_day_only_when_it_is_another(void)
{
	struct wsp_text out = {0};

	wsp_clock_time(&out, &wsp_utc, at(SATURDAY, 22) + 15 * 60, at(SATURDAY, 0));
	expect(&out, "22:15");
	wsp_clock_time(&out, &wsp_utc, at(SATURDAY, 24), at(SATURDAY, 22));
	expect(&out, "Sun 00:00");
	wsp_clock_time(&out, &wsp_utc, at(SATURDAY + 6, 1), at(SATURDAY, 22));
	expect(&out, "Fri 01:00");
	wsp_clock_time(&out, &wsp_utc, at(SATURDAY + 7, 1), at(SATURDAY, 22));
	expect(&out, "Sat 2026-12-12 01:00");
	wsp_clock_time(&out, &wsp_utc, at(SATURDAY - 1, 1), at(SATURDAY, 22));
	expect(&out, "Fri 2026-12-04 01:00");
	wsp_text_release(&out);
}

static void test_the_day_is_that_of_the_zone(void)
{
	struct wsp_text out = {0};

	/* 03:00 UTC on Sunday is still Saturday in New York */
	wsp_clock_time(&out, &west, at(SATURDAY + 1, 3), at(SATURDAY, 21));
	expect(&out, "22:00");
	wsp_text_release(&out);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a day has its weekday", test_a_day_has_its_weekday},
		{"a time says the day only when it is another",
			test_a_time_says_the_day_only_when_it_is_another},
		{"the day is that of the zone", test_the_day_is_that_of_the_zone},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("clock", tests);
}
