/* Limits (H7): what a window, its sites, its operators and an upstream can carry. */
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

static uint64_t weight_of(const struct wsp_trial *trial, wsp_server_id s, bool clients)
{
	return clients ? trial->topo->server[s].clients : 1;
}

static void check_limit(struct wsp_trial *trial, uint32_t limit, bool clients)
{
	uint64_t *sum = trial->sum;

	if (limit == WSP_ABSENT || wsp_trial_is_waived(trial))
		return;
	memset(sum, 0, ((size_t)trial->claims->n_phases + 1) * sizeof(*sum));
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = wsp_trial_phase(trial, s);

		if (phase == 0)
			continue;
		sum[phase] += weight_of(trial, s, clients);
		if (sum[phase] > limit)
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER), s,
				"phase P%u converts more than %u %s", phase, limit,
				clients ? "clients" : "servers");
	}
}

/* What sites carry in the phase that is looked at. */
struct site_load {
	uint32_t phase;
	uint64_t servers, clients;
};

static void add_to_site(struct wsp_trial *trial, struct site_load *load, wsp_server_id s)
{
	const struct wsp_site *site =
		&trial->topo->inventory.site[wsp_topology_site(trial->topo, s)];
	uint32_t phase = wsp_trial_phase(trial, s);
	size_t at = wsp_trial_at(trial, s, WSP_VERIFY_SERVER);
	const char *name = wsp_topology_text(trial->topo, site->name);

	if (load->phase != phase)
		*load = (struct site_load){.phase = phase};
	load->servers++;
	load->clients += trial->topo->server[s].clients;
	if (site->servers_per_window != WSP_ABSENT && load->servers > site->servers_per_window)
		wsp_trial_report(trial, at, s, "phase P%u converts more than %u servers of site %s",
			phase, site->servers_per_window, name);
	if (site->clients_per_window != WSP_ABSENT && load->clients > site->clients_per_window)
		wsp_trial_report(trial, at, s, "phase P%u converts more than %u clients of site %s",
			phase, site->clients_per_window, name);
}

/* Conversions are met phase by phase, since the steps are. */
static bool check_sites(struct wsp_trial *trial)
{
	struct site_load *load;

	if (!trial->topo->site || wsp_trial_is_waived(trial))
		return true;
	load = calloc(trial->topo->inventory.n_sites + 1, sizeof(*load));
	for (size_t i = 0; load && i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		uint32_t site = step ? wsp_topology_site(trial->topo, step->server) : WSP_NO_SITE;

		if (site != WSP_NO_SITE && step->action == WSP_VERIFY_SERVER && step->wave > 0 &&
			wsp_trial_at(trial, step->server, WSP_VERIFY_SERVER) == i)
			add_to_site(trial, &load[site], step->server);
	}
	free(load);
	return load != NULL;
}

/* Operators at work, all and by site; the last row is all. */
struct crew {
	struct wsp_trial *trial;
	struct wsp_heap *busy;
	uint32_t n_sites;
};

/* When the operator who begins `step` is free again; the start itself: the step needs nobody new.
 */
static uint32_t busy_until(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *last;

	if (!wsp_trial_in_visit(trial, step))
		return step->start + trial->minutes[step->action];
	if (trial->done[step->server])
		return step->start;
	trial->done[step->server] = 1;
	last = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);
	return last ? last->finish : step->finish;
}

/* Hold an operator from `start` on; those who are free by then come back first. */
static bool hold(struct wsp_heap *busy, uint32_t start, uint32_t until, size_t i)
{
	while (busy->n > 0 && busy->key[0] >> 32 <= start)
		wsp_heap_pop(busy);
	return wsp_heap_push(busy, (uint64_t)until << 32 | (uint32_t)i);
}

/* The site whose operators do a step, n_sites: of none that counts them. */
static uint32_t site_of(const struct crew *crew, const struct wsp_claim *step)
{
	uint32_t site = wsp_topology_site(crew->trial->topo, step->server);
	const struct wsp_site *row;

	if (site == WSP_NO_SITE)
		return crew->n_sites;
	row = &crew->trial->topo->inventory.site[site];
	if (row->operators == WSP_ABSENT ||
		(row->switch_anytime == WSP_YES &&
			(wsp_actions[step->action].part == WSP_PART_DOWNSTREAM ||
				step->action == WSP_UNSWITCH_SYNC)))
		return crew->n_sites;
	return site;
}

static bool take_operator(struct crew *crew, size_t i)
{
	struct wsp_trial *trial = crew->trial;
	const struct wsp_claim *step = &trial->claims->step[i];
	const struct wsp_inventory *inventory = &trial->topo->inventory;
	uint32_t until = busy_until(trial, step);
	uint32_t site = site_of(crew, step);

	if (until <= step->start)
		return true;
	if (!hold(&crew->busy[crew->n_sites], step->start, until, i))
		return false;
	if (crew->busy[crew->n_sites].n > inventory->policy.operators)
		wsp_trial_report(trial, i, step->server,
			"minute %u of phase P%u needs %zu operators, there are %u", step->start,
			step->phase, crew->busy[crew->n_sites].n, inventory->policy.operators);
	if (site == crew->n_sites)
		return true;
	if (!hold(&crew->busy[site], step->start, until, i))
		return false;
	if (crew->busy[site].n > inventory->site[site].operators)
		wsp_trial_report(trial, i, step->server,
			"minute %u of phase P%u needs %zu operators at site %s, there are %u",
			step->start, step->phase, crew->busy[site].n,
			wsp_topology_text(trial->topo, inventory->site[site].name),
			inventory->site[site].operators);
	return true;
}

static bool check_operators(struct crew *crew)
{
	struct wsp_trial *trial = crew->trial;
	uint32_t phase = 0;
	bool fits = true;

	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps && fits; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step || step->start == WSP_ABSENT)
			continue;
		for (uint32_t k = 0; step->phase != phase && k <= crew->n_sites; k++)
			crew->busy[k].n = 0;
		phase = step->phase;
		fits = take_operator(crew, i);
	}
	return fits;
}

static bool check_crew(struct wsp_trial *trial)
{
	struct crew crew = {
		.trial = trial,
		.n_sites = trial->topo->site ? (uint32_t)trial->topo->inventory.n_sites : 0,
	};
	bool fits;

	crew.busy = calloc((size_t)crew.n_sites + 1, sizeof(*crew.busy));
	fits = crew.busy && check_operators(&crew);
	for (uint32_t k = 0; crew.busy && k <= crew.n_sites; k++)
		wsp_heap_release(&crew.busy[k]);
	free(crew.busy);
	return fits;
}

/* First synchronizations from one upstream; `also` keeps the phase its heap is of. */
static bool take_sync(struct wsp_trial *trial, struct wsp_heap *busy, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	wsp_server_id up = trial->topo->parent[step->server];
	uint32_t limit = trial->topo->inventory.policy.syncs_per_upstream;

	if (trial->also[up] != step->phase)
		busy[up].n = 0;
	trial->also[up] = step->phase;
	if (!hold(&busy[up], step->start, step->finish, i))
		return false;
	if (busy[up].n > limit)
		wsp_trial_report(trial, i, step->server,
			"minute %u of phase P%u has %zu first synchronizations from %s, not %u",
			step->start, step->phase, busy[up].n, wsp_trial_name(trial, up), limit);
	return true;
}

static bool check_syncs(struct wsp_trial *trial)
{
	const struct wsp_topology *topo = trial->topo;
	struct wsp_heap *busy;
	bool fits;

	if (topo->inventory.policy.syncs_per_upstream == WSP_ABSENT)
		return true;
	busy = calloc((size_t)topo->n_servers + 1, sizeof(*busy));
	fits = busy != NULL;
	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps && fits; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (step && step->action == WSP_VERIFY_SYNC && step->start != WSP_ABSENT &&
			topo->parent[step->server] != WSP_NO_SERVER)
			fits = take_sync(trial, busy, i);
	}
	for (wsp_server_id s = 0; busy && s < topo->n_servers; s++)
		wsp_heap_release(&busy[s]);
	free(busy);
	return fits;
}

enum wsp_status wsp_check_h7(struct wsp_trial *trial)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;

	check_limit(trial, policy->servers_per_window, false);
	check_limit(trial, policy->clients_per_window, true);
	return check_sites(trial) && check_crew(trial) && check_syncs(trial) ? WSP_OK
									     : WSP_NO_MEMORY;
}
