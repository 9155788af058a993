/*
 * Strategy: top-down if all remaining work fits one window, otherwise bottom-up in phases; and why.
 *
 * The criterion is the article's ("within a single timeframe"), computed and never guessed from a
 * count of servers.
 */
#ifndef WSP_PLAN_STRATEGY_H
#define WSP_PLAN_STRATEGY_H

#include "plan/fill.h"

struct wsp_strategy_choice {
	bool *top_down;    /* by server: its tree goes top-down */
	bool any_top_down; /* at least one conversion does */
	bool any_bottom_up;
};

/** The word of a strategy, "top-down". */
const char *wsp_strategy_name(enum wsp_strategy strategy);

/**
 * Decide, and write plan->requested, chosen, reason, failed, makespan, window, tree_choice and,
 * with `force`, waivers. A forced strategy that breaks a limit without `force` is F003, one that
 * holds or canaries contradict F004.
 *
 * @param fill   with works told; nothing placed but the repairs
 * @param arena  owns ret_choice->top_down
 * @return WSP_OK, WSP_INFEASIBLE or WSP_NO_MEMORY
 */
enum wsp_status wsp_strategy_decide(struct wsp_fill *fill, bool force, struct wsp_diags *diags,
	struct wsp_arena *arena, struct wsp_strategy_choice *ret_choice);

/** Mark in `set`, by server, those of the tree below `root`, and no others. */
void wsp_strategy_select_tree(const struct wsp_plan *plan, wsp_server_id root, bool *set);

#endif
