/* Ready: what has to be so before a step may begin (H1, H11), and that none closes HTTP (H10). */
#include <string.h>

#include "plan/verify_trial.h"

static bool did(const struct wsp_trial *trial, wsp_server_id s, enum wsp_action action)
{
	return (trial->done[s] & WSP_BIT(action)) != 0;
}

/* What `s` lacks to be used over HTTPS by a consumer on `from`, or NULL. */
static const char *https_lacks(const struct wsp_trial *trial, wsp_server_id s, wsp_server_id from)
{
	bool in_use = wsp_trial_is(trial, s, WSP_FACT_ENFORCES);
	bool bound = wsp_trial_is(trial, s, WSP_FACT_BOUND);

	if (!bound && !did(trial, s, WSP_BIND_CERTIFICATE))
		return "has no certificate bound";
	if (!in_use && !did(trial, s, WSP_OPEN_FIREWALL))
		return "has no HTTPS port open in the firewall";
	if (!(in_use && bound) && !did(trial, s, WSP_TEST_HTTPS))
		return "was not tested over HTTPS";
	if (s == from && in_use && bound)
		return NULL; /* its clients trust it, or they were lost already */
	return did(trial, from, WSP_TRUST_ISSUER) ? NULL : "has an issuer that is not trusted";
}

/* Whether the certificate of `s` proves `address`, or is got anew for all its names. */
static bool proves(const struct wsp_trial *trial, wsp_server_id s, const struct wsp_set *set)
{
	const char *names =
		wsp_topology_text(trial->topo, trial->topo->server[s].certificate_names);

	return !*names || did(trial, s, WSP_OBTAIN_CERTIFICATE) ||
	       wsp_names_cover(names, set->address, set->address_length);
}

/* By the name of a group each of its members may answer. */
static const char *group_lacks(const struct wsp_trial *trial, wsp_server_id s, wsp_server_id used)
{
	uint32_t group = wsp_topology_link_group(trial->topo, s);

	if (group == WSP_NO_GROUP || trial->sets.set[group].kind == WSP_GROUP_SHARED_DATABASE ||
		proves(trial, used, &trial->sets.set[group]))
		return NULL;
	return "has no certificate for the name of the group";
}

static void check_source(struct wsp_trial *trial, size_t i, wsp_server_id used)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	const char *lack = https_lacks(trial, used, step->server);

	if (!lack && step->action != WSP_POINT_CLIENTS)
		lack = group_lacks(trial, step->server, used);
	if (!lack)
		return;
	wsp_trial_report(trial, i, step->server, "%s of %s, but %s %s",
		wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
		wsp_trial_name(trial, used), lack);
	if (used != step->server)
		wsp_trial_add_link(trial, step->server);
}

static void check_step_is_ready(struct wsp_trial *trial, size_t i, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;
	struct wsp_upstreams up = wsp_trial_upstreams(trial, s);
	bool is_used = step->action == WSP_SWITCH_SYNC ||
		       (step->action == WSP_VERIFY_SYNC && wsp_trial_follows(trial, s));

	for (uint32_t k = 0; is_used && k < up.n; k++)
		check_source(trial, i, up.server[k]);
	if (step->action == WSP_POINT_CLIENTS || step->action == WSP_SET_SUP_SSL)
		check_source(trial, i, s);
	if (step->action == WSP_REQUIRE_SSL && !did(trial, s, WSP_BIND_CERTIFICATE) &&
		!wsp_trial_is(trial, s, WSP_FACT_BOUND))
		wsp_trial_report(trial, i, s, "require-ssl of %s, which has no certificate bound",
			wsp_trial_name(trial, s));
}

/* Clients may be sent to each of those who share their address. */
static void check_members_are_ready(struct wsp_trial *trial, size_t i, uint32_t row)
{
	const struct wsp_set *set = &trial->sets.set[row];

	for (uint32_t m = 0; m < set->n; m++) {
		wsp_server_id s = trial->sets.member[set->first + m];
		const char *lack = https_lacks(trial, s, s);

		if (!lack && !proves(trial, s, set))
			lack = "has no certificate for the clients' address";
		if (!lack)
			continue;
		wsp_trial_report(trial, i, s, "point-clients to %.*s, but %s %s, %u clients of it",
			(int)set->address_length, set->address, wsp_trial_name(trial, s), lack,
			trial->topo->server[s].clients);
	}
}

void wsp_check_h1(struct wsp_trial *trial)
{
	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);
		uint32_t set = step ? WSP_NO_SET : wsp_trial_step_set(trial, i);

		if (set != WSP_NO_SET && trial->sets.set[set].policy)
			check_members_are_ready(trial, i, set);
		if (!step)
			continue;
		check_step_is_ready(trial, i, step);
		trial->done[step->server] |= WSP_BIT(step->action);
	}
}

/* The actions of the table leave the HTTP port open and require SSL on the five applications. */
void wsp_check_h10(struct wsp_trial *trial)
{
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		if (trial->claims->step[i].action >= WSP_N_ACTIONS)
			wsp_trial_report(trial, i, trial->claims->step[i].server,
				"action %u is none that keeps HTTP open",
				trial->claims->step[i].action);
	}
}

/* Whether the API of `s` requires HTTPS after the steps done so far. */
static bool requires_https(const struct wsp_trial *trial, wsp_server_id s)
{
	if (did(trial, s, WSP_REQUIRE_SSL))
		return true;
	return wsp_trial_is(trial, s, WSP_FACT_API_HTTPS) && !did(trial, s, WSP_UNREQUIRE_SSL);
}

/* Whether a step runs while its server is between require-ssl and verify-server. */
static bool in_between(const struct wsp_trial *trial, const struct wsp_claim *step)
{
	const struct wsp_claim *begun = wsp_trial_find(trial, step->server, WSP_REQUIRE_SSL);
	const struct wsp_claim *over = wsp_trial_find(trial, step->server, WSP_VERIFY_SERVER);
	bool is_half = wsp_trial_is(trial, step->server, WSP_FACT_HALF) &&
		       !did(trial, step->server, WSP_UNREQUIRE_SSL);

	if (over && wsp_trial_precedes(over, step))
		return false;
	return is_half || (begun && !wsp_trial_precedes(step, begun));
}

static bool uses_api(enum wsp_action action)
{
	return action == WSP_SWITCH_SYNC || action == WSP_VERIFY_SYNC ||
	       action == WSP_UNSWITCH_SYNC;
}

static void check_procedure(struct wsp_trial *trial, size_t i, const struct wsp_claim *step)
{
	const struct wsp_procedure *right = wsp_procedure_select((enum wsp_action)step->action,
		trial->topo, step->server, requires_https(trial, step->server));

	if (step->procedure && right && step->procedure->id != right->id &&
		strcmp(step->procedure->id, right->id) != 0)
		wsp_trial_report(trial, i, step->server, "%s of %s is done by procedure %s, not %s",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
			right->id, step->procedure->id);
}

void wsp_check_h11(struct wsp_trial *trial)
{
	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step)
			continue;
		if (uses_api((enum wsp_action)step->action)) {
			if (in_between(trial, step))
				wsp_trial_report(trial, i, step->server,
					"%s of %s between its require-ssl and its verify-server",
					wsp_actions[step->action].name,
					wsp_trial_name(trial, step->server));
			check_procedure(trial, i, step);
		}
		trial->done[step->server] |= WSP_BIT(step->action);
	}
}
