/* Pairs: rows of two lists that have the same name. */
#ifndef WSP_PLAN_CLAIMS_PAIRS_H
#define WSP_PLAN_CLAIMS_PAIRS_H

#include "model/topology.h"

#define WSP_NO_PARTNER UINT32_MAX

/** A name by its row. */
struct wsp_named {
	const char *name;
	uint32_t row;
};

struct wsp_pair {
	uint32_t left, right; /* rows; WSP_NO_PARTNER on the side that lacks the name */
};

/**
 * Sort both lists by name and pair them.
 *
 * @return the pairs, to be freed, in order of name; NULL when memory ran out
 */
struct wsp_pair *wsp_pairs_make(struct wsp_named *left, size_t n_left, struct wsp_named *right,
	size_t n_right, size_t *ret_n);

/** The same for the servers of two topologies, by FQDN. */
struct wsp_pair *wsp_pairs_of_servers(
	const struct wsp_topology *left, const struct wsp_topology *right, size_t *ret_n);

#endif
