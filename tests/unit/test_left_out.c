/* Left out: held and excluded servers, and what their neighbours do. */
#include <string.h>

#include "outcome.h"
#include "runner.h"

#define ROOT "root.example.com"

static void add_office(struct wsp_inventory *inventory)
{
	estate_server(inventory, ROOT, "microsoft-update");
	estate_server(inventory, "a.example.com", ROOT);
	estate_server(inventory, "b.example.com", ROOT);
}

static void test_a_held_server_blocks_those_above_it_only(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	estate_server(&inventory, "leaf.example.com", "a.example.com")->hold_reason =
		estate_text(&inventory, "audit");
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	{
		const struct wsp_plan *plan = &outcome.plan;
		wsp_server_id leaf = outcome_find(&outcome, "leaf");

		CU_ASSERT_EQUAL(plan->status[leaf], WSP_STATUS_HELD);
		CU_ASSERT_EQUAL(plan->actions[leaf], 0);
		CU_ASSERT_EQUAL(plan->status[1], WSP_STATUS_BLOCKED);
		CU_ASSERT_EQUAL(plan->status[0], WSP_STATUS_BLOCKED);
		CU_ASSERT_EQUAL(plan->status[2], WSP_STATUS_CONVERT);
		CU_ASSERT_EQUAL(plan->n_phases, 1);
		CU_ASSERT_STRING_EQUAL(plan->failed, "hold");
		CU_ASSERT_PTR_NOT_NULL(
			strstr(plan->reason, "leaf.example.com cannot take part (it is held)"));
		CU_ASSERT_EQUAL_FATAL(plan->n_unscheduled, 3);
		CU_ASSERT_EQUAL(plan->unscheduled[0].blocked_by, leaf);
		CU_ASSERT_STRING_EQUAL(plan->unscheduled[0].reason,
			"waits for leaf.example.com below it, which is held");
		CU_ASSERT_STRING_EQUAL(plan->unscheduled[2].reason, "held: audit");
	}
	outcome_release(&outcome);
}

static void test_a_server_without_tls_12_is_held(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.server[2].tls12 = WSP_NO;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.status[2], WSP_STATUS_HELD);
	CU_ASSERT_EQUAL(outcome.plan.status[0], WSP_STATUS_BLOCKED);
	CU_ASSERT_EQUAL(outcome.plan.status[1], WSP_STATUS_CONVERT);
	outcome_release(&outcome);
}

static void test_an_excluded_server_is_switched_and_not_converted(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.server[1].exclude_reason = estate_text(&inventory, "lab");
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.status[1], WSP_STATUS_EXCLUDED);
	CU_ASSERT_EQUAL(outcome.plan.link_work[1], WSP_LINK_SWITCH);
	CU_ASSERT_EQUAL(outcome.plan.actions[1],
		WSP_BIT(WSP_CHECK_PREREQUISITES) | WSP_BIT(WSP_TRUST_ISSUER) |
			WSP_BIT(WSP_PLAN_ACCESS) | WSP_BIT(WSP_SWITCH_SYNC) |
			WSP_BIT(WSP_VERIFY_SYNC));
	CU_ASSERT_EQUAL(outcome.plan.status[0], WSP_STATUS_CONVERT);
	outcome_release(&outcome);
}

static void test_an_excluded_server_that_may_not_be_switched_blocks(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;

	add_office(&inventory);
	inventory.server[1].exclude_reason = estate_text(&inventory, "lab");
	inventory.server[1].exclude_switch = WSP_NO;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.status[0], WSP_STATUS_BLOCKED);
	CU_ASSERT_STRING_EQUAL(outcome.plan.unscheduled[0].reason,
		"waits for a.example.com below it, which may not be switched");
	outcome_release(&outcome);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a held server blocks those above it only",
			test_a_held_server_blocks_those_above_it_only},
		{"a server without TLS 1.2 is held", test_a_server_without_tls_12_is_held},
		{"an excluded server is switched and not converted",
			test_an_excluded_server_is_switched_and_not_converted},
		{"an excluded server that may not be switched blocks",
			test_an_excluded_server_that_may_not_be_switched_blocks},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("left_out", tests);
}
