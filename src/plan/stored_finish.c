#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/stored_state.h"
#include "plan/terms.h"

/* Longer than any wave of one server; each further one may add every action at its longest, a day.
 */
enum { WAVE_MINUTES = 10 * 366 * 24 * 60, SERVER_MINUTES = WSP_N_ACTIONS * 24 * 60 };

static enum wsp_status refuse(struct wsp_stored *stored, const char *why)
{
	wsp_stored_refuse(stored, (struct wsp_place){.file = stored->file}, why);
	return WSP_INVALID;
}

enum wsp_status wsp_stored_refuse_edited(struct wsp_stored *stored, const char *what)
{
	wsp_diags_add(stored->diags, WSP_RULE(I020), (struct wsp_place){.file = stored->file}, NULL,
		"%s", what);
	return WSP_INVALID;
}

static uint32_t row_of(const struct wsp_stored *stored, wsp_string name)
{
	return name ? wsp_index_get(&stored->rows, name) : WSP_NO_ROW;
}

/* What the summary counts and what was read: the difference is what was cut off. */
static enum wsp_status check_counts(struct wsp_stored *stored)
{
	static const char cut_off[] = "the plan has other numbers of %s than its summary says";
	const char *what = NULL;

	if (stored->n_servers != stored->n_listed_servers)
		what = "servers";
	else if (stored->n_phases != (size_t)stored->n_listed_phases + 1)
		what = "phases";
	else if (stored->steps.n != stored->plan.n_steps)
		what = "steps";
	if (!what)
		return WSP_OK;
	stored->damaged = true;
	wsp_diags_add(stored->diags, WSP_RULE(I018), (struct wsp_place){.file = stored->file}, NULL,
		cut_off, what);
	return WSP_INVALID;
}

static bool allocate(struct wsp_plan *plan, uint32_t n, bool has_repairs)
{
	const struct {
		uint32_t **array;
		bool wanted;
	} arrays[] = {
		{&plan->actions, true},
		{&plan->phase, true},
		{&plan->wave, true},
		{&plan->start, true},
		{&plan->link_phase, true},
		{&plan->link_wave, true},
		{&plan->link_start, true},
		{&plan->order, true},
		{&plan->link_order, true},
		{&plan->repair, has_repairs},
		{&plan->repair_start, has_repairs},
		{&plan->unswitch_start, has_repairs},
	};

	plan->status = WSP_NEW_ARRAY(&plan->arena, uint8_t, n);
	plan->link_work = WSP_NEW_ARRAY(&plan->arena, uint8_t, n);
	if (!plan->status || !plan->link_work)
		return false;
	for (size_t i = 0; i < WSP_COUNT(arrays); i++) {
		if (!arrays[i].wanted)
			continue;
		*arrays[i].array = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
		if (!*arrays[i].array)
			return false;
	}
	return true;
}

/* The number of a wave in the plan, WSP_NO_WAVE when there is no such wave. */
static uint32_t wave_of(const struct wsp_plan *plan, struct wsp_wave_label label)
{
	const struct wsp_phase *phase;
	uint32_t first;

	if (label.number == WSP_ABSENT || label.phase == 0 || label.phase > plan->n_phases)
		return WSP_NO_WAVE;
	phase = &plan->phases[label.phase];
	first = plan->waves[phase->first_wave].number;
	return label.number < first || label.number - first >= phase->n_waves
		       ? WSP_NO_WAVE
		       : phase->first_wave + (label.number - first);
}

static bool is_wave_sound(
	const struct wsp_stored *stored, const struct wsp_plan *plan, uint32_t phase, uint32_t i)
{
	const struct wsp_phase *of = &plan->phases[phase];
	const struct wsp_stored_wave *wave = &stored->wave[of->first_wave + i];
	uint32_t first = stored->wave[of->first_wave].label.number;
	uint64_t longest =
		WAVE_MINUTES + (uint64_t)SERVER_MINUTES * (wave->n_servers + stored->n_links);

	return wave->label.phase == phase && wave->label.number == first + i &&
	       (first == 1 || (first == 0 && phase == 1)) && wave->start <= wave->finish &&
	       wave->finish - wave->start <= longest;
}

/* Phases and waves as they stand in the file; every phase of work has a wave. */
static enum wsp_status restore_phases(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	plan->phases = WSP_NEW_ARRAY(&plan->arena, struct wsp_phase, stored->n_phases);
	plan->waves = WSP_NEW_ARRAY(&plan->arena, struct wsp_wave, stored->n_waves);
	if (!plan->phases || !plan->waves)
		return WSP_NO_MEMORY;
	memcpy(plan->phases, stored->phase, stored->n_phases * sizeof(*stored->phase));
	plan->n_phases = (uint32_t)stored->n_phases - 1;
	plan->n_waves = (uint32_t)stored->n_waves;
	for (uint32_t phase = 0; phase <= plan->n_phases; phase++) {
		if ((plan->phases[phase].n_waves == 0) != (phase == 0))
			return refuse(stored, "every phase but P0 has to have waves");
		for (uint32_t i = 0; i < plan->phases[phase].n_waves; i++) {
			const struct wsp_stored_wave *wave =
				&stored->wave[plan->phases[phase].first_wave + i];

			if (!is_wave_sound(stored, plan, phase, i))
				return refuse(stored, "a phase has waves that are not its own");
			plan->waves[plan->phases[phase].first_wave + i] =
				(struct wsp_wave){.phase = phase,
					.number = wave->label.number,
					.first_server = wave->first_server,
					.n_servers = wave->n_servers,
					.start = wave->start,
					.finish = wave->finish};
		}
	}
	return WSP_OK;
}

static uint64_t minutes_of(const struct wsp_plan *plan, uint32_t set)
{
	uint64_t minutes = 0;

	for (; set; set &= set - 1)
		minutes += plan->duration[__builtin_ctz(set)];
	return minutes;
}

/* Whether the actions of `set`, begun at `start`, lie in their wave; sorting steps relies on it. */
static bool is_inside(const struct wsp_plan *plan, uint32_t wave, uint32_t start, uint32_t set)
{
	return wave != WSP_NO_WAVE && start >= plan->waves[wave].start &&
	       start + minutes_of(plan, set) <= plan->waves[wave].finish;
}

static bool are_repairs_sound(const struct wsp_plan *plan, const struct wsp_stored_server *row)
{
	const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

	if (row->repair && !plan->repair)
		return false;
	return (!(row->repair & unswitch) || is_inside(plan, 0, row->unswitch_start, unswitch)) &&
	       (!(row->repair & ~unswitch) ||
		       is_inside(plan, 0, row->repair_start, row->repair & ~unswitch));
}

/* What is done to `s` must be possible: the derivation of steps trusts the plan. */
static bool is_server_sound(const struct wsp_stored *stored, wsp_server_id s)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_stored_server *row = &stored->server[s];
	const uint32_t on_links =
		WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC) | WSP_BIT(WSP_UNSWITCH_SYNC);
	uint32_t visit = row->actions & WSP_VISIT & ~row->repair;

	if ((row->actions & on_links) && plan->topo.parent[s] == WSP_NO_SERVER)
		return false;
	if (row->wave.number == WSP_ABSENT ? row->phase != 0
					   : !is_inside(plan, plan->wave[s], row->start, visit))
		return false;
	if (row->link_work != WSP_LINK_NONE &&
		!is_inside(plan, plan->link_wave[s], row->link_start, WSP_BIT(WSP_SWITCH_SYNC)))
		return false;
	if (!are_repairs_sound(plan, row))
		return false;
	for (uint32_t set = row->actions; set; set &= set - 1) {
		enum wsp_action action = (enum wsp_action)__builtin_ctz(set);

		if (!wsp_procedure_select(action, &plan->topo.server[s], true) ||
			!wsp_procedure_select(action, &plan->topo.server[s], false))
			return false;
	}
	return true;
}

static enum wsp_status restore_servers(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	bool has_repairs = plan->n_waves > 0 && plan->waves[0].number == 0;

	if (!allocate(plan, plan->topo.n_servers, has_repairs))
		return WSP_NO_MEMORY;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		const struct wsp_stored_server *row = &stored->server[s];

		if (row_of(stored, plan->topo.server[s].fqdn) != s)
			return wsp_stored_refuse_edited(
				stored, "the servers are not in the order of the hierarchy");
		plan->status[s] = row->status;
		plan->actions[s] = row->actions;
		plan->phase[s] = row->phase;
		plan->wave[s] = wave_of(plan, row->wave);
		plan->start[s] = row->start;
		plan->link_work[s] = row->link_work;
		plan->link_wave[s] = wave_of(plan, row->link_wave);
		plan->link_phase[s] = row->link_work ? row->link_wave.phase : 0;
		plan->link_start[s] = row->link_start;
		if (has_repairs) {
			plan->repair[s] = row->repair;
			plan->repair_start[s] = row->repair_start;
			plan->unswitch_start[s] = row->unswitch_start;
		}
		if (!is_server_sound(stored, s))
			return refuse(stored, "a step of the plan cannot be done to its server");
	}
	return WSP_OK;
}

/* The servers of the waves, each in the wave that it names itself, and none missing. */
static enum wsp_status restore_order(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	uint32_t n_converted = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		n_converted += plan->wave[s] != WSP_NO_WAVE;
	if (n_converted != stored->n_in_wave)
		return refuse(stored, "the waves have other servers than `servers` says");
	for (uint32_t w = 0; w < plan->n_waves; w++) {
		const struct wsp_wave *wave = &plan->waves[w];

		for (uint32_t i = 0; i < wave->n_servers; i++) {
			uint32_t s = row_of(stored, stored->in_wave[wave->first_server + i]);

			if (s >= plan->topo.n_servers || plan->wave[s] != w ||
				plan->phase[s] != wave->phase || stored->server[s].listed)
				return refuse(
					stored, "the waves have other servers than `servers` says");
			stored->server[s].listed = true;
			plan->order[plan->n_order++] = s;
		}
	}
	return WSP_OK;
}

static int compare_servers(const void *a, const void *b)
{
	wsp_server_id left = *(const wsp_server_id *)a;
	wsp_server_id right = *(const wsp_server_id *)b;

	return (left > right) - (left < right);
}

/* The switched links in the order of the steps; in the repair wave in that of the servers. */
static enum wsp_status restore_links(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	for (uint32_t w = 0; w < plan->n_waves; w++) {
		struct wsp_wave *wave = &plan->waves[w];

		wave->first_link = plan->n_link_order;
		while (plan->n_link_order < stored->n_links &&
			plan->link_wave[stored->link[plan->n_link_order]] == w) {
			plan->link_order[plan->n_link_order] = stored->link[plan->n_link_order];
			plan->n_link_order++;
			wave->n_links++;
		}
		if (wave->number == 0 && wave->n_links > 1)
			qsort(plan->link_order + wave->first_link, wave->n_links,
				sizeof(*plan->link_order), compare_servers);
	}
	return plan->n_link_order == stored->n_links
		       ? WSP_OK
		       : wsp_stored_refuse_edited(
				 stored, "switches do not stand in the order of their waves");
}

static enum wsp_status restore_left_out(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	plan->unscheduled = WSP_NEW_ARRAY(&plan->arena, struct wsp_unscheduled, stored->n_left_out);
	plan->tree_choice = WSP_NEW_ARRAY(&plan->arena, struct wsp_tree_choice, stored->n_trees);
	if (!plan->unscheduled || !plan->tree_choice)
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < stored->n_left_out; i++) {
		const struct wsp_stored_left_out *row = &stored->left_out[i];
		uint32_t blocked_by = row_of(stored, row->blocked_by);

		if (row_of(stored, row->server) == WSP_NO_ROW ||
			(row->blocked_by && blocked_by == WSP_NO_ROW))
			return refuse(stored, "`unscheduled` names a server that is not there");
		plan->unscheduled[plan->n_unscheduled++] = (struct wsp_unscheduled){
			row_of(stored, row->server), blocked_by, row->reason};
	}
	for (size_t i = 0; i < stored->n_trees; i++) {
		if (row_of(stored, stored->tree[i].root) == WSP_NO_ROW)
			return refuse(stored, "`trees` names a server that is not there");
		plan->tree_choice[plan->n_tree_choices++] =
			(struct wsp_tree_choice){row_of(stored, stored->tree[i].root),
				(enum wsp_strategy)stored->tree[i].strategy};
	}
	return WSP_OK;
}

/* Times of actions that no procedure tells are those of the policy. */
static enum wsp_status restore_procedures(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	struct wsp_procedure *procedure =
		WSP_NEW_ARRAY(&plan->arena, struct wsp_procedure, stored->n_procedures);
	struct wsp_arena scratch = {0};
	struct wsp_terms terms;
	bool resolved = wsp_terms_resolve(&plan->topo, &scratch, stored->diags, &terms);

	if (procedure && resolved) {
		for (size_t i = 0; i < stored->n_procedures; i++)
			procedure[i] = stored->procedure[i];
		plan->procedure = procedure;
		plan->n_procedures = (uint32_t)stored->n_procedures;
		for (unsigned a = 0; a < WSP_N_ACTIONS; a++) {
			bool timed = stored->timed & WSP_BIT(a);

			plan->duration[a] = timed ? stored->duration[a] : terms.duration[a];
			plan->unattended[a] = timed ? stored->unattended[a] : terms.unattended[a];
		}
	}
	wsp_arena_release(&scratch);
	if (!procedure || !resolved)
		return WSP_NO_MEMORY;
	return wsp_diags_has_errors(stored->diags) ? WSP_INVALID : WSP_OK;
}

static void restore_found(struct wsp_stored *stored)
{
	struct wsp_diags *diags = &stored->plan.diags;

	for (size_t i = 0; i < stored->n_found; i++) {
		for (size_t k = 0; k < diags->n_tallies; k++) {
			if (diags->tally[k].rule == stored->found[i].rule)
				diags->tally[k].found = stored->found[i].found;
		}
	}
}

enum wsp_status wsp_stored_assemble(struct wsp_stored *stored)
{
	static enum wsp_status (*const parts[])(struct wsp_stored * stored) = {
		restore_procedures,
		restore_phases,
		restore_servers,
		restore_order,
		restore_links,
		restore_left_out,
		wsp_stored_compare,
	};
	enum wsp_status status = check_counts(stored);

	if (status == WSP_OK && stored->twice)
		status = wsp_stored_refuse_edited(stored, "a link is switched twice");
	if (status == WSP_OK && !wsp_stored_index(stored))
		status = WSP_NO_MEMORY;
	if (status == WSP_OK)
		status = wsp_topology_build(&stored->plan.topo, &stored->inventory, stored->diags);
	if (status == WSP_OK && stored->plan.topo.n_servers != stored->n_servers)
		status = refuse(stored, "the plan names a server twice");
	for (size_t i = 0; i < WSP_COUNT(parts) && status == WSP_OK; i++)
		status = parts[i](stored);
	restore_found(stored);
	return status;
}
