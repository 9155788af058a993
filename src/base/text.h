/*
 * Text: a growing string whose failure sticks, or a buffer in front of a sink.
 *
 * A zeroed struct is empty text. Append as often as you like and ask `failed` once. `at` is
 * NUL-terminated as soon as something was appended (wsp_text_get() is "" before). With a sink set,
 * the buffer is handed over whenever it passes WSP_TEXT_CHUNK bytes, and wsp_text_flush() hands
 * over the rest: memory stays constant however much is written.
 */
#ifndef WSP_BASE_TEXT_H
#define WSP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wsusplan/status.h"

enum { WSP_TEXT_CHUNK = 1 << 16 };

/** Takes `length` bytes; returns false to stop (disk full, reader gone). */
typedef bool (*wsp_sink)(void *context, const char *bytes, size_t length);

struct wsp_text {
	char *at;        /* owned */
	size_t length;   /* bytes in the buffer */
	size_t capacity; /* bytes allocated */
	wsp_sink sink;   /* NULL: keep everything */
	void *context;   /* for the sink */
	bool failed;     /* memory ran out or the sink refused; everything since is lost */
	bool refused;    /* it was the sink */
};

/** wsp_text_add() where the buffer has to grow or to be handed over; nothing else calls it. */
void wsp_text_append(struct wsp_text *text, const char *bytes, size_t length);

/* Inline, because writers spend most of their time here. */
static inline void wsp_text_add(struct wsp_text *text, const char *bytes, size_t length)
{
	bool fits = length < text->capacity - text->length &&
		    (!text->sink || text->length + length <= WSP_TEXT_CHUNK);

	if (!fits || text->failed) {
		wsp_text_append(text, bytes, length);
		return;
	}
	memcpy(text->at + text->length, bytes, length);
	text->length += length;
	text->at[text->length] = '\0';
}

static inline void wsp_text_adds(struct wsp_text *text, const char *string)
{
	wsp_text_add(text, string, strlen(string));
}

static inline void wsp_text_addc(struct wsp_text *text, char byte)
{
	wsp_text_add(text, &byte, 1);
}

void wsp_text_addu(struct wsp_text *text, uint64_t number);
void wsp_text_addf(struct wsp_text *text, const char *format, ...) WSP_PRINTF(2, 3);

/** Append a literal without counting its bytes at run time. */
#define WSP_TEXT_LITERAL(text, literal) wsp_text_add((text), "" literal "", sizeof(literal) - 1)

/** The string so far; "" for nothing. Valid until the next append. */
const char *wsp_text_get(const struct wsp_text *text);

/** Hand the buffer to the sink. @return !failed */
bool wsp_text_flush(struct wsp_text *text);

/** Drop the contents, keep the memory; `failed` is cleared. */
void wsp_text_clear(struct wsp_text *text);

void wsp_text_release(struct wsp_text *text);

#endif
