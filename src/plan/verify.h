/*
 * Verify: replays the steps of a plan over the states of servers and links, and judges them.
 *
 * Shares no code with the planner: it looks at the topology, at the table of actions and at what is
 * claimed, and interprets policy and state by itself. One table of invariants, each with the first
 * step that breaks it. A plan is right when there is no violation.
 */
#ifndef WSP_PLAN_VERIFY_H
#define WSP_PLAN_VERIFY_H

#include "model/topology.h"
#include "plan/action.h"

/** A step as it is claimed, whoever made it. */
struct wsp_claim {
	wsp_server_id server;
	uint32_t phase;                        /* 0: preparation */
	uint32_t wave;                         /* number in its phase; UINT32_MAX: none */
	uint32_t start, finish;                /* minutes in the phase; WSP_ABSENT: none */
	const struct wsp_procedure *procedure; /* NULL: not claimed, then not judged */
	uint8_t action;                        /* enum wsp_action */
};

/** What the plan claims about a server. */
struct wsp_server_claim {
	uint32_t outage_minutes; /* of its link up */
	uint8_t status;          /* enum wsp_server_status of plan/plan.h */
	uint8_t strategy;        /* WSP_TOP_DOWN or WSP_BOTTOM_UP: that of its tree */
	bool unscheduled;        /* it is named in `unscheduled` with a reason */
};

struct wsp_claims {
	const struct wsp_topology *topo;
	int32_t today;                /* days since 1970-01-01 */
	const struct wsp_claim *step; /* in order of execution */
	size_t n_steps;
	const struct wsp_server_claim *server; /* topo->n_servers */
	const bool *safe_to_stop;              /* by phase, [0] unused; n_phases + 1 */
	uint32_t n_phases;
	bool waived; /* --force: the limits of a window may be broken */
};

/** One broken invariant. */
struct wsp_violation {
	const char *rule; /* "H2" */
	size_t step;      /* index of the first step that breaks it; n_steps: none, or the end */
	char text[256];   /* what is wrong, one line; shortened by "…" if longer */
};

/**
 * Judge the claims.
 *
 * @param ret_violation  receives at most `n_max` violations, one an invariant, in order of the
 *                       invariants' table
 * @return how many were found; SIZE_MAX when memory ran out
 */
size_t wsp_verify(
	const struct wsp_claims *claims, struct wsp_violation *ret_violation, size_t n_max);

/** The invariants' ids, NULL-terminated: "H1", … */
extern const char *const wsp_invariants[];

#endif
