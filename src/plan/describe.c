#include "plan/describe.h"

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

bool wsp_phases_describe(struct wsp_plan *plan, const bool *canary, bool safe_to_stop)
{
	for (uint32_t i = 1; i <= plan->n_phases; i++) {
		struct wsp_phase *phase = &plan->phases[i];

		phase->canary = is_canary(plan, canary, phase);
		phase->title = tell_title(plan, phase);
		phase->safe_to_stop = safe_to_stop;
		if (!phase->title)
			return false;
	}
	return true;
}
