/* Slack: by how many phases conversions could slip, and the critical path. */
#include "estate.h"
#include "placed.h"
#include "plan/slack.h"
#include "runner.h"
#include "torture.h"

#define ROOT "root.example.com"

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

static struct wsp_slack tell(const struct wsp_plan *plan, struct wsp_arena *arena)
{
	struct wsp_slack slack = {0};

	CU_ASSERT_TRUE_FATAL(wsp_slack_tell(plan, arena, &slack));
	return slack;
}

static void test_a_leaf_beside_a_chain_may_slip(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	placed_make(&plan, &inventory, "3211", PLACED_WITHOUT_DATES);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[0], 0);
	CU_ASSERT_EQUAL(slack.phases[1], 0);
	CU_ASSERT_EQUAL(slack.phases[2], 1);
	CU_ASSERT_EQUAL(slack.phases[3], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_the_critical_path_leads_from_the_first_phase_to_the_last(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	placed_make(&plan, &inventory, "3211", PLACED_WITHOUT_DATES);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL_FATAL(slack.n_chain, 3);
	CU_ASSERT_EQUAL(slack.chain[0], 3);
	CU_ASSERT_EQUAL(slack.chain[1], 1);
	CU_ASSERT_EQUAL(slack.chain[2], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_a_server_that_is_not_converted_has_no_slack_to_tell(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	placed_make(&plan, &inventory, "0201", PLACED_WITHOUT_DATES);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[0], WSP_ABSENT);
	CU_ASSERT_EQUAL(slack.phases[2], WSP_ABSENT);
	CU_ASSERT_EQUAL(slack.phases[1], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_with_order_alone_a_server_may_slip_into_the_phase_of_its_upstream(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	inventory.policy.separation = WSP_SEPARATE_ORDER;
	placed_make(&plan, &inventory, "3211", PLACED_WITHOUT_DATES);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[1], 1);
	CU_ASSERT_EQUAL(slack.phases[2], 2);
	CU_ASSERT_EQUAL(slack.phases[3], 2);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_soak_takes_slack(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	/* phases are a day apart and last an hour: a pause of two days skips one of them */
	inventory.policy.soak = 2 * 24 * 60 - PLACED_MINUTES;
	placed_make(&plan, &inventory, "5311", PLACED_DATED);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[0], 0);
	CU_ASSERT_EQUAL(slack.phases[1], 0);
	CU_ASSERT_EQUAL(slack.phases[2], 2);
	CU_ASSERT_EQUAL(slack.phases[3], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_a_deadline_takes_slack_of_a_server_and_of_those_below_it(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	/* phase 3 ends at 23:00 on the 7th, phase 4 a day later */
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-07");
	placed_make(&plan, &inventory, "5211", PLACED_DATED);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[1], 1);
	CU_ASSERT_EQUAL(slack.phases[2], 3);
	CU_ASSERT_EQUAL(slack.phases[3], 1);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_nodes_of_a_load_balancer_slip_together(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	estate_group(&inventory, "wsus.example.com", WSP_GROUP_LOAD_BALANCER,
		"b.example.com c.example.com");
	placed_make(&plan, &inventory, "3211", PLACED_WITHOUT_DATES);
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[2], 0); /* b waits for c, which has to go first */
	CU_ASSERT_EQUAL(slack.phases[3], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_canaries_stay_where_they_are(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	plan.phases[1].canary = true;
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.phases[2], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_a_tree_that_goes_top_down_slips_as_a_whole(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_tree_choice choice = {0, WSP_TOP_DOWN};
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	estate_server(&inventory, "other.example.com", "offline");
	placed_make(&plan, &inventory, "12111", PLACED_WITHOUT_DATES); /* 1 is the other root */
	plan.tree_choice = &choice;
	plan.n_tree_choices = 1;
	slack = tell(&plan, &arena);
	for (wsp_server_id s = 0; s < 5; s++)
		CU_ASSERT_EQUAL(slack.phases[s], s == 1 ? 0 : 1);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static void test_one_phase_has_no_critical_path(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_arena arena = {0};
	struct wsp_plan plan;
	struct wsp_slack slack;

	placed_make(&plan, &inventory, "1111", PLACED_WITHOUT_DATES);
	plan.chosen = WSP_TOP_DOWN;
	slack = tell(&plan, &arena);
	CU_ASSERT_EQUAL(slack.n_chain, 0);
	CU_ASSERT_EQUAL(slack.phases[3], 0);
	wsp_arena_release(&arena);
	wsp_plan_release(&plan);
}

static bool attempt(void *context)
{
	struct wsp_arena arena = {0};
	struct wsp_slack slack;
	bool done = wsp_slack_tell(context, &arena, &slack);

	wsp_arena_release(&arena);
	return done;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_plan plan;

	estate_group(&inventory, "wsus.example.com", WSP_GROUP_LOAD_BALANCER,
		"b.example.com c.example.com");
	placed_make(&plan, &inventory, "3211", PLACED_WITHOUT_DATES);
	CU_ASSERT_TRUE(wsp_torture(attempt, &plan) > 0);
	wsp_plan_release(&plan);
}

static CU_TestInfo tests[] = {
	{"a leaf beside a chain may slip", test_a_leaf_beside_a_chain_may_slip},
	{"the critical path leads from the first phase to the last",
		test_the_critical_path_leads_from_the_first_phase_to_the_last},
	{"a server that is not converted has no slack to tell",
		test_a_server_that_is_not_converted_has_no_slack_to_tell},
	{"with order alone a server may slip into the phase of its upstream",
		test_with_order_alone_a_server_may_slip_into_the_phase_of_its_upstream},
	{"soak takes slack", test_soak_takes_slack},
	{"a deadline takes slack of a server and of those below it",
		test_a_deadline_takes_slack_of_a_server_and_of_those_below_it},
	{"nodes of a load balancer slip together", test_nodes_of_a_load_balancer_slip_together},
	{"canaries stay where they are", test_canaries_stay_where_they_are},
	{"a tree that goes top-down slips as a whole",
		test_a_tree_that_goes_top_down_slips_as_a_whole},
	{"one phase has no critical path", test_one_phase_has_no_critical_path},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("slack", tests);
}
