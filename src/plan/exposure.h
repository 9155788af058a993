/*
 * Exposure: what a phase interrupts, and what is still unprotected after it.
 *
 * Minutes count from the begin of the phase and may lie behind its end. Clients learn their new
 * address at the next refresh of policies, at most WSP_REFRESH_MINUTES after point-clients (90
 * minutes and up to 30 more at random), and scan again at most WSP_DETECTION_MINUTES after that (22
 * hours by default). With the article's order they cannot scan from require-ssl on until then; a
 * client that was pointed to HTTPS in the preparation loses nothing.
 */
#ifndef WSP_PLAN_EXPOSURE_H
#define WSP_PLAN_EXPOSURE_H

#include "plan/plan.h"

enum { WSP_REFRESH_MINUTES = 120, WSP_DETECTION_MINUTES = 22 * 60 };

struct wsp_exposure {
	/* synchronization */
	uint32_t links;          /* links that are dead for some minutes */
	uint32_t longest_outage; /* minutes without synchronization of the worst of them */
	uint64_t outage;         /* minutes, the sum over links */
	/* clients that cannot scan */
	uint64_t clients;        /* how many */
	uint32_t refreshed;      /* minute by which all of them have the new address; 0: nobody */
	uint32_t scanned;        /* minute by which all of them have scanned again; 0: nobody */
	uint64_t client_minutes; /* from require-ssl to the refresh, the sum over clients */
	/* after the phase */
	uint32_t links_http;   /* links that are still on HTTP */
	uint32_t servers_http; /* servers with such a link between them and their root */
	uint64_t clients_http; /* clients that are still on HTTP */
};

/** The same over the whole plan. */
struct wsp_exposure_total {
	uint64_t visits;         /* logons: conversions and switches by hand */
	uint32_t links;          /* links that are dead for some minutes */
	uint32_t longest_outage; /* minutes */
	uint64_t outage;         /* minutes, the sum over links */
	uint64_t clients;        /* clients that cannot scan for some time */
	uint64_t client_minutes; /* the sum over clients */
};

/**
 * Tell the exposure of every phase: row [0] is before the first phase (what is still on HTTP only),
 * row [k] phase k, plan->n_phases + 1 rows.
 *
 * @param ret_phase  lives in `arena`
 * @param ret_total  NULL: not wanted
 * @return false when memory ran out
 */
bool wsp_exposure_tell(const struct wsp_plan *plan, struct wsp_arena *arena,
	struct wsp_exposure **ret_phase, struct wsp_exposure_total *ret_total);

#endif
