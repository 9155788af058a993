/*
 * Constraint: may this conversion join this phase? One table; each row has its invariant in the
 * verifier's table.
 */
#ifndef WSP_PLAN_CONSTRAINT_H
#define WSP_PLAN_CONSTRAINT_H

#include "plan/agenda.h"

/** What a phase holds so far. */
struct wsp_load {
	uint32_t servers; /* conversions */
	uint64_t clients; /* of the servers converted */
};

/** Somebody who would join the phase. */
struct wsp_joining {
	const struct wsp_plan *plan;
	const struct wsp_terms *terms;
	const struct wsp_agenda *agenda;
	const struct wsp_load *phase; /* the phase with it */
	const struct wsp_load *site;  /* by site, likewise; NULL: no site has a limit */
};

/** What keeps it out. */
struct wsp_hindrance {
	bool found; /* otherwise nothing does */
	struct wsp_why why;
	uint32_t site; /* of the agenda: it may be let in when that is open; UINT32_MAX: none */
};

struct wsp_constraint {
	const char *name;      /* "servers" */
	const char *key;       /* the key that sets it */
	const char *invariant; /* of plan/verify.c */
	enum wsp_why_kind why; /* what it is called when it keeps somebody out */
	bool of_site;          /* a limit of a site, not of the window */
	/* limits that add up over the servers of a window or a site: both or none */
	uint64_t (*limit)(const struct wsp_terms *terms, uint32_t site); /* WSP_ABSENT: none */
	uint64_t (*used)(const struct wsp_load *load);
	/* whether `s` may not join; fills `why` and `site` */
	bool (*forbids)(const struct wsp_joining *joining, wsp_server_id s,
		struct wsp_hindrance *hindrance);
};

extern const struct wsp_constraint wsp_constraints[];
extern const unsigned wsp_n_constraints;

/** The load with one more server. */
struct wsp_load wsp_load_add(
	struct wsp_load load, const struct wsp_topology *topo, wsp_server_id s);

/** The first limit of a window that `load` breaks, or NULL. */
const struct wsp_constraint *wsp_constraint_broken(
	const struct wsp_terms *terms, const struct wsp_load *load);

/** The first limit of a site that what it holds breaks, or NULL. */
const struct wsp_constraint *wsp_constraint_site_broken(
	const struct wsp_joining *joining, uint32_t site);

/** The first constraint that keeps `s` out. */
struct wsp_hindrance wsp_constraint_find(const struct wsp_joining *joining, wsp_server_id s);

#endif
