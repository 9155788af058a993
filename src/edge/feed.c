#include "edge/feed.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 128 * 1024 };

bool wsp_feed_init(struct wsp_feed *feed, struct wsp_source *source, wsp_file_id file)
{
	*feed = (struct wsp_feed){
		.source = source, .bytes = malloc(FIRST_ROOM), .file = file, .line = 1};
	if (!feed->bytes)
		return false;
	feed->bytes[0] = '\0';
	feed->capacity = FIRST_ROOM;
	return true;
}

void wsp_feed_release(struct wsp_feed *feed)
{
	free(feed->bytes);
	*feed = (struct wsp_feed){0};
}

/* Double the buffer; the window stands at its beginning. */
static bool grow(struct wsp_feed *feed)
{
	char *grown =
		feed->capacity <= SIZE_MAX / 2 ? realloc(feed->bytes, feed->capacity * 2) : NULL;

	if (!grown) {
		feed->failed = true;
		return false;
	}
	feed->bytes = grown;
	feed->capacity *= 2;
	return true;
}

bool wsp_feed_more(struct wsp_feed *feed)
{
	size_t n;

	if (feed->begin > 0) {
		memmove(feed->bytes, feed->bytes + feed->begin, feed->length);
		feed->begin = 0;
	}
	if (feed->length >= feed->capacity / 2 && !grow(feed))
		return false;
	n = wsp_source_read(
		feed->source, feed->bytes + feed->length, feed->capacity - 1 - feed->length);
	feed->length += n;
	feed->bytes[feed->length] = '\0';
	return n > 0;
}

void wsp_feed_drop(struct wsp_feed *feed)
{
	feed->begin += feed->at;
	feed->length -= feed->at;
	feed->line_begin -= (int64_t)feed->at;
	feed->at = 0;
}

void wsp_feed_pass_line_end(struct wsp_feed *feed)
{
	bool returned = wsp_feed_byte(feed) == '\r';

	/* a flag and not the byte before, which may have been dropped */
	if (returned || !feed->after_return || feed->line_begin != (int64_t)feed->at)
		feed->line++;
	feed->after_return = returned;
	feed->at++;
	feed->line_begin = (int64_t)feed->at;
	feed->n_wide = 0;
}
