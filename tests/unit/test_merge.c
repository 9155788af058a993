#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "binding.h"
#include "runner.h"
#include "torture.h"

static enum wsp_status merge(struct binding *binding, const char *const *file, size_t n)
{
	if (!binding_init(binding))
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		binding_add(binding, file[i], 0);
	return binding->failed ? WSP_NO_MEMORY : wsp_binder_finish(binding->binder);
}

#define MERGE(binding, ...)                                                                        \
	merge((binding), (const char *const[]){__VA_ARGS__},                                       \
		WSP_COUNT(((const char *const[]){__VA_ARGS__})))

static bool is_at(const struct binding *binding, size_t server, const char *key, const char *place)
{
	struct wsp_place found = wsp_inventory_place(
		&binding->inventory, &binding->inventory.server[server], wsp_server_field(key));
	char text[64];

	snprintf(text, sizeof(text), "%u.yaml:%u:%u", (unsigned)found.file, (unsigned)found.line,
		(unsigned)found.column);
	if (strcmp(text, place) != 0)
		printf("  %s is at %s, not %s\n", key, text, place);
	return strcmp(text, place) == 0;
}

static void test_a_server_of_several_files_is_one(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(MERGE(&binding,
				"{servers: [{fqdn: a.b, upstream: offline, site: x},\n"
				"{fqdn: c.d, upstream: a.b, mode: replica}]}",
				"{servers: [\n{fqdn: A.B, mode: replica, clients: 5}]}",
				"{servers: [{clients: 5, owner: o, fqdn: a.b}]}"),
		WSP_OK);
	CU_ASSERT_EQUAL_FATAL(binding.inventory.n_servers, 2);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "upstream", "offline"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "site", "x"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "mode", "replica"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "clients", "5"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "owner", "o"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "clients", "0"));
	CU_ASSERT_EQUAL(binding.diags.n, 0);
	CU_ASSERT_TRUE(is_at(&binding, 0, "upstream", "1.yaml:1:34"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "mode", "2.yaml:2:19"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "owner", "3.yaml:1:32"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "notes", "1.yaml:1:12"));
	CU_ASSERT_TRUE(is_at(&binding, 1, "mode", "1.yaml:2:34"));
	binding_release(&binding);
}

static void test_two_values_of_one_key_are_told_with_both_places(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(MERGE(&binding,
				"{servers: [{fqdn: a.b, upstream: offline, mode: replica, "
				"clients_by: gpo}]}",
				"{servers: [{fqdn: a.b,\nmode: autonomous,\nclients_by: p}], "
				"client_policies: "
				"[{name: p, kind: gpo}]}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "2:7", "mode has another value than at 1.yaml:1:49"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "3:13", "clients_by has another value than at 1.yaml:1:70"));
	CU_ASSERT_EQUAL(binding.diags.n, 2);
	binding_release(&binding);
}

static void test_two_policies_of_clients_are_two_values(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(MERGE(&binding,
				"{client_policies: [{name: p, kind: gpo}, {name: q, kind: gpo}], "
				"servers: [{fqdn: a.b, upstream: offline, mode: replica, "
				"clients_by: p}]}",
				"{servers: [{fqdn: a.b, clients_by: q}]}"),
		WSP_INVALID);
	CU_ASSERT_EQUAL(binding_count(&binding, "I012"), 1);
	binding_release(&binding);
}

static void test_a_server_twice_in_one_file_is_a_duplicate_in_any_case(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding,
			"{servers: [{fqdn: a.b, upstream: offline, mode: replica},\n"
			"{fqdn: c.d, upstream: A.B, mode: replica},\n{fqdn: A.b., site: x}]}",
			"{servers: [{fqdn: a.b},\n{fqdn: e.f, upstream: offline, mode: replica},\n"
			"{fqdn: a.B, site: x}]}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(
		&binding, "T004", "3:1", "server \"a.b\" is given twice, first at 1.yaml:1:19"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "T004", "3:1", "server \"a.b\" is given twice, first at 2.yaml:1:19"));
	CU_ASSERT_EQUAL(binding.diags.n, 2);
	CU_ASSERT_EQUAL(binding.inventory.n_servers, 3);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "site", "-"));
	binding_release(&binding);
}

/* The name was seen as an upstream before its server came: it is new all the same. */
static void test_a_name_seen_before_is_no_duplicate(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding, "{servers: [{fqdn: leaf.b, upstream: mid.b, mode: replica}, {fqdn: "
				"mid.b, upstream: root.b, mode: replica}, {fqdn: root.b, upstream: "
				"offline, mode: autonomous}]}"),
		WSP_OK);
	CU_ASSERT_EQUAL(binding.inventory.n_servers, 3);
	binding_release(&binding);
}

static void test_policy_and_top_level_are_put_together(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding,
			"{name: n, policy: {operators: 4, soak: 1h, durations: {back-up: 5m}}}",
			"{policy: {servers_per_window: 3, operators: 4, durations: {back-up: 5m, "
			"switch-sync: 0m}}, timezone: UTC}",
			"{name: n, servers: [{fqdn: a.b, upstream: offline, mode: replica}]}"),
		WSP_OK);
	CU_ASSERT_EQUAL(binding.inventory.policy.operators, 4);
	CU_ASSERT_EQUAL(binding.inventory.policy.soak, 60);
	CU_ASSERT_EQUAL(binding.inventory.policy.servers_per_window, 3);
	CU_ASSERT_EQUAL(binding.inventory.policy.n_durations, 2);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(&binding.inventory, binding.inventory.timezone), "UTC");
	CU_ASSERT_EQUAL(binding.diags.n, 0);
	binding_release(&binding);
}

static void test_policy_and_top_level_contradict(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding,
			"{name: n, timezone: UTC, policy: {operators: 4, canary: [a], durations: "
			"{back-up: 5m}}, defaults: {site: x}, sites: {Paris: {operators: 1}}}",
			"{timezone: CET,\nname: m,\npolicy: {canary: [b],\noperators: "
			"5,\ndurations: "
			"{back-up: 6m}},\ndefaults: {site: y},\nsites: {Paris: {operators: 2}}}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "1:12", "timezone has another value than at 1.yaml:1:21"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "2:7", "name has another value than at 1.yaml:1:8"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "3:18", "canary has another value than at 1.yaml:1:57"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "4:12", "operators has another value than at 1.yaml:1:46"));
	CU_ASSERT_TRUE(binding_found(&binding, "I012", "5:13",
		"the duration of back-up has another value than at 1.yaml:1:74"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "6:18", "site has another value than at 1.yaml:1:106"));
	CU_ASSERT_TRUE(binding_found(
		&binding, "I012", "7:28", "operators has another value than at 1.yaml:1:137"));
	CU_ASSERT_EQUAL(binding_count(&binding, "I012"), 7);
	binding_release(&binding);
}

static void test_a_key_given_twice_in_one_file_is_told(void)
{
	struct binding binding;

	MERGE(&binding, "{name: n,\nname: m,\npolicy: {soak: 1h,\nsoak: 1h},\npolicy: {},\n"
			"servers: [{fqdn: a.b,\ncertificate.lead: 1d,\ncertificate: {lead: 1d}}]}");
	CU_ASSERT_TRUE(binding_found(&binding, "I007", "2:1", "name is given twice"));
	CU_ASSERT_TRUE(binding_found(&binding, "I007", "4:1", "soak is given twice"));
	CU_ASSERT_TRUE(binding_found(&binding, "I007", "5:1", "policy is given twice"));
	CU_ASSERT_TRUE(binding_found(&binding, "I007", "8:15", "certificate.lead is given twice"));
	binding_release(&binding);
}

static void test_lists_are_appended_and_sites_put_together(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding,
			"{windows: [{name: w, duration: 1h}], sites: {Paris: {operators: 1}}, "
			"policy: "
			"{trees: [{root: a, strategy: auto}]}}",
			"{windows: [{name: v, duration: 1h}], sites: {Rome: {}, Paris: {windows: "
			"[v]}}, "
			"policy: {trees: [{root: b, strategy: auto}]}, freezes: [{ics: a.ics}]}",
			"{freezes: [{ics: b.ics}], servers: [{fqdn: a.b, upstream: offline, mode: "
			"replica}]}"),
		WSP_OK);
	CU_ASSERT_EQUAL(binding.inventory.n_windows, 2);
	CU_ASSERT_EQUAL(binding.inventory.n_freezes, 2);
	CU_ASSERT_EQUAL(binding.inventory.policy.n_trees, 2);
	CU_ASSERT_EQUAL_FATAL(binding.inventory.n_sites, 2);
	CU_ASSERT_EQUAL(binding.inventory.site[0].operators, 1);
	CU_ASSERT_STRING_EQUAL(
		wsp_inventory_text(&binding.inventory, binding.inventory.site[0].windows), "v");
	binding_release(&binding);
}

static void test_a_window_of_two_files_is_defined_twice(void)
{
	struct binding binding;

	MERGE(&binding, "{windows: [{name: w, duration: 1h}]}",
		"{windows: [{name: w, duration: 1h}]}");
	CU_ASSERT_TRUE(binding_found(
		&binding, "I015", "1:12", "window \"w\" is given twice, first at 1.yaml:1:12"));
	binding_release(&binding);
}

static void test_defaults_hold_for_every_file(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(MERGE(&binding,
				"{servers: [{fqdn: a.b, mode: autonomous}, {fqdn: c.d, mode: "
				"replica, upstream: a.b, site: x, http_port: 8530}]}",
				"{defaults: {upstream: microsoft-update, site: y, http_port: 80, "
				"certificate: {lead: 3d}}}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "upstream", "microsoft-update"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "site", "y"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "http_port", "80"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "https_port", "443"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "certificate.lead", "3d"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "upstream", "a.b"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "site", "x"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "http_port", "8530"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "https_port", "8531"));
	CU_ASSERT_FALSE(binding.inventory.server[0].present >> wsp_server_field("site") & 1);
	binding_release(&binding);
}

static void test_what_is_a_servers_own_has_no_default(void)
{
	struct binding binding;

	MERGE(&binding, "{defaults: {fqdn: a.b, site: x}}");
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:19", "fqdn cannot have a default"));
	CU_ASSERT_EQUAL(binding_count(&binding, "I006"), 1);
	binding_release(&binding);
}

static void test_a_mode_that_nobody_gave_is_a_warning(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		MERGE(&binding, "{servers: [{fqdn: a.b, upstream: offline},\n{fqdn: c.d, upstream: "
				"offline, mode: autonomous}]}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_found(&binding, "I021", "1:12",
		"mode of server \"a.b\" is not given: autonomous is taken because nothing says "
		"otherwise"));
	CU_ASSERT_EQUAL(binding.diags.n, 1);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "mode", "autonomous"));
	binding_release(&binding);
	CU_ASSERT_EQUAL(
		MERGE(&binding, "{defaults: {mode: replica}, servers: [{fqdn: a.b, upstream: "
				"offline}]}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_found(&binding, "I021", "1:39",
		"mode of server \"a.b\" is not given: replica is taken from `defaults`"));
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "mode", "replica"));
	binding_release(&binding);
}

static void test_a_policy_name_in_the_defaults_is_told_once(void)
{
	struct binding binding;

	MERGE(&binding,
		"{defaults: {clients_by: nowhere}, servers: [{fqdn: a.b, upstream: offline, "
		"mode: replica}, {fqdn: c.d, upstream: offline, mode: replica}]}");
	CU_ASSERT_TRUE(binding_found(
		&binding, "I014", "1:25", "client policy \"nowhere\" is not defined"));
	CU_ASSERT_EQUAL(binding.diags.n, 1);
	binding_release(&binding);
}

/* Whatever the number of files and keys, every key has one place, and it is the right one. */
static void test_places_survive_many_merges(void)
{
	static const char *const keys[] = {"site", "owner", "notes", "access"};
	struct binding binding;

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	binding_add(&binding, "{servers: [{fqdn: a.b, upstream: offline, mode: replica}]}", 0);
	for (size_t i = 0; i < WSP_COUNT(keys); i++) {
		struct wsp_text text = {0};

		for (size_t line = 0; line <= i; line++)
			wsp_text_adds(&text, "\n");
		wsp_text_addf(&text, "{servers: [{%s: v, fqdn: a.b}]}", keys[i]);
		binding_add(&binding, wsp_text_get(&text), 0);
		wsp_text_release(&text);
	}
	CU_ASSERT_EQUAL(wsp_binder_finish(binding.binder), WSP_OK);
	CU_ASSERT_TRUE(is_at(&binding, 0, "site", "2.yaml:2:19"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "owner", "3.yaml:3:20"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "notes", "4.yaml:4:20"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "access", "5.yaml:5:21"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "upstream", "1.yaml:1:34"));
	CU_ASSERT_TRUE(is_at(&binding, 0, "fqdn", "5.yaml:5:30"));
	binding_release(&binding);
}

static bool merge_everything(void *context)
{
	struct binding binding;
	enum wsp_status status = MERGE(&binding,
		"{name: n, policy: {soak: 1h}, defaults: {owner: o}, sites: {s: {}}, servers: "
		"[{fqdn: a.b, upstream: c.d, mode: replica}, {fqdn: c.d, upstream: offline, mode: "
		"autonomous}]}",
		"{name: n, policy: {operators: 3}, defaults: {owner: o}, sites: {s: {}}, servers: "
		"[{fqdn: a.b, site: s}]}");

	(void)context;
	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	binding_release(&binding);
	return status == WSP_OK;
}

static void test_running_out_of_memory_is_told_and_leaks_nothing(void)
{
	CU_ASSERT_TRUE(wsp_torture(merge_everything, NULL) > 10);
}

static CU_TestInfo merge_tests[] = {
	{"a server of several files is one", test_a_server_of_several_files_is_one},
	{"two values of one key are told with both places",
		test_two_values_of_one_key_are_told_with_both_places},
	{"two policies of clients are two values", test_two_policies_of_clients_are_two_values},
	{"a server twice in one file is a duplicate, in any case",
		test_a_server_twice_in_one_file_is_a_duplicate_in_any_case},
	{"a name seen before is no duplicate", test_a_name_seen_before_is_no_duplicate},
	{"policy and top level are put together", test_policy_and_top_level_are_put_together},
	{"policy and top level contradict", test_policy_and_top_level_contradict},
	{"a key given twice in one file is told", test_a_key_given_twice_in_one_file_is_told},
	{"lists are appended, and sites put together",
		test_lists_are_appended_and_sites_put_together},
	{"a window of two files is defined twice", test_a_window_of_two_files_is_defined_twice},
	{"defaults hold for every file", test_defaults_hold_for_every_file},
	{"what is a server's own has no default", test_what_is_a_servers_own_has_no_default},
	{"a mode that nobody gave is a warning", test_a_mode_that_nobody_gave_is_a_warning},
	{"a policy name in the defaults is told once",
		test_a_policy_name_in_the_defaults_is_told_once},
	{"places survive many merges", test_places_survive_many_merges},
	{"running out of memory is told and leaks nothing",
		test_running_out_of_memory_is_told_and_leaks_nothing},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("merge", merge_tests);
}
