/* Topology copy: a second topology, to be changed and planned again. */
#ifndef WSP_MODEL_TOPOLOGY_COPY_H
#define WSP_MODEL_TOPOLOGY_COPY_H

#include "model/topology.h"
#include "wsusplan/status.h"

/**
 * Copy a topology with its inventory: rows, lists and strings; ids of strings stay the same.
 *
 * @param ret_topo  set on WSP_OK only; release it with wsp_topology_release()
 * @return WSP_OK or WSP_NO_MEMORY
 */
enum wsp_status wsp_topology_copy(const struct wsp_topology *topo, struct wsp_topology *ret_topo);

#endif
