#include <string.h>

#include <CUnit/CUnit.h>

#include "conflicting.h"
#include "estate.h"
#include "runner.h"

static void test_the_members_of_a_group_are_canaries_together(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.policy.canary = estate_text(&inventory, "other.example.com");
	inventory.policy.place.line = 7;
	estate_group(&inventory, "lb.example.com", WSP_GROUP_LOAD_BALANCER,
		"mid.example.com other.example.com");
	conflicting_one(&inventory, WSP_RULE(F011), 7,
		"\"other.example.com\" is a canary and shares its phase with the other members of "
		"\"lb.example.com\", which are not: \"mid.example.com\"");
}

static void expect_group(
	enum wsp_group_kind kind, const char *members, uint32_t line, const char *message)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.server[2].retired = strstr(members, "other") ? WSP_YES : WSP_UNKNOWN;
	estate_group(&inventory, "group.example.com", kind, members);
	if (message)
		conflicting_one(&inventory, WSP_RULE(F013), line, message);
	else
		conflicting_none(&inventory);
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
	expect_group(WSP_GROUP_ALIAS, "leaf leaf.example.com", 1000,
		"group \"group.example.com\" names \"leaf.example.com\" twice");
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

	conflicting_tree(&inventory);
	estate_server(&inventory, "last.example.com", "other.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid last");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "other leaf");
	conflicting_one(&inventory, WSP_RULE(F013), 1000,
		"groups wait for each other: one.example.com -> two.example.com -> "
		"one.example.com");

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	estate_server(&inventory, "last.example.com", "other.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "last leaf");
	conflicting_none(&inventory);
}

static void test_an_alias_binds_its_members_when_an_upstream_names_it(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	estate_server(&inventory, "last.example.com", "alias.example.com");
	estate_group(&inventory, "alias.example.com", WSP_GROUP_ALIAS, "mid root");
	conflicting_one(&inventory, WSP_RULE(F013), 2,
		"\"mid.example.com\" synchronizes from \"root.example.com\", and both are members "
		"of "
		"\"alias.example.com\": the group would wait for itself");
}

static void test_a_server_is_in_one_group_of_a_kind(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "other mid");
	conflicting_one(&inventory, WSP_RULE(F013), 1001,
		"\"mid.example.com\" is a member of two groups of one kind, \"one.example.com\" "
		"and "
		"\"two.example.com\"");

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	estate_server(&inventory, "third.example.com", "root.example.com");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_SHARED_DATABASE, "mid third");
	conflicting_one(&inventory, WSP_RULE(F013), 1000,
		"load balancer \"one.example.com\" and shared database \"two.example.com\" have "
		"some "
		"members in common, not all");
}

static void test_a_database_has_one_upstream_and_one_mode(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE, "other leaf");
	conflicting_one(&inventory, WSP_RULE(F013), 4,
		"\"other.example.com\" synchronizes from \"root.example.com\" and "
		"\"leaf.example.com\" from \"mid.example.com\", but they share the database of "
		"\"db.example.com\"");

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	inventory.server[2].mode = WSP_AUTONOMOUS;
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE, "mid other");
	conflicting_one(&inventory, WSP_RULE(F013), 3,
		"one of \"mid.example.com\" and \"other.example.com\" is a replica and the other "
		"is "
		"not, but they share the database of \"db.example.com\"");
}

static void test_a_client_policy_points_at_one_name(void)
{
	static const char *const second[] = {"other", "mid other"};

	for (unsigned i = 0; i < 2; i++) {
		struct wsp_inventory inventory = {0};

		conflicting_tree(&inventory);
		estate_client_policy(
			&inventory, "GPO", WSP_POLICY_GPO, "http://one.example.com:8530");
		for (unsigned s = 1; s <= 2; s++) {
			inventory.server[s].clients_by = WSP_BY_POLICY;
			inventory.server[s].client_policy = inventory.client_policy[0].name;
		}
		estate_group(&inventory, "one.example.com", WSP_GROUP_ALIAS, "mid leaf");
		estate_group(&inventory, "two.example.com", WSP_GROUP_ALIAS, second[i]);
		if (i == 0)
			conflicting_one(&inventory, WSP_RULE(F013), 2000,
				"client policy \"GPO\" gives one address, but \"mid.example.com\" "
				"stands behind \"one.example.com\" and \"other.example.com\" "
				"behind \"two.example.com\"");
		else
			conflicting_none(&inventory);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"the members of a group are canaries together",
			test_the_members_of_a_group_are_canaries_together},
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
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("conflict_group", tests);
}
