#include "plan/describe.h"

#include "plan/stage.h"

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

static bool is_canary(
	const struct wsp_plan *plan, const bool *canary, const struct wsp_phase *phase)
{
	const struct wsp_wave *last = &plan->waves[phase->first_wave + phase->n_waves - 1];

	return canary && last->number > 0 && canary[plan->order[last->first_server]];
}

static const char *tell_title(struct wsp_plan *plan, const struct wsp_phase *phase)
{
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

/* Whether `s` requires SSL after phase `phase`. */
static bool enforces(const struct wsp_plan *plan, wsp_server_id s, uint32_t phase)
{
	bool stops = plan->repair && (plan->repair[s] & WSP_BIT(WSP_UNREQUIRE_SSL));

	if (plan->phase[s] > 0 && plan->phase[s] <= phase)
		return true;
	return !stops && wsp_stage_tell(&plan->topo, &plan->topo.server[s], plan->today) >=
				 WSP_STAGE_ENFORCING;
}

/* Whether some nodes of a load balancer require SSL after the phase and others do not. */
static bool is_split(
	const struct wsp_plan *plan, const struct wsp_services *services, uint32_t phase)
{
	for (uint32_t i = 0; i < services->n_services; i++) {
		const struct wsp_service *service = &services->service[i];
		uint32_t n = 0;

		if (service->policy || service->kind != WSP_GROUP_LOAD_BALANCER)
			continue;
		for (uint32_t m = 0; m < service->n_members; m++)
			n += enforces(plan, service->member[m], phase);
		if (n > 0 && n < service->n_members)
			return true;
	}
	return false;
}

bool wsp_phases_describe(struct wsp_plan *plan, const struct wsp_services *services,
	const bool *canary, bool safe_to_stop)
{
	for (uint32_t i = 1; i <= plan->n_phases; i++) {
		struct wsp_phase *phase = &plan->phases[i];

		phase->canary = is_canary(plan, canary, phase);
		phase->title = tell_title(plan, phase);
		phase->safe_to_stop = safe_to_stop && !is_split(plan, services, i);
		if (!phase->title)
			return false;
	}
	return true;
}
