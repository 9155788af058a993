#include "plan/fill.h"

/* Deepest first where a chain needs a window for each of its servers (Hu 1961); lowest first where
   it needs only the order, so that a phase has few waves. */
static uint32_t priority_of(const struct wsp_fill *fill, wsp_server_id s)
{
	return fill->terms->separation == WSP_SEPARATE_WINDOW ? fill->deepest - fill->depth[s]
							      : fill->plan->topo.height[s];
}

static bool make_ready(struct wsp_fill *fill, wsp_server_id s)
{
	return wsp_ready_push(&fill->ready, priority_of(fill, s), s);
}

static bool begin_set(struct wsp_fill *fill, const bool *set)
{
	const struct wsp_topology *topo = &fill->plan->topo;

	wsp_ready_clear(&fill->ready);
	fill->deepest = 0;
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id upstream = topo->parent[s];

		fill->waiting[s] = 0;
		fill->wave_of[s] = 1;
		fill->depth[s] = !wsp_fill_takes_part(fill, set, s) ? 0
				 : upstream == WSP_NO_SERVER        ? 1
								    : fill->depth[upstream] + 1;
		if (fill->depth[s] > 1)
			fill->waiting[upstream]++;
		if (fill->depth[s] > fill->deepest)
			fill->deepest = fill->depth[s];
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (fill->depth[s] > 0 && fill->waiting[s] == 0 && !make_ready(fill, s))
			return false;
	}
	return true;
}

/* `s` is converted: its upstream may be ready. With `order` that may be in the same phase. */
static bool release_upstream(struct wsp_fill *fill, wsp_server_id s, bool same_phase)
{
	wsp_server_id upstream = fill->plan->topo.parent[s];

	if (fill->depth[s] <= 1)
		return true;
	if (same_phase && fill->wave_of[upstream] <= fill->wave_of[s])
		fill->wave_of[upstream] = fill->wave_of[s] + 1;
	return --fill->waiting[upstream] > 0 || make_ready(fill, upstream);
}

enum { LISTED = -1 };

/* Whether a downstream of `s` is finished in the repair wave of the phase being filled: with
   `separation: window` its upstream has to wait for the next one. */
static bool waits_for_repair(const struct wsp_fill *fill, wsp_server_id s)
{
	const struct wsp_topology *topo = &fill->plan->topo;

	for (wsp_server_id c = topo->child_begin[s]; fill->open && c < topo->child_begin[s + 1];
		c++) {
		if (fill->works->work[c] == WSP_WORK_FINISH)
			return fill->terms->separation == WSP_SEPARATE_WINDOW;
	}
	return false;
}

/* Take ready servers as long as the limits that add up allow, and no more than operators could ever
   do in a window: what is ready may be a million times that. */
static bool gather(struct wsp_fill *fill, bool ordered)
{
	uint64_t minutes = (uint64_t)fill->terms->operators * fill->terms->window_length;
	struct wsp_load load = {0};

	fill->n_list = 0;
	while (fill->ready.n > 0 && fill->n_deferred < WSP_DEFER_MAX &&
		(fill->terms->servers == WSP_ABSENT || fill->n_list < fill->terms->servers)) {
		wsp_server_id s = wsp_ready_pop(&fill->ready);
		struct wsp_load more = wsp_load_add(load, &fill->plan->topo, s);
		uint64_t hands_on;

		if (fill->waiting[s] != 0)
			continue; /* it was ready for a child that did not fit after all */
		if (wsp_constraint_broken(fill->terms, &more) || waits_for_repair(fill, s)) {
			fill->deferred[fill->n_deferred++] = s;
			continue;
		}
		load = more;
		fill->waiting[s] = (uint32_t)LISTED;
		fill->list[fill->n_list++] = s;
		if (ordered && !release_upstream(fill, s, true))
			return false;
		hands_on = wsp_terms_change(fill->terms, fill->plan, s);
		if (hands_on > minutes)
			break;
		minutes -= hands_on;
	}
	return true;
}

/* The longest prefix of the list that fits the window, all of it aside: by halving. */
static bool longest_prefix(struct wsp_fill *fill, uint32_t *ret_n)
{
	uint32_t good = 0;
	uint32_t bad = fill->n_list;

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

/* Make a phase of as much of the list as fits. */
static bool place_list(struct wsp_fill *fill, uint32_t *ret_n)
{
	bool fits;

	*ret_n = fill->n_list;
	if (fill->n_list == 0)
		return true;
	if (!wsp_fill_try(fill, fill->n_list, &fits))
		return false;
	if (fits)
		return true;
	return longest_prefix(fill, ret_n) && (*ret_n == 0 || wsp_fill_commit(fill, *ret_n));
}

/* It was ready before, and goes before those that came later. */
static bool make_ready_again(struct wsp_fill *fill, wsp_server_id s)
{
	return wsp_ready_push_first(&fill->ready, priority_of(fill, s), s);
}

/* Servers that did not fit wait again; upstreams stand behind their downstreams in the list. */
static bool take_back(struct wsp_fill *fill, uint32_t n, bool ordered)
{
	for (uint32_t i = fill->n_list; i-- > n;) {
		wsp_server_id s = fill->list[i];

		fill->waiting[s] = 0;
		fill->wave_of[s] = 1;
		if (ordered && fill->depth[s] > 1)
			fill->waiting[fill->plan->topo.parent[s]]++;
	}
	for (uint32_t i = fill->n_list; i-- > n;) {
		if (fill->waiting[fill->list[i]] == 0 && !make_ready_again(fill, fill->list[i]))
			return false;
	}
	return true;
}

/* After a phase of list[0 … n): who is ready for the next one. */
static bool close_phase(struct wsp_fill *fill, uint32_t n, bool ordered)
{
	while (fill->n_deferred > 0) {
		if (!make_ready_again(fill, fill->deferred[--fill->n_deferred]))
			return false;
	}
	for (uint32_t i = 0; i < fill->n_list; i++) {
		wsp_server_id s = fill->list[i];

		if (fill->depth[s] > 1)
			fill->wave_of[fill->plan->topo.parent[s]] = 1;
		if (!ordered && i < n && !release_upstream(fill, s, false))
			return false;
	}
	return true;
}

bool wsp_fill_bottom_up(struct wsp_fill *fill, const bool *set)
{
	bool ordered = fill->terms->separation == WSP_SEPARATE_ORDER;

	if (!begin_set(fill, set))
		return false;
	while (fill->ready.n > 0) {
		uint32_t n;

		if (!gather(fill, ordered) || !place_list(fill, &n))
			return false;
		fill->open = false; /* what does not fit beside the repairs gets the next window */
		if (!take_back(fill, n, ordered) || !close_phase(fill, n, ordered))
			return false;
	}
	return true;
}
