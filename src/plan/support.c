#include "plan/support.h"

#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/rule.h"
#include "model/schema.h"

/* Features of the whole inventory: where they are used, or a place without line. */
static struct wsp_place freezes(const struct wsp_inventory *inventory)
{
	return inventory->n_freezes ? inventory->freeze[0].place : (struct wsp_place){0};
}

static struct wsp_place groups(const struct wsp_inventory *inventory)
{
	return inventory->n_groups ? inventory->group[0].place : (struct wsp_place){0};
}

static struct wsp_place client_policies(const struct wsp_inventory *inventory)
{
	return inventory->n_client_policies ? inventory->client_policy[0].place
					    : (struct wsp_place){0};
}

static struct wsp_place overlap(const struct wsp_inventory *inventory)
{
	return inventory->policy.cutover == WSP_OVERLAP ? inventory->policy.place
							: (struct wsp_place){0};
}

static struct wsp_place soak(const struct wsp_inventory *inventory)
{
	return inventory->policy.soak != 0 && inventory->policy.soak != WSP_ABSENT
		       ? inventory->policy.place
		       : (struct wsp_place){0};
}

static struct wsp_place syncs_per_upstream(const struct wsp_inventory *inventory)
{
	return inventory->policy.syncs_per_upstream != WSP_ABSENT ? inventory->policy.place
								  : (struct wsp_place){0};
}

static struct wsp_place counted_canary(const struct wsp_inventory *inventory)
{
	const char *canary = wsp_inventory_text(inventory, inventory->policy.canary);
	uint64_t number;

	return wsp_parse_count(canary, strlen(canary), &number) ? inventory->policy.place
								: (struct wsp_place){0};
}

static struct wsp_place site_limits(const struct wsp_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n_sites; i++) {
		const struct wsp_site *site = &inventory->site[i];

		if (site->windows || site->operators != WSP_ABSENT ||
			site->servers_per_window != WSP_ABSENT ||
			site->clients_per_window != WSP_ABSENT || site->switch_anytime)
			return site->place;
	}
	return (struct wsp_place){0};
}

static const struct {
	const char *what;
	struct wsp_place (*find)(const struct wsp_inventory *inventory);
	const char *hint;
} features[] = {
	{"`freezes`", freezes, "take them out, and keep the phases clear of them by hand"},
	{"`groups`", groups, NULL},
	{"`client_policies`", client_policies, NULL},
	{"`policy.cutover: overlap`", overlap, "use `cutover: article`"},
	{"`policy.soak`", soak, "set `soak: 0m`, and leave the time between two phases by hand"},
	{"`policy.syncs_per_upstream`", syncs_per_upstream, NULL},
	{"a number as `policy.canary`", counted_canary, "name the canary servers"},
	{"a site with `windows`, `operators`, limits or `switch_anytime`", site_limits, NULL},
};

/* Features of one server. */
static bool has_not_before(const struct wsp_server *server)
{
	return server->not_before != 0;
}

static bool has_deadline(const struct wsp_server *server)
{
	return server->deadline != 0;
}

static bool has_hold_until(const struct wsp_server *server)
{
	return server->hold_until != 0;
}

static bool uses_configmgr(const struct wsp_server *server)
{
	return server->clients_by == WSP_BY_CONFIGMGR;
}

static bool uses_client_policy(const struct wsp_server *server)
{
	return server->clients_by == WSP_BY_POLICY;
}

static bool is_update_point(const struct wsp_server *server)
{
	return server->configmgr_role != 0;
}

static const struct {
	const char *what;
	const char *key;
	bool (*uses)(const struct wsp_server *server);
	const char *hint;
} server_features[] = {
	{"`not_before`", "not_before", has_not_before, NULL},
	{"`deadline`", "deadline", has_deadline, NULL},
	{"`hold.until`", "hold.until", has_hold_until,
		"leave `until` out: the server is held until you plan again"},
	{"`clients_by: configmgr`", "clients_by", uses_configmgr, NULL},
	{"a client policy as `clients_by`", "clients_by", uses_client_policy, NULL},
	{"`configmgr`", "configmgr.role", is_update_point, NULL},
};

static void report_server(
	const struct wsp_topology *topo, wsp_server_id s, unsigned feature, struct wsp_diags *diags)
{
	unsigned field = wsp_server_field(server_features[feature].key);

	wsp_diags_add(diags, WSP_RULE(F001),
		wsp_inventory_place(&topo->inventory, &topo->server[s], field),
		server_features[feature].hint, "%s is not supported yet (server %s)",
		server_features[feature].what, wsp_topology_fqdn(topo, s));
}

static bool check_servers(const struct wsp_topology *topo, struct wsp_diags *diags)
{
	bool clean = true;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		for (unsigned i = 0; i < WSP_COUNT(server_features); i++) {
			if (!server_features[i].uses(&topo->server[s]))
				continue;
			clean = false;
			report_server(topo, s, i, diags);
		}
	}
	return clean;
}

/* Of windows only the longest duration counts yet; whoever gave dates is told. */
static void note_windows(const struct wsp_inventory *inventory, struct wsp_diags *diags)
{
	for (size_t i = 0; i < inventory->n_windows; i++) {
		if (inventory->window[i].start || inventory->window[i].repeat) {
			wsp_diags_add(diags, WSP_RULE(F008), inventory->window[i].place, NULL,
				"windows are not dated yet: only the longest duration is used");
			return;
		}
	}
}

bool wsp_support_check(const struct wsp_topology *topo, struct wsp_diags *diags)
{
	bool clean = true;

	note_windows(&topo->inventory, diags);

	for (size_t i = 0; i < WSP_COUNT(features); i++) {
		struct wsp_place place = features[i].find(&topo->inventory);

		if (place.file == 0 && place.line == 0)
			continue;
		clean = false;
		wsp_diags_add(diags, WSP_RULE(F001), place, features[i].hint,
			"%s is not supported yet", features[i].what);
	}
	return check_servers(topo, diags) && clean;
}
