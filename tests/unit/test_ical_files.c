/* Calendar files: their events become freezes. */
#include <stdio.h>
#include <string.h>

#include "expansion.h"
#include "model/topology.h"
#include "runner.h"
#include "torture.h"
#include "wsusplan/wsusplan.h"

#define ICS_FILE "ical-test.ics"

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
	struct expansion run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\nDTEND;VALUE=DATE:20270105\r\n"
			"SUMMARY:Year-end\r\n") EVENT("DTSTART;VALUE=DATE:20270110\r\n"));
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_OK);
	CU_ASSERT(expansion_freezes(
		&run, "2026-12-18/2027-01-04 Year-end; 2027-01-10/2027-01-10 other"));
	CU_ASSERT(expansion_closes(&run, 0,
		"2026-12-17T23:00Z/2027-01-04T23:00Z Year-end; "
		"2027-01-09T23:00Z/2027-01-10T23:00Z other"));
	for (size_t i = 0; i < run.topo->inventory.n_freezes; i++) {
		CU_ASSERT_EQUAL(run.topo->inventory.freeze[i].ics, 0);
		CU_ASSERT_EQUAL(run.topo->inventory.freeze[i].place.line, 4);
	}
	expansion_end(&run);
}

static void test_timed_events_are_exact_in_the_zone_they_name(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART;TZID=America/New_York:20261211T180000\r\n"
			"DTEND;TZID=America/New_York:20261212T060030\r\nSUMMARY:a\r\n")
			EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT90M\r\nSUMMARY:b\r\n")
				EVENT("DTSTART:20261221T100000\r\nDTEND:20261221T110000\r\n"
				      "SUMMARY:c\r\n"));
	run = expansion_of(ICS);
	/* seconds are rounded outward; what floats keeps its local time */
	CU_ASSERT(expansion_freezes(&run, "2026-12-12T00:00+01:00/2026-12-12T12:01+01:00 a; "
					  "2026-12-20T11:00+01:00/2026-12-20T12:30+01:00 b; "
					  "2026-12-21T10:00/2026-12-21T11:00 c"));
	expansion_end(&run);
}

static void test_zones_that_a_file_defines_are_used(void)
{
	struct expansion run;

	write_ics("BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\n"
		  "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
		  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
		  "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\n"
		  "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\n"
		  "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n" EVENT(
			  "DTSTART;TZID=W. Europe Standard Time:20270120T220000\r\n"
			  "DTEND;TZID=W. Europe Standard Time:20270120T230000\r\nSUMMARY:w\r\n"));
	run = expansion_of(ICS);
	CU_ASSERT(expansion_freezes(&run, "2027-01-20T22:00+01:00/2027-01-20T23:00+01:00 w"));
	expansion_end(&run);
}

static void test_recurring_events_follow_rule_exceptions_and_replacements(void)
{
	struct expansion run;

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
	run = expansion_of(ICS);
	CU_ASSERT(expansion_freezes(&run, "2026-12-07T08:00+01:00/2026-12-07T09:00+01:00 s; "
					  "2026-12-10T08:00+01:00/2026-12-10T09:00+01:00 s; "
					  "2027-01-04T08:00+01:00/2027-01-04T09:00+01:00 s; "
					  "2026-12-22T08:00+01:00/2026-12-22T09:00+01:00 moved"));
	expansion_end(&run);
}

static void test_recurring_events_keep_their_local_time(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART;TZID=Europe/Amsterdam:20270326T080000\r\nDURATION:PT1H\r\n"
			"RRULE:FREQ=DAILY;UNTIL=20270328T060000Z\r\nSUMMARY:s\r\n"));
	run = expansion_of(
		HEAD "windows: [{name: w, start: 2027-03-20T22:00, duration: 1h, repeat: "
		     "FREQ=WEEKLY;COUNT=4}]\nfreezes: [{ics: " ICS_FILE "}]\n" TAIL);
	CU_ASSERT(expansion_freezes(&run, "2027-03-26T08:00+01:00/2027-03-26T09:00+01:00 s; "
					  "2027-03-27T08:00+01:00/2027-03-27T09:00+01:00 s; "
					  "2027-03-28T08:00+02:00/2027-03-28T09:00+02:00 s"));
	expansion_end(&run);
}

static void test_cancelled_transparent_and_empty_events_freeze_nothing(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\nSTATUS:CANCELLED\r\n")
			EVENT("DTSTART;VALUE=DATE:20261219\r\nTRANSP:TRANSPARENT\r\n")
				EVENT("DTSTART:20261219T100000Z\r\n")
					EVENT("DTSTART;VALUE=DATE:20261220\r\nTRANSP:OPAQUE\r\n"
					      "STATUS:CONFIRMED\r\n"));
	run = expansion_of(ICS);
	CU_ASSERT(expansion_freezes(&run, "2026-12-20/2026-12-20 other"));
	CU_ASSERT(expansion_finds(&run, "D020", ICS_FILE, 0,
		"3 of 4 events freeze nothing: cancelled, transparent or of no length"));
	expansion_end(&run);
}

static void test_a_summary_cannot_break_lines_or_hide_text(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART;VALUE=DATE:20261218\r\n"
			"SUMMARY: one\\n\\ntwo\\, \xE2\x80\xAE three\\nfour \r\n"));
	run = expansion_of(ICS);
	CU_ASSERT(expansion_freezes(&run, "2026-12-18/2026-12-18 one two, three four"));
	expansion_end(&run);
}

static void test_events_that_cannot_be_read_stop_the_plan(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART:tomorrow\r\nSUMMARY:a\r\n") EVENT("SUMMARY:b\r\n")
			EVENT("DTSTART:20261340T100000Z\r\nSUMMARY:c\r\n") EVENT(
				"DTSTART;TZID=Mars/Olympus:20261220T100000\r\nSUMMARY:d\r\n")
				EVENT("DTSTART:20261220T100000Z\r\nDTEND:20261219T100000Z\r\n"
				      "SUMMARY:e\r\n"));
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 4,
		"event \"a\" has a time or a recurrence that cannot be read"));
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 9, "event \"b\" has no DTSTART"));
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 13,
		"event \"c\" has a DTSTART that is no date, or whose time zone is not known"));
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 18,
		"event \"d\" has a DTSTART that is no date, or whose time zone is not known"));
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 23, "event \"e\" ends before it begins"));
	expansion_end(&run);
}

static void test_rules_of_events_are_as_strict_as_those_of_windows(void)
{
	struct expansion run;

	write_ics(EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=SECONDLY\r\n")
			EVENT("DTSTART:20261220T100000Z\r\nDURATION:PT1M\r\n"
			      "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"));
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D016", ICS_FILE, 4,
		"the RRULE of an event cannot be read: FREQ has \"SECONDLY\", which is too often"));
	CU_ASSERT(expansion_finds(&run, "D006", ICS_FILE, 10,
		"the RRULE of an event never fires: FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2"));
	expansion_end(&run);
}

static void test_files_that_are_no_calendars_are_refused(void)
{
	struct expansion run;
	FILE *file;

	write_ics("");
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(&run, "D015", ICS_FILE, 0, "the calendar file has no events"));
	expansion_end(&run);

	file = fopen(ICS_FILE, "wb");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT(fputs("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261220T100000Z\n", file) >= 0);
	CU_ASSERT_EQUAL(fclose(file), 0);
	run = expansion_of(ICS);
	CU_ASSERT(expansion_finds(
		&run, "D015", ICS_FILE, 0, "this is no calendar file, or its end is missing"));
	expansion_end(&run);

	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_IO_ERROR);
	CU_ASSERT_EQUAL(expansion_count(&run, "I017"), 1);
	expansion_end(&run);
}

static void expect_nesting_refused(const char *begin, uint32_t line)
{
	struct wsp_text text = {0};
	struct expansion run;

	for (int i = 0; i < 100000; i++)
		wsp_text_adds(&text, begin);
	write_ics(wsp_text_get(&text));
	wsp_text_release(&text);
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(run.status, WSP_INVALID);
	CU_ASSERT(expansion_finds(
		&run, "D015", ICS_FILE, line, "more than 16 parts within each other"));
	expansion_end(&run);
	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
}

static void test_a_file_of_nested_parts_is_refused(void)
{
	expect_nesting_refused("BEGIN:VEVENT\r\n", 19);
	expect_nesting_refused("BEGIN;X=1:VEVENT\r\n", 19);
	expect_nesting_refused("BE\r\n GIN:VEVENT\r\n", 34);
}

/* A summary of `n` bytes, `fold` of them a line; 0: all in one. */
static struct expansion expansion_of_long_line(size_t n, size_t fold)
{
	struct wsp_text text = {0};
	struct expansion run;

	wsp_text_adds(&text, "BEGIN:VEVENT\r\nUID:u\r\nDTSTART;VALUE=DATE:20261218\r\nSUMMARY:");
	for (size_t i = 0; i < n; i++)
		wsp_text_adds(&text, fold > 0 && i > 0 && i % fold == 0 ? "\r\n\tx" : "x");
	wsp_text_adds(&text, "\r\nEND:VEVENT\r\n");
	write_ics(wsp_text_get(&text));
	wsp_text_release(&text);
	run = expansion_of(ICS);
	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
	return run;
}

/* libical would take minutes for a line of 8 MiB. */
static void test_a_line_that_is_too_long_is_refused(void)
{
	static const struct {
		size_t n, fold;
		enum wsp_status status;
	} cases[] = {
		{60000, 0, WSP_OK},
		{60000, 70, WSP_OK},
		{65529, 0, WSP_INVALID},
		{66000, 70, WSP_INVALID},
		{8000000, 0, WSP_INVALID},
		{5000000, 70, WSP_INVALID},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct expansion run = expansion_of_long_line(cases[i].n, cases[i].fold);

		CU_ASSERT_EQUAL(run.status, cases[i].status);
		if (cases[i].status != WSP_OK)
			CU_ASSERT(expansion_finds(&run, "D015", ICS_FILE, 7,
				"more than 65536 bytes in one line, those that go on with it "
				"included"));
		expansion_end(&run);
	}
}

static void test_an_expansion_of_a_file_leaves_the_inventory_whole(void)
{
	const char *inventory = HEAD SATURDAYS "freezes: [{from: 2026-12-09, to: 2026-12-10}, "
					       "{ics: " ICS_FILE "}]\n" TAIL;
	struct expansion run = {.diags = wsp_diags_create()};

	write_ics(EVENT("DTSTART:20261207T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
			"EXDATE:20261214T100000Z\r\nRDATE:20261208T100000Z\r\nSUMMARY:s\r\n"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(run.diags);
	CU_ASSERT_EQUAL_FATAL(wsp_topology_load_memory("t.yaml", inventory, strlen(inventory), NULL,
				      run.diags, &run.topo),
		WSP_OK);
	CU_ASSERT(wsp_torture(expansion_again, &run) > 0);
	CU_ASSERT(expansion_freezes(&run,
		"2026-12-09/2026-12-10 ; 2026-12-07T11:00+01:00/2026-12-07T12:00+01:00 s; "
		"2026-12-08T11:00+01:00/2026-12-08T12:00+01:00 s; "
		"2026-12-21T11:00+01:00/2026-12-21T12:00+01:00 s"));
	expansion_end(&run);
	CU_ASSERT_EQUAL(remove(ICS_FILE), 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"events of whole days become ranges of days",
			test_events_of_whole_days_become_ranges_of_days},
		{"timed events are exact in the zone they name",
			test_timed_events_are_exact_in_the_zone_they_name},
		{"zones that a file defines are used", test_zones_that_a_file_defines_are_used},
		{"recurring events follow rule, exceptions and replacements",
			test_recurring_events_follow_rule_exceptions_and_replacements},
		{"recurring events keep their local time",
			test_recurring_events_keep_their_local_time},
		{"cancelled, transparent and empty events freeze nothing",
			test_cancelled_transparent_and_empty_events_freeze_nothing},
		{"a summary cannot break lines or hide text",
			test_a_summary_cannot_break_lines_or_hide_text},
		{"events that cannot be read stop the plan",
			test_events_that_cannot_be_read_stop_the_plan},
		{"rules of events are as strict as those of windows",
			test_rules_of_events_are_as_strict_as_those_of_windows},
		{"files that are no calendars are refused",
			test_files_that_are_no_calendars_are_refused},
		{"a line that is too long is refused", test_a_line_that_is_too_long_is_refused},
		{"a file of nested parts is refused", test_a_file_of_nested_parts_is_refused},
		{"an expansion of a file leaves the inventory whole",
			test_an_expansion_of_a_file_leaves_the_inventory_whole},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("ical_files", tests);
}
