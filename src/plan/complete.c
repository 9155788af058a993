#include "plan/complete.h"

#include <string.h>

#include "base/number.h"
#include "model/rule.h"
#include "model/schema.h"

/* Preparation and what follows, for every server that something is done to. */
static void tell_preparation(struct wsp_plan *plan)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t set = plan->actions[s];
		bool converted = plan->wave[s] != WSP_NO_WAVE;

		if (set == 0)
			continue;
		set |= WSP_BIT(WSP_CHECK_PREREQUISITES) | WSP_BIT(WSP_PLAN_ACCESS) |
		       WSP_BIT(WSP_TRUST_ISSUER);
		if (set & WSP_BIT(WSP_BIND_CERTIFICATE))
			set |= WSP_BIT(WSP_OBTAIN_CERTIFICATE);
		if (plan->status[s] == WSP_STATUS_CONVERT || (set & WSP_BIT(WSP_BIND_CERTIFICATE)))
			set |= WSP_BIT(WSP_OPEN_FIREWALL);
		if ((set & WSP_VISIT) && converted &&
			plan->topo.server[s].clients_by != WSP_BY_NONE)
			set |= WSP_BIT(WSP_VERIFY_CLIENTS);
		if (converted && plan->waves[plan->wave[s]].number > 0)
			set |= WSP_BIT(WSP_RECHECK);
		plan->actions[s] = set;
	}
}

static void count_work(struct wsp_plan *plan, const struct wsp_terms *terms)
{
	plan->n_steps = plan->n_shared;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t in_windows =
			plan->actions[s] & (WSP_VISIT | WSP_BIT(WSP_SWITCH_SYNC) |
						   WSP_BIT(WSP_VERIFY_SYNC) | WSP_REPAIRS);

		if (plan->early)
			in_windows &= ~plan->early[s];
		plan->to_convert += plan->status[s] == WSP_STATUS_CONVERT;
		plan->to_switch += plan->link_work[s] != WSP_LINK_NONE;
		plan->hands_on += wsp_terms_minutes(terms, in_windows);
		plan->n_steps += wsp_count_bits(plan->actions[s]);
	}
}

/* So many of `n`, at least one. */
static uint32_t amount_of(uint32_t amount, uint64_t n)
{
	uint64_t count = amount;

	if (amount & WSP_PERMILLE)
		count = (n * (amount & ~WSP_PERMILLE) + 999) / 1000;
	return count > 0 ? (uint32_t)count : 1;
}

static void tell_abort(struct wsp_plan *plan)
{
	const struct wsp_policy *policy = &plan->topo.inventory.policy;

	for (uint32_t i = 1; i <= plan->n_phases; i++) {
		struct wsp_phase *phase = &plan->phases[i];
		uint64_t conversions = 0;
		uint64_t switches = 0;

		for (uint32_t w = phase->first_wave; w < phase->first_wave + phase->n_waves; w++) {
			conversions += plan->waves[w].n_servers;
			switches += plan->waves[w].n_links;
		}
		phase->abort_conversions = amount_of(policy->failed_conversions, conversions);
		phase->abort_switches = amount_of(policy->failed_switches, switches);
	}
}

void wsp_plan_complete(struct wsp_plan *plan, const struct wsp_terms *terms)
{
	tell_preparation(plan);
	count_work(plan, terms);
	tell_abort(plan);
}

static void remark_leftovers(const struct wsp_plan *plan, struct wsp_diags *diags)
{
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		const struct wsp_unscheduled *row = &plan->unscheduled[i];

		wsp_diags_add(diags, WSP_RULE(F006), plan->topo.server[row->server].place, NULL,
			"%s is not converted: %s", wsp_topology_fqdn(&plan->topo, row->server),
			row->reason);
	}
	if (plan->n_phases == 0)
		wsp_diags_add(diags, WSP_RULE(F007), (struct wsp_place){0}, NULL,
			"no server is left to be converted");
}

/* Certificates that are good today, and no more when the last phase ends. */
static void remark_certificates(const struct wsp_plan *plan, struct wsp_diags *diags)
{
	wsp_moment end = wsp_plan_phase_end(plan, plan->n_phases);
	unsigned field = wsp_server_field("certificate.expires");

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		const struct wsp_server *server = &plan->topo.server[s];
		const char *expires = wsp_topology_text(&plan->topo, server->certificate_expires);
		int32_t day;

		if (!*expires || !wsp_parse_date(expires, strlen(expires), &day, NULL) ||
			day < plan->today || (wsp_moment)(day + 1) * WSP_SECONDS_A_DAY >= end)
			continue;
		wsp_diags_add(diags, WSP_RULE(F015),
			wsp_inventory_place(&plan->topo.inventory, server, field), NULL,
			"the certificate of %s expires on %.10s, before the last phase ends",
			wsp_topology_fqdn(&plan->topo, s), expires);
	}
}

void wsp_plan_remark(const struct wsp_plan *plan, struct wsp_diags *diags)
{
	const struct wsp_policy *policy = &plan->topo.inventory.policy;

	remark_leftovers(plan, diags);
	if (plan->dated && plan->n_phases > 0)
		remark_certificates(plan, diags);
	if (policy->cutover == WSP_OVERLAP && plan->n_phases > 0)
		wsp_diags_add(diags, WSP_RULE(F014), policy->place, NULL,
			"`cutover: overlap` follows from what is documented, but nobody documents "
			"it: try it in a lab first");
}
