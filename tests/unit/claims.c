#include "claims.h"

#include <stdlib.h>

#include "base/array.h"
#include "plan/back_out.h"
#include "plan/steps.h"

static struct wsp_claim read_step(const struct wsp_plan *plan, const struct wsp_step *step)
{
	bool has_minutes = step->start != WSP_ABSENT;

	return (struct wsp_claim){
		.server = step->server,
		.shared = step->shared,
		.phase = step->phase,
		.wave = step->wave == WSP_NO_WAVE ? UINT32_MAX : plan->waves[step->wave].number,
		.start = step->start,
		.finish = step->finish,
		.start_at = has_minutes ? wsp_plan_moment(plan, step->phase, step->start)
					: WSP_NO_MOMENT,
		.finish_at = has_minutes ? wsp_plan_moment(plan, step->phase, step->finish)
					 : WSP_NO_MOMENT,
		.procedure = &plan->procedure[step->procedure],
		.action = step->action,
	};
}

static bool read_steps(struct claimed *claimed, const struct wsp_plan *plan)
{
	struct wsp_steps steps;
	bool fits = true;

	wsp_steps_begin(&steps, plan);
	while (fits && wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n && fits; i++) {
			fits = WSP_RESERVE(claimed->step, claimed->capacity, claimed->n_steps);
			if (fits)
				claimed->step[claimed->n_steps++] = read_step(plan, &steps.step[i]);
		}
	}
	fits = fits && !steps.failed;
	wsp_steps_release(&steps);
	return fits;
}

/* Servers of an overridden tree are those whose root is. */
static void read_strategies(struct claimed *claimed, const struct wsp_plan *plan)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		wsp_server_id up = plan->topo.parent[s];

		claimed->server[s].strategy =
			up == WSP_NO_SERVER ? (uint8_t)plan->chosen : claimed->server[up].strategy;
		for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
			if (plan->tree_choice[i].root == s)
				claimed->server[s].strategy =
					(uint8_t)plan->tree_choice[i].strategy;
		}
	}
}

static uint32_t https_from(const struct wsp_plan *plan, wsp_server_id s)
{
	uint32_t phase;

	if (plan->topo.parent[s] == WSP_NO_SERVER || plan->status[s] == WSP_STATUS_RETIRED)
		return WSP_ABSENT;
	phase = wsp_plan_link_https_from(plan, s);
	return phase == UINT32_MAX ? WSP_NEVER : phase;
}

static void read_servers(struct claimed *claimed, const struct wsp_plan *plan)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t wave = plan->wave[s];

		claimed->server[s] = (struct wsp_server_claim){
			.level = plan->topo.level[s],
			.height = plan->topo.height[s],
			.phase = wave == WSP_NO_WAVE ? 0 : plan->waves[wave].phase,
			.wave = wave == WSP_NO_WAVE ? WSP_ABSENT : plan->waves[wave].number,
			.wave_phase = wave == WSP_NO_WAVE ? 0 : plan->waves[wave].phase,
			.outage_minutes = wsp_plan_link_outage(plan, s),
			.https_from = https_from(plan, s),
			.status = plan->status[s],
		};
	}
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		if (plan->unscheduled[i].reason && plan->unscheduled[i].reason[0])
			claimed->server[plan->unscheduled[i].server].unscheduled = true;
	}
}

static void read_phases(struct claimed *claimed, const struct wsp_plan *plan)
{
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		const struct wsp_phase *row = &plan->phases[phase];
		uint32_t last = wsp_plan_point_of_no_return(plan, phase);

		claimed->phase[phase] = (struct wsp_phase_claim){
			.opens = plan->dated ? row->opens : WSP_NO_MOMENT,
			.closes = plan->dated ? row->closes : WSP_NO_MOMENT,
			.begin = plan->dated ? row->begin : WSP_NO_MOMENT,
			.minutes = row->minutes,
			.length = row->length,
			.reserve = row->reserve,
			.point_of_no_return = last,
			.point_of_no_return_at = wsp_plan_moment(plan, phase, last),
			.gate = row->gate,
			.abort_conversions = row->abort_conversions,
			.abort_switches = row->abort_switches,
			.safe_to_stop = row->safe_to_stop ? WSP_YES : WSP_NO,
			.window = row->window,
			.clients = row->clients,
			.canary = row->canary,
		};
	}
}

static void read_waves(struct claimed *claimed, const struct wsp_plan *plan)
{
	for (uint32_t i = 0; i < plan->n_waves; i++) {
		struct wsp_back_out back_out = wsp_plan_back_out(plan, i);
		uint32_t phase = plan->waves[i].phase;

		claimed->wave[i] = (struct wsp_wave_claim){
			.phase = phase,
			.number = plan->waves[i].number,
			.start = plan->waves[i].start,
			.finish = plan->waves[i].finish,
			.minutes = back_out.minutes,
			.decide_by = back_out.decide_by,
			.decide_by_at = wsp_plan_moment(plan, phase, back_out.decide_by),
		};
	}
}

static void read_shared(struct claimed *claimed, const struct wsp_plan *plan)
{
	for (uint32_t i = 0; i < plan->n_shared; i++) {
		claimed->shared[i] = (struct wsp_shared_claim){
			.action = plan->shared[i].action,
			.policy = plan->shared[i].policy,
			.object = plan->shared[i].object,
			.member = plan->shared[i].member,
			.n_members = plan->shared[i].n_members,
		};
	}
}

bool claimed_read(struct claimed *claimed, const struct wsp_plan *plan)
{
	*claimed = (struct claimed){
		.claims = {.topo = &plan->topo,
			.today = plan->today,
			.dated = plan->dated,
			.now = plan->now,
			.n_phases = plan->n_phases,
			.n_waves = plan->n_waves,
			.n_shared = plan->n_shared,
			.lower_bound = plan->lower_bound,
			.hands_on = plan->hands_on,
			.optimal = plan->optimal,
			.chosen = (uint8_t)plan->chosen,
			.n_waivers = plan->n_waivers,
			.accept_waivers = true},
		.server = calloc(plan->topo.n_servers + 1, sizeof(*claimed->server)),
		.phase = calloc(plan->n_phases + 2, sizeof(*claimed->phase)),
		.wave = calloc(plan->n_waves + 1, sizeof(*claimed->wave)),
		.shared = calloc(plan->n_shared + 1, sizeof(*claimed->shared)),
	};
	if (!claimed->server || !claimed->phase || !claimed->wave || !claimed->shared ||
		!read_steps(claimed, plan)) {
		claimed_release(claimed);
		return false;
	}
	read_servers(claimed, plan);
	read_strategies(claimed, plan);
	read_phases(claimed, plan);
	read_waves(claimed, plan);
	read_shared(claimed, plan);
	claimed_refresh(claimed);
	return true;
}

void claimed_refresh(struct claimed *claimed)
{
	claimed->claims.step = claimed->step;
	claimed->claims.n_steps = claimed->n_steps;
	claimed->claims.server = claimed->server;
	claimed->claims.phase = claimed->phase;
	claimed->claims.wave = claimed->wave;
	claimed->claims.shared = claimed->shared;
}

void claimed_release(struct claimed *claimed)
{
	free(claimed->step);
	free(claimed->server);
	free(claimed->phase);
	free(claimed->wave);
	free(claimed->shared);
	*claimed = (struct claimed){0};
}
