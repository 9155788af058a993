#include "lint_estate.h"
#include "runner.h"

static struct pair synchronizing(enum wsp_tri ssl, uint16_t port)
{
	struct pair pair = pair_of_servers();

	pair.leaf->sync_ssl = (uint8_t)ssl;
	pair.leaf->sync_port = port;
	return pair;
}

static void test_sync_port(void)
{
	struct pair pair = synchronizing(WSP_YES, 8531);

	lint_is_silent(&pair.inventory, WSP_RULE(P102));

	pair = synchronizing(WSP_YES, 8530);
	lint_finds(&pair.inventory, WSP_RULE(P102), 2,
		"\"leaf.example.com\" synchronizes with SSL on port 8530, \"root.example.com\" "
		"expects "
		"that on 8531");

	pair = synchronizing(WSP_NO, 8531);
	lint_finds(&pair.inventory, WSP_RULE(P102), 2,
		"\"leaf.example.com\" synchronizes without SSL on port 8531, \"root.example.com\" "
		"expects that on 8530");
}

static void test_port_without_ssl_known(void)
{
	struct pair pair = pair_of_servers();

	pair.leaf->upstream_port = 8531;
	lint_is_silent(&pair.inventory, WSP_RULE(P102));

	pair = pair_of_servers();
	pair.leaf->upstream_port = 8080;
	lint_finds(&pair.inventory, WSP_RULE(P102), 2,
		"\"leaf.example.com\" synchronizes on port 8080, \"root.example.com\" has 8530 and "
		"8531");
}

static void test_wizard_port(void)
{
	struct pair pair = synchronizing(WSP_YES, 443);

	lint_finds(&pair.inventory, WSP_RULE(P103), 2,
		"\"leaf.example.com\" uses port 443 for \"root.example.com\", which has HTTPS on "
		"8531");

	pair = pair_of_servers();
	pair.leaf->upstream_port = 443;
	lint_finds(&pair.inventory, WSP_RULE(P103), 2,
		"\"leaf.example.com\" uses port 443 for \"root.example.com\", which has HTTPS on "
		"8531");

	pair = synchronizing(WSP_YES, 443);
	pair.root->http_port = 80;
	pair.root->https_port = 443;
	lint_is_silent(&pair.inventory, WSP_RULE(P103));
}

static void test_port_443_is_told_once(void)
{
	struct pair pair = synchronizing(WSP_YES, 443);

	lint_is_silent(&pair.inventory, WSP_RULE(P102));
}

static struct pair linked(enum wsp_https root, enum wsp_tri ssl)
{
	struct pair pair = pair_of_servers();

	pair.root->https = (uint8_t)root;
	pair.leaf->sync_ssl = (uint8_t)ssl;
	return pair;
}

static void test_switched_early(void)
{
	struct pair pair = linked(WSP_HTTPS_NONE, WSP_YES);

	lint_finds(&pair.inventory, WSP_RULE(O402), 2,
		"\"leaf.example.com\" synchronizes over SSL with \"root.example.com\", which has "
		"no "
		"certificate bound");

	pair = linked(WSP_HTTPS_BOUND, WSP_YES);
	lint_is_silent(&pair.inventory, WSP_RULE(O402));

	pair = linked((enum wsp_https)0, WSP_YES);
	lint_is_silent(&pair.inventory, WSP_RULE(O402));
}

static void test_left_behind(void)
{
	struct pair pair = linked(WSP_HTTPS_REQUIRED, WSP_NO);

	lint_finds(&pair.inventory, WSP_RULE(O403), 2,
		"\"leaf.example.com\" synchronizes without SSL with \"root.example.com\", which "
		"requires it");

	pair = linked(WSP_HTTPS_BOUND, WSP_NO);
	lint_is_silent(&pair.inventory, WSP_RULE(O403));

	pair = linked(WSP_HTTPS_CONFIGURED, WSP_UNKNOWN);
	lint_is_silent(&pair.inventory, WSP_RULE(O403));
}

static struct wsp_inventory with_owners(const char *root, const char *first, const char *second)
{
	struct wsp_inventory inventory = {0};

	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "a.example.com", "root.example.com");
	estate_server(&inventory, "b.example.com", "root.example.com");
	inventory.server[0].owner = estate_text(&inventory, root);
	inventory.server[1].owner = estate_text(&inventory, first);
	inventory.server[2].owner = estate_text(&inventory, second);
	return inventory;
}

static void test_owners(void)
{
	struct wsp_inventory inventory = with_owners("Central", "Central", "");

	lint_is_silent(&inventory, WSP_RULE(O409));

	inventory = with_owners("Central", "Paris", "Rome");
	lint_finds(&inventory, WSP_RULE(O409), 1,
		"\"root.example.com\" belongs to Central, 2 of its downstreams to others "
		"(\"a.example.com\" to Paris)");

	inventory = with_owners("Central", "Paris", "");
	inventory.server[0].configmgr_role = WSP_CM_CAS;
	inventory.server[1].configmgr_role = WSP_CM_PRIMARY;
	lint_is_silent(&inventory, WSP_RULE(O409));
}

static CU_TestInfo tests[] = {
	{"a port that contradicts the upstream is told", test_sync_port},
	{"without state either port of the upstream is right", test_port_without_ssl_known},
	{"port 443 for an upstream on 8531 is told", test_wizard_port},
	{"port 443 is told once, not as two mistakes", test_port_443_is_told_once},
	{"a downstream on SSL below one without certificate is told", test_switched_early},
	{"a downstream without SSL below one that requires it is told", test_left_behind},
	{"downstreams of other owners are noted once a server", test_owners},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint of links", tests);
}
