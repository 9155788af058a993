#include <string.h>

#include <CUnit/CUnit.h>

#include "base/array.h"
#include "plan/action.h"
#include "runner.h"

static void test_actions_are_found_by_name(void)
{
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		CU_ASSERT_PTR_NOT_NULL_FATAL(wsp_actions[i].name);
		CU_ASSERT_EQUAL(wsp_action_find(wsp_actions[i].name), i);
		CU_ASSERT(strlen(wsp_actions[i].summary) > 20);
	}
	CU_ASSERT_EQUAL(wsp_action_find("switch"), WSP_N_ACTIONS);
	CU_ASSERT_EQUAL(wsp_action_find(""), WSP_N_ACTIONS);
}

static void test_minutes_are_those_of_the_design(void)
{
	static const struct {
		const char *name;
		uint32_t minutes, unattended, back_out;
	} expected[] = {
		{"check-prerequisites", 5, 0, 0},
		{"obtain-certificate", 10, 0, 0},
		{"trust-issuer", 5, 120, 0},
		{"open-firewall", 5, 0, 0},
		{"prepare-balancer", 15, 0, 0},
		{"back-up", 5, 0, 0},
		{"tune-pool", 5, 0, 0},
		{"bind-certificate", 2, 0, 0},
		{"test-https", 3, 0, 0},
		{"require-ssl", 2, 0, 2},
		{"configure-ssl", 1, 0, 1},
		{"restart-server", 12, 0, 2},
		{"point-clients", 3, 0, 0},
		{"set-sup-ssl", 5, 0, 0},
		{"reconnect-consoles", 2, 0, 0},
		{"verify-server", 10, 0, 0},
		{"switch-sync", 2, 0, 0},
		{"verify-sync", 0, 10, 0},
		{"recheck", 5, 0, 0},
		{"verify-clients", 0, 1440, 0},
	};

	for (size_t i = 0; i < WSP_COUNT(expected); i++) {
		const struct wsp_action_row *row = &wsp_actions[wsp_action_find(expected[i].name)];

		CU_ASSERT_EQUAL(row->minutes, expected[i].minutes);
		CU_ASSERT_EQUAL(row->unattended, expected[i].unattended);
		CU_ASSERT_EQUAL(row->back_out, expected[i].back_out);
	}
}

static void select_all_ways(enum wsp_action action, size_t *n_selected)
{
	for (unsigned way = 0; way < 7 * 3 * 4 * 2 * 4; way++) {
		struct wsp_server server = {.clients_by = (uint8_t)(way % 7),
			.restart = (uint8_t)(way / 7 % 3),
			.certificate_source = (uint8_t)(way / 21 % 4),
			.configmgr_role = (uint8_t)(way / 168)};
		const struct wsp_topology topo = {.server = &server, .n_servers = 1};
		const struct wsp_procedure *p =
			wsp_procedure_select(action, &topo, 0, way / 84 % 2);
		bool nobody =
			action == WSP_POINT_CLIENTS &&
			(server.clients_by == WSP_BY_NONE || server.clients_by == WSP_BY_CONFIGMGR);

		CU_ASSERT_EQUAL(p == NULL, nobody);
		if (!p)
			continue;
		CU_ASSERT_EQUAL(p->action, action);
		n_selected[p - wsp_procedures]++;
	}
}

static void test_every_action_selects_a_procedure_and_every_procedure_is_selected(void)
{
	size_t n_selected[64] = {0};

	for (unsigned action = 0; action < WSP_N_ACTIONS; action++)
		select_all_ways((enum wsp_action)action, n_selected);
	for (size_t i = 0; wsp_procedures[i].id; i++)
		CU_ASSERT(n_selected[i] > 0);
}

static void expect_selected(
	enum wsp_action action, struct wsp_server server, bool api_https, const char *id)
{
	const struct wsp_topology topo = {.server = &server, .n_servers = 1};
	const struct wsp_procedure *p = wsp_procedure_select(action, &topo, 0, api_https);

	CU_ASSERT(p && strcmp(p->id, id) == 0);
}

static void test_the_server_decides_the_way(void)
{
	struct wsp_server mdm = {.clients_by = WSP_BY_MDM};
	struct wsp_server services = {.restart = WSP_RESTART_SERVICES};
	struct wsp_server public_ca = {.certificate_source = WSP_PUBLIC_CA};
	struct wsp_server plain = {0};

	expect_selected(WSP_POINT_CLIENTS, mdm, true, "point-clients-mdm");
	expect_selected(WSP_POINT_CLIENTS, plain, true, "point-clients-gpo");
	expect_selected(WSP_RESTART_SERVER, services, true, "restart-services");
	expect_selected(WSP_RESTART_SERVER, plain, true, "restart-server");
	expect_selected(WSP_OBTAIN_CERTIFICATE, public_ca, false, "obtain-certificate-public");
	expect_selected(WSP_OBTAIN_CERTIFICATE, plain, false, "obtain-certificate");
	expect_selected(WSP_SWITCH_SYNC, plain, true, "switch-sync");
	expect_selected(WSP_SWITCH_SYNC, plain, false, "switch-sync-http");
	expect_selected(WSP_CHECK_PREREQUISITES, plain, true, "check-prerequisites-https");
}

static void test_a_client_policy_is_changed_by_its_own_kind(void)
{
	struct wsp_client_policy policies[] = {{.name = 7, .kind = WSP_POLICY_GPO},
		{.name = 8, .kind = WSP_POLICY_MDM}, {.name = 9, .kind = WSP_POLICY_LOCAL}};
	struct wsp_server server = {.clients_by = WSP_BY_POLICY};
	const struct wsp_topology topo = {.server = &server,
		.n_servers = 1,
		.inventory = {.client_policy = policies, .n_client_policies = 3}};
	static const char *const ways[] = {
		"point-clients-gpo", "point-clients-mdm", "point-clients-local"};

	for (unsigned i = 0; i < WSP_COUNT(ways); i++) {
		const struct wsp_procedure *p;

		server.client_policy = policies[i].name;
		p = wsp_procedure_select(WSP_POINT_CLIENTS, &topo, 0, true);
		CU_ASSERT_STRING_EQUAL(p ? p->id : "none", ways[i]);
	}
}

static void test_a_software_update_point_is_changed_in_configmgr(void)
{
	struct wsp_server point = {
		.clients_by = WSP_BY_CONFIGMGR, .configmgr_role = WSP_CM_PRIMARY};

	static const struct {
		enum wsp_action action;
		const char *id;
	} expected[] = {
		{WSP_CHECK_PREREQUISITES, "check-prerequisites-configmgr"},
		{WSP_SET_SUP_SSL, "set-sup-ssl"},
		{WSP_SWITCH_SYNC, "switch-sync-configmgr"},
		{WSP_VERIFY_SYNC, "verify-sync-configmgr"},
		{WSP_UNSWITCH_SYNC, "unswitch-sync-configmgr"},
		{WSP_VERIFY_CLIENTS, "verify-clients-configmgr"},
		{WSP_RECHECK, "recheck"},
		{WSP_REQUIRE_SSL, "require-ssl"},
	};

	for (size_t i = 0; i < WSP_COUNT(expected); i++)
		expect_selected(expected[i].action, point, false, expected[i].id);
	expect_selected(WSP_RECHECK, point, true, "recheck-https");
}

static void expect_next(const char *text, enum wsp_placeholder placeholder, size_t before)
{
	size_t found = SIZE_MAX;

	CU_ASSERT_EQUAL(wsp_placeholder_next(text, &found), placeholder);
	CU_ASSERT_EQUAL(found, before);
}

static void test_a_command_is_split_at_its_first_placeholder(void)
{
	expect_next("", WSP_N_PLACEHOLDERS, 0);
	expect_next("no placeholder <", WSP_N_PLACEHOLDERS, 16);
	expect_next("<fqdn> and <upstream>", WSP_PH_FQDN, 0);
	expect_next("a <b> '<upstream_https_port>'", WSP_PH_UPSTREAM_HTTPS_PORT, 7);
	expect_next("<upstream_http_port>", WSP_PH_UPSTREAM_HTTP_PORT, 0);
	expect_next("<<upstream>", WSP_PH_UPSTREAM, 1);
	for (unsigned i = 0; i < WSP_N_PLACEHOLDERS; i++)
		expect_next(wsp_placeholders[i], (enum wsp_placeholder)i, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"actions are found by name", test_actions_are_found_by_name},
		{"minutes are those of the design", test_minutes_are_those_of_the_design},
		{"every action selects a procedure and every procedure is selected",
			test_every_action_selects_a_procedure_and_every_procedure_is_selected},
		{"the server decides the way", test_the_server_decides_the_way},
		{"a client policy is changed by its own kind",
			test_a_client_policy_is_changed_by_its_own_kind},
		{"a software update point is changed in ConfigMgr",
			test_a_software_update_point_is_changed_in_configmgr},
		{"a command is split at its first placeholder",
			test_a_command_is_split_at_its_first_placeholder},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("action", tests);
}
