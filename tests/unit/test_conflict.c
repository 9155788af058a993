#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "estate.h"
#include "model/rule.h"
#include "plan/conflict.h"
#include "runner.h"
#include "torture.h"

/* Build, look for conflicts, and keep what was found; the inventory is taken over. */
static void find(struct wsp_inventory *inventory, struct wsp_diags *diags)
{
	struct wsp_topology topo = {0};

	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &topo));
	wsp_diags_init(diags);
	CU_ASSERT_TRUE(wsp_conflicts_report(&topo, diags));
	wsp_topology_release(&topo);
}

static void expect_one(struct wsp_inventory *inventory, const struct wsp_rule *rule, uint32_t line,
	const char *message)
{
	struct wsp_diags diags;
	const struct wsp_diag *diag;

	find(inventory, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 1);
	for (size_t i = 0; i < wsp_diags_count(&diags); i++) {
		if (strcmp(wsp_diags_get(&diags, i)->message, message) != 0)
			(void)fprintf(stderr, "  %s\n", wsp_diags_get(&diags, i)->message);
	}
	CU_ASSERT_FATAL(wsp_diags_count(&diags) > 0);
	diag = wsp_diags_get(&diags, 0);
	CU_ASSERT_STRING_EQUAL(diag->code, rule->code);
	CU_ASSERT_STRING_EQUAL(diag->message, message);
	CU_ASSERT_EQUAL(diag->severity, WSP_ERROR);
	CU_ASSERT_EQUAL(diag->where.line, line);
	CU_ASSERT(diag->hint && *diag->hint);
	wsp_diags_release(&diags);
}

static void expect_none(struct wsp_inventory *inventory)
{
	struct wsp_diags diags;

	find(inventory, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 0);
	for (size_t i = 0; i < wsp_diags_count(&diags); i++)
		(void)fprintf(stderr, "  %s\n", wsp_diags_get(&diags, i)->message);
	wsp_diags_release(&diags);
}

/* root above mid and other, mid above leaf; lines 1 to 4. */
static void add_tree(struct wsp_inventory *inventory)
{
	estate_server(inventory, "root.example.com", "microsoft-update");
	estate_server(inventory, "mid.example.com", "root.example.com");
	estate_server(inventory, "other.example.com", "root.example.com");
	estate_server(inventory, "leaf.example.com", "mid.example.com");
}

/* The same beside a window with a start and one without. */
static struct wsp_inventory dated_tree(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.window = calloc(2, sizeof(*inventory.window));
	CU_ASSERT_PTR_NOT_NULL_FATAL(inventory.window);
	inventory.n_windows = inventory.window_capacity = 2;
	inventory.window[0] = (struct wsp_window){.name = estate_text(&inventory, "weekend"),
		.start = estate_text(&inventory, "2026-12-05T22:00"),
		.duration = 360};
	inventory.window[1] =
		(struct wsp_window){.name = estate_text(&inventory, "some night"), .duration = 360};
	return inventory;
}

static void test_a_sound_estate_has_no_conflict(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20");
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20");
	inventory.server[3].hold_until = estate_text(&inventory, "2026-12-18");
	inventory.policy.canary = estate_text(&inventory, "leaf.example.com");
	estate_group(&inventory, "wsus.example.com", WSP_GROUP_ALIAS,
		"root.example.com mid.example.com leaf.example.com");
	estate_group(&inventory, "lb.example.com", WSP_GROUP_LOAD_BALANCER,
		"mid.example.com other.example.com");
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE,
		"other.example.com mid.example.com");
	expect_none(&inventory);
}

static void test_a_deadline_lies_behind_the_first_day_allowed(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-19");
	expect_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-19, but its not_before is "
		"2026-12-20");

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	inventory.server[1].hold_until = estate_text(&inventory, "2026-12-19");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-19");
	expect_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-19, but its hold.until is "
		"2026-12-19");
}

static void test_dates_of_another_clock_collide_only_for_certain(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20T10:00Z");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20T09:00");
	expect_none(&inventory);

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-21T12:00Z");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20T09:00");
	expect_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-20T09:00, but its "
		"not_before is 2026-12-21T12:00Z");
}

static void test_a_deadline_leaves_time_for_those_below(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	expect_one(&inventory, WSP_RULE(F011), 1,
		"\"root.example.com\" has the deadline 2026-12-10, but not_before of "
		"\"leaf.example.com\" below it is 2026-12-11");
}

static void test_nobody_waits_below_an_excluded_server_or_without_dates(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	inventory.server[1].exclude_reason = estate_text(&inventory, "stays");
	expect_none(&inventory);

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	expect_none(&inventory);
}

static void add_site(struct wsp_inventory *inventory, const char *windows)
{
	inventory->site = calloc(1, sizeof(*inventory->site));
	CU_ASSERT_PTR_NOT_NULL_FATAL(inventory->site);
	inventory->n_sites = inventory->site_capacity = 1;
	inventory->site[0] = (struct wsp_site){.place = {.line = 40},
		.name = estate_text(inventory, "Paris"),
		.windows = estate_text(inventory, windows)};
	inventory->server[3].site = inventory->site[0].name;
}

static void test_a_site_has_a_window_that_opens(void)
{
	struct wsp_inventory inventory = dated_tree();

	add_site(&inventory, "some night");
	expect_one(&inventory, WSP_RULE(F011), 40,
		"site \"Paris\" names only windows without a start, which never open beside dated "
		"ones; \"leaf.example.com\" is in it");

	inventory = dated_tree();
	add_site(&inventory, "some night\nweekend");
	expect_none(&inventory);
}

static void test_a_canary_can_be_converted(void)
{
	static const struct {
		const char *key, *message;
	} expected[] = {
		{"retired", "\"leaf.example.com\" is a canary and retired: it cannot go first"},
		{"exclude.reason",
			"\"leaf.example.com\" is a canary and excluded: it cannot go first"},
		{"hold.reason", "\"leaf.example.com\" is a canary and held: it cannot go first"},
	};

	for (unsigned i = 0; i < 3; i++) {
		struct wsp_inventory inventory = {0};

		add_tree(&inventory);
		inventory.policy.canary = estate_text(&inventory, "leaf.example.com");
		inventory.server[3].retired = i == 0 ? WSP_YES : WSP_UNKNOWN;
		inventory.server[3].exclude_reason = i == 1 ? estate_text(&inventory, "old") : 0;
		inventory.server[3].hold_reason = i == 2 ? estate_text(&inventory, "audit") : 0;
		expect_one(&inventory, WSP_RULE(F011), 4, expected[i].message);
	}
}

static void test_nobody_below_a_canary_is_held(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.policy.canary = estate_text(&inventory, "mid.example.com");
	inventory.server[3].hold_reason = estate_text(&inventory, "audit");
	expect_one(&inventory, WSP_RULE(F011), 4,
		"\"leaf.example.com\" is held, and the canary \"mid.example.com\" above it waits "
		"for "
		"it");

	inventory = dated_tree();
	inventory.policy.canary = estate_text(&inventory, "mid.example.com");
	inventory.server[3].hold_until = estate_text(&inventory, "2026-12-24");
	expect_none(&inventory);
}

static void test_the_members_of_a_group_are_canaries_together(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.policy.canary = estate_text(&inventory, "other.example.com");
	inventory.policy.place.line = 7;
	estate_group(&inventory, "lb.example.com", WSP_GROUP_LOAD_BALANCER,
		"mid.example.com other.example.com");
	expect_one(&inventory, WSP_RULE(F011), 7,
		"\"other.example.com\" is a canary and shares its phase with the other members of "
		"\"lb.example.com\", which are not: \"mid.example.com\"");
}

static void test_a_software_update_point_is_described(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.server[1].clients_by = WSP_BY_CONFIGMGR;
	expect_one(&inventory, WSP_RULE(F012), 2,
		"clients of \"mid.example.com\" are pointed by ConfigMgr, but it is no software "
		"update point: it has no configmgr.role");

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	inventory.server[1].configmgr_role = WSP_CM_PRIMARY;
	expect_one(&inventory, WSP_RULE(F012), 2,
		"software update point \"mid.example.com\" has no configmgr.site_code");
}

static void expect_group(
	enum wsp_group_kind kind, const char *members, uint32_t line, const char *message)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	inventory.server[2].retired = strstr(members, "other") ? WSP_YES : WSP_UNKNOWN;
	estate_group(&inventory, "group.example.com", kind, members);
	if (message)
		expect_one(&inventory, WSP_RULE(F013), line, message);
	else
		expect_none(&inventory);
}

static void test_members_of_groups_are_servers_in_use(void)
{
	expect_group(WSP_GROUP_ALIAS, "mid.example.com midd.example.com", 1000,
		"group \"group.example.com\" has a member that is no server, or more than one: "
		"\"midd.example.com\"");
	expect_group(WSP_GROUP_ALIAS, "mid leaf mid.example.co", 1000,
		"group \"group.example.com\" has a member that is no server, or more than one: "
		"\"mid.example.co\"");
	expect_group(WSP_GROUP_ALIAS, "other", 1000,
		"all members of group \"group.example.com\" are retired");
	expect_group(WSP_GROUP_ALIAS, "mid other", 0, NULL);
	expect_group(WSP_GROUP_LOAD_BALANCER, "leaf leaf.example.com", 1000,
		"group \"group.example.com\" names \"leaf.example.com\" twice");
}

static void test_members_above_each_other_would_wait_for_themselves(void)
{
	expect_group(WSP_GROUP_LOAD_BALANCER, "mid leaf", 4,
		"\"leaf.example.com\" synchronizes from \"mid.example.com\", and both are members "
		"of "
		"\"group.example.com\": the group would wait for itself");
	expect_group(WSP_GROUP_LOAD_BALANCER, "leaf root", 1000,
		"groups wait for each other: group.example.com -> mid.example.com -> "
		"group.example.com");
	expect_group(WSP_GROUP_ALIAS, "mid leaf", 0, NULL);
}

static void test_groups_do_not_wait_for_each_other(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	estate_server(&inventory, "last.example.com", "other.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid last");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "other leaf");
	expect_one(&inventory, WSP_RULE(F013), 1000,
		"groups wait for each other: one.example.com -> two.example.com -> "
		"one.example.com");

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	estate_server(&inventory, "last.example.com", "other.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "last leaf");
	expect_none(&inventory);
}

static void test_an_alias_binds_its_members_when_an_upstream_names_it(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	estate_server(&inventory, "last.example.com", "alias.example.com");
	estate_group(&inventory, "alias.example.com", WSP_GROUP_ALIAS, "mid root");
	expect_one(&inventory, WSP_RULE(F013), 2,
		"\"mid.example.com\" synchronizes from \"root.example.com\", and both are members "
		"of "
		"\"alias.example.com\": the group would wait for itself");
}

static void test_a_server_is_in_one_group_of_a_kind(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "other mid");
	expect_one(&inventory, WSP_RULE(F013), 1001,
		"\"mid.example.com\" is a member of two groups of one kind, \"one.example.com\" "
		"and "
		"\"two.example.com\"");

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	estate_server(&inventory, "third.example.com", "root.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_SHARED_DATABASE, "mid third");
	expect_one(&inventory, WSP_RULE(F013), 1000,
		"load balancer \"one.example.com\" and shared database \"two.example.com\" have "
		"some "
		"members in common, not all");
}

static void test_a_database_has_one_upstream_and_one_mode(void)
{
	struct wsp_inventory inventory = {0};

	add_tree(&inventory);
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE, "other leaf");
	expect_one(&inventory, WSP_RULE(F013), 4,
		"\"other.example.com\" synchronizes from \"root.example.com\" and "
		"\"leaf.example.com\" from \"mid.example.com\", but they share the database of "
		"\"db.example.com\"");

	inventory = (struct wsp_inventory){0};
	add_tree(&inventory);
	inventory.server[2].mode = WSP_AUTONOMOUS;
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE, "mid other");
	expect_one(&inventory, WSP_RULE(F013), 3,
		"one of \"mid.example.com\" and \"other.example.com\" is a replica and the other "
		"is "
		"not, but they share the database of \"db.example.com\"");
}

static void test_a_client_policy_points_at_one_name(void)
{
	static const char *const second[] = {"other", "mid other"};

	for (unsigned i = 0; i < 2; i++) {
		struct wsp_inventory inventory = {0};

		add_tree(&inventory);
		estate_client_policy(
			&inventory, "GPO", WSP_POLICY_GPO, "http://one.example.com:8530");
		for (unsigned s = 1; s <= 2; s++) {
			inventory.server[s].clients_by = WSP_BY_POLICY;
			inventory.server[s].client_policy = inventory.client_policy[0].name;
		}
		estate_group(&inventory, "one.example.com", WSP_GROUP_ALIAS, "mid leaf");
		estate_group(&inventory, "two.example.com", WSP_GROUP_ALIAS, second[i]);
		if (i == 0)
			expect_one(&inventory, WSP_RULE(F013), 2000,
				"client policy \"GPO\" gives one address, but \"mid.example.com\" "
				"stands behind \"one.example.com\" and \"other.example.com\" "
				"behind \"two.example.com\"");
		else
			expect_none(&inventory);
	}
}

static bool look_completely(void *context)
{
	const struct wsp_topology *topo = context;
	struct wsp_diags diags;
	bool complete;

	wsp_diags_init(&diags);
	complete = wsp_conflicts_report(topo, &diags);
	if (complete)
		CU_ASSERT_EQUAL(wsp_diags_count(&diags), 4);
	wsp_diags_release(&diags);
	return complete;
}

static void test_memory_that_runs_out_is_reported(void)
{
	struct wsp_inventory inventory = dated_tree();
	struct wsp_topology topo = {0};

	add_site(&inventory, "some night");
	inventory.policy.canary = estate_words(&inventory, "mid.example.com");
	estate_client_policy(&inventory, "GPO", WSP_POLICY_GPO, "http://one.example.com:8530");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "leaf root");
	CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &topo));
	CU_ASSERT(wsp_torture(look_completely, &topo) > 0);
	wsp_topology_release(&topo);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a sound estate has no conflict", test_a_sound_estate_has_no_conflict},
		{"a deadline lies behind the first day allowed",
			test_a_deadline_lies_behind_the_first_day_allowed},
		{"dates of another clock collide only for certain",
			test_dates_of_another_clock_collide_only_for_certain},
		{"a deadline leaves time for those below",
			test_a_deadline_leaves_time_for_those_below},
		{"nobody waits below an excluded server, or without dates",
			test_nobody_waits_below_an_excluded_server_or_without_dates},
		{"a site has a window that opens", test_a_site_has_a_window_that_opens},
		{"a canary can be converted", test_a_canary_can_be_converted},
		{"nobody below a canary is held", test_nobody_below_a_canary_is_held},
		{"the members of a group are canaries together",
			test_the_members_of_a_group_are_canaries_together},
		{"a software update point is described", test_a_software_update_point_is_described},
		{"members of groups are servers in use", test_members_of_groups_are_servers_in_use},
		{"members above each other would wait for themselves",
			test_members_above_each_other_would_wait_for_themselves},
		{"groups do not wait for each other", test_groups_do_not_wait_for_each_other},
		{"an alias binds its members when an upstream names it",
			test_an_alias_binds_its_members_when_an_upstream_names_it},
		{"a server is in one group of a kind", test_a_server_is_in_one_group_of_a_kind},
		{"a database has one upstream and one mode",
			test_a_database_has_one_upstream_and_one_mode},
		{"a client policy points at one name", test_a_client_policy_points_at_one_name},
		{"memory that runs out is reported", test_memory_that_runs_out_is_reported},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("conflict", tests);
}
