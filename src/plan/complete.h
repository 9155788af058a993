/* Complete: what follows once every conversion has its phase. */
#ifndef WSP_PLAN_COMPLETE_H
#define WSP_PLAN_COMPLETE_H

#include "plan/terms.h"

/** Preparation, rechecks and gates of every server; the counts of the plan and of its phases. */
void wsp_plan_complete(struct wsp_plan *plan, const struct wsp_terms *terms);

/** What a reader should be told of a finished plan: F006, F007, F014, F015. */
void wsp_plan_remark(const struct wsp_plan *plan, struct wsp_diags *diags);

#endif
