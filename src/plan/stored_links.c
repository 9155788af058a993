#include <stdlib.h>

#include "plan/stored_state.h"

static uint32_t minutes_of(const struct wsp_plan *plan, uint32_t set)
{
	uint32_t minutes = 0;

	for (; set; set &= set - 1)
		minutes += plan->duration[__builtin_ctz(set)];
	return minutes;
}

/* When the upstreams of `s` that are converted in the wave of its link are verified; 0: none is. */
static uint32_t upstream_verified(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t group = wsp_topology_link_group(topo, s);
	const wsp_server_id *upstream = &topo->parent[s];
	uint32_t n = 1;
	uint32_t verified = 0;

	if (group != WSP_NO_GROUP) {
		upstream = topo->group_member + topo->group_begin[group];
		n = topo->group_begin[group + 1] - topo->group_begin[group];
	}
	for (uint32_t i = 0; i < n; i++) {
		wsp_server_id u = upstream[i];
		uint32_t minute = plan->start[u] + minutes_of(plan, wsp_plan_visit(plan, u));

		if (plan->wave[u] == plan->link_wave[s] && minute > verified)
			verified = minute;
	}
	return verified;
}

/* A link that ConfigMgr switches is told by its synchronization alone, which may have to wait. */
static void restore_followers(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	for (size_t i = 0; i < stored->n_links; i++) {
		wsp_server_id s = stored->link[i];
		uint32_t verified;

		if (plan->link_work[s] != WSP_LINK_FOLLOW)
			continue;
		verified = upstream_verified(plan, s);
		if (verified > 0 && verified >= plan->waves[plan->link_wave[s]].start &&
			verified < stored->server[s].sync_start)
			plan->link_start[s] = verified;
	}
}

static uint32_t natural_sync(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->link_work[s] == WSP_LINK_FOLLOW
		       ? plan->link_start[s]
		       : plan->link_start[s] + plan->duration[WSP_SWITCH_SYNC];
}

/* When links synchronize, if some of them wait. @return false when memory ran out */
static bool restore_syncs(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	bool waiting = false;

	for (size_t i = 0; i < stored->n_links && !waiting; i++) {
		wsp_server_id s = stored->link[i];

		waiting = stored->server[s].sync_start != natural_sync(plan, s);
	}
	if (!waiting)
		return true;
	plan->sync_start = WSP_NEW_ARRAY(&plan->arena, uint32_t, plan->topo.n_servers);
	for (size_t i = 0; i < stored->n_links && plan->sync_start; i++)
		plan->sync_start[stored->link[i]] = stored->server[stored->link[i]].sync_start;
	return plan->sync_start != NULL;
}

/* A link and where it belongs in its wave. */
struct place {
	uint32_t key, position;
	wsp_server_id server;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a;
	const struct place *right = b;

	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->position > right->position) - (left->position < right->position);
}

/* The minute of its first step: of what ConfigMgr switches, the synchronization. */
static uint32_t first_step(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->link_work[s] == WSP_LINK_FOLLOW && plan->sync_start ? plan->sync_start[s]
									 : plan->link_start[s];
}

/* By start, as the steps of a link that follows do not tell; repairs in the order of the servers.
 */
static bool sort_links(const struct wsp_plan *plan, const struct wsp_wave *wave)
{
	wsp_server_id *link = plan->link_order + wave->first_link;
	struct place *place;
	bool follows = false; /* then the synchronizations stand in another order than the links */

	if (wave->n_links < 2)
		return true;
	place = calloc(wave->n_links, sizeof(*place));
	if (!place)
		return false;
	for (uint32_t i = 0; i < wave->n_links; i++)
		follows = follows || plan->link_work[link[i]] == WSP_LINK_FOLLOW;
	for (uint32_t i = 0; i < wave->n_links; i++)
		place[i] = (struct place){wave->number == 0 ? link[i] : first_step(plan, link[i]),
			follows ? link[i] : i, link[i]};
	qsort(place, wave->n_links, sizeof(*place), compare_places);
	for (uint32_t i = 0; i < wave->n_links; i++)
		link[i] = place[i].server;
	free(place);
	return true;
}

enum wsp_status wsp_stored_restore_links(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	restore_followers(stored);
	if (!restore_syncs(stored))
		return WSP_NO_MEMORY;
	for (uint32_t w = 0; w < plan->n_waves; w++) {
		struct wsp_wave *wave = &plan->waves[w];

		wave->first_link = plan->n_link_order;
		while (plan->n_link_order < stored->n_links &&
			plan->link_wave[stored->link[plan->n_link_order]] == w) {
			plan->link_order[plan->n_link_order] = stored->link[plan->n_link_order];
			plan->n_link_order++;
			wave->n_links++;
		}
		if (!sort_links(plan, wave))
			return WSP_NO_MEMORY;
	}
	return plan->n_link_order == stored->n_links
		       ? WSP_OK
		       : wsp_stored_refuse_edited(
				 stored, "switches do not stand in the order of their waves");
}
