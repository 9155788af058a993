/* Improve: sets so small that all plans can be tried; the best of them is placed. */
#ifndef WSP_PLAN_IMPROVE_H
#define WSP_PLAN_IMPROVE_H

#include "plan/exact.h"
#include "plan/fill.h"

/** The fewest phases of a set, and who is in which. */
struct wsp_best {
	wsp_server_id item[WSP_EXACT_MAX];
	uint32_t phase[WSP_EXACT_MAX]; /* from 1 */
	uint32_t n;
	uint32_t n_phases;
	bool proven; /* otherwise nothing is known */
	bool failed; /* memory ran out */
};

/**
 * Find the fewest phases for the set that was just placed bottom-up; only where every window is
 * like every other, and each upstream needs a later one.
 */
struct wsp_best wsp_improve_search(struct wsp_fill *fill);

/** Place the set so, from where the fill is. @return false when memory ran out */
bool wsp_improve_place(struct wsp_fill *fill, const struct wsp_best *best);

#endif
