#include "plan/service.h"

#include <string.h>

#include "base/array.h"
#include "plan/url.h"

struct telling {
	const struct wsp_topology *topo;
	struct wsp_arena *arena;
	struct wsp_services *services;
	struct wsp_service *service;
	wsp_server_id *member; /* scratch of all servers */
	bool *taken;           /* by server: in the set being made */
	uint32_t *named;       /* by client policy: servers that name it */
	uint32_t *policy;      /* by server: row of the client policy it names, or WSP_NO_POLICY */
};

static bool is_there(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->server[s].retired != WSP_YES;
}

static bool take(struct telling *telling, wsp_server_id s, uint32_t *n)
{
	if (!is_there(telling->topo, s) || telling->taken[s])
		return false;
	telling->taken[s] = true;
	telling->member[(*n)++] = s;
	return true;
}

/* Make a set of the `n` members listed. */
static bool keep(struct telling *telling, struct wsp_service service, uint32_t n)
{
	wsp_server_id *copy = WSP_NEW_ARRAY(telling->arena, wsp_server_id, n);

	if (!copy)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		copy[i] = telling->member[i];
		telling->taken[copy[i]] = false;
	}
	service.member = copy;
	service.n_members = n;
	telling->service[telling->services->n_services++] = service;
	return true;
}

static bool add_groups(struct telling *telling)
{
	const struct wsp_topology *topo = telling->topo;

	for (uint32_t g = 0; g < topo->inventory.n_groups; g++) {
		uint32_t n = 0;

		for (uint32_t i = topo->group_begin[g]; i < topo->group_begin[g + 1]; i++)
			(void)take(telling, topo->group_member[i], &n);
		if (!keep(telling,
			    (struct wsp_service){.kind = topo->inventory.group[g].kind, .row = g},
			    n))
			return false;
	}
	return true;
}

/* The group whose name the URL of a policy has as its host, or n_groups. */
static uint32_t group_of_url(const struct wsp_topology *topo, wsp_string url)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	struct wsp_url parts;
	uint32_t g = 0;

	if (!wsp_url_parse(wsp_inventory_text(inventory, url), &parts))
		return (uint32_t)inventory->n_groups;
	for (; g < inventory->n_groups; g++) {
		const char *name = wsp_inventory_text(inventory, inventory->group[g].name);

		if (strlen(name) == parts.host_length &&
			memcmp(name, parts.host, parts.host_length) == 0)
			break;
	}
	return g;
}

static void count_policies(struct telling *telling)
{
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		telling->policy[s] =
			topo->server[s].clients_by == WSP_BY_POLICY && is_there(topo, s)
				? wsp_topology_client_policy(topo, s)
				: WSP_NO_POLICY;
		if (telling->policy[s] != WSP_NO_POLICY)
			telling->named[telling->policy[s]]++;
	}
}

/* Those that name it come first: the first member tells what the address is. */
static bool add_policy(struct telling *telling, uint32_t p)
{
	const struct wsp_topology *topo = telling->topo;
	uint32_t g = group_of_url(topo, topo->inventory.client_policy[p].url);
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (telling->policy[s] == p)
			(void)take(telling, s, &n);
	}
	for (uint32_t i = g < topo->inventory.n_groups ? topo->group_begin[g] : 0;
		g < topo->inventory.n_groups && i < topo->group_begin[g + 1]; i++)
		(void)take(telling, topo->group_member[i], &n);
	return keep(telling, (struct wsp_service){.policy = true, .row = p}, n);
}

/* A policy is shared when several servers name it, or its URL is that of a group. */
static bool add_policies(struct telling *telling)
{
	const struct wsp_inventory *inventory = &telling->topo->inventory;

	count_policies(telling);
	for (uint32_t p = 0; p < inventory->n_client_policies; p++) {
		bool of_group = telling->named[p] > 0 &&
				group_of_url(telling->topo, inventory->client_policy[p].url) <
					inventory->n_groups;

		if ((telling->named[p] > 1 || of_group) && !add_policy(telling, p))
			return false;
	}
	return true;
}

bool wsp_services_is_upstream(const struct wsp_topology *topo, uint32_t group)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (topo->link_group[s] == group && is_there(topo, s))
			return true;
	}
	return false;
}

static uint32_t find_root(uint32_t *up, uint32_t s)
{
	while (up[s] != s) {
		up[s] = up[up[s]];
		s = up[s];
	}
	return s;
}

static bool makes_unit(const struct wsp_topology *topo, const struct wsp_service *service)
{
	return !service->policy && service->n_members > 1 &&
	       (service->kind != WSP_GROUP_ALIAS || wsp_services_is_upstream(topo, service->row));
}

/* Number the units by their first member, and list their members. */
static bool list_units(struct telling *telling, uint32_t *up, const bool *in_unit)
{
	struct wsp_services *services = telling->services;
	uint32_t n = telling->topo->n_servers;

	services->unit = WSP_NEW_ARRAY(telling->arena, uint32_t, n);
	services->unit_begin = WSP_NEW_ARRAY(telling->arena, uint32_t, n + 2);
	services->unit_member = WSP_NEW_ARRAY(telling->arena, wsp_server_id, n);
	services->one_by_one = WSP_NEW_ARRAY(telling->arena, bool, n);
	if (!services->unit || !services->unit_begin || !services->unit_member ||
		!services->one_by_one)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		wsp_server_id root = in_unit[s] ? find_root(up, s) : s;

		services->unit[s] = !in_unit[s] ? WSP_NO_UNIT
				    : root == s ? services->n_units++
						: services->unit[root];
		if (in_unit[s])
			services->unit_begin[services->unit[s] + 2]++;
	}
	for (uint32_t u = 0; u < services->n_units; u++)
		services->unit_begin[u + 2] += services->unit_begin[u + 1];
	for (wsp_server_id s = 0; s < n; s++) {
		if (in_unit[s])
			services->unit_member[services->unit_begin[services->unit[s] + 1]++] = s;
	}
	return true;
}

/* Roots of the union are the smallest members, so they are numbered before the others. */
static bool make_units(struct telling *telling)
{
	const struct wsp_topology *topo = telling->topo;
	uint32_t *up = WSP_NEW_ARRAY(telling->arena, uint32_t, topo->n_servers);
	bool *in_unit = telling->taken;
	bool any = false;

	if (!up)
		return false;
	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		up[s] = s;
	for (uint32_t i = 0; i < telling->services->n_services; i++) {
		const struct wsp_service *service = &telling->service[i];

		for (uint32_t m = 0; makes_unit(topo, service) && m < service->n_members; m++) {
			uint32_t a = find_root(up, service->member[0]);
			uint32_t b = find_root(up, service->member[m]);

			up[a > b ? a : b] = a > b ? b : a;
			in_unit[service->member[m]] = any = true;
		}
	}
	if (!any)
		return true;
	if (!list_units(telling, up, in_unit))
		return false;
	for (uint32_t i = 0; i < telling->services->n_services; i++) {
		const struct wsp_service *service = &telling->service[i];

		if (makes_unit(topo, service) && service->kind != WSP_GROUP_ALIAS)
			telling->services->one_by_one[telling->services->unit[service->member[0]]] =
				true;
	}
	return true;
}

static bool mark_members(struct telling *telling)
{
	struct wsp_services *services = telling->services;
	uint32_t n = telling->topo->n_servers;

	services->points_early = WSP_NEW_ARRAY(telling->arena, bool, n);
	services->is_shared = WSP_NEW_ARRAY(telling->arena, bool, n);
	services->shared_policy = WSP_NEW_ARRAY(telling->arena, uint32_t, n);
	if (!services->points_early || !services->is_shared || !services->shared_policy)
		return false;
	for (wsp_server_id s = 0; s < n; s++)
		services->shared_policy[s] = UINT32_MAX;
	for (uint32_t i = 0; i < services->n_services; i++) {
		const struct wsp_service *service = &services->service[i];

		for (uint32_t m = 0; m < service->n_members; m++) {
			wsp_server_id s = service->member[m];

			services->is_shared[s] = true;
			if (service->policy || service->kind != WSP_GROUP_SHARED_DATABASE)
				services->points_early[s] = true;
			if (service->policy && telling->policy[s] == service->row)
				services->shared_policy[s] = service->row;
		}
	}
	return true;
}

bool wsp_services_tell(
	const struct wsp_topology *topo, struct wsp_arena *arena, struct wsp_services *ret_services)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	size_t n_sets = inventory->n_groups + inventory->n_client_policies;
	struct wsp_services services = {0};
	struct telling telling = {.topo = topo, .arena = arena, .services = &services};

	*ret_services = services;
	if (n_sets == 0)
		return true;
	telling.service = WSP_NEW_ARRAY(arena, struct wsp_service, n_sets);
	telling.member = WSP_NEW_ARRAY(arena, wsp_server_id, topo->n_servers);
	telling.taken = WSP_NEW_ARRAY(arena, bool, topo->n_servers);
	telling.policy = WSP_NEW_ARRAY(arena, uint32_t, topo->n_servers);
	telling.named = WSP_NEW_ARRAY(arena, uint32_t, inventory->n_client_policies);
	services.service = telling.service;
	if (!telling.service || !telling.member || !telling.taken || !telling.policy ||
		!telling.named || !add_groups(&telling) || !add_policies(&telling) ||
		!make_units(&telling))
		return false;
	if (services.n_services > 0 && !mark_members(&telling))
		return false;
	*ret_services = services;
	return true;
}

static wsp_server_id *own_links(const struct wsp_topology *topo, struct wsp_arena *arena)
{
	wsp_server_id *owner = WSP_NEW_ARRAY(arena, wsp_server_id, topo->n_servers);

	for (wsp_server_id s = 0; owner && s < topo->n_servers; s++)
		owner[s] = s;
	return owner;
}

static void share_link(const struct wsp_topology *topo, uint32_t group, wsp_server_id *owner)
{
	wsp_server_id first = WSP_NO_SERVER;

	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];

		if (!is_there(topo, s))
			continue;
		first = first == WSP_NO_SERVER ? s : first;
		owner[s] = first;
	}
}

bool wsp_link_owners_tell(
	const struct wsp_topology *topo, struct wsp_arena *arena, wsp_server_id **ret_owner)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	wsp_server_id *owner = NULL;

	for (uint32_t g = 0; g < inventory->n_groups; g++) {
		if (inventory->group[g].kind != WSP_GROUP_SHARED_DATABASE)
			continue;
		owner = owner ? owner : own_links(topo, arena);
		if (!owner)
			return false;
		share_link(topo, g, owner);
	}
	*ret_owner = owner;
	return true;
}
