/*
 * Retry: what the plan would be with one thing changed, found by planning again.
 *
 * Nothing given is touched: each attempt works on a copy, and its findings are dropped but for the
 * first error. How much an attempt costs is a copy and a plan; the callers limit how many.
 */
#ifndef WSP_PLAN_RETRY_H
#define WSP_PLAN_RETRY_H

#include "plan/exposure.h"
#include "plan/planner.h"

/** What is planned again; all of it borrowed. */
struct wsp_retry {
	const struct wsp_topology *topo; /* loaded without errors */
	struct wsp_planner_options options;
	/* servers whose own dates may be changed too; outcomes tell of the first */
	const wsp_server_id *server;
	uint32_t n_servers;
};

enum wsp_change_kind {
	WSP_CHANGE_NOTHING = 0,
	WSP_CHANGE_OPERATORS,
	WSP_CHANGE_SERVERS,
	WSP_CHANGE_CLIENTS,
	WSP_CHANGE_WINDOW,
	WSP_CHANGE_SOAK,
	WSP_CHANGE_SEPARATION,
	WSP_CHANGE_CANARY,
	WSP_CHANGE_WAITING,
	WSP_CHANGE_SCRIPT,
	WSP_CHANGE_CUTOVER,
	WSP_CHANGE_METHOD, /* `cutover` and `strategy`; never proposed */
	/* about one thing */
	WSP_CHANGE_FREEZE,         /* `row` of inventory.freeze */
	WSP_CHANGE_SITE_OPERATORS, /* `row` of inventory.site */
	WSP_CHANGE_SITE_SERVERS,
	WSP_CHANGE_SITE_CLIENTS,
	WSP_CHANGE_SITE_WINDOWS,
	WSP_CHANGE_SITE_SWITCHES,
	WSP_CHANGE_NOT_BEFORE, /* `row` is a server */
	WSP_CHANGE_HOLD,
	WSP_CHANGE_LEAD,
	WSP_N_CHANGES
};

struct wsp_change {
	uint8_t kind;              /* enum wsp_change_kind */
	uint8_t cutover, strategy; /* enum wsp_cutover, enum wsp_strategy */
	uint32_t row;
	const char *text; /* "one more operator (5)"; in the caller's arena */
};

/** The name of a kind, "site-operators". */
const char *wsp_change_name(enum wsp_change_kind kind);

/** The key of an inventory that the change is made in, "policy.operators". */
const char *wsp_change_key(enum wsp_change_kind kind);

/** What came of it. */
struct wsp_outcome {
	enum wsp_status status; /* WSP_OK, WSP_INVALID or WSP_INFEASIBLE */
	const char *problem;    /* the first error, in the caller's arena; NULL without one */
	/* of the plan, zeroed without one */
	enum wsp_strategy chosen;
	uint32_t n_phases;
	uint64_t minutes;   /* the sum over phases */
	wsp_moment end;     /* of the last phase's work; WSP_NO_MOMENT when not dated */
	const char *waiver; /* the first, in the caller's arena; NULL without one */
	struct wsp_exposure_total exposure;
	/* of the first server */
	uint32_t phase;   /* of its conversion, 0: not converted */
	wsp_moment begin; /* of that phase; WSP_NO_MOMENT when not dated */
};

/**
 * The changes worth trying: at most one of each kind, or ten where it names a row.
 *
 * @param ret_change  in `arena`
 * @return false when memory ran out
 */
bool wsp_changes_propose(const struct wsp_retry *retry, struct wsp_arena *arena,
	struct wsp_change **ret_change, uint32_t *ret_n);

/**
 * Plan again with `change`.
 * @param arena  owns what the outcome points to
 * @return WSP_OK (whatever the outcome's own status is) or WSP_NO_MEMORY
 */
enum wsp_status wsp_retry(const struct wsp_retry *retry, const struct wsp_change *change,
	struct wsp_arena *arena, struct wsp_outcome *ret_outcome);

/** What each change brings, the best first; equal outcomes in the order of the kinds. */
struct wsp_prices {
	struct wsp_price {
		struct wsp_change change;
		struct wsp_outcome outcome;
	} * price; /* in the caller's arena */

	uint32_t n;
	uint32_t untried; /* proposals that would have taken too long, by a count of servers */
};

/** Try the changes worth trying. @return WSP_OK or WSP_NO_MEMORY */
enum wsp_status wsp_retry_all(
	const struct wsp_retry *retry, struct wsp_arena *arena, struct wsp_prices *ret_prices);

/** The outcome of a plan that is there. @return false when memory ran out */
bool wsp_outcome_of(const struct wsp_plan *plan, wsp_server_id s, struct wsp_arena *arena,
	struct wsp_outcome *ret_outcome);

/** Less than 0 when `a` is better: there is a plan, it ends earlier, has fewer phases, interrupts
 * less. */
int wsp_outcome_compare(const struct wsp_outcome *a, const struct wsp_outcome *b);

#endif
