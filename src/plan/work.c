#include "plan/work_telling.h"

#include <string.h>

/* What brings the clients of `s` to HTTPS: ConfigMgr does it by its software update point. */
static uint32_t client_actions(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	const struct wsp_services *services = telling->services;

	if (server->configmgr_role)
		return WSP_BIT(WSP_SET_SUP_SSL);
	if (server->clients_by == WSP_BY_NONE || server->clients_https == WSP_CLIENTS_ALL ||
		(services->shared_policy && services->shared_policy[s] != UINT32_MAX))
		return 0;
	return WSP_BIT(WSP_POINT_CLIENTS);
}

/* The actions that a whole conversion of `s` needs. */
static uint32_t whole_visit(const struct wsp_telling *telling, wsp_server_id s)
{
	uint32_t pointing = WSP_BIT(WSP_POINT_CLIENTS) | WSP_BIT(WSP_SET_SUP_SSL);

	return (WSP_VISIT & ~pointing) | client_actions(telling, s);
}

uint32_t wsp_telling_rest(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	uint32_t rest = 0;

	if (!wsp_certificate_holds(telling->topo, server, telling->plan->today))
		rest |= WSP_BIT(WSP_BIND_CERTIFICATE);
	if (!wsp_is_fully_required(telling->topo, server))
		rest |= WSP_BIT(WSP_REQUIRE_SSL);
	if (telling->stage[s] == WSP_STAGE_ENFORCING || server->using_ssl == WSP_NO)
		rest |= WSP_BIT(WSP_CONFIGURE_SSL) | WSP_BIT(WSP_RESTART_SERVER) |
			WSP_BIT(WSP_RECONNECT_CONSOLES);
	if ((server->clients_https == WSP_CLIENTS_NONE ||
		    server->clients_https == WSP_CLIENTS_SOME ||
		    telling->stage[s] == WSP_STAGE_ENFORCING))
		rest |= client_actions(telling, s);
	if (rest & ~WSP_BIT(WSP_POINT_CLIENTS))
		rest |= WSP_BIT(WSP_BACK_UP);
	return rest ? rest | WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_VERIFY_SERVER) : 0;
}

bool wsp_is_left_alone(const struct wsp_server *server)
{
	return server->hold_reason || server->hold_until || server->tls12 == WSP_NO;
}

bool wsp_owns_link(const struct wsp_telling *telling, wsp_server_id s)
{
	return !telling->plan->link_owner || telling->plan->link_owner[s] == s;
}

bool wsp_is_switched(const struct wsp_telling *telling, wsp_server_id s)
{
	wsp_server_id owner = telling->plan->link_owner ? telling->plan->link_owner[s] : s;
	const struct wsp_server *server = &telling->topo->server[owner];
	wsp_server_id upstream = telling->topo->parent[s];

	return server->sync_ssl == WSP_YES &&
	       (!server->sync_port ||
		       server->sync_port == telling->topo->server[upstream].https_port);
}

/* A hold that ends is waited for, if there are dates to wait for. */
static bool is_held_for_good(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	wsp_server_id upstream = telling->topo->parent[s];
	bool is_cut_off = upstream != WSP_NO_SERVER &&
			  telling->stage[upstream] >= WSP_STAGE_ENFORCING &&
			  !wsp_is_switched(telling, s);
	bool ends = telling->plan->dated && server->hold_until && server->tls12 != WSP_NO &&
		    telling->stage[s] < WSP_STAGE_ENFORCING && !is_cut_off;

	return wsp_is_left_alone(server) && !ends;
}

static enum wsp_server_status tell_status(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];

	if (server->retired == WSP_YES)
		return WSP_STATUS_RETIRED;
	if (telling->stage[s] >= WSP_STAGE_ENFORCING && wsp_telling_rest(telling, s) == 0)
		return WSP_STATUS_DONE;
	if (is_held_for_good(telling, s))
		return WSP_STATUS_HELD;
	return server->exclude_reason ? WSP_STATUS_EXCLUDED : WSP_STATUS_CONVERT;
}

bool wsp_may_switch(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];

	return !wsp_is_left_alone(server) &&
	       !(server->exclude_reason && server->exclude_switch == WSP_NO);
}

/* The same, a hold that ends left aside. */
static bool may_switch_ever(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];

	return !is_held_for_good(telling, s) &&
	       !(server->exclude_reason && server->exclude_switch == WSP_NO);
}

static bool is_blocking(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_plan *plan = telling->plan;
	bool waits = plan->status[s] == WSP_STATUS_HELD || plan->status[s] == WSP_STATUS_BLOCKED;
	bool unswitched = plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC);

	return waits || (plan->status[s] != WSP_STATUS_RETIRED &&
				telling->topo->parent[s] != WSP_NO_SERVER &&
				wsp_owns_link(telling, s) && !may_switch_ever(telling, s) &&
				(unswitched || !wsp_is_switched(telling, s)));
}

static bool block(struct wsp_telling *telling, wsp_server_id s, wsp_server_id by)
{
	const wsp_server_id *blocked_by = telling->works->blocked_by;

	if (telling->plan->status[s] != WSP_STATUS_CONVERT ||
		telling->stage[s] >= WSP_STAGE_ENFORCING)
		return false;
	telling->plan->status[s] = WSP_STATUS_BLOCKED;
	telling->works->blocked_by[s] = blocked_by[by] != WSP_NO_SERVER ? blocked_by[by] : by;
	return true;
}

/* Whoever waits for a held server below it is blocked, and so is everyone above. */
static void block_upwards(struct wsp_telling *telling)
{
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		if (topo->parent[s] != WSP_NO_SERVER && is_blocking(telling, s))
			(void)block(telling, topo->parent[s], s);
	}
}

/* Members of a set wait for the one that is left out: what they share cannot move without it. */
static bool block_sideways(struct wsp_telling *telling, const struct wsp_service *service)
{
	wsp_server_id obstacle = WSP_NO_SERVER;
	bool any = false;

	for (uint32_t m = service->n_members; m-- > 0;) {
		uint8_t status = telling->plan->status[service->member[m]];

		if (status == WSP_STATUS_HELD || status == WSP_STATUS_BLOCKED ||
			status == WSP_STATUS_EXCLUDED)
			obstacle = service->member[m];
	}
	for (uint32_t m = 0; obstacle != WSP_NO_SERVER && m < service->n_members; m++)
		any = block(telling, service->member[m], obstacle) || any;
	return any;
}

/* Who is blocked binds nothing early: the links that counted on it are repaired after all. */
static bool repair_again(struct wsp_telling *telling)
{
	const struct wsp_topology *topo = telling->topo;
	bool any = false;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		uint32_t before = telling->plan->repair[s];

		if (wsp_leads_to_http(telling, s))
			wsp_repair_link(telling, s);
		any = any || before != telling->plan->repair[s];
	}
	return any;
}

static void tell_blocked(struct wsp_telling *telling)
{
	bool again = true;

	while (again) {
		again = false;
		block_upwards(telling);
		for (uint32_t i = 0; i < telling->services->n_services; i++)
			again = block_sideways(telling, &telling->services->service[i]) || again;
		again = repair_again(telling) || again;
	}
}

static void tell_work(struct wsp_telling *telling)
{
	struct wsp_plan *plan = telling->plan;

	for (wsp_server_id s = 0; s < telling->topo->n_servers; s++) {
		bool finish = telling->stage[s] >= WSP_STAGE_ENFORCING;

		if (plan->status[s] != WSP_STATUS_CONVERT)
			continue;
		telling->works->work[s] = finish ? WSP_WORK_FINISH : WSP_WORK_CONVERT;
		telling->works->n_finish += finish;
		telling->works->n_convert += !finish;
		if (finish)
			plan->actions[s] |= wsp_telling_rest(telling, s);
		else
			plan->actions[s] |=
				whole_visit(telling, s) &
				~(telling->stage[s] == WSP_STAGE_BOUND &&
							!(telling->renew && telling->renew[s])
						? WSP_BIT(WSP_BIND_CERTIFICATE)
						: 0);
		telling->works->has_repairs = telling->works->has_repairs || finish;
	}
}

/* Whether one of the servers that `s` synchronizes from is converted in a phase. */
static bool upstream_converts(const struct wsp_telling *telling, wsp_server_id s)
{
	const struct wsp_topology *topo = telling->topo;
	uint32_t group = wsp_topology_link_group(topo, s);

	if (group == WSP_NO_GROUP)
		return telling->works->work[topo->parent[s]] == WSP_WORK_CONVERT;
	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		if (telling->works->work[topo->group_member[i]] == WSP_WORK_CONVERT)
			return true;
	}
	return false;
}

/* After an upstream that will be converted, every link that is not on HTTPS is switched. */
static void tell_links(struct wsp_telling *telling)
{
	struct wsp_plan *plan = telling->plan;
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		bool unswitched = plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC);

		if (topo->parent[s] != WSP_NO_SERVER && wsp_owns_link(telling, s) &&
			plan->link_work[s] == WSP_LINK_NONE && upstream_converts(telling, s) &&
			plan->status[s] != WSP_STATUS_RETIRED &&
			(unswitched || !wsp_is_switched(telling, s)))
			plan->link_work[s] = WSP_LINK_SWITCH;
		if (plan->link_work[s] == WSP_LINK_NONE)
			continue;
		plan->actions[s] |= WSP_BIT(WSP_VERIFY_SYNC);
		if (!wsp_link_follows(topo, s))
			plan->actions[s] |= WSP_BIT(WSP_SWITCH_SYNC);
		else
			plan->link_work[s] = WSP_LINK_FOLLOW;
	}
}

bool wsp_works_tell(struct wsp_plan *plan, const struct wsp_services *services, const bool *renew,
	struct wsp_arena *arena, struct wsp_works *ret_works)
{
	uint32_t n = plan->topo.n_servers;
	struct wsp_works works = {
		.work = WSP_NEW_ARRAY(arena, uint8_t, n),
		.blocked_by = WSP_NEW_ARRAY(arena, wsp_server_id, n),
	};
	struct wsp_telling telling = {.plan = plan,
		.topo = &plan->topo,
		.services = services,
		.renew = renew,
		.works = &works,
		.stage = WSP_NEW_ARRAY(arena, uint8_t, n)};

	works.link_now = WSP_NEW_ARRAY(arena, bool, n);
	if (!works.work || !works.link_now || !works.blocked_by || !telling.stage)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		works.blocked_by[s] = WSP_NO_SERVER;
		telling.stage[s] =
			(uint8_t)wsp_stage_tell(&plan->topo, &plan->topo.server[s], plan->today);
	}
	for (wsp_server_id s = 0; s < n; s++)
		plan->status[s] = (uint8_t)tell_status(&telling, s);
	wsp_repairs_tell(&telling);
	tell_blocked(&telling);
	tell_work(&telling);
	tell_links(&telling);
	*ret_works = works;
	return true;
}
