/* Minutes: phases, waves and steps follow each other, and steps take as long as they take. */
#include <string.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

static bool is_place_right(const struct wsp_claim *step)
{
	switch (wsp_actions[step->action].part) {
	case WSP_PART_PREPARATION:
		return step->phase == 0 && step->wave == UINT32_MAX;
	case WSP_PART_AFTERWARDS:
		return step->phase > 0 && step->wave == UINT32_MAX;
	case WSP_PART_REPAIR:
		return step->phase == 1 && step->wave == 0;
	default:
		return step->phase > 0 && step->wave != UINT32_MAX &&
		       (step->wave > 0 || step->phase == 1);
	}
}

static const char *disorder(const struct wsp_claim *before, const struct wsp_claim *step)
{
	if (!is_place_right(step))
		return "does not belong into this phase or wave";
	if (!before || before->phase < step->phase)
		return NULL;
	if (before->phase > step->phase)
		return "comes after a later phase";
	if (before->wave != step->wave)
		return before->wave < step->wave ? NULL : "comes after a later wave";
	return step->start == WSP_ABSENT || before->start <= step->start
		       ? NULL
		       : "comes after a step that starts later";
}

/* Actions of a visit are in the article's order, which is the table's. */
static bool keeps_article(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	uint32_t later = ~(WSP_BIT(step->action + 1) - 1) & WSP_VISIT;

	return !wsp_trial_in_visit(trial, step) || !(trial->done[step->server] & later);
}

void wsp_check_order(struct wsp_trial *trial)
{
	const struct wsp_claim *before = NULL;

	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		const char *wrong;

		if (!step) {
			if (trial->claims->step[i].phase > trial->claims->n_phases)
				wsp_trial_report(trial, i, "there is no phase P%u",
					trial->claims->step[i].phase);
			continue;
		}
		wrong = disorder(before, step);
		if (!wrong && !keeps_article(trial, step))
			wrong = "comes after a later action of the same visit";
		if (wrong)
			wsp_trial_report(trial, i, "%s of %s %s", wsp_actions[step->action].name,
				wsp_topology_fqdn(trial->topo, step->server), wrong);
		if (wsp_trial_in_visit(trial, step))
			trial->done[step->server] |= WSP_BIT(step->action);
		before = step;
	}
}

static bool has_minutes(const struct wsp_claim *step)
{
	return step->phase > 0 && step->wave != UINT32_MAX;
}

static const char *wrong_length(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	uint64_t length = (uint64_t)trial->minutes[step->action] + trial->unattended[step->action];

	if (!has_minutes(step))
		return step->start == WSP_ABSENT && step->finish == WSP_ABSENT ? NULL
									       : "has minutes";
	if (step->start == WSP_ABSENT || step->finish < step->start)
		return "has no minutes";
	return step->finish - step->start == length ? NULL : "takes another time";
}

/* Where a wave may begin: when all before it in its phase is over. */
struct clock {
	uint32_t phase, wave;
	uint32_t wave_begins;
	uint32_t finish; /* of what was seen in the phase */
};

static void advance(struct clock *clock, const struct wsp_claim *step)
{
	if (clock->phase != step->phase)
		*clock = (struct clock){.phase = step->phase, .wave = step->wave};
	if (clock->wave != step->wave) {
		clock->wave = step->wave;
		clock->wave_begins = clock->finish;
	}
	if (step->finish > clock->finish)
		clock->finish = step->finish;
}

/* `busy_until` keeps the finish of each server's last step in the phase, `done` that phase. */
static const char *overlap(
	struct wsp_trial *trial, const struct clock *clock, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;
	bool same_phase = trial->done[s] == step->phase;
	const char *wrong = NULL;

	if (step->start < clock->wave_begins)
		wrong = "starts before the wave before it is over";
	if (same_phase && step->start < trial->busy_until[s])
		wrong = "overlaps another step on it";
	if (!same_phase || step->finish > trial->busy_until[s])
		trial->busy_until[s] = step->finish;
	trial->done[s] = step->phase;
	return wrong;
}

void wsp_check_minutes(struct wsp_trial *trial)
{
	struct clock clock = {0};

	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		const char *wrong;

		if (!step)
			continue;
		wrong = wrong_length(trial, step);
		if (!wrong && has_minutes(step)) {
			advance(&clock, step);
			wrong = overlap(trial, &clock, step);
		}
		if (wrong)
			wsp_trial_report(trial, i, "%s of %s %s", wsp_actions[step->action].name,
				wsp_topology_fqdn(trial->topo, step->server), wrong);
	}
}
