/* Dependencies: what waits for what with groups, shared work and both cut-overs. */
#include <string.h>

#include "estate.h"
#include "placed.h"
#include "plan/steps.h"
#include "report/label.h"
#include "runner.h"

/* A group of two over two downstreams, below a root. */
static struct wsp_inventory service(enum wsp_group_kind kind)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "n1.example.com", "root.example.com");
	estate_server(&inventory, "n2.example.com", "root.example.com");
	estate_server(&inventory, "a.example.com", "nodes.example.com");
	estate_server(&inventory, "b.example.com", "nodes.example.com");
	estate_group(&inventory, "nodes.example.com", kind, "n1.example.com n2.example.com");
	return inventory;
}

enum { ROOT = 0, N1, N2, A, B };

static const wsp_server_id nodes[] = {N1, N2};

/* The ids that a step waits for, separated by spaces, are these. */
static void expect_waits(
	const struct wsp_plan *plan, enum wsp_action action, uint32_t target, const char *expected)
{
	bool is_shared = target >= plan->topo.n_servers;
	const struct wsp_step step = {.server = is_shared ? nodes[0] : target,
		.shared = is_shared ? target - plan->topo.n_servers : UINT32_MAX,
		.action = (uint8_t)action};
	struct wsp_dependency dependency;
	struct wsp_text text = {0};
	uint32_t cursor = 0;

	while (wsp_step_dependency(plan, &step, &cursor, &dependency)) {
		if (text.length > 0)
			wsp_text_addc(&text, ' ');
		wsp_label_dependency(&text, plan, &dependency);
	}
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), expected);
	if (strcmp(wsp_text_get(&text), expected) != 0)
		(void)fprintf(stderr, "  %s\n  not %s\n", wsp_text_get(&text), expected);
	wsp_text_release(&text);
}

/* The second node in a wave of its own behind that of the first. */
static void separate_nodes(struct wsp_plan *plan)
{
	plan->wave[N2]++;
	plan->wave[ROOT]++;
	plan->link_wave[N1]++;
	plan->link_wave[N2]++;
	plan->link_wave[A]++;
	plan->link_wave[B]++;
}

static void test_downstreams_of_a_service_wait_for_every_node(void)
{
	struct wsp_inventory inventory = service(WSP_GROUP_LOAD_BALANCER);
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "32211", PLACED_WITHOUT_DATES);
	separate_nodes(&plan);
	CU_ASSERT_TRUE_FATAL(wsp_plan_relate(&plan));
	expect_waits(&plan, WSP_SWITCH_SYNC, A,
		"verify-server@n1.example.com verify-server@n2.example.com");
	expect_waits(&plan, WSP_VERIFY_SYNC, A, "");
	/* the downstreams belong to both nodes, and the nodes come one at a time */
	expect_waits(&plan, WSP_REQUIRE_SSL, N1,
		"verify-server@a.example.com verify-server@b.example.com");
	expect_waits(&plan, WSP_REQUIRE_SSL, N2,
		"verify-server@a.example.com verify-server@b.example.com "
		"verify-server@n1.example.com");
	expect_waits(&plan, WSP_RECHECK, N2, "");
	wsp_plan_release(&plan);
}

static void test_nodes_behind_an_alias_do_not_wait_for_each_other(void)
{
	struct wsp_inventory inventory = service(WSP_GROUP_ALIAS);
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "32211", PLACED_WITHOUT_DATES);
	CU_ASSERT_TRUE_FATAL(wsp_plan_relate(&plan));
	expect_waits(&plan, WSP_REQUIRE_SSL, N2,
		"verify-server@a.example.com verify-server@b.example.com");
	wsp_plan_release(&plan);
}

static void test_shared_work_waits_for_the_tests_of_its_members(void)
{
	struct wsp_shared shared[] = {
		{"nodes.example.com", WSP_PREPARE_BALANCER, false, 0, nodes, 2},
		{"GPO X", WSP_POINT_CLIENTS, true, 0, nodes, 2}};
	struct wsp_inventory inventory = service(WSP_GROUP_LOAD_BALANCER);
	struct wsp_plan plan;
	uint32_t n;

	placed_make(&plan, &inventory, "32211", PLACED_WITHOUT_DATES);
	n = plan.topo.n_servers;
	plan.shared = shared;
	plan.n_shared = 2;
	CU_ASSERT_TRUE_FATAL(wsp_plan_relate(&plan));
	expect_waits(&plan, WSP_PREPARE_BALANCER, n,
		"test-https@n1.example.com test-https@n2.example.com");
	expect_waits(&plan, WSP_POINT_CLIENTS, n + 1,
		"test-https@n1.example.com test-https@n2.example.com "
		"prepare-balancer@nodes.example.com");
	expect_waits(&plan, WSP_REQUIRE_SSL, N1,
		"verify-server@a.example.com verify-server@b.example.com "
		"prepare-balancer@nodes.example.com point-clients@GPO%20X");
	expect_waits(&plan, WSP_POINT_CLIENTS, N1, "prepare-balancer@nodes.example.com");
	expect_waits(&plan, WSP_POINT_CLIENTS, A, "");
	wsp_plan_release(&plan);
}

static void test_with_overlap_ssl_waits_for_the_switches(void)
{
	struct wsp_inventory inventory = placed_estate();
	uint32_t early[] = {WSP_BIT(WSP_TEST_HTTPS), WSP_BIT(WSP_TEST_HTTPS), 0};
	struct wsp_plan plan;

	inventory.policy.cutover = WSP_OVERLAP;
	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "hub.example.com", "root.example.com");
	estate_server(&inventory, "leaf.example.com", "hub.example.com");
	placed_make(&plan, &inventory, "321", PLACED_WITHOUT_DATES);
	plan.early = early;
	expect_waits(&plan, WSP_REQUIRE_SSL, 1,
		"verify-server@leaf.example.com verify-sync@leaf.example.com");
	expect_waits(&plan, WSP_SWITCH_SYNC, 2, "test-https@hub.example.com");
	wsp_plan_release(&plan);
}

static void test_with_overlap_top_down_conversions_wait_for_the_upstream(void)
{
	struct wsp_inventory inventory = placed_estate();
	struct wsp_plan plan;

	inventory.policy.cutover = WSP_OVERLAP;
	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "leaf.example.com", "root.example.com");
	placed_make(&plan, &inventory, "12", PLACED_WITHOUT_DATES);
	expect_waits(&plan, WSP_REQUIRE_SSL, 1, "verify-server@root.example.com");
	wsp_plan_release(&plan);
}

static void test_a_link_that_follows_waits_before_it_synchronizes(void)
{
	struct wsp_inventory inventory = placed_estate();
	struct wsp_plan plan;

	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "leaf.example.com", "root.example.com");
	placed_make(&plan, &inventory, "21", PLACED_WITHOUT_DATES);
	plan.link_work[1] = WSP_LINK_FOLLOW;
	expect_waits(&plan, WSP_VERIFY_SYNC, 1, "verify-server@root.example.com");
	wsp_plan_release(&plan);
}

static CU_TestInfo step_dependency_tests[] = {
	{"downstreams of a service wait for every node",
		test_downstreams_of_a_service_wait_for_every_node},
	{"nodes behind an alias do not wait for each other",
		test_nodes_behind_an_alias_do_not_wait_for_each_other},
	{"shared work waits for the tests of its members",
		test_shared_work_waits_for_the_tests_of_its_members},
	{"with overlap SSL waits for the switches", test_with_overlap_ssl_waits_for_the_switches},
	{"with overlap top-down conversions wait for the upstream",
		test_with_overlap_top_down_conversions_wait_for_the_upstream},
	{"a link that follows waits before it synchronizes",
		test_a_link_that_follows_waits_before_it_synchronizes},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("step_dependency", step_dependency_tests);
}
