/* Bottom-up: nodes that wait for nobody are gathered into phases, window by window. */
#include <string.h>

#include "plan/fill.h"

/* What was converted before this set was begun, canaries and repairs, has to soak too. */
static void tell_soak(struct wsp_fill *fill, const bool *set)
{
	const struct wsp_plan *plan = fill->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		wsp_server_id above = WSP_NO_SERVER;
		wsp_moment end;

		if (plan->wave[s] != WSP_NO_WAVE)
			above = wsp_fill_find_above(fill, set, s);
		if (above == WSP_NO_SERVER)
			continue;
		end = wsp_plan_moment(plan, plan->phase[s],
			plan->phases[plan->phase[s]].minutes + fill->terms->soak);
		if (end > fill->queue.moment[above]) {
			fill->queue.moment[above] = end;
			fill->queue.because[above] = (struct wsp_why){WSP_WHY_SOAK, s};
		}
	}
}

/* By node: the latest date of its members. */
static void tell_moments(struct wsp_fill *fill)
{
	const struct wsp_dates *dates = fill->dates;

	for (wsp_server_id s = 0; dates->earliest && s < fill->plan->topo.n_servers; s++) {
		wsp_server_id stand = fill->stand[s];

		if (stand == WSP_NO_SERVER)
			continue;
		if (stand == s || dates->earliest[s] > fill->queue.moment[stand]) {
			fill->queue.moment[stand] = dates->earliest[s];
			fill->queue.because[stand] = dates->why[s];
		}
	}
}

static uint32_t next_phase(const struct wsp_fill *fill)
{
	return fill->plan->n_phases + !fill->open;
}

/* A node waits for nobody; its own date may have been what it waited for last. */
static bool add_to_queue(struct wsp_fill *fill, wsp_server_id s, struct wsp_why because)
{
	const struct wsp_why *date = &fill->queue.because[s];
	const struct wsp_calendar *calendar = fill->agenda->calendar;
	wsp_moment now = fill->agenda->opening.begin;

	if (fill->plan->n_phases == 0 && calendar && calendar->n_slots > 0)
		now = calendar->slot[0].start;
	if (fill->queue.moment && date->kind != WSP_WHY_FIRST && fill->queue.moment[s] > now)
		because = *date;
	return wsp_queue_add(&fill->queue, s, next_phase(fill), because);
}

static bool begin_set(struct wsp_fill *fill, const bool *set, enum wsp_why_kind why)
{
	uint32_t n = fill->plan->topo.n_servers;

	wsp_queue_clear(&fill->queue);
	wsp_fill_tell_nodes(fill, set);
	fill->n_due = 0;
	for (wsp_server_id s = 0; s < n && fill->due_alone; s++)
		fill->n_due += wsp_fill_is_due(fill, s);
	tell_moments(fill);
	if (fill->queue.moment && fill->terms->soak > 0)
		tell_soak(fill, set);
	for (wsp_server_id s = 0; s < n; s++) {
		struct wsp_why because = {(uint8_t)why, WSP_NO_SERVER};

		if (fill->stand[s] == s && fill->waiting[s] == 0 && !add_to_queue(fill, s, because))
			return false;
	}
	return true;
}

/* `s` is converted: the node above it may be ready. With `order` that may be in the same phase. */
static bool release_above(struct wsp_fill *fill, wsp_server_id s, bool same_phase)
{
	wsp_server_id above = fill->above[s];
	struct wsp_queue *queue = &fill->queue;
	struct wsp_why because = {WSP_WHY_CHILD, s};

	if (above == WSP_NO_SERVER)
		return true;
	if (same_phase && fill->wave_of[above] <= fill->wave_of[s])
		fill->wave_of[above] = fill->wave_of[s] + 1;
	if (!same_phase && queue->moment && fill->terms->soak > 0) {
		const struct wsp_phase *phase = &fill->plan->phases[fill->plan->n_phases];
		wsp_moment end = phase->begin + ((wsp_moment)phase->minutes + fill->terms->soak) *
							WSP_SECONDS_A_MINUTE;

		if (end > queue->moment[above]) {
			queue->moment[above] = end;
			queue->because[above] = (struct wsp_why){WSP_WHY_SOAK, s};
		}
	}
	return --fill->waiting[above] > 0 || add_to_queue(fill, above, because);
}

enum { LISTED = -1 };

/* Whether a downstream of the node is finished in the repair wave of the phase being filled: with
   `separation: window` its upstream has to wait for the next one. */
static bool waits_for_repair(const struct wsp_fill *fill, uint32_t first)
{
	const struct wsp_topology *topo = &fill->plan->topo;

	if (!fill->open || wsp_fill_is_ordered(fill))
		return false;
	for (uint32_t i = first; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];

		for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
			if (fill->works->work[c] == WSP_WORK_FINISH)
				return true;
		}
	}
	return false;
}

/* Minutes that a change takes at least, however many operators: its visit, one switch. */
static uint64_t least_minutes(const struct wsp_fill *fill, wsp_server_id s)
{
	const struct wsp_terms *terms = fill->terms;

	return (uint64_t)wsp_terms_minutes(terms, wsp_plan_visit(fill->plan, s)) +
	       wsp_schedule_reserve(&fill->schedule, 1);
}

/* What keeps the node at the end of the list, from `first` on, out of the phase. */
static struct wsp_hindrance find_hindrance(
	struct wsp_fill *fill, uint32_t first, const struct wsp_load *load)
{
	const struct wsp_joining joining = {
		fill->plan, fill->terms, fill->agenda, load, fill->site_load};
	struct wsp_hindrance hindrance = {false, {WSP_WHY_FIRST, WSP_NO_SERVER}, UINT32_MAX};

	for (uint32_t i = first; i < fill->n_list && !hindrance.found; i++) {
		hindrance = wsp_constraint_find(&joining, fill->list[i]);
		if (!hindrance.found && fill->agenda->calendar &&
			least_minutes(fill, fill->list[i]) > fill->agenda->opening.length)
			hindrance = (struct wsp_hindrance){
				true, {WSP_WHY_MINUTES, WSP_NO_SERVER}, UINT32_MAX};
	}
	return hindrance;
}

static void add_site_loads(struct wsp_fill *fill, uint32_t first, int sign)
{
	for (uint32_t i = first; fill->site_load && i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];
		struct wsp_load *load = &fill->site_load[wsp_agenda_site(fill->agenda, s)];

		load->servers += (uint32_t)sign;
		load->clients += (uint64_t)((int64_t)sign * fill->plan->topo.server[s].clients);
	}
}

/* Whether the site of `s` was found to take nobody more in this window: no need to ask again. */
static bool shares_fate(struct wsp_fill *fill, wsp_server_id s)
{
	uint32_t site = wsp_agenda_site(fill->agenda, s);
	struct wsp_why why = fill->site_out[site];

	if (why.kind == WSP_WHY_FIRST || wsp_services_unit(fill->services, s) != WSP_NO_UNIT)
		return false;
	if (why.kind == WSP_WHY_WINDOW)
		why.by = s;
	wsp_queue_keep_out(&fill->queue, s, next_phase(fill), why, site);
	return true;
}

/* Put the node of `s` into the list, unless something keeps it out. @return whether it is in */
static bool list_node(struct wsp_fill *fill, const bool *set, wsp_server_id s)
{
	struct wsp_load load = fill->load;
	struct wsp_hindrance hindrance;
	uint32_t first = fill->n_list;

	wsp_fill_list_node(fill, set, s);
	for (uint32_t i = first; i < fill->n_list; i++)
		load = wsp_load_add(load, &fill->plan->topo, fill->list[i]);
	add_site_loads(fill, first, 1);
	hindrance = find_hindrance(fill, first, &load);
	if (!hindrance.found && waits_for_repair(fill, first))
		hindrance =
			(struct wsp_hindrance){true, {WSP_WHY_REPAIR, WSP_NO_SERVER}, UINT32_MAX};
	if (!hindrance.found) {
		fill->load = load;
		fill->waiting[s] = (uint32_t)LISTED;
		return true;
	}
	add_site_loads(fill, first, -1);
	if (fill->n_list == first + 1 && hindrance.site == wsp_agenda_site(fill->agenda, s) &&
		(hindrance.why.kind == WSP_WHY_SITE_SERVERS ||
			fill->agenda->closed[hindrance.site]))
		fill->site_out[hindrance.site] = hindrance.why;
	fill->n_list = first;
	fill->n_nodes--;
	wsp_queue_keep_out(&fill->queue, s, next_phase(fill), hindrance.why, hindrance.site);
	return false;
}

static bool release_list(struct wsp_fill *fill, uint32_t first)
{
	for (uint32_t i = first; i < fill->n_list; i++) {
		if (!release_above(fill, fill->list[i], true))
			return false;
	}
	return true;
}

/* Take ready nodes as long as the limits that add up allow, and no more than operators could ever
   do in the window: what is ready may be a million times that. */
static bool gather(struct wsp_fill *fill, const bool *set)
{
	uint64_t minutes = (uint64_t)fill->terms->operators * fill->agenda->opening.length;
	struct wsp_queue *queue = &fill->queue;

	fill->n_list = fill->n_nodes = 0;
	fill->load = (struct wsp_load){0};
	if (fill->site_load)
		memset(fill->site_load, 0, fill->agenda->n_sites * sizeof(*fill->site_load));
	memset(fill->site_out, 0, fill->agenda->n_sites * sizeof(*fill->site_out));
	if (queue->full_phase != next_phase(fill)) {
		queue->full_before = queue->full;
		queue->full_before_phase = queue->full_phase;
	}
	queue->full = (struct wsp_why){WSP_WHY_SERVERS, WSP_NO_SERVER};
	queue->full_phase = next_phase(fill);
	while (queue->ready.n > 0 && queue->n_deferred < WSP_DEFER_MAX &&
		(fill->terms->servers == WSP_ABSENT || fill->load.servers < fill->terms->servers)) {
		wsp_server_id s = wsp_ready_pop(&queue->ready);
		uint32_t first = fill->n_list;
		uint64_t hands_on = 0;

		if (fill->waiting[s] != 0 || queue->out[s] || shares_fate(fill, s) ||
			!list_node(fill, set, s))
			continue; /* it was ready for a child that did not fit after all */
		if (wsp_fill_is_ordered(fill) && !release_list(fill, first))
			return false;
		for (uint32_t i = first; i < fill->n_list; i++)
			hands_on += wsp_terms_change(fill->terms, fill->plan, fill->list[i]);
		if (hands_on > minutes) {
			queue->full.kind = WSP_WHY_MINUTES;
			break;
		}
		minutes -= hands_on;
	}
	return true;
}

/* The longest prefix of the list that fits the window, all of it aside: by halving. */
static bool longest_prefix(struct wsp_fill *fill, uint32_t *ret_n)
{
	uint32_t good = 0;
	uint32_t bad = fill->n_nodes;

	while (bad - good > 1) {
		uint32_t middle = good + (bad - good) / 2;
		bool fit;

		if (!wsp_fill_fits(fill, middle, &fit))
			return false;
		if (fit)
			good = middle;
		else
			bad = middle;
	}
	*ret_n = good;
	return true;
}

/* Make a phase of as many nodes of the list as fit. */
static bool place_list(struct wsp_fill *fill, uint32_t *ret_n)
{
	bool fits;

	*ret_n = fill->n_nodes;
	if (fill->n_nodes == 0)
		return true;
	if (!wsp_fill_try(fill, fill->n_nodes, &fits))
		return false;
	if (fits)
		return true;
	fill->queue.full.kind = WSP_WHY_MINUTES;
	return longest_prefix(fill, ret_n) && (*ret_n == 0 || wsp_fill_commit(fill, *ret_n));
}

/* Servers that did not fit wait again; upstreams stand behind their downstreams in the list. */
static bool take_back(struct wsp_fill *fill, uint32_t n_nodes)
{
	uint32_t end = n_nodes > 0 ? fill->node_end[n_nodes - 1] : 0;

	for (uint32_t i = fill->n_list; i-- > end;) {
		wsp_server_id s = fill->list[i];

		fill->waiting[fill->stand[s]] = 0;
		fill->wave_of[s] = 1;
	}
	for (uint32_t i = end; i < fill->n_list && wsp_fill_is_ordered(fill); i++) {
		if (fill->above[fill->list[i]] != WSP_NO_SERVER)
			fill->waiting[fill->above[fill->list[i]]]++;
	}
	for (uint32_t i = fill->n_list; i-- > end;) {
		wsp_server_id s = fill->list[i];

		if (fill->stand[s] == s && fill->waiting[s] == 0 &&
			!wsp_queue_add_again(&fill->queue, s))
			return false;
	}
	return true;
}

static void tell_why(struct wsp_fill *fill, wsp_server_id s)
{
	struct wsp_plan *plan = fill->plan;
	wsp_server_id stand = fill->stand[s];

	plan->why[s] = s == stand ? wsp_queue_tell(&fill->queue, s, plan->n_phases)
				  : (struct wsp_why){WSP_WHY_MEMBER, stand};
}

/* Nodes among the first of the list that are due at some time, or have to be before such a one. */
static uint32_t count_due(const struct wsp_fill *fill, uint32_t n_nodes)
{
	uint32_t end = n_nodes > 0 ? fill->node_end[n_nodes - 1] : 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < end; i++)
		n += wsp_fill_is_due(fill, fill->list[i]);
	return n;
}

/* After a phase of the first `n_nodes`: who is ready for the next one. */
static bool close_phase(struct wsp_fill *fill, uint32_t n_nodes)
{
	uint32_t end = n_nodes > 0 ? fill->node_end[n_nodes - 1] : 0;
	bool ordered = wsp_fill_is_ordered(fill);

	if (!wsp_queue_resume(&fill->queue))
		return false;
	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];

		if (i < end)
			tell_why(fill, s);
		if (fill->above[s] != WSP_NO_SERVER)
			fill->wave_of[fill->above[s]] = 1;
		if (!ordered && i < end && !release_above(fill, s, false))
			return false;
	}
	fill->n_left -= end;
	fill->n_due -= fill->due_alone ? count_due(fill, n_nodes) : 0;
	return true;
}

/* One window. @return false when memory ran out */
static bool fill_window(struct wsp_fill *fill, const bool *set, uint32_t *ret_n)
{
	bool has_phase;

	if (!wsp_queue_admit(&fill->queue, next_phase(fill)) || !gather(fill, set))
		return false;
	if (fill->due_alone && fill->n_due > 0 && count_due(fill, fill->n_nodes) == 0)
		*ret_n = 0; /* this phase would hold the next window up, which may be needed */
	else if (!place_list(fill, ret_n))
		return false;
	has_phase = fill->open || *ret_n > 0;
	if (has_phase)
		wsp_fill_close(fill); /* what does not fit beside repairs gets the next window */
	return take_back(fill, *ret_n) && close_phase(fill, *ret_n);
}

bool wsp_fill_bottom_up(struct wsp_fill *fill, const bool *set, enum wsp_why_kind why)
{
	if (!begin_set(fill, set, why))
		return false;
	while (fill->n_left > 0) {
		bool was_open = fill->open;
		uint32_t n;

		if (!was_open && !wsp_agenda_next(fill->agenda))
			return true;
		if (!fill_window(fill, set, &n))
			return false;
		if (n == 0 && !was_open && !fill->agenda->calendar)
			return true; /* every window is alike: none will ever do */
	}
	return true;
}
