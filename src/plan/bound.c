#include "plan/bound.h"

/* One way to count what windows have to hold. */
struct resource {
	const char *unit;
	uint64_t limit; /* a window holds at most; WSP_ABSENT: none */
	uint64_t total; /* of the set */
};

enum { SERVERS = 0, CLIENTS, MINUTES, N_RESOURCES };

static uint64_t hands_on(
	const struct wsp_plan *plan, const struct wsp_terms *terms, wsp_server_id s)
{
	uint64_t minutes = wsp_terms_minutes(terms, wsp_plan_visit(plan, s));

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		if (plan->link_work[c] == WSP_LINK_SWITCH)
			minutes += terms->duration[WSP_SWITCH_SYNC];
	}
	return minutes;
}

static uint64_t usable_minutes(const struct wsp_terms *terms)
{
	uint32_t reserve = terms->rollback_reserve;

	return terms->window_length > reserve
		       ? (uint64_t)(terms->window_length - reserve) * terms->operators
		       : 1;
}

/* By depth, what lies at it: three sums a depth. */
static void sum_by_depth(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const uint32_t *depth, uint64_t (*sum)[N_RESOURCES])
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (depth[s] == 0)
			continue;
		sum[depth[s]][SERVERS]++;
		sum[depth[s]][CLIENTS] += plan->topo.server[s].clients;
		sum[depth[s]][MINUTES] += hands_on(plan, terms, s);
	}
}

static uint64_t ceil_div(uint64_t a, uint64_t b)
{
	return a / b + (a % b != 0);
}

static const char *chain_text(struct wsp_arena *arena, const struct wsp_plan *plan,
	const uint32_t *depth, uint32_t longest)
{
	struct wsp_text text = {0};
	wsp_server_id leaf = 0;
	wsp_server_id root;
	const char *copy;

	while (depth[leaf] != longest)
		leaf++;
	for (root = leaf; depth[root] > 1;)
		root = plan->topo.parent[root];
	wsp_text_addf(&text,
		"the chain from %s up to %s has %u servers, and each needs a later window than the "
		"one "
		"below it",
		wsp_topology_fqdn(&plan->topo, leaf), wsp_topology_fqdn(&plan->topo, root),
		longest);
	copy = text.failed ? NULL : wsp_arena_copy(arena, text.at, text.length);
	wsp_text_release(&text);
	return copy;
}

static const char *resource_text(
	struct wsp_arena *arena, const struct resource *resource, uint64_t sum, uint32_t above)
{
	struct wsp_text text = {0};
	const char *copy;

	wsp_text_addf(&text, "%llu %s need %llu windows of at most %llu", (unsigned long long)sum,
		resource->unit, (unsigned long long)ceil_div(sum, resource->limit),
		(unsigned long long)resource->limit);
	if (above)
		wsp_text_addf(&text, ", and the %u level%s above them one each", above,
			above == 1 ? "" : "s");
	copy = text.failed ? NULL : wsp_arena_copy(arena, text.at, text.length);
	wsp_text_release(&text);
	return copy;
}

static uint32_t deepest(const struct wsp_plan *plan, const uint32_t *depth)
{
	uint32_t longest = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (depth[s] > longest)
			longest = depth[s];
	}
	return longest;
}

bool wsp_bound_tell(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const uint32_t *depth, bool strict, struct wsp_arena *arena, struct wsp_bound *ret_bound)
{
	struct resource resource[N_RESOURCES] = {
		[SERVERS] = {"servers", terms->servers, 0},
		[CLIENTS] = {"clients", terms->clients, 0},
		[MINUTES] = {"minutes of work", usable_minutes(terms), 0},
	};
	uint32_t longest = deepest(plan, depth);
	uint64_t(*sum)[N_RESOURCES] = wsp_arena_array(arena, (size_t)longest + 1, sizeof(*sum));
	struct wsp_bound bound = {.phases = longest > 0, .text = ""};
	unsigned tight = N_RESOURCES;
	uint32_t tight_above = 0;

	if (!sum)
		return false;
	sum_by_depth(plan, terms, depth, sum);
	if (strict)
		bound.phases = longest;
	for (uint32_t d = longest; d > 0; d--) {
		for (unsigned i = 0; i < N_RESOURCES; i++) {
			uint64_t need;

			resource[i].total += sum[d][i];
			if (resource[i].limit == WSP_ABSENT || resource[i].limit == 0)
				continue;
			need = ceil_div(resource[i].total, resource[i].limit) +
			       (strict ? d - 1 : 0);
			if (need <= bound.phases)
				continue;
			bound.phases = (uint32_t)need;
			tight = i;
			tight_above = strict ? d - 1 : 0;
			sum[0][i] = resource[i].total;
		}
	}
	if (longest > 0 && tight == N_RESOURCES)
		bound.text =
			strict ? chain_text(arena, plan, depth, longest) : "there is work to do";
	else if (tight < N_RESOURCES)
		bound.text = resource_text(arena, &resource[tight], sum[0][tight], tight_above);
	*ret_bound = bound;
	return bound.text != NULL;
}
