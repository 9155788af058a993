/* Giving up: the failures at which a phase is, and how long it takes to back out of each wave. */
#include "plan/verify_trial.h"

/* An amount of `abort`: a count, or a part of `n` rounded up; at least one. */
static uint64_t amount(uint32_t given, uint32_t n)
{
	uint64_t count = given;

	if (given & WSP_PERMILLE)
		count = ((uint64_t)(given & ~WSP_PERMILLE) * n + 999) / 1000;
	return count > 0 ? count : 1;
}

void wsp_check_abort(struct wsp_trial *trial)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;

	for (uint32_t phase = 1; phase <= trial->claims->n_phases; phase++) {
		const struct wsp_phase_claim *row = &trial->claims->phase[phase];
		uint64_t conversions = amount(policy->failed_conversions, trial->visits[phase]);
		uint64_t switches = amount(policy->failed_switches, trial->links[phase]);

		if (row->abort_conversions != WSP_ABSENT && row->abort_conversions != conversions)
			wsp_trial_report_at(trial, row->place,
				"phase P%u is given up at %llu failed conversions, not %u", phase,
				(unsigned long long)conversions, row->abort_conversions);
		if (row->abort_switches != WSP_ABSENT && row->abort_switches != switches)
			wsp_trial_report_at(trial, row->place,
				"phase P%u is given up at %llu failed switches, not %u", phase,
				(unsigned long long)switches, row->abort_switches);
	}
}

static void check_wave(
	struct wsp_trial *trial, const struct wsp_wave_claim *wave, uint32_t conversions)
{
	uint32_t least = trial->topo->inventory.policy.rollback_reserve;
	uint64_t minutes = wsp_trial_back_out(trial, conversions);
	uint64_t length = wsp_trial_length(trial, wave->phase);
	wsp_moment begin = trial->claims->phase[wave->phase].begin;
	uint64_t by;

	if (conversions > 0 && least != WSP_ABSENT && least > minutes)
		minutes = least;
	by = length > minutes ? length - minutes : 0;
	if (wave->minutes != WSP_ABSENT && wave->minutes != minutes)
		wsp_trial_report_at(trial, wave->place,
			"backing out of P%u.W%u takes %llu min, not %u", wave->phase, wave->number,
			(unsigned long long)minutes, wave->minutes);
	if (wave->decide_by != WSP_ABSENT && wave->decide_by != by)
		wsp_trial_report_at(trial, wave->place,
			"backing out of P%u.W%u has to begin by minute %llu, not %u", wave->phase,
			wave->number, (unsigned long long)by, wave->decide_by);
	if (wave->decide_by_at != WSP_NO_MOMENT &&
		(begin == WSP_NO_MOMENT || wave->decide_by_at != wsp_trial_later(begin, by)))
		wsp_trial_report_at(trial, wave->place,
			"backing out of P%u.W%u is decided at another moment than its minute",
			wave->phase, wave->number);
}

static void check_lost(struct wsp_trial *trial)
{
	if (trial->lost_link == WSP_NO_SERVER)
		return;
	wsp_trial_report(trial, trial->lost_step, trial->lost_link,
		"backing out of P%u.W%u does not bring back the link of %s", trial->lost_phase,
		trial->lost_wave, wsp_trial_name(trial, trial->lost_link));
	wsp_trial_add_link(trial, trial->lost_link);
}

void wsp_check_back_out(struct wsp_trial *trial)
{
	check_lost(trial);
	for (uint32_t i = 0; i < trial->claims->n_waves; i++) {
		const struct wsp_wave_claim *claim = &trial->claims->wave[i];
		const struct wsp_trial_wave *wave =
			wsp_trial_wave(trial, claim->phase, claim->number);

		if (wave && claim->phase <= trial->claims->n_phases)
			check_wave(trial, claim, wave->visits);
		else
			wsp_trial_report_at(trial, claim->place, "P%u.W%u has no steps",
				claim->phase, claim->number);
	}
}
