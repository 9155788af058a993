#include "plan/planner.h"

#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/rule.h"
#include "plan/bound.h"
#include "plan/describe.h"
#include "plan/fit.h"
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
		wsp_strategy_select_tree(plan, plan->tree_choice[i].root, planner->set);
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
		plan->n_steps += wsp_count_bits(plan->actions[s]);
	}
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
	status = wsp_fit_repairs(&planner->fill, planner->diags);
	if (status == WSP_OK)
		status = wsp_strategy_decide(
			&planner->fill, force, planner->diags, &planner->scratch, &planner->choice);
	if (status == WSP_OK)
		status = wsp_fit_changes(
			&planner->fill, &planner->terms, planner->choice.top_down, planner->diags);
	return status;
}

static enum wsp_status complete(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	tell_preparation(planner);
	count_work(planner);
	check_canary(planner);
	if (!wsp_leftover_tell(plan, &planner->works) ||
		!wsp_phases_describe(plan, planner->terms.canary, !planner->works.unrepaired) ||
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
