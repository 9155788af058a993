#include "plan/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool wsp_fill_init(struct wsp_fill *fill, struct wsp_plan *plan, const struct wsp_terms *terms,
	const struct wsp_works *works, struct wsp_arena *scratch)
{
	uint32_t n = plan->topo.n_servers;

	*fill = (struct wsp_fill){.plan = plan, .terms = terms, .works = works};
	fill->depth = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->waiting = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->wave_of = WSP_NEW_ARRAY(scratch, uint32_t, n);
	fill->list = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	fill->sorted = WSP_NEW_ARRAY(scratch, wsp_server_id, n);
	return fill->depth && fill->waiting && fill->wave_of && fill->list && fill->sorted &&
	       wsp_ready_init(&fill->ready, n, n + 1, scratch) &&
	       wsp_schedule_init(&fill->schedule, plan, terms, scratch) &&
	       WSP_RESERVE(plan->phases, fill->phase_capacity, 0) &&
	       (plan->phases[0] = (struct wsp_phase){.title = "Preparation", .safe_to_stop = true},
		       true);
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
	wsp_ready_release(&fill->ready);
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

/* `waiting` of servers that are not in the list is in use, so the counts get their own array. */
static uint32_t *new_counts(uint32_t n)
{
	return calloc((size_t)n + 1, sizeof(uint32_t));
}

/* Minutes of a phase of list[0 … n), waves one after the other. */
static bool time_of(struct wsp_fill *fill, uint32_t n, uint32_t *ret_minutes)
{
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

bool wsp_fill_fits(struct wsp_fill *fill, uint32_t n, bool *ret_fits)
{
	uint32_t minutes;

	if (!time_of(fill, n, &minutes))
		return false;
	*ret_fits = (uint64_t)minutes + wsp_schedule_reserve(&fill->schedule, n) <=
		    fill->terms->window_length;
	return true;
}

static bool open_phase(struct wsp_fill *fill)
{
	struct wsp_plan *plan = fill->plan;

	if (fill->open)
		return true;
	if (!WSP_RESERVE(plan->phases, fill->phase_capacity, (size_t)plan->n_phases + 1))
		return false;
	plan->phases[++plan->n_phases] = (struct wsp_phase){.first_wave = plan->n_waves};
	return true;
}

static struct wsp_wave *add_wave(struct wsp_fill *fill, uint32_t number, uint32_t at)
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
static void label(struct wsp_plan *plan, const struct wsp_wave *wave)
{
	uint32_t number = (uint32_t)(wave - plan->waves);

	for (uint32_t i = 0; i < wave->n_servers; i++) {
		wsp_server_id s = plan->order[wave->first_server + i];

		plan->phase[s] = wave->phase;
		plan->wave[s] = number;
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
	struct wsp_wave *wave = add_wave(fill, number, *at);

	if (!wave || !wsp_schedule_wave(
			     &fill->schedule, server, n, plan->n_link_order, *at, &wave->finish))
		return false;
	wave->n_servers = n;
	wave->n_links = fill->schedule.n_links;
	memcpy(plan->order + plan->n_order, server, n * sizeof(*server));
	plan->n_order += n;
	plan->n_link_order += wave->n_links;
	*at = wave->finish;
	label(plan, wave);
	return true;
}

bool wsp_fill_commit(struct wsp_fill *fill, uint32_t n)
{
	uint32_t *begin = new_counts(n);
	bool ok = begin && open_phase(fill);
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
	fill->open = false;
	return ok;
}

bool wsp_fill_try(struct wsp_fill *fill, uint32_t n, bool *ret_fits)
{
	struct wsp_plan *plan = fill->plan;
	const struct wsp_plan before = *plan;
	const struct wsp_phase last = plan->phases[plan->n_phases];
	bool open = fill->open;
	const struct wsp_phase *phase;

	if (!wsp_fill_commit(fill, n))
		return false;
	phase = &plan->phases[plan->n_phases];
	*ret_fits = (uint64_t)phase->minutes + phase->reserve <= fill->terms->window_length;
	if (*ret_fits)
		return true;
	plan->n_phases = before.n_phases;
	plan->n_waves = before.n_waves;
	plan->n_order = before.n_order;
	plan->n_link_order = before.n_link_order;
	plan->phases[plan->n_phases] = last;
	fill->open = open;
	return true;
}

/* The servers and links of the repair wave, in order of number, into order and link_order. */
static void list_repairs(struct wsp_fill *fill, uint32_t *ret_servers, uint32_t *ret_links)
{
	struct wsp_plan *plan = fill->plan;
	const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

	*ret_servers = *ret_links = 0;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (fill->works->work[s] == WSP_WORK_FINISH || (plan->repair[s] & ~unswitch))
			fill->list[(*ret_servers)++] = s;
		if (plan->link_work[s] == WSP_LINK_REPAIR || (plan->repair[s] & unswitch))
			fill->sorted[(*ret_links)++] = s;
	}
}

static void order_repairs(struct wsp_fill *fill, struct wsp_wave *wave, uint32_t n_links)
{
	struct wsp_plan *plan = fill->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (fill->works->work[s] == WSP_WORK_FINISH)
			plan->order[plan->n_order++] = s;
	}
	for (uint32_t i = 0; i < n_links; i++) {
		if (plan->link_work[fill->sorted[i]] == WSP_LINK_REPAIR)
			plan->link_order[plan->n_link_order++] = fill->sorted[i];
	}
	wave->n_servers = plan->n_order;
	wave->n_links = plan->n_link_order;
}

bool wsp_fill_repairs(struct wsp_fill *fill)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_wave *wave;
	uint32_t n_servers;
	uint32_t n_links;

	if (!open_phase(fill))
		return false;
	wave = add_wave(fill, 0, 0);
	if (!wave)
		return false;
	list_repairs(fill, &n_servers, &n_links);
	if (!wsp_schedule_repairs(
		    &fill->schedule, fill->list, n_servers, fill->sorted, n_links, &wave->finish))
		return false;
	order_repairs(fill, wave, n_links);
	label(plan, wave);
	plan->phases[1].reserve = wsp_schedule_reserve(&fill->schedule, 0);
	fill->repair_minutes = wave->finish;
	fill->open = true;
	return true;
}

bool wsp_fill_takes_part(const struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	return fill->works->work[s] == WSP_WORK_CONVERT && (!set || set[s]);
}

bool wsp_fill_try_top_down(
	struct wsp_fill *fill, const bool *set, uint32_t *ret_minutes, struct wsp_load *ret_load)
{
	const struct wsp_topology *topo = &fill->plan->topo;

	*ret_load = (struct wsp_load){0};
	fill->n_list = 0;
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id upstream = topo->parent[s];

		if (!wsp_fill_takes_part(fill, set, s))
			continue;
		fill->wave_of[s] =
			upstream != WSP_NO_SERVER && wsp_fill_takes_part(fill, set, upstream)
				? fill->wave_of[upstream] + 1
				: 1;
		fill->list[fill->n_list++] = s;
		*ret_load = wsp_load_add(*ret_load, topo, s);
	}
	return time_of(fill, fill->n_list, ret_minutes);
}

bool wsp_fill_top_down(struct wsp_fill *fill, const bool *set)
{
	struct wsp_load load;
	uint32_t minutes;

	return wsp_fill_try_top_down(fill, set, &minutes, &load) &&
	       (fill->n_list == 0 || wsp_fill_commit(fill, fill->n_list));
}

bool wsp_fill_alone(struct wsp_fill *fill, wsp_server_id s, uint32_t *ret_minutes)
{
	bool open = fill->open;
	bool ok;

	fill->open = false;
	fill->list[0] = s;
	fill->wave_of[s] = 1;
	ok = time_of(fill, 1, ret_minutes);
	*ret_minutes += wsp_schedule_reserve(&fill->schedule, 1);
	fill->open = open;
	return ok;
}
