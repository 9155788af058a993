/* Server ids: nodes of one database may share an id, two servers else may not. */
#include "model/server_id.h"

#include <stdlib.h>

#include "base/list.h"
#include "model/rule.h"
#include "model/schema.h"

/* The shared-database group that each server is in, as group + 1; NULL when there is none. */
static bool find_databases(struct wsp_resolver *resolver, uint32_t **ret_database)
{
	const struct wsp_inventory *inventory = resolver->inventory;
	uint32_t *database = NULL;

	for (size_t i = 0; i < inventory->n_groups; i++) {
		const struct wsp_group *group = &inventory->group[i];
		const char *rest = wsp_inventory_text(inventory, group->members);
		const char *word;
		size_t length;

		if (group->kind != WSP_GROUP_SHARED_DATABASE)
			continue;
		if (!database && !(database = calloc(inventory->n_servers + 1, sizeof(*database))))
			return false;
		while (wsp_list_next(&rest, &word, &length)) {
			uint32_t row = wsp_resolver_find_server(resolver, word, length);

			if (row < WSP_MANY_ROWS)
				database[row] = (uint32_t)i + 1;
		}
	}
	*ret_database = database;
	return true;
}

static void report_server_id(const struct wsp_inventory *inventory, struct wsp_diags *diags,
	uint32_t row, uint32_t before)
{
	const struct wsp_server *server = &inventory->server[row];

	wsp_diags_add(diags, WSP_RULE(T004),
		wsp_inventory_place(inventory, server, wsp_server_field("server_id")),
		"give clones an identity of their own, or make them members of one group of kind "
		"shared-database",
		"servers \"%s\" and \"%s\" have the same server_id",
		wsp_inventory_text(inventory, inventory->server[before].fqdn),
		wsp_inventory_text(inventory, server->fqdn));
}

bool wsp_server_ids_check(struct wsp_resolver *resolver)
{
	const struct wsp_inventory *inventory = resolver->inventory;
	struct wsp_index ids = {0};
	uint32_t *database = NULL;
	bool done = find_databases(resolver, &database);

	for (uint32_t row = 0; done && row < inventory->n_servers; row++) {
		wsp_string id = inventory->server[row].server_id;
		uint32_t before = wsp_index_get(&ids, id);
		bool shared = database && before != WSP_NO_ROW && database[row] != 0 &&
			      database[row] == database[before];

		if (id == 0)
			continue;
		if (before == WSP_NO_ROW)
			done = wsp_index_put(&ids, id, row);
		else if (!shared)
			report_server_id(inventory, resolver->diags, row, before);
	}
	wsp_index_release(&ids);
	free(database);
	return done;
}
