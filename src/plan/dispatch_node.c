/* The nodes of a wave. */
#include "plan/dispatch_node.h"

struct wsp_node_of_wave wsp_dispatch_node(
	const struct wsp_dispatch *dispatch, const wsp_server_id *s)
{
	const struct wsp_services *services = dispatch->services;
	uint32_t unit = wsp_services_unit(services, *s);
	const wsp_server_id *member;

	if (unit == WSP_NO_UNIT)
		return (struct wsp_node_of_wave){s, 1, *s, false};
	member = services->unit_member + services->unit_begin[unit];
	return (struct wsp_node_of_wave){member,
		services->unit_begin[unit + 1] - services->unit_begin[unit], *member,
		services->one_by_one[unit]};
}

static bool is_converted(const struct wsp_dispatch *dispatch, wsp_server_id s)
{
	const struct wsp_plan *plan = dispatch->plan;
	bool in_repair = plan->n_waves > 0 && plan->waves[0].number == 0 && plan->wave[s] == 0;

	return !in_repair && wsp_plan_visit(plan, s) & WSP_BIT(WSP_VERIFY_SERVER);
}

/* Of a unit that is converted one by one: whether `s` is the first, or the last. */
bool wsp_dispatch_is_end(const struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node,
	wsp_server_id s, bool last)
{
	bool seen = false;

	for (uint32_t i = 0; i < node->n; i++) {
		if (node->member[i] == s)
			seen = true;
		else if (is_converted(dispatch, node->member[i]) && seen == last)
			return false;
	}
	return true;
}

/* The links of the node's downstreams that somebody switches; `job` may be NULL to count them. */
bool wsp_dispatch_each_switch(struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node,
	bool (*job)(struct wsp_dispatch *dispatch, wsp_server_id child, uint32_t minute),
	uint32_t minute, uint32_t *ret_n)
{
	const struct wsp_plan *plan = dispatch->plan;

	*ret_n = 0;
	for (uint32_t i = 0; i < node->n; i++) {
		wsp_server_id s = node->member[i];

		for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1];
			c++) {
			if (plan->link_work[c] != WSP_LINK_SWITCH)
				continue;
			if (job && !job(dispatch, c, minute))
				return false;
			++*ret_n;
		}
	}
	return true;
}
