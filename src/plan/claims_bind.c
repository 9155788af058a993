/* Claims: from the names of a plan document to the servers of the topology it is judged by. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "plan/claims_pairs.h"
#include "plan/claims_state.h"

static void name_own(const struct wsp_statement *statement, uint32_t *server_of)
{
	const struct wsp_topology *topo = &statement->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		uint32_t row = wsp_index_get(&statement->names, topo->server[s].fqdn);

		if (row != WSP_NO_ROW)
			server_of[row] = s;
	}
}

/* From servers of the topology inside the plan to those of the files. */
static bool name_foreign(const struct wsp_statement *statement, const struct wsp_topology *files,
	uint32_t *server_of)
{
	size_t n = 0;
	struct wsp_pair *pairs = wsp_pairs_of_servers(&statement->topo, files, &n);
	uint32_t *partner = calloc((size_t)statement->topo.n_servers + 1, sizeof(*partner));
	bool done = pairs && partner;

	for (size_t i = 0; done && i < n; i++) {
		if (pairs[i].left != WSP_NO_PARTNER)
			partner[pairs[i].left] = pairs[i].right;
	}
	for (size_t row = 0; done && row < statement->n_names; row++) {
		if (server_of[row] != WSP_NO_SERVER)
			server_of[row] = partner[server_of[row]];
	}
	free(partner);
	free(pairs);
	return done;
}

/* By row of `name`: the server in the topology that is judged; NULL when memory ran out. */
static uint32_t *number_names(
	const struct wsp_statement *statement, const struct wsp_topology *files)
{
	uint32_t *server_of = calloc(statement->n_names + 1, sizeof(*server_of));

	if (!server_of)
		return NULL;
	for (size_t row = 0; row < statement->n_names; row++)
		server_of[row] = WSP_NO_SERVER;
	name_own(statement, server_of);
	if (files && !name_foreign(statement, files, server_of)) {
		free(server_of);
		return NULL;
	}
	return server_of;
}

/* Servers of an overridden tree are those whose root is. */
static void claim_strategies(struct wsp_statement *statement, const uint32_t *server_of)
{
	const struct wsp_topology *topo = statement->claims.topo;
	struct wsp_server_claim *claim = statement->server_claim;

	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		claim[s].strategy = statement->claims.chosen;
	for (size_t i = 0; i < statement->n_trees; i++) {
		uint32_t root = statement->tree[i].root;
		wsp_server_id s = root == WSP_NO_ROW ? WSP_NO_SERVER : server_of[root];

		if (s < topo->n_servers)
			claim[s].strategy = statement->tree[i].strategy;
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (topo->parent[s] != WSP_NO_SERVER)
			claim[s].strategy = claim[topo->parent[s]].strategy;
	}
}

static bool claim_servers(struct wsp_statement *statement, const uint32_t *server_of)
{
	uint32_t n = statement->claims.topo->n_servers;

	statement->server_claim = calloc((size_t)n + 1, sizeof(*statement->server_claim));
	statement->name_of = calloc((size_t)n + 1, sizeof(*statement->name_of));
	if (!statement->server_claim || !statement->name_of)
		return false;
	for (wsp_server_id s = 0; s < n; s++) {
		statement->server_claim[s] = (struct wsp_server_claim)WSP_SERVER_CLAIM_INIT;
		statement->name_of[s] = WSP_NO_ROW;
	}
	for (uint32_t row = 0; row < statement->n_names; row++) {
		if (server_of[row] == WSP_NO_SERVER)
			continue;
		statement->server_claim[server_of[row]] = statement->name[row].claim;
		statement->name_of[server_of[row]] = row;
	}
	for (wsp_server_id s = 0; s < n; s++) {
		if (statement->claims.topo->server[s].retired == WSP_YES)
			statement->server_claim[s].https_from = WSP_ABSENT; /* it has no link */
	}
	claim_strategies(statement, server_of);
	return true;
}

static int compare_names(const void *a, const void *b)
{
	const struct wsp_named *left = a, *right = b;

	return strcmp(left->name, right->name);
}

/* The groups, or the client policies, by name. */
static struct wsp_named *sort_objects(
	const struct wsp_inventory *inventory, bool policies, size_t *ret_n)
{
	size_t n = policies ? inventory->n_client_policies : inventory->n_groups;
	struct wsp_named *named = calloc(n + 1, sizeof(*named));

	for (size_t i = 0; named && i < n; i++) {
		wsp_string name =
			policies ? inventory->client_policy[i].name : inventory->group[i].name;

		named[i] = (struct wsp_named){wsp_inventory_text(inventory, name), (uint32_t)i};
	}
	if (named)
		qsort(named, n, sizeof(*named), compare_names);
	*ret_n = n;
	return named;
}

static uint32_t find_object(const struct wsp_named *objects, size_t n, const char *name)
{
	const struct wsp_named wanted = {name, 0};
	const struct wsp_named *found =
		bsearch(&wanted, objects, n, sizeof(*objects), compare_names);

	return found ? found->row : UINT32_MAX;
}

static void claim_members(struct wsp_statement *statement, const uint32_t *server_of)
{
	for (size_t i = 0; i < statement->n_members; i++) {
		uint32_t row = statement->member[i];

		statement->shared_member[i] = row == WSP_NO_ROW ? WSP_NO_SERVER : server_of[row];
	}
}

static bool claim_shared(struct wsp_statement *statement, const uint32_t *server_of)
{
	const struct wsp_inventory *inventory = &statement->claims.topo->inventory;
	size_t n_groups, n_policies;
	struct wsp_named *groups = sort_objects(inventory, false, &n_groups);
	struct wsp_named *policies = sort_objects(inventory, true, &n_policies);

	statement->shared_claim = calloc(statement->n_shared + 1, sizeof(*statement->shared_claim));
	statement->shared_member =
		calloc(statement->n_members + 1, sizeof(*statement->shared_member));
	if (groups && policies && statement->shared_claim && statement->shared_member) {
		claim_members(statement, server_of);
		for (size_t i = 0; i < statement->n_shared; i++) {
			const struct wsp_stated_shared *shared = &statement->shared[i];
			const char *name = wsp_statement_text(statement, shared->name);
			bool policy = shared->action == WSP_POINT_CLIENTS;

			statement->shared_claim[i] = (struct wsp_shared_claim){
				.action = shared->action,
				.policy = policy,
				.object = policy ? find_object(policies, n_policies, name)
						 : find_object(groups, n_groups, name),
				.member = &statement->shared_member[shared->first_member],
				.n_members = shared->n_members,
				.place = shared->place,
			};
		}
	}
	free(groups);
	free(policies);
	return groups && policies && statement->shared_claim && statement->shared_member;
}

/* The shared object that a step on row `name` works on. */
static uint32_t find_shared(
	const struct wsp_statement *statement, uint32_t name, enum wsp_action action)
{
	uint32_t row = statement->name[name].shared;

	while (row != WSP_NO_SHARED && statement->shared[row].action != action)
		row = statement->shared[row].next;
	return row;
}

static wsp_server_id first_member(const struct wsp_statement *statement, uint32_t shared)
{
	if (shared == WSP_NO_SHARED || statement->shared[shared].n_members == 0)
		return WSP_NO_SERVER;
	return statement->shared_member[statement->shared[shared].first_member];
}

/* Steps on servers that the files do not have are left out: that they lack is another finding. */
static void claim_steps(struct wsp_statement *statement, const uint32_t *server_of)
{
	size_t n = 0;

	for (size_t i = 0; i < statement->n_steps; i++) {
		struct wsp_claim step = statement->step[i];
		uint32_t name = step.server;

		step.server = server_of[name];
		if (!statement->name[name].listed) {
			step.shared = find_shared(statement, name, (enum wsp_action)step.action);
			step.server = first_member(statement, step.shared);
		} else if (step.server == WSP_NO_SERVER) {
			continue;
		}
		statement->step[n++] = step;
	}
	statement->n_steps = n;
}

enum wsp_status wsp_statement_claim(
	struct wsp_statement *statement, const struct wsp_topology *files)
{
	struct wsp_claims *claims = &statement->claims;
	uint32_t *server_of = number_names(statement, files);
	bool done;

	claims->topo = files ? files : &statement->topo;
	done = server_of && claim_servers(statement, server_of) &&
	       claim_shared(statement, server_of);
	if (done)
		claim_steps(statement, server_of);
	free(server_of);
	if (!done)
		return WSP_NO_MEMORY;
	claims->today = statement->today;
	claims->dated = statement->dated;
	claims->now = statement->now;
	claims->step = statement->step;
	claims->n_steps = statement->n_steps;
	claims->server = statement->server_claim;
	claims->phase = statement->phase;
	claims->n_phases = (uint32_t)statement->n_phases - 1;
	claims->wave = statement->wave;
	claims->n_waves = (uint32_t)statement->n_waves;
	claims->shared = statement->shared_claim;
	claims->n_shared = (uint32_t)statement->n_shared;
	claims->n_waivers = statement->n_waivers;
	return WSP_OK;
}
