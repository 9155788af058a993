/* Crews: who is free when, and the life of a dispatch. */
#include <stdlib.h>

#include "plan/dispatch_node.h"

static bool allocate(struct wsp_dispatch *dispatch, struct wsp_arena *arena)
{
	uint32_t n = dispatch->plan->topo.n_servers;

	dispatch->visits = WSP_NEW_ARRAY(arena, uint32_t, n);
	dispatch->switches = WSP_NEW_ARRAY(arena, uint32_t, n);
	dispatch->place = WSP_NEW_ARRAY(arena, uint32_t, n);
	dispatch->ready = WSP_NEW_ARRAY(arena, uint32_t, n);
	dispatch->n_syncs = WSP_NEW_ARRAY(arena, uint32_t, n);
	dispatch->sync_at = WSP_NEW_ARRAY(arena, uint32_t, n);
	if (dispatch->terms->syncs != WSP_ABSENT)
		dispatch->plan->sync_start = WSP_NEW_ARRAY(&dispatch->plan->arena, uint32_t, n);
	return dispatch->visits && dispatch->switches && dispatch->place && dispatch->ready &&
	       dispatch->n_syncs && dispatch->sync_at &&
	       (dispatch->terms->syncs == WSP_ABSENT || dispatch->plan->sync_start);
}

bool wsp_dispatch_init(struct wsp_dispatch *dispatch, struct wsp_plan *plan,
	const struct wsp_agenda *agenda, const struct wsp_services *services, bool waves,
	struct wsp_arena *arena)
{
	const struct wsp_terms *terms = agenda->terms;

	*dispatch = (struct wsp_dispatch){.plan = plan,
		.terms = terms,
		.agenda = agenda,
		.services = services,
		.n_crews = terms->limits_site_operators ? agenda->n_sites : 1};
	dispatch->crew = WSP_NEW_ARRAY(arena, struct wsp_crew, dispatch->n_crews);
	if (!dispatch->crew || (waves && !allocate(dispatch, arena)))
		return false;
	for (uint32_t i = 0; i < dispatch->n_crews; i++)
		dispatch->crew[i].limit =
			i + 1 < dispatch->n_crews ? terms->site[i].operators : WSP_ABSENT;
	return true;
}

void wsp_dispatch_release(struct wsp_dispatch *dispatch)
{
	for (uint32_t i = 0; dispatch->crew && i < dispatch->n_crews; i++) {
		wsp_heap_release(&dispatch->crew[i].busy);
		wsp_heap_release(&dispatch->crew[i].first);
		wsp_heap_release(&dispatch->crew[i].second);
	}
	wsp_heap_release(&dispatch->operators);
	free(dispatch->order);
	*dispatch = (struct wsp_dispatch){0};
}

struct wsp_crew *wsp_dispatch_crew(
	const struct wsp_dispatch *dispatch, wsp_server_id s, bool is_switch)
{
	uint32_t last = dispatch->n_crews - 1;
	uint32_t site = last == 0 ? 0 : wsp_agenda_site(dispatch->agenda, s);

	if (is_switch && last > 0 && !wsp_agenda_switch_is_bound(dispatch->agenda, s))
		site = last;
	return &dispatch->crew[dispatch->crew[site].limit == WSP_ABSENT ? last : site];
}

bool wsp_dispatch_begin(struct wsp_dispatch *dispatch, uint64_t n_jobs, uint32_t at)
{
	dispatch->operators.n = 0;
	for (uint32_t i = 0; i < dispatch->terms->operators && i < n_jobs; i++) {
		if (!wsp_dispatch_push(&dispatch->operators, at, i))
			return false;
	}
	for (uint32_t i = 0; i < dispatch->n_crews; i++) {
		struct wsp_crew *crew = &dispatch->crew[i];

		crew->busy.n = crew->first.n = crew->second.n = 0;
		for (uint32_t k = 0; crew->limit != WSP_ABSENT && k < crew->limit && k < n_jobs;
			k++) {
			if (!wsp_dispatch_push(&crew->busy, at, k))
				return false;
		}
	}
	return true;
}

uint32_t wsp_crew_free_at(const struct wsp_crew *crew)
{
	return crew->limit == WSP_ABSENT || crew->busy.n == 0 ? 0
							      : (uint32_t)(crew->busy.key[0] >> 32);
}

void wsp_dispatch_occupy(
	struct wsp_dispatch *dispatch, struct wsp_crew *crew, uint32_t start, uint32_t minutes)
{
	uint64_t until = (uint64_t)wsp_minutes_later(start, minutes) << 32;

	wsp_heap_replace(&dispatch->operators, until | (uint32_t)dispatch->operators.key[0]);
	if (crew->limit != WSP_ABSENT)
		wsp_heap_replace(&crew->busy, until | (uint32_t)crew->busy.key[0]);
}

uint32_t wsp_dispatch_assign(
	struct wsp_dispatch *dispatch, wsp_server_id s, bool is_switch, uint32_t minutes)
{
	struct wsp_crew *crew = wsp_dispatch_crew(dispatch, s, is_switch);
	uint32_t start = wsp_minutes_at_least(
		(uint32_t)(dispatch->operators.key[0] >> 32), wsp_crew_free_at(crew));

	wsp_dispatch_occupy(dispatch, crew, start, minutes);
	return start;
}

uint32_t wsp_dispatch_sync(struct wsp_dispatch *dispatch, wsp_server_id s, uint32_t minute)
{
	const struct wsp_topology *topo = &dispatch->plan->topo;
	const struct wsp_terms *terms = dispatch->terms;
	wsp_server_id upstream = topo->parent[s];
	uint32_t *at;
	uint32_t k;

	if (terms->syncs == WSP_ABSENT)
		return minute;
	at = dispatch->sync_at + topo->child_begin[upstream];
	k = dispatch->n_syncs[upstream]++;
	if (k > 0)
		minute = wsp_minutes_at_least(minute, at[k - 1]);
	if (k >= terms->syncs)
		minute = wsp_minutes_at_least(
			minute, wsp_minutes_later(at[k - terms->syncs],
					terms->duration[WSP_VERIFY_SYNC] +
						terms->unattended[WSP_VERIFY_SYNC]));
	at[k] = minute;
	dispatch->plan->sync_start[s] = minute;
	return minute;
}
