/*
 * Derived: what a plan document says beside its steps, told anew and compared.
 *
 * Statuses and shared work follow from the inventory. Phases follow from it, from the conversions
 * and switches that the steps gave them, and from where their windows open: the windows themselves
 * are not expanded again.
 */
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/canary.h"
#include "plan/complete.h"
#include "plan/describe.h"
#include "plan/early.h"
#include "plan/fill.h"
#include "plan/leftover.h"
#include "plan/stored_state.h"

struct derived {
	struct wsp_plan plan; /* its topology is that of the stored plan */
	struct wsp_terms terms;
	struct wsp_services services;
	struct wsp_works works;
	struct wsp_diags diags; /* told by the planner already */
};

static bool tell_work(struct derived *derived)
{
	struct wsp_plan *plan = &derived->plan;
	struct wsp_arena *arena = &plan->arena;
	uint32_t n = plan->topo.n_servers;

	plan->status = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->actions = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_work = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->repair = WSP_NEW_ARRAY(arena, uint32_t, n);
	return plan->status && plan->actions && plan->link_work && plan->repair &&
	       wsp_terms_resolve(&plan->topo, arena, &derived->diags, &derived->terms) &&
	       wsp_services_tell(&plan->topo, arena, &derived->services) &&
	       wsp_link_owners_tell(&plan->topo, arena, &plan->link_owner) &&
	       wsp_works_tell(plan, &derived->services, NULL, arena, &derived->works) &&
	       wsp_early_tell(plan, &derived->services, &derived->works) &&
	       wsp_canary_choose(plan, &derived->works, &derived->services, arena, &derived->diags,
		       &derived->terms);
}

static wsp_moment later(wsp_moment a, wsp_moment b)
{
	return a > b ? a : b;
}

/* The first whole minute of the window that the phase before, its reserve and its gate leave. */
static wsp_moment tell_begin(
	const struct wsp_plan *plan, const struct wsp_phase *before, const struct wsp_phase *phase)
{
	bool first = before == plan->phases;
	wsp_moment end = before->begin + (wsp_moment)before->minutes * WSP_SECONDS_A_MINUTE;
	uint32_t wait = before->reserve > phase->gate ? before->reserve : phase->gate;
	wsp_moment begin = later(
		phase->opens, first ? plan->now : end + (wsp_moment)wait * WSP_SECONDS_A_MINUTE);

	return begin + (WSP_SECONDS_A_MINUTE - begin % WSP_SECONDS_A_MINUTE) % WSP_SECONDS_A_MINUTE;
}

static void tell_conversions(const struct derived *derived, struct wsp_phase *phase)
{
	const struct wsp_plan *plan = &derived->plan;
	const struct wsp_schedule schedule = {.terms = &derived->terms};
	uint32_t n = 0; /* the repair wave is not backed out of */

	phase->clients = 0;
	for (uint32_t w = phase->first_wave; w < phase->first_wave + phase->n_waves; w++) {
		const struct wsp_wave *wave = &plan->waves[w];

		n += wave->number > 0 ? wave->n_servers : 0;
		phase->minutes = wave->finish;
		for (uint32_t i = 0; i < wave->n_servers; i++)
			phase->clients +=
				plan->topo.server[plan->order[wave->first_server + i]].clients;
	}
	phase->reserve = wsp_schedule_reserve(&schedule, n);
}

static void tell_phase(const struct derived *derived, uint32_t number)
{
	const struct wsp_plan *plan = &derived->plan;
	struct wsp_phase *phase = &plan->phases[number];

	tell_conversions(derived, phase);
	phase->gate = number > 1 ? wsp_fill_gate_after(plan, &derived->terms, phase - 1) : 0;
	phase->length = derived->terms.window_length;
	if (!plan->dated)
		return;
	phase->begin = tell_begin(plan, phase - 1, phase);
	phase->length = phase->closes > phase->begin
				? (uint32_t)((phase->closes - phase->begin) / WSP_SECONDS_A_MINUTE)
				: 0;
}

static bool tell_phases(struct derived *derived)
{
	struct wsp_plan *plan = &derived->plan;

	for (uint32_t i = 1; i <= plan->n_phases; i++)
		tell_phase(derived, i);
	wsp_plan_complete(plan, &derived->terms);
	return wsp_leftover_tell(plan, &derived->works) &&
	       wsp_phases_describe(
		       plan, &derived->services, derived->terms.canary, !derived->works.unrepaired);
}

/* What was placed where is as the steps say; the rest is told from it. */
static bool derive(const struct wsp_stored *stored, struct derived *derived)
{
	const struct wsp_plan *from = &stored->plan;
	struct wsp_plan *plan = &derived->plan;

	*plan = (struct wsp_plan){.topo = from->topo,
		.today = from->today,
		.dated = from->dated,
		.now = from->now,
		.phase = from->phase,
		.wave = from->wave,
		.n_phases = from->n_phases,
		.waves = from->waves,
		.n_waves = from->n_waves,
		.order = from->order,
		.n_order = from->n_order};
	plan->phases = WSP_NEW_ARRAY(&plan->arena, struct wsp_phase, (size_t)from->n_phases + 1);
	if (!plan->phases)
		return false;
	for (uint32_t i = 0; i <= from->n_phases; i++)
		plan->phases[i] = from->phases[i];
	plan->phases[0].title = "Preparation";
	plan->phases[0].safe_to_stop = true;
	plan->phases[0].canary = false;
	plan->phases[0].minutes = plan->phases[0].reserve = 0;
	plan->phases[0].clients = 0;
	return tell_work(derived) && tell_phases(derived);
}

enum kind { MINUTES = 0, TOTAL, FLAG, MOMENT };

/* The members of a phase that follow from others. */
static const struct member {
	const char *key;
	enum kind kind;
	size_t offset;
} members[] = {
	{"minutes", MINUTES, offsetof(struct wsp_phase, minutes)},
	{"reserve_minutes", MINUTES, offsetof(struct wsp_phase, reserve)},
	{"gate_minutes", MINUTES, offsetof(struct wsp_phase, gate)},
	{"begin", MOMENT, offsetof(struct wsp_phase, begin)},
	{"length_minutes", MINUTES, offsetof(struct wsp_phase, length)},
	{"clients", TOTAL, offsetof(struct wsp_phase, clients)},
	{"canary", FLAG, offsetof(struct wsp_phase, canary)},
	{"safe_to_stop", FLAG, offsetof(struct wsp_phase, safe_to_stop)},
	{"abort.failed_conversions", MINUTES, offsetof(struct wsp_phase, abort_conversions)},
	{"abort.failed_switches", MINUTES, offsetof(struct wsp_phase, abort_switches)},
};

static const size_t size_of[] = {[MINUTES] = sizeof(uint32_t),
	[TOTAL] = sizeof(uint64_t),
	[FLAG] = sizeof(bool),
	[MOMENT] = sizeof(wsp_moment)};

static void add_value(struct wsp_text *out, enum kind kind, const void *value)
{
	switch (kind) {
	case MINUTES:
		wsp_text_addf(out, "%u", *(const uint32_t *)value);
		break;
	case TOTAL:
		wsp_text_addf(out, "%llu", (unsigned long long)*(const uint64_t *)value);
		break;
	case FLAG:
		wsp_text_adds(out, *(const bool *)value ? "true" : "false");
		break;
	default:
		wsp_moment_write_utc(out, *(const wsp_moment *)value);
		break;
	}
}

static enum wsp_status refuse_value(
	struct wsp_stored *stored, struct wsp_place place, struct wsp_text *message)
{
	if (!message->failed)
		wsp_diags_add(
			stored->diags, WSP_RULE(I020), place, NULL, "%s", wsp_text_get(message));
	return message->failed ? WSP_NO_MEMORY : WSP_INVALID;
}

static enum wsp_status compare_member(struct wsp_stored *stored, uint32_t number,
	const struct member *member, const struct wsp_phase *right)
{
	const char *is = (const char *)&stored->plan.phases[number] + member->offset;
	const char *follows = (const char *)right + member->offset;
	struct wsp_text message = {0};
	enum wsp_status status;

	if (memcmp(is, follows, size_of[member->kind]) == 0)
		return WSP_OK;
	wsp_text_addf(&message, "`%s` of phase P%u is ", member->key, number);
	add_value(&message, member->kind, is);
	wsp_text_adds(&message, ", and ");
	add_value(&message, member->kind, follows);
	wsp_text_adds(&message, " follows from the rest of the plan");
	status = refuse_value(stored, stored->phase[number].place, &message);
	wsp_text_release(&message);
	return status;
}

static enum wsp_status compare_title(struct wsp_stored *stored, uint32_t number, const char *right)
{
	struct wsp_text message = {0};
	enum wsp_status status;

	if (strcmp(stored->plan.phases[number].title, right) == 0)
		return WSP_OK;
	wsp_text_addf(&message, "`title` of phase P%u is \"%s\", and \"%s\" follows from its waves",
		number, stored->plan.phases[number].title, right);
	status = refuse_value(stored, stored->phase[number].place, &message);
	wsp_text_release(&message);
	return status;
}

static enum wsp_status compare_counts(struct wsp_stored *stored, const struct derived *derived)
{
	const struct wsp_plan *plan = &stored->plan;

	if (plan->to_convert == derived->plan.to_convert &&
		plan->to_switch == derived->plan.to_switch)
		return WSP_OK;
	wsp_diags_add(stored->diags, WSP_RULE(I020), stored->summary, NULL,
		"`summary` has %u to convert and %u to switch, and %u and %u follow from the "
		"inventory",
		plan->to_convert, plan->to_switch, derived->plan.to_convert,
		derived->plan.to_switch);
	return WSP_INVALID;
}

static enum wsp_status compare_left_out(struct wsp_stored *stored, const struct derived *derived)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_plan *right = &derived->plan;

	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		const struct wsp_unscheduled *is = &plan->unscheduled[i];
		const struct wsp_unscheduled *follows =
			i < right->n_unscheduled ? &right->unscheduled[i] : NULL;

		if (follows && is->server == follows->server &&
			is->blocked_by == follows->blocked_by &&
			strcmp(is->reason, follows->reason) == 0)
			continue;
		wsp_diags_add(stored->diags, WSP_RULE(I020), stored->left_out[i].place, NULL,
			"`unscheduled` says of %s what does not follow from the inventory",
			wsp_topology_fqdn(&plan->topo, is->server));
		return WSP_INVALID;
	}
	return plan->n_unscheduled == right->n_unscheduled
		       ? WSP_OK
		       : wsp_stored_refuse_edited(
				 stored, "`unscheduled` lacks a server that is left out");
}

static enum wsp_status compare_wave(struct wsp_stored *stored, uint32_t w)
{
	const struct wsp_wave *wave = &stored->plan.waves[w];
	bool first = w == stored->plan.phases[wave->phase].first_wave;
	uint32_t start = first ? 0 : stored->wave[w - 1].last;
	uint32_t finish = stored->wave[w].last;

	if (wave->start == start && wave->finish == finish)
		return WSP_OK;
	wsp_diags_add(stored->diags, WSP_RULE(I020), stored->wave[w].place, NULL,
		"wave P%u.W%u is from minute %u to %u, and its steps are from minute %u to %u",
		wave->phase, wave->number, wave->start, wave->finish, start, finish);
	return WSP_INVALID;
}

static enum wsp_status compare_waves(struct wsp_stored *stored)
{
	enum wsp_status status = WSP_OK;

	for (uint32_t w = 0; w < stored->plan.n_waves && status == WSP_OK; w++)
		status = compare_wave(stored, w);
	return status;
}

static enum wsp_status compare_phases(struct wsp_stored *stored, const struct derived *derived)
{
	enum wsp_status status = WSP_OK;

	for (uint32_t i = 0; i <= stored->plan.n_phases && status == WSP_OK; i++) {
		const struct wsp_phase *right = &derived->plan.phases[i];

		for (size_t k = 0; k < WSP_COUNT(members) && status == WSP_OK; k++)
			status = compare_member(stored, i, &members[k], right);
		if (status == WSP_OK)
			status = compare_title(stored, i, right->title);
	}
	return status;
}

static enum wsp_status compare_statuses(struct wsp_stored *stored, const struct derived *derived)
{
	const struct wsp_plan *plan = &stored->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->status[s] == derived->plan.status[s])
			continue;
		wsp_diags_add(stored->diags, WSP_RULE(I020), plan->topo.server[s].place, NULL,
			"`status` of %s is \"%s\", and \"%s\" follows from the inventory",
			wsp_topology_fqdn(&plan->topo, s), wsp_status_names[plan->status[s]],
			wsp_status_names[derived->plan.status[s]]);
		return WSP_INVALID;
	}
	return WSP_OK;
}

static bool is_same_work(const struct wsp_shared *a, const struct wsp_shared *b)
{
	return a->action == b->action && a->policy == b->policy && a->object == b->object;
}

static enum wsp_status compare_shared(struct wsp_stored *stored, const struct derived *derived)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_plan *right = &derived->plan;

	for (uint32_t i = 0; i < plan->n_shared; i++) {
		const struct wsp_shared *is = &plan->shared[i];
		const struct wsp_shared *follows = i < right->n_shared ? &right->shared[i] : NULL;
		const char *wrong = NULL;

		if (!follows || !is_same_work(is, follows))
			wrong = "does not follow from the inventory";
		else if (is->n_members != follows->n_members ||
			 memcmp(is->member, follows->member, is->n_members * sizeof(*is->member)) !=
				 0)
			wrong = "has other members than the inventory says";
		if (!wrong)
			continue;
		wsp_diags_add(stored->diags, WSP_RULE(I020), stored->shared[i].place, NULL,
			"shared work on \"%s\" %s", is->name, wrong);
		return WSP_INVALID;
	}
	return plan->n_shared == right->n_shared
		       ? WSP_OK
		       : wsp_stored_refuse_edited(
				 stored, "`shared` lacks work that follows from the inventory");
}

enum wsp_status wsp_stored_compare_derived(struct wsp_stored *stored)
{
	struct derived derived = {.works = {0}};
	enum wsp_status status = WSP_NO_MEMORY;

	wsp_diags_init(&derived.diags);
	if (derive(stored, &derived) && !derived.diags.failed)
		status = compare_statuses(stored, &derived);
	if (status == WSP_OK)
		status = compare_shared(stored, &derived);
	if (status == WSP_OK)
		status = compare_left_out(stored, &derived);
	if (status == WSP_OK)
		status = compare_counts(stored, &derived);
	if (status == WSP_OK)
		status = compare_waves(stored);
	if (status == WSP_OK)
		status = compare_phases(stored, &derived);
	wsp_diags_release(&derived.diags);
	wsp_arena_release(&derived.plan.arena);
	return status;
}
