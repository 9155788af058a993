/* Lint: the rules over a topology that an inventory's keys can decide. */
#ifndef WSP_PLAN_LINT_H
#define WSP_PLAN_LINT_H

#include "model/topology.h"

/**
 * Add every finding about `topo`; linear in its size.
 * @param today  days since 1970-01-01, for what expires or is stale
 */
void wsp_lint(const struct wsp_topology *topo, int32_t today, struct wsp_diags *diags);

#endif
