/*
 * Clock: moments as the documents tell them, in the zone of the people who read them.
 *
 * Seconds are left out. A zone is always given; UTC is wsp_utc (model/calendar.h).
 */
#ifndef WSP_REPORT_CLOCK_H
#define WSP_REPORT_CLOCK_H

#include "base/text.h"
#include "plan/plan.h"

/** "22:15"; when it is not the day of `since` "Sun 00:15", a week or more after "Sun 2026-12-13
 * 00:15". */
void wsp_clock_time(
	struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at, wsp_moment since);

/** The zone of the site of `s` when its clocks can differ from the plan's; NULL: the same zone. */
const struct wsp_zone *wsp_clock_other_zone(const struct wsp_plan *plan, wsp_server_id s);

#endif
