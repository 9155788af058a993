/* State: what a step does to servers and links. */
#include "plan/verify_state.h"

#include <stdlib.h>

static enum wsp_trace_state server_state(uint8_t state)
{
	if (state & WSP_STATE_HALF)
		return WSP_TRACE_HALF;
	if (state & WSP_STATE_ENFORCES)
		return WSP_TRACE_ENFORCING;
	return state & WSP_STATE_BOUND ? WSP_TRACE_BOUND : WSP_TRACE_PLAIN;
}

static void update_below(struct wsp_states *states, wsp_server_id s, uint32_t minute)
{
	struct wsp_below below = wsp_below_begin(states, s);
	wsp_server_id c;

	while ((c = wsp_below_next(states, &below, s)) != WSP_NO_SERVER)
		wsp_states_set_link(states, c, 0, minute);
}

/* Links that live through a restart otherwise are dead while it takes. */
static void restart(struct wsp_states *states, const struct wsp_claim *step)
{
	struct wsp_below below = wsp_below_begin(states, step->server);
	wsp_server_id c;

	while ((c = wsp_below_next(states, &below, step->server)) != WSP_NO_SERVER) {
		if (wsp_states_has_link(states, c) && !(states->state[c] & WSP_STATE_DEAD))
			states->trial->link[c].outage += step->finish - step->start;
	}
}

static bool is_split(const struct wsp_states *states, uint32_t set)
{
	const struct wsp_set *row = &states->trial->sets.set[set];

	return !row->policy && row->kind == WSP_GROUP_LOAD_BALANCER &&
	       states->n_enforcing[set] > 0 && states->n_enforcing[set] < row->n;
}

/* The sets of `s` have one more that is bound or requires SSL (`by` 1), or one less. */
static void count_in_sets(struct wsp_states *states, wsp_server_id s, uint8_t bit, uint32_t by)
{
	const struct wsp_sets *sets = &states->trial->sets;

	for (uint32_t i = sets->of ? sets->of_begin[s] : 0; sets->of && i < sets->of_begin[s + 1];
		i++) {
		uint32_t set = sets->of[i];

		states->n_split -= is_split(states, set);
		if (bit == WSP_STATE_BOUND)
			states->n_bound[set] += by;
		else
			states->n_enforcing[set] += by;
		states->n_split += is_split(states, set);
	}
}

static void set_bit(struct wsp_states *states, wsp_server_id s, uint8_t bit, bool on)
{
	uint8_t *state = &states->state[s];
	enum wsp_trace_state before = server_state(*state);

	if (((*state & bit) != 0) == on)
		return;
	*state ^= bit;
	if (bit == WSP_STATE_HALF)
		states->n_half += on ? 1 : UINT32_MAX;
	else
		count_in_sets(states, s, bit, on ? 1 : UINT32_MAX);
	if (bit == WSP_STATE_ENFORCES && on)
		states->enforced[s] = states->phase;
	wsp_states_count(states, (struct wsp_trace_change){
					 s, false, (uint8_t)before, (uint8_t)server_state(*state)});
}

/* All members of a shared database have the setting of one. */
static void change_link(struct wsp_states *states, wsp_server_id s, uint8_t kind, uint32_t minute)
{
	const struct wsp_sets *sets = &states->trial->sets;

	wsp_states_set_link(states, s, kind, minute);
	for (uint32_t i = sets->of ? sets->of_begin[s] : 0; sets->of && i < sets->of_begin[s + 1];
		i++) {
		const struct wsp_set *set = &sets->set[sets->of[i]];

		for (uint32_t m = 0;
			!set->policy && set->kind == WSP_GROUP_SHARED_DATABASE && m < set->n; m++)
			wsp_states_set_link(states, sets->member[set->first + m], kind, minute);
	}
}

static bool all_converted(const struct wsp_states *states, wsp_server_id c)
{
	struct wsp_upstreams up = wsp_trial_upstreams(states->trial, c);
	uint32_t i = 0;

	while (i < up.n && (states->state[up.server[i]] & WSP_STATE_ENFORCES) &&
		!(states->state[up.server[i]] & WSP_STATE_HALF))
		i++;
	return i == up.n;
}

/* ConfigMgr takes the software update points below to HTTPS. */
static void let_follow(struct wsp_states *states, wsp_server_id s, uint32_t minute)
{
	struct wsp_below below = wsp_below_begin(states, s);
	wsp_server_id c;

	if (!wsp_trial_is(states->trial, s, WSP_FACT_SUP))
		return;
	while ((c = wsp_below_next(states, &below, s)) != WSP_NO_SERVER) {
		if (states->trial->owner[c] == c && wsp_trial_follows(states->trial, c) &&
			all_converted(states, c))
			change_link(states, c, WSP_STATE_HTTPS, minute);
	}
}

void wsp_states_do(struct wsp_states *states, const struct wsp_claim *step)
{
	uint32_t start = step->start == WSP_ABSENT ? 0 : step->start;
	uint32_t finish = step->finish == WSP_ABSENT ? 0 : step->finish;
	wsp_server_id s = step->server;

	switch (step->action) {
	case WSP_BIND_CERTIFICATE:
		set_bit(states, s, WSP_STATE_BOUND, true);
		update_below(states, s, finish);
		break;
	case WSP_REQUIRE_SSL:
		set_bit(states, s, WSP_STATE_HALF, true);
		set_bit(states, s, WSP_STATE_ENFORCES, true);
		update_below(states, s, start);
		break;
	case WSP_UNREQUIRE_SSL:
		set_bit(states, s, WSP_STATE_ENFORCES, false);
		set_bit(states, s, WSP_STATE_HALF, false);
		update_below(states, s, finish);
		break;
	case WSP_RESTART_SERVER:
		restart(states, step);
		break;
	case WSP_VERIFY_SERVER:
		set_bit(states, s, WSP_STATE_HALF, false);
		let_follow(states, s, finish);
		break;
	case WSP_VERIFY_SYNC: /* of an upstream that was converted before the plan */
		if (wsp_trial_follows(states->trial, s) && !(states->state[s] & WSP_STATE_HTTPS) &&
			all_converted(states, s))
			change_link(states, s, WSP_STATE_HTTPS, start);
		break;
	case WSP_SWITCH_SYNC:
		change_link(states, s, WSP_STATE_HTTPS, finish);
		break;
	case WSP_UNSWITCH_SYNC:
		change_link(states, s, WSP_STATE_HTTP, finish);
		break;
	default:
		break;
	}
}

static uint8_t read_state(unsigned fact)
{
	return (uint8_t)((fact & WSP_FACT_BOUND ? WSP_STATE_BOUND : 0) |
			 (fact & WSP_FACT_ENFORCES ? WSP_STATE_ENFORCES : 0) |
			 (fact & WSP_FACT_HALF ? WSP_STATE_HALF : 0) |
			 (fact & WSP_FACT_LINK_HTTPS ? WSP_STATE_HTTPS : 0) |
			 (fact & WSP_FACT_LINK_HTTP ? WSP_STATE_HTTP : 0));
}

static void begin_server(struct wsp_states *states, wsp_server_id s)
{
	unsigned fact = states->trial->fact[s];

	states->enforced[s] = 0;
	states->trial->link[s] =
		(struct wsp_trial_link){.died_phase = UINT32_MAX, .https_from = WSP_NEVER};
	if (fact & WSP_FACT_RETIRED) {
		states->n_state[WSP_TRACE_NONE]++;
		return;
	}
	states->state[s] = read_state(fact);
	states->n_half += (fact & WSP_FACT_HALF) != 0;
	if (fact & WSP_FACT_BOUND)
		count_in_sets(states, s, WSP_STATE_BOUND, 1);
	if (fact & WSP_FACT_ENFORCES)
		count_in_sets(states, s, WSP_STATE_ENFORCES, 1);
	states->n_state[server_state(states->state[s])]++;
}

bool wsp_states_begin(struct wsp_states *states, struct wsp_trial *trial, bool traced)
{
	size_t n = (size_t)trial->topo->n_servers + 1;
	size_t n_sets = (size_t)trial->sets.n_sets + 1;

	*states = (struct wsp_states){
		.trial = trial,
		.topo = trial->topo,
		.state = calloc(n, sizeof(*states->state)),
		.enforced = calloc(n, sizeof(*states->enforced)),
		.death = calloc(n, sizeof(*states->death)),
		.fallen = calloc(n, sizeof(*states->fallen)),
		.n_bound = calloc(n_sets, sizeof(*states->n_bound)),
		.n_enforcing = calloc(n_sets, sizeof(*states->n_enforcing)),
	};
	if (!states->state || !states->enforced || !states->death || !states->fallen ||
		!states->n_bound || !states->n_enforcing)
		return false;
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		begin_server(states, s);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		if (wsp_states_has_link(states, s))
			states->n_state[wsp_states_link(states->state[s])]++;
		else
			states->n_state[WSP_TRACE_NONE]++;
		wsp_states_set_link(states, s, 0, 0);
	}
	states->traced = traced;
	return !states->failed;
}

void wsp_states_release(struct wsp_states *states)
{
	free(states->state);
	free(states->enforced);
	free(states->death);
	free(states->fallen);
	free(states->n_bound);
	free(states->n_enforcing);
	free(states->change);
	*states = (struct wsp_states){0};
}
