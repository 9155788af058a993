/* Amendment: what a new plan changes in one that was approved, told to a change board. */
#ifndef WSP_REPORT_AMENDMENT_H
#define WSP_REPORT_AMENDMENT_H

#include "base/text.h"
#include "plan/difference.h"

/** As text for a terminal; `colour`: with ANSI escapes; `all`: long lists are not cut. */
void wsp_write_amendment(
	const struct wsp_difference *difference, bool colour, bool all, struct wsp_text *out);

/** As one JSON document, wsusplan.diff/1.0. */
void wsp_write_amendment_json(const struct wsp_difference *difference, struct wsp_text *out);

/* Inside: amendment_lists.c */

struct wsp_amendment {
	const struct wsp_difference *difference;
	struct wsp_text *out;
	bool colour, all;
};

/** A heading after a blank line, with how many rows follow; 0: not told. */
void wsp_amendment_heading(const struct wsp_amendment *amendment, const char *text, size_t n);

/** "P2 (Sat 2026-12-12 22:00)", or "P2" without dates. */
void wsp_amendment_phase(
	const struct wsp_amendment *amendment, const struct wsp_plan *plan, uint32_t phase);

/** The changed facts, then the changed servers, a list for each kind of change. */
void wsp_amendment_facts(const struct wsp_amendment *amendment);
void wsp_amendment_servers(const struct wsp_amendment *amendment);

/** Whether row `n` of a list is still shown; and what is said of those that were not. */
bool wsp_amendment_shows(const struct wsp_amendment *amendment, size_t n);
void wsp_amendment_rest(const struct wsp_amendment *amendment, size_t n);

#endif
