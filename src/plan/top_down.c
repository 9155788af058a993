/* Top-down: one window that takes a whole set, parents before their children. */
#include <string.h>

#include "plan/fill.h"

/* The wave after the last member of the node of `m` that takes part; `wave` if that is later. */
static uint32_t after_node(
	const struct wsp_fill *fill, const bool *set, wsp_server_id m, uint32_t wave)
{
	const struct wsp_services *services = fill->services;
	uint32_t unit = wsp_services_unit(services, m);
	uint32_t begin = unit == WSP_NO_UNIT ? 0 : services->unit_begin[unit];
	uint32_t end = unit == WSP_NO_UNIT ? 1 : services->unit_begin[unit + 1];

	for (uint32_t i = begin; i < end; i++) {
		wsp_server_id s = unit == WSP_NO_UNIT ? m : services->unit_member[i];

		if (wsp_fill_takes_part(fill, set, s) && fill->wave_of[s] >= wave)
			wave = fill->wave_of[s] + 1;
	}
	return wave;
}

/*
 * The wave of `s` by what is above it, and by its own unit: the members before it when they go one
 * by one, otherwise all of them, as they share a wave.
 */
static uint32_t least_wave(const struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	const struct wsp_services *services = fill->services;
	wsp_server_id upstream = fill->plan->topo.parent[s];
	uint32_t own = wsp_services_unit(services, s);
	uint32_t wave = 1;

	if (upstream != WSP_NO_SERVER &&
		(own == WSP_NO_UNIT || wsp_services_unit(services, upstream) != own))
		wave = after_node(fill, set, upstream, wave);
	if (own == WSP_NO_UNIT)
		return wave;
	for (uint32_t i = services->unit_begin[own]; i < services->unit_begin[own + 1]; i++) {
		wsp_server_id member = services->unit_member[i];
		uint32_t next = fill->wave_of[member] + services->one_by_one[own];

		if (services->one_by_one[own] && member >= s)
			break;
		if (wsp_fill_takes_part(fill, set, member) && next > wave)
			wave = next;
	}
	return wave;
}

/* List the conversions of `set` by level. With units a later member may move those below it. */
static void list_by_level(struct wsp_fill *fill, const bool *set)
{
	bool again = true;

	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++)
		fill->wave_of[s] = 1;
	while (again) {
		again = false;
		fill->n_list = fill->n_nodes = 0;
		for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
			uint32_t wave;

			if (!wsp_fill_takes_part(fill, set, s))
				continue;
			wave = least_wave(fill, set, s);
			if (wave > fill->wave_of[s]) {
				fill->wave_of[s] = wave;
				again = fill->services->n_units > 0;
			}
			fill->list[fill->n_list++] = s;
			fill->node_end[fill->n_nodes++] = fill->n_list;
		}
	}
}

/* What a window has to be like. */
struct demand {
	uint64_t minutes; /* reserve included */
	wsp_moment earliest, latest;
};

static void ask_dates(const struct wsp_fill *fill, struct demand *demand)
{
	const struct wsp_dates *dates = fill->dates;

	demand->earliest = WSP_NO_MOMENT;
	demand->latest = INT64_MAX;
	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];

		if (dates->earliest && dates->earliest[s] > demand->earliest)
			demand->earliest = dates->earliest[s];
		if (dates->deadline && dates->deadline[s] < demand->latest)
			demand->latest = dates->deadline[s];
	}
}

/* Whether every site that is worked at is open. */
static bool are_open(const struct wsp_fill *fill)
{
	const struct wsp_plan *plan = fill->plan;

	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];

		if (!wsp_agenda_is_open(fill->agenda, s))
			return false;
		for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1];
			c++) {
			if (plan->link_work[c] != WSP_LINK_NONE &&
				!wsp_agenda_may_switch(fill->agenda, c))
				return false;
		}
	}
	return true;
}

/* "" when the open window takes the list; otherwise what it lacks. */
static const char *lack_of(
	const struct wsp_fill *fill, const struct demand *demand, uint32_t minutes)
{
	const struct wsp_opening *opening = &fill->agenda->opening;
	wsp_moment end = opening->begin + (wsp_moment)minutes * WSP_SECONDS_A_MINUTE;

	if (demand->minutes > opening->length)
		return "window";
	if (!fill->agenda->calendar)
		return "";
	if (!are_open(fill))
		return "site";
	return opening->begin < demand->earliest || end > demand->latest ? "date" : "";
}

/* Move to the first window that takes the list. The best lack is told if none does. */
static const char *find_window(
	struct wsp_fill *fill, const struct demand *demand, uint32_t minutes, bool is_opened)
{
	const char *lack = "window";

	if (is_opened) {
		lack = lack_of(fill, demand, minutes);
		if (!*lack || !fill->agenda->calendar)
			return lack;
		wsp_fill_close(fill);
	}
	while (wsp_agenda_next(fill->agenda)) {
		const char *own = lack_of(fill, demand, minutes);

		if (!*own || !fill->agenda->calendar)
			return own;
		if (strcmp(own, "date") == 0 || strcmp(lack, "window") == 0)
			lack = own;
	}
	return lack;
}

static void find_broken(struct wsp_fill *fill, struct wsp_top_down *top_down)
{
	struct wsp_joining joining = {
		fill->plan, fill->terms, fill->agenda, &top_down->load, fill->site_load};

	top_down->broken = wsp_constraint_broken(fill->terms, &top_down->load);
	top_down->broken_site = WSP_NO_SITE;
	for (uint32_t i = 0; i < fill->n_list && fill->site_load && !top_down->broken; i++) {
		uint32_t site = wsp_topology_site(&fill->plan->topo, fill->list[i]);

		if (site == WSP_NO_SITE)
			continue;
		top_down->broken = wsp_constraint_site_broken(&joining, site);
		top_down->broken_site = site;
	}
	if (!top_down->broken)
		top_down->broken_site = WSP_NO_SITE;
}

static void add_loads(struct wsp_fill *fill, struct wsp_top_down *top_down)
{
	if (fill->site_load)
		memset(fill->site_load, 0, fill->agenda->n_sites * sizeof(*fill->site_load));
	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];
		uint32_t site = wsp_agenda_site(fill->agenda, s);

		top_down->load = wsp_load_add(top_down->load, &fill->plan->topo, s);
		if (fill->site_load)
			fill->site_load[site] =
				wsp_load_add(fill->site_load[site], &fill->plan->topo, s);
	}
}

static bool prepare(struct wsp_fill *fill, const bool *set, struct wsp_top_down *top_down,
	struct demand *demand)
{
	*top_down = (struct wsp_top_down){.failed = ""};
	list_by_level(fill, set);
	if (!wsp_fill_minutes(fill, fill->n_nodes, &top_down->minutes))
		return false;
	top_down->n = fill->n_list;
	top_down->reserve = wsp_schedule_reserve(&fill->schedule, fill->n_list);
	add_loads(fill, top_down);
	find_broken(fill, top_down);
	*demand = (struct demand){.minutes = (uint64_t)top_down->minutes + top_down->reserve};
	ask_dates(fill, demand);
	return true;
}

bool wsp_fill_try_top_down(
	struct wsp_fill *fill, const bool *set, struct wsp_top_down *ret_top_down)
{
	const struct wsp_agenda before = *fill->agenda;
	bool open = fill->open;
	struct demand demand;

	if (!prepare(fill, set, ret_top_down, &demand))
		return false;
	if (ret_top_down->n > 0)
		ret_top_down->failed = find_window(fill, &demand, ret_top_down->minutes, open);
	*fill->agenda = before;
	fill->open = open;
	if (open)
		wsp_agenda_look(fill->agenda);
	return true;
}

static void tell_why(struct wsp_fill *fill, const bool *set)
{
	struct wsp_plan *plan = fill->plan;

	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];
		wsp_server_id upstream = plan->topo.parent[s];

		if (upstream != WSP_NO_SERVER && wsp_fill_takes_part(fill, set, upstream))
			plan->why[s] = (struct wsp_why){WSP_WHY_UPSTREAM, upstream};
		else if (plan->n_phases > 1)
			plan->why[s] = (struct wsp_why){WSP_WHY_TREE, WSP_NO_SERVER};
		else if (fill->dates->why)
			plan->why[s] = fill->dates->why[s];
		else
			plan->why[s] = (struct wsp_why){WSP_WHY_FIRST, WSP_NO_SERVER};
	}
}

bool wsp_fill_top_down(struct wsp_fill *fill, const bool *set)
{
	const struct wsp_agenda before = *fill->agenda;
	bool opened = fill->open;
	struct wsp_top_down top_down;
	struct demand demand;

	if (!prepare(fill, set, &top_down, &demand))
		return false;
	fill->n_left = fill->n_list;
	if (fill->n_list == 0)
		return true;
	if (*find_window(fill, &demand, top_down.minutes, opened)) {
		/* what was forced may be too long for its window, not too early */
		demand.minutes = 0;
		*fill->agenda = before;
		fill->open = opened;
		if (opened)
			wsp_agenda_look(fill->agenda);
		fill->lack = find_window(fill, &demand, top_down.minutes, opened);
		if (*fill->lack)
			return true;
	}
	if (!wsp_fill_commit(fill, fill->n_nodes))
		return false;
	fill->n_left = 0;
	tell_why(fill, set);
	wsp_fill_close(fill);
	return true;
}
