/* Sections: the policy, the defaults and the lists of an inventory. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "binding.h"
#include "model/fields.h"
#include "runner.h"

static void test_the_policy_has_the_documented_defaults(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(binding_of(&binding, "{servers: [{fqdn: a.example.com, upstream: "
					     "microsoft-update, mode: autonomous}]}"),
		WSP_OK);

	const struct wsp_policy *policy = &binding.inventory.policy;

	CU_ASSERT_EQUAL(policy->strategy, WSP_AUTO);
	CU_ASSERT_EQUAL(policy->cutover, WSP_ARTICLE);
	CU_ASSERT_EQUAL(policy->separation, WSP_SEPARATE_WINDOW);
	CU_ASSERT_EQUAL(policy->operators, 2);
	CU_ASSERT_EQUAL(policy->soak, 0);
	CU_ASSERT_EQUAL(policy->default_window, 240);
	CU_ASSERT_EQUAL(policy->failed_conversions, 1);
	CU_ASSERT_EQUAL(policy->failed_switches, 100 | WSP_PERMILLE);
	CU_ASSERT_EQUAL(policy->servers_per_window, WSP_ABSENT);
	CU_ASSERT_EQUAL(policy->clients_per_window, WSP_ABSENT);
	CU_ASSERT_EQUAL(policy->syncs_per_upstream, WSP_ABSENT);
	CU_ASSERT_EQUAL(policy->rollback_reserve, WSP_ABSENT);
	CU_ASSERT_EQUAL(policy->canary, 0);
	CU_ASSERT_EQUAL(policy->present, 0);
	binding_release(&binding);
}

static void test_a_whole_policy_is_bound(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		binding_of(&binding,
			"{wsusplan: 1, name: Move, timezone: Europe/Paris, policy: {strategy: "
			"bottom-up, cutover: overlap, operators: 4, servers_per_window: 20, "
			"clients_per_window: 30000, separation: order, soak: 24h, default_window: "
			"5h, rollback_reserve: 45m, syncs_per_upstream: 3, canary: "
			"[LAB.example.com, "
			"lab2], abort: {failed_conversions: 2.5%, failed_switches: 3}, trees: "
			"[{root: "
			"Root.example.com, strategy: top-down}], durations: {restart-server: 15m, "
			"switch-sync: 0m}}, servers: [{fqdn: a.b, upstream: offline, mode: "
			"autonomous}]}"),
		WSP_OK);

	const struct wsp_inventory *inventory = &binding.inventory;
	const struct wsp_policy *policy = &inventory->policy;

	CU_ASSERT_STRING_EQUAL(wsp_inventory_text(inventory, inventory->name), "Move");
	CU_ASSERT_STRING_EQUAL(wsp_inventory_text(inventory, inventory->timezone), "Europe/Paris");
	CU_ASSERT_EQUAL(policy->strategy, WSP_BOTTOM_UP);
	CU_ASSERT_EQUAL(policy->cutover, WSP_OVERLAP);
	CU_ASSERT_EQUAL(policy->separation, WSP_SEPARATE_ORDER);
	CU_ASSERT_EQUAL(policy->operators, 4);
	CU_ASSERT_EQUAL(policy->servers_per_window, 20);
	CU_ASSERT_EQUAL(policy->clients_per_window, 30000);
	CU_ASSERT_EQUAL(policy->syncs_per_upstream, 3);
	CU_ASSERT_EQUAL(policy->soak, 1440);
	CU_ASSERT_EQUAL(policy->default_window, 300);
	CU_ASSERT_EQUAL(policy->rollback_reserve, 45);
	CU_ASSERT_EQUAL(policy->failed_conversions, 25 | WSP_PERMILLE);
	CU_ASSERT_EQUAL(policy->failed_switches, 3);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(inventory, policy->canary), "lab.example.com\nlab2");
	CU_ASSERT_EQUAL_FATAL(policy->n_trees, 1);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(inventory, policy->tree[0].root), "root.example.com");
	CU_ASSERT_EQUAL(policy->tree[0].strategy, WSP_TOP_DOWN);
	CU_ASSERT_EQUAL_FATAL(policy->n_durations, 2);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(inventory, policy->duration[0].action), "restart-server");
	CU_ASSERT_EQUAL(policy->duration[0].minutes, 15);
	CU_ASSERT_EQUAL(policy->duration[1].minutes, 0);
	binding_release(&binding);
}

static void test_a_wrong_policy_is_told_key_by_key(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(binding_of(&binding, "{policy: {strategy: topdown,\n"
					     "operators: 1001,\n"
					     "servers_per_window: 0,\n"
					     "soak: 24,\n"
					     "canary: 0,\n"
					     "abort: {failed_conversions: 101%, failed: 1},\n"
					     "trees: {root: a},\n"
					     "default_window: 0m,\n"
					     "durations: {back-up: fast},\n"
					     "trees: []},\n"
					     "servers: []}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "1:21",
		"strategy has to be auto, top-down or bottom-up, not \"topdown\""));
	CU_ASSERT_TRUE(
		binding_found(&binding, "I009", "2:12", "operators has to be 1 to 1000, not 1001"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I009", "3:21", "servers_per_window has to be 1 to 1000000, not 0"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "4:7",
		"soak has to be a duration such as 45m, 4h30m or 2d, not \"24\""));
	CU_ASSERT_TRUE(binding_found(&binding, "I009", "5:9", "canary has to be 1 to 1000, not 0"));
	CU_ASSERT_TRUE(binding_found(&binding, "I009", "6:29",
		"abort.failed_conversions has to be 0.1% to 100%, not 101%"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "6:35", "unknown key \"failed\" in policy"));
	CU_ASSERT_TRUE(
		binding_found(&binding, "I008", "7:8", "policy.trees has to be a list, not a map"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I009", "8:17", "default_window has to be 1m or longer, not 0m"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "9:22",
		"back-up has to be a duration such as 45m, 4h30m or 2d, not \"fast\""));
	CU_ASSERT_TRUE(binding_found(&binding, "I007", "10:1", "trees is given twice"));
	CU_ASSERT_EQUAL(binding.diags.n, 11);
	binding_release(&binding);
}

static void test_the_number_of_canaries_may_stand_for_their_names(void)
{
	struct binding binding;

	binding_of(&binding, "{policy: {canary: 3}}");
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(&binding.inventory, binding.inventory.policy.canary), "3");
	binding_release(&binding);
	binding_of(&binding, "{policy: {canary: lab01}}");
	CU_ASSERT_TRUE(
		binding_found(&binding, "I008", "1:19", "canary has to be a list, not \"lab01\""));
	binding_release(&binding);
}

static void test_windows_freezes_sites_groups_and_client_policies_are_bound(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		binding_of(&binding,
			"{windows: [{name: weekend, start: 2026-12-05T22:00, duration: 6h, repeat: "
			"FREQ=WEEKLY;BYDAY=SA}],\n"
			"freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year-end}, {rule: "
			"FREQ=MONTHLY;BYDAY=2TU, duration: 3d}, {ics: freezes.ics}],\n"
			"sites: {Paris: {timezone: Europe/Paris, operators: 1, windows: [weekend], "
			"switch_anytime: true}, Rome: {}},\n"
			"groups: [{name: WSUS.contoso.com, kind: alias, members: [A.b, c.d]}],\n"
			"client_policies: [{name: GPO EMEA, kind: gpo, url: "
			"\"http://wsus.contoso.com:8530\"}],\n"
			"servers: [{fqdn: a.b, upstream: offline, mode: replica, clients_by: GPO "
			"EMEA}]}"),
		WSP_OK);

	const struct wsp_inventory *inventory = &binding.inventory;

	CU_ASSERT_EQUAL_FATAL(inventory->n_windows, 1);
	CU_ASSERT_EQUAL(inventory->window[0].duration, 360);
	CU_ASSERT_EQUAL_FATAL(inventory->n_freezes, 3);
	CU_ASSERT_EQUAL(inventory->freeze[0].duration, WSP_ABSENT);
	CU_ASSERT_EQUAL(inventory->freeze[1].duration, 3 * 1440);
	CU_ASSERT_EQUAL_FATAL(inventory->n_sites, 2);
	CU_ASSERT_STRING_EQUAL(wsp_inventory_text(inventory, inventory->site[0].name), "Paris");
	CU_ASSERT_EQUAL(inventory->site[0].operators, 1);
	CU_ASSERT_EQUAL(inventory->site[0].servers_per_window, WSP_ABSENT);
	CU_ASSERT_EQUAL(inventory->site[0].switch_anytime, WSP_YES);
	CU_ASSERT_EQUAL(inventory->site[1].operators, WSP_ABSENT);
	CU_ASSERT_EQUAL_FATAL(inventory->n_groups, 1);
	CU_ASSERT_EQUAL(inventory->group[0].kind, WSP_GROUP_ALIAS);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(inventory, inventory->group[0].name), "wsus.contoso.com");
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(inventory, inventory->group[0].members), "a.b\nc.d");
	CU_ASSERT_EQUAL_FATAL(inventory->n_client_policies, 1);
	CU_ASSERT_EQUAL(inventory->client_policy[0].kind, WSP_POLICY_GPO);
	CU_ASSERT_EQUAL(inventory->server[0].clients_by, WSP_BY_POLICY);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "clients_by", "GPO EMEA"));
	binding_release(&binding);
}

static void test_wrong_sections_are_told(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		binding_of(&binding, "{windows: [{name: w, start: 2026-12-05, duration: 6h},\n"
				     "{duration: 1h},\n"
				     "weekend],\n"
				     "freezes: [{from: 2026-12-18},\n"
				     "{from: 2026-12-18, to: 2026-12-17}],\n"
				     "sites: {Paris: {windows: [w, weekned]}, \"\": {}},\n"
				     "groups: [{name: g, kind: cluster, members: []}],\n"
				     "client_policies: {name: x},\n"
				     "defaults: [a],\n"
				     "serverss: [],\n"
				     "servers: nothing}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "1:29",
		"start has to be a date and time such as 2026-12-05T22:00, not \"2026-12-05\""));
	CU_ASSERT_TRUE(
		binding_found(&binding, "I010", "2:1", "name is missing in an entry of windows"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I008", "3:1", "an entry of windows has to be a map of keys and values"));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "4:11",
		"a freeze needs `from` and `to`, `rule` and `duration`, or `ics`"));
	CU_ASSERT_TRUE(binding_found(&binding, "I009", "5:1",
		"a freeze ends on 2026-12-17, before it begins on 2026-12-18"));
	CU_ASSERT_TRUE(binding_found(&binding, "I014", "6:9", "window \"weekned\" is not defined"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "6:41", "the name of a site has no value"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "7:26",
		"kind has to be alias, load-balancer or shared-database, not \"cluster\""));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I008", "8:18", "client_policies has to be a list, not a map"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "9:11",
		"defaults has to be a map of keys and values, not a list"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "10:1", "unknown key \"serverss\""));
	CU_ASSERT_STRING_EQUAL(binding_hint(&binding, "I006"), "did you mean \"servers\"?");
	CU_ASSERT_TRUE(binding_found(
		&binding, "I008", "11:10", "servers has to be a list, not a single value"));
	CU_ASSERT_EQUAL(binding.diags.n, 12);
	binding_release(&binding);
}

static void test_defined_twice_is_told_with_both_places(void)
{
	static const struct {
		const char *text, *place, *message;
	} row[] = {
		{"{windows: [{name: w, duration: 1h},\n{name: w, duration: 2h}]}", "2:1",
			"window \"w\" is given twice, first at 1.yaml:1:12"},
		{"{groups: [{name: G, kind: alias, members: [a]},\n{name: g, kind: alias, members: "
		 "[b]}]}",
			"2:1", "group \"g\" is given twice, first at 1.yaml:1:11"},
		{"{client_policies: [{name: p, kind: gpo},\n{name: p, kind: mdm}]}", "2:1",
			"client policy \"p\" is given twice, first at 1.yaml:1:20"},
		{"{sites: {Paris: {operators: 1},\nParis: {operators: 1}}}", "2:1",
			"site \"Paris\" is given twice, first at 1.yaml:1:10"},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		struct binding binding;

		CU_ASSERT_EQUAL(binding_of(&binding, row[i].text), WSP_INVALID);
		CU_ASSERT_TRUE(binding_found(&binding, "I015", row[i].place, row[i].message));
		binding_release(&binding);
	}
}

static void test_the_version_is_required_where_it_can_be_written(void)
{
	static const struct {
		const char *text;
		unsigned flags;
		size_t n;
	} row[] = {
		{"{wsusplan: 1, servers: []}", WSP_BIND_VERSIONED, 0},
		{"{servers: []}", WSP_BIND_VERSIONED, 1},
		{"{wsusplan: 2, servers: []}", WSP_BIND_VERSIONED, 1},
		{"{wsusplan: \"1\", servers: []}", WSP_BIND_VERSIONED, 1},
		{"{wsusplan: [1], servers: []}", WSP_BIND_VERSIONED, 1},
		{"{servers: []}", 0, 0},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		struct binding binding;

		CU_ASSERT_TRUE_FATAL(binding_init(&binding));
		binding_add(&binding, row[i].text, row[i].flags);
		CU_ASSERT_EQUAL(binding_count(&binding, "I011"), row[i].n);
		binding_release(&binding);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"the policy has the documented defaults",
			test_the_policy_has_the_documented_defaults},
		{"a whole policy is bound", test_a_whole_policy_is_bound},
		{"a wrong policy is told key by key", test_a_wrong_policy_is_told_key_by_key},
		{"the number of canaries may stand for their names",
			test_the_number_of_canaries_may_stand_for_their_names},
		{"windows, freezes, sites, groups and client policies are bound",
			test_windows_freezes_sites_groups_and_client_policies_are_bound},
		{"wrong sections are told", test_wrong_sections_are_told},
		{"defined twice is told with both places",
			test_defined_twice_is_told_with_both_places},
		{"the version is required where it can be written",
			test_the_version_is_required_where_it_can_be_written},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("sections", tests);
}
