/* Ical: the windows and freezes of an inventory as a calendar. */
#ifndef WSP_EDGE_ICAL_H
#define WSP_EDGE_ICAL_H

#include "model/calendar.h"
#include "wsusplan/status.h"

/**
 * Expand the windows and freezes of an inventory.
 *
 * A freeze that names an .ics file becomes one freeze with `from`, `to` and `reason` for each of
 * its events, so that the inventory needs the file no more; file names are relative to the file
 * that named them. At most WSP_SLOTS_MAX slots or WSP_CALENDAR_YEARS from `now`.
 *
 * @param inventory  bound and resolved; its freezes are rewritten as said
 * @param now        slots that have ended by then are left out
 * @param diags      receives the findings of series D
 * @return WSP_OK, WSP_INVALID (an error was found), WSP_IO_ERROR (an .ics cannot be read) or
 *         WSP_NO_MEMORY; `ret_calendar` is set on WSP_OK only
 */
enum wsp_status wsp_calendar_expand(struct wsp_inventory *inventory, wsp_moment now,
	struct wsp_diags *diags, struct wsp_calendar *ret_calendar);

#endif
