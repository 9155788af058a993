#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { FIRST_CAPACITY = 256, DIGITS_MAX = 20 };

/* Room for `n` more bytes and the NUL. */
static bool reserve(struct wsp_text *text, size_t n)
{
	if (text->failed)
		return false;
	if (n < text->capacity - text->length)
		return true;

	size_t needed, wanted;

	if (wsp_ckd_add(&needed, text->length, n) || wsp_ckd_add(&needed, needed, 1) ||
		wsp_ckd_mul(&wanted, text->capacity, 2)) {
		text->failed = true;
		return false;
	}
	if (wanted < FIRST_CAPACITY)
		wanted = FIRST_CAPACITY;
	if (wanted < needed)
		wanted = needed;

	char *grown = realloc(text->at, wanted);

	if (!grown) {
		text->failed = true;
		return false;
	}
	text->at = grown;
	text->capacity = wanted;
	return true;
}

/* Whether the buffer would hold more than a sink lets it. */
static bool passes_chunk(const struct wsp_text *text, size_t n)
{
	return text->sink && (text->length > WSP_TEXT_CHUNK || n > WSP_TEXT_CHUNK - text->length);
}

static void hand_over(struct wsp_text *text, const char *bytes, size_t length)
{
	if (text->failed || length == 0 || text->sink(text->context, bytes, length))
		return;
	text->failed = true;
	text->refused = true;
}

bool wsp_text_flush(struct wsp_text *text)
{
	if (text->sink && text->length > 0) {
		hand_over(text, text->at, text->length);
		text->length = 0;
		text->at[0] = '\0';
	}
	return !text->failed;
}

void wsp_text_append(struct wsp_text *text, const char *bytes, size_t length)
{
	if (passes_chunk(text, length)) {
		wsp_text_flush(text);
		if (length > WSP_TEXT_CHUNK) {
			hand_over(text, bytes, length);
			return;
		}
	}
	if (!reserve(text, length))
		return;
	if (length > 0)
		memcpy(text->at + text->length, bytes, length);
	text->length += length;
	text->at[text->length] = '\0';
}

void wsp_text_addu(struct wsp_text *text, uint64_t number)
{
	char digits[DIGITS_MAX];
	size_t first = DIGITS_MAX;

	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	wsp_text_add(text, digits + first, DIGITS_MAX - first);
}

void wsp_text_addf(struct wsp_text *text, const char *format, ...)
{
	va_list arguments, again;

	if (text->failed)
		return;
	va_start(arguments, format);
	va_copy(again, arguments);

	size_t room = text->capacity - text->length;
	int length = vsnprintf(room ? text->at + text->length : NULL, room, format, arguments);

	if (length >= 0 && (size_t)length >= room) {
		if (room > 0)
			text->at[text->length] = '\0'; /* what was cut off is not there */
		if (passes_chunk(text, (size_t)length))
			wsp_text_flush(text);
		if (reserve(text, (size_t)length))
			length = vsnprintf(
				text->at + text->length, (size_t)length + 1, format, again);
	}
	if (length < 0)
		text->failed = true;
	if (!text->failed)
		text->length += (size_t)length;
	if (passes_chunk(text, 0))
		wsp_text_flush(text);
	va_end(again);
	va_end(arguments);
}

const char *wsp_text_get(const struct wsp_text *text)
{
	return text->at ? text->at : "";
}

void wsp_text_clear(struct wsp_text *text)
{
	text->length = 0;
	text->failed = false;
	text->refused = false;
	if (text->at)
		text->at[0] = '\0';
}

void wsp_text_release(struct wsp_text *text)
{
	free(text->at);
	*text = (struct wsp_text){0};
}
