/* Support: what the schema accepts and the planner cannot plan yet; refused, never ignored. */
#ifndef WSP_PLAN_SUPPORT_H
#define WSP_PLAN_SUPPORT_H

#include "model/topology.h"

/** Add F001 for every feature in use that is not planned yet. @return whether there was none */
bool wsp_support_check(const struct wsp_topology *topo, struct wsp_diags *diags);

#endif
