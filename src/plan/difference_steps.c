/* The steps of two plans, matched by id. */
#include <string.h>

#include "base/array.h"
#include "model/index.h"
#include "plan/difference.h"
#include "plan/steps_parts.h"

const char *const wsp_step_change_names[WSP_N_STEP_CHANGES] = {
	[WSP_STEP_SAME] = "same",
	[WSP_STEP_RETIMED] = "retimed",
	[WSP_STEP_REDONE] = "redone",
	[WSP_STEP_MOVED] = "moved",
	[WSP_STEP_ADDED] = "added",
	[WSP_STEP_REMOVED] = "removed",
};

struct place {
	uint32_t phase, minute;
	size_t procedure;
};

static struct place place_of(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action)
{
	uint32_t wave = wsp_step_wave(plan, s, action);
	struct place place = {0, WSP_ABSENT, wsp_step_procedure(plan, s, action, wave)};

	if (wave != WSP_NO_WAVE) {
		place.phase = plan->waves[wave].phase;
		place.minute = wsp_step_start(plan, s, action);
	} else if (action == WSP_RECHECK || action == WSP_VERIFY_CLIENTS) {
		place.phase = plan->phase[s];
	}
	return place;
}

/* By phase of either plan: the row of difference.phase; 0 belongs to nobody. */
struct rows {
	uint32_t *of_before, *of_after;
};

static void mark(struct wsp_difference *difference, const uint32_t *row_of, uint32_t phase,
	enum wsp_step_change change)
{
	if (phase == 0 || change == WSP_STEP_SAME)
		return;
	difference->phase[row_of[phase]].same = false;
	if (change != WSP_STEP_RETIMED)
		difference->phase[row_of[phase]].same_work = false;
}

static void add_step(struct wsp_difference *difference, struct wsp_step_difference step)
{
	difference->n_of[step.change]++;
	if (step.change == WSP_STEP_SAME)
		return;
	if (WSP_RESERVE(difference->step, difference->step_capacity, difference->n_steps))
		difference->step[difference->n_steps++] = step;
	else
		difference->failed = true;
}

static enum wsp_step_change compare_places(
	const struct wsp_difference *difference, const struct place *b, const struct place *a)
{
	if (!wsp_difference_same_window(difference, b->phase, a->phase))
		return WSP_STEP_MOVED;
	if (b->procedure != a->procedure)
		return WSP_STEP_REDONE;
	return b->minute == a->minute ? WSP_STEP_SAME : WSP_STEP_RETIMED;
}

static void compare_step(struct wsp_difference *difference, const struct rows *rows,
	struct wsp_server_difference *server, enum wsp_action action)
{
	uint32_t bit = WSP_BIT(action);
	bool was = server->before != WSP_NO_SERVER &&
		   (difference->before->actions[server->before] & bit);
	bool is =
		server->after != WSP_NO_SERVER && (difference->after->actions[server->after] & bit);
	struct place before = {0}, after = {0};
	enum wsp_step_change change = was ? WSP_STEP_REMOVED : WSP_STEP_ADDED;

	if (was)
		before = place_of(difference->before, server->before, action);
	if (is)
		after = place_of(difference->after, server->after, action);
	if (was && is)
		change = compare_places(difference, &before, &after);
	mark(difference, rows->of_before, before.phase, change);
	mark(difference, rows->of_after, after.phase, change);
	server->n_added += change == WSP_STEP_ADDED;
	server->n_removed += change == WSP_STEP_REMOVED;
	add_step(difference, (struct wsp_step_difference){.action = (uint8_t)action,
				     .change = (uint8_t)change,
				     .shared = UINT32_MAX,
				     .server = is ? server->after : server->before});
}

static void compare_server(struct wsp_difference *difference, const struct rows *rows,
	struct wsp_server_difference *server)
{
	uint32_t set = 0;

	if (server->before != WSP_NO_SERVER)
		set |= difference->before->actions[server->before];
	if (server->after != WSP_NO_SERVER)
		set |= difference->after->actions[server->after];
	for (; set && !difference->failed; set &= set - 1)
		compare_step(difference, rows, server, (enum wsp_action)__builtin_ctz(set));
}

static bool same_members(const struct wsp_difference *difference, const struct wsp_shared *before,
	const struct wsp_shared *after)
{
	if (before->n_members != after->n_members)
		return false;
	for (uint32_t i = 0; i < before->n_members; i++) {
		if (difference->after_of[before->member[i]] != after->member[i])
			return false;
	}
	return true;
}

static void add_shared(struct wsp_difference *difference, const struct wsp_plan *plan, uint32_t row,
	enum wsp_step_change change)
{
	add_step(difference, (struct wsp_step_difference){.action = plan->shared[row].action,
				     .change = (uint8_t)change,
				     .shared = row,
				     .server = plan->shared[row].member[0]});
}

static wsp_string name_of(
	struct wsp_strings *names, const struct wsp_shared *shared, bool *ret_failed)
{
	struct wsp_text text = {0};
	wsp_string name;

	wsp_text_addf(&text, "%u@%s", (unsigned)shared->action, shared->name);
	*ret_failed = *ret_failed || text.failed;
	name = wsp_strings_add(names, wsp_text_get(&text), text.length, ret_failed);
	wsp_text_release(&text);
	return name;
}

static void compare_shared(struct wsp_difference *difference)
{
	const struct wsp_plan *before = difference->before;
	const struct wsp_plan *after = difference->after;
	struct wsp_strings names = {0};
	struct wsp_index rows = {0};
	bool *found = WSP_NEW_ARRAY(&difference->arena, bool, before->n_shared);
	bool failed = !found;

	for (uint32_t i = 0; i < before->n_shared && !failed; i++) {
		wsp_string name = name_of(&names, &before->shared[i], &failed);

		failed = failed || !wsp_index_put(&rows, name, i);
	}
	for (uint32_t i = 0; i < after->n_shared && !failed; i++) {
		uint32_t row = wsp_index_get(&rows, name_of(&names, &after->shared[i], &failed));
		bool known = row != WSP_NO_ROW && !found[row];

		if (known)
			found[row] = true;
		add_shared(difference, after, i,
			!known ? WSP_STEP_ADDED
			: same_members(difference, &before->shared[row], &after->shared[i])
				? WSP_STEP_SAME
				: WSP_STEP_REDONE);
	}
	for (uint32_t i = 0; i < before->n_shared && !failed; i++) {
		if (!found[i])
			add_shared(difference, before, i, WSP_STEP_REMOVED);
	}
	difference->failed = difference->failed || failed;
	wsp_strings_release(&names);
	wsp_index_release(&rows);
}

void wsp_difference_tell_steps(struct wsp_difference *difference)
{
	struct rows rows = {WSP_NEW_ARRAY(&difference->arena, uint32_t,
				    (size_t)difference->before->n_phases + 1),
		WSP_NEW_ARRAY(
			&difference->arena, uint32_t, (size_t)difference->after->n_phases + 1)};

	if (!rows.of_before || !rows.of_after) {
		difference->failed = true;
		return;
	}
	for (uint32_t i = 0; i < difference->n_phases; i++) {
		rows.of_before[difference->phase[i].before] = i;
		rows.of_after[difference->phase[i].after] = i;
	}
	for (size_t i = 0; i < difference->n_servers && !difference->failed; i++)
		compare_server(difference, &rows, &difference->server[i]);
	if (!difference->failed)
		compare_shared(difference);
}
