#include "lint_estate.h"
#include "runner.h"

static struct pair enforcing(enum wsp_clients_https clients_https, uint32_t clients)
{
	struct pair pair = pair_of_servers();

	pair.leaf->https = WSP_HTTPS_REQUIRED;
	pair.leaf->clients_https = (uint8_t)clients_https;
	pair.leaf->clients = clients;
	return pair;
}

static void test_clients_left_on_http(void)
{
	struct pair pair = enforcing(WSP_CLIENTS_SOME, 40);

	lint_finds(&pair.inventory, WSP_RULE(O405), 2,
		"\"leaf.example.com\" requires SSL, and only some of its 40 clients use HTTPS");

	pair = enforcing(WSP_CLIENTS_NONE, 40);
	pair.leaf->client_url = estate_text(&pair.inventory, "http://leaf.example.com:8530");
	lint_finds(&pair.inventory, WSP_RULE(O405), 2,
		"\"leaf.example.com\" requires SSL, and none of its 40 clients use HTTPS");

	pair = enforcing(WSP_CLIENTS_ALL, 40);
	lint_is_silent(&pair.inventory, WSP_RULE(O405));

	pair = enforcing(WSP_CLIENTS_NONE, 0);
	lint_is_silent(&pair.inventory, WSP_RULE(O405));

	pair = enforcing(WSP_CLIENTS_NONE, 40);
	pair.leaf->https = WSP_HTTPS_BOUND;
	lint_is_silent(&pair.inventory, WSP_RULE(O405));

	pair = enforcing(WSP_CLIENTS_SOME, 40);
	pair.leaf->client_url = estate_text(&pair.inventory, "https://leaf.example.com:8531");
	lint_is_silent(&pair.inventory, WSP_RULE(O405));
}

static struct pair sharing_a_policy(const char *root, const char *leaf)
{
	struct pair pair = pair_of_servers();

	estate_client_policy(&pair.inventory, "GPO-B", WSP_POLICY_GPO, "http://b.example.com:8530");
	estate_client_policy(&pair.inventory, "GPO-A", WSP_POLICY_GPO, "http://a.example.com:8530");
	pair.root->client_policy = estate_text(&pair.inventory, root);
	pair.leaf->client_policy = estate_text(&pair.inventory, leaf);
	return pair;
}

static void test_shared_policy(void)
{
	struct pair pair = sharing_a_policy("GPO-A", "GPO-A");

	lint_finds(&pair.inventory, WSP_RULE(O406), 2001,
		"client policy \"GPO-A\" points at 2 servers, \"root.example.com\" to "
		"\"leaf.example.com\"; all of them are bound before it gives an HTTPS address");

	pair = sharing_a_policy("GPO-A", "GPO-B");
	lint_is_silent(&pair.inventory, WSP_RULE(O406));
}

static void test_shared_alias(void)
{
	struct pair pair = pair_of_servers();

	estate_group(&pair.inventory, "wsus.example.com", WSP_GROUP_ALIAS,
		"root.example.com leaf.example.com");
	lint_finds(&pair.inventory, WSP_RULE(O406), 1000,
		"\"wsus.example.com\" stands for 2 servers: root.example.com, leaf.example.com; "
		"all of them are bound before a client is pointed at it over HTTPS");

	pair = pair_of_servers();
	estate_group(&pair.inventory, "wsus.example.com", WSP_GROUP_ALIAS, "leaf.example.com");
	lint_is_silent(&pair.inventory, WSP_RULE(O406));

	pair = pair_of_servers();
	estate_group(&pair.inventory, "susdb", WSP_GROUP_SHARED_DATABASE,
		"root.example.com leaf.example.com");
	lint_is_silent(&pair.inventory, WSP_RULE(O406));
}

static struct pair with_sites(enum wsp_configmgr_role root, enum wsp_configmgr_role leaf)
{
	struct pair pair = pair_of_servers();

	pair.root->configmgr_role = (uint8_t)root;
	pair.leaf->configmgr_role = (uint8_t)leaf;
	return pair;
}

static void test_order_of_sites(void)
{
	struct pair pair = with_sites(WSP_CM_CAS, WSP_CM_PRIMARY);

	lint_is_silent(&pair.inventory, WSP_RULE(M502));

	pair = with_sites(WSP_CM_SECONDARY, WSP_CM_PRIMARY);
	lint_finds(&pair.inventory, WSP_RULE(M502), 2,
		"\"leaf.example.com\" of a primary site is below \"root.example.com\" of a "
		"secondary "
		"site");

	pair = with_sites((enum wsp_configmgr_role)0, WSP_CM_SECONDARY);
	lint_finds(&pair.inventory, WSP_RULE(M502), 2,
		"\"leaf.example.com\" of a secondary site is below \"root.example.com\", which is "
		"no software update point");

	pair = with_sites(WSP_CM_CAS, WSP_CM_PRIMARY);
	pair.root->https = WSP_HTTPS_REQUIRED;
	pair.leaf->https = WSP_HTTPS_BOUND;
	lint_finds(&pair.inventory, WSP_RULE(M502), 2,
		"software update point \"leaf.example.com\" is below \"root.example.com\", which "
		"requires SSL, and does not itself");

	pair = with_sites(WSP_CM_CAS, WSP_CM_PRIMARY);
	pair.root->https = WSP_HTTPS_REQUIRED;
	pair.leaf->https = WSP_HTTPS_REQUIRED;
	lint_is_silent(&pair.inventory, WSP_RULE(M502));
}

static struct pair pointed_by_gpo(const char *url)
{
	struct pair pair = pair_of_servers();

	pair.leaf->configmgr_role = WSP_CM_PRIMARY;
	pair.leaf->clients_by = WSP_BY_GPO;
	estate_given(pair.leaf, "clients_by");
	pair.leaf->client_url = estate_text(&pair.inventory, url);
	return pair;
}

static void test_domain_policy(void)
{
	struct pair pair = pointed_by_gpo("http://leaf.example.com:8530");

	lint_is_silent(&pair.inventory, WSP_RULE(M503));

	pair = pointed_by_gpo("http://other.example.com:8530");
	lint_finds(&pair.inventory, WSP_RULE(M503), 2,
		"Group Policy points clients of software update point \"leaf.example.com\" at "
		"\"other.example.com\"");

	pair = pointed_by_gpo("");
	lint_finds(&pair.inventory, WSP_RULE(M503), 2,
		"clients of software update point \"leaf.example.com\" are pointed by Group "
		"Policy");

	pair = pointed_by_gpo("");
	pair.leaf->present = 0; /* the default, not what anybody said */
	lint_is_silent(&pair.inventory, WSP_RULE(M503));

	pair = pointed_by_gpo("http://other.example.com:8530");
	pair.leaf->configmgr_role = 0;
	lint_is_silent(&pair.inventory, WSP_RULE(M503));
}

static void test_first_point_of_a_site(void)
{
	struct pair pair = with_sites(WSP_CM_CAS, WSP_CM_PRIMARY);

	lint_finds(&pair.inventory, WSP_RULE(M505), 2,
		"\"leaf.example.com\" is the first software update point of a primary site and a "
		"replica");

	pair = with_sites(WSP_CM_CAS, WSP_CM_PRIMARY);
	pair.leaf->mode = WSP_AUTONOMOUS;
	lint_is_silent(&pair.inventory, WSP_RULE(M505));

	pair = with_sites(WSP_CM_PRIMARY, WSP_CM_PRIMARY);
	pair.root->site_code = estate_text(&pair.inventory, "PS1");
	pair.leaf->site_code = estate_text(&pair.inventory, "PS1");
	lint_is_silent(&pair.inventory, WSP_RULE(M505));

	pair = with_sites(WSP_CM_CAS, WSP_CM_SECONDARY);
	lint_is_silent(&pair.inventory, WSP_RULE(M505));
}

static struct pair sharing_a_database(void)
{
	struct pair pair = pair_of_servers();

	pair.root->build = 17763;
	pair.leaf->build = 17763;
	pair.root->patched = WSP_YES;
	pair.leaf->patched = WSP_YES;
	pair.root->https = WSP_HTTPS_NONE;
	pair.leaf->https = WSP_HTTPS_BOUND;
	pair.root->database = WSP_DB_REMOTE_SQL;
	pair.leaf->database = WSP_DB_REMOTE_SQL;
	estate_group(&pair.inventory, "susdb", WSP_GROUP_SHARED_DATABASE,
		"root.example.com leaf.example.com");
	return pair;
}

static void test_shared_database(void)
{
	struct pair pair = sharing_a_database();

	lint_is_silent(&pair.inventory, WSP_RULE(M506));

	pair = sharing_a_database();
	pair.leaf->build = 14393;
	lint_finds(&pair.inventory, WSP_RULE(M506), 2,
		"\"leaf.example.com\" is of another build than \"root.example.com\", with which it "
		"shares a database");

	pair = sharing_a_database();
	pair.leaf->https = WSP_HTTPS_REQUIRED;
	lint_finds(&pair.inventory, WSP_RULE(M506), 2,
		"\"leaf.example.com\" differs in requiring SSL from \"root.example.com\", with "
		"which "
		"it shares a database");

	pair = sharing_a_database();
	pair.leaf->patched = WSP_NO;
	lint_finds(&pair.inventory, WSP_RULE(M506), 2,
		"\"leaf.example.com\" is of another patch level than \"root.example.com\", with "
		"which "
		"it shares a database");

	pair = sharing_a_database();
	pair.root->database = WSP_DB_WID;
	lint_finds(&pair.inventory, WSP_RULE(M506), 1,
		"\"root.example.com\" shares a database but is said to have the Windows Internal "
		"Database");
}

static struct wsp_inventory sharing_among(const char *members)
{
	static const char *const fqdns[] = {"a.example.com", "b.example.com", "c.example.com",
		"d.example.com", "e.example.com"};
	struct wsp_inventory inventory = {0};

	for (size_t i = 0; i < 5; i++)
		estate_server(&inventory, fqdns[i], i == 0 ? "microsoft-update" : fqdns[0]);
	estate_group(&inventory, "susdb", WSP_GROUP_SHARED_DATABASE, members);
	return inventory;
}

static void test_size_of_a_shared_database(void)
{
	struct wsp_inventory inventory = sharing_among("a b c d");

	lint_is_silent(&inventory, WSP_RULE(M506));

	inventory = sharing_among("a b c d e");
	lint_finds(&inventory, WSP_RULE(M506), 1000,
		"5 servers share the database of \"susdb\", 4 are supported");
}

static struct pair with_urls(const char *url, const char *status)
{
	struct pair pair = pair_of_servers();

	pair.leaf->client_url = estate_text(&pair.inventory, url);
	pair.leaf->client_status_url = estate_text(&pair.inventory, status);
	return pair;
}

static void test_status_url(void)
{
	struct pair pair = with_urls("http://Leaf.example.com", "http://leaf.example.com:80/");

	lint_is_silent(&pair.inventory, WSP_RULE(K601));

	pair = with_urls("https://leaf.example.com:8531", "http://leaf.example.com:8530");
	lint_finds(&pair.inventory, WSP_RULE(K601), 2,
		"clients of \"leaf.example.com\" scan at https://leaf.example.com:8531 and report "
		"to "
		"http://leaf.example.com:8530");

	pair = with_urls("https://leaf.example.com:8531", "https://leaf.example.com:8530");
	CU_ASSERT_EQUAL(lint_count(&pair.inventory, WSP_RULE(K601)), 1);

	pair = with_urls("https://leaf.example.com:8531", "https://leaf:8531");
	CU_ASSERT_EQUAL(lint_count(&pair.inventory, WSP_RULE(K601)), 1);
}

static void test_url_port(void)
{
	struct pair pair = with_urls("https://leaf.example.com", "");

	lint_finds(&pair.inventory, WSP_RULE(K604), 2,
		"https://leaf.example.com without a port means 443, HTTPS of \"leaf.example.com\" "
		"is "
		"on 8531");

	pair = with_urls("https://leaf.example.com:8531", "");
	lint_is_silent(&pair.inventory, WSP_RULE(K604));

	pair = with_urls("https://leaf.example.com", "");
	pair.leaf->http_port = 80;
	pair.leaf->https_port = 443;
	lint_is_silent(&pair.inventory, WSP_RULE(K604));

	pair = with_urls("http://leaf.example.com", "");
	lint_is_silent(&pair.inventory, WSP_RULE(K604));
}

static CU_TestInfo tests[] = {
	{"clients on HTTP below required SSL are told", test_clients_left_on_http},
	{"a client policy for several servers is noted", test_shared_policy},
	{"an alias for several servers is noted", test_shared_alias},
	{"software update points out of order are told", test_order_of_sites},
	{"a domain policy over ConfigMgr is told", test_domain_policy},
	{"a replica as first software update point is told", test_first_point_of_a_site},
	{"servers on one database that differ are told", test_shared_database},
	{"more than four servers on one database are told", test_size_of_a_shared_database},
	{"a status URL that differs in scheme, host or port is told", test_status_url},
	{"an https URL without the port is told", test_url_port},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint of clients", tests);
}
