/* Barriers that a calendar makes: dates of servers, soak, sites that are closed. */
#include "base/phrase.h"
#include "plan/barrier_parts.h"
#include "plan/dates.h"

/* The conversion of `below` ends in one phase, that above it begins in another. */
static void check_pause(
	struct wsp_search *search, wsp_server_id other, uint32_t below, uint32_t above)
{
	const struct wsp_plan *plan = search->plan;
	uint32_t soak = plan->topo.inventory.policy.soak;

	if (below >= above ||
		wsp_plan_phase_end(plan, below) + (wsp_moment)soak * WSP_SECONDS_A_MINUTE <=
			plan->phases[above].begin)
		return;
	wsp_phrase_minutes(&search->text, soak);
	wsp_text_addf(&search->text, " have to pass between P%u, where %s is converted, and P%u",
		(unsigned)plan->phase[other], wsp_search_name(search, other),
		(unsigned)search->phase);
	wsp_search_add(search, WSP_BAR_SOAK, other);
}

void wsp_search_soak(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	wsp_server_id upstream = plan->topo.parent[search->s];
	const uint32_t *begin = &plan->topo.child_begin[search->s];

	if (!plan->dated || plan->topo.inventory.policy.soak == 0)
		return;
	for (wsp_server_id c = begin[0]; c < begin[1]; c++) {
		if (wsp_search_is_converted(search, c))
			check_pause(search, c, plan->phase[c], search->phase);
	}
	if (wsp_search_is_converted(search, upstream) &&
		plan->waves[plan->wave[upstream]].number > 0)
		check_pause(search, upstream, search->phase, plan->phase[upstream]);
}

static void tell_moment(struct wsp_search *search, wsp_moment at)
{
	wsp_moment_tell(&search->text, wsp_plan_zone(search->plan, search->s), at);
}

static const char *const dates_words[WSP_N_WHYS] = {
	[WSP_WHY_FIRST] = "preparation and trust in the issuer take until ",
	[WSP_WHY_NOT_BEFORE] = "it must not be changed before ",
	[WSP_WHY_HOLD] = "it is held until ",
	[WSP_WHY_LEAD] = "certificates are there on ",
};

void wsp_search_dates(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	uint32_t n = plan->topo.n_servers;
	struct wsp_works works = {.work = WSP_NEW_ARRAY(&search->scratch, uint8_t, n)};
	const struct wsp_phase *phase = &plan->phases[search->phase];
	struct wsp_dates dates;

	if (!plan->dated)
		return;
	if (works.work)
		works.work[search->s] = WSP_WORK_CONVERT; /* the only one whose dates are asked */
	if (!works.work ||
		!wsp_dates_tell(plan, &search->services, &works, &search->scratch, &dates)) {
		search->failed = true;
		return;
	}
	if (phase->begin < dates.earliest[search->s]) {
		wsp_text_adds(&search->text, dates_words[dates.why[search->s].kind]);
		tell_moment(search, dates.earliest[search->s]);
		wsp_search_add(search, WSP_BAR_EARLIEST, dates.why[search->s].by);
	}
	if (dates.deadline && wsp_plan_phase_end(plan, search->phase) > dates.deadline[search->s]) {
		wsp_text_adds(&search->text, "its deadline is ");
		tell_moment(search, dates.deadline[search->s]);
		wsp_search_add(search, WSP_BAR_DEADLINE, WSP_NO_SERVER);
	}
}

/* The slot of the calendar that the phase is done in, or n_slots. */
static uint32_t slot_of(const struct wsp_search *search)
{
	const struct wsp_calendar *calendar = search->calendar;
	const struct wsp_phase *phase = &search->plan->phases[search->phase];
	uint32_t slot = 0;

	while (slot < calendar->n_slots && (calendar->slot[slot].start != phase->opens ||
						   calendar->slot[slot].end != phase->closes))
		slot++;
	return slot;
}

static void check_site(struct wsp_search *search, wsp_server_id s, uint32_t slot)
{
	const struct wsp_plan *plan = search->plan;
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	const struct wsp_phase *phase = &plan->phases[search->phase];
	uint32_t site = wsp_topology_site(&plan->topo, s);
	uint32_t zone = site == WSP_NO_SITE || !search->calendar->zones.of_site
				? 0
				: search->calendar->zones.of_site[site];
	const struct wsp_closing *closing;

	if (slot < search->calendar->n_slots && site != WSP_NO_SITE &&
		!wsp_calendar_allows(search->calendar, inventory, slot, site)) {
		wsp_text_addf(&search->text, "the site of %s does not use the window \"%s\"",
			wsp_search_name(search, s), phase->window);
		wsp_search_add(search, WSP_BAR_WINDOW, s);
	}
	closing = wsp_calendar_closed(search->calendar, zone, phase->begin, phase->closes);
	if (!closing)
		return;
	wsp_text_adds(&search->text, "the freeze ");
	if (inventory->freeze[closing->freeze].reason)
		wsp_text_addf(&search->text, "\"%s\" ",
			wsp_inventory_text(inventory, inventory->freeze[closing->freeze].reason));
	wsp_text_addf(&search->text, "closes the site of %s until ", wsp_search_name(search, s));
	tell_moment(search, closing->end);
	wsp_search_add(search, WSP_BAR_FREEZE, s);
}

/* A switch is work at the site of its downstream. */
void wsp_search_sites(struct wsp_search *search)
{
	const struct wsp_plan *plan = search->plan;
	const uint32_t *begin = &plan->topo.child_begin[search->s];
	uint32_t slot;

	if (!plan->dated || !search->calendar)
		return;
	slot = slot_of(search);
	check_site(search, search->s, slot);
	for (wsp_server_id c = begin[0]; c < begin[1]; c++) {
		uint32_t site = wsp_topology_site(&plan->topo, c);

		if (plan->link_work[c] == WSP_LINK_SWITCH &&
			site != wsp_topology_site(&plan->topo, search->s) &&
			!(site != WSP_NO_SITE &&
				plan->topo.inventory.site[site].switch_anytime == WSP_YES))
			check_site(search, c, slot);
	}
}
