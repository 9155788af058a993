/*
 * Ical work: one expansion of an inventory's calendar, shared by the files that do it.
 *
 * ical_calendar.c is the order: zones (ical_zones.c), windows (ical_windows.c), freezes
 * (ical_freezes.c), which may come from files (ical_events.c).
 */
#ifndef WSP_EDGE_ICAL_WORK_H
#define WSP_EDGE_ICAL_WORK_H

#include "base/diag.h"
#include "model/calendar.h"
#include "wsusplan/status.h"

enum { WSP_HOLDS_MAX = 10000 };

/** One opening of a window. */
struct wsp_window_opening {
	wsp_moment start, end;
	uint32_t window; /* row of the inventory */
};

/** One freeze, for every zone alike: local times unless they are exact. */
struct wsp_hold {
	int64_t start, end; /* moments if exact */
	bool start_exact, end_exact;
	uint32_t freeze; /* row of the inventory */
};

struct wsp_expansion {
	struct wsp_inventory *inventory; /* borrowed, and so diags */
	struct wsp_diags *diags;
	struct wsp_calendar *calendar;
	wsp_moment last;                    /* nothing that begins later is wanted */
	wsp_moment last_freeze;             /* the same for freezes */
	uint32_t *window_zone;              /* heap; by window */
	struct wsp_window_opening *opening; /* heap */
	size_t n_openings, opening_capacity;
	struct wsp_hold *hold; /* heap */
	size_t n_holds, hold_capacity;
	struct wsp_text text; /* scratch */
	unsigned n_dry;       /* rules that never fired: each costs up to a second */
	uint32_t n_steps;     /* times of rules that were looked at */
	bool is_over;         /* that was too much, and is told */
	bool unread;          /* a file could not be read */
	bool failed;          /* memory ran out */
};

/** Fill calendar.zones and window_zone. What has an unknown zone gets UTC, and a finding. */
void wsp_expand_zones(struct wsp_expansion *expansion);

/** Fill the openings that end after `now`. */
void wsp_expand_windows(struct wsp_expansion *expansion);

/** Fill the holds; freezes from files become rows of their own. */
void wsp_expand_freezes(struct wsp_expansion *expansion);

/** Turn an .ics freeze into rows appended to the inventory's `freeze`. */
void wsp_expand_file(struct wsp_expansion *expansion, const struct wsp_freeze *freeze);

/** Append a row to the inventory's freezes. */
void wsp_expansion_add_freeze(struct wsp_expansion *expansion, const struct wsp_freeze *freeze);

/** Slots from openings, and closings of each zone from holds. */
void wsp_expansion_finish(struct wsp_expansion *expansion);

/** A `repetition.offset` whose clock is a struct wsp_zone. */
int32_t wsp_expansion_zone_offset(const void *zone, wsp_moment at);

/** A rule to follow, and whom to tell about it. */
struct wsp_repetition {
	const char *rule;
	struct wsp_place place;
	const char *what; /* "`repeat` of window \"x\"", for messages */
	/* seconds to add to UTC at a moment, for an UNTIL in UTC */
	int32_t (*offset)(const void *clock, wsp_moment at);
	const void *clock;
	int64_t start, end;                      /* local; `end`: later ones are not wanted */
	const struct wsp_rule *unreadable, *dry; /* the findings */
};

/**
 * Call `take` for each time of a rule, until it returns false.
 *
 * @param ret_endless  set when the rule goes on behind `end`; NULL: not wanted
 * @return whether it fired at all; otherwise a finding was added
 */
bool wsp_expansion_repeat(struct wsp_expansion *expansion, const struct wsp_repetition *repetition,
	bool (*take)(void *context, int64_t local), void *context, bool *ret_endless);

#endif
