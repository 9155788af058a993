/* Question: what why and why-not have in common: a stored plan, a server, an answer. */
#ifndef WSP_CLI_QUESTION_H
#define WSP_CLI_QUESTION_H

#include "cli/command.h"
#include "wsusplan/wsusplan.h"

typedef enum wsp_status question_asked(const struct wsp_plan *plan,
	const struct wsp_question *question, struct wsp_diags *diags, wsp_output output,
	void *context);

/**
 * Load the plan that the first operand names, ask about the server that the second names, print.
 * @param phase  for why-not; 0: none
 * @return an exit status
 */
int question_run(const struct command *command, const struct arguments *arguments, size_t phase,
	question_asked *ask);

#endif
