/*
 * Diagnostics, inside: the list itself and the table of rules that its findings belong to.
 *
 * A rule is everything constant about a finding. Findings of one rule beyond WSP_DIAGS_PER_RULE are
 * counted, not kept.
 */
#ifndef WSP_BASE_DIAG_H
#define WSP_BASE_DIAG_H

#include <stdbool.h>

#include "base/arena.h"
#include "wsusplan/diag.h"

enum { WSP_DIAGS_PER_RULE = 200, WSP_FILES_MAX = 250 };

extern const char *const wsp_severity_names[]; /* "note", "warning", "error" */
extern const char *const wsp_class_names[];    /* "input", "estate", "plan" */

/** A file by number in its list; 0 is none. */
typedef uint8_t wsp_file_id;

/** A place as the model keeps it. */
struct wsp_place {
	uint32_t line;   /* from 1; 0: not known */
	uint16_t column; /* from 1, in characters; stays at 65,535 */
	wsp_file_id file;
};

/** Everything constant about a finding; rows live in static tables (model/rule.h). */
struct wsp_rule {
	const char *code;
	enum wsp_severity severity;
	enum wsp_finding_class finding_class;
	const char *title;   /* a sentence without full stop */
	const char *explain; /* a paragraph: why it matters and what the tool does with it */
	const char *hint;    /* what to do */
	const char *source;  /* where the rule comes from */
};

struct wsp_diags {
	struct wsp_arena arena; /* every string below */

	struct wsp_entry {
		struct wsp_diag diag;
		struct wsp_place place;
		const struct wsp_rule *rule;
		uint32_t number; /* in order of adding: makes sorting stable */
	} * entry;               /* heap */

	size_t n, capacity;

	struct wsp_tally {
		const struct wsp_rule *rule;
		size_t found; /* all of them, kept or not */
	} * tally;            /* heap; in order of first finding */

	size_t n_tallies, tally_capacity;
	const char *file[WSP_FILES_MAX + 1];
	wsp_file_id n_files;
	bool failed; /* memory ran out: findings or files may be missing */
};

void wsp_diags_init(struct wsp_diags *diags);
void wsp_diags_release(struct wsp_diags *diags);

/** Name a file that findings will point into. @return its id; 0 when memory or ids ran out */
wsp_file_id wsp_diags_add_file(struct wsp_diags *diags, const char *name);

/**
 * Add a finding.
 *
 * @param hint  overrides the rule's; NULL: the rule's own
 */
void wsp_diags_add(struct wsp_diags *diags, const struct wsp_rule *rule, struct wsp_place place,
	const char *hint, const char *format, ...) WSP_PRINTF(5, 6);

/** Copy findings, files and tallies of `from` into the empty list `to`. @return false: no memory */
bool wsp_diags_copy(struct wsp_diags *to, const struct wsp_diags *from);

/** Whether one of the last findings of `rule` is at `place`: another part has told it already. */
bool wsp_diags_told(
	const struct wsp_diags *diags, const struct wsp_rule *rule, struct wsp_place place);

/** Whether an error was found since the list was made. */
bool wsp_diags_has_errors(const struct wsp_diags *diags);

/** Put the findings in input order: file, line, column; stable; those of no file last. */
void wsp_diags_sort(struct wsp_diags *diags);

/**
 * "NAME:LINE:COLUMN", for a second place inside a message; lives as long as the list.
 * What is not known is left out; "" for no file and when memory ran out.
 */
const char *wsp_diags_place_text(struct wsp_diags *diags, struct wsp_place place);

#endif
