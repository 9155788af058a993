/*
 * Heap: a binary heap of 64-bit keys, smallest first.
 *
 * Callers pack priority and id into the key (`priority << 32 | id`), so the order is total and ties
 * break by id. A zeroed struct is empty.
 */
#ifndef WSP_BASE_HEAP_H
#define WSP_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wsp_heap {
	uint64_t *key; /* owned */
	size_t n, capacity;
};

/** @return false when memory ran out */
bool wsp_heap_push(struct wsp_heap *heap, uint64_t key);

/** Remove and return the smallest key; the heap must not be empty. */
uint64_t wsp_heap_pop(struct wsp_heap *heap);

/** Put `key` in the place of the smallest key; the heap must not be empty. */
void wsp_heap_replace(struct wsp_heap *heap, uint64_t key);

void wsp_heap_release(struct wsp_heap *heap);

#endif
