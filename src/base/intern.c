#include "base/intern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"

enum { FIRST_SLOTS = 64 };

#define MULTIPLIER UINT64_C(0x9e3779b97f4a7c15)

/* Eight bytes at a time, multiply and fold; ids do not depend on it, so byte order may. */
static uint32_t hash_of(const char *bytes, size_t length)
{
	uint64_t hash = (uint64_t)length * MULTIPLIER;

	while (length > 0) {
		uint64_t word = 0;
		size_t n = length < sizeof(word) ? length : sizeof(word);

		if (n == sizeof(word))
			memcpy(&word, bytes, sizeof(word)); /* a constant size is one load */
		else
			memcpy(&word, bytes, n);
		hash = (hash ^ word) * MULTIPLIER;
		hash ^= hash >> 32;
		bytes += n;
		length -= n;
	}
	return (uint32_t)((hash * MULTIPLIER) >> 32);
}

/* The high bits choose the slot, so growing walks both tables forwards. */
static size_t first_slot(uint32_t hash, size_t n_slots)
{
	return (size_t)(((uint64_t)hash * n_slots) >> 32);
}

/* The slot that holds the string, or the free one where it belongs. */
static struct wsp_strings_slot *slot_of(
	const struct wsp_strings *strings, uint32_t hash, const char *bytes, size_t length)
{
	size_t i = first_slot(hash, strings->n_slots);

	while (strings->slot[i].id) {
		const char *text = strings->bytes + strings->slot[i].id;

		if (strings->slot[i].hash == hash && strncmp(text, bytes, length) == 0 &&
			text[length] == '\0')
			break;
		i = (i + 1) & (strings->n_slots - 1);
	}
	return &strings->slot[i];
}

static bool grow_table(struct wsp_strings *strings)
{
	size_t n_slots = strings->n_slots ? strings->n_slots * 2 : FIRST_SLOTS;
	struct wsp_strings_slot *slot = calloc(n_slots, sizeof(*slot));

	if (!slot)
		return false;
	for (size_t old = 0; old < strings->n_slots; old++) {
		if (!strings->slot[old].id)
			continue;

		size_t i = first_slot(strings->slot[old].hash, n_slots);

		while (slot[i].id)
			i = (i + 1) & (n_slots - 1);
		slot[i] = strings->slot[old];
	}
	free(strings->slot);
	strings->slot = slot;
	strings->n_slots = n_slots;
	return true;
}

/* Room for `length` more bytes and their NUL; "" comes before all others. */
static bool reserve_bytes(struct wsp_strings *strings, size_t length)
{
	size_t end;

	if (wsp_ckd_add(&end, strings->length + 1, length) || end > UINT32_MAX)
		return false;
	if (!WSP_RESERVE(strings->bytes, strings->capacity, end))
		return false;
	if (strings->length == 0)
		strings->bytes[strings->length++] = '\0';
	return true;
}

static wsp_string append(struct wsp_strings *strings, const char *bytes, size_t length)
{
	/* a part of a string that is here already moves when the pool grows */
	size_t offset = (uintptr_t)bytes - (uintptr_t)strings->bytes;
	bool inside = strings->bytes && offset < strings->length;

	if (!reserve_bytes(strings, length))
		return 0;

	wsp_string id = (wsp_string)strings->length;

	memcpy(strings->bytes + id, inside ? strings->bytes + offset : bytes, length);
	strings->bytes[id + length] = '\0';
	strings->length += length + 1;
	strings->n++;
	return id;
}

wsp_string wsp_strings_add(
	struct wsp_strings *strings, const char *bytes, size_t length, bool *ret_failed)
{
	assert(strings->n_slots > 0 || strings->n == 0); /* not sealed */
	if (length == 0)
		return 0;
	if (strings->n >= strings->n_slots - strings->n_slots / 4 && !grow_table(strings)) {
		*ret_failed = true;
		return 0;
	}

	uint32_t hash = hash_of(bytes, length);
	struct wsp_strings_slot *slot = slot_of(strings, hash, bytes, length);

	if (!slot->id) {
		*slot = (struct wsp_strings_slot){hash, append(strings, bytes, length)};
		if (!slot->id)
			*ret_failed = true;
	}
	return slot->id;
}

wsp_string wsp_strings_find(const struct wsp_strings *strings, const char *bytes, size_t length)
{
	assert(strings->n_slots > 0 || strings->n == 0); /* not sealed */
	if (length == 0 || strings->n_slots == 0)
		return 0;
	return slot_of(strings, hash_of(bytes, length), bytes, length)->id;
}

void wsp_strings_seal(struct wsp_strings *strings)
{
	free(strings->slot);
	strings->slot = NULL;
	strings->n_slots = 0;
}

wsp_string wsp_strings_append(
	struct wsp_strings *strings, const char *bytes, size_t length, bool *ret_failed)
{
	wsp_string id = length ? append(strings, bytes, length) : 0;

	if (length && !id)
		*ret_failed = true;
	return id;
}

void wsp_strings_release(struct wsp_strings *strings)
{
	wsp_strings_seal(strings);
	free(strings->bytes);
	*strings = (struct wsp_strings){0};
}
