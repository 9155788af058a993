#include "plan/terms.h"

#include <string.h>

#include "base/array.h"
#include "base/list.h"
#include "base/number.h"
#include "model/rule.h"

static uint32_t longest_window(const struct wsp_inventory *inventory)
{
	uint32_t longest = 0;

	for (size_t i = 0; i < inventory->n_windows; i++) {
		if (inventory->window[i].duration > longest)
			longest = inventory->window[i].duration;
	}
	return longest ? longest : inventory->policy.default_window;
}

/* A duration replaces the part of an action that its row fills: hands, or else waiting. */
static void set_duration(struct wsp_terms *terms, enum wsp_action action, uint32_t minutes)
{
	if (wsp_actions[action].minutes > 0)
		terms->duration[action] = minutes;
	else
		terms->unattended[action] = minutes;
}

/* Sums of minutes are asked for once a server and more: a look-up a byte of the set. */
static void sum_minutes(struct wsp_terms *terms)
{
	_Static_assert(WSP_N_ACTIONS <= 24, "three bytes of actions");
	for (unsigned action = 0; action < WSP_N_ACTIONS; action++)
		terms->back_out += wsp_actions[action].back_out;
	for (unsigned byte = 0; byte < 3; byte++) {
		for (unsigned set = 0; set < 256; set++) {
			for (unsigned bit = 0; bit < 8 && byte * 8 + bit < WSP_N_ACTIONS; bit++) {
				if (set & 1u << bit)
					terms->minutes[byte][set] +=
						terms->duration[byte * 8 + bit];
			}
		}
	}
}

static void add_hint(struct wsp_text *hint, const char *name, const char *candidate)
{
	if (wsp_edit_distance(name, candidate, 2) <= 2)
		wsp_text_addf(hint, "did you mean \"%s\"?", candidate);
}

static void resolve_durations(
	const struct wsp_inventory *inventory, struct wsp_diags *diags, struct wsp_terms *terms)
{
	for (size_t i = 0; i < WSP_N_ACTIONS; i++) {
		terms->duration[i] = wsp_actions[i].minutes;
		terms->unattended[i] = wsp_actions[i].unattended;
	}
	for (size_t i = 0; i < inventory->policy.n_durations; i++) {
		const struct wsp_duration_policy *row = &inventory->policy.duration[i];
		const char *name = wsp_inventory_text(inventory, row->action);
		enum wsp_action action = wsp_action_find(name);
		struct wsp_text hint = {0};

		if (action < WSP_N_ACTIONS) {
			set_duration(terms, action, row->minutes);
			continue;
		}
		for (size_t a = 0; a < WSP_N_ACTIONS && !hint.length; a++)
			add_hint(&hint, name, wsp_actions[a].name);
		wsp_diags_add(diags, WSP_RULE(I014), row->place,
			hint.length ? wsp_text_get(&hint) : NULL,
			"policy.durations names no action: \"%s\"", name);
		wsp_text_release(&hint);
	}
}

/* A canary is a whole branch: whoever is below it is one too. */
static void spread_canaries(const struct wsp_topology *topo, bool *canary)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (topo->parent[s] != WSP_NO_SERVER && canary[topo->parent[s]])
			canary[s] = true;
	}
}

static bool resolve_canaries(const struct wsp_topology *topo, struct wsp_arena *arena,
	struct wsp_diags *diags, struct wsp_terms *terms)
{
	const char *rest = wsp_topology_text(topo, topo->inventory.policy.canary);
	struct wsp_text name = {0};
	bool failed = false;
	const char *word;
	size_t length;
	uint64_t count;

	if (wsp_parse_count(rest, strlen(rest), &count)) {
		terms->canary_count = (uint32_t)count;
		return true;
	}
	if (!*rest)
		return true;
	terms->canary = WSP_NEW_ARRAY(arena, bool, topo->n_servers);
	if (!terms->canary)
		return false;
	while (!failed && wsp_list_next(&rest, &word, &length)) {
		wsp_server_id s;

		wsp_text_clear(&name);
		wsp_text_add(&name, word, length);
		failed = name.failed;
		s = wsp_topology_find(topo, wsp_text_get(&name));
		if (s == WSP_NO_SERVER)
			wsp_diags_add(diags, WSP_RULE(I014), topo->inventory.policy.place, NULL,
				"policy.canary names no server: \"%s\"", wsp_text_get(&name));
		else
			terms->canary[s] = true;
	}
	spread_canaries(topo, terms->canary);
	wsp_text_release(&name);
	return !failed;
}

static bool resolve_trees(const struct wsp_topology *topo, struct wsp_arena *arena,
	struct wsp_diags *diags, struct wsp_terms *terms)
{
	const struct wsp_policy *policy = &topo->inventory.policy;

	if (policy->n_trees == 0)
		return true;
	terms->tree_strategy = WSP_NEW_ARRAY(arena, uint8_t, topo->n_servers);
	if (!terms->tree_strategy)
		return false;
	for (size_t i = 0; i < policy->n_trees; i++) {
		const char *name = wsp_topology_text(topo, policy->tree[i].root);
		wsp_server_id s = wsp_topology_find(topo, name);

		if (s == WSP_NO_SERVER || topo->parent[s] != WSP_NO_SERVER)
			wsp_diags_add(diags, WSP_RULE(I014), policy->tree[i].place, NULL,
				"policy.trees names no root: \"%s\"", name);
		else if (policy->tree[i].strategy != WSP_AUTO)
			terms->tree_strategy[s] = policy->tree[i].strategy;
	}
	return true;
}

static bool resolve_sites(
	const struct wsp_inventory *inventory, struct wsp_arena *arena, struct wsp_terms *terms)
{
	terms->site = WSP_NEW_ARRAY(arena, struct wsp_site_terms, inventory->n_sites);
	for (size_t i = 0; terms->site && i < inventory->n_sites; i++) {
		const struct wsp_site *site = &inventory->site[i];

		terms->site[i] = (struct wsp_site_terms){
			site->operators, site->servers_per_window, site->clients_per_window};
		terms->limits_sites = terms->limits_sites ||
				      site->servers_per_window != WSP_ABSENT ||
				      site->clients_per_window != WSP_ABSENT;
		terms->limits_site_operators =
			terms->limits_site_operators || site->operators != WSP_ABSENT;
	}
	return terms->site != NULL;
}

bool wsp_terms_resolve(const struct wsp_topology *topo, struct wsp_arena *arena,
	struct wsp_diags *diags, struct wsp_terms *ret_terms)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	const struct wsp_policy *policy = &inventory->policy;
	struct wsp_terms terms = {
		.strategy = policy->strategy ? (enum wsp_strategy)policy->strategy : WSP_AUTO,
		.separation = policy->separation ? (enum wsp_separation)policy->separation
						 : WSP_SEPARATE_WINDOW,
		.operators = policy->operators,
		.servers = policy->servers_per_window,
		.clients = policy->clients_per_window,
		.cutover = policy->cutover ? (enum wsp_cutover)policy->cutover : WSP_ARTICLE,
		.syncs = policy->syncs_per_upstream,
		.soak = policy->soak == WSP_ABSENT ? 0 : policy->soak,
		.window_length = longest_window(inventory),
		.rollback_reserve =
			policy->rollback_reserve == WSP_ABSENT ? 0 : policy->rollback_reserve,
	};

	resolve_durations(inventory, diags, &terms);
	sum_minutes(&terms);
	if (!resolve_sites(inventory, arena, &terms) ||
		!resolve_canaries(topo, arena, diags, &terms) ||
		!resolve_trees(topo, arena, diags, &terms))
		return false;
	*ret_terms = terms;
	return true;
}

uint32_t wsp_terms_minutes(const struct wsp_terms *terms, uint32_t set)
{
	return terms->minutes[0][set & 0xff] + terms->minutes[1][set >> 8 & 0xff] +
	       terms->minutes[2][set >> 16 & 0xff];
}

uint64_t wsp_terms_change(
	const struct wsp_terms *terms, const struct wsp_plan *plan, wsp_server_id s)
{
	uint64_t minutes = wsp_terms_minutes(terms, wsp_plan_visit(plan, s));

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		if (plan->link_work[c] == WSP_LINK_SWITCH)
			minutes += terms->duration[WSP_SWITCH_SYNC];
	}
	return minutes;
}
