#include "plan/planner.h"

#include <string.h>

#include "base/array.h"
#include "base/phrase.h"
#include "model/rule.h"
#include "plan/bound.h"
#include "plan/leftover.h"
#include "plan/lint.h"
#include "plan/steps.h"
#include "plan/strategy.h"
#include "plan/support.h"

struct planner {
	struct wsp_plan *plan;
	struct wsp_diags *diags;
	struct wsp_arena scratch;
	struct wsp_terms terms;
	struct wsp_works works;
	struct wsp_fill fill;
	struct wsp_strategy_choice choice;
	bool *set; /* by server: the conversions being placed */
};

static bool allocate(struct wsp_plan *plan)
{
	struct wsp_arena *arena = &plan->arena;
	uint32_t n = plan->topo.n_servers;

	plan->status = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->actions = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->phase = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->wave = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_work = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->link_phase = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_wave = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->repair = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->repair_start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->unswitch_start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->order = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	plan->link_order = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	if (!plan->status || !plan->actions || !plan->phase || !plan->wave || !plan->start ||
		!plan->link_work || !plan->link_phase || !plan->link_wave || !plan->link_start ||
		!plan->repair || !plan->repair_start || !plan->unswitch_start || !plan->order ||
		!plan->link_order)
		return false;
	for (wsp_server_id s = 0; s < n; s++)
		plan->wave[s] = plan->link_wave[s] = WSP_NO_WAVE;
	return true;
}

static void copy_terms(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	plan->operators = planner->terms.operators;
	plan->window_length = planner->terms.window_length;
	memcpy(plan->duration, planner->terms.duration, sizeof(plan->duration));
	memcpy(plan->unattended, planner->terms.unattended, sizeof(plan->unattended));
}

/* What would make a change fit: more hands, if there are switches to share, or a longer window. */
static void add_remedy(
	struct wsp_text *hint, struct planner *planner, wsp_server_id s, uint32_t minutes)
{
	uint32_t operators = planner->terms.operators;
	uint32_t needed = minutes;

	while (needed > planner->terms.window_length && planner->terms.operators < 1000) {
		planner->terms.operators *= 2;
		if (!wsp_fill_alone(&planner->fill, s, &needed))
			break;
	}
	if (needed <= planner->terms.window_length)
		wsp_text_addf(hint, "%u operators would make it fit; so would ",
			planner->terms.operators);
	planner->terms.operators = operators;
	wsp_text_adds(hint, "a window of ");
	wsp_phrase_minutes(hint, minutes);
	if (wsp_topology_n_children(&planner->plan->topo, s))
		wsp_text_adds(
			hint, ", or switches done by a script (`durations: {switch-sync: 0m}`)");
	if (needed > planner->terms.window_length)
		wsp_text_adds(hint, " would make it fit");
}

static void report_too_long(struct planner *planner, wsp_server_id s, uint32_t minutes)
{
	const struct wsp_topology *topo = &planner->plan->topo;
	struct wsp_text text = {0};
	struct wsp_text hint = {0};

	wsp_text_addf(&text, "converting %s", wsp_topology_fqdn(topo, s));
	if (wsp_topology_n_children(topo, s))
		wsp_text_addf(&text, " and switching its %u downstream%s",
			wsp_topology_n_children(topo, s),
			wsp_topology_n_children(topo, s) == 1 ? "" : "s");
	wsp_text_adds(&text, " takes ");
	wsp_phrase_minutes(&text, minutes);
	wsp_text_addf(&text, " with %u operators and the reserve, and the longest window has ",
		planner->terms.operators);
	wsp_phrase_minutes(&text, planner->terms.window_length);
	add_remedy(&hint, planner, s, minutes);
	wsp_diags_add(planner->diags, WSP_RULE(F002), topo->server[s].place, wsp_text_get(&hint),
		"%s", wsp_text_get(&text));
	wsp_text_release(&text);
	wsp_text_release(&hint);
}

/* Minutes of a change alone; counted with one operator when that fits, which nearly all do. */
static bool longest_alone(struct planner *planner, wsp_server_id s, uint32_t *ret_minutes)
{
	const struct wsp_terms *terms = &planner->terms;
	uint64_t minutes = wsp_terms_minutes(terms, wsp_plan_visit(planner->plan, s)) +
			   (uint64_t)wsp_topology_n_children(&planner->plan->topo, s) *
				   terms->duration[WSP_SWITCH_SYNC] +
			   terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC] +
			   wsp_schedule_reserve(&planner->fill.schedule, 1);

	*ret_minutes = (uint32_t)minutes;
	return minutes <= terms->window_length || wsp_fill_alone(&planner->fill, s, ret_minutes);
}

/* Every change has to fit a window by itself, or no plan exists. */
static enum wsp_status check_changes(struct planner *planner)
{
	const struct wsp_topology *topo = &planner->plan->topo;
	bool fits = true;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		struct wsp_load load = wsp_load_add((struct wsp_load){0}, topo, s);
		const struct wsp_constraint *broken;
		uint32_t minutes;

		if (planner->works.work[s] != WSP_WORK_CONVERT || planner->choice.top_down[s])
			continue;
		if (!longest_alone(planner, s, &minutes))
			return WSP_NO_MEMORY;
		if (minutes > planner->terms.window_length) {
			report_too_long(planner, s, minutes);
			fits = false;
		}
		broken = wsp_constraint_broken(&planner->terms, &load);
		if (broken) {
			wsp_diags_add(planner->diags, WSP_RULE(F002), topo->server[s].place,
				"raise the limit, or give the clients to more servers",
				"%s alone has %llu %s, more than the %llu that %s allows",
				wsp_topology_fqdn(topo, s), (unsigned long long)broken->used(&load),
				broken->name, (unsigned long long)broken->limit(&planner->terms),
				broken->key);
			fits = false;
		}
	}
	return fits ? WSP_OK : WSP_INFEASIBLE;
}

static enum wsp_status check_repairs(struct planner *planner)
{
	struct wsp_text text = {0};

	if (!planner->works.has_repairs ||
		(uint64_t)planner->fill.repair_minutes + planner->plan->phases[1].reserve <=
			planner->terms.window_length)
		return WSP_OK;
	wsp_text_adds(&text, "repairing what is dead now takes ");
	wsp_phrase_minutes(&text, planner->fill.repair_minutes);
	wsp_text_adds(&text, ", and the longest window has ");
	wsp_phrase_minutes(&text, planner->terms.window_length);
	wsp_diags_add(planner->diags, WSP_RULE(F002), planner->plan->topo.inventory.policy.place,
		"more operators, or a longer window, make it fit", "%s", wsp_text_get(&text));
	wsp_text_release(&text);
	return WSP_INFEASIBLE;
}

/* Select the conversions that go bottom-up, canaries or not. @return how many */
static uint32_t select_bottom_up(struct planner *planner, bool canary)
{
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < planner->plan->topo.n_servers; s++) {
		planner->set[s] = !planner->choice.top_down[s] &&
				  (planner->terms.canary && planner->terms.canary[s]) == canary;
		n += planner->set[s] && planner->works.work[s] == WSP_WORK_CONVERT;
	}
	return n;
}

/* Place one set and add its bound to the plan's. */
static bool place_set(struct planner *planner, const char *prefix, struct wsp_text *bound)
{
	struct wsp_plan *plan = planner->plan;
	struct wsp_bound own;

	if (!wsp_fill_bottom_up(&planner->fill, planner->set) ||
		!wsp_bound_tell(plan, &planner->terms, planner->fill.depth,
			planner->terms.separation == WSP_SEPARATE_WINDOW, &planner->scratch, &own))
		return false;
	plan->lower_bound += own.phases;
	wsp_text_addf(bound, "%s%s%s", bound->length ? "; " : "", prefix, own.text);
	return true;
}

static bool place_top_down(struct planner *planner, struct wsp_text *bound)
{
	struct wsp_plan *plan = planner->plan;
	bool in_one = plan->n_tree_choices == 0;

	if (!planner->choice.any_top_down)
		return true;
	wsp_text_adds(bound, in_one ? "all work is done in one window"
				    : "each tree that goes top-down has one window");
	if (in_one || plan->chosen == WSP_TOP_DOWN) {
		plan->lower_bound++;
		return wsp_fill_top_down(&planner->fill, planner->choice.top_down);
	}
	plan->lower_bound++; /* trees could share a window, so no more is certain */
	for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
		if (plan->tree_choice[i].strategy != WSP_TOP_DOWN)
			continue;
		for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
			planner->set[s] = s == plan->tree_choice[i].root ||
					  (plan->topo.parent[s] != WSP_NO_SERVER &&
						  planner->set[plan->topo.parent[s]]);
		if (!wsp_fill_top_down(&planner->fill, planner->set))
			return false;
	}
	return true;
}

static bool place_all(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;
	struct wsp_text bound = {0};
	bool ok = place_top_down(planner, &bound);

	if (ok && select_bottom_up(planner, true) > 0)
		ok = place_set(planner, "the canary goes alone: ", &bound);
	if (ok && select_bottom_up(planner, false) > 0)
		ok = place_set(planner, "", &bound);
	if (plan->lower_bound == 0 && plan->n_phases > 0) {
		plan->lower_bound = 1;
		wsp_text_adds(&bound, "there is something to repair");
	}
	plan->optimal = plan->lower_bound == plan->n_phases;
	plan->bound = ok && !bound.failed
			      ? wsp_arena_copy(&plan->arena, wsp_text_get(&bound), bound.length)
			      : NULL;
	wsp_text_release(&bound);
	return plan->bound != NULL;
}

/* Preparation and what follows, for every server that something is done to. */
static void tell_preparation(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t set = plan->actions[s];

		if (set == 0)
			continue;
		set |= WSP_BIT(WSP_CHECK_PREREQUISITES) | WSP_BIT(WSP_PLAN_ACCESS) |
		       WSP_BIT(WSP_TRUST_ISSUER);
		if (set & WSP_BIT(WSP_BIND_CERTIFICATE))
			set |= WSP_BIT(WSP_OBTAIN_CERTIFICATE);
		if (plan->status[s] == WSP_STATUS_CONVERT || (set & WSP_BIT(WSP_BIND_CERTIFICATE)))
			set |= WSP_BIT(WSP_OPEN_FIREWALL);
		if ((set & WSP_VISIT) && plan->wave[s] != WSP_NO_WAVE &&
			plan->topo.server[s].clients_by != WSP_BY_NONE)
			set |= WSP_BIT(WSP_VERIFY_CLIENTS);
		plan->actions[s] = set;
	}
}

static unsigned count_bits(uint32_t set)
{
	unsigned n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

static void count_work(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t in_windows =
			plan->actions[s] & (WSP_VISIT | WSP_BIT(WSP_SWITCH_SYNC) |
						   WSP_BIT(WSP_VERIFY_SYNC) | WSP_REPAIRS);

		plan->to_convert += plan->status[s] == WSP_STATUS_CONVERT;
		plan->to_switch += plan->link_work[s] != WSP_LINK_NONE;
		plan->hands_on += wsp_terms_minutes(&planner->terms, in_windows);
		plan->n_steps += count_bits(plan->actions[s]);
	}
}

/* The levels of the servers converted in the waves of a phase, its repairs aside. */
static void find_levels(const struct wsp_plan *plan, const struct wsp_phase *phase,
	uint32_t *lowest, uint32_t *highest)
{
	*lowest = UINT32_MAX;
	*highest = 0;
	for (uint32_t w = phase->first_wave; w < phase->first_wave + phase->n_waves; w++) {
		const struct wsp_wave *wave = &plan->waves[w];

		for (uint32_t i = 0; i < wave->n_servers && wave->number > 0; i++) {
			uint32_t level = plan->topo.level[plan->order[wave->first_server + i]];

			*lowest = level < *lowest ? level : *lowest;
			*highest = level > *highest ? level : *highest;
		}
	}
}

static bool is_canary(const struct planner *planner, const struct wsp_phase *phase)
{
	const struct wsp_plan *plan = planner->plan;
	const struct wsp_wave *last = &plan->waves[phase->first_wave + phase->n_waves - 1];

	return planner->terms.canary && last->number > 0 &&
	       planner->terms.canary[plan->order[last->first_server]];
}

static const char *tell_title(struct planner *planner, const struct wsp_phase *phase)
{
	struct wsp_plan *plan = planner->plan;
	const struct wsp_wave *last = &plan->waves[phase->first_wave + phase->n_waves - 1];
	struct wsp_text text = {0};
	uint32_t lowest;
	uint32_t highest;
	const char *copy;

	if (plan->waves[phase->first_wave].number == 0)
		wsp_text_adds(&text, last->number == 0 ? "Repair" : "Repair, then ");
	if (last->number > 0) {
		if (phase->canary)
			wsp_text_adds(&text, "canary, ");
		find_levels(plan, phase, &lowest, &highest);
		if (lowest == highest)
			wsp_text_addf(&text, "level %u", highest);
		else
			wsp_text_addf(&text, "levels %u to %u", lowest, highest);
	}
	if (text.length && text.at[0] >= 'a')
		text.at[0] = (char)(text.at[0] - 'a' + 'A');
	copy = text.failed ? NULL : wsp_arena_copy(&plan->arena, text.at, text.length);
	wsp_text_release(&text);
	return copy;
}

static bool describe_phases(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	for (uint32_t i = 1; i <= plan->n_phases; i++) {
		plan->phases[i].canary = is_canary(planner, &plan->phases[i]);
		plan->phases[i].title = tell_title(planner, &plan->phases[i]);
		plan->phases[i].safe_to_stop = !planner->works.unrepaired;
		if (!plan->phases[i].title)
			return false;
	}
	return true;
}

/* The procedures in use, in the order of the table. */
static bool choose_procedures(struct wsp_plan *plan)
{
	size_t n = 0;
	struct wsp_procedure *copy;
	bool *used;

	while (wsp_procedures[n].id)
		n++;
	used = WSP_NEW_ARRAY(&plan->arena, bool, n);
	copy = WSP_NEW_ARRAY(&plan->arena, struct wsp_procedure, n);
	if (!used || !copy)
		return false;
	wsp_steps_mark_procedures(plan, used);
	for (size_t i = 0; i < n; i++) {
		if (used[i])
			copy[plan->n_procedures++] = wsp_procedures[i];
	}
	plan->procedure = copy;
	return true;
}

/* A canary that has no downstream to switch proves only half of the change. */
static void check_canary(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;
	bool any = false;

	for (wsp_server_id s = 0; planner->terms.canary && s < plan->topo.n_servers; s++) {
		wsp_server_id upstream = plan->topo.parent[s];

		any = any || planner->terms.canary[s];
		if (upstream != WSP_NO_SERVER && planner->terms.canary[upstream] &&
			plan->link_work[s] != WSP_LINK_NONE)
			return;
	}
	if (any)
		wsp_diags_add(planner->diags, WSP_RULE(F005), plan->topo.inventory.policy.place,
			NULL, "no canary has a downstream, so no canary exercises a switch");
}

static void report_leftovers(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		const struct wsp_unscheduled *row = &plan->unscheduled[i];

		wsp_diags_add(planner->diags, WSP_RULE(F006), plan->topo.server[row->server].place,
			NULL, "%s is not converted: %s",
			wsp_topology_fqdn(&plan->topo, row->server), row->reason);
	}
	if (plan->n_phases == 0)
		wsp_diags_add(planner->diags, WSP_RULE(F007), (struct wsp_place){0}, NULL,
			"no server is left to be converted");
}

static enum wsp_status resolve(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	wsp_lint(&plan->topo, plan->today, planner->diags);
	if (!wsp_terms_resolve(&plan->topo, &planner->scratch, planner->diags, &planner->terms))
		return WSP_NO_MEMORY;
	if (wsp_diags_has_errors(planner->diags))
		return WSP_INVALID;
	if (!wsp_support_check(&plan->topo, planner->diags))
		return WSP_INFEASIBLE;
	copy_terms(planner);
	planner->set = WSP_NEW_ARRAY(&planner->scratch, bool, plan->topo.n_servers);
	return planner->set && allocate(plan) &&
			       wsp_works_tell(plan, &planner->scratch, &planner->works) &&
			       wsp_fill_init(&planner->fill, plan, &planner->terms, &planner->works,
				       &planner->scratch)
		       ? WSP_OK
		       : WSP_NO_MEMORY;
}

static enum wsp_status decide(struct planner *planner, bool force)
{
	enum wsp_status status;

	if (planner->works.has_repairs && !wsp_fill_repairs(&planner->fill))
		return WSP_NO_MEMORY;
	if (!planner->works.has_repairs)
		planner->plan->repair = planner->plan->repair_start =
			planner->plan->unswitch_start = NULL;
	status = check_repairs(planner);
	if (status == WSP_OK)
		status = wsp_strategy_decide(
			&planner->fill, force, planner->diags, &planner->scratch, &planner->choice);
	if (status == WSP_OK)
		status = check_changes(planner);
	return status;
}

static enum wsp_status complete(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	tell_preparation(planner);
	count_work(planner);
	check_canary(planner);
	if (!wsp_leftover_tell(plan, &planner->works) || !describe_phases(planner) ||
		!choose_procedures(plan))
		return WSP_NO_MEMORY;
	report_leftovers(planner);
	wsp_diags_sort(planner->diags);
	return wsp_diags_copy(&plan->diags, planner->diags) ? WSP_OK : WSP_NO_MEMORY;
}

enum wsp_status wsp_plan_make(struct wsp_plan *plan, struct wsp_topology *topo,
	const struct wsp_planner_options *options, struct wsp_diags *diags)
{
	struct planner planner = {.plan = plan, .diags = diags};
	enum wsp_status status;

	*plan = (struct wsp_plan){
		.topo = *topo, .today = options->today, .forced = options->force, .failed = ""};
	*topo = (struct wsp_topology){0};
	wsp_diags_init(&plan->diags);

	status = resolve(&planner);
	if (status == WSP_OK)
		status = decide(&planner, options->force);
	if (status == WSP_OK && !place_all(&planner))
		status = WSP_NO_MEMORY;
	if (status == WSP_OK && !wsp_fill_finish(&planner.fill))
		status = WSP_NO_MEMORY;
	if (status == WSP_OK)
		status = complete(&planner);

	if (planner.fill.plan)
		wsp_fill_release(&planner.fill);
	wsp_arena_release(&planner.scratch);
	if (status != WSP_OK)
		wsp_plan_release(plan);
	return status;
}
