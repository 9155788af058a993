/*
 * Constraint: may this server's conversion join this phase? One table; each row has its invariant
 * in the verifier's table.
 */
#ifndef WSP_PLAN_CONSTRAINT_H
#define WSP_PLAN_CONSTRAINT_H

#include "plan/terms.h"

/** What a phase holds so far. */
struct wsp_load {
	uint32_t servers; /* conversions */
	uint64_t clients; /* of the servers converted */
};

/** A limit of a window that adds up over the servers of a phase. */
struct wsp_constraint {
	const char *name;                                 /* "servers" */
	const char *key;                                  /* the policy key that sets it */
	const char *invariant;                            /* of plan/verify.c */
	uint64_t (*limit)(const struct wsp_terms *terms); /* WSP_ABSENT: none */
	uint64_t (*used)(const struct wsp_load *load);
};

extern const struct wsp_constraint wsp_constraints[];
extern const unsigned wsp_n_constraints;

/** The load with one more server. */
struct wsp_load wsp_load_add(
	struct wsp_load load, const struct wsp_topology *topo, wsp_server_id s);

/** The first constraint that `load` breaks, or NULL. */
const struct wsp_constraint *wsp_constraint_broken(
	const struct wsp_terms *terms, const struct wsp_load *load);

#endif
