/*
 * Terms: the policy with every name resolved and every default applied, as the planner needs it.
 */
#ifndef WSP_PLAN_TERMS_H
#define WSP_PLAN_TERMS_H

#include "plan/plan.h"

/* Limits of one site; WSP_ABSENT: none. */
struct wsp_site_terms {
	uint32_t operators, servers, clients;
};

struct wsp_terms {
	enum wsp_strategy strategy;
	enum wsp_separation separation;
	enum wsp_cutover cutover;
	uint32_t operators;
	uint32_t servers;            /* a window at most; WSP_ABSENT: no limit */
	uint32_t clients;            /* likewise */
	uint32_t syncs;              /* first synchronizations from one upstream; likewise */
	uint32_t soak;               /* minutes between a downstream and its upstream */
	uint32_t window_length;      /* minutes of the longest window */
	struct wsp_site_terms *site; /* by row of inventory.site */
	bool limits_sites;           /* one of them limits servers or clients */
	bool limits_site_operators;
	uint32_t rollback_reserve;          /* minutes at least; 0: what is computed */
	uint32_t duration[WSP_N_ACTIONS];   /* minutes with an operator */
	uint32_t unattended[WSP_N_ACTIONS]; /* minutes after that */
	uint32_t minutes[3][256];           /* of the actions in a byte of a set, by byte */
	uint32_t back_out;                  /* minutes to undo one conversion */
	bool *canary;           /* by server: it or its branch is named; NULL: no canary */
	uint32_t canary_count;  /* how many are to be chosen; 0: none */
	uint8_t *tree_strategy; /* by root: enum wsp_strategy, 0 the plan's; NULL: no override */
};

/**
 * Resolve the policy. Names that do not exist are I014.
 * @param arena  owns what `ret_terms` points to
 * @return false when memory ran out; wrong names are in `diags` only
 */
bool wsp_terms_resolve(const struct wsp_topology *topo, struct wsp_arena *arena,
	struct wsp_diags *diags, struct wsp_terms *ret_terms);

/** Minutes with an operator of the actions in `set`. */
uint32_t wsp_terms_minutes(const struct wsp_terms *terms, uint32_t set);

/** Minutes of operators that the change of `s` takes: its visit, and the switches after it. */
uint64_t wsp_terms_change(
	const struct wsp_terms *terms, const struct wsp_plan *plan, wsp_server_id s);

#endif
