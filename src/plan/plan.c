#include "plan/plan.h"

#include <string.h>

const char *const wsp_cutover_names[] = {[WSP_ARTICLE] = "article", [WSP_OVERLAP] = "overlap"};

const char *const wsp_status_names[WSP_N_STATUSES] = {
	[WSP_STATUS_CONVERT] = "convert",
	[WSP_STATUS_DONE] = "done",
	[WSP_STATUS_HELD] = "held",
	[WSP_STATUS_BLOCKED] = "blocked",
	[WSP_STATUS_EXCLUDED] = "excluded",
	[WSP_STATUS_RETIRED] = "retired",
};

const char *const wsp_why_names[WSP_N_WHYS] = {
	[WSP_WHY_FIRST] = "first",
	[WSP_WHY_CHILD] = "child",
	[WSP_WHY_UPSTREAM] = "upstream",
	[WSP_WHY_TREE] = "tree",
	[WSP_WHY_MEMBER] = "member",
	[WSP_WHY_CANARY] = "canary",
	[WSP_WHY_SERVERS] = "servers",
	[WSP_WHY_CLIENTS] = "clients",
	[WSP_WHY_SITE_SERVERS] = "site-servers",
	[WSP_WHY_SITE_CLIENTS] = "site-clients",
	[WSP_WHY_MINUTES] = "minutes",
	[WSP_WHY_SOAK] = "soak",
	[WSP_WHY_NOT_BEFORE] = "not-before",
	[WSP_WHY_HOLD] = "hold",
	[WSP_WHY_LEAD] = "lead",
	[WSP_WHY_WINDOW] = "window",
	[WSP_WHY_FREEZE] = "freeze",
	[WSP_WHY_REPAIR] = "repair",
};

void wsp_plan_release(struct wsp_plan *plan)
{
	wsp_arena_release(&plan->arena);
	wsp_diags_release(&plan->diags);
	wsp_topology_release(&plan->topo);
}

uint32_t wsp_plan_visit(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->actions[s] & WSP_VISIT & ~(plan->repair ? plan->repair[s] : 0) &
	       ~(plan->early ? plan->early[s] : 0);
}

uint32_t wsp_plan_point_of_no_return(const struct wsp_plan *plan, uint32_t phase)
{
	const struct wsp_phase *of = &plan->phases[phase];

	return of->length > of->reserve ? of->length - of->reserve : 0;
}

const struct wsp_zone *wsp_plan_zone(const struct wsp_plan *plan, wsp_server_id s)
{
	uint32_t site = s == WSP_NO_SERVER ? WSP_NO_SITE : wsp_topology_site(&plan->topo, s);

	return &plan->zones.zone[site == WSP_NO_SITE || !plan->zones.of_site
					 ? 0
					 : plan->zones.of_site[site]];
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
	const uint32_t *repair = plan->repair;
	wsp_server_id upstream;

	s = plan->link_owner ? plan->link_owner[s] : s;
	upstream = plan->topo.parent[s];
	if (plan->link_work[s] != WSP_LINK_NONE)
		return plan->link_phase[s];
	if (upstream == WSP_NO_SERVER || plan->topo.server[s].sync_ssl != WSP_YES ||
		(repair && (repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC))))
		return UINT32_MAX;
	return repair && wsp_topology_link_group(&plan->topo, s) == WSP_NO_GROUP &&
			       (repair[upstream] & WSP_BIT(WSP_BIND_CERTIFICATE))
		       ? 1
		       : 0;
}
