/* Outcome: what a plan that was only tried is told by: cells of a table, members of JSON. */
#ifndef WSP_REPORT_OUTCOME_H
#define WSP_REPORT_OUTCOME_H

#include "plan/retry.h"
#include "report/object.h"

/** How wide a column of changes is. */
size_t wsp_outcome_width(const struct wsp_prices *prices);

/** A cell of a table for people: `text`, escaped, filled up to `width`. */
void wsp_outcome_cell(struct wsp_text *out, const char *text, size_t width);

/** A cell flush right after a gap of two, from a text that is cleared. */
void wsp_outcome_cell_right(struct wsp_text *out, struct wsp_text *text, size_t width);

/** "Sat 2026-12-19 23:10", or the sum of minutes when it is not dated. `zone` NULL: UTC. */
void wsp_outcome_end(
	struct wsp_text *out, const struct wsp_outcome *outcome, const struct wsp_zone *zone);

/** "1 phase fewer, 7 days earlier, 40 min more without synchronization"; "" no difference. */
void wsp_outcome_difference(
	struct wsp_text *out, const struct wsp_outcome *outcome, const struct wsp_outcome *base);

/** Members of an open object. */
void wsp_outcome_members(
	struct wsp_object *object, const struct wsp_outcome *outcome, const struct wsp_zone *zone);

/** Members `change`, `key`, `text`. */
void wsp_change_members(struct wsp_object *object, const struct wsp_change *change);

#endif
