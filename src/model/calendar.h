/*
 * Calendar: the windows and freezes of an inventory as plain seconds, and the zones to tell them
 * in.
 *
 * Made by edge/ical.c, which knows recurrence rules and zones; everything here is arithmetic over
 * its tables. A moment is a count of seconds since 1970-01-01T00:00Z; windows begin and end on
 * whole minutes. Windows that open and close together are one slot: a phase is done in one slot.
 */
#ifndef WSP_MODEL_CALENDAR_H
#define WSP_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/inventory.h"

typedef int64_t wsp_moment;

#define WSP_NO_MOMENT INT64_MIN

enum { WSP_SECONDS_A_MINUTE = 60, WSP_SECONDS_A_DAY = 24 * 60 * 60 };

/* What is expanded at most. */
enum { WSP_SLOTS_MAX = 10000, WSP_CALENDAR_YEARS = 20 };

struct wsp_zone_change {
	wsp_moment from;
	int32_t offset; /* seconds to add to UTC for local time, from then on */
};

/** One time zone; `change` is never empty, its first row holds for all time before the second. */
struct wsp_zone {
	const char *name; /* IANA, "UTC" when nothing was given */
	const struct wsp_zone_change *change;
	uint32_t n_changes;
};

/** UTC; also to read a local time as it is written. */
extern const struct wsp_zone wsp_utc;

/** The zones in use: [0] is the inventory's own. */
struct wsp_zones {
	const struct wsp_zone *zone;
	uint32_t n_zones;
	const uint32_t *of_site; /* by row of inventory.site: into `zone`; NULL without sites */
};

/** Something that is open once: one or more windows with the same begin and end. */
struct wsp_slot {
	wsp_moment start, end;
	uint32_t first_window; /* into calendar.slot_window */
	uint32_t n_windows;
};

/** A span in which nothing may be changed, in one zone. */
struct wsp_closing {
	wsp_moment start, end; /* `end` is not in it */
	uint32_t freeze;       /* row of inventory.freeze */
};

struct wsp_calendar {
	struct wsp_arena arena; /* everything below */
	wsp_moment now;
	bool dated;            /* a window has a start; otherwise there are no slots, only zones */
	bool cut;              /* more slots would come after the last: a limit was reached */
	struct wsp_slot *slot; /* by start, then end; each ends after `now` */
	uint32_t n_slots;
	uint32_t *slot_window; /* rows of inventory.window, by slot */
	struct wsp_zones zones;
	/* by zone: its closings are closing[first_closing[z] … first_closing[z + 1]), by start, and
	   `end` never falls, so a binary search finds the first that may matter */
	struct wsp_closing *closing;
	uint32_t *first_closing; /* n_zones + 1 */
};

/** Zeroed memory is an empty calendar. */
void wsp_calendar_release(struct wsp_calendar *calendar);

/** The first closing of `zone` that overlaps [start, end), or NULL. */
const struct wsp_closing *wsp_calendar_closed(
	const struct wsp_calendar *calendar, uint32_t zone, wsp_moment start, wsp_moment end);

/** Whether site row `site` may use slot `slot` by its `windows` (freezes aside). */
bool wsp_calendar_allows(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	uint32_t slot, uint32_t site);

/** Seconds to add to UTC for local time in `zone` at `at`. */
int32_t wsp_zone_offset(const struct wsp_zone *zone, wsp_moment at);

/** The moment of a local time (seconds since 1970-01-01T00:00 local). What the clock skips is moved
 * on by the gap; of what comes twice it is the first. */
wsp_moment wsp_zone_moment(const struct wsp_zone *zone, int64_t local);

/**
 * The moment of a text that the schema accepted as a date: "2026-12-05", "2026-12-05T22:00",
 * "…+01:00", "…Z". Without an offset it is local in `zone`; a day alone is its local midnight.
 *
 * @param end_of_day  a day alone means the midnight at its end
 * @return false when it is none ("never", "")
 */
bool wsp_zone_parse(
	const struct wsp_zone *zone, const char *text, bool end_of_day, wsp_moment *ret_moment);

/** "2026-12-05T22:00+01:00" in `zone`, seconds left out; for machines. */
void wsp_moment_write(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at);

/** "2026-12-05T21:00Z". */
void wsp_moment_write_utc(struct wsp_text *out, wsp_moment at);

/** "Sat 2026-12-05 22:00" in `zone`; for people. */
void wsp_moment_tell(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at);

/** "Sat 2026-12-05". */
void wsp_moment_tell_day(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at);

/** "Sat"; `day` counts from 1970-01-01. */
const char *wsp_day_name(int64_t day);

/** Whether a text has the form of a name of the IANA database: "Europe/Paris", "UTC"; no path. */
bool wsp_zone_is_name(const char *text);

/** What a local time is on the clock of a zone. */
enum wsp_local { WSP_LOCAL_ONCE = 0, WSP_LOCAL_TWICE, WSP_LOCAL_SKIPPED };

enum wsp_local wsp_zone_judge(const struct wsp_zone *zone, int64_t local);

/** Whether a text that the schema accepted as a date says its offset from UTC. */
bool wsp_date_has_offset(const char *text);

/** Copy zones into an arena. @return false when memory ran out */
bool wsp_zones_copy(struct wsp_arena *arena, const struct wsp_zones *zones, size_t n_sites,
	struct wsp_zones *ret_zones);

#endif
