/*
 * Format: the writers of a plan.
 *
 * Each spells what was decided before; it never decides. All stream into a text with a sink; when
 * memory runs out they set out->failed.
 */
#ifndef WSP_REPORT_FORMAT_H
#define WSP_REPORT_FORMAT_H

#include "base/text.h"
#include "plan/plan.h"

void wsp_write_markdown(const struct wsp_plan *plan, struct wsp_text *out); /* report/markdown.c */
void wsp_write_json(const struct wsp_plan *plan, struct wsp_text *out);     /* report/json.c */
void wsp_write_jsonl(const struct wsp_plan *plan, struct wsp_text *out);    /* report/jsonl.c */
void wsp_write_csv(const struct wsp_plan *plan, struct wsp_text *out);      /* report/csv.c */
void wsp_write_dot(const struct wsp_plan *plan, struct wsp_text *out);      /* report/dot.c */

/** The summary for a terminal; `colour`: with ANSI escapes. report/summary.c */
void wsp_write_summary(const struct wsp_plan *plan, bool colour, struct wsp_text *out);

/**
 * The part of the plan document that its id is the digest of: policy, windows, freezes, sites,
 * groups, client policies, servers as given, options. report/json.c
 */
void wsp_write_identity(const struct wsp_plan *plan, struct wsp_text *out);

#endif
