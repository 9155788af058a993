/* Limits: the window (H5), and what a window and its operators can carry (H7). */
#include <string.h>

#include "base/heap.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

static uint32_t window_length(const struct wsp_inventory *inventory)
{
	uint32_t longest = 0;

	for (size_t i = 0; i < inventory->n_windows; i++) {
		if (inventory->window[i].duration > longest)
			longest = inventory->window[i].duration;
	}
	return inventory->n_windows > 0 ? longest : inventory->policy.default_window;
}

/* Minutes to back out what a phase converted: each operator one server after the other. */
static uint64_t reserve(const struct wsp_trial *trial, uint64_t n_conversions)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;
	uint64_t minutes = 0;

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++)
		minutes += wsp_actions[i].back_out;
	minutes *= (n_conversions + policy->operators - 1) / policy->operators;
	if (policy->rollback_reserve != WSP_ABSENT && policy->rollback_reserve > minutes)
		return policy->rollback_reserve;
	return minutes;
}

/* The phase in which `s` is converted; what the repair wave finishes is no conversion of it. */
static bool is_converted(const struct wsp_trial *trial, wsp_server_id s, uint32_t *ret_phase)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	if (!verified || verified->wave == 0)
		return false;
	*ret_phase = verified->phase;
	return true;
}

void wsp_check_h5(struct wsp_trial *trial)
{
	const struct wsp_claims *claims = trial->claims;
	uint32_t length = window_length(&trial->topo->inventory);
	uint32_t *last = trial->by_phase;
	uint64_t *converted = trial->sum_by_phase;
	uint32_t phase = 0;

	memset(last, 0, (claims->n_phases + 1) * sizeof(*last));
	memset(converted, 0, (claims->n_phases + 1) * sizeof(*converted));
	for (size_t i = 0; i < claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (step && step->finish != WSP_ABSENT && step->finish > last[step->phase])
			last[step->phase] = step->finish;
	}
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		if (is_converted(trial, s, &phase))
			converted[phase]++;
	}
	for (phase = 1; phase <= claims->n_phases && !claims->waived; phase++) {
		uint64_t end = last[phase] + reserve(trial, converted[phase]);

		if (end > length)
			wsp_trial_report(trial, claims->n_steps,
				"phase P%u needs %llu min with its reserve, its window gives %u",
				phase, (unsigned long long)end, length);
	}
}

static void check_limit(struct wsp_trial *trial, uint32_t limit, const char *what,
	uint64_t (*weight)(uint32_t clients))
{
	const struct wsp_claims *claims = trial->claims;
	uint64_t *sum = trial->sum_by_phase;

	if (limit == WSP_ABSENT || claims->waived)
		return;
	memset(sum, 0, (claims->n_phases + 1) * sizeof(*sum));
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = 0;

		if (!is_converted(trial, s, &phase))
			continue;
		sum[phase] += weight(trial->topo->server[s].clients);
		if (sum[phase] > limit)
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER),
				"phase P%u converts more than %u %s", phase, limit, what);
	}
}

static uint64_t weight_of_server(uint32_t clients)
{
	(void)clients;
	return 1;
}

static uint64_t weight_of_clients(uint32_t clients)
{
	return clients;
}

void wsp_check_limits(struct wsp_trial *trial)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;

	check_limit(trial, policy->servers_per_window, "servers", weight_of_server);
	check_limit(trial, policy->clients_per_window, "clients", weight_of_clients);
}

/* When the operator who begins `step` is free again; the start itself: the step needs nobody new.
 */
static uint32_t busy_until(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *last;

	if (!wsp_trial_in_visit(trial, step))
		return step->start + trial->minutes[step->action];
	if (trial->done[step->server])
		return step->start;
	trial->done[step->server] = 1;
	last = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);
	return last ? last->finish : step->finish;
}

/* Hold an operator from `step` on; those who are free by then come back first. */
static bool take_operator(struct wsp_trial *trial, struct wsp_heap *busy, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	uint32_t until = busy_until(trial, step);

	while (busy->n > 0 && busy->key[0] >> 32 <= step->start)
		wsp_heap_pop(busy);
	if (until <= step->start)
		return true;
	if (!wsp_heap_push(busy, (uint64_t)until << 32 | (uint32_t)i))
		return false;
	if (busy->n > trial->topo->inventory.policy.operators)
		wsp_trial_report(trial, i,
			"minute %u of phase P%u needs %zu operators, there are %u", step->start,
			step->phase, busy->n, trial->topo->inventory.policy.operators);
	return true;
}

enum wsp_status wsp_check_operators(struct wsp_trial *trial)
{
	struct wsp_heap busy = {0};
	uint32_t phase = 0;
	bool fits = true;

	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps && fits; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step || step->start == WSP_ABSENT)
			continue;
		if (step->phase != phase)
			busy.n = 0;
		phase = step->phase;
		fits = take_operator(trial, &busy, i);
	}
	wsp_heap_release(&busy);
	return fits ? WSP_OK : WSP_NO_MEMORY;
}
