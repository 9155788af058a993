#include "plan/canary.h"

#include "base/text.h"
#include "model/rule.h"

struct choosing {
	const struct wsp_plan *plan;
	const struct wsp_works *works;
	const struct wsp_services *services;
	bool *canary;
	uint32_t *size; /* by server: conversions in its branch that are no canaries yet */
	bool *bound;    /* by server: one of them is bound to others by a group */
	bool *switches; /* by server: a link inside its branch is switched */
	uint64_t *clients;
	uint32_t left; /* to be chosen */
};

/* Whether `s` alone can go first: it is converted, and bound to no others by a group. */
static bool is_free(const struct choosing *choosing, wsp_server_id s)
{
	return choosing->works->work[s] == WSP_WORK_CONVERT &&
	       wsp_services_unit(choosing->services, s) == WSP_NO_UNIT;
}

static void measure_branches(struct choosing *choosing)
{
	const struct wsp_topology *topo = &choosing->plan->topo;

	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		bool converts = choosing->works->work[s] == WSP_WORK_CONVERT;

		choosing->size[s] = converts;
		choosing->bound[s] = converts && !is_free(choosing, s);
		choosing->clients[s] = topo->server[s].clients;
		for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
			choosing->clients[s] += choosing->clients[c];
			choosing->switches[s] = choosing->switches[s] || choosing->switches[c] ||
						choosing->plan->link_work[c] != WSP_LINK_NONE;
			choosing->bound[s] = choosing->bound[s] || choosing->bound[c];
			choosing->size[s] += choosing->size[c];
		}
	}
}

/* Whether branch `a` is the better first one: smaller, then with fewer clients, then the first. */
static bool is_better(const struct choosing *choosing, wsp_server_id a, wsp_server_id b)
{
	if (b == WSP_NO_SERVER || choosing->size[a] != choosing->size[b])
		return b == WSP_NO_SERVER || choosing->size[a] < choosing->size[b];
	if ((choosing->clients[a] == 0) != (choosing->clients[b] == 0))
		return choosing->clients[b] == 0; /* somebody has to scan against a canary */
	return choosing->clients[a] < choosing->clients[b];
}

/* The best branch with at most `left` servers that has a switch, or any; WSP_NO_SERVER: none. */
static wsp_server_id find_branch(const struct choosing *choosing, bool with_switch)
{
	wsp_server_id best = WSP_NO_SERVER;

	for (wsp_server_id s = 0; s < choosing->plan->topo.n_servers; s++) {
		if (choosing->works->work[s] != WSP_WORK_CONVERT || choosing->bound[s] ||
			choosing->size[s] > choosing->left || choosing->canary[s] ||
			(with_switch && !choosing->switches[s]))
			continue;
		if (is_better(choosing, s, best))
			best = s;
	}
	return best;
}

/* What is above a branch is so much smaller now: only the rest of it would be new. */
static void take_branch(struct choosing *choosing, wsp_server_id top)
{
	const struct wsp_topology *topo = &choosing->plan->topo;
	uint32_t n = choosing->size[top];

	choosing->left -= n;
	choosing->canary[top] = true;
	for (wsp_server_id s = top + 1; s < topo->n_servers; s++) {
		if (topo->parent[s] != WSP_NO_SERVER && topo->parent[s] >= top &&
			choosing->canary[topo->parent[s]])
			choosing->canary[s] = true;
	}
	for (wsp_server_id up = topo->parent[top]; up != WSP_NO_SERVER; up = topo->parent[up])
		choosing->size[up] -= n;
}

static void report(const struct choosing *choosing, struct wsp_diags *diags)
{
	const struct wsp_topology *topo = &choosing->plan->topo;
	struct wsp_text text = {0};
	uint32_t n = 0;

	wsp_text_adds(&text, "canaries: ");
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (!choosing->canary[s])
			continue;
		wsp_text_adds(&text, n++ > 0 ? ", " : "");
		wsp_text_adds(&text, wsp_topology_fqdn(topo, s));
	}
	if (n == 0)
		wsp_text_adds(&text, "no server can be converted first and alone");
	if (text.failed)
		diags->failed = true;
	else
		wsp_diags_add(diags, WSP_RULE(F016), topo->inventory.policy.place, NULL, "%s",
			wsp_text_get(&text));
	wsp_text_release(&text);
}

bool wsp_canary_choose(const struct wsp_plan *plan, const struct wsp_works *works,
	const struct wsp_services *services, struct wsp_arena *arena, struct wsp_diags *diags,
	struct wsp_terms *terms)
{
	uint32_t n = plan->topo.n_servers;
	struct choosing choosing = {
		.plan = plan, .works = works, .services = services, .left = terms->canary_count};
	wsp_server_id branch;

	if (terms->canary_count == 0)
		return true;
	choosing.canary = WSP_NEW_ARRAY(arena, bool, n);
	choosing.size = WSP_NEW_ARRAY(arena, uint32_t, n);
	choosing.bound = WSP_NEW_ARRAY(arena, bool, n);
	choosing.switches = WSP_NEW_ARRAY(arena, bool, n);
	choosing.clients = WSP_NEW_ARRAY(arena, uint64_t, n);
	if (!choosing.canary || !choosing.size || !choosing.bound || !choosing.switches ||
		!choosing.clients)
		return false;
	measure_branches(&choosing);
	branch = find_branch(&choosing, true);
	while (branch != WSP_NO_SERVER || choosing.left > 0) {
		if (branch == WSP_NO_SERVER)
			branch = find_branch(&choosing, false);
		if (branch == WSP_NO_SERVER)
			break;
		take_branch(&choosing, branch);
		branch = WSP_NO_SERVER;
	}
	terms->canary = choosing.canary;
	report(&choosing, diags);
	return true;
}

void wsp_canary_check(
	const struct wsp_plan *plan, const struct wsp_terms *terms, struct wsp_diags *diags)
{
	bool any = false;

	for (wsp_server_id s = 0; terms->canary && s < plan->topo.n_servers; s++) {
		wsp_server_id upstream = plan->topo.parent[s];

		any = any || terms->canary[s];
		if (upstream != WSP_NO_SERVER && terms->canary[upstream] &&
			plan->link_work[s] != WSP_LINK_NONE)
			return;
	}
	if (any)
		wsp_diags_add(diags, WSP_RULE(F005), plan->topo.inventory.policy.place, NULL,
			"no canary has a downstream, so no canary exercises a switch");
}
