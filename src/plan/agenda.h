/*
 * Agenda: the windows that phases are done in, one after the other.
 *
 * In a dated plan these are the slots of the calendar, each cut short by what came before it; in
 * others a window like every other is always at hand. A site is open in a window if one of the
 * site's own windows is among it and no freeze falls into it.
 */
#ifndef WSP_PLAN_AGENDA_H
#define WSP_PLAN_AGENDA_H

#include "plan/terms.h"

/* Why a site is closed. */
struct wsp_obstacle {
	bool frozen;     /* by `freeze`; otherwise it has no window then */
	uint32_t freeze; /* row of inventory.freeze */
};

/** The window that is being filled. */
struct wsp_opening {
	wsp_moment opens, closes, begin; /* WSP_NO_MOMENT when not dated */
	uint32_t slot;                   /* of the calendar */
	uint32_t length;                 /* minutes from `begin` on */
	uint32_t gate;                   /* minutes it had to keep from the phase before */
};

struct wsp_agenda {
	const struct wsp_topology *topo;
	const struct wsp_terms *terms;
	const struct wsp_calendar *calendar; /* NULL: not dated */
	uint32_t n_sites;                    /* one more than inventory.site: the rest */
	uint32_t next_slot;
	wsp_moment free_from; /* the phases before have ended, their reserve included */
	wsp_moment gate_until;
	uint32_t gate; /* minutes, of the phase before */
	struct wsp_opening opening;
	bool *closed;                  /* by site */
	struct wsp_obstacle *obstacle; /* by site, of those that are closed */
};

/** @return false when memory ran out; arrays are in `arena` */
bool wsp_agenda_init(struct wsp_agenda *agenda, const struct wsp_topology *topo,
	const struct wsp_terms *terms, const struct wsp_calendar *calendar,
	struct wsp_arena *arena);

/** Open the next window. @return false: there is no more */
bool wsp_agenda_next(struct wsp_agenda *agenda);

/** Look again at which sites are open: the agenda was put back to an earlier state. */
void wsp_agenda_look(struct wsp_agenda *agenda);

/** The phase in the open window takes `minutes`, and `reserve` may follow. `gate`: minutes that the
 * next phase has to wait after its last minute. */
void wsp_agenda_close(struct wsp_agenda *agenda, uint32_t minutes, uint32_t reserve, uint32_t gate);

/** Row of the site of `s` in `closed`: servers without one share the last. */
uint32_t wsp_agenda_site(const struct wsp_agenda *agenda, wsp_server_id s);

/** Whether the site of `s` lets work on it in the open window. */
static inline bool wsp_agenda_is_open(const struct wsp_agenda *agenda, wsp_server_id s)
{
	return !agenda->calendar || !agenda->closed[wsp_agenda_site(agenda, s)];
}

/** Whether its site lets a switch of `s` be done in the open window. */
bool wsp_agenda_may_switch(const struct wsp_agenda *agenda, wsp_server_id s);

/** Whether a switch of `s` is bound by its site: windows, freezes and operators. */
bool wsp_agenda_switch_is_bound(const struct wsp_agenda *agenda, wsp_server_id s);

/** Minutes of the longest window there is. */
uint32_t wsp_agenda_longest(const struct wsp_agenda *agenda);

#endif
