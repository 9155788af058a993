#include "report/workload.h"

struct wsp_workload wsp_workload_of(const struct wsp_plan *plan, uint32_t phase)
{
	const struct wsp_phase *of = &plan->phases[phase];
	const struct wsp_wave *first = &plan->waves[of->first_wave];
	const struct wsp_wave *last = &plan->waves[of->first_wave + of->n_waves - 1];

	return (struct wsp_workload){
		.first_server = first->first_server,
		.n_servers = last->first_server + last->n_servers - first->first_server,
		.first_link = first->first_link,
		.n_links = last->first_link + last->n_links - first->first_link,
	};
}
