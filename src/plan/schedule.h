/*
 * Schedule: who does what at which minute of a phase, by list scheduling.
 *
 * This is the plain case; what needs more than a number of operators is in plan/dispatch.h.
 *
 * Operators take work as they become free: first a switch of a verified server, longest ready
 * first, otherwise the next conversion of the list. An operator stays with a conversion until it is
 * verified; the first synchronization after a switch needs nobody.
 */
#ifndef WSP_PLAN_SCHEDULE_H
#define WSP_PLAN_SCHEDULE_H

#include "plan/dispatch.h"

struct wsp_schedule {
	struct wsp_plan *plan; /* start, link_start, repair_start, unswitch_start are written */
	const struct wsp_terms *terms;
	struct wsp_heap operators; /* minute free << 32 | operator */
	struct wsp_heap ready;     /* minute verified << 32 | place in the list */
	uint32_t *next_child;      /* by server; scratch */
	uint32_t n_links;          /* links of the last wave */
	bool is_general;           /* plan/dispatch.h does it */
	struct wsp_dispatch dispatch;
};

/** @return false when memory ran out; `next_child` is in `arena` */
bool wsp_schedule_init(struct wsp_schedule *schedule, struct wsp_plan *plan,
	const struct wsp_terms *terms, const struct wsp_agenda *agenda,
	const struct wsp_services *services, struct wsp_arena *arena);
void wsp_schedule_release(struct wsp_schedule *schedule);

/**
 * One wave: the conversions of `server[0 … n)`, and the switches of their downstreams. The links
 * are left in plan->link_order behind `first_link`, by start.
 *
 * @param at          minute of the phase at which the wave starts
 * @param ret_finish  minute at which all of it is verified
 * @return false when memory ran out
 */
bool wsp_schedule_wave(struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t n,
	uint32_t first_link, uint32_t at, uint32_t *ret_finish);

/**
 * The repair wave: rests of conversions and repairs on `server`, then the links of `link`.
 * Links wait until all servers are done, so that none is touched half done.
 */
bool wsp_schedule_repairs(struct wsp_schedule *schedule, const wsp_server_id *server,
	uint32_t n_servers, const wsp_server_id *link, uint32_t n_links, uint32_t *ret_finish);

/** Minutes to keep for backing out of `n` conversions done side by side. */
uint32_t wsp_schedule_reserve(const struct wsp_schedule *schedule, uint32_t n);

#endif
