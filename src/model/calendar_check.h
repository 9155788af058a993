/* Calendar check: what to say about a calendar as a whole. */
#ifndef WSP_MODEL_CALENDAR_CHECK_H
#define WSP_MODEL_CALENDAR_CHECK_H

#include "model/calendar.h"

/** Add the findings: windows that overlap, that are over, that are all frozen; a calendar that was
 * cut. */
void wsp_calendar_check(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	struct wsp_diags *diags);

#endif
