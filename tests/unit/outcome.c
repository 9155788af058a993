/* Outcome: an estate planned in one call. */
#include "outcome.h"

#include <string.h>

struct wsp_inventory outcome_estate(void)
{
	return (struct wsp_inventory){.policy = {.operators = 2,
					      .servers_per_window = WSP_ABSENT,
					      .clients_per_window = WSP_ABSENT,
					      .syncs_per_upstream = WSP_ABSENT,
					      .default_window = 240,
					      .rollback_reserve = WSP_ABSENT,
					      .strategy = WSP_AUTO,
					      .cutover = WSP_ARTICLE,
					      .separation = WSP_SEPARATE_WINDOW}};
}

struct outcome outcome_make(struct wsp_inventory *inventory, bool force)
{
	struct wsp_planner_options options = {.today = OUTCOME_TODAY, .force = force};
	struct outcome outcome = {.status = WSP_INVALID};
	struct wsp_topology topo = {0};

	wsp_diags_init(&outcome.diags);
	if (estate_build(inventory, &topo))
		outcome.status = wsp_plan_make(&outcome.plan, &topo, &options, &outcome.diags);
	return outcome;
}

void outcome_release(struct outcome *outcome)
{
	if (outcome->status == WSP_OK)
		wsp_plan_release(&outcome->plan);
	wsp_diags_release(&outcome->diags);
}

wsp_server_id outcome_find(const struct outcome *outcome, const char *fqdn)
{
	return wsp_topology_find(&outcome->plan.topo, fqdn);
}

const struct wsp_diag *outcome_finding(const struct outcome *outcome, const char *code)
{
	for (size_t i = 0; i < wsp_diags_count(&outcome->diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(&outcome->diags, i);

		if (strcmp(diag->code, code) == 0)
			return diag;
	}
	return NULL;
}
