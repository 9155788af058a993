#include "lint_estate.h"
#include "runner.h"

#define MU "microsoft-update"

/* A chain of `n` servers, root first, each the upstream of the next. */
static struct wsp_inventory chain(unsigned n)
{
	static const char *const fqdns[] = {"s1.example.com", "s2.example.com", "s3.example.com",
		"s4.example.com", "s5.example.com", "s6.example.com"};
	struct wsp_inventory inventory = {0};

	for (unsigned i = 0; i < n; i++)
		estate_server(&inventory, fqdns[i], i == 0 ? MU : fqdns[i - 1]);
	return inventory;
}

static void test_roots(void)
{
	struct wsp_inventory inventory = chain(3);

	lint_is_silent(&inventory, WSP_RULE(T003));

	inventory = chain(2);
	estate_server(&inventory, "dmz.example.com", "offline");
	lint_finds(&inventory, WSP_RULE(T003), 3,
		"2 servers are roots: \"s1.example.com\" and \"dmz.example.com\"");

	inventory = chain(1);
	estate_server(&inventory, "a.example.com", MU);
	estate_server(&inventory, "b.example.com", MU);
	lint_finds(&inventory, WSP_RULE(T003), 2,
		"3 servers are roots: \"s1.example.com\", \"a.example.com\" and 1 more");

	inventory = chain(2);
	estate_server(&inventory, "old.example.com", MU)->retired = WSP_YES;
	lint_is_silent(&inventory, WSP_RULE(T003));
}

static void test_depth(void)
{
	struct wsp_inventory inventory = chain(3);

	lint_is_silent(&inventory, WSP_RULE(T005));

	inventory = chain(4);
	lint_finds(&inventory, WSP_RULE(T005), 4,
		"the tree of \"s1.example.com\" has 4 levels down to \"s4.example.com\"; 3 are "
		"recommended");

	inventory = chain(6);
	lint_finds(&inventory, WSP_RULE(T005), 6,
		"the tree of \"s1.example.com\" has 6 levels down to \"s6.example.com\"; 5 are the "
		"most that were tested");

	inventory = chain(4);
	inventory.server[3].retired = WSP_YES;
	lint_is_silent(&inventory, WSP_RULE(T005));
}

static void test_depth_is_told_of_each_tree_by_itself(void)
{
	struct wsp_inventory inventory = chain(4);

	estate_server(&inventory, "other.example.com", MU);
	estate_server(&inventory, "other2.example.com", "other.example.com");
	lint_finds(&inventory, WSP_RULE(T005), 4,
		"the tree of \"s1.example.com\" has 4 levels down to \"s4.example.com\"; 3 are "
		"recommended");
}

static void test_build(void)
{
	struct pair pair = pair_of_servers();

	pair.root->build = 17763;
	pair.leaf->build = 17763;
	lint_is_silent(&pair.inventory, WSP_RULE(T006));

	pair = pair_of_servers();
	pair.root->build = 17763;
	pair.leaf->build = 20348;
	lint_finds(&pair.inventory, WSP_RULE(T006), 2,
		"\"leaf.example.com\" has build 20348, newer than 17763 of its upstream "
		"\"root.example.com\"");

	pair = pair_of_servers();
	pair.leaf->build = 20348;
	lint_is_silent(&pair.inventory, WSP_RULE(T006));
}

static void test_replica(void)
{
	struct pair pair = pair_of_servers();

	lint_is_silent(&pair.inventory, WSP_RULE(T007));

	pair = pair_of_servers();
	pair.root->mode = WSP_REPLICA;
	lint_finds(&pair.inventory, WSP_RULE(T007), 1,
		"\"root.example.com\" is a replica and synchronizes from Microsoft Update");
}

static void set_last_sync(struct pair *pair, const char *date)
{
	pair->leaf->last_sync = estate_text(&pair->inventory, date);
}

static void test_last_sync(void)
{
	struct pair pair = pair_of_servers();

	set_last_sync(&pair, "2026-06-08");
	pair.leaf->last_sync_result = WSP_SYNC_SUCCEEDED;
	lint_is_silent(&pair.inventory, WSP_RULE(T008));

	pair = pair_of_servers();
	set_last_sync(&pair, "2026-06-07T23:59:00Z");
	lint_finds(&pair.inventory, WSP_RULE(T008), 2,
		"\"leaf.example.com\" last synchronized on 2026-06-07, more than 7 days ago");

	pair = pair_of_servers();
	set_last_sync(&pair, "never");
	lint_finds(
		&pair.inventory, WSP_RULE(T008), 2, "\"leaf.example.com\" has never synchronized");

	pair = pair_of_servers();
	set_last_sync(&pair, "2026-06-14");
	pair.leaf->last_sync_result = WSP_SYNC_FAILED;
	lint_finds(&pair.inventory, WSP_RULE(T008), 2,
		"the last synchronization of \"leaf.example.com\" failed");
}

static void test_retired_servers_are_not_judged(void)
{
	struct pair pair = pair_of_servers();

	set_last_sync(&pair, "never");
	pair.leaf->retired = WSP_YES;
	lint_is_silent(&pair.inventory, WSP_RULE(T008));
}

static void test_clients(void)
{
	struct pair pair = pair_of_servers();

	pair.leaf->clients = 30000;
	lint_is_silent(&pair.inventory, WSP_RULE(T010));

	pair = pair_of_servers();
	pair.leaf->clients = 30001;
	lint_finds(&pair.inventory, WSP_RULE(T010), 2,
		"\"leaf.example.com\" has 30001 clients, more than the 30000 that servers are "
		"sized "
		"for");

	pair = pair_of_servers();
	pair.leaf->clients = 100001;
	lint_finds(&pair.inventory, WSP_RULE(T010), 2,
		"\"leaf.example.com\" has 100001 clients, more than the 100000 that are supported");

	pair = pair_of_servers();
	pair.leaf->clients = 150000;
	pair.leaf->configmgr_role = WSP_CM_PRIMARY;
	lint_finds(&pair.inventory, WSP_RULE(T010), 2,
		"\"leaf.example.com\" has 150000 clients, more than the 30000 that servers are "
		"sized "
		"for");
}

/* Two downstreams of one root, and a third below another root. */
static struct wsp_inventory with_sync_times(const char *a, const char *b, const char *elsewhere)
{
	struct wsp_inventory inventory = {0};

	estate_server(&inventory, "root.example.com", MU);
	estate_server(&inventory, "other.example.com", MU);
	estate_server(&inventory, "a.example.com", "root.example.com");
	estate_server(&inventory, "b.example.com", "root.example.com");
	estate_server(&inventory, "c.example.com", "other.example.com");
	inventory.server[2].sync_times = estate_words(&inventory, a);
	inventory.server[3].sync_times = estate_words(&inventory, b);
	inventory.server[4].sync_times = estate_words(&inventory, elsewhere);
	return inventory;
}

static void test_sync_times(void)
{
	struct wsp_inventory inventory = with_sync_times("01:00 13:00", "02:00 14:00", "02:00");

	lint_is_silent(&inventory, WSP_RULE(T011));

	inventory = with_sync_times("01:00 13:00", "02:00 13:00", "02:00");
	lint_finds(&inventory, WSP_RULE(T011), 4,
		"replicas of \"root.example.com\" synchronize at the same time: \"a.example.com\" "
		"and "
		"\"b.example.com\" at 13:00");

	inventory = with_sync_times("01:00", "01:00", "02:00");
	inventory.server[3].mode = WSP_AUTONOMOUS;
	lint_is_silent(&inventory, WSP_RULE(T011));
}

static void test_servers_on_one_database_have_one_schedule(void)
{
	struct wsp_inventory inventory = with_sync_times("01:00", "01:00", "02:00");

	estate_group(&inventory, "susdb", WSP_GROUP_SHARED_DATABASE, "a.example.com b.example.com");
	lint_is_silent(&inventory, WSP_RULE(T011));

	inventory = with_sync_times("01:00", "01:00", "02:00");
	estate_group(&inventory, "wsus", WSP_GROUP_ALIAS, "a.example.com b.example.com");
	CU_ASSERT_EQUAL(lint_count(&inventory, WSP_RULE(T011)), 1);
}

static void test_crowded_upstream_is_told_once(void)
{
	struct wsp_inventory inventory = with_sync_times("01:00", "01:00", "02:00");
	wsp_string times = inventory.server[2].sync_times;

	estate_server(&inventory, "d.example.com", "root.example.com")->sync_times = times;
	CU_ASSERT_EQUAL(lint_count(&inventory, WSP_RULE(T011)), 1);
}

static void test_offline(void)
{
	struct pair pair = pair_of_servers();

	lint_is_silent(&pair.inventory, WSP_RULE(T012));

	pair = pair_of_servers();
	pair.root->upstream = estate_text(&pair.inventory, "offline");
	lint_finds(&pair.inventory, WSP_RULE(T012), 1,
		"\"root.example.com\" is fed offline: nothing to switch, nothing to wait for");
}

static void set_ports(struct wsp_server *server, uint16_t http, uint16_t https)
{
	server->http_port = http;
	server->https_port = https;
}

static void test_port_pair(void)
{
	struct pair pair = pair_of_servers();

	set_ports(pair.leaf, 80, 443);
	set_ports(pair.root, 9000, 9001);
	lint_is_silent(&pair.inventory, WSP_RULE(P101));

	pair = pair_of_servers();
	set_ports(pair.leaf, 8530, 443);
	lint_finds(&pair.inventory, WSP_RULE(P101), 2,
		"\"leaf.example.com\" has HTTP on 8530 and HTTPS on 443, which are not adjacent");
}

static void test_default_site(void)
{
	struct pair pair = pair_of_servers();

	lint_is_silent(&pair.inventory, WSP_RULE(P106));

	pair = pair_of_servers();
	set_ports(pair.leaf, 80, 443);
	lint_finds(&pair.inventory, WSP_RULE(P106), 2,
		"\"leaf.example.com\" uses ports 80 and 443 of the default web site");
}

static CU_TestInfo tests[] = {
	{"several roots are noted, retired ones apart", test_roots},
	{"a tree of more than three levels is told, more than five differently", test_depth},
	{"depth is told of each tree by itself", test_depth_is_told_of_each_tree_by_itself},
	{"a downstream newer than its upstream is told", test_build},
	{"a replica below Microsoft Update is an error", test_replica},
	{"no synchronization for more than seven days is told", test_last_sync},
	{"retired servers are not judged", test_retired_servers_are_not_judged},
	{"more than 30,000 clients are told, and more than are supported", test_clients},
	{"replicas of one upstream with a common time are told", test_sync_times},
	{"servers on one database have one schedule",
		test_servers_on_one_database_have_one_schedule},
	{"an upstream with many such replicas is told once", test_crowded_upstream_is_told_once},
	{"a server fed offline is noted", test_offline},
	{"ports that are not adjacent are told, but 80 and 443 are fine", test_port_pair},
	{"the default web site is noted", test_default_site},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("lint of the topology", tests);
}
