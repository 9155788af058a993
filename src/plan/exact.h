/*
 * Exact: the fewest phases of a small set of conversions, by trying all of them.
 *
 * Every item needs a later phase than those below it; which items one phase takes is asked of the
 * caller, once a set at most. So it holds whatever limits a phase has, as long as all phases are
 * alike and nothing but the order binds two of them.
 */
#ifndef WSP_PLAN_EXACT_H
#define WSP_PLAN_EXACT_H

#include <stdbool.h>
#include <stdint.h>

enum { WSP_EXACT_MAX = 10 }; /* items; at most 2^10 sets are asked for */

#define WSP_EXACT_ROOT UINT32_MAX

enum wsp_exact {
	WSP_EXACT_PROVEN = 0, /* the fewest are found */
	WSP_EXACT_UNKNOWN,    /* more than WSP_EXACT_MAX items, or some fit no phase */
	WSP_EXACT_NO_MEMORY   /* the callback ran out of it */
};

/**
 * Whether the items item[0 … n), none of them above another, fit one phase.
 *
 * @param item  numbers of items, ascending
 * @return false when memory ran out
 */
typedef bool wsp_exact_fits(void *context, const uint32_t *item, uint32_t n, bool *ret_fits);

/**
 * Find the fewest phases for `n` items.
 *
 * @param parent_index    by item: the item that needs a later phase, or WSP_EXACT_ROOT
 * @param ret_phases      set when proven; 0 for no items
 * @param ret_assignment  by item, set when proven: its phase, from 1
 */
enum wsp_exact wsp_exact_phases(uint32_t n, const uint32_t *parent_index, wsp_exact_fits *fits,
	void *context, uint32_t *ret_phases, uint32_t *ret_assignment);

#endif
