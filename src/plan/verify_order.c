/* Order: which server comes before which (H2, H3, H4). */
#include "plan/plan.h"
#include "plan/verify_trial.h"

/* Only what finds its upstream enforcing, and not being worked on, is switched as a repair. */
static const char *repair_breaks(
	const struct wsp_trial *trial, wsp_server_id up, const struct wsp_claim *step)
{
	if (!wsp_trial_is(trial, up, WSP_FACT_ENFORCES))
		return "is not converted";
	return step->phase == 1 && step->wave == 0
		       ? NULL
		       : "requires SSL already, so the link is to be repaired first";
}

/* How a switch of a downstream of `up` goes against the conversion of `up`. */
static const char *switch_breaks(
	const struct wsp_trial *trial, wsp_server_id up, const struct wsp_claim *step)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, up, WSP_VERIFY_SERVER);
	const struct wsp_claim *begins = wsp_trial_begins(trial, up);

	if (!verified)
		return repair_breaks(trial, up, step);
	if (wsp_trial_is_overlap(trial) && begins && step->action == WSP_SWITCH_SYNC)
		return wsp_trial_precedes(step, begins) ? NULL : "requires SSL before";
	if (verified->phase != step->phase)
		return "is converted in another phase";
	return wsp_trial_precedes(verified, step) ? NULL : "is not verified before";
}

static void check_switch(struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	const struct wsp_claim *step = wsp_trial_find(trial, s, action);
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);
	size_t at = wsp_trial_at(trial, s, action);

	if (step && up.n == 0)
		wsp_trial_report(trial, at, s, "%s of %s: it has no upstream",
			wsp_actions[action].name, wsp_trial_name(trial, s));
	for (uint32_t i = 0; step && i < up.n; i++) {
		const char *broken = switch_breaks(trial, up.server[i], step);

		/* one of several members may have been converted long ago */
		if (!broken || (up.n > 1 && trial->status[up.server[i]] == WSP_STATUS_DONE))
			continue;
		wsp_trial_report(trial, at, s, "%s of %s, but its upstream %s %s",
			wsp_actions[action].name, wsp_trial_name(trial, s),
			wsp_trial_name(trial, up.server[i]), broken);
		wsp_trial_add_link(trial, s);
	}
}

void wsp_check_h2(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		check_switch(trial, s, WSP_SWITCH_SYNC);
		if (wsp_trial_has(trial, s, WSP_VERIFY_SYNC) && wsp_trial_follows(trial, s))
			check_switch(trial, s, WSP_VERIFY_SYNC);
	}
}

/* A soak takes time, and so another phase. */
static bool needs_other_phases(const struct wsp_trial *trial)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;

	return policy->separation != WSP_SEPARATE_ORDER || policy->soak > 0;
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
	return !needs_other_phases(trial) && verified->wave < require->wave;
}

static void check_upstreams_last(struct wsp_trial *trial, wsp_server_id c)
{
	struct wsp_upstreams up = wsp_trial_upstreams(trial, c);

	for (uint32_t i = 0; i < up.n; i++) {
		wsp_server_id s = up.server[i];
		const struct wsp_claim *require = wsp_trial_begins(trial, s);
		size_t at = wsp_trial_at(trial, s, WSP_REQUIRE_SSL);

		if (!require || trial->claims->server[s].strategy != WSP_BOTTOM_UP ||
			is_converted_before(trial, c, require))
			continue;
		wsp_trial_report(trial, at, s, "%s is converted before its downstream %s",
			wsp_trial_name(trial, s), wsp_trial_name(trial, c));
		wsp_trial_add_link(trial, c);
	}
}

void wsp_check_h3(struct wsp_trial *trial)
{
	for (wsp_server_id c = 0; c < trial->topo->n_servers; c++) {
		if (!wsp_trial_is(trial, c, WSP_FACT_RETIRED | WSP_FACT_EXCLUDED))
			check_upstreams_last(trial, c);
	}
}

/* A downstream waits for the verification of those it synchronizes from. */
static void check_upstreams_first(struct wsp_trial *trial, wsp_server_id c)
{
	const struct wsp_claim *begins = wsp_trial_visit(trial, c);
	struct wsp_upstreams up = wsp_trial_upstreams(trial, c);

	for (uint32_t i = 0; begins && i < up.n; i++) {
		const struct wsp_claim *verified =
			wsp_trial_find(trial, up.server[i], WSP_VERIFY_SERVER);

		if (verified && !wsp_trial_precedes(verified, begins))
			wsp_trial_report(trial, (size_t)(begins - trial->claims->step), c,
				"%s is converted before its upstream %s is verified",
				wsp_trial_name(trial, c), wsp_trial_name(trial, up.server[i]));
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
		const struct wsp_claim *begins = wsp_trial_visit(trial, c);
		size_t at = (size_t)(begins ? begins - trial->claims->step : 0);

		if (!begins || wsp_trial_precedes(last, begins))
			continue;
		wsp_trial_report(trial, at, c, "%s is converted before %s beside it is switched",
			wsp_trial_name(trial, c), wsp_trial_name(trial, last->server));
		wsp_trial_add_link(trial, last->server);
	}
}

/* `done` keeps for each server the phase of its tree: that of the first conversion seen in it. */
static void check_one_phase(struct wsp_trial *trial, wsp_server_id s, wsp_server_id root)
{
	const struct wsp_claim *begins = wsp_trial_visit(trial, s);

	if (!begins)
		return;
	if (trial->done[root] == 0)
		trial->done[root] = begins->phase;
	if (trial->done[root] != begins->phase)
		wsp_trial_report(trial, (size_t)(begins - trial->claims->step), s,
			"%s is converted in another phase than the rest of its tree",
			wsp_trial_name(trial, s));
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
		check_upstreams_first(trial, s);
		check_switches_first(trial, s);
		check_one_phase(trial, s, trial->root[s]);
	}
}
