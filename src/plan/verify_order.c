/* Order: who comes before whom (H2, H3, H4), canaries, and the strategy that was asked for. */
#include <string.h>

#include "base/list.h"
#include "base/text.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

static const char *name(const struct wsp_trial *trial, wsp_server_id s)
{
	return wsp_topology_fqdn(trial->topo, s);
}

/* Only what finds its upstream enforcing, and not being worked on, is switched as a repair. */
static const char *switch_breaks(
	const struct wsp_trial *trial, wsp_server_id up, const struct wsp_claim *step)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, up, WSP_VERIFY_SERVER);

	if (!verified && !wsp_trial_is(trial, up, WSP_FACT_ENFORCES))
		return "its upstream is not converted";
	if (!verified)
		return step->phase == 1 && step->wave == 0
			       ? NULL
			       : "its link is dead already and is to be repaired first";
	if (verified->phase != step->phase)
		return "its upstream is converted in another phase";
	return wsp_trial_precedes(verified, step) ? NULL : "its upstream is not verified before";
}

void wsp_check_h2(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		const struct wsp_claim *step = wsp_trial_find(trial, s, WSP_SWITCH_SYNC);
		const char *broken;

		if (!step)
			continue;
		broken = trial->topo->parent[s] == WSP_NO_SERVER
				 ? "it has no upstream"
				 : switch_breaks(trial, trial->topo->parent[s], step);
		if (broken)
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_SWITCH_SYNC),
				"switch-sync of %s: %s", name(trial, s), broken);
	}
}

/* Whether downstream `c` is converted when its upstream's `require` begins. */
static bool is_converted_before(
	const struct wsp_trial *trial, wsp_server_id c, const struct wsp_claim *require)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, c, WSP_VERIFY_SERVER);

	if (!verified)
		return wsp_trial_is(trial, c, WSP_FACT_DONE);
	if (verified->phase != require->phase)
		return verified->phase < require->phase;
	return trial->topo->inventory.policy.separation == WSP_SEPARATE_ORDER &&
	       verified->wave < require->wave;
}

static void check_downstreams_first(struct wsp_trial *trial, wsp_server_id s)
{
	size_t i = wsp_trial_at(trial, s, WSP_REQUIRE_SSL);
	const struct wsp_claim *require = wsp_trial_begins(trial, s);

	for (wsp_server_id c = trial->topo->child_begin[s];
		require && c < trial->topo->child_begin[s + 1]; c++) {
		if (!wsp_trial_is(trial, c, WSP_FACT_RETIRED | WSP_FACT_EXCLUDED) &&
			!is_converted_before(trial, c, require))
			wsp_trial_report(trial, i, "%s is converted before its downstream %s",
				name(trial, s), name(trial, c));
	}
}

void wsp_check_h3(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		if (trial->claims->server[s].strategy == WSP_BOTTOM_UP)
			check_downstreams_first(trial, s);
	}
}

/* The first step of the visit that begins the conversion of `s`. */
static const struct wsp_claim *visit_begins(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *first = wsp_trial_begins(trial, s);

	if (!first)
		return NULL;
	for (int action = WSP_BACK_UP; action < WSP_REQUIRE_SSL; action++) {
		const struct wsp_claim *step = wsp_trial_find(trial, s, (enum wsp_action)action);

		if (step && step < first && wsp_trial_in_visit(trial, step))
			first = step;
	}
	return first;
}

/* The last step that the downstreams of `s` have to wait for: its verification, their switches. */
static void check_downstreams_after(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_topology *topo = trial->topo;
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	for (wsp_server_id c = topo->child_begin[s]; verified && c < topo->child_begin[s + 1];
		c++) {
		const struct wsp_claim *begins = visit_begins(trial, c);

		if (begins && !wsp_trial_precedes(verified, begins))
			wsp_trial_report(trial, (size_t)(begins - trial->claims->step),
				"%s is converted before its upstream %s is verified",
				name(trial, c), name(trial, s));
	}
}

static const struct wsp_claim *last_switch(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *last = NULL;

	for (wsp_server_id c = trial->topo->child_begin[s]; c < trial->topo->child_begin[s + 1];
		c++) {
		const struct wsp_claim *step = wsp_trial_find(trial, c, WSP_SWITCH_SYNC);

		if (step && (!last || step->phase > last->phase ||
				    (step->phase == last->phase && step->finish > last->finish)))
			last = step;
	}
	return last;
}

static void check_switches_first(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_topology *topo = trial->topo;
	const struct wsp_claim *last = last_switch(trial, s);

	for (wsp_server_id c = topo->child_begin[s]; last && c < topo->child_begin[s + 1]; c++) {
		const struct wsp_claim *begins = visit_begins(trial, c);

		if (begins && !wsp_trial_precedes(last, begins))
			wsp_trial_report(trial, (size_t)(begins - trial->claims->step),
				"%s is converted before %s beside it is switched", name(trial, c),
				name(trial, last->server));
	}
}

/* `done` keeps for each server the phase of its tree: that of the first conversion seen in it. */
static void check_one_phase(struct wsp_trial *trial, wsp_server_id s, wsp_server_id root)
{
	const struct wsp_claim *begins = visit_begins(trial, s);

	if (!begins)
		return;
	if (trial->done[root] == 0)
		trial->done[root] = begins->phase;
	if (trial->done[root] != begins->phase)
		wsp_trial_report(trial, (size_t)(begins - trial->claims->step),
			"%s is converted in another phase than the rest of its tree",
			name(trial, s));
}

/* Top-down; parents know their root before their children ask. */
void wsp_check_h4(struct wsp_trial *trial)
{
	wsp_trial_forget(trial);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		wsp_server_id up = trial->topo->parent[s];

		trial->root[s] = up == WSP_NO_SERVER ? s : trial->root[up];
		if (trial->claims->server[s].strategy != WSP_TOP_DOWN)
			continue;
		check_downstreams_after(trial, s);
		check_switches_first(trial, s);
		check_one_phase(trial, s, trial->root[s]);
	}
}

/* Mark the canaries of the list, and all below them. @return false when memory ran out */
static bool mark_canaries(struct wsp_trial *trial)
{
	const char *rest = wsp_topology_text(trial->topo, trial->topo->inventory.policy.canary);
	struct wsp_text word = {0};
	bool failed = false;
	const char *name;
	size_t length;

	wsp_trial_forget(trial);
	while (wsp_list_next(&rest, &name, &length)) {
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

/* The phase in which `s` is converted, repairs aside; 0: none. */
static uint32_t phase_of(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	return verified && verified->wave > 0 ? verified->phase : 0;
}

static void check_alone(struct wsp_trial *trial, wsp_server_id s, uint32_t last)
{
	uint32_t phase = phase_of(trial, s);

	if (phase == 0 || trial->done[s])
		return;
	if (trial->by_phase[phase] > 0)
		wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER),
			"%s is converted in phase P%u, which is for canaries", name(trial, s),
			phase);
	if (trial->claims->server[s].strategy == WSP_BOTTOM_UP && phase <= last)
		wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER),
			"%s is converted in phase P%u, before the last canary in P%u",
			name(trial, s), phase, last);
}

enum wsp_status wsp_check_canary(struct wsp_trial *trial)
{
	uint32_t last = 0;

	if (!mark_canaries(trial))
		return WSP_NO_MEMORY;
	memset(trial->by_phase, 0, (trial->claims->n_phases + 1) * sizeof(*trial->by_phase));
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = phase_of(trial, s);

		if (!trial->done[s] || trial->claims->server[s].strategy != WSP_BOTTOM_UP)
			continue;
		trial->by_phase[phase] += phase > 0;
		last = phase > last ? phase : last;
	}
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		check_alone(trial, s, last);
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

void wsp_check_strategy(struct wsp_trial *trial)
{
	const struct wsp_topology *topo = trial->topo;
	const struct wsp_server_claim *server = trial->claims->server;

	read_trees(trial);
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id up = topo->parent[s];
		uint32_t right = up == WSP_NO_SERVER ? trial->done[s] : server[up].strategy;

		if (right != WSP_AUTO && server[s].strategy != right)
			wsp_trial_report(trial, trial->claims->n_steps,
				"the strategy of %s is not the one of its tree", name(trial, s));
	}
}
