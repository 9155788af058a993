/*
 * Runbook: everything that is said to the people who approve and do the change, in order.
 *
 * Decided once, for every format: a writer gets blocks (report/block.h) and spells them. Blocks
 * stream; memory does not grow with the runbook but for one wave at a time.
 */
#ifndef WSP_REPORT_RUNBOOK_H
#define WSP_REPORT_RUNBOOK_H

#include "plan/plan.h"
#include "report/block.h"

/** Tell the runbook of a plan. @return false when memory ran out; what was told is incomplete */
bool wsp_runbook_tell(const struct wsp_plan *plan, wsp_block_put put, void *context);

#endif
