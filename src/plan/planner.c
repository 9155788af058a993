#include "plan/planner.h"

#include <string.h>

#include "base/array.h"
#include "base/phrase.h"
#include "model/rule.h"
#include "plan/bound.h"
#include "plan/canary.h"
#include "plan/complete.h"
#include "plan/conflict.h"
#include "plan/describe.h"
#include "plan/early.h"
#include "plan/fit.h"
#include "plan/group_state.h"
#include "plan/leftover.h"
#include "plan/lint.h"
#include "plan/place.h"
#include "plan/steps.h"
#include "plan/strategy.h"

struct planner {
	struct wsp_plan *plan;
	struct wsp_diags *diags;
	const struct wsp_calendar *calendar; /* NULL: none was given */
	struct wsp_arena scratch;
	struct wsp_terms terms;
	struct wsp_works works;
	struct wsp_services services;
	struct wsp_dates dates;
	struct wsp_agenda agenda;
	struct wsp_fill fill;
	struct wsp_strategy_choice choice;
	bool *renew; /* by server: its bound certificate expires before its phase; NULL: none does
		      */
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
	plan->why = WSP_NEW_ARRAY(arena, struct wsp_why, n);
	plan->order = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	plan->link_order = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	if (!plan->status || !plan->actions || !plan->phase || !plan->wave || !plan->start ||
		!plan->link_work || !plan->link_phase || !plan->link_wave || !plan->link_start ||
		!plan->repair || !plan->repair_start || !plan->unswitch_start || !plan->why ||
		!plan->order || !plan->link_order)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		plan->wave[s] = plan->link_wave[s] = WSP_NO_WAVE;
		plan->why[s].by = WSP_NO_SERVER;
	}
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

/* The zones of the calendar; without one everything is told in UTC. */
static bool keep_dates(struct planner *planner)
{
	static const struct wsp_zone_change always = {0, 0};
	static const struct wsp_zone utc = {"UTC", &always, 1};
	const struct wsp_zones none = {&utc, 1, NULL};
	struct wsp_plan *plan = planner->plan;
	const struct wsp_calendar *calendar = planner->calendar;

	plan->dated = calendar && calendar->dated;
	plan->now = plan->dated ? calendar->now : WSP_NO_MOMENT;
	return wsp_zones_copy(&plan->arena, calendar ? &calendar->zones : &none,
		plan->topo.inventory.n_sites, &plan->zones);
}

/* What is asked for with dates and cannot be, because nothing is dated. */
static void note_dates(const struct planner *planner)
{
	const struct wsp_topology *topo = &planner->plan->topo;
	const struct wsp_inventory *inventory = &topo->inventory;
	struct wsp_place place = {0};
	const char *what = NULL;

	if (planner->plan->dated)
		return;
	if (inventory->n_freezes > 0) {
		what = "`freezes`";
		place = inventory->freeze[0].place;
	}
	for (wsp_server_id s = 0; s < topo->n_servers && !what; s++) {
		const struct wsp_server *server = &topo->server[s];

		what = server->not_before   ? "`not_before`"
		       : server->deadline   ? "`deadline`"
		       : server->hold_until ? "`hold.until`"
					    : NULL;
		place = server->place;
	}
	if (what)
		wsp_diags_add(planner->diags, WSP_RULE(F008), place, NULL,
			"%s and other dates are not applied: no window has a `start`", what);
}

static enum wsp_status examine(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	wsp_lint(&plan->topo, plan->today, planner->diags);
	if (!wsp_conflicts_report(&plan->topo, planner->diags) ||
		!wsp_terms_resolve(&plan->topo, &planner->scratch, planner->diags, &planner->terms))
		return WSP_NO_MEMORY;
	note_dates(planner);
	return wsp_diags_has_errors(planner->diags) ? WSP_INVALID : WSP_OK;
}

static bool tell_works(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;
	struct wsp_arena *scratch = &planner->scratch;

	return wsp_services_tell(&plan->topo, &plan->arena, &planner->services) &&
	       wsp_link_owners_tell(&plan->topo, &plan->arena, &plan->link_owner) &&
	       wsp_works_tell(plan, &planner->services, planner->renew, scratch, &planner->works) &&
	       wsp_early_tell(plan, &planner->services, &planner->works) &&
	       wsp_canary_choose(plan, &planner->works, &planner->services, scratch, planner->diags,
		       &planner->terms) &&
	       wsp_dates_tell(plan, &planner->services, &planner->works, scratch, &planner->dates);
}

static bool begin_filling(struct planner *planner)
{
	const struct wsp_facts facts = {
		&planner->terms, &planner->works, &planner->services, &planner->dates};

	if (!wsp_agenda_init(&planner->agenda, &planner->plan->topo, &planner->terms,
		    planner->calendar, &planner->scratch))
		return false;
	planner->terms.window_length = wsp_agenda_longest(&planner->agenda);
	planner->plan->window_length = planner->terms.window_length;
	return wsp_fill_init(
		&planner->fill, planner->plan, &facts, &planner->agenda, &planner->scratch);
}

static enum wsp_status resolve(struct planner *planner)
{
	copy_terms(planner);
	if (!allocate(planner->plan) || !tell_works(planner))
		return WSP_NO_MEMORY;
	if (!wsp_groups_check(planner->plan, &planner->services, planner->diags))
		return WSP_INFEASIBLE;
	return begin_filling(planner) ? WSP_OK : WSP_NO_MEMORY;
}

static enum wsp_status repair(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;
	bool placed = true;

	if (planner->works.has_repairs && !wsp_fill_repairs(&planner->fill, &placed))
		return WSP_NO_MEMORY;
	if (!planner->works.has_repairs)
		plan->repair = plan->repair_start = plan->unswitch_start = NULL;
	if (!placed) {
		wsp_diags_add(planner->diags, WSP_RULE(F009), plan->topo.inventory.policy.place,
			NULL,
			"no window is long enough and open at every site where something dead is "
			"to be repaired");
		return WSP_INFEASIBLE;
	}
	return wsp_fit_repairs(&planner->fill, planner->diags);
}

static enum wsp_status decide(struct planner *planner, bool force)
{
	enum wsp_status status = repair(planner);

	if (status == WSP_OK)
		status = wsp_strategy_decide(
			&planner->fill, force, planner->diags, &planner->scratch, &planner->choice);
	if (status == WSP_OK)
		status = wsp_fit_changes(
			&planner->fill, &planner->terms, planner->choice.top_down, planner->diags);
	if (status == WSP_OK)
		status = wsp_place_all(
			&planner->fill, &planner->choice, &planner->scratch, planner->diags);
	return status;
}

/* Whether the certificate that is bound on `s` has expired when its phase begins. */
static bool has_to_renew(const struct wsp_plan *plan, wsp_server_id s)
{
	const char *expires =
		wsp_topology_text(&plan->topo, plan->topo.server[s].certificate_expires);
	wsp_moment end;

	return (wsp_plan_visit(plan, s) & WSP_BIT(WSP_REQUIRE_SSL)) && plan->phase[s] > 0 &&
	       !(plan->actions[s] & WSP_BIT(WSP_BIND_CERTIFICATE)) &&
	       wsp_zone_parse(wsp_plan_zone(plan, s), expires, true, &end) &&
	       end <= plan->phases[plan->phase[s]].begin;
}

/* Mark more certificates that have to be renewed. @return whether there are any */
static bool find_renewals(struct planner *planner)
{
	const struct wsp_plan *plan = planner->plan;
	bool any = false;

	for (wsp_server_id s = 0; plan->dated && s < plan->topo.n_servers; s++) {
		if (planner->renew[s] || !has_to_renew(plan, s))
			continue;
		planner->renew[s] = true;
		any = true;
	}
	return any;
}

/* Forget all that was placed. */
static void forget(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;
	const struct wsp_plan before = *plan;

	wsp_fill_release(&planner->fill);
	planner->fill.plan = NULL;
	*plan = (struct wsp_plan){.arena = before.arena,
		.topo = before.topo,
		.diags = before.diags,
		.today = before.today,
		.forced = before.forced,
		.dated = before.dated,
		.now = before.now,
		.zones = before.zones,
		.failed = ""};
	planner->terms.canary = planner->terms.canary_count > 0 ? NULL : planner->terms.canary;
}

static void take_findings(struct wsp_diags *diags, const struct wsp_diags *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct wsp_diag *diag = &from->entry[i].diag;

		wsp_diags_add(diags, from->entry[i].rule, from->entry[i].place, diag->hint, "%s",
			diag->message);
	}
}

/* One attempt; its findings are kept only if no other follows. */
static enum wsp_status attempt(struct planner *planner, bool force, bool *ret_again)
{
	struct wsp_diags *diags = planner->diags;
	struct wsp_diags own;
	enum wsp_status status;

	wsp_diags_init(&own);
	planner->diags = &own;
	status = resolve(planner);
	if (status == WSP_OK)
		status = decide(planner, force);
	planner->diags = diags;
	*ret_again = status == WSP_OK && find_renewals(planner);
	if (!*ret_again)
		take_findings(diags, &own);
	if (own.failed)
		status = WSP_NO_MEMORY;
	wsp_diags_release(&own);
	return status;
}

/* A renewed certificate takes a minute or two to bind, which may move others: again, until all that
   expire are renewed. */
static enum wsp_status plan_all(struct planner *planner, bool force)
{
	enum wsp_status status = examine(planner);
	bool again = status == WSP_OK;

	if (status != WSP_OK)
		return status;
	planner->renew = WSP_NEW_ARRAY(&planner->scratch, bool, planner->plan->topo.n_servers);
	if (!planner->renew)
		return WSP_NO_MEMORY;
	while (again) {
		status = attempt(planner, force, &again);
		if (again)
			forget(planner);
	}
	return status;
}

static enum wsp_status complete(struct planner *planner)
{
	struct wsp_plan *plan = planner->plan;

	wsp_plan_complete(plan, &planner->terms);
	wsp_canary_check(plan, &planner->terms, planner->diags);
	if (!wsp_leftover_tell(plan, &planner->works) ||
		!wsp_phases_describe(plan, &planner->services, planner->terms.canary,
			!planner->works.unrepaired) ||
		!wsp_plan_relate(plan) || !choose_procedures(plan))
		return WSP_NO_MEMORY;
	wsp_plan_remark(plan, planner->diags);
	wsp_diags_sort(planner->diags);
	return wsp_diags_copy(&plan->diags, planner->diags) ? WSP_OK : WSP_NO_MEMORY;
}

enum wsp_status wsp_plan_make(struct wsp_plan *plan, struct wsp_topology *topo,
	const struct wsp_planner_options *options, struct wsp_diags *diags)
{
	struct planner planner = {.plan = plan, .diags = diags, .calendar = options->calendar};
	enum wsp_status status = WSP_NO_MEMORY;

	*plan = (struct wsp_plan){
		.topo = *topo, .today = options->today, .forced = options->force, .failed = ""};
	*topo = (struct wsp_topology){0};
	wsp_diags_init(&plan->diags);

	if (keep_dates(&planner))
		status = plan_all(&planner, options->force);
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
