#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "dated.h"
#include "planned.h"
#include "runner.h"

static void write_plain(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_write_summary(plan, false, out);
}

static void write_coloured(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_write_summary(plan, true, out);
}

static char *summary_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	text = written(plan, write_plain);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	return text;
}

/* The last line, without its line feed, which is taken off the text. */
static const char *last_line(char *text)
{
	char *before;

	text[strlen(text) - 1] = '\0';
	before = strrchr(text, '\n');
	return before ? before + 1 : text;
}

static void test_every_phase_has_a_row(void)
{
	char *text = summary_of(planned_company);

	CU_ASSERT_PTR_EQUAL(
		strstr(text, "Northwind \"WSUS\" to HTTPS | phase <1>\n\nbottom-up: "), text);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "  phase    servers  switches    clients      duration  title\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "  P1             2         0         90        53 min  Level 2\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  P4 "));
	CU_ASSERT_PTR_NULL(strstr(text, "\n  P5 "));
	free(text);
}

static void test_totals_are_told(void)
{
	char *text = summary_of(planned_company);

	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "\n6 servers: 6 to convert, 5 links to switch, 110 steps, "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, " for 2 operators\n"));
	free(text);
}

static void test_the_last_line_is_the_verdict(void)
{
	char *text = summary_of(planned_company);
	const char *line = last_line(text);

	CU_ASSERT_PTR_EQUAL(
		strstr(line, "bottom-up: 6 servers in 4 phases, proven minimal ("), line);
	CU_ASSERT_STRING_EQUAL(line + strlen(line) - 2, ").");
	free(text);
}

static void test_what_is_left_out_is_told_with_its_reason(void)
{
	char *text = summary_of(planned_begun);

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "left out: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "  madrid.example.com: held: audit, until October\n"));
	free(text);
}

static void test_nothing_to_do_is_said_so(void)
{
	char *text = summary_of("servers: [{fqdn: done.example.com, upstream: microsoft-update, "
				"mode: autonomous, state: {https: configured, clients_https: "
				"all}}]\n");

	CU_ASSERT_PTR_NOT_NULL(strstr(last_line(text), ": nothing is left to be done."));
	CU_ASSERT_PTR_NULL(strstr(text, "phase "));
	free(text);
}

static void test_colour_only_when_asked(void)
{
	struct wsp_plan *plan = planned(planned_company);
	char *plain;
	char *coloured;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	plain = written(plan, write_plain);
	coloured = written(plan, write_coloured);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(plain);
	CU_ASSERT_PTR_NOT_NULL_FATAL(coloured);
	CU_ASSERT_PTR_NULL(strchr(plain, '\x1B'));
	CU_ASSERT_PTR_NOT_NULL(strstr(coloured, "\x1B[1mNorthwind"));
	CU_ASSERT_STRING_EQUAL(coloured + strlen(coloured) - 5, "\x1B[0m\n");
	free(plain);
	free(coloured);
}

static void test_a_long_plan_is_cut_after_a_screen(void)
{
	struct wsp_text yaml = {0};
	char *text;

	wsp_text_adds(&yaml, "policy: {servers_per_window: 1}\nservers:\n"
			     "  - {fqdn: s0.example.com, upstream: microsoft-update, mode: "
			     "autonomous}\n");
	for (unsigned i = 1; i < 45; i++)
		wsp_text_addf(
			&yaml, "  - {fqdn: s%u.example.com, upstream: s0, mode: replica}\n", i);
	text = summary_of(wsp_text_get(&yaml));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  P40 "));
	CU_ASSERT_PTR_NULL(strstr(text, "\n  P41 "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  and 5 more phases\n"));
	free(text);
	wsp_text_release(&yaml);
}

static void test_dates_are_told(void)
{
	struct wsp_plan *plan = planned(planned_company);
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	dated(plan);
	text = written(plan, write_plain);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_PTR_NOT_NULL(strstr(text,
		"  phase  begin                 servers  switches   clients     duration  title\n"
		"  P1     Sat 2026-12-05 22:00        2         0        90       53 min  Level "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text,
		"\nfrom Sat 2026-12-05 22:00 to Sun 2026-12-27 04:00, time of Europe/Amsterdam\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(last_line(text), " 6 servers in 4 phases, done by Sun 2026-12-27, proven "));
	free(text);
}

static void test_rows_of_phases_fit_a_screen(void)
{
	struct wsp_plan *plan = planned(planned_company);
	const char *end;
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	dated(plan);
	text = written(plan, write_plain);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (const char *row = strstr(text, "\n  P"); row; row = strstr(end, "\n  P")) {
		end = strchr(row + 1, '\n');
		CU_ASSERT_PTR_NOT_NULL_FATAL(end);
		CU_ASSERT_TRUE(end - row - 1 <= 100);
	}
	free(text);
}

static CU_TestInfo summary_tests[] = {
	{"every phase has a row", test_every_phase_has_a_row},
	{"totals are told", test_totals_are_told},
	{"the last line is the verdict", test_the_last_line_is_the_verdict},
	{"what is left out is told with its reason", test_what_is_left_out_is_told_with_its_reason},
	{"nothing to do is said so", test_nothing_to_do_is_said_so},
	{"colour only when asked", test_colour_only_when_asked},
	{"a long plan is cut after a screen", test_a_long_plan_is_cut_after_a_screen},
	{"dates are told", test_dates_are_told},
	{"rows of phases fit a screen", test_rows_of_phases_fit_a_screen},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("summary", summary_tests);
}
