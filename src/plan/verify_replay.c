/*
 * Replay: the state of every server and link, step by step.
 *
 * A link over HTTP is alive while its upstream does not require SSL, a link over HTTPS while its
 * upstream is bound, both only on the right port; what restarts answers nobody. A link that is dead
 * at the start of a phase is counted from its first minute.
 */
#include <stdlib.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

enum { BOUND = 1, ENFORCES = 2, HALF = 4, LINK_HTTPS = 8, LINK_HTTP = 16, LINK_DEAD = 32 };

struct death {
	uint32_t phase, minute;
};

struct replay {
	struct wsp_trial *trial;
	const struct wsp_topology *topo;
	uint8_t *state;      /* by server; its link up included */
	struct death *death; /* by server: since when its link up is dead */
	uint32_t n_dead, n_half;
};

static bool has_link(const struct replay *replay, wsp_server_id s)
{
	wsp_server_id up = replay->topo->parent[s];

	return up != WSP_NO_SERVER && !wsp_trial_is(replay->trial, s, WSP_FACT_RETIRED) &&
	       !wsp_trial_is(replay->trial, up, WSP_FACT_RETIRED);
}

static bool link_lives(const struct replay *replay, wsp_server_id s)
{
	uint8_t up = replay->state[replay->topo->parent[s]];

	if (replay->state[s] & LINK_HTTPS)
		return (up & BOUND) != 0;
	return (replay->state[s] & LINK_HTTP) && !(up & ENFORCES);
}

/* Something about the link of `s` changed at `minute`. */
static void update_link(struct replay *replay, wsp_server_id s, uint32_t phase, uint32_t minute)
{
	bool was_dead = (replay->state[s] & LINK_DEAD) != 0;

	if (!has_link(replay, s) || was_dead == !link_lives(replay, s))
		return;
	replay->state[s] ^= LINK_DEAD;
	if (!was_dead) {
		replay->death[s] = (struct death){phase, minute};
		replay->n_dead++;
		return;
	}
	replay->n_dead--;
	replay->trial->outage[s] +=
		minute - (replay->death[s].phase == phase ? replay->death[s].minute : 0);
}

static void update_links_below(
	struct replay *replay, wsp_server_id s, uint32_t phase, uint32_t minute)
{
	for (wsp_server_id c = replay->topo->child_begin[s]; c < replay->topo->child_begin[s + 1];
		c++)
		update_link(replay, c, phase, minute);
}

/* Links that live through a restart otherwise are dead while it takes. */
static void restart(struct replay *replay, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;

	for (wsp_server_id c = replay->topo->child_begin[s]; c < replay->topo->child_begin[s + 1];
		c++) {
		if (has_link(replay, c) && !(replay->state[c] & LINK_DEAD))
			replay->trial->outage[c] += step->finish - step->start;
	}
}

static void set_half(struct replay *replay, wsp_server_id s, bool half)
{
	if (((replay->state[s] & HALF) != 0) == half)
		return;
	replay->state[s] ^= HALF;
	if (half)
		replay->n_half++;
	else
		replay->n_half--;
}

static void set_link(struct replay *replay, const struct wsp_claim *step, uint8_t kind)
{
	uint8_t *state = &replay->state[step->server];

	*state = (uint8_t)((*state & ~(LINK_HTTPS | LINK_HTTP)) | kind);
	update_link(replay, step->server, step->phase, step->finish);
}

static void do_step(struct replay *replay, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;

	switch (step->action) {
	case WSP_BIND_CERTIFICATE:
		replay->state[s] |= BOUND;
		update_links_below(replay, s, step->phase, step->finish);
		break;
	case WSP_REQUIRE_SSL:
		replay->state[s] |= ENFORCES;
		set_half(replay, s, true);
		update_links_below(replay, s, step->phase, step->start);
		break;
	case WSP_UNREQUIRE_SSL:
		replay->state[s] &= (uint8_t)~ENFORCES;
		set_half(replay, s, false);
		update_links_below(replay, s, step->phase, step->finish);
		break;
	case WSP_RESTART_SERVER:
		restart(replay, step);
		break;
	case WSP_VERIFY_SERVER:
		set_half(replay, s, false);
		break;
	case WSP_SWITCH_SYNC:
		set_link(replay, step, LINK_HTTPS);
		break;
	case WSP_UNSWITCH_SYNC:
		set_link(replay, step, LINK_HTTP);
		break;
	default:
		break;
	}
}

static void begin(struct replay *replay)
{
	for (wsp_server_id s = 0; s < replay->topo->n_servers; s++) {
		unsigned fact = replay->trial->fact[s];

		if (fact & WSP_FACT_RETIRED)
			continue;
		replay->state[s] = (uint8_t)((fact & WSP_FACT_BOUND ? BOUND : 0) |
					     (fact & WSP_FACT_ENFORCES ? ENFORCES : 0) |
					     (fact & WSP_FACT_LINK_HTTPS ? LINK_HTTPS : 0) |
					     (fact & WSP_FACT_LINK_HTTP ? LINK_HTTP : 0));
		set_half(replay, s, (fact & WSP_FACT_HALF) != 0);
	}
	for (wsp_server_id s = 0; s < replay->topo->n_servers; s++)
		update_link(replay, s, 0, 0);
}

/* Whether a repair at one end or the other brings the dead link of `s` back. */
static bool can_be_repaired(const struct wsp_trial *trial, wsp_server_id s)
{
	wsp_server_id up = trial->topo->parent[s];
	bool up_is_held = wsp_trial_is(trial, up, WSP_FACT_HELD);

	if (!wsp_trial_is(trial, s, WSP_FACT_HELD)) {
		if (!wsp_trial_is(trial, up, WSP_FACT_ENFORCES) || !up_is_held)
			return true; /* to HTTP or HTTPS, whatever the upstream can be made to
					answer */
		return wsp_trial_is(trial, up, WSP_FACT_BOUND) &&
		       !wsp_trial_is(trial, s, WSP_FACT_FIXED);
	}
	if (wsp_trial_is(trial, s, WSP_FACT_LINK_HTTPS)) /* the upstream is to be bound */
		return !up_is_held && !wsp_trial_is(trial, up, WSP_FACT_EXCLUDED);
	return wsp_trial_is(trial, s, WSP_FACT_LINK_HTTP) && !up_is_held;
}

/* After the repair wave only that may be dead or half done which nobody may touch. */
static void find_unrepaired(struct replay *replay)
{
	struct wsp_trial *trial = replay->trial;

	if (replay->n_dead + replay->n_half == 0)
		return;
	for (wsp_server_id s = replay->topo->n_servers; s-- > 0;) {
		if ((replay->state[s] & HALF) && !wsp_trial_is(trial, s, WSP_FACT_HELD))
			trial->half_done = s;
		if ((replay->state[s] & LINK_DEAD) && can_be_repaired(trial, s))
			trial->dead_link = s;
	}
}

static bool is_after_repairs(const struct wsp_claim *step)
{
	return step->phase > 1 || (step->phase == 1 && step->wave > 0);
}

static void run(struct replay *replay)
{
	const struct wsp_claims *claims = replay->trial->claims;
	uint32_t phase = 0;
	bool is_repaired = false;

	for (size_t i = 0; i < claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(replay->trial, i);

		if (!step)
			continue;
		if (!is_repaired && is_after_repairs(step)) {
			find_unrepaired(replay);
			is_repaired = true;
		}
		for (; phase < step->phase; phase++)
			replay->trial->safe[phase] = replay->n_dead == 0 && replay->n_half == 0;
		do_step(replay, step);
	}
	if (!is_repaired)
		find_unrepaired(replay);
	for (; phase <= claims->n_phases; phase++)
		replay->trial->safe[phase] = replay->n_dead == 0 && replay->n_half == 0;
}

enum wsp_status wsp_trial_replay(struct wsp_trial *trial)
{
	size_t n = (size_t)trial->topo->n_servers + 1;
	struct replay replay = {
		.trial = trial,
		.topo = trial->topo,
		.state = calloc(n, sizeof(*replay.state)),
		.death = calloc(n, sizeof(*replay.death)),
	};
	bool fits = replay.state && replay.death;

	trial->dead_link = WSP_NO_SERVER;
	trial->half_done = WSP_NO_SERVER;
	if (fits) {
		begin(&replay);
		run(&replay);
	}
	free(replay.state);
	free(replay.death);
	return fits ? WSP_OK : WSP_NO_MEMORY;
}
