/*
 * Bound: how many phases any bottom-up plan needs at least, and what makes it so.
 *
 * Hu's bound for in-trees (Hu 1961), applied to each limit that adds up, of all servers and of each
 * site: with `above` windows still needed for the chain above depth `above`, everything deeper has
 * to fit into the windows before. Every window counts as the longest one, open to every site, so
 * dates, soak and freezes can only make the truth larger.
 */
#ifndef WSP_PLAN_BOUND_H
#define WSP_PLAN_BOUND_H

#include "plan/constraint.h"

struct wsp_bound {
	uint32_t phases;
	const char *text; /* a sentence without full stop, in the arena */
};

/**
 * Bound the phases for a set of conversions. It is never above the fewest there are.
 *
 * @param depth        by server: conversions of the set that need a window each from its own up to
 *                     the last of its chain, itself included; members that share a phase are as
 * deep as the deepest of them; 0: not in the set. Too small is weaker, not wrong
 * @param strict       each chain needs a window for every server on it (`separation: window`, or a
 *                     soak)
 * @return false when memory ran out
 */
bool wsp_bound_tell(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const uint32_t *depth, bool strict, struct wsp_arena *arena, struct wsp_bound *ret_bound);

#endif
