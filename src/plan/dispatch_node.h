/* Nodes of a wave, inside plan/dispatch.c: a server, or the members of a unit. */
#ifndef WSP_PLAN_DISPATCH_NODE_H
#define WSP_PLAN_DISPATCH_NODE_H

#include "plan/dispatch.h"

struct wsp_node_of_wave {
	const wsp_server_id *member;
	uint32_t n;
	wsp_server_id first; /* stands for it in `left` and `ready` */
	bool one_by_one;
};

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
