#include "plan/slack.h"

#include <string.h>

#include "plan/service.h"

struct pass {
	const struct wsp_plan *plan;
	struct wsp_arena scratch;
	struct wsp_services services;
	bool *top_down;   /* by server: its whole tree is in one phase */
	bool *fixed;      /* by server: canaries and repairs stay where they are */
	uint32_t *latest; /* by server: the last phase it may be in; 0: not converted */
	uint32_t *before; /* by phase: the last one that ends early enough for its soak; 0: none */
};

static bool is_converted(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->wave[s] != WSP_NO_WAVE;
}

/* Roots choose, trees follow. */
static void tell_top_down(struct pass *pass)
{
	const struct wsp_plan *plan = pass->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		wsp_server_id upstream = plan->topo.parent[s];

		pass->top_down[s] = upstream == WSP_NO_SERVER ? plan->chosen == WSP_TOP_DOWN
							      : pass->top_down[upstream];
		for (uint32_t i = 0; upstream == WSP_NO_SERVER && i < plan->n_tree_choices; i++) {
			if (plan->tree_choice[i].root == s)
				pass->top_down[s] = plan->tree_choice[i].strategy == WSP_TOP_DOWN;
		}
	}
}

/* Both walk forwards only, because phases follow each other. */
static void tell_before(struct pass *pass)
{
	const struct wsp_plan *plan = pass->plan;
	wsp_moment soak = (wsp_moment)plan->topo.inventory.policy.soak * WSP_SECONDS_A_MINUTE;
	uint32_t last = 0;

	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		while (plan->dated && last + 1 < phase &&
			wsp_plan_phase_end(plan, last + 1) + soak <= plan->phases[phase].begin)
			last++;
		pass->before[phase] = plan->dated ? last : phase - 1;
	}
}

/* The last phase that ends by the deadline of `s`. */
static uint32_t last_by_deadline(const struct wsp_plan *plan, wsp_server_id s)
{
	const char *deadline = wsp_topology_text(&plan->topo, plan->topo.server[s].deadline);
	uint32_t good = 0, bad = plan->n_phases + 1;
	wsp_moment end;

	if (!plan->dated || !*deadline ||
		!wsp_zone_parse(wsp_plan_zone(plan, s), deadline, true, &end))
		return plan->n_phases;
	while (bad - good > 1) {
		uint32_t middle = good + (bad - good) / 2;

		if (wsp_plan_phase_end(plan, middle) <= end)
			good = middle;
		else
			bad = middle;
	}
	return good;
}

static void begin(struct pass *pass)
{
	const struct wsp_plan *plan = pass->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (!is_converted(plan, s))
			continue;
		pass->fixed[s] = plan->phases[plan->phase[s]].canary ||
				 plan->waves[plan->wave[s]].number == 0;
		pass->latest[s] = pass->fixed[s] ? plan->phase[s] : last_by_deadline(plan, s);
		if (pass->latest[s] < plan->phase[s])
			pass->latest[s] = plan->phase[s]; /* a plan that somebody edited */
	}
}

/* @return whether something changed */
static bool lower(struct pass *pass, wsp_server_id s, uint32_t latest)
{
	if (latest < pass->plan->phase[s])
		latest = pass->plan->phase[s];
	if (pass->fixed[s] || latest >= pass->latest[s])
		return false;
	pass->latest[s] = latest;
	return true;
}

/* Servers from their upstreams, which have lower numbers. */
static bool lower_below(struct pass *pass)
{
	const struct wsp_plan *plan = pass->plan;
	bool apart = wsp_plan_keeps_apart(plan), changed = false;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		wsp_server_id upstream = plan->topo.parent[s];
		uint32_t latest;

		if (upstream == WSP_NO_SERVER || !is_converted(plan, s) ||
			!is_converted(plan, upstream) ||
			plan->waves[plan->wave[upstream]].number == 0)
			continue;
		latest = pass->latest[upstream];
		if (apart && !pass->top_down[s])
			latest = pass->before[latest];
		changed |= lower(pass, s, latest);
	}
	return changed;
}

/* In a tree that goes top-down nobody slips alone. */
static bool lower_trees(struct pass *pass)
{
	const struct wsp_plan *plan = pass->plan;
	bool changed = false;

	for (wsp_server_id s = plan->topo.n_servers; s-- > 0;) {
		wsp_server_id upstream = plan->topo.parent[s];

		if (pass->top_down[s] && upstream != WSP_NO_SERVER && is_converted(plan, s) &&
			is_converted(plan, upstream))
			changed |= lower(pass, upstream, pass->latest[s]);
	}
	return changed;
}

static bool lower_units(struct pass *pass)
{
	const struct wsp_services *services = &pass->services;
	bool changed = false;

	for (uint32_t unit = 0; unit < services->n_units; unit++) {
		uint32_t first = services->unit_begin[unit], end = services->unit_begin[unit + 1];
		uint32_t latest = UINT32_MAX;

		for (uint32_t i = first; i < end; i++) {
			wsp_server_id s = services->unit_member[i];

			if (is_converted(pass->plan, s) && pass->latest[s] < latest)
				latest = pass->latest[s];
		}
		for (uint32_t i = first; i < end; i++) {
			wsp_server_id s = services->unit_member[i];

			if (is_converted(pass->plan, s))
				changed |= lower(pass, s, latest);
		}
	}
	return changed;
}

/* Without groups that stand above each other one round is all; each level of them adds one. */
static void settle(struct pass *pass)
{
	bool changed = true;

	while (changed) {
		lower_below(pass);
		changed = lower_trees(pass);
		changed |= lower_units(pass);
	}
}

static bool is_critical(const struct pass *pass, wsp_server_id s)
{
	return is_converted(pass->plan, s) && pass->latest[s] == pass->plan->phase[s];
}

/* The critical downstream from which the longest way leads up to `s`; reach[] is where it begins.
 */
static wsp_server_id next_of(const struct pass *pass, const uint32_t *reach, wsp_server_id s)
{
	const struct wsp_plan *plan = pass->plan;
	wsp_server_id best = WSP_NO_SERVER;

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		if (is_critical(pass, c) && !pass->top_down[c] &&
			plan->phase[c] <= plan->phase[s] &&
			(best == WSP_NO_SERVER || reach[c] < reach[best]))
			best = c;
	}
	return best;
}

/* The head of the chain, and how long it is. */
static wsp_server_id find_head(const struct pass *pass, uint32_t *reach, uint32_t *ret_n)
{
	const struct wsp_plan *plan = pass->plan;
	wsp_server_id head = WSP_NO_SERVER;

	*ret_n = 0;
	for (wsp_server_id s = plan->topo.n_servers; s-- > 0;) {
		wsp_server_id next;

		if (!is_critical(pass, s))
			continue;
		next = next_of(pass, reach, s);
		reach[s] = next == WSP_NO_SERVER ? plan->phase[s] : reach[next];
		if (plan->phase[s] == plan->n_phases &&
			(head == WSP_NO_SERVER || reach[s] <= reach[head]))
			head = s;
	}
	for (wsp_server_id s = head; s != WSP_NO_SERVER; s = next_of(pass, reach, s))
		(*ret_n)++;
	return head;
}

static bool tell_chain(struct pass *pass, struct wsp_arena *arena, struct wsp_slack *slack)
{
	const struct wsp_plan *plan = pass->plan;
	uint32_t *reach = WSP_NEW_ARRAY(&pass->scratch, uint32_t, plan->topo.n_servers);
	wsp_server_id s;
	uint32_t n;

	if (!reach)
		return false;
	if (plan->n_phases < 2)
		return true;
	s = find_head(pass, reach, &n);
	slack->chain = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	if (!slack->chain)
		return false;
	slack->n_chain = n;
	for (; n > 0; s = next_of(pass, reach, s))
		slack->chain[--n] = s;
	return true;
}

static bool tell(struct pass *pass, struct wsp_arena *arena, struct wsp_slack *slack)
{
	const struct wsp_plan *plan = pass->plan;
	uint32_t n = plan->topo.n_servers;

	pass->top_down = WSP_NEW_ARRAY(&pass->scratch, bool, n);
	pass->fixed = WSP_NEW_ARRAY(&pass->scratch, bool, n);
	pass->latest = WSP_NEW_ARRAY(&pass->scratch, uint32_t, n);
	pass->before = WSP_NEW_ARRAY(&pass->scratch, uint32_t, (size_t)plan->n_phases + 1);
	slack->phases = WSP_NEW_ARRAY(arena, uint32_t, n);
	if (!pass->top_down || !pass->fixed || !pass->latest || !pass->before || !slack->phases ||
		!wsp_services_tell(&plan->topo, &pass->scratch, &pass->services))
		return false;
	tell_top_down(pass);
	tell_before(pass);
	begin(pass);
	settle(pass);
	for (wsp_server_id s = 0; s < n; s++)
		slack->phases[s] =
			is_converted(plan, s) ? pass->latest[s] - plan->phase[s] : WSP_ABSENT;
	return tell_chain(pass, arena, slack);
}

bool wsp_slack_tell(
	const struct wsp_plan *plan, struct wsp_arena *arena, struct wsp_slack *ret_slack)
{
	struct pass pass = {.plan = plan};
	struct wsp_slack slack = {0};
	bool done = tell(&pass, arena, &slack);

	wsp_arena_release(&pass.scratch);
	if (done)
		*ret_slack = slack;
	return done;
}
