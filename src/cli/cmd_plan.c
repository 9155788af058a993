#include <string.h>

#include "cli/artefacts.h"
#include "cli/findings.h"
#include "cli/settings.h"

/* What the command line says, in the units of the library. */
struct request {
	struct wsp_load_options load;
	struct wsp_plan_options plan;
};

/* --what-if and --compare answer instead of planning: text or JSON, and no files. */
static bool is_study(const struct arguments *arguments)
{
	return arguments->what_if || arguments->compare;
}

static int check_study(const struct arguments *arguments)
{
	bool json;

	if (arguments->what_if && arguments->compare)
		return usage_error("give one of --what-if and --compare");
	if (arguments->output)
		return usage_error("-o writes the files of a plan, and --%s makes none",
			arguments->what_if ? "what-if" : "compare");
	return settings_json(
		arguments, arguments->what_if ? "plan --what-if" : "plan --compare", &json);
}

static int read_request(const struct arguments *arguments, struct request *request)
{
	bool colour;
	int status = is_study(arguments) ? check_study(arguments) : artefacts_check(arguments);

	request->load = (struct wsp_load_options)WSP_LOAD_OPTIONS_INIT;
	request->load.digests = 1;
	request->plan = (struct wsp_plan_options)WSP_PLAN_OPTIONS_INIT;
	request->plan.force = arguments->force != NULL;
	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_max_input(arguments, &request->load.max_bytes);
	if (status == EXIT_DONE)
		status = settings_now(arguments, &request->plan.now);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_plan, arguments);
	return status;
}

static enum wsp_status make(const struct arguments *arguments, const struct request *request,
	struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	struct wsp_topology *topo = NULL;
	enum wsp_status status = wsp_topology_load(
		arguments->operand, arguments->n_operands, &request->load, diags, &topo);

	if (status != WSP_OK)
		return status;
	return wsp_plan_create(topo, &request->plan, diags, ret_plan);
}

static enum wsp_severity least_severity(const struct arguments *arguments)
{
	if (arguments->verbose)
		return WSP_NOTE;
	return arguments->quiet ? WSP_ERROR : WSP_WARNING;
}

static enum wsp_status study(const struct arguments *arguments, const struct request *request,
	struct wsp_diags *diags, struct stream *stream)
{
	struct wsp_topology *topo = NULL;
	int json = arguments->format && strcmp(arguments->format, "json") == 0;
	enum wsp_status status = wsp_topology_load(
		arguments->operand, arguments->n_operands, &request->load, diags, &topo);

	if (status != WSP_OK)
		return status;
	return (arguments->what_if ? wsp_what_if : wsp_compare)(
		topo, &request->plan, json, diags, stream_write, stream);
}

static int run_study(const struct arguments *arguments, const struct request *request)
{
	struct stream stream = {stdout, 0};
	struct wsp_diags *diags = wsp_diags_create();
	enum wsp_status answer;
	int status;

	if (!diags)
		return memory_error();
	answer = study(arguments, request, diags, &stream);
	status = findings_tell(arguments, diags, least_severity(arguments), answer);
	wsp_diags_free(diags);
	return stream_finish(&stream, status);
}

static int run(const struct arguments *arguments)
{
	struct request request;
	struct wsp_plan *plan = NULL;
	struct wsp_diags *diags;
	enum wsp_status answer;
	int status = read_request(arguments, &request);

	if (status != EXIT_DONE)
		return status;
	if (is_study(arguments))
		return run_study(arguments, &request);
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	answer = make(arguments, &request, diags, &plan);
	status = findings_tell(arguments, diags, least_severity(arguments), answer);
	wsp_diags_free(diags);
	if (status == EXIT_DONE)
		status = artefacts_write(arguments, plan);
	else if (status == EXIT_NO)
		fprintf(stderr, "wsusplan: no plan was made\n");
	wsp_plan_free(plan);
	return status;
}

static const struct option options[] = {
	OPTION_FORMAT,
	OPTION_OUTPUT,
	{"force", 0, NULL, "accept a forced strategy that breaks a limit; replace any files in DIR",
		offsetof(struct arguments, force)},
	{"what-if", 0, NULL, "print what single changes would bring instead of a plan",
		offsetof(struct arguments, what_if)},
	{"compare", 0, NULL, "print both strategies and both cut-overs side by side",
		offsetof(struct arguments, compare)},
	OPTION_NOW,
	OPTION_MAX_INPUT,
	OPTION_COLOUR,
	{"quiet", 'q', NULL, "tell errors only", offsetof(struct arguments, quiet)},
	{"verbose", 'v', NULL, "tell notes too", offsetof(struct arguments, verbose)},
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_plan = {
	.name = "plan",
	.operands = "FILE...",
	.summary = "plan the move and write the runbook",
	.explain =
		"Reads the files as check does, chooses the strategy, puts every step in order "
		"and\n"
		"prints the summary, or one format with -f, or writes all files into DIR with -o.\n"
		"Warnings go to standard error. With errors nothing is printed or written.\n"
		"\n"
		"DIR is written beside its place and renamed when it is complete. A DIR that "
		"exists\n"
		"is replaced only if it is empty or holds an earlier plan that nobody changed.\n"
		"\n"
		"--what-if plans again with one thing changed at a time (an operator more, a "
		"freeze\n"
		"lifted) and lists what each would bring; --compare does so for both strategies "
		"and\n"
		"both cut-overs. Both print text, or JSON with -f json, and write no files.",
	.example = "  wsusplan plan contoso.yaml\n"
		   "  wsusplan plan contoso.yaml -o rollout\n"
		   "  wsusplan plan policy.yaml servers.csv -f markdown > runbook.md\n"
		   "  wsusplan plan contoso.yaml --what-if\n",
	.help_more = artefacts_help,
	.options = options,
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
