/*
 * The long lists of plan.json, one record a line. When memory runs out the text has failed.
 */
#ifndef WSP_REPORT_JSON_PARTS_H
#define WSP_REPORT_JSON_PARTS_H

#include "plan/plan.h"
#include "report/lines.h"

/* report/json_servers.c */
void wsp_json_servers(const struct wsp_plan *plan, struct wsp_lines *document);
void wsp_json_phases(const struct wsp_plan *plan, struct wsp_lines *document);
void wsp_json_links(const struct wsp_plan *plan, struct wsp_lines *document);

/* report/json_steps.c */
void wsp_json_procedures(const struct wsp_plan *plan, struct wsp_lines *document);
void wsp_json_steps(const struct wsp_plan *plan, struct wsp_lines *document);

#endif
