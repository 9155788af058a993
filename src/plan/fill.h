/*
 * Fill: puts conversions into phases and waves, within the limits of a window.
 *
 * One phase is filled at a time: a list of servers in order of priority, each with the number of
 * its wave. The longest prefix of the list that fits the window becomes the phase.
 */
#ifndef WSP_PLAN_FILL_H
#define WSP_PLAN_FILL_H

#include "plan/constraint.h"
#include "plan/ready.h"
#include "plan/schedule.h"
#include "plan/work.h"

enum { WSP_DEFER_MAX = 256 }; /* how many servers that are too big a phase steps over */

struct wsp_fill {
	struct wsp_plan *plan;
	const struct wsp_terms *terms;
	const struct wsp_works *works;
	struct wsp_schedule schedule;
	uint32_t *depth;       /* by server, of the set being filled; 0: not in it */
	uint32_t *waiting;     /* by server: children of the set that are not converted yet */
	uint32_t *wave_of;     /* by server: its wave in the phase being filled */
	wsp_server_id *list;   /* the phase being filled, by priority */
	wsp_server_id *sorted; /* the same, by wave */
	uint32_t n_list;
	uint32_t deepest; /* of `depth` */
	struct wsp_ready ready;
	wsp_server_id deferred[WSP_DEFER_MAX]; /* too big for this phase, ready again after it */
	uint32_t n_deferred;
	uint32_t repair_minutes; /* of P1.W0 */
	bool open;               /* the last phase has its repair wave only, and may take more */
	size_t phase_capacity, wave_capacity; /* of plan->phases and waves, heap while filling */
};

/** @return false when memory ran out */
bool wsp_fill_init(struct wsp_fill *fill, struct wsp_plan *plan, const struct wsp_terms *terms,
	const struct wsp_works *works, struct wsp_arena *scratch);

/** Move phases and waves into the plan's arena. @return false when memory ran out */
bool wsp_fill_finish(struct wsp_fill *fill);

void wsp_fill_release(struct wsp_fill *fill);

/** Whether `s` has a conversion to be placed and belongs to `set`; NULL: every one does. */
bool wsp_fill_takes_part(const struct wsp_fill *fill, const bool *set, wsp_server_id s);

/** Whether list[0 … n) fits the window, waves one after the other, reserve included. */
bool wsp_fill_fits(struct wsp_fill *fill, uint32_t n, bool *ret_fits);

/** Make list[0 … n) a phase, or the rest of the open one. @return false when memory ran out */
bool wsp_fill_commit(struct wsp_fill *fill, uint32_t n);

/**
 * The same if it fits the window; otherwise nothing is placed. Labels of servers that were not
 * placed mean nothing until they are.
 */
bool wsp_fill_try(struct wsp_fill *fill, uint32_t n, bool *ret_fits);

/** Open phase 1 with the repair wave. @return false when memory ran out */
bool wsp_fill_repairs(struct wsp_fill *fill);

/**
 * Minutes of one window that takes the conversions of `set` top-down, after the repairs.
 *
 * @param set           by server; NULL: every conversion
 * @param ret_minutes   without the reserve
 * @param ret_load      what counts against the limits
 * @return false when memory ran out
 */
bool wsp_fill_try_top_down(
	struct wsp_fill *fill, const bool *set, uint32_t *ret_minutes, struct wsp_load *ret_load);

/** Make that window a phase. @return false when memory ran out */
bool wsp_fill_top_down(struct wsp_fill *fill, const bool *set);

/**
 * Put the conversions of `set` into phases bottom-up (plan/bottom_up.c). Every change has to fit a
 * window alone. plan->… are filled; `fill->depth` is left as the set's depths.
 */
bool wsp_fill_bottom_up(struct wsp_fill *fill, const bool *set);

/** Minutes of a phase with the change of `s` alone, reserve included. */
bool wsp_fill_alone(struct wsp_fill *fill, wsp_server_id s, uint32_t *ret_minutes);

#endif
