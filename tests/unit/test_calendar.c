#include "model/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "estate.h"
#include "model/calendar_check.h"
#include "model/rule.h"
#include "runner.h"
#include "torture.h"

/* From the time zone database by Python's zoneinfo: moments and offsets of 2026 and 2027. */
static const struct wsp_zone_change amsterdam_changes[] = {
	{1767222000, 3600}, {1774746000, 7200}, {1792890000, 3600}, {1806195600, 7200}};
static const struct wsp_zone amsterdam = {"Europe/Amsterdam", amsterdam_changes, 4};

static const struct wsp_zone_change new_york_changes[] = {
	{1767222000, -18000}, {1772953200, -14400}, {1793512800, -18000}, {1805007600, -14400}};
static const struct wsp_zone new_york = {"America/New_York", new_york_changes, 4};

static const struct wsp_zone_change lord_howe_changes[] = {
	{1767222000, 39600}, {1775314800, 37800}, {1791041400, 39600}, {1806764400, 37800}};
static const struct wsp_zone lord_howe = {"Australia/Lord_Howe", lord_howe_changes, 4};

static const struct wsp_zone_change kathmandu_changes[] = {{0, 20700}};
static const struct wsp_zone kathmandu = {"Asia/Kathmandu", kathmandu_changes, 1};

/* Seconds of a local or UTC time given as text. */
static int64_t local(const char *text)
{
	wsp_moment at = WSP_NO_MOMENT;

	CU_ASSERT_TRUE_FATAL(wsp_zone_parse(&wsp_utc, text, false, &at));
	return at;
}

static bool writes(void (*write)(struct wsp_text *, const struct wsp_zone *, wsp_moment),
	const struct wsp_zone *zone, wsp_moment at, const char *expected)
{
	struct wsp_text text = {0};
	bool same;

	write(&text, zone, at);
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same)
		printf("  %s\n", wsp_text_get(&text));
	wsp_text_release(&text);
	return same;
}

static void write_utc(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at)
{
	(void)zone;
	wsp_moment_write_utc(out, at);
}

static void test_the_offset_of_a_zone_changes_on_the_second(void)
{
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, 1792889999), 7200);
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, 1792890000), 3600);
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, 1806195599), 3600);
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, 1806195600), 7200);
	CU_ASSERT_EQUAL(wsp_zone_offset(&kathmandu, 1796487300), 20700);
}

static void test_the_first_offset_holds_before_and_the_last_after_the_table(void)
{
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, -1000000000), 3600);
	CU_ASSERT_EQUAL(wsp_zone_offset(&amsterdam, 4000000000), 7200);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, -1000000000), -1000003600);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, 4000000000), 3999992800);
}

static void test_a_local_time_becomes_the_moment_that_clocks_show_it(void)
{
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2026-12-05T22:00")), 1796504400);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2027-03-28T04:00")), 1806199200);
	CU_ASSERT_EQUAL(wsp_zone_moment(&new_york, local("2026-12-05T22:00")), 1796526000);
	CU_ASSERT_EQUAL(wsp_zone_moment(&new_york, local("2027-03-14T04:00")), 1805011200);
	CU_ASSERT_EQUAL(wsp_zone_moment(&lord_howe, local("2026-10-03T22:00")), 1791027000);
	CU_ASSERT_EQUAL(wsp_zone_moment(&lord_howe, local("2026-10-04T04:00")), 1791046800);
	CU_ASSERT_EQUAL(wsp_zone_moment(&kathmandu, local("2026-12-05T22:00")), 1796487300);
}

static void test_what_clocks_skip_is_moved_on_by_the_gap(void)
{
	/* 02:30 does not exist: clocks show 03:30, an hour on */
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2027-03-28T02:00")), 1806195600);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2027-03-28T02:30")), 1806197400);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2027-03-28T03:00")), 1806195600);
	/* half an hour on Lord Howe: 02:15 is told as 02:45 */
	CU_ASSERT(writes(wsp_moment_write, &lord_howe,
		wsp_zone_moment(&lord_howe, local("2026-10-04T02:15")), "2026-10-04T02:45+11:00"));
}

static void test_what_clocks_show_twice_is_the_first_time(void)
{
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2026-10-25T02:30")), 1792888200);
	CU_ASSERT_EQUAL(wsp_zone_moment(&amsterdam, local("2026-10-25T03:00")), 1792893600);
}

static void test_skipped_and_repeated_local_times_are_told_from_others(void)
{
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2027-03-28T01:59")), WSP_LOCAL_ONCE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2027-03-28T02:00")), WSP_LOCAL_SKIPPED);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2027-03-28T02:59")), WSP_LOCAL_SKIPPED);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2027-03-28T03:00")), WSP_LOCAL_ONCE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2026-10-25T01:59")), WSP_LOCAL_ONCE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2026-10-25T02:00")), WSP_LOCAL_TWICE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2026-10-25T02:59")), WSP_LOCAL_TWICE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&amsterdam, local("2026-10-25T03:00")), WSP_LOCAL_ONCE);
	CU_ASSERT_EQUAL(wsp_zone_judge(&wsp_utc, local("2026-10-25T02:30")), WSP_LOCAL_ONCE);
}

static void test_a_date_is_read_with_its_offset_or_in_the_zone(void)
{
	wsp_moment at;

	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2026-12-05T22:00", false, &at));
	CU_ASSERT_EQUAL(at, 1796504400);
	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2026-12-05T22:00-05:00", false, &at));
	CU_ASSERT_EQUAL(at, 1796526000);
	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2026-11-23T08:00Z", false, &at));
	CU_ASSERT_EQUAL(at, 1795420800);
	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2026-12-05T22:00:59+05:45", false, &at));
	CU_ASSERT_EQUAL(at, 1796487300);
	CU_ASSERT_FALSE(wsp_zone_parse(&amsterdam, "never", false, &at));
	CU_ASSERT_FALSE(wsp_zone_parse(&amsterdam, "", false, &at));
	CU_ASSERT_FALSE(wsp_zone_parse(&amsterdam, "2027-02-30", false, &at));
}

static void test_a_day_is_its_local_midnight_or_that_at_its_end(void)
{
	wsp_moment at;

	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2027-03-28", false, &at));
	CU_ASSERT_EQUAL(at, 1806188400);
	/* a day of 23 hours */
	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2027-03-28", true, &at));
	CU_ASSERT_EQUAL(at, 1806188400 + 23 * 3600);
	/* a time is itself, at the end of a day too */
	CU_ASSERT_TRUE(wsp_zone_parse(&amsterdam, "2026-12-05T22:00", true, &at));
	CU_ASSERT_EQUAL(at, 1796504400);
}

static void test_a_moment_is_written_for_machines_and_told_to_people(void)
{
	CU_ASSERT(writes(wsp_moment_write, &amsterdam, 1796504400, "2026-12-05T22:00+01:00"));
	CU_ASSERT(writes(wsp_moment_write, &amsterdam, 1806199200, "2027-03-28T04:00+02:00"));
	CU_ASSERT(writes(wsp_moment_write, &new_york, 1796526000, "2026-12-05T22:00-05:00"));
	CU_ASSERT(writes(wsp_moment_write, &kathmandu, 1796487359, "2026-12-05T22:00+05:45"));
	CU_ASSERT(writes(write_utc, NULL, 1796504400, "2026-12-05T21:00Z"));
	CU_ASSERT(writes(write_utc, NULL, -1, "1969-12-31T23:59Z"));
	CU_ASSERT(writes(wsp_moment_tell, &amsterdam, 1796504400, "Sat 2026-12-05 22:00"));
	CU_ASSERT(writes(wsp_moment_tell, &wsp_utc, 0, "Thu 1970-01-01 00:00"));
	CU_ASSERT(writes(wsp_moment_tell, &wsp_utc, -1, "Wed 1969-12-31 23:59"));
}

static void test_names_of_zones_are_told_from_paths(void)
{
	static const char *const names[] = {"Europe/Amsterdam", "UTC", "Etc/GMT+5",
		"America/Argentina/Buenos_Aires", "America/Port-au-Prince", "CET"};
	static const char *const others[] = {"", "/etc/passwd", "../../etc/passwd",
		"Europe/../../etc/passwd", "Europe//Paris", "Europe/", "posix/Europe/Paris",
		"zone.tab", "europe/paris", "Europe/Par is", "Europe/Paris\n", "W. Europe",
		"Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

	for (size_t i = 0; i < WSP_COUNT(names); i++)
		CU_ASSERT_TRUE(wsp_zone_is_name(names[i]));
	for (size_t i = 0; i < WSP_COUNT(others); i++)
		CU_ASSERT_FALSE(wsp_zone_is_name(others[i]));
}

/* Freezes of two zones; the second has none. */
static struct wsp_closing closings[] = {{100, 200, 0}, {150, 300, 1}, {400, 500, 2}};
static uint32_t first_closing[] = {0, 3, 3};
static const struct wsp_calendar frozen = {.closing = closings, .first_closing = first_closing};

static void test_a_closing_is_found_by_any_overlap(void)
{
	CU_ASSERT_PTR_NULL(wsp_calendar_closed(&frozen, 0, 0, 100));
	CU_ASSERT_PTR_EQUAL(wsp_calendar_closed(&frozen, 0, 0, 101), &closings[0]);
	CU_ASSERT_PTR_EQUAL(wsp_calendar_closed(&frozen, 0, 199, 1000), &closings[0]);
	CU_ASSERT_PTR_EQUAL(wsp_calendar_closed(&frozen, 0, 200, 1000), &closings[1]);
	CU_ASSERT_PTR_NULL(wsp_calendar_closed(&frozen, 0, 300, 400));
	CU_ASSERT_PTR_EQUAL(wsp_calendar_closed(&frozen, 0, 499, 501), &closings[2]);
	CU_ASSERT_PTR_NULL(wsp_calendar_closed(&frozen, 0, 500, 900));
	CU_ASSERT_PTR_NULL(wsp_calendar_closed(&frozen, 1, 0, 1000));
}

static void test_an_empty_calendar_closes_nothing(void)
{
	const struct wsp_calendar empty = {0};

	CU_ASSERT_PTR_NULL(wsp_calendar_closed(&empty, 0, 0, 1000));
}

static void add_window(struct wsp_inventory *inventory, const char *name)
{
	CU_ASSERT_TRUE_FATAL(
		WSP_RESERVE(inventory->window, inventory->window_capacity, inventory->n_windows));
	inventory->window[inventory->n_windows++] =
		(struct wsp_window){.name = estate_text(inventory, name),
			.start = estate_text(inventory, "2026-12-05T22:00"),
			.duration = 60};
}

static void add_site(struct wsp_inventory *inventory, const char *name, const char *windows)
{
	CU_ASSERT_TRUE_FATAL(
		WSP_RESERVE(inventory->site, inventory->site_capacity, inventory->n_sites));
	inventory->site[inventory->n_sites++] = (struct wsp_site){
		.name = estate_text(inventory, name), .windows = estate_words(inventory, windows)};
}

static void test_a_site_is_allowed_the_slots_of_its_windows(void)
{
	struct wsp_inventory inventory = {0};
	struct wsp_slot slots[] = {{0, 60, 0, 1}, {100, 160, 1, 2}};
	uint32_t windows[] = {0, 1, 2};
	struct wsp_calendar calendar = {.slot = slots, .n_slots = 2, .slot_window = windows};

	add_window(&inventory, "one");
	add_window(&inventory, "two");
	add_window(&inventory, "on");
	add_site(&inventory, "first", "one");
	add_site(&inventory, "second", "three on");
	add_site(&inventory, "any", "");
	CU_ASSERT_TRUE(wsp_calendar_allows(&calendar, &inventory, 0, 0));
	CU_ASSERT_FALSE(wsp_calendar_allows(&calendar, &inventory, 1, 0));
	CU_ASSERT_FALSE(wsp_calendar_allows(&calendar, &inventory, 0, 1));
	CU_ASSERT_TRUE(wsp_calendar_allows(&calendar, &inventory, 1, 1));
	CU_ASSERT_TRUE(wsp_calendar_allows(&calendar, &inventory, 0, 2));
	CU_ASSERT_TRUE(wsp_calendar_allows(&calendar, &inventory, 1, UINT32_MAX));
	wsp_inventory_release(&inventory);
}

static void test_a_pair_of_overlapping_windows_is_told_once(void)
{
	struct wsp_inventory inventory = {0};
	struct wsp_diags diags = {0};
	uint32_t none[] = {0, 0};
	/* one and two overlap twice; one and three touch */
	struct wsp_slot slots[] = {{0, 60, 0, 1}, {30, 90, 1, 1}, {100, 160, 0, 1},
		{130, 190, 1, 1}, {200, 260, 0, 1}, {260, 300, 2, 1}};
	uint32_t windows[] = {0, 1, 2};
	struct wsp_calendar calendar = {.dated = true,
		.slot = slots,
		.n_slots = 6,
		.slot_window = windows,
		.zones = {&wsp_utc, 1, NULL},
		.first_closing = none};

	add_window(&inventory, "one");
	add_window(&inventory, "two");
	add_window(&inventory, "three");
	wsp_calendar_check(&calendar, &inventory, &diags);
	CU_ASSERT_EQUAL_FATAL(diags.n, 1);
	CU_ASSERT_STRING_EQUAL(diags.entry[0].diag.code, "D008");
	CU_ASSERT_STRING_EQUAL(diags.entry[0].diag.message,
		"windows \"one\" and \"two\" overlap, first on Thu 1970-01-01 00:00");
	wsp_diags_release(&diags);
	wsp_inventory_release(&inventory);
}

static bool copy(void *context)
{
	struct wsp_zone two[] = {amsterdam, kathmandu};
	const uint32_t of_site[] = {1, 0, 1};
	const struct wsp_zones zones = {two, 2, of_site};
	struct wsp_zones copied;
	struct wsp_arena arena = {0};
	bool whole = wsp_zones_copy(&arena, &zones, 3, &copied);

	(void)context;
	if (whole) {
		CU_ASSERT_EQUAL(copied.n_zones, 2);
		CU_ASSERT_STRING_EQUAL(copied.zone[0].name, "Europe/Amsterdam");
		CU_ASSERT_PTR_NOT_EQUAL(copied.zone[0].name, amsterdam.name);
		CU_ASSERT_EQUAL(wsp_zone_offset(&copied.zone[0], 1792889999), 7200);
		CU_ASSERT_EQUAL(copied.of_site[2], 1);
		CU_ASSERT_EQUAL(copied.of_site[1], 0);
	}
	wsp_arena_release(&arena);
	return whole;
}

static void test_zones_are_copied_whole_or_not_at_all(void)
{
	CU_ASSERT(wsp_torture(copy, NULL) > 0);
}

static CU_TestInfo tests[] = {
	{"the offset of a zone changes on the second",
		test_the_offset_of_a_zone_changes_on_the_second},
	{"the first offset holds before, and the last after the table",
		test_the_first_offset_holds_before_and_the_last_after_the_table},
	{"a local time becomes the moment that clocks show it",
		test_a_local_time_becomes_the_moment_that_clocks_show_it},
	{"what clocks skip is moved on by the gap", test_what_clocks_skip_is_moved_on_by_the_gap},
	{"what clocks show twice is the first time", test_what_clocks_show_twice_is_the_first_time},
	{"skipped and repeated local times are told from others",
		test_skipped_and_repeated_local_times_are_told_from_others},
	{"a date is read with its offset, or in the zone",
		test_a_date_is_read_with_its_offset_or_in_the_zone},
	{"a day is its local midnight, or that at its end",
		test_a_day_is_its_local_midnight_or_that_at_its_end},
	{"a moment is written for machines and told to people",
		test_a_moment_is_written_for_machines_and_told_to_people},
	{"names of zones are told from paths", test_names_of_zones_are_told_from_paths},
	{"a closing is found by any overlap", test_a_closing_is_found_by_any_overlap},
	{"an empty calendar closes nothing", test_an_empty_calendar_closes_nothing},
	{"a site is allowed the slots of its windows",
		test_a_site_is_allowed_the_slots_of_its_windows},
	{"a pair of overlapping windows is told once",
		test_a_pair_of_overlapping_windows_is_told_once},
	{"zones are copied whole or not at all", test_zones_are_copied_whole_or_not_at_all},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("calendar", tests);
}
