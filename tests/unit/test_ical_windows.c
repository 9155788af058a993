/* What is wrong with windows is told, or refused. */
#include "base/array.h"
#include "expansion.h"
#include "runner.h"

static void test_a_start_that_clocks_skip_is_refused(void)
{
	struct expansion run = expansion_of(WINDOW("start: 2027-03-28T02:30, duration: 1h"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D003", "t.yaml", 4,
		"window \"w\" begins at 2027-03-28T02:30, which clocks in Europe/Amsterdam skip"));
	expansion_end(&run);
	run = expansion_of(WINDOW("start: 2027-03-28T02:30, duration: 1h, timezone: UTC"));
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	expansion_end(&run);
}

static void test_a_start_that_comes_twice_is_the_first_one(void)
{
	struct expansion run =
		expansion_at(WINDOW("start: 2026-10-25T02:30, duration: 20m"), "2026-10-01");

	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(expansion_opens(&run, 9, "2026-10-25T00:30Z+20 w"));
	CU_ASSERT(expansion_finds(&run, "D004", "t.yaml", 4,
		"window \"w\" begins at 2026-10-25T02:30, which clocks in Europe/Amsterdam show "
		"twice: the first is taken"));
	expansion_end(&run);
	run = expansion_at(WINDOW("start: 2026-10-25T02:30+01:00, duration: 20m"), "2026-10-01");
	CU_ASSERT_EQUAL(expansion_count(&run, "D004"), 0);
	expansion_end(&run);
}

static void test_a_rule_that_cannot_be_read_is_refused(void)
{
	struct expansion run = expansion_of(
		WINDOW("start: 2026-12-05T22:00, duration: 1h, repeat: FREQ=SECONDLY"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D005", "t.yaml", 4,
		"`repeat` of window \"w\" cannot be read: FREQ has \"SECONDLY\", which is too "
		"often"));
	expansion_end(&run);
}

static void test_rules_that_never_fire_are_refused_and_searched_for_a_bounded_time(void)
{
	static const char *const rules[] = {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=WEEKLY;UNTIL=20260101", "FREQ=DAILY;INTERVAL=7;BYDAY=SU",
		"FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1;BYSETPOS=2"};

	for (size_t i = 0; i < WSP_COUNT(rules); i++) {
		struct wsp_text text = {0}, message = {0};
		struct expansion run;

		wsp_text_addf(&text,
			HEAD "windows: [{name: w, start: 2026-12-05T22:00, duration: 1h, repeat: "
			     "\"%s\"}]\n" TAIL,
			rules[i]);
		wsp_text_addf(&message, "`repeat` of window \"w\" never fires: %s", rules[i]);
		run = expansion_of(wsp_text_get(&text));
		CU_ASSERT_EQUAL(run.status, WSP_INVALID);
		CU_ASSERT(expansion_finds(&run, "D006", "t.yaml", 3, wsp_text_get(&message)));
		CU_ASSERT_EQUAL(expansion_count(&run, "D012"), 0);
		expansion_end(&run);
		wsp_text_release(&text);
		wsp_text_release(&message);
	}
}

static void test_many_rules_that_never_fire_are_not_all_searched(void)
{
	struct wsp_text text = {0};
	struct expansion run;

	wsp_text_adds(&text, HEAD "windows:\n");
	for (int i = 0; i < 200; i++)
		wsp_text_addf(&text,
			"  - {name: w%d, start: 2026-12-05T22:00, duration: 1h, repeat: "
			"\"FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6\"}\n",
			i);
	wsp_text_adds(&text, TAIL);
	run = expansion_of(wsp_text_get(&text));
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT_EQUAL(expansion_count(&run, "D006"), 8);
	CU_ASSERT_EQUAL(expansion_count(&run, "D019"), 1); /* that, and those behind it */
	expansion_end(&run);
	wsp_text_release(&text);
}

static void test_a_window_that_overlaps_itself_is_refused(void)
{
	struct expansion run = expansion_of(
		WINDOW("start: 2026-12-05T22:00, duration: 25h, repeat: FREQ=DAILY;COUNT=3"));

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D007", "t.yaml", 4,
		"window \"w\" opens again on Sun 2026-12-06 22:00, before it has closed"));
	expansion_end(&run);
	run = expansion_of(
		WINDOW("start: 2026-12-05T22:00, duration: 24h, repeat: FREQ=DAILY;COUNT=3"));
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	expansion_end(&run);
}

static void test_a_window_without_zone_is_in_utc_and_that_is_told(void)
{
	struct expansion run =
		expansion_of("wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00, "
			     "duration: 1h}]\n" TAIL);

	CU_ASSERT(expansion_opens(&run, 9, "2026-12-05T22:00Z+60 w"));
	CU_ASSERT(expansion_finds(
		&run, "D010", "t.yaml", 2, "window \"w\" begins in UTC: no time zone is given"));
	expansion_end(&run);
	run = expansion_of(
		"wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00+01:00, duration: "
		"1h, repeat: FREQ=WEEKLY}]\n" TAIL);
	CU_ASSERT(expansion_finds(
		&run, "D010", "t.yaml", 2, "window \"w\" repeats in UTC: no time zone is given"));
	expansion_end(&run);
	run = expansion_of(
		"wsusplan: 1\nwindows: [{name: w, start: 2026-12-05T22:00Z, duration: 1h, "
		"repeat: FREQ=WEEKLY}]\n" TAIL);
	CU_ASSERT_EQUAL(expansion_count(&run, "D010"), 0);
	expansion_end(&run);
}

static void test_a_window_without_start_beside_others_never_opens(void)
{
	struct expansion run =
		expansion_of(HEAD "windows:\n"
				  "  - {name: a, start: 2026-12-05T22:00, duration: 1h}\n"
				  "  - {name: b, duration: 9h}\n" TAIL);

	CU_ASSERT_EQUAL(run.calendar.n_slots, 1);
	CU_ASSERT(expansion_finds(
		&run, "D011", "t.yaml", 5, "window \"b\" has no `start`: it never opens"));
	expansion_end(&run);
	run = expansion_of(WINDOW("duration: 9h, repeat: FREQ=WEEKLY"));
	CU_ASSERT_FALSE(run.calendar.dated);
	CU_ASSERT(expansion_finds(&run, "D011", "t.yaml", 4,
		"window \"w\" has no `start`: it has no dates to repeat"));
	expansion_end(&run);
}

static void test_windows_that_are_all_over_are_refused(void)
{
	struct expansion run =
		expansion_at(WINDOW("start: 2026-12-05T22:00, duration: 1h"), "2026-12-06T00:00Z");

	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D012", "t.yaml", 4, "every window is over"));
	expansion_end(&run);
}

static void test_a_start_that_its_rule_does_not_give_is_told(void)
{
	struct expansion run = expansion_of(WINDOW(
		"start: 2026-12-02T22:00, duration: 1h, repeat: FREQ=WEEKLY;BYDAY=SA;COUNT=1"));

	CU_ASSERT(expansion_opens(&run, 9, "2026-12-05T21:00Z+60 w"));
	CU_ASSERT(expansion_finds(&run, "D018", "t.yaml", 4,
		"window \"w\" starts at a time that its `repeat` does not give: it is not open "
		"then"));
	expansion_end(&run);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a start that clocks skip is refused", test_a_start_that_clocks_skip_is_refused},
		{"a start that comes twice is the first one",
			test_a_start_that_comes_twice_is_the_first_one},
		{"a rule that cannot be read is refused",
			test_a_rule_that_cannot_be_read_is_refused},
		{"rules that never fire are refused, and searched for a bounded time",
			test_rules_that_never_fire_are_refused_and_searched_for_a_bounded_time},
		{"many rules that never fire are not all searched",
			test_many_rules_that_never_fire_are_not_all_searched},
		{"a window that overlaps itself is refused",
			test_a_window_that_overlaps_itself_is_refused},
		{"a window without zone is in UTC, and that is told",
			test_a_window_without_zone_is_in_utc_and_that_is_told},
		{"a window without start beside others never opens",
			test_a_window_without_start_beside_others_never_opens},
		{"windows that are all over are refused",
			test_windows_that_are_all_over_are_refused},
		{"a start that its rule does not give is told",
			test_a_start_that_its_rule_does_not_give_is_told},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("ical_windows", tests);
}
