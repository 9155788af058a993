#include "cli/question.h"

#include <string.h>

#include "cli/findings.h"
#include "cli/settings.h"

int question_format(const struct arguments *arguments, int *ret_json)
{
	const char *format = arguments->format ? arguments->format : "text";

	*ret_json = strcmp(format, "json") == 0;
	if (*ret_json || strcmp(format, "text") == 0)
		return EXIT_DONE;
	return usage_error("-f is text or json here, not \"%s\"", format);
}

static int print_answer(const struct arguments *arguments, const struct wsp_plan *plan,
	const struct wsp_question *question, question_asked *ask, struct wsp_diags *diags)
{
	struct stream stream = {stdout, 0};
	enum wsp_status answer = ask(plan, question, diags, stream_write, &stream);
	int status = findings_tell(arguments, diags, WSP_ERROR, answer);

	return stream_finish(&stream, status);
}

int question_run(const struct command *command, const struct arguments *arguments, size_t phase,
	question_asked *ask)
{
	struct wsp_question question = WSP_QUESTION_INIT;
	struct wsp_plan *plan = NULL;
	struct wsp_diags *diags;
	enum wsp_status answer;
	int status = question_format(arguments, &question.json);

	question.server = arguments->operand[1];
	question.phase = phase;
	if (status == EXIT_DONE)
		status = settings_check_input(command, arguments);
	if (status != EXIT_DONE)
		return status;
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	answer = wsp_plan_load(arguments->operand[0], diags, &plan);
	if (answer == WSP_OK)
		status = print_answer(arguments, plan, &question, ask, diags);
	else
		status = findings_tell(arguments, diags, WSP_WARNING, answer);
	wsp_diags_free(diags);
	wsp_plan_free(plan);
	return status;
}
