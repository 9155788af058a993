#include "plan/constraint.h"

#include "base/array.h"

static uint64_t server_limit(const struct wsp_terms *terms, uint32_t site)
{
	(void)site;
	return terms->servers;
}

static uint64_t client_limit(const struct wsp_terms *terms, uint32_t site)
{
	(void)site;
	return terms->clients;
}

static uint64_t site_server_limit(const struct wsp_terms *terms, uint32_t site)
{
	return terms->site[site].servers;
}

static uint64_t site_client_limit(const struct wsp_terms *terms, uint32_t site)
{
	return terms->site[site].clients;
}

static uint64_t servers_used(const struct wsp_load *load)
{
	return load->servers;
}

static uint64_t clients_used(const struct wsp_load *load)
{
	return load->clients;
}

static bool is_exceeded(const struct wsp_constraint *constraint, const struct wsp_terms *terms,
	uint32_t site, const struct wsp_load *load)
{
	uint64_t limit = constraint->limit ? constraint->limit(terms, site) : WSP_ABSENT;

	return limit != WSP_ABSENT && constraint->used(load) > limit;
}

/* The site of `closed` is closed; `s` is to be converted or is a downstream. */
static void tell_closed(
	const struct wsp_joining *joining, wsp_server_id closed, struct wsp_hindrance *hindrance)
{
	uint32_t site = wsp_agenda_site(joining->agenda, closed);
	const struct wsp_obstacle *obstacle = &joining->agenda->obstacle[site];

	hindrance->site = site;
	hindrance->why = obstacle->frozen ? (struct wsp_why){WSP_WHY_FREEZE, obstacle->freeze}
					  : (struct wsp_why){WSP_WHY_WINDOW, closed};
}

static bool is_closed(
	const struct wsp_joining *joining, wsp_server_id s, struct wsp_hindrance *hindrance)
{
	if (wsp_agenda_is_open(joining->agenda, s))
		return false;
	tell_closed(joining, s, hindrance);
	return true;
}

static bool switches_are_closed(
	const struct wsp_joining *joining, wsp_server_id s, struct wsp_hindrance *hindrance)
{
	const struct wsp_topology *topo = &joining->plan->topo;

	for (wsp_server_id c = topo->child_begin[s];
		joining->agenda->calendar && c < topo->child_begin[s + 1]; c++) {
		if (joining->plan->link_work[c] == WSP_LINK_NONE ||
			wsp_agenda_may_switch(joining->agenda, c))
			continue;
		tell_closed(joining, c, hindrance);
		return true;
	}
	return false;
}

/* What the scheduler and the dates enforce has no function here: nobody joins what does not fit. */
const struct wsp_constraint wsp_constraints[] = {
	{"servers", "servers_per_window", "H7", WSP_WHY_SERVERS, false, server_limit, servers_used,
		NULL},
	{"clients", "clients_per_window", "H7", WSP_WHY_CLIENTS, false, client_limit, clients_used,
		NULL},
	{"servers of a site", "sites.servers_per_window", "H7", WSP_WHY_SITE_SERVERS, true,
		site_server_limit, servers_used, NULL},
	{"clients of a site", "sites.clients_per_window", "H7", WSP_WHY_SITE_CLIENTS, true,
		site_client_limit, clients_used, NULL},
	{"operators", "operators", "H7", WSP_WHY_MINUTES, false, NULL, NULL, NULL},
	{"synchronizations", "syncs_per_upstream", "H7", WSP_WHY_MINUTES, false, NULL, NULL, NULL},
	{"windows of a site", "sites.windows", "H8", WSP_WHY_WINDOW, false, NULL, NULL, is_closed},
	{"windows of a switch", "sites.windows", "H8", WSP_WHY_WINDOW, false, NULL, NULL,
		switches_are_closed},
	{"dates", "not_before", "H8", WSP_WHY_NOT_BEFORE, false, NULL, NULL, NULL},
	{"window", "windows", "H5", WSP_WHY_MINUTES, false, NULL, NULL, NULL},
	{"soak", "soak", "H3", WSP_WHY_SOAK, false, NULL, NULL, NULL},
	{"groups", "groups", "H6", WSP_WHY_MEMBER, false, NULL, NULL, NULL},
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
		if (!wsp_constraints[i].of_site && is_exceeded(&wsp_constraints[i], terms, 0, load))
			return &wsp_constraints[i];
	}
	return NULL;
}

const struct wsp_constraint *wsp_constraint_site_broken(
	const struct wsp_joining *joining, uint32_t site)
{
	for (unsigned i = 0; i < wsp_n_constraints; i++) {
		if (wsp_constraints[i].of_site && is_exceeded(&wsp_constraints[i], joining->terms,
							  site, &joining->site[site]))
			return &wsp_constraints[i];
	}
	return NULL;
}

struct wsp_hindrance wsp_constraint_find(const struct wsp_joining *joining, wsp_server_id s)
{
	struct wsp_hindrance hindrance = {false, {WSP_WHY_FIRST, WSP_NO_SERVER}, UINT32_MAX};
	const struct wsp_constraint *broken = wsp_constraint_broken(joining->terms, joining->phase);
	uint32_t site = wsp_topology_site(&joining->plan->topo, s);

	if (!broken && joining->site && site != WSP_NO_SITE) {
		broken = wsp_constraint_site_broken(joining, site);
		hindrance.site = broken ? site : UINT32_MAX;
	}
	if (broken)
		hindrance.why.kind = (uint8_t)broken->why;
	hindrance.found = broken != NULL;
	for (unsigned i = 0; i < wsp_n_constraints && !hindrance.found; i++)
		hindrance.found = wsp_constraints[i].forbids &&
				  wsp_constraints[i].forbids(joining, s, &hindrance);
	return hindrance;
}
