#include "plan/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static bool allocate(struct wsp_fill *fill, struct wsp_arena *scratch)
{
	uint32_t n = fill->plan->topo.n_servers;

	fill->depth = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->waiting = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->wave_of = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->stand = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	fill->above = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	fill->list = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	fill->sorted = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	fill->node_end = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->site_out = WSP_NEW_ARRAY(scratch, struct wsp_why, fill->agenda->n_sites);
	if (fill->terms->limits_sites)
		fill->site_load = WSP_NEW_ARRAY(scratch, struct wsp_load, fill->agenda->n_sites);
	return fill->depth && fill->waiting && fill->wave_of && fill->stand && fill->above &&
	       fill->list && fill->sorted && fill->node_end && fill->site_out &&
	       (!fill->terms->limits_sites || fill->site_load);
}

bool wsp_fill_init(struct wsp_fill *fill, struct wsp_plan *plan, const struct wsp_facts *facts,
	struct wsp_agenda *agenda, struct wsp_arena *scratch)
{
	uint32_t n = plan->topo.n_servers;
	uint32_t n_priorities = n + 1 + (facts->dates->deadline ? WSP_SLOTS_MAX + 1 : 0);

	*fill = (struct wsp_fill){.plan = plan,
		.terms = facts->terms,
		.works = facts->works,
		.services = facts->services,
		.dates = facts->dates,
		.agenda = agenda,
		.lack = ""};
	if (!allocate(fill, scratch) ||
		!wsp_queue_init(&fill->queue, agenda, n, n_priorities,
			facts->dates->earliest != NULL, scratch) ||
		!wsp_schedule_init(
			&fill->schedule, plan, fill->terms, agenda, fill->services, scratch) ||
		!WSP_RESERVE(plan->phases, fill->phase_capacity, 0))
		return false;
	plan->phases[0] = (struct wsp_phase){.title = "Preparation",
		.safe_to_stop = true,
		.window = "",
		.opens = WSP_NO_MOMENT,
		.closes = WSP_NO_MOMENT,
		.begin = WSP_NO_MOMENT};
	return true;
}

static bool move_into_arena(struct wsp_arena *arena, void **array, size_t bytes)
{
	void *copy = wsp_arena_alloc(arena, bytes);

	if (copy && *array)
		memcpy(copy, *array, bytes);
	free(*array);
	*array = copy;
	return copy != NULL;
}

bool wsp_fill_finish(struct wsp_fill *fill)
{
	struct wsp_plan *plan = fill->plan;
	bool phases = move_into_arena(&plan->arena, (void **)&plan->phases,
		((size_t)plan->n_phases + 1) * sizeof(*plan->phases));
	bool waves = move_into_arena(
		&plan->arena, (void **)&plan->waves, (size_t)plan->n_waves * sizeof(*plan->waves));

	fill->phase_capacity = fill->wave_capacity = 0;
	return phases && waves;
}

void wsp_fill_release(struct wsp_fill *fill)
{
	if (fill->phase_capacity)
		free(fill->plan->phases);
	if (fill->wave_capacity)
		free(fill->plan->waves);
	wsp_queue_release(&fill->queue);
	wsp_schedule_release(&fill->schedule);
}

/* Bring list[0 … n) into the order of waves, stable; counts[w] becomes the end of wave w. */
static uint32_t sort_by_wave(struct wsp_fill *fill, uint32_t n, uint32_t *counts)
{
	uint32_t n_waves = 0;

	memset(counts, 0, ((size_t)n + 1) * sizeof(*counts));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t wave = fill->wave_of[fill->list[i]];

		counts[wave]++; /* waves count from 1, so counts[0] stays 0 */
		n_waves = wave > n_waves ? wave : n_waves;
	}
	for (uint32_t wave = 1; wave <= n_waves; wave++)
		counts[wave] += counts[wave - 1];
	for (uint32_t i = n; i-- > 0;)
		fill->sorted[--counts[fill->wave_of[fill->list[i]]]] = fill->list[i];
	return n_waves; /* now counts[w] is where wave w begins */
}

static uint32_t wave_end(const uint32_t *begin, uint32_t wave, uint32_t n_waves, uint32_t n)
{
	return wave < n_waves ? begin[wave + 1] : n;
}

static uint32_t first_minute(const struct wsp_fill *fill)
{
	return fill->open ? fill->repair_minutes : 0;
}

/* Servers in the first `n_nodes` of the list. */
static uint32_t end_of(const struct wsp_fill *fill, uint32_t n_nodes)
{
	return n_nodes > 0 ? fill->node_end[n_nodes - 1] : 0;
}

/* `waiting` of servers that are not in the list is in use, so the counts get their own array. */
static uint32_t *new_counts(uint32_t n)
{
	return calloc((size_t)n + 1, sizeof(uint32_t));
}

bool wsp_fill_minutes(struct wsp_fill *fill, uint32_t n_nodes, uint32_t *ret_minutes)
{
	uint32_t n = end_of(fill, n_nodes);
	uint32_t *begin = new_counts(n);
	uint32_t minutes = first_minute(fill);
	bool ok = begin != NULL;
	uint32_t n_waves = ok ? sort_by_wave(fill, n, begin) : 0;

	for (uint32_t wave = 1; ok && wave <= n_waves; wave++) {
		uint32_t end = wave_end(begin, wave, n_waves, n);

		ok = wsp_schedule_wave(&fill->schedule, fill->sorted + begin[wave],
			end - begin[wave], fill->plan->n_link_order, minutes, &minutes);
	}
	free(begin);
	*ret_minutes = minutes;
	return ok;
}

bool wsp_fill_fits(struct wsp_fill *fill, uint32_t n_nodes, bool *ret_fits)
{
	uint32_t minutes;

	if (!wsp_fill_minutes(fill, n_nodes, &minutes))
		return false;
	*ret_fits =
		(uint64_t)minutes + wsp_schedule_reserve(&fill->schedule, end_of(fill, n_nodes)) <=
		fill->agenda->opening.length;
	return true;
}

/* The names of the windows that are open. */
static const char *window_name(struct wsp_fill *fill)
{
	const struct wsp_calendar *calendar = fill->agenda->calendar;
	const struct wsp_inventory *inventory = &fill->plan->topo.inventory;
	const struct wsp_slot *slot;
	struct wsp_text text = {0};
	const char *name;

	if (!calendar)
		return "";
	slot = &calendar->slot[fill->agenda->opening.slot];
	for (uint32_t i = 0; i < slot->n_windows; i++) {
		uint32_t row = calendar->slot_window[slot->first_window + i];

		wsp_text_adds(&text, i > 0 ? " + " : "");
		wsp_text_adds(&text, wsp_inventory_text(inventory, inventory->window[row].name));
	}
	name = text.failed ? NULL
			   : wsp_arena_copy(&fill->plan->arena, wsp_text_get(&text), text.length);
	wsp_text_release(&text);
	return name;
}

bool wsp_fill_open_phase(struct wsp_fill *fill)
{
	struct wsp_plan *plan = fill->plan;
	const struct wsp_opening *opening = &fill->agenda->opening;
	const char *name;

	if (fill->open)
		return true;
	name = window_name(fill);
	if (!name || !WSP_RESERVE(plan->phases, fill->phase_capacity, (size_t)plan->n_phases + 1))
		return false;
	plan->phases[++plan->n_phases] = (struct wsp_phase){.first_wave = plan->n_waves,
		.window = name,
		.opens = opening->opens,
		.closes = opening->closes,
		.begin = opening->begin,
		.length = opening->length,
		.gate = opening->gate};
	return true;
}

struct wsp_wave *wsp_fill_add_wave(struct wsp_fill *fill, uint32_t number, uint32_t at)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_wave *wave;

	if (!WSP_RESERVE(plan->waves, fill->wave_capacity, plan->n_waves))
		return NULL;
	wave = &plan->waves[plan->n_waves++];
	*wave = (struct wsp_wave){.phase = plan->n_phases,
		.number = number,
		.first_server = plan->n_order,
		.first_link = plan->n_link_order,
		.start = at};
	plan->phases[plan->n_phases].n_waves++;
	return wave;
}

/* What every server and link of a finished wave is told about it. */
void wsp_fill_label(struct wsp_plan *plan, const struct wsp_wave *wave)
{
	uint32_t number = (uint32_t)(wave - plan->waves);

	for (uint32_t i = 0; i < wave->n_servers; i++) {
		wsp_server_id s = plan->order[wave->first_server + i];

		plan->phase[s] = wave->phase;
		plan->wave[s] = number;
		if (wave->number == 0)
			plan->why[s] = (struct wsp_why){WSP_WHY_REPAIR, WSP_NO_SERVER};
		plan->phases[wave->phase].clients += plan->topo.server[s].clients;
	}
	for (uint32_t i = 0; i < wave->n_links; i++) {
		wsp_server_id s = plan->link_order[wave->first_link + i];

		plan->link_phase[s] = wave->phase;
		plan->link_wave[s] = number;
	}
	plan->phases[wave->phase].minutes = wave->finish;
}

static bool commit_wave(struct wsp_fill *fill, uint32_t number, const wsp_server_id *server,
	uint32_t n, uint32_t *at)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_wave *wave = wsp_fill_add_wave(fill, number, *at);

	if (!wave || !wsp_schedule_wave(
			     &fill->schedule, server, n, plan->n_link_order, *at, &wave->finish))
		return false;
	wave->n_servers = n;
	wave->n_links = fill->schedule.n_links;
	memcpy(plan->order + plan->n_order, server, n * sizeof(*server));
	plan->n_order += n;
	plan->n_link_order += wave->n_links;
	*at = wave->finish;
	wsp_fill_label(plan, wave);
	return true;
}

bool wsp_fill_commit(struct wsp_fill *fill, uint32_t n_nodes)
{
	uint32_t n = end_of(fill, n_nodes);
	uint32_t *begin = new_counts(n);
	bool ok = begin && wsp_fill_open_phase(fill);
	uint32_t n_waves = ok ? sort_by_wave(fill, n, begin) : 0;
	uint32_t at = first_minute(fill);

	for (uint32_t wave = 1; ok && wave <= n_waves; wave++) {
		uint32_t end = wave_end(begin, wave, n_waves, n);

		ok = commit_wave(fill, wave, fill->sorted + begin[wave], end - begin[wave], &at);
	}
	free(begin);
	if (ok)
		fill->plan->phases[fill->plan->n_phases].reserve =
			wsp_schedule_reserve(&fill->schedule, n);
	return ok;
}

/* Back to `before`, with all that the waves since then told their servers and links. */
static void take_back(struct wsp_plan *plan, const struct wsp_plan *before)
{
	for (uint32_t i = before->n_order; i < plan->n_order; i++) {
		plan->phase[plan->order[i]] = 0;
		plan->wave[plan->order[i]] = WSP_NO_WAVE;
	}
	for (uint32_t i = before->n_link_order; i < plan->n_link_order; i++) {
		plan->link_phase[plan->link_order[i]] = 0;
		plan->link_wave[plan->link_order[i]] = WSP_NO_WAVE;
	}
	plan->n_phases = before->n_phases;
	plan->n_waves = before->n_waves;
	plan->n_order = before->n_order;
	plan->n_link_order = before->n_link_order;
}

bool wsp_fill_try(struct wsp_fill *fill, uint32_t n_nodes, bool *ret_fits)
{
	struct wsp_plan *plan = fill->plan;
	const struct wsp_plan before = *plan;
	const struct wsp_phase last = plan->phases[plan->n_phases];
	const struct wsp_phase *phase;

	if (!wsp_fill_commit(fill, n_nodes))
		return false;
	phase = &plan->phases[plan->n_phases];
	*ret_fits = (uint64_t)phase->minutes + phase->reserve <= phase->length;
	if (*ret_fits)
		return true;
	take_back(plan, &before);
	plan->phases[plan->n_phases] = last;
	return true;
}

uint32_t wsp_fill_gate_after(
	const struct wsp_plan *plan, const struct wsp_terms *terms, const struct wsp_phase *phase)
{
	for (uint32_t w = phase->first_wave; w < phase->first_wave + phase->n_waves; w++) {
		const struct wsp_wave *wave = &plan->waves[w];

		for (uint32_t i = 0; i < wave->n_servers; i++) {
			wsp_server_id s = plan->order[wave->first_server + i];

			if (plan->topo.server[s].clients_by != WSP_BY_NONE)
				return terms->duration[WSP_VERIFY_CLIENTS] +
				       terms->unattended[WSP_VERIFY_CLIENTS];
		}
	}
	return 0;
}

void wsp_fill_close(struct wsp_fill *fill)
{
	const struct wsp_phase *phase = &fill->plan->phases[fill->plan->n_phases];

	wsp_agenda_close(fill->agenda, phase->minutes, phase->reserve,
		wsp_fill_gate_after(fill->plan, fill->terms, phase));
	fill->open = false;
}

bool wsp_fill_takes_part(const struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	return fill->works->work[s] == WSP_WORK_CONVERT && (!set || set[s]);
}

void wsp_fill_list_node(struct wsp_fill *fill, const bool *set, wsp_server_id stand)
{
	const struct wsp_services *services = fill->services;
	uint32_t unit = wsp_services_unit(services, stand);
	uint32_t wave = fill->wave_of[stand];

	if (unit == WSP_NO_UNIT) {
		fill->list[fill->n_list++] = stand;
	} else {
		for (uint32_t i = services->unit_begin[unit]; i < services->unit_begin[unit + 1];
			i++) {
			wsp_server_id s = services->unit_member[i];

			if (!wsp_fill_takes_part(fill, set, s))
				continue;
			fill->wave_of[s] = wave;
			fill->list[fill->n_list++] = s;
			wave += services->one_by_one[unit];
		}
	}
	fill->node_end[fill->n_nodes++] = fill->n_list;
}

bool wsp_fill_alone(struct wsp_fill *fill, wsp_server_id s, uint32_t *ret_minutes)
{
	bool open = fill->open;
	bool ok;

	fill->open = false;
	fill->n_list = fill->n_nodes = 0;
	fill->wave_of[s] = 1;
	wsp_fill_list_node(fill, NULL, s);
	ok = wsp_fill_minutes(fill, 1, ret_minutes);
	*ret_minutes += wsp_schedule_reserve(&fill->schedule, fill->n_list);
	fill->open = open;
	return ok;
}
