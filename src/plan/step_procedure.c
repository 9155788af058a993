/* Which procedure a step has, and which procedures a plan uses. */
#include "plan/steps_parts.h"

static bool is_unrequired(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->repair && (plan->repair[s] & WSP_BIT(WSP_UNREQUIRE_SSL));
}

/*
 * Whether the API of `s` requires HTTPS when `action` is done to it in `wave`. Links of the repair
 * wave come after its servers, and links of another wave never fall into the visit of `s`.
 */
static bool api_https(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action, uint32_t wave)
{
	bool at_start = wsp_plan_https_at_start(plan, s);
	bool in_visit = WSP_BIT(action) & WSP_VISIT;

	if (wave == WSP_NO_WAVE)
		return action == WSP_VERIFY_CLIENTS ||
		       (at_start && !(action == WSP_RECHECK && is_unrequired(plan, s) &&
					    plan->phase[s] > 1));
	if (plan->wave[s] != WSP_NO_WAVE && plan->wave[s] < wave)
		return true;
	if (plan->wave[s] == wave)
		return at_start || !in_visit || action >= WSP_REQUIRE_SSL;
	return at_start && (action == WSP_UNREQUIRE_SSL || !is_unrequired(plan, s));
}

size_t wsp_step_procedure(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action, uint32_t wave)
{
	const struct wsp_procedure *procedure =
		wsp_procedure_select(action, &plan->topo, s, api_https(plan, s, action, wave));

	return (size_t)(procedure - wsp_procedures);
}

uint32_t wsp_step_wave(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action)
{
	uint32_t bit = WSP_BIT(action);

	if (plan->repair && (plan->repair[s] & bit))
		return 0; /* the repair wave is the first of all */
	if (bit & WSP_VISIT)
		return plan->early && (plan->early[s] & bit) ? WSP_NO_WAVE : plan->wave[s];
	return action == WSP_SWITCH_SYNC || action == WSP_VERIFY_SYNC ? plan->link_wave[s]
								      : WSP_NO_WAVE;
}

uint32_t wsp_step_start(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action)
{
	uint32_t before = WSP_BIT(action) - 1;
	uint32_t minute;

	if (action == WSP_UNSWITCH_SYNC && plan->repair)
		return plan->unswitch_start[s];
	if (plan->repair && (plan->repair[s] & WSP_BIT(action))) {
		minute = plan->repair_start[s];
		for (uint32_t set = plan->repair[s] & before; set; set &= set - 1)
			minute += plan->duration[__builtin_ctz(set)];
		return minute;
	}
	if (action == WSP_SWITCH_SYNC)
		return plan->link_start[s];
	if (action == WSP_VERIFY_SYNC && plan->sync_start)
		return plan->sync_start[s];
	if (action == WSP_VERIFY_SYNC)
		return plan->link_start[s] + (plan->link_work[s] == WSP_LINK_FOLLOW
							     ? 0
							     : plan->duration[WSP_SWITCH_SYNC]);
	return plan->start[s] + wsp_plan_visit_offset(plan, s, action);
}

/* What the choice of a server's procedures depends on. Neighbours are mostly alike. */
struct likeness {
	uint32_t actions, early;
	wsp_string client_policy;
	uint8_t clients_by, restart, certificate_source, role, upstream_role;
	bool https, link_after, link_beside;
};

static struct likeness likeness_of(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];
	wsp_server_id upstream = plan->topo.parent[s];

	return (struct likeness){.actions = plan->actions[s],
		.early = plan->early ? plan->early[s] : 0,
		.client_policy = server->client_policy,
		.clients_by = server->clients_by,
		.restart = server->restart,
		.certificate_source = server->certificate_source,
		.role = server->configmgr_role,
		.upstream_role =
			upstream == WSP_NO_SERVER ? 0 : plan->topo.server[upstream].configmgr_role,
		.https = wsp_plan_https_at_start(plan, s),
		.link_after = plan->link_wave[s] > plan->wave[s],
		.link_beside = plan->link_wave[s] == plan->wave[s]};
}

static bool are_alike(const struct likeness *a, const struct likeness *b)
{
	return a->actions == b->actions && a->early == b->early &&
	       a->client_policy == b->client_policy && a->clients_by == b->clients_by &&
	       a->restart == b->restart && a->certificate_source == b->certificate_source &&
	       a->role == b->role && a->upstream_role == b->upstream_role && a->https == b->https &&
	       a->link_after == b->link_after && a->link_beside == b->link_beside;
}

static void mark_server(const struct wsp_plan *plan, wsp_server_id s, bool *used)
{
	for (uint32_t set = plan->actions[s]; set; set &= set - 1) {
		enum wsp_action action = (enum wsp_action)__builtin_ctz(set);

		used[wsp_step_procedure(plan, s, action, wsp_step_wave(plan, s, action))] = true;
	}
}

void wsp_steps_mark_procedures(const struct wsp_plan *plan, bool *used)
{
	struct likeness before = {0};

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		struct likeness own = likeness_of(plan, s);

		if (plan->actions[s] == 0 || (are_alike(&own, &before) && !plan->repair))
			continue;
		before = own;
		mark_server(plan, s, used);
	}
	for (uint32_t i = 0; i < plan->n_shared; i++)
		used[wsp_step_procedure(plan, plan->shared[i].member[0],
			(enum wsp_action)plan->shared[i].action, WSP_NO_WAVE)] = true;
}
