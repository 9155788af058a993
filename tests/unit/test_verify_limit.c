/* Verifier: plans written by hand, with sites, windows, dates and limits, and their damages. */
#include "damage_script.h"
#include "estate.h"
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

#define SYNC (WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC))

/* 2026-12-01T00:00Z, and 2026-12-05T22:00Z */
static const wsp_moment now = 1796083200, first = 1796508000;

enum { WEEK = 7 * WSP_SECONDS_A_DAY };

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

static void add(struct wsp_inventory *inventory, const char *name, const char *site)
{
	char fqdn[64];
	struct wsp_server *server;

	snprintf(fqdn, sizeof(fqdn), "%s.example.com", name);
	server = estate_server(inventory, fqdn,
		inventory->n_servers > 0 ? "root.example.com" : "microsoft-update");
	server->clients = 10;
	server->certificate_lead = WSP_ABSENT;
	server->site = *site ? estate_text(inventory, site) : 0;
}

static struct wsp_site *add_site(struct wsp_inventory *inventory, const char *name)
{
	size_t n = inventory->n_sites;

	if (!WSP_RESERVE(inventory->site, inventory->site_capacity, n))
		abort();
	inventory->site[n] = (struct wsp_site){.name = estate_text(inventory, name),
		.operators = WSP_ABSENT,
		.servers_per_window = WSP_ABSENT,
		.clients_per_window = WSP_ABSENT};
	inventory->n_sites++;
	return &inventory->site[n];
}

static void add_window(struct wsp_inventory *inventory)
{
	if (!WSP_RESERVE(inventory->window, inventory->window_capacity, inventory->n_windows))
		abort();
	inventory->window[inventory->n_windows++] =
		(struct wsp_window){.name = estate_text(inventory, "weekend"),
			.start = estate_text(inventory, "2026-12-05T22:00"),
			.duration = 240};
}

/* a and b together in the first phase, root in the second. */
static void convert(struct script *script, uint32_t start_of_b)
{
	uint32_t end;

	script_prepare(script, "root a b");
	script_convert(script, "a", 1, 1, 0);
	script_convert(script, "b", 1, 1, start_of_b);
	end = script_convert(script, "root", 2, 1, 0);
	script_do(script, "a", SYNC, 2, 1, end);
	script_do(script, "b", SYNC, 2, 1, end);
	script_claim(script, 2, 2);
}

/* Judge the plan of an estate whose a and b are at one site, b from minute `start_of_b` on. */
static void judge_site(
	void (*limit)(struct wsp_site *site), uint32_t start_of_b, const char *broken)
{
	struct wsp_inventory inventory = estate();
	struct script script;

	limit(add_site(&inventory, "Far"));
	add(&inventory, "root", "");
	add(&inventory, "a", "Far");
	add(&inventory, "b", "Far");
	script_open(&script, &inventory);
	convert(&script, start_of_b);
	script.claimed.claims.optimal = false;
	CU_ASSERT(*broken ? script_breaks_only(&script, broken) : script_is_good(&script));
	script_close(&script);
}

static void one_operator(struct wsp_site *site)
{
	site->operators = 1;
}

static void one_operator_and_switches_anytime(struct wsp_site *site)
{
	site->operators = 1;
	site->switch_anytime = WSP_YES;
}

static void one_server(struct wsp_site *site)
{
	site->servers_per_window = 1;
}

static void few_clients(struct wsp_site *site)
{
	site->clients_per_window = 19;
}

static void test_sites_have_operators(void)
{
	judge_site(one_operator, 44, "H7");
	judge_site(one_operator_and_switches_anytime, 45, "");
	judge_site(one_operator, 45, "H7"); /* both switches at once */
}

static void test_sites_have_limits(void)
{
	judge_site(one_server, 0, "H7");
	judge_site(few_clients, 0, "H7");
}

static void test_upstreams_serve_so_many_first_synchronizations(void)
{
	struct wsp_inventory inventory = estate();
	struct script script;
	struct wsp_claim *step;

	inventory.policy.syncs_per_upstream = 1;
	add(&inventory, "root", "");
	add(&inventory, "a", "");
	add(&inventory, "b", "");
	script_open(&script, &inventory);
	convert(&script, 0);
	CU_ASSERT(script_breaks_only(&script, "H7"));
	step = &script.claimed.step[damage_find(&script.claimed, WSP_VERIFY_SYNC, "b")];
	step->start += 10;
	step->finish += 10;
	damage_sort(&script.claimed);
	CU_ASSERT(script_is_good(&script));
	script_close(&script);
}

/* A dated plan; `change` may still change the inventory. */
static void open_dated(struct script *script, void (*change)(struct wsp_inventory *inventory))
{
	struct wsp_inventory inventory = estate();

	add_window(&inventory);
	add(&inventory, "root", "");
	add(&inventory, "a", "");
	add(&inventory, "b", "");
	change(&inventory);
	script_open(script, &inventory);
	script_date(script, now, first, 4);
	convert(script, 0);
}

static void nothing(struct wsp_inventory *inventory)
{
	(void)inventory;
}

static void held_until_the_second_week(struct wsp_inventory *inventory)
{
	inventory->server[2].hold_until = estate_text(inventory, "2026-12-06");
	inventory->server[2].hold_reason = estate_text(inventory, "migration");
}

static void due_before_the_first_ends(struct wsp_inventory *inventory)
{
	inventory->server[1].deadline = estate_text(inventory, "2026-12-05T22:30");
}

static void due_that_day(struct wsp_inventory *inventory)
{
	inventory->server[1].deadline = estate_text(inventory, "2026-12-05");
}

static void certificate_takes_a_week(struct wsp_inventory *inventory)
{
	inventory->server[1].certificate_lead = 7 * 24 * 60;
}

static void certificate_expires(struct wsp_inventory *inventory)
{
	inventory->server[1].https = WSP_HTTPS_BOUND;
	inventory->server[1].certificate_expires = estate_text(inventory, "2026-12-04");
}

static void test_dates_are_kept(void)
{
	static const struct {
		void (*change)(struct wsp_inventory *inventory);
		bool breaks;
	} row[] = {{nothing, false}, {held_until_the_second_week, true},
		{due_before_the_first_ends, true}, {due_that_day, false},
		{certificate_takes_a_week, true}};
	struct script script;

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		open_dated(&script, row[i].change);
		CU_ASSERT(row[i].breaks ? script_breaks_only(&script, "H8")
					: script_is_good(&script));
		script_close(&script);
	}
}

static void test_certificates_are_good_when_a_server_is_converted(void)
{
	struct script script;

	open_dated(&script, certificate_expires);
	damage_drop(&script.claimed, damage_find(&script.claimed, WSP_BIND_CERTIFICATE, "a"));
	damage_drop(&script.claimed, damage_find(&script.claimed, WSP_OBTAIN_CERTIFICATE, "a"));
	CU_ASSERT(script_breaks(&script, "H8"));
	CU_ASSERT_STRING_EQUAL(script_text(&script, "H8"),
		"a.example.com is converted in phase P1, when its certificate has expired");
	script_close(&script);
}

static void test_freezes_are_kept(void)
{
	struct wsp_inventory inventory = estate();
	struct script script;

	add_window(&inventory);
	inventory.freeze = calloc(1, sizeof(*inventory.freeze));
	if (!inventory.freeze)
		abort();
	inventory.n_freezes = inventory.freeze_capacity = 1;
	inventory.freeze[0].reason = estate_text(&inventory, "audit");
	add(&inventory, "root", "");
	add(&inventory, "a", "");
	add(&inventory, "b", "");
	script_open(&script, &inventory);
	script_date(&script, now, first, 4);
	script.closing[0] = (struct wsp_closing){first + WEEK + 3 * 3600, first + 2 * WEEK, 0};
	script.first_closing[1] = 1;
	convert(&script, 0);
	CU_ASSERT(script_breaks_only(&script, "H8"));
	CU_ASSERT_STRING_EQUAL(script_text(&script, "H8"),
		"back-up of root.example.com in phase P2, in a freeze (audit)");
	script_close(&script);
}

static void test_sites_have_windows(void)
{
	struct wsp_inventory inventory = estate();
	struct script script;

	add_window(&inventory);
	add_site(&inventory, "Far")->windows = estate_words(&inventory, "other");
	add(&inventory, "root", "");
	add(&inventory, "a", "Far");
	add(&inventory, "b", "");
	script_open(&script, &inventory);
	script_date(&script, now, first, 4);
	convert(&script, 0);
	CU_ASSERT(script_breaks_only(&script, "H8"));
	script_close(&script);
}

static void test_phases_keep_their_distance(void)
{
	struct script script;

	open_dated(&script, nothing);
	script.claimed.phase[2].opens = script.claimed.phase[1].opens;
	script.claimed.phase[2].closes = script.claimed.phase[1].closes;
	script.claimed.phase[2].begin = script.claimed.phase[1].begin + 60 * 60;
	CU_ASSERT(script_breaks_only(&script, "H5")); /* clients are looked at a day later */
	script_close(&script);
}

static void test_a_plan_without_dates_is_none_of_a_dated_estate(void)
{
	struct script script;

	open_dated(&script, nothing);
	script.claimed.claims.dated = false;
	CU_ASSERT(script_breaks_only(&script, "H5"));
	script_close(&script);
}

static void test_fewer_phases_than_provable_are_not_optimal(void)
{
	struct script script;

	open_dated(&script, nothing);
	script.claimed.claims.lower_bound = 3;
	script.claimed.claims.optimal = false;
	CU_ASSERT(script_breaks_only(&script, "bound"));
	script.claimed.claims.lower_bound = 1;
	script.claimed.claims.optimal = true;
	CU_ASSERT(script_breaks_only(&script, "bound"));
	script.claimed.claims.optimal = false;
	CU_ASSERT(script_is_good(&script));
	script_close(&script);
}

static CU_TestInfo tests[] = {
	{"sites have operators", test_sites_have_operators},
	{"sites have limits", test_sites_have_limits},
	{"upstreams serve so many first synchronizations",
		test_upstreams_serve_so_many_first_synchronizations},
	{"dates are kept", test_dates_are_kept},
	{"certificates are good when a server is converted",
		test_certificates_are_good_when_a_server_is_converted},
	{"freezes are kept", test_freezes_are_kept},
	{"sites have windows", test_sites_have_windows},
	{"phases keep their distance", test_phases_keep_their_distance},
	{"a plan without dates is none of a dated estate",
		test_a_plan_without_dates_is_none_of_a_dated_estate},
	{"fewer phases than provable are not optimal",
		test_fewer_phases_than_provable_are_not_optimal},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("verify_limit", tests);
}
