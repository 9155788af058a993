/*
 * Census: which strings occur, how often, with what weight.
 *
 * A zeroed struct is empty. Strings are told apart by id and counted within a class (a phase, a
 * kind of work); results are ordered by string, that is by first appearance in the input.
 */
#ifndef WSP_REPORT_CENSUS_H
#define WSP_REPORT_CENSUS_H

#include "base/intern.h"

struct wsp_census {
	struct wsp_census_row {
		wsp_string name;
		uint32_t class_of;
		uint64_t n;
		uint64_t weight;
	} * row; /* owned */

	size_t n, capacity;
	bool failed; /* memory ran out */
};

void wsp_census_add(struct wsp_census *census, wsp_string name, uint32_t class_of, uint64_t weight);

/** Sort by name, then class, and merge what is equal. */
void wsp_census_count(struct wsp_census *census);

/** Forget everyone, keep the memory. */
void wsp_census_clear(struct wsp_census *census);

void wsp_census_release(struct wsp_census *census);

#endif
