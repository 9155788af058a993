#include "plan/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "plan/steps_parts.h"

enum part {
	PART_PREPARATION = 0,
	PART_EARLY,
	PART_SHARED,
	PART_POINTING,
	PART_BEFORE, /* and the next two again for each phase */
	PART_WAVES,
	PART_AFTERWARDS,
	PART_END
};

enum { PREPARATION_BATCH = 4096 }; /* steps, so that memory stays small whatever the plan */

static const uint32_t preparation = WSP_BIT(WSP_PLAN_ACCESS + 1) - 1;
static const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);
static const uint32_t pointing = WSP_BIT(WSP_POINT_CLIENTS);

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

static void add(struct wsp_steps *steps, wsp_server_id s, enum wsp_action action, uint32_t start,
	uint32_t finish)
{
	size_t row = wsp_step_procedure(steps->plan, s, action, steps->wave);

	if (steps->failed || !WSP_RESERVE(steps->step, steps->capacity, steps->n)) {
		steps->failed = true;
		return;
	}
	steps->step[steps->n++] = (struct wsp_step){.server = s,
		.shared = UINT32_MAX,
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

/* ConfigMgr switches links between its own servers: there is only the synchronization. */
static void add_switch(struct wsp_steps *steps, wsp_server_id s)
{
	const struct wsp_plan *plan = steps->plan;
	uint32_t verified = plan->link_start[s];

	if (plan->link_work[s] != WSP_LINK_FOLLOW) {
		verified += plan->duration[WSP_SWITCH_SYNC];
		add(steps, s, WSP_SWITCH_SYNC, plan->link_start[s], verified);
	}
	if (plan->sync_start)
		verified = plan->sync_start[s];
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

static void add_visits(struct wsp_steps *steps, const struct wsp_wave *wave)
{
	const struct wsp_plan *plan = steps->plan;

	for (uint32_t i = 0; i < wave->n_servers; i++) {
		wsp_server_id s = plan->order[wave->first_server + i];

		add_sequence(steps, s, wsp_plan_visit(plan, s), plan->start[s]);
	}
}

/* The links that are switched by hand, or those that ConfigMgr switches. */
static void add_switches(struct wsp_steps *steps, const struct wsp_wave *wave, bool by_hand)
{
	const struct wsp_plan *plan = steps->plan;

	for (uint32_t i = 0; i < wave->n_links; i++) {
		wsp_server_id s = plan->link_order[wave->first_link + i];

		if ((plan->link_work[s] != WSP_LINK_FOLLOW) == by_hand)
			add_switch(steps, s);
	}
}

bool wsp_steps_of_wave(struct wsp_steps *steps, uint32_t wave)
{
	const struct wsp_plan *plan = steps->plan;
	const struct wsp_wave *row = &plan->waves[wave];
	bool switches_first = row->number > 0 && plan->topo.inventory.policy.cutover == WSP_OVERLAP;

	steps->n = 0;
	steps->wave = wave;
	steps->phase = row->phase;
	if (switches_first)
		add_switches(steps, row, true);
	add_visits(steps, row);
	if (row->number == 0)
		add_server_repairs(steps);
	if (!switches_first)
		add_switches(steps, row, true);
	add_switches(steps, row, false);
	if (row->number == 0)
		add_unswitches(steps);
	steps->failed = steps->failed || !wsp_steps_sort(steps);
	return !steps->failed;
}

/* An action outside waves on each server that is converted in a phase and has it. */
static bool add_around(struct wsp_steps *steps, uint32_t phase, enum wsp_action action)
{
	const struct wsp_plan *plan = steps->plan;
	const struct wsp_phase *row = &plan->phases[phase];

	steps->n = 0;
	steps->wave = WSP_NO_WAVE;
	steps->phase = phase;
	for (uint32_t w = row->first_wave; w < row->first_wave + row->n_waves; w++) {
		for (uint32_t i = 0; i < plan->waves[w].n_servers; i++) {
			wsp_server_id s = plan->order[plan->waves[w].first_server + i];

			if (plan->actions[s] & WSP_BIT(action))
				add(steps, s, action, WSP_ABSENT, WSP_ABSENT);
		}
	}
	return !steps->failed;
}

bool wsp_steps_before_phase(struct wsp_steps *steps, uint32_t phase)
{
	return add_around(steps, phase, WSP_RECHECK);
}

bool wsp_steps_after_phase(struct wsp_steps *steps, uint32_t phase)
{
	return add_around(steps, phase, WSP_VERIFY_CLIENTS);
}

static void begin_preparation(struct wsp_steps *steps)
{
	steps->n = 0;
	steps->wave = WSP_NO_WAVE;
	steps->phase = 0;
}

/* The actions of `set` in the preparation, where nothing has minutes. */
static void add_undated(struct wsp_steps *steps, wsp_server_id s, uint32_t set)
{
	for (; set; set &= set - 1)
		add(steps, s, (enum wsp_action)__builtin_ctz(set), WSP_ABSENT, WSP_ABSENT);
}

bool wsp_steps_of_preparation(struct wsp_steps *steps, wsp_server_id *s)
{
	const struct wsp_plan *plan = steps->plan;

	begin_preparation(steps);
	for (; *s < plan->topo.n_servers && steps->n < PREPARATION_BATCH && !steps->failed; ++*s)
		add_undated(steps, *s, plan->actions[*s] & preparation);
	return !steps->failed;
}

bool wsp_steps_of_early(struct wsp_steps *steps, wsp_server_id *s, bool only_pointing)
{
	const struct wsp_plan *plan = steps->plan;
	uint32_t wanted = only_pointing ? pointing : ~pointing;

	begin_preparation(steps);
	if (!plan->early)
		*s = plan->topo.n_servers;
	for (; *s < plan->topo.n_servers && steps->n < PREPARATION_BATCH && !steps->failed; ++*s)
		add_undated(steps, *s, plan->actions[*s] & plan->early[*s] & wanted);
	return !steps->failed;
}

bool wsp_steps_of_shared(struct wsp_steps *steps)
{
	const struct wsp_plan *plan = steps->plan;

	begin_preparation(steps);
	for (uint32_t i = 0; i < plan->n_shared && !steps->failed; i++) {
		add_undated(steps, plan->shared[i].member[0], WSP_BIT(plan->shared[i].action));
		if (!steps->failed)
			steps->step[steps->n - 1].shared = i;
	}
	return !steps->failed;
}

static bool next_in_preparation(struct wsp_steps *steps)
{
	bool done;

	if (steps->part == PART_SHARED) {
		steps->part++;
		return wsp_steps_of_shared(steps);
	}
	done = steps->part == PART_PREPARATION
		       ? wsp_steps_of_preparation(steps, &steps->next_server)
		       : wsp_steps_of_early(
				 steps, &steps->next_server, steps->part == PART_POINTING);
	if (steps->next_server == steps->plan->topo.n_servers) {
		steps->next_server = 0;
		steps->part++;
	}
	return done;
}

/* What comes before a phase, its next wave, or what follows it when it has ended. */
static bool next_in_phases(struct wsp_steps *steps)
{
	const struct wsp_wave *waves = steps->plan->waves;
	uint32_t n_waves = steps->plan->n_waves;
	uint32_t wave = steps->next_wave;

	switch (steps->part) {
	case PART_BEFORE:
		steps->part = wave < n_waves ? PART_WAVES : PART_END;
		steps->n = 0;
		return wave == n_waves || wsp_steps_before_phase(steps, waves[wave].phase);
	case PART_WAVES:
		steps->next_wave++;
		if (wave + 1 == n_waves || waves[wave + 1].phase != waves[wave].phase)
			steps->part = PART_AFTERWARDS;
		return wsp_steps_of_wave(steps, wave);
	default:
		steps->part = PART_BEFORE;
		return wsp_steps_after_phase(steps, waves[wave - 1].phase);
	}
}

bool wsp_steps_next(struct wsp_steps *steps)
{
	bool done = true;

	steps->n = 0;
	while (done && !steps->failed && steps->n == 0 && steps->part != PART_END)
		done = steps->part < PART_BEFORE ? next_in_preparation(steps)
						 : next_in_phases(steps);
	return done && !steps->failed && steps->n > 0;
}
