/*
 * Source: the bytes of one input as UTF-8, chunk by chunk.
 *
 * Byte order marks are taken off, UTF-16 (either order, with BOM) becomes UTF-8. Refused with a
 * located finding: UTF-16 without BOM, invalid UTF-8, NUL and other control characters, more than
 * `max_bytes`.
 */
#ifndef WSP_EDGE_SOURCE_H
#define WSP_EDGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct wsp_source;

struct wsp_source_options {
	uint64_t max_bytes; /* of the raw input; 0: 64 MiB */
	bool is_fixed;      /* no option raises that */
	/* sees the raw bytes before decoding, for a digest; NULL: nobody */
	void (*tap)(void *context, const void *bytes, size_t length);
	void *tap_context;
};

/**
 * Open a file, or standard input for "-".
 * Findings (I017: no such file, a directory, …) are located in `file`.
 * @return WSP_OK, WSP_IO_ERROR or WSP_NO_MEMORY
 */
enum wsp_status wsp_source_open(const char *path, const struct wsp_source_options *options,
	wsp_file_id file, struct wsp_diags *diags, struct wsp_source **ret_source);

/** The same over memory, borrowed until wsp_source_close(). */
enum wsp_status wsp_source_memory(const void *bytes, size_t length,
	const struct wsp_source_options *options, wsp_file_id file, struct wsp_diags *diags,
	struct wsp_source **ret_source);

/**
 * The next bytes, at most `size`.
 * @return bytes read; 0 at the end and after a failure, see wsp_source_status()
 */
size_t wsp_source_read(struct wsp_source *source, char *buffer, size_t size);

/** The bytes that are read next, as many as are at hand, not taken; 0 as above. */
size_t wsp_source_peek(struct wsp_source *source, const char **ret_bytes);

/** WSP_OK, or why reading ended early (a finding was added): WSP_INVALID, WSP_IO_ERROR. */
enum wsp_status wsp_source_status(const struct wsp_source *source);

void wsp_source_close(struct wsp_source *source);

#endif
