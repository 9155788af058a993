#include <string.h>

#include "lint_estate.h"
#include "plan/lint.h"
#include "plan/lint_check.h"
#include "runner.h"
#include "torture.h"

/* Found while reading, building the topology or planning, not by lint. */
static bool is_found_elsewhere(const struct wsp_rule *rule)
{
	static const char *const codes[] = {"T001", "T002", "T004", "T013", "T014"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (strcmp(rule->code, codes[i]) == 0)
			return true;
	}
	return !strchr("TPCVOMK", rule->code[0]);
}

static bool has_check(const struct wsp_rule *rule)
{
	for (size_t i = 0; wsp_lint_checks[i]; i++) {
		for (const struct wsp_lint_check *check = wsp_lint_checks[i]; check->rule;
			check++) {
			if (check->rule == rule)
				return true;
		}
	}
	return false;
}

static void test_every_rule_about_the_estate_has_a_check(void)
{
	for (size_t i = 0; i < WSP_N_RULES; i++)
		CU_ASSERT_EQUAL(has_check(&wsp_rules[i]), !is_found_elsewhere(&wsp_rules[i]));
}

static struct pair clean_pair(void)
{
	struct pair pair = pair_of_servers();

	pair.root->https = WSP_HTTPS_NONE;
	pair.leaf->https = WSP_HTTPS_NONE;
	return pair;
}

static void test_a_clean_estate_has_no_findings(void)
{
	struct pair pair = clean_pair();
	struct wsp_topology topo = {0};
	struct wsp_diags diags;

	CU_ASSERT_TRUE_FATAL(estate_build(&pair.inventory, &topo));
	wsp_diags_init(&diags);
	wsp_lint(&topo, 0, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 0);
	CU_ASSERT_FALSE(diags.failed);
	wsp_diags_release(&diags);
	wsp_topology_release(&topo);
}

static void test_an_empty_estate_has_no_findings(void)
{
	struct wsp_topology topo = {0};
	struct wsp_diags diags;

	wsp_diags_init(&diags);
	wsp_lint(&topo, 0, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 0);
	wsp_diags_release(&diags);
}

/* Groups, policies and lists in messages: everything that lint allocates. */
static void make_estate_with_groups(struct wsp_topology *topo)
{
	struct pair pair = clean_pair();

	pair.leaf->roles = estate_words(&pair.inventory, "domain-controller");
	estate_group(&pair.inventory, "wsus.example.com", WSP_GROUP_ALIAS, "root leaf");
	estate_client_policy(
		&pair.inventory, "GPO", WSP_POLICY_GPO, "http://wsus.example.com:8530");
	pair.leaf->client_policy = estate_text(&pair.inventory, "GPO");
	CU_ASSERT_TRUE_FATAL(estate_build(&pair.inventory, topo));
}

static bool lint_completely(void *context)
{
	const struct wsp_topology *topo = context;
	struct wsp_diags diags;
	bool complete;

	wsp_diags_init(&diags);
	wsp_lint(topo, 0, &diags);
	complete = !diags.failed;
	if (complete)
		CU_ASSERT_EQUAL(wsp_diags_count(&diags), 2); /* O406, V310 */
	wsp_diags_release(&diags);
	return complete;
}

static void test_running_out_of_memory_is_said(void)
{
	struct wsp_topology topo = {0};

	make_estate_with_groups(&topo);
	CU_ASSERT(wsp_torture(lint_completely, &topo) > 0);
	wsp_topology_release(&topo);
}

static void test_members_are_found_by_fqdn_short_name_and_alias(void)
{
	struct pair pair = clean_pair();
	struct wsp_topology topo = {0};
	struct wsp_lint_members members = {0};

	pair.leaf->aliases = estate_words(&pair.inventory, "old.example.com leaf2.example.com");
	estate_group(&pair.inventory, "a.example.com", WSP_GROUP_ALIAS, "root leaf2.example.com");
	estate_group(&pair.inventory, "b.example.com", WSP_GROUP_ALIAS, "leaf.example.com");
	CU_ASSERT_TRUE_FATAL(estate_build(&pair.inventory, &topo));
	CU_ASSERT_TRUE_FATAL(wsp_lint_members_find(&members, &topo));
	CU_ASSERT_EQUAL_FATAL(members.n, 3);
	CU_ASSERT_EQUAL(members.member[0].server, 0);
	CU_ASSERT_EQUAL(members.member[1].server, 1);
	CU_ASSERT_EQUAL(members.begin[1], 2);
	CU_ASSERT_EQUAL(members.member[2].server, 1);
	wsp_lint_members_release(&members);
	wsp_topology_release(&topo);
}

static CU_TestInfo tests[] = {
	{"every rule about the estate has a check, and no other",
		test_every_rule_about_the_estate_has_a_check},
	{"a clean estate has no findings", test_a_clean_estate_has_no_findings},
	{"an empty estate has no findings", test_an_empty_estate_has_no_findings},
	{"members are found by FQDN, short name and alias",
		test_members_are_found_by_fqdn_short_name_and_alias},
	{"running out of memory is said", test_running_out_of_memory_is_said},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint", tests);
}
