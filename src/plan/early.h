/* Early: what of a conversion is done in the preparation, and the work on shared objects. */
#ifndef WSP_PLAN_EARLY_H
#define WSP_PLAN_EARLY_H

#include "plan/work.h"

/**
 * Fill plan->early and shared. Servers of a set are bound and tested before their common address
 * moves; with `cutover: overlap` all are. A binding that is made early is no repair any more, which
 * may leave nothing to repair.
 *
 * @return false when memory ran out
 */
bool wsp_early_tell(
	struct wsp_plan *plan, const struct wsp_services *services, struct wsp_works *works);

#endif
