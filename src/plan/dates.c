#include "plan/dates.h"

/* What a public authority takes to issue a certificate when nobody says; planning default. */
enum { PUBLIC_CA_LEAD = 3 * 24 * 60 };

struct telling {
	const struct wsp_plan *plan;
	const struct wsp_services *services;
	const struct wsp_works *works;
	struct wsp_dates *dates;
	wsp_moment begin; /* preparation done, certificates aside */
};

static void wait_for(struct telling *telling, wsp_server_id s, wsp_moment moment,
	enum wsp_why_kind kind, wsp_server_id by)
{
	if (moment <= telling->dates->earliest[s])
		return;
	telling->dates->earliest[s] = moment;
	telling->dates->why[s] = (struct wsp_why){(uint8_t)kind, by};
}

/* Minutes until the certificate of `s` is there. */
uint32_t wsp_certificate_lead(const struct wsp_server *server)
{
	if (server->certificate_thumbprint || server->certificate_expires)
		return 0;
	if (server->certificate_lead != WSP_ABSENT)
		return server->certificate_lead;
	return server->certificate_source == WSP_PUBLIC_CA ? PUBLIC_CA_LEAD : 0;
}

static uint32_t lead_of(const struct telling *telling, wsp_server_id s)
{
	return telling->plan->actions[s] & WSP_BIT(WSP_BIND_CERTIFICATE)
		       ? wsp_certificate_lead(&telling->plan->topo.server[s])
		       : 0;
}

static void tell_earliest(struct telling *telling, wsp_server_id s)
{
	const struct wsp_plan *plan = telling->plan;
	const struct wsp_server *server = &plan->topo.server[s];
	const struct wsp_zone *zone = wsp_plan_zone(plan, s);
	wsp_moment moment;

	telling->dates->earliest[s] = telling->begin;
	telling->dates->why[s] = (struct wsp_why){WSP_WHY_FIRST, WSP_NO_SERVER};
	wait_for(telling, s,
		telling->begin + (wsp_moment)lead_of(telling, s) * WSP_SECONDS_A_MINUTE,
		WSP_WHY_LEAD, WSP_NO_SERVER);
	if (server->not_before &&
		wsp_zone_parse(
			zone, wsp_topology_text(&plan->topo, server->not_before), false, &moment))
		wait_for(telling, s, moment, WSP_WHY_NOT_BEFORE, WSP_NO_SERVER);
	if (server->hold_until &&
		wsp_zone_parse(
			zone, wsp_topology_text(&plan->topo, server->hold_until), true, &moment))
		wait_for(telling, s, moment, WSP_WHY_HOLD, WSP_NO_SERVER);
}

/* A downstream that is left alone for now is not switched either: its upstreams wait for it. */
static void share_hold(struct telling *telling, wsp_server_id s)
{
	const struct wsp_plan *plan = telling->plan;
	const struct wsp_topology *topo = &plan->topo;
	const struct wsp_server *server = &topo->server[s];
	uint32_t group = wsp_topology_link_group(topo, s);
	wsp_moment moment;

	if (!server->hold_until || plan->link_work[s] == WSP_LINK_NONE ||
		!wsp_zone_parse(wsp_plan_zone(plan, s), wsp_topology_text(topo, server->hold_until),
			true, &moment))
		return;
	if (group == WSP_NO_GROUP)
		wait_for(telling, topo->parent[s], moment, WSP_WHY_HOLD, s);
	for (uint32_t i = group == WSP_NO_GROUP ? 0 : topo->group_begin[group];
		group != WSP_NO_GROUP && i < topo->group_begin[group + 1]; i++)
		wait_for(telling, topo->group_member[i], moment, WSP_WHY_HOLD, s);
}

/* What a set shares moves when the last of its certificates is bound. */
static void share_lead(struct telling *telling, const struct wsp_service *service)
{
	wsp_server_id last = WSP_NO_SERVER;
	uint32_t lead = 0;

	for (uint32_t m = 0; m < service->n_members; m++) {
		if (lead_of(telling, service->member[m]) > lead) {
			last = service->member[m];
			lead = lead_of(telling, last);
		}
	}
	for (uint32_t m = 0; lead > 0 && m < service->n_members; m++) {
		wsp_server_id s = service->member[m];

		wait_for(telling, s, telling->begin + (wsp_moment)lead * WSP_SECONDS_A_MINUTE,
			WSP_WHY_LEAD, s == last ? WSP_NO_SERVER : last);
	}
}

static bool tell_deadlines(struct telling *telling, struct wsp_arena *arena)
{
	const struct wsp_topology *topo = &telling->plan->topo;
	struct wsp_dates *dates = telling->dates;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_moment moment;

		if (!topo->server[s].deadline || telling->works->work[s] != WSP_WORK_CONVERT ||
			!wsp_zone_parse(wsp_plan_zone(telling->plan, s),
				wsp_topology_text(topo, topo->server[s].deadline), true, &moment))
			continue;
		if (!dates->deadline) {
			dates->deadline = WSP_NEW_ARRAY(arena, wsp_moment, topo->n_servers);
			if (!dates->deadline)
				return false;
			for (wsp_server_id i = 0; i < topo->n_servers; i++)
				dates->deadline[i] = INT64_MAX;
		}
		dates->deadline[s] = moment;
	}
	return true;
}

bool wsp_dates_tell(const struct wsp_plan *plan, const struct wsp_services *services,
	const struct wsp_works *works, struct wsp_arena *arena, struct wsp_dates *ret_dates)
{
	struct wsp_dates dates = {0};
	struct telling telling = {.plan = plan,
		.services = services,
		.works = works,
		.dates = &dates,
		.begin = plan->now};

	*ret_dates = dates;
	if (!plan->dated)
		return true;
	telling.begin += (wsp_moment)(plan->duration[WSP_TRUST_ISSUER] +
				      plan->unattended[WSP_TRUST_ISSUER]) *
			 WSP_SECONDS_A_MINUTE;
	dates.earliest = WSP_NEW_ARRAY(arena, wsp_moment, plan->topo.n_servers);
	dates.why = WSP_NEW_ARRAY(arena, struct wsp_why, plan->topo.n_servers);
	if (!dates.earliest || !dates.why)
		return false;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		tell_earliest(&telling, s);
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		share_hold(&telling, s);
	for (uint32_t i = 0; i < services->n_services; i++)
		share_lead(&telling, &services->service[i]);
	if (!tell_deadlines(&telling, arena))
		return false;
	*ret_dates = dates;
	return true;
}
