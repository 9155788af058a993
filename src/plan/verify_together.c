/* Together (H6): servers that share a phase, a database, a load balancer or their clients. */
#include "plan/verify_trial.h"

static wsp_server_id member(const struct wsp_trial *trial, const struct wsp_set *set, uint32_t m)
{
	return trial->sets.member[set->first + m];
}

/* Whether its members are converted in one phase. */
static bool shares_phase(const struct wsp_set *set)
{
	return !set->policy && (set->kind != WSP_GROUP_ALIAS || set->is_source);
}

static void check_phase(struct wsp_trial *trial, const struct wsp_set *set)
{
	const struct wsp_claim *one = NULL;

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);
		const struct wsp_claim *begins = wsp_trial_begins(trial, s);

		if (!begins)
			continue;
		if (one && one->phase != begins->phase)
			wsp_trial_report(trial, (size_t)(begins - trial->claims->step), s,
				"%s is converted in phase P%u, %s of the same group in P%u",
				wsp_trial_name(trial, s), begins->phase,
				wsp_trial_name(trial, one->server), one->phase);
		one = begins;
	}
}

/* `at_work`: the member that the set's work was last on. */
static void check_node(struct wsp_trial *trial, size_t i, const struct wsp_claim *step,
	const struct wsp_set *set, wsp_server_id *at_work)
{
	const struct wsp_claim *verified;

	if (*at_work == step->server)
		return;
	verified = *at_work == WSP_NO_SERVER ? NULL
					     : wsp_trial_find(trial, *at_work, WSP_VERIFY_SERVER);
	if (*at_work != WSP_NO_SERVER && (!verified || !wsp_trial_precedes(verified, step)))
		wsp_trial_report(trial, i, step->server,
			"%s of %s, but %s of the group %.*s is not verified yet",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
			wsp_trial_name(trial, *at_work), (int)set->address_length, set->address);
	*at_work = step->server;
}

/* One node after the other, in the order of the steps; what is repaired is broken already. */
static void check_nodes(struct wsp_trial *trial)
{
	const struct wsp_sets *sets = &trial->sets;
	wsp_server_id *at_work = sets->at_work;

	for (uint32_t i = 0; i < sets->n_sets; i++)
		at_work[i] = WSP_NO_SERVER;
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step || !wsp_trial_is(trial, step->server, WSP_FACT_IN_SET) ||
			step->wave == 0 || !wsp_trial_in_visit(trial, step))
			continue;
		for (uint32_t k = sets->of_begin[step->server];
			k < sets->of_begin[step->server + 1]; k++) {
			const struct wsp_set *set = &sets->set[sets->of[k]];

			if (!set->policy && set->kind != WSP_GROUP_ALIAS)
				check_node(trial, i, step, set, &at_work[sets->of[k]]);
		}
	}
}

static void check_database(struct wsp_trial *trial, const struct wsp_set *set)
{
	static const enum wsp_action actions[] = {
		WSP_SWITCH_SYNC, WSP_VERIFY_SYNC, WSP_UNSWITCH_SYNC};

	for (uint32_t m = 1; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);

		for (unsigned a = 0; a < sizeof(actions) / sizeof(actions[0]); a++) {
			if (wsp_trial_has(trial, s, actions[a]))
				wsp_trial_report(trial, wsp_trial_at(trial, s, actions[a]), s,
					"%s of %s, whose database has the setting of %s",
					wsp_actions[actions[a]].name, wsp_trial_name(trial, s),
					wsp_trial_name(trial, member(trial, set, 0)));
		}
	}
}

/* Whether `s` answers over HTTPS, tested, before step `i`. */
static bool is_ready(const struct wsp_trial *trial, wsp_server_id s, size_t i)
{
	bool is_bound = wsp_trial_is(trial, s, WSP_FACT_BOUND) ||
			wsp_trial_at(trial, s, WSP_BIND_CERTIFICATE) < i;
	bool is_tested = wsp_trial_at(trial, s, WSP_TEST_HTTPS) < i ||
			 (wsp_trial_is(trial, s, WSP_FACT_BOUND) &&
				 wsp_trial_is(trial, s, WSP_FACT_ENFORCES));

	return is_bound && is_tested;
}

/* What moves clients, or the balancer, at step `i`: all members have to be there by then. */
static void check_ready(struct wsp_trial *trial, const struct wsp_set *set, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);

		if (!is_ready(trial, s, i))
			wsp_trial_report(trial, i, s,
				"%s at %.*s before %s is bound and tested, %u clients of it",
				wsp_actions[step->action].name, (int)set->address_length,
				set->address, wsp_trial_name(trial, s),
				trial->topo->server[s].clients);
	}
}

/* Nobody requires SSL while clients of the others may still come over HTTP. */
static void check_before_require(struct wsp_trial *trial, const struct wsp_set *set, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);
		const struct wsp_claim *begins = wsp_trial_begins(trial, s);

		if (begins && !wsp_trial_precedes(step, begins))
			wsp_trial_report(trial, (size_t)(begins - trial->claims->step), s,
				"%s requires SSL before %s at %.*s, %llu clients of it",
				wsp_trial_name(trial, s), wsp_actions[step->action].name,
				(int)set->address_length, set->address,
				(unsigned long long)trial->topo->server[s].clients);
	}
}

static void check_step_of_set(struct wsp_trial *trial, const struct wsp_set *set, size_t i)
{
	check_ready(trial, set, i);
	check_before_require(trial, set, i);
}

/* Clients of an alias or a balancer may come to any member, whoever pointed them. */
static void check_pointing(struct wsp_trial *trial, const struct wsp_set *set)
{
	size_t first = trial->claims->n_steps, last = 0;

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);
		size_t at = wsp_trial_at(trial, s, WSP_POINT_CLIENTS);

		if (at == trial->claims->n_steps || !wsp_trial_begins(trial, s))
			continue;
		first = at < first ? at : first;
		last = at > last ? at : last;
	}
	if (first == trial->claims->n_steps)
		return;
	check_ready(trial, set, first);
	check_before_require(trial, set, last);
}

static void check_balancer(struct wsp_trial *trial, const struct wsp_set *set, size_t prepared)
{
	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = member(trial, set, m);
		size_t pointed = wsp_trial_at(trial, s, WSP_POINT_CLIENTS);

		if (pointed < prepared && wsp_trial_begins(trial, s))
			wsp_trial_report(trial, pointed, s,
				"point-clients of %s before prepare-balancer of %.*s",
				wsp_trial_name(trial, s), (int)set->address_length, set->address);
	}
}

void wsp_check_h6(struct wsp_trial *trial)
{
	if (trial->sets.n_sets == 0)
		return;
	for (uint32_t i = 0; i < trial->sets.n_sets; i++) {
		const struct wsp_set *set = &trial->sets.set[i];
		bool has_step = trial->shared_step[i] < trial->claims->n_steps;

		if (shares_phase(set))
			check_phase(trial, set);
		if (!set->policy && set->kind == WSP_GROUP_SHARED_DATABASE)
			check_database(trial, set);
		if (!set->policy && set->kind != WSP_GROUP_SHARED_DATABASE)
			check_pointing(trial, set);
		if (has_step)
			check_step_of_set(trial, set, trial->shared_step[i]);
		if (has_step && !set->policy)
			check_balancer(trial, set, trial->shared_step[i]);
	}
	check_nodes(trial);
}
