#include "plan/improve.h"

#include <string.h>

static bool is_searchable(const struct wsp_fill *fill)
{
	return !fill->agenda->calendar && fill->terms->separation == WSP_SEPARATE_WINDOW &&
	       fill->services->n_units == 0;
}

struct search {
	struct wsp_fill *fill;
	const struct wsp_best *best;
};

static void list_items(
	struct wsp_fill *fill, const struct wsp_best *best, const uint32_t *item, uint32_t n)
{
	fill->n_list = fill->n_nodes = 0;
	fill->load = (struct wsp_load){0};
	if (fill->site_load)
		memset(fill->site_load, 0, fill->agenda->n_sites * sizeof(*fill->site_load));
	for (uint32_t i = 0; i < n; i++) {
		wsp_server_id s = best->item[item[i]];
		uint32_t site = wsp_agenda_site(fill->agenda, s);

		fill->wave_of[s] = 1;
		wsp_fill_list_node(fill, NULL, s);
		fill->load = wsp_load_add(fill->load, &fill->plan->topo, s);
		if (fill->site_load)
			fill->site_load[site] =
				wsp_load_add(fill->site_load[site], &fill->plan->topo, s);
	}
}

/* Whether some limit that adds up is broken by what is listed. */
static bool is_broken(const struct wsp_fill *fill)
{
	const struct wsp_joining joining = {
		fill->plan, fill->terms, fill->agenda, &fill->load, fill->site_load};

	for (uint32_t i = 0; i < fill->n_list; i++) {
		if (wsp_constraint_find(&joining, fill->list[i]).found)
			return true;
	}
	return false;
}

static bool fits(void *context, const uint32_t *item, uint32_t n, bool *ret_fits)
{
	const struct search *search = context;

	list_items(search->fill, search->best, item, n);
	*ret_fits = !is_broken(search->fill);
	return !*ret_fits || wsp_fill_fits(search->fill, n, ret_fits);
}

struct wsp_best wsp_improve_search(struct wsp_fill *fill)
{
	struct wsp_best best = {0};
	struct search search = {fill, &best};
	uint32_t parent[WSP_EXACT_MAX];
	enum wsp_exact answer;

	for (wsp_server_id s = 0; is_searchable(fill) && s < fill->plan->topo.n_servers; s++) {
		if (fill->depth[s] == 0)
			continue;
		if (best.n == WSP_EXACT_MAX)
			return (struct wsp_best){0};
		parent[best.n] = WSP_EXACT_ROOT;
		for (uint32_t i = 0; i < best.n; i++) {
			if (best.item[i] == fill->above[s])
				parent[best.n] = i;
		}
		best.item[best.n++] = s;
	}
	if (best.n == 0)
		return best;
	answer = wsp_exact_phases(best.n, parent, fits, &search, &best.n_phases, best.phase);
	best.proven = answer == WSP_EXACT_PROVEN;
	best.failed = answer == WSP_EXACT_NO_MEMORY;
	return best;
}

/* A downstream in the phase before, or else the room in it. */
static struct wsp_why tell_why(const struct wsp_fill *fill, const struct wsp_best *best, uint32_t i)
{
	if (best->phase[i] == 1)
		return fill->plan->why[best->item[i]];
	for (uint32_t c = 0; c < best->n; c++) {
		if (fill->above[best->item[c]] == best->item[i] &&
			best->phase[c] + 1 == best->phase[i])
			return (struct wsp_why){WSP_WHY_CHILD, best->item[c]};
	}
	return (struct wsp_why){fill->queue.full.kind, WSP_NO_SERVER};
}

bool wsp_improve_place(struct wsp_fill *fill, const struct wsp_best *best)
{
	for (uint32_t phase = 1; phase <= best->n_phases; phase++) {
		uint32_t item[WSP_EXACT_MAX];
		uint32_t n = 0;

		for (uint32_t i = 0; i < best->n; i++) {
			if (best->phase[i] == phase)
				item[n++] = i;
		}
		list_items(fill, best, item, n);
		if (!wsp_agenda_next(fill->agenda) || !wsp_fill_commit(fill, n))
			return false;
		wsp_fill_close(fill);
	}
	for (uint32_t i = 0; i < best->n; i++)
		fill->plan->why[best->item[i]] = tell_why(fill, best, i);
	return true;
}
