/* Group state: groups that were half converted by hand. */
#ifndef WSP_PLAN_GROUP_STATE_H
#define WSP_PLAN_GROUP_STATE_H

#include "plan/service.h"

/**
 * A name that answers over HTTP and HTTPS by chance: what synchronizes by it can follow neither.
 * Each is F013.
 * @return false when there is one
 */
bool wsp_groups_check(
	const struct wsp_plan *plan, const struct wsp_services *services, struct wsp_diags *diags);

#endif
