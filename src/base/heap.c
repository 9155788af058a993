#include "base/heap.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"

bool wsp_heap_push(struct wsp_heap *heap, uint64_t key)
{
	if (!WSP_RESERVE(heap->key, heap->capacity, heap->n))
		return false;

	size_t hole = heap->n++;

	while (hole > 0 && heap->key[(hole - 1) / 2] > key) {
		heap->key[hole] = heap->key[(hole - 1) / 2];
		hole = (hole - 1) / 2;
	}
	heap->key[hole] = key;
	return true;
}

/* Let `key` sink from the top to its place. */
static void sink(struct wsp_heap *heap, uint64_t key)
{
	size_t hole = 0;

	for (size_t child = 1; child < heap->n; child = 2 * hole + 1) {
		if (child + 1 < heap->n && heap->key[child + 1] < heap->key[child])
			child++;
		if (heap->key[child] >= key)
			break;
		heap->key[hole] = heap->key[child];
		hole = child;
	}
	heap->key[hole] = key;
}

uint64_t wsp_heap_pop(struct wsp_heap *heap)
{
	assert(heap->n > 0);

	uint64_t smallest = heap->key[0], last = heap->key[--heap->n];

	sink(heap, last);
	return smallest;
}

void wsp_heap_replace(struct wsp_heap *heap, uint64_t key)
{
	assert(heap->n > 0);
	sink(heap, key);
}

void wsp_heap_release(struct wsp_heap *heap)
{
	free(heap->key);
	*heap = (struct wsp_heap){0};
}
