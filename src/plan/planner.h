/* Planner: topology and options -> phases, waves and minutes. */
#ifndef WSP_PLAN_PLANNER_H
#define WSP_PLAN_PLANNER_H

#include "plan/plan.h"

struct wsp_planner_options {
	int32_t today; /* days since 1970-01-01 */
	bool force;    /* a forced strategy that breaks a limit becomes a waiver */
	const struct wsp_calendar *calendar; /* borrowed during the call; NULL: nothing is dated */
};

/**
 * Plan the move of a topology.
 *
 * Takes `topo` over, whatever the result. `diags` receives the findings of wsp_lint() as well; on
 * WSP_OK they are copied into the plan. What fits no window is F002.
 *
 * @return WSP_OK, WSP_INVALID (lint found errors), WSP_INFEASIBLE or WSP_NO_MEMORY; only on WSP_OK
 *         `plan` is to be released
 */
enum wsp_status wsp_plan_make(struct wsp_plan *plan, struct wsp_topology *topo,
	const struct wsp_planner_options *options, struct wsp_diags *diags);

#endif
