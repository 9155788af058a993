/* Status: what is converted, and what waits for ever for something that is left out. */
#include <stdlib.h>

#include "plan/plan.h"
#include "plan/verify_trial.h"

/* Servers that others may have to wait for, each taken up once. */
struct waiting {
	struct wsp_trial *trial;
	wsp_server_id *server;
	uint32_t n;
	bool *set_is_done; /* by set: its members know */
};

static void wait_for(struct waiting *waiting, wsp_server_id s)
{
	waiting->server[waiting->n++] = s;
}

/* `s` waits for ever, unless its conversion was begun. */
static void block(struct waiting *waiting, wsp_server_id s)
{
	struct wsp_trial *trial = waiting->trial;

	if (trial->status[s] != WSP_STATUS_CONVERT || wsp_trial_is(trial, s, WSP_FACT_ENFORCES))
		return;
	trial->status[s] = WSP_STATUS_BLOCKED;
	wait_for(waiting, s);
}

static enum wsp_server_status own_status(const struct wsp_trial *trial, wsp_server_id s)
{
	if (wsp_trial_is(trial, s, WSP_FACT_RETIRED))
		return WSP_STATUS_RETIRED;
	if (wsp_trial_is(trial, s, WSP_FACT_DONE))
		return WSP_STATUS_DONE;
	if (wsp_trial_is(trial, s, WSP_FACT_HELD))
		return WSP_STATUS_HELD;
	return wsp_trial_is(trial, s, WSP_FACT_EXCLUDED) ? WSP_STATUS_EXCLUDED : WSP_STATUS_CONVERT;
}

/* Whether the link of `s` stays on HTTP for ever. */
static bool stays_on_http(const struct wsp_trial *trial, wsp_server_id s)
{
	wsp_server_id owner = trial->owner[s];

	return wsp_trial_is(trial, owner, WSP_FACT_FIXED) &&
	       (!wsp_trial_is(trial, owner, WSP_FACT_LINK_HTTPS) ||
		       wsp_trial_has(trial, owner, WSP_UNSWITCH_SYNC));
}

/* An upstream of what stays on HTTP never requires SSL, or not any more. */
static void stop_upstreams(struct waiting *waiting, wsp_server_id s)
{
	struct wsp_trial *trial = waiting->trial;
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	for (uint32_t i = 0; i < up.n; i++) {
		uint8_t *status = &trial->status[up.server[i]];

		if (wsp_trial_is(trial, up.server[i], WSP_FACT_HELD))
			continue;
		if (*status != WSP_STATUS_CONVERT && *status != WSP_STATUS_DONE)
			continue;
		*status = WSP_STATUS_BLOCKED;
		wait_for(waiting, up.server[i]);
	}
}

static void block_set(struct waiting *waiting, uint32_t row)
{
	const struct wsp_sets *sets = &waiting->trial->sets;
	const struct wsp_set *set = &sets->set[row];

	if (waiting->set_is_done[row])
		return;
	waiting->set_is_done[row] = true;
	for (uint32_t m = 0; m < set->n; m++)
		block(waiting, sets->member[set->first + m]);
}

/* Whoever is above waits for it, and whoever answers together with it. */
static void spread(struct waiting *waiting, wsp_server_id s)
{
	const struct wsp_trial *trial = waiting->trial;
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	for (uint32_t i = 0; trial->status[s] != WSP_STATUS_EXCLUDED && i < up.n; i++)
		block(waiting, up.server[i]);
	for (uint32_t i = trial->sets.of ? trial->sets.of_begin[s] : 0;
		trial->sets.of && i < trial->sets.of_begin[s + 1]; i++)
		block_set(waiting, trial->sets.of[i]);
}

static void tell(struct waiting *waiting)
{
	struct wsp_trial *trial = waiting->trial;
	uint32_t n = trial->topo->n_servers;

	for (wsp_server_id s = 0; s < n; s++) {
		trial->status[s] = (uint8_t)own_status(trial, s);
		if (trial->status[s] == WSP_STATUS_HELD || trial->status[s] == WSP_STATUS_EXCLUDED)
			wait_for(waiting, s);
	}
	for (wsp_server_id s = 0; s < n; s++) {
		if (!wsp_trial_is(trial, s, WSP_FACT_RETIRED) && stays_on_http(trial, s))
			stop_upstreams(waiting, s);
	}
	for (uint32_t i = 0; i < waiting->n; i++)
		spread(waiting, waiting->server[i]);
}

enum wsp_status wsp_trial_tell_status(struct wsp_trial *trial)
{
	struct waiting waiting = {
		.trial = trial,
		.server = calloc((size_t)trial->topo->n_servers + 1, sizeof(*waiting.server)),
		.set_is_done = calloc((size_t)trial->sets.n_sets + 1, sizeof(*waiting.set_is_done)),
	};
	bool fits = waiting.server && waiting.set_is_done;

	if (fits)
		tell(&waiting);
	free(waiting.server);
	free(waiting.set_is_done);
	return fits ? WSP_OK : WSP_NO_MEMORY;
}
