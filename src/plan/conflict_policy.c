/* Conflicts of client policies: one object gives one address, so its servers stand behind one name.
 */
#include <stdlib.h>
#include <string.h>

#include "model/index.h"
#include "plan/conflict_part.h"

/* The names that servers stand behind: aliases and load balancers, by server. */
struct names {
	uint32_t *begin; /* heap; by server, n + 2 */
	uint32_t *group; /* heap */
};

static bool is_name(const struct wsp_topology *topo, uint32_t group)
{
	return topo->inventory.group[group].kind != WSP_GROUP_SHARED_DATABASE;
}

static bool find_names(const struct wsp_topology *topo, struct names *names)
{
	uint32_t n_groups = (uint32_t)topo->inventory.n_groups;
	uint32_t n_members = topo->group_begin[n_groups];

	names->begin = calloc(topo->n_servers + (size_t)2, sizeof(*names->begin));
	names->group = calloc(n_members + (size_t)1, sizeof(*names->group));
	if (!names->begin || !names->group)
		return false;
	for (uint32_t g = 0; g < n_groups; g++) { /* counting sort */
		for (uint32_t i = topo->group_begin[g]; i < topo->group_begin[g + 1]; i++)
			names->begin[topo->group_member[i] + 2] += is_name(topo, g);
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		names->begin[s + 2] += names->begin[s + 1];
	for (uint32_t g = 0; g < n_groups; g++) {
		for (uint32_t i = topo->group_begin[g]; i < topo->group_begin[g + 1]; i++) {
			if (is_name(topo, g))
				names->group[names->begin[topo->group_member[i] + 1]++] = g;
		}
	}
	return true;
}

static bool have_common_name(const struct names *names, wsp_server_id a, wsp_server_id b)
{
	for (uint32_t i = names->begin[a]; i < names->begin[a + 1]; i++) {
		for (uint32_t j = names->begin[b]; j < names->begin[b + 1]; j++) {
			if (names->group[i] == names->group[j])
				return true;
		}
	}
	return false;
}

static void report(const struct wsp_conflicts *conflicts, const struct names *names,
	const struct wsp_client_policy *policy, wsp_server_id first, wsp_server_id s)
{
	wsp_diags_add(conflicts->diags, WSP_RULE(F013), policy->place,
		"give the servers of each group a client policy of their own",
		"client policy \"%s\" gives one address, but \"%s\" stands behind \"%s\" and "
		"\"%s\" "
		"behind \"%s\"",
		wsp_topology_text(conflicts->topo, policy->name),
		wsp_conflicts_fqdn(conflicts, first),
		wsp_conflicts_group(conflicts, names->group[names->begin[first]]),
		wsp_conflicts_fqdn(conflicts, s),
		wsp_conflicts_group(conflicts, names->group[names->begin[s]]));
}

/* `first`, by policy: its first server behind a name, or that one was told already. */
static void judge(const struct wsp_conflicts *conflicts, const struct names *names,
	const struct wsp_index *policies, wsp_server_id *first)
{
	const struct wsp_topology *topo = conflicts->topo;
	const wsp_server_id told = topo->n_servers;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		const struct wsp_server *server = &topo->server[s];
		uint32_t row = wsp_index_get(policies, server->client_policy);

		if (server->clients_by != WSP_BY_POLICY || row == WSP_NO_ROW ||
			wsp_conflicts_is_retired(conflicts, s) ||
			names->begin[s] == names->begin[s + 1])
			continue;
		if (first[row] == WSP_NO_SERVER) {
			first[row] = s;
		} else if (first[row] != told && !have_common_name(names, first[row], s)) {
			report(conflicts, names, &topo->inventory.client_policy[row], first[row],
				s);
			first[row] = told;
		}
	}
}

static bool find_policies(const struct wsp_inventory *inventory, struct wsp_index *policies)
{
	bool complete = wsp_index_reserve(policies, inventory->n_client_policies);

	for (size_t i = 0; complete && i < inventory->n_client_policies; i++)
		complete = wsp_index_put(policies, inventory->client_policy[i].name, (uint32_t)i);
	return complete;
}

bool wsp_conflicts_of_policies(const struct wsp_conflicts *conflicts)
{
	const struct wsp_inventory *inventory = &conflicts->topo->inventory;
	size_t n = inventory->n_client_policies;
	struct wsp_index policies = {0};
	struct names names = {0};
	wsp_server_id *first;
	bool complete;

	if (n == 0 || inventory->n_groups == 0)
		return true;
	first = malloc(n * sizeof(*first));
	complete =
		first && find_policies(inventory, &policies) && find_names(conflicts->topo, &names);
	if (complete) {
		memset(first, 0xff, n * sizeof(*first)); /* WSP_NO_SERVER */
		judge(conflicts, &names, &policies, first);
	}
	wsp_index_release(&policies);
	free(names.begin);
	free(names.group);
	free(first);
	return complete;
}
