/* Conflicts of groups: who is a member, and what members must have in common. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "plan/conflict_part.h"
#include "plan/host.h"

static bool is_called(
	const struct wsp_topology *topo, wsp_server_id s, const char *name, size_t length)
{
	const char *fqdn = wsp_topology_fqdn(topo, s);
	const char *aliases = wsp_topology_text(topo, topo->server[s].aliases);

	bool is_short = wsp_host_is_short(name, length);

	return (strncmp(fqdn, name, length) == 0 && fqdn[length] == (is_short ? '.' : '\0')) ||
	       wsp_host_is_listed(aliases, name, length);
}

/* The topology keeps the members that it found, in order: every other name is of nobody. */
static void judge_names(const struct wsp_conflicts *conflicts, uint32_t group)
{
	const struct wsp_topology *topo = conflicts->topo;
	const struct wsp_group *row = &topo->inventory.group[group];
	const char *rest = wsp_topology_text(topo, row->members);
	uint32_t next = topo->group_begin[group];
	const char *name;
	size_t length;

	while (wsp_list_next(&rest, &name, &length)) {
		if (next < topo->group_begin[group + 1] &&
			is_called(topo, topo->group_member[next], name, length))
			next++;
		else
			wsp_diags_add(conflicts->diags, WSP_RULE(F013), row->place,
				"give the FQDN of a server in `servers`",
				"group \"%s\" has a member that is no server, or more than one: "
				"\"%.*s\"",
				wsp_conflicts_group(conflicts, group), (int)length, name);
	}
}

static void judge_in_use(const struct wsp_conflicts *conflicts, uint32_t group)
{
	const struct wsp_topology *topo = conflicts->topo;
	uint32_t begin = topo->group_begin[group], end = topo->group_begin[group + 1];

	if (begin == end)
		return; /* told name by name */
	for (uint32_t i = begin; i < end; i++) {
		if (!wsp_conflicts_is_retired(conflicts, topo->group_member[i]))
			return;
	}
	wsp_diags_add(conflicts->diags, WSP_RULE(F013), topo->inventory.group[group].place,
		"take the group out, or correct `retired` of its members",
		"all members of group \"%s\" are retired", wsp_conflicts_group(conflicts, group));
}

enum { KINDS_END = WSP_GROUP_SHARED_DATABASE + 1 };

/* A server in a second group of one kind, unless that is a mere name, and one twice in a group. */
static void judge_twice(const struct wsp_conflicts *conflicts, uint32_t group, uint32_t *member_of)
{
	const struct wsp_topology *topo = conflicts->topo;
	struct wsp_place place = topo->inventory.group[group].place;

	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];
		uint32_t before = member_of[s];

		member_of[s] = group;
		if (before == WSP_NO_GROUP)
			continue;
		if (before == group)
			wsp_diags_add(conflicts->diags, WSP_RULE(F013), place,
				"name each member once", "group \"%s\" names \"%s\" twice",
				wsp_conflicts_group(conflicts, group),
				wsp_conflicts_fqdn(conflicts, s));
		else if (topo->inventory.group[group].kind != WSP_GROUP_ALIAS)
			wsp_diags_add(conflicts->diags, WSP_RULE(F013), place,
				"make one group of the two, or take the server out of one",
				"\"%s\" is a member of two groups of one kind, \"%s\" and \"%s\"",
				wsp_conflicts_fqdn(conflicts, s),
				wsp_conflicts_group(conflicts, before),
				wsp_conflicts_group(conflicts, group));
	}
}

static uint32_t size_of(const struct wsp_topology *topo, uint32_t group)
{
	return topo->group_begin[group + 1] - topo->group_begin[group];
}

/* A load balancer over the nodes of one database is one service: the members have to be the same.
 */
static void judge_overlap(
	const struct wsp_conflicts *conflicts, uint32_t balancer, const uint32_t *database_of)
{
	const struct wsp_topology *topo = conflicts->topo;
	uint32_t database = WSP_NO_GROUP, n = 0;

	for (uint32_t i = topo->group_begin[balancer]; i < topo->group_begin[balancer + 1]; i++) {
		uint32_t of = database_of[topo->group_member[i]];

		if (database == WSP_NO_GROUP)
			database = of;
		n += of != WSP_NO_GROUP && of == database;
	}
	if (database == WSP_NO_GROUP ||
		(n == size_of(topo, balancer) && n == size_of(topo, database)))
		return;
	wsp_diags_add(conflicts->diags, WSP_RULE(F013), topo->inventory.group[balancer].place,
		"give both groups the same members",
		"load balancer \"%s\" and shared database \"%s\" have some members in common, not "
		"all",
		wsp_conflicts_group(conflicts, balancer), wsp_conflicts_group(conflicts, database));
}

static const char *upstream_text(const struct wsp_conflicts *conflicts, wsp_server_id s)
{
	wsp_server_id up = conflicts->topo->parent[s];

	return up == WSP_NO_SERVER
		       ? wsp_topology_text(conflicts->topo, conflicts->topo->server[s].upstream)
		       : wsp_conflicts_fqdn(conflicts, up);
}

static void judge_pair(
	const struct wsp_conflicts *conflicts, uint32_t group, wsp_server_id first, wsp_server_id s)
{
	const struct wsp_topology *topo = conflicts->topo;
	bool related = topo->parent[s] == first || topo->parent[first] == s; /* told elsewhere */

	if (!related &&
		(topo->parent[s] != topo->parent[first] || topo->feed[s] != topo->feed[first] ||
			wsp_topology_link_group(topo, s) != wsp_topology_link_group(topo, first)))
		wsp_diags_add(conflicts->diags, WSP_RULE(F013),
			wsp_conflicts_place(conflicts, s, "upstream"),
			"the upstream is a row of the database: give all members the same",
			"\"%s\" synchronizes from \"%s\" and \"%s\" from \"%s\", but they share "
			"the "
			"database of \"%s\"",
			wsp_conflicts_fqdn(conflicts, first), upstream_text(conflicts, first),
			wsp_conflicts_fqdn(conflicts, s), upstream_text(conflicts, s),
			wsp_conflicts_group(conflicts, group));
	if (topo->server[s].mode != topo->server[first].mode)
		wsp_diags_add(conflicts->diags, WSP_RULE(F013),
			wsp_conflicts_place(conflicts, s, "mode"),
			"the mode is a row of the database: give all members the same",
			"one of \"%s\" and \"%s\" is a replica and the other is not, but they "
			"share "
			"the database of \"%s\"",
			wsp_conflicts_fqdn(conflicts, first), wsp_conflicts_fqdn(conflicts, s),
			wsp_conflicts_group(conflicts, group));
}

static void judge_database(const struct wsp_conflicts *conflicts, uint32_t group)
{
	const struct wsp_topology *topo = conflicts->topo;
	wsp_server_id first = WSP_NO_SERVER;

	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];

		if (wsp_conflicts_is_retired(conflicts, s))
			continue;
		if (first == WSP_NO_SERVER)
			first = s;
		else
			judge_pair(conflicts, group, first, s);
	}
}

bool wsp_conflicts_of_groups(const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;
	const struct wsp_inventory *inventory = &topo->inventory;
	size_t n = topo->n_servers;
	uint32_t *member_of; /* by kind, then server: its group */

	if (inventory->n_groups == 0)
		return true;
	member_of = malloc((n + 1) * KINDS_END * sizeof(*member_of));
	if (!member_of)
		return false;
	memset(member_of, 0xff, (n + 1) * KINDS_END * sizeof(*member_of)); /* WSP_NO_GROUP */
	for (uint32_t g = 0; g < inventory->n_groups; g++) {
		uint8_t kind = inventory->group[g].kind;

		judge_names(conflicts, g);
		judge_in_use(conflicts, g);
		if (kind == WSP_GROUP_SHARED_DATABASE)
			judge_database(conflicts, g);
		judge_twice(conflicts, g, member_of + kind * n);
	}
	for (uint32_t g = 0; g < inventory->n_groups; g++) {
		if (inventory->group[g].kind == WSP_GROUP_LOAD_BALANCER)
			judge_overlap(conflicts, g, member_of + WSP_GROUP_SHARED_DATABASE * n);
	}
	free(member_of);
	return true;
}
