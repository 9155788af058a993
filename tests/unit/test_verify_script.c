/* Verifier: plans written by hand, with groups, overlap, ConfigMgr and dates, and their damages. */
#include "damage_script.h"
#include "estate.h"
#include "outcome.h"
#include "runner.h"

#include <stdio.h>

#define EARLY (WSP_BIT(WSP_BACK_UP) | WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS))
#define POINT (WSP_BIT(WSP_POINT_CLIENTS))
#define SYNC  (WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC))

static struct wsp_inventory estate(void)
{
	return (struct wsp_inventory){.policy = {.operators = 2,
					      .servers_per_window = WSP_ABSENT,
					      .clients_per_window = WSP_ABSENT,
					      .syncs_per_upstream = WSP_ABSENT,
					      .default_window = 240,
					      .rollback_reserve = WSP_ABSENT,
					      .failed_conversions = 1,
					      .failed_switches = 1,
					      .strategy = WSP_BOTTOM_UP,
					      .cutover = WSP_ARTICLE,
					      .separation = WSP_SEPARATE_WINDOW}};
}

static struct wsp_server *add(
	struct wsp_inventory *inventory, const char *name, const char *upstream)
{
	char fqdn[64], up[64];
	struct wsp_server *server;

	snprintf(fqdn, sizeof(fqdn), "%s.example.com", name);
	snprintf(up, sizeof(up), "%s.example.com", upstream);
	server = estate_server(inventory, fqdn, *upstream ? up : "microsoft-update");
	server->clients = 10;
	server->certificate_lead = WSP_ABSENT;
	return server;
}

static struct wsp_claim *step_of(struct script *script, enum wsp_action action, const char *name)
{
	return &script->claimed.step[damage_find(&script->claimed, action, name)];
}

static void drop(struct script *script, enum wsp_action action, const char *name)
{
	damage_drop(&script->claimed, damage_find(&script->claimed, action, name));
}

/* n1 and n2 behind a load balancer below root; leaf synchronizes from it by its name. */
static void open_balanced_with(struct script *script, const char *names)
{
	struct wsp_inventory inventory = estate();
	uint32_t end;

	estate_group(&inventory, "lb.example.com", WSP_GROUP_LOAD_BALANCER,
		"n1.example.com n2.example.com");
	add(&inventory, "root", "");
	add(&inventory, "n1", "root");
	add(&inventory, "n2", "root")->certificate_names = estate_words(&inventory, names);
	add(&inventory, "leaf", "lb");
	script_open(script, &inventory);
	script_prepare(script, "root n1 n2 leaf");
	script_early(script, "n1 n2", EARLY);
	script_share(script, WSP_PREPARE_BALANCER, 0, "n1 n2");
	script_early(script, "n1 n2", POINT);
	script_convert(script, "leaf", 1, 1, 0);
	end = script_convert(script, "n1", 2, 1, 0);
	end = script_convert(script, "n2", 2, 2, end);
	script_do(script, "leaf", SYNC, 2, 2, end);
	end = script_convert(script, "root", 3, 1, 0);
	script_do(script, "n1", SYNC, 3, 1, end);
	script_do(script, "n2", SYNC, 3, 1, end);
	script_claim(script, 3, 3);
}

static void open_balanced(struct script *script)
{
	open_balanced_with(script, "n2.example.com lb.example.com");
}

static void test_load_balancer(void)
{
	struct script script;

	open_balanced(&script);
	CU_ASSERT(script_is_good(&script));
	damage_move_visit(&script.claimed, "n2", 2, 1, 5);
	CU_ASSERT(script_breaks(&script, "H6"));
	script_close(&script);

	open_balanced(&script);
	drop(&script, WSP_TEST_HTTPS, "n2");
	CU_ASSERT(script_breaks(&script, "H6"));
	CU_ASSERT(script_breaks(&script, "H1"));
	script_close(&script);

	open_balanced(&script);
	damage_move_visit(&script.claimed, "n2", 3, 1, 70);
	CU_ASSERT(script_breaks(&script, "H6"));
	script_close(&script);
}

static void test_whole_group_comes_before_its_downstream(void)
{
	struct script script;
	struct wsp_claim *step;

	open_balanced(&script);
	step = step_of(&script, WSP_SWITCH_SYNC, "leaf");
	step->start = step->finish = 33;
	step->finish += 2;
	damage_sort(&script.claimed);
	CU_ASSERT(script_breaks(&script, "H2"));
	script_close(&script);
}

static void test_balancer_is_prepared_before_clients_are_pointed(void)
{
	struct script script;
	struct wsp_claim step;
	size_t at;

	open_balanced(&script);
	for (at = 0; script.claimed.step[at].shared == WSP_NO_SHARED; at++)
		;
	step = script.claimed.step[at];
	damage_drop(&script.claimed, at);
	CU_ASSERT(script_breaks_only(&script, "H9"));
	damage_insert(&script.claimed, at + 2, step);
	CU_ASSERT(script_breaks_only(&script, "H6"));
	script_close(&script);
}

/* A certificate that is not got anew has to have the name of the group. */
static bool breaks_h1(const char *names)
{
	struct script script;
	bool breaks;

	open_balanced_with(&script, names);
	drop(&script, WSP_OBTAIN_CERTIFICATE, "n2");
	breaks = script_breaks(&script, "H1");
	script_close(&script);
	return breaks;
}

static void test_names_of_certificates_cover_the_group(void)
{
	CU_ASSERT(breaks_h1("n2.example.com"));
	CU_ASSERT(breaks_h1("*.com"));
	CU_ASSERT_FALSE(breaks_h1("n2.example.com lb.example.com"));
	CU_ASSERT_FALSE(breaks_h1("*.example.com"));
}

static void test_balancer_half_done_is_not_safe(void)
{
	struct script script;

	open_balanced(&script);
	script.claimed.phase[1].safe_to_stop = WSP_YES;
	script.claimed.phase[2].safe_to_stop = WSP_YES;
	CU_ASSERT(script_is_good(&script));
	drop(&script, WSP_REQUIRE_SSL, "n2");
	CU_ASSERT(script_breaks(&script, "safe_to_stop"));
	script_close(&script);
}

/* a and b, whose clients one policy points, below root. */
static void open_shared(struct script *script, bool together)
{
	struct wsp_inventory inventory = estate();
	const char *const names[] = {"a", "b"};
	uint32_t end;

	estate_client_policy(&inventory, "GPO", WSP_POLICY_GPO, "http://updates.example.com:8530");
	add(&inventory, "root", "");
	for (unsigned i = 0; i < 2; i++) {
		struct wsp_server *server = add(&inventory, names[i], "root");

		server->clients_by = WSP_BY_POLICY;
		server->client_policy = estate_text(&inventory, "GPO");
		server->certificate_names = estate_words(
			&inventory, i == 0 ? "a.example.com updates.example.com" : "*.example.com");
	}
	script_open(script, &inventory);
	script_prepare(script, "root a b");
	script_early(script, "a b", EARLY);
	script_share(script, WSP_POINT_CLIENTS, 0, "a b");
	script_convert(script, "a", 1, 1, 0);
	script_convert(script, "b", together ? 1 : 2, 1, 0);
	end = script_convert(script, "root", together ? 2 : 3, 1, 0);
	script_do(script, "a", SYNC, together ? 2 : 3, 1, end);
	script_do(script, "b", SYNC, together ? 2 : 3, 1, end);
	script_claim(script, together ? 2 : 3, 2);
}

static size_t find_shared(const struct script *script)
{
	size_t at = 0;

	while (script->claimed.step[at].shared == WSP_NO_SHARED)
		at++;
	return at;
}

static void test_shared_policy(void)
{
	struct script script;
	struct wsp_claim step;
	size_t at;

	open_shared(&script, true);
	CU_ASSERT(script_is_good(&script));
	drop(&script, WSP_BIND_CERTIFICATE, "b");
	CU_ASSERT(script_breaks(&script, "H6"));
	script_close(&script);

	open_shared(&script, false); /* phases may differ */
	CU_ASSERT(script_is_good(&script));
	at = find_shared(&script);
	step = script.claimed.step[at];
	damage_drop(&script.claimed, at);
	CU_ASSERT(script_breaks_only(&script, "H9"));
	damage_insert(&script.claimed, at - 1, step);
	CU_ASSERT(script_breaks(&script, "H6")); /* before b was tested */
	script_close(&script);

	open_shared(&script, true);
	script.claimed.shared[0].n_members = 1;
	CU_ASSERT(script_breaks_only(&script, "H9"));
	script_close(&script);
}

static void test_shared_policy_comes_before_require_ssl(void)
{
	struct script script;
	struct wsp_claim step;
	size_t at;

	open_shared(&script, true);
	at = find_shared(&script);
	step = script.claimed.step[at];
	damage_drop(&script.claimed, at);
	damage_insert(&script.claimed, script.claimed.n_steps, step);
	CU_ASSERT(script_breaks(&script, "H6"));
	CU_ASSERT_STRING_EQUAL(script_text(&script, "H6"),
		"a.example.com requires SSL before point-clients at updates.example.com, 10 "
		"clients of it");
	script_close(&script);
}

/* n1 and n2 with one database below root. */
static void open_database(struct script *script)
{
	struct wsp_inventory inventory = estate();
	uint32_t end;

	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE,
		"n1.example.com n2.example.com");
	add(&inventory, "root", "");
	add(&inventory, "n1", "root");
	add(&inventory, "n2", "root");
	script_open(script, &inventory);
	script_prepare(script, "root n1 n2");
	script_early(script, "n1 n2", EARLY);
	end = script_convert(script, "n1", 1, 1, 0);
	script_convert(script, "n2", 1, 2, end);
	end = script_convert(script, "root", 2, 1, 0);
	script_do(script, "n1", SYNC, 2, 1, end);
	script_claim(script, 2, 2);
}

static void test_shared_database_is_switched_once(void)
{
	struct script script;
	uint32_t end;

	open_database(&script);
	script.claimed.server[damage_server(&script.claimed, "n2")].https_from = 2;
	script.claimed.server[damage_server(&script.claimed, "n2")].outage_minutes = 32;
	CU_ASSERT(script_is_good(&script));
	end = step_of(&script, WSP_SWITCH_SYNC, "n1")->start;
	script_do(&script, "n2", SYNC, 2, 1, end);
	damage_sort(&script.claimed);
	CU_ASSERT(script_breaks_only(&script, "H6"));
	script_close(&script);
}

/* Clients and downstreams move before SSL is required. */
static void open_overlap(struct script *script)
{
	struct wsp_inventory inventory = estate();
	uint32_t end;

	inventory.policy.cutover = WSP_OVERLAP;
	add(&inventory, "root", "");
	add(&inventory, "leaf", "root");
	script_open(script, &inventory);
	script_prepare(script, "root leaf");
	script_early(script, "root leaf", EARLY);
	script_early(script, "root leaf", POINT);
	script_convert(script, "leaf", 1, 1, 0);
	end = script_do(script, "leaf", SYNC, 2, 1, 0);
	script_convert(script, "root", 2, 1, end);
	script->claimed.server[1].outage_minutes = 12; /* the restart */
	script_claim(script, 2, 2);
}

static void test_overlap_switches_before_ssl_is_required(void)
{
	struct script script;
	struct wsp_claim *step;
	uint32_t require;

	open_overlap(&script);
	CU_ASSERT(script_is_good(&script));
	require = step_of(&script, WSP_REQUIRE_SSL, "root")->start;
	step = step_of(&script, WSP_SWITCH_SYNC, "leaf");
	step->start = require;
	step->finish = require + 2;
	damage_sort(&script.claimed);
	CU_ASSERT(script_breaks(&script, "H2"));
	script_close(&script);
}

/* Two software update points, one below the other. */
static void open_points(struct script *script)
{
	struct wsp_inventory inventory = estate();
	uint32_t end;

	add(&inventory, "cas", "")->configmgr_role = WSP_CM_CAS;
	add(&inventory, "site", "cas")->configmgr_role = WSP_CM_PRIMARY;
	script_open(script, &inventory);
	script_prepare(script, "cas site");
	script_convert(script, "site", 1, 1, 0);
	end = script_convert(script, "cas", 2, 1, 0);
	script_do(script, "site", WSP_BIT(WSP_VERIFY_SYNC), 2, 1, end);
	script->claimed.server[1].https_from = 2;
	script->claimed.server[1].outage_minutes = 32; /* require-ssl to verify-server */
	script_claim(script, 2, 2);
}

static void test_update_points_follow_by_themselves(void)
{
	struct script script;
	struct wsp_claim *step;
	uint32_t end;

	open_points(&script);
	CU_ASSERT(script_is_good(&script));
	step = step_of(&script, WSP_VERIFY_SYNC, "site");
	step->start -= 1;
	step->finish -= 1;
	damage_sort(&script.claimed);
	CU_ASSERT(script_breaks_only(&script, "H2"));
	script_close(&script);

	open_points(&script);
	end = step_of(&script, WSP_VERIFY_SYNC, "site")->finish;
	script_do(&script, "site", WSP_BIT(WSP_SWITCH_SYNC), 2, 1, end);
	CU_ASSERT(script_breaks(&script, "H9"));
	script_close(&script);

	open_points(&script);
	step_of(&script, WSP_SET_SUP_SSL, "site")->action = WSP_POINT_CLIENTS;
	CU_ASSERT(script_breaks(&script, "H9"));
	script_close(&script);
}

static CU_TestInfo tests[] = {
	{"members of a load balancer are converted one by one", test_load_balancer},
	{"a whole group comes before its downstream", test_whole_group_comes_before_its_downstream},
	{"a balancer is prepared before clients are pointed",
		test_balancer_is_prepared_before_clients_are_pointed},
	{"names of certificates cover the group", test_names_of_certificates_cover_the_group},
	{"a balancer half done is not safe", test_balancer_half_done_is_not_safe},
	{"a shared policy is pointed when all are ready", test_shared_policy},
	{"a shared policy comes before require-ssl", test_shared_policy_comes_before_require_ssl},
	{"a shared database is switched once", test_shared_database_is_switched_once},
	{"overlap switches before SSL is required", test_overlap_switches_before_ssl_is_required},
	{"software update points follow by themselves", test_update_points_follow_by_themselves},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("verify_script", tests);
}
