/*
 * Placed: an estate whose phases are given by hand, without the planner.
 *
 *     struct wsp_inventory inventory = placed_estate();
 *     struct wsp_plan plan;
 *     estate_server(&inventory, "root.example.com", "microsoft-update");
 *     …
 *     placed_make(&plan, &inventory, "3 1 2", PLACED_WITHOUT_DATES);
 *     …
 *     wsp_plan_release(&plan);
 *
 * Every phase has one wave and lasts an hour of a window of four; a server with phase 0 is held.
 * Each visit has all actions and starts at minute 0, at minute 45 the downstreams are switched.
 * Dated phases begin at 22:00Z, a day after each other, the first on 5 December 2026.
 */
#ifndef PLACED_H
#define PLACED_H

#include "plan/plan.h"

enum placed_dates { PLACED_WITHOUT_DATES = 0, PLACED_DATED };

enum { PLACED_MINUTES = 60, PLACED_LENGTH = 240, PLACED_SWITCH = 45 };

/** An empty estate: two operators, no limits, strategy auto. */
struct wsp_inventory placed_estate(void);

/** The moment at which dated phase `phase` begins. */
wsp_moment placed_begin(uint32_t phase);

/** Build; takes the inventory over. `phases`: one digit a server, by its number. */
void placed_make(struct wsp_plan *plan, struct wsp_inventory *inventory, const char *phases,
	enum placed_dates dates);

#endif
