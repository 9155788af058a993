/* Phases against brute force: over every rooted tree of up to nine servers. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "plan/planner.h"
#include "trees.h"
#include "unit/estate.h"
#include "unit/runner.h"

enum { N_MAX = 9, MANY = 1000000 };

/* A policy that binds nothing but what the test sets. */
static void set_policy(struct wsp_inventory *inventory, uint32_t servers)
{
	inventory->policy = (struct wsp_policy){.operators = 4,
		.servers_per_window = servers,
		.clients_per_window = WSP_ABSENT,
		.syncs_per_upstream = WSP_ABSENT,
		.default_window = 24 * 60,
		.rollback_reserve = WSP_ABSENT,
		.strategy = WSP_BOTTOM_UP,
		.cutover = WSP_ARTICLE,
		.separation = WSP_SEPARATE_WINDOW};
}

static bool plan_tree(
	const struct trees *trees, uint32_t servers, struct wsp_plan *plan, struct wsp_diags *diags)
{
	struct wsp_planner_options options = {.today = 20000};
	struct wsp_inventory inventory = {0};
	struct wsp_topology topo = {0};

	set_policy(&inventory, servers);
	for (int i = 0; i < trees->n; i++) {
		char name[32];
		char upstream[32] = "microsoft-update";

		snprintf(name, sizeof(name), "s%d.example.com", i);
		if (i > 0)
			snprintf(upstream, sizeof(upstream), "s%d.example.com", trees->parent[i]);
		estate_server(&inventory, name, upstream);
	}
	if (!estate_build(&inventory, &topo))
		return false;
	return wsp_plan_make(plan, &topo, &options, diags) == WSP_OK;
}

static int count_bits(unsigned set)
{
	return __builtin_popcount(set);
}

/*
 * The fewest windows, by breadth-first search over the sets of converted servers. In a window all
 * of them may be done whose downstreams were done in earlier windows; doing fewer than possible
 * never helps, so only subsets of min(m, available) are tried.
 */
static int fewest_windows(const struct trees *trees, int m)
{
	static int windows[1u << N_MAX];
	unsigned all = (1u << trees->n) - 1;

	for (unsigned set = 0; set <= all; set++)
		windows[set] = MANY;
	windows[0] = 0;
	for (unsigned set = 0; set < all; set++) {
		unsigned available = all & ~set;
		int most;

		if (windows[set] == MANY)
			continue;
		for (int i = 1; i < trees->n; i++) {
			if (!(set & 1u << i))
				available &= ~(1u << trees->parent[i]);
		}
		most = count_bits(available) < m ? count_bits(available) : m;
		for (unsigned pick = available; pick; pick = (pick - 1) & available) {
			if (count_bits(pick) == most && windows[set] + 1 < windows[set | pick])
				windows[set | pick] = windows[set] + 1;
		}
	}
	return windows[all];
}

static void test_phases_are_as_few_as_brute_force_finds(void)
{
	int n_trees = 0;
	int n_wrong = 0;

	for (int n = 1; n <= N_MAX; n++) {
		struct trees trees;

		trees_begin(&trees, n);
		do {
			n_trees++;
			for (int m = 1; m <= 5; m++) {
				struct wsp_diags diags = {0};
				struct wsp_plan plan;
				int fewest = fewest_windows(&trees, m);

				wsp_diags_init(&diags);
				CU_ASSERT_TRUE_FATAL(plan_tree(&trees, (uint32_t)m, &plan, &diags));
				if ((int)plan.n_phases != fewest || !plan.optimal ||
					plan.lower_bound != plan.n_phases) {
					printf("tree %d of %d servers, %d a window: %u phases, "
					       "bound "
					       "%u, fewest %d\n",
						n_trees, n, m, plan.n_phases, plan.lower_bound,
						fewest);
					n_wrong++;
				}
				wsp_plan_release(&plan);
				wsp_diags_release(&diags);
			}
		} while (trees_next(&trees));
	}
	CU_ASSERT_EQUAL(n_trees, 486); /* OEIS A000081: 1+1+2+4+9+20+48+115+286 */
	CU_ASSERT_EQUAL(n_wrong, 0);
}

static void test_order_alone_needs_only_full_windows(void)
{
	struct trees trees;

	trees_begin(&trees, 8);
	do {
		struct wsp_planner_options options = {.today = 20000};
		struct wsp_inventory inventory = {0};
		struct wsp_topology topo = {0};
		struct wsp_diags diags = {0};
		struct wsp_plan plan;

		wsp_diags_init(&diags);
		set_policy(&inventory, 3);
		inventory.policy.separation = WSP_SEPARATE_ORDER;
		for (int i = 0; i < trees.n; i++) {
			char name[32];
			char upstream[32] = "microsoft-update";

			snprintf(name, sizeof(name), "s%d.example.com", i);
			if (i > 0)
				snprintf(upstream, sizeof(upstream), "s%d.example.com",
					trees.parent[i]);
			estate_server(&inventory, name, upstream);
		}
		CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &topo));
		CU_ASSERT_EQUAL_FATAL(wsp_plan_make(&plan, &topo, &options, &diags), WSP_OK);
		CU_ASSERT_EQUAL(plan.n_phases, 3);
		CU_ASSERT_TRUE(plan.optimal);
		for (wsp_server_id s = 1; s < plan.topo.n_servers; s++)
			CU_ASSERT_TRUE(plan.wave[s] < plan.wave[plan.topo.parent[s]]);
		wsp_plan_release(&plan);
		wsp_diags_release(&diags);
	} while (trees_next(&trees));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"phases are as few as brute force finds, and the bound proves it",
			test_phases_are_as_few_as_brute_force_finds},
		{"with order alone the windows are full", test_order_alone_needs_only_full_windows},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("phases", tests);
}
