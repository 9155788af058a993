/* Verify: the table of invariants, and a trial's life. */
#include "plan/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

static enum wsp_status check_capacity(struct wsp_trial *trial)
{
	wsp_check_limits(trial);
	return wsp_check_operators(trial);
}

static void check_outage(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t claimed = trial->claims->server[s].outage_minutes;

		if (claimed != trial->outage[s])
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_SWITCH_SYNC),
				"the link of %s is dead for %u min, not %u",
				wsp_topology_fqdn(trial->topo, s), trial->outage[s], claimed);
	}
}

static void check_safe_to_stop(struct wsp_trial *trial)
{
	for (uint32_t phase = 1; phase <= trial->claims->n_phases; phase++) {
		if (trial->claims->safe_to_stop[phase] != trial->safe[phase])
			wsp_trial_report(trial, trial->claims->n_steps,
				"after phase P%u it is %ssafe to stop", phase,
				trial->safe[phase] ? "" : "not ");
	}
}

static void check_repair(struct wsp_trial *trial)
{
	if (trial->dead_link != WSP_NO_SERVER)
		wsp_trial_report(trial, trial->claims->n_steps,
			"the link of %s is dead and not repaired before other work",
			wsp_topology_fqdn(trial->topo, trial->dead_link));
	if (trial->half_done != WSP_NO_SERVER)
		wsp_trial_report(trial, trial->claims->n_steps,
			"the conversion of %s is begun and not finished before other work",
			wsp_topology_fqdn(trial->topo, trial->half_done));
}

/* One row an invariant; `explore` may run out of memory, `check` needs none. */
static const struct invariant {
	const char *id;
	void (*check)(struct wsp_trial *trial);
	enum wsp_status (*explore)(struct wsp_trial *trial);
} invariants[] = {
	{"H1", wsp_check_h1, NULL},
	{"H2", wsp_check_h2, NULL},
	{"H3", wsp_check_h3, NULL},
	{"H4", wsp_check_h4, NULL},
	{"H5", wsp_check_h5, NULL},
	{"H7", NULL, check_capacity},
	{"H9", wsp_check_h9, NULL},
	{"H10", wsp_check_h10, NULL},
	{"H11", wsp_check_h11, NULL},
	{"order", wsp_check_order, NULL},
	{"minutes", wsp_check_minutes, NULL},
	{"repair", check_repair, NULL},
	{"outage", check_outage, NULL},
	{"safe_to_stop", check_safe_to_stop, NULL},
	{"canary", NULL, wsp_check_canary},
	{"strategy", wsp_check_strategy, NULL},
};

const char *const wsp_invariants[] = {"H1", "H2", "H3", "H4", "H5", "H7", "H9", "H10", "H11",
	"order", "minutes", "repair", "outage", "safe_to_stop", "canary", "strategy", NULL};

_Static_assert(WSP_COUNT(wsp_invariants) == WSP_COUNT(invariants) + 1, "one id a row");

void wsp_trial_report(struct wsp_trial *trial, size_t step, const char *format, ...)
{
	static const char ellipsis[] = "…";
	struct wsp_violation *violation = trial->violation;
	size_t room = sizeof(violation->text);
	va_list arguments;
	int length;

	if (violation->rule && violation->step <= step)
		return;
	violation->rule = "";
	violation->step = step;
	va_start(arguments, format);
	length = vsnprintf(violation->text, room, format, arguments);
	va_end(arguments);
	if (length >= (int)room)
		memcpy(violation->text + room - sizeof(ellipsis), ellipsis, sizeof(ellipsis));
}

const struct wsp_claim *wsp_trial_step(const struct wsp_trial *trial, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];

	if (step->server >= trial->topo->n_servers || step->action >= WSP_N_ACTIONS ||
		step->phase > trial->claims->n_phases)
		return NULL;
	return step;
}

void wsp_trial_forget(struct wsp_trial *trial)
{
	memset(trial->done, 0, trial->topo->n_servers * sizeof(*trial->done));
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
		!wsp_trial_find(trial, s, WSP_UNREQUIRE_SSL))
		return NULL;
	return wsp_trial_find(trial, s, WSP_REQUIRE_SSL);
}

bool wsp_trial_in_visit(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *last = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);

	if (wsp_actions[step->action].part != WSP_PART_CONVERSION)
		return false;
	return last ? step->phase == last->phase && step->wave == last->wave : step->wave != 0;
}

static void index_steps(struct wsp_trial *trial)
{
	size_t n = (size_t)trial->topo->n_servers * WSP_N_ACTIONS;
	uint32_t n_steps = (uint32_t)trial->claims->n_steps;

	for (size_t i = 0; i < n; i++)
		trial->first[i] = n_steps;
	for (uint32_t i = n_steps; i-- > 0;) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (step)
			trial->first[(size_t)step->server * WSP_N_ACTIONS + step->action] = i;
	}
}

enum wsp_status wsp_trial_begin(struct wsp_trial *trial, const struct wsp_claims *claims)
{
	size_t n = (size_t)claims->topo->n_servers + 1;
	size_t n_phases = (size_t)claims->n_phases + 1;

	*trial = (struct wsp_trial){
		.claims = claims,
		.topo = claims->topo,
		.fact = calloc(n, sizeof(*trial->fact)),
		.status = calloc(n, sizeof(*trial->status)),
		.first = calloc(n, WSP_N_ACTIONS * sizeof(*trial->first)),
		.done = calloc(n, sizeof(*trial->done)),
		.root = calloc(n, sizeof(*trial->root)),
		.busy_until = calloc(n, sizeof(*trial->busy_until)),
		.outage = calloc(n, sizeof(*trial->outage)),
		.by_phase = calloc(n_phases, sizeof(*trial->by_phase)),
		.sum_by_phase = calloc(n_phases, sizeof(*trial->sum_by_phase)),
		.safe = calloc(n_phases, sizeof(*trial->safe)),
	};
	if (claims->n_steps >= UINT32_MAX || !trial->fact || !trial->status || !trial->first ||
		!trial->done || !trial->root || !trial->busy_until || !trial->outage ||
		!trial->by_phase || !trial->sum_by_phase || !trial->safe)
		return WSP_NO_MEMORY;
	index_steps(trial);
	wsp_trial_read_facts(trial);
	return wsp_trial_replay(trial);
}

void wsp_trial_release(struct wsp_trial *trial)
{
	free(trial->fact);
	free(trial->status);
	free(trial->first);
	free(trial->done);
	free(trial->root);
	free(trial->busy_until);
	free(trial->outage);
	free(trial->by_phase);
	free(trial->sum_by_phase);
	free(trial->safe);
	*trial = (struct wsp_trial){0};
}

static enum wsp_status judge(struct wsp_trial *trial, const struct invariant *invariant)
{
	trial->violation->rule = NULL;
	if (invariant->explore)
		return invariant->explore(trial);
	invariant->check(trial);
	return WSP_OK;
}

size_t wsp_verify(
	const struct wsp_claims *claims, struct wsp_violation *ret_violation, size_t n_max)
{
	struct wsp_violation violation = {0};
	struct wsp_trial trial;
	enum wsp_status status = wsp_trial_begin(&trial, claims);
	size_t n = 0;

	trial.violation = &violation;
	for (size_t i = 0; i < WSP_COUNT(invariants) && status == WSP_OK; i++) {
		status = judge(&trial, &invariants[i]);
		if (!violation.rule)
			continue;
		violation.rule = invariants[i].id;
		if (n < n_max)
			ret_violation[n] = violation;
		n++;
	}
	wsp_trial_release(&trial);
	return status == WSP_OK ? n : SIZE_MAX;
}
