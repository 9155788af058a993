/*
 * Dispatch: list scheduling of one wave when more than the number of operators counts: sites with
 * operators of their own, groups, overlap, synchronizations from one upstream at a time.
 *
 * Every node (a server, or the members of a unit in this wave) has visits and the switches of its
 * downstreams. With `cutover: article` the visits come first and the switches when all of them are
 * verified; with `overlap` the switches come first and the visits when all of them synchronized.
 * Operators take what has become ready first, otherwise what is next in the list.
 */
#ifndef WSP_PLAN_DISPATCH_H
#define WSP_PLAN_DISPATCH_H

#include "base/heap.h"
#include "plan/agenda.h"
#include "plan/service.h"

/* Operators and work of one site, or of all that have no operators of their own. */
struct wsp_crew {
	uint32_t limit;         /* operators; WSP_ABSENT: none of its own */
	struct wsp_heap busy;   /* minutes at which they are free again; with a limit only */
	struct wsp_heap first;  /* place in the list << 32 | job */
	struct wsp_heap second; /* minute it becomes ready << 32 | job */
};

struct wsp_dispatch {
	struct wsp_plan *plan; /* start, link_start, sync_start are written */
	const struct wsp_terms *terms;
	const struct wsp_agenda *agenda;
	const struct wsp_services *services;
	struct wsp_crew *crew; /* by site; the last: all others */
	uint32_t n_crews;
	struct wsp_heap operators; /* minute free << 32 | operator */
	/* by server that stands for a node */
	uint32_t *visits;   /* visits of this wave before the node is done */
	uint32_t *switches; /* with overlap: switches before its visits */
	uint32_t *ready;    /* minute at which the last of what was awaited is done */
	uint32_t *place;    /* by server: in the list of the wave */
	uint32_t *n_syncs;  /* by upstream: of this wave */
	uint32_t *sync_at;  /* by child: starts of the synchronizations, in order */
	uint64_t *order;    /* heap; links of the wave, by start */
	size_t order_capacity;
	const wsp_server_id *server; /* the wave's list */
	uint32_t n;
	uint32_t n_links;
	uint32_t finish;
	uint64_t n_queued; /* jobs not given out yet, those that are not ready included */
};

/**
 * @param waves  wsp_dispatch_wave() will be called; otherwise only jobs are assigned one by one
 * @return false when memory ran out; release it all the same. Arrays are in `arena`.
 */
bool wsp_dispatch_init(struct wsp_dispatch *dispatch, struct wsp_plan *plan,
	const struct wsp_agenda *agenda, const struct wsp_services *services, bool waves,
	struct wsp_arena *arena);

void wsp_dispatch_release(struct wsp_dispatch *dispatch);

/** As wsp_schedule_wave(). */
bool wsp_dispatch_wave(struct wsp_dispatch *dispatch, const wsp_server_id *server, uint32_t n,
	uint32_t first_link, uint32_t at, uint32_t *ret_finish);

/** All operators of all sites are free at `at`; nothing synchronizes. @return false: no memory */
bool wsp_dispatch_begin(struct wsp_dispatch *dispatch, uint64_t n_jobs, uint32_t at);

/** Give a job on `s` to whoever is free first. @return the minute it starts */
uint32_t wsp_dispatch_assign(
	struct wsp_dispatch *dispatch, wsp_server_id s, bool is_switch, uint32_t minutes);

/** When `s`, switched at `minute`, synchronizes for the first time; it is counted. */
uint32_t wsp_dispatch_sync(struct wsp_dispatch *dispatch, wsp_server_id s, uint32_t minute);

#endif
