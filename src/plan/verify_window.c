/* Windows (H5): every phase inside its own, with its reserve, and at its distance. */
#include <string.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

uint32_t wsp_trial_window(const struct wsp_trial *trial)
{
	const struct wsp_inventory *inventory = &trial->topo->inventory;
	uint32_t longest = 0;

	for (size_t i = 0; i < inventory->n_windows; i++) {
		const struct wsp_window *window = &inventory->window[i];

		if (trial->claims->dated && !window->start)
			continue; /* it never opens */
		if (window->duration > longest)
			longest = window->duration;
	}
	return inventory->n_windows > 0 ? longest : inventory->policy.default_window;
}

static uint32_t operators(const struct wsp_trial *trial)
{
	uint32_t n = trial->topo->inventory.policy.operators;

	return n > 0 ? n : 1;
}

uint64_t wsp_trial_back_out(const struct wsp_trial *trial, uint32_t n)
{
	uint64_t minutes = 0;

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++)
		minutes += wsp_actions[i].back_out;
	return minutes * (((uint64_t)n + operators(trial) - 1) / operators(trial));
}

/* Minutes that a phase has to keep: the policy's, or those that all its conversions need. */
static uint64_t reserve(const struct wsp_trial *trial, uint32_t phase)
{
	uint32_t least = trial->topo->inventory.policy.rollback_reserve;
	uint64_t minutes = wsp_trial_back_out(trial, trial->converted[phase]);

	return least != WSP_ABSENT && least > minutes ? least : minutes;
}

static void check_claim(
	struct wsp_trial *trial, uint32_t phase, const char *what, uint32_t claimed, uint64_t right)
{
	if (claimed != WSP_ABSENT && claimed != right)
		wsp_trial_report_at(trial, trial->claims->phase[phase].place,
			"%s of phase P%u: %u min are stated, %llu are right", what, phase, claimed,
			(unsigned long long)right);
}

uint32_t wsp_trial_slot(const struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];
	const struct wsp_calendar *calendar = trial->claims->calendar;
	uint32_t low = 0, high = calendar ? calendar->n_slots : 0;

	while (low < high) { /* by start, then end */
		uint32_t middle = low + (high - low) / 2;
		const struct wsp_slot *slot = &calendar->slot[middle];

		if (slot->start == row->opens && slot->end == row->closes)
			return middle;
		if (slot->start < row->opens ||
			(slot->start == row->opens && slot->end < row->closes))
			low = middle + 1;
		else
			high = middle;
	}
	return UINT32_MAX;
}

/* Whether `name` is that of the slot: the names of its windows, joined. */
static bool is_name_of(const struct wsp_trial *trial, uint32_t number, const char *name)
{
	const struct wsp_calendar *calendar = trial->claims->calendar;
	const struct wsp_slot *slot = &calendar->slot[number];

	for (uint32_t i = 0; i < slot->n_windows; i++) {
		uint32_t row = calendar->slot_window[slot->first_window + i];
		const char *part =
			wsp_topology_text(trial->topo, trial->topo->inventory.window[row].name);
		const char *joined = i > 0 ? " + " : "";

		if (strncmp(name, joined, strlen(joined)) != 0)
			return false;
		name += strlen(joined);
		if (strncmp(name, part, strlen(part)) != 0)
			return false;
		name += strlen(part);
	}
	return *name == '\0';
}

static void check_slot(struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];
	uint32_t slot = wsp_trial_slot(trial, phase);

	if (row->opens == WSP_NO_MOMENT || row->closes == WSP_NO_MOMENT ||
		row->begin == WSP_NO_MOMENT) {
		wsp_trial_report_at(trial, row->place,
			"phase P%u has no window, though others have dates", phase);
		return;
	}
	if (slot == UINT32_MAX)
		wsp_trial_report_at(trial, row->place,
			"phase P%u is done in a window that the calendar does not have", phase);
	else if (row->window && !is_name_of(trial, slot, row->window))
		wsp_trial_report_at(trial, row->place,
			"the window of phase P%u is not called \"%s\"", phase, row->window);
	if (row->begin < row->opens || row->begin < trial->claims->now)
		wsp_trial_report_at(
			trial, row->place, "phase P%u begins before its window opens", phase);
}

/* Whether a window has a date; then a plan without `now` is another finding. */
static bool opens_ever(const struct wsp_trial *trial)
{
	const struct wsp_inventory *inventory = &trial->topo->inventory;
	size_t i = 0;

	while (i < inventory->n_windows && !inventory->window[i].start)
		i++;
	return i < inventory->n_windows;
}

static void check_no_slot(struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];

	if (row->opens != WSP_NO_MOMENT || row->closes != WSP_NO_MOMENT ||
		row->begin != WSP_NO_MOMENT || (row->window && row->window[0] != '\0'))
		wsp_trial_report_at(
			trial, row->place, "phase P%u has a date, though no window has one", phase);
}

uint64_t wsp_trial_length(const struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];

	if (!trial->claims->dated)
		return wsp_trial_window(trial);
	if (row->begin == WSP_NO_MOMENT || row->closes < row->begin)
		return 0;
	return (uint64_t)(row->closes - row->begin) / WSP_SECONDS_A_MINUTE;
}

static void check_fit(struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];
	uint64_t length = wsp_trial_length(trial, phase);
	uint64_t kept = reserve(trial, phase);
	uint64_t end = trial->last_minute[phase] + kept;

	if (end > length && !wsp_trial_is_waived(trial))
		wsp_trial_report_at(trial, row->place,
			"phase P%u needs %llu min with its reserve, its window gives %llu", phase,
			(unsigned long long)end, (unsigned long long)length);
	check_claim(trial, phase, "the time", row->minutes, trial->last_minute[phase]);
	check_claim(trial, phase, "the length", row->length, length);
	check_claim(trial, phase, "the reserve", row->reserve, kept);
	check_claim(trial, phase, "the point of no return", row->point_of_no_return,
		length > kept ? length - kept : 0);
	if (row->point_of_no_return_at != WSP_NO_MOMENT &&
		row->point_of_no_return_at !=
			wsp_trial_later(row->begin, length > kept ? length - kept : 0))
		wsp_trial_report_at(trial, row->place,
			"the moment of the point of no return of phase P%u is another", phase);
}

/* From the phase before: it is over with its reserve, and its clients were looked at. */
static void check_distance(struct wsp_trial *trial, uint32_t phase)
{
	const struct wsp_phase_claim *before = &trial->claims->phase[phase - 1];
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];
	uint32_t gate = trial->has_clients[phase - 1] ? trial->unattended[WSP_VERIFY_CLIENTS] : 0;
	wsp_moment end;

	check_claim(trial, phase, "the distance to the phase before", row->gate, gate);
	if (!trial->claims->dated || phase == 1 || row->begin == WSP_NO_MOMENT ||
		before->begin == WSP_NO_MOMENT)
		return;
	end = wsp_trial_later(before->begin, trial->last_minute[phase - 1]);
	if (row->begin < wsp_trial_later(end, reserve(trial, phase - 1)))
		wsp_trial_report_at(trial, row->place,
			"phase P%u begins before phase P%u and its reserve are over", phase,
			phase - 1);
	if (row->begin < wsp_trial_later(end, gate))
		wsp_trial_report_at(trial, row->place,
			"phase P%u begins less than %u min after phase P%u, whose clients are "
			"looked at before",
			phase, gate, phase - 1);
}

static void check_soak(struct wsp_trial *trial, wsp_server_id c)
{
	const struct wsp_phase_claim *row = trial->claims->phase;
	uint32_t soak = trial->topo->inventory.policy.soak;
	struct wsp_upstreams up = wsp_trial_upstreams(trial, c);
	uint32_t phase = wsp_trial_phase(trial, c);

	for (uint32_t i = 0; phase > 0 && i < up.n; i++) {
		uint32_t next = wsp_trial_phase(trial, up.server[i]);

		if (next <= phase || row[phase].begin == WSP_NO_MOMENT ||
			row[next].begin == WSP_NO_MOMENT ||
			row[next].begin >= wsp_trial_later(row[phase].begin,
						   (uint64_t)trial->last_minute[phase] + soak))
			continue;
		wsp_trial_report(trial, wsp_trial_at(trial, up.server[i], WSP_VERIFY_SERVER),
			up.server[i],
			"%s is converted in phase P%u, less than %u min after its downstream %s",
			wsp_trial_name(trial, up.server[i]), next, soak, wsp_trial_name(trial, c));
	}
}

enum { IN_DISAGREEMENT = 1 };

/* By phase, into `sum`: how far its steps are from the moments that its begin gives them, if all
   are equally far. @return the same for one step; always even */
static uint64_t distance(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	wsp_moment begin = trial->claims->phase[step->phase].begin;

	return (uint64_t)(step->start_at - wsp_trial_later(begin, step->start)) << 2 | 2;
}

static bool has_moments(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	return step && step->phase > 0 && step->start != WSP_ABSENT &&
	       step->start_at != WSP_NO_MOMENT && step->finish_at != WSP_NO_MOMENT &&
	       trial->claims->phase[step->phase].begin != WSP_NO_MOMENT;
}

static bool is_begin_wrong(const struct wsp_trial *trial, uint32_t phase)
{
	return trial->sum[phase] > 2;
}

/* A begin that agrees with none of the steps of its phase is told once, at the phase. */
static void check_begins(struct wsp_trial *trial)
{
	uint64_t *found = trial->sum;

	memset(found, 0, ((size_t)trial->claims->n_phases + 1) * sizeof(*found));
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!has_moments(trial, step))
			continue;
		if (found[step->phase] == 0)
			found[step->phase] = distance(trial, step);
		else if (found[step->phase] != distance(trial, step))
			found[step->phase] = IN_DISAGREEMENT;
	}
	for (uint32_t phase = 1; phase <= trial->claims->n_phases; phase++) {
		if (is_begin_wrong(trial, phase))
			wsp_trial_report_at(trial, trial->claims->phase[phase].place,
				"phase P%u begins at another moment than its steps say", phase);
	}
}

static void check_moments(struct wsp_trial *trial)
{
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		wsp_moment begin = step ? trial->claims->phase[step->phase].begin : WSP_NO_MOMENT;

		if (!step || is_begin_wrong(trial, step->phase) ||
			(step->start_at == WSP_NO_MOMENT && step->finish_at == WSP_NO_MOMENT))
			continue;
		if (step->phase > 0 && begin != WSP_NO_MOMENT && step->start != WSP_ABSENT &&
			(step->start_at == WSP_NO_MOMENT ||
				step->start_at == wsp_trial_later(begin, step->start)) &&
			(step->finish_at == WSP_NO_MOMENT ||
				step->finish_at == wsp_trial_later(begin, step->finish)))
			continue;
		wsp_trial_report(trial, i, step->server,
			"%s of %s is stated for another moment than its minute",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server));
	}
}

void wsp_check_h5(struct wsp_trial *trial)
{
	const struct wsp_claims *claims = trial->claims;
	bool has_dates = claims->calendar && claims->calendar->dated;

	if (claims->dated != has_dates) {
		wsp_trial_report(trial, claims->n_steps, WSP_NO_SERVER,
			claims->dated ? "the phases have dates, the windows none"
				      : "the windows have dates, the phases none");
		return;
	}
	check_begins(trial);
	for (uint32_t phase = 1; phase <= claims->n_phases; phase++) {
		if (claims->dated)
			check_slot(trial, phase);
		else if (!opens_ever(trial))
			check_no_slot(trial, phase);
		check_fit(trial, phase);
		check_distance(trial, phase);
	}
	for (wsp_server_id c = 0; claims->dated && c < trial->topo->n_servers; c++)
		check_soak(trial, c);
	check_moments(trial);
}
