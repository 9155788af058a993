#include "plan/plan.h"

#include <string.h>

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
	const struct wsp_server *server = &plan->topo.server[s];
	const char *apps = wsp_topology_text(&plan->topo, server->required_apps);

	return server->https >= WSP_HTTPS_REQUIRED && (!*apps || strstr(apps, "ApiRemoting30"));
}

uint32_t wsp_plan_link_https_from(const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_server_id upstream = plan->topo.parent[s];
	const uint32_t *repair = plan->repair;

	if (plan->link_work[s] != WSP_LINK_NONE)
		return plan->link_phase[s];
	if (upstream == WSP_NO_SERVER || plan->topo.server[s].sync_ssl != WSP_YES ||
		(repair && (repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC))))
		return UINT32_MAX;
	return repair && (repair[upstream] & WSP_BIT(WSP_BIND_CERTIFICATE)) ? 1 : 0;
}
