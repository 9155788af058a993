/*
 * Queue: nodes that wait for nobody any more, until they are placed.
 *
 * They are ready, by priority; or parked under a site that is closed or full; or they wait for a
 * date; or were stepped over in this phase. What kept each of them out is remembered.
 */
#ifndef WSP_PLAN_QUEUE_H
#define WSP_PLAN_QUEUE_H

#include "plan/agenda.h"
#include "plan/ready.h"

enum { WSP_DEFER_MAX = 256 }; /* how many nodes that are too big a phase steps over */

struct wsp_queue {
	const struct wsp_agenda *agenda;
	uint32_t n_servers;
	uint32_t *priority; /* by server; the caller's */
	struct wsp_ready ready;
	wsp_server_id *parked;      /* by site: the first */
	wsp_server_id *next_parked; /* by server */
	bool *out;                  /* by server: parked or stepped over */
	uint32_t n_parked;
	struct wsp_why *shut;   /* by site: what closed it last while nodes waited there … */
	uint32_t *shut_phase;   /* … before this phase was found; 0: nothing yet */
	wsp_moment begin;       /* where the minutes of `future` count from */
	struct wsp_heap future; /* minute << 32 | server */
	wsp_server_id deferred[WSP_DEFER_MAX]; /* ready again after this phase */
	uint32_t n_deferred;
	wsp_moment *moment;         /* by server: not before; NULL when not dated */
	struct wsp_why *because;    /* by server: what made it ready */
	uint32_t *since;            /* by server: the phase for which it was ready first */
	struct wsp_why *kept;       /* by server: what kept it out … */
	uint32_t *kept_from;        /* … of which phase; 0: nothing yet */
	struct wsp_why full;        /* what keeps those out whose turn does not come … */
	uint32_t full_phase;        /* … in this phase */
	struct wsp_why full_before; /* the same for the one before */
	uint32_t full_before_phase;
};

/** @return false when memory ran out; arrays are in `arena` */
bool wsp_queue_init(struct wsp_queue *queue, const struct wsp_agenda *agenda, uint32_t n_servers,
	uint32_t n_priorities, bool dated, struct wsp_arena *arena);
void wsp_queue_release(struct wsp_queue *queue);
void wsp_queue_clear(struct wsp_queue *queue);

/** A window is open for phase `phase`: whose date has come, and whose site is open, is ready. */
bool wsp_queue_admit(struct wsp_queue *queue, uint32_t phase);

/** `s` waits for nobody from `phase` on; it may have to wait for its date. */
bool wsp_queue_add(
	struct wsp_queue *queue, wsp_server_id s, uint32_t phase, struct wsp_why because);

/** It was ready before, and goes before those that came later. */
bool wsp_queue_add_again(struct wsp_queue *queue, wsp_server_id s);

/** `s` cannot join `phase`: it waits under `site`, or until the phase is over (UINT32_MAX). */
void wsp_queue_keep_out(struct wsp_queue *queue, wsp_server_id s, uint32_t phase,
	struct wsp_why why, uint32_t site);

/** The phase is over: those that were stepped over are ready again. */
bool wsp_queue_resume(struct wsp_queue *queue);

/** Why `s` is in phase `phase`, now that it is placed there. */
struct wsp_why wsp_queue_tell(const struct wsp_queue *queue, wsp_server_id s, uint32_t phase);

#endif
