/* Command: a line of a procedure, its placeholders filled in for one server. */
#ifndef WSP_REPORT_COMMAND_H
#define WSP_REPORT_COMMAND_H

#include "base/text.h"
#include "plan/plan.h"

/**
 * Fill a line.
 *
 * What the plan does not know stays as the placeholder. In PowerShell a text stands in a
 * single-quoted literal, where its quotes are doubled.
 *
 * @param shell  of the procedure; "" for sentences
 */
void wsp_command_fill(struct wsp_text *out, const struct wsp_plan *plan, wsp_server_id s,
	const char *shell, const char *line);

#endif
