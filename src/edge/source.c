#include "edge/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "edge/cause.h"
#include "edge/utf8.h"
#include "model/rule.h"

enum { CHUNK = 64 * 1024, MIB = 1024 * 1024, DEFAULT_MIB = 64 };

/* How the raw bytes become UTF-8. */
enum encoding { UTF8 = 0, UTF16_LITTLE, UTF16_BIG };

struct wsp_source {
	struct wsp_source_options options;
	struct wsp_diags *diags;
	wsp_file_id file;
	enum wsp_status status;

	int descriptor; /* -1: memory */
	bool owned;     /* the descriptor is ours to close */
	const unsigned char *memory;
	size_t memory_left;

	enum encoding encoding;
	bool sniffed; /* the encoding is known */
	bool ended;   /* there is nothing behind the raw window */
	bool too_large;
	uint64_t n_raw;            /* bytes that came in so far */
	size_t raw_begin, raw_end; /* the window of bytes not decoded yet */
	const char *ready;         /* checked text not handed over yet */
	size_t n_ready;
	struct wsp_utf8_walk walk; /* where the checked text ends */
	unsigned char raw[CHUNK];
	char decoded[CHUNK / 2 * 3]; /* each unit of UTF-16 becomes three bytes at most */
};

static const char save_hint[] = "save the file as UTF-8; in PowerShell: Set-Content -Encoding UTF8";

/* Add an error where the checked text ends. */
#define REFUSE(source, code, hint, ...)                                                            \
	((source)->status = WSP_INVALID, wsp_diags_add((source)->diags, WSP_RULE(code),            \
						 place_of(source), (hint), __VA_ARGS__))

static struct wsp_place place_of(const struct wsp_source *source)
{
	uint32_t column = source->walk.column;

	return (struct wsp_place){.line = source->walk.line,
		.column = (uint16_t)(column < UINT16_MAX ? column : UINT16_MAX),
		.file = source->file};
}

static void refuse_error(struct wsp_source *source, int error)
{
	struct wsp_text cause = {0};

	wsp_cause_add(&cause, error);
	source->status = WSP_IO_ERROR;
	wsp_diags_add(source->diags, WSP_RULE(I017), (struct wsp_place){.file = source->file}, NULL,
		"cannot read the file: %s", wsp_text_get(&cause));
	wsp_text_release(&cause);
}

static void refuse_size(struct wsp_source *source)
{
	uint64_t limit = source->options.max_bytes;

	source->status = WSP_INVALID;
	wsp_diags_add(source->diags, WSP_RULE(I004), (struct wsp_place){.file = source->file},
		source->options.is_fixed ? "split the file"
					 : "raise the limit with --max-input, or split the file",
		limit % MIB ? "the file is larger than %" PRIu64 " bytes"
			    : "the file is larger than %" PRIu64 " MiB",
		limit % MIB ? limit : limit / MIB);
}

/* Up to `size` raw bytes; 0 at the end and on failure. */
static size_t read_raw(struct wsp_source *source, unsigned char *buffer, size_t size)
{
	ssize_t n;

	if (source->descriptor < 0) {
		size_t taken = size < source->memory_left ? size : source->memory_left;

		if (taken == 0)
			return 0;
		memcpy(buffer, source->memory, taken);
		source->memory += taken;
		source->memory_left -= taken;
		return taken;
	}
	do
		n = read(source->descriptor, buffer, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		refuse_error(source, errno);
	return n > 0 ? (size_t)n : 0;
}

/* Widen the raw window until it holds `wanted` bytes or everything. */
static void fill(struct wsp_source *source, size_t wanted)
{
	size_t held = source->raw_end - source->raw_begin;

	memmove(source->raw, source->raw + source->raw_begin, held);
	source->raw_begin = 0;
	source->raw_end = held;
	while (!source->ended && source->raw_end < wanted) {
		unsigned char *at = source->raw + source->raw_end;
		size_t n = read_raw(source, at, CHUNK - source->raw_end);

		source->ended = n == 0;
		source->raw_end += n;
		source->n_raw += n;
		if (n > 0 && source->options.tap)
			source->options.tap(source->options.tap_context, at, n);
	}
	if (!source->status && (source->too_large || source->n_raw > source->options.max_bytes))
		refuse_size(source);
}

/* The first rows that match win. */
static const struct signature {
	const char *bytes;
	size_t length;
	enum encoding encoding;
	const char *refused; /* why such a file is not read, NULL: it is */
} signatures[] = {
	{"\xFF\xFE\0\0", 4, UTF8, "the file is UTF-32"},
	{"\0\0\xFE\xFF", 4, UTF8, "the file is UTF-32"},
	{"\xEF\xBB\xBF", 3, UTF8, NULL},
	{"\xFF\xFE", 2, UTF16_LITTLE, NULL},
	{"\xFE\xFF", 2, UTF16_BIG, NULL},
};

/* Whether every second byte of the beginning is NUL, as ASCII is in UTF-16. */
static bool looks_like_utf16(const unsigned char *bytes, size_t length)
{
	if (length < 2 || (bytes[0] == 0) == (bytes[1] == 0))
		return false;
	return length < 4 ||
	       ((bytes[0] == 0) == (bytes[2] == 0) && (bytes[1] == 0) == (bytes[3] == 0));
}

static void sniff(struct wsp_source *source)
{
	source->sniffed = true;
	for (size_t i = 0; i < WSP_COUNT(signatures); i++) {
		const struct signature *row = &signatures[i];

		if (source->raw_end < row->length ||
			memcmp(source->raw, row->bytes, row->length) != 0)
			continue;
		source->encoding = row->encoding;
		source->raw_begin = row->length;
		if (row->refused)
			REFUSE(source, I001, save_hint, "%s", row->refused);
		return;
	}
	if (looks_like_utf16(source->raw, source->raw_end))
		REFUSE(source, I001, save_hint, "the file is UTF-16 without a byte order mark");
}

static uint32_t unit_at(const struct wsp_source *source, size_t i)
{
	unsigned first = source->raw[i], second = source->raw[i + 1];

	return source->encoding == UTF16_LITTLE ? first | second << 8 : first << 8 | second;
}

/* The character at the front of the window; 0 bytes: cut off, or not UTF-16. */
static size_t decode_unit(const struct wsp_source *source, uint32_t *ret_code)
{
	size_t held = source->raw_end - source->raw_begin;
	uint32_t unit, low;

	if (held < 2)
		return 0;
	unit = unit_at(source, source->raw_begin);
	*ret_code = unit;
	if (unit < 0xD800 || unit > 0xDFFF)
		return 2;
	if (unit > 0xDBFF || held < 4)
		return 0;
	low = unit_at(source, source->raw_begin + 2);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	*ret_code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
	return 4;
}

/* Turn the window into UTF-8. @return bytes of `decoded`; what cannot be decoded stays raw */
static size_t decode(struct wsp_source *source)
{
	size_t length = 0, taken;
	uint32_t code;

	while ((taken = decode_unit(source, &code)) > 0) {
		length += wsp_utf8_encode(code, source->decoded + length);
		source->raw_begin += taken;
	}
	return length;
}

static void refuse_text(struct wsp_source *source)
{
	switch (source->walk.fault) {
	case WSP_UTF8_CONTROL:
		REFUSE(source, I001, NULL, "control character U+%04" PRIX32, source->walk.code);
		break;
	case WSP_UTF8_BOM:
		REFUSE(source, I001, "files that were joined keep theirs: remove it",
			"byte order mark U+FEFF inside the text");
		break;
	case WSP_UTF8_NONCHARACTER:
		REFUSE(source, I001, NULL, "U+%04" PRIX32 " is not a character", source->walk.code);
		break;
	case WSP_UTF8_CUT:
		REFUSE(source, I001, NULL, "the file ends inside a character");
		break;
	default:
		REFUSE(source, I001, save_hint, "byte 0x%02" PRIX32 " is not UTF-8",
			source->walk.code);
		break;
	}
}

static void refill_utf16(struct wsp_source *source)
{
	size_t length = decode(source);
	size_t held = source->raw_end - source->raw_begin;

	source->ready = source->decoded;
	source->n_ready = wsp_utf8_check(&source->walk, source->decoded, length);
	if (source->walk.fault)
		refuse_text(source);
	else if (source->ended && held > 0 && held % 2 > 0)
		REFUSE(source, I001, NULL, "the file ends inside a character");
	else if (held >= 4 || (source->ended && held > 0))
		REFUSE(source, I001, NULL, "half of a UTF-16 surrogate pair");
}

static void refill_utf8(struct wsp_source *source)
{
	const char *text = (const char *)source->raw + source->raw_begin;
	size_t held = source->raw_end - source->raw_begin;

	source->ready = text;
	source->n_ready = wsp_utf8_check(&source->walk, text, held);
	source->raw_begin += source->n_ready;
	if (source->walk.fault && !(source->walk.fault == WSP_UTF8_CUT && !source->ended))
		refuse_text(source);
}

/* Check the next chunk; it stays valid until the next call. */
static void refill(struct wsp_source *source)
{
	while (!source->status && source->n_ready == 0) {
		/* a window that still holds something has to grow */
		size_t held = source->raw_end - source->raw_begin;

		fill(source, source->sniffed ? held + 1 : 4);
		if (!source->status && !source->sniffed)
			sniff(source);
		if (source->status || (source->ended && source->raw_begin == source->raw_end))
			return;
		if (source->encoding == UTF8)
			refill_utf8(source);
		else
			refill_utf16(source);
	}
}

size_t wsp_source_read(struct wsp_source *source, char *buffer, size_t size)
{
	size_t n;

	if (source->n_ready == 0)
		refill(source);
	if (source->n_ready == 0)
		return 0;
	n = size < source->n_ready ? size : source->n_ready;
	memcpy(buffer, source->ready, n);
	source->ready += n;
	source->n_ready -= n;
	return n;
}

size_t wsp_source_peek(struct wsp_source *source, const char **ret_bytes)
{
	if (source->n_ready == 0)
		refill(source);
	*ret_bytes = source->ready;
	return source->n_ready;
}

enum wsp_status wsp_source_status(const struct wsp_source *source)
{
	return source->status;
}

static struct wsp_source *create(
	const struct wsp_source_options *options, wsp_file_id file, struct wsp_diags *diags)
{
	struct wsp_source *source = calloc(1, sizeof(*source));

	if (!source)
		return NULL;
	if (options)
		source->options = *options;
	if (source->options.max_bytes == 0)
		source->options.max_bytes = (uint64_t)DEFAULT_MIB * MIB;
	source->diags = diags;
	source->file = file;
	source->descriptor = -1;
	source->walk = (struct wsp_utf8_walk)WSP_UTF8_WALK_INIT;
	return source;
}

static void open_descriptor(struct wsp_source *source, const char *path)
{
	struct stat status;

	source->owned = strcmp(path, "-") != 0;
	source->descriptor = source->owned ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (source->descriptor < 0 || fstat(source->descriptor, &status) != 0)
		refuse_error(source, errno);
	else if (S_ISDIR(status.st_mode))
		refuse_error(source, EISDIR);
	else if (S_ISREG(status.st_mode) && (uint64_t)status.st_size > source->options.max_bytes)
		source->too_large = true;
}

enum wsp_status wsp_source_open(const char *path, const struct wsp_source_options *options,
	wsp_file_id file, struct wsp_diags *diags, struct wsp_source **ret_source)
{
	struct wsp_source *source = create(options, file, diags);
	enum wsp_status status;

	if (!source)
		return WSP_NO_MEMORY;
	open_descriptor(source, path);
	status = source->status;
	if (status)
		wsp_source_close(source);
	else
		*ret_source = source;
	return status;
}

enum wsp_status wsp_source_memory(const void *bytes, size_t length,
	const struct wsp_source_options *options, wsp_file_id file, struct wsp_diags *diags,
	struct wsp_source **ret_source)
{
	struct wsp_source *source = create(options, file, diags);

	if (!source)
		return WSP_NO_MEMORY;
	source->memory = bytes;
	source->memory_left = length;
	source->too_large = length > source->options.max_bytes;
	*ret_source = source;
	return WSP_OK;
}

void wsp_source_close(struct wsp_source *source)
{
	if (!source)
		return;
	/* nothing was written, so a failing close loses nothing */
	if (source->owned && source->descriptor >= 0)
		(void)close(source->descriptor);
	free(source);
}
