/* Damage calendar: the windows and freezes of a small dated estate, without a calendar library. */
#ifndef DAMAGE_CALENDAR_H
#define DAMAGE_CALENDAR_H

#include "model/calendar.h"

/**
 * The first window of an inventory every week, in UTC, from its start on, and its freezes by day.
 * It lives until wsp_calendar_release().
 *
 * @return false when memory ran out
 */
bool damage_calendar(
	const struct wsp_inventory *inventory, wsp_moment now, struct wsp_calendar *ret_calendar);

#endif
