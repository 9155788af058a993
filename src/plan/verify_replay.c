/* Replay: every step in order, and what is dead or half done between them. */
#include "plan/plan.h"
#include "plan/verify_state.h"

const char *const wsp_trace_state_names[WSP_N_TRACE_STATES] = {
	[WSP_TRACE_PLAIN] = "plain",
	[WSP_TRACE_BOUND] = "bound",
	[WSP_TRACE_HALF] = "half done",
	[WSP_TRACE_ENFORCING] = "enforcing",
	[WSP_TRACE_HTTP] = "http",
	[WSP_TRACE_HTTPS] = "https",
	[WSP_TRACE_DEAD] = "dead",
	[WSP_TRACE_NONE] = "none",
};

struct replay {
	struct wsp_states states;
	struct wsp_trial *trial;
	wsp_trace_sink sink;
	void *context;
	bool is_repaired; /* the repair wave is over */
	bool stopped;     /* by the sink */
};

/* Whether each of the upstreams can be given a certificate. */
static bool can_be_bound(const struct wsp_trial *trial, const struct wsp_upstreams *up)
{
	for (uint32_t i = 0; i < up->n; i++) {
		if (wsp_trial_is(trial, up->server[i],
			    WSP_FACT_HELD | WSP_FACT_LATER | WSP_FACT_EXCLUDED))
			return false;
	}
	return true;
}

/* Whether a repair at one end or the other brings the dead link of `s` back. */
static bool can_be_repaired(const struct wsp_trial *trial, wsp_server_id s)
{
	const unsigned untouchable = WSP_FACT_HELD | WSP_FACT_LATER;
	struct wsp_upstreams upstreams = wsp_trial_upstreams(trial, s);
	wsp_server_id up = upstreams.n > 0 ? upstreams.server[0] : s;
	bool up_is_held = wsp_trial_is(trial, up, untouchable);

	if (wsp_trial_is_left_half(trial, s))
		return false;
	if (!wsp_trial_is(trial, s, untouchable)) {
		if (!wsp_trial_is(trial, up, WSP_FACT_ENFORCES) || !up_is_held)
			return true; /* to HTTP or HTTPS, whatever the upstream can be made to
					answer */
		return wsp_trial_is(trial, up, WSP_FACT_BOUND) &&
		       !wsp_trial_is(trial, s, WSP_FACT_FIXED);
	}
	if (wsp_trial_is(trial, s, WSP_FACT_LINK_HTTPS)) /* the upstream is to be bound */
		return can_be_bound(trial, &upstreams);
	return wsp_trial_is(trial, s, WSP_FACT_LINK_HTTP) && !up_is_held;
}

/* After the repair wave only that may be dead or half done which nobody may touch. */
static void find_unrepaired(struct replay *replay)
{
	struct wsp_trial *trial = replay->trial;
	const struct wsp_states *states = &replay->states;

	replay->is_repaired = true;
	if (states->n_dead + states->n_half == 0)
		return;
	for (wsp_server_id s = trial->topo->n_servers; s-- > 0;) {
		if ((states->state[s] & WSP_STATE_HALF) && !wsp_trial_is(trial, s, WSP_FACT_HELD))
			trial->half_done = s;
		if ((states->state[s] & WSP_STATE_DEAD) && can_be_repaired(trial, trial->owner[s]))
			trial->dead_link = s;
	}
}

static bool is_after_repairs(const struct wsp_claim *step)
{
	return step->phase > 1 || (step->phase == 1 && step->wave > 0 && step->wave != UINT32_MAX);
}

/* Whatever the wave did, backing out brings back what lived before its phase. */
static void end_wave(struct replay *replay, size_t last, uint32_t phase, uint32_t wave)
{
	struct wsp_trial *trial = replay->trial;
	wsp_server_id lost;

	if (wave == UINT32_MAX)
		return;
	lost = wsp_states_lost(&replay->states);
	if (lost == WSP_NO_SERVER || trial->lost_link != WSP_NO_SERVER)
		return;
	trial->lost_link = lost;
	trial->lost_step = last;
	trial->lost_phase = phase;
	trial->lost_wave = wave;
}

static void tell(struct replay *replay, size_t i)
{
	struct wsp_states *states = &replay->states;
	struct wsp_trace trace = {
		.step = i,
		.claim = i == SIZE_MAX ? NULL : &replay->trial->claims->step[i],
		.change = states->change,
		.n_changes = states->n_changes,
	};

	states->n_changes = 0;
	if (!replay->sink || states->failed)
		return;
	for (unsigned k = 0; k < WSP_N_TRACE_STATES; k++)
		trace.n_state[k] = states->n_state[k];
	replay->stopped = !replay->sink(replay->context, &trace);
}

static bool is_safe(const struct wsp_states *states)
{
	return states->n_dead == 0 && states->n_half == 0 && states->n_split == 0;
}

/* The step before the one that is looked at. */
struct place {
	size_t step;
	uint32_t phase, wave;
};

static void enter(struct replay *replay, const struct wsp_claim *step, struct place *place)
{
	struct wsp_states *states = &replay->states;

	if (place->phase != step->phase || place->wave != step->wave)
		end_wave(replay, place->step, place->phase, place->wave);
	if (!replay->is_repaired && is_after_repairs(step))
		find_unrepaired(replay);
	for (uint32_t phase = place->phase; phase < step->phase; phase++)
		replay->trial->safe[phase] = is_safe(states);
	if (place->phase != step->phase)
		wsp_states_enter(states, step->phase);
	place->phase = step->phase;
	place->wave = step->wave;
}

static void run(struct replay *replay)
{
	const struct wsp_claims *claims = replay->trial->claims;
	struct place place = {0, 0, UINT32_MAX};

	tell(replay, SIZE_MAX);
	for (size_t i = 0; i < claims->n_steps && !replay->stopped; i++) {
		const struct wsp_claim *step = wsp_trial_step(replay->trial, i);

		if (step) {
			enter(replay, step, &place);
			wsp_states_do(&replay->states, step);
			place.step = i;
		}
		if (replay->sink && (step || wsp_trial_step_set(replay->trial, i) != WSP_NO_SET))
			tell(replay, i);
	}
	end_wave(replay, place.step, place.phase, place.wave);
	if (!replay->is_repaired)
		find_unrepaired(replay);
	for (uint32_t phase = place.phase; phase <= claims->n_phases; phase++)
		replay->trial->safe[phase] = is_safe(&replay->states);
}

enum wsp_status wsp_trial_replay(struct wsp_trial *trial, wsp_trace_sink sink, void *context)
{
	struct replay replay = {.trial = trial, .sink = sink, .context = context};
	bool fits = wsp_states_begin(&replay.states, trial, sink != NULL);

	trial->dead_link = WSP_NO_SERVER;
	trial->half_done = WSP_NO_SERVER;
	trial->lost_link = WSP_NO_SERVER;
	if (fits)
		run(&replay);
	fits = fits && !replay.states.failed;
	wsp_states_release(&replay.states);
	return fits ? WSP_OK : WSP_NO_MEMORY;
}

void wsp_check_repair(struct wsp_trial *trial)
{
	size_t end = trial->claims->n_steps;

	if (trial->dead_link != WSP_NO_SERVER) {
		wsp_trial_report(trial, end, trial->dead_link,
			"the link of %s is dead and not repaired before other work",
			wsp_trial_name(trial, trial->dead_link));
		wsp_trial_add_link(trial, trial->dead_link);
	}
	if (trial->half_done != WSP_NO_SERVER)
		wsp_trial_report(trial, end, trial->half_done,
			"the conversion of %s is begun and not finished before other work",
			wsp_trial_name(trial, trial->half_done));
}

void wsp_check_outage(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t claimed = trial->claims->server[s].outage_minutes;
		size_t step = wsp_trial_at(trial, s, WSP_SWITCH_SYNC);

		if (claimed != WSP_ABSENT && claimed != trial->link[s].outage)
			wsp_trial_report(trial, step, s,
				"the link of %s is dead for %u min, not %u, %llu clients behind it",
				wsp_trial_name(trial, s), trial->link[s].outage, claimed,
				(unsigned long long)trial->clients[s]);
	}
}

void wsp_check_safe_to_stop(struct wsp_trial *trial)
{
	for (uint32_t phase = 1; phase <= trial->claims->n_phases; phase++) {
		const struct wsp_phase_claim *row = &trial->claims->phase[phase];

		if (row->safe_to_stop != WSP_UNKNOWN &&
			(row->safe_to_stop == WSP_YES) != trial->safe[phase])
			wsp_trial_report_at(trial, row->place,
				"after phase P%u it is %ssafe to stop", phase,
				trial->safe[phase] ? "" : "not ");
	}
}
