#include "base/array.h"
#include "plan/stage.h"
#include "plan/steps.h"

static uint32_t later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Minutes of the repair of a server itself; unrequire-ssl is its last action. */
static uint32_t repair_minutes(const struct wsp_plan *plan, wsp_server_id s)
{
	static const uint8_t actions[] = {WSP_BIND_CERTIFICATE, WSP_TEST_HTTPS, WSP_UNREQUIRE_SSL};
	uint32_t minutes = 0;

	for (size_t i = 0; i < WSP_COUNT(actions); i++) {
		if (plan->repair[s] & WSP_BIT(actions[i]))
			minutes += plan->duration[actions[i]];
	}
	return minutes;
}

static bool uses_wrong_port(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];

	const struct wsp_server *up = &plan->topo.server[plan->topo.parent[s]];

	return server->sync_ssl != WSP_UNKNOWN && server->sync_port &&
	       server->sync_port != (server->sync_ssl == WSP_YES ? up->https_port : up->http_port);
}

/* Whether ConfigMgr brings the dead link of `s` to HTTPS in the repair wave. */
static bool is_followed_now(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->link_work[s] == WSP_LINK_FOLLOW && plan->waves[plan->link_wave[s]].number == 0;
}

static uint32_t verified_at(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->start[s] + wsp_plan_visit_offset(plan, s, WSP_VERIFY_SERVER) +
	       plan->duration[WSP_VERIFY_SERVER];
}

/* Those that answer behind the upstream of `s`: the members of the group that it names, or one. */
static const wsp_server_id *upstreams_of(
	const struct wsp_plan *plan, wsp_server_id s, uint32_t *ret_n)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t group = wsp_topology_link_group(topo, s);

	*ret_n = 1;
	if (group == WSP_NO_GROUP)
		return &topo->parent[s];
	*ret_n = topo->group_begin[group + 1] - topo->group_begin[group];
	return topo->group_member + topo->group_begin[group];
}

/* Minute of P1 at which the repair wave has bound a certificate wherever the link of `s` leads; 0
   also when it does not do so at all of them: the link stays dead. */
static uint32_t bound_at(const struct wsp_plan *plan, wsp_server_id s)
{
	uint32_t n;
	const wsp_server_id *upstream = upstreams_of(plan, s, &n);
	uint32_t at = 0;

	for (uint32_t i = 0; i < n; i++) {
		wsp_server_id u = upstream[i];
		uint32_t early = plan->early ? plan->early[u] : 0;

		if (plan->repair[u] & WSP_BIT(WSP_BIND_CERTIFICATE))
			at = later(
				at, plan->repair_start[u] + plan->duration[WSP_BIND_CERTIFICATE]);
		else if (plan->status[u] != WSP_STATUS_RETIRED &&
			 !(early & WSP_BIT(WSP_BIND_CERTIFICATE)) &&
			 wsp_stage_tell(&plan->topo, &plan->topo.server[u], plan->today) ==
				 WSP_STAGE_NONE)
			return 0;
	}
	return at;
}

/* Minute of P1 at which a link that is dead now lives again by a repair; 0: it is not dead. */
static uint32_t repaired_at(const struct wsp_plan *plan, wsp_server_id s, wsp_server_id upstream)
{
	const uint32_t *repair = plan->repair;
	const uint32_t *duration = plan->duration;
	bool https = plan->topo.server[s].sync_ssl == WSP_YES;
	uint32_t at = 0;

	if (plan->link_work[s] == WSP_LINK_REPAIR)
		return plan->link_start[s] + duration[WSP_SWITCH_SYNC];
	if (!repair)
		return 0;
	if (repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC))
		at = plan->unswitch_start[s] + duration[WSP_UNSWITCH_SYNC];
	else if (uses_wrong_port(plan, s))
		return 0; /* it stays dead */
	else if (https)
		at = bound_at(plan, s);
	if (!https && (repair[upstream] & WSP_BIT(WSP_UNREQUIRE_SSL)))
		at = later(at, plan->repair_start[upstream] + repair_minutes(plan, upstream));
	return at;
}

/* Of a link that is on HTTPS: until its upstream, half done, has a certificate that holds, and
   while its upstream restarts. */
static uint32_t waits(const struct wsp_plan *plan, wsp_server_id upstream)
{
	uint32_t visit = wsp_plan_visit(plan, upstream);
	uint32_t minutes = 0;

	if (plan->wave[upstream] == WSP_NO_WAVE)
		return 0;
	if (plan->waves[plan->wave[upstream]].number == 0 &&
		(visit & WSP_BIT(WSP_BIND_CERTIFICATE)))
		minutes = plan->start[upstream] +
			  wsp_plan_visit_offset(plan, upstream, WSP_BIND_CERTIFICATE) +
			  plan->duration[WSP_BIND_CERTIFICATE];
	if (visit & WSP_BIT(WSP_RESTART_SERVER))
		minutes += plan->duration[WSP_RESTART_SERVER];
	return minutes;
}

static uint32_t wait_for_all(const struct wsp_plan *plan, const wsp_server_id *upstream, uint32_t n)
{
	uint32_t minutes = 0;

	for (uint32_t i = 0; i < n; i++)
		minutes += waits(plan, upstream[i]);
	return minutes;
}

/* Minute of P1 at which ConfigMgr has switched a dead link: all above it are finished in the repair
   wave, or the first synchronization begins. */
static uint32_t followed_at(
	const struct wsp_plan *plan, wsp_server_id s, const wsp_server_id *upstream, uint32_t n)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (plan->wave[upstream[i]] == plan->link_wave[s])
			at = later(at, verified_at(plan, upstream[i]));
	}
	if (at > 0)
		return at;
	return plan->sync_start ? plan->sync_start[s] : plan->link_start[s];
}

/* From the first require-ssl above it until it is switched, or all above it are verified and
   ConfigMgr follows. */
static uint32_t wait_for_switch(
	const struct wsp_plan *plan, wsp_server_id s, const wsp_server_id *upstream, uint32_t n)
{
	bool follows = plan->link_work[s] == WSP_LINK_FOLLOW;
	uint32_t over = follows ? 0 : plan->link_start[s] + plan->duration[WSP_SWITCH_SYNC];
	uint32_t first = UINT32_MAX;

	for (uint32_t i = 0; i < n; i++) {
		wsp_server_id u = upstream[i];
		uint32_t require;

		if (plan->phase[u] != plan->link_phase[s] || plan->wave[u] == WSP_NO_WAVE ||
			!(wsp_plan_visit(plan, u) & WSP_BIT(WSP_REQUIRE_SSL)))
			continue;
		require = plan->start[u] + wsp_plan_visit_offset(plan, u, WSP_REQUIRE_SSL);
		first = require < first ? require : first;
		if (follows)
			over = later(over, verified_at(plan, u));
	}
	return first < over ? over - first : 0;
}

uint32_t wsp_plan_link_outage(const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_server_id owner = plan->link_owner ? plan->link_owner[s] : s;
	wsp_server_id upstream = plan->topo.parent[owner];
	bool overlap = plan->topo.inventory.policy.cutover == WSP_OVERLAP;
	const wsp_server_id *all;
	uint32_t minutes;
	uint32_t n;

	if (upstream == WSP_NO_SERVER || plan->status[owner] == WSP_STATUS_RETIRED)
		return 0;
	minutes = repaired_at(plan, owner, upstream);
	all = upstreams_of(plan, owner, &n);
	switch (plan->link_work[owner]) {
	case WSP_LINK_SWITCH:
		return minutes + (overlap ? wait_for_all(plan, all, n)
					  : wait_for_switch(plan, owner, all, n));
	case WSP_LINK_FOLLOW:
		return minutes + (is_followed_now(plan, owner)
						 ? followed_at(plan, owner, all, n)
						 : wait_for_switch(plan, owner, all, n));
	case WSP_LINK_NONE:
		return minutes + (plan->topo.server[owner].sync_ssl == WSP_YES
						 ? wait_for_all(plan, all, n)
						 : 0);
	default:
		return minutes;
	}
}
