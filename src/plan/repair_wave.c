/* The repair wave P1.W0: what is dead or half done now, before all other work. */
#include "plan/fill.h"

/* The servers and links of the repair wave, in order of number, into order and link_order. */
static void list_repairs(struct wsp_fill *fill, uint32_t *ret_servers, uint32_t *ret_links)
{
	struct wsp_plan *plan = fill->plan;
	const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

	*ret_servers = *ret_links = 0;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (fill->works->work[s] == WSP_WORK_FINISH || (plan->repair[s] & ~unswitch))
			fill->list[(*ret_servers)++] = s;
		if (fill->works->link_now[s] || (plan->repair[s] & unswitch))
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
		if (fill->works->link_now[fill->sorted[i]])
			plan->link_order[plan->n_link_order++] = fill->sorted[i];
	}
	wave->n_servers = plan->n_order;
	wave->n_links = plan->n_link_order;
}

/* Whether the open window takes the repairs; without dates there is no other one to wait for. */
static bool may_repair(
	const struct wsp_fill *fill, uint32_t minutes, uint32_t n_servers, uint32_t n_links)
{
	uint64_t needed = (uint64_t)minutes + wsp_schedule_reserve(&fill->schedule, 0);

	if (!fill->agenda->calendar)
		return true;
	if (needed > fill->agenda->opening.length)
		return false;
	for (uint32_t i = 0; i < n_servers; i++) {
		if (!wsp_agenda_is_open(fill->agenda, fill->list[i]))
			return false;
	}
	for (uint32_t i = 0; i < n_links; i++) {
		if (!wsp_agenda_may_switch(fill->agenda, fill->sorted[i]))
			return false;
	}
	return true;
}

static bool place_repairs(struct wsp_fill *fill, uint32_t minutes, uint32_t n_links)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_wave *wave;

	if (!wsp_fill_open_phase(fill))
		return false;
	wave = wsp_fill_add_wave(fill, 0, 0);
	if (!wave)
		return false;
	wave->finish = minutes;
	order_repairs(fill, wave, n_links);
	wsp_fill_label(plan, wave);
	plan->phases[1].reserve = wsp_schedule_reserve(&fill->schedule, 0);
	fill->repair_minutes = wave->finish;
	fill->open = true;
	return true;
}

bool wsp_fill_repairs(struct wsp_fill *fill, bool *ret_placed)
{
	uint32_t n_servers;
	uint32_t n_links;
	uint32_t minutes;

	*ret_placed = true;
	list_repairs(fill, &n_servers, &n_links);
	if (!wsp_schedule_repairs(
		    &fill->schedule, fill->list, n_servers, fill->sorted, n_links, &minutes))
		return false;
	do {
		if (!wsp_agenda_next(fill->agenda)) {
			*ret_placed = false;
			return true;
		}
	} while (!may_repair(fill, minutes, n_servers, n_links));
	return place_repairs(fill, minutes, n_links);
}
