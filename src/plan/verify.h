/*
 * Verify: replays the steps of a plan over the states of servers and links, and judges them.
 *
 * Shares no code with the planner: it looks at the topology, at the calendar, at the table of
 * actions and at what is claimed, and interprets policy and state by itself. One table of
 * invariants, each with the first step that breaks it. A plan is right when there is no violation.
 *
 * To fill the claims, take everything from the plan as it stands, be it in memory (then the steps
 * come from plan/steps.h) or an edited document:
 *
 *     steps     all of them, in the plan's order, those on shared objects (point-clients@POLICY,
 *               prepare-balancer@GROUP) with `shared`; names that mean nothing become ids that do
 *               not exist (WSP_NO_SERVER, WSP_N_ACTIONS, UINT32_MAX) and are found here
 *     servers   one row a server of `topo`
 *     phases    n_phases + 1 rows; of [0], the preparation, `canary` and `clients` are judged
 *     waves     those that the plan names, in any order
 *     shared    the rows that `wsp_claim.shared` counts
 *
 * What the plan does not say is WSP_ABSENT, WSP_NO_MOMENT or NULL, as the comments below tell, and
 * then not judged; a zeroed row of steps, servers or phases claims things, so begin with
 * WSP_CLAIM_INIT, WSP_SERVER_CLAIM_INIT and WSP_PHASE_CLAIM_INIT. Nothing is copied: all of it has
 * to live as long as the call.
 */
#ifndef WSP_PLAN_VERIFY_H
#define WSP_PLAN_VERIFY_H

#include "model/calendar.h"
#include "model/topology.h"
#include "plan/action.h"
#include "wsusplan/status.h"

#define WSP_NO_SHARED UINT32_MAX       /* the target is a server */
#define WSP_NEVER     (UINT32_MAX - 1) /* a phase that does not come */

/** A step as it is claimed, whoever made it. */
struct wsp_claim {
	wsp_server_id server;                  /* the target, or the first member of `shared` */
	uint32_t shared;                       /* row of claims.shared, or WSP_NO_SHARED */
	uint32_t phase;                        /* 0: preparation */
	uint32_t wave;                         /* number in its phase; UINT32_MAX: none */
	uint32_t start, finish;                /* minutes in the phase; WSP_ABSENT: none */
	wsp_moment start_at, finish_at;        /* as stated; WSP_NO_MOMENT: not claimed */
	const struct wsp_procedure *procedure; /* NULL: not claimed */
	struct wsp_place place;                /* in the plan's file; zero: none */
	uint8_t action;                        /* enum wsp_action */
};

#define WSP_CLAIM_INIT                                                                             \
	{                                                                                          \
		.server = WSP_NO_SERVER, .shared = WSP_NO_SHARED, .wave = UINT32_MAX,              \
		.start = WSP_ABSENT, .finish = WSP_ABSENT, .start_at = WSP_NO_MOMENT,              \
		.finish_at = WSP_NO_MOMENT, .action = WSP_N_ACTIONS                                \
	}

/** What the plan claims about a server. */
struct wsp_server_claim {
	uint32_t level, height;  /* WSP_ABSENT: not claimed */
	uint32_t phase;          /* in which it is converted, 0: in none; WSP_ABSENT: not claimed */
	uint32_t wave;           /* number in its phase; WSP_ABSENT: not claimed */
	uint32_t wave_phase;     /* the phase that its wave is said to be of; when `wave` is claimed
				  */
	uint32_t outage_minutes; /* of its link up, 0 without one; WSP_ABSENT: not claimed */
	uint32_t https_from;     /* phase from which that link is on HTTPS, 0 already, WSP_NEVER;
				    WSP_ABSENT: not claimed, or no link */
	uint8_t status;          /* enum wsp_server_status of plan/plan.h */
	uint8_t strategy;        /* WSP_TOP_DOWN or WSP_BOTTOM_UP: that of its tree */
	bool unscheduled;        /* it is named in `unscheduled` with a reason */
	struct wsp_place link;   /* where its link is claimed; zero: none */
};

#define WSP_SERVER_CLAIM_INIT                                                                      \
	{                                                                                          \
		.level = WSP_ABSENT, .height = WSP_ABSENT, .phase = WSP_ABSENT,                    \
		.wave = WSP_ABSENT, .outage_minutes = WSP_ABSENT, .https_from = WSP_ABSENT         \
	}

/** What the plan claims about a phase; WSP_ABSENT and WSP_NO_MOMENT: not claimed. */
struct wsp_phase_claim {
	wsp_moment opens, closes;         /* of its window; needed in a dated plan */
	wsp_moment begin;                 /* of minute 0; needed in a dated plan */
	uint32_t minutes;                 /* from its first to its last minute */
	uint32_t length;                  /* minutes from its begin to the end of its window */
	uint32_t reserve;                 /* minutes kept for backing out */
	uint32_t point_of_no_return;      /* minute */
	wsp_moment point_of_no_return_at; /* the same as a moment */
	uint32_t gate; /* least minutes between the end of the phase before and its begin */
	uint32_t abort_conversions, abort_switches; /* failures at which it is given up */
	uint8_t safe_to_stop;                       /* enum wsp_tri; WSP_UNKNOWN: not claimed */
	const char *window; /* name, or names joined by " + "; NULL: not claimed */
	uint64_t clients;   /* of the servers converted in it; UINT64_MAX: not claimed */
	bool canary;        /* its conversions are canaries, which a number in `canary` picked */
	struct wsp_place place;
};

#define WSP_PHASE_CLAIM_INIT                                                                       \
	{                                                                                          \
		.opens = WSP_NO_MOMENT, .closes = WSP_NO_MOMENT, .begin = WSP_NO_MOMENT,           \
		.minutes = WSP_ABSENT, .length = WSP_ABSENT, .reserve = WSP_ABSENT,                \
		.point_of_no_return = WSP_ABSENT, .point_of_no_return_at = WSP_NO_MOMENT,          \
		.gate = WSP_ABSENT, .abort_conversions = WSP_ABSENT, .abort_switches = WSP_ABSENT, \
		.clients = UINT64_MAX                                                              \
	}

/** A wave, and backing out after it. */
struct wsp_wave_claim {
	uint32_t phase, number;  /* number in its phase */
	uint32_t start, finish;  /* minutes of the phase; WSP_ABSENT: not claimed */
	uint32_t minutes;        /* that backing out takes; WSP_ABSENT: not claimed */
	uint32_t decide_by;      /* minute of the phase; WSP_ABSENT: not claimed */
	wsp_moment decide_by_at; /* the same as a moment; WSP_NO_MOMENT: not claimed */
	struct wsp_place place;
};

/** An object that several servers share, and what is done to it. */
struct wsp_shared_claim {
	uint8_t action;  /* WSP_PREPARE_BALANCER or WSP_POINT_CLIENTS */
	bool policy;     /* `object` is a row of inventory.client_policy, otherwise of group */
	uint32_t object; /* UINT32_MAX: there is none of that name */
	const wsp_server_id *member; /* those behind it as the plan lists them; NULL: not claimed */
	uint32_t n_members;
	struct wsp_place place;
};

struct wsp_claims {
	const struct wsp_topology *topo;
	const struct wsp_calendar *calendar; /* NULL: nothing is dated */
	int32_t today;                       /* days since 1970-01-01 */
	bool dated;                          /* phases have windows and moments */
	wsp_moment now;                      /* WSP_NO_MOMENT when not dated */
	const struct wsp_claim *step;        /* in order of execution */
	size_t n_steps;
	const struct wsp_server_claim *server; /* topo->n_servers */
	const struct wsp_phase_claim *phase;   /* n_phases + 1 */
	uint32_t n_phases;
	const struct wsp_wave_claim *wave;
	uint32_t n_waves;
	const struct wsp_shared_claim *shared;
	uint32_t n_shared;
	uint32_t lower_bound; /* of the number of phases; WSP_ABSENT: not claimed */
	uint64_t hands_on;    /* minutes of operators in all windows; UINT64_MAX: not claimed */
	struct wsp_place strategy; /* where that is claimed; zero: none */
	bool optimal;              /* no plan has fewer phases */
	uint8_t chosen;            /* enum wsp_strategy; 0: not claimed */
	uint32_t n_waivers;        /* --force: the limits of a window may be broken */
	bool accept_waivers;       /* otherwise a waiver is a violation */
};

/** One broken invariant. */
struct wsp_violation {
	const char *rule;       /* "H2" */
	size_t step;            /* index of the first step that breaks it; n_steps: none, the end */
	size_t more;            /* how often it is broken besides */
	wsp_server_id server;   /* concerned; WSP_NO_SERVER: a phase, or the plan */
	struct wsp_place place; /* of the step, phase, wave or shared object; zero: none */
	char text[320];         /* what is wrong, one line; shortened by "…" if longer */
};

/**
 * Judge the claims. Linear in steps and servers, but for the days and slots of a dated plan.
 *
 * @param ret_violation  receives at most `n_max` violations, one an invariant, in order of the
 *                       invariants' table
 * @return how many were found; SIZE_MAX when memory ran out
 */
size_t wsp_verify(
	const struct wsp_claims *claims, struct wsp_violation *ret_violation, size_t n_max);

/** The invariants' ids, NULL-terminated: "H1", … */
extern const char *const wsp_invariants[];

/** What an invariant demands, a sentence without full stop; NULL: there is none of that id. */
const char *wsp_invariant_title(const char *id);

/* Trace: what every step changes. */

/** The states of a server and of the link to its upstream. */
enum wsp_trace_state {
	WSP_TRACE_PLAIN = 0, /* server: HTTP only */
	WSP_TRACE_BOUND,     /* server: answers both, HTTPS with a certificate that holds */
	WSP_TRACE_HALF,      /* server: its conversion was begun and is not verified */
	WSP_TRACE_ENFORCING, /* server: requires SSL, verified */
	WSP_TRACE_HTTP,      /* link: alive over HTTP */
	WSP_TRACE_HTTPS,     /* link: alive over HTTPS */
	WSP_TRACE_DEAD,      /* link */
	WSP_TRACE_NONE,      /* link: a root, or retired at one end; server: retired */
	WSP_N_TRACE_STATES
};

/** "plain", "bound", "half done", "enforcing", "http", "https", "dead", "none". */
extern const char *const wsp_trace_state_names[WSP_N_TRACE_STATES];

struct wsp_trace_change {
	wsp_server_id server;
	bool link; /* the link of `server` to its upstream changed, otherwise the server itself */
	uint8_t before, after; /* enum wsp_trace_state */
};

/** The states after one step, and what it changed. */
struct wsp_trace {
	size_t step;                           /* index; SIZE_MAX: before the first step */
	const struct wsp_claim *claim;         /* NULL before the first step */
	const struct wsp_trace_change *change; /* valid during the call */
	size_t n_changes;                      /* 0 before the first step */
	uint32_t n_state[WSP_N_TRACE_STATES];  /* how many servers or links are in each state */
};

/** Takes one step's trace; returns false to stop. */
typedef bool (*wsp_trace_sink)(void *context, const struct wsp_trace *trace);

/**
 * Replay and tell: once before the first step, then once a step, in order. Steps that name no
 * server, action or phase that exists are left out.
 *
 * @return WSP_OK, also when the sink stopped it, or WSP_NO_MEMORY
 */
enum wsp_status wsp_verify_trace(
	const struct wsp_claims *claims, wsp_trace_sink sink, void *context);

#endif
