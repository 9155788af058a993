/*
 * UTF-8: whether bytes are text that a file may hold, and at which line and column they are not.
 *
 * Text is well-formed UTF-8 without control characters other than tab, line feed and carriage
 * return, and without U+FEFF, U+FFFE and U+FFFF. A line ends with LF, CR LF or CR.
 */
#ifndef WSP_EDGE_UTF8_H
#define WSP_EDGE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wsp_utf8_fault {
	WSP_UTF8_FINE = 0,
	WSP_UTF8_CUT,     /* good so far, but the last character goes on after the end */
	WSP_UTF8_BROKEN,  /* not UTF-8; `code` is the byte */
	WSP_UTF8_CONTROL, /* a control character */
	WSP_UTF8_BOM,     /* a byte order mark that is not at the beginning */
	WSP_UTF8_NONCHARACTER,
};

/** Where the walk over a text stands, and what stopped it there. */
struct wsp_utf8_walk {
	uint32_t line;     /* from 1 */
	uint32_t column;   /* from 1, in characters */
	bool after_return; /* the last byte was CR: a LF now belongs to it */
	enum wsp_utf8_fault fault;
	uint32_t code; /* of the character at fault */
};

/** The beginning of a text. */
#define WSP_UTF8_WALK_INIT                                                                         \
	{                                                                                          \
		.line = 1, .column = 1                                                             \
	}

/**
 * Check the next bytes of a text.
 *
 * @return how many of them are good; less than `length` when `walk->fault` is set
 */
size_t wsp_utf8_check(struct wsp_utf8_walk *walk, const char *bytes, size_t length);

/** Write a code point, not a surrogate. @return bytes written, 1 to 4 */
size_t wsp_utf8_encode(uint32_t code, char ret_bytes[4]);

/** Whether a byte begins a character. */
static inline bool wsp_utf8_begins(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

#endif
