/* Windows become slots, and sites share zones. */
#include "base/array.h"
#include "expansion.h"
#include "runner.h"
#include "torture.h"

static void test_an_inventory_without_dates_has_one_zone_and_no_slots(void)
{
	struct expansion run = expansion_of("wsusplan: 1\nwindows: [{name: w, duration: 4h}]\n"
					    "sites: {Paris: {operators: 1}}\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT_FALSE(run.calendar.dated);
	CU_ASSERT_EQUAL(run.calendar.n_slots, 0);
	CU_ASSERT_EQUAL(run.calendar.zones.n_zones, 1);
	CU_ASSERT_STRING_EQUAL(run.calendar.zones.zone[0].name, "UTC");
	CU_ASSERT_EQUAL(run.calendar.zones.of_site[0], 0);
	CU_ASSERT_EQUAL(expansion_count(&run, "D011"), 0);
	expansion_end(&run);
}

static void test_a_window_opens_at_the_same_local_time_all_year(void)
{
	struct expansion run = expansion_of(WINDOW(
		"start: 2027-03-20T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA;COUNT=3"));

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(expansion_opens(&run, 9,
		"2027-03-20T21:00Z+360 w; 2027-03-27T21:00Z+300 w; 2027-04-03T20:00Z+360 w"));
	CU_ASSERT_FALSE(run.calendar.cut);
	expansion_end(&run);
}

static void test_a_window_has_a_zone_of_its_own(void)
{
	struct expansion run =
		expansion_of(WINDOW("start: 2026-12-05T22:00, duration: 4h, timezone: "
				    "America/New_York, repeat: FREQ=WEEKLY;COUNT=2"));

	CU_ASSERT(expansion_opens(&run, 9, "2026-12-06T03:00Z+240 w; 2026-12-13T03:00Z+240 w"));
	expansion_end(&run);
	run = expansion_of(
		WINDOW("start: 2026-12-05T22:00, duration: 1h, timezone: Asia/Kathmandu"));
	CU_ASSERT(expansion_opens(&run, 9, "2026-12-05T16:15Z+60 w"));
	expansion_end(&run);
}

static void test_half_an_hour_of_daylight_saving_is_half_an_hour(void)
{
	struct expansion run =
		expansion_at(WINDOW("start: 2026-10-03T22:00, duration: 6h, timezone: "
				    "Australia/Lord_Howe, repeat: FREQ=MONTHLY;BYDAY=1SA;COUNT=2"),
			"2026-10-01");

	/* 22:00 to 04:00: five and a half hours, then six on Lord Howe's summer time */
	CU_ASSERT(expansion_opens(&run, 2, "2026-10-03T11:30Z+330 w; 2026-11-07T11:00Z+360 w"));
	CU_ASSERT(expansion_finds(&run, "D009", "t.yaml", 4,
		"window \"w\" of Sat 2026-10-03 22:00 crosses a clock change: it closes after "
		"5 h 30 min, on Sun 2026-10-04 04:00"));
	expansion_end(&run);
}

static void test_a_start_with_an_offset_repeats_in_local_time(void)
{
	struct expansion run =
		expansion_of(WINDOW("start: 2027-03-20T16:00-05:00, duration: 2h, repeat: "
				    "FREQ=WEEKLY;INTERVAL=2;COUNT=2"));

	/* 22:00 in Amsterdam, on both sides of the clock change */
	CU_ASSERT(expansion_opens(&run, 9, "2027-03-20T21:00Z+120 w; 2027-04-03T20:00Z+120 w"));
	CU_ASSERT_EQUAL(expansion_count(&run, "D010"), 0);
	expansion_end(&run);
}

static void test_rules_give_the_days_that_other_programs_give(void)
{
	static const struct {
		const char *rule, *slots;
	} cases[] = {
		/* by dateutil */
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
			"2026-12-31T21:00Z+60 w; 2027-01-29T21:00Z+60 w; 2027-02-26T21:00Z+60 w"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
			"2026-12-05T21:00Z+60 w; 2026-12-19T21:00Z+60 w; 2027-01-02T21:00Z+60 w"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1",
			"2026-12-31T21:00Z+60 w; 2027-01-31T21:00Z+60 w; 2027-02-28T21:00Z+60 w"},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
			"2028-02-29T21:00Z+60 w; 2032-02-29T21:00Z+60 w; 2036-02-29T21:00Z+60 w"},
	};

	for (size_t i = 0; i < WSP_COUNT(cases); i++) {
		struct wsp_text text = {0};
		struct expansion run;

		wsp_text_addf(&text,
			HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
			     "\"%s\"}]\n" TAIL,
			cases[i].rule);
		run = expansion_of(wsp_text_get(&text));
		CU_ASSERT(expansion_opens(&run, 3, cases[i].slots));
		expansion_end(&run);
		wsp_text_release(&text);
	}
}

static void test_an_end_in_utc_is_turned_to_the_clock_of_the_window(void)
{
	/* 22:00 in Amsterdam is 21:00 UTC: the 12th is in, by a second; one minute less is not */
	struct expansion run = expansion_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: "
						   "FREQ=WEEKLY;UNTIL=20261212T210000Z"));

	CU_ASSERT_EQUAL(run.calendar.n_slots, 2);
	CU_ASSERT_FALSE(run.calendar.cut);
	expansion_end(&run);
	run = expansion_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: "
				  "FREQ=WEEKLY;UNTIL=20261212T205900Z"));
	CU_ASSERT_EQUAL(run.calendar.n_slots, 1);
	expansion_end(&run);
}

static void test_slots_that_have_ended_are_left_out(void)
{
	struct expansion run = expansion_at(WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: "
						   "FREQ=WEEKLY;COUNT=3"),
		"2026-12-06T03:00Z");

	CU_ASSERT(expansion_opens(&run, 9, "2026-12-12T21:00Z+360 w; 2026-12-19T21:00Z+360 w"));
	expansion_end(&run);
	run = expansion_at(
		WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;COUNT=3"),
		"2026-12-06T02:59Z");
	CU_ASSERT_EQUAL(run.calendar.n_slots, 3);
	expansion_end(&run);
}

static void test_windows_with_equal_begin_and_end_are_one_slot(void)
{
	struct expansion run = expansion_of(HEAD
		"windows:\n"
		"  - {name: late, start: 2026-12-12T22:00, duration: 6h}\n"
		"  - {name: paris, start: 2026-12-05T22:00, duration: 6h, timezone: Europe/Paris}\n"
		"  - {name: home, start: 2026-12-05T22:00, duration: 6h}\n"
		"  - {name: short, start: 2026-12-05T22:00, duration: 5h}\n" TAIL);

	CU_ASSERT(expansion_opens(&run, 9,
		"2026-12-05T21:00Z+300 short; 2026-12-05T21:00Z+360 paris home; "
		"2026-12-12T21:00Z+360 late"));
	CU_ASSERT(expansion_finds(&run, "D008", "t.yaml", 7,
		"windows \"paris\" and \"short\" overlap, first on Sat 2026-12-05 22:00"));
	CU_ASSERT(expansion_finds(&run, "D008", "t.yaml", 7,
		"windows \"home\" and \"short\" overlap, first on Sat 2026-12-05 22:00"));
	CU_ASSERT_EQUAL(expansion_count(&run, "D008"), 2);
	expansion_end(&run);
}

static void test_the_calendar_ends_after_twenty_years_or_ten_thousand_slots(void)
{
	struct expansion run = expansion_of(
		WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA"));

	CU_ASSERT_TRUE(run.calendar.cut);
	CU_ASSERT(run.calendar.n_slots > 1040 && run.calendar.n_slots < 1050);
	CU_ASSERT_EQUAL(expansion_count(&run, "D017"), 0);
	expansion_end(&run);
	run = expansion_of(WINDOW("start: 2026-12-05T00:00, duration: 1h, repeat: "
				  "\"FREQ=DAILY;BYHOUR=0,6,12,18\""));
	CU_ASSERT_TRUE(run.calendar.cut);
	CU_ASSERT_EQUAL(run.calendar.n_slots, WSP_SLOTS_MAX);
	CU_ASSERT(expansion_finds(
		&run, "D017", "t.yaml", 4, "only the first 10000 windows are looked at"));
	expansion_end(&run);
}

static void test_every_site_has_its_zone_and_equal_ones_are_shared(void)
{
	struct expansion run = expansion_of(HEAD "sites:\n"
						 "  Paris: {timezone: Europe/Paris}\n"
						 "  Home: {operators: 1}\n"
						 "  Lyon: {timezone: Europe/Paris}\n"
						 "  Utrecht: {timezone: Europe/Amsterdam}\n" TAIL);
	const struct wsp_zones *zones = &run.calendar.zones;

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT_FALSE(run.calendar.dated);
	CU_ASSERT_EQUAL(zones->n_zones, 2);
	CU_ASSERT_STRING_EQUAL(zones->zone[0].name, "Europe/Amsterdam");
	CU_ASSERT_STRING_EQUAL(zones->zone[1].name, "Europe/Paris");
	CU_ASSERT_EQUAL(zones->of_site[0], 1);
	CU_ASSERT_EQUAL(zones->of_site[1], 0);
	CU_ASSERT_EQUAL(zones->of_site[2], 1);
	CU_ASSERT_EQUAL(zones->of_site[3], 0);
	expansion_end(&run);
}

static void test_zones_change_when_the_database_says_so(void)
{
	static const struct {
		const char *zone;
		wsp_moment at;
		int32_t before, after;
	} changes[] = {
		/* by Python's zoneinfo */
		{"Europe/Amsterdam", 1806195600, 3600, 7200},
		{"Europe/Paris", 1792890000, 7200, 3600},
		{"Europe/London", 1824944400, 3600, 0},
		{"America/New_York", 1805007600, -18000, -14400},
		{"Australia/Lord_Howe", 1822491000, 37800, 39600},
	};

	for (size_t i = 0; i < WSP_COUNT(changes); i++) {
		struct wsp_text text = {0};
		struct expansion run;

		wsp_text_addf(&text, "wsusplan: 1\ntimezone: %s\n" TAIL, changes[i].zone);
		run = expansion_of(wsp_text_get(&text));
		CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
		CU_ASSERT_EQUAL(wsp_zone_offset(&run.calendar.zones.zone[0], changes[i].at - 1),
			changes[i].before);
		CU_ASSERT_EQUAL(wsp_zone_offset(&run.calendar.zones.zone[0], changes[i].at),
			changes[i].after);
		expansion_end(&run);
		wsp_text_release(&text);
	}
}

static void test_unknown_zones_are_told_with_what_was_meant(void)
{
	struct expansion run =
		expansion_of("wsusplan: 1\ntimezone: Europe/Amsterdan\nsites:\n  London: "
			     "{timezone: ../../etc/passwd}\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(
		&run, "D001", "t.yaml", 2, "time zone \"Europe/Amsterdan\" is not known"));
	CU_ASSERT(expansion_finds(
		&run, "D001", "t.yaml", 4, "time zone \"../../etc/passwd\" is not known"));
	for (size_t i = 0; i < wsp_diags_count(run.diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run.diags, i);

		if (diag->where.line == 2)
			CU_ASSERT_STRING_EQUAL(diag->hint, "did you mean \"Europe/Amsterdam\"?");
	}
	expansion_end(&run);
}

static void test_an_expansion_is_whole_or_out_of_memory(void)
{
	struct expansion run = expansion_of(HEAD SATURDAYS
		"freezes: [{from: 2026-12-18, to: 2027-01-04}, {rule: FREQ=MONTHLY;BYDAY=2TU, "
		"duration: 3d}]\n"
		"sites: {London: {timezone: Europe/London}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(wsp_torture(expansion_again, &run) > 0);
	expansion_end(&run);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"an inventory without dates has one zone and no slots",
			test_an_inventory_without_dates_has_one_zone_and_no_slots},
		{"a window opens at the same local time all year",
			test_a_window_opens_at_the_same_local_time_all_year},
		{"a window has a zone of its own", test_a_window_has_a_zone_of_its_own},
		{"half an hour of daylight saving is half an hour",
			test_half_an_hour_of_daylight_saving_is_half_an_hour},
		{"a start with an offset repeats in local time",
			test_a_start_with_an_offset_repeats_in_local_time},
		{"rules give the days that other programs give",
			test_rules_give_the_days_that_other_programs_give},
		{"an end in UTC is turned to the clock of the window",
			test_an_end_in_utc_is_turned_to_the_clock_of_the_window},
		{"slots that have ended are left out", test_slots_that_have_ended_are_left_out},
		{"windows with equal begin and end are one slot",
			test_windows_with_equal_begin_and_end_are_one_slot},
		{"the calendar ends after twenty years or ten thousand slots",
			test_the_calendar_ends_after_twenty_years_or_ten_thousand_slots},
		{"every site has its zone, and equal ones are shared",
			test_every_site_has_its_zone_and_equal_ones_are_shared},
		{"zones change when the database says so",
			test_zones_change_when_the_database_says_so},
		{"unknown zones are told with what was meant",
			test_unknown_zones_are_told_with_what_was_meant},
		{"an expansion is whole or out of memory",
			test_an_expansion_is_whole_or_out_of_memory},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("ical", tests);
}
