#include "plan/plan.h"

const char *const wsp_status_names[WSP_N_STATUSES] = {
	[WSP_STATUS_CONVERT] = "convert",
	[WSP_STATUS_DONE] = "done",
	[WSP_STATUS_HELD] = "held",
	[WSP_STATUS_BLOCKED] = "blocked",
	[WSP_STATUS_EXCLUDED] = "excluded",
	[WSP_STATUS_RETIRED] = "retired",
};

void wsp_plan_release(struct wsp_plan *plan)
{
	wsp_arena_release(&plan->arena);
	wsp_diags_release(&plan->diags);
	wsp_topology_release(&plan->topo);
}

uint32_t wsp_plan_visit(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->actions[s] & WSP_VISIT & ~(plan->repair ? plan->repair[s] : 0);
}

uint32_t wsp_plan_visit_offset(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action)
{
	uint32_t visit = wsp_plan_visit(plan, s);
	uint32_t minutes = 0;

	for (unsigned a = WSP_BACK_UP; a < (unsigned)action; a++) {
		if (visit & WSP_BIT(a))
			minutes += plan->duration[a];
	}
	return minutes;
}

bool wsp_plan_https_at_start(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->topo.server[s].https >= WSP_HTTPS_REQUIRED;
}

uint32_t wsp_plan_link_https_from(const struct wsp_plan *plan, wsp_server_id s)
{
	bool unswitched = plan->repair && (plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC));

	if (plan->link_work[s] != WSP_LINK_NONE)
		return plan->link_phase[s];
	return plan->topo.parent[s] != WSP_NO_SERVER && plan->topo.server[s].sync_ssl == WSP_YES &&
			       !unswitched
		       ? 0
		       : UINT32_MAX;
}
