#include "plan/steps.h"

uint32_t wsp_plan_link_outage(const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_server_id upstream = plan->topo.parent[s];
	uint32_t switch_minutes = plan->duration[WSP_SWITCH_SYNC];

	if (plan->link_work[s] == WSP_LINK_REPAIR) /* dead since before the phase */
		return plan->link_start[s] + switch_minutes;
	if (plan->link_work[s] == WSP_LINK_SWITCH) {
		uint32_t enforced = plan->start[upstream] +
				    wsp_plan_visit_offset(plan, upstream, WSP_REQUIRE_SSL);

		return plan->link_start[s] + switch_minutes - enforced;
	}
	if (plan->repair && (plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC)))
		return plan->unswitch_start[s] + plan->duration[WSP_UNSWITCH_SYNC];
	if (upstream != WSP_NO_SERVER && (plan->actions[upstream] & WSP_BIT(WSP_RESTART_SERVER)) &&
		plan->wave[upstream] != WSP_NO_WAVE)
		return plan->duration[WSP_RESTART_SERVER]; /* on HTTPS already: only the restart */
	return 0;
}
