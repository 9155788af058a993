#include "plan/claims_pairs.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	const struct wsp_named *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : (left->row > right->row) - (left->row < right->row);
}

struct wsp_pair *wsp_pairs_make(struct wsp_named *left, size_t n_left, struct wsp_named *right,
	size_t n_right, size_t *ret_n)
{
	struct wsp_pair *pairs = calloc(n_left + n_right + 1, sizeof(*pairs));
	size_t l = 0, r = 0, n = 0;

	if (!pairs)
		return NULL;
	qsort(left, n_left, sizeof(*left), compare);
	qsort(right, n_right, sizeof(*right), compare);
	while (l < n_left || r < n_right) {
		int order = l == n_left    ? 1
			    : r == n_right ? -1
					   : strcmp(left[l].name, right[r].name);

		pairs[n++] = (struct wsp_pair){
			.left = order <= 0 ? left[l].row : WSP_NO_PARTNER,
			.right = order >= 0 ? right[r].row : WSP_NO_PARTNER,
		};
		l += order <= 0;
		r += order >= 0;
	}
	*ret_n = n;
	return pairs;
}

static struct wsp_named *name_servers(const struct wsp_topology *topo)
{
	struct wsp_named *named = calloc((size_t)topo->n_servers + 1, sizeof(*named));

	for (wsp_server_id s = 0; named && s < topo->n_servers; s++)
		named[s] = (struct wsp_named){wsp_topology_fqdn(topo, s), s};
	return named;
}

struct wsp_pair *wsp_pairs_of_servers(
	const struct wsp_topology *left, const struct wsp_topology *right, size_t *ret_n)
{
	struct wsp_named *ours = name_servers(left);
	struct wsp_named *theirs = name_servers(right);
	struct wsp_pair *pairs = NULL;

	if (ours && theirs)
		pairs = wsp_pairs_make(ours, left->n_servers, theirs, right->n_servers, ret_n);
	free(ours);
	free(theirs);
	return pairs;
}
