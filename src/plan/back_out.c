#include "plan/back_out.h"

static uint32_t minutes_of_one(void)
{
	uint32_t minutes = 0;

	for (unsigned action = 0; action < WSP_N_ACTIONS; action++)
		minutes += wsp_actions[action].back_out;
	return minutes;
}

struct wsp_back_out wsp_plan_back_out(const struct wsp_plan *plan, uint32_t wave)
{
	const struct wsp_phase *phase = &plan->phases[plan->waves[wave].phase];
	uint32_t least = plan->topo.inventory.policy.rollback_reserve;
	uint32_t operators = plan->operators > 0 ? plan->operators : 1;
	struct wsp_back_out back_out = {0};
	uint64_t minutes;

	/* waves follow each other in plan->order */
	back_out.servers = plan->waves[wave].first_server + plan->waves[wave].n_servers -
			   plan->waves[phase->first_wave].first_server;
	minutes = ((uint64_t)back_out.servers + operators - 1) / operators * minutes_of_one();
	if (back_out.servers > 0 && least != WSP_ABSENT && minutes < least)
		minutes = least;
	back_out.minutes = minutes < WSP_ABSENT ? (uint32_t)minutes : WSP_ABSENT - 1;
	back_out.decide_by =
		phase->length > back_out.minutes ? phase->length - back_out.minutes : 0;
	return back_out;
}
