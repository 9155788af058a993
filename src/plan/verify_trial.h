/*
 * Trial: the claims of a plan, with what the verifier makes of them; inside the verifier only.
 *
 * Facts are what `state` and the other keys of a server say, read by the verifier itself. The first
 * step of each action on each server is indexed. A claim that names no server, action or phase that
 * exists is unsound: it is reported once and then skipped.
 */
#ifndef WSP_PLAN_VERIFY_TRIAL_H
#define WSP_PLAN_VERIFY_TRIAL_H

#include "plan/verify.h"
#include "wsusplan/status.h"

/* What is known of a server before the first step; a set. */
enum wsp_fact {
	WSP_FACT_RETIRED = 1 << 0,
	WSP_FACT_HELD = 1 << 1,         /* nothing may be done on it */
	WSP_FACT_EXCLUDED = 1 << 2,     /* stays on HTTP */
	WSP_FACT_FIXED = 1 << 3,        /* may not be switched: held, or `exclude.switch: false` */
	WSP_FACT_BOUND = 1 << 4,        /* answers over HTTPS, with a certificate that holds */
	WSP_FACT_ENFORCES = 1 << 5,     /* requires SSL for synchronization */
	WSP_FACT_UNCONFIGURED = 1 << 6, /* requires SSL, and WSUS itself was not told */
	WSP_FACT_CLIENTS_LEFT = 1 << 7, /* its clients are still to be pointed at HTTPS */
	WSP_FACT_HALF = 1 << 8,         /* its conversion was begun and not finished */
	WSP_FACT_DONE = 1 << 9,         /* its conversion was finished */
	WSP_FACT_LINK_HTTPS = 1 << 10,  /* synchronizes over HTTPS, on its upstream's port */
	WSP_FACT_LINK_HTTP = 1 << 11,   /* over HTTP, or unknown, on its upstream's port */
	WSP_FACT_CERTIFICATE = 1 << 12, /* nothing speaks against its certificate */
	WSP_FACT_PARTIAL = 1 << 13,     /* requires SSL on others than the five applications */
	WSP_FACT_CLIENTS = 1 << 14,     /* computers are pointed at it */
	WSP_FACT_API_HTTPS = 1 << 15,   /* requires SSL for its API */
};

struct wsp_trial {
	const struct wsp_claims *claims;
	const struct wsp_topology *topo;
	uint32_t minutes[WSP_N_ACTIONS];    /* with an operator, policy applied */
	uint32_t unattended[WSP_N_ACTIONS]; /* after that, policy applied */
	uint16_t *fact;                     /* by server: set of enum wsp_fact */
	uint8_t *status;                    /* by server: enum wsp_server_status it has to have */
	uint32_t *first;                    /* by server and action: its step; n_steps: none */
	uint32_t *done;                     /* by server: scratch, a WSP_BIT set */
	wsp_server_id *root;                /* by server: of its tree; scratch */
	uint32_t *busy_until;               /* by server: scratch */
	uint32_t *outage;                   /* by server: minutes its link up is dead, replayed */
	uint32_t *by_phase;                 /* by phase: scratch */
	uint64_t *sum_by_phase;             /* by phase: scratch */
	bool *safe;                         /* by phase: replayed */
	wsp_server_id dead_link;            /* a link dead after P1.W0 that could be repaired */
	wsp_server_id half_done;         /* a server half done after P1.W0 that could be finished */
	struct wsp_violation *violation; /* of the invariant on trial; its `rule` NULL: none */
};

/** Read the facts and index the steps. @return WSP_OK or WSP_NO_MEMORY */
enum wsp_status wsp_trial_begin(struct wsp_trial *trial, const struct wsp_claims *claims);

void wsp_trial_release(struct wsp_trial *trial);

/** Read what state and policy say into `fact`, `status`, `minutes` and `unattended`. */
void wsp_trial_read_facts(struct wsp_trial *trial);

/** Replay every step: `outage`, `safe`, `dead_link`, `half_done`. @return WSP_OK or WSP_NO_MEMORY
 */
enum wsp_status wsp_trial_replay(struct wsp_trial *trial);

/** Report that the invariant on trial is broken; what the earliest step breaks is kept. */
void wsp_trial_report(struct wsp_trial *trial, size_t step, const char *format, ...)
	WSP_PRINTF(3, 4);

/** Step number `i`, or NULL when it is unsound. */
const struct wsp_claim *wsp_trial_step(const struct wsp_trial *trial, size_t i);

/** Start over with no action done on any server. */
void wsp_trial_forget(struct wsp_trial *trial);

static inline bool wsp_trial_is(const struct wsp_trial *trial, wsp_server_id s, unsigned facts)
{
	return (trial->fact[s] & facts) != 0;
}

/** Number of the first step of `action` on `s`; n_steps when there is none. */
static inline size_t wsp_trial_at(
	const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	return trial->first[(size_t)s * WSP_N_ACTIONS + action];
}

/** The first step of `action` on `s`, or NULL. */
static inline const struct wsp_claim *wsp_trial_find(
	const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	size_t i = wsp_trial_at(trial, s, action);

	return i < trial->claims->n_steps ? &trial->claims->step[i] : NULL;
}

/** Whether `before` is over when `after` begins; both are steps of the claims. */
bool wsp_trial_precedes(const struct wsp_claim *before, const struct wsp_claim *after);

/** The step that begins the conversion of `s`, or NULL: none, or it was begun before the plan. */
const struct wsp_claim *wsp_trial_begins(const struct wsp_trial *trial, wsp_server_id s);

/** Whether a step belongs to the conversion visit of its server, not to a repair. */
bool wsp_trial_in_visit(const struct wsp_trial *trial, const struct wsp_claim *step);

/* Invariants; each reports what breaks it. */
void wsp_check_h1(struct wsp_trial *trial);
void wsp_check_h2(struct wsp_trial *trial);
void wsp_check_h3(struct wsp_trial *trial);
void wsp_check_h4(struct wsp_trial *trial);
void wsp_check_h5(struct wsp_trial *trial);
enum wsp_status wsp_check_operators(struct wsp_trial *trial);
void wsp_check_limits(struct wsp_trial *trial);
void wsp_check_h9(struct wsp_trial *trial);
void wsp_check_h10(struct wsp_trial *trial);
void wsp_check_h11(struct wsp_trial *trial);
void wsp_check_order(struct wsp_trial *trial);
void wsp_check_minutes(struct wsp_trial *trial);
enum wsp_status wsp_check_canary(struct wsp_trial *trial);
void wsp_check_strategy(struct wsp_trial *trial);

#endif
