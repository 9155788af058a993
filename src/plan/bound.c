#include "plan/bound.h"

/* One way to count what windows have to hold. */
struct resource {
	const char *unit;
	uint64_t limit; /* a window holds at most; WSP_ABSENT: none */
	uint64_t total; /* of the set */
};

enum { SERVERS = 0, CLIENTS, MINUTES, N_RESOURCES };

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
		sum[depth[s]][MINUTES] += wsp_terms_change(terms, plan, s);
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
		"one below it",
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

/* The bound so far, and what it comes from. */
struct search {
	struct resource resource[N_RESOURCES];
	uint32_t phases;
	unsigned tight;       /* the resource; N_RESOURCES: the longest chain */
	uint64_t tight_sum;   /* of the resource, at and below some depth */
	uint32_t tight_above; /* levels above that depth, each with a window of its own */
};

/* What lies at depth `above` + 1 joins what is deeper: `above` more windows follow it. */
static void deepen(struct search *search, const uint64_t sum[N_RESOURCES], uint32_t above)
{
	for (unsigned i = 0; i < N_RESOURCES; i++) {
		struct resource *resource = &search->resource[i];
		uint64_t need;

		resource->total += sum[i];
		if (resource->limit == WSP_ABSENT)
			continue;
		need = ceil_div(resource->total, resource->limit) + above;
		if (need <= search->phases)
			continue;
		search->phases = need < UINT32_MAX ? (uint32_t)need : UINT32_MAX;
		search->tight = i;
		search->tight_sum = resource->total;
		search->tight_above = above;
	}
}

static const char *tell_text(const struct search *search, const struct wsp_plan *plan,
	const uint32_t *depth, bool strict, struct wsp_arena *arena)
{
	if (search->phases == 0)
		return "";
	if (search->tight < N_RESOURCES)
		return resource_text(arena, &search->resource[search->tight], search->tight_sum,
			search->tight_above);
	return strict && search->phases > 1 ? chain_text(arena, plan, depth, search->phases)
					    : "one window is the least there can be";
}

bool wsp_bound_tell(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const uint32_t *depth, bool strict, struct wsp_arena *arena, struct wsp_bound *ret_bound)
{
	uint32_t longest = deepest(plan, depth);
	uint64_t(*sum)[N_RESOURCES] = wsp_arena_array(arena, (size_t)longest + 1, sizeof(*sum));
	struct search search = {
		.resource = {[SERVERS] = {"servers", terms->servers, 0},
			[CLIENTS] = {"clients", terms->clients, 0},
			[MINUTES] = {"minutes of work", usable_minutes(terms), 0}},
		.phases = strict ? longest : longest > 0,
		.tight = N_RESOURCES,
	};

	if (!sum)
		return false;
	sum_by_depth(plan, terms, depth, sum);
	for (uint32_t d = longest; d > 0; d--)
		deepen(&search, sum[d], strict ? d - 1 : 0);
	*ret_bound =
		(struct wsp_bound){search.phases, tell_text(&search, plan, depth, strict, arena)};
	return ret_bound->text != NULL;
}
