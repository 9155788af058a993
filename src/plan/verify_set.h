/*
 * Sets: servers that answer together, as the verifier reads them; inside the verifier only.
 *
 * A set is a group, or a client policy that several servers name, or one whose URL is a group's.
 * Rows of inventory.group come first, then those of inventory.client_policy; a policy that is not
 * shared has no members. Retired members are left out.
 */
#ifndef WSP_PLAN_VERIFY_SET_H
#define WSP_PLAN_VERIFY_SET_H

#include "model/topology.h"

#define WSP_NO_SET UINT32_MAX

struct wsp_set {
	uint32_t first, n;   /* into sets.member */
	const char *address; /* by which clients or downstreams reach it; not NUL-terminated */
	size_t address_length;
	bool policy;    /* of a client policy, otherwise of a group */
	uint8_t kind;   /* enum wsp_group_kind of a group */
	bool is_source; /* somebody synchronizes from the group by its name */
};

struct wsp_sets {
	struct wsp_set *set; /* heap, as the others */
	uint32_t n_sets;
	uint32_t n_groups;
	wsp_server_id *member;
	uint32_t *of_begin; /* by server: its sets are of[of_begin[s]] … ; NULL without sets */
	uint32_t *of;
	wsp_server_id *at_work; /* by set: scratch */
};

/** @return false when memory ran out; release it all the same */
bool wsp_sets_read(struct wsp_sets *sets, const struct wsp_topology *topo);
void wsp_sets_release(struct wsp_sets *sets);

/** Whether the clients of `s` are pointed by a policy that is shared. @return its set, or NO_SET */
uint32_t wsp_sets_policy(
	const struct wsp_sets *sets, const struct wsp_topology *topo, wsp_server_id s);

/** Whether a certificate for `names` (a list) proves `host`; `*` stands for the first label. */
bool wsp_names_cover(const char *names, const char *host, size_t length);

#endif
