/* Change: the table of single changes to an inventory that a retry makes (plan/retry.h). */
#ifndef WSP_PLAN_CHANGE_H
#define WSP_PLAN_CHANGE_H

#include "plan/retry.h"

/** A plan in the making: a copy of everything that a change may touch. */
struct wsp_attempt {
	struct wsp_topology topo;
	struct wsp_calendar calendar; /* arrays borrowed but for what was changed, in `arena` */
	struct wsp_arena arena;
	bool failed; /* memory ran out */
};

/** What the rows of a kind are. */
enum wsp_change_over { WSP_OVER_ALL = 0, WSP_OVER_FREEZES, WSP_OVER_SITES, WSP_OVER_SERVERS };

struct wsp_change_row {
	const char *name, *key;
	enum wsp_change_over over;
	/* whether there is anything to change; NULL: never proposed */
	bool (*applies)(const struct wsp_retry *retry, uint32_t row);
	void (*tell)(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out);
	void (*apply)(struct wsp_attempt *attempt, const struct wsp_change *change);
};

/** The row of a kind. */
const struct wsp_change_row *wsp_change_row(enum wsp_change_kind kind);

/* plan/change_one.c: the rows from WSP_CHANGE_FREEZE on, about one freeze, site or server */
extern const struct wsp_change_row wsp_change_one[WSP_N_CHANGES - WSP_CHANGE_FREEZE];

/* What rows share. */

bool wsp_change_is_dated(const struct wsp_retry *retry);

/** A limit and a little more, never so much that it means "no limit". */
uint32_t wsp_change_more(uint32_t limit, uint32_t by);
uint32_t wsp_change_tenth(uint32_t limit);

/** "WHAT (20)" */
void wsp_change_tell_limit(struct wsp_text *out, const char *what, uint32_t limit);

#endif
