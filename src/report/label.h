/* Label: the ids of phases, waves and steps: "P4", "P4.W1", "switch-sync@ams01.contoso.com". */
#ifndef WSP_REPORT_LABEL_H
#define WSP_REPORT_LABEL_H

#include "base/text.h"
#include "plan/steps.h"
#include "report/object.h"

/** "P4"; "P0" is the preparation. */
void wsp_label_phase(struct wsp_text *out, uint32_t phase);

/** The member `key` of an object: "P4"; null for 0. */
void wsp_label_phase_member(struct wsp_object *object, const char *key, uint32_t phase);

/** "P4.W1", by the number of the wave in the plan. */
void wsp_label_wave(struct wsp_text *out, const struct wsp_plan *plan, uint32_t wave);

/* Ids of steps: no character of them needs an escape anywhere. */

/** "ACTION@NAME" of a row of plan.shared; what is no letter, digit or one of ".-_" in the name is
 * percent-encoded. */
void wsp_label_shared(struct wsp_text *out, const struct wsp_plan *plan, uint32_t row);

/** The id of a step, whatever its target is. */
void wsp_label_step_id(
	struct wsp_text *out, const struct wsp_plan *plan, const struct wsp_step *step);

/** The id of a step that another waits for. */
void wsp_label_dependency(
	struct wsp_text *out, const struct wsp_plan *plan, const struct wsp_dependency *dependency);

/** What `s` synchronizes from: an FQDN, "microsoft-update" or "offline". */
const char *wsp_label_upstream(const struct wsp_plan *plan, wsp_server_id s);

#endif
