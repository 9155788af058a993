#include "plan/group_state.h"

#include "model/rule.h"
#include "plan/stage.h"

static bool is_finished(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_topology *topo = &plan->topo;
	const struct wsp_server *server = &topo->server[s];

	return wsp_stage_tell(topo, server, plan->today) == WSP_STAGE_CONFIGURED &&
	       wsp_certificate_holds(topo, server, plan->today) &&
	       wsp_is_fully_required(topo, server) && server->using_ssl != WSP_NO;
}

bool wsp_groups_check(
	const struct wsp_plan *plan, const struct wsp_services *services, struct wsp_diags *diags)
{
	const struct wsp_topology *topo = &plan->topo;
	bool clean = true;

	for (uint32_t i = 0; i < services->n_services; i++) {
		const struct wsp_service *service = &services->service[i];
		wsp_server_id with = WSP_NO_SERVER;
		wsp_server_id without = WSP_NO_SERVER;

		for (uint32_t m = 0; m < service->n_members && !service->policy; m++) {
			wsp_server_id s = service->member[m];

			if (wsp_stage_tell(topo, &topo->server[s], plan->today) >=
				WSP_STAGE_ENFORCING)
				with = s;
			if (!is_finished(plan, s))
				without = s;
		}
		if (with == WSP_NO_SERVER || without == WSP_NO_SERVER ||
			!wsp_services_is_upstream(topo, service->row))
			continue;
		clean = false;
		wsp_diags_add(diags, WSP_RULE(F013), topo->inventory.group[service->row].place,
			"finish the conversion of all its members by hand, or take it back where "
			"it was begun",
			"%s requires SSL, %s is not converted or not finished, and servers "
			"synchronize by the common name %s",
			wsp_topology_fqdn(topo, with), wsp_topology_fqdn(topo, without),
			wsp_topology_text(topo, topo->inventory.group[service->row].name));
	}
	return clean;
}
