#include "plan/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/index.h"
#include "plan/steps.h"

/* Old servers by name. */
static bool index_servers(
	const struct wsp_plan *plan, struct wsp_strings *names, struct wsp_index *rows)
{
	bool failed = !wsp_index_reserve(rows, plan->topo.n_servers);

	for (wsp_server_id s = 0; s < plan->topo.n_servers && !failed; s++) {
		const char *fqdn = wsp_topology_fqdn(&plan->topo, s);
		wsp_string name = wsp_strings_add(names, fqdn, strlen(fqdn), &failed);

		failed = failed || !wsp_index_put(rows, name, s);
	}
	return !failed;
}

static wsp_server_id *new_numbers(struct wsp_difference *difference, uint32_t n)
{
	wsp_server_id *number = WSP_NEW_ARRAY(&difference->arena, wsp_server_id, n);

	difference->failed = difference->failed || !number;
	for (uint32_t s = 0; number && s < n; s++)
		number[s] = WSP_NO_SERVER;
	return number;
}

static void match_servers(struct wsp_difference *difference)
{
	const struct wsp_topology *after = &difference->after->topo;
	struct wsp_strings names = {0};
	struct wsp_index rows = {0};

	difference->before_of = new_numbers(difference, after->n_servers);
	difference->after_of = new_numbers(difference, difference->before->topo.n_servers);
	difference->failed =
		difference->failed || !index_servers(difference->before, &names, &rows);
	for (wsp_server_id s = 0; s < after->n_servers && !difference->failed; s++) {
		const char *fqdn = wsp_topology_fqdn(after, s);
		wsp_string name = wsp_strings_find(&names, fqdn, strlen(fqdn));
		uint32_t row = name ? wsp_index_get(&rows, name) : WSP_NO_ROW;

		if (row == WSP_NO_ROW)
			continue;
		difference->before_of[s] = row;
		difference->after_of[row] = s;
		difference->n_common++;
	}
	wsp_index_release(&rows);
	wsp_strings_release(&names);
}

bool wsp_difference_same_window(const struct wsp_difference *difference, uint32_t b, uint32_t a)
{
	const struct wsp_plan *before = difference->before;
	const struct wsp_plan *after = difference->after;

	if (b == 0 || a == 0 || !before->dated || !after->dated)
		return b == a && (b == 0 || before->dated == after->dated);
	return before->phases[b].opens == after->phases[a].opens &&
	       before->phases[b].closes == after->phases[a].closes;
}

static bool same_upstream(
	const struct wsp_difference *difference, wsp_server_id before, wsp_server_id after)
{
	const struct wsp_topology *old = &difference->before->topo;
	const struct wsp_topology *new = &difference->after->topo;
	wsp_server_id b = old->parent[before];
	wsp_server_id a = new->parent[after];

	if (b == WSP_NO_SERVER || a == WSP_NO_SERVER)
		return b == a && old->feed[before] == new->feed[after];
	return difference->after_of[b] == a;
}

static bool same_why(
	const struct wsp_difference *difference, wsp_server_id before, wsp_server_id after)
{
	const struct wsp_why *b = &difference->before->why[before];
	const struct wsp_why *a = &difference->after->why[after];
	const char *was = difference->reason_before[before];
	const char *is = difference->reason_after[after];

	if (difference->after->phase[after] == 0)
		return was == is || (was && is && strcmp(was, is) == 0);
	if (b->kind != a->kind)
		return false;
	if (b->by == WSP_NO_SERVER || a->by == WSP_NO_SERVER || b->kind == WSP_WHY_FREEZE)
		return b->by == a->by;
	return difference->after_of[b->by] == a->by;
}

/* What differs about a server of both plans, a set of enum wsp_server_change. */
static uint32_t compare(
	const struct wsp_difference *difference, wsp_server_id before, wsp_server_id after)
{
	const struct wsp_plan *old = difference->before;
	const struct wsp_plan *new = difference->after;
	bool moved = !wsp_difference_same_window(difference, old->phase[before], new->phase[after]);

	const struct {
		bool differs;
		enum wsp_server_change change;
	} rows[] = {
		{moved, WSP_CHANGE_MOVED},
		{old->status[before] != new->status[after], WSP_CHANGE_STATUS},
		{!same_upstream(difference, before, after), WSP_CHANGE_UPSTREAM},
		{!wsp_difference_same_window(
			 difference, old->link_phase[before], new->link_phase[after]),
			WSP_CHANGE_SWITCH},
		{wsp_plan_link_outage(old, before) != wsp_plan_link_outage(new, after),
			WSP_CHANGE_OUTAGE},
		{!moved && old->status[before] == new->status[after] &&
				!same_why(difference, before, after),
			WSP_CHANGE_WHY},
	};

	uint32_t changes = 0;

	for (size_t i = 0; i < WSP_COUNT(rows); i++)
		changes |= rows[i].differs ? rows[i].change : 0;
	return changes;
}

static struct wsp_server_difference *add_server(struct wsp_difference *difference,
	wsp_server_id before, wsp_server_id after, uint32_t changes)
{
	struct wsp_server_difference *server;

	if (!WSP_RESERVE(difference->server, difference->server_capacity, difference->n_servers)) {
		difference->failed = true;
		return NULL;
	}
	server = &difference->server[difference->n_servers++];
	*server = (struct wsp_server_difference){.before = before,
		.after = after,
		.changes = changes,
		.first_fact = (uint32_t)difference->n_facts};
	return server;
}

/* Every server for now; those without a difference go when the steps were compared. */
static void compare_servers(struct wsp_difference *difference)
{
	uint32_t n = difference->after->topo.n_servers;

	for (wsp_server_id s = 0; s < n && !difference->failed; s++) {
		wsp_server_id before = difference->before_of[s];
		struct wsp_server_difference *server;

		if (before == WSP_NO_SERVER) {
			(void)add_server(difference, before, s, WSP_CHANGE_ADDED);
			continue;
		}
		server = add_server(difference, before, s, compare(difference, before, s));
		if (!server)
			return;
		wsp_difference_tell_server_facts(difference, before, s);
		server->n_facts = (uint32_t)difference->n_facts - server->first_fact;
	}
	n = difference->before->topo.n_servers;
	for (wsp_server_id s = 0; s < n && !difference->failed; s++) {
		if (difference->after_of[s] == WSP_NO_SERVER)
			(void)add_server(difference, s, WSP_NO_SERVER, WSP_CHANGE_DROPPED);
	}
}

static void drop_unchanged(struct wsp_difference *difference)
{
	size_t n = 0;

	for (size_t i = 0; i < difference->n_servers; i++) {
		const struct wsp_server_difference *server = &difference->server[i];

		if (server->changes || server->n_facts || server->n_added || server->n_removed)
			difference->server[n++] = *server;
	}
	difference->n_servers = n;
}

static uint64_t outage_of(const struct wsp_plan *plan)
{
	uint64_t minutes = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		minutes += wsp_plan_link_outage(plan, s);
	return minutes;
}

/* The phase of the old plan in the window of phase `a`; both are in the order of their windows. */
static uint32_t find_phase(const struct wsp_difference *difference, uint32_t a, uint32_t *from)
{
	const struct wsp_plan *before = difference->before;

	while (*from <= before->n_phases && before->dated && difference->after->dated &&
		before->phases[*from].opens < difference->after->phases[a].opens)
		++*from;
	for (uint32_t b = *from; b <= before->n_phases; b++) {
		if (wsp_difference_same_window(difference, b, a)) {
			*from = b + 1;
			return b;
		}
		if (before->dated && difference->after->dated)
			break;
	}
	return 0;
}

static bool same_limits(const struct wsp_phase *b, const struct wsp_phase *a)
{
	return b->begin == a->begin && b->length == a->length && b->gate == a->gate &&
	       b->reserve == a->reserve && b->minutes == a->minutes &&
	       b->abort_conversions == a->abort_conversions &&
	       b->abort_switches == a->abort_switches && b->safe_to_stop == a->safe_to_stop;
}

static void match_phases(struct wsp_difference *difference)
{
	const struct wsp_plan *before = difference->before;
	const struct wsp_plan *after = difference->after;
	size_t n = (size_t)before->n_phases + after->n_phases;
	bool *found = WSP_NEW_ARRAY(&difference->arena, bool, (size_t)before->n_phases + 1);
	uint32_t from = 1;

	difference->phase = WSP_NEW_ARRAY(&difference->arena, struct wsp_phase_difference, n);
	if (!difference->phase || !found) {
		difference->failed = true;
		return;
	}
	for (uint32_t a = 1; a <= after->n_phases; a++) {
		uint32_t b = find_phase(difference, a, &from);
		bool same = b > 0 && same_limits(&before->phases[b], &after->phases[a]);

		found[b] = true;
		difference->phase[difference->n_phases++] =
			(struct wsp_phase_difference){b, a, b > 0, same};
	}
	for (uint32_t b = 1; b <= before->n_phases; b++) {
		if (!found[b])
			difference->phase[difference->n_phases++] =
				(struct wsp_phase_difference){b, 0, false, false};
	}
}

/* Why servers are left out, by server. */
static const char **tell_reasons(struct wsp_difference *difference, const struct wsp_plan *plan)
{
	const char **reason = WSP_NEW_ARRAY(&difference->arena, const char *, plan->topo.n_servers);

	difference->failed = difference->failed || !reason;
	for (uint32_t i = 0; reason && i < plan->n_unscheduled; i++)
		reason[plan->unscheduled[i].server] = plan->unscheduled[i].reason;
	return reason;
}

bool wsp_difference_tell(struct wsp_difference *difference, const struct wsp_plan *before,
	const struct wsp_plan *after)
{
	*difference = (struct wsp_difference){.before = before, .after = after};
	difference->reason_before = tell_reasons(difference, before);
	difference->reason_after = tell_reasons(difference, after);
	match_servers(difference);
	if (!difference->failed)
		match_phases(difference);
	if (!difference->failed)
		wsp_difference_tell_facts(difference);
	difference->n_server_facts = (uint32_t)difference->n_facts;
	if (!difference->failed)
		compare_servers(difference);
	difference->n_server_facts = (uint32_t)difference->n_facts - difference->n_server_facts;
	if (!difference->failed)
		wsp_difference_tell_steps(difference);
	if (difference->failed)
		return false;
	drop_unchanged(difference);
	difference->outage_before = outage_of(before);
	difference->outage_after = outage_of(after);
	return true;
}

bool wsp_difference_is_none(const struct wsp_difference *difference)
{
	const struct wsp_plan *before = difference->before;
	const struct wsp_plan *after = difference->after;

	for (size_t i = 0; i < difference->n_phases; i++) {
		if (!difference->phase[i].same)
			return false;
	}
	return difference->n_servers == 0 && difference->n_facts == 0 && difference->n_steps == 0 &&
	       before->chosen == after->chosen;
}

void wsp_difference_release(struct wsp_difference *difference)
{
	free(difference->server);
	free(difference->fact);
	free(difference->step);
	wsp_arena_release(&difference->arena);
	*difference = (struct wsp_difference){0};
}
