/*
 * Almanac: the next windows, and where work may be done in each.
 *
 * Rows are the sites of the inventory, and one more for servers of none.
 */
#ifndef WSP_REPORT_ALMANAC_H
#define WSP_REPORT_ALMANAC_H

#include "model/calendar.h"
#include "model/topology.h"

enum wsp_standing {
	WSP_STANDING_OPEN = 0,
	WSP_STANDING_OTHER_WINDOW, /* the site is open in other windows only */
	WSP_STANDING_FROZEN,
	WSP_STANDING_TOO_EARLY, /* `not_before` of every server is later */
};

struct wsp_almanac {
	const struct wsp_topology *topo;     /* borrowed */
	const struct wsp_calendar *calendar; /* borrowed */
	uint32_t n_slots;                    /* that are told, from the first */
	uint32_t n_rows;
	wsp_moment *earliest; /* heap; by row: when the first of its servers may be worked on */
};

/** What a row may do in a slot. */
struct wsp_judgement {
	enum wsp_standing standing;
	const struct wsp_closing *closing; /* FROZEN */
	wsp_moment not_before;             /* TOO_EARLY */
	const struct wsp_zone *zone;       /* of the row */
};

/** Release it whatever the result. @return false when memory ran out */
bool wsp_almanac_init(struct wsp_almanac *almanac, const struct wsp_topology *topo,
	const struct wsp_calendar *calendar, uint32_t next);
void wsp_almanac_release(struct wsp_almanac *almanac);

struct wsp_judgement wsp_almanac_judge(
	const struct wsp_almanac *almanac, uint32_t slot, uint32_t row);

/** The name of a site; NULL for servers of none. */
const char *wsp_almanac_row_name(const struct wsp_almanac *almanac, uint32_t row);

/** Seconds by which clocks of the inventory's zone go forward in a slot; negative: back. */
int32_t wsp_almanac_clock_change(const struct wsp_almanac *almanac, uint32_t slot);

void wsp_write_almanac_text(const struct wsp_almanac *almanac, struct wsp_text *out);
void wsp_write_almanac_json(const struct wsp_almanac *almanac, struct wsp_text *out);

#endif
