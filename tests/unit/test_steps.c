/* Steps: the stream of a plan, its order, its count and what waits for what. */
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "plan/steps.h"
#include "runner.h"

#define ROOT "root.example.com"

/* A root over a hub with two leaves, bottom-up in three phases. */
static struct outcome plan_company(void)
{
	struct wsp_inventory inventory = outcome_estate();

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "hub.example.com", ROOT);
	estate_server(&inventory, "a.example.com", "hub.example.com")->restart =
		WSP_RESTART_SERVICES;
	estate_server(&inventory, "b.example.com", "hub.example.com");
	inventory.policy.strategy = WSP_BOTTOM_UP;
	return outcome_make(&inventory, false);
}

/* All steps in one array; released with free(). */
static struct wsp_step *list_steps(const struct wsp_plan *plan, size_t *ret_n)
{
	struct wsp_step *all = calloc(plan->n_steps + 1, sizeof(*all));
	struct wsp_steps steps;
	size_t n = 0;

	wsp_steps_begin(&steps, plan);
	while (all && wsp_steps_next(&steps)) {
		CU_ASSERT_TRUE_FATAL(n + steps.n <= plan->n_steps);
		memcpy(all + n, steps.step, steps.n * sizeof(*all));
		n += steps.n;
	}
	CU_ASSERT_FALSE(steps.failed);
	wsp_steps_release(&steps);
	*ret_n = n;
	return all;
}

static size_t place_of(
	const struct wsp_step *step, size_t n, enum wsp_action action, wsp_server_id s)
{
	for (size_t i = 0; i < n; i++) {
		if (step[i].action == action && step[i].server == s)
			return i;
	}
	return n;
}

static void test_steps_come_in_the_order_of_work(void)
{
	struct outcome outcome = plan_company();
	size_t n;
	struct wsp_step *step = list_steps(&outcome.plan, &n);

	CU_ASSERT_EQUAL_FATAL(n, outcome.plan.n_steps);
	for (size_t i = 1; i < n; i++) {
		CU_ASSERT_TRUE(step[i - 1].phase <= step[i].phase);
		if (step[i - 1].wave == step[i].wave && step[i].wave != WSP_NO_WAVE)
			CU_ASSERT_TRUE(step[i - 1].start <= step[i].start);
	}
	/* the leaves, then the hub and their switches, then the root and the hub's */
	CU_ASSERT_TRUE(
		place_of(step, n, WSP_VERIFY_SERVER, 2) < place_of(step, n, WSP_REQUIRE_SSL, 1));
	CU_ASSERT_TRUE(
		place_of(step, n, WSP_VERIFY_SERVER, 1) < place_of(step, n, WSP_SWITCH_SYNC, 2));
	CU_ASSERT_TRUE(
		place_of(step, n, WSP_VERIFY_SERVER, 0) < place_of(step, n, WSP_SWITCH_SYNC, 1));
	CU_ASSERT_EQUAL(step[n - 1].action, WSP_VERIFY_CLIENTS);
	CU_ASSERT_EQUAL(step[0].action, WSP_CHECK_PREREQUISITES);
	free(step);
	outcome_release(&outcome);
}

static void test_a_step_waits_for_other_targets_only(void)
{
	struct outcome outcome = plan_company();
	const struct wsp_plan *plan = &outcome.plan;
	size_t n;
	struct wsp_step *step = list_steps(plan, &n);
	struct wsp_dependency dependency;
	uint32_t cursor = 0;

	CU_ASSERT_TRUE_FATAL(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_REQUIRE_SSL, 1)], &cursor, &dependency));
	CU_ASSERT_EQUAL(dependency.action, WSP_VERIFY_SERVER);
	CU_ASSERT_EQUAL(dependency.server, 2);
	CU_ASSERT_TRUE_FATAL(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_REQUIRE_SSL, 1)], &cursor, &dependency));
	CU_ASSERT_EQUAL(dependency.server, 3);
	CU_ASSERT_FALSE(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_REQUIRE_SSL, 1)], &cursor, &dependency));
	cursor = 0;
	CU_ASSERT_TRUE_FATAL(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_SWITCH_SYNC, 3)], &cursor, &dependency));
	CU_ASSERT_EQUAL(dependency.action, WSP_VERIFY_SERVER);
	CU_ASSERT_EQUAL(dependency.server, 1);
	CU_ASSERT_FALSE(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_SWITCH_SYNC, 3)], &cursor, &dependency));
	cursor = 0;
	CU_ASSERT_FALSE(wsp_step_dependency(
		plan, &step[place_of(step, n, WSP_BACK_UP, 1)], &cursor, &dependency));
	free(step);
	outcome_release(&outcome);
}

static const char *procedure_of(const struct outcome *outcome, const struct wsp_step *step)
{
	return outcome->plan.procedure[step->procedure].id;
}

static void test_procedures_follow_the_state_at_that_moment(void)
{
	struct outcome outcome = plan_company();
	size_t n;
	struct wsp_step *step = list_steps(&outcome.plan, &n);

	/* the leaf was converted two phases before its link is switched: its API is on HTTPS */
	CU_ASSERT_STRING_EQUAL(procedure_of(&outcome, &step[place_of(step, n, WSP_SWITCH_SYNC, 2)]),
		"switch-sync");
	CU_ASSERT_STRING_EQUAL(
		procedure_of(&outcome, &step[place_of(step, n, WSP_RESTART_SERVER, 2)]),
		"restart-services");
	CU_ASSERT_STRING_EQUAL(
		procedure_of(&outcome, &step[place_of(step, n, WSP_RESTART_SERVER, 3)]),
		"restart-server");
	free(step);
	outcome_release(&outcome);
}

static void test_top_down_switches_over_http(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;
	size_t n;
	struct wsp_step *step;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	outcome = outcome_make(&inventory, false);
	step = list_steps(&outcome.plan, &n);
	CU_ASSERT_STRING_EQUAL(procedure_of(&outcome, &step[place_of(step, n, WSP_SWITCH_SYNC, 1)]),
		"switch-sync-http");
	CU_ASSERT_TRUE(place_of(step, n, WSP_VERIFY_SYNC, 1) < place_of(step, n, WSP_BACK_UP, 1));
	free(step);
	outcome_release(&outcome);
}

/* A wave of seventy days: its minutes do not fit the counters of one sorting pass. */
static void test_steps_of_a_long_wave_are_in_order(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_duration_policy long_visit = {.minutes = 50000};
	struct outcome outcome;
	size_t n;
	struct wsp_step *step;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	estate_server(&inventory, "b.example.com", ROOT);
	long_visit.action = estate_text(&inventory, "verify-server");
	inventory.policy.operators = 1;
	inventory.policy.default_window = 1000000;
	inventory.policy.duration = calloc(1, sizeof(long_visit));
	CU_ASSERT_PTR_NOT_NULL_FATAL(inventory.policy.duration);
	inventory.policy.duration[0] = long_visit;
	inventory.policy.n_durations = inventory.policy.duration_capacity = 1;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	step = list_steps(&outcome.plan, &n);
	CU_ASSERT_EQUAL_FATAL(n, outcome.plan.n_steps);
	for (size_t i = 1; i < n; i++) {
		if (step[i - 1].wave == step[i].wave && step[i].wave != WSP_NO_WAVE)
			CU_ASSERT_TRUE(step[i - 1].start <= step[i].start);
	}
	CU_ASSERT_TRUE(outcome.plan.waves[1].finish - outcome.plan.waves[1].start > 65536);
	free(step);
	outcome_release(&outcome);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"steps come in the order of work", test_steps_come_in_the_order_of_work},
		{"a step waits for other targets only", test_a_step_waits_for_other_targets_only},
		{"procedures follow the state at that moment",
			test_procedures_follow_the_state_at_that_moment},
		{"top-down switches over HTTP", test_top_down_switches_over_http},
		{"steps of a long wave are in order", test_steps_of_a_long_wave_are_in_order},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("steps", tests);
}
