#include "edge/ical_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "edge/source.h"
#include "model/document.h"
#include "model/rule.h"

enum { DEPTH_MAX = 16, FILE_MAX = 8 * 1024 * 1024, CHUNK = 4096 };

static void write_path(struct wsp_text *path, const char *name, const char *beside)
{
	const char *slash = beside ? strrchr(beside, '/') : NULL;

	if (name[0] == '/') {
		wsp_text_adds(path, name);
		return;
	}
	if (slash)
		wsp_text_add(path, beside, (size_t)(slash - beside) + 1);
	else if (name[0] == '-') /* alone it would be standard input */
		wsp_text_adds(path, "./");
	wsp_text_adds(path, name);
}

static bool is_line(const char *line, size_t length, const char *wanted)
{
	size_t n = strlen(wanted);

	return length >= n && wsp_ascii_same(line, n, wanted, n);
}

static bool add_line(struct wsp_ical_text *text, uint32_t line)
{
	if (!WSP_RESERVE(text->event_line, text->capacity, text->n_events))
		return false;
	text->event_line[text->n_events++] = line;
	return true;
}

/* A content line: a line, and those that go on with it, which begin with a blank. */
struct content_line {
	uint32_t line; /* the first */
	size_t length;
};

static void refuse(const struct wsp_ical_text *text, struct wsp_diags *diags, uint32_t line,
	int most, const char *what, const char *hint)
{
	wsp_diags_add(diags, WSP_RULE(D015),
		(struct wsp_place){.file = text->file, .line = line, .column = 1}, hint,
		"more than %d %s", most, what);
}

/* @return whether the content line is still as short as a value may be: libical adds to long ones
   in quadratic time */
static bool unfold(struct content_line *content, uint32_t line, const char *at, size_t length)
{
	if (line == 1 || (at[0] != ' ' && at[0] != '\t'))
		*content = (struct content_line){line, length};
	else
		content->length += length - 1;
	return content->length <= WSP_SCALAR_MAX;
}

/* Note where events begin; refuse nesting, which libical follows by recursion, and long lines. */
static enum wsp_status scan(struct wsp_ical_text *text, struct wsp_diags *diags)
{
	const char *at = wsp_text_get(&text->bytes);
	struct content_line content = {0};
	unsigned depth = 0;
	size_t length;

	for (uint32_t line = 1; *at; line++, at += length + (at[length] != '\0')) {
		length = strcspn(at, "\n");
		if (!unfold(&content, line, at, length)) {
			refuse(text, diags, content.line, WSP_SCALAR_MAX,
				"bytes in one line, those that go on with it included",
				"export the calendar without attachments and long descriptions");
			return WSP_INVALID;
		}
		if (is_line(at, length, "END:") && depth > 0)
			depth--;
		if (!is_line(at, length, "BEGIN:"))
			continue;
		if (depth == 1 && is_line(at, length, "BEGIN:VEVENT") && !add_line(text, line))
			return WSP_NO_MEMORY;
		if (++depth > DEPTH_MAX) {
			refuse(text, diags, line, DEPTH_MAX, "parts within each other", NULL);
			return WSP_INVALID;
		}
	}
	return WSP_OK;
}

static enum wsp_status read_all(struct wsp_ical_text *text, struct wsp_source *source)
{
	char chunk[CHUNK];
	size_t n;

	while ((n = wsp_source_read(source, chunk, sizeof(chunk))) > 0)
		wsp_text_add(&text->bytes, chunk, n);
	if (text->bytes.failed)
		return WSP_NO_MEMORY;
	return wsp_source_status(source);
}

enum wsp_status wsp_ical_text_read(const char *name, const char *beside, struct wsp_diags *diags,
	struct wsp_ical_text *ret_text)
{
	const struct wsp_source_options options = {.max_bytes = FILE_MAX};
	struct wsp_source *source = NULL;
	struct wsp_text path = {0};
	enum wsp_status status = WSP_NO_MEMORY;

	*ret_text = (struct wsp_ical_text){0};
	write_path(&path, name, beside);
	if (!path.failed) {
		ret_text->file = wsp_diags_add_file(diags, wsp_text_get(&path));
		status = wsp_source_open(
			wsp_text_get(&path), &options, ret_text->file, diags, &source);
	}
	if (status == WSP_OK)
		status = read_all(ret_text, source);
	wsp_source_close(source);
	wsp_text_release(&path);
	return status == WSP_OK ? scan(ret_text, diags) : status;
}

void wsp_ical_text_release(struct wsp_ical_text *text)
{
	wsp_text_release(&text->bytes);
	free(text->event_line);
	*text = (struct wsp_ical_text){0};
}
