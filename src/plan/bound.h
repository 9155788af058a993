/*
 * Bound: how many phases any bottom-up plan needs at least, and what makes it so.
 *
 * Hu's bound for in-trees (Hu 1961), applied to each limit that adds up: with `above` windows still
 * needed for the chain above depth `above`, everything deeper has to fit into the windows before.
 */
#ifndef WSP_PLAN_BOUND_H
#define WSP_PLAN_BOUND_H

#include "plan/constraint.h"

struct wsp_bound {
	uint32_t phases;
	const char *text; /* a sentence without full stop, in the arena */
};

/**
 * Bound the phases for a set of conversions.
 *
 * @param depth        by server: servers on its way up that are converted too, itself included;
 *                     0: not in the set
 * @param strict       each chain needs a window for every server on it (`separation: window`)
 * @return false when memory ran out
 */
bool wsp_bound_tell(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const uint32_t *depth, bool strict, struct wsp_arena *arena, struct wsp_bound *ret_bound);

#endif
