/* Nodes: servers that are converted together, who waits for them, and which goes first. */
#include "plan/fill.h"

/* Deepest first where a chain needs a window for each of its servers (Hu 1961); lowest first where
   it needs only the order, so that a phase has few waves. */
static uint32_t priority_of(const struct wsp_fill *fill, wsp_server_id s)
{
	return wsp_fill_is_ordered(fill) ? fill->plan->topo.height[s]
					 : fill->deepest - fill->depth[s];
}

/* The server that stands for the node of `s`: the first member of its unit that takes part. */
static wsp_server_id stand_for(const struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	const struct wsp_services *services = fill->services;
	uint32_t unit = wsp_services_unit(services, s);
	uint32_t i;

	if (unit == WSP_NO_UNIT)
		return s;
	for (i = services->unit_begin[unit]; services->unit_member[i] != s; i++) {
		if (wsp_fill_takes_part(fill, set, services->unit_member[i]))
			break;
	}
	return services->unit_member[i];
}

wsp_server_id wsp_fill_find_above(const struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	const struct wsp_topology *topo = &fill->plan->topo;
	uint32_t group = wsp_topology_link_group(topo, s);
	wsp_server_id upstream = topo->parent[s];

	for (uint32_t i = group == WSP_NO_GROUP ? 0 : topo->group_begin[group];
		group != WSP_NO_GROUP && i < topo->group_begin[group + 1]; i++) {
		if (wsp_fill_takes_part(fill, set, topo->group_member[i]))
			upstream = topo->group_member[i];
	}
	if (upstream == WSP_NO_SERVER || !wsp_fill_takes_part(fill, set, upstream))
		return WSP_NO_SERVER;
	return stand_for(fill, set, upstream);
}

/* Depths of nodes: members of a unit at different levels take several rounds. */
static void tell_depths(struct wsp_fill *fill)
{
	bool again = true;

	while (again) {
		again = false;
		for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
			wsp_server_id stand = fill->stand[s];
			uint32_t depth;

			if (stand == WSP_NO_SERVER)
				continue;
			depth = fill->above[s] == WSP_NO_SERVER ? 1
								: fill->depth[fill->above[s]] + 1;
			if (depth > fill->depth[stand]) {
				fill->depth[stand] = depth;
				again = fill->services->n_units > 0;
			}
			fill->depth[s] = fill->depth[stand];
			fill->deepest = depth > fill->deepest ? depth : fill->deepest;
		}
	}
}

/* Whom each server of the set stands for, and who waits for it. */
static void tell_nodes(struct wsp_fill *fill, const bool *set)
{
	fill->deepest = fill->n_left = 0;
	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		bool takes_part = wsp_fill_takes_part(fill, set, s);

		fill->waiting[s] = fill->depth[s] = 0;
		fill->wave_of[s] = 1;
		fill->stand[s] = takes_part ? stand_for(fill, set, s) : WSP_NO_SERVER;
		fill->above[s] = takes_part ? wsp_fill_find_above(fill, set, s) : WSP_NO_SERVER;
		if (fill->above[s] == fill->stand[s])
			fill->above[s] = WSP_NO_SERVER;
		fill->n_left += takes_part;
	}
	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		if (fill->above[s] != WSP_NO_SERVER)
			fill->waiting[fill->above[s]]++;
	}
	tell_depths(fill);
}

/* Windows that end by the deadline of `s`; none is later than the last of them all. */
static uint32_t windows_before(const struct wsp_fill *fill, wsp_server_id s)
{
	const struct wsp_calendar *calendar = fill->agenda->calendar;
	uint32_t low = 0;
	uint32_t high = calendar->n_slots;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (calendar->slot[middle].end <= fill->dates->deadline[s])
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Earliest due date first, due dates moved forward by those above (Brucker, Garey, Johnson 1977);
   whoever has none comes after them, deepest first. */
static void tell_due(struct wsp_fill *fill)
{
	uint32_t *due = fill->queue.priority;
	uint32_t free = WSP_SLOTS_MAX + 1;

	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		wsp_server_id stand = fill->stand[s];
		uint32_t own = UINT32_MAX;

		if (stand == WSP_NO_SERVER)
			continue;
		if (stand == s)
			due[s] = free + fill->deepest - fill->depth[s];
		if (fill->dates->deadline[s] != INT64_MAX)
			own = windows_before(fill, s);
		if (fill->above[s] != WSP_NO_SERVER && due[fill->above[s]] < free)
			own = due[fill->above[s]] > 0 && due[fill->above[s]] - 1 < own
				      ? due[fill->above[s]] - 1
				      : own;
		due[stand] = own < due[stand] ? own : due[stand];
	}
}

void wsp_fill_tell_nodes(struct wsp_fill *fill, const bool *set)
{
	tell_nodes(fill, set);
	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++)
		fill->queue.priority[s] = fill->depth[s] ? priority_of(fill, s) : 0;
	if (fill->by_deadline)
		tell_due(fill);
}
