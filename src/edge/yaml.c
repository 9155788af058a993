#include "edge/reader.h"

#include <string.h>
#include <yaml.h>

#include "base/array.h"
#include "edge/builder.h"
#include "edge/utf8.h"
#include "model/rule.h"

/*
 * libyaml takes a value in whole before it returns one event: it gets no more than this in
 * between, so that a scalar without end costs little.
 */
enum { EVENT_MAX = 1024 * 1024 };

struct reader {
	struct wsp_builder builder;
	struct wsp_source *source;
	struct wsp_diags *diags;
	yaml_parser_t parser;
	yaml_mark_t last; /* where the last event ended */
	size_t n_fed;     /* bytes given to libyaml since then */
	wsp_file_id file;
	unsigned n_documents;
	bool has_tabs;
	bool too_long; /* EVENT_MAX was passed */
};

static struct wsp_place place_of(const struct reader *reader, yaml_mark_t mark)
{
	return (struct wsp_place){
		.line = (uint32_t)(mark.line < UINT32_MAX ? mark.line + 1 : UINT32_MAX),
		.column = (uint16_t)(mark.column < UINT16_MAX ? mark.column + 1 : UINT16_MAX),
		.file = reader->file};
}

static int feed(void *context, unsigned char *buffer, size_t size, size_t *ret_length)
{
	struct reader *reader = context;

	if (reader->n_fed > EVENT_MAX) {
		reader->too_long = true;
		return 0;
	}
	*ret_length = wsp_source_read(reader->source, (char *)buffer, size);
	reader->n_fed += *ret_length;
	if (!reader->has_tabs)
		reader->has_tabs = memchr(buffer, '\t', *ret_length);
	return *ret_length > 0 || wsp_source_status(reader->source) == WSP_OK;
}

/* What to do about a complaint of libyaml; the first row that it contains. */
static const struct {
	const char *problem;
	bool tabs; /* only when the input holds a tab */
	const char *hint;
} hints[] = {
	{"found a tab", false, "indent with spaces: YAML allows no tabs there"},
	{"cannot start any token", true, "indent with spaces: YAML allows no tabs there"},
	{"cannot start any token", false, "put a value that begins with @, ` or % in quotes"},
	{"mapping values are not allowed", false,
		"check the indentation, and put a value that contains \": \" in quotes"},
	{"block sequence entries are not allowed", false,
		"put the first item of a list on the line after its key"},
	{"could not find expected ':'", false,
		"each line of a map is `key: value`; a key has at most 1,024 characters"},
	{"did not find expected key", false,
		"this line does not fit the indentation of those above"},
	{"did not find expected '-' indicator", false,
		"this line does not fit the indentation of those above"},
	{"unknown escape character", false,
		"a backslash in double quotes begins an escape: use single quotes"},
	{"unexpected end of stream", false, "a quote is missing"},
	{"expected ',' or ']'", false, "a list begun with [ needs its ]"},
	{"expected ',' or '}'", false, "a map begun with { needs its }"},
};

static const char *find_hint(const struct reader *reader, const char *problem)
{
	for (size_t i = 0; i < WSP_COUNT(hints); i++) {
		if (strstr(problem, hints[i].problem) && (!hints[i].tabs || reader->has_tabs))
			return hints[i].hint;
	}
	return NULL;
}

static bool report_syntax(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "it cannot be parsed";
	yaml_mark_t mark = parser->problem_mark;
	const char *where;

	/* errors of libyaml's decoder leave the mark at 0:0 */
	if (parser->error == YAML_READER_ERROR || mark.index < reader->last.index)
		mark = reader->last;
	if (!parser->context || parser->context_mark.line == mark.line) {
		wsp_diags_add(reader->diags, WSP_RULE(I002), place_of(reader, mark),
			find_hint(reader, problem), "YAML: %s", problem);
		return wsp_builder_refuse(&reader->builder);
	}
	where = wsp_diags_place_text(reader->diags, place_of(reader, parser->context_mark));
	wsp_diags_add(reader->diags, WSP_RULE(I002), place_of(reader, mark),
		find_hint(reader, problem), "YAML: %s, %s that begins at %s", problem,
		parser->context, where ? where : "a line above");
	return wsp_builder_refuse(&reader->builder);
}

/* libyaml gave up. */
static bool report_failure(struct reader *reader)
{
	enum wsp_status status = wsp_source_status(reader->source);

	if (reader->parser.error == YAML_MEMORY_ERROR)
		status = WSP_NO_MEMORY;
	else if (reader->too_long)
		wsp_diags_add(reader->diags, WSP_RULE(I004), place_of(reader, reader->last),
			"look for a missing quote, or a comment of that size",
			"more than %d bytes from here to the end of the next value", EVENT_MAX);
	else if (reader->parser.error != YAML_READER_ERROR || status == WSP_OK)
		return report_syntax(reader);
	wsp_builder_refuse(&reader->builder);
	if (status)
		reader->builder.status = status;
	return false;
}

static void refuse_feature(
	struct reader *reader, const yaml_event_t *event, const char *what, const char *hint)
{
	reader->builder.found = true;
	wsp_diags_add(reader->diags, WSP_RULE(I005), place_of(reader, event->start_mark), hint,
		"%s", what);
}

/* Anchors and tags change no text: the finding is enough, the record goes on. */
static void check_properties(struct reader *reader, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		refuse_feature(
			reader, event, "anchors are not supported", "remove the `&` and its name");
	if (tag && strcmp((const char *)tag, YAML_STR_TAG) != 0)
		refuse_feature(
			reader, event, "tags are not supported", "remove the `!` and its name");
}

static bool take_scalar(struct reader *reader, const yaml_event_t *event, struct wsp_place place)
{
	const char *text = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || event->data.scalar.tag;

	if (event->data.scalar.anchor || event->data.scalar.tag)
		check_properties(reader, event, event->data.scalar.anchor, event->data.scalar.tag);
	if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
		!wsp_builder_check_text(&reader->builder, text, length, place))
		return false;
	if (length == 2 && !quoted && memcmp(text, "<<", 2) == 0 &&
		wsp_builder_wants_key(&reader->builder)) {
		refuse_feature(reader, event, "the merge key `<<` is not supported",
			"write the keys out, or put common ones under `defaults`");
		wsp_builder_withhold(&reader->builder);
	}
	if (length == 0 && !quoted && reader->builder.depth == 0)
		return true; /* a document without anything: said at the end */
	return wsp_builder_scalar(&reader->builder, text, length, quoted, place);
}

static bool take_alias(struct reader *reader, const yaml_event_t *event)
{
	refuse_feature(reader, event, "aliases are not supported",
		"write the value out, or put common keys under `defaults`");
	if (reader->builder.depth == 0)
		return wsp_builder_refuse(&reader->builder);
	wsp_builder_withhold(&reader->builder);
	return wsp_builder_scalar(
		&reader->builder, "", 0, false, place_of(reader, event->start_mark));
}

static bool take_document(struct reader *reader, const yaml_event_t *event)
{
	if (reader->n_documents++ == 0)
		return true;
	wsp_diags_add(reader->diags, WSP_RULE(I003), place_of(reader, event->start_mark),
		"split the file at its `---` lines", "a second document begins");
	return wsp_builder_refuse(&reader->builder);
}

static bool take_end(struct reader *reader, const yaml_event_t *event)
{
	if (reader->builder.complete)
		return true;
	wsp_diags_add(reader->diags, WSP_RULE(I003), place_of(reader, event->start_mark), NULL,
		"the file is empty");
	return wsp_builder_refuse(&reader->builder);
}

static bool take(struct reader *reader, const yaml_event_t *event)
{
	struct wsp_builder *builder = &reader->builder;
	struct wsp_place place = place_of(reader, event->start_mark);

	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(reader, event, place);
	case YAML_MAPPING_START_EVENT:
		check_properties(reader, event, event->data.mapping_start.anchor,
			event->data.mapping_start.tag);
		return wsp_builder_open(builder, WSP_MAP, place);
	case YAML_SEQUENCE_START_EVENT:
		check_properties(reader, event, event->data.sequence_start.anchor,
			event->data.sequence_start.tag);
		return wsp_builder_open(builder, WSP_LIST, place);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return wsp_builder_close(builder);
	case YAML_ALIAS_EVENT:
		return take_alias(reader, event);
	case YAML_DOCUMENT_START_EVENT:
		return take_document(reader, event);
	case YAML_STREAM_END_EVENT:
		return take_end(reader, event);
	default:
		return true;
	}
}

static void read_events(struct reader *reader)
{
	bool going = true;

	while (going) {
		yaml_event_t event;

		if (!yaml_parser_parse(&reader->parser, &event)) {
			report_failure(reader);
			return;
		}
		reader->n_fed = 0;
		reader->last = event.end_mark;
		going = take(reader, &event) && event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
}

enum wsp_status wsp_read_yaml(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags)
{
	struct reader reader = {.source = source, .diags = diags, .file = file};
	enum wsp_status status;

	if (!wsp_builder_init(&reader.builder, sink, diags))
		return WSP_NO_MEMORY;
	if (!yaml_parser_initialize(&reader.parser)) {
		wsp_builder_release(&reader.builder);
		return WSP_NO_MEMORY;
	}
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&reader.parser, feed, &reader);
	read_events(&reader);
	status = wsp_builder_status(&reader.builder);
	yaml_parser_delete(&reader.parser);
	wsp_builder_release(&reader.builder);
	return status;
}
