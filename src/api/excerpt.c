#include "api/excerpt.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "edge/directory.h"
#include "edge/source.h"
#include "edge/utf8.h"
#include "report/escape.h"

/* A line is kept as far as a column can point into it. */
enum { CHUNK = 1 << 16, WIDTH = 96, KEPT_BYTES = 4 * (UINT16_MAX + WIDTH) };

struct wsp_excerpt_file {
	const char *name; /* borrowed from the finding's location */
	struct wsp_source *source;
	struct wsp_diags unheard; /* what is wrong with the file was told when it was loaded */
	uint32_t line;            /* number of the line in `text`; 0: before the first */
	struct wsp_text text;     /* its first KEPT_BYTES */
	size_t begin, end;        /* of what is left in `chunk` */
	bool after_return;        /* the last line ended with CR: a LF now belongs to it */
	char chunk[CHUNK];
};

void wsp_excerpt_release(struct wsp_excerpt *excerpt)
{
	struct wsp_excerpt_file *file = excerpt->file;

	excerpt->file = NULL;
	if (!file)
		return;
	wsp_source_close(file->source);
	wsp_diags_release(&file->unheard);
	wsp_text_release(&file->text);
	free(file);
}

/* @return false when memory ran out; a file that cannot be opened has no source */
static bool open_file(struct wsp_excerpt *excerpt, const char *name)
{
	const struct wsp_source_options options = {.max_bytes = UINT64_MAX};
	struct wsp_excerpt_file *file = calloc(1, sizeof(*file));
	enum wsp_status status = WSP_IO_ERROR;

	excerpt->file = file;
	if (!file)
		return false;
	file->name = name;
	if (strcmp(name, "-") != 0 && wsp_path_rereadable(name))
		status = wsp_source_open(name, &options, 0, &file->unheard, &file->source);
	return status != WSP_NO_MEMORY;
}

/* Whether there is a byte to look at. */
static bool has_bytes(struct wsp_excerpt_file *file)
{
	if (file->begin == file->end) {
		file->begin = 0;
		file->end = wsp_source_read(file->source, file->chunk, CHUNK);
	}
	return file->begin < file->end;
}

/* Bytes before the next line break in the chunk, or all that are left. */
static size_t before_break(const struct wsp_excerpt_file *file)
{
	const char *from = file->chunk + file->begin;
	size_t length = file->end - file->begin, n = 0;

	/* one look at each byte: two searches would pass a chunk again for every lone CR in it */
	while (n < length && from[n] != '\n' && from[n] != '\r')
		n++;
	return n;
}

static void keep(struct wsp_excerpt_file *file, size_t length)
{
	size_t room = KEPT_BYTES - file->text.length;

	wsp_text_add(&file->text, file->chunk + file->begin, length < room ? length : room);
}

/* @return false behind the last line */
static bool next_line(struct wsp_excerpt_file *file)
{
	size_t length;

	wsp_text_clear(&file->text);
	if (has_bytes(file) && file->after_return && file->chunk[file->begin] == '\n')
		file->begin++;
	file->after_return = false;
	if (!has_bytes(file))
		return false;
	file->line++;
	do {
		length = before_break(file);
		keep(file, length);
		file->begin += length;
	} while (file->begin == file->end && has_bytes(file));
	if (file->begin < file->end)
		file->after_return = file->chunk[file->begin++] == '\r';
	return true;
}

static bool go_to(struct wsp_excerpt_file *file, uint32_t line)
{
	while (file->source && file->line < line) {
		if (!next_line(file))
			return false;
	}
	return file->source && file->line == line;
}

/* The byte at which character `n`, from 0, begins, or the end. */
static const char *character(const char *text, size_t n)
{
	for (; *text && n > 0; n--) {
		do
			text++;
		while (*text && !wsp_utf8_begins(*text));
	}
	return text;
}

static size_t n_characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += wsp_utf8_begins(*text);
	return n;
}

/* Escape the bytes from `begin` to `end`, each tab as a space. */
static void add_part(struct wsp_text *out, const char *begin, const char *end)
{
	struct wsp_text part = {0};

	wsp_text_add(&part, begin, (size_t)(end - begin));
	for (size_t i = 0; i < part.length; i++) {
		if (part.at[i] == '\t')
			part.at[i] = ' ';
	}
	if (part.failed)
		out->failed = true;
	else
		wsp_escape_terminal(out, wsp_text_get(&part));
	wsp_text_release(&part);
}

/* The line with its number, cut around `column`, and below it the caret. */
static void add_line(
	const char *text, const struct wsp_location *where, bool colour, struct wsp_text *out)
{
	size_t column = where->column - 1;
	size_t first = column > WIDTH / 2 && n_characters(text) > WIDTH ? column - WIDTH / 2 : 0;
	const char *begin = character(text, first);
	const char *at = character(begin, column - first);
	const char *end = character(begin, WIDTH);
	struct wsp_text before = {0};

	wsp_text_adds(&before, first > 0 ? "\xE2\x80\xA6" : "");
	add_part(&before, begin, at);
	wsp_text_addf(out, "%7" PRIu32 " | %s", where->line, wsp_text_get(&before));
	add_part(out, at, end);
	wsp_text_adds(out, *end ? "\xE2\x80\xA6\n" : "\n");
	wsp_text_addf(out, "%7s | %*s%s\n", "", (int)n_characters(wsp_text_get(&before)), "",
		colour ? "\x1B[1;32m^\x1B[0m" : "^");
	out->failed = out->failed || before.failed;
	wsp_text_release(&before);
}

bool wsp_excerpt_write(struct wsp_excerpt *excerpt, const struct wsp_location *where, bool colour,
	struct wsp_text *out)
{
	struct wsp_excerpt_file *file = excerpt->file;

	if (!where->source || where->line == 0 || where->column == 0 || where->column == UINT16_MAX)
		return true;
	if (!file || file->line > where->line || strcmp(file->name, where->source) != 0) {
		wsp_excerpt_release(excerpt);
		if (!open_file(excerpt, where->source))
			return false;
		file = excerpt->file;
	}
	if (go_to(file, where->line))
		add_line(wsp_text_get(&file->text), where, colour, out);
	return !file->text.failed && !file->unheard.failed;
}
