#include "edge/utf8.h"

#include <string.h>

#define EVERY_BYTE 0x0101010101010101u

/* Whether all eight bytes are printable ASCII. */
static bool is_plain(uint64_t word)
{
	uint64_t high = EVERY_BYTE * 0x80;

	if (word & high)
		return false;
	/* without high bits nothing carries: +0x60 sets the high bit from 0x20 on, +1 at 0x7F */
	return ((~(word + EVERY_BYTE * 0x60) | (word + EVERY_BYTE)) & high) == 0;
}

/* The index of the first byte at or after `i` that is not printable ASCII. */
static size_t skip_plain(const char *bytes, size_t i, size_t length)
{
	uint64_t word;

	for (; length - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		if (!is_plain(word))
			break;
	}
	while (i < length && bytes[i] >= 0x20 && bytes[i] < 0x7F)
		i++;
	return i;
}

/* By lead byte: how long the character is, and the bounds of its second byte. */
struct lead {
	unsigned char first, last, length, low, high;
};

static const struct lead leads[] = {
	{0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, /* from 0x80: overlong */
	{0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, /* to 0xBF: surrogates */
	{0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF}, /* from 0x80: overlong */
	{0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F}, /* to 0xBF: beyond U+10FFFF */
};

static const struct lead *find_lead(unsigned char byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	}
	return NULL;
}

/* The length of the character at `at`, or 0 and `*ret_fault`. */
static size_t decode(
	const unsigned char *at, size_t room, uint32_t *ret_code, enum wsp_utf8_fault *ret_fault)
{
	const struct lead *lead = find_lead(at[0]);
	uint32_t code;

	*ret_code = at[0];
	*ret_fault = WSP_UTF8_BROKEN;
	if (!lead)
		return 0;
	code = at[0] & (0x7Fu >> lead->length);
	for (size_t i = 1; i < lead->length; i++) {
		if (i == room) {
			*ret_fault = WSP_UTF8_CUT;
			return 0;
		}
		if (at[i] < (i == 1 ? lead->low : 0x80) || at[i] > (i == 1 ? lead->high : 0xBF))
			return 0;
		code = code << 6 | (at[i] & 0x3Fu);
	}
	*ret_code = code;
	*ret_fault = WSP_UTF8_FINE;
	return lead->length;
}

static enum wsp_utf8_fault judge(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7F && code < 0xA0))
		return WSP_UTF8_CONTROL;
	if (code == 0xFEFF)
		return WSP_UTF8_BOM;
	if (code == 0xFFFE || code == 0xFFFF)
		return WSP_UTF8_NONCHARACTER;
	return WSP_UTF8_FINE;
}

static uint32_t count_characters(const char *bytes, size_t length)
{
	uint32_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += wsp_utf8_begins(bytes[i]);
	return n;
}

/* Pass one character that is not printable ASCII. @return its length, 0 at a fault */
static size_t pass(struct wsp_utf8_walk *walk, const char *bytes, size_t room)
{
	const unsigned char *at = (const unsigned char *)bytes;
	uint32_t code = at[0];
	size_t length = 1;

	if (code == '\n' || code == '\r' || code == '\t')
		return 1;
	if (code >= 0x80)
		length = decode(at, room, &code, &walk->fault);
	walk->code = code;
	if (length > 0)
		walk->fault = judge(code);
	return walk->fault ? 0 : length;
}

size_t wsp_utf8_check(struct wsp_utf8_walk *walk, const char *bytes, size_t length)
{
	size_t line_begin = 0;
	size_t i = 0;

	walk->fault = WSP_UTF8_FINE;
	while ((i = skip_plain(bytes, i, length)) < length) {
		size_t passed = pass(walk, bytes + i, length - i);
		bool returned = i > 0 ? bytes[i - 1] == '\r' : walk->after_return;

		if (passed == 0)
			break;
		i += passed;
		if (bytes[i - 1] != '\n' && bytes[i - 1] != '\r')
			continue;
		if (bytes[i - 1] == '\r' || !returned)
			walk->line++;
		walk->column = 1;
		line_begin = i;
	}
	if (i > 0)
		walk->after_return = bytes[i - 1] == '\r';
	walk->column += count_characters(bytes + line_begin, i - line_begin);
	return i;
}

size_t wsp_utf8_encode(uint32_t code, char ret_bytes[4])
{
	static const unsigned char mark[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = length; i-- > 1; code >>= 6)
		ret_bytes[i] = (char)(0x80 | (code & 0x3F));
	ret_bytes[0] = (char)(mark[length] | code);
	return length;
}
