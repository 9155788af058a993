#include "edge/reader.h"

#include <jansson.h>
#include <string.h>

#include "edge/builder.h"
#include "edge/scan.h"
#include "model/rule.h"

struct reader {
	struct wsp_builder builder;
	struct wsp_scan scan;
	struct wsp_diags *diags;
};

static bool refuse(
	struct reader *reader, struct wsp_place place, const char *problem, const char *hint)
{
	wsp_diags_add(reader->diags, WSP_RULE(I002), place, hint, "JSON: %s", problem);
	return wsp_builder_refuse(&reader->builder);
}

/* Stop because the source or memory failed. */
static bool stop(struct reader *reader, enum wsp_status status)
{
	reader->builder.status = status;
	return false;
}

static bool has_failed(const struct wsp_scan *scan)
{
	return scan->failed || scan->feed.failed;
}

/* The text is over too early, unless it was cut off by a failure. */
static bool refuse_end(struct reader *reader)
{
	enum wsp_status status = wsp_source_status(reader->scan.feed.source);

	if (has_failed(&reader->scan))
		return stop(reader, WSP_NO_MEMORY);
	if (status)
		return stop(reader, status);
	return refuse(reader, wsp_feed_place(&reader->scan.feed), "the file ends too early",
		"a quote or bracket is missing, or the file was cut off");
}

static bool expect(struct reader *reader, const char *problem, const char *hint)
{
	if (wsp_scan_peek(&reader->scan) == '\0')
		return refuse_end(reader);
	return refuse(reader, wsp_feed_place(&reader->scan.feed), problem, hint);
}

static bool refuse_fault(struct reader *reader, enum wsp_scan_fault fault)
{
	const struct wsp_scan *scan = &reader->scan;
	struct wsp_place here = wsp_feed_place(&scan->feed);
	struct wsp_place token = scan->n_tokens > 0 ? scan->token[scan->n_tokens - 1].place : here;

	switch (fault) {
	case WSP_SCAN_MEMORY:
		return stop(reader, WSP_NO_MEMORY);
	case WSP_SCAN_END:
		return refuse_end(reader);
	case WSP_SCAN_BRACKET:
		return refuse(reader, here, "a bracket closes what it did not open",
			"[ ends with ], { with }");
	case WSP_SCAN_LINE_END:
		return refuse(reader, token, "the line ends inside a string",
			"close the quotes; a line break in a string is written \\n");
	case WSP_SCAN_DEPTH:
		return wsp_builder_refuse_limit(&reader->builder, WSP_LIMIT_DEPTH, here);
	case WSP_SCAN_LENGTH:
		return wsp_builder_refuse_limit(&reader->builder, WSP_LIMIT_SCALAR, token);
	case WSP_SCAN_RECORD:
		return wsp_builder_refuse_limit(&reader->builder, WSP_LIMIT_RECORD, here);
	default:
		return expect(reader, "a value is missing", NULL);
	}
}

/* Where byte `offset` of the slice stands: its token, or the byte itself between two tokens. */
static struct wsp_place place_in_slice(const struct wsp_scan *scan, size_t offset)
{
	const struct wsp_token *token = scan->token;
	struct wsp_utf8_walk walk;
	struct wsp_place place;

	for (size_t i = 1; i < scan->n_tokens && scan->token[i].begin <= offset; i++)
		token = &scan->token[i];
	place = token->place;
	if (offset < token->begin + token->length)
		return place;
	walk = (struct wsp_utf8_walk){.line = place.line, .column = place.column};
	(void)wsp_utf8_check(
		&walk, wsp_feed_window(&scan->feed) + token->begin, offset - token->begin);
	place.line = walk.line;
	place.column = (uint16_t)(walk.column < UINT16_MAX ? walk.column : UINT16_MAX);
	return place;
}

/* jansson refused part of the slice. */
static bool refuse_slice(struct reader *reader, const struct wsp_token *first, json_error_t *error)
{
	size_t position = error->position > 0 ? (size_t)error->position - 1 : 0;
	struct wsp_place place = place_in_slice(&reader->scan, first->begin + position);
	char *near = strstr(error->text, " near ");

	if (json_error_code(error) == json_error_out_of_memory || error->text[0] == '\0')
		return stop(reader, WSP_NO_MEMORY);
	if (near)
		*near = '\0'; /* the place says it, and what follows may hold anything */
	if (json_error_code(error) == json_error_null_character) {
		wsp_diags_add(reader->diags, WSP_RULE(I001), place, NULL,
			"an escape sequence makes the character U+0000, which is refused");
		return wsp_builder_refuse(&reader->builder);
	}
	return refuse(reader, place, error->text, NULL);
}

/* jansson's reading of a token, or of a slice by its first token; NULL when it was refused. */
static json_t *parse(struct reader *reader, const struct wsp_token *first, size_t length)
{
	json_error_t error;
	json_t *json = json_loadb(wsp_feed_window(&reader->scan.feed) + first->begin, length,
		JSON_DECODE_ANY, &error);

	if (!json)
		refuse_slice(reader, first, &error);
	return json;
}

static bool take_escaped(struct reader *reader, const struct wsp_token *token)
{
	json_t *json = parse(reader, token, token->length);
	bool going;

	if (!json)
		return false;
	going = wsp_builder_check_text(&reader->builder, json_string_value(json),
			json_string_length(json), token->place) &&
		wsp_builder_scalar(&reader->builder, json_string_value(json),
			json_string_length(json), true, token->place);
	json_decref(json);
	return going;
}

static bool take_token(struct reader *reader, const struct wsp_token *token)
{
	struct wsp_builder *builder = &reader->builder;
	const char *text = wsp_feed_window(&reader->scan.feed) + token->begin;

	switch ((enum wsp_token_kind)token->kind) {
	case WSP_TOKEN_LIST:
		return wsp_builder_open(builder, WSP_LIST, token->place);
	case WSP_TOKEN_MAP:
		return wsp_builder_open(builder, WSP_MAP, token->place);
	case WSP_TOKEN_CLOSE:
		return wsp_builder_close(builder);
	case WSP_TOKEN_STRING:
		if (token->escaped)
			return take_escaped(reader, token);
		return wsp_builder_scalar(builder, text + 1, token->length - 2, true, token->place);
	default:
		return wsp_builder_scalar(builder, text, token->length, false, token->place);
	}
}

/*
 * A value in one slice. jansson judges it; the nodes are made from the tokens, which know their
 * places, keep numbers as written and keys that come twice.
 */
static bool read_value(struct reader *reader)
{
	const struct wsp_scan *scan = &reader->scan;
	enum wsp_scan_fault fault =
		wsp_scan_value(&reader->scan, WSP_DEPTH_MAX - reader->builder.depth);
	json_t *json;

	if (fault)
		return refuse_fault(reader, fault);
	json = parse(reader, &scan->token[0], scan->feed.at);
	if (!json)
		return false;
	json_decref(json);
	for (size_t i = 0; i < scan->n_tokens; i++) {
		if (!take_token(reader, &scan->token[i]))
			return false;
	}
	return true;
}

/* What separates and ends the elements of the two outer levels. */
struct series {
	char end;
	bool (*element)(struct reader *reader);
	const char *problem;
};

/* After the opening bracket: elements up to the closing one. */
static bool read_series(struct reader *reader, const struct series *series)
{
	struct wsp_scan *scan = &reader->scan;

	if (wsp_scan_peek(scan) == series->end) {
		wsp_feed_pass(&scan->feed);
		return wsp_builder_close(&reader->builder);
	}
	while (series->element(reader)) {
		char next = wsp_scan_peek(scan);

		if (next != ',' && next != series->end)
			return expect(reader, series->problem, NULL);
		wsp_feed_pass(&scan->feed);
		if (next == series->end)
			return wsp_builder_close(&reader->builder);
		if (wsp_scan_peek(scan) == series->end)
			return expect(reader, "a comma before a closing bracket", "remove it");
	}
	return false;
}

/* The lists of the top level are taken item by item, so that a slice stays small. */
static bool read_member(struct reader *reader)
{
	static const struct series items = {']', read_value, "',' or ']' expected"};
	struct wsp_scan *scan = &reader->scan;

	if (wsp_scan_peek(scan) != '"')
		return expect(reader, "a key in double quotes expected", NULL);
	if (!read_value(reader))
		return false;
	if (wsp_scan_peek(scan) != ':')
		return expect(reader, "':' expected after a key", NULL);
	wsp_feed_pass(&scan->feed);
	if (wsp_scan_peek(scan) != '[')
		return read_value(reader);
	if (!wsp_builder_open(&reader->builder, WSP_LIST, wsp_feed_place(&scan->feed)))
		return false;
	wsp_feed_pass(&scan->feed);
	return read_series(reader, &items);
}

static bool refuse_top(struct reader *reader, const char *problem, const char *hint)
{
	if (has_failed(&reader->scan) || wsp_source_status(reader->scan.feed.source))
		return refuse_end(reader);
	wsp_diags_add(reader->diags, WSP_RULE(I003), wsp_feed_place(&reader->scan.feed), hint, "%s",
		problem);
	return wsp_builder_refuse(&reader->builder);
}

static bool read_top(struct reader *reader)
{
	static const struct series members = {'}', read_member, "',' or '}' expected"};
	struct wsp_scan *scan = &reader->scan;
	char first = wsp_scan_peek(scan);

	if (first == '\0')
		return refuse_top(reader, "the file is empty", NULL);
	if (first != '{')
		return refuse_top(reader,
			first == '[' ? "the top level is a list, not a map"
				     : "this is not JSON, which would begin with \"{\"",
			"pass the file that was meant; its ending tells its format");
	if (!wsp_builder_open(&reader->builder, WSP_MAP, wsp_feed_place(&scan->feed)))
		return false;
	wsp_feed_pass(&scan->feed);
	if (!read_series(reader, &members))
		return false;
	if (wsp_scan_peek(scan) != '\0')
		return expect(reader, "text after the closing bracket", "one file holds one map");
	if (has_failed(scan) || wsp_source_status(scan->feed.source))
		return refuse_end(reader);
	return true;
}

enum wsp_status wsp_read_json(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags)
{
	struct reader reader = {.diags = diags};
	enum wsp_status status = WSP_NO_MEMORY;

	if (wsp_scan_init(&reader.scan, source, file) &&
		wsp_builder_init(&reader.builder, sink, diags)) {
		(void)read_top(&reader);
		status = wsp_builder_status(&reader.builder);
	}
	wsp_scan_release(&reader.scan);
	wsp_builder_release(&reader.builder);
	return status;
}
