/* Membership: who is in each group, and whose upstream names one. */
#ifndef WSP_MODEL_MEMBERSHIP_H
#define WSP_MODEL_MEMBERSHIP_H

#include "model/resolve.h"
#include "model/topology.h"

/**
 * Allocate and fill the group arrays of `topo` with rows of the input; without groups they stay
 * NULL.
 *
 * @return false when memory ran out
 */
bool wsp_groups_resolve(struct wsp_topology *topo, struct wsp_resolver *resolver);

/**
 * From rows to numbers: `order[s]` is the row that server `s` comes from.
 *
 * @return false when memory ran out
 */
bool wsp_groups_renumber(struct wsp_topology *topo, const uint32_t *order);

#endif
