/* Terms: what the policy and the windows of an inventory come to. */
#include <string.h>

#include "base/array.h"
#include "outcome.h"
#include "plan/terms.h"
#include "runner.h"

struct fixture {
	struct wsp_topology topo;
	struct wsp_diags diags;
	struct wsp_arena arena;
	struct wsp_terms terms;
};

/* One server below a root, and what the caller put into the inventory. */
static struct fixture resolve(struct wsp_inventory *inventory)
{
	struct fixture fixture = {0};

	wsp_diags_init(&fixture.diags);
	estate_server(inventory, "root.example.com", "microsoft-update");
	estate_server(inventory, "leaf.example.com", "root.example.com");
	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &fixture.topo));
	CU_ASSERT_TRUE_FATAL(
		wsp_terms_resolve(&fixture.topo, &fixture.arena, &fixture.diags, &fixture.terms));
	return fixture;
}

static void release(struct fixture *fixture)
{
	wsp_arena_release(&fixture->arena);
	wsp_diags_release(&fixture->diags);
	wsp_topology_release(&fixture->topo);
}

static void add_window(struct wsp_inventory *inventory, uint32_t minutes)
{
	CU_ASSERT_TRUE_FATAL(
		WSP_RESERVE(inventory->window, inventory->window_capacity, inventory->n_windows));
	inventory->window[inventory->n_windows++] = (struct wsp_window){.duration = minutes};
}

static void add_duration(struct wsp_inventory *inventory, const char *action, uint32_t minutes)
{
	struct wsp_policy *policy = &inventory->policy;

	CU_ASSERT_TRUE_FATAL(
		WSP_RESERVE(policy->duration, policy->duration_capacity, policy->n_durations));
	policy->duration[policy->n_durations++] = (struct wsp_duration_policy){
		.action = estate_text(inventory, action), .minutes = minutes};
}

static void test_the_longest_window_counts(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct fixture fixture;

	add_window(&inventory, 120);
	add_window(&inventory, 360);
	add_window(&inventory, 300);
	fixture = resolve(&inventory);
	CU_ASSERT_EQUAL(fixture.terms.window_length, 360);
	release(&fixture);
}

static void test_without_windows_the_default_length_counts(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct fixture fixture;

	inventory.policy.default_window = 95;
	fixture = resolve(&inventory);
	CU_ASSERT_EQUAL(fixture.terms.window_length, 95);
	release(&fixture);
}

static void test_a_duration_replaces_the_hands_or_else_the_waiting(void)
{
	struct wsp_inventory inventory = outcome_estate();
	const uint32_t visit = WSP_BIT(WSP_RESTART_SERVER) | WSP_BIT(WSP_BACK_UP);
	struct fixture fixture;

	add_duration(&inventory, "restart-server", 30);
	add_duration(&inventory, "verify-sync", 25);
	fixture = resolve(&inventory);
	CU_ASSERT_EQUAL(fixture.terms.duration[WSP_RESTART_SERVER], 30);
	CU_ASSERT_EQUAL(fixture.terms.unattended[WSP_RESTART_SERVER], 0);
	CU_ASSERT_EQUAL(fixture.terms.duration[WSP_VERIFY_SYNC], 0);
	CU_ASSERT_EQUAL(fixture.terms.unattended[WSP_VERIFY_SYNC], 25);
	CU_ASSERT_EQUAL(wsp_terms_minutes(&fixture.terms, visit), 30 + 5);
	release(&fixture);
}

static void expect_finding(const struct fixture *fixture, const char *message, const char *hint)
{
	const struct wsp_diag *diag = wsp_diags_get(&fixture->diags, 0);

	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(&fixture->diags), 1);
	CU_ASSERT_STRING_EQUAL(diag->code, "I014");
	CU_ASSERT_STRING_EQUAL(diag->message, message);
	if (hint)
		CU_ASSERT_STRING_EQUAL(diag->hint, hint);
}

static void test_an_unknown_action_is_told_with_the_nearest(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct fixture fixture;

	add_duration(&inventory, "restart-servers", 30);
	fixture = resolve(&inventory);
	expect_finding(&fixture, "policy.durations names no action: \"restart-servers\"",
		"did you mean \"restart-server\"?");
	CU_ASSERT_EQUAL(fixture.terms.duration[WSP_RESTART_SERVER], 12);
	release(&fixture);
}

static void test_a_canary_takes_its_branch_along(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct fixture fixture;

	inventory.policy.canary = estate_words(&inventory, "nowhere.example.com root");
	fixture = resolve(&inventory);
	expect_finding(&fixture, "policy.canary names no server: \"nowhere.example.com\"", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fixture.terms.canary);
	CU_ASSERT_TRUE(fixture.terms.canary[0]);
	CU_ASSERT_TRUE(fixture.terms.canary[1]);
	release(&fixture);
}

static void test_a_tree_is_named_by_its_root(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_policy *policy = &inventory.policy;
	struct fixture fixture;

	CU_ASSERT_TRUE_FATAL(WSP_RESERVE(policy->tree, policy->tree_capacity, 1));
	policy->tree[0] = (struct wsp_tree_policy){
		.root = estate_text(&inventory, "leaf.example.com"), .strategy = WSP_TOP_DOWN};
	policy->tree[1] = (struct wsp_tree_policy){
		.root = estate_text(&inventory, "root.example.com"), .strategy = WSP_BOTTOM_UP};
	policy->n_trees = 2;
	fixture = resolve(&inventory);
	expect_finding(&fixture, "policy.trees names no root: \"leaf.example.com\"", NULL);
	CU_ASSERT_EQUAL(fixture.terms.tree_strategy[0], WSP_BOTTOM_UP);
	CU_ASSERT_EQUAL(fixture.terms.tree_strategy[1], 0);
	release(&fixture);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"the longest window counts", test_the_longest_window_counts},
		{"without windows the default length counts",
			test_without_windows_the_default_length_counts},
		{"a duration replaces the hands or else the waiting",
			test_a_duration_replaces_the_hands_or_else_the_waiting},
		{"an unknown action is told with the nearest",
			test_an_unknown_action_is_told_with_the_nearest},
		{"a canary takes its branch along", test_a_canary_takes_its_branch_along},
		{"a tree is named by its root", test_a_tree_is_named_by_its_root},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("terms", tests);
}
