#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "binding.h"
#include "model/fields.h"
#include "runner.h"
#include "torture.h"

/* A server whose other keys are fine, with one key of the notation in the middle. */
static enum wsp_status bind_key(struct binding *binding, const char *key_and_value)
{
	char text[1024];
	int length = snprintf(text, sizeof(text),
		"{servers: [{fqdn: a.example.com, upstream: offline, mode: replica,\n%s}]}",
		key_and_value);

	CU_ASSERT_TRUE_FATAL(length > 0 && (size_t)length < sizeof(text));
	return binding_of(binding, text);
}

static void test_every_kind_of_value_is_taken(void)
{
	static const struct {
		const char *given, *key, *printed;
	} row[] = {
		{"site: North Wing", "site", "North Wing"},
		{"site: \"null\"", "site", "null"},
		{"site: no", "site", "no"},
		{"site: Zürich", "site", "Zürich"},
		{"owner: 'null'", "owner", "null"},
		{"http_port: 1", "http_port", "1"},
		{"http_port: 65535", "http_port", "65535"},
		{"http_port: '8080'", "http_port", "8080"},
		{"clients: 0", "clients", "0"},
		{"clients: 10000000", "clients", "10000000"},
		{"build: 17763", "build", "17763"},
		{"retired: true", "retired", "true"},
		{"retired: false", "retired", "false"},
		{"retired: 'true'", "retired", "true"},
		{"restart: services", "restart", "services"},
		{"restart: \"services\"", "restart", "services"},
		{"certificate: {lead: 0m}", "certificate.lead", "0m"},
		{"certificate: {lead: 90m}", "certificate.lead", "1h30m"},
		{"certificate: {lead: 4h}", "certificate.lead", "4h"},
		{"certificate: {lead: 48h}", "certificate.lead", "2d"},
		{"certificate: {lead: 25h30m}", "certificate.lead", "25h30m"},
		{"certificate: {lead: \"1w\"}", "certificate.lead", "7d"},
		{"certificate.lead: 2d", "certificate.lead", "2d"},
		{"certificate: {names: [A.example.com, *.Example.com]}", "certificate.names",
			"a.example.com\n*.example.com"},
		{"certificate: {expires: 2027-11-01}", "certificate.expires", "2027-11-01"},
		{"not_before: 2026-12-05T22:00", "not_before", "2026-12-05T22:00"},
		{"last_sync: never", "last_sync", "never"},
		{"last_sync: 2026-11-01T03:00:00Z", "last_sync", "2026-11-01T03:00:00Z"},
		{"sync_times: [03:00, 23:59]", "sync_times", "03:00\n23:59"},
		{"aliases: 'WSUS wsus.example.com.'", "aliases", "wsus\nwsus.example.com"},
		{"aliases: []", "aliases", "-"},
		{"roles: [domain controller]", "roles", "domain controller"},
		{"state: {required_apps: [ClientWebService]}", "state.required_apps",
			"ClientWebService"},
		{"clients_by: mdm", "clients_by", "mdm"},
		{"server_id: 0F2A", "server_id", "0f2a"},
		{"client_url: http://a.example.com:8530", "client_url",
			"http://a.example.com:8530"},
		{"hold: {reason: cabling}", "hold.reason", "cabling"},
		{"exclude: {reason: lab}", "exclude.switch", "true"},
		{"exclude: {reason: lab, switch: false}", "exclude.switch", "false"},
		{"notes: ''", "notes", "-"},
		{"notes: free text", "notes", "free text"},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		struct binding binding;

		if (bind_key(&binding, row[i].given) != WSP_OK)
			printf("  %s\n", row[i].given);
		CU_ASSERT_EQUAL_FATAL(binding.inventory.n_servers, 1);
		CU_ASSERT_EQUAL(binding.diags.n, 0);
		CU_ASSERT_TRUE(binding_prints(&binding, 0, row[i].key, row[i].printed));
		binding_release(&binding);
	}
}

static void test_every_wrong_value_is_told_with_its_place(void)
{
	static const struct {
		const char *given, *code, *place, *message, *hint; /* NULL: the rule's */
	} row[] = {
		{"http_port: 0", "I009", "2:12", "http_port has to be 1 to 65535, not 0", NULL},
		{"http_port: 65536", "I009", "2:12", "http_port has to be 1 to 65535, not 65536",
			NULL},
		{"http_port: 99999999999999999999999", "I009", "2:12",
			"http_port has to be 1 to 65535, not 99999999999999999999999", NULL},
		{"http_port: 08530", "I008", "2:12",
			"http_port has to be a whole number, not \"08530\"",
			"write digits only: no sign, no leading zero, no separator, no unit"},
		{"http_port: +8530", "I008", "2:12",
			"http_port has to be a whole number, not \"+8530\"",
			"write digits only: no sign, no leading zero, no separator, no unit"},
		{"http_port: \"8530\"", "I008", "2:12",
			"http_port has to be a whole number, not \"8530\"",
			"write it without quotes"},
		{"clients: 1e3", "I008", "2:10", "clients has to be a whole number, not \"1e3\"",
			"write digits only: no sign, no leading zero, no separator, no unit"},
		{"clients: [1]", "I008", "2:10", "clients has to be a whole number, not a list",
			NULL},
		{"clients: 10000001", "I009", "2:10",
			"clients has to be 0 to 10000000, not 10000001", NULL},
		{"build: 0", "I009", "2:8", "build has to be 1 to 999999, not 0", NULL},
		{"retired: yes", "I008", "2:10", "retired has to be true or false, not \"yes\"",
			"write true or false, in lower case; yes, no, on and off are text here"},
		{"retired: \"true\"", "I008", "2:10",
			"retired has to be true or false, not \"true\"", "write it without quotes"},
		{"mode: Replica", "I007", "2:1", "mode is given twice", NULL},
		{"restart: sevices", "I008", "2:10",
			"restart has to be server or services, not \"sevices\"",
			"did you mean \"services\"?"},
		{"state: {https: Bound}", "I008", "2:16",
			"state.https has to be none, bound, required or configured, not \"Bound\"",
			"did you mean \"bound\"?"},
		{"certificate: {lead: 2}", "I008", "2:21",
			"certificate.lead has to be a duration such as 45m, 4h30m or 2d, not \"2\"",
			"give a unit: m, h, d or w"},
		{"certificate: {lead: soon}", "I008", "2:21",
			"certificate.lead has to be a duration such as 45m, 4h30m or 2d, not "
			"\"soon\"",
			"whole minutes, hours, days or weeks, at most ten years"},
		{"certificate: {expires: 2027-02-29}", "I008", "2:24",
			"certificate.expires has to be a date such as 2026-12-05 or "
			"2026-12-05T22:00, not \"2027-02-29\"",
			NULL},
		{"certificate: {names: a.example.com}", "I008", "2:22",
			"certificate.names has to be a list, not \"a.example.com\"",
			"write [first, second]"},
		{"certificate: {names: [a_b.example.com]}", "I013", "2:23",
			"certificate.names \"a_b.example.com\" has an underscore",
			"a host name in a certificate has letters, digits and hyphens only: rename "
			"the server or use an alias"},
		{"certificate: {names: [a.*.com]}", "I013", "2:23",
			"certificate.names \"a.*.com\" has a character that is no letter, digit, "
			"hyphen or dot",
			NULL},
		{"certificate: {thumbprint: 12ab}", "I008", "2:27",
			"certificate.thumbprint has to be a thumbprint of 40 hexadecimal digits, "
			"not \"12ab\"",
			"copy it from the certificate, without the invisible character at its "
			"start"},
		{"certificate: domain-ca", "I008", "2:14",
			"certificate has to be a map of keys and values, not a single value", NULL},
		{"certificate: {}", "I008", "2:14", "certificate has no keys",
			"leave the key out when there is nothing to say"},
		{"certificate: {nmaes: []}", "I006", "2:15", "unknown key \"nmaes\" in servers",
			"did you mean \"names\"?"},
		{"site: {a: b}", "I008", "2:7", "site has to be text, not a map", NULL},
		{"site: null", "I008", "2:7", "site has no value",
			"leave the key out when there is nothing to say"},
		{"site: ~", "I008", "2:7", "site has no value",
			"leave the key out when there is nothing to say"},
		{"site: \"\"", "I008", "2:7", "site has no value",
			"leave the key out when there is nothing to say"},
		{"site: \"a\nb\"", "I008", "2:7",
			"site has the character U+000A, which does not print",
			"write one line of text; control characters, line breaks and characters "
			"that hide or reorder text are refused"},
		{"sync_times: [24:00]", "I008", "2:14",
			"sync_times has to be a list of times of day, not \"24:00\"",
			"write hours and minutes with two digits each, such as 03:30"},
		{"state: {required_apps: [clientwebservice]}", "I008", "2:25",
			"state.required_apps has to be a list of known words, not "
			"\"clientwebservice\"",
			"did you mean \"ClientWebService\"?"},
		{"roles: [[dc]]", "I008", "2:9",
			"roles has to be a list of single words, not a list", NULL},
		{"client_url: a.example.com:8530", "I008", "2:13",
			"client_url has to be a URL that begins with http:// or https://, not "
			"\"a.example.com:8530\"",
			NULL},
		{"clients_by: GPO-EMEA", "I014", "2:13",
			"client policy \"GPO-EMEA\" is not defined", NULL},
		{"clients_by: gop", "I014", "2:13", "client policy \"gop\" is not defined",
			"did you mean \"gpo\"?"},
		{"ownr: me", "I006", "2:1", "unknown key \"ownr\" in servers",
			"did you mean \"owner\"?"},
		{"certifcate: {lead: 2d}", "I006", "2:1", "unknown key \"certifcate\" in servers",
			"did you mean \"certificate\"?"},
		{"colour: red", "I006", "2:1", "unknown key \"colour\" in servers", NULL},
		{"hold: {until: 2027-01-01}", "I010", "1:12",
			"server \"a.example.com\" has no hold.reason", NULL},
		{"exclude: {switch: false}", "I010", "1:12",
			"server \"a.example.com\" has no exclude.reason", NULL},
		{"[a]: b", "I008", "2:1", "a key has to be one word, not a list", NULL},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		struct binding binding;

		CU_ASSERT_EQUAL(bind_key(&binding, row[i].given), WSP_INVALID);
		CU_ASSERT_TRUE(binding_found(&binding, row[i].code, row[i].place, row[i].message));
		CU_ASSERT_EQUAL(binding.diags.n, 1);
		if (row[i].hint) {
			CU_ASSERT_STRING_EQUAL(binding_hint(&binding, row[i].code), row[i].hint);
		}
		binding_release(&binding);
	}
}

static void test_names_are_host_names_with_a_dot(void)
{
	static const struct {
		const char *fqdn, *stored; /* NULL: refused */
	} row[] = {
		{"a.b", "a.b"},
		{"WSUS-01.Contoso.COM", "wsus-01.contoso.com"},
		{"a.b.", "a.b"},
		{"1.example.com", "1.example.com"},
		{"xn--zrich-kva.example.com", "xn--zrich-kva.example.com"},
		{"wsus01", NULL},
		{"10.1.2.3", NULL},
		{"a..b", NULL},
		{".a.b", NULL},
		{"a.b..", NULL},
		{"-a.b", NULL},
		{"a-.b", NULL},
		{"a.b-", NULL},
		{"a b.c", NULL},
		{"a_b.c", NULL},
		{"zürich.example.com", NULL},
		{"a.b:8530", NULL},
		{"https://a.b", NULL},
		{"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc.b",
			"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc.b"},
		{"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd.b", NULL},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		struct binding binding;
		char text[256];

		snprintf(text, sizeof(text),
			"{servers: [{fqdn: \"%s\", upstream: offline, mode: replica}]}",
			row[i].fqdn);

		enum wsp_status status = binding_of(&binding, text);

		CU_ASSERT_EQUAL(status, row[i].stored ? WSP_OK : WSP_INVALID);
		CU_ASSERT_EQUAL(binding_count(&binding, "I013"), row[i].stored ? 0 : 1);
		if (row[i].stored && status == WSP_OK)
			CU_ASSERT_TRUE(binding_prints(&binding, 0, "fqdn", row[i].stored));
		binding_release(&binding);
	}
}

static void test_a_name_of_more_than_253_characters_is_refused(void)
{
	struct binding binding;
	char text[512] = "{servers: [{upstream: offline, mode: replica, fqdn: ";
	size_t start = strlen(text);

	for (size_t i = 0; i < 253; i++)
		text[start + i] = i % 50 == 49 ? '.' : 'a';
	memcpy(text + start + 253, "}]}", 4);
	CU_ASSERT_EQUAL(binding_of(&binding, text), WSP_OK);
	binding_release(&binding);
	memcpy(text + start + 253, "a}]}", 5);
	CU_ASSERT_EQUAL(binding_of(&binding, text), WSP_INVALID);
	CU_ASSERT_EQUAL(binding_count(&binding, "I013"), 1);
	binding_release(&binding);
}

static void test_a_long_value_is_quoted_in_part_at_a_character(void)
{
	struct binding binding;

	bind_key(&binding, "restart: ääääääääääääääääääääääääääääääääääääääääääääääääää");
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "2:10",
		"restart has to be server or services, not \"ääääääääääääääääääääääääääääää…\""));
	binding_release(&binding);
}

static void test_characters_that_hide_are_refused_everywhere(void)
{
	static const char *const hidden[] = {"\x1b", "\x7f", "\xc2\x85", "\xe2\x80\x8b",
		"\xe2\x80\xa8", "\xe2\x80\xae", "\xe2\x81\xa6", "\xef\xbb\xbf"};
	static const char *const shown[] = {
		"\xc2\xa0", "\xe2\x80\x93", "\xe2\x82\xac", "\xf0\x9f\x94\x92", "\xef\xbb\xbe"};

	for (size_t i = 0; i < WSP_COUNT(hidden); i++) {
		struct binding binding;
		char key[64];

		snprintf(key, sizeof(key), "notes: a%sb, restart: a%sb", hidden[i], hidden[i]);
		CU_ASSERT_EQUAL(bind_key(&binding, key), WSP_INVALID);
		CU_ASSERT_EQUAL(binding_count(&binding, "I008"), 2);
		for (size_t n = 0; n < binding.diags.n; n++)
			CU_ASSERT_PTR_NULL(strstr(binding.diags.entry[n].diag.message, hidden[i]));
		binding_release(&binding);
	}
	for (size_t i = 0; i < WSP_COUNT(shown); i++) {
		struct binding binding;
		char key[64];

		snprintf(key, sizeof(key), "notes: a%sb", shown[i]);
		CU_ASSERT_EQUAL(bind_key(&binding, key), WSP_OK);
		binding_release(&binding);
	}
}

static void test_thumbprints_lose_their_separators(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		bind_key(&binding, "certificate: {thumbprint: \"0a:1b 2c3d4e5f60718293a4b5c6"
				   "d7e8f901a2b3c4\"}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_prints(
		&binding, 0, "certificate.thumbprint", "0A1B2C3D4E5F60718293A4B5C6D7E8F901A2B3C4"));
	binding_release(&binding);
}

static void test_a_server_has_the_documented_defaults(void)
{
	static const char *const row[][2] = {{"http_port", "8530"}, {"https_port", "8531"},
		{"clients", "0"}, {"clients_by", "gpo"}, {"restart", "server"},
		{"certificate.source", "domain-ca"}, {"certificate.lead", "-"}, {"build", "-"},
		{"exclude.switch", "-"}, {"retired", "-"}, {"site", "-"}, {"upstream_port", "-"},
		{"state.https", "-"}, {"state.sync_ssl", "-"}};
	struct binding binding;

	CU_ASSERT_EQUAL(bind_key(&binding, ""), WSP_OK);
	for (size_t i = 0; i < WSP_COUNT(row); i++)
		CU_ASSERT_TRUE(binding_prints(&binding, 0, row[i][0], row[i][1]));
	CU_ASSERT_EQUAL(binding.inventory.server[0].certificate_lead, WSP_ABSENT);
	CU_ASSERT_EQUAL(binding.inventory.server[0].build, 0);
	binding_release(&binding);
}

static void test_the_policy_has_the_documented_defaults(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(bind_key(&binding, ""), WSP_OK);

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

static void test_port_443_follows_port_80(void)
{
	struct binding binding;

	bind_key(&binding, "http_port: 80");
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "https_port", "443"));
	binding_release(&binding);
	bind_key(&binding, "http_port: 80, https_port: 8531");
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "https_port", "8531"));
	binding_release(&binding);
	binding_of(&binding, "{defaults: {http_port: 80, https_port: 444, mode: replica}, servers: "
			     "[{fqdn: a.b, upstream: offline}]}");
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "https_port", "444"));
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

static struct wsp_node cell(const char *text, uint32_t line, uint16_t column)
{
	return (struct wsp_node){.text = text,
		.length = (uint32_t)strlen(text),
		.size = 1,
		.place = {line, column, 1},
		.splittable = true};
}

/* In CSV the keys of every row are those of the header. */
static void test_an_unknown_column_is_told_once(void)
{
	struct binding binding;
	struct wsp_node row[] = {
		{.kind = WSP_MAP, .size = 15, .place = {2, 1, 1}},
		cell("colour", 1, 1),
		cell("", 2, 1),
		cell("fqdn", 1, 8),
		cell("a.b", 2, 5),
		cell("ownr", 1, 13),
		cell("x", 2, 9),
		cell("certificate", 1, 18),
		{.kind = WSP_MAP, .size = 3, .place = {2, 11, 1}},
		cell("name", 1, 18),
		cell("x", 2, 11),
		cell("paint", 1, 35),
		{.kind = WSP_MAP, .size = 3, .place = {2, 13, 1}},
		cell("colour", 1, 35),
		cell("x", 2, 13),
	};

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	wsp_diags_add_file(&binding.diags, "1.csv");
	wsp_binder_begin(binding.binder, 1, 0);

	struct wsp_reader_sink sink = wsp_binder_sink(binding.binder);

	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	row[4] = cell("c.d", 3, 5);
	row[0].place.line = row[6].place.line = 3;
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_EQUAL(binding.inventory.n_servers, 2);
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:1", "unknown key \"colour\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:13", "unknown key \"ownr\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:18", "unknown key \"name\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:35", "unknown key \"paint\" in servers"));
	CU_ASSERT_EQUAL(binding.diags.n, 4);
	binding_release(&binding);
}

static void test_a_csv_without_names_is_told_once(void)
{
	struct binding binding;
	struct wsp_node row[] = {
		{.kind = WSP_MAP, .size = 3, .place = {2, 1, 1}},
		cell("owner", 1, 4),
		cell("x", 2, 1),
	};

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	wsp_diags_add_file(&binding.diags, "1.csv");
	wsp_binder_begin(binding.binder, 1, 0);

	struct wsp_reader_sink sink = wsp_binder_sink(binding.binder);

	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	row[0].place.line = row[2].place.line = 3;
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "1:4", "no column is called fqdn"));
	CU_ASSERT_EQUAL(binding.diags.n, 1);

	row[1] = cell("fqdn", 1, 4); /* an empty cell belongs to its row */
	row[2] = cell("", 3, 1);
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "3:1", "a server has no fqdn"));
	binding_release(&binding);
}

static void test_unknown_keys_of_a_stored_plan_are_ignored(void)
{
	struct binding binding;

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	binding_add(&binding,
		"{format: x, servers: [{fqdn: a.b, upstream: offline, mode: replica, level: 3, "
		"certificate: {colour: red}}]}",
		WSP_BIND_LENIENT);
	CU_ASSERT_EQUAL(wsp_binder_finish(binding.binder), WSP_OK);
	CU_ASSERT_EQUAL(binding.diags.n, 0);
	binding_release(&binding);
}

static void test_an_inventory_needs_servers_and_they_a_name_and_an_upstream(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(binding_of(&binding, "{name: empty}"), WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "0:0", "no file names a server"));
	binding_release(&binding);
	CU_ASSERT_EQUAL(
		binding_of(&binding, "{servers: [{fqdn: a.b, mode: replica},\n{site: here},\n5]}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "1:12", "server \"a.b\" has no upstream"));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "2:1", "a server has no fqdn"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "3:1",
		"an entry of servers has to be a map of keys and values, not a single value"));
	CU_ASSERT_EQUAL(binding.diags.n, 3);
	binding_release(&binding);
}

static void test_keys_are_found_in_any_order(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		binding_of(&binding,
			"{servers: [{fqdn: a.b, upstream: offline, mode: replica, site: x, "
			"certificate: {lead: 1d, issuer: i}, notes: n}, {notes: m, certificate: "
			"{issuer: j, lead: 2d}, site: y, mode: autonomous, upstream: offline, "
			"fqdn: c.d}, {certificate: {issuer: k}, state: {https: bound}, upstream: "
			"offline, mode: replica, fqdn: e.f}]}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "certificate.issuer", "i"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "fqdn", "c.d"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "notes", "m"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "certificate.lead", "2d"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "certificate.issuer", "j"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "state.https", "bound"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "certificate.issuer", "k"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "notes", "-"));
	binding_release(&binding);
}

static void test_every_row_of_the_tables_is_usable(void)
{
	for (const struct wsp_section *section = wsp_sections; section->name; section++) {
		CU_ASSERT_TRUE(section->n_fields > 0 && section->n_fields <= WSP_FIELDS_MAX);
		CU_ASSERT_NOT_EQUAL(section->meaning[0], '\0');
		for (unsigned row = 0; row < section->n_fields; row++) {
			const struct wsp_field *field = &section->field[row];
			bool counts =
				field->type == WSP_TYPE_COUNT || field->type == WSP_TYPE_AMOUNT;
			bool words =
				field->type == WSP_TYPE_ENUM || field->type == WSP_TYPE_CLIENTS_BY;

			CU_ASSERT_TRUE(strlen(field->key) < 64);
			CU_ASSERT_EQUAL(field->meaning[strlen(field->meaning) - 1], '.');
			CU_ASSERT_TRUE(!counts || field->max > field->min);
			CU_ASSERT_TRUE(!words || field->words);
			for (unsigned other = 0; other < row; other++)
				CU_ASSERT_STRING_NOT_EQUAL(field->key, section->field[other].key);
		}
	}
}

/* The words of each enum, as model/inventory.h numbers them. */
static void test_enums_are_numbered_as_the_header_says(void)
{
	static const struct {
		const char *key, *word;
		unsigned value;
	} row[] = {
		{"mode", "replica", WSP_REPLICA},
		{"clients_by", "none", WSP_BY_NONE},
		{"state.https", "configured", WSP_HTTPS_CONFIGURED},
		{"state.clients_https", "all", WSP_CLIENTS_ALL},
		{"certificate.source", "self-signed", WSP_SELF_SIGNED},
		{"restart", "services", WSP_RESTART_SERVICES},
		{"database", "remote-sql", WSP_DB_REMOTE_SQL},
		{"last_sync_result", "never", WSP_SYNC_NEVER},
		{"configmgr.role", "secondary", WSP_CM_SECONDARY},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++)
		CU_ASSERT_STRING_EQUAL(
			wsp_server_fields[wsp_server_field(row[i].key)].words[row[i].value - 1],
			row[i].word);
}

static void test_the_reference_names_every_key(void)
{
	struct wsp_text text = {0};
	struct wsp_text key = {0};

	wsp_schema_reference(&text);
	for (const struct wsp_section *section = wsp_sections; section->name; section++) {
		for (unsigned row = 0; row < section->n_fields; row++) {
			wsp_text_clear(&key);
			wsp_text_addf(&key, "| `%s` |", section->field[row].key);
			CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&text), wsp_text_get(&key)));
			CU_ASSERT_PTR_NOT_NULL(
				strstr(wsp_text_get(&text), section->field[row].meaning));
		}
	}
	CU_ASSERT_FALSE(text.failed);
	wsp_text_release(&text);
	wsp_text_release(&key);
}

/* A wrong word among many costs no more than the findings that are kept. */
static void test_findings_beyond_the_limit_are_only_counted(void)
{
	struct binding binding;
	struct wsp_text text = {0};

	wsp_text_adds(&text, "{servers: [{fqdn: a.b, upstream: offline, mode: replica");
	for (unsigned i = 0; i < 300; i++)
		wsp_text_addf(&text, ", ownr%u: x", i);
	wsp_text_adds(&text, "}]}");
	CU_ASSERT_EQUAL(binding_of(&binding, wsp_text_get(&text)), WSP_INVALID);
	CU_ASSERT_EQUAL(binding_count(&binding, "I006"), WSP_DIAGS_PER_RULE);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&binding.diags, WSP_ERROR), 300);
	binding_release(&binding);
	wsp_text_release(&text);
}

static bool bind_everything(void *context)
{
	struct binding binding;
	enum wsp_status status = binding_of(&binding,
		"{name: x, policy: {canary: [c], trees: [{root: r, strategy: auto}], durations: "
		"{back-up: 1m}}, windows: [{name: w, duration: 1h}], freezes: [{ics: f}], sites: "
		"{s: {windows: [w, v]}}, groups: [{name: g, kind: alias, members: [a.b]}], "
		"client_policies: [{name: p, kind: gpo}], defaults: {site: s}, servers: [{fqdn: "
		"a.b, upstream: offline, clients_by: p, certificate: {names: [a.b]}, restart: "
		"x, ownr: y, aliases: 'm n'}, {fqdn: A.b}]}");

	(void)context;
	CU_ASSERT_TRUE(status == WSP_INVALID || status == WSP_NO_MEMORY);
	if (status == WSP_INVALID)
		CU_ASSERT_EQUAL(binding.diags.n, 5);
	binding_release(&binding);
	return status == WSP_INVALID;
}

static void test_running_out_of_memory_is_told_and_leaks_nothing(void)
{
	CU_ASSERT_TRUE(wsp_torture(bind_everything, NULL) > 20);
}

static CU_TestInfo schema_tests[] = {
	{"every kind of value is taken", test_every_kind_of_value_is_taken},
	{"every wrong value is told with its place", test_every_wrong_value_is_told_with_its_place},
	{"names are host names with a dot", test_names_are_host_names_with_a_dot},
	{"a name of more than 253 characters is refused",
		test_a_name_of_more_than_253_characters_is_refused},
	{"a long value is quoted in part, at a character",
		test_a_long_value_is_quoted_in_part_at_a_character},
	{"characters that hide are refused everywhere",
		test_characters_that_hide_are_refused_everywhere},
	{"thumbprints lose their separators", test_thumbprints_lose_their_separators},
	{"a server has the documented defaults", test_a_server_has_the_documented_defaults},
	{"the policy has the documented defaults", test_the_policy_has_the_documented_defaults},
	{"port 443 follows port 80", test_port_443_follows_port_80},
	{"a whole policy is bound", test_a_whole_policy_is_bound},
	{"a wrong policy is told key by key", test_a_wrong_policy_is_told_key_by_key},
	{"the number of canaries may stand for their names",
		test_the_number_of_canaries_may_stand_for_their_names},
	{"windows, freezes, sites, groups and client policies are bound",
		test_windows_freezes_sites_groups_and_client_policies_are_bound},
	{"wrong sections are told", test_wrong_sections_are_told},
	{"defined twice is told with both places", test_defined_twice_is_told_with_both_places},
	{"the version is required where it can be written",
		test_the_version_is_required_where_it_can_be_written},
	{"an unknown column is told once", test_an_unknown_column_is_told_once},
	{"a csv without names is told once", test_a_csv_without_names_is_told_once},
	{"unknown keys of a stored plan are ignored",
		test_unknown_keys_of_a_stored_plan_are_ignored},
	{"an inventory needs servers, and they a name and an upstream",
		test_an_inventory_needs_servers_and_they_a_name_and_an_upstream},
	{"keys are found in any order", test_keys_are_found_in_any_order},
	{"every row of the tables is usable", test_every_row_of_the_tables_is_usable},
	{"enums are numbered as the header says", test_enums_are_numbered_as_the_header_says},
	{"the reference names every key", test_the_reference_names_every_key},
	{"findings beyond the limit are only counted",
		test_findings_beyond_the_limit_are_only_counted},
	{"running out of memory is told and leaks nothing",
		test_running_out_of_memory_is_told_and_leaks_nothing},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("schema", schema_tests);
}
