/*
 * Back-out: how long it takes to undo what a phase has done up to one of its waves.
 *
 * The servers converted in the phase so far are taken back to HTTP, `operators` at a time;
 * bindings, trust and switched downstreams stay and keep working. After that every link that lived
 * when the phase began lives again.
 */
#ifndef WSP_PLAN_BACK_OUT_H
#define WSP_PLAN_BACK_OUT_H

#include "plan/plan.h"

struct wsp_back_out {
	uint32_t servers;   /* converted in the phase up to the end of the wave */
	uint32_t minutes;   /* to take them back; 0: there is nothing to undo */
	uint32_t decide_by; /* last minute of the phase at which to begin, so that its window holds
			     */
};

/** Tell how wave `wave` (its number in the plan) and those before it in its phase are undone. */
struct wsp_back_out wsp_plan_back_out(const struct wsp_plan *plan, uint32_t wave);

#endif
