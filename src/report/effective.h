/*
 * Effective: the effective inventory as JSON, names resolved and defaults applied.
 *
 * What it writes does not depend on how many files the inventory came from, their names or formats.
 */
#ifndef WSP_REPORT_EFFECTIVE_H
#define WSP_REPORT_EFFECTIVE_H

#include "plan/plan.h"
#include "report/lines.h"

/** `timezone`, `policy`, `windows`, `freezes`, `sites`, `groups`, `client_policies`. */
void wsp_effective_sections(struct wsp_lines *document, const struct wsp_inventory *inventory);

/** The members `id` and `upstream` of a server. */
void wsp_effective_name(struct wsp_object *object, const struct wsp_plan *plan, wsp_server_id s);

/** Every other key of it that is given or has a default. */
void wsp_effective_keys(struct wsp_object *object, const struct wsp_plan *plan, wsp_server_id s);

#endif
