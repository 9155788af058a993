/*
 * Feed: the part of a source that a reader looks at, in one piece, and the place of its next byte.
 *
 * The window grows at its end by wsp_feed_more() and loses its front by wsp_feed_drop(). Both may
 * move it, so keep indexes into it, not pointers. A NUL, which no text holds, stands behind it.
 */
#ifndef WSP_EDGE_FEED_H
#define WSP_EDGE_FEED_H

#include "edge/source.h"
#include "edge/utf8.h"

struct wsp_feed {
	struct wsp_source *source;
	char *bytes;  /* heap */
	size_t begin; /* of the window; the indexes below count from there */
	size_t length;
	size_t capacity; /* of `bytes` */
	bool failed;     /* memory ran out */

	size_t at; /* the next byte */
	wsp_file_id file;
	uint32_t line;
	int64_t line_begin; /* of this line; below 0 when its beginning was dropped */
	int64_t n_wide;     /* bytes of this line that begin no character */
	bool after_return;  /* the last line ended with CR */
};

/** @return false when memory ran out; release it in either case */
bool wsp_feed_init(struct wsp_feed *feed, struct wsp_source *source, wsp_file_id file);
void wsp_feed_release(struct wsp_feed *feed);

/** The window. */
static inline char *wsp_feed_window(const struct wsp_feed *feed)
{
	return feed->bytes + feed->begin;
}

/** The next byte; NUL at the end of the window. */
static inline char wsp_feed_byte(const struct wsp_feed *feed)
{
	return feed->bytes[feed->begin + feed->at];
}

/** Widen the window. @return false at the end of the source, or when it or memory failed */
bool wsp_feed_more(struct wsp_feed *feed);

/** Take off the front of the window, up to the next byte. */
void wsp_feed_drop(struct wsp_feed *feed);

/** Pass a byte that is not of a line end. */
static inline void wsp_feed_pass(struct wsp_feed *feed)
{
	feed->n_wide += !wsp_utf8_begins(wsp_feed_byte(feed));
	feed->at++;
}

/** Pass a LF, a CR, or one half of CR LF. */
void wsp_feed_pass_line_end(struct wsp_feed *feed);

/** Where the next byte stands. */
static inline struct wsp_place wsp_feed_place(const struct wsp_feed *feed)
{
	int64_t column = (int64_t)feed->at - feed->line_begin - feed->n_wide + 1;

	return (struct wsp_place){.line = feed->line,
		.column = (uint16_t)(column < UINT16_MAX ? column : UINT16_MAX),
		.file = feed->file};
}

#endif
