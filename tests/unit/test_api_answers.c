/* What the API answers about a plan. */
#include <stdlib.h>
#include <string.h>

#include "edge/ical.h"
#include "model/topology_copy.h"
#include "plan/retry.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"
#include "wsusplan/wsusplan.h"

enum { TODAY = 20788 }; /* 2026-12-01 */

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

int main(void)
{
	CU_TestInfo tests[] = {
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

	return wsp_run_suite("api_answers", tests);
}
