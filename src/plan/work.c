#include "plan/work.h"

#include <string.h>

#include "base/number.h"
#include "plan/host.h"

/* What the plan makes of `state.https`: a certificate that does not hold is no binding. */
enum stage { STAGE_NONE = 0, STAGE_BOUND, STAGE_ENFORCING, STAGE_CONFIGURED };

struct telling {
	struct wsp_plan *plan;
	const struct wsp_topology *topo;
	struct wsp_works *works;
	uint8_t *stage; /* by server: enum stage */
};

/* Whether the certificate of a server still proves its name on day `today`. */
static bool certificate_holds(
	const struct wsp_topology *topo, const struct wsp_server *server, int32_t today)
{
	const char *expires = wsp_topology_text(topo, server->certificate_expires);
	const char *names = wsp_topology_text(topo, server->certificate_names);
	const char *fqdn = wsp_topology_text(topo, server->fqdn);
	int32_t day;

	if (*expires && wsp_parse_date(expires, strlen(expires), &day, NULL) && day < today)
		return false;
	return !*names || wsp_host_is_covered(names, fqdn, strlen(fqdn));
}

/* Requiring SSL on some of the five leaves the downstreams alone: the server counts as bound. */
static bool enforces_sync(const struct wsp_topology *topo, const struct wsp_server *server)
{
	const char *apps = wsp_topology_text(topo, server->required_apps);

	return server->https >= WSP_HTTPS_REQUIRED &&
	       (!*apps || strstr(apps, "ServerSyncWebService") ||
		       strstr(apps, "DSSAuthWebService"));
}

static bool is_fully_required(const struct wsp_topology *topo, const struct wsp_server *server)
{
	const char *apps = wsp_topology_text(topo, server->required_apps);
	size_t n = 0;

	for (const char *at = apps; *at; at++)
		n += *at == '\n';
	return (!*apps || n == 4) && !server->extra_apps;
}

static enum stage tell_stage(const struct telling *telling, const struct wsp_server *server)
{
	if (enforces_sync(telling->topo, server))
		return server->https == WSP_HTTPS_CONFIGURED ? STAGE_CONFIGURED : STAGE_ENFORCING;
	if (server->https >= WSP_HTTPS_BOUND &&
		certificate_holds(telling->topo, server, telling->plan->today))
		return STAGE_BOUND;
	return STAGE_NONE;
}

/* The actions that a whole conversion of `server` needs. */
static uint32_t whole_visit(const struct wsp_server *server)
{
	bool nobody = server->clients_by == WSP_BY_NONE || server->clients_https == WSP_CLIENTS_ALL;

	return WSP_VISIT & ~(nobody ? WSP_BIT(WSP_POINT_CLIENTS) : 0);
}

/* What is left of the conversion of a server that enforces already; 0: it is done. */
static uint32_t rest_of_visit(const struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	uint32_t rest = 0;

	if (!certificate_holds(telling->topo, server, telling->plan->today))
		rest |= WSP_BIT(WSP_BIND_CERTIFICATE);
	if (!is_fully_required(telling->topo, server))
		rest |= WSP_BIT(WSP_REQUIRE_SSL);
	if (telling->stage[s] == STAGE_ENFORCING || server->using_ssl == WSP_NO)
		rest |= WSP_BIT(WSP_CONFIGURE_SSL) | WSP_BIT(WSP_RESTART_SERVER) |
			WSP_BIT(WSP_RECONNECT_CONSOLES);
	if ((server->clients_https == WSP_CLIENTS_NONE ||
		    server->clients_https == WSP_CLIENTS_SOME ||
		    telling->stage[s] == STAGE_ENFORCING) &&
		(whole_visit(server) & WSP_BIT(WSP_POINT_CLIENTS)))
		rest |= WSP_BIT(WSP_POINT_CLIENTS);
	if (rest & ~WSP_BIT(WSP_POINT_CLIENTS))
		rest |= WSP_BIT(WSP_BACK_UP);
	return rest ? rest | WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_VERIFY_SERVER) : 0;
}

static bool is_held(const struct wsp_server *server)
{
	return server->hold_reason || server->hold_until || server->tls12 == WSP_NO;
}

static enum wsp_server_status tell_status(const struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];

	if (server->retired == WSP_YES)
		return WSP_STATUS_RETIRED;
	if (telling->stage[s] >= STAGE_ENFORCING && rest_of_visit(telling, s) == 0)
		return WSP_STATUS_DONE;
	if (is_held(server))
		return WSP_STATUS_HELD;
	return server->exclude_reason ? WSP_STATUS_EXCLUDED : WSP_STATUS_CONVERT;
}

/* Whether the plan may set `s` to synchronize over SSL. */
static bool may_switch(const struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];

	return !is_held(server) && !(server->exclude_reason && server->exclude_switch == WSP_NO);
}

static bool is_switched(const struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	wsp_server_id upstream = telling->topo->parent[s];

	return server->sync_ssl == WSP_YES &&
	       (!server->sync_port ||
		       server->sync_port == telling->topo->server[upstream].https_port);
}

static void add_repair(struct telling *telling, wsp_server_id s, uint32_t set)
{
	telling->plan->repair[s] |= set;
	telling->plan->actions[s] |= set;
	telling->works->has_repairs = true;
}

/* A downstream that synchronizes over SSL with a server that has no certificate bound: it is bound
   now if a certificate is at hand, or if the downstream is to be left alone. */
static void bind_upstream(struct telling *telling, wsp_server_id s)
{
	wsp_server_id upstream = telling->topo->parent[s];
	const struct wsp_server *server = &telling->topo->server[upstream];
	bool at_hand = (server->certificate_expires || server->certificate_thumbprint) &&
		       certificate_holds(telling->topo, server, telling->plan->today);

	if ((at_hand || is_held(&telling->topo->server[s])) && is_switched(telling, s) &&
		telling->plan->status[upstream] == WSP_STATUS_CONVERT)
		add_repair(
			telling, upstream, WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS));
}

/* Whether `s`, which enforces, has a certificate bound that holds once it is repaired. */
static bool can_answer(const struct telling *telling, wsp_server_id s)
{
	return telling->plan->status[s] == WSP_STATUS_CONVERT ||
	       certificate_holds(telling->topo, &telling->topo->server[s], telling->plan->today);
}

/* Whether a link to `upstream`, which enforces, is dead and cannot be switched. */
static bool is_stuck(const struct telling *telling, wsp_server_id upstream)
{
	const struct wsp_topology *topo = telling->topo;
	const struct wsp_plan *plan = telling->plan;
	bool answers = can_answer(telling, upstream);

	for (wsp_server_id c = topo->child_begin[upstream]; c < topo->child_begin[upstream + 1];
		c++) {
		if (plan->status[c] != WSP_STATUS_RETIRED &&
			!(answers && (is_switched(telling, c) || may_switch(telling, c))))
			return true;
	}
	return false;
}

static void stop_enforcing(struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	struct wsp_plan *plan = telling->plan;

	add_repair(telling, s, WSP_BIT(WSP_UNREQUIRE_SSL));
	telling->stage[s] =
		certificate_holds(telling->topo, server, plan->today) ? STAGE_BOUND : STAGE_NONE;
	if (plan->status[s] == WSP_STATUS_DONE)
		plan->status[s] = WSP_STATUS_CONVERT;
}

/* The links to a server that enforces already: all follow now, or it stops enforcing. What stays
   on HTTP does not stay half done. */
static void repair_enforced(struct telling *telling, wsp_server_id upstream)
{
	const struct wsp_topology *topo = telling->topo;
	struct wsp_plan *plan = telling->plan;
	bool stuck = is_stuck(telling, upstream);

	if (!is_held(&topo->server[upstream]) &&
		(stuck || plan->status[upstream] == WSP_STATUS_EXCLUDED)) {
		stop_enforcing(telling, upstream);
		return;
	}
	if (stuck || plan->status[upstream] == WSP_STATUS_HELD)
		telling->works->unrepaired = true;
	for (wsp_server_id c = topo->child_begin[upstream]; c < topo->child_begin[upstream + 1];
		c++) {
		if (plan->status[c] == WSP_STATUS_RETIRED || is_switched(telling, c) ||
			!may_switch(telling, c) || !can_answer(telling, upstream))
			continue;
		plan->link_work[c] = WSP_LINK_REPAIR;
		telling->works->has_repairs = true;
	}
}

/* A link to a server that does not enforce is dead when it speaks TLS to nothing, or uses a port on
   which the upstream does not speak its protocol. */
static void repair_link(struct telling *telling, wsp_server_id s)
{
	const struct wsp_server *server = &telling->topo->server[s];
	wsp_server_id upstream = telling->topo->parent[s];
	bool answers = telling->stage[upstream] != STAGE_NONE ||
		       (telling->plan->repair[upstream] & WSP_BIT(WSP_BIND_CERTIFICATE));
	bool is_dead =
		server->sync_ssl == WSP_YES
			? !(answers && is_switched(telling, s))
			: server->sync_ssl == WSP_NO && server->sync_port &&
				  server->sync_port != telling->topo->server[upstream].http_port;

	if (is_dead && is_held(server))
		telling->works->unrepaired = true;
	else if (is_dead)
		add_repair(telling, s, WSP_BIT(WSP_UNSWITCH_SYNC));
}

/* Whether the link of `s` leads to a server that does not enforce, or will not after repairs. */
static bool leads_to_http(const struct telling *telling, wsp_server_id s)
{
	return telling->topo->parent[s] != WSP_NO_SERVER &&
	       telling->plan->status[s] != WSP_STATUS_RETIRED &&
	       telling->stage[telling->topo->parent[s]] < STAGE_ENFORCING;
}

static void tell_repairs(struct telling *telling)
{
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (telling->stage[s] >= STAGE_ENFORCING &&
			telling->plan->status[s] != WSP_STATUS_RETIRED)
			repair_enforced(telling, s);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (leads_to_http(telling, s) && topo->server[s].sync_ssl == WSP_YES &&
			telling->stage[topo->parent[s]] == STAGE_NONE)
			bind_upstream(telling, s);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (leads_to_http(telling, s))
			repair_link(telling, s);
	}
}

/* Whoever waits for a held server below it is blocked, and so is everyone above. */
static void tell_blocked(struct telling *telling)
{
	const struct wsp_topology *topo = telling->topo;
	struct wsp_plan *plan = telling->plan;
	wsp_server_id *blocked_by = telling->works->blocked_by;

	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		wsp_server_id upstream = topo->parent[s];
		bool waits =
			plan->status[s] == WSP_STATUS_HELD || plan->status[s] == WSP_STATUS_BLOCKED;
		bool unswitched = plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC);
		bool stuck = plan->status[s] != WSP_STATUS_RETIRED && upstream != WSP_NO_SERVER &&
			     !may_switch(telling, s) && (unswitched || !is_switched(telling, s));

		if (upstream == WSP_NO_SERVER || !(waits || stuck) ||
			plan->status[upstream] != WSP_STATUS_CONVERT ||
			telling->stage[upstream] >= STAGE_ENFORCING)
			continue;
		plan->status[upstream] = WSP_STATUS_BLOCKED;
		blocked_by[upstream] = blocked_by[s] != WSP_NO_SERVER ? blocked_by[s] : s;
	}
}

static void tell_work(struct telling *telling)
{
	struct wsp_plan *plan = telling->plan;

	for (wsp_server_id s = 0; s < telling->topo->n_servers; s++) {
		const struct wsp_server *server = &telling->topo->server[s];
		bool finish = telling->stage[s] >= STAGE_ENFORCING;

		if (plan->status[s] != WSP_STATUS_CONVERT)
			continue;
		telling->works->work[s] = finish ? WSP_WORK_FINISH : WSP_WORK_CONVERT;
		telling->works->n_finish += finish;
		telling->works->n_convert += !finish;
		if (finish)
			plan->actions[s] |= rest_of_visit(telling, s);
		else
			plan->actions[s] |=
				whole_visit(server) &
				~(telling->stage[s] == STAGE_BOUND ? WSP_BIT(WSP_BIND_CERTIFICATE)
								   : 0);
		telling->works->has_repairs = telling->works->has_repairs || finish;
	}
}

/* After an upstream that will be converted, every link that is not on HTTPS is switched. */
static void tell_links(struct telling *telling)
{
	struct wsp_plan *plan = telling->plan;
	const struct wsp_topology *topo = telling->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id upstream = topo->parent[s];
		bool unswitched = plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC);

		if (upstream != WSP_NO_SERVER && plan->link_work[s] == WSP_LINK_NONE &&
			telling->works->work[upstream] == WSP_WORK_CONVERT &&
			plan->status[s] != WSP_STATUS_RETIRED &&
			(unswitched || !is_switched(telling, s)))
			plan->link_work[s] = WSP_LINK_SWITCH;
		if (plan->link_work[s] != WSP_LINK_NONE)
			plan->actions[s] |= WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC);
	}
}

bool wsp_works_tell(struct wsp_plan *plan, struct wsp_arena *arena, struct wsp_works *ret_works)
{
	uint32_t n = plan->topo.n_servers;
	struct wsp_works works = {
		.work = WSP_NEW_ARRAY(arena, uint8_t, n),
		.blocked_by = WSP_NEW_ARRAY(arena, wsp_server_id, n),
	};
	struct telling telling = {.plan = plan,
		.topo = &plan->topo,
		.works = &works,
		.stage = WSP_NEW_ARRAY(arena, uint8_t, n)};

	if (!works.work || !works.blocked_by || !telling.stage)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		works.blocked_by[s] = WSP_NO_SERVER;
		telling.stage[s] = (uint8_t)tell_stage(&telling, &plan->topo.server[s]);
	}
	for (wsp_server_id s = 0; s < n; s++)
		plan->status[s] = (uint8_t)tell_status(&telling, s);
	tell_repairs(&telling);
	tell_blocked(&telling);
	tell_work(&telling);
	tell_links(&telling);
	*ret_works = works;
	return true;
}
