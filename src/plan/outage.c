#include "base/array.h"
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
	else if (https && (repair[upstream] & WSP_BIT(WSP_BIND_CERTIFICATE)))
		at = plan->repair_start[upstream] + duration[WSP_BIND_CERTIFICATE];
	if (!https && (repair[upstream] & WSP_BIT(WSP_UNREQUIRE_SSL)))
		at = later(at, plan->repair_start[upstream] + repair_minutes(plan, upstream));
	return at;
}

/* Of a link that is on HTTPS throughout: until its upstream, half done, has a certificate that
   holds, and while its upstream restarts. */
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

uint32_t wsp_plan_link_outage(const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_server_id upstream = plan->topo.parent[s];
	uint32_t minutes;

	if (upstream == WSP_NO_SERVER || plan->status[s] == WSP_STATUS_RETIRED)
		return 0;
	minutes = repaired_at(plan, s, upstream);
	if (plan->link_work[s] == WSP_LINK_SWITCH)
		minutes += plan->link_start[s] + plan->duration[WSP_SWITCH_SYNC] -
			   plan->start[upstream] -
			   wsp_plan_visit_offset(plan, upstream, WSP_REQUIRE_SSL);
	else if (plan->link_work[s] == WSP_LINK_NONE && plan->topo.server[s].sync_ssl == WSP_YES)
		minutes += waits(plan, upstream);
	return minutes;
}
