#include "edge/ical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/topology.h"
#include "runner.h"
#include "torture.h"
#include "wsusplan/wsusplan.h"

#define NOW      "2026-11-23T09:00+01:00"
#define TAIL     "servers: [{fqdn: a.example.com, upstream: microsoft-update, mode: autonomous}]\n"
#define HEAD     "wsusplan: 1\ntimezone: Europe/Amsterdam\n"
#define ICS_FILE "ical-test.ics"

/* One expansion of a file "t.yaml". */
struct run {
	struct wsp_diags *diags;
	struct wsp_topology *topo;
	struct wsp_calendar calendar;
	enum wsp_status loaded, status;
};

/* `bytes` is a whole inventory. */
static struct run run_at(const char *bytes, const char *now_text)
{
	struct run run = {.diags = wsp_diags_create()};
	int64_t now = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(run.diags);
	CU_ASSERT_TRUE_FATAL(wsp_now_parse(now_text, &now));
	run.loaded = wsp_topology_load_memory(
		"t.yaml", bytes, strlen(bytes), NULL, run.diags, &run.topo);
	run.status = run.loaded;
	if (run.loaded == WSP_OK)
		run.status =
			wsp_calendar_expand(&run.topo->inventory, now, run.diags, &run.calendar);
	return run;
}

static struct run run_of(const char *bytes)
{
	return run_at(bytes, NOW);
}

static void end(struct run *run)
{
	wsp_calendar_release(&run->calendar);
	wsp_topology_free(run->topo);
	wsp_diags_free(run->diags);
}

static void print_findings(const struct run *run)
{
	for (size_t i = 0; i < wsp_diags_count(run->diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run->diags, i);

		printf("  %s %s:%lu: %s\n", diag->code,
			diag->where.source ? diag->where.source : "",
			(unsigned long)diag->where.line, diag->message);
	}
}

/* Whether there is a finding of `code` in a line of a file whose message is `message`. */
static bool found(const struct run *run, const char *code, const char *source, unsigned line,
	const char *message)
{
	for (size_t i = 0; i < wsp_diags_count(run->diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run->diags, i);

		if (strcmp(diag->code, code) == 0 && diag->where.source &&
			strcmp(diag->where.source, source) == 0 && diag->where.line == line &&
			strcmp(diag->message, message) == 0)
			return true;
	}
	print_findings(run);
	return false;
}

static size_t count(const struct run *run, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < wsp_diags_count(run->diags); i++)
		n += strcmp(wsp_diags_get(run->diags, i)->code, code) == 0;
	return n;
}

/* The first `n` slots as "2026-12-05T21:00Z+360 NAME NAME; ...". */
static bool opens(const struct run *run, uint32_t n, const char *expected)
{
	const struct wsp_calendar *calendar = &run->calendar;
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (uint32_t i = 0; i < n && i < calendar->n_slots; i++) {
		const struct wsp_slot *slot = &calendar->slot[i];

		wsp_text_adds(&text, i > 0 ? "; " : "");
		wsp_moment_write_utc(&text, slot->start);
		wsp_text_addf(&text, "+%ld", (long)((slot->end - slot->start) / 60));
		for (uint32_t k = 0; k < slot->n_windows; k++) {
			uint32_t window = calendar->slot_window[slot->first_window + k];

			wsp_text_addf(&text, " %s",
				wsp_inventory_text(inventory, inventory->window[window].name));
		}
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

/* The closings of a zone as "BEGIN/END REASON; ...". */
static bool closes(const struct run *run, uint32_t zone, const char *expected)
{
	const struct wsp_calendar *calendar = &run->calendar;
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (uint32_t i = calendar->first_closing[zone]; i < calendar->first_closing[zone + 1];
		i++) {
		const struct wsp_closing *closing = &calendar->closing[i];

		wsp_text_adds(&text, text.length > 0 ? "; " : "");
		wsp_moment_write_utc(&text, closing->start);
		wsp_text_addc(&text, '/');
		wsp_moment_write_utc(&text, closing->end);
		wsp_text_addf(&text, " %s",
			wsp_inventory_text(inventory, inventory->freeze[closing->freeze].reason));
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

/* The freezes as "FROM/TO REASON; ...". */
static bool has_freezes(const struct run *run, const char *expected)
{
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (size_t i = 0; i < inventory->n_freezes; i++) {
		const struct wsp_freeze *freeze = &inventory->freeze[i];

		wsp_text_addf(&text, "%s%s", i > 0 ? "; " : "",
			wsp_inventory_text(inventory, freeze->from));
		wsp_text_addf(&text, "/%s", wsp_inventory_text(inventory, freeze->to));
		wsp_text_addf(&text, " %s", wsp_inventory_text(inventory, freeze->reason));
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

#define WINDOW(keys) HEAD "windows:\n  - {name: w, " keys "}\n" TAIL
#define SATURDAYS                                                                                  \
	"windows: [{name: w, start: 2026-12-05T22:00, duration: 6h, repeat: "                      \
	"FREQ=WEEKLY;BYDAY=SA;COUNT=8}]\n"

/* The calendar itself. */

static void test_an_inventory_without_dates_has_one_zone_and_no_slots(void)
{
	struct run run = run_of("wsusplan: 1\nwindows: [{name: w, duration: 4h}]\n"
				"sites: {Paris: {operators: 1}}\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT_FALSE(run.calendar.dated);
	CU_ASSERT_EQUAL(run.calendar.n_slots, 0);
	CU_ASSERT_EQUAL(run.calendar.zones.n_zones, 1);
	CU_ASSERT_STRING_EQUAL(run.calendar.zones.zone[0].name, "UTC");
	CU_ASSERT_EQUAL(run.calendar.zones.of_site[0], 0);
	CU_ASSERT_EQUAL(count(&run, "D011"), 0);
	end(&run);
}

static void test_a_window_opens_at_the_same_local_time_all_year(void)
{
	struct run run = run_of(WINDOW(
		"start: 2027-03-20T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA;COUNT=3"));

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(opens(&run, 9,
		"2027-03-20T21:00Z+360 w; 2027-03-27T21:00Z+300 w; 2027-04-03T20:00Z+360 w"));
	CU_ASSERT_FALSE(run.calendar.cut);
	end(&run);
}

static void test_a_window_has_a_zone_of_its_own(void)
{
	struct run run = run_of(WINDOW("start: 2026-12-05T22:00, duration: 4h, timezone: "
				       "America/New_York, repeat: FREQ=WEEKLY;COUNT=2"));

	CU_ASSERT(opens(&run, 9, "2026-12-06T03:00Z+240 w; 2026-12-13T03:00Z+240 w"));
	end(&run);
	run = run_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, timezone: Asia/Kathmandu"));
	CU_ASSERT(opens(&run, 9, "2026-12-05T16:15Z+60 w"));
	end(&run);
}

static void test_half_an_hour_of_daylight_saving_is_half_an_hour(void)
{
	struct run run =
		run_at(WINDOW("start: 2026-10-03T22:00, duration: 6h, timezone: "
			      "Australia/Lord_Howe, repeat: FREQ=MONTHLY;BYDAY=1SA;COUNT=2"),
			"2026-10-01");

	/* 22:00 to 04:00: five and a half hours, then six on Lord Howe's summer time */
	CU_ASSERT(opens(&run, 2, "2026-10-03T11:30Z+330 w; 2026-11-07T11:00Z+360 w"));
	CU_ASSERT(found(&run, "D009", "t.yaml", 4,
		"window \"w\" of Sat 2026-10-03 22:00 crosses a clock change: it closes after "
		"5 h 30 min, on Sun 2026-10-04 04:00"));
	end(&run);
}

static void test_a_start_with_an_offset_repeats_in_local_time(void)
{
	struct run run = run_of(WINDOW("start: 2027-03-20T16:00-05:00, duration: 2h, repeat: "
				       "FREQ=WEEKLY;INTERVAL=2;COUNT=2"));

	/* 22:00 in Amsterdam, on both sides of the clock change */
	CU_ASSERT(opens(&run, 9, "2027-03-20T21:00Z+120 w; 2027-04-03T20:00Z+120 w"));
	CU_ASSERT_EQUAL(count(&run, "D010"), 0);
	end(&run);
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
		struct run run;

		wsp_text_addf(&text,
			HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
			     "\"%s\"}]\n" TAIL,
			cases[i].rule);
		run = run_of(wsp_text_get(&text));
		CU_ASSERT(opens(&run, 3, cases[i].slots));
		end(&run);
		wsp_text_release(&text);
	}
}

static void test_an_end_in_utc_is_turned_to_the_clock_of_the_window(void)
{
	/* 22:00 in Amsterdam is 21:00 UTC: the 12th is in, by a second; one minute less is not */
	struct run run = run_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: "
				       "FREQ=WEEKLY;UNTIL=20261212T210000Z"));

	CU_ASSERT_EQUAL(run.calendar.n_slots, 2);
	CU_ASSERT_FALSE(run.calendar.cut);
	end(&run);
	run = run_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: "
			    "FREQ=WEEKLY;UNTIL=20261212T205900Z"));
	CU_ASSERT_EQUAL(run.calendar.n_slots, 1);
	end(&run);
}

static void test_slots_that_have_ended_are_left_out(void)
{
	struct run run = run_at(WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: "
				       "FREQ=WEEKLY;COUNT=3"),
		"2026-12-06T03:00Z");

	CU_ASSERT(opens(&run, 9, "2026-12-12T21:00Z+360 w; 2026-12-19T21:00Z+360 w"));
	end(&run);
	run = run_at(WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;COUNT=3"),
		"2026-12-06T02:59Z");
	CU_ASSERT_EQUAL(run.calendar.n_slots, 3);
	end(&run);
}

static void test_windows_with_equal_begin_and_end_are_one_slot(void)
{
	struct run run = run_of(HEAD
		"windows:\n"
		"  - {name: late, start: 2026-12-12T22:00, duration: 6h}\n"
		"  - {name: paris, start: 2026-12-05T22:00, duration: 6h, timezone: Europe/Paris}\n"
		"  - {name: home, start: 2026-12-05T22:00, duration: 6h}\n"
		"  - {name: short, start: 2026-12-05T22:00, duration: 5h}\n" TAIL);

	CU_ASSERT(opens(&run, 9,
		"2026-12-05T21:00Z+300 short; 2026-12-05T21:00Z+360 paris home; "
		"2026-12-12T21:00Z+360 late"));
	CU_ASSERT(found(&run, "D008", "t.yaml", 7,
		"windows \"paris\" and \"short\" overlap, first on Sat 2026-12-05 22:00"));
	CU_ASSERT(found(&run, "D008", "t.yaml", 7,
		"windows \"home\" and \"short\" overlap, first on Sat 2026-12-05 22:00"));
	CU_ASSERT_EQUAL(count(&run, "D008"), 2);
	end(&run);
}

static void test_the_calendar_ends_after_twenty_years_or_ten_thousand_slots(void)
{
	struct run run = run_of(
		WINDOW("start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA"));

	CU_ASSERT_TRUE(run.calendar.cut);
	CU_ASSERT(run.calendar.n_slots > 1040 && run.calendar.n_slots < 1050);
	CU_ASSERT_EQUAL(count(&run, "D017"), 0);
	end(&run);
	run = run_of(WINDOW("start: 2026-12-05T00:00, duration: 1h, repeat: "
			    "\"FREQ=DAILY;BYHOUR=0,6,12,18\""));
	CU_ASSERT_TRUE(run.calendar.cut);
	CU_ASSERT_EQUAL(run.calendar.n_slots, WSP_SLOTS_MAX);
	CU_ASSERT(found(&run, "D017", "t.yaml", 4, "only the first 10000 windows are looked at"));
	end(&run);
}

/* Zones. */

static void test_every_site_has_its_zone_and_equal_ones_are_shared(void)
{
	struct run run = run_of(HEAD "sites:\n"
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
	end(&run);
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
		struct run run;

		wsp_text_addf(&text, "wsusplan: 1\ntimezone: %s\n" TAIL, changes[i].zone);
		run = run_of(wsp_text_get(&text));
		CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
		CU_ASSERT_EQUAL(wsp_zone_offset(&run.calendar.zones.zone[0], changes[i].at - 1),
			changes[i].before);
		CU_ASSERT_EQUAL(wsp_zone_offset(&run.calendar.zones.zone[0], changes[i].at),
			changes[i].after);
		end(&run);
		wsp_text_release(&text);
	}
}

static void test_unknown_zones_are_told_with_what_was_meant(void)
{
	struct run run = run_of("wsusplan: 1\ntimezone: Europe/Amsterdan\nsites:\n  London: "
				"{timezone: ../../etc/passwd}\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D001", "t.yaml", 2, "time zone \"Europe/Amsterdan\" is not known"));
	CU_ASSERT(found(&run, "D001", "t.yaml", 4, "time zone \"../../etc/passwd\" is not known"));
	for (size_t i = 0; i < wsp_diags_count(run.diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run.diags, i);

		if (diag->where.line == 2)
			CU_ASSERT_STRING_EQUAL(diag->hint, "did you mean \"Europe/Amsterdam\"?");
	}
	end(&run);
}

/* What is wrong with windows. */

static void test_a_start_that_clocks_skip_is_refused(void)
{
	struct run run = run_of(WINDOW("start: 2027-03-28T02:30, duration: 1h"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D003", "t.yaml", 4,
		"window \"w\" begins at 2027-03-28T02:30, which clocks in Europe/Amsterdam skip"));
	end(&run);
	run = run_of(WINDOW("start: 2027-03-28T02:30, duration: 1h, timezone: UTC"));
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	end(&run);
}

static void test_a_start_that_comes_twice_is_the_first_one(void)
{
	struct run run = run_at(WINDOW("start: 2026-10-25T02:30, duration: 20m"), "2026-10-01");

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(opens(&run, 9, "2026-10-25T00:30Z+20 w"));
	CU_ASSERT(found(&run, "D004", "t.yaml", 4,
		"window \"w\" begins at 2026-10-25T02:30, which clocks in Europe/Amsterdam show "
		"twice: the first is taken"));
	end(&run);
	run = run_at(WINDOW("start: 2026-10-25T02:30+01:00, duration: 20m"), "2026-10-01");
	CU_ASSERT_EQUAL(count(&run, "D004"), 0);
	end(&run);
}

static void test_a_rule_that_cannot_be_read_is_refused(void)
{
	struct run run =
		run_of(WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: FREQ=SECONDLY"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D005", "t.yaml", 4,
		"`repeat` of window \"w\" cannot be read: FREQ has \"SECONDLY\", which is too "
		"often"));
	end(&run);
}

static void test_rules_that_never_fire_are_refused_and_searched_for_a_bounded_time(void)
{
	static const char *const rules[] = {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=WEEKLY;UNTIL=20260101", "FREQ=DAILY;INTERVAL=7;BYDAY=SU",
		"FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1;BYSETPOS=2"};

	for (size_t i = 0; i < WSP_COUNT(rules); i++) {
		struct wsp_text text = {0}, message = {0};
		struct run run;

		wsp_text_addf(&text,
			HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
			     "\"%s\"}]\n" TAIL,
			rules[i]);
		wsp_text_addf(&message, "`repeat` of window \"w\" never fires: %s", rules[i]);
		run = run_of(wsp_text_get(&text));
		CU_ASSERT_EQUAL(run.status, WSP_INVALID);
		CU_ASSERT(found(&run, "D006", "t.yaml", 3, wsp_text_get(&message)));
		CU_ASSERT_EQUAL(count(&run, "D012"), 0);
		end(&run);
		wsp_text_release(&text);
		wsp_text_release(&message);
	}
}

static void test_many_rules_that_never_fire_are_not_all_searched(void)
{
	struct wsp_text text = {0};
	struct run run;

	wsp_text_adds(&text, HEAD "windows:\n");
	for (int i = 0; i < 200; i++)
		wsp_text_addf(&text,
			"  - {name: w%d, start: 2026-12-05T22:00, duration: 1h, repeat: "
			"\"FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6\"}\n",
			i);
	wsp_text_adds(&text, TAIL);
	run = run_of(wsp_text_get(&text));
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT_EQUAL(count(&run, "D006"), 8);
	CU_ASSERT_EQUAL(count(&run, "D019"), 192);
	end(&run);
	wsp_text_release(&text);
}

static void test_a_window_that_overlaps_itself_is_refused(void)
{
	struct run run = run_of(
		WINDOW("start: 2026-12-05T22:00, duration: 25h, repeat: FREQ=DAILY;COUNT=3"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D007", "t.yaml", 4,
		"window \"w\" opens again on Sun 2026-12-06 22:00, before it has closed"));
	end(&run);
	run = run_of(WINDOW("start: 2026-12-05T22:00, duration: 24h, repeat: FREQ=DAILY;COUNT=3"));
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	end(&run);
}

static void test_a_window_without_zone_is_in_utc_and_that_is_told(void)
{
	struct run run = run_of("wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00, "
				"duration: 1h}]\n" TAIL);

	CU_ASSERT(opens(&run, 9, "2026-12-05T22:00Z+60 w"));
	CU_ASSERT(found(
		&run, "D010", "t.yaml", 2, "window \"w\" begins in UTC: no time zone is given"));
	end(&run);
	run = run_of("wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00+01:00, duration: "
		     "1h, repeat: FREQ=WEEKLY}]\n" TAIL);
	CU_ASSERT(found(
		&run, "D010", "t.yaml", 2, "window \"w\" repeats in UTC: no time zone is given"));
	end(&run);
	run = run_of("wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00Z, duration: 1h, "
		     "repeat: FREQ=WEEKLY}]\n" TAIL);
	CU_ASSERT_EQUAL(count(&run, "D010"), 0);
	end(&run);
}

static void test_a_window_without_start_beside_others_never_opens(void)
{
	struct run run = run_of(HEAD "windows:\n"
				     "  - {name: a, start: 2026-12-05T22:00, duration: 1h}\n"
				     "  - {name: b, duration: 9h}\n" TAIL);

	CU_ASSERT_EQUAL(run.calendar.n_slots, 1);
	CU_ASSERT(found(&run, "D011", "t.yaml", 5, "window \"b\" has no `start`: it never opens"));
	end(&run);
	run = run_of(WINDOW("duration: 9h, repeat: FREQ=WEEKLY"));
	CU_ASSERT_FALSE(run.calendar.dated);
	CU_ASSERT(found(&run, "D011", "t.yaml", 4,
		"window \"w\" has no `start`: it has no dates to repeat"));
	end(&run);
}

static void test_windows_that_are_all_over_are_refused(void)
{
	struct run run =
		run_at(WINDOW("start: 2026-12-05T22:00, duration: 1h"), "2026-12-06T00:00Z");

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D012", "t.yaml", 4, "every window is over"));
	end(&run);
}

static void test_a_start_that_its_rule_does_not_give_is_told(void)
{
	struct run run = run_of(WINDOW(
		"start: 2026-12-02T22:00, duration: 1h, repeat: FREQ=WEEKLY;BYDAY=SA;COUNT=1"));

	CU_ASSERT(opens(&run, 9, "2026-12-05T21:00Z+60 w"));
	CU_ASSERT(found(&run, "D018", "t.yaml", 4,
		"window \"w\" starts at a time that its `repeat` does not give: it is not open "
		"then"));
	end(&run);
}

/* Freezes. */

static void test_a_range_is_whole_days_of_each_zone(void)
{
	struct run run = run_of(
		HEAD SATURDAYS "freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year-end}]\n"
			       "sites: {London: {timezone: Europe/London}, NY: {timezone: "
			       "America/New_York}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(closes(&run, 0, "2026-12-17T23:00Z/2027-01-04T23:00Z year-end"));
	CU_ASSERT(closes(&run, 1, "2026-12-18T00:00Z/2027-01-05T00:00Z year-end"));
	CU_ASSERT(closes(&run, 2, "2026-12-18T05:00Z/2027-01-05T05:00Z year-end"));
	end(&run);
}

static void test_a_freeze_with_times_is_exact(void)
{
	struct run run = run_of(HEAD SATURDAYS "freezes: [{from: 2026-12-18T18:00, to: "
					       "2026-12-20T06:00Z, reason: audit}]\n"
					       "sites: {London: {timezone: Europe/London}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(closes(&run, 0, "2026-12-18T17:00Z/2026-12-20T06:00Z audit"));
	CU_ASSERT(closes(&run, 1, "2026-12-18T18:00Z/2026-12-20T06:00Z audit"));
	end(&run);
}

static void test_a_rule_gives_the_first_days_of_freezes(void)
{
	struct run run = run_of(HEAD SATURDAYS "freezes: [{rule: FREQ=MONTHLY;BYDAY=2TU, "
					       "duration: 3d, reason: patches}]\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	/* the last window closes on 2027-01-24 */
	CU_ASSERT(closes(&run, 0,
		"2026-12-07T23:00Z/2026-12-10T23:00Z patches; "
		"2027-01-11T23:00Z/2027-01-14T23:00Z patches"));
	end(&run);
}

static void test_from_and_to_bound_a_rule(void)
{
	struct run run = run_of(HEAD SATURDAYS
		"freezes: [{rule: FREQ=WEEKLY;BYDAY=MO, duration: 1d, from: 2026-12-10, to: "
		"2026-12-21, reason: r}]\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(closes(&run, 0,
		"2026-12-13T23:00Z/2026-12-14T23:00Z r; 2026-12-20T23:00Z/2026-12-21T23:00Z r"));
	end(&run);
}

static void test_ends_of_closings_never_fall(void)
{
	struct run run = run_of(
		HEAD SATURDAYS "freezes:\n"
			       "  - {from: 2026-12-10, to: 2026-12-11, reason: inside}\n"
			       "  - {from: 2026-12-08, to: 2026-12-20, reason: long}\n"
			       "  - {from: 2026-12-19, to: 2026-12-22, reason: after}\n" TAIL);

	CU_ASSERT(closes(&run, 0,
		"2026-12-07T23:00Z/2026-12-20T23:00Z long; "
		"2026-12-18T23:00Z/2026-12-22T23:00Z after"));
	end(&run);
}

static void test_freezes_over_every_window_are_refused(void)
{
	struct run run = run_of(
		HEAD SATURDAYS "freezes: [{from: 2026-12-01, to: 2027-02-01, reason: all}]\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D013", "t.yaml", 4, "freezes cover every window"));
	end(&run);
	/* the last window of the eight is on 2027-01-23 */
	run = run_of(HEAD SATURDAYS "freezes: [{from: 2026-12-01, to: 2027-01-22}]\n" TAIL);
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	end(&run);
}

static void test_freezes_that_say_two_things_or_nothing_are_refused(void)
{
	struct run run =
		run_of(HEAD SATURDAYS "freezes:\n"
				      "  - {ics: a.ics, from: 2026-12-18}\n"
				      "  - {ics: a.ics, duration: 3d}\n"
				      "  - {rule: FREQ=WEEKLY}\n"
				      "  - {from: 2026-12-01, to: 2026-12-02, duration: 1d}\n"
				      "  - {reason: because}\n"
				      "  - {from: 2026-12-02, to: 2026-12-01}\n" TAIL);

	CU_ASSERT_EQUAL(run.loaded, WSP_INVALID);
	CU_ASSERT(found(
		&run, "D014", "t.yaml", 5, "a freeze has `ics` and, beside it, `from` or `to`"));
	CU_ASSERT(found(&run, "D014", "t.yaml", 6,
		"a freeze has `ics` and, beside it, `rule` or `duration`"));
	CU_ASSERT(found(&run, "I010", "t.yaml", 7, "a freeze has `rule` without `duration`"));
	CU_ASSERT(found(&run, "I010", "t.yaml", 8, "a freeze has `duration` without `rule`"));
	CU_ASSERT(found(&run, "I010", "t.yaml", 9,
		"a freeze needs `from` and `to`, `rule` and `duration`, or `ics`"));
	CU_ASSERT(found(&run, "I009", "t.yaml", 10,
		"a freeze ends on 2026-12-01, before it begins on 2026-12-02"));
	end(&run);
}

static void test_a_freeze_cannot_be_cut_short(void)
{
	struct run run =
		run_of(HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
			    "FREQ=WEEKLY}]\n"
			    "freezes: [{rule: \"FREQ=DAILY;BYHOUR=1,3\", duration: 1h}]\n" TAIL);

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D019", "t.yaml", 4, "more than 10000 freezes"));
	end(&run);
}

/* Calendar files. */

static void write_ics(const char *events)
{
	FILE *file = fopen(ICS_FILE, "wb");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT(fprintf(file,
			  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n%s"
			  "END:VCALENDAR\r\n",
			  events) > 0);
	CU_ASSERT_EQUAL(fclose(file), 0);
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:u\r\n" lines "END:VEVENT\r\n"
#define ICS          HEAD SATURDAYS "freezes: [{ics: " ICS_FILE ", reason: other}]\n" TAIL

static void test_events_of_whole_days_become_ranges_of_days(void)
{
	struct run run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\nDTEND;VALUE=DATE:20270105\r\n"
			"SUMMARY:Year-end\r\n") EVENT("DTSTART;VALUE=DATE:20270110\r\n"));
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(has_freezes(&run, "2026-12-18/2027-01-04 Year-end; 2027-01-10/2027-01-10 other"));
	CU_ASSERT(closes(&run, 0,
		"2026-12-17T23:00Z/2027-01-04T23:00Z Year-end; "
		"2027-01-09T23:00Z/2027-01-10T23:00Z other"));
	for (size_t i = 0; i < run.topo->inventory.n_freezes; i++) {
		CU_ASSERT_EQUAL(run.topo->inventory.freeze[i].ics, 0);
		CU_ASSERT_EQUAL(run.topo->inventory.freeze[i].place.line, 4);
	}
	end(&run);
}

static void test_timed_events_are_exact_in_the_zone_they_name(void)
{
	struct run run;

	write_ics(EVENT("DTSTART;TZID=America/New_York:20261211T180000\r\n"
			"DTEND;TZID=America/New_York:20261212T060030\r\nSUMMARY:a\r\n")
			EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT90M\r\nSUMMARY:b\r\n")
				EVENT("DTSTART:20261221T100000\r\nDTEND:20261221T110000\r\n"
				      "SUMMARY:c\r\n"));
	run = run_of(ICS);
	/* seconds are rounded outward; what floats keeps its local time */
	CU_ASSERT(has_freezes(&run, "2026-12-12T00:00+01:00/2026-12-12T12:01+01:00 a; "
				    "2026-12-20T11:00+01:00/2026-12-20T12:30+01:00 b; "
				    "2026-12-21T10:00/2026-12-21T11:00 c"));
	end(&run);
}

static void test_zones_that_a_file_defines_are_used(void)
{
	struct run run;

	write_ics("BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\n"
		  "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
		  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
		  "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\n"
		  "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\n"
		  "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n" EVENT(
			  "DTSTART;TZID=W. Europe Standard Time:20270120T220000\r\n"
			  "DTEND;TZID=W. Europe Standard Time:20270120T230000\r\nSUMMARY:w\r\n"));
	run = run_of(ICS);
	CU_ASSERT(has_freezes(&run, "2027-01-20T22:00+01:00/2027-01-20T23:00+01:00 w"));
	end(&run);
}

static void test_recurring_events_follow_rule_exceptions_and_replacements(void)
{
	struct run run;

	write_ics("BEGIN:VEVENT\r\nUID:series\r\nDTSTART;TZID=Europe/Amsterdam:20261207T080000\r\n"
		  "DTEND;TZID=Europe/Amsterdam:20261207T090000\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n"
		  "EXDATE;TZID=Europe/Amsterdam:20261214T080000\r\n"
		  "RDATE;TZID=Europe/Amsterdam:20261210T080000\r\nSUMMARY:s\r\nEND:VEVENT\r\n"
		  "BEGIN:VEVENT\r\nUID:series\r\nRECURRENCE-ID:20261221T070000Z\r\n"
		  "DTSTART:20261222T070000Z\r\nDTEND:20261222T080000Z\r\nSUMMARY:moved\r\n"
		  "END:VEVENT\r\n"
		  "BEGIN:VEVENT\r\nUID:series\r\nRECURRENCE-ID:20261228T070000Z\r\n"
		  "DTSTART:20261228T070000Z\r\nDTEND:20261228T080000Z\r\nSTATUS:CANCELLED\r\n"
		  "END:VEVENT\r\n");
	run = run_of(ICS);
	CU_ASSERT(has_freezes(&run, "2026-12-07T08:00+01:00/2026-12-07T09:00+01:00 s; "
				    "2026-12-10T08:00+01:00/2026-12-10T09:00+01:00 s; "
				    "2027-01-04T08:00+01:00/2027-01-04T09:00+01:00 s; "
				    "2026-12-22T08:00+01:00/2026-12-22T09:00+01:00 moved"));
	end(&run);
}

static void test_recurring_events_keep_their_local_time(void)
{
	struct run run;

	write_ics(EVENT("DTSTART;TZID=Europe/Amsterdam:20270326T080000\r\nDURATION:PT1H\r\n"
			"RRULE:FREQ=DAILY;UNTIL=20270328T060000Z\r\nSUMMARY:s\r\n"));
	run = run_of(HEAD "windows: [{name: w, start: 2027-03-20T22:00, duration: 1h, repeat: "
			  "FREQ=WEEKLY;COUNT=4}]\nfreezes: [{ics: " ICS_FILE "}]\n" TAIL);
	CU_ASSERT(has_freezes(&run, "2027-03-26T08:00+01:00/2027-03-26T09:00+01:00 s; "
				    "2027-03-27T08:00+01:00/2027-03-27T09:00+01:00 s; "
				    "2027-03-28T08:00+02:00/2027-03-28T09:00+02:00 s"));
	end(&run);
}

static void test_cancelled_transparent_and_empty_events_freeze_nothing(void)
{
	struct run run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\nSTATUS:CANCELLED\r\n")
			EVENT("DTSTART;VALUE=DATE:20261219\r\nTRANSP:TRANSPARENT\r\n")
				EVENT("DTSTART:20261219T100000Z\r\n")
					EVENT("DTSTART;VALUE=DATE:20261220\r\nTRANSP:OPAQUE\r\n"
					      "STATUS:CONFIRMED\r\n"));
	run = run_of(ICS);
	CU_ASSERT(has_freezes(&run, "2026-12-20/2026-12-20 other"));
	CU_ASSERT(found(&run, "D020", ICS_FILE, 0,
		"3 of 4 events freeze nothing: cancelled, transparent or of no length"));
	end(&run);
}

static void test_a_summary_cannot_break_lines_or_hide_text(void)
{
	struct run run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\n"
			"SUMMARY: one\\n\\ntwo\\, \xE2\x80\xAE three\\nfour \r\n"));
	run = run_of(ICS);
	CU_ASSERT(has_freezes(&run, "2026-12-18/2026-12-18 one two, three four"));
	end(&run);
}

static void test_events_that_cannot_be_read_stop_the_plan(void)
{
	struct run run;

	write_ics(EVENT("DTSTART:tomorrow\r\nSUMMARY:a\r\n") EVENT("SUMMARY:b\r\n")
			EVENT("DTSTART:20261340T100000Z\r\nSUMMARY:c\r\n") EVENT(
				"DTSTART;TZID=Mars/Olympus:20261220T100000\r\nSUMMARY:d\r\n")
				EVENT("DTSTART:20261220T100000Z\r\nDTEND:20261219T100000Z\r\n"
				      "SUMMARY:e\r\n"));
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D016", ICS_FILE, 4,
		"event \"a\" has a time or a recurrence that cannot be read"));
	CU_ASSERT(found(&run, "D016", ICS_FILE, 9, "event \"b\" has no DTSTART"));
	CU_ASSERT(found(&run, "D016", ICS_FILE, 13,
		"event \"c\" has a DTSTART that is no date, or whose time zone is not known"));
	CU_ASSERT(found(&run, "D016", ICS_FILE, 18,
		"event \"d\" has a DTSTART that is no date, or whose time zone is not known"));
	CU_ASSERT(found(&run, "D016", ICS_FILE, 23, "event \"e\" ends before it begins"));
	end(&run);
}

static void test_rules_of_events_are_as_strict_as_those_of_windows(void)
{
	struct run run;

	write_ics(EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=SECONDLY\r\n")
			EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT1M\r\n"
			      "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"));
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D016", ICS_FILE, 4,
		"the RRULE of an event cannot be read: FREQ has \"SECONDLY\", which is too often"));
	CU_ASSERT(found(&run, "D006", ICS_FILE, 10,
		"the RRULE of an event never fires: FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2"));
	end(&run);
}

static void test_files_that_are_no_calendars_are_refused(void)
{
	struct run run;
	FILE *file;

	write_ics("");
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D015", ICS_FILE, 0, "the calendar file has no events"));
	end(&run);

	file = fopen(ICS_FILE, "wb");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT(fputs("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261220T100000Z\n", file) >= 0);
	CU_ASSERT_EQUAL(fclose(file), 0);
	run = run_of(ICS);
	CU_ASSERT(found(
		&run, "D015", ICS_FILE, 0, "this is no calendar file, or its end is missing"));
	end(&run);

	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_IO_ERROR);
	CU_ASSERT_EQUAL(count(&run, "I017"), 1);
	end(&run);
}

static void test_a_file_of_nested_parts_is_refused(void)
{
	struct wsp_text text = {0};
	struct run run;

	for (int i = 0; i < 100000; i++)
		wsp_text_adds(&text, "BEGIN:VEVENT\r\n");
	write_ics(wsp_text_get(&text));
	wsp_text_release(&text);
	run = run_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(found(&run, "D015", ICS_FILE, 19, "more than 16 parts within each other"));
	end(&run);
	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
}

/* Memory. */

static bool expand(void *context)
{
	struct run *run = context;
	struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_calendar calendar;
	struct wsp_diags diags = {0};
	enum wsp_status status;

	status = wsp_calendar_expand(inventory, 1795420800, &diags, &calendar);
	if (status == WSP_OK) {
		CU_ASSERT_EQUAL(calendar.n_slots, 8);
		wsp_calendar_release(&calendar);
	} else {
		CU_ASSERT_EQUAL(status, WSP_NO_MEMORY);
	}
	wsp_diags_release(&diags);
	return status == WSP_OK;
}

static void test_an_expansion_is_whole_or_out_of_memory(void)
{
	struct run run = run_of(HEAD SATURDAYS
		"freezes: [{from: 2026-12-18, to: 2027-01-04}, {rule: FREQ=MONTHLY;BYDAY=2TU, "
		"duration: 3d}]\n"
		"sites: {London: {timezone: Europe/London}}\n" TAIL);

	CU_ASSERT_EQUAL_FATAL(run.status, WSP_OK);
	CU_ASSERT(wsp_torture(expand, &run) > 0);
	end(&run);
}

static void test_an_expansion_of_a_file_leaves_the_inventory_whole(void)
{
	const char *inventory = HEAD SATURDAYS "freezes: [{from: 2026-12-09, to: 2026-12-10}, "
					       "{ics: " ICS_FILE "}]\n" TAIL;
	struct run run = {.diags = wsp_diags_create()};

	write_ics(EVENT("DTSTART:20261207T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
			"EXDATE:20261214T100000Z\r\nRDATE:20261208T100000Z\r\nSUMMARY:s\r\n"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(run.diags);
	CU_ASSERT_EQUAL_FATAL(wsp_topology_load_memory("t.yaml", inventory, strlen(inventory), NULL,
				      run.diags, &run.topo),
		WSP_OK);
	CU_ASSERT(wsp_torture(expand, &run) > 0);
	CU_ASSERT(has_freezes(&run,
		"2026-12-09/2026-12-10 ; 2026-12-07T11:00+01:00/2026-12-07T12:00+01:00 s; "
		"2026-12-08T11:00+01:00/2026-12-08T12:00+01:00 s; "
		"2026-12-21T11:00+01:00/2026-12-21T12:00+01:00 s"));
	end(&run);
	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
}

static CU_TestInfo tests[] = {
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
	{"zones change when the database says so", test_zones_change_when_the_database_says_so},
	{"unknown zones are told with what was meant",
		test_unknown_zones_are_told_with_what_was_meant},
	{"a start that clocks skip is refused", test_a_start_that_clocks_skip_is_refused},
	{"a start that comes twice is the first one",
		test_a_start_that_comes_twice_is_the_first_one},
	{"a rule that cannot be read is refused", test_a_rule_that_cannot_be_read_is_refused},
	{"rules that never fire are refused, and searched for a bounded time",
		test_rules_that_never_fire_are_refused_and_searched_for_a_bounded_time},
	{"many rules that never fire are not all searched",
		test_many_rules_that_never_fire_are_not_all_searched},
	{"a window that overlaps itself is refused", test_a_window_that_overlaps_itself_is_refused},
	{"a window without zone is in UTC, and that is told",
		test_a_window_without_zone_is_in_utc_and_that_is_told},
	{"a window without start beside others never opens",
		test_a_window_without_start_beside_others_never_opens},
	{"windows that are all over are refused", test_windows_that_are_all_over_are_refused},
	{"a start that its rule does not give is told",
		test_a_start_that_its_rule_does_not_give_is_told},
	{"a range is whole days of each zone", test_a_range_is_whole_days_of_each_zone},
	{"a freeze with times is exact", test_a_freeze_with_times_is_exact},
	{"a rule gives the first days of freezes", test_a_rule_gives_the_first_days_of_freezes},
	{"from and to bound a rule", test_from_and_to_bound_a_rule},
	{"ends of closings never fall", test_ends_of_closings_never_fall},
	{"freezes over every window are refused", test_freezes_over_every_window_are_refused},
	{"freezes that say two things or nothing are refused",
		test_freezes_that_say_two_things_or_nothing_are_refused},
	{"a freeze cannot be cut short", test_a_freeze_cannot_be_cut_short},
	{"events of whole days become ranges of days",
		test_events_of_whole_days_become_ranges_of_days},
	{"timed events are exact in the zone they name",
		test_timed_events_are_exact_in_the_zone_they_name},
	{"zones that a file defines are used", test_zones_that_a_file_defines_are_used},
	{"recurring events follow rule, exceptions and replacements",
		test_recurring_events_follow_rule_exceptions_and_replacements},
	{"recurring events keep their local time", test_recurring_events_keep_their_local_time},
	{"cancelled, transparent and empty events freeze nothing",
		test_cancelled_transparent_and_empty_events_freeze_nothing},
	{"a summary cannot break lines or hide text",
		test_a_summary_cannot_break_lines_or_hide_text},
	{"events that cannot be read stop the plan", test_events_that_cannot_be_read_stop_the_plan},
	{"rules of events are as strict as those of windows",
		test_rules_of_events_are_as_strict_as_those_of_windows},
	{"files that are no calendars are refused", test_files_that_are_no_calendars_are_refused},
	{"a file of nested parts is refused", test_a_file_of_nested_parts_is_refused},
	{"an expansion is whole or out of memory", test_an_expansion_is_whole_or_out_of_memory},
	{"an expansion of a file leaves the inventory whole",
		test_an_expansion_of_a_file_leaves_the_inventory_whole},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("ical", tests);
}
