#include "plan/bound.h"

/* What windows have to hold, and adds up over the servers of a phase. */
enum kind { SERVERS = 0, CLIENTS, MINUTES, MINUTES_BACK, N_KINDS };

static const char *const units[N_KINDS] = {
	"servers", "clients", "minutes of work", "minutes of work and of time to back out"};

/* One limit of a window: of all servers, or of those of a site. */
struct resource {
	uint64_t limit; /* a window holds at most; WSP_ABSENT: none */
	uint64_t total; /* of what is as deep as the depth looked at, or deeper */
	uint32_t site;  /* row of inventory.site; WSP_NO_SITE: of all servers */
	enum kind kind;
};

/* The bound so far, and what it comes from. */
struct search {
	const struct wsp_plan *plan;
	const struct wsp_terms *terms;
	const uint32_t *depth;
	struct wsp_arena *arena;
	bool strict;
	uint32_t longest; /* of `depth` */
	uint32_t phases;
	struct resource tight; /* limit WSP_ABSENT: the longest chain makes it */
	uint32_t tight_above;  /* levels above what counts for it, each with a window of its own */
};

/* Minutes of operators that a window gives; `kept` of its minutes are for backing out. */
static uint64_t minutes_a_window(const struct wsp_terms *terms, uint32_t operators, uint32_t kept)
{
	if (operators == WSP_ABSENT)
		return WSP_ABSENT;
	return terms->window_length > kept ? (uint64_t)(terms->window_length - kept) * operators
					   : 1;
}

static uint64_t ceil_div(uint64_t a, uint64_t b)
{
	return a / b + (a % b != 0);
}

/* Levels above depth `d` that need windows of their own. */
static uint32_t above(const struct search *search, uint32_t d)
{
	return search->strict ? d - 1 : 0;
}

/* If the total at depth `depth` and below needs more windows than are known to be needed, the bound
   is higher. */
static void weigh(struct search *search, const struct resource *resource, uint32_t depth)
{
	uint32_t later = above(search, depth);
	struct resource *tight = &search->tight;
	uint64_t need;

	if (resource->limit == WSP_ABSENT)
		return;
	if (tight->limit != WSP_ABSENT && tight->kind == resource->kind &&
		tight->site == resource->site && later == search->tight_above)
		tight->total = resource->total; /* it is told with all that lies there */
	if (resource->total <= (uint64_t)(search->phases - later) * resource->limit)
		return;
	need = ceil_div(resource->total, resource->limit) + later;
	search->phases = need < UINT32_MAX ? (uint32_t)need : UINT32_MAX;
	*tight = *resource;
	search->tight_above = later;
}

/* By depth, what lies at it. */
static void sum_by_depth(const struct search *search, uint64_t (*sum)[N_KINDS])
{
	const struct wsp_topology *topo = &search->plan->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		uint32_t d = search->depth[s];
		uint64_t minutes;

		if (d == 0)
			continue;
		sum[d][SERVERS]++;
		sum[d][CLIENTS] += topo->server[s].clients;
		minutes = wsp_terms_change(search->terms, search->plan, s);
		sum[d][MINUTES] += minutes;
		sum[d][MINUTES_BACK] += minutes + search->terms->back_out;
	}
}

static void set_limits(
	struct resource resource[N_KINDS], const uint64_t limit[N_KINDS], uint32_t site)
{
	for (unsigned kind = 0; kind < N_KINDS; kind++)
		resource[kind] = (struct resource){limit[kind], 0, site, (enum kind)kind};
}

/* The limits of all servers, from the deepest up. */
static bool search_all(struct search *search)
{
	const struct wsp_terms *terms = search->terms;
	uint64_t(*sum)[N_KINDS] =
		wsp_arena_array(search->arena, (size_t)search->longest + 1, sizeof(*sum));
	const uint64_t limit[N_KINDS] = {
		[SERVERS] = terms->servers,
		[CLIENTS] = terms->clients,
		[MINUTES] = minutes_a_window(terms, terms->operators, terms->rollback_reserve),
		/* whatever else is kept: operators back out side by side, as they converted */
		[MINUTES_BACK] = minutes_a_window(terms, terms->operators, 0),
	};
	struct resource resource[N_KINDS];

	if (!sum)
		return false;
	set_limits(resource, limit, WSP_NO_SITE);
	sum_by_depth(search, sum);
	for (uint32_t d = search->longest; d > 0; d--) {
		for (unsigned kind = 0; kind < N_KINDS; kind++) {
			resource[kind].total += sum[d][kind];
			weigh(search, &resource[kind], d);
		}
	}
	return true;
}

/* The servers of the set, deepest first; `n` of them. */
static wsp_server_id *sort_by_depth(const struct search *search, uint32_t *ret_n)
{
	uint32_t n = search->plan->topo.n_servers;
	uint32_t *end = WSP_NEW_ARRAY(search->arena, uint32_t, (size_t)search->longest + 2);
	wsp_server_id *sorted = WSP_NEW_ARRAY(search->arena, wsp_server_id, n);

	if (!end || !sorted)
		return NULL;
	for (wsp_server_id s = 0; s < n; s++)
		end[search->depth[s]]++;
	end[0] = 0;
	for (uint32_t d = search->longest; d > 0; d--) /* counts become where a depth ends */
		end[d] += end[d + 1];
	*ret_n = end[1];
	for (wsp_server_id s = n; s-- > 0;) {
		if (search->depth[s] > 0)
			sorted[--end[search->depth[s]]] = s;
	}
	return sorted;
}

static void set_site_limits(const struct search *search, uint32_t site, struct resource *resource)
{
	const struct wsp_terms *terms = search->terms;
	const uint64_t limit[N_KINDS] = {
		[SERVERS] = terms->site[site].servers,
		[CLIENTS] = terms->site[site].clients,
		[MINUTES] = minutes_a_window(
			terms, terms->site[site].operators, terms->rollback_reserve),
		[MINUTES_BACK] = WSP_ABSENT, /* backing out is for all operators */
	};

	set_limits(resource, limit, site);
}

/* `amount` more of a site's resource lies at depth `d`. */
static void add(struct search *search, struct resource *resource, uint64_t amount, uint32_t d)
{
	resource->total += amount;
	weigh(search, resource, d);
}

/* What converting `s` takes of its own site, and switching its downstreams of theirs. */
static void add_to_sites(
	struct search *search, struct resource (*resource)[N_KINDS], wsp_server_id s)
{
	const struct wsp_plan *plan = search->plan;
	const struct wsp_topology *topo = &plan->topo;
	uint32_t site = wsp_topology_site(topo, s);
	uint32_t d = search->depth[s];

	if (site != WSP_NO_SITE) {
		add(search, &resource[site][SERVERS], 1, d);
		add(search, &resource[site][CLIENTS], topo->server[s].clients, d);
		add(search, &resource[site][MINUTES],
			wsp_terms_minutes(search->terms, wsp_plan_visit(plan, s)), d);
	}
	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		uint32_t at = wsp_topology_site(topo, c);

		if (plan->link_work[c] == WSP_LINK_SWITCH && at != WSP_NO_SITE &&
			topo->inventory.site[at].switch_anytime != WSP_YES)
			add(search, &resource[at][MINUTES],
				search->terms->duration[WSP_SWITCH_SYNC], d);
	}
}

/* The limits of single sites, server by server from the deepest up. */
static bool search_sites(struct search *search)
{
	size_t n_sites = search->plan->topo.inventory.n_sites;
	struct resource(*resource)[N_KINDS];
	const wsp_server_id *sorted;
	uint32_t n = 0;

	if (!search->terms->limits_sites && !search->terms->limits_site_operators)
		return true;
	resource = wsp_arena_array(search->arena, n_sites, sizeof(*resource));
	sorted = sort_by_depth(search, &n);
	if (!resource || !sorted)
		return false;
	for (uint32_t site = 0; site < n_sites; site++)
		set_site_limits(search, site, resource[site]);
	for (uint32_t i = 0; i < n; i++)
		add_to_sites(search, resource, sorted[i]);
	return true;
}

static const char *keep(struct wsp_arena *arena, struct wsp_text *text)
{
	const char *copy = text->failed ? NULL : wsp_arena_copy(arena, text->at, text->length);

	wsp_text_release(text);
	return copy;
}

/* Where the chain cannot be followed by upstreams alone, members of a group are in between. */
static const char *chain_text(const struct search *search)
{
	const struct wsp_topology *topo = &search->plan->topo;
	const uint32_t *depth = search->depth;
	struct wsp_text text = {0};
	wsp_server_id leaf = 0;
	wsp_server_id top;

	while (depth[leaf] != search->longest)
		leaf++;
	for (top = leaf; depth[top] > 1 && topo->parent[top] != WSP_NO_SERVER &&
			 depth[topo->parent[top]] + 1 == depth[top];)
		top = topo->parent[top];
	if (depth[top] == 1)
		wsp_text_addf(&text,
			"the chain from %s up to %s has %u servers, and each needs a later window "
			"than the one below it",
			wsp_topology_fqdn(topo, leaf), wsp_topology_fqdn(topo, top),
			search->longest);
	else
		wsp_text_addf(&text,
			"the chain from %s up has %u servers or groups that share a window, and "
			"each needs a later window than the one below it",
			wsp_topology_fqdn(topo, leaf), search->longest);
	return keep(search->arena, &text);
}

static const char *resource_text(const struct search *search)
{
	const struct resource *tight = &search->tight;
	uint32_t later = search->tight_above;
	struct wsp_text text = {0};

	wsp_text_addf(&text, "%llu %s", (unsigned long long)tight->total, units[tight->kind]);
	if (tight->site != WSP_NO_SITE)
		wsp_text_addf(&text, " of site %s",
			wsp_topology_text(&search->plan->topo,
				search->plan->topo.inventory.site[tight->site].name));
	wsp_text_addf(&text, " need %llu windows of at most %llu",
		(unsigned long long)ceil_div(tight->total, tight->limit),
		(unsigned long long)tight->limit);
	if (later)
		wsp_text_addf(&text, ", and the %u level%s above them one each", later,
			later == 1 ? "" : "s");
	return keep(search->arena, &text);
}

static const char *tell_text(const struct search *search)
{
	if (search->phases == 0)
		return "";
	if (search->tight.limit != WSP_ABSENT)
		return resource_text(search);
	return search->strict && search->phases > 1 ? chain_text(search)
						    : "one window is the least there can be";
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
	uint32_t longest = deepest(plan, depth);
	struct search search = {
		.plan = plan,
		.terms = terms,
		.depth = depth,
		.arena = arena,
		.strict = strict,
		.longest = longest,
		.phases = strict ? longest : longest > 0,
		.tight = {.limit = WSP_ABSENT, .site = WSP_NO_SITE},
	};

	if (!search_all(&search) || !search_sites(&search))
		return false;
	*ret_bound = (struct wsp_bound){search.phases, tell_text(&search)};
	return ret_bound->text != NULL;
}
