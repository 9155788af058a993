/*
 * Trial: the claims of a plan, with what the verifier makes of them; inside the verifier only.
 *
 * Facts are what `state` and the other keys of a server say, read by the verifier itself. The first
 * step of each action on each server is indexed. A claim that names no server, action, phase or
 * shared object that exists is unsound: it is reported once and then skipped.
 */
#ifndef WSP_PLAN_VERIFY_TRIAL_H
#define WSP_PLAN_VERIFY_TRIAL_H

#include "plan/verify.h"
#include "plan/verify_set.h"
#include "wsusplan/status.h"

/* What is known of a server before the first step; a set. */
enum wsp_fact {
	WSP_FACT_RETIRED = 1 << 0,
	WSP_FACT_HELD = 1 << 1,         /* nothing may be done on it, ever */
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
	WSP_FACT_LATER = 1 << 16,       /* held now, until a day that the plan waits for */
	WSP_FACT_SUP = 1 << 17,         /* a software update point of ConfigMgr */
	WSP_FACT_SHARED = 1 << 18,      /* its clients are pointed by a policy several share */
	WSP_FACT_IN_SET = 1 << 19,      /* it answers together with others */
};

/** What happened to the link of a server, replayed. */
struct wsp_trial_link {
	uint32_t outage;     /* minutes it is dead in windows */
	uint32_t died_phase; /* of the longest that it was dead; UINT32_MAX: never */
	uint32_t died_minute;
	uint32_t lived_phase; /* in which it lived again; UINT32_MAX: it did not */
	uint32_t lived_minute;
	uint32_t https_from; /* phase from which it is on HTTPS, WSP_NEVER */
};

/** A wave as the steps have it. */
struct wsp_trial_wave {
	uint32_t phase, number;
	uint32_t visits;        /* of its phase that have ended by then */
	uint32_t start, finish; /* of its first and last minute */
	bool is_stated;         /* scratch */
};

struct wsp_trial {
	const struct wsp_claims *claims;
	const struct wsp_topology *topo;
	struct wsp_sets sets;               /* groups and shared client policies */
	uint32_t minutes[WSP_N_ACTIONS];    /* with an operator, policy applied */
	uint32_t unattended[WSP_N_ACTIONS]; /* after that, policy applied */
	uint32_t *fact;                     /* by server: set of enum wsp_fact */
	uint8_t *status;                    /* by server: enum wsp_server_status it has to have */
	uint32_t *first;                    /* by server and action: its step; n_steps: none */
	uint32_t *shared_step;              /* by set: the step on it; n_steps: none */
	wsp_server_id *owner;               /* by server: whose setting its link is */
	uint64_t *clients;                  /* by server: of it and all below it */
	struct wsp_trial_link *link;        /* by server: its link up */
	uint32_t *converted;                /* by phase: conversions, those of W0 left aside */
	uint32_t *visits;                   /* by phase: conversions finished in it, all of them */
	uint32_t *links;                    /* by phase: links verified in it */
	uint32_t *last_minute;              /* by phase: finish of its last step */
	struct wsp_trial_wave *wave;        /* in the order of the steps */
	size_t n_waves;
	bool *has_clients;       /* by phase: it has verify-clients */
	bool *safe;              /* by phase: replayed */
	uint32_t *done;          /* by server: scratch, a WSP_BIT set */
	uint32_t *also;          /* by server: scratch */
	wsp_server_id *root;     /* by server: of its tree; scratch */
	uint64_t *sum;           /* by phase: scratch */
	wsp_server_id dead_link; /* a link dead after P1.W0 that could be repaired */
	wsp_server_id half_done; /* a server half done after P1.W0 that could be finished */
	wsp_server_id lost_link; /* dead after backing out of a wave, alive before its phase */
	uint32_t lost_phase, lost_wave;  /* that wave */
	size_t lost_step;                /* its last step */
	struct wsp_violation *violation; /* of the invariant on trial; its `rule` NULL: none */
	bool is_told;                    /* the last report was kept, not only counted */
};

/** Read the facts, index the steps, replay. @return WSP_OK or WSP_NO_MEMORY */
enum wsp_status wsp_trial_begin(struct wsp_trial *trial, const struct wsp_claims *claims);

void wsp_trial_release(struct wsp_trial *trial);

/** Read what state and policy say into `fact`, `owner`, `minutes` and `unattended`. */
void wsp_trial_read_facts(struct wsp_trial *trial);

/** Tell `status`, after the facts are read and the steps indexed. @return WSP_OK or WSP_NO_MEMORY
 */
enum wsp_status wsp_trial_tell_status(struct wsp_trial *trial);

/**
 * Replay every step: `link`, `safe`, `dead_link`, `half_done`, `lost_link`.
 *
 * @param sink  told what every step changes; NULL: nobody
 * @return WSP_OK or WSP_NO_MEMORY
 */
enum wsp_status wsp_trial_replay(struct wsp_trial *trial, wsp_trace_sink sink, void *context);

/** Read `wave`. @return WSP_OK or WSP_NO_MEMORY */
enum wsp_status wsp_trial_read_waves(struct wsp_trial *trial);

/** The wave of that phase and number, or NULL: it has no steps. */
const struct wsp_trial_wave *wsp_trial_wave(
	const struct wsp_trial *trial, uint32_t phase, uint32_t number);

/** Report that the invariant on trial is broken; what the earliest step breaks is kept.
 * @param s  the server concerned, or WSP_NO_SERVER */
void wsp_trial_report(struct wsp_trial *trial, size_t step, wsp_server_id s, const char *format,
	...) WSP_PRINTF(4, 5);

/** The same for what is no step of its own: a phase, a wave, a shared object. */
void wsp_trial_report_at(struct wsp_trial *trial, struct wsp_place place, const char *format, ...)
	WSP_PRINTF(3, 4);

/** Add to the last report which link dies, for how long, and for whom. `s`: its downstream */
void wsp_trial_add_link(struct wsp_trial *trial, wsp_server_id s);

/** Step number `i` when it is sound and on a server, otherwise NULL. */
const struct wsp_claim *wsp_trial_step(const struct wsp_trial *trial, size_t i);

/** The set that step number `i` is on, WSP_NO_SET: it is on a server or unsound. */
uint32_t wsp_trial_step_set(const struct wsp_trial *trial, size_t i);

/** Start over with no action done on any server: `done` and `also` are 0. */
void wsp_trial_forget(struct wsp_trial *trial);

static inline const char *wsp_trial_name(const struct wsp_trial *trial, wsp_server_id s)
{
	return wsp_topology_fqdn(trial->topo, s);
}

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

static inline bool wsp_trial_has(
	const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	return wsp_trial_at(trial, s, action) < trial->claims->n_steps;
}

/** The first step of `action` on `s`, or NULL. */
static inline const struct wsp_claim *wsp_trial_find(
	const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	size_t i = wsp_trial_at(trial, s, action);

	return i < trial->claims->n_steps ? &trial->claims->step[i] : NULL;
}

static inline bool wsp_trial_has_minutes(const struct wsp_claim *step)
{
	return step->phase > 0 && step->wave != UINT32_MAX;
}

static inline bool wsp_trial_is_overlap(const struct wsp_trial *trial)
{
	return trial->topo->inventory.policy.cutover == WSP_OVERLAP;
}

/** Whether the limits of a window may be broken. */
static inline bool wsp_trial_is_waived(const struct wsp_trial *trial)
{
	return trial->claims->n_waivers > 0;
}

/** Those from whom `s` synchronizes: its upstream, or the members of a group; not retired. */
struct wsp_upstreams {
	const wsp_server_id *server;
	uint32_t n;
};

struct wsp_upstreams wsp_trial_upstreams(const struct wsp_trial *trial, wsp_server_id s);

/** Whether `before` is over when `after` begins; both are steps of the claims. */
bool wsp_trial_precedes(const struct wsp_claim *before, const struct wsp_claim *after);

/** The step that begins the conversion of `s`, or NULL: none, or it was begun before the plan. */
const struct wsp_claim *wsp_trial_begins(const struct wsp_trial *trial, wsp_server_id s);

/** Whether a step belongs to the conversion visit of its server, not to a repair or to P0. */
bool wsp_trial_in_visit(const struct wsp_trial *trial, const struct wsp_claim *step);

/** The first step of the visit that begins the conversion of `s`, or NULL. */
const struct wsp_claim *wsp_trial_visit(const struct wsp_trial *trial, wsp_server_id s);

/** The phase in which `s` is converted, what W0 finishes left aside; 0: none. */
uint32_t wsp_trial_phase(const struct wsp_trial *trial, wsp_server_id s);

/** Whether a conversion of `s` is what this plan has to begin. */
bool wsp_trial_to_begin(const struct wsp_trial *trial, wsp_server_id s);

/** Whether ConfigMgr would switch `s` when its upstream is finished, which nobody may do. */
bool wsp_trial_is_left_half(const struct wsp_trial *trial, wsp_server_id s);

/** Whether ConfigMgr takes the link of `s` to HTTPS by itself, once its upstream is converted. */
bool wsp_trial_follows(const struct wsp_trial *trial, wsp_server_id s);

/** What has to be done on a server, and what may be; WSP_BIT sets. */
struct wsp_duty {
	uint32_t must, may;
};

struct wsp_duty wsp_trial_duty(const struct wsp_trial *trial, wsp_server_id s);

/** Minutes to back out `n` conversions: each operator one server after the other. */
uint64_t wsp_trial_back_out(const struct wsp_trial *trial, uint32_t n);

/** The slot of the calendar that a phase says it is done in; UINT32_MAX: there is none such. */
uint32_t wsp_trial_slot(const struct wsp_trial *trial, uint32_t phase);

/** Minutes from the begin of a phase to the end of its window. */
uint64_t wsp_trial_length(const struct wsp_trial *trial, uint32_t phase);

static inline wsp_moment wsp_trial_later(wsp_moment at, uint64_t minutes)
{
	return at + (wsp_moment)minutes * WSP_SECONDS_A_MINUTE;
}

/** Minutes of the longest window: of the dated ones when the plan is dated. */
uint32_t wsp_trial_window(const struct wsp_trial *trial);

/** Mark the canaries that `policy.canary` names, and all below, in `done`. @return false: no memory
 */
bool wsp_trial_mark_canaries(struct wsp_trial *trial);

/** How many canaries a number in `policy.canary` asks for; 0: it is none. */
uint32_t wsp_trial_canary_count(const struct wsp_trial *trial);

/** The zone of the site of `s`; the claims have a calendar. */
const struct wsp_zone *wsp_trial_zone(const struct wsp_trial *trial, wsp_server_id s);

/* Invariants; each reports what breaks it. */
void wsp_check_h1(struct wsp_trial *trial);
void wsp_check_h2(struct wsp_trial *trial);
void wsp_check_h3(struct wsp_trial *trial);
void wsp_check_h4(struct wsp_trial *trial);
void wsp_check_h5(struct wsp_trial *trial);
void wsp_check_h6(struct wsp_trial *trial);
enum wsp_status wsp_check_h7(struct wsp_trial *trial);
/** Whether the certificate that `s` has now will have expired when its phase begins. */
bool wsp_trial_renews(const struct wsp_trial *trial, wsp_server_id s);

enum wsp_status wsp_check_h8(struct wsp_trial *trial);
void wsp_check_h9(struct wsp_trial *trial);
void wsp_check_h10(struct wsp_trial *trial);
void wsp_check_h11(struct wsp_trial *trial);
void wsp_check_order(struct wsp_trial *trial);
void wsp_check_minutes(struct wsp_trial *trial);
void wsp_check_wave_minutes(struct wsp_trial *trial); /* a part of the minutes */
void wsp_check_repair(struct wsp_trial *trial);
void wsp_check_outage(struct wsp_trial *trial);
void wsp_check_safe_to_stop(struct wsp_trial *trial);
void wsp_check_back_out(struct wsp_trial *trial);
void wsp_check_abort(struct wsp_trial *trial);
void wsp_check_stated(struct wsp_trial *trial);
void wsp_check_waves_once(struct wsp_trial *trial); /* a part of it */
void wsp_check_waivers(struct wsp_trial *trial);
enum wsp_status wsp_check_canary(struct wsp_trial *trial);
void wsp_check_strategy(struct wsp_trial *trial);
enum wsp_status wsp_check_bound(struct wsp_trial *trial);

#endif
