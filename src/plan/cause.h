/* Cause: the chain of servers that lead from a server's phase down to what put it there first. */
#ifndef WSP_PLAN_CAUSE_H
#define WSP_PLAN_CAUSE_H

#include "plan/plan.h"

enum { WSP_CAUSES_MAX = 8 };

/**
 * Follow plan->why from `s`: a downstream, an upstream, or a member in the same phase, as long as
 * one server is there for another.
 *
 * @param ret_cause  `s` first; each server is there because of the next one
 * @return how many, from 1 to WSP_CAUSES_MAX
 */
uint32_t wsp_causes_tell(
	const struct wsp_plan *plan, wsp_server_id s, wsp_server_id ret_cause[WSP_CAUSES_MAX]);

#endif
