/*
 * planning WHAT N: plan N servers that never were a file, for no output.
 *
 * WHAT is undated; dated: eight sites with zones, limits and windows of their own, a window every
 * night for years, freezes; or nothing: everything but the planning, the floor of the others. Three
 * levels: a root, sqrt N, the rest. The same arguments give the same plan.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "edge/ical.h"
#include "plan/planner.h"

enum { TODAY = 20000, N_SITES = 8, A_DAY = 24 * 60 };

static const char *const zones[N_SITES] = {"Europe/Amsterdam", "Europe/Paris", "Europe/London",
	"America/Chicago", "Asia/Singapore", "Africa/Nairobi", "America/Sao_Paulo", "Asia/Tokyo"};

static void give_up(const char *what)
{
	fprintf(stderr, "planning: %s\n", what);
	exit(1);
}

static wsp_string text(struct wsp_inventory *inventory, const char *bytes)
{
	bool failed = false;
	wsp_string id = wsp_strings_add(&inventory->strings, bytes, strlen(bytes), &failed);

	if (failed)
		give_up("no memory");
	return id;
}

/* A number from 0 to bound - 1 that depends on i alone. */
static uint32_t scatter(uint32_t i, uint32_t bound)
{
	uint64_t x = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15);

	x ^= x >> 29;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 32;
	return (uint32_t)(x % bound);
}

static void add_servers(struct wsp_inventory *inventory, uint32_t n)
{
	uint32_t middle = 1;

	while ((uint64_t)(middle + 1) * (middle + 1) <= n)
		middle++;
	for (uint32_t i = 0; i < n; i++) {
		char name[64];
		char upstream[64] = "microsoft-update";
		struct wsp_server *server;

		snprintf(name, sizeof(name), "wsus-%07u.contoso.com", i);
		if (i > 0)
			snprintf(upstream, sizeof(upstream), "wsus-%07u.contoso.com",
				i <= middle ? 0 : 1 + scatter(i, middle));
		if (!WSP_RESERVE(
			    inventory->server, inventory->server_capacity, inventory->n_servers))
			give_up("no memory");
		server = &inventory->server[inventory->n_servers++];
		*server = (struct wsp_server){.fqdn = text(inventory, name),
			.upstream = text(inventory, upstream),
			.clients = 20 + scatter(i + 7, 400),
			.certificate_lead = WSP_ABSENT,
			.http_port = 8530,
			.https_port = 8531,
			.mode = i == 0 ? WSP_AUTONOMOUS : WSP_REPLICA,
			.clients_by = WSP_BY_GPO};
		snprintf(name, sizeof(name), "site%u", scatter(i, N_SITES));
		server->site = text(inventory, name);
	}
}

static void set_policy(struct wsp_inventory *inventory, uint32_t n)
{
	inventory->policy = (struct wsp_policy){.operators = n / 2500 + 1,
		.servers_per_window = n / 200 + 1,
		.clients_per_window = WSP_ABSENT,
		.syncs_per_upstream = WSP_ABSENT,
		.default_window = 365 * A_DAY,
		.rollback_reserve = WSP_ABSENT,
		.failed_conversions = 1,
		.failed_switches = 1,
		.strategy = WSP_BOTTOM_UP,
		.cutover = WSP_ARTICLE,
		.separation = WSP_SEPARATE_WINDOW};
}

static void add_windows(struct wsp_inventory *inventory)
{
	static const struct {
		const char *name, *start, *repeat;
		uint32_t minutes;
	} rows[] = {{"night", "2024-10-05T20:00", "FREQ=DAILY", A_DAY / 2},
		{"weekend", "2024-10-05T08:00", "FREQ=WEEKLY;BYDAY=SA", 2 * A_DAY}};

	for (size_t i = 0; i < WSP_COUNT(rows); i++) {
		if (!WSP_RESERVE(
			    inventory->window, inventory->window_capacity, inventory->n_windows))
			give_up("no memory");
		inventory->window[inventory->n_windows++] =
			(struct wsp_window){.name = text(inventory, rows[i].name),
				.start = text(inventory, rows[i].start),
				.repeat = text(inventory, rows[i].repeat),
				.duration = rows[i].minutes};
	}
}

static void add_freezes(struct wsp_inventory *inventory)
{
	for (int year = 2024; year < 2044; year++) {
		char from[16];
		char to[16];

		if (!WSP_RESERVE(
			    inventory->freeze, inventory->freeze_capacity, inventory->n_freezes))
			give_up("no memory");
		snprintf(from, sizeof(from), "%d-12-18", year);
		snprintf(to, sizeof(to), "%d-01-04", year + 1);
		inventory->freeze[inventory->n_freezes++] =
			(struct wsp_freeze){.from = text(inventory, from),
				.to = text(inventory, to),
				.reason = text(inventory, "year-end"),
				.duration = WSP_ABSENT};
	}
	if (!WSP_RESERVE(inventory->freeze, inventory->freeze_capacity, inventory->n_freezes))
		give_up("no memory");
	inventory->freeze[inventory->n_freezes++] =
		(struct wsp_freeze){.rule = text(inventory, "FREQ=MONTHLY;BYDAY=2TU"),
			.reason = text(inventory, "patches"),
			.duration = 2 * A_DAY};
}

static void add_sites(struct wsp_inventory *inventory, uint32_t n)
{
	for (uint32_t i = 0; i < N_SITES; i++) {
		char name[16];

		if (!WSP_RESERVE(inventory->site, inventory->site_capacity, inventory->n_sites))
			give_up("no memory");
		snprintf(name, sizeof(name), "site%u", i);
		inventory->site[inventory->n_sites++] =
			(struct wsp_site){.name = text(inventory, name),
				.timezone = text(inventory, zones[i]),
				.windows = i == 3 ? text(inventory, "night") : 0,
				.operators = i % 2 ? n / 10000 + 1 : WSP_ABSENT,
				.servers_per_window = i == 2 ? n / 1000 + 1 : WSP_ABSENT,
				.clients_per_window = WSP_ABSENT,
				.switch_anytime = i == 5 ? WSP_YES : WSP_UNKNOWN};
	}
}

static void tell(const struct wsp_diags *diags)
{
	for (size_t i = 0; i < diags->n && i < 3; i++)
		fprintf(stderr, "%s\n", diags->entry[i].diag.message);
	exit(1);
}

/* Calendar and plan, counted both; `nothing` is spared both. */
static void plan(struct wsp_topology *topo, bool dated, struct wsp_diags *diags)
{
	struct wsp_calendar calendar = {0};
	struct wsp_planner_options options = {.today = TODAY, .calendar = dated ? &calendar : NULL};
	wsp_moment now = (wsp_moment)TODAY * WSP_SECONDS_A_DAY;
	struct wsp_plan made;

	if (dated && wsp_calendar_expand(&topo->inventory, now, diags, &calendar) != WSP_OK)
		tell(diags);
	if (wsp_plan_make(&made, topo, &options, diags) != WSP_OK)
		tell(diags);
	printf("%u servers in %u phases, at least %u\n", made.topo.n_servers, made.n_phases,
		made.lower_bound);
	wsp_plan_release(&made);
	wsp_calendar_release(&calendar);
}

int main(int argc, char **argv)
{
	const char *what = argc == 3 ? argv[1] : "";
	uint32_t n = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	bool dated = strcmp(what, "dated") == 0;
	struct wsp_inventory inventory = {0};
	struct wsp_topology topo = {0};
	struct wsp_diags diags;

	if (n == 0 || (!dated && strcmp(what, "undated") != 0 && strcmp(what, "nothing") != 0)) {
		fputs("usage: planning dated|undated|nothing N\n", stderr);
		return 2;
	}
	wsp_diags_init(&diags);
	add_servers(&inventory, n);
	set_policy(&inventory, n);
	if (dated) {
		add_windows(&inventory);
		add_freezes(&inventory);
		add_sites(&inventory, n);
	}
	if (wsp_topology_build(&topo, &inventory, &diags) != WSP_OK)
		tell(&diags);
	if (strcmp(what, "nothing") != 0)
		plan(&topo, dated, &diags);
	wsp_topology_release(&topo);
	wsp_diags_release(&diags);
	return 0;
}
