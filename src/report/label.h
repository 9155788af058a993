/* Label: the ids of phases, waves and steps: "P4", "P4.W1", "switch-sync@ams01.contoso.com". */
#ifndef WSP_REPORT_LABEL_H
#define WSP_REPORT_LABEL_H

#include "base/text.h"
#include "plan/plan.h"

/** "P4"; "P0" is the preparation. */
void wsp_label_phase(struct wsp_text *out, uint32_t phase);

/** "P4.W1", by the number of the wave in the plan. */
void wsp_label_wave(struct wsp_text *out, const struct wsp_plan *plan, uint32_t wave);

/** "ACTION@FQDN"; no character of it needs an escape anywhere. */
void wsp_label_step(
	struct wsp_text *out, const struct wsp_plan *plan, enum wsp_action action, wsp_server_id s);

/** What `s` synchronizes from: an FQDN, "microsoft-update" or "offline". */
const char *wsp_label_upstream(const struct wsp_plan *plan, wsp_server_id s);

#endif
