/* Why: the reason why a conversion is in its phase, as a sentence. */
#ifndef WSP_PLAN_WHY_TEXT_H
#define WSP_PLAN_WHY_TEXT_H

#include "plan/plan.h"

/**
 * Append why the conversion of `s` is in its phase and no earlier one: "ams02.contoso.com below it
 * is converted in P2". No capital, no full stop; names and reasons are those of the input.
 */
void wsp_why_tell(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out);

/** What `why->by` stands for: an FQDN, or the reason of a freeze ("" when it has none); NULL: none.
 */
const char *wsp_why_by(const struct wsp_plan *plan, const struct wsp_why *why);

#endif
