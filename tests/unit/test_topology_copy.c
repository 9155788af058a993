/* Topology copy: everything is there, and nothing is shared. */
#include "estate.h"
#include "model/topology_copy.h"
#include "placed.h"
#include "runner.h"
#include "torture.h"

#define ROOT "root.example.com"

static void build(struct wsp_topology *topo)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, ROOT, "microsoft-update")->client_policy =
		estate_text(&inventory, "GPO");
	estate_server(&inventory, "a.example.com", ROOT)->clients = 200;
	estate_server(&inventory, "b.example.com", "wsus.example.com");
	estate_group(&inventory, "wsus.example.com", WSP_GROUP_ALIAS, ROOT);
	estate_client_policy(&inventory, "GPO", WSP_POLICY_GPO, "http://wsus.example.com:8530");
	CU_ASSERT_TRUE_FATAL(estate_build(&inventory, topo));
}

static void test_a_copy_says_what_the_original_says(void)
{
	struct wsp_topology topo = {0}, copy = {0};

	build(&topo);
	CU_ASSERT_EQUAL_FATAL(wsp_topology_copy(&topo, &copy), WSP_OK);
	CU_ASSERT_EQUAL_FATAL(copy.n_servers, topo.n_servers);
	CU_ASSERT_PTR_EQUAL(copy.server, copy.inventory.server);
	for (wsp_server_id s = 0; s < topo.n_servers; s++) {
		CU_ASSERT_STRING_EQUAL(wsp_topology_fqdn(&copy, s), wsp_topology_fqdn(&topo, s));
		CU_ASSERT_EQUAL(copy.server[s].clients, topo.server[s].clients);
		CU_ASSERT_EQUAL(copy.parent[s], topo.parent[s]);
		CU_ASSERT_EQUAL(copy.child_begin[s + 1], topo.child_begin[s + 1]);
		CU_ASSERT_EQUAL(copy.level[s], topo.level[s]);
		CU_ASSERT_EQUAL(copy.height[s], topo.height[s]);
		CU_ASSERT_EQUAL(copy.feed[s], topo.feed[s]);
		CU_ASSERT_EQUAL(
			wsp_topology_client_policy(&copy, s), wsp_topology_client_policy(&topo, s));
		CU_ASSERT_EQUAL(
			wsp_topology_link_group(&copy, s), wsp_topology_link_group(&topo, s));
	}
	CU_ASSERT_EQUAL(copy.group_begin[1], 1);
	CU_ASSERT_EQUAL(copy.group_member[0], 0);
	CU_ASSERT_STRING_EQUAL(
		wsp_topology_text(&copy, copy.inventory.client_policy[0].name), "GPO");
	wsp_topology_release(&topo);
	wsp_topology_release(&copy);
}

static void test_what_is_changed_in_a_copy_stays_in_it(void)
{
	struct wsp_topology topo = {0}, copy = {0};

	build(&topo);
	CU_ASSERT_EQUAL_FATAL(wsp_topology_copy(&topo, &copy), WSP_OK);
	copy.inventory.server[1].clients = 1;
	copy.inventory.group[0].kind = WSP_GROUP_LOAD_BALANCER;
	copy.parent[1] = WSP_NO_SERVER;
	copy.inventory.strings.bytes[copy.server[1].fqdn] = 'z';
	CU_ASSERT_EQUAL(topo.server[1].clients, 200);
	CU_ASSERT_EQUAL(topo.inventory.group[0].kind, WSP_GROUP_ALIAS);
	CU_ASSERT_EQUAL(topo.parent[1], 0);
	CU_ASSERT_STRING_EQUAL(wsp_topology_fqdn(&topo, 1), "a.example.com");
	wsp_topology_release(&topo);
	wsp_topology_release(&copy);
}

static void test_a_copy_outlives_the_original(void)
{
	struct wsp_topology topo = {0}, copy = {0};

	build(&topo);
	CU_ASSERT_EQUAL_FATAL(wsp_topology_copy(&topo, &copy), WSP_OK);
	wsp_topology_release(&topo);
	CU_ASSERT_EQUAL(wsp_topology_find(&copy, "b"), 2);
	wsp_topology_release(&copy);
}

static bool attempt(void *context)
{
	struct wsp_topology copy = {0};
	enum wsp_status status = wsp_topology_copy(context, &copy);
	bool done = status == WSP_OK;

	CU_ASSERT_TRUE(status == WSP_OK || (status == WSP_NO_MEMORY && !copy.parent));
	wsp_topology_release(&copy);
	return done;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_topology topo = {0};

	build(&topo);
	CU_ASSERT_TRUE(wsp_torture(attempt, &topo) > 0);
	wsp_topology_release(&topo);
}

static CU_TestInfo tests[] = {
	{"a copy says what the original says", test_a_copy_says_what_the_original_says},
	{"what is changed in a copy stays in it", test_what_is_changed_in_a_copy_stays_in_it},
	{"a copy outlives the original", test_a_copy_outlives_the_original},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("topology copy", tests);
}
