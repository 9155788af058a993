#include "cli/artefacts.h"
#include "cli/findings.h"
#include "cli/settings.h"

static int run(const struct arguments *arguments)
{
	struct wsp_plan *plan = NULL;
	struct wsp_diags *diags;
	enum wsp_status answer;
	bool colour;
	int status = artefacts_check(arguments);

	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_render, arguments);
	if (status != EXIT_DONE)
		return status;
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	answer = wsp_plan_load(arguments->operand[0], diags, &plan);
	status = findings_tell(arguments, diags, WSP_WARNING, answer);
	wsp_diags_free(diags);
	if (status == EXIT_DONE)
		status = artefacts_write(arguments, plan);
	wsp_plan_free(plan);
	return status;
}

static const struct option options[] = {
	OPTION_FORMAT,
	OPTION_OUTPUT,
	{"force", 0, NULL, "replace any files in DIR", offsetof(struct arguments, force)},
	OPTION_COLOUR,
	{"quiet", 'q', NULL, "tell errors only", offsetof(struct arguments, quiet)},
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_render = {
	.name = "render",
	.operands = "PLAN",
	.summary = "print a stored plan in any format",
	.explain =
		"PLAN is a plan.json that wsusplan wrote; \"-\" is standard input. The output is\n"
		"byte for byte what plan gave. Without -f and -o the summary is printed.",
	.example = "  wsusplan render rollout/plan.json -f svg > phases.svg\n"
		   "  wsusplan plan contoso.yaml -f json | wsusplan render - -f csv\n",
	.help_more = artefacts_help,
	.options = options,
	.least = 1,
	.most = 1,
	.run = run,
};
