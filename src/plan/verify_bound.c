/*
 * Bound: how few phases there can be. With `above` phases still to come for the chain above some
 * depth, what lies deeper has to fit into the phases before (Hu 1961); so for servers, clients and
 * minutes, of all and of each site. Every window counts as the longest one.
 */
#include <stdlib.h>
#include <string.h>

#include "plan/verify_trial.h"

enum {
	PASSES = 64
}; /* over groups that depend on groups; fewer make the bound weaker, not wrong */

/* MINUTES with those of backing out what was converted: the same operators do that, side by side.
 */
enum kind { SERVERS = 0, CLIENTS, MINUTES, MINUTES_BACK, N_KINDS };

/* What windows hold of something at most, and how much of it lies so deep. */
struct resource {
	uint64_t limit; /* UINT64_MAX: no limit */
	uint64_t total;
};

struct bounding {
	struct wsp_trial *trial;
	uint32_t *depth;       /* by server: 0: not in the set */
	wsp_server_id *sorted; /* the set, deepest first */
	uint32_t *count;       /* by depth: scratch */
	uint64_t *minutes;     /* by server: of its visit in a wave */
	struct resource (*site)[N_KINDS];
	uint64_t back_out; /* minutes to take one conversion back */
	uint32_t longest;
	bool strict; /* a chain needs a phase for each of its servers */
	uint64_t phases;
};

static void sum_minutes(struct bounding *bounding)
{
	const struct wsp_trial *trial = bounding->trial;

	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (step && wsp_trial_in_visit(trial, step))
			bounding->minutes[step->server] += trial->minutes[step->action];
	}
}

static bool deepen(struct bounding *bounding, wsp_server_id s, uint32_t depth)
{
	if (bounding->depth[s] == 0 || bounding->depth[s] >= depth)
		return false;
	bounding->depth[s] = depth;
	return true;
}

static bool deepen_server(struct bounding *bounding, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(bounding->trial, s);
	bool changed = false;

	for (uint32_t i = 0; i < up.n; i++)
		changed = deepen(bounding, s, bounding->depth[up.server[i]] + 1) || changed;
	return changed;
}

/* Members that share a phase are as deep as the deepest. */
static bool deepen_set(struct bounding *bounding, const struct wsp_set *set)
{
	const wsp_server_id *member = &bounding->trial->sets.member[set->first];
	uint32_t deepest = 0;
	bool changed = false;

	for (uint32_t m = 0; m < set->n; m++) {
		if (bounding->depth[member[m]] > deepest)
			deepest = bounding->depth[member[m]];
	}
	for (uint32_t m = 0; m < set->n; m++)
		changed = deepen(bounding, member[m], deepest) || changed;
	return changed;
}

static void tell_depths(struct bounding *bounding)
{
	const struct wsp_sets *sets = &bounding->trial->sets;
	bool again = true;

	for (unsigned pass = 0; again && pass < PASSES; pass++) {
		again = false;
		for (wsp_server_id s = 0; s < bounding->trial->topo->n_servers; s++)
			again = deepen_server(bounding, s) || again;
		for (uint32_t i = 0; i < sets->n_groups; i++) {
			const struct wsp_set *set = &sets->set[i];

			if (set->kind != WSP_GROUP_ALIAS || set->is_source)
				again = deepen_set(bounding, set) || again;
		}
	}
}

/* Deepest first. @return how many */
static uint32_t sort(struct bounding *bounding)
{
	uint32_t n_servers = bounding->trial->topo->n_servers;
	uint32_t *count = bounding->count;
	uint32_t n;

	memset(count, 0, ((size_t)n_servers + 2) * sizeof(*count));
	bounding->longest = 0;
	for (wsp_server_id s = 0; s < n_servers; s++) {
		uint32_t depth = bounding->depth[s];

		if (depth > n_servers) /* a cycle through groups: there is no plan at all */
			bounding->depth[s] = depth = n_servers;
		bounding->longest = depth > bounding->longest ? depth : bounding->longest;
		count[depth] += depth > 0;
	}
	for (uint32_t d = bounding->longest; d > 0; d--)
		count[d] += count[d + 1];
	n = count[1];
	for (wsp_server_id s = n_servers; s-- > 0;) {
		if (bounding->depth[s] > 0)
			bounding->sorted[--count[bounding->depth[s]]] = s;
	}
	return n;
}

static void add(
	struct bounding *bounding, struct resource *resource, uint64_t amount, uint32_t depth)
{
	uint64_t above = bounding->strict ? depth - 1 : 0;
	uint64_t need;

	resource->total += amount;
	if (resource->limit == UINT64_MAX || resource->limit == 0)
		return;
	need = resource->total / resource->limit + (resource->total % resource->limit != 0) + above;
	if (need > bounding->phases)
		bounding->phases = need;
}

/* Minutes of work that a window holds when `kept` minutes of it are not for work. */
static uint64_t usable(const struct wsp_trial *trial, uint32_t operators, uint32_t kept)
{
	uint64_t length = wsp_trial_window(trial);

	if (operators == WSP_ABSENT)
		return UINT64_MAX;
	if (kept != WSP_ABSENT)
		length = length > kept ? length - kept : 0;
	return length > 0 ? length * operators : 1;
}

static uint64_t limit_of(uint32_t given)
{
	return given == WSP_ABSENT ? UINT64_MAX : given;
}

static void begin_sites(struct bounding *bounding)
{
	const struct wsp_inventory *inventory = &bounding->trial->topo->inventory;
	uint32_t least = inventory->policy.rollback_reserve;

	for (size_t i = 0; bounding->trial->topo->site && i < inventory->n_sites; i++) {
		const struct wsp_site *site = &inventory->site[i];

		bounding->site[i][SERVERS] =
			(struct resource){limit_of(site->servers_per_window), 0};
		bounding->site[i][CLIENTS] =
			(struct resource){limit_of(site->clients_per_window), 0};
		bounding->site[i][MINUTES] =
			(struct resource){usable(bounding->trial, site->operators, least), 0};
		bounding->site[i][MINUTES_BACK] = (struct resource){UINT64_MAX, 0};
	}
}

/* Minutes of switching `c`, when it is an operator's; those of its site as well. */
static uint64_t add_switch(struct bounding *bounding, wsp_server_id c, uint32_t depth)
{
	struct wsp_trial *trial = bounding->trial;
	uint32_t site = wsp_topology_site(trial->topo, c);
	uint64_t minutes = trial->minutes[WSP_SWITCH_SYNC];

	if (!wsp_trial_has(trial, c, WSP_SWITCH_SYNC))
		return 0;
	if (site != WSP_NO_SITE && trial->topo->inventory.site[site].switch_anytime != WSP_YES)
		add(bounding, &bounding->site[site][MINUTES], minutes, depth);
	return minutes;
}

static void add_server(struct bounding *bounding, struct resource all[N_KINDS], wsp_server_id s)
{
	const struct wsp_topology *topo = bounding->trial->topo;
	uint32_t site = wsp_topology_site(topo, s);
	uint32_t depth = bounding->depth[s];
	uint64_t visit = bounding->minutes[s];
	const uint64_t amount[N_KINDS] = {
		1, topo->server[s].clients, visit, visit + bounding->back_out};

	for (unsigned kind = 0; kind < N_KINDS; kind++) {
		add(bounding, &all[kind], amount[kind], depth);
		if (site != WSP_NO_SITE)
			add(bounding, &bounding->site[site][kind], amount[kind], depth);
	}
	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		uint64_t minutes = add_switch(bounding, c, depth);

		add(bounding, &all[MINUTES], minutes, depth);
		add(bounding, &all[MINUTES_BACK], minutes, depth);
	}
}

/* The bound for the servers whose depth is not 0. */
static uint64_t bound_set(struct bounding *bounding)
{
	struct wsp_trial *trial = bounding->trial;
	const struct wsp_policy *policy = &trial->topo->inventory.policy;
	struct resource all[N_KINDS] = {
		[SERVERS] = {limit_of(policy->servers_per_window), 0},
		[CLIENTS] = {limit_of(policy->clients_per_window), 0},
		[MINUTES] = {usable(trial, policy->operators, policy->rollback_reserve), 0},
		[MINUTES_BACK] = {usable(trial, policy->operators, 0), 0},
	};
	uint32_t n;

	tell_depths(bounding);
	n = sort(bounding);
	bounding->phases = bounding->strict ? bounding->longest : bounding->longest > 0;
	begin_sites(bounding);
	for (uint32_t i = 0; i < n; i++)
		add_server(bounding, all, bounding->sorted[i]);
	return bounding->phases;
}

/* Canaries are marked in `done`. */
static uint64_t bound_bottom_up(struct bounding *bounding, bool canaries)
{
	struct wsp_trial *trial = bounding->trial;

	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		bounding->depth[s] = trial->claims->server[s].strategy == WSP_BOTTOM_UP &&
				     wsp_trial_to_begin(trial, s) &&
				     (trial->done[s] != 0) == canaries;
	return bound_set(bounding);
}

static void mark_claimed(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = wsp_trial_phase(trial, s);

		if (phase > 0 && trial->claims->phase[phase].canary)
			trial->done[s] = 1;
	}
}

static bool goes_top_down(const struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		if (trial->claims->server[s].strategy == WSP_TOP_DOWN &&
			wsp_trial_to_begin(trial, s))
			return true;
	}
	return false;
}

static void judge(struct wsp_trial *trial, uint64_t proved)
{
	const struct wsp_claims *claims = trial->claims;
	unsigned long long least = proved;

	if (claims->lower_bound != WSP_ABSENT && claims->lower_bound > proved)
		wsp_trial_report(trial, claims->n_steps, WSP_NO_SERVER,
			"%u phases are called the fewest there can be, only %llu can be proved",
			claims->lower_bound, least);
	if (!claims->optimal)
		return;
	if (claims->n_phases != proved ||
		(claims->lower_bound != WSP_ABSENT && claims->lower_bound != claims->n_phases))
		wsp_trial_report(trial, claims->n_steps, WSP_NO_SERVER,
			"%u phases are called optimal, that %llu are needed can be proved",
			claims->n_phases, least);
}

static uint64_t prove(struct bounding *bounding)
{
	struct wsp_trial *trial = bounding->trial;
	const struct wsp_policy *policy = &trial->topo->inventory.policy;
	uint64_t proved = goes_top_down(trial);

	bounding->strict = policy->separation != WSP_SEPARATE_ORDER || policy->soak > 0;
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++)
		bounding->back_out += wsp_actions[i].back_out;
	sum_minutes(bounding);
	if (wsp_trial_canary_count(trial) > 0)
		mark_claimed(trial);
	proved += bound_bottom_up(bounding, true);
	proved += bound_bottom_up(bounding, false);
	return proved > 0 || trial->claims->n_phases == 0 ? proved : 1;
}

enum wsp_status wsp_check_bound(struct wsp_trial *trial)
{
	size_t n = (size_t)trial->topo->n_servers + 2;
	struct bounding bounding = {
		.trial = trial,
		.depth = calloc(n, sizeof(*bounding.depth)),
		.sorted = calloc(n, sizeof(*bounding.sorted)),
		.count = calloc(n, sizeof(*bounding.count)),
		.minutes = calloc(n, sizeof(*bounding.minutes)),
		.site = calloc(trial->topo->inventory.n_sites + 1, sizeof(*bounding.site)),
	};
	bool fits = bounding.depth && bounding.sorted && bounding.count && bounding.minutes &&
		    bounding.site && wsp_trial_mark_canaries(trial);

	if (fits)
		judge(trial, prove(&bounding));
	free(bounding.depth);
	free(bounding.sorted);
	free(bounding.count);
	free(bounding.minutes);
	free(bounding.site);
	return fits ? WSP_OK : WSP_NO_MEMORY;
}
