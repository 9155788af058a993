/*
 * Slack: by how many phases a conversion could slip and the plan still ends in its last phase.
 *
 * A backward pass from the last phase over what orders conversions: a server before its upstream,
 * soak, members of a group and top-down trees together, deadlines, canaries where they are. It
 * knows nothing of the room in a later phase: the limits of a window are not part of it.
 */
#ifndef WSP_PLAN_SLACK_H
#define WSP_PLAN_SLACK_H

#include "plan/plan.h"

struct wsp_slack {
	uint32_t *phases; /* by server; WSP_ABSENT: not converted by this plan */
	/* the critical path: servers without slack, each below the next, up to one of the last
	   phase; of all such chains the one that begins in the earliest phase. What put its first
	   server into that phase is told by plan->why. Empty when there is one phase only. */
	wsp_server_id *chain;
	uint32_t n_chain;
};

/** Tell the slack of every server; the arrays live in `arena`. @return false when memory ran out */
bool wsp_slack_tell(
	const struct wsp_plan *plan, struct wsp_arena *arena, struct wsp_slack *ret_slack);

#endif
