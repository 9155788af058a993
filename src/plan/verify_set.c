/* Sets: groups and shared client policies, and which servers are in them. */
#include "plan/verify_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/list.h"
#include "model/index.h"

static bool name_covers(const char *name, size_t name_length, const char *host, size_t length)
{
	const char *dot = memchr(host, '.', length);

	if (name_length > 2 && name[0] == '*' && name[1] == '.')
		return dot && wsp_ascii_same(name + 1, name_length - 1, dot,
				      length - (size_t)(dot - host));
	return wsp_ascii_same(name, name_length, host, length);
}

bool wsp_names_cover(const char *names, const char *host, size_t length)
{
	const char *name;
	size_t name_length;

	while (wsp_list_next(&names, &name, &name_length)) {
		if (name_covers(name, name_length, host, length))
			return true;
	}
	return false;
}

/* The host of "http://host:port/path". */
static const char *host_of(const char *url, size_t *ret_length)
{
	const char *scheme = strstr(url, "://");
	const char *host = scheme ? scheme + 3 : url;

	*ret_length = strcspn(host, ":/?#");
	return host;
}

static uint32_t find_group(const struct wsp_topology *topo, const char *host, size_t length)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	uint32_t g = 0;

	for (; g < inventory->n_groups; g++) {
		const char *name = wsp_inventory_text(inventory, inventory->group[g].name);

		if (wsp_ascii_same(name, strlen(name), host, length))
			return g;
	}
	return WSP_NO_GROUP;
}

static bool is_there(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->server[s].retired != WSP_YES;
}

static bool names_policy(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->server[s].clients_by == WSP_BY_POLICY && topo->server[s].client_policy &&
	       is_there(topo, s);
}

/* Members may be listed twice; `last` is the set a server was last seen in, plus one. */
static void add_member(struct wsp_sets *sets, uint32_t set, wsp_server_id s, uint32_t *last)
{
	struct wsp_set *to = &sets->set[set];

	if (last[s] == set + 1)
		return;
	last[s] = set + 1;
	sets->member[to->first + to->n++] = s;
}

static void read_group(struct wsp_sets *sets, const struct wsp_topology *topo, uint32_t g,
	uint32_t first, uint32_t *last)
{
	const struct wsp_group *group = &topo->inventory.group[g];
	const char *name = wsp_inventory_text(&topo->inventory, group->name);

	sets->set[g] = (struct wsp_set){.first = first,
		.kind = group->kind,
		.address = name,
		.address_length = strlen(name)};
	for (uint32_t i = topo->group_begin[g]; i < topo->group_begin[g + 1]; i++) {
		if (is_there(topo, topo->group_member[i]))
			add_member(sets, g, topo->group_member[i], last);
	}
}

/* Which policy each server names, by row, and how many name it. */
struct naming {
	uint32_t *row;   /* by server; WSP_NO_ROW: none */
	uint32_t *count; /* by policy */
	uint32_t *group; /* by policy: the group its URL names, or WSP_NO_GROUP */
	uint32_t *last;  /* by server: for add_member() */
};

static bool read_names(struct naming *naming, const struct wsp_topology *topo)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	struct wsp_index policies = {0};
	bool fits = true;

	for (uint32_t p = 0; p < inventory->n_client_policies; p++) {
		const char *url = wsp_inventory_text(inventory, inventory->client_policy[p].url);
		size_t length;
		const char *host = host_of(url, &length);

		fits = fits && wsp_index_put(&policies, inventory->client_policy[p].name, p);
		naming->group[p] = find_group(topo, host, length);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		naming->row[s] = names_policy(topo, s)
					 ? wsp_index_get(&policies, topo->server[s].client_policy)
					 : WSP_NO_ROW;
		if (naming->row[s] != WSP_NO_ROW)
			naming->count[naming->row[s]]++;
	}
	wsp_index_release(&policies);
	return fits;
}

static bool is_shared(const struct naming *naming, uint32_t p)
{
	return naming->count[p] > 1 || (naming->count[p] > 0 && naming->group[p] != WSP_NO_GROUP);
}

static uint32_t group_size(const struct wsp_topology *topo, uint32_t g)
{
	return g == WSP_NO_GROUP ? 0 : topo->group_begin[g + 1] - topo->group_begin[g];
}

/* Room for each shared policy: who names it, and the members of its URL's group. */
static uint32_t lay_out_policies(struct wsp_sets *sets, const struct wsp_topology *topo,
	const struct naming *naming, uint32_t first)
{
	const struct wsp_inventory *inventory = &topo->inventory;

	for (uint32_t p = 0; p < inventory->n_client_policies; p++) {
		struct wsp_set *set = &sets->set[sets->n_groups + p];

		*set = (struct wsp_set){.first = first, .policy = true};
		set->address =
			host_of(wsp_inventory_text(inventory, inventory->client_policy[p].url),
				&set->address_length);
		if (is_shared(naming, p))
			first += naming->count[p] + group_size(topo, naming->group[p]);
	}
	return first;
}

static void fill_policies(
	struct wsp_sets *sets, const struct wsp_topology *topo, const struct naming *naming)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (naming->row[s] != WSP_NO_ROW && is_shared(naming, naming->row[s]))
			add_member(sets, sets->n_groups + naming->row[s], s, naming->last);
	}
	memset(naming->last, 0, topo->n_servers * sizeof(*naming->last));
	for (uint32_t p = 0; p < topo->inventory.n_client_policies; p++) {
		uint32_t set = sets->n_groups + p;

		if (!is_shared(naming, p) || naming->group[p] == WSP_NO_GROUP)
			continue;
		for (uint32_t i = 0; i < sets->set[set].n; i++)
			naming->last[sets->member[sets->set[set].first + i]] = set + 1;
		for (uint32_t i = topo->group_begin[naming->group[p]];
			i < topo->group_begin[naming->group[p] + 1]; i++) {
			if (is_there(topo, topo->group_member[i]))
				add_member(sets, set, topo->group_member[i], naming->last);
		}
	}
}

/* The sets of each server: where they begin, counted and then filled. */
static bool turn_round(struct wsp_sets *sets, uint32_t n_servers)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < sets->n_sets; i++)
		n += sets->set[i].n;
	sets->of_begin = calloc((size_t)n_servers + 2, sizeof(*sets->of_begin));
	sets->of = calloc((size_t)n + 1, sizeof(*sets->of));
	if (!sets->of_begin || !sets->of)
		return false;
	for (uint32_t i = 0; i < sets->n_sets; i++) {
		for (uint32_t m = 0; m < sets->set[i].n; m++)
			sets->of_begin[sets->member[sets->set[i].first + m] + 2]++;
	}
	for (uint32_t s = 0; s < n_servers; s++)
		sets->of_begin[s + 2] += sets->of_begin[s + 1];
	for (uint32_t i = 0; i < sets->n_sets; i++) {
		for (uint32_t m = 0; m < sets->set[i].n; m++) {
			wsp_server_id s = sets->member[sets->set[i].first + m];

			sets->of[sets->of_begin[s + 1]++] = i;
		}
	}
	return true;
}

static bool fill(struct wsp_sets *sets, const struct wsp_topology *topo, struct naming *naming)
{
	uint32_t first = 0, room;

	if (!read_names(naming, topo))
		return false;
	room = sets->n_groups > 0 ? topo->group_begin[sets->n_groups] : 0;
	room = lay_out_policies(sets, topo, naming, room);
	sets->member = calloc((size_t)room + 1, sizeof(*sets->member));
	if (!sets->member)
		return false;
	for (uint32_t g = 0; g < sets->n_groups; g++) {
		read_group(sets, topo, g, first, naming->last);
		first += group_size(topo, g);
	}
	memset(naming->last, 0, topo->n_servers * sizeof(*naming->last));
	fill_policies(sets, topo, naming);
	for (wsp_server_id s = 0; sets->n_groups > 0 && s < topo->n_servers; s++) {
		uint32_t group = wsp_topology_link_group(topo, s);

		if (group != WSP_NO_GROUP && is_there(topo, s))
			sets->set[group].is_source = true;
	}
	return turn_round(sets, topo->n_servers);
}

bool wsp_sets_read(struct wsp_sets *sets, const struct wsp_topology *topo)
{
	size_t n_policies = topo->inventory.n_client_policies;
	size_t n = (size_t)topo->n_servers + 1;
	struct naming naming = {0};
	bool fits = true;

	*sets = (struct wsp_sets){.n_groups = (uint32_t)topo->inventory.n_groups};
	sets->n_sets = sets->n_groups + (uint32_t)n_policies;
	if (sets->n_sets == 0)
		return true;
	sets->set = calloc(sets->n_sets, sizeof(*sets->set));
	sets->at_work = calloc(sets->n_sets, sizeof(*sets->at_work));
	naming.row = calloc(n, sizeof(*naming.row));
	naming.last = calloc(n, sizeof(*naming.last));
	naming.count = calloc(n_policies + 1, sizeof(*naming.count));
	naming.group = calloc(n_policies + 1, sizeof(*naming.group));
	fits = sets->set && sets->at_work && naming.row && naming.last && naming.count &&
	       naming.group && fill(sets, topo, &naming);
	free(naming.row);
	free(naming.last);
	free(naming.count);
	free(naming.group);
	return fits;
}

void wsp_sets_release(struct wsp_sets *sets)
{
	free(sets->set);
	free(sets->member);
	free(sets->of_begin);
	free(sets->of);
	free(sets->at_work);
	*sets = (struct wsp_sets){0};
}

uint32_t wsp_sets_policy(
	const struct wsp_sets *sets, const struct wsp_topology *topo, wsp_server_id s)
{
	if (!sets->of || !names_policy(topo, s))
		return WSP_NO_SET;
	for (uint32_t i = sets->of_begin[s]; i < sets->of_begin[s + 1]; i++) {
		const struct wsp_set *set = &sets->set[sets->of[i]];

		if (set->policy &&
			topo->inventory.client_policy[sets->of[i] - sets->n_groups].name ==
				topo->server[s].client_policy)
			return sets->of[i];
	}
	return WSP_NO_SET;
}
