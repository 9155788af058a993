/*
 * Ready: servers that could be converted next, lowest priority number first, in order of arrival
 * within one.
 *
 * A list a priority, threaded through one array, and a heap of the priorities that have any: a
 * chain of a million servers costs no more than a star.
 */
#ifndef WSP_PLAN_READY_H
#define WSP_PLAN_READY_H

#include "base/arena.h"
#include "base/heap.h"
#include "model/topology.h"

struct wsp_ready {
	wsp_server_id *next;  /* by server */
	wsp_server_id *first; /* by priority; WSP_NO_SERVER: none */
	wsp_server_id *last;
	uint32_t n_priorities;
	bool *waits;          /* by server: it is in a list; pushing it again changes nothing */
	struct wsp_heap some; /* priorities that have servers */
	size_t n;
};

/** Room for `n_servers`, and priorities below `n_priorities`. @return false when memory ran out */
bool wsp_ready_init(struct wsp_ready *ready, uint32_t n_servers, uint32_t n_priorities,
	struct wsp_arena *arena);

/** Behind those of the same priority. @return false when memory ran out */
bool wsp_ready_push(struct wsp_ready *ready, uint32_t priority, wsp_server_id s);

/** Before those of the same priority: it was ready once and did not fit. */
bool wsp_ready_push_first(struct wsp_ready *ready, uint32_t priority, wsp_server_id s);

/** Remove and return the next server; there must be one. */
wsp_server_id wsp_ready_pop(struct wsp_ready *ready);

void wsp_ready_clear(struct wsp_ready *ready);
void wsp_ready_release(struct wsp_ready *ready);

#endif
