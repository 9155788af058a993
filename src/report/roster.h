/*
 * Roster: the steps of one wave by server, instead of by minute.
 *
 * Servers come in the order of their first step. Memory is kept from wave to wave.
 */
#ifndef WSP_REPORT_ROSTER_H
#define WSP_REPORT_ROSTER_H

#include "plan/steps.h"

struct wsp_roster {
	const struct wsp_plan *plan;
	struct wsp_steps steps; /* of the wave, or of what follows the phase */
	uint32_t *place;        /* one a server: its entry + 1, or 0; owned */

	struct wsp_roster_entry {
		wsp_server_id server;
		uint32_t first; /* into `index` */
		uint32_t n;
	} * entry; /* owned */

	size_t n_entries, entry_capacity;
	uint32_t *index; /* into steps.step, grouped by server; owned */
	size_t index_capacity;
};

/** @return false when memory ran out; release it in any case */
bool wsp_roster_init(struct wsp_roster *roster, const struct wsp_plan *plan);

/** Take up a wave. @return false when memory ran out */
bool wsp_roster_of_wave(struct wsp_roster *roster, uint32_t wave);

/** Step `i` of an entry, in order of time. */
static inline const struct wsp_step *wsp_roster_step(
	const struct wsp_roster *roster, const struct wsp_roster_entry *entry, uint32_t i)
{
	return &roster->steps.step[roster->index[entry->first + i]];
}

/** The entry of a server, NULL when it has no step in the wave. */
static inline const struct wsp_roster_entry *wsp_roster_find(
	const struct wsp_roster *roster, wsp_server_id s)
{
	return roster->place[s] > 0 ? &roster->entry[roster->place[s] - 1] : NULL;
}

/**
 * The server under whose list an entry stands: its upstream, if that is converted in the same wave
 * and the entry is a switch; otherwise WSP_NO_SERVER.
 */
wsp_server_id wsp_roster_head(
	const struct wsp_roster *roster, const struct wsp_roster_entry *entry);

void wsp_roster_release(struct wsp_roster *roster);

#endif
