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

static bool add_line(struct wsp_ical_text *text, uint32_t line)
{
	if (!WSP_RESERVE(text->event_line, text->capacity, text->n_events))
		return false;
	text->event_line[text->n_events++] = line;
	return true;
}

/* A content line: a line, and those that go on with it, which begin with a blank. */
struct content_line {
	uint32_t line;   /* the first */
	size_t length;   /* of all */
	char begins[16]; /* with what it begins, unfolded */
	size_t n_begins;
};

static void refuse(const struct wsp_ical_text *text, struct wsp_diags *diags, uint32_t line,
	int most, const char *what, const char *hint)
{
	wsp_diags_add(diags, WSP_RULE(D015),
		(struct wsp_place){.file = text->file, .line = line, .column = 1}, hint,
		"more than %d %s", most, what);
}

/* Take the next line into its content line. */
static void unfold(struct content_line *content, uint32_t line, const char *at, size_t length)
{
	if (line == 1 || (at[0] != ' ' && at[0] != '\t')) {
		*content = (struct content_line){.line = line};
	} else {
		at++;
		length--;
	}
	content->length += length;
	for (size_t i = 0; i < length && content->n_begins < sizeof(content->begins); i++) {
		if (at[i] != '\r')
			content->begins[content->n_begins++] = at[i];
	}
}

static bool begins(const struct content_line *content, const char *with)
{
	size_t n = strlen(with);

	return content->n_begins >= n && wsp_ascii_same(content->begins, n, with, n);
}

/* What is being scanned. */
struct scan {
	struct wsp_ical_text *text;
	struct wsp_diags *diags;
	struct content_line content;
	unsigned depth; /* parts that are open */
};

/* A content line is whole: note where events begin; refuse nesting, which libical follows by
   recursion. */
static enum wsp_status take(struct scan *scan)
{
	const struct content_line *content = &scan->content;

	if (begins(content, "END:") && scan->depth > 0)
		scan->depth--;
	if (!begins(content, "BEGIN:") && !begins(content, "BEGIN;"))
		return WSP_OK;
	if (scan->depth == 1 && begins(content, "BEGIN:VEVENT") &&
		!add_line(scan->text, content->line))
		return WSP_NO_MEMORY;
	if (++scan->depth <= DEPTH_MAX)
		return WSP_OK;
	refuse(scan->text, scan->diags, content->line, DEPTH_MAX, "parts within each other", NULL);
	return WSP_INVALID;
}

/* Content lines are as short as values, as libical adds to long ones in quadratic time. */
static enum wsp_status scan_lines(struct wsp_ical_text *text, struct wsp_diags *diags)
{
	const char *at = wsp_text_get(&text->bytes);
	struct scan scan = {.text = text, .diags = diags};
	enum wsp_status status = WSP_OK;
	size_t length;

	for (uint32_t line = 1; *at && status == WSP_OK;
		line++, at += length + (at[length] != '\0')) {
		const char *next;

		length = strcspn(at, "\n");
		next = at + length + (at[length] != '\0');
		unfold(&scan.content, line, at, length);
		if (scan.content.length > WSP_SCALAR_MAX) {
			refuse(text, diags, scan.content.line, WSP_SCALAR_MAX,
				"bytes in one line, those that go on with it included",
				"export the calendar without attachments and long descriptions");
			return WSP_INVALID;
		}
		if (*next != ' ' && *next != '\t')
			status = take(&scan);
	}
	return status;
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
	const struct wsp_source_options options = {.max_bytes = FILE_MAX, .is_fixed = true};
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
	return status == WSP_OK ? scan_lines(ret_text, diags) : status;
}

void wsp_ical_text_release(struct wsp_ical_text *text)
{
	wsp_text_release(&text->bytes);
	free(text->event_line);
	*text = (struct wsp_ical_text){0};
}
