/* Placeholder: what the angle brackets in commands and checks stand for on one server. */
#ifndef WSP_REPORT_PLACEHOLDER_H
#define WSP_REPORT_PLACEHOLDER_H

#include "base/text.h"
#include "plan/plan.h"

/**
 * What a placeholder stands for on a server, as text.
 *
 * @return false when the plan does not know it; then a word to be replaced by hand was written
 */
bool wsp_placeholder_value(const struct wsp_plan *plan, wsp_server_id s,
	enum wsp_placeholder placeholder, struct wsp_text *out);

/** Whether the plan knows what a placeholder stands for on a server. */
bool wsp_placeholder_is_known(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_placeholder placeholder);

/** The word written where it does not: "THUMBPRINT". */
void wsp_placeholder_blank(struct wsp_text *out, enum wsp_placeholder placeholder);

#endif
