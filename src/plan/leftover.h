/* Leftover: what the plan does not convert, each with its reason. */
#ifndef WSP_PLAN_LEFTOVER_H
#define WSP_PLAN_LEFTOVER_H

#include "plan/work.h"

/** Fill plan->unscheduled, by server. @return false when memory ran out */
bool wsp_leftover_tell(struct wsp_plan *plan, const struct wsp_works *works);

#endif
