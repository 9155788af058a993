#include <string.h>

#include "cli/findings.h"
#include "cli/settings.h"

static int check_arguments(const struct arguments *arguments)
{
	bool json;

	if (strcmp(arguments->operand[0], "-") == 0 && strcmp(arguments->operand[1], "-") == 0)
		return usage_error("only one of the plans can come from standard input");
	return settings_json(arguments, command_diff.name, &json);
}

/* A plan of the command line; what was found is told. */
static int load(const struct arguments *arguments, size_t operand, struct wsp_plan **ret_plan)
{
	struct wsp_diags *diags = wsp_diags_create();
	enum wsp_status answer;
	int status;

	if (!diags)
		return memory_error();
	answer = wsp_plan_load(arguments->operand[operand], diags, ret_plan);
	status = findings_tell(arguments, diags, WSP_WARNING, answer);
	wsp_diags_free(diags);
	return status;
}

static int print(const struct arguments *arguments, const struct wsp_plan *before,
	const struct wsp_plan *after, bool colour)
{
	struct wsp_diff_options options = WSP_DIFF_OPTIONS_INIT;
	struct stream stream = {stdout, 0};
	int same = 0;

	options.format = arguments->format;
	options.colour = colour;
	options.all = arguments->verbose != NULL;
	if (wsp_plan_diff(before, after, &options, &same, stream_write, &stream) == WSP_NO_MEMORY)
		return memory_error();
	return stream_finish(&stream, same ? EXIT_DONE : EXIT_NO);
}

static int run(const struct arguments *arguments)
{
	struct wsp_plan *before = NULL;
	struct wsp_plan *after = NULL;
	bool colour;
	int status = check_arguments(arguments);

	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_diff, arguments);
	if (status == EXIT_DONE)
		status = load(arguments, 0, &before);
	if (status == EXIT_DONE)
		status = load(arguments, 1, &after);
	if (status == EXIT_DONE)
		status = print(arguments, before, after, colour);
	wsp_plan_free(before);
	wsp_plan_free(after);
	return status;
}

static const struct option options[] = {
	OPTION_JSON,
	{"verbose", 'v', NULL, "list everything, each changed step too",
		offsetof(struct arguments, verbose)},
	OPTION_COLOUR,
	{"quiet", 'q', NULL, "tell errors only", offsetof(struct arguments, quiet)},
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_diff = {
	.name = "diff",
	.operands = "PLAN PLAN",
	.summary = "what a new plan changes in an approved one",
	.explain = "The first PLAN is what was approved, the second is the new one; one of them "
		   "may be\n"
		   "\"-\", standard input. Prints the amendment: what is given differently, which\n"
		   "conversions and switches move and why, what comes and goes, and what stays\n"
		   "approved. Exit status 0 means that nothing differs, 1 that something does.",
	.example = "  wsusplan diff approved/plan.json rollout/plan.json\n"
		   "  wsusplan plan contoso.yaml -f json | wsusplan diff approved/plan.json - -f "
		   "json\n",
	.options = options,
	.least = 2,
	.most = 2,
	.run = run,
};
