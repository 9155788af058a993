/* Minutes: phases, waves and steps follow each other, and steps take as long as they take. */
#include <string.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

/* What may be done in the preparation already: additive, and of use only there. */
#define EARLY                                                                                      \
	(WSP_BIT(WSP_BACK_UP) | WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS) |          \
		WSP_BIT(WSP_POINT_CLIENTS))

static bool may_be_early(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	return (EARLY & WSP_BIT(step->action)) &&
	       (wsp_trial_is_overlap(trial) || wsp_trial_is(trial, step->server, WSP_FACT_IN_SET));
}

/* What is done a day before or after a phase is done in that of the conversion. */
static bool is_beside_conversion(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);

	return step->phase > 0 && step->wave == UINT32_MAX &&
	       (!verified || verified->phase == step->phase);
}

static bool is_place_right(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	switch (wsp_actions[step->action].part) {
	case WSP_PART_PREPARATION:
		return step->phase == 0 && step->wave == UINT32_MAX;
	case WSP_PART_BEFORE:
	case WSP_PART_AFTERWARDS:
		return is_beside_conversion(trial, step);
	case WSP_PART_REPAIR:
		return step->phase == 1 && step->wave == 0;
	default:
		if (step->phase == 0)
			return step->wave == UINT32_MAX && may_be_early(trial, step);
		return step->wave != UINT32_MAX && (step->wave > 0 || step->phase == 1);
	}
}

/* Where in its phase a step belongs: before the waves, into one of them, after them. */
static uint64_t turn(const struct wsp_claim *step)
{
	if (step->wave != UINT32_MAX)
		return (uint64_t)step->wave + 1;
	return wsp_actions[step->action].part == WSP_PART_BEFORE ? 0 : UINT64_MAX;
}

static const char *disorder(
	const struct wsp_trial *trial, const struct wsp_claim *before, const struct wsp_claim *step)
{
	if (!is_place_right(trial, step))
		return "does not belong into this phase or wave";
	if (!before || before->phase < step->phase)
		return NULL;
	if (before->phase > step->phase)
		return "comes after a later phase";
	if (step->phase > 0 && turn(before) != turn(step))
		return turn(before) < turn(step) ? NULL : "comes after a later wave";
	return step->start == WSP_ABSENT || before->start == WSP_ABSENT ||
			       before->start <= step->start
		       ? NULL
		       : "comes after a step that starts later";
}

/* Actions of a visit are in the article's order, which is the table's; so are those of its early
   part. */
static bool keeps_article(struct wsp_trial *trial, const struct wsp_claim *step)
{
	uint32_t later = ~(WSP_BIT(step->action + 1) - 1) & WSP_VISIT;
	uint32_t *done = step->phase == 0 ? trial->also : trial->done;
	bool keeps;

	if (!(WSP_BIT(step->action) & WSP_VISIT) ||
		(step->phase > 0 && !wsp_trial_in_visit(trial, step)))
		return true;
	keeps = !(done[step->server] & later);
	done[step->server] |= WSP_BIT(step->action);
	return keeps;
}

/* What several servers share is prepared for all of them. */
static void check_shared_place(struct wsp_trial *trial, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];

	if (wsp_trial_step_set(trial, i) != WSP_NO_SET &&
		(step->phase != 0 || step->wave != UINT32_MAX || step->start != WSP_ABSENT))
		wsp_trial_report(trial, i, WSP_NO_SERVER,
			"%s of several servers does not belong into this phase or wave",
			wsp_actions[step->action].name);
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
				wsp_trial_report(trial, i, trial->claims->step[i].server,
					"there is no phase P%u", trial->claims->step[i].phase);
			else
				check_shared_place(trial, i);
			continue;
		}
		wrong = disorder(trial, before, step);
		if (!wrong && !keeps_article(trial, step))
			wrong = "comes after a later action of the same visit";
		if (wrong)
			wsp_trial_report(trial, i, step->server, "%s of %s %s",
				wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
				wrong);
		before = step;
	}
}

static const char *wrong_length(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	uint64_t length = (uint64_t)trial->minutes[step->action] + trial->unattended[step->action];

	if (!wsp_trial_has_minutes(step))
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

/* `also` keeps the finish of each server's last step in the phase, `done` that phase. */
static const char *overlap(
	struct wsp_trial *trial, const struct clock *clock, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;
	bool same_phase = trial->done[s] == step->phase;
	const char *wrong = NULL;

	if (step->start < clock->wave_begins)
		wrong = "starts before the wave before it is over";
	if (same_phase && step->start < trial->also[s])
		wrong = "overlaps another step on it";
	if (!same_phase || step->finish > trial->also[s])
		trial->also[s] = step->finish;
	trial->done[s] = step->phase;
	return wrong;
}

/* What is done in waves takes somebody's time. */
static void check_hands_on(struct wsp_trial *trial)
{
	const struct wsp_claims *claims = trial->claims;
	unsigned long long minutes = 0;

	for (size_t i = 0; i < claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (step && wsp_trial_has_minutes(step))
			minutes += trial->minutes[step->action];
	}
	if (claims->hands_on != UINT64_MAX && claims->hands_on != minutes)
		wsp_trial_report_at(trial, claims->strategy,
			"the steps take %llu min of operators, not %llu", minutes,
			(unsigned long long)claims->hands_on);
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
		if (!wrong && wsp_trial_has_minutes(step)) {
			advance(&clock, step);
			wrong = overlap(trial, &clock, step);
		}
		if (wrong)
			wsp_trial_report(trial, i, step->server, "%s of %s %s",
				wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
				wrong);
	}
	wsp_check_wave_minutes(trial);
	check_hands_on(trial);
}
