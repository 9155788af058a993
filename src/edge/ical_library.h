/*
 * Ical library: the one file that names libical, for ical.c and ical_file.c.
 *
 * Its broken-down times carry a zone that they forget easily; here a local time is seconds since
 * 1970-01-01T00:00 of its own clock, and the zone is said beside it.
 */
#ifndef WSP_EDGE_ICAL_LIBRARY_H
#define WSP_EDGE_ICAL_LIBRARY_H

#include <libical/ical.h>

#include "model/calendar.h"

/** Whether the last failure was lack of memory. */
bool wsp_ical_ran_out(void);

/** The local time that `time` shows. @return false when there is no such date */
bool wsp_ical_read_clock(struct icaltimetype time, int64_t *ret_local);

/** The other way round; for the years 0 to 9999. */

/** Seconds to add to UTC for local time. */
int32_t wsp_ical_offset_at(icaltimezone *zone, wsp_moment at);
int32_t wsp_ical_offset_of_local(icaltimezone *zone, int64_t local);

#endif
