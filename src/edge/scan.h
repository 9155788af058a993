/*
 * Scan: JSON text -> slices of one value each, and where every token in them stands.
 *
 * It pairs brackets and quotes, nothing more: whether a slice is JSON is for a parser to say.
 */
#ifndef WSP_EDGE_SCAN_H
#define WSP_EDGE_SCAN_H

#include "edge/feed.h"
#include "model/document.h"

enum wsp_token_kind {
	WSP_TOKEN_WORD = 0, /* a number, true, false, null, or nonsense */
	WSP_TOKEN_STRING,   /* its quotes included */
	WSP_TOKEN_LIST,     /* an opening bracket */
	WSP_TOKEN_MAP,
	WSP_TOKEN_CLOSE,
};

struct wsp_token {
	uint32_t begin, length; /* bytes of the slice */
	struct wsp_place place;
	uint8_t kind; /* enum wsp_token_kind */
	bool escaped; /* a string with a backslash */
};

enum wsp_scan_fault {
	WSP_SCAN_FINE = 0,
	WSP_SCAN_END,     /* the text ends before the value; the source or memory may have failed */
	WSP_SCAN_MISSING, /* there is no value here */
	WSP_SCAN_BRACKET, /* a bracket of the wrong kind */
	WSP_SCAN_LINE_END, /* a line ends inside a string */
	WSP_SCAN_DEPTH,
	WSP_SCAN_LENGTH, /* a scalar without end */
	WSP_SCAN_RECORD, /* too many values in one slice */
	WSP_SCAN_MEMORY,
};

struct wsp_scan {
	struct wsp_feed feed; /* the slice is the front of its window, up to the next byte */
	bool inside;          /* a value is being taken in: the window's front is needed */
	bool failed;          /* memory ran out for a token */

	struct wsp_token *token; /* heap; of the slice */
	size_t n_tokens, token_capacity;
};

/** @return false when memory ran out; release it in either case */
bool wsp_scan_init(struct wsp_scan *scan, struct wsp_source *source, wsp_file_id file);
void wsp_scan_release(struct wsp_scan *scan);

/** The next byte that is not white space, '\0' at the end. */
char wsp_scan_peek(struct wsp_scan *scan);

/**
 * Take in the value that begins with the next byte; the slice before is forgotten.
 *
 * @param depth_left  how many lists and maps may be open in it
 * @return on a fault the next byte, or the last token, is where it stands
 */
enum wsp_scan_fault wsp_scan_value(struct wsp_scan *scan, unsigned depth_left);

#endif
