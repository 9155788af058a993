/* Placeholder: what stands for the names that several servers share. */
#include <string.h>

#include <CUnit/CUnit.h>

#include "estate.h"
#include "report/placeholder.h"
#include "runner.h"

/* The value of a placeholder on a server of an estate, which is taken over. */
static void expect(struct wsp_inventory *inventory, const char *server,
	enum wsp_placeholder placeholder, const char *expected)
{
	struct wsp_plan plan = {0};
	struct wsp_text text = {0};

	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &plan.topo));
	CU_ASSERT_EQUAL(wsp_placeholder_value(
				&plan, wsp_topology_find(&plan.topo, server), placeholder, &text),
		expected[0] != '\0' && strcmp(expected, "GROUP") != 0);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), expected);
	wsp_text_release(&text);
	wsp_topology_release(&plan.topo);
}

/* Two nodes and a server below their common name. */
static struct wsp_inventory nodes(enum wsp_group_kind kind)
{
	struct wsp_inventory inventory = {0};

	(void)estate_server(&inventory, "n1.example.com", "microsoft-update");
	(void)estate_server(&inventory, "n2.example.com", "microsoft-update");
	(void)estate_server(&inventory, "low.example.com", "wsus.example.com");
	(void)estate_group(&inventory, "wsus.example.com", kind, "n1.example.com n2.example.com");
	return inventory;
}

static void test_clients_without_a_known_address_get_the_name_of_their_server(void)
{
	struct wsp_inventory inventory = nodes(WSP_GROUP_ALIAS);

	expect(&inventory, "low.example.com", WSP_PH_CLIENT_URL, "https://low.example.com:8531");
}

static void test_clients_of_a_group_get_its_name(void)
{
	struct wsp_inventory inventory = nodes(WSP_GROUP_ALIAS);

	expect(&inventory, "n2.example.com", WSP_PH_CLIENT_URL, "https://wsus.example.com:8531");
	inventory = nodes(WSP_GROUP_SHARED_DATABASE);
	expect(&inventory, "n2.example.com", WSP_PH_CLIENT_URL, "https://n2.example.com:8531");
}

static void expect_address(const char *present, const char *expected)
{
	struct wsp_inventory inventory = {0};
	struct wsp_server *server = estate_server(&inventory, "a.example.com", "microsoft-update");

	server->https_port = 443;
	server->client_url = estate_text(&inventory, present);
	server->aliases = estate_words(&inventory, "update.example.com upd");
	expect(&inventory, "a.example.com", WSP_PH_CLIENT_URL, expected);
}

static void test_clients_keep_a_name_that_a_certificate_can_have(void)
{
	expect_address("http://UPDATE.example.com:8530", "https://UPDATE.example.com:443");
	expect_address("http://a.example.com", "https://a.example.com:443");
	expect_address("http://upd:8530", "https://a.example.com:443");
	expect_address("http://192.0.2.7:8530", "https://a.example.com:443");
	expect_address("http://other.example.com:8530", "https://a.example.com:443");
	expect_address("no address", "https://a.example.com:443");
}

static void test_a_client_policy_has_the_address(void)
{
	struct wsp_inventory inventory = nodes(WSP_GROUP_LOAD_BALANCER);
	struct wsp_server *server;

	(void)estate_client_policy(
		&inventory, "GPO-A", WSP_POLICY_GPO, "http://n1.example.com:8530");
	server = &inventory.server[0];
	server->clients_by = WSP_BY_POLICY;
	server->client_policy = estate_text(&inventory, "GPO-A");
	expect(&inventory, "n1.example.com", WSP_PH_CLIENT_URL, "https://n1.example.com:8531");
}

static void test_the_upstream_is_the_common_name_but_for_a_shared_database(void)
{
	struct wsp_inventory inventory = nodes(WSP_GROUP_ALIAS);

	expect(&inventory, "low.example.com", WSP_PH_UPSTREAM, "wsus.example.com");
	inventory = nodes(WSP_GROUP_LOAD_BALANCER);
	expect(&inventory, "low.example.com", WSP_PH_UPSTREAM, "wsus.example.com");
	inventory = nodes(WSP_GROUP_SHARED_DATABASE);
	expect(&inventory, "low.example.com", WSP_PH_UPSTREAM, "n1.example.com");
}

static void test_the_balancer_is_named_for_its_members_only(void)
{
	struct wsp_inventory inventory = nodes(WSP_GROUP_LOAD_BALANCER);

	expect(&inventory, "n1.example.com", WSP_PH_GROUP, "wsus.example.com");
	inventory = nodes(WSP_GROUP_LOAD_BALANCER);
	expect(&inventory, "low.example.com", WSP_PH_GROUP, "GROUP");
	inventory = nodes(WSP_GROUP_ALIAS);
	expect(&inventory, "n1.example.com", WSP_PH_GROUP, "GROUP");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"clients without a known address get the name of their server",
			test_clients_without_a_known_address_get_the_name_of_their_server},
		{"clients of a group get its name", test_clients_of_a_group_get_its_name},
		{"clients keep a name that a certificate can have",
			test_clients_keep_a_name_that_a_certificate_can_have},
		{"a client policy has the address", test_a_client_policy_has_the_address},
		{"the upstream is the common name but for a shared database",
			test_the_upstream_is_the_common_name_but_for_a_shared_database},
		{"the balancer is named for its members only",
			test_the_balancer_is_named_for_its_members_only},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("placeholder", tests);
}
