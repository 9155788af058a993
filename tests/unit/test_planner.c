/* Planner: strategy, phases and minutes of estates small enough to count by hand. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "outcome.h"
#include "plan/steps.h"
#include "runner.h"

#define ROOT "root.example.com"

static void add_office(struct wsp_inventory *inventory)
{
	estate_server(inventory, ROOT, "microsoft-update");
	estate_server(inventory, "a.example.com", ROOT);
	estate_server(inventory, "b.example.com", ROOT);
}

static void test_an_office_goes_top_down(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.chosen, WSP_TOP_DOWN);
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 1);
	CU_ASSERT_EQUAL(outcome.plan.n_waves, 2);
	/* the root takes 45 minutes, two operators switch for 2, both synchronize for 10, and the
	   two downstreams take 45 side by side */
	CU_ASSERT_EQUAL(outcome.plan.makespan, 45 + 2 + 10 + 45);
	CU_ASSERT_EQUAL(outcome.plan.phases[1].minutes, 102);
	CU_ASSERT_EQUAL(outcome.plan.phases[1].reserve, 2 * 5);
	CU_ASSERT_EQUAL(outcome.plan.window, 240 - 10);
	CU_ASSERT_STRING_EQUAL(outcome.plan.reason,
		"top-down: converting 3 servers top-down takes 1 h 42 min with 2 operators; the "
		"longest window gives 3 h 50 min (4 h less 10 min to back out of all of them), so "
		"all of it fits one window");
	/* from require-ssl, 15 minutes into the root's visit, to the end of the switch */
	CU_ASSERT_EQUAL(wsp_plan_link_outage(&outcome.plan, 1), 47 - 15);
	CU_ASSERT_EQUAL(wsp_plan_link_https_from(&outcome.plan, 1), 1);
	outcome_release(&outcome);
}

static void test_a_window_too_short_for_all_means_bottom_up(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.policy.default_window = 111; /* top-down needs 102 and a reserve of 10 */
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.chosen, WSP_BOTTOM_UP);
	CU_ASSERT_STRING_EQUAL(outcome.plan.failed, "window");
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 2);
	CU_ASSERT_EQUAL(outcome.plan.phase[1], 1);
	CU_ASSERT_EQUAL(outcome.plan.phase[2], 1);
	CU_ASSERT_EQUAL(outcome.plan.phase[0], 2);
	CU_ASSERT_EQUAL(outcome.plan.link_phase[1], 2);
	CU_ASSERT_TRUE(outcome.plan.optimal);
	CU_ASSERT_EQUAL(outcome.plan.lower_bound, 2);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(outcome.plan.bound, "2 servers, and each needs a later window"));
	outcome_release(&outcome);
}

static void test_limits_of_a_window_rule_top_down_out(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.policy.servers_per_window = 2;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_STRING_EQUAL(outcome.plan.failed, "servers");
	CU_ASSERT_PTR_NOT_NULL(strstr(outcome.plan.reason,
		"3 servers are more than the 2 that servers_per_window allows"));
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 2);
	outcome_release(&outcome);
}

static void test_clients_a_window_spread_the_work(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.server[1].clients = 600;
	inventory.server[2].clients = 500;
	inventory.policy.clients_per_window = 1000;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_STRING_EQUAL(outcome.plan.failed, "clients");
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 3);
	CU_ASSERT_EQUAL(outcome.plan.lower_bound, 3); /* 1,100 clients below need two windows */
	CU_ASSERT_TRUE(outcome.plan.optimal);
	outcome_release(&outcome);
}

static void test_operators_share_the_switches_of_a_hub(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	estate_server(&inventory, ROOT, "microsoft-update");
	for (int i = 0; i < 5; i++) {
		char name[32];

		snprintf(name, sizeof(name), "leaf%d.example.com", i);
		estate_server(&inventory, name, ROOT)->https = WSP_HTTPS_CONFIGURED;
	}
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.to_convert, 1);
	CU_ASSERT_EQUAL(outcome.plan.to_switch, 5);
	/* two operators, five switches of two minutes: at 45, 45, 47, 47 and 49 */
	CU_ASSERT_EQUAL(outcome.plan.link_start[5], 49);
	CU_ASSERT_EQUAL(outcome.plan.phases[1].minutes, 49 + 2 + 10);
	CU_ASSERT_EQUAL(outcome.plan.hands_on, 45 + 5 * 2);
	outcome_release(&outcome);
}

static void test_a_change_that_fits_no_window_names_what_would_help(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;
	const struct wsp_diag *diag;

	estate_server(&inventory, ROOT, "microsoft-update");
	for (int i = 0; i < 40; i++) {
		char name[32];

		snprintf(name, sizeof(name), "leaf%d.example.com", i);
		estate_server(&inventory, name, ROOT);
	}
	inventory.policy.default_window = 90; /* 45 + 40 + 10 + 5 with two operators */
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL(outcome.status, WSP_INFEASIBLE);
	diag = outcome_finding(&outcome, "F002");
	CU_ASSERT_PTR_NOT_NULL_FATAL(diag);
	CU_ASSERT_STRING_EQUAL(diag->message,
		"converting root.example.com and switching its 40 downstreams takes 1 h 40 min "
		"with "
		"2 operators and the reserve, and the longest window has 1 h 30 min");
	CU_ASSERT_PTR_NOT_NULL(strstr(diag->hint, "4 operators would make it fit"));
	outcome_release(&outcome);
}

static void test_a_forced_strategy_that_breaks_a_limit_is_refused_or_waived(void)
{
	for (int force = 0; force <= 1; force++) {
		struct wsp_inventory inventory = outcome_estate();
		struct outcome outcome;

		add_office(&inventory);
		inventory.policy.default_window = 100;
		inventory.policy.strategy = WSP_TOP_DOWN;
		outcome = outcome_make(&inventory, force);
		CU_ASSERT_EQUAL(outcome.status, force ? WSP_OK : WSP_INFEASIBLE);
		if (force) {
			CU_ASSERT_EQUAL_FATAL(outcome.plan.n_waivers, 1);
			CU_ASSERT_PTR_NOT_NULL(strstr(outcome.plan.waiver[0], "12 min too little"));
			CU_ASSERT_EQUAL(outcome.plan.n_phases, 1);
		} else {
			const struct wsp_diag *diag = outcome_finding(&outcome, "F003");

			CU_ASSERT_PTR_NOT_NULL_FATAL(diag);
			CU_ASSERT_PTR_NOT_NULL(strstr(diag->message, "12 min too little"));
		}
		outcome_release(&outcome);
	}
}

static void test_a_tree_may_have_a_strategy_of_its_own(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	estate_server(&inventory, "other.example.com", "microsoft-update");
	estate_server(&inventory, "below.example.com", "other.example.com");
	inventory.policy.strategy = WSP_BOTTOM_UP;
	CU_ASSERT_TRUE_FATAL(WSP_RESERVE(inventory.policy.tree, inventory.policy.tree_capacity, 0));
	inventory.policy.tree[0] = (struct wsp_tree_policy){
		.root = estate_text(&inventory, "other.example.com"), .strategy = WSP_TOP_DOWN};
	inventory.policy.n_trees = 1;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.n_tree_choices, 1);
	{
		const struct wsp_plan *plan = &outcome.plan;
		wsp_server_id other = outcome_find(&outcome, "other.example.com");
		wsp_server_id below = outcome_find(&outcome, "below.example.com");
		wsp_server_id root = outcome_find(&outcome, ROOT);

		CU_ASSERT_EQUAL(plan->phase[other], plan->phase[below]);
		CU_ASSERT_TRUE(plan->wave[other] < plan->wave[below]);
		CU_ASSERT_TRUE(plan->phase[root] > plan->phase[outcome_find(&outcome, "a")]);
	}
	outcome_release(&outcome);
}

/* Top-down for all but the one tree that does not fit: nothing is left to be waived. */
static void test_trees_that_go_bottom_up_do_not_break_top_down(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	estate_server(&inventory, "other.example.com", "microsoft-update");
	inventory.policy.strategy = WSP_TOP_DOWN;
	inventory.policy.default_window = 111; /* the office alone needs 112, bottom-up it fits */
	CU_ASSERT_TRUE_FATAL(WSP_RESERVE(inventory.policy.tree, inventory.policy.tree_capacity, 0));
	inventory.policy.tree[0] = (struct wsp_tree_policy){
		.root = estate_text(&inventory, ROOT), .strategy = WSP_BOTTOM_UP};
	inventory.policy.n_trees = 1;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.n_waivers, 0);
	CU_ASSERT_TRUE(outcome.plan.phase[outcome_find(&outcome, ROOT)] >
		       outcome.plan.phase[outcome_find(&outcome, "a")]);
	outcome_release(&outcome);
}

static void test_a_canary_goes_first_and_alone(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.policy.canary = estate_text(&inventory, "b.example.com");
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.chosen, WSP_BOTTOM_UP);
	CU_ASSERT_STRING_EQUAL(outcome.plan.failed, "canary");
	CU_ASSERT_EQUAL(outcome.plan.phase[2], 1);
	CU_ASSERT_EQUAL(outcome.plan.phase[1], 2);
	CU_ASSERT_EQUAL(outcome.plan.phase[0], 3);
	CU_ASSERT_TRUE(outcome.plan.phases[1].canary);
	CU_ASSERT_FALSE(outcome.plan.phases[2].canary);
	CU_ASSERT_PTR_NOT_NULL(outcome_finding(&outcome, "F005")); /* no downstream, no switch */
	outcome_release(&outcome);
}

static void test_a_canary_branch_exercises_a_switch(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	estate_server(&inventory, "leaf.example.com", "a.example.com");
	inventory.policy.canary = estate_text(&inventory, "a.example.com");
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.phase[outcome_find(&outcome, "leaf")], 1);
	CU_ASSERT_EQUAL(outcome.plan.phase[outcome_find(&outcome, "a")], 2);
	CU_ASSERT_EQUAL(outcome.plan.phase[outcome_find(&outcome, "b")], 3);
	CU_ASSERT_EQUAL(outcome.plan.phase[outcome_find(&outcome, ROOT)], 4);
	CU_ASSERT_PTR_NULL(outcome_finding(&outcome, "F005"));
	outcome_release(&outcome);
}

static void test_top_down_contradicts_a_canary(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.policy.canary = estate_text(&inventory, "b.example.com");
	inventory.policy.strategy = WSP_TOP_DOWN;
	outcome = outcome_make(&inventory, true);
	CU_ASSERT_EQUAL(outcome.status, WSP_INFEASIBLE);
	CU_ASSERT_PTR_NOT_NULL(outcome_finding(&outcome, "F004"));
	outcome_release(&outcome);
}

static void test_nothing_to_do_is_a_plan_without_phases(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	estate_server(&inventory, ROOT, "microsoft-update")->https = WSP_HTTPS_CONFIGURED;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 0);
	CU_ASSERT_EQUAL(outcome.plan.n_steps, 0);
	CU_ASSERT_PTR_NOT_NULL(outcome_finding(&outcome, "F007"));
	outcome_release(&outcome);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"an office goes top-down", test_an_office_goes_top_down},
		{"a window too short for all means bottom-up",
			test_a_window_too_short_for_all_means_bottom_up},
		{"limits of a window rule top-down out", test_limits_of_a_window_rule_top_down_out},
		{"clients a window spread the work", test_clients_a_window_spread_the_work},
		{"operators share the switches of a hub",
			test_operators_share_the_switches_of_a_hub},
		{"a change that fits no window names what would help",
			test_a_change_that_fits_no_window_names_what_would_help},
		{"a forced strategy that breaks a limit is refused or waived",
			test_a_forced_strategy_that_breaks_a_limit_is_refused_or_waived},
		{"a tree may have a strategy of its own",
			test_a_tree_may_have_a_strategy_of_its_own},
		{"trees that go bottom-up do not break top-down",
			test_trees_that_go_bottom_up_do_not_break_top_down},
		{"a canary goes first and alone", test_a_canary_goes_first_and_alone},
		{"a canary branch exercises a switch", test_a_canary_branch_exercises_a_switch},
		{"top-down contradicts a canary", test_top_down_contradicts_a_canary},
		{"nothing to do is a plan without phases",
			test_nothing_to_do_is_a_plan_without_phases},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("planner", tests);
}
