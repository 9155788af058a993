#include <string.h>

#include "cli/findings.h"
#include "cli/settings.h"

static bool is_json(const struct arguments *arguments)
{
	return arguments->format && strcmp(arguments->format, "json") == 0;
}

static int check_options(const struct arguments *arguments)
{
	bool json;
	int status = settings_json(arguments, command_verify.name, &json);

	if (status == EXIT_DONE && json && arguments->trace)
		return usage_error("--trace prints text, so it does not go with -f json");
	return status;
}

/* The verdict is the result of this command, and so are the findings it comes from. */
static enum wsp_status print_verdict(const struct arguments *arguments,
	const struct wsp_verdict *verdict, const struct wsp_diags *diags, bool colour,
	struct stream *stream)
{
	enum wsp_status status;

	if (is_json(arguments))
		return wsp_verdict_write_json(verdict, diags, stream_write, stream);
	status = wsp_diags_write(diags, WSP_ERROR, colour, stream_write, stream);
	if (status != WSP_OK)
		return status;
	return wsp_verdict_write(verdict, stream_write, stream);
}

static int verify(
	const struct arguments *arguments, uint64_t max_bytes, bool colour, struct wsp_diags *diags)
{
	struct stream stream = {stdout, 0};
	struct wsp_verify_options options = WSP_VERIFY_OPTIONS_INIT;
	struct wsp_verdict *verdict = NULL;
	enum wsp_status answer, printed;

	options.files = arguments->operand + 1;
	options.n_files = arguments->n_operands - 1;
	options.max_bytes = max_bytes;
	options.accept_waivers = arguments->accept_waivers != NULL;
	options.trace = arguments->trace ? stream_write : NULL;
	options.trace_context = &stream;
	answer = wsp_plan_verify(arguments->operand[0], &options, diags, &verdict);
	if (answer == WSP_CANCELLED)
		return stream_finish(&stream, EXIT_DONE);
	if (answer != WSP_OK && answer != WSP_INVALID)
		return findings_tell(arguments, diags, WSP_ERROR, answer);
	printed = print_verdict(arguments, verdict, diags, colour, &stream);
	wsp_verdict_free(verdict);
	if (printed == WSP_NO_MEMORY)
		return memory_error();
	return stream_finish(&stream, answer == WSP_OK ? EXIT_DONE : EXIT_NO);
}

static int run(const struct arguments *arguments)
{
	struct wsp_diags *diags;
	uint64_t max_bytes;
	bool colour;
	int status = check_options(arguments);

	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_max_input(arguments, &max_bytes);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_verify, arguments);
	if (status != EXIT_DONE)
		return status;
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	status = verify(arguments, max_bytes, colour, diags);
	wsp_diags_free(diags);
	return status;
}

static const struct option options[] = {
	OPTION_JSON,
	{"trace", 0, NULL, "print the state after each step", offsetof(struct arguments, trace)},
	{"accept-waivers", 0, NULL, "let limits be broken that the plan was forced past",
		offsetof(struct arguments, accept_waivers)},
	OPTION_MAX_INPUT,
	OPTION_COLOUR,
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_verify = {
	.name = "verify",
	.operands = "PLAN [FILE...]",
	.summary = "prove that a plan holds, also one that was edited",
	.explain =
		"Reads a plan.json as it stands, replays every step over the state of all servers\n"
		"and links, and judges it by rules that share no code with planning. With FILE it\n"
		"also compares every fact and limit in the plan with the inventory, and judges "
		"the\n"
		"steps by the files. Of each rule the first step that breaks it is named, at its\n"
		"line; wsusplan explain CODE says more. \"-\" is standard input. Exit status 1 "
		"means\n"
		"that the plan does not hold.",
	.example = "  wsusplan verify rollout/plan.json contoso.yaml\n"
		   "  wsusplan verify plan.json --trace | less\n",
	.options = options,
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
