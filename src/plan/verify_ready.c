/* Ready: what has to be so before a step may begin (H1, H11), and that none closes HTTP (H10). */
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
	return did(trial, from, WSP_TRUST_ISSUER) ? NULL : "has an issuer that is not trusted";
}

static void check_consumer(struct wsp_trial *trial, size_t i, wsp_server_id used)
{
	const struct wsp_claim *step = &trial->claims->step[i];
	const char *lack = https_lacks(trial, used, step->server);

	if (lack)
		wsp_trial_report(trial, i, "%s of %s, but %s %s", wsp_actions[step->action].name,
			wsp_topology_fqdn(trial->topo, step->server),
			wsp_topology_fqdn(trial->topo, used), lack);
}

static void check_step_is_ready(struct wsp_trial *trial, size_t i, const struct wsp_claim *step)
{
	wsp_server_id s = step->server;
	wsp_server_id up = trial->topo->parent[s];

	if (step->action == WSP_SWITCH_SYNC && up != WSP_NO_SERVER)
		check_consumer(trial, i, up);
	if (step->action == WSP_POINT_CLIENTS)
		check_consumer(trial, i, s);
	if (step->action == WSP_REQUIRE_SSL && !did(trial, s, WSP_BIND_CERTIFICATE) &&
		!wsp_trial_is(trial, s, WSP_FACT_BOUND))
		wsp_trial_report(trial, i, "require-ssl of %s, which has no certificate bound",
			wsp_topology_fqdn(trial->topo, s));
}

void wsp_check_h1(struct wsp_trial *trial)
{
	wsp_trial_forget(trial);
	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

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
			wsp_trial_report(trial, i, "action %u is none that keeps HTTP open",
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
		&trial->topo->server[step->server], requires_https(trial, step->server));

	if (step->procedure && right && step->procedure->id != right->id)
		wsp_trial_report(trial, i, "%s of %s is done by procedure %s, not %s",
			wsp_actions[step->action].name,
			wsp_topology_fqdn(trial->topo, step->server), right->id,
			step->procedure->id);
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
				wsp_trial_report(trial, i,
					"%s of %s between its require-ssl and its verify-server",
					wsp_actions[step->action].name,
					wsp_topology_fqdn(trial->topo, step->server));
			check_procedure(trial, i, step);
		}
		trial->done[step->server] |= WSP_BIT(step->action);
	}
}
