/** The calendar of a hierarchy: which windows come next, and where they are open. */
#ifndef WSUSPLAN_CALENDAR_H
#define WSUSPLAN_CALENDAR_H

#include "wsusplan/runbook.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What to list; initialise with WSP_CALENDAR_OPTIONS_INIT. */
struct wsp_calendar_options {
	size_t struct_size;
	int64_t now;   /**< seconds since 1970-01-01T00:00Z: windows that have ended are left out */
	uint32_t next; /**< windows to list, at most */
};

#define WSP_CALENDAR_OPTIONS_INIT                                                                  \
	{                                                                                          \
		sizeof(struct wsp_calendar_options), 0, 10                                         \
	}

/**
 * List the next windows: local time and UTC, and for each site whether it is open, and why not.
 *
 * Reads the calendar files that freezes name; their events stand in the hierarchy afterwards.
 * Calendars are read one at a time in a process.
 *
 * @param format  "text" or "json"
 * @param diags   receives every finding about windows and freezes
 * @return WSP_OK, WSP_INVALID (also: no such format), WSP_IO_ERROR (a calendar file), WSP_CANCELLED
 *         (the output stopped it) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_calendar_write(struct wsp_topology *topo,
	const struct wsp_calendar_options *options, const char *format, struct wsp_diags *diags,
	wsp_output output, void *context);

#ifdef __cplusplus
}
#endif

#endif
