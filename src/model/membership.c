/* Membership: rows first, as the input has them, and numbers once the servers are laid out. */
#include "model/membership.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

static uint32_t *new_array(size_t n)
{
	return calloc(n > 0 ? n : 1, sizeof(uint32_t));
}

bool wsp_groups_resolve(struct wsp_topology *topo, struct wsp_resolver *resolver)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	uint32_t n = 0;

	if (inventory->n_groups == 0)
		return true;
	topo->link_group = new_array(inventory->n_servers);
	topo->group_begin = new_array(inventory->n_groups + 1);
	for (size_t g = 0; g < inventory->n_groups; g++)
		n += (uint32_t)wsp_list_count(
			wsp_inventory_text(inventory, inventory->group[g].members));
	topo->group_member = new_array(n);
	if (!topo->link_group || !topo->group_begin || !topo->group_member)
		return false;
	for (size_t row = 0; row < inventory->n_servers; row++)
		topo->link_group[row] =
			wsp_resolver_find_group(resolver, inventory->server[row].upstream);
	n = 0; /* from here on: those that are found */
	for (size_t g = 0; g < inventory->n_groups; g++) {
		const char *rest = wsp_inventory_text(inventory, inventory->group[g].members);
		const char *word;
		size_t length;

		topo->group_begin[g] = n;
		while (wsp_list_next(&rest, &word, &length)) {
			uint32_t row = wsp_resolver_find_server(resolver, word, length);

			if (row < inventory->n_servers)
				topo->group_member[n++] = row;
		}
	}
	topo->group_begin[inventory->n_groups] = n;
	return true;
}

bool wsp_groups_renumber(struct wsp_topology *topo, const uint32_t *order)
{
	uint32_t *number_of, *link_group;
	bool done;

	if (!topo->link_group)
		return true;
	number_of = new_array(topo->n_servers);
	link_group = new_array(topo->n_servers);
	done = number_of && link_group;
	if (done) {
		for (uint32_t s = 0; s < topo->n_servers; s++) {
			number_of[order[s]] = s;
			link_group[s] = topo->link_group[order[s]];
		}
		for (uint32_t i = 0; i < topo->group_begin[topo->inventory.n_groups]; i++)
			topo->group_member[i] = number_of[topo->group_member[i]];
		memcpy(topo->link_group, link_group, topo->n_servers * sizeof(*link_group));
	}
	free(number_of);
	free(link_group);
	return done;
}
