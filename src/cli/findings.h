/* Findings: what the library found, told to a person. */
#ifndef WSP_CLI_FINDINGS_H
#define WSP_CLI_FINDINGS_H

#include "cli/command.h"
#include "cli/stream.h"
#include "wsusplan/wsusplan.h"

/**
 * Print what was found to standard error and turn the library's answer into an exit status.
 *
 * @param least  findings below this severity are left out
 */
int findings_tell(const struct arguments *arguments, const struct wsp_diags *diags,
	enum wsp_severity least, enum wsp_status status);

extern const char *const severity_words[]; /* "note", "warning", "error" */

/** "3 errors, 1 warning", or "no findings". */
void findings_count(const struct wsp_diags *diags, struct stream *stream);

#endif
