/* Estate: small topologies made by hand. */
#include "estate.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/schema.h"

static void insist(bool holds)
{
	if (!holds)
		abort();
}

wsp_string estate_text(struct wsp_inventory *inventory, const char *text)
{
	bool failed = false;
	wsp_string id = wsp_strings_add(&inventory->strings, text, strlen(text), &failed);

	insist(!failed);
	return id;
}

wsp_string estate_words(struct wsp_inventory *inventory, const char *words)
{
	size_t length = strlen(words);
	char *list = calloc(length + 1, 1);
	wsp_string id;

	insist(list != NULL);
	for (size_t i = 0; i < length; i++)
		list[i] = words[i] == ' ' ? '\n' : words[i];
	id = estate_text(inventory, list);
	free(list);
	return id;
}

struct wsp_server *estate_server(
	struct wsp_inventory *inventory, const char *fqdn, const char *upstream)
{
	bool is_root =
		strcmp(upstream, "microsoft-update") == 0 || strcmp(upstream, "offline") == 0;
	size_t n = inventory->n_servers;

	insist(WSP_RESERVE(inventory->server, inventory->server_capacity, n));
	inventory->server[n] = (struct wsp_server){
		.place = {.line = (uint32_t)n + 1, .column = 1},
		.fqdn = estate_text(inventory, fqdn),
		.upstream = estate_text(inventory, upstream),
		.http_port = 8530,
		.https_port = 8531,
		.mode = is_root ? WSP_AUTONOMOUS : WSP_REPLICA,
	};
	inventory->n_servers++;
	return &inventory->server[n];
}

void estate_given(struct wsp_server *server, const char *key)
{
	server->present |= UINT64_C(1) << wsp_server_field(key);
}

struct wsp_group *estate_group(struct wsp_inventory *inventory, const char *name,
	enum wsp_group_kind kind, const char *members)
{
	size_t n = inventory->n_groups;

	insist(WSP_RESERVE(inventory->group, inventory->group_capacity, n));
	inventory->group[n] = (struct wsp_group){
		.place = {.line = 1000 + (uint32_t)n, .column = 1},
		.name = estate_text(inventory, name),
		.members = estate_words(inventory, members),
		.kind = (uint8_t)kind,
	};
	inventory->n_groups++;
	return &inventory->group[n];
}

struct wsp_client_policy *estate_client_policy(struct wsp_inventory *inventory, const char *name,
	enum wsp_policy_kind kind, const char *url)
{
	size_t n = inventory->n_client_policies;

	insist(WSP_RESERVE(inventory->client_policy, inventory->client_policy_capacity, n));
	inventory->client_policy[n] = (struct wsp_client_policy){
		.place = {.line = 2000 + (uint32_t)n, .column = 1},
		.name = estate_text(inventory, name),
		.url = estate_text(inventory, url),
		.kind = (uint8_t)kind,
	};
	inventory->n_client_policies++;
	return &inventory->client_policy[n];
}

bool estate_build(struct wsp_inventory *inventory, struct wsp_topology *topo)
{
	struct wsp_diags diags;
	enum wsp_status status;

	wsp_diags_init(&diags);
	status = wsp_topology_build(topo, inventory, &diags);
	wsp_diags_release(&diags);
	return status == WSP_OK;
}
