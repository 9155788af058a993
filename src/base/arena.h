/*
 * Arena: memory that lives and dies together.
 *
 * A zeroed struct is an empty arena. Allocations are zeroed and aligned for any object. There is no
 * free: wsp_arena_reset() keeps the blocks for the next round, wsp_arena_release() gives them back.
 * Failure is NULL and changes nothing. Under AddressSanitizer what was not handed out is poisoned.
 */
#ifndef WSP_BASE_ARENA_H
#define WSP_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct wsp_arena_block;

struct wsp_arena {
	struct wsp_arena_block *first;   /* every block, oldest first */
	struct wsp_arena_block *current; /* the block that serves; those behind it are empty */
	size_t used;                     /* bytes used of `current` */
};

/** `size` zeroed bytes, or NULL. Size 0 gives a valid pointer. */
void *wsp_arena_alloc(struct wsp_arena *arena, size_t size);

/** `n` elements of `size` bytes each, zeroed; NULL also when the product overflows. */
void *wsp_arena_array(struct wsp_arena *arena, size_t n, size_t size);

/** A NUL-terminated copy of `length` bytes, or NULL. */
char *wsp_arena_copy(struct wsp_arena *arena, const char *bytes, size_t length);

/** Forget every allocation, keep the blocks. */
void wsp_arena_reset(struct wsp_arena *arena);

/** Give all memory back; the arena is empty and usable again. */
void wsp_arena_release(struct wsp_arena *arena);

#define WSP_NEW(arena, type)          ((type *)wsp_arena_alloc((arena), sizeof(type)))
#define WSP_NEW_ARRAY(arena, type, n) ((type *)wsp_arena_array((arena), (n), sizeof(type)))

#endif
