/* Conflict, inside: the parts, each of which looks for one kind. */
#ifndef WSP_PLAN_CONFLICT_PART_H
#define WSP_PLAN_CONFLICT_PART_H

#include "model/rule.h"
#include "model/schema.h"
#include "model/topology.h"

struct wsp_conflicts {
	const struct wsp_topology *topo;
	struct wsp_diags *diags;
	bool dated;        /* a window has a start: dates are applied */
	const bool *bound; /* by group: its members share one phase; no alias, or an `upstream` */
			   /* names it */
};

/* Each returns false when memory ran out. */
bool wsp_conflicts_of_canaries(const struct wsp_conflicts *conflicts);
bool wsp_conflicts_of_dates(const struct wsp_conflicts *conflicts);
bool wsp_conflicts_of_groups(const struct wsp_conflicts *conflicts);
bool wsp_conflicts_of_policies(const struct wsp_conflicts *conflicts);
bool wsp_conflicts_of_waits(const struct wsp_conflicts *conflicts);

/** Where key `key` of server `s` was given. */
static inline struct wsp_place wsp_conflicts_place(
	const struct wsp_conflicts *conflicts, wsp_server_id s, const char *key)
{
	return wsp_inventory_place(
		&conflicts->topo->inventory, &conflicts->topo->server[s], wsp_server_field(key));
}

static inline const char *wsp_conflicts_fqdn(const struct wsp_conflicts *conflicts, wsp_server_id s)
{
	return wsp_topology_fqdn(conflicts->topo, s);
}

static inline const char *wsp_conflicts_group(const struct wsp_conflicts *conflicts, uint32_t group)
{
	return wsp_topology_text(conflicts->topo, conflicts->topo->inventory.group[group].name);
}

static inline bool wsp_conflicts_is_retired(const struct wsp_conflicts *conflicts, wsp_server_id s)
{
	return conflicts->topo->server[s].retired == WSP_YES;
}

#endif
