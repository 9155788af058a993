/* Conflict: those of single servers and sites, and the order in which all are looked for. */
#include "plan/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "plan/conflict_part.h"

static bool has_started(const struct wsp_inventory *inventory, const char *name, size_t length)
{
	for (size_t i = 0; i < inventory->n_windows; i++) {
		const char *window = wsp_inventory_text(inventory, inventory->window[i].name);

		if (inventory->window[i].start && strlen(window) == length &&
			memcmp(window, name, length) == 0)
			return true;
	}
	return false;
}

static bool never_opens(const struct wsp_inventory *inventory, const struct wsp_site *site)
{
	const char *rest = wsp_inventory_text(inventory, site->windows);
	const char *name;
	size_t length;

	if (!*rest)
		return false;
	while (wsp_list_next(&rest, &name, &length)) {
		if (has_started(inventory, name, length))
			return false;
	}
	return true;
}

/* Windows without a start never open beside windows with one. */
static bool judge_sites(const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;
	const struct wsp_inventory *inventory = &topo->inventory;
	wsp_server_id *first;

	if (inventory->n_sites == 0 || !conflicts->dated)
		return true;
	first = malloc(inventory->n_sites * sizeof(*first));
	if (!first)
		return false;
	for (size_t i = 0; i < inventory->n_sites; i++)
		first[i] = WSP_NO_SERVER;
	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		if (wsp_topology_site(topo, s) != WSP_NO_SITE &&
			!wsp_conflicts_is_retired(conflicts, s))
			first[wsp_topology_site(topo, s)] = s;
	}
	for (size_t i = 0; i < inventory->n_sites; i++) {
		const struct wsp_site *site = &inventory->site[i];

		if (first[i] != WSP_NO_SERVER && never_opens(inventory, site))
			wsp_diags_add(conflicts->diags, WSP_RULE(F011), site->place,
				"give its windows a `start`, or name others in `windows`",
				"site \"%s\" names only windows without a start, which never open "
				"beside dated ones; \"%s\" is in it",
				wsp_inventory_text(inventory, site->name),
				wsp_conflicts_fqdn(conflicts, first[i]));
	}
	free(first);
	return true;
}

static void judge_update_points(const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		const struct wsp_server *server = &topo->server[s];

		if (wsp_conflicts_is_retired(conflicts, s))
			continue;
		if (server->clients_by == WSP_BY_CONFIGMGR && !server->configmgr_role)
			wsp_diags_add(conflicts->diags, WSP_RULE(F012),
				wsp_conflicts_place(conflicts, s, "clients_by"),
				"give `configmgr: {role, site_code}`, or what else points its "
				"clients",
				"clients of \"%s\" are pointed by ConfigMgr, but it is no software "
				"update point: it has no configmgr.role",
				wsp_conflicts_fqdn(conflicts, s));
		else if (server->configmgr_role && !server->site_code)
			wsp_diags_add(conflicts->diags, WSP_RULE(F012),
				wsp_conflicts_place(conflicts, s, "configmgr.role"),
				"give the three characters of its site as `configmgr.site_code`",
				"software update point \"%s\" has no configmgr.site_code",
				wsp_conflicts_fqdn(conflicts, s));
	}
}

static bool *find_bound(const struct wsp_topology *topo)
{
	size_t n = topo->inventory.n_groups;
	bool *bound = calloc(n + 1, sizeof(*bound));

	for (size_t g = 0; bound && g < n; g++)
		bound[g] = topo->inventory.group[g].kind != WSP_GROUP_ALIAS;
	for (wsp_server_id s = 0; bound && n > 0 && s < topo->n_servers; s++) {
		uint32_t group = wsp_topology_link_group(topo, s);

		if (group != WSP_NO_GROUP && topo->server[s].retired != WSP_YES)
			bound[group] = true;
	}
	return bound;
}

bool wsp_conflicts_report(const struct wsp_topology *topo, struct wsp_diags *diags)
{
	bool *bound = find_bound(topo);
	const struct wsp_conflicts conflicts = {
		topo, diags, wsp_inventory_is_dated(&topo->inventory), bound};
	bool complete;

	if (!bound)
		return false;
	judge_update_points(&conflicts);
	complete = judge_sites(&conflicts) && wsp_conflicts_of_dates(&conflicts) &&
		   wsp_conflicts_of_groups(&conflicts) && wsp_conflicts_of_waits(&conflicts) &&
		   wsp_conflicts_of_policies(&conflicts) && wsp_conflicts_of_canaries(&conflicts);
	free(bound);
	return complete && !diags->failed;
}
