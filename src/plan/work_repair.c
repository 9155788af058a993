/* Repairs: what is dead or half done now, and what brings it back. */
#include "plan/work_telling.h"

static void add_repair(struct wsp_telling *telling, wsp_server_id s, uint32_t set)
{
	telling->plan->repair[s] |= set;
	telling->plan->actions[s] |= set;
	telling->works->has_repairs = true;
}

static bool is_at_hand(const struct wsp_telling *telling, const struct wsp_server *server)
{
	return (server->certificate_expires || server->certificate_thumbprint) &&
	       wsp_certificate_holds(telling->topo, server, telling->plan->today);
}

static bool may_bind(const struct wsp_telling *telling, wsp_server_id upstream)
{
	return !wsp_is_left_alone(&telling->topo->server[upstream]) &&
	       telling->plan->status[upstream] == WSP_STATUS_CONVERT;
}

static void bind(struct wsp_telling *telling, wsp_server_id upstream)
{
	if (telling->stage[upstream] == WSP_STAGE_NONE && may_bind(telling, upstream))
		add_repair(
			telling, upstream, WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS));
}

/* A name leads to any of its members, so all have to answer over HTTPS, or it is no use. */
static void bind_members(struct wsp_telling *telling, uint32_t group)
{
	const struct wsp_topology *topo = telling->topo;
	uint32_t end = topo->group_begin[group + 1];

	for (uint32_t i = topo->group_begin[group]; i < end; i++) {
		wsp_server_id s = topo->group_member[i];

		if (telling->plan->status[s] != WSP_STATUS_RETIRED &&
			telling->stage[s] == WSP_STAGE_NONE && !may_bind(telling, s))
			return;
	}
	for (uint32_t i = topo->group_begin[group]; i < end; i++)
		bind(telling, topo->group_member[i]);
}

/* A downstream that synchronizes over SSL with a server that has no certificate bound: it is bound
   now if a certificate is at hand, or if the downstream is to be left alone. So are all members of
   a group; of one that is converted plan/early.c takes this back. */
static void bind_upstream(struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_topology *topo = telling->topo;
	const struct wsp_server *upstream = &topo->server[topo->parent[s]];
	uint32_t group = wsp_topology_link_group(topo, s);

	if (!wsp_is_switched(telling, s))
		return;
	if (group == WSP_NO_GROUP) {
		if (is_at_hand(telling, upstream) || wsp_is_left_alone(&topo->server[s]))
			bind(telling, topo->parent[s]);
		return;
	}
	bind_members(telling, group);
}

/* Whether `s`, which enforces, has a certificate bound that holds once it is repaired. */
static bool can_answer(const struct wsp_telling *telling, wsp_server_id s)
{
	return telling->plan->status[s] == WSP_STATUS_CONVERT ||
	       wsp_certificate_holds(
		       telling->topo, &telling->topo->server[s], telling->plan->today);
}

/* Whether a link to `upstream`, which enforces, is dead and cannot be switched. */
static bool is_stuck(const struct wsp_telling *telling, wsp_server_id upstream)
{
	const struct wsp_topology *topo = telling->topo;
	const struct wsp_plan *plan = telling->plan;
	bool answers = can_answer(telling, upstream);

	for (wsp_server_id c = topo->child_begin[upstream]; c < topo->child_begin[upstream + 1];
		c++) {
		if (plan->status[c] != WSP_STATUS_RETIRED && wsp_owns_link(telling, c) &&
			!(answers && (wsp_is_switched(telling, c) || wsp_may_switch(telling, c))))
			return true;
	}
	return false;
}

static void stop_enforcing(struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	struct wsp_plan *plan = telling->plan;

	add_repair(telling, s, WSP_BIT(WSP_UNREQUIRE_SSL));
	telling->stage[s] = wsp_certificate_holds(telling->topo, server, plan->today)
				    ? WSP_STAGE_BOUND
				    : WSP_STAGE_NONE;
	if (plan->status[s] == WSP_STATUS_DONE)
		plan->status[s] = WSP_STATUS_CONVERT;
}

bool wsp_link_follows(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->server[s].configmgr_role && topo->server[topo->parent[s]].configmgr_role;
}

/* ConfigMgr lets `c` follow when its upstream is finished, and that is not to be touched. */
static bool is_left_half(const struct wsp_telling *telling, wsp_server_id upstream, wsp_server_id c)
{
	return wsp_link_follows(telling->topo, c) &&
	       telling->plan->status[upstream] == WSP_STATUS_HELD &&
	       wsp_telling_rest(telling, upstream) != 0;
}

/* The links to a server that enforces already: all follow now, or it stops enforcing. What stays
   on HTTP does not stay half done. */
static void repair_enforced(struct wsp_telling *telling, wsp_server_id upstream)
{
	const struct wsp_topology *topo = telling->topo;
	struct wsp_plan *plan = telling->plan;
	bool stuck = is_stuck(telling, upstream);

	if (!wsp_is_left_alone(&topo->server[upstream]) &&
		(stuck || plan->status[upstream] == WSP_STATUS_EXCLUDED)) {
		stop_enforcing(telling, upstream);
		return;
	}
	if (stuck || plan->status[upstream] == WSP_STATUS_HELD)
		telling->works->unrepaired = true;
	for (wsp_server_id c = topo->child_begin[upstream]; c < topo->child_begin[upstream + 1];
		c++) {
		if (plan->status[c] == WSP_STATUS_RETIRED || !wsp_owns_link(telling, c) ||
			wsp_is_switched(telling, c) || !wsp_may_switch(telling, c) ||
			!can_answer(telling, upstream) || is_left_half(telling, upstream, c))
			continue;
		plan->link_work[c] = WSP_LINK_REPAIR;
		telling->works->link_now[c] = telling->works->has_repairs = true;
	}
}

/* Whether `s` will answer over HTTPS when the first phase begins (plan/early.c). */
static bool binds_early(const struct wsp_telling *telling, wsp_server_id s)
{
	return telling->plan->status[s] == WSP_STATUS_CONVERT &&
	       (telling->topo->inventory.policy.cutover == WSP_OVERLAP ||
		       (telling->services->is_shared && telling->services->is_shared[s]));
}

/* Whether all that answer behind the upstream of `s` do so over HTTPS when the first phase begins.
 */
static bool answer_https(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_topology *topo = telling->topo;
	uint32_t group = wsp_topology_link_group(topo, s);
	const wsp_server_id *upstream = &topo->parent[s];
	uint32_t n = 1;

	if (group != WSP_NO_GROUP) {
		upstream = topo->group_member + topo->group_begin[group];
		n = topo->group_begin[group + 1] - topo->group_begin[group];
	}
	for (uint32_t i = 0; i < n; i++) {
		if (telling->plan->status[upstream[i]] != WSP_STATUS_RETIRED &&
			telling->stage[upstream[i]] == WSP_STAGE_NONE &&
			!binds_early(telling, upstream[i]) &&
			!(telling->plan->repair[upstream[i]] & WSP_BIT(WSP_BIND_CERTIFICATE)))
			return false;
	}
	return true;
}

void wsp_repair_link(struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	wsp_server_id upstream = telling->topo->parent[s];
	bool answers = answer_https(telling, s);
	bool is_dead =
		server->sync_ssl == WSP_YES
			? !(answers && wsp_is_switched(telling, s))
			: server->sync_ssl == WSP_NO && server->sync_port &&
				  server->sync_port != telling->topo->server[upstream].http_port;

	if (is_dead && wsp_is_left_alone(server))
		telling->works->unrepaired = true;
	else if (is_dead)
		add_repair(telling, s, WSP_BIT(WSP_UNSWITCH_SYNC));
}

bool wsp_leads_to_http(const struct wsp_telling *telling, wsp_server_id s)
{
	return telling->topo->parent[s] != WSP_NO_SERVER && wsp_owns_link(telling, s) &&
	       telling->plan->status[s] != WSP_STATUS_RETIRED &&
	       telling->stage[telling->topo->parent[s]] < WSP_STAGE_ENFORCING;
}

void wsp_repairs_tell(struct wsp_telling *telling)
{
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (telling->stage[s] >= WSP_STAGE_ENFORCING &&
			telling->plan->status[s] != WSP_STATUS_RETIRED)
			repair_enforced(telling, s);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (wsp_leads_to_http(telling, s) && topo->server[s].sync_ssl == WSP_YES &&
			telling->stage[topo->parent[s]] == WSP_STAGE_NONE)
			bind_upstream(telling, s);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (wsp_leads_to_http(telling, s))
			wsp_repair_link(telling, s);
	}
}
