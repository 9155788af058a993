/** Diff: what a new plan changes in one that was approved. */
#ifndef WSUSPLAN_DIFF_H
#define WSUSPLAN_DIFF_H

#include "wsusplan/runbook.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How to tell it; initialise with WSP_DIFF_OPTIONS_INIT. */
struct wsp_diff_options {
	size_t struct_size;
	const char *format; /**< "text" or "json"; NULL: text */
	int colour;         /**< of text: with ANSI escapes */
	int all;            /**< of text: long lists are not cut, changed steps are listed */
};

#define WSP_DIFF_OPTIONS_INIT                                                                      \
	{                                                                                          \
		sizeof(struct wsp_diff_options), NULL, 0, 0                                        \
	}

/**
 * Write the amendment that makes one plan of another: what moved, came and went, the facts that
 * explain it, and what stays as it was approved.
 *
 * Servers are matched by FQDN, steps by id, phases by their window (by number without dates). Two
 * plans in which nothing of that differs are the same, whatever files they were made from.
 *
 * @param options   NULL for the defaults; read during the call only
 * @param ret_same  set on WSP_OK only: not 0 when nothing differs
 * @return WSP_OK, WSP_INVALID (no such format), WSP_CANCELLED (the output stopped it) or
 *         WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_diff(const struct wsp_plan *before,
	const struct wsp_plan *after, const struct wsp_diff_options *options, int *ret_same,
	wsp_output output, void *context);

#ifdef __cplusplus
}
#endif

#endif
