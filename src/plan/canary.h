/* Canary: the servers that are converted first and alone, chosen when only their number is given.
 */
#ifndef WSP_PLAN_CANARY_H
#define WSP_PLAN_CANARY_H

#include "plan/terms.h"
#include "plan/work.h"

/**
 * Choose `terms->canary_count` servers, if it is not 0, and mark them in `terms->canary`: the
 * smallest branch that exercises a switch and is not larger than that, filled up with leaves of few
 * clients. F016 names them.
 *
 * @return false when memory ran out
 */
bool wsp_canary_choose(const struct wsp_plan *plan, const struct wsp_works *works,
	const struct wsp_services *services, struct wsp_arena *arena, struct wsp_diags *diags,
	struct wsp_terms *terms);

/** F005 when no canary has a downstream that is switched with it. */
void wsp_canary_check(
	const struct wsp_plan *plan, const struct wsp_terms *terms, struct wsp_diags *diags);

#endif
