/*
 * Ical door: what is wanted of libical, without its types.
 *
 * ical.c (zones, rules) and ical_file.c (calendar files) behind it are the only ones that know the
 * library. Local times are seconds since
 * 1970-01-01T00:00 of the local clock. libical keeps zones for the whole process behind locks of
 * its own, and frees them at wsp_ical_end(): like Graphviz, one expansion at a time in a process.
 */
#ifndef WSP_EDGE_ICAL_DOOR_H
#define WSP_EDGE_ICAL_DOOR_H

#include "model/calendar.h"
#include "model/suggestion.h"

/** Before and after the first and the last of the calls below. */
void wsp_ical_begin(void);
void wsp_ical_end(void);

enum wsp_ical_answer {
	WSP_ICAL_FINE = 0,
	WSP_ICAL_UNKNOWN, /* there is no such thing */
	WSP_ICAL_NO_DATA, /* no time zone database is installed */
	WSP_ICAL_NO_MEMORY,
};

/**
 * The offsets of a zone.
 *
 * @param name      syntactically a name of the database
 * @param arena     receives the table
 * @param from, to  the moments it is for
 */
enum wsp_ical_answer wsp_ical_zone(const char *name, wsp_moment from, wsp_moment to,
	struct wsp_arena *arena, struct wsp_zone *ret_zone);

/** Offer the name of every zone. */
void wsp_ical_offer_zones(struct wsp_suggestion *suggestion);

/** The times of a recurrence rule. */
struct wsp_ical_times;

/**
 * Begin to follow a rule that wsp_recurrence_read() took.
 *
 * @param start  local time to count from; not among the times unless the rule gives it
 * @param end    local time after which nothing is wanted
 * @return NULL when it never fires or, then `*ret_failed` is set, memory ran out. Up to a second of
 *         computing when it never fires.
 */
struct wsp_ical_times *wsp_ical_times_open(
	const char *rule, int64_t start, int64_t end, bool *ret_failed);

/** The next time, local; of one day in any order. @return false when there is none */
bool wsp_ical_times_next(struct wsp_ical_times *times, int64_t *ret_local);

void wsp_ical_times_close(struct wsp_ical_times *times);

/** One VEVENT. Its texts live as long as the file and the arena. */
struct wsp_ical_event {
	const char *uid, *summary; /* "" without one; `summary` may hold any character */
	const char *wrong;         /* why it cannot be read, then all below is 0; NULL: it can */
	void *zone;                /* libical's; NULL: its times are on every clock alike */
	bool days;                 /* whole days */
	bool ignored;              /* cancelled, or marked as free time */
	bool replaces;             /* it stands for the time `replaced` of the event of its uid */
	bool replaced_exact;       /* `replaced` is a moment, otherwise local */
	int64_t start;             /* local */
	int64_t replaced;
	int64_t length;        /* seconds, not negative */
	const char **rule;     /* RRULE */
	const int64_t *more;   /* RDATE, local */
	const int64_t *except; /* EXDATE, local */
	size_t n_rules, n_more, n_except;
};

/** A calendar file, read. */
struct wsp_ical_file;

/** @return NULL when it is none or, then `*ret_failed` is set, memory ran out */
struct wsp_ical_file *wsp_ical_file_open(const char *text, bool *ret_failed);

void wsp_ical_file_close(struct wsp_ical_file *file);

/** The next event, in the order of the file. @return false behind the last and without memory */
bool wsp_ical_file_next(struct wsp_ical_file *file, struct wsp_arena *arena,
	struct wsp_ical_event *ret_event, bool *ret_failed);

/** Seconds to add to UTC for the clock of an event; 0 when it has no zone. */
int32_t wsp_ical_event_offset(const struct wsp_ical_event *event, wsp_moment at);

/** The moment of a local time on the clock of an event with a zone. */
wsp_moment wsp_ical_moment(const struct wsp_ical_event *event, int64_t local);

#endif
