/* Barrier parts: the search for what forbids a phase, shared by the files that look for it. */
#ifndef WSP_PLAN_BARRIER_PARTS_H
#define WSP_PLAN_BARRIER_PARTS_H

#include "plan/barrier.h"
#include "plan/service.h"

struct wsp_search {
	const struct wsp_plan *plan;
	const struct wsp_calendar *calendar; /* NULL: sites are not judged */
	wsp_server_id s;
	uint32_t phase;
	struct wsp_services services;
	struct wsp_arena scratch;
	struct wsp_text text; /* of the next barrier */
	struct wsp_arena *arena;
	struct wsp_barriers *found;
	bool failed;
};

/** What the text has become is the next barrier; the text is empty again. */
void wsp_search_add(struct wsp_search *search, enum wsp_barrier_kind kind, wsp_server_id by);

static inline const char *wsp_search_name(const struct wsp_search *search, wsp_server_id s)
{
	return wsp_topology_fqdn(&search->plan->topo, s);
}

static inline bool wsp_search_is_converted(const struct wsp_search *search, wsp_server_id s)
{
	return s != WSP_NO_SERVER && search->plan->wave[s] != WSP_NO_WAVE;
}

/* plan/barrier_dates.c; a plan that is not dated has no such barriers */
void wsp_search_dates(struct wsp_search *search);
void wsp_search_soak(struct wsp_search *search);
void wsp_search_sites(struct wsp_search *search);

#endif
