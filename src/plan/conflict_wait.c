/*
 * Conflicts of order: groups that wait for themselves, or for each other.
 *
 * The members of a group that share a phase are contracted to one unit, every other server is a
 * unit by itself. A unit waits for those below it; whatever Kahn's algorithm leaves over does so in
 * a circle, or waits for one.
 */
#include <stdlib.h>

#include "plan/conflict_part.h"

enum { SHOWN = 12 };

/* All arrays by server; those of a unit are at its first server, `unit`. */
struct units {
	const struct wsp_topology *topo;
	wsp_server_id *unit;
	wsp_server_id *other; /* the next server of the same unit, in a ring */
	uint32_t *group;      /* of the server, WSP_NO_GROUP: a unit by itself */
	uint32_t *pending;    /* links below the unit that it still waits for */
	wsp_server_id *via;   /* a server below that it waits for in vain */
	uint32_t *mark;
	uint32_t *memory; /* all of the above */
};

static wsp_server_id unit_of(const struct units *units, wsp_server_id s)
{
	while (units->unit[s] != s)
		s = units->unit[s] = units->unit[units->unit[s]]; /* halve the path */
	return s;
}

static void join(struct units *units, wsp_server_id a, wsp_server_id b)
{
	wsp_server_id low = unit_of(units, a), high = unit_of(units, b), next;

	if (low == high)
		return;
	if (low > high) {
		low = high;
		high = unit_of(units, a);
	}
	units->unit[high] = low;
	next = units->other[low]; /* two rings become one by a swap */
	units->other[low] = units->other[high];
	units->other[high] = next;
}

static void contract(struct units *units, const struct wsp_conflicts *conflicts, uint32_t group)
{
	const struct wsp_topology *topo = conflicts->topo;
	wsp_server_id first = WSP_NO_SERVER;

	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];

		if (wsp_conflicts_is_retired(conflicts, s))
			continue;
		if (units->group[s] == WSP_NO_GROUP)
			units->group[s] = group;
		if (first == WSP_NO_SERVER)
			first = s;
		else
			join(units, first, s);
	}
}

static bool units_init(struct units *units, const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;
	size_t n = topo->n_servers;

	*units = (struct units){.topo = topo, .memory = calloc(6 * n + 1, sizeof(uint32_t))};
	if (!units->memory)
		return false;
	units->unit = units->memory;
	units->other = units->unit + n;
	units->group = units->other + n;
	units->pending = units->group + n;
	units->via = units->pending + n;
	units->mark = units->via + n;
	for (wsp_server_id s = 0; s < n; s++) {
		units->unit[s] = units->other[s] = s;
		units->group[s] = WSP_NO_GROUP;
		units->via[s] = WSP_NO_SERVER;
	}
	for (uint32_t g = 0; g < topo->inventory.n_groups; g++) {
		if (conflicts->bound[g])
			contract(units, conflicts, g);
	}
	return true;
}

static void report_inner_link(
	const struct wsp_conflicts *conflicts, const struct units *units, wsp_server_id s)
{
	wsp_diags_add(conflicts->diags, WSP_RULE(F013),
		wsp_conflicts_place(conflicts, s, "upstream"),
		"members are nodes of one service: take one of the two out of the group",
		"\"%s\" synchronizes from \"%s\", and both are members of \"%s\": the group would "
		"wait for itself",
		wsp_conflicts_fqdn(conflicts, s),
		wsp_conflicts_fqdn(conflicts, units->topo->parent[s]),
		wsp_conflicts_group(conflicts, units->group[s]));
}

/* Whether the upstream of `s`, in another unit, waits for it. */
static bool is_waited_for(
	const struct wsp_conflicts *conflicts, const struct units *units, wsp_server_id s)
{
	wsp_server_id up = units->topo->parent[s];

	return up != WSP_NO_SERVER && !wsp_conflicts_is_retired(conflicts, s) &&
	       !wsp_conflicts_is_retired(conflicts, up) && unit_of(units, s) != unit_of(units, up);
}

static void count_links(const struct wsp_conflicts *conflicts, struct units *units)
{
	for (wsp_server_id s = 0; s < units->topo->n_servers; s++) {
		wsp_server_id up = units->topo->parent[s];

		if (is_waited_for(conflicts, units, s))
			units->pending[unit_of(units, up)]++;
		else if (up != WSP_NO_SERVER && unit_of(units, s) == unit_of(units, up))
			report_inner_link(conflicts, units, s);
	}
}

/* The unit of `s` waits for nobody: neither do those, on its account, that waited for it. */
static size_t release(const struct wsp_conflicts *conflicts, struct units *units, wsp_server_id s,
	wsp_server_id *ready)
{
	wsp_server_id member = s;
	size_t n = 0;

	do {
		if (is_waited_for(conflicts, units, member)) {
			wsp_server_id unit = unit_of(units, units->topo->parent[member]);

			if (--units->pending[unit] == 0)
				ready[n++] = unit;
		}
		member = units->other[member];
	} while (member != s);
	return n;
}

static bool work_off(const struct wsp_conflicts *conflicts, struct units *units)
{
	uint32_t n = units->topo->n_servers;
	wsp_server_id *ready = malloc((n + (size_t)1) * sizeof(*ready));
	size_t n_ready = 0;

	if (!ready)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		if (units->unit[s] == s && units->pending[s] == 0)
			ready[n_ready++] = s;
	}
	while (n_ready > 0) {
		n_ready--;
		n_ready += release(conflicts, units, ready[n_ready], ready + n_ready);
	}
	free(ready);
	return true;
}

static void write_unit(const struct wsp_conflicts *conflicts, const struct units *units,
	wsp_server_id unit, struct wsp_text *path)
{
	uint32_t group = units->group[unit];

	wsp_text_addf(path, "%s",
		group == WSP_NO_GROUP ? wsp_conflicts_fqdn(conflicts, unit)
				      : wsp_conflicts_group(conflicts, group));
}

static bool report_circle(
	const struct wsp_conflicts *conflicts, const struct units *units, wsp_server_id unit)
{
	struct wsp_text path = {0};
	wsp_server_id first = unit, at;
	size_t n = 0;
	bool failed;

	while (units->group[first] == WSP_NO_GROUP) /* a tree alone has no circle */
		first = unit_of(units, units->via[first]);
	at = first;
	do {
		if (n++ < SHOWN) {
			write_unit(conflicts, units, at, &path);
			WSP_TEXT_LITERAL(&path, " -> ");
		}
		at = unit_of(units, units->via[at]);
	} while (at != first);
	if (n > SHOWN)
		wsp_text_addf(&path, "(%zu more) -> ", n - SHOWN);
	write_unit(conflicts, units, first, &path);
	wsp_diags_add(conflicts->diags, WSP_RULE(F013),
		units->topo->inventory.group[units->group[first]].place,
		"take the member out of the group that is above or below its other members",
		"groups wait for each other: %s", wsp_text_get(&path));
	failed = path.failed;
	wsp_text_release(&path);
	return !failed;
}

/* Every unit that is left waits for at least one that is left: follow that, and it comes round. */
static bool report_circles(const struct wsp_conflicts *conflicts, struct units *units)
{
	uint32_t n = units->topo->n_servers;

	for (wsp_server_id s = n; s-- > 0;) {
		if (is_waited_for(conflicts, units, s) && units->pending[unit_of(units, s)] > 0)
			units->via[unit_of(units, units->topo->parent[s])] = s;
	}
	for (wsp_server_id start = 0; start < n; start++) {
		wsp_server_id at = start;

		if (units->unit[start] != start || units->pending[start] == 0)
			continue;
		for (; !units->mark[at]; at = unit_of(units, units->via[at]))
			units->mark[at] = start + 1;
		if (units->mark[at] == start + 1 && !report_circle(conflicts, units, at))
			return false;
	}
	return true;
}

bool wsp_conflicts_of_waits(const struct wsp_conflicts *conflicts)
{
	struct units units;
	bool complete;

	if (conflicts->topo->inventory.n_groups == 0)
		return true;
	if (!units_init(&units, conflicts))
		return false;
	count_links(conflicts, &units);
	complete = work_off(conflicts, &units) && report_circles(conflicts, &units);
	free(units.memory);
	return complete;
}
