#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

#if defined(__SANITIZE_ADDRESS__)
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif

#ifdef POISONS
#include <sanitizer/asan_interface.h>

/* bytes after each allocation that belong to nobody, so that an overrun is seen */
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))

enum { GAP = 0 };
#endif

enum { FIRST_BLOCK = 4 * 1024, LARGEST_BLOCK = 1024 * 1024, ALIGNMENT = _Alignof(max_align_t) };

struct wsp_arena_block {
	struct wsp_arena_block *next;
	size_t size; /* of bytes */
	_Alignas(max_align_t) unsigned char bytes[];
};

/* Whole units of the alignment for `size` bytes and the gap; 0 on overflow. */
static size_t room_for(size_t size)
{
	size_t room;

	if (wsp_ckd_add(&room, size ? size : 1, GAP + ALIGNMENT - 1))
		return 0;
	return room - room % ALIGNMENT;
}

/* A new block behind the current one, at least twice as large up to the limit. */
static struct wsp_arena_block *add_block(struct wsp_arena *arena, size_t room)
{
	struct wsp_arena_block *current = arena->current;
	size_t size = current ? current->size * 2 : FIRST_BLOCK - sizeof(*current);
	size_t bytes;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < room)
		size = room;
	if (wsp_ckd_add(&bytes, size, sizeof(*current)))
		return NULL;

	struct wsp_arena_block *block = malloc(bytes);

	if (!block)
		return NULL;
	block->size = size;
	ASAN_POISON_MEMORY_REGION(block->bytes, size);
	block->next = current ? current->next : NULL;
	if (current)
		current->next = block;
	else
		arena->first = block;
	return block;
}

/* A block with room: one that a reset left behind, or a new one. */
static struct wsp_arena_block *next_block(struct wsp_arena *arena, size_t room)
{
	struct wsp_arena_block *block = arena->current ? arena->current->next : NULL;

	while (block && block->size < room)
		block = block->next;
	return block ? block : add_block(arena, room);
}

void *wsp_arena_alloc(struct wsp_arena *arena, size_t size)
{
	size_t room = room_for(size);

	if (!room)
		return NULL;
	if (!arena->current || room > arena->current->size - arena->used) {
		struct wsp_arena_block *block = next_block(arena, room);

		if (!block)
			return NULL;
		arena->current = block;
		arena->used = 0;
	}

	unsigned char *at = arena->current->bytes + arena->used;

	arena->used += room;
	ASAN_UNPOISON_MEMORY_REGION(at, size);
	memset(at, 0, size);
	return at;
}

void *wsp_arena_array(struct wsp_arena *arena, size_t n, size_t size)
{
	size_t bytes;

	return wsp_ckd_mul(&bytes, n, size) ? NULL : wsp_arena_alloc(arena, bytes);
}

char *wsp_arena_copy(struct wsp_arena *arena, const char *bytes, size_t length)
{
	char *copy = length < SIZE_MAX ? wsp_arena_alloc(arena, length + 1) : NULL;

	if (copy && length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

void wsp_arena_reset(struct wsp_arena *arena)
{
#ifdef POISONS
	for (struct wsp_arena_block *block = arena->first; block; block = block->next)
		ASAN_POISON_MEMORY_REGION(block->bytes, block->size);
#endif
	arena->current = arena->first;
	arena->used = 0;
}

void wsp_arena_release(struct wsp_arena *arena)
{
	for (struct wsp_arena_block *block = arena->first, *next; block; block = next) {
		next = block->next;
		ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
		free(block);
	}
	*arena = (struct wsp_arena){0};
}
