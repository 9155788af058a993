/* Inventory: giving it back, and where its keys were given. */
#include "model/inventory.h"

#include <stdlib.h>

void wsp_inventory_release(struct wsp_inventory *inventory)
{
	wsp_strings_release(&inventory->strings);
	free(inventory->policy.tree);
	free(inventory->policy.duration);
	free(inventory->server);
	free(inventory->key_place);
	free(inventory->window);
	free(inventory->freeze);
	free(inventory->site);
	free(inventory->group);
	free(inventory->client_policy);
	free(inventory->file);
	*inventory = (struct wsp_inventory){0};
}

struct wsp_place wsp_inventory_place(
	const struct wsp_inventory *inventory, const struct wsp_server *server, unsigned field)
{
	size_t i = server->first_key;

	if ((server->present >> field & 1) == 0)
		return server->place;
	while (i < inventory->n_key_places && inventory->key_place[i].field != field)
		i++;
	if (i == inventory->n_key_places)
		return server->place;

	const struct wsp_key_place *key = &inventory->key_place[i];

	return (struct wsp_place){.line = key->line, .column = key->column, .file = key->file};
}
