#include "plan/barrier.h"

#include <string.h>

#include "base/array.h"
#include "base/phrase.h"
#include "plan/barrier_parts.h"

const char *const wsp_barrier_names[WSP_N_BARS] = {
	[WSP_BAR_CHILD] = "child",
	[WSP_BAR_UPSTREAM] = "upstream",
	[WSP_BAR_TREE] = "tree",
	[WSP_BAR_MEMBER] = "member",
	[WSP_BAR_REPAIR] = "repair",
	[WSP_BAR_CANARY] = "canary",
	[WSP_BAR_SERVERS] = "servers",
	[WSP_BAR_CLIENTS] = "clients",
	[WSP_BAR_SITE_SERVERS] = "site-servers",
	[WSP_BAR_SITE_CLIENTS] = "site-clients",
	[WSP_BAR_MINUTES] = "minutes",
	[WSP_BAR_SOAK] = "soak",
	[WSP_BAR_EARLIEST] = "earliest",
	[WSP_BAR_DEADLINE] = "deadline",
	[WSP_BAR_WINDOW] = "window",
	[WSP_BAR_FREEZE] = "freeze",
};

/* What the text has become is the next barrier. */
void wsp_search_add(struct wsp_search *search, enum wsp_barrier_kind kind, wsp_server_id by)
{
	struct wsp_barriers *found = search->found;

	if (found->n == WSP_BARRIERS_MAX) {
		found->untold++;
	} else {
		const char *text = wsp_arena_copy(
			search->arena, wsp_text_get(&search->text), search->text.length);

		search->failed = search->failed || search->text.failed || !text;
		found->found[found->n++] = (struct wsp_barrier){(uint8_t)kind, by, text};
	}
	wsp_text_clear(&search->text);
}

static bool goes_top_down(const struct wsp_plan *plan, wsp_server_id s)
{
	while (plan->topo.parent[s] != WSP_NO_SERVER)
		s = plan->topo.parent[s];
	for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
		if (plan->tree_choice[i].root == s)
			return plan->tree_choice[i].strategy == WSP_TOP_DOWN;
	}
	return plan->chosen == WSP_TOP_DOWN;
}

static void check_tree(struct wsp_search *search)
{
	if (!goes_top_down(search->plan, search->s))
		return;
	wsp_text_addf(&search->text, "its whole tree goes top-down in one window, P%u",
		(unsigned)search->plan->phase[search->s]);
	wsp_search_add(search, WSP_BAR_TREE, WSP_NO_SERVER);
}

static void check_children(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	const uint32_t *begin = &plan->topo.child_begin[search->s];
	uint32_t last = wsp_plan_keeps_apart(plan) ? search->phase : search->phase + 1;

	if (goes_top_down(plan, search->s))
		return;
	for (wsp_server_id c = begin[0]; c < begin[1]; c++) {
		if (!wsp_search_is_converted(search, c) || plan->phase[c] < last)
			continue;
		wsp_text_addf(&search->text, "%s below it is converted in P%u",
			wsp_search_name(search, c), (unsigned)plan->phase[c]);
		wsp_search_add(search, WSP_BAR_CHILD, c);
	}
}

static void check_upstream(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	wsp_server_id upstream = plan->topo.parent[search->s];
	uint32_t first = wsp_plan_keeps_apart(plan) ? search->phase : search->phase - 1;

	if (!wsp_search_is_converted(search, upstream) || plan->phase[upstream] > first ||
		plan->waves[plan->wave[upstream]].number == 0 || goes_top_down(plan, search->s))
		return;
	wsp_text_addf(&search->text, "its upstream %s is converted in P%u",
		wsp_search_name(search, upstream), (unsigned)plan->phase[upstream]);
	wsp_search_add(search, WSP_BAR_UPSTREAM, upstream);
}

static void check_members(struct wsp_search *search)
{
	const struct wsp_services *services = &search->services;
	uint32_t unit = wsp_services_unit(services, search->s);

	if (unit == WSP_NO_UNIT)
		return;
	for (uint32_t i = services->unit_begin[unit]; i < services->unit_begin[unit + 1]; i++) {
		wsp_server_id s = services->unit_member[i];

		if (s == search->s || !wsp_search_is_converted(search, s) ||
			search->plan->phase[s] == search->phase)
			continue;
		wsp_text_addf(&search->text,
			"%s, which serves the same name or database, is converted in P%u",
			wsp_search_name(search, s), (unsigned)search->plan->phase[s]);
		wsp_search_add(search, WSP_BAR_MEMBER, s);
	}
}

static void check_repair(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;

	if (plan->waves[plan->wave[search->s]].number != 0)
		return;
	wsp_text_adds(&search->text, "it is half converted and finished before all other work");
	wsp_search_add(search, WSP_BAR_REPAIR, WSP_NO_SERVER);
}

static void check_canary(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	bool is_canary = plan->phases[plan->phase[search->s]].canary;

	if (is_canary == plan->phases[search->phase].canary)
		return;
	wsp_text_addf(&search->text,
		is_canary ? "it is a canary, and P%u is not a phase of canaries"
			  : "P%u is for canaries only",
		(unsigned)search->phase);
	wsp_search_add(search, WSP_BAR_CANARY, WSP_NO_SERVER);
}

/* What counts against the limits of a phase: of everybody, or of one site. */
struct load {
	uint64_t servers, clients;
};

static struct load load_of(const struct wsp_search *search, uint32_t site)
{
	const struct wsp_plan *plan = search->plan;
	struct load load = {0};

	for (uint32_t i = 0; i < plan->n_order; i++) {
		wsp_server_id s = plan->order[i];

		if (plan->phase[s] != search->phase ||
			(site != WSP_NO_SITE && wsp_topology_site(&plan->topo, s) != site))
			continue;
		load.servers++;
		load.clients += plan->topo.server[s].clients;
	}
	return load;
}

static void add_limit(struct wsp_search *search, enum wsp_barrier_kind kind, uint64_t used,
	uint64_t limit, const char *noun)
{
	wsp_text_addf(&search->text, "P%u has ", (unsigned)search->phase);
	wsp_phrase_count(&search->text, used, noun);
	if (kind == WSP_BAR_SITE_SERVERS || kind == WSP_BAR_SITE_CLIENTS)
		wsp_text_adds(&search->text, " of its site");
	wsp_text_adds(&search->text, ", and ");
	wsp_phrase_number(&search->text, limit);
	wsp_text_adds(&search->text, limit == 1 ? " is allowed" : " are allowed");
	wsp_search_add(search, kind, WSP_NO_SERVER);
}

static void check_limits(struct wsp_search *search)
{
	const struct wsp_topology *topo = &search->plan->topo;
	const struct wsp_policy *policy = &topo->inventory.policy;
	uint32_t row = wsp_topology_site(topo, search->s);
	uint64_t own = topo->server[search->s].clients;
	struct load load = load_of(search, WSP_NO_SITE);
	const struct wsp_site *site;

	if (policy->servers_per_window != WSP_ABSENT &&
		load.servers + 1 > policy->servers_per_window)
		add_limit(search, WSP_BAR_SERVERS, load.servers, policy->servers_per_window,
			"server");
	if (policy->clients_per_window != WSP_ABSENT &&
		load.clients + own > policy->clients_per_window)
		add_limit(search, WSP_BAR_CLIENTS, load.clients, policy->clients_per_window,
			"client");
	if (row == WSP_NO_SITE)
		return;
	site = &topo->inventory.site[row];
	load = load_of(search, row);
	if (site->servers_per_window != WSP_ABSENT && load.servers + 1 > site->servers_per_window)
		add_limit(search, WSP_BAR_SITE_SERVERS, load.servers, site->servers_per_window,
			"server");
	if (site->clients_per_window != WSP_ABSENT && load.clients + own > site->clients_per_window)
		add_limit(search, WSP_BAR_SITE_CLIENTS, load.clients, site->clients_per_window,
			"client");
}

static uint64_t visit_minutes(const struct wsp_plan *plan, wsp_server_id s)
{
	uint64_t minutes = 0;

	for (uint32_t set = wsp_plan_visit(plan, s); set; set &= set - 1)
		minutes += plan->duration[__builtin_ctz(set)];
	return minutes;
}

/* Minutes of operators that the change of `s` takes, its downstreams' switches included. */
static uint64_t change_minutes(const struct wsp_plan *plan, wsp_server_id s)
{
	uint64_t minutes = visit_minutes(plan, s);

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		if (plan->link_work[c] == WSP_LINK_SWITCH)
			minutes += plan->duration[WSP_SWITCH_SYNC];
	}
	return minutes;
}

/* What is certain: operators without a free minute, or less time than the visit takes alone. */
static void check_minutes(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	uint64_t length = wsp_plan_point_of_no_return(plan, search->phase);
	uint64_t offered = length * plan->operators, used = 0;
	uint64_t wanted = change_minutes(plan, search->s);

	for (uint32_t i = 0; i < plan->n_order; i++) {
		if (plan->phase[plan->order[i]] == search->phase)
			used += change_minutes(plan, plan->order[i]);
	}
	if (used + wanted <= offered && visit_minutes(plan, search->s) <= length &&
		!(plan->why && plan->why[search->s].kind == WSP_WHY_MINUTES &&
			search->phase + 1 == plan->phase[search->s]))
		return;
	wsp_text_addf(
		&search->text, "P%u has no room: it gives its operators ", (unsigned)search->phase);
	wsp_phrase_minutes(&search->text, offered);
	wsp_text_adds(&search->text, " of work, of which ");
	wsp_phrase_minutes(&search->text, used);
	wsp_text_adds(&search->text, " are taken, and this server takes ");
	wsp_phrase_minutes(&search->text, wanted);
	wsp_search_add(search, WSP_BAR_MINUTES, WSP_NO_SERVER);
}

static void (*const checks[])(struct wsp_search *search) = {
	check_tree,
	check_repair,
	check_children,
	check_upstream,
	check_members,
	check_canary,
	wsp_search_dates,
	wsp_search_soak,
	wsp_search_sites,
	check_limits,
	check_minutes,
};

bool wsp_barriers_tell(const struct wsp_placing *placing, struct wsp_arena *arena,
	struct wsp_barriers *ret_barriers)
{
	struct wsp_search search = {
		.plan = placing->plan,
		.calendar = placing->calendar,
		.s = placing->s,
		.phase = placing->phase,
		.arena = arena,
		.found = ret_barriers,
	};

	ret_barriers->n = ret_barriers->untold = 0;
	search.failed = !wsp_services_tell(&placing->plan->topo, &search.scratch, &search.services);
	for (size_t i = 0; i < WSP_COUNT(checks) && !search.failed; i++)
		checks[i](&search);
	wsp_text_release(&search.text);
	wsp_arena_release(&search.scratch);
	return !search.failed;
}
