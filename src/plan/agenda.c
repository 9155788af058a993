#include "plan/agenda.h"

bool wsp_agenda_init(struct wsp_agenda *agenda, const struct wsp_topology *topo,
	const struct wsp_terms *terms, const struct wsp_calendar *calendar, struct wsp_arena *arena)
{
	*agenda = (struct wsp_agenda){
		.topo = topo,
		.terms = terms,
		.calendar = calendar && calendar->dated ? calendar : NULL,
		.n_sites = (uint32_t)topo->inventory.n_sites + 1,
		.free_from = calendar ? calendar->now : WSP_NO_MOMENT,
		.gate_until = WSP_NO_MOMENT,
	};
	agenda->closed = WSP_NEW_ARRAY(arena, bool, agenda->n_sites);
	agenda->obstacle = WSP_NEW_ARRAY(arena, struct wsp_obstacle, agenda->n_sites);
	return agenda->closed && agenda->obstacle;
}

uint32_t wsp_agenda_site(const struct wsp_agenda *agenda, wsp_server_id s)
{
	uint32_t site = wsp_topology_site(agenda->topo, s);

	return site == WSP_NO_SITE ? agenda->n_sites - 1 : site;
}

bool wsp_agenda_switch_is_bound(const struct wsp_agenda *agenda, wsp_server_id s)
{
	uint32_t site = wsp_topology_site(agenda->topo, s);

	return site == WSP_NO_SITE || agenda->topo->inventory.site[site].switch_anytime != WSP_YES;
}

bool wsp_agenda_may_switch(const struct wsp_agenda *agenda, wsp_server_id s)
{
	return wsp_agenda_is_open(agenda, s) || !wsp_agenda_switch_is_bound(agenda, s);
}

uint32_t wsp_agenda_longest(const struct wsp_agenda *agenda)
{
	wsp_moment longest = 0;

	if (!agenda->calendar)
		return agenda->terms->window_length;
	for (uint32_t i = 0; i < agenda->calendar->n_slots; i++) {
		const struct wsp_slot *slot = &agenda->calendar->slot[i];

		if (slot->end - slot->start > longest)
			longest = slot->end - slot->start;
	}
	return (uint32_t)(longest / WSP_SECONDS_A_MINUTE);
}

static wsp_moment later(wsp_moment a, wsp_moment b)
{
	return a > b ? a : b;
}

static void look_at_site(struct wsp_agenda *agenda, uint32_t site)
{
	const struct wsp_calendar *calendar = agenda->calendar;
	const struct wsp_inventory *inventory = &agenda->topo->inventory;
	bool rest = site == agenda->n_sites - 1;
	uint32_t zone = rest || !calendar->zones.of_site ? 0 : calendar->zones.of_site[site];
	const struct wsp_closing *closing =
		wsp_calendar_closed(calendar, zone, agenda->opening.begin, agenda->opening.closes);
	bool allowed = rest || wsp_calendar_allows(calendar, inventory, agenda->opening.slot, site);

	agenda->closed[site] = !allowed || closing;
	agenda->obstacle[site] =
		(struct wsp_obstacle){allowed && closing, closing ? closing->freeze : 0};
}

void wsp_agenda_look(struct wsp_agenda *agenda)
{
	for (uint32_t site = 0; agenda->calendar && site < agenda->n_sites; site++)
		look_at_site(agenda, site);
}

bool wsp_agenda_next(struct wsp_agenda *agenda)
{
	const struct wsp_calendar *calendar = agenda->calendar;

	if (!calendar) {
		agenda->opening = (struct wsp_opening){WSP_NO_MOMENT, WSP_NO_MOMENT, WSP_NO_MOMENT,
			0, agenda->terms->window_length, agenda->gate};
		return true;
	}
	while (agenda->next_slot < calendar->n_slots) {
		const struct wsp_slot *slot = &calendar->slot[agenda->next_slot++];
		wsp_moment begin = later(slot->start, later(agenda->free_from, agenda->gate_until));

		begin += (WSP_SECONDS_A_MINUTE - begin % WSP_SECONDS_A_MINUTE) %
			 WSP_SECONDS_A_MINUTE;
		if (begin >= slot->end)
			continue;
		agenda->opening = (struct wsp_opening){slot->start, slot->end, begin,
			agenda->next_slot - 1,
			(uint32_t)((slot->end - begin) / WSP_SECONDS_A_MINUTE), agenda->gate};
		wsp_agenda_look(agenda);
		return true;
	}
	return false;
}

void wsp_agenda_close(struct wsp_agenda *agenda, uint32_t minutes, uint32_t reserve, uint32_t gate)
{
	wsp_moment end;

	agenda->gate = gate;
	if (!agenda->calendar)
		return;
	end = agenda->opening.begin + (wsp_moment)minutes * WSP_SECONDS_A_MINUTE;
	agenda->free_from = end + (wsp_moment)reserve * WSP_SECONDS_A_MINUTE;
	agenda->gate_until = end + (wsp_moment)gate * WSP_SECONDS_A_MINUTE;
}
