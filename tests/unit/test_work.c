/* Work: what remains of a half-converted estate, and what is repaired first. */
#include <string.h>

#include "outcome.h"
#include "plan/steps.h"
#include "runner.h"

#define ROOT "root.example.com"
#define LEAF "leaf.example.com"

/* A root and a leaf, told by the caller. */
static struct outcome plan_pair(void (*tell)(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf))
{
	struct wsp_inventory inventory = outcome_estate();

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, LEAF, ROOT);
	inventory.policy.default_window = 90; /* bottom-up, one after the other */
	tell(&inventory, &inventory.server[0], &inventory.server[1]);
	return outcome_make(&inventory, false);
}

static void tell_enforcing(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	(void)inventory;
	root->https = WSP_HTTPS_CONFIGURED;
	root->clients_https = WSP_CLIENTS_ALL;
	leaf->sync_ssl = WSP_NO;
}

static void test_an_unswitched_downstream_of_an_enforcing_server_is_switched_now(void)
{
	struct outcome outcome = plan_pair(tell_enforcing);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->status[0], WSP_STATUS_DONE);
	CU_ASSERT_EQUAL(plan->link_work[1], WSP_LINK_REPAIR);
	CU_ASSERT_EQUAL(plan->link_phase[1], 1);
	CU_ASSERT_EQUAL(plan->waves[plan->link_wave[1]].number, 0);
	CU_ASSERT_EQUAL(wsp_plan_link_outage(plan, 1), 2); /* from the start of the phase */
	CU_ASSERT_EQUAL(plan->status[1], WSP_STATUS_CONVERT);
	CU_ASSERT_EQUAL(plan->waves[plan->wave[1]].number, 1);
	outcome_release(&outcome);
}

static void tell_stuck(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	tell_enforcing(inventory, root, leaf);
	leaf->tls12 = WSP_NO;
}

static void test_a_server_stops_enforcing_over_a_downstream_that_cannot_follow(void)
{
	struct outcome outcome = plan_pair(tell_stuck);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->repair[0], WSP_BIT(WSP_UNREQUIRE_SSL));
	CU_ASSERT_EQUAL(plan->status[0], WSP_STATUS_BLOCKED); /* until the leaf can */
	CU_ASSERT_EQUAL(plan->status[1], WSP_STATUS_HELD);
	CU_ASSERT_EQUAL(plan->link_work[1], WSP_LINK_NONE);
	CU_ASSERT_EQUAL(plan->n_phases, 1);
	outcome_release(&outcome);
}

static void tell_too_early(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	(void)inventory;
	root->https = WSP_HTTPS_NONE;
	leaf->sync_ssl = WSP_YES;
}

static void test_a_link_switched_too_early_goes_back_without_a_certificate(void)
{
	struct outcome outcome = plan_pair(tell_too_early);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->repair[1], WSP_BIT(WSP_UNSWITCH_SYNC));
	CU_ASSERT_EQUAL(plan->link_work[1], WSP_LINK_SWITCH); /* and again with the root */
	CU_ASSERT_EQUAL(plan->link_phase[1], plan->phase[0]);
	outcome_release(&outcome);
}

static void tell_certificate_at_hand(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	tell_too_early(inventory, root, leaf);
	root->certificate_expires = estate_text(inventory, "2028-01-01");
}

static void test_a_certificate_at_hand_is_bound_for_a_link_switched_too_early(void)
{
	struct outcome outcome = plan_pair(tell_certificate_at_hand);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->repair[0], WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS));
	CU_ASSERT_FALSE(wsp_plan_visit(plan, 0) & WSP_BIT(WSP_BIND_CERTIFICATE));
	CU_ASSERT_TRUE(wsp_plan_visit(plan, 0) & WSP_BIT(WSP_REQUIRE_SSL));
	CU_ASSERT_EQUAL(plan->repair[1], 0);
	CU_ASSERT_EQUAL(wsp_plan_link_https_from(plan, 1), 1);
	outcome_release(&outcome);
}

static void tell_expired(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	tell_too_early(inventory, root, leaf);
	root->https = WSP_HTTPS_BOUND;
	root->certificate_expires = estate_text(inventory, "2026-11-30");
}

static void test_a_binding_whose_certificate_has_expired_is_no_binding(void)
{
	struct outcome outcome = plan_pair(tell_expired);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->repair[1], WSP_BIT(WSP_UNSWITCH_SYNC));
	CU_ASSERT_TRUE(plan->actions[0] & WSP_BIT(WSP_BIND_CERTIFICATE));
	outcome_release(&outcome);
}

static void tell_half_done(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	(void)inventory;
	(void)root;
	leaf->https = WSP_HTTPS_REQUIRED;
	leaf->clients_https = WSP_CLIENTS_NONE;
}

static void test_a_half_done_server_is_finished_in_the_repair_wave(void)
{
	struct outcome outcome = plan_pair(tell_half_done);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->phase[1], 1);
	CU_ASSERT_EQUAL(plan->waves[plan->wave[1]].number, 0);
	CU_ASSERT_EQUAL(wsp_plan_visit(plan, 1),
		WSP_BIT(WSP_BACK_UP) | WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_CONFIGURE_SSL) |
			WSP_BIT(WSP_RESTART_SERVER) | WSP_BIT(WSP_POINT_CLIENTS) |
			WSP_BIT(WSP_RECONNECT_CONSOLES) | WSP_BIT(WSP_VERIFY_SERVER));
	CU_ASSERT_EQUAL(plan->phases[1].minutes, 5 + 3 + 1 + 12 + 3 + 2 + 10);
	/* 36 minutes of it, 57 of the root and a reserve of 5 are more than the window has */
	CU_ASSERT_EQUAL(plan->phase[0], 2);
	CU_ASSERT_EQUAL(plan->n_phases, 2);
	outcome_release(&outcome);
}

static void tell_bound(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	(void)inventory;
	root->https = WSP_HTTPS_BOUND;
	leaf->https = WSP_HTTPS_CONFIGURED;
	leaf->sync_ssl = WSP_YES;
}

static void test_what_is_done_is_not_done_again(void)
{
	struct outcome outcome = plan_pair(tell_bound);
	const struct wsp_plan *plan = &outcome.plan;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(plan->status[1], WSP_STATUS_DONE);
	CU_ASSERT_EQUAL(plan->actions[1], 0); /* switched already */
	CU_ASSERT_FALSE(plan->actions[0] & WSP_BIT(WSP_BIND_CERTIFICATE));
	CU_ASSERT_FALSE(plan->actions[0] & WSP_BIT(WSP_OBTAIN_CERTIFICATE));
	CU_ASSERT_EQUAL(wsp_plan_link_outage(plan, 1), 12); /* the restart only */
	outcome_release(&outcome);
}

static void tell_wrong_port(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	tell_bound(inventory, root, leaf);
	leaf->sync_port = 8530;
}

/* A switch now would come before the tests of the upstream's conversion. */
static void test_https_to_the_http_port_goes_back_to_http_until_the_conversion(void)
{
	struct outcome outcome = plan_pair(tell_wrong_port);

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.repair[1], WSP_BIT(WSP_UNSWITCH_SYNC));
	CU_ASSERT_EQUAL(outcome.plan.link_work[1], WSP_LINK_SWITCH);
	outcome_release(&outcome);
}

static void tell_retired(
	struct wsp_inventory *inventory, struct wsp_server *root, struct wsp_server *leaf)
{
	(void)inventory;
	(void)root;
	leaf->retired = WSP_YES;
}

static void test_a_retired_server_is_no_downstream(void)
{
	struct outcome outcome = plan_pair(tell_retired);

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.status[1], WSP_STATUS_RETIRED);
	CU_ASSERT_EQUAL(outcome.plan.link_work[1], WSP_LINK_NONE);
	CU_ASSERT_EQUAL(outcome.plan.to_convert, 1);
	outcome_release(&outcome);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"an unswitched downstream of an enforcing server is switched now",
			test_an_unswitched_downstream_of_an_enforcing_server_is_switched_now},
		{"a server stops enforcing over a downstream that cannot follow",
			test_a_server_stops_enforcing_over_a_downstream_that_cannot_follow},
		{"a link switched too early goes back without a certificate",
			test_a_link_switched_too_early_goes_back_without_a_certificate},
		{"a certificate at hand is bound for a link switched too early",
			test_a_certificate_at_hand_is_bound_for_a_link_switched_too_early},
		{"a binding whose certificate has expired is no binding",
			test_a_binding_whose_certificate_has_expired_is_no_binding},
		{"a half-done server is finished in the repair wave",
			test_a_half_done_server_is_finished_in_the_repair_wave},
		{"what is done is not done again", test_what_is_done_is_not_done_again},
		{"HTTPS to the HTTP port goes back to HTTP until the conversion",
			test_https_to_the_http_port_goes_back_to_http_until_the_conversion},
		{"a retired server is no downstream", test_a_retired_server_is_no_downstream},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("work", tests);
}
