#include "edge/scan.h"

#include <stdlib.h>

#include "base/array.h"
#include "edge/builder.h"

/* A character of a string is six bytes at most: \u0041. */
enum { STRING_MAX = 6 * WSP_SCALAR_MAX + 2 };

/* What a byte begins; 0: a word. */
enum class { WORD = 0, END, SPACE, LINE_END, QUOTE, OPEN, CLOSE, BETWEEN };

static const unsigned char classes[256] = {
	['\0'] = END,
	[' '] = SPACE,
	['\t'] = SPACE,
	['\n'] = LINE_END,
	['\r'] = LINE_END,
	['"'] = QUOTE,
	['['] = OPEN,
	['{'] = OPEN,
	[']'] = CLOSE,
	['}'] = CLOSE,
	[','] = BETWEEN,
	[':'] = BETWEEN,
};

bool wsp_scan_init(struct wsp_scan *scan, struct wsp_source *source, wsp_file_id file)
{
	*scan = (struct wsp_scan){0};
	return wsp_feed_init(&scan->feed, source, file);
}

void wsp_scan_release(struct wsp_scan *scan)
{
	wsp_feed_release(&scan->feed);
	free(scan->token);
	*scan = (struct wsp_scan){0};
}

char wsp_scan_peek(struct wsp_scan *scan)
{
	for (;;) {
		switch (classes[(unsigned char)wsp_feed_byte(&scan->feed)]) {
		case SPACE:
			scan->feed.at++;
			break;
		case LINE_END:
			wsp_feed_pass_line_end(&scan->feed);
			break;
		case END:
			if (!scan->inside)
				wsp_feed_drop(&scan->feed);
			if (!wsp_feed_more(&scan->feed))
				return '\0';
			break;
		default:
			return wsp_feed_byte(&scan->feed);
		}
	}
}

static struct wsp_token *add_token(struct wsp_scan *scan, enum wsp_token_kind kind)
{
	struct wsp_token *token;

	if (scan->n_tokens == scan->token_capacity &&
		!WSP_RESERVE(scan->token, scan->token_capacity, scan->n_tokens)) {
		scan->failed = true;
		return NULL;
	}
	token = &scan->token[scan->n_tokens++];
	*token = (struct wsp_token){.begin = (uint32_t)scan->feed.at,
		.length = 1,
		.place = wsp_feed_place(&scan->feed),
		.kind = (uint8_t)kind};
	return token;
}

/* The index of the first byte at or after `i` that is more than a letter to a string. */
static size_t skip_letters(const char *bytes, size_t i)
{
	while ((unsigned char)bytes[i] >= 0x20 && (unsigned char)bytes[i] < 0x80 &&
		bytes[i] != '"' && bytes[i] != '\\')
		i++;
	return i;
}

static enum wsp_scan_fault scan_string(struct wsp_scan *scan)
{
	struct wsp_token *token = add_token(scan, WSP_TOKEN_STRING);
	const char *bytes = wsp_feed_window(&scan->feed);
	size_t begin = scan->feed.at;
	size_t i = begin + 1;

	if (!token)
		return WSP_SCAN_MEMORY;
	while (bytes[i = skip_letters(bytes, i)] != '"') {
		bool escape = bytes[i] == '\\';

		if (bytes[i + escape] == '\0') {
			if (i - begin > STRING_MAX)
				return WSP_SCAN_LENGTH;
			if (!wsp_feed_more(&scan->feed))
				return WSP_SCAN_END;
			bytes = wsp_feed_window(&scan->feed);
			continue;
		}
		if (bytes[i] == '\n' || bytes[i] == '\r')
			return WSP_SCAN_LINE_END;
		token->escaped = token->escaped || escape;
		scan->feed.n_wide += !wsp_utf8_begins(bytes[i]);
		i += escape ? 2 : 1;
	}
	scan->feed.at = i + 1;
	token->length = (uint32_t)(scan->feed.at - begin);
	return token->length > STRING_MAX ? WSP_SCAN_LENGTH : WSP_SCAN_FINE;
}

static enum wsp_scan_fault scan_word(struct wsp_scan *scan)
{
	struct wsp_token *token = add_token(scan, WSP_TOKEN_WORD);
	size_t begin = scan->feed.at;

	if (!token)
		return WSP_SCAN_MEMORY;
	do {
		while (classes[(unsigned char)wsp_feed_byte(&scan->feed)] == WORD) {
			wsp_feed_pass(&scan->feed);
		}
		if (scan->feed.at - begin > WSP_SCALAR_MAX)
			return WSP_SCAN_LENGTH;
	} while (wsp_feed_byte(&scan->feed) == '\0' && wsp_feed_more(&scan->feed));
	token->length = (uint32_t)(scan->feed.at - begin);
	return WSP_SCAN_FINE;
}

/* Lists and maps that are open in a slice. */
struct nesting {
	unsigned depth, limit;
	uint64_t maps; /* bit = whether it is a map; the innermost is the lowest */
};

static enum wsp_scan_fault scan_open(struct wsp_scan *scan, struct nesting *nesting)
{
	bool map = wsp_feed_byte(&scan->feed) == '{';

	if (nesting->depth == nesting->limit)
		return WSP_SCAN_DEPTH;
	if (!add_token(scan, map ? WSP_TOKEN_MAP : WSP_TOKEN_LIST))
		return WSP_SCAN_MEMORY;
	nesting->depth++;
	nesting->maps = nesting->maps << 1 | map;
	scan->feed.at++;
	return WSP_SCAN_FINE;
}

static enum wsp_scan_fault scan_close(struct wsp_scan *scan, struct nesting *nesting)
{
	bool map = wsp_feed_byte(&scan->feed) == '}';

	if (nesting->depth == 0)
		return WSP_SCAN_MISSING;
	if ((nesting->maps & 1) != map)
		return WSP_SCAN_BRACKET;
	if (!add_token(scan, WSP_TOKEN_CLOSE))
		return WSP_SCAN_MEMORY;
	nesting->depth--;
	nesting->maps >>= 1;
	scan->feed.at++;
	return WSP_SCAN_FINE;
}

static enum wsp_scan_fault scan_token(struct wsp_scan *scan, struct nesting *nesting)
{
	switch (classes[(unsigned char)wsp_scan_peek(scan)]) {
	case END:
		return WSP_SCAN_END;
	case QUOTE:
		return scan_string(scan);
	case OPEN:
		return scan_open(scan, nesting);
	case CLOSE:
		return scan_close(scan, nesting);
	case BETWEEN:
		if (nesting->depth == 0)
			return WSP_SCAN_MISSING;
		do
			scan->feed.at++;
		while (wsp_feed_byte(&scan->feed) == ' ');
		return WSP_SCAN_FINE;
	default:
		return scan_word(scan);
	}
}

enum wsp_scan_fault wsp_scan_value(struct wsp_scan *scan, unsigned depth_left)
{
	struct nesting nesting = {.limit = depth_left};
	enum wsp_scan_fault fault;

	wsp_feed_drop(&scan->feed);
	scan->n_tokens = 0;
	scan->inside = true;
	do {
		fault = scan_token(scan, &nesting);
		if (!fault && (scan->n_tokens > WSP_RECORD_MAX || scan->feed.at > INT32_MAX))
			fault = WSP_SCAN_RECORD;
	} while (!fault && (nesting.depth > 0 || scan->n_tokens == 0));
	scan->inside = false;
	return fault;
}
