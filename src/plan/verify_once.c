/* Once (H9): everything that has to be done is done exactly once, and nothing that is done. */
#include "plan/plan.h"
#include "plan/verify_trial.h"

#define PREPARATION                                                                                \
	(WSP_BIT(WSP_CHECK_PREREQUISITES) | WSP_BIT(WSP_TRUST_ISSUER) | WSP_BIT(WSP_PLAN_ACCESS))
#define BIND (WSP_BIT(WSP_BIND_CERTIFICATE))
#define TEST (WSP_BIT(WSP_TEST_HTTPS))

static uint32_t pointing(const struct wsp_trial *trial, wsp_server_id s)
{
	return wsp_trial_is(trial, s, WSP_FACT_SUP) ? WSP_BIT(WSP_SET_SUP_SSL)
						    : WSP_BIT(WSP_POINT_CLIENTS);
}

/* What a conversion that has not begun needs; a binding may have been made as a repair. */
static struct wsp_duty convert_whole(const struct wsp_trial *trial, wsp_server_id s)
{
	uint32_t must = WSP_VISIT & ~WSP_BIT(WSP_SET_SUP_SSL) & ~WSP_BIT(WSP_POINT_CLIENTS);

	if (wsp_trial_is(trial, s, WSP_FACT_BOUND) && !wsp_trial_renews(trial, s))
		must &= ~BIND;
	if (wsp_trial_is(trial, s, WSP_FACT_CLIENTS_LEFT | WSP_FACT_SUP))
		must |= pointing(trial, s);
	return (struct wsp_duty){.must = must | WSP_BIT(WSP_RECHECK)};
}

/* What finishes a conversion that has begun. */
static struct wsp_duty convert_rest(const struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_duty duty = {
		.must = TEST | WSP_BIT(WSP_VERIFY_SERVER),
		.may = WSP_BIT(WSP_TUNE_POOL) | WSP_BIT(WSP_RECHECK) | WSP_BIT(WSP_BACK_UP),
	};

	if (!wsp_trial_is(trial, s, WSP_FACT_BOUND))
		duty.must |= BIND;
	if (wsp_trial_is(trial, s, WSP_FACT_CLIENTS_LEFT))
		duty.must |= pointing(trial, s);
	if (wsp_trial_is(trial, s, WSP_FACT_PARTIAL))
		duty.must |= WSP_BIT(WSP_REQUIRE_SSL);
	if (wsp_trial_is(trial, s, WSP_FACT_UNCONFIGURED))
		duty.must |= WSP_BIT(WSP_CONFIGURE_SSL) | WSP_BIT(WSP_RESTART_SERVER) |
			     WSP_BIT(WSP_RECONNECT_CONSOLES);
	if (duty.must & (BIND | WSP_BIT(WSP_REQUIRE_SSL) | WSP_BIT(WSP_CONFIGURE_SSL)))
		duty.must |= WSP_BIT(WSP_BACK_UP); /* what changes the server is backed up first */
	return duty;
}

/* Whether `up` is left requiring SSL, so that a link to it has to be switched. */
static bool stays_required(const struct wsp_trial *trial, wsp_server_id up)
{
	return wsp_trial_is(trial, up, WSP_FACT_ENFORCES) &&
	       wsp_trial_is(trial, up, WSP_FACT_BOUND) &&
	       !wsp_trial_has(trial, up, WSP_UNREQUIRE_SSL);
}

/* Whether the link of `s` has to be switched: its upstream requires SSL, now or in the end. */
static bool has_to_switch(const struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);

	if (trial->owner[s] != s || wsp_trial_is(trial, s, WSP_FACT_RETIRED | WSP_FACT_FIXED) ||
		wsp_trial_is_left_half(trial, s))
		return false;
	if (wsp_trial_is(trial, s, WSP_FACT_LINK_HTTPS) &&
		!wsp_trial_has(trial, s, WSP_UNSWITCH_SYNC))
		return false;
	for (uint32_t i = 0; i < up.n; i++) {
		wsp_server_id source = up.server[i];

		if (wsp_trial_to_begin(trial, source) ||
			wsp_trial_has(trial, source, WSP_REQUIRE_SSL))
			return true;
		if (!wsp_trial_is(trial, s, WSP_FACT_LATER) &&
			(stays_required(trial, source) ||
				trial->status[source] == WSP_STATUS_CONVERT))
			return true;
	}
	return false;
}

/* What a link to HTTPS takes; ConfigMgr switches by itself. */
static uint32_t switching(const struct wsp_trial *trial, wsp_server_id s)
{
	return WSP_BIT(WSP_VERIFY_SYNC) |
	       (wsp_trial_follows(trial, s) ? 0 : WSP_BIT(WSP_SWITCH_SYNC));
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
		if ((may & WSP_BIT(i)) && wsp_trial_has(trial, s, (enum wsp_action)i))
			made |= WSP_BIT(i);
	}
	return made & BIND ? made | TEST : made;
}

/* Repeats of what is there that do no harm, and what another invariant judges. */
static uint32_t tolerated(const struct wsp_trial *trial, wsp_server_id s)
{
	uint32_t may = 0;

	if (trial->owner[s] != s) /* H6 */
		may |= WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC) |
		       WSP_BIT(WSP_UNSWITCH_SYNC);
	if (trial->status[s] == WSP_STATUS_CONVERT && wsp_trial_is(trial, s, WSP_FACT_IN_SET) &&
		trial->topo->server[s].certificate_names) /* anew, for the common address */
		may |= BIND | WSP_BIT(WSP_OBTAIN_CERTIFICATE);
	return may;
}

struct wsp_duty wsp_trial_duty(const struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_duty duty = {0};

	if (wsp_trial_is(trial, s, WSP_FACT_RETIRED | WSP_FACT_HELD))
		return duty;
	if (trial->status[s] == WSP_STATUS_CONVERT) {
		duty = wsp_trial_is(trial, s, WSP_FACT_HALF) ? convert_rest(trial, s)
							     : convert_whole(trial, s);
		if (wsp_trial_is(trial, s, WSP_FACT_CLIENTS))
			duty.must |= WSP_BIT(WSP_VERIFY_CLIENTS);
	}
	if (has_to_switch(trial, s))
		duty.must |= switching(trial, s);
	duty.must |= repairs_made(trial, s, repairs(trial, s));
	duty.must |= preparation(trial, s, duty.must);
	duty.may |= tolerated(trial, s);
	return duty;
}

static void check_duty(struct wsp_trial *trial, wsp_server_id s)
{
	struct wsp_duty duty = wsp_trial_duty(trial, s);

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		enum wsp_action action = (enum wsp_action)i;

		if ((duty.must & WSP_BIT(i)) && !wsp_trial_has(trial, s, action))
			wsp_trial_report(trial, trial->claims->n_steps, s, "%s of %s is missing",
				wsp_actions[i].name, wsp_trial_name(trial, s));
		if (!((duty.must | duty.may) & WSP_BIT(i)) && wsp_trial_has(trial, s, action))
			wsp_trial_report(trial, wsp_trial_at(trial, s, action), s,
				"%s of %s is not to be done", wsp_actions[i].name,
				wsp_trial_name(trial, s));
	}
}

static void check_standing(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server_claim *claim = &trial->claims->server[s];
	uint8_t right = trial->status[s];
	bool left_out = right == WSP_STATUS_HELD || right == WSP_STATUS_BLOCKED ||
			right == WSP_STATUS_EXCLUDED;

	if (claim->status != right)
		wsp_trial_report(trial, trial->claims->n_steps, s, "the status of %s has to be %s",
			wsp_trial_name(trial, s), wsp_status_names[right]);
	if (claim->unscheduled != left_out)
		wsp_trial_report(trial, trial->claims->n_steps, s, "%s is %s `unscheduled`",
			wsp_trial_name(trial, s), left_out ? "missing in" : "not to stand in");
}

/* Whether some member is converted in a phase, and whether one's clients are still to be told. */
static bool needs_shared_step(const struct wsp_trial *trial, const struct wsp_set *set)
{
	bool begins = false, left = false;

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = trial->sets.member[set->first + m];

		begins = begins || wsp_trial_to_begin(trial, s);
		left = left || trial->topo->server[s].clients_https != WSP_CLIENTS_ALL;
	}
	return begins && (set->policy ? left : set->kind == WSP_GROUP_LOAD_BALANCER);
}

static void check_set(struct wsp_trial *trial, uint32_t row)
{
	const struct wsp_set *set = &trial->sets.set[row];
	const struct wsp_inventory *inventory = &trial->topo->inventory;
	bool is_there = trial->shared_step[row] < trial->claims->n_steps;
	bool is_needed = needs_shared_step(trial, set);
	wsp_string object = set->policy ? inventory->client_policy[row - trial->sets.n_groups].name
					: inventory->group[row].name;

	if (is_there != is_needed)
		wsp_trial_report(trial, trial->shared_step[row], WSP_NO_SERVER, "%s of %s is %s",
			wsp_actions[set->policy ? WSP_POINT_CLIENTS : WSP_PREPARE_BALANCER].name,
			wsp_topology_text(trial->topo, object),
			is_needed ? "missing" : "not to be done");
}

/* Those behind a shared object are those that the inventory puts there. */
static void check_members(struct wsp_trial *trial, const struct wsp_shared_claim *claim)
{
	uint32_t row = claim->policy ? trial->sets.n_groups + claim->object : claim->object;
	uint32_t limit = claim->policy ? trial->sets.n_sets : trial->sets.n_groups;
	const struct wsp_set *set = row < limit ? &trial->sets.set[row] : NULL;
	uint32_t n = 0;

	if (!claim->member)
		return;
	for (uint32_t i = 0; set && i < claim->n_members; i++) {
		if (claim->member[i] < trial->topo->n_servers)
			trial->also[claim->member[i]] = row + 1;
	}
	for (uint32_t m = 0; set && m < set->n; m++)
		n += trial->also[trial->sets.member[set->first + m]] == row + 1;
	if (!set || n != set->n || n != claim->n_members)
		wsp_trial_report_at(trial, claim->place,
			"the members of a shared object are not those of the inventory");
}

static void check_step(struct wsp_trial *trial, size_t i)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	uint32_t set;

	if (step->shared == WSP_NO_SHARED && step->server >= trial->topo->n_servers)
		wsp_trial_report(trial, i, WSP_NO_SERVER, "there is no server %u", step->server);
	if (wsp_trial_step(trial, i) &&
		wsp_trial_at(trial, step->server, (enum wsp_action)step->action) != i)
		wsp_trial_report(trial, i, step->server, "%s of %s is there twice",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server));
	if (step->shared == WSP_NO_SHARED || step->action >= WSP_N_ACTIONS)
		return;
	set = wsp_trial_step_set(trial, i);
	if (set == WSP_NO_SET && step->phase <= trial->claims->n_phases)
		wsp_trial_report(trial, i, WSP_NO_SERVER,
			"%s of something shared that is not there", wsp_actions[step->action].name);
	else if (set != WSP_NO_SET && trial->shared_step[set] != i)
		wsp_trial_report(trial, i, WSP_NO_SERVER, "%s of %.*s is there twice",
			wsp_actions[step->action].name, (int)trial->sets.set[set].address_length,
			trial->sets.set[set].address);
}

void wsp_check_h9(struct wsp_trial *trial)
{
	for (size_t i = 0; i < trial->claims->n_steps; i++)
		check_step(trial, i);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		check_duty(trial, s);
		check_standing(trial, s);
	}
	for (uint32_t i = 0; i < trial->sets.n_sets; i++)
		check_set(trial, i);
	wsp_trial_forget(trial);
	for (uint32_t i = 0; i < trial->claims->n_shared; i++)
		check_members(trial, &trial->claims->shared[i]);
}
