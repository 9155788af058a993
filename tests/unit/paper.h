/*
 * Paper: the document of a plan as `verify` reads it, and edits of one.
 *
 *     char *json = paper_of(planned_company);
 *     struct paper paper;
 *     paper_read(&paper, json);
 *     …
 *     paper_release(&paper);
 *     free(json);
 */
#ifndef PAPER_H
#define PAPER_H

#include "api/verdict.h"

/** A plan document that was read. */
struct paper {
	struct wsp_diags diags;
	struct wsp_statement *statement;
	enum wsp_status status;
};

void paper_read(struct paper *paper, const char *json);
void paper_release(struct paper *paper);

/** Whether there is a finding of `code` in a line. */
bool paper_finds(const struct paper *paper, const char *code, uint32_t line);

size_t paper_errors(const struct paper *paper);

/** The document of a plan of some inventory; to be freed. */
char *paper_of(const char *yaml);

/** Where a text is, which has to be there. */
const char *paper_find(const char *json, const char *what);

/** The number of the line of a text, which has to be there. */
uint32_t paper_line(const char *json, const char *what);

/** The begin of the line that `at` is in. */
const char *paper_line_begin(const char *json, const char *at);

/** What is behind the line that `at` is in. */
const char *paper_next_line(const char *at);

/** `json` with the first `before` made `after`; to be freed. */
char *paper_edited(const char *json, const char *before, const char *after);

/** `json` in which the line of `what` is there `times` times; to be freed. */
char *paper_with_line(const char *json, const char *what, int times);

#endif
