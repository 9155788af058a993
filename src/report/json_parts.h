/*
 * The long lists of plan.json, one record a line. When memory runs out the text has failed.
 */
#ifndef WSP_REPORT_JSON_PARTS_H
#define WSP_REPORT_JSON_PARTS_H

#include "plan/plan.h"
#include "report/lines.h"

/* report/json_servers.c */
void wsp_json_servers(const struct wsp_plan *plan, struct wsp_lines *document);
void wsp_json_links(const struct wsp_plan *plan, struct wsp_lines *document);

/* report/json_phases.c */
void wsp_json_phases(const struct wsp_plan *plan, struct wsp_lines *document);

/** The member `abort` of a phase: at how many failures it is given up. */
void wsp_json_abort(struct wsp_object *object, const struct wsp_phase *phase);

/* report/json_zones.c */
void wsp_json_zones(const struct wsp_plan *plan, struct wsp_lines *document);

/* report/json_steps.c */

/** The key `members` of row `row` of plan.shared. */
void wsp_json_members(struct wsp_object *object, const struct wsp_plan *plan, uint32_t row);

void wsp_json_procedures(const struct wsp_plan *plan, struct wsp_lines *document);
void wsp_json_steps(const struct wsp_plan *plan, struct wsp_lines *document);

#endif
