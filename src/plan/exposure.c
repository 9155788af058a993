#include "plan/exposure.h"

#include "plan/steps.h"

#define NEVER UINT32_MAX

/* What is told of every server before it is summed up by phase; 0: before the first phase. */
struct tally {
	const struct wsp_plan *plan;
	struct wsp_arena scratch;
	bool *points_early;  /* by server: a shared policy points its clients in the preparation */
	uint32_t *protected; /* by server: phase from which its whole way to the root is HTTPS */
	struct wsp_exposure *phase;
	struct wsp_exposure_total total;
};

static uint32_t later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static bool is_retired(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->status[s] == WSP_STATUS_RETIRED;
}

static void tell_early(struct tally *tally)
{
	const struct wsp_plan *plan = tally->plan;

	for (wsp_server_id s = 0; plan->early && s < plan->topo.n_servers; s++)
		tally->points_early[s] = plan->early[s] & WSP_BIT(WSP_POINT_CLIENTS);
	for (uint32_t i = 0; i < plan->n_shared; i++) {
		const struct wsp_shared *shared = &plan->shared[i];

		for (uint32_t m = 0; shared->action == WSP_POINT_CLIENTS && m < shared->n_members;
			m++)
			tally->points_early[shared->member[m]] = true;
	}
}

/* The phase in which the link of `s` is dead for some minutes. */
static uint32_t phase_of_outage(const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_server_id upstream = plan->topo.parent[s];

	if (plan->link_work[s] != WSP_LINK_NONE)
		return plan->link_phase[s];
	return later(plan->phase[upstream], 1); /* its upstream restarts, or it is repaired */
}

static void add_outage(struct tally *tally, wsp_server_id s)
{
	uint32_t minutes = wsp_plan_link_outage(tally->plan, s);
	struct wsp_exposure *phase;

	if (minutes == 0 || tally->plan->n_phases == 0)
		return;
	phase = &tally->phase[phase_of_outage(tally->plan, s)];
	phase->links++;
	phase->outage += minutes;
	phase->longest_outage = later(phase->longest_outage, minutes);
}

/* The first phase after which the clients of `s` are on HTTPS. */
static uint32_t clients_https_from(const struct tally *tally, wsp_server_id s)
{
	const struct wsp_plan *plan = tally->plan;
	const uint32_t pointing = WSP_BIT(WSP_POINT_CLIENTS) | WSP_BIT(WSP_SET_SUP_SSL);

	if (plan->topo.server[s].clients_https == WSP_CLIENTS_ALL || tally->points_early[s] ||
		plan->status[s] == WSP_STATUS_DONE)
		return 0;
	return plan->actions[s] & pointing ? plan->phase[s] : NEVER;
}

static bool has_clients(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];

	return server->clients > 0 && server->clients_by != WSP_BY_NONE && !is_retired(plan, s);
}

/* Its clients are refused from require-ssl on until they learn their new address. */
static void add_refused(struct tally *tally, wsp_server_id s)
{
	const struct wsp_plan *plan = tally->plan;
	uint32_t visit = wsp_plan_visit(plan, s);
	enum wsp_action pointing =
		visit & WSP_BIT(WSP_SET_SUP_SSL) ? WSP_SET_SUP_SSL : WSP_POINT_CLIENTS;
	struct wsp_exposure *phase = &tally->phase[plan->phase[s]];
	uint64_t clients = plan->topo.server[s].clients;
	uint32_t from = 0, until;

	if (visit & WSP_BIT(WSP_REQUIRE_SSL))
		from = plan->start[s] + wsp_plan_visit_offset(plan, s, WSP_REQUIRE_SSL);
	else if (plan->topo.server[s].https < WSP_HTTPS_REQUIRED)
		return;
	until = plan->start[s] + wsp_plan_visit_offset(plan, s, pointing) +
		plan->duration[pointing] + WSP_REFRESH_MINUTES;
	phase->clients += clients;
	phase->client_minutes += clients * (until - from);
	phase->refreshed = later(phase->refreshed, until);
	phase->scanned = later(phase->scanned, until + WSP_DETECTION_MINUTES);
}

/* What is protected from a phase on is on HTTP after every phase before it. */
static void add_clients(struct tally *tally, wsp_server_id s)
{
	const struct wsp_plan *plan = tally->plan;
	uint32_t from = clients_https_from(tally, s);

	tally->phase[0].clients_http += from > 0 ? plan->topo.server[s].clients : 0;
	if (from == 0 || from == NEVER)
		return;
	tally->phase[from].clients_http -= plan->topo.server[s].clients; /* summed up at the end */
	add_refused(tally, s);
}

static void add_link(struct tally *tally, wsp_server_id s)
{
	uint32_t from = wsp_plan_link_https_from(tally->plan, s);
	uint32_t above = tally->protected[tally->plan->topo.parent[s]];
	uint32_t way = later(from, above);

	tally->protected[s] = way;
	tally->phase[0].links_http += from > 0;
	tally->phase[0].servers_http += way > 0;
	if (from > 0 && from != NEVER)
		tally->phase[from].links_http--;
	if (way > 0 && way != NEVER)
		tally->phase[way].servers_http--;
}

static void add_visits(struct tally *tally, wsp_server_id s)
{
	const struct wsp_plan *plan = tally->plan;
	const uint32_t switches = WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_UNSWITCH_SYNC);

	tally->total.visits += plan->wave[s] != WSP_NO_WAVE;
	tally->total.visits += plan->early && plan->early[s];
	tally->total.visits += wsp_plan_visit(plan, s) == 0 && plan->repair &&
			       (plan->repair[s] & ~WSP_BIT(WSP_UNSWITCH_SYNC));
	tally->total.visits += (plan->actions[s] & switches) != 0;
}

/* Differences become states, and phases a total. */
static void sum_up(struct tally *tally)
{
	for (uint32_t k = 1; k <= tally->plan->n_phases; k++) {
		struct wsp_exposure *phase = &tally->phase[k];
		struct wsp_exposure_total *total = &tally->total;

		phase->links_http += phase[-1].links_http;
		phase->servers_http += phase[-1].servers_http;
		phase->clients_http += phase[-1].clients_http;
		total->links += phase->links;
		total->longest_outage = later(total->longest_outage, phase->longest_outage);
		total->outage += phase->outage;
		total->clients += phase->clients;
		total->client_minutes += phase->client_minutes;
	}
}

static bool tell(struct tally *tally, struct wsp_arena *arena)
{
	const struct wsp_plan *plan = tally->plan;

	tally->points_early = WSP_NEW_ARRAY(&tally->scratch, bool, plan->topo.n_servers);
	tally->protected = WSP_NEW_ARRAY(&tally->scratch, uint32_t, plan->topo.n_servers);
	tally->phase = WSP_NEW_ARRAY(arena, struct wsp_exposure, (size_t)plan->n_phases + 1);
	if (!tally->points_early || !tally->protected || !tally->phase)
		return false;
	tell_early(tally);
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (is_retired(plan, s))
			continue;
		if (plan->topo.parent[s] != WSP_NO_SERVER) {
			add_outage(tally, s);
			add_link(tally, s);
		}
		if (has_clients(plan, s))
			add_clients(tally, s);
		add_visits(tally, s);
	}
	sum_up(tally);
	return true;
}

bool wsp_exposure_tell(const struct wsp_plan *plan, struct wsp_arena *arena,
	struct wsp_exposure **ret_phase, struct wsp_exposure_total *ret_total)
{
	struct tally tally = {.plan = plan};
	bool done = tell(&tally, arena);

	wsp_arena_release(&tally.scratch);
	if (!done)
		return false;
	*ret_phase = tally.phase;
	if (ret_total)
		*ret_total = tally.total;
	return true;
}
