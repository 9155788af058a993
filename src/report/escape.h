/*
 * Escape: one typed writer per sink. Nothing else writes text from the input into an output.
 *
 * All take NUL-terminated UTF-8 (`text`) that the readers have validated.
 */
#ifndef WSP_REPORT_ESCAPE_H
#define WSP_REPORT_ESCAPE_H

#include "base/text.h"

/** A JSON string with its quotes (RFC 8259); only what must be escaped is. */
void wsp_escape_json(struct wsp_text *out, const char *text);

/** A JSON list of strings, from words that line feeds separate. */
void wsp_escape_json_words(struct wsp_text *out, const char *words);

/**
 * Markdown running text or a table cell: no character of it can become markup. Renderers that link
 * e-mail addresses still do.
 */
void wsp_escape_markdown(struct wsp_text *out, const char *text);

/** A Markdown code span, nothing for an empty text; `in_table`: pipes are escaped as well. */
void wsp_escape_markdown_code(struct wsp_text *out, const char *text, bool in_table);

/** A CSV cell, always quoted (RFC 4180); a cell that could be a formula gets a leading '. */
void wsp_escape_csv(struct wsp_text *out, const char *text);

/** A DOT quoted string with its quotes: no escape (\N, \G, \L) or markup works in it. */
void wsp_escape_dot(struct wsp_text *out, const char *text);

/** The inside of a single-quoted PowerShell literal: every kind of ' is doubled. */
void wsp_escape_powershell(struct wsp_text *out, const char *text);

/** For a terminal: control characters become \xNN, marks of writing direction \uNNNN. */
void wsp_escape_terminal(struct wsp_text *out, const char *text);

#endif
