/* Steps, inside: what the files that derive them share. */
#ifndef WSP_PLAN_STEPS_PARTS_H
#define WSP_PLAN_STEPS_PARTS_H

#include "plan/steps.h"

/**
 * The row of wsp_procedures that says how an action is done to a server; one past the last row when
 * nothing is to be done.
 *
 * @param wave  in which it is done; WSP_NO_WAVE: outside waves
 */
size_t wsp_step_procedure(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action, uint32_t wave);

/** The wave in which the plan does an action to a server, WSP_NO_WAVE outside waves. */
uint32_t wsp_step_wave(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action);

/** The minute at which an action that is done in a wave starts. */
uint32_t wsp_step_start(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action);

/** Sort the batch by start minute, stable. @return false when memory ran out (step_order.c) */
bool wsp_steps_sort(struct wsp_steps *steps);

#endif
