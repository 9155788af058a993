#include "plan/leftover.h"

static bool is_left_out(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->status[s] == WSP_STATUS_HELD || plan->status[s] == WSP_STATUS_BLOCKED ||
	       plan->status[s] == WSP_STATUS_EXCLUDED;
}

static void add_held(struct wsp_text *text, const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];

	if (server->hold_reason)
		wsp_text_addf(
			text, "held: %s", wsp_topology_text(&plan->topo, server->hold_reason));
	else if (server->hold_until)
		wsp_text_addf(
			text, "held until %s", wsp_topology_text(&plan->topo, server->hold_until));
	else
		wsp_text_adds(text, "held: it cannot use TLS 1.2, so it could not synchronize over "
				    "HTTPS");
}

static void add_blocked(struct wsp_text *text, const struct wsp_plan *plan, wsp_server_id s,
	wsp_server_id blocked_by)
{
	const char *name = wsp_topology_fqdn(&plan->topo, blocked_by);
	wsp_server_id up = blocked_by;

	while (up != WSP_NO_SERVER && up != s)
		up = plan->topo.parent[up];
	wsp_text_addf(text, "waits for %s%s, which ", name,
		up == s ? " below it" : " in its group or below it");
	if (plan->status[blocked_by] == WSP_STATUS_EXCLUDED)
		wsp_text_adds(text, up == s ? "may not be switched" : "stays on HTTP");
	else
		wsp_text_adds(text, "is held");
}

static const char *tell_reason(
	struct wsp_plan *plan, const struct wsp_works *works, wsp_server_id s)
{
	struct wsp_text text = {0};
	const char *copy;

	if (plan->status[s] == WSP_STATUS_HELD)
		add_held(&text, plan, s);
	else if (plan->status[s] == WSP_STATUS_EXCLUDED)
		wsp_text_addf(&text, "excluded, stays on HTTP: %s",
			wsp_topology_text(&plan->topo, plan->topo.server[s].exclude_reason));
	else
		add_blocked(&text, plan, s, works->blocked_by[s]);
	copy = text.failed ? NULL : wsp_arena_copy(&plan->arena, text.at, text.length);
	wsp_text_release(&text);
	return copy;
}

bool wsp_leftover_tell(struct wsp_plan *plan, const struct wsp_works *works)
{
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		n += is_left_out(plan, s);
	plan->unscheduled = WSP_NEW_ARRAY(&plan->arena, struct wsp_unscheduled, n);
	if (!plan->unscheduled)
		return false;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		struct wsp_unscheduled *row = &plan->unscheduled[plan->n_unscheduled];

		if (!is_left_out(plan, s))
			continue;
		row->server = s;
		row->blocked_by = works->blocked_by[s];
		row->reason = tell_reason(plan, works, s);
		if (!row->reason)
			return false;
		plan->n_unscheduled++;
	}
	return true;
}
