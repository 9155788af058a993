#include "cli/findings.h"
#include "cli/settings.h"

/* What the command line says, in the units of the library. */
struct request {
	struct wsp_load_options load;
	struct wsp_calendar_options calendar;
	bool json;
};

static int read_request(const struct arguments *arguments, struct request *request)
{
	bool colour;
	int status = settings_json(arguments, command_calendar.name, &request->json);

	request->load = (struct wsp_load_options)WSP_LOAD_OPTIONS_INIT;
	request->calendar = (struct wsp_calendar_options)WSP_CALENDAR_OPTIONS_INIT;
	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_max_input(arguments, &request->load.max_bytes);
	if (status == EXIT_DONE)
		status = settings_now(arguments, &request->calendar.now);
	if (status == EXIT_DONE)
		status = settings_next(arguments, &request->calendar.next);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_calendar, arguments);
	return status;
}

static enum wsp_status list(const struct arguments *arguments, const struct request *request,
	struct wsp_diags *diags, struct stream *stream)
{
	struct wsp_topology *topo = NULL;
	enum wsp_status status = wsp_topology_load(
		arguments->operand, arguments->n_operands, &request->load, diags, &topo);

	if (status != WSP_OK)
		return status;
	status = wsp_calendar_write(topo, &request->calendar, request->json ? "json" : "text",
		diags, stream_write, stream);
	wsp_topology_free(topo);
	return status;
}

static int run(const struct arguments *arguments)
{
	struct request request;
	struct stream stream = {stdout, 0};
	struct wsp_diags *diags;
	enum wsp_status answer;
	int status = read_request(arguments, &request);

	if (status != EXIT_DONE)
		return status;
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	answer = list(arguments, &request, diags, &stream);
	status = findings_tell(arguments, diags, WSP_WARNING, answer);
	wsp_diags_free(diags);
	return stream_finish(&stream, status);
}

static const struct option options[] = {
	OPTION_JSON,
	{"next", 0, "N", "windows to list; default 10", offsetof(struct arguments, next)},
	OPTION_NOW,
	OPTION_MAX_INPUT,
	OPTION_COLOUR,
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_calendar = {
	.name = "calendar",
	.operands = "FILE...",
	.summary = "list the next windows, and where they are open",
	.explain =
		"Reads the files as check does and lists the windows that have not ended: local\n"
		"time of the inventory and UTC, the real length, and for each site whether it is\n"
		"open, or closed and why: a freeze, windows that are not its own, `not_before`.\n"
		"Findings about windows and freezes go to standard error.",
	.example = "  wsusplan calendar contoso.yaml\n"
		   "  wsusplan calendar contoso.yaml --next 3 --now 2026-11-23T09:00+01:00\n",
	.options = options,
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
