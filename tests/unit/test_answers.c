/* Answers: what is told about a server and about changes, and what the API answers. */
#include <stdlib.h>
#include <string.h>

#include "edge/ical.h"
#include "estate.h"
#include "model/topology_copy.h"
#include "placed.h"
#include "planned.h"
#include "report/answers.h"
#include "runner.h"
#include "torture.h"
#include "wsusplan/wsusplan.h"

#define ROOT "root.example.com"

enum { TODAY = 20788 }; /* 2026-12-01 */

/* root <- a <- c, root <- b: numbers 0, 1, 2 (b) and 3 (c) */
static struct wsp_inventory chain_and_leaf(void)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	estate_server(&inventory, "b.example.com", ROOT);
	estate_server(&inventory, "c.example.com", "a.example.com");
	return inventory;
}

struct answering {
	struct wsp_plan plan;
	struct wsp_arena arena;
	struct wsp_answer_why why;
	struct wsp_text text;
};

static void begin(
	struct answering *answering, const char *phases, enum placed_dates dates, wsp_server_id s)
{
	struct wsp_inventory inventory = chain_and_leaf();

	*answering = (struct answering){0};
	placed_make(&answering->plan, &inventory, phases, dates);
	answering->why.plan = &answering->plan;
	answering->why.s = s;
	CU_ASSERT_TRUE_FATAL(
		wsp_slack_tell(&answering->plan, &answering->arena, &answering->why.slack));
}

static void end(struct answering *answering)
{
	wsp_text_release(&answering->text);
	wsp_arena_release(&answering->arena);
	wsp_plan_release(&answering->plan);
}

static bool says(const struct wsp_text *text, const char *part)
{
	return strstr(wsp_text_get(text), part) != NULL;
}

static void test_why_follows_the_reasons_down_to_the_first(void)
{
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 0);
	answering.plan.why[0] = (struct wsp_why){WSP_WHY_CHILD, 1};
	answering.plan.why[1] = (struct wsp_why){WSP_WHY_CHILD, 3};
	answering.plan.why[3] = (struct wsp_why){WSP_WHY_MINUTES, WSP_NO_SERVER};
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&answering.text),
		"root.example.com is converted in P4, wave P4.W1, from +00:00\n"
		"\n"
		"why P4\n"
		"  P4  root.example.com: a.example.com below it is converted in P3\n"
		"  P3  a.example.com: c.example.com below it is converted in P2\n"
		"  P2  c.example.com: the window before has no minutes left for it\n"
		"\n"
		"downstreams     2 are converted, the last is a.example.com in P3\n"
		"upstream        microsoft-update\n"
		"slack           none: if it slips, the plan takes more phases; it is on the "
		"critical path\n"
		"\n"
		"what would move it earlier\n"
		"  nothing that one change could do (0 were tried)\n");
	answering.why.s = 2;
	wsp_text_clear(&answering.text);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "  nothing: it is in the first phase\n"));
	end(&answering);
}

static void test_dates_are_told_in_the_zone_of_the_plan(void)
{
	struct answering answering;

	begin(&answering, "4312", PLACED_DATED, 3);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text,
		"c.example.com is converted in P2 (window \"nightly\", Sun 2026-12-06 22:00 to Mon "
		"02:00), wave P2.W1, from +00:00, Sun 2026-12-06 22:00 at its site\n"));
	CU_ASSERT_TRUE(says(&answering.text,
		"its switch      P3, +00:45, Mon 2026-12-07 22:45 at its site; 32 min without "
		"synchronization\n"));
	end(&answering);
}

static void test_changes_that_help_are_told_and_others_are_not(void)
{
	struct wsp_price price[] = {
		{{.kind = WSP_CHANGE_SERVERS, .text = "two more servers a window (4)"},
			{.n_phases = 3,
				.chosen = WSP_BOTTOM_UP,
				.phase = 2,
				.end = WSP_NO_MOMENT,
				.begin = WSP_NO_MOMENT}},
		{{.kind = WSP_CHANGE_OPERATORS, .text = "one more operator (3)"},
			{.n_phases = 4,
				.chosen = WSP_BOTTOM_UP,
				.phase = 3,
				.end = WSP_NO_MOMENT,
				.begin = WSP_NO_MOMENT}},
		{{.kind = WSP_CHANGE_SOAK, .text = "no soak time"}, {.status = WSP_INFEASIBLE}},
	};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 1);
	answering.why.prices = (struct wsp_prices){price, 3, 0};
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "two more servers a window (4)"));
	CU_ASSERT_TRUE(says(&answering.text, "P3 -> P2\n"));
	CU_ASSERT_FALSE(says(&answering.text, "one more operator"));
	CU_ASSERT_FALSE(says(&answering.text, "soak"));
	answering.why.prices = (struct wsp_prices){price + 1, 2, 0};
	wsp_text_clear(&answering.text);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "nothing that one change could do (2 were tried)\n"));
	end(&answering);
}

static void test_a_server_in_no_phase_has_an_answer_of_its_own(void)
{
	static const char *const said[WSP_N_STATUSES] = {
		[WSP_STATUS_CONVERT] = "is finished by repairs",
		[WSP_STATUS_DONE] = "is in no phase: it is on HTTPS already",
		[WSP_STATUS_HELD] = "is in no phase: it is held",
		[WSP_STATUS_BLOCKED] = "is in no phase: it waits for a server that is held",
		[WSP_STATUS_EXCLUDED] = "is in no phase: it is excluded",
		[WSP_STATUS_RETIRED] = "is in no phase: it is retired",
	};
	struct wsp_unscheduled row = {2, WSP_NO_SERVER, "an audit is going on"};
	struct answering answering;

	begin(&answering, "3201", PLACED_WITHOUT_DATES, 2);
	answering.plan.unscheduled = &row;
	answering.plan.n_unscheduled = 1;
	for (unsigned status = 0; status < WSP_N_STATUSES; status++) {
		answering.plan.status[2] = (uint8_t)status;
		wsp_text_clear(&answering.text);
		wsp_write_why(&answering.why, &answering.text);
		CU_ASSERT_TRUE(says(&answering.text, said[status]));
		CU_ASSERT_TRUE(says(&answering.text, "  an audit is going on\n"));
		CU_ASSERT_FALSE(says(&answering.text, "slack"));
	}
	end(&answering);
}

static void test_why_not_lists_what_forbids_and_what_helps(void)
{
	struct wsp_price price = {{.kind = WSP_CHANGE_SEPARATION, .text = "the same window"},
		{.n_phases = 3, .phase = 2, .end = WSP_NO_MOMENT, .begin = WSP_NO_MOMENT}};
	struct wsp_answer_why_not answer = {.phase = 2};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 1);
	answering.why.prices = (struct wsp_prices){&price, 1, 0};
	answer.why = answering.why;
	answer.barriers = (struct wsp_barriers){
		{{WSP_BAR_CHILD, 3, "c.example.com below it is converted in P2"}}, 1, 0};
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text,
		"\nwhat forbids P2\n  c.example.com below it is converted in P2\n"
		"\nwhat would put it there, or before\n  the same window"));
	CU_ASSERT_TRUE(says(&answering.text, "P2 of 3\n"));
	wsp_text_clear(&answering.text);
	wsp_write_why_not_json(&answer, &answering.text);
	CU_ASSERT_TRUE(says(
		&answering.text, "{\"kind\": \"child\", \"by\": \"c.example.com\", \"text\": "));
	CU_ASSERT_TRUE(says(&answering.text, "\"asked\": \"P2\""));
	end(&answering);
}

static void test_why_not_says_what_slipping_costs(void)
{
	struct wsp_answer_why_not answer = {.phase = 3};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 3);
	answer.why = answering.why;
	answer.barriers = (struct wsp_barriers){
		{{WSP_BAR_UPSTREAM, 1, "its upstream a.example.com is converted in P3"}}, 1, 0};
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(
		&answering.text, "\nif those above it slip too, the plan takes 1 more phase\n"));
	answer.why.s = 2;
	answer.barriers.n = 0;
	wsp_text_clear(&answering.text);
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "\nnothing forbids P3: "));
	answer.phase = 1;
	wsp_text_clear(&answering.text);
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "\nthat is the phase that was asked for\n"));
	end(&answering);
}

static const char office[] =
	"wsusplan: 1\n"
	"policy: {operators: 2, servers_per_window: 2, strategy: bottom-up}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: a.example.com, upstream: root, mode: replica, clients: 4}\n"
	"  - {fqdn: b.example.com, upstream: root, mode: replica, clients: 5}\n"
	"  - {fqdn: c.example.com, upstream: root, mode: replica, clients: 6}\n";

static const char impossible[] =
	"wsusplan: 1\n"
	"policy: {default_window: 40m}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n";

/* An output that keeps everything; it grows without the allocator that is made to fail. */
struct page {
	size_t length;
	char text[50000];
};

static int keep(void *context, const char *bytes, size_t length)
{
	struct page *page = context;

	if (length >= sizeof(page->text) - page->length)
		return 0;
	memcpy(page->text + page->length, bytes, length);
	page->length += length;
	page->text[page->length] = '\0';
	return 1;
}

static int refuse(void *context, const char *bytes, size_t length)
{
	(void)context;
	(void)bytes;
	(void)length;
	return 0;
}

static struct wsp_topology *loaded(const char *yaml, struct wsp_diags *diags)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;
	struct wsp_topology *topo = NULL;

	options.format = "yaml";
	if (wsp_topology_load_memory("estate.yaml", yaml, strlen(yaml), &options, diags, &topo) !=
		WSP_OK)
		return NULL;
	return topo;
}

static struct wsp_plan *planned_office(struct wsp_diags *diags)
{
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_plan *plan = NULL;

	options.today = TODAY;
	CU_ASSERT_EQUAL_FATAL(
		wsp_plan_create(loaded(office, diags), &options, diags, &plan), WSP_OK);
	return plan;
}

static void test_a_question_is_answered_from_a_plan(void)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = planned_office(diags);
	struct wsp_question question = WSP_QUESTION_INIT;
	static struct page page;

	question.server = "root";
	page = (struct page){0};
	CU_ASSERT_EQUAL(wsp_plan_why(plan, &question, diags, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "root.example.com is converted in P3"));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "P3 -> P2"));
	question.phase = 2;
	question.json = 1;
	page = (struct page){0};
	CU_ASSERT_EQUAL(wsp_plan_why_not(plan, &question, diags, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "\"format\": \"wsusplan.why-not/1.0\""));
	CU_ASSERT_EQUAL(wsp_plan_why(plan, &question, diags, refuse, NULL), WSP_CANCELLED);
	wsp_plan_free(plan);
	wsp_diags_free(diags);
}

static void test_a_question_about_nothing_is_refused(void)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = planned_office(diags);
	struct wsp_question question = WSP_QUESTION_INIT;
	size_t before = wsp_diags_count(diags);
	static struct page page;

	question.server = "rooot";
	page = (struct page){0};
	CU_ASSERT_EQUAL(wsp_plan_why(plan, &question, diags, keep, &page), WSP_INVALID);
	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(diags), before + 1);
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(diags, before)->code, "I023");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(diags, before)->hint, "did you mean \"root\"?");
	question.server = "root";
	question.phase = 4;
	CU_ASSERT_EQUAL(wsp_plan_why_not(plan, &question, diags, keep, &page), WSP_INVALID);
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(diags, before + 1)->hint, "it has P1 to P3");
	CU_ASSERT_EQUAL(page.length, 0);
	wsp_plan_free(plan);
	wsp_diags_free(diags);
}

static void test_prices_are_listed_also_where_there_is_no_plan(void)
{
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	static struct page page;

	options.today = TODAY;
	page = (struct page){0};
	CU_ASSERT_EQUAL(
		wsp_what_if(loaded(office, diags), &options, 0, diags, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "two more servers a window (4)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "1 phase fewer"));
	page = (struct page){0};
	CU_ASSERT_EQUAL(
		wsp_what_if(loaded(impossible, diags), &options, 0, diags, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "no plan: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "there is a plan\n"));
	wsp_diags_free(diags);
}

static void test_ways_are_compared(void)
{
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	static struct page page;

	options.today = TODAY;
	page = (struct page){0};
	CU_ASSERT_EQUAL(
		wsp_compare(loaded(office, diags), &options, 0, diags, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "\ntop-down   overlap "));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "\nbottom-up  article "));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "only with --force: "));
	CU_ASSERT_EQUAL(wsp_compare(loaded(office, diags), &options, 1, diags, refuse, NULL),
		WSP_CANCELLED);
	wsp_diags_free(diags);
}

static const char dated[] =
	"timezone: Europe/Amsterdam\n"
	"policy: {operators: 2, servers_per_window: 2, strategy: bottom-up, soak: 2d}\n"
	"windows:\n"
	"  - {name: weekend, start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA}\n"
	"freezes:\n"
	"  - {from: 2026-12-18, to: 2027-01-04, reason: year-end}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: a.example.com, upstream: root.example.com, mode: replica, clients: 30,\n"
	"     not_before: 2026-12-10}\n"
	"  - {fqdn: b.example.com, upstream: root.example.com, mode: replica, clients: 40}\n";

/* What `plan` is when it is planned again from nothing but itself. */
static void expect_itself(const struct wsp_plan *plan)
{
	const struct wsp_change nothing = {.kind = WSP_CHANGE_NOTHING};
	struct wsp_retry retry = {
		.topo = &plan->topo, .options = {.today = plan->today, .force = plan->forced}};
	struct wsp_calendar calendar = {0};
	struct wsp_topology copy = {0};
	struct wsp_outcome before, after;
	struct wsp_arena arena = {0};
	struct wsp_diags diags;

	wsp_diags_init(&diags);
	if (plan->dated) {
		CU_ASSERT_EQUAL_FATAL(wsp_topology_copy(&plan->topo, &copy), WSP_OK);
		CU_ASSERT_EQUAL_FATAL(
			wsp_calendar_expand(&copy.inventory, plan->now, &diags, &calendar), WSP_OK);
		retry.options.calendar = &calendar;
	}
	CU_ASSERT_TRUE_FATAL(wsp_outcome_of(plan, WSP_NO_SERVER, &arena, &before));
	CU_ASSERT_EQUAL_FATAL(wsp_retry(&retry, &nothing, &arena, &after), WSP_OK);
	CU_ASSERT_EQUAL(after.status, WSP_OK);
	CU_ASSERT_EQUAL(before.n_phases, after.n_phases);
	CU_ASSERT_EQUAL(before.end, after.end);
	CU_ASSERT_EQUAL(before.exposure.visits, after.exposure.visits);
	CU_ASSERT_EQUAL(wsp_outcome_compare(&before, &after), 0);
	wsp_calendar_release(&calendar);
	wsp_topology_release(&copy);
	wsp_arena_release(&arena);
	wsp_diags_release(&diags);
}

static void test_a_plan_that_was_read_back_is_planned_again_as_it_was(void)
{
	const char *const inventories[] = {planned_company, planned_begun, dated};

	for (size_t i = 0; i < sizeof(inventories) / sizeof(inventories[0]); i++) {
		struct wsp_diags *diags = wsp_diags_create();
		struct wsp_plan *made = planned(inventories[i]), *again = NULL;
		char *json;

		CU_ASSERT_PTR_NOT_NULL_FATAL(made);
		json = written(made, wsp_write_json);
		CU_ASSERT_EQUAL_FATAL(stored(json, strlen(json), diags, &again), WSP_OK);
		CU_ASSERT_EQUAL(again->dated, i == 2);
		expect_itself(again);
		free(json);
		wsp_plan_free(made);
		wsp_plan_free(again);
		wsp_diags_free(diags);
	}
}

static bool attempt(void *context)
{
	static struct page page;
	struct wsp_question question = WSP_QUESTION_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	enum wsp_status status;

	if (!diags)
		return false;
	question.server = "a.example.com";
	question.phase = 2;
	page = (struct page){0};
	status = wsp_plan_why_not(context, &question, diags, keep, &page);
	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	wsp_diags_free(diags);
	return status == WSP_OK;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = planned_office(diags);

	CU_ASSERT_TRUE(wsp_torture(attempt, plan) > 0);
	wsp_plan_free(plan);
	wsp_diags_free(diags);
}

static CU_TestInfo tests[] = {
	{"why follows the reasons down to the first",
		test_why_follows_the_reasons_down_to_the_first},
	{"dates are told in the zone of the plan", test_dates_are_told_in_the_zone_of_the_plan},
	{"changes that help are told and others are not",
		test_changes_that_help_are_told_and_others_are_not},
	{"a server in no phase has an answer of its own",
		test_a_server_in_no_phase_has_an_answer_of_its_own},
	{"why-not lists what forbids and what helps",
		test_why_not_lists_what_forbids_and_what_helps},
	{"why-not says what slipping costs", test_why_not_says_what_slipping_costs},
	{"a question is answered from a plan", test_a_question_is_answered_from_a_plan},
	{"a question about nothing is refused", test_a_question_about_nothing_is_refused},
	{"prices are listed also where there is no plan",
		test_prices_are_listed_also_where_there_is_no_plan},
	{"ways are compared", test_ways_are_compared},
	{"a plan that was read back is planned again as it was",
		test_a_plan_that_was_read_back_is_planned_again_as_it_was},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("answers", tests);
}
