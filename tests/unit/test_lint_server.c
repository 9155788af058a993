#include "lint_estate.h"
#include "runner.h"

static void test_extra_apps(void)
{
	struct pair pair = pair_of_servers();

	lint_is_silent(&pair.inventory, WSP_RULE(V301));

	pair = pair_of_servers();
	pair.leaf->extra_apps = estate_words(&pair.inventory, "Content SelfUpdate");
	lint_finds(&pair.inventory, WSP_RULE(V301), 2,
		"\"leaf.example.com\" requires SSL where HTTP has to answer: Content, SelfUpdate");
}

static struct pair requiring(enum wsp_https https, const char *apps)
{
	struct pair pair = pair_of_servers();

	pair.leaf->https = (uint8_t)https;
	pair.leaf->required_apps = estate_words(&pair.inventory, apps);
	return pair;
}

static void test_required_apps(void)
{
	struct pair pair = requiring(WSP_HTTPS_REQUIRED,
		"SimpleAuthWebService ServerSyncWebService DSSAuthWebService ClientWebService "
		"ApiRemoting30");

	lint_is_silent(&pair.inventory, WSP_RULE(V302));

	pair = requiring(
		WSP_HTTPS_CONFIGURED, "ApiRemoting30 ClientWebService SimpleAuthWebService");
	lint_finds(&pair.inventory, WSP_RULE(V302), 2,
		"\"leaf.example.com\" requires SSL on 3 of the five applications, not on "
		"DSSAuthWebService, ServerSyncWebService");

	pair = requiring(WSP_HTTPS_BOUND, "ApiRemoting30");
	lint_is_silent(&pair.inventory, WSP_RULE(V302));
}

static struct pair registered(enum wsp_https https, enum wsp_tri using_ssl, uint16_t port)
{
	struct pair pair = pair_of_servers();

	pair.leaf->https = (uint8_t)https;
	pair.leaf->using_ssl = (uint8_t)using_ssl;
	pair.leaf->registry_port = port;
	return pair;
}

static void test_configuressl(void)
{
	struct pair pair = registered(WSP_HTTPS_CONFIGURED, WSP_NO, 0);

	lint_finds(&pair.inventory, WSP_RULE(V303), 2,
		"\"leaf.example.com\" is said to be configured, but UsingSSL is not set");

	pair = registered(WSP_HTTPS_REQUIRED, WSP_NO, 0);
	lint_is_silent(&pair.inventory, WSP_RULE(V303));

	pair = registered(WSP_HTTPS_CONFIGURED, WSP_UNKNOWN, 0);
	lint_is_silent(&pair.inventory, WSP_RULE(V303));
}

static void test_registry(void)
{
	struct pair pair = registered(WSP_HTTPS_BOUND, WSP_YES, 8531);

	lint_finds(&pair.inventory, WSP_RULE(V304), 2,
		"UsingSSL is set on \"leaf.example.com\", which does not require SSL");

	pair = registered(WSP_HTTPS_CONFIGURED, WSP_YES, 8530);
	lint_finds(&pair.inventory, WSP_RULE(V304), 2,
		"PortNumber of \"leaf.example.com\" is 8530, its HTTPS port is 8531");

	pair = registered(WSP_HTTPS_CONFIGURED, WSP_YES, 8531);
	lint_is_silent(&pair.inventory, WSP_RULE(V304));

	pair = registered(WSP_HTTPS_NONE, WSP_NO, 8530);
	lint_is_silent(&pair.inventory, WSP_RULE(V304));
}

static struct pair built(uint32_t build, enum wsp_tri tls12)
{
	struct pair pair = pair_of_servers();

	pair.leaf->build = build;
	pair.leaf->tls12 = (uint8_t)tls12;
	return pair;
}

static void test_tls(void)
{
	struct pair pair = built(17763, WSP_NO);

	lint_finds(&pair.inventory, WSP_RULE(V307), 2, "\"leaf.example.com\" cannot use TLS 1.2");

	pair = built(9600, WSP_UNKNOWN);
	lint_finds(&pair.inventory, WSP_RULE(V307), 2,
		"\"leaf.example.com\" has build 9600, which may lack TLS 1.2");

	pair = built(9600, WSP_YES);
	lint_is_silent(&pair.inventory, WSP_RULE(V307));

	pair = built(17763, WSP_UNKNOWN);
	lint_is_silent(&pair.inventory, WSP_RULE(V307));
}

static void test_patched(void)
{
	struct pair pair = pair_of_servers();

	lint_is_silent(&pair.inventory, WSP_RULE(V308));

	pair = pair_of_servers();
	pair.leaf->patched = WSP_NO;
	lint_finds(&pair.inventory, WSP_RULE(V308), 2,
		"\"leaf.example.com\" is not patched against CVE-2025-59287");
}

static void test_database(void)
{
	struct pair pair = pair_of_servers();

	pair.leaf->database = WSP_DB_SQL;
	lint_is_silent(&pair.inventory, WSP_RULE(V309));

	pair = pair_of_servers();
	pair.leaf->database = WSP_DB_REMOTE_SQL;
	lint_finds(&pair.inventory, WSP_RULE(V309), 2,
		"\"leaf.example.com\" reaches its database over the network, which the rollout "
		"leaves "
		"as it is");
}

static struct pair with_roles(enum wsp_restart restart)
{
	struct pair pair = pair_of_servers();

	pair.leaf->roles = estate_words(&pair.inventory, "domain-controller print-server");
	pair.leaf->restart = (uint8_t)restart;
	return pair;
}

static void test_restart(void)
{
	struct pair pair = with_roles(WSP_RESTART_SERVICES);

	lint_is_silent(&pair.inventory, WSP_RULE(V310));

	pair = with_roles(WSP_RESTART_WHOLE);
	lint_finds(&pair.inventory, WSP_RULE(V310), 2,
		"the restart of \"leaf.example.com\" interrupts its other roles too: "
		"domain-controller, print-server");
}

static struct pair in_known_state(void)
{
	struct pair pair = pair_of_servers();

	pair.root->https = WSP_HTTPS_NONE;
	pair.leaf->https = WSP_HTTPS_BOUND;
	return pair;
}

static void test_unknown_state(void)
{
	struct pair pair = in_known_state();

	lint_is_silent(&pair.inventory, WSP_RULE(V311));

	pair = in_known_state();
	pair.leaf->https = 0;
	lint_finds(&pair.inventory, WSP_RULE(V311), 2,
		"`state.https` of 1 server is not given, first of \"leaf.example.com\"");

	pair = pair_of_servers();
	lint_finds(&pair.inventory, WSP_RULE(V311), 1,
		"`state.https` of 2 servers is not given, first of \"root.example.com\"");
}

static CU_TestInfo tests[] = {
	{"SSL required on what must answer HTTP is told", test_extra_apps},
	{"SSL required on a part of the five applications is told", test_required_apps},
	{"a configured server without UsingSSL is told", test_configuressl},
	{"a registry ahead of IIS, or on another port, is told", test_registry},
	{"a server without TLS 1.2, or old and unclear, is told", test_tls},
	{"an unpatched server is told", test_patched},
	{"a database on another host is told", test_database},
	{"a restart that interrupts other roles is told", test_restart},
	{"servers of unknown state are counted in one note", test_unknown_state},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint of servers", tests);
}
