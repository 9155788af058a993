/* Index: open addressing with linear probing, at most three quarters full. */
#include "model/index.h"

#include <assert.h>
#include <stdlib.h>

#include "base/number.h"

enum { FIRST_SLOTS = 64 };

/* Fibonacci hashing: ids are byte offsets, so neighbours differ in their low bits only. */
static size_t first_slot(wsp_string name, size_t n_slots)
{
	return (size_t)((name * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (n_slots - 1);
}

static struct wsp_index_slot *slot_of(const struct wsp_index *index, wsp_string name)
{
	size_t i = first_slot(name, index->n_slots);

	while (index->slot[i].name && index->slot[i].name != name)
		i = (i + 1) & (index->n_slots - 1);
	return &index->slot[i];
}

uint32_t wsp_index_get(const struct wsp_index *index, wsp_string name)
{
	if (index->n == 0 || name == 0)
		return WSP_NO_ROW;

	const struct wsp_index_slot *slot = slot_of(index, name);

	return slot->name ? slot->row : WSP_NO_ROW;
}

static bool resize(struct wsp_index *index, size_t n_slots)
{
	struct wsp_index larger = {calloc(n_slots, sizeof(*larger.slot)), n_slots, index->n};

	if (!larger.slot)
		return false;
	for (size_t i = 0; i < index->n_slots; i++) {
		if (index->slot[i].name)
			*slot_of(&larger, index->slot[i].name) = index->slot[i];
	}
	free(index->slot);
	*index = larger;
	return true;
}

bool wsp_index_reserve(struct wsp_index *index, size_t n)
{
	size_t needed, n_slots = index->n_slots ? index->n_slots : FIRST_SLOTS;

	if (wsp_ckd_add(&needed, n, n / 3 + 1))
		return false;
	while (n_slots < needed) {
		if (wsp_ckd_mul(&n_slots, n_slots, (size_t)2))
			return false;
	}
	return n_slots == index->n_slots || resize(index, n_slots);
}

bool wsp_index_put(struct wsp_index *index, wsp_string name, uint32_t row)
{
	assert(name != 0);
	if (!wsp_index_reserve(index, index->n + 1))
		return false;

	struct wsp_index_slot *slot = slot_of(index, name);

	if (!slot->name)
		index->n++;
	*slot = (struct wsp_index_slot){name, row};
	return true;
}

void wsp_index_release(struct wsp_index *index)
{
	free(index->slot);
	*index = (struct wsp_index){0};
}
