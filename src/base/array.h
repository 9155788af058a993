/* Array: the length of a fixed one, and the growth of a dynamic one. */
#ifndef WSP_BASE_ARRAY_H
#define WSP_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#define WSP_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/**
 * Make room for one more element in a heap array.
 *
 * @param items     address of the pointer to the elements, of whatever type; realloc'ed in place
 * @param capacity  elements there is room for; updated
 * @param n         elements in use
 * @param size      bytes of an element
 * @return false when memory ran out; nothing changed
 */
bool wsp_array_reserve(void *items, size_t *capacity, size_t n, size_t size);

/* Room for element number `n` (0-based) in `items`, whose capacity is kept in `capacity`. */
#define WSP_RESERVE(items, capacity, n)                                                            \
	wsp_array_reserve(&(items), &(capacity), (n), sizeof(*(items)))

#endif
