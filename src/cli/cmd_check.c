#include <string.h>

#include "cli/findings.h"
#include "cli/settings.h"

static enum wsp_status load_and_check(const struct arguments *arguments, uint64_t max_bytes,
	int64_t now, struct wsp_diags *diags, size_t *ret_servers)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;
	struct wsp_topology *topo = NULL;
	enum wsp_status status;

	options.max_bytes = max_bytes;
	status = wsp_topology_load(
		arguments->operand, arguments->n_operands, &options, diags, &topo);
	if (status != WSP_OK)
		return status;
	*ret_servers = wsp_topology_count(topo);
	status = wsp_check_at(topo, now, diags);
	wsp_topology_free(topo);
	return status;
}

static enum wsp_status print_text(
	const struct wsp_diags *diags, size_t n_servers, bool colour, struct stream *stream)
{
	enum wsp_status status = wsp_diags_write(diags, WSP_NOTE, colour, stream_write, stream);

	if (n_servers > 0)
		stream_print(stream, "%zu server%s: ", n_servers, n_servers == 1 ? "" : "s");
	findings_count(diags, stream);
	stream_print(stream, "\n");
	return status;
}

/* Findings are the result of this command, so they go to standard output. */
static int print_result(const struct arguments *arguments, const struct wsp_diags *diags,
	size_t n_servers, int status)
{
	struct stream stream = {stdout, 0};
	enum wsp_status printed;
	bool colour;
	int colour_status = stream_colour(arguments, stdout, &colour);

	if (colour_status != EXIT_DONE)
		return colour_status;
	if (arguments->format && strcmp(arguments->format, "json") == 0)
		printed = wsp_diags_write_json(diags, stream_write, &stream);
	else
		printed = print_text(diags, n_servers, colour, &stream);
	if (printed == WSP_NO_MEMORY)
		return memory_error();
	return stream_finish(&stream, status);
}

static int run(const struct arguments *arguments)
{
	uint64_t max_bytes;
	int64_t now;
	size_t n_servers = 0;
	struct wsp_diags *diags;
	enum wsp_status answer;
	bool colour, json;
	int status = settings_json(arguments, command_check.name, &json);

	if (status == EXIT_DONE)
		status = stream_colour(arguments, stdout, &colour);
	if (status == EXIT_DONE)
		status = settings_max_input(arguments, &max_bytes);
	if (status == EXIT_DONE)
		status = settings_now(arguments, &now);
	if (status == EXIT_DONE)
		status = settings_check_input(&command_check, arguments);
	if (status != EXIT_DONE)
		return status;
	diags = wsp_diags_create();
	if (!diags)
		return memory_error();
	answer = load_and_check(arguments, max_bytes, now, diags, &n_servers);
	if (answer == WSP_OK || answer == WSP_INVALID)
		status = print_result(
			arguments, diags, n_servers, answer == WSP_OK ? EXIT_DONE : EXIT_NO);
	else
		status = findings_tell(arguments, diags, WSP_NOTE, answer);
	wsp_diags_free(diags);
	return status;
}

static const struct option options[] = {
	OPTION_JSON,
	OPTION_NOW,
	OPTION_MAX_INPUT,
	OPTION_COLOUR,
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_check = {
	.name = "check",
	.operands = "FILE...",
	.summary = "report every finding about a hierarchy",
	.explain =
		"Reads the files, merges them into one inventory and prints every finding in the\n"
		"order of the input, each with its line. FILE is YAML, JSON or, for servers, CSV;\n"
		"\"-\" is standard input (YAML or JSON). Exit status 1 means that there are "
		"errors;\n"
		"warnings and notes never stop a plan.",
	.example = "  wsusplan check contoso.yaml\n"
		   "  wsusplan check policy.yaml servers.csv -f json | jq .errors\n",
	.options = options,
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
