#include "plan/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum part { PART_PREPARATION = 0, PART_WAVES, PART_AFTERWARDS, PART_END };

enum { PREPARATION_BATCH = 4096 }; /* steps, so that memory stays small whatever the plan */

static const uint32_t preparation = WSP_BIT(WSP_PLAN_ACCESS + 1) - 1;
static const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

static size_t count_procedures(void)
{
	size_t n = 0;

	while (wsp_procedures[n].id)
		n++;
	return n;
}

/* Where the plan has the procedure of table row `row`; one of the same action if it lacks it. */
static uint16_t find_procedure(const struct wsp_plan *plan, size_t row)
{
	uint16_t same_action = UINT16_MAX;

	for (uint16_t i = 0; i < plan->n_procedures; i++) {
		if (strcmp(plan->procedure[i].id, wsp_procedures[row].id) == 0)
			return i;
		if (plan->procedure[i].action == wsp_procedures[row].action)
			same_action = i;
	}
	return same_action;
}

void wsp_steps_begin(struct wsp_steps *steps, const struct wsp_plan *plan)
{
	size_t n = count_procedures();

	*steps = (struct wsp_steps){.plan = plan, .wave = WSP_NO_WAVE};
	steps->procedure_of = calloc(n + 1, sizeof(*steps->procedure_of));
	steps->failed = !steps->procedure_of;
	for (size_t row = 0; row < n && !steps->failed; row++)
		steps->procedure_of[row] = find_procedure(plan, row);
}

void wsp_steps_release(struct wsp_steps *steps)
{
	free(steps->step);
	free(steps->sorted);
	free(steps->minute);
	free(steps->procedure_of);
	*steps = (struct wsp_steps){0};
}

/*
 * Whether the API of `s` requires HTTPS when `action` is done to it in `wave`. Links of the repair
 * wave come after its servers, and links of another wave never fall into the visit of `s`.
 */
static bool api_https(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action, uint32_t wave)
{
	bool at_start = wsp_plan_https_at_start(plan, s);
	bool in_visit = WSP_BIT(action) & WSP_VISIT;

	if (wave == WSP_NO_WAVE)
		return action == WSP_VERIFY_CLIENTS || at_start;
	if (plan->wave[s] != WSP_NO_WAVE && plan->wave[s] < wave)
		return true;
	if (plan->wave[s] == wave)
		return at_start || !in_visit || action >= WSP_REQUIRE_SSL;
	return at_start && (action == WSP_UNREQUIRE_SSL || !plan->repair ||
				   !(plan->repair[s] & WSP_BIT(WSP_UNREQUIRE_SSL)));
}

static size_t procedure_row(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action, uint32_t wave)
{
	const struct wsp_procedure *procedure = wsp_procedure_select(
		action, &plan->topo.server[s], api_https(plan, s, action, wave));

	return (size_t)(procedure - wsp_procedures);
}

static void add(struct wsp_steps *steps, wsp_server_id s, enum wsp_action action, uint32_t start,
	uint32_t finish)
{
	size_t row = procedure_row(steps->plan, s, action, steps->wave);

	if (steps->failed || !WSP_RESERVE(steps->step, steps->capacity, steps->n)) {
		steps->failed = true;
		return;
	}
	steps->step[steps->n++] = (struct wsp_step){.server = s,
		.phase = steps->phase,
		.wave = steps->wave,
		.start = start,
		.finish = finish,
		.procedure = steps->procedure_of[row],
		.action = (uint8_t)action};
}

/* The actions of `set` one after the other from minute `at`. */
static void add_sequence(struct wsp_steps *steps, wsp_server_id s, uint32_t set, uint32_t at)
{
	for (unsigned action = 0; action < WSP_N_ACTIONS; action++) {
		uint32_t finish = at + steps->plan->duration[action];

		if (!(set & WSP_BIT(action)))
			continue;
		add(steps, s, (enum wsp_action)action, at, finish);
		at = finish;
	}
}

static void add_switch(struct wsp_steps *steps, wsp_server_id s)
{
	const struct wsp_plan *plan = steps->plan;
	uint32_t start = plan->link_start[s];
	uint32_t verified = start + plan->duration[WSP_SWITCH_SYNC];

	add(steps, s, WSP_SWITCH_SYNC, start, verified);
	add(steps, s, WSP_VERIFY_SYNC, verified,
		verified + plan->duration[WSP_VERIFY_SYNC] + plan->unattended[WSP_VERIFY_SYNC]);
}

static void add_server_repairs(struct wsp_steps *steps)
{
	const struct wsp_plan *plan = steps->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->repair[s] & ~unswitch)
			add_sequence(steps, s, plan->repair[s] & ~unswitch, plan->repair_start[s]);
	}
}

static void add_unswitches(struct wsp_steps *steps)
{
	const struct wsp_plan *plan = steps->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->repair[s] & unswitch)
			add_sequence(steps, s, unswitch, plan->unswitch_start[s]);
	}
}

static void swap_with_sorted(struct wsp_steps *steps)
{
	struct wsp_step *step = steps->step;
	size_t capacity = steps->capacity;

	steps->step = steps->sorted;
	steps->capacity = steps->sorted_capacity;
	steps->sorted = step;
	steps->sorted_capacity = capacity;
}

enum { DIGIT_BITS = 16, DIGITS = 1 << DIGIT_BITS };

/* One stable pass of a counting sort, by `n_counts` values of (start - first) >> shift. */
static void sort_pass(struct wsp_steps *steps, uint32_t first, unsigned shift, uint32_t n_counts)
{
	uint32_t sum = 0;

	memset(steps->minute, 0, n_counts * sizeof(*steps->minute));
	for (size_t i = 0; i < steps->n; i++)
		steps->minute[((steps->step[i].start - first) >> shift) % DIGITS]++;
	for (uint32_t m = 0; m < n_counts; m++) {
		uint32_t count = steps->minute[m];

		steps->minute[m] = sum;
		sum += count;
	}
	for (size_t i = 0; i < steps->n; i++) {
		uint32_t digit = ((steps->step[i].start - first) >> shift) % DIGITS;

		steps->sorted[steps->minute[digit]++] = steps->step[i];
	}
	swap_with_sorted(steps);
}

/* Stable, by start minute: in one pass, or digit by digit if the wave lasts longer than that. */
static bool sort_by_start(struct wsp_steps *steps)
{
	uint32_t first = UINT32_MAX;
	uint32_t last = 0;
	uint32_t n_counts;

	for (size_t i = 0; i < steps->n; i++) {
		first = steps->step[i].start < first ? steps->step[i].start : first;
		last = steps->step[i].start > last ? steps->step[i].start : last;
	}
	if (steps->n < 2)
		return true;
	n_counts = last - first < DIGITS ? last - first + 1 : DIGITS;
	if (!WSP_RESERVE(steps->sorted, steps->sorted_capacity, steps->n - 1) ||
		!WSP_RESERVE(steps->minute, steps->minute_capacity, n_counts - 1))
		return false;
	sort_pass(steps, first, 0, n_counts);
	if (last - first < DIGITS)
		return true;
	if (!WSP_RESERVE(steps->sorted, steps->sorted_capacity, steps->n - 1))
		return false;
	sort_pass(steps, first, DIGIT_BITS, DIGITS);
	return true;
}

bool wsp_steps_of_wave(struct wsp_steps *steps, uint32_t wave)
{
	const struct wsp_plan *plan = steps->plan;
	const struct wsp_wave *row = &plan->waves[wave];

	steps->n = 0;
	steps->wave = wave;
	steps->phase = row->phase;
	for (uint32_t i = 0; i < row->n_servers; i++) {
		wsp_server_id s = plan->order[row->first_server + i];

		add_sequence(steps, s, wsp_plan_visit(plan, s), plan->start[s]);
	}
	if (row->number == 0)
		add_server_repairs(steps);
	for (uint32_t i = 0; i < row->n_links; i++)
		add_switch(steps, plan->link_order[row->first_link + i]);
	if (row->number == 0)
		add_unswitches(steps);
	steps->failed = steps->failed || !sort_by_start(steps);
	return !steps->failed;
}

bool wsp_steps_after_phase(struct wsp_steps *steps, uint32_t phase)
{
	const struct wsp_plan *plan = steps->plan;
	const struct wsp_phase *row = &plan->phases[phase];

	steps->n = 0;
	steps->wave = WSP_NO_WAVE;
	steps->phase = phase;
	for (uint32_t w = row->first_wave; w < row->first_wave + row->n_waves; w++) {
		for (uint32_t i = 0; i < plan->waves[w].n_servers; i++) {
			wsp_server_id s = plan->order[plan->waves[w].first_server + i];

			if (plan->actions[s] & WSP_BIT(WSP_VERIFY_CLIENTS))
				add(steps, s, WSP_VERIFY_CLIENTS, WSP_ABSENT, WSP_ABSENT);
		}
	}
	return !steps->failed;
}

bool wsp_steps_of_preparation(struct wsp_steps *steps, wsp_server_id *s)
{
	const struct wsp_plan *plan = steps->plan;

	steps->n = 0;
	steps->wave = WSP_NO_WAVE;
	steps->phase = 0;
	while (*s < plan->topo.n_servers && steps->n < PREPARATION_BATCH && !steps->failed) {
		for (unsigned action = 0; action <= WSP_PLAN_ACCESS; action++) {
			if (plan->actions[*s] & preparation & WSP_BIT(action))
				add(steps, *s, (enum wsp_action)action, WSP_ABSENT, WSP_ABSENT);
		}
		++*s;
	}
	return !steps->failed;
}

/* The next wave, or what follows the phase that has just ended. */
static bool next_in_phases(struct wsp_steps *steps)
{
	const struct wsp_plan *plan = steps->plan;
	bool more = steps->next_wave < plan->n_waves;

	if (steps->part == PART_AFTERWARDS) {
		steps->part = more ? PART_WAVES : PART_END;
		return wsp_steps_after_phase(steps, plan->waves[steps->next_wave - 1].phase);
	}
	if (!more) {
		steps->part = PART_END;
		steps->n = 0;
		return true;
	}
	steps->next_wave++;
	if (steps->next_wave == plan->n_waves ||
		plan->waves[steps->next_wave].phase != plan->waves[steps->next_wave - 1].phase)
		steps->part = PART_AFTERWARDS;
	return wsp_steps_of_wave(steps, steps->next_wave - 1);
}

bool wsp_steps_next(struct wsp_steps *steps)
{
	steps->n = 0;
	while (!steps->failed && steps->n == 0 && steps->part != PART_END) {
		if (steps->part == PART_PREPARATION) {
			if (!wsp_steps_of_preparation(steps, &steps->next_server))
				return false;
			if (steps->next_server == steps->plan->topo.n_servers)
				steps->part = PART_WAVES;
		} else if (!next_in_phases(steps)) {
			return false;
		}
	}
	return !steps->failed && steps->n > 0;
}

/* The wave in which an action is done to a server, WSP_NO_WAVE outside waves. */
static uint32_t wave_of(const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action)
{
	uint32_t bit = WSP_BIT(action);

	if (plan->repair && (plan->repair[s] & bit))
		return 0; /* the repair wave is the first of all */
	if (bit & WSP_VISIT)
		return plan->wave[s];
	return action == WSP_SWITCH_SYNC || action == WSP_VERIFY_SYNC ? plan->link_wave[s]
								      : WSP_NO_WAVE;
}

/* What the choice of a server's procedures depends on. Neighbours are mostly alike. */
static uint64_t likeness(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];
	uint64_t link_after = plan->link_wave[s] > plan->wave[s];
	uint64_t link_beside = plan->link_wave[s] == plan->wave[s];
	uint64_t likeness = plan->actions[s];

	likeness = likeness << 3 | server->clients_by;
	likeness = likeness << 3 | server->https;
	likeness = likeness << 2 | server->restart;
	likeness = likeness << 2 | server->certificate_source;
	return likeness << 2 | link_after << 1 | link_beside;
}

void wsp_steps_mark_procedures(const struct wsp_plan *plan, bool *used)
{
	uint64_t before = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint64_t own = likeness(plan, s);

		if (plan->actions[s] == 0 || (own == before && !plan->repair))
			continue;
		before = own;
		for (uint32_t set = plan->actions[s]; set; set &= set - 1) {
			enum wsp_action action = (enum wsp_action)__builtin_ctz(set);

			used[procedure_row(plan, s, action, wave_of(plan, s, action))] = true;
		}
	}
}

/* The next child of `s` from `*cursor` on whose conversion in this plan comes before that of `s`.
 */
static bool next_converted_child(const struct wsp_plan *plan, wsp_server_id s, uint32_t *cursor,
	struct wsp_dependency *ret_dependency)
{
	wsp_server_id child = plan->topo.child_begin[s] + *cursor;

	while (child < plan->topo.child_begin[s + 1] &&
		(plan->wave[child] == WSP_NO_WAVE || plan->wave[child] >= plan->wave[s]))
		child++;
	*cursor = child - plan->topo.child_begin[s] + 1;
	*ret_dependency = (struct wsp_dependency){WSP_VERIFY_SERVER, child};
	return child < plan->topo.child_begin[s + 1];
}

/* What the upstream has to have done before its downstream is switched; once only. */
static bool upstream_ready(const struct wsp_plan *plan, wsp_server_id s, uint32_t *cursor,
	struct wsp_dependency *ret_dependency)
{
	wsp_server_id upstream = plan->topo.parent[s];

	if ((*cursor)++ > 0 || upstream == WSP_NO_SERVER ||
		!(plan->actions[upstream] & WSP_BIT(WSP_VERIFY_SERVER)) ||
		plan->wave[upstream] == WSP_NO_WAVE || plan->wave[upstream] > plan->link_wave[s])
		return false;
	*ret_dependency = (struct wsp_dependency){WSP_VERIFY_SERVER, upstream};
	return true;
}

bool wsp_step_dependency(const struct wsp_plan *plan, const struct wsp_step *step, uint32_t *cursor,
	struct wsp_dependency *ret_dependency)
{
	if (step->action == WSP_REQUIRE_SSL)
		return next_converted_child(plan, step->server, cursor, ret_dependency);
	if (step->action == WSP_SWITCH_SYNC)
		return upstream_ready(plan, step->server, cursor, ret_dependency);
	return false;
}
