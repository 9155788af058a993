/* Link: how the links of downstreams live and die, and which lead to a server. */
#include "base/array.h"
#include "plan/verify_state.h"

bool wsp_states_has_link(const struct wsp_states *states, wsp_server_id s)
{
	return !wsp_trial_is(states->trial, s, WSP_FACT_RETIRED) &&
	       wsp_trial_upstreams(states->trial, s).n > 0;
}

static bool link_lives(const struct wsp_states *states, wsp_server_id s)
{
	uint32_t set = wsp_topology_link_group(states->topo, s);
	uint8_t up;

	if (set != WSP_NO_GROUP)
		return states->state[s] & WSP_STATE_HTTPS
			       ? states->n_bound[set] == states->trial->sets.set[set].n
			       : (states->state[s] & WSP_STATE_HTTP) &&
					 states->n_enforcing[set] == 0;
	up = states->state[wsp_trial_upstreams(states->trial, s).server[0]];
	if (states->state[s] & WSP_STATE_HTTPS)
		return (up & WSP_STATE_BOUND) != 0;
	return (states->state[s] & WSP_STATE_HTTP) && !(up & WSP_STATE_ENFORCES);
}

enum wsp_trace_state wsp_states_link(uint8_t state)
{
	if (state & WSP_STATE_DEAD)
		return WSP_TRACE_DEAD;
	return state & WSP_STATE_HTTPS ? WSP_TRACE_HTTPS : WSP_TRACE_HTTP;
}

void wsp_states_count(struct wsp_states *states, struct wsp_trace_change change)
{
	if (change.before == change.after)
		return;
	states->n_state[change.before]--;
	states->n_state[change.after]++;
	if (!states->traced)
		return;
	if (WSP_RESERVE(states->change, states->change_capacity, states->n_changes))
		states->change[states->n_changes++] = change;
	else
		states->failed = true;
}

static void die(struct wsp_states *states, wsp_server_id s, uint32_t minute)
{
	struct wsp_trial_link *link = &states->trial->link[s];

	states->death[s] = (struct wsp_death){states->phase, minute};
	states->n_dead++;
	if (!(states->state[s] & WSP_STATE_FALLEN)) {
		states->state[s] |= WSP_STATE_FALLEN;
		states->fallen[states->n_fallen++] = s;
	}
	if (link->died_phase != UINT32_MAX && link->lived_phase != link->died_phase)
		return; /* it was dead for longer before */
	link->died_phase = states->phase;
	link->died_minute = minute;
	link->lived_phase = UINT32_MAX;
}

static void revive(struct wsp_states *states, wsp_server_id s, uint32_t minute)
{
	struct wsp_trial_link *link = &states->trial->link[s];
	const struct wsp_death *death = &states->death[s];

	states->n_dead--;
	link->outage += minute - (death->phase == states->phase ? death->minute : 0);
	if (link->died_phase == death->phase && link->lived_phase == UINT32_MAX) {
		link->lived_phase = states->phase;
		link->lived_minute = minute;
	}
}

void wsp_states_set_link(struct wsp_states *states, wsp_server_id s, uint8_t kind, uint32_t minute)
{
	uint8_t *state = &states->state[s];
	enum wsp_trace_state before = wsp_states_link(*state);
	struct wsp_trial_link *link = &states->trial->link[s];
	bool lives;

	if (!wsp_states_has_link(states, s))
		return;
	if (kind)
		*state = (uint8_t)((*state & ~(WSP_STATE_HTTPS | WSP_STATE_HTTP)) | kind);
	lives = link_lives(states, s);
	if (lives == !!(*state & WSP_STATE_DEAD)) {
		*state ^= WSP_STATE_DEAD;
		if (lives)
			revive(states, s, minute);
		else
			die(states, s, minute);
	}
	if (!(*state & WSP_STATE_HTTPS))
		link->https_from = WSP_NEVER;
	else if (lives && link->https_from == WSP_NEVER)
		link->https_from = states->phase;
	wsp_states_count(states, (struct wsp_trace_change){s, true, (uint8_t)before,
					 (uint8_t)wsp_states_link(*state)});
}

struct wsp_below wsp_below_begin(const struct wsp_states *states, wsp_server_id s)
{
	const struct wsp_topology *topo = states->topo;
	const struct wsp_sets *sets = &states->trial->sets;

	return (struct wsp_below){topo->child_begin[s], topo->child_begin[s + 1], WSP_NO_GROUP,
		sets->of ? sets->of_begin[s] : 0};
}

/* Downstreams of a group are the children of the first that is listed and not retired. */
static bool enter_group(const struct wsp_states *states, struct wsp_below *below, uint32_t set)
{
	const struct wsp_topology *topo = states->topo;
	const struct wsp_sets *sets = &states->trial->sets;
	wsp_server_id first;

	if (sets->set[set].policy || !sets->set[set].is_source || sets->set[set].n == 0)
		return false;
	first = sets->member[sets->set[set].first];
	below->child = topo->child_begin[first];
	below->end = topo->child_begin[first + 1];
	below->group = set;
	return true;
}

wsp_server_id wsp_below_next(
	const struct wsp_states *states, struct wsp_below *below, wsp_server_id s)
{
	const struct wsp_sets *sets = &states->trial->sets;

	for (;;) {
		while (below->child < below->end) {
			wsp_server_id c = below->child++;

			if (wsp_topology_link_group(states->topo, c) == below->group)
				return c;
		}
		do {
			if (!sets->of || below->next == sets->of_begin[s + 1])
				return WSP_NO_SERVER;
		} while (!enter_group(states, below, sets->of[below->next++]));
	}
}

void wsp_states_enter(struct wsp_states *states, uint32_t phase)
{
	for (uint32_t i = 0; i < states->n_fallen; i++)
		states->state[states->fallen[i]] &= (uint8_t)~WSP_STATE_FALLEN;
	states->n_fallen = 0;
	states->phase = phase;
}

/* Whether the dead link of `s` lives again when nothing requires SSL that did not before. */
static bool comes_back(const struct wsp_states *states, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(states->trial, s);
	uint8_t kind = states->state[s] & (WSP_STATE_HTTPS | WSP_STATE_HTTP);

	for (uint32_t i = 0; i < up.n; i++) {
		uint8_t state = states->state[up.server[i]];

		if (kind == WSP_STATE_HTTPS && !(state & WSP_STATE_BOUND))
			return false;
		if (kind == WSP_STATE_HTTP && (state & WSP_STATE_ENFORCES) &&
			states->enforced[up.server[i]] != states->phase)
			return false;
	}
	return kind != 0;
}

wsp_server_id wsp_states_lost(struct wsp_states *states)
{
	wsp_server_id lost = WSP_NO_SERVER;
	uint32_t n = 0;

	for (uint32_t i = 0; i < states->n_fallen; i++) {
		wsp_server_id s = states->fallen[i];

		if (!(states->state[s] & WSP_STATE_DEAD)) {
			states->state[s] &= (uint8_t)~WSP_STATE_FALLEN;
			continue;
		}
		states->fallen[n++] = s;
		if (lost == WSP_NO_SERVER && !comes_back(states, s))
			lost = s;
	}
	states->n_fallen = n;
	return lost;
}
