/*
 * order FILE: from the names of a file of edges ("downstream upstream" a line; a root names itself)
 * to the phase and wave of every server, the work that tsort does half of.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "plan/planner.h"

static char *read_all(const char *name, size_t *ret_length)
{
	FILE *file = fopen(name, "rb");
	char *bytes = NULL;
	long length;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0)
		return NULL;
	rewind(file);
	bytes = malloc((size_t)length + 1);
	if (bytes && fread(bytes, 1, (size_t)length, file) != (size_t)length)
		return NULL;
	*ret_length = (size_t)length;
	return fclose(file) == 0 ? bytes : NULL;
}

/* One line; @return false when memory ran out. */
static bool add_row(struct wsp_inventory *inventory, const char *line, size_t length)
{
	const char *space = memchr(line, ' ', length);
	size_t first = (size_t)(space - line);
	size_t second = length - first - 1;
	bool is_root = first == second && memcmp(line, space + 1, first) == 0;
	bool failed = false;
	struct wsp_server *server;

	if (!WSP_RESERVE(inventory->server, inventory->server_capacity, inventory->n_servers))
		return false;
	server = &inventory->server[inventory->n_servers++];
	memset(server, 0, sizeof(*server));
	server->fqdn = wsp_strings_add(&inventory->strings, line, first, &failed);
	server->upstream =
		is_root ? wsp_strings_add(&inventory->strings, "microsoft-update", 16, &failed)
			: wsp_strings_add(&inventory->strings, space + 1, second, &failed);
	server->http_port = 8530;
	server->https_port = 8531;
	server->mode = is_root ? WSP_AUTONOMOUS : WSP_REPLICA;
	server->clients_by = WSP_BY_GPO;
	return !failed;
}

int main(int argc, char **argv)
{
	struct wsp_planner_options options = {.today = 20000};
	struct wsp_inventory inventory = {0};
	struct wsp_topology topo = {0};
	struct wsp_plan plan;
	struct wsp_diags diags;
	size_t length = 0;
	char *bytes = argc == 2 ? read_all(argv[1], &length) : NULL;

	if (!bytes)
		return 3;
	wsp_diags_init(&diags);
	for (size_t at = 0; at < length;) {
		const char *end = memchr(bytes + at, '\n', length - at);
		size_t n = end ? (size_t)(end - bytes) - at : length - at;

		if (!add_row(&inventory, bytes + at, n))
			return 3;
		at += n + 1;
	}
	inventory.policy = (struct wsp_policy){.operators = 40,
		.servers_per_window = (uint32_t)(inventory.n_servers / 200 + 1),
		.clients_per_window = WSP_ABSENT,
		.syncs_per_upstream = WSP_ABSENT,
		.default_window = 24 * 60 * 365,
		.rollback_reserve = WSP_ABSENT,
		.strategy = WSP_BOTTOM_UP,
		.separation = WSP_SEPARATE_WINDOW};
	if (wsp_topology_build(&topo, &inventory, &diags) != WSP_OK ||
		wsp_plan_make(&plan, &topo, &options, &diags) != WSP_OK) {
		for (size_t i = 0; i < diags.n && i < 3; i++)
			fprintf(stderr, "%s\n", diags.entry[i].diag.message);
		return 1;
	}
	printf("%u servers in %u phases\n", plan.topo.n_servers, plan.n_phases);
	wsp_plan_release(&plan);
	wsp_diags_release(&diags);
	free(bytes);
	return 0;
}
