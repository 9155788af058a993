/* Stated: what is said about servers beside their steps, and waivers. */
#include <string.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

static void check_number(struct wsp_trial *trial, wsp_server_id s, const char *what,
	uint32_t claimed, uint32_t right)
{
	if (claimed != WSP_ABSENT && claimed != right)
		wsp_trial_report(trial, trial->claims->n_steps, s, "the %s of %s is %u, not %u",
			what, wsp_trial_name(trial, s), right, claimed);
}

static void check_place(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server_claim *claim = &trial->claims->server[s];
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	check_number(trial, s, "phase", claim->phase, verified ? verified->phase : 0);
	if (claim->wave == WSP_ABSENT) {
		if (verified && claim->phase != WSP_ABSENT)
			wsp_trial_report(trial, trial->claims->n_steps, s,
				"%s is converted in wave P%u.W%u, not in none",
				wsp_trial_name(trial, s), verified->phase, verified->wave);
		return;
	}
	if (!verified)
		wsp_trial_report(trial, trial->claims->n_steps, s,
			"%s is converted in no wave, not in P%u.W%u", wsp_trial_name(trial, s),
			claim->wave_phase, claim->wave);
	else if (claim->wave != verified->wave || claim->wave_phase != verified->phase)
		wsp_trial_report(trial, trial->claims->n_steps, s,
			"%s is converted in wave P%u.W%u, not P%u.W%u", wsp_trial_name(trial, s),
			verified->phase, verified->wave, claim->wave_phase, claim->wave);
}

/* A link that was set to HTTPS before the plan may be told from the begin, or from when it lives.
 */
static void check_https(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server_claim *claim = &trial->claims->server[s];
	uint32_t claimed = claim->https_from;
	uint32_t right = trial->link[s].https_from;
	bool was_set = trial->topo->server[trial->owner[s]].sync_ssl == WSP_YES &&
		       !wsp_trial_has(trial, trial->owner[s], WSP_UNSWITCH_SYNC);

	if (claimed == WSP_ABSENT || claimed == right || (was_set && claimed == 0))
		return;
	if (right == WSP_NEVER)
		wsp_trial_report_at(trial, claim->link, "the link of %s is never on HTTPS",
			wsp_trial_name(trial, s));
	else
		wsp_trial_report_at(trial, claim->link,
			"the link of %s is on HTTPS from phase P%u on", wsp_trial_name(trial, s),
			right);
}

/* Clients of the servers that are converted in each phase. */
static void check_clients(struct wsp_trial *trial)
{
	const struct wsp_claims *claims = trial->claims;
	uint64_t *clients = trial->sum;

	memset(clients, 0, ((size_t)claims->n_phases + 1) * sizeof(*clients));
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

		if (verified)
			clients[verified->phase] += trial->topo->server[s].clients;
	}
	for (uint32_t phase = 0; phase <= claims->n_phases; phase++) {
		if (claims->phase[phase].clients != UINT64_MAX &&
			claims->phase[phase].clients != clients[phase])
			wsp_trial_report_at(trial, claims->phase[phase].place,
				"the servers converted in phase P%u have %llu clients, not %llu",
				phase, (unsigned long long)clients[phase],
				(unsigned long long)claims->phase[phase].clients);
	}
}

void wsp_check_stated(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		const struct wsp_server_claim *claim = &trial->claims->server[s];

		check_number(trial, s, "level", claim->level, trial->topo->level[s]);
		check_number(trial, s, "height", claim->height, trial->topo->height[s]);
		check_place(trial, s);
		check_https(trial, s);
	}
	check_clients(trial);
	wsp_check_waves_once(trial);
}

void wsp_check_waivers(struct wsp_trial *trial)
{
	if (trial->claims->n_waivers > 0 && !trial->claims->accept_waivers)
		wsp_trial_report(trial, trial->claims->n_steps, WSP_NO_SERVER,
			"the plan was forced past its limits: %u %s", trial->claims->n_waivers,
			trial->claims->n_waivers == 1 ? "waiver" : "waivers");
}
