/* What a step waits for beyond the previous step of its target. */
#include "plan/steps.h"

/* A candidate is looked up by its place in all lists that matter for the step, one after the other.
 */
enum answer { SKIP = 0, FOUND, END };

static bool overlaps(const struct wsp_plan *plan)
{
	return plan->topo.inventory.policy.cutover == WSP_OVERLAP;
}

static enum answer server_step(
	struct wsp_dependency *ret_dependency, enum wsp_action action, wsp_server_id s)
{
	*ret_dependency = (struct wsp_dependency){action, s, UINT32_MAX};
	return FOUND;
}

static enum answer shared_step(const struct wsp_plan *plan, const uint32_t *row_of, wsp_server_id s,
	struct wsp_dependency *ret_dependency)
{
	uint32_t row = row_of ? row_of[s] : UINT32_MAX;
	const struct wsp_shared *shared;

	if (row == UINT32_MAX)
		return SKIP;
	shared = &plan->shared[row];
	*ret_dependency =
		(struct wsp_dependency){(enum wsp_action)shared->action, shared->member[0], row};
	return FOUND;
}

/* Downstreams of a server, or of the group that it serves without being its first member. */
struct downstreams {
	wsp_server_id first;
	uint32_t n;
	uint32_t group; /* WSP_NO_GROUP: all of them */
};

static struct downstreams downstreams_of(
	const struct wsp_plan *plan, wsp_server_id s, bool by_group)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t group = WSP_NO_GROUP;
	uint32_t at;

	if (by_group) { /* they are children of the first member that is not retired */
		group = plan->relations.served_group ? plan->relations.served_group[s]
						     : WSP_NO_GROUP;
		if (group == WSP_NO_GROUP)
			return (struct downstreams){0, 0, WSP_NO_GROUP};
		at = topo->group_begin[group];
		while (topo->server[topo->group_member[at]].retired == WSP_YES)
			at++;
		s = topo->group_member[at];
	}
	return (struct downstreams){topo->child_begin[s], wsp_topology_n_children(topo, s), group};
}

/* Before `s` requires SSL: its downstream is converted, or with overlap switched and verified. */
static enum answer downstream_ready(const struct wsp_plan *plan, wsp_server_id s,
	wsp_server_id child, bool switched, struct wsp_dependency *ret_dependency)
{
	if (switched)
		return overlaps(plan) && plan->link_work[child] == WSP_LINK_SWITCH &&
				       plan->link_wave[child] <= plan->wave[s]
			       ? server_step(ret_dependency, WSP_VERIFY_SYNC, child)
			       : SKIP;
	return plan->wave[child] != WSP_NO_WAVE && plan->wave[child] < plan->wave[s]
		       ? server_step(ret_dependency, WSP_VERIFY_SERVER, child)
		       : SKIP;
}

static bool is_verified_before(const struct wsp_plan *plan, wsp_server_id upstream, uint32_t wave)
{
	return (plan->actions[upstream] & WSP_BIT(WSP_VERIFY_SERVER)) &&
	       plan->wave[upstream] != WSP_NO_WAVE && plan->wave[upstream] <= wave;
}

/* With overlap nothing but this ties the conversion of a downstream to that of its upstream. */
static enum answer upstream_converted(
	const struct wsp_plan *plan, wsp_server_id s, struct wsp_dependency *ret_dependency)
{
	wsp_server_id upstream = plan->topo.parent[s];

	if (!overlaps(plan) || upstream == WSP_NO_SERVER || plan->wave[s] == WSP_NO_WAVE ||
		plan->wave[upstream] >= plan->wave[s] ||
		!is_verified_before(plan, upstream, plan->wave[s]))
		return SKIP;
	return server_step(ret_dependency, WSP_VERIFY_SERVER, upstream);
}

static enum answer node_before(
	const struct wsp_plan *plan, wsp_server_id s, struct wsp_dependency *ret_dependency)
{
	wsp_server_id before = plan->relations.before ? plan->relations.before[s] : WSP_NO_SERVER;

	return before == WSP_NO_SERVER ? SKIP
				       : server_step(ret_dependency, WSP_VERIFY_SERVER, before);
}

static enum answer before_require_ssl(const struct wsp_plan *plan, wsp_server_id s, uint32_t place,
	struct wsp_dependency *ret_dependency)
{
	enum { OWN_CONVERTED, OWN_SWITCHED, GROUP_CONVERTED, GROUP_SWITCHED, N_LISTS };

	for (unsigned list = OWN_CONVERTED; list < N_LISTS; list++) {
		struct downstreams below = downstreams_of(plan, s, list >= GROUP_CONVERTED);
		bool switched = list == OWN_SWITCHED || list == GROUP_SWITCHED;

		if (place >= below.n) {
			place -= below.n;
			continue;
		}
		if (below.group != WSP_NO_GROUP &&
			wsp_topology_link_group(&plan->topo, below.first + place) != below.group)
			return SKIP;
		return downstream_ready(plan, s, below.first + place, switched, ret_dependency);
	}
	switch (place) {
	case 0:
		return node_before(plan, s, ret_dependency);
	case 1:
		return shared_step(plan, plan->relations.balancer, s, ret_dependency);
	case 2:
		return shared_step(plan, plan->relations.pointing, s, ret_dependency);
	case 3:
		return upstream_converted(plan, s, ret_dependency);
	default:
		return END;
	}
}

/* What an upstream has to have done before its downstream is switched, or synchronizes anew. */
static enum answer upstream_ready(const struct wsp_plan *plan, wsp_server_id s,
	wsp_server_id upstream, struct wsp_dependency *ret_dependency)
{
	bool bound_early = plan->early && (plan->early[upstream] & WSP_BIT(WSP_TEST_HTTPS));

	if (overlaps(plan) && plan->link_work[s] == WSP_LINK_SWITCH &&
		plan->wave[upstream] != WSP_NO_WAVE && plan->wave[upstream] >= plan->link_wave[s])
		return bound_early ? server_step(ret_dependency, WSP_TEST_HTTPS, upstream) : SKIP;
	return is_verified_before(plan, upstream, plan->link_wave[s])
		       ? server_step(ret_dependency, WSP_VERIFY_SERVER, upstream)
		       : SKIP;
}

static enum answer before_switch(const struct wsp_plan *plan, wsp_server_id s, uint32_t place,
	struct wsp_dependency *ret_dependency)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t group = wsp_topology_link_group(topo, s);
	wsp_server_id upstream = topo->parent[s];
	uint32_t n = upstream == WSP_NO_SERVER ? 0 : 1;

	if (group != WSP_NO_GROUP && n > 0) {
		n = topo->group_begin[group + 1] - topo->group_begin[group];
		if (place < n)
			upstream = topo->group_member[topo->group_begin[group] + place];
	}
	return place < n ? upstream_ready(plan, s, upstream, ret_dependency) : END;
}

static enum answer before_verify_sync(const struct wsp_plan *plan, wsp_server_id s, uint32_t place,
	struct wsp_dependency *ret_dependency)
{
	return plan->link_work[s] == WSP_LINK_FOLLOW ? before_switch(plan, s, place, ret_dependency)
						     : END;
}

static enum answer before_point_clients(const struct wsp_plan *plan, wsp_server_id s,
	uint32_t place, struct wsp_dependency *ret_dependency)
{
	return place == 0 ? shared_step(plan, plan->relations.balancer, s, ret_dependency) : END;
}

/* Every member is tested; and before clients are pointed, the balancers are prepared. */
static enum answer before_shared(const struct wsp_plan *plan, uint32_t row, uint32_t place,
	struct wsp_dependency *ret_dependency)
{
	const struct wsp_shared *shared = &plan->shared[row];
	const uint32_t *balancer = plan->relations.balancer;
	wsp_server_id member;

	if (place < shared->n_members) {
		member = shared->member[place];
		return plan->actions[member] & WSP_BIT(WSP_TEST_HTTPS)
			       ? server_step(ret_dependency, WSP_TEST_HTTPS, member)
			       : SKIP;
	}
	place -= shared->n_members;
	if (place >= shared->n_members || shared->action != WSP_POINT_CLIENTS || !balancer)
		return END;
	member = shared->member[place];
	if (place > 0 && balancer[shared->member[place - 1]] == balancer[member])
		return SKIP;
	return shared_step(plan, balancer, member, ret_dependency);
}

static enum answer (*const before[WSP_N_ACTIONS])(const struct wsp_plan *plan, wsp_server_id s,
	uint32_t place, struct wsp_dependency *ret_dependency) = {
	[WSP_REQUIRE_SSL] = before_require_ssl,
	[WSP_POINT_CLIENTS] = before_point_clients,
	[WSP_SWITCH_SYNC] = before_switch,
	[WSP_VERIFY_SYNC] = before_verify_sync,
};

bool wsp_step_dependency(const struct wsp_plan *plan, const struct wsp_step *step, uint32_t *cursor,
	struct wsp_dependency *ret_dependency)
{
	enum answer answer = SKIP;

	if (step->shared == UINT32_MAX && !before[step->action])
		return false;
	while (answer == SKIP) {
		uint32_t place = (*cursor)++;

		answer = step->shared != UINT32_MAX
				 ? before_shared(plan, step->shared, place, ret_dependency)
				 : before[step->action](plan, step->server, place, ret_dependency);
	}
	return answer == FOUND;
}
