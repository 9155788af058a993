#include "base/array.h"
#include "model/rule.h"
#include "plan/stored_state.h"
#include "plan/terms.h"

/* Longer than any wave of one server; each further one may add every action at its longest, a day.
 */
enum { WAVE_MINUTES = 10 * 366 * 24 * 60, SERVER_MINUTES = WSP_N_ACTIONS * 24 * 60 };

enum wsp_status wsp_stored_refuse_plan(struct wsp_stored *stored, const char *why)
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

uint32_t wsp_stored_row_of(const struct wsp_stored *stored, wsp_string name)
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
	for (size_t i = 0; i < stored->n_phases; i++)
		plan->phases[i] = stored->phase[i].is;
	plan->n_phases = (uint32_t)stored->n_phases - 1;
	plan->n_waves = (uint32_t)stored->n_waves;
	for (uint32_t phase = 0; phase <= plan->n_phases; phase++) {
		if ((plan->phases[phase].n_waves == 0) != (phase == 0))
			return wsp_stored_refuse_plan(
				stored, "every phase but P0 has to have waves");
		for (uint32_t i = 0; i < plan->phases[phase].n_waves; i++) {
			const struct wsp_stored_wave *wave =
				&stored->wave[plan->phases[phase].first_wave + i];

			if (!is_wave_sound(stored, plan, phase, i))
				return wsp_stored_refuse_plan(
					stored, "a phase has waves that are not its own");
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

static enum wsp_status restore_left_out(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	plan->unscheduled = WSP_NEW_ARRAY(&plan->arena, struct wsp_unscheduled, stored->n_left_out);
	plan->tree_choice = WSP_NEW_ARRAY(&plan->arena, struct wsp_tree_choice, stored->n_trees);
	if (!plan->unscheduled || !plan->tree_choice)
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < stored->n_left_out; i++) {
		const struct wsp_stored_left_out *row = &stored->left_out[i];
		uint32_t blocked_by = wsp_stored_row_of(stored, row->blocked_by);

		if (wsp_stored_row_of(stored, row->server) == WSP_NO_ROW ||
			(row->blocked_by && blocked_by == WSP_NO_ROW))
			return wsp_stored_refuse_plan(
				stored, "`unscheduled` names a server that is not there");
		plan->unscheduled[plan->n_unscheduled++] = (struct wsp_unscheduled){
			wsp_stored_row_of(stored, row->server), blocked_by, row->reason};
	}
	for (size_t i = 0; i < stored->n_trees; i++) {
		if (wsp_stored_row_of(stored, stored->tree[i].root) == WSP_NO_ROW)
			return wsp_stored_refuse_plan(
				stored, "`trees` names a server that is not there");
		plan->tree_choice[plan->n_tree_choices++] =
			(struct wsp_tree_choice){wsp_stored_row_of(stored, stored->tree[i].root),
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

static enum wsp_status relate(struct wsp_stored *stored)
{
	return wsp_plan_relate(&stored->plan) ? WSP_OK : WSP_NO_MEMORY;
}

enum wsp_status wsp_stored_assemble(struct wsp_stored *stored)
{
	static enum wsp_status (*const parts[])(struct wsp_stored * stored) = {
		restore_procedures,
		restore_phases,
		wsp_stored_restore_servers,
		wsp_stored_restore_order,
		wsp_stored_restore_links,
		wsp_stored_restore_dates,
		wsp_stored_restore_shared,
		restore_left_out,
		relate,
		wsp_stored_compare,
		wsp_stored_compare_derived,
	};
	enum wsp_status status = check_counts(stored);

	if (status == WSP_OK && stored->twice)
		status = wsp_stored_refuse_edited(stored, "a link is switched twice");
	if (status == WSP_OK && !wsp_stored_index(stored))
		status = WSP_NO_MEMORY;
	if (status == WSP_OK)
		status = wsp_topology_build(&stored->plan.topo, &stored->inventory, stored->diags);
	if (status == WSP_OK && stored->plan.topo.n_servers != stored->n_servers)
		status = wsp_stored_refuse_plan(stored, "the plan names a server twice");
	for (size_t i = 0; i < WSP_COUNT(parts) && status == WSP_OK; i++)
		status = parts[i](stored);
	restore_found(stored);
	return status;
}
