#include "plan/constraint.h"

#include "base/array.h"

static uint64_t server_limit(const struct wsp_terms *terms)
{
	return terms->servers;
}

static uint64_t servers_used(const struct wsp_load *load)
{
	return load->servers;
}

static uint64_t client_limit(const struct wsp_terms *terms)
{
	return terms->clients;
}

static uint64_t clients_used(const struct wsp_load *load)
{
	return load->clients;
}

const struct wsp_constraint wsp_constraints[] = {
	{"servers", "servers_per_window", "H7", server_limit, servers_used},
	{"clients", "clients_per_window", "H7", client_limit, clients_used},
};
const unsigned wsp_n_constraints = WSP_COUNT(wsp_constraints);

struct wsp_load wsp_load_add(struct wsp_load load, const struct wsp_topology *topo, wsp_server_id s)
{
	load.servers++;
	load.clients += topo->server[s].clients;
	return load;
}

const struct wsp_constraint *wsp_constraint_broken(
	const struct wsp_terms *terms, const struct wsp_load *load)
{
	for (unsigned i = 0; i < wsp_n_constraints; i++) {
		uint64_t limit = wsp_constraints[i].limit(terms);

		if (limit != WSP_ABSENT && wsp_constraints[i].used(load) > limit)
			return &wsp_constraints[i];
	}
	return NULL;
}
