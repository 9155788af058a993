/*
 * State: of every server and link at one step of the replay; inside the verifier only.
 *
 * A link over HTTP is alive while none of those it leads to requires SSL, a link over HTTPS while
 * all of them are bound, both only on the right port; what restarts answers nobody. A link that is
 * dead at the start of a phase is counted from its first minute. Members of a shared database have
 * one upstream setting; by the name of a group any of its members may answer.
 */
#ifndef WSP_PLAN_VERIFY_STATE_H
#define WSP_PLAN_VERIFY_STATE_H

#include "plan/verify_trial.h"

enum wsp_state {
	WSP_STATE_BOUND = 1,
	WSP_STATE_ENFORCES = 2,
	WSP_STATE_HALF = 4,
	WSP_STATE_HTTPS = 8,
	WSP_STATE_HTTP = 16,
	WSP_STATE_DEAD = 32,
	WSP_STATE_FALLEN = 64, /* in `fallen` */
};

struct wsp_death {
	uint32_t phase, minute;
};

struct wsp_states {
	struct wsp_trial *trial;
	const struct wsp_topology *topo;
	uint8_t *state;          /* by server: set of enum wsp_state; its link up included */
	uint32_t *enforced;      /* by server: phase in which it began to require SSL */
	struct wsp_death *death; /* by server: since when its link up is dead */
	wsp_server_id *fallen;   /* links that died in this phase, and may be dead still */
	uint32_t n_fallen;
	uint32_t *n_bound;     /* by set: members that are bound */
	uint32_t *n_enforcing; /* by set: members that require SSL */
	uint32_t n_dead, n_half;
	uint32_t n_split; /* load balancers of which only some members require SSL */
	uint32_t phase;   /* of the step that is replayed */
	uint32_t n_state[WSP_N_TRACE_STATES];
	bool traced; /* changes are kept */
	struct wsp_trace_change *change;
	size_t n_changes, change_capacity;
	bool failed; /* memory ran out */
};

/** The states before the first step. @return false when memory ran out; release it all the same */
bool wsp_states_begin(struct wsp_states *states, struct wsp_trial *trial, bool traced);
void wsp_states_release(struct wsp_states *states);

bool wsp_states_has_link(const struct wsp_states *states, wsp_server_id s);

/** What a link with this state is for the trace. */
enum wsp_trace_state wsp_states_link(uint8_t state);

/** Count a server or link from one state to another, if it changes. */
void wsp_states_count(struct wsp_states *states, struct wsp_trace_change change);

/** The link of `s` gets `kind`, or keeps its own (0), and lives or dies at `minute`. */
void wsp_states_set_link(struct wsp_states *states, wsp_server_id s, uint8_t kind, uint32_t minute);

/** The links that lead to a server, one after the other. */
struct wsp_below {
	wsp_server_id child, end;
	uint32_t group; /* by which these children are linked, WSP_NO_GROUP: by name */
	uint32_t next;  /* into sets.of */
};

struct wsp_below wsp_below_begin(const struct wsp_states *states, wsp_server_id s);

/** @return WSP_NO_SERVER at the end */
wsp_server_id wsp_below_next(
	const struct wsp_states *states, struct wsp_below *below, wsp_server_id s);

/** Do a step on a server. */
void wsp_states_do(struct wsp_states *states, const struct wsp_claim *step);

/** A phase begins: nothing has fallen in it. */
void wsp_states_enter(struct wsp_states *states, uint32_t phase);

/** A link that would still be dead after backing out of what this phase did, or WSP_NO_SERVER. */
wsp_server_id wsp_states_lost(struct wsp_states *states);

#endif
