/* Fit: whether each change and the repairs fit a window by themselves; if not, no plan exists. */
#ifndef WSP_PLAN_FIT_H
#define WSP_PLAN_FIT_H

#include "plan/fill.h"

/**
 * Check that what is dead now can be repaired in one window; called when the repairs are placed.
 * @return WSP_OK, or WSP_INFEASIBLE with F002
 */
enum wsp_status wsp_fit_repairs(const struct wsp_fill *fill, struct wsp_diags *diags);

/**
 * Check every conversion that does not go top-down; each one too long or too large is an F002 that
 * says what would make it fit.
 *
 * @param terms     the terms of `fill`; more operators are tried, and those of the policy put back
 * @param top_down  by server
 * @return WSP_OK, WSP_INFEASIBLE or WSP_NO_MEMORY
 */
enum wsp_status wsp_fit_changes(struct wsp_fill *fill, struct wsp_terms *terms,
	const bool *top_down, struct wsp_diags *diags);

#endif
