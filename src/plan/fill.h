/*
 * Fill: puts conversions into phases and waves, within the limits of a window.
 *
 * One phase is filled at a time: a list of nodes in order of priority, each server with the number
 * of its wave. A node is a server, or the members of a unit, which share a phase. The longest
 * prefix of nodes that fits the window becomes the phase.
 */
#ifndef WSP_PLAN_FILL_H
#define WSP_PLAN_FILL_H

#include "plan/constraint.h"
#include "plan/dates.h"
#include "plan/queue.h"
#include "plan/schedule.h"

/** What the planner decided before anything is placed; borrowed. */
struct wsp_facts {
	const struct wsp_terms *terms;
	const struct wsp_works *works;
	const struct wsp_services *services;
	const struct wsp_dates *dates;
};

struct wsp_fill {
	struct wsp_plan *plan;
	const struct wsp_terms *terms;
	const struct wsp_works *works;
	const struct wsp_services *services;
	const struct wsp_dates *dates;
	struct wsp_agenda *agenda; /* the caller's */
	struct wsp_schedule schedule;
	/* by server, of the set being filled */
	uint32_t *depth;       /* 0: not in it */
	uint32_t *waiting;     /* of those that stand for a node: servers it waits for */
	uint32_t *wave_of;     /* wave in the phase being filled */
	wsp_server_id *stand;  /* the server that stands for its node */
	wsp_server_id *above;  /* the node that waits for it; WSP_NO_SERVER */
	wsp_server_id *list;   /* the phase being filled, by priority; nodes are not torn */
	wsp_server_id *sorted; /* the same, by wave */
	uint32_t *node_end;    /* by node of the list: end of it in the list */
	uint32_t n_list, n_nodes;
	uint32_t n_left;  /* servers of the set that are not placed yet */
	uint32_t deepest; /* of `depth` */
	struct wsp_queue queue;
	struct wsp_load load;       /* of the list */
	struct wsp_load *site_load; /* by site; NULL: no site has a limit */
	struct wsp_why *site_out;   /* by site: why it takes nobody more in this window */
	uint32_t repair_minutes;    /* of P1.W0 */
	bool open;                  /* the last phase has its repair wave only, and may take more */
	const char *lack; /* what the windows lacked that a top-down set was tried in, or "" */
	uint32_t n_due;   /* nodes with a deadline, and those below them, that are not placed yet */
	bool due_alone;   /* no window is used for others as long as there are any */
	bool by_deadline; /* what is due first goes first */
	size_t phase_capacity, wave_capacity; /* of plan->phases and waves, heap while filling */
};

/** @return false when memory ran out; release it all the same */
bool wsp_fill_init(struct wsp_fill *fill, struct wsp_plan *plan, const struct wsp_facts *facts,
	struct wsp_agenda *agenda, struct wsp_arena *scratch);

/** Move phases and waves into the plan's arena. @return false when memory ran out */
bool wsp_fill_finish(struct wsp_fill *fill);

void wsp_fill_release(struct wsp_fill *fill);

/** Whether `s` has a conversion to be placed and belongs to `set`; NULL: every one does. */
bool wsp_fill_takes_part(const struct wsp_fill *fill, const bool *set, wsp_server_id s);

/** Put a node of the set at the end of the list. */
void wsp_fill_list_node(struct wsp_fill *fill, const bool *set, wsp_server_id stand);

/** Minutes of a phase of the first `n_nodes`, the reserve not included. */
bool wsp_fill_minutes(struct wsp_fill *fill, uint32_t n_nodes, uint32_t *ret_minutes);

/** Whether the first `n_nodes` of the list fit the window, reserve included. */
bool wsp_fill_fits(struct wsp_fill *fill, uint32_t n_nodes, bool *ret_fits);

/** Make the first `n_nodes` a phase, or the rest of the open one. @return false: no memory */
bool wsp_fill_commit(struct wsp_fill *fill, uint32_t n_nodes);

/**
 * The same if they fit the window; otherwise nothing is placed. Labels of servers that were not
 * placed mean nothing until they are.
 */
bool wsp_fill_try(struct wsp_fill *fill, uint32_t n_nodes, bool *ret_fits);

/** The phase is complete: the next one comes later. */
void wsp_fill_close(struct wsp_fill *fill);

/**
 * Open phase 1 with the repair wave.
 * @param ret_placed  false: no window lets work on all servers that are to be repaired
 * @return false when memory ran out
 */
bool wsp_fill_repairs(struct wsp_fill *fill, bool *ret_placed);

/**
 * Put the conversions of `set` into phases bottom-up (plan/bottom_up.c). fill->n_left says how many
 * found no window; `fill->depth` is left as the set's depths.
 *
 * @param why  what let those begin that wait for nobody: WSP_WHY_FIRST, WSP_WHY_CANARY
 * @return false when memory ran out
 */
bool wsp_fill_bottom_up(struct wsp_fill *fill, const bool *set, enum wsp_why_kind why);

/** Minutes of a phase with the change of the node of `s` alone, reserve included. */
bool wsp_fill_alone(struct wsp_fill *fill, wsp_server_id s, uint32_t *ret_minutes);

/** Minutes that the phase after `phase` waits: the clients of this one are looked at first. */
uint32_t wsp_fill_gate_after(
	const struct wsp_plan *plan, const struct wsp_terms *terms, const struct wsp_phase *phase);

/* inside: a phase of the open window, a wave of it, and what its servers are told */
bool wsp_fill_open_phase(struct wsp_fill *fill);
struct wsp_wave *wsp_fill_add_wave(struct wsp_fill *fill, uint32_t number, uint32_t at);
void wsp_fill_label(struct wsp_plan *plan, const struct wsp_wave *wave);

/** Who stands for whom, who waits for whom, how deep, and who goes first (plan/node.c). */
void wsp_fill_tell_nodes(struct wsp_fill *fill, const bool *set);

/** The node of `set` that waits for `s`: its upstream, or a member of the group that it names. */
wsp_server_id wsp_fill_find_above(const struct wsp_fill *fill, const bool *set, wsp_server_id s);

/** Whether `s` stands for a node with a deadline, or one that has to be before such a node. */
static inline bool wsp_fill_is_due(const struct wsp_fill *fill, wsp_server_id s)
{
	return fill->by_deadline && fill->stand[s] == s && fill->queue.priority[s] <= WSP_SLOTS_MAX;
}

/** With soak a chain needs a window for each of its servers, whatever the separation. */
static inline bool wsp_fill_is_ordered(const struct wsp_fill *fill)
{
	return fill->terms->separation == WSP_SEPARATE_ORDER && fill->terms->soak == 0;
}

/* plan/top_down.c */

/** One window that takes a set top-down. */
struct wsp_top_down {
	uint32_t n;       /* servers to convert */
	uint32_t minutes; /* after the repairs if these are open; reserve not included */
	uint32_t reserve;
	struct wsp_load load;
	const struct wsp_constraint *broken; /* a limit of the window that it breaks, or NULL */
	uint32_t broken_site;                /* row of the site whose limit it is; WSP_NO_SITE */
	const char
		*failed; /* "" a window takes it; "window" none is long enough, "site" none that
			    is long enough is open at every site, "date" none of these is in time */
};

/** Try the conversions of `set`, NULL: all; nothing is placed. @return false: no memory */
bool wsp_fill_try_top_down(
	struct wsp_fill *fill, const bool *set, struct wsp_top_down *ret_top_down);

/** Make it a phase, in the first window that takes it, or, if none does, in the next that comes.
 * fill->n_left is not 0 when there was no window at all. @return false when memory ran out */
bool wsp_fill_top_down(struct wsp_fill *fill, const bool *set);

#endif
