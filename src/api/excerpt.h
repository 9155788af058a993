/*
 * Excerpt: the line of a file that a finding points at, with a caret below.
 *
 * Findings come in the order of files and lines, so each file is read once, as far as needed.
 * Inputs that cannot be read again (standard input, pipes) have no excerpts.
 */
#ifndef WSP_API_EXCERPT_H
#define WSP_API_EXCERPT_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/text.h"

struct wsp_excerpt_file;

struct wsp_excerpt {
	struct wsp_excerpt_file *file; /* the one that is being read, NULL: none */
};

/**
 * Write the line at `where` and a caret, or nothing when there is none to be had.
 *
 * @param colour  the caret with ANSI escapes
 * @return false when memory ran out
 */
bool wsp_excerpt_write(struct wsp_excerpt *excerpt, const struct wsp_location *where, bool colour,
	struct wsp_text *out);

void wsp_excerpt_release(struct wsp_excerpt *excerpt);

#endif
