/*
 * Small estate: a tree with limits that only count, for the planner and for brute force alike.
 *
 * Actions take no time, but for ten minutes each conversion takes in a dated estate. There one
 * operator works, and windows are as long as their capacity needs, time to back out included.
 */
#ifndef SMALL_ESTATE_H
#define SMALL_ESTATE_H

#include "brute.h"
#include "model/calendar.h"
#include "plan/plan.h"

enum { SMALL_SITES = 2, SMALL_NONE = 0 };

struct small_estate {
	struct trees trees;
	bool order;
	int servers, clients; /* a window at most; SMALL_NONE: no limit */
	int site_servers[SMALL_SITES], site_clients[SMALL_SITES]; /* likewise */
	int site[BRUTE_SERVERS_MAX];                              /* by server */
	int weight[BRUTE_SERVERS_MAX];                            /* by server: its clients */
	int n_windows;                      /* dated; SMALL_NONE: as many alike as it takes */
	int capacity[BRUTE_WINDOWS_MAX];    /* by window: servers */
	unsigned closed[BRUTE_WINDOWS_MAX]; /* by window: sites without a window then, bits */
};

/** A tree with one limit, of servers. */
void small_estate_init(struct small_estate *estate, const struct trees *trees, int servers);

/** Limits, clients, sites and, when `dated`, windows, from a seed. */
void small_estate_roll(
	struct small_estate *estate, const struct trees *trees, unsigned seed, bool dated);

/** The fewest windows, and the soonest end, by brute force. */
struct brute_answer small_estate_solve(const struct small_estate *estate);

/** The number of the last window that a plan uses, from 1; of a dated estate. */
int small_estate_last_window(const struct wsp_plan *plan);

/** Plan it. @return false when there is no plan */
bool small_estate_plan(const struct small_estate *estate, struct wsp_plan *plan);

#endif
