/* Once (H9): everything that has to be done is done exactly once, and nothing that is done. */
#include "plan/plan.h"
#include "plan/verify_trial.h"

#define PREPARATION                                                                                \
	(WSP_BIT(WSP_CHECK_PREREQUISITES) | WSP_BIT(WSP_TRUST_ISSUER) | WSP_BIT(WSP_PLAN_ACCESS))
#define BIND (WSP_BIT(WSP_BIND_CERTIFICATE))
#define TEST (WSP_BIT(WSP_TEST_HTTPS))

/* Actions that have to be done on a server, and those that may be. */
struct duty {
	uint32_t must, may;
};

static const char *name(const struct wsp_trial *trial, wsp_server_id s)
{
	return wsp_topology_fqdn(trial->topo, s);
}

static bool has(const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	return wsp_trial_at(trial, s, action) < trial->claims->n_steps;
}

/* What a conversion that has not begun needs; a binding may have been made as a repair. */
static struct duty convert_whole(const struct wsp_trial *trial, wsp_server_id s)
{
	uint32_t must = WSP_VISIT;

	if (wsp_trial_is(trial, s, WSP_FACT_BOUND))
		must &= ~BIND;
	if (!wsp_trial_is(trial, s, WSP_FACT_CLIENTS_LEFT))
		must &= ~WSP_BIT(WSP_POINT_CLIENTS);
	return (struct duty){.must = must};
}

/* What finishes a conversion that has begun. */
static struct duty convert_rest(const struct wsp_trial *trial, wsp_server_id s)
{
	struct duty duty = {
		.must = TEST | WSP_BIT(WSP_VERIFY_SERVER),
		.may = WSP_BIT(WSP_TUNE_POOL),
	};

	if (!wsp_trial_is(trial, s, WSP_FACT_BOUND))
		duty.must |= BIND;
	if (wsp_trial_is(trial, s, WSP_FACT_CLIENTS_LEFT))
		duty.must |= WSP_BIT(WSP_POINT_CLIENTS);
	if (wsp_trial_is(trial, s, WSP_FACT_PARTIAL))
		duty.must |= WSP_BIT(WSP_REQUIRE_SSL);
	if (wsp_trial_is(trial, s, WSP_FACT_UNCONFIGURED))
		duty.must |= WSP_BIT(WSP_CONFIGURE_SSL) | WSP_BIT(WSP_RESTART_SERVER) |
			     WSP_BIT(WSP_RECONNECT_CONSOLES);
	if (duty.must & (BIND | WSP_BIT(WSP_REQUIRE_SSL) | WSP_BIT(WSP_CONFIGURE_SSL)))
		duty.must |= WSP_BIT(WSP_BACK_UP); /* what changes the server is backed up first */
	return duty;
}

/* Whether the link of `s` has to be switched: its upstream requires SSL, now or in the end. */
static bool has_to_switch(const struct wsp_trial *trial, wsp_server_id s)
{
	wsp_server_id up = trial->topo->parent[s];

	if (up == WSP_NO_SERVER || wsp_trial_is(trial, up, WSP_FACT_RETIRED) ||
		wsp_trial_is(trial, s, WSP_FACT_RETIRED | WSP_FACT_FIXED))
		return false;
	if (wsp_trial_is(trial, s, WSP_FACT_LINK_HTTPS) && !has(trial, s, WSP_UNSWITCH_SYNC))
		return false;
	if (has(trial, up, WSP_REQUIRE_SSL) || trial->status[up] == WSP_STATUS_CONVERT)
		return true;
	return wsp_trial_is(trial, up, WSP_FACT_ENFORCES) &&
	       wsp_trial_is(trial, up, WSP_FACT_BOUND) && !has(trial, up, WSP_UNREQUIRE_SSL);
}

/* Repairs: what they may do to a server; whether they were needed the replay tells. */
static uint32_t repairs(const struct wsp_trial *trial, wsp_server_id s)
{
	uint32_t may = 0;

	if (wsp_trial_is(trial, s, WSP_FACT_ENFORCES))
		may |= WSP_BIT(WSP_UNREQUIRE_SSL);
	if (!wsp_trial_is(trial, s, WSP_FACT_BOUND))
		may |= BIND | TEST;
	if (!wsp_trial_is(trial, s, WSP_FACT_LINK_HTTP))
		may |= WSP_BIT(WSP_UNSWITCH_SYNC);
	return may;
}

/* Whoever is worked on is prepared, be it only to be switched. */
static uint32_t preparation(const struct wsp_trial *trial, wsp_server_id s, uint32_t work)
{
	uint32_t must = work ? PREPARATION : 0;

	if (work & BIND)
		must |= WSP_BIT(WSP_OBTAIN_CERTIFICATE) | WSP_BIT(WSP_OPEN_FIREWALL);
	if (trial->status[s] == WSP_STATUS_CONVERT)
		must |= WSP_BIT(WSP_OPEN_FIREWALL);
	return must;
}

/* Repairs that were made: they are prepared like other work. */
static uint32_t repairs_made(const struct wsp_trial *trial, wsp_server_id s, uint32_t may)
{
	uint32_t made = 0;

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		if ((may & WSP_BIT(i)) && has(trial, s, (enum wsp_action)i))
			made |= WSP_BIT(i);
	}
	return made & BIND ? made | TEST : made;
}

static struct duty duty_of(const struct wsp_trial *trial, wsp_server_id s)
{
	struct duty duty = {0};

	if (wsp_trial_is(trial, s, WSP_FACT_RETIRED | WSP_FACT_HELD))
		return duty;
	if (trial->status[s] == WSP_STATUS_CONVERT) {
		duty = wsp_trial_is(trial, s, WSP_FACT_HALF) ? convert_rest(trial, s)
							     : convert_whole(trial, s);
		if (wsp_trial_is(trial, s, WSP_FACT_CLIENTS))
			duty.must |= WSP_BIT(WSP_VERIFY_CLIENTS);
	}
	if (has_to_switch(trial, s))
		duty.must |= WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC);
	duty.must |= repairs_made(trial, s, repairs(trial, s));
	duty.must |= preparation(trial, s, duty.must);
	return duty;
}

static void check_duty(struct wsp_trial *trial, wsp_server_id s)
{
	struct duty duty = duty_of(trial, s);

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		enum wsp_action action = (enum wsp_action)i;

		if ((duty.must & WSP_BIT(i)) && !has(trial, s, action))
			wsp_trial_report(trial, trial->claims->n_steps, "%s of %s is missing",
				wsp_actions[i].name, name(trial, s));
		if (!((duty.must | duty.may) & WSP_BIT(i)) && has(trial, s, action))
			wsp_trial_report(trial, wsp_trial_at(trial, s, action),
				"%s of %s is not to be done", wsp_actions[i].name, name(trial, s));
	}
}

static void check_standing(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server_claim *claim = &trial->claims->server[s];
	uint8_t right = trial->status[s];
	bool left_out = right == WSP_STATUS_HELD || right == WSP_STATUS_BLOCKED ||
			right == WSP_STATUS_EXCLUDED;

	if (claim->status != right)
		wsp_trial_report(trial, trial->claims->n_steps, "the status of %s has to be %s",
			name(trial, s), wsp_status_names[right]);
	if (claim->unscheduled != left_out)
		wsp_trial_report(trial, trial->claims->n_steps, "%s is %s `unscheduled`",
			name(trial, s), left_out ? "missing in" : "not to stand in");
}

void wsp_check_h9(struct wsp_trial *trial)
{
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = &trial->claims->step[i];

		if (step->server >= trial->topo->n_servers)
			wsp_trial_report(trial, i, "there is no server %u", step->server);
		else if (wsp_trial_step(trial, i) &&
			 wsp_trial_at(trial, step->server, (enum wsp_action)step->action) != i)
			wsp_trial_report(trial, i, "%s of %s is there twice",
				wsp_actions[step->action].name, name(trial, step->server));
	}
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		check_duty(trial, s);
		check_standing(trial, s);
	}
}
