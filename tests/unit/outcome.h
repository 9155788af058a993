/* Outcome: an estate made by hand and planned in one call; for tests of the planner. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "estate.h"
#include "plan/planner.h"

enum { OUTCOME_TODAY = 20788 }; /* 2026-12-01 */

/** An empty estate: two operators, a window of four hours, no limits, strategy auto. */
struct wsp_inventory outcome_estate(void);

/** A plan and what was found on the way. */
struct outcome {
	struct wsp_plan plan; /* valid if status is WSP_OK */
	struct wsp_diags diags;
	enum wsp_status status;
};

/** Build and plan; takes the inventory over. */
struct outcome outcome_make(struct wsp_inventory *inventory, bool force);

void outcome_release(struct outcome *outcome);

/** The number of a server. */
wsp_server_id outcome_find(const struct outcome *outcome, const char *fqdn);

/** The first finding of a code, NULL: none. */
const struct wsp_diag *outcome_finding(const struct outcome *outcome, const char *code);

#endif
