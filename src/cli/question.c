#include "cli/question.h"

#include "cli/findings.h"
#include "cli/settings.h"

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
	bool json, colour;
	int status = settings_json(arguments, command->name, &json);

	question.json = json;
	question.server = arguments->operand[1];
	question.phase = phase;
	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
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
