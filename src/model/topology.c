/* Topology: rows are resolved, laid out breadth first, and moved there in place. */
#include "model/topology.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "model/cycle.h"
#include "model/membership.h"
#include "model/resolve.h"
#include "model/rule.h"
#include "model/schema.h"
#include "model/server_id.h"

static const char *const feeds[] = {
	[WSP_FEED_MICROSOFT] = "microsoft-update", [WSP_FEED_OFFLINE] = "offline"};

/* What is needed until the servers are in their places; all arrays by row, on the heap. */
struct layout {
	uint32_t n;
	uint32_t *up;          /* row of the upstream; WSP_NO_ROW at a root */
	uint32_t *below_begin; /* n + 1; into `below` */
	uint32_t *below;       /* rows by upstream, in the order of the input */
	uint32_t *order;       /* by server: the row that it comes from */
	wsp_string feed[sizeof(feeds) / sizeof(feeds[0])];
};

static uint32_t *new_array(size_t n)
{
	return calloc(n > 0 ? n : 1, sizeof(uint32_t));
}

static void layout_release(struct layout *layout)
{
	free(layout->up);
	free(layout->below_begin);
	free(layout->below);
	free(layout->order);
}

static bool layout_init(struct layout *layout, const struct wsp_inventory *inventory)
{
	size_t n = inventory->n_servers;

	*layout = (struct layout){.n = (uint32_t)n,
		.up = new_array(n),
		.below_begin = new_array(n + 2),
		.below = new_array(n),
		.order = new_array(n)};
	for (unsigned i = WSP_FEED_MICROSOFT; i <= WSP_FEED_OFFLINE; i++)
		layout->feed[i] = wsp_strings_find(&inventory->strings, feeds[i], strlen(feeds[i]));
	return layout->up && layout->below_begin && layout->below && layout->order;
}

/* What feeds a server that has this upstream, or WSP_FEED_SERVER. */
static uint8_t feed_of(const struct layout *layout, wsp_string upstream)
{
	for (unsigned i = WSP_FEED_MICROSOFT; i <= WSP_FEED_OFFLINE; i++) {
		if (upstream == layout->feed[i])
			return (uint8_t)i;
	}
	return WSP_FEED_SERVER;
}

static void resolve_upstreams(struct layout *layout, struct wsp_resolver *resolver)
{
	const struct wsp_server *server = resolver->inventory->server;
	wsp_string before = 0; /* siblings tend to stand together */
	uint32_t found = WSP_NO_ROW;

	for (uint32_t row = 0; row < layout->n; row++) {
		wsp_string upstream = server[row].upstream;

		layout->up[row] = WSP_NO_ROW;
		if (upstream == 0 || feed_of(layout, upstream) != WSP_FEED_SERVER)
			continue;
		if (upstream != before)
			found = wsp_resolver_find(resolver, upstream);
		before = upstream;
		if (found < WSP_MANY_ROWS)
			layout->up[row] = found;
		else
			wsp_resolver_report(resolver, &server[row], found);
	}
}

static bool resolve(struct layout *layout, struct wsp_topology *topo, struct wsp_diags *diags)
{
	struct wsp_inventory *inventory = &topo->inventory;
	struct wsp_resolver resolver = {0};
	bool done =
		wsp_resolver_prepare(inventory) && wsp_resolver_init(&resolver, inventory, diags);

	if (done) {
		resolve_upstreams(layout, &resolver);
		done = wsp_server_ids_check(&resolver) && wsp_groups_resolve(topo, &resolver) &&
		       !resolver.failed;
	}
	wsp_resolver_release(&resolver);
	return done;
}

/* Counting sort of the rows by upstream. */
static void sort_by_upstream(struct layout *layout)
{
	uint32_t *begin = layout->below_begin;

	for (uint32_t row = 0; row < layout->n; row++) {
		if (layout->up[row] != WSP_NO_ROW)
			begin[layout->up[row] + 2]++;
	}
	for (uint32_t row = 0; row < layout->n; row++)
		begin[row + 2] += begin[row + 1];
	for (uint32_t row = 0; row < layout->n; row++) {
		if (layout->up[row] != WSP_NO_ROW)
			layout->below[begin[layout->up[row] + 1]++] = row;
	}
}

/* Lay the rows out breadth first; less than all are laid out when some form a cycle. */
static uint32_t number(struct wsp_topology *topo, const struct layout *layout)
{
	uint32_t *order = layout->order, n = 0;

	for (uint32_t row = 0; row < layout->n; row++) {
		if (layout->up[row] == WSP_NO_ROW) {
			topo->parent[n] = WSP_NO_SERVER;
			topo->level[n] = 0;
			order[n++] = row;
		}
	}
	for (uint32_t s = 0; s < n; s++) { /* n grows while we walk: order is its own queue */
		topo->child_begin[s] = n;
		for (uint32_t i = layout->below_begin[order[s]];
			i < layout->below_begin[order[s] + 1]; i++) {
			topo->parent[n] = s;
			topo->level[n] = topo->level[s] + 1;
			order[n++] = layout->below[i];
		}
	}
	topo->child_begin[n] = n;
	return n;
}

/* The names of a list, one in each row of it. */
struct names {
	const void *row;
	size_t n, size, offset;
};

/* By server: the row whose name it gives in `field`. */
static bool resolve_names(
	struct wsp_topology *topo, const struct names *names, size_t field, uint32_t **ret_row)
{
	struct wsp_index rows = {0};
	bool failed;

	if (names->n == 0)
		return true;
	*ret_row = new_array(topo->n_servers);
	failed = !*ret_row || !wsp_index_reserve(&rows, names->n);
	for (size_t i = 0; i < names->n && !failed; i++) {
		wsp_string name;

		memcpy(&name, (const char *)names->row + i * names->size + names->offset,
			sizeof(name));
		failed = !wsp_index_put(&rows, name, (uint32_t)i);
	}
	for (wsp_server_id s = 0; s < topo->n_servers && !failed; s++) {
		wsp_string name;

		memcpy(&name, (const char *)&topo->server[s] + field, sizeof(name));
		(*ret_row)[s] = name ? wsp_index_get(&rows, name) : WSP_NO_ROW;
	}
	wsp_index_release(&rows);
	return !failed;
}

static bool resolve_rows(struct wsp_topology *topo)
{
	const struct wsp_inventory *inventory = &topo->inventory;

	const struct names sites = {inventory->site, inventory->n_sites, sizeof(struct wsp_site),
		offsetof(struct wsp_site, name)};
	const struct names policies = {inventory->client_policy, inventory->n_client_policies,
		sizeof(struct wsp_client_policy), offsetof(struct wsp_client_policy, name)};

	return resolve_names(topo, &sites, offsetof(struct wsp_server, site), &topo->site) &&
	       resolve_names(topo, &policies, offsetof(struct wsp_server, client_policy),
		       &topo->client_policy);
}

static bool report_cycles(const struct wsp_inventory *inventory, struct layout *layout,
	uint32_t n_numbered, struct wsp_diags *diags)
{
	uint32_t *mark = layout->below; /* not needed any more */

	memset(mark, 0, layout->n * sizeof(*mark));
	for (uint32_t s = 0; s < n_numbered; s++)
		mark[layout->order[s]] = UINT32_MAX;
	return wsp_cycles_report(inventory, layout->up, mark, diags);
}

/* Move every server to its number, cycle by cycle of the permutation; `order` is used up. */
static void move_servers(struct wsp_server *server, uint32_t *order, uint32_t n)
{
	for (uint32_t start = 0; start < n; start++) {
		if (order[start] == start)
			continue;

		struct wsp_server first = server[start];
		uint32_t s = start;

		while (order[s] != start) {
			uint32_t from = order[s];

			server[s] = server[from];
			order[s] = s;
			s = from;
		}
		server[s] = first;
		order[s] = s;
	}
}

static void fill(struct wsp_topology *topo, const struct layout *layout)
{
	for (wsp_server_id s = topo->n_servers; s-- > 0;) { /* children before their parents */
		wsp_server_id parent = topo->parent[s];

		topo->feed[s] = feed_of(layout, topo->server[s].upstream);
		if (parent != WSP_NO_SERVER && topo->height[parent] <= topo->height[s])
			topo->height[parent] = topo->height[s] + 1;
	}
}

static void check_retired(const struct wsp_topology *topo, struct wsp_diags *diags)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id parent = topo->parent[s];

		if (parent == WSP_NO_SERVER || topo->server[parent].retired != WSP_YES ||
			topo->server[s].retired == WSP_YES)
			continue;
		wsp_diags_add(diags, WSP_RULE(T013),
			wsp_inventory_place(
				&topo->inventory, &topo->server[s], wsp_server_field("upstream")),
			NULL, "server \"%s\" synchronizes from \"%s\", which is retired",
			wsp_topology_fqdn(topo, s), wsp_topology_fqdn(topo, parent));
	}
}

static bool allocate(struct wsp_topology *topo)
{
	size_t n = topo->n_servers;

	topo->parent = new_array(n);
	topo->child_begin = new_array(n + 1);
	topo->feed = calloc(n > 0 ? n : 1, sizeof(*topo->feed));
	topo->level = new_array(n);
	topo->height = new_array(n);
	return topo->parent && topo->child_begin && topo->feed && topo->level && topo->height;
}

static enum wsp_status build(
	struct wsp_topology *topo, struct layout *layout, struct wsp_diags *diags)
{
	size_t errors = wsp_diags_count_severity(diags, WSP_ERROR);

	if (!resolve(layout, topo, diags))
		return WSP_NO_MEMORY;
	wsp_strings_seal(&topo->inventory.strings);
	sort_by_upstream(layout);
	if (!allocate(topo))
		return WSP_NO_MEMORY;

	uint32_t n = number(topo, layout);

	if (n < topo->n_servers) {
		if (!report_cycles(&topo->inventory, layout, n, diags))
			return WSP_NO_MEMORY;
	} else {
		if (!wsp_groups_renumber(topo, layout->order))
			return WSP_NO_MEMORY;
		move_servers(topo->inventory.server, layout->order, n);
		fill(topo, layout);
		if (!resolve_rows(topo))
			return WSP_NO_MEMORY;
		check_retired(topo, diags);
	}
	if (diags->failed)
		return WSP_NO_MEMORY;
	return wsp_diags_count_severity(diags, WSP_ERROR) > errors ? WSP_INVALID : WSP_OK;
}

enum wsp_status wsp_topology_build(
	struct wsp_topology *topo, struct wsp_inventory *inventory, struct wsp_diags *diags)
{
	struct layout layout;

	*topo = (struct wsp_topology){
		.inventory = *inventory, .n_servers = (uint32_t)inventory->n_servers};
	topo->server = topo->inventory.server;
	*inventory = (struct wsp_inventory){0};

	enum wsp_status status = WSP_NO_MEMORY;

	if (layout_init(&layout, &topo->inventory))
		status = build(topo, &layout, diags);
	layout_release(&layout);
	if (status != WSP_OK)
		wsp_topology_release(topo);
	return status;
}

void wsp_topology_release(struct wsp_topology *topo)
{
	wsp_inventory_release(&topo->inventory);
	free(topo->parent);
	free(topo->child_begin);
	free(topo->feed);
	free(topo->level);
	free(topo->height);
	free(topo->site);
	free(topo->client_policy);
	free(topo->link_group);
	free(topo->group_begin);
	free(topo->group_member);
	*topo = (struct wsp_topology){0};
}
