/*
 * Interned strings: each distinct string once; equality by integer.
 *
 * A zeroed struct is an empty pool. Id 0 is no string (its text is ""). Ids are given in order of
 * first appearance, so they do not depend on the hash.
 */
#ifndef WSP_BASE_INTERN_H
#define WSP_BASE_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** An interned string; 0 is none. It is an offset into the pool's bytes. */
typedef uint32_t wsp_string;

struct wsp_strings {
	char *bytes; /* NUL-terminated strings, one after the other; offset 0 holds "" */
	size_t length, capacity;

	struct wsp_strings_slot {
		uint32_t hash;
		wsp_string id; /* 0: free */
	} * slot;

	size_t n_slots; /* a power of two, or 0 */
	size_t n;       /* distinct strings */
};

/**
 * The id of `length` bytes without NUL, added if new.
 * @return 0 for the empty string, and when memory ran out or 4 GiB are full (then `*ret_failed` is
 *         set; it is never cleared, so it can be asked once)
 */
wsp_string wsp_strings_add(
	struct wsp_strings *strings, const char *bytes, size_t length, bool *ret_failed);

/** The id of a string that is there already, or 0. */
wsp_string wsp_strings_find(const struct wsp_strings *strings, const char *bytes, size_t length);

/** The text of an id; valid until the next wsp_strings_add(). */
static inline const char *wsp_strings_text(const struct wsp_strings *strings, wsp_string id)
{
	return id ? strings->bytes + id : "";
}

/** Free the hash table once nothing is added any more; wsp_strings_find() must not follow. */
void wsp_strings_seal(struct wsp_strings *strings);

/**
 * Add a string to a sealed pool, without looking whether it is there: the same text may get a
 * second id.
 * @return as wsp_strings_add()
 */
wsp_string wsp_strings_append(
	struct wsp_strings *strings, const char *bytes, size_t length, bool *ret_failed);

void wsp_strings_release(struct wsp_strings *strings);

#endif
