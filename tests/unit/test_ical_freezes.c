/* Freezes become closings of each zone. */
#include "expansion.h"
#include "runner.h"

static void test_a_range_is_whole_days_of_each_zone(void)
{
	struct expansion run = expansion_of(
		HEAD SATURDAYS "freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year-end}]\n"
			       "sites: {London: {timezone: Europe/London}, NY: {timezone: "
			       "America/New_York}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(expansion_closes(&run, 0, "2026-12-17T23:00Z/2027-01-04T23:00Z year-end"));
	CU_ASSERT(expansion_closes(&run, 1, "2026-12-18T00:00Z/2027-01-05T00:00Z year-end"));
	CU_ASSERT(expansion_closes(&run, 2, "2026-12-18T05:00Z/2027-01-05T05:00Z year-end"));
	expansion_end(&run);
}

static void test_a_freeze_with_times_is_exact(void)
{
	struct expansion run =
		expansion_of(HEAD SATURDAYS "freezes: [{from: 2026-12-18T18:00, to: "
					    "2026-12-20T06:00Z, reason: audit}]\n"
					    "sites: {London: {timezone: Europe/London}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(expansion_closes(&run, 0, "2026-12-18T17:00Z/2026-12-20T06:00Z audit"));
	CU_ASSERT(expansion_closes(&run, 1, "2026-12-18T18:00Z/2026-12-20T06:00Z audit"));
	expansion_end(&run);
}

static void test_a_rule_gives_the_first_days_of_freezes(void)
{
	struct expansion run =
		expansion_of(HEAD SATURDAYS "freezes: [{rule: FREQ=MONTHLY;BYDAY=2TU, "
					    "duration: 3d, reason: patches}]\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	/* the last window closes on 2027-01-24 */
	CU_ASSERT(expansion_closes(&run, 0,
		"2026-12-07T23:00Z/2026-12-10T23:00Z patches; "
		"2027-01-11T23:00Z/2027-01-14T23:00Z patches"));
	expansion_end(&run);
}

static void test_from_and_to_bound_a_rule(void)
{
	struct expansion run = expansion_of(HEAD SATURDAYS
		"freezes: [{rule: FREQ=WEEKLY;BYDAY=MO, duration: 1d, from: 2026-12-10, to: "
		"2026-12-21, reason: r}]\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(expansion_closes(&run, 0,
		"2026-12-13T23:00Z/2026-12-14T23:00Z r; 2026-12-20T23:00Z/2026-12-21T23:00Z r"));
	expansion_end(&run);
}

static void test_ends_of_closings_never_fall(void)
{
	struct expansion run = expansion_of(
		HEAD SATURDAYS "freezes:\n"
			       "  - {from: 2026-12-10, to: 2026-12-11, reason: inside}\n"
			       "  - {from: 2026-12-08, to: 2026-12-20, reason: long}\n"
			       "  - {from: 2026-12-19, to: 2026-12-22, reason: after}\n" TAIL);

	CU_ASSERT(expansion_closes(&run, 0,
		"2026-12-07T23:00Z/2026-12-20T23:00Z long; "
		"2026-12-18T23:00Z/2026-12-22T23:00Z after"));
	expansion_end(&run);
}

static void test_freezes_over_every_window_are_refused(void)
{
	struct expansion run = expansion_of(
		HEAD SATURDAYS "freezes: [{from: 2026-12-01, to: 2027-02-01, reason: all}]\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D013", "t.yaml", 4, "freezes cover every window"));
	expansion_end(&run);
	/* the last window of the eight is on 2027-01-23 */
	run = expansion_of(HEAD SATURDAYS "freezes: [{from: 2026-12-01, to: 2027-01-22}]\n" TAIL);
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	expansion_end(&run);
}

static void test_freezes_that_say_two_things_or_nothing_are_refused(void)
{
	struct expansion run =
		expansion_of(HEAD SATURDAYS "freezes:\n"
					    "  - {ics: a.ics, from: 2026-12-18}\n"
					    "  - {ics: a.ics, duration: 3d}\n"
					    "  - {rule: FREQ=WEEKLY}\n"
					    "  - {from: 2026-12-01, to: 2026-12-02, duration: 1d}\n"
					    "  - {reason: because}\n"
					    "  - {from: 2026-12-02, to: 2026-12-01}\n" TAIL);

	CU_ASSERT_EQUAL(run.loaded, WSP_INVALID);
	CU_ASSERT(expansion_finds(
		&run, "D014", "t.yaml", 5, "a freeze has `ics` and, beside it, `from` or `to`"));
	CU_ASSERT(expansion_finds(&run, "D014", "t.yaml", 6,
		"a freeze has `ics` and, beside it, `rule` or `duration`"));
	CU_ASSERT(expansion_finds(
		&run, "I010", "t.yaml", 7, "a freeze has `rule` without `duration`"));
	CU_ASSERT(expansion_finds(
		&run, "I010", "t.yaml", 8, "a freeze has `duration` without `rule`"));
	CU_ASSERT(expansion_finds(&run, "I010", "t.yaml", 9,
		"a freeze needs `from` and `to`, `rule` and `duration`, or `ics`"));
	CU_ASSERT(expansion_finds(&run, "I009", "t.yaml", 10,
		"a freeze ends on 2026-12-01, before it begins on 2026-12-02"));
	expansion_end(&run);
}

static void test_a_freeze_cannot_be_cut_short(void)
{
	struct expansion run = expansion_of(
		HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
		     "FREQ=WEEKLY}]\n"
		     "freezes: [{rule: \"FREQ=DAILY;BYHOUR=1,3\", duration: 1h}]\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D019", "t.yaml", 4, "more than 10000 freezes"));
	expansion_end(&run);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a range is whole days of each zone", test_a_range_is_whole_days_of_each_zone},
		{"a freeze with times is exact", test_a_freeze_with_times_is_exact},
		{"a rule gives the first days of freezes",
			test_a_rule_gives_the_first_days_of_freezes},
		{"from and to bound a rule", test_from_and_to_bound_a_rule},
		{"ends of closings never fall", test_ends_of_closings_never_fall},
		{"freezes over every window are refused",
			test_freezes_over_every_window_are_refused},
		{"freezes that say two things or nothing are refused",
			test_freezes_that_say_two_things_or_nothing_are_refused},
		{"a freeze cannot be cut short", test_a_freeze_cannot_be_cut_short},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("ical_freezes", tests);
}
