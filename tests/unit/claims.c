#include "claims.h"

#include <stdlib.h>

#include "base/array.h"
#include "plan/steps.h"

static bool read_batch(struct claimed *claimed, const struct wsp_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct wsp_step *step = &steps->step[i];
		const struct wsp_plan *plan = steps->plan;

		if (!WSP_RESERVE(claimed->step, claimed->capacity, claimed->n_steps))
			return false;
		claimed->step[claimed->n_steps++] = (struct wsp_claim){
			.server = step->server,
			.phase = step->phase,
			.wave = step->wave == WSP_NO_WAVE ? UINT32_MAX
							  : plan->waves[step->wave].number,
			.start = step->start,
			.finish = step->finish,
			.procedure = &plan->procedure[step->procedure],
			.action = step->action,
		};
	}
	return true;
}

static bool read_steps(struct claimed *claimed, const struct wsp_plan *plan)
{
	struct wsp_steps steps;
	bool fits = true;

	wsp_steps_begin(&steps, plan);
	while (fits && wsp_steps_next(&steps))
		fits = read_batch(claimed, &steps);
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

bool claimed_read(struct claimed *claimed, const struct wsp_plan *plan)
{
	uint32_t n = plan->topo.n_servers;

	*claimed = (struct claimed){
		.claims = {.topo = &plan->topo,
			.today = plan->today,
			.n_phases = plan->n_phases,
			.waived = plan->n_waivers > 0},
		.server = calloc(n + 1, sizeof(*claimed->server)),
		.safe_to_stop = calloc(plan->n_phases + 2, sizeof(bool)),
	};
	if (!claimed->server || !claimed->safe_to_stop || !read_steps(claimed, plan)) {
		claimed_release(claimed);
		return false;
	}
	for (wsp_server_id s = 0; s < n; s++) {
		claimed->server[s].status = plan->status[s];
		claimed->server[s].outage_minutes = wsp_plan_link_outage(plan, s);
	}
	read_strategies(claimed, plan);
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		if (plan->unscheduled[i].reason && plan->unscheduled[i].reason[0])
			claimed->server[plan->unscheduled[i].server].unscheduled = true;
	}
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++)
		claimed->safe_to_stop[phase] = plan->phases[phase].safe_to_stop;
	claimed_refresh(claimed);
	return true;
}

void claimed_refresh(struct claimed *claimed)
{
	claimed->claims.step = claimed->step;
	claimed->claims.n_steps = claimed->n_steps;
	claimed->claims.server = claimed->server;
	claimed->claims.safe_to_stop = claimed->safe_to_stop;
}

void claimed_release(struct claimed *claimed)
{
	free(claimed->step);
	free(claimed->server);
	free(claimed->safe_to_stop);
	*claimed = (struct claimed){0};
}
