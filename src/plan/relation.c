/* Relations: what groups and shared work mean for single servers. */
#include <stdlib.h>

#include "base/array.h"
#include "plan/service.h"

static bool is_plain(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_' ||
	       (unsigned char)byte >= 0x80;
}

void wsp_shared_key(const struct wsp_shared *shared, struct wsp_text *out)
{
	for (const char *at = shared->name; *at; at++) {
		if (is_plain(*at))
			wsp_text_addc(out, *at);
		else
			wsp_text_addf(out, "%%%02X", (unsigned)(unsigned char)*at);
	}
}

static uint32_t *new_row(struct wsp_plan *plan)
{
	uint32_t n = plan->topo.n_servers;
	uint32_t *row = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);

	for (uint32_t s = 0; row && s < n; s++)
		row[s] = UINT32_MAX;
	return row;
}

static void relate_shared(struct wsp_plan *plan)
{
	for (uint32_t i = 0; i < plan->n_shared; i++) {
		const struct wsp_shared *shared = &plan->shared[i];
		uint32_t *row = shared->action == WSP_POINT_CLIENTS ? plan->relations.pointing
								    : plan->relations.balancer;

		for (uint32_t m = 0; m < shared->n_members; m++)
			row[shared->member[m]] = i;
	}
}

/* By wave, then server: the order of conversion, as nodes of a service come one at a time. */
static int compare_places(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void relate_nodes(struct wsp_plan *plan, uint32_t group, uint64_t *places)
{
	const struct wsp_topology *topo = &plan->topo;
	wsp_server_id *before = plan->relations.before;
	size_t n = 0;

	if (topo->inventory.group[group].kind == WSP_GROUP_ALIAS)
		return;
	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];

		if (plan->wave[s] != WSP_NO_WAVE)
			places[n++] = (uint64_t)plan->wave[s] << 32 | s;
	}
	if (n > 1)
		qsort(places, n, sizeof(*places), compare_places);
	for (size_t i = 1; i < n; i++) {
		wsp_server_id s = (uint32_t)places[i];
		wsp_server_id node = (uint32_t)places[i - 1];

		/* a node of two services follows the later of its two predecessors */
		if (node != s &&
			(before[s] == WSP_NO_SERVER || plan->wave[before[s]] < plan->wave[node]))
			before[s] = node;
	}
}

static void relate_downstreams(struct wsp_plan *plan)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t *served = plan->relations.served_group;
	uint32_t done = WSP_NO_GROUP; /* siblings mostly name the same group */

	for (wsp_server_id d = 0; d < topo->n_servers; d++) {
		uint32_t group = topo->link_group[d];

		if (group == WSP_NO_GROUP || group == done)
			continue;
		done = group;
		for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
			if (topo->group_member[i] != topo->parent[d])
				served[topo->group_member[i]] = group;
		}
	}
}

bool wsp_plan_relate(struct wsp_plan *plan)
{
	const struct wsp_topology *topo = &plan->topo;
	struct wsp_relations *relations = &plan->relations;
	uint64_t *places;

	if (!plan->link_owner && !wsp_link_owners_tell(topo, &plan->arena, &plan->link_owner))
		return false;
	if (plan->n_shared == 0 && !topo->link_group)
		return true;
	*relations =
		(struct wsp_relations){new_row(plan), new_row(plan), new_row(plan), new_row(plan)};
	if (!relations->pointing || !relations->balancer || !relations->before ||
		!relations->served_group)
		return false;
	relate_shared(plan);
	if (!topo->link_group)
		return true;
	places = calloc((size_t)topo->group_begin[topo->inventory.n_groups] + 1, sizeof(*places));
	if (!places)
		return false;
	for (uint32_t group = 0; group < topo->inventory.n_groups; group++)
		relate_nodes(plan, group, places);
	free(places);
	relate_downstreams(plan);
	return true;
}
