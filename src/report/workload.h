/* Workload: the servers and links of a phase, which follow each other in the plan's orders. */
#ifndef WSP_REPORT_WORKLOAD_H
#define WSP_REPORT_WORKLOAD_H

#include "plan/plan.h"

struct wsp_workload {
	uint32_t first_server, n_servers; /* into plan.order: converted in the phase */
	uint32_t first_link, n_links;     /* into plan.link_order: worked on in the phase */
};

/** The workload of a phase of work, from 1. */
struct wsp_workload wsp_workload_of(const struct wsp_plan *plan, uint32_t phase);

/** Server `i` of all it concerns, those converted first, then the downstreams of its links. */
static inline wsp_server_id wsp_workload_server(
	const struct wsp_plan *plan, const struct wsp_workload *work, uint32_t i)
{
	return i < work->n_servers ? plan->order[work->first_server + i]
				   : plan->link_order[work->first_link + i - work->n_servers];
}

#endif
