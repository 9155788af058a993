/* Trial: its life, and what the invariants ask about steps and servers. */
#include "plan/verify_trial.h"

#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

static bool is_sound(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	return step->action < WSP_N_ACTIONS && step->phase <= trial->claims->n_phases;
}

const struct wsp_claim *wsp_trial_step(const struct wsp_trial *trial, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];

	if (step->shared != WSP_NO_SHARED || step->server >= trial->topo->n_servers ||
		!is_sound(trial, step))
		return NULL;
	return step;
}

uint32_t wsp_trial_step_set(const struct wsp_trial *trial, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	const struct wsp_shared_claim *shared;
	uint32_t row;

	if (step->shared >= trial->claims->n_shared || !is_sound(trial, step))
		return WSP_NO_SET;
	shared = &trial->claims->shared[step->shared];
	row = shared->object;
	if (shared->action != step->action)
		return WSP_NO_SET;
	if (!shared->policy)
		return row < trial->sets.n_groups ? row : WSP_NO_SET;
	return row < trial->sets.n_sets - trial->sets.n_groups ? trial->sets.n_groups + row
							       : WSP_NO_SET;
}

void wsp_trial_forget(struct wsp_trial *trial)
{
	memset(trial->done, 0, trial->topo->n_servers * sizeof(*trial->done));
	memset(trial->also, 0, trial->topo->n_servers * sizeof(*trial->also));
}

struct wsp_upstreams wsp_trial_upstreams(const struct wsp_trial *trial, wsp_server_id s)
{
	uint32_t group = wsp_topology_link_group(trial->topo, s);
	const wsp_server_id *parent = &trial->topo->parent[s];

	if (group != WSP_NO_GROUP && trial->sets.set[group].n > 0)
		return (struct wsp_upstreams){&trial->sets.member[trial->sets.set[group].first],
			trial->sets.set[group].n};
	if (*parent == WSP_NO_SERVER || wsp_trial_is(trial, *parent, WSP_FACT_RETIRED))
		return (struct wsp_upstreams){NULL, 0};
	return (struct wsp_upstreams){parent, 1};
}

bool wsp_trial_precedes(const struct wsp_claim *before, const struct wsp_claim *after)
{
	if (before >= after || before->phase > after->phase)
		return false;
	if (before->phase < after->phase || before->finish == WSP_ABSENT)
		return true;
	return before->finish <= after->start;
}

const struct wsp_claim *wsp_trial_begins(const struct wsp_trial *trial, wsp_server_id s)
{
	if (wsp_trial_is(trial, s, WSP_FACT_ENFORCES) &&
		!wsp_trial_has(trial, s, WSP_UNREQUIRE_SSL))
		return NULL;
	return wsp_trial_find(trial, s, WSP_REQUIRE_SSL);
}

bool wsp_trial_in_visit(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *last;

	if (wsp_actions[step->action].part != WSP_PART_CONVERSION || step->phase == 0)
		return false;
	last = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);
	return last ? step->phase == last->phase && step->wave == last->wave : step->wave != 0;
}

const struct wsp_claim *wsp_trial_visit(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *first = wsp_trial_begins(trial, s);

	for (int action = WSP_BACK_UP; first && action < WSP_REQUIRE_SSL; action++) {
		const struct wsp_claim *step = wsp_trial_find(trial, s, (enum wsp_action)action);

		if (step && step < first && wsp_trial_in_visit(trial, step))
			first = step;
	}
	return first;
}

uint32_t wsp_trial_phase(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	return verified && verified->wave > 0 ? verified->phase : 0;
}

bool wsp_trial_to_begin(const struct wsp_trial *trial, wsp_server_id s)
{
	return trial->status[s] == WSP_STATUS_CONVERT &&
	       (!wsp_trial_is(trial, s, WSP_FACT_ENFORCES) ||
		       wsp_trial_has(trial, s, WSP_UNREQUIRE_SSL));
}

bool wsp_trial_is_left_half(const struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	return wsp_trial_follows(trial, s) && wsp_trial_is(trial, up.server[0], WSP_FACT_HELD) &&
	       wsp_trial_is(trial, up.server[0], WSP_FACT_HALF);
}

bool wsp_trial_follows(const struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	return up.n > 0 && wsp_trial_is(trial, s, WSP_FACT_SUP) &&
	       wsp_trial_is(trial, up.server[0], WSP_FACT_SUP);
}

const struct wsp_zone *wsp_trial_zone(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_zones *zones = &trial->claims->calendar->zones;
	uint32_t site = wsp_topology_site(trial->topo, s);

	return &zones->zone[site == WSP_NO_SITE || !zones->of_site ? 0 : zones->of_site[site]];
}

static void index_steps(struct wsp_trial *trial)
{
	size_t n = (size_t)trial->topo->n_servers * WSP_N_ACTIONS;
	uint32_t n_steps = (uint32_t)trial->claims->n_steps;

	for (size_t i = 0; i < n; i++)
		trial->first[i] = n_steps;
	for (uint32_t i = 0; i < trial->sets.n_sets; i++)
		trial->shared_step[i] = n_steps;
	for (uint32_t i = n_steps; i-- > 0;) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		uint32_t set = step ? WSP_NO_SET : wsp_trial_step_set(trial, i);

		if (step)
			trial->first[(size_t)step->server * WSP_N_ACTIONS + step->action] = i;
		if (set != WSP_NO_SET)
			trial->shared_step[set] = i;
	}
}

/* What phases hold. */
static void sum_phases(struct wsp_trial *trial)
{
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step)
			continue;
		if (step->finish != WSP_ABSENT && step->finish > trial->last_minute[step->phase])
			trial->last_minute[step->phase] = step->finish;
		trial->links[step->phase] += step->action == WSP_VERIFY_SYNC;
		trial->visits[step->phase] += step->action == WSP_VERIFY_SERVER;
		if (step->action == WSP_VERIFY_CLIENTS)
			trial->has_clients[step->phase] = true;
	}
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		trial->converted[wsp_trial_phase(trial, s)]++;
	trial->converted[0] = 0;
}

static bool allocate(struct wsp_trial *trial)
{
	size_t n = (size_t)trial->topo->n_servers + 1;
	size_t n_phases = (size_t)trial->claims->n_phases + 1;

	trial->fact = calloc(n, sizeof(*trial->fact));
	trial->status = calloc(n, sizeof(*trial->status));
	trial->first = calloc(n, WSP_N_ACTIONS * sizeof(*trial->first));
	trial->shared_step = calloc((size_t)trial->sets.n_sets + 1, sizeof(*trial->shared_step));
	trial->owner = calloc(n, sizeof(*trial->owner));
	trial->clients = calloc(n, sizeof(*trial->clients));
	trial->link = calloc(n, sizeof(*trial->link));
	trial->converted = calloc(n_phases, sizeof(*trial->converted));
	trial->visits = calloc(n_phases, sizeof(*trial->visits));
	trial->links = calloc(n_phases, sizeof(*trial->links));
	trial->last_minute = calloc(n_phases, sizeof(*trial->last_minute));
	trial->has_clients = calloc(n_phases, sizeof(*trial->has_clients));
	trial->safe = calloc(n_phases, sizeof(*trial->safe));
	trial->done = calloc(n, sizeof(*trial->done));
	trial->also = calloc(n, sizeof(*trial->also));
	trial->root = calloc(n, sizeof(*trial->root));
	trial->sum = calloc(n_phases, sizeof(*trial->sum));
	return trial->fact && trial->status && trial->first && trial->shared_step && trial->owner &&
	       trial->clients && trial->link && trial->converted && trial->visits && trial->links &&
	       trial->last_minute && trial->has_clients && trial->safe && trial->done &&
	       trial->also && trial->root && trial->sum;
}

enum wsp_status wsp_trial_begin(struct wsp_trial *trial, const struct wsp_claims *claims)
{
	*trial = (struct wsp_trial){.claims = claims, .topo = claims->topo};
	if (claims->n_steps >= UINT32_MAX || !wsp_sets_read(&trial->sets, trial->topo) ||
		!allocate(trial))
		return WSP_NO_MEMORY;
	index_steps(trial);
	wsp_trial_read_facts(trial);
	sum_phases(trial);
	if (wsp_trial_read_waves(trial) != WSP_OK)
		return WSP_NO_MEMORY;
	return wsp_trial_tell_status(trial);
}

void wsp_trial_release(struct wsp_trial *trial)
{
	void *const array[] = {trial->fact, trial->status, trial->first, trial->shared_step,
		trial->owner, trial->clients, trial->link, trial->converted, trial->visits,
		trial->links, trial->last_minute, trial->has_clients, trial->safe, trial->done,
		trial->also, trial->root, trial->sum, trial->wave};

	for (size_t i = 0; i < sizeof(array) / sizeof(array[0]); i++)
		free(array[i]);
	wsp_sets_release(&trial->sets);
	*trial = (struct wsp_trial){0};
}
