/** Output: the formats a plan can be written in. */
#ifndef WSUSPLAN_RUNBOOK_H
#define WSUSPLAN_RUNBOOK_H

#include "wsusplan/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Takes `length` bytes of output; returns 0 to stop. */
typedef int (*wsp_output)(void *context, const char *bytes, size_t length);

/** An output format. */
struct wsp_format {
	const char *name;     /**< "markdown" */
	const char *filename; /**< in a directory of all artefacts; NULL: not part of it */
	const char *summary;  /**< a few words for a help text */
};

/** Format number `index`, from 0; NULL behind the last. */
WSP_API const struct wsp_format *wsp_format_get(size_t index);

/**
 * Write a plan.
 *
 * Pictures are drawn by Graphviz, which keeps process-wide state: one at a time in a process. All
 * other formats may be written in different threads.
 *
 * @param format  a name, see wsp_format_get()
 * @param colour  for "summary": with ANSI escapes
 * @return WSP_OK, WSP_INVALID (no such format), WSP_CANCELLED (the output stopped it),
 *         WSP_IO_ERROR (Graphviz failed) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_render(const struct wsp_plan *plan,
	const char *format, int colour, wsp_output output, void *context);

/** How to write a directory; initialise with WSP_DIRECTORY_OPTIONS_INIT. */
struct wsp_directory_options {
	size_t struct_size;
	int force; /**< replace a directory of files whatever they are */
	/** asked between two pieces of output; not 0: undo everything and answer WSP_CANCELLED */
	int (*cancelled)(void *context);
	void *context;
};

#define WSP_DIRECTORY_OPTIONS_INIT                                                                 \
	{                                                                                          \
		sizeof(struct wsp_directory_options), 0, NULL, NULL                                \
	}

/**
 * Write every artefact of a plan into a directory, all or nothing.
 *
 * Through a hidden folder beside it, a manifest with the SHA-256 of each file last. An existing
 * directory is replaced only if it is empty or holds an earlier plan that nobody changed; with
 * `force` also when it holds other files, but never when it holds folders or is a link.
 *
 * @param options  NULL for the defaults; read during the call only
 * @param diags    receives why it failed
 * @return WSP_OK, WSP_CANCELLED, WSP_IO_ERROR (also when it may not be replaced) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_write_directory(const struct wsp_plan *plan,
	const char *directory, const struct wsp_directory_options *options,
	struct wsp_diags *diags);

/**
 * Write findings for people, "file:line:column: severity: message [code]", each with its source
 * line, a caret and its hint; what was only counted at the end.
 *
 * Reads the files again for their lines; those that are gone or are no regular files are left out.
 *
 * @param least   findings below this severity are left out
 * @param colour  with ANSI escapes
 * @return WSP_OK, WSP_CANCELLED (the output stopped it) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_diags_write(const struct wsp_diags *diags,
	enum wsp_severity least, int colour, wsp_output output, void *context);

/** All findings as one JSON document. @return as wsp_diags_write() */
WSP_API WSP_NODISCARD enum wsp_status wsp_diags_write_json(
	const struct wsp_diags *diags, wsp_output output, void *context);

/** A rule that findings belong to, for `explain`. */
struct wsp_rule_text {
	const char *code, *title, *explain, *hint, *source;
	enum wsp_severity severity;
	enum wsp_finding_class finding_class;
};

/** Rule number `index`, from 0, in order of code. @return 0 behind the last */
WSP_API int wsp_rule_get(size_t index, struct wsp_rule_text *ret_rule);

/** docs/rules.md and docs/input.md, made from the tables: `what` is "rules" or "input". */
WSP_API WSP_NODISCARD enum wsp_status wsp_reference(
	const char *what, wsp_output output, void *context);

#ifdef __cplusplus
}
#endif

#endif
