/* Runbook: dates, gates, back-outs and shared work. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dated.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

/* Two offices below a root, one of them across the ocean; converted in two phases. */
static const char company[] =
	"name: Company\n"
	"timezone: Europe/Amsterdam\n"
	"policy: {operators: 2, strategy: bottom-up, default_window: 6h, rollback_reserve: 45m,\n"
	"  soak: 48h}\n"
	"freezes:\n"
	"  - {from: 2026-12-08, to: 2026-12-09, reason: \"Board | <week>\"}\n"
	"  - {from: 2027-03-01, to: 2027-03-02, reason: spring}\n"
	"  - {from: 2026-12-10T08:00, to: 2026-12-10T12:00, reason: move}\n"
	"  - {rule: FREQ=MONTHLY;BYDAY=2TU, duration: 3d, reason: patches}\n"
	"sites: {York: {timezone: America/New_York}, Delft: {}}\n"
	"servers:\n"
	"  - {fqdn: hq.example.com, upstream: microsoft-update, mode: autonomous, site: Delft}\n"
	"  - {fqdn: a.example.com, upstream: hq, mode: replica, clients: 90, site: Delft,\n"
	"     not_before: 2026-12-04}\n"
	"  - {fqdn: b.example.com, upstream: hq, mode: replica, clients: 60, site: York,\n"
	"     deadline: 2027-02-01}\n";

static char *told(const struct wsp_plan *plan)
{
	char *text = written(plan, wsp_write_markdown);

	if (!text)
		abort();
	return text;
}

static struct wsp_plan *plan_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);

	if (!plan)
		abort();
	return plan;
}

static struct wsp_plan *dated_company(void)
{
	struct wsp_plan *plan = plan_of(company);

	dated(plan);
	return plan;
}

static char *runbook_of_company(void)
{
	struct wsp_plan *plan = dated_company();
	char *text = told(plan);

	wsp_plan_free(plan);
	return text;
}

static bool expect(const char *text, const char *part)
{
	bool found = strstr(text, part) != NULL;

	CU_ASSERT_TRUE(found);
	if (!found)
		(void)fprintf(stderr, "  missing: %s\n", part);
	return found;
}

/* The text from `begin` up to the next heading of that level or above. */
static char *section(const char *text, const char *begin)
{
	const char *at = strstr(text, begin);
	const char *end;
	char *copy;

	if (!at)
		abort();
	end = strstr(at + strlen(begin), "\n##");
	if (!end)
		end = at + strlen(at);
	copy = calloc((size_t)(end - at) + 1, 1);
	if (!copy)
		abort();
	memcpy(copy, at, (size_t)(end - at));
	return copy;
}

static void test_the_first_page_has_the_calendar(void)
{
	char *text = runbook_of_company();

	expect(text, "in 2 phases after a preparation, from **Sat 2026-12-05** to "
		     "**Sun 2026-12-13**.");
	expect(text, "**Period:** Sat 2026-12-05 22:00 to Sun 2026-12-13 04:00. Times are those of "
		     "`Europe/Amsterdam`;");
	/* 6 h less the 45 minutes of reserve */
	expect(text, "| P1 | Sat 2026-12-05 | weekend &lt;night&gt; | 22:00 to Sun 04:00 | "
		     "Sat 2026-12-05 21:00 to Sun 03:00 | 2 | 0 | 150 | **Sun 03:15** |\n");
	expect(text, "| P2 | Sat 2026-12-12 | ");
	CU_ASSERT_PTR_NOT_NULL(strstr(strstr(text, "### The calendar"), "| Approval |"));
	free(text);
}

static void test_freezes_in_between_are_named_and_no_others(void)
{
	char *text = runbook_of_company();

	expect(text, "- Nothing is changed from 2026-12-08 to 2026-12-09, both days included: "
		     "Board \\| &lt;week&gt;\n");
	expect(text, "- Nothing is changed from 2026-12-10T08:00 to 2026-12-10T12:00: move\n");
	expect(text, "- Nothing is changed for 3 days from each day on that "
		     "`FREQ=MONTHLY;BYDAY=2TU` gives: patches\n");
	CU_ASSERT_PTR_NULL(strstr(text, "spring"));
	free(text);
}

static void test_dates_of_single_servers_stand_below_the_calendar(void)
{
	char *text = runbook_of_company();
	char *calendar = section(text, "### The calendar");

	expect(calendar, "- `a.example.com` is left alone, in the preparation too, before "
			 "2026-12-04; planned for P1, Sat 2026-12-05\n");
	expect(calendar, "- `b.example.com` has to be converted by 2027-02-01; planned for P1, "
			 "Sat 2026-12-05\n");
	CU_ASSERT_PTR_NULL(strstr(calendar, "`hq.example.com`"));
	expect(text, " · deadline 2027-02-01 · ");
	free(calendar);
	free(text);
}

static void test_a_phase_tells_its_window_and_its_point_of_no_return(void)
{
	char *text = runbook_of_company();

	expect(text, "| P1 | Sat 2026-12-05 22:00 to 22:45 |\n");
	expect(text, "| Window | weekend &lt;night&gt;, Sat 2026-12-05 22:00 to Sun 04:00, time of "
		     "`Europe/Amsterdam`; UTC Sat 2026-12-05 21:00 to Sun 03:00 |\n");
	expect(text, "| Point of no return | **Sun 03:15** (+05:15): the last moment to decide.");
	expect(text, "| Finish by | **Sun 2026-12-06 04:00**, the end of the window: ");
	expect(text, "Planned: the last check ends at 22:45 |\n");
	free(text);
}

static void test_a_later_begin_and_a_change_of_clocks_are_said(void)
{
	static const struct wsp_zone_change changes[] = {{0, 7200}, {1792890000, 3600}};
	static const struct wsp_zone zone = {"Europe/Amsterdam", changes, 2};
	static const uint32_t of_site[2];
	struct wsp_plan *plan = dated_company();
	char *text;

	/* 25 October 2026: 03:00 becomes 02:00, at 01:00 UTC */
	plan->zones = (struct wsp_zones){&zone, 1, of_site};
	plan->phases[1].opens = 1792890000 - 4 * 3600;
	plan->phases[1].begin = plan->phases[1].opens + 1800;
	plan->phases[1].closes = plan->phases[1].opens + 6 * 3600;
	text = told(plan);
	expect(text, "Sat 2026-10-24 23:00 to Sun 04:00, time of");
	expect(text, "The phase begins at **23:30**, when the one before it is over");
	expect(text, "**The clocks change in this window:** go by the minutes, or by UTC");
	free(text);
	wsp_plan_free(plan);
}

static void test_boxes_carry_the_clock_of_their_site(void)
{
	char *text = runbook_of_company();

	expect(text, "\n- [ ] 22:15 (+00:15) `require-ssl a.example.com ");
	expect(text, "\n- [ ] 16:15 America/New\\_York (+00:15) `require-ssl b.example.com ");
	expect(text, "\n#### a.example.com, 22:00 to 22:45 (+00:00 to +00:45)\n");
	expect(text,
		"\n#### b.example.com, 16:00 to 16:45 America/New\\_York (+00:00 to +00:45)\n");
	free(text);
}

static void test_sites_elsewhere_have_their_local_times(void)
{
	char *text = runbook_of_company();
	char *times = section(text, "### Local times");

	expect(times, "| Delft | `Europe/Amsterdam` | Sat 2026-12-05 22:00 | "
		      "**Sun 2026-12-06 03:15** | Sun 2026-12-06 04:00 |\n");
	expect(times, "| York | `America/New_York` | Sat 2026-12-05 16:00 | "
		      "**Sat 2026-12-05 21:15** | Sat 2026-12-05 22:00 |\n");
	free(times);
	free(text);
}

static void test_gates_have_dates(void)
{
	char *text = runbook_of_company();
	char *gates = section(text, "### Before P2");

	expect(gates,
		"- [ ] **P1 is signed off**, and `verify-clients` showed what it must on all "
		"its servers: see **A day after P1**. P2 begins at least 24 h after P1 ended, "
		"not before **Sun 2026-12-06 22:45**.\n");
	expect(gates, "- [ ] **Soak:** the servers right below those of this phase, the last "
		      "converted in P1, have run for 48 h since without a complaint, not before "
		      "**Mon 2026-12-07 22:45**.\n");
	expect(gates, "**If a gate fails, P2 does not begin.**");
	expect(text, "### A day after P1: from Sun 2026-12-06 22:45 on\n");
	free(gates);
	free(text);
}

static void test_every_wave_can_be_backed_out(void)
{
	char *text = runbook_of_company();
	char *first = section(text, "### Backing out of P1");

	/* two servers, two operators, five minutes; but at least the 45 minutes that were asked for
	 */
	expect(first, "| P1.W1 | 2 | 45 min | **Sun 03:15** (+05:15) |\n");
	expect(first, "**What works then:** every synchronization link");
	expect(first, "**Only if TLS itself is at fault**");
	free(first);
	free(text);
}

static void test_counts_to_give_up_are_those_of_the_phase(void)
{
	struct wsp_plan *plan = dated_company();
	char *text;
	char *rules;

	plan->phases[1].abort_conversions = 2;
	text = told(plan);
	rules = section(text, "### When to give up");
	expect(rules, "Give the phase up as soon as **2 of 2 conversions** of this phase failed.");
	expect(rules, "**Then:** begin nothing new.");
	free(rules);
	free(text);
	wsp_plan_free(plan);
}

static void test_reasons_stand_beside_the_servers(void)
{
	struct wsp_plan *plan = dated_company();
	wsp_server_id root = wsp_topology_find(&plan->topo, "hq.example.com");
	char *text;
	char *wave;

	if (!plan->why)
		abort();
	plan->why[root] =
		(struct wsp_why){WSP_WHY_CHILD, wsp_topology_find(&plan->topo, "b.example.com")};
	text = told(plan);
	wave = section(text, "### Wave P2.W1");
	expect(wave, "| Server | Begins | Site | Clients | Why now |\n");
	expect(wave, "| `hq.example.com` | 22:00 (+00:00) | Delft | 0 | b.example.com ");
	free(wave);
	free(text);
	wsp_plan_free(plan);
}

static void test_without_dates_nothing_is_dated(void)
{
	struct wsp_plan *plan = plan_of(company);
	char *text = told(plan);

	CU_ASSERT_PTR_NULL(strstr(text, "### The calendar"));
	CU_ASSERT_PTR_NULL(strstr(text, "### Local times"));
	CU_ASSERT_PTR_NULL(strstr(text, "UTC Sat"));
	CU_ASSERT_PTR_NULL(strstr(text, "| Finish by |"));
	expect(text, "\n- [ ] +00:15 `require-ssl a.example.com ");
	expect(text, "| Point of no return | +05:15: ");
	expect(text, "### A day after P1\n");
	free(text);
	wsp_plan_free(plan);
}

static void test_a_zone_of_a_stored_plan_is_no_markup(void)
{
	static const struct wsp_zone_change change = {0, 0};
	static const struct wsp_zone hostile[] = {{"a`|<b>", &change, 1}, {"*<img>*", &change, 1}};
	static const uint32_t of_site[2] = {1};
	struct wsp_plan *plan = dated_company();
	char *text;

	plan->zones = (struct wsp_zones){hostile, 2, of_site};
	text = told(plan);
	CU_ASSERT_PTR_NULL(strstr(text, " *<img>"));
	expect(text, "time of ``a`\\|<b>``; UTC ");
	expect(text, "\\*&lt;img&gt;\\* (+00:15) ");
	free(text);
	wsp_plan_free(plan);
}

static void test_overlap_says_that_it_is_derived(void)
{
	struct wsp_plan *plan = dated_company();
	char *text;

	plan->topo.inventory.policy.cutover = WSP_OVERLAP;
	text = told(plan);
	expect(text, "> **The cut-over is derived, not described by Microsoft.**");
	expect(text, "| Cut-over | overlap: switch while both answer, then require SSL |\n");
	free(text);
	plan->topo.inventory.policy.cutover = WSP_ARTICLE;
	text = told(plan);
	CU_ASSERT_PTR_NULL(strstr(text, "derived"));
	free(text);
	wsp_plan_free(plan);
}

static bool write_all(void *context)
{
	struct wsp_text out = {0};
	bool complete;

	wsp_write_markdown(context, &out);
	complete = !out.failed;
	wsp_text_release(&out);
	return complete;
}

static void test_memory_that_runs_out_is_noticed(void)
{
	struct wsp_plan *plan = dated_company();

	CU_ASSERT_TRUE(wsp_torture(write_all, plan) > 10);
	wsp_plan_free(plan);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"the first page has the calendar", test_the_first_page_has_the_calendar},
		{"freezes in between are named and no others",
			test_freezes_in_between_are_named_and_no_others},
		{"dates of single servers stand below the calendar",
			test_dates_of_single_servers_stand_below_the_calendar},
		{"a phase tells its window and its point of no return",
			test_a_phase_tells_its_window_and_its_point_of_no_return},
		{"a later begin and a change of clocks are said",
			test_a_later_begin_and_a_change_of_clocks_are_said},
		{"boxes carry the clock of their site", test_boxes_carry_the_clock_of_their_site},
		{"sites elsewhere have their local times",
			test_sites_elsewhere_have_their_local_times},
		{"gates have dates", test_gates_have_dates},
		{"every wave can be backed out", test_every_wave_can_be_backed_out},
		{"counts to give up are those of the phase",
			test_counts_to_give_up_are_those_of_the_phase},
		{"reasons stand beside the servers", test_reasons_stand_beside_the_servers},
		{"without dates nothing is dated", test_without_dates_nothing_is_dated},
		{"a zone of a stored plan is no markup", test_a_zone_of_a_stored_plan_is_no_markup},
		{"overlap says that it is derived", test_overlap_says_that_it_is_derived},
		{"memory that runs out is noticed", test_memory_that_runs_out_is_noticed},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("runbook dates", tests);
}
