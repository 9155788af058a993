/* Values: what each type takes, and what is told about what it does not take. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "binding.h"
#include "model/fields.h"
#include "runner.h"

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

int main(void)
{
	CU_TestInfo tests[] = {
		{"every kind of value is taken", test_every_kind_of_value_is_taken},
		{"every wrong value is told with its place",
			test_every_wrong_value_is_told_with_its_place},
		{"names are host names with a dot", test_names_are_host_names_with_a_dot},
		{"a name of more than 253 characters is refused",
			test_a_name_of_more_than_253_characters_is_refused},
		{"a long value is quoted in part, at a character",
			test_a_long_value_is_quoted_in_part_at_a_character},
		{"characters that hide are refused everywhere",
			test_characters_that_hide_are_refused_everywhere},
		{"thumbprints lose their separators", test_thumbprints_lose_their_separators},
		{"a server has the documented defaults", test_a_server_has_the_documented_defaults},
		{"port 443 follows port 80", test_port_443_follows_port_80},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("values", tests);
}
