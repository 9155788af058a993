/* Canary: who goes first and alone; and the strategy that was asked for. */
#include <string.h>

#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

uint32_t wsp_trial_canary_count(const struct wsp_trial *trial)
{
	const char *word = wsp_topology_text(trial->topo, trial->topo->inventory.policy.canary);
	uint64_t n;

	return wsp_parse_count(word, strlen(word), &n) && n < UINT32_MAX ? (uint32_t)n : 0;
}

bool wsp_trial_mark_canaries(struct wsp_trial *trial)
{
	const char *rest = wsp_topology_text(trial->topo, trial->topo->inventory.policy.canary);
	struct wsp_text word = {0};
	bool failed = false;
	const char *name;
	size_t length;

	wsp_trial_forget(trial);
	while (wsp_trial_canary_count(trial) == 0 && wsp_list_next(&rest, &name, &length)) {
		wsp_server_id s;

		wsp_text_clear(&word);
		wsp_text_add(&word, name, length);
		failed = failed || word.failed;
		s = wsp_topology_find(trial->topo, wsp_text_get(&word));
		if (s != WSP_NO_SERVER)
			trial->done[s] = 1;
	}
	wsp_text_release(&word);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		if (trial->topo->parent[s] != WSP_NO_SERVER)
			trial->done[s] |= trial->done[trial->topo->parent[s]];
	}
	return !failed;
}

static bool is_bottom_up(const struct wsp_trial *trial, wsp_server_id s)
{
	return trial->claims->server[s].strategy == WSP_BOTTOM_UP;
}

/* Canaries that a number asked for are those of the phases that say so. @return how many */
static uint32_t mark_claimed(struct wsp_trial *trial)
{
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = wsp_trial_phase(trial, s);

		if (phase == 0 || !is_bottom_up(trial, s))
			continue;
		trial->done[s] = trial->claims->phase[phase].canary;
		n += trial->done[s];
	}
	return n;
}

/* Whether `s` could have been a canary as well: a leaf that changes with nobody. */
static bool is_free_leaf(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_topology *topo = trial->topo;

	if (trial->done[s] || wsp_trial_phase(trial, s) == 0 || !is_bottom_up(trial, s) ||
		wsp_trial_is(trial, s, WSP_FACT_IN_SET))
		return false;
	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		if (!wsp_trial_is(trial, c, WSP_FACT_RETIRED))
			return false;
	}
	return true;
}

/* As many as were asked for, or else all leaves are among them. */
static void check_count(struct wsp_trial *trial, uint32_t wanted)
{
	uint32_t n = mark_claimed(trial);
	wsp_server_id left = 0;

	while (left < trial->topo->n_servers && !(n < wanted && is_free_leaf(trial, left)))
		left++;
	if (n > wanted || left < trial->topo->n_servers)
		wsp_trial_report(trial, trial->claims->n_steps,
			left < trial->topo->n_servers ? left : WSP_NO_SERVER,
			"%u canaries are converted first, not %u", n, wanted);
}

static void check_alone(
	struct wsp_trial *trial, wsp_server_id s, const uint64_t *canaries, uint32_t last)
{
	uint32_t phase = wsp_trial_phase(trial, s);

	if (phase == 0 || trial->done[s])
		return;
	if (canaries[phase] > 0)
		wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER), s,
			"%s is converted in phase P%u, which is for canaries",
			wsp_trial_name(trial, s), phase);
	if (is_bottom_up(trial, s) && phase <= last)
		wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER), s,
			"%s is converted in phase P%u, before the last canary in P%u",
			wsp_trial_name(trial, s), phase, last);
}

/* Phases of canaries are those that convert some. */
static void check_phases(struct wsp_trial *trial, const uint64_t *canaries)
{
	for (uint32_t phase = 0; phase <= trial->claims->n_phases; phase++) {
		const struct wsp_phase_claim *row = &trial->claims->phase[phase];

		if (row->canary != (canaries[phase] > 0))
			wsp_trial_report_at(trial, row->place,
				row->canary ? "phase P%u converts no canary"
					    : "phase P%u converts canaries, and does not say so",
				phase);
	}
}

enum wsp_status wsp_check_canary(struct wsp_trial *trial)
{
	uint32_t wanted = wsp_trial_canary_count(trial);
	uint32_t last = 0;
	uint64_t *canaries = trial->sum;

	if (!wsp_trial_mark_canaries(trial))
		return WSP_NO_MEMORY;
	memset(canaries, 0, ((size_t)trial->claims->n_phases + 1) * sizeof(*canaries));
	if (wanted > 0)
		check_count(trial, wanted);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = wsp_trial_phase(trial, s);

		if (!trial->done[s] || !is_bottom_up(trial, s))
			continue;
		canaries[phase] += phase > 0;
		last = phase > last ? phase : last;
	}
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		check_alone(trial, s, canaries, last);
	check_phases(trial, canaries);
	return WSP_OK;
}

/* What was asked for each tree, into `done` of its root; WSP_AUTO: nothing. */
static void read_trees(struct wsp_trial *trial)
{
	const struct wsp_topology *topo = trial->topo;
	const struct wsp_policy *policy = &topo->inventory.policy;

	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		trial->done[s] = policy->strategy ? policy->strategy : WSP_AUTO;
	for (size_t i = 0; i < policy->n_trees; i++) {
		wsp_server_id root =
			wsp_topology_find(topo, wsp_topology_text(topo, policy->tree[i].root));

		if (root != WSP_NO_SERVER)
			trial->done[root] = policy->tree[i].strategy;
	}
}

/* Between a downstream and its upstream top-down leaves no time. */
static void check_soak(struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	if (trial->topo->inventory.policy.soak == 0 || wsp_trial_phase(trial, s) == 0 ||
		is_bottom_up(trial, s))
		return;
	for (uint32_t i = 0; i < up.n; i++) {
		if (wsp_trial_phase(trial, up.server[i]) > 0)
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER), s,
				"%s goes top-down below %s, which leaves no time for the soak",
				wsp_trial_name(trial, s), wsp_trial_name(trial, up.server[i]));
	}
}

void wsp_check_strategy(struct wsp_trial *trial)
{
	const struct wsp_topology *topo = trial->topo;
	const struct wsp_server_claim *server = trial->claims->server;
	uint8_t asked = topo->inventory.policy.strategy;

	read_trees(trial);
	if (trial->claims->chosen && asked && asked != WSP_AUTO && trial->claims->chosen != asked)
		wsp_trial_report(trial, trial->claims->n_steps, WSP_NO_SERVER,
			"the strategy of the plan is not the one of its policy");
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id up = topo->parent[s];
		uint32_t right = up == WSP_NO_SERVER ? trial->done[s] : server[up].strategy;

		if (right != WSP_AUTO && server[s].strategy != right)
			wsp_trial_report(trial, trial->claims->n_steps, s,
				"the strategy of %s is not the one of its tree",
				wsp_trial_name(trial, s));
		check_soak(trial, s);
	}
}
