/*
 * Conflict: limits of an inventory that cannot all be obeyed, whatever the windows are.
 *
 * Found before planning, at the keys that are at odds: F011 for two limits, F012 for software
 * update points, F013 for groups. All are errors: no correct plan exists.
 */
#ifndef WSP_PLAN_CONFLICT_H
#define WSP_PLAN_CONFLICT_H

#include "model/topology.h"

/** @return false when memory ran out */
bool wsp_conflicts_report(const struct wsp_topology *topo, struct wsp_diags *diags);

#endif
