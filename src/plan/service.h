/*
 * Service: what several servers answer for together: groups, and client policies that point the
 * clients of more than one.
 *
 * A set is one of them, its retired members left out. Servers that are converted in one phase form
 * a unit: the members of a load balancer or a shared database, and those of an alias that somebody
 * synchronizes from; sets that overlap make one unit.
 */
#ifndef WSP_PLAN_SERVICE_H
#define WSP_PLAN_SERVICE_H

#include "plan/plan.h"

#define WSP_NO_UNIT UINT32_MAX

/** A group or a shared client policy, and who answers for it. */
struct wsp_service {
	bool policy;  /* `row` is of inventory.client_policy, otherwise of group */
	uint8_t kind; /* enum wsp_group_kind, of a group */
	uint32_t row;
	const wsp_server_id *member; /* as listed; of a policy first those that name it */
	uint32_t n_members;
};

struct wsp_services {
	const struct wsp_service *service; /* groups first, then shared policies */
	uint32_t n_services;
	uint32_t *unit; /* by server; NULL when there are no units */
	uint32_t n_units;
	uint32_t *unit_begin;       /* n_units + 1 */
	wsp_server_id *unit_member; /* ascending */
	bool *one_by_one;           /* by unit: a node at a time */
	bool *points_early;      /* by server: its clients are pointed in the preparation; NULL */
	bool *is_shared;         /* by server: it is in a set; NULL: none is */
	uint32_t *shared_policy; /* by server: row of its shared policy, or UINT32_MAX; NULL */
};

/** @return false when memory ran out */
bool wsp_services_tell(const struct wsp_topology *topo, struct wsp_arena *arena,
	struct wsp_services *ret_services);

/** Whether somebody synchronizes from a group by its name. */
bool wsp_services_is_upstream(const struct wsp_topology *topo, uint32_t group);

/** The unit of `s`, or WSP_NO_UNIT. */
static inline uint32_t wsp_services_unit(const struct wsp_services *services, wsp_server_id s)
{
	return services->unit ? services->unit[s] : WSP_NO_UNIT;
}

/**
 * By server, whose setting its link up is: the first member that is not retired for those of a
 * shared database, otherwise itself.
 * @param ret_owner  NULL when there is no shared database
 * @return false when memory ran out
 */
bool wsp_link_owners_tell(
	const struct wsp_topology *topo, struct wsp_arena *arena, wsp_server_id **ret_owner);

#endif
