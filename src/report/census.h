/*
 * Census: which strings occur, how often, with what weight.
 *
 * A zeroed struct is empty. Strings are told apart by id and counted within a class (a phase, a
 * kind of work). Results are ordered by first appearance: ids follow the input, and a stored plan
 * numbers its strings in another order than the inventory it was made from.
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
		size_t seen; /* when the name was first added */
	} * row;             /* owned */

	size_t n, capacity;
	bool failed; /* memory ran out */
};

void wsp_census_add(struct wsp_census *census, wsp_string name, uint32_t class_of, uint64_t weight);

/** Merge what is equal; names in the order they were added first, each by class. */
void wsp_census_count(struct wsp_census *census);

void wsp_census_release(struct wsp_census *census);

#endif
