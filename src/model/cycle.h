/* Cycle: servers that synchronize from each other in a circle. */
#ifndef WSP_MODEL_CYCLE_H
#define WSP_MODEL_CYCLE_H

#include "model/inventory.h"

/**
 * Report each cycle once, as its path upwards from the member that comes first in the input.
 *
 * @param up    by row: the row of the upstream, WSP_NO_ROW at a root
 * @param mark  by row: not 0 for rows that are in no cycle and below none; overwritten
 * @return false when memory ran out
 */
bool wsp_cycles_report(const struct wsp_inventory *inventory, const uint32_t *up, uint32_t *mark,
	struct wsp_diags *diags);

#endif
