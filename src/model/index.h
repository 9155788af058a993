/*
 * Index: from an interned name to a row.
 *
 * Open addressing over string ids; eight bytes a slot, no memory per entry. A zeroed struct is
 * empty. The order of entries is never visible.
 */
#ifndef WSP_MODEL_INDEX_H
#define WSP_MODEL_INDEX_H

#include "base/intern.h"

#define WSP_NO_ROW UINT32_MAX

struct wsp_index {
	struct wsp_index_slot {
		wsp_string name; /* 0: free */
		uint32_t row;
	} * slot; /* heap */

	size_t n_slots; /* a power of two, or 0 */
	size_t n;
};

/** The row of a name, or WSP_NO_ROW. */
uint32_t wsp_index_get(const struct wsp_index *index, wsp_string name);

/** Add a name or change its row. @return false when memory ran out */
bool wsp_index_put(struct wsp_index *index, wsp_string name, uint32_t row);

/** Make room for `n` names in one go. @return false when memory ran out */
bool wsp_index_reserve(struct wsp_index *index, size_t n);

void wsp_index_release(struct wsp_index *index);

#endif
