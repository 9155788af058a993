/* Waves: as the steps have them, and the minutes that are stated of them. */
#include <stdlib.h>

#include "plan/verify_trial.h"

static size_t count_waves(const struct wsp_trial *trial)
{
	const struct wsp_claim *before = NULL;
	size_t n = 0;

	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = &trial->claims->step[i];

		n += !before || before->phase != step->phase || before->wave != step->wave;
		before = step;
	}
	return n;
}

static void add_step(struct wsp_trial_wave *wave, const struct wsp_claim *step)
{
	wave->visits += step->action == WSP_VERIFY_SERVER;
	if (step->start < wave->start)
		wave->start = step->start;
	if (step->finish != WSP_ABSENT && step->finish > wave->finish)
		wave->finish = step->finish;
}

enum wsp_status wsp_trial_read_waves(struct wsp_trial *trial)
{
	struct wsp_trial_wave *wave = NULL;

	trial->wave = calloc(count_waves(trial) + 1, sizeof(*trial->wave));
	if (!trial->wave)
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		uint32_t visits = 0;

		if (!step || step->phase == 0 || step->wave == UINT32_MAX)
			continue;
		if (wave && wave->phase == step->phase)
			visits = wave->visits;
		if (!wave || wave->phase != step->phase || wave->number != step->wave) {
			wave = &trial->wave[trial->n_waves++];
			*wave = (struct wsp_trial_wave){
				step->phase, step->wave, visits, WSP_ABSENT, 0, false};
		}
		add_step(wave, step);
	}
	return WSP_OK;
}

static int compare(const void *a, const void *b)
{
	const struct wsp_trial_wave *x = a, *y = b;

	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

const struct wsp_trial_wave *wsp_trial_wave(
	const struct wsp_trial *trial, uint32_t phase, uint32_t number)
{
	const struct wsp_trial_wave key = {.phase = phase, .number = number};

	return bsearch(&key, trial->wave, trial->n_waves, sizeof(key), compare);
}

static void check_minute(struct wsp_trial *trial, const struct wsp_wave_claim *claim,
	const char *what, uint32_t stated, uint32_t right)
{
	if (stated != WSP_ABSENT && stated != right)
		wsp_trial_report_at(trial, claim->place, "wave P%u.W%u %s in minute %u, not %u",
			claim->phase, claim->number, what, right, stated);
}

void wsp_check_wave_minutes(struct wsp_trial *trial)
{
	for (uint32_t i = 0; i < trial->claims->n_waves; i++) {
		const struct wsp_wave_claim *claim = &trial->claims->wave[i];
		const struct wsp_trial_wave *wave =
			wsp_trial_wave(trial, claim->phase, claim->number);

		if (!wave)
			continue; /* it has no steps, which is another finding */
		check_minute(trial, claim, "begins", claim->start, wave->start);
		check_minute(trial, claim, "is over", claim->finish, wave->finish);
	}
}

void wsp_check_waves_once(struct wsp_trial *trial)
{
	for (uint32_t i = 0; i < trial->claims->n_waves; i++) {
		const struct wsp_wave_claim *claim = &trial->claims->wave[i];
		const struct wsp_trial_wave *found =
			wsp_trial_wave(trial, claim->phase, claim->number);
		struct wsp_trial_wave *wave = found ? &trial->wave[found - trial->wave] : NULL;

		if (wave && wave->is_stated)
			wsp_trial_report_at(trial, claim->place, "wave P%u.W%u is there twice",
				claim->phase, claim->number);
		if (wave)
			wave->is_stated = true;
	}
}
