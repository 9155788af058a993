#include "edge/reader.h"

#include <string.h>

#include "base/array.h"
#include "edge/columns.h"
#include "edge/feed.h"
#include "model/rule.h"

/* A header is looked through for its separator up to here. */
enum { HEADER_MAX = 1024 * 1024 };

static const char separators[] = {',', ';', '\t'};

/* What a byte is to a cell without quotes; 0: text. */
enum class { TEXT = 0, WIDE, QUOTE, SEPARATOR, LINE_END, END };

/* A cell while its row is read: the window may still move. */
struct span {
	size_t begin, length;
	struct wsp_place place;
};

struct reader {
	struct wsp_feed feed;
	struct wsp_columns columns;
	const struct wsp_reader_sink *sink;
	struct wsp_diags *diags;
	enum wsp_status status; /* why the reader stops */
	bool found;             /* an error was added */
	unsigned char classes[256];

	struct span span[WSP_COLUMNS_MAX];
	struct wsp_cell cell[WSP_COLUMNS_MAX];
	size_t n_cells; /* of the row, those without room too */
	size_t n_columns;
};

static bool stop(struct reader *reader, enum wsp_status status)
{
	reader->status = status;
	return false;
}

#define REPORT(reader, code, place, hint, ...)                                                     \
	((reader)->found = true,                                                                   \
		wsp_diags_add((reader)->diags, WSP_RULE(code), (place), (hint), __VA_ARGS__))

static enum class class_of(const struct reader *reader) {
	return (enum class)reader->classes[(unsigned char)wsp_feed_byte(&reader->feed)];
}

/* At the end of the window: widen it. @return false at the end of the text */
static bool widen(struct reader *reader, const struct span *span)
{
	if (span && reader->feed.at - span->begin > WSP_SCALAR_MAX) {
		REPORT(reader, I004, span->place, "look for a missing quote",
			"more than %d bytes in a cell", WSP_SCALAR_MAX);
		return stop(reader, WSP_INVALID);
	}
	if (wsp_feed_more(&reader->feed))
		return true;
	if (reader->feed.failed)
		stop(reader, WSP_NO_MEMORY);
	else if (wsp_source_status(reader->feed.source))
		stop(reader, wsp_source_status(reader->feed.source));
	return false;
}

static void skip_blanks(struct reader *reader)
{
	char byte = wsp_feed_byte(&reader->feed);

	while (byte == ' ' || (byte == '\t' && class_of(reader) == TEXT)) {
		reader->feed.at++;
		if (class_of(reader) == END)
			(void)widen(reader, NULL);
		byte = wsp_feed_byte(&reader->feed);
	}
}

/* Pass what stands before the next separator or line end. */
static void pass_text(struct reader *reader, const struct span *span)
{
	bool bare = false;

	for (;;) {
		while (class_of(reader) == TEXT)
			reader->feed.at++;
		switch (class_of(reader)) {
		case QUOTE:
			if (!bare)
				REPORT(reader, I002, wsp_feed_place(&reader->feed),
					"put the whole cell in quotes, and double those inside",
					"a quote inside a cell that is not quoted");
			bare = true;
			reader->feed.at++;
			break;
		case WIDE:
			wsp_feed_pass(&reader->feed);
			break;
		case END:
			if (!widen(reader, span))
				return;
			break;
		default:
			return;
		}
	}
}

static void read_plain(struct reader *reader, struct span *span)
{
	const char *text;

	pass_text(reader, span);
	text = wsp_feed_window(&reader->feed) + span->begin;
	span->length = reader->feed.at - span->begin;
	while (span->length > 0 &&
		(text[span->length - 1] == ' ' || text[span->length - 1] == '\t'))
		span->length--;
}

/* Whether the quote here is one of two, which stand for one. */
static bool is_doubled(struct reader *reader, const struct span *span)
{
	const struct wsp_feed *feed = &reader->feed;

	if (feed->at + 1 == feed->length && !widen(reader, span))
		return false;
	return wsp_feed_window(feed)[feed->at + 1] == '"';
}

/* Stop at the end of the text, inside quotes. */
static void refuse_unclosed(struct reader *reader, const struct span *span)
{
	if (reader->status)
		return;
	REPORT(reader, I002, span->place, NULL, "a quote is never closed");
	stop(reader, WSP_INVALID);
}

/* Whether the quote here ends the cell; the first of two is passed. */
static bool ends_cell(struct reader *reader, const struct span *span)
{
	if (wsp_feed_byte(&reader->feed) != '"')
		return false;
	if (!is_doubled(reader, span))
		return true;
	reader->feed.at++;
	return false;
}

/* A cell in quotes; doubled ones become one in place. */
static void read_quoted(struct reader *reader, struct span *span)
{
	struct wsp_feed *feed = &reader->feed;

	span->begin = ++feed->at;
	for (;;) {
		if (class_of(reader) == END && !widen(reader, span)) {
			refuse_unclosed(reader, span);
			return;
		}
		if (ends_cell(reader, span))
			break;
		wsp_feed_window(feed)[span->begin + span->length++] = wsp_feed_byte(feed);
		if (class_of(reader) == LINE_END)
			wsp_feed_pass_line_end(feed);
		else
			wsp_feed_pass(feed);
	}
	feed->at++;
}

static void read_cell(struct reader *reader, struct span *span)
{
	skip_blanks(reader);
	*span = (struct span){.begin = reader->feed.at, .place = wsp_feed_place(&reader->feed)};
	if (class_of(reader) != QUOTE) {
		read_plain(reader, span);
	} else {
		read_quoted(reader, span);
		if (!reader->status)
			skip_blanks(reader);
		if (!reader->status && class_of(reader) <= QUOTE) {
			REPORT(reader, I002, wsp_feed_place(&reader->feed),
				"double a quote that belongs to the cell",
				"text behind the closing quote");
			pass_text(reader, NULL);
		}
	}
	if (!reader->status && span->length > WSP_SCALAR_MAX) {
		REPORT(reader, I004, span->place, "look for a missing quote",
			"more than %d bytes in a cell", WSP_SCALAR_MAX);
		stop(reader, WSP_INVALID);
	}
}

/* Turn spans into cells: the row is whole, the window stays where it is. */
static void settle(struct reader *reader)
{
	char *window = wsp_feed_window(&reader->feed);

	for (size_t i = 0; i < reader->n_cells && i < WSP_COLUMNS_MAX; i++) {
		const struct span *span = &reader->span[i];
		char *text = window + span->begin;

		text[span->length] = '\0'; /* over a quote, a separator or a line end */
		reader->cell[i] = (struct wsp_cell){
			.text = text, .length = span->length, .place = span->place};
	}
}

/* The next row. @return false at the end, and when the reader stops */
static bool read_row(struct reader *reader)
{
	struct wsp_feed *feed = &reader->feed;

	wsp_feed_drop(feed);
	reader->n_cells = 0;
	if (class_of(reader) == END && !widen(reader, NULL))
		return false;
	for (;;) {
		struct span span;

		read_cell(reader, &span);
		if (reader->status)
			return false;
		if (reader->n_cells < WSP_COLUMNS_MAX)
			reader->span[reader->n_cells] = span;
		reader->n_cells++;
		if (class_of(reader) != SEPARATOR)
			break;
		feed->at++;
		if (class_of(reader) == END && !widen(reader, NULL) && reader->status)
			return false;
	}
	if (class_of(reader) == LINE_END)
		wsp_feed_pass_line_end(feed);
	settle(reader);
	return true;
}

static void set_separator(struct reader *reader, char separator)
{
	for (size_t byte = 0; byte < WSP_COUNT(reader->classes); byte++)
		reader->classes[byte] = wsp_utf8_begins((char)byte) ? TEXT : WIDE;
	reader->classes['"'] = QUOTE;
	reader->classes['\n'] = LINE_END;
	reader->classes['\r'] = LINE_END;
	reader->classes['\0'] = END;
	reader->classes[(unsigned char)separator] = SEPARATOR;
}

/* The separator that the header holds most of, outside quotes. */
static char find_separator(struct reader *reader)
{
	size_t count[WSP_COUNT(separators)] = {0};
	size_t best = 0;
	bool quoted = false;

	for (size_t i = reader->feed.at; i < HEADER_MAX; i++) {
		char byte;

		if (i == reader->feed.length && !widen(reader, NULL))
			break;
		byte = wsp_feed_window(&reader->feed)[i];
		if (byte == '"')
			quoted = !quoted;
		if (!quoted && (byte == '\n' || byte == '\r'))
			break;
		for (size_t s = 0; s < WSP_COUNT(separators); s++)
			count[s] += !quoted && byte == separators[s];
	}
	for (size_t s = 1; s < WSP_COUNT(separators); s++)
		best = count[s] > count[best] ? s : best;
	return separators[best];
}

static bool begins_with(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	while (reader->feed.length - reader->feed.at < length && widen(reader, NULL))
		;
	return strncmp(wsp_feed_window(&reader->feed) + reader->feed.at, word, length) == 0;
}

static void skip_line(struct reader *reader)
{
	while (class_of(reader) != LINE_END) {
		if (class_of(reader) == END) {
			wsp_feed_drop(&reader->feed);
			if (!widen(reader, NULL))
				return;
		} else {
			wsp_feed_pass(&reader->feed);
		}
	}
}

/* Pass what Export-Csv and Excel write above the header, and choose the separator. */
static void begin(struct reader *reader)
{
	char separator = '\0';

	set_separator(reader, ',');
	while (class_of(reader) != END || widen(reader, NULL)) {
		if (class_of(reader) == LINE_END) {
			wsp_feed_pass_line_end(&reader->feed);
			wsp_feed_drop(&reader->feed);
		} else if (begins_with(reader, "#TYPE")) {
			skip_line(reader);
		} else if (begins_with(reader, "sep=")) {
			separator = wsp_feed_window(&reader->feed)[reader->feed.at + 4];
			skip_line(reader);
		} else {
			break;
		}
	}
	if (separator == '\0' || !memchr(separators, separator, sizeof(separators)))
		separator = find_separator(reader);
	set_separator(reader, separator);
}

static bool read_header(struct reader *reader)
{
	enum wsp_status status;

	begin(reader);
	if (reader->status)
		return false;
	if (!read_row(reader)) {
		if (!reader->status)
			REPORT(reader, I003, wsp_feed_place(&reader->feed), NULL,
				"the file is empty");
		return false;
	}
	if (reader->n_cells > WSP_COLUMNS_MAX) {
		REPORT(reader, I004, reader->cell[0].place, NULL, "more than %d columns",
			WSP_COLUMNS_MAX);
		return stop(reader, WSP_INVALID);
	}
	reader->n_columns = reader->n_cells;
	status =
		wsp_columns_build(&reader->columns, reader->cell, reader->n_columns, reader->diags);
	return status ? stop(reader, status) : true;
}

static void take_row(struct reader *reader)
{
	struct wsp_place place = reader->cell[0].place;
	const struct wsp_node *record;

	if (reader->n_cells == 1 && reader->cell[0].length == 0)
		return; /* an empty line */
	if (reader->n_cells != reader->n_columns) {
		REPORT(reader, I016, place, NULL, "the row has %zu cell%s, the header %zu",
			reader->n_cells, reader->n_cells == 1 ? "" : "s", reader->n_columns);
		return;
	}
	record = wsp_columns_fill(&reader->columns, reader->cell, place);
	if (record && !reader->sink->item(reader->sink->context, 0, record))
		stop(reader, WSP_NO_MEMORY);
}

enum wsp_status wsp_read_csv(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags)
{
	struct reader reader = {.sink = sink, .diags = diags};

	if (!wsp_feed_init(&reader.feed, source, file))
		reader.status = WSP_NO_MEMORY;
	else if (read_header(&reader)) {
		while (!reader.status && read_row(&reader))
			take_row(&reader);
	}
	if (!reader.status && reader.found)
		reader.status = WSP_INVALID;
	if (diags->failed)
		reader.status = WSP_NO_MEMORY;
	wsp_columns_release(&reader.columns);
	wsp_feed_release(&reader.feed);
	return reader.status;
}
