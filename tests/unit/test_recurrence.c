#include "model/recurrence.h"

#include <stdio.h>
#include <string.h>

#include "runner.h"
#include "torture.h"

/* Whether a rule is refused with these words. */
static bool is_refused(const char *rule, const char *expected)
{
	struct wsp_recurrence recurrence;
	struct wsp_text wrong = {0};
	bool same = !wsp_recurrence_read(rule, &recurrence, &wrong) &&
		    strcmp(wsp_text_get(&wrong), expected) == 0;

	if (!same)
		printf("  %s: \"%s\"\n", rule, wsp_text_get(&wrong));
	wsp_text_release(&wrong);
	return same;
}

static struct wsp_recurrence read(const char *rule)
{
	struct wsp_recurrence recurrence = {0};
	struct wsp_text wrong = {0};

	CU_ASSERT_TRUE(wsp_recurrence_read(rule, &recurrence, &wrong));
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&wrong), "");
	wsp_text_release(&wrong);
	return recurrence;
}

static void test_rules_of_calendars_are_taken(void)
{
	static const char *const rules[] = {"FREQ=WEEKLY;BYDAY=SA", "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=MONTHLY;BYDAY=-1SA", "freq=weekly;byday=sa,su", "FREQ=DAILY;INTERVAL=3",
		"FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYYEARDAY=-366",
		"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=DAILY;BYHOUR=1,13;BYMINUTE=0,30",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "FREQ=YEARLY;BYDAY=53MO",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"};

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		CU_ASSERT_FALSE(read(rules[i]).never);
}

static void test_its_end_is_read_as_day_local_time_or_utc(void)
{
	struct wsp_recurrence none = read("FREQ=WEEKLY");
	struct wsp_recurrence day = read("FREQ=WEEKLY;UNTIL=20261220");
	struct wsp_recurrence local = read("FREQ=WEEKLY;UNTIL=20261220T220000");
	struct wsp_recurrence utc = read("FREQ=WEEKLY;UNTIL=20261220T210000Z");

	CU_ASSERT_FALSE(none.has_until);
	CU_ASSERT_TRUE(day.has_until && !day.until_utc);
	CU_ASSERT_EQUAL(day.until, 1797811199); /* the last second of the day */
	CU_ASSERT_TRUE(local.has_until && !local.until_utc);
	CU_ASSERT_EQUAL(local.until / 60, 1797804000 / 60);
	CU_ASSERT_TRUE(utc.has_until && utc.until_utc);
	CU_ASSERT_EQUAL(utc.until / 60, 1797800400 / 60);
	CU_ASSERT_EQUAL(read("FREQ=WEEKLY;COUNT=12").count, 12);
}

static void test_days_that_no_month_has_never_come(void)
{
	CU_ASSERT_TRUE(read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").never);
	CU_ASSERT_TRUE(read("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2").never);
	CU_ASSERT_TRUE(read("FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=-31").never);
	CU_ASSERT_FALSE(read("FREQ=YEARLY;BYMONTH=4,5;BYMONTHDAY=31").never);
	CU_ASSERT_FALSE(read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,29").never);
	CU_ASSERT_FALSE(read("FREQ=MONTHLY;BYMONTHDAY=31").never);
}

static void test_what_fires_too_often_is_refused(void)
{
	CU_ASSERT(is_refused("FREQ=SECONDLY", "FREQ has \"SECONDLY\", which is too often"));
	CU_ASSERT(is_refused("FREQ=MINUTELY", "FREQ has \"MINUTELY\", which is too often"));
	CU_ASSERT(is_refused("FREQ=HOURLY", "FREQ has \"HOURLY\", which is too often"));
	CU_ASSERT(is_refused("FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,10,20,30,40",
		"BYHOUR and BYMINUTE give more than 24 times a day"));
	CU_ASSERT(is_refused("FREQ=DAILY;BYSECOND=0,1", "BYSECOND has more than one value"));
}

static void test_parts_that_cannot_be_read_are_named(void)
{
	CU_ASSERT(is_refused("", "\"\" is no part of a rule"));
	CU_ASSERT(is_refused("FREQ", "\"FREQ\" has no value"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;", "\"\" is no part of a rule"));
	CU_ASSERT(is_refused("RRULE:FREQ=DAILY", "\"RRULE:FREQ\" is no part of a rule"));
	CU_ASSERT(is_refused("FREQ=FORTNIGHTLY",
		"FREQ has \"FORTNIGHTLY\", which is none of DAILY, WEEKLY, "
		"MONTHLY and YEARLY"));
	CU_ASSERT(is_refused(
		"FREQ=WEEKLY;BYDAY=XX", "BYDAY has \"XX\", which is no weekday such as SA or 2TU"));
	CU_ASSERT(is_refused("FREQ=MONTHLY;BYDAY=99999999999MO",
		"BYDAY has \"99999999999MO\", which is no weekday such as SA or 2TU"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;BYDAY=SA,,SU",
		"BYDAY has \"\", which is no weekday such as SA or 2TU"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;UNTIL=20270230",
		"UNTIL has \"20270230\", which is no date such as 20271231"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;UNTIL=20270101T250000",
		"UNTIL has \"20270101T250000\", which is no date such as 20271231"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;INTERVAL=0",
		"INTERVAL has \"0\", which is no whole number from 1 to 9999"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;INTERVAL=65537",
		"INTERVAL has \"65537\", which is no whole number from 1 to 9999"));
	CU_ASSERT(is_refused("FREQ=YEARLY;BYYEARDAY=400",
		"BYYEARDAY has \"400\", which is no whole number from 1 to 366, nor minus one"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;COUNT=-1",
		"COUNT has \"-1\", which is no whole number from 1 to 100000"));
}

static void test_parts_without_meaning_together_are_refused(void)
{
	CU_ASSERT(is_refused("BYDAY=SA", "FREQ is missing"));
	CU_ASSERT(is_refused("FREQ=WEEKLY;BYDAY=SA;BYDAY=SU", "BYDAY is given twice"));
	CU_ASSERT(is_refused(
		"FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "UNTIL and COUNT do not go together"));
	CU_ASSERT(
		is_refused("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY has no meaning with this FREQ"));
	CU_ASSERT(
		is_refused("FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY has no meaning with this FREQ"));
	CU_ASSERT(is_refused(
		"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "BYSETPOS has no meaning with this FREQ"));
	CU_ASSERT(is_refused("FREQ=MONTHLY;BYSETPOS=1",
		"BYSETPOS needs another part to choose from, such as BYDAY"));
	CU_ASSERT(is_refused(
		"FREQ=WEEKLY;BYDAY=1MO", "BYDAY has a number, which needs FREQ=MONTHLY or YEARLY"));
	CU_ASSERT(is_refused("FREQ=MONTHLY;BYDAY=6SA",
		"BYDAY has a number above 5, and no month has so many weeks"));
}

static bool refuse(void *context)
{
	struct wsp_recurrence recurrence;
	struct wsp_text wrong = {0};
	bool whole;

	(void)context;
	CU_ASSERT_FALSE(wsp_recurrence_read("FREQ=WEEKLY;FOO=1", &recurrence, &wrong));
	whole = !wrong.failed;
	wsp_text_release(&wrong);
	return whole;
}

static void test_lack_of_memory_still_refuses(void)
{
	CU_ASSERT(wsp_torture(refuse, NULL) > 0);
}

static CU_TestInfo tests[] = {
	{"rules of calendars are taken", test_rules_of_calendars_are_taken},
	{"its end is read as day, local time or UTC",
		test_its_end_is_read_as_day_local_time_or_utc},
	{"days that no month has never come", test_days_that_no_month_has_never_come},
	{"what fires too often is refused", test_what_fires_too_often_is_refused},
	{"parts that cannot be read are named", test_parts_that_cannot_be_read_are_named},
	{"parts without meaning together are refused",
		test_parts_without_meaning_together_are_refused},
	{"lack of memory still refuses", test_lack_of_memory_still_refuses},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("recurrence", tests);
}
