/* Place: every conversion into its phase, by the strategy that was decided; and how good that is.
 */
#ifndef WSP_PLAN_PLACE_H
#define WSP_PLAN_PLACE_H

#include "plan/strategy.h"

/**
 * Place all conversions, tell plan->lower_bound, bound and optimal. If deadlines are missed it is
 * tried again with what is due first going first. What found no window is F009, a deadline that
 * cannot be met F010.
 *
 * @return WSP_OK, WSP_INFEASIBLE or WSP_NO_MEMORY
 */
enum wsp_status wsp_place_all(struct wsp_fill *fill, const struct wsp_strategy_choice *choice,
	struct wsp_arena *scratch, struct wsp_diags *diags);

#endif
