/* Inside plan/dispatch.c: crews, and the nodes of a wave: a server, or the members of a unit. */
#ifndef WSP_PLAN_DISPATCH_NODE_H
#define WSP_PLAN_DISPATCH_NODE_H

#include "plan/dispatch.h"

struct wsp_node_of_wave {
	const wsp_server_id *member;
	uint32_t n;
	wsp_server_id first; /* stands for it in `left` and `ready` */
	bool one_by_one;
};

/** Minutes saturate: what takes two thousand years fits no window anyway. */
static inline uint32_t wsp_minutes_later(uint32_t t, uint32_t minutes)
{
	const uint32_t end_of_time = UINT32_MAX / 4;

	return t > end_of_time || minutes > end_of_time - t ? end_of_time : t + minutes;
}

static inline uint32_t wsp_minutes_at_least(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static inline bool wsp_dispatch_push(struct wsp_heap *heap, uint32_t key, uint32_t job)
{
	return wsp_heap_push(heap, (uint64_t)key << 32 | job);
}

/** Those who do a job on `s`: the operators of its site, or all others. */
struct wsp_crew *wsp_dispatch_crew(
	const struct wsp_dispatch *dispatch, wsp_server_id s, bool is_switch);

/** The minute at which somebody of the crew is free. */
uint32_t wsp_crew_free_at(const struct wsp_crew *crew);

/** The first free operator works from `start` on for `minutes`, as one of the crew. */
void wsp_dispatch_occupy(
	struct wsp_dispatch *dispatch, struct wsp_crew *crew, uint32_t start, uint32_t minutes);

/** The node of a server; `s` has to live as long. */
struct wsp_node_of_wave wsp_dispatch_node(
	const struct wsp_dispatch *dispatch, const wsp_server_id *s);

/** Of a unit that is converted one by one: whether `s` is the first of it, or the last. */
bool wsp_dispatch_is_end(const struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node,
	wsp_server_id s, bool last);

/**
 * The links of the node's downstreams that somebody switches.
 * @param ret_n  how many there are
 * @return false when `job` did
 */
bool wsp_dispatch_each_switch(struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node,
	bool (*job)(struct wsp_dispatch *dispatch, wsp_server_id child, uint32_t minute),
	uint32_t minute, uint32_t *ret_n);

#endif
