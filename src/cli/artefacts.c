#include "cli/artefacts.h"

#include <string.h>

#include "cli/findings.h"
#include "cli/interrupt.h"
#include "cli/stream.h"

enum { FORMATS_MAX = 32 };

static int report_format(const char *wrong)
{
	const char *names[FORMATS_MAX + 1] = {NULL};
	const struct wsp_format *format;
	const char *meant;

	for (size_t i = 0; i < FORMATS_MAX && (format = wsp_format_get(i)); i++)
		names[i] = format->name;
	meant = wsp_suggest(wrong, names);
	if (meant)
		return usage_error("there is no format \"%s\"; did you mean \"%s\"?", wrong, meant);
	return usage_error("there is no format \"%s\"; see wsusplan help render", wrong);
}

int artefacts_check(const struct arguments *arguments)
{
	const struct wsp_format *format;

	if (arguments->format && arguments->output)
		return usage_error("-f prints one format, -o writes all files: give one of them");
	if (arguments->output && !arguments->output[0])
		return usage_error("-o needs the name of a directory");
	if (!arguments->format)
		return EXIT_DONE;
	for (size_t i = 0; (format = wsp_format_get(i)); i++) {
		if (strcmp(format->name, arguments->format) == 0)
			return EXIT_DONE;
	}
	return report_format(arguments->format);
}

static int print_format(const struct arguments *arguments, const struct wsp_plan *plan)
{
	struct stream stream = {stdout, 0};
	bool colour;
	int status = stream_colour(arguments, stdout, &colour);
	enum wsp_status answer;

	if (status != EXIT_DONE)
		return status;
	answer = wsp_plan_render(plan, arguments->format ? arguments->format : "summary", colour,
		stream_write, &stream);
	if (answer == WSP_NO_MEMORY)
		return memory_error();
	if (answer == WSP_IO_ERROR) {
		fprintf(stderr, "wsusplan: Graphviz could not draw the diagram\n");
		status = EXIT_SYSTEM;
	}
	return stream_finish(&stream, status);
}

static void tell_what_was_written(const char *directory)
{
	const struct wsp_format *format;
	const char *separator = "";
	int length = (int)strlen(directory);

	while (length > 1 && directory[length - 1] == '/')
		length--;
	fprintf(stderr, "wrote %.*s: ", length, directory);
	for (size_t i = 0; (format = wsp_format_get(i)); i++) {
		if (!format->filename)
			continue;
		fprintf(stderr, "%s%s", separator, format->filename);
		separator = ", ";
	}
	fprintf(stderr,
		"\nnext: read %.*s/runbook.md; any format again: wsusplan render %.*s/plan.json\n",
		length, directory, length, directory);
}

static int write_directory(const struct arguments *arguments, const struct wsp_plan *plan)
{
	struct wsp_directory_options options = WSP_DIRECTORY_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	enum wsp_status answer;
	int status;

	if (!diags)
		return memory_error();
	options.force = arguments->force != NULL;
	options.cancelled = interrupt_came;
	interrupt_begin();
	answer = wsp_plan_write_directory(plan, arguments->output, &options, diags);
	interrupt_end();
	status = findings_tell(arguments, diags, WSP_NOTE, answer);
	wsp_diags_free(diags);
	if (status == EXIT_DONE && !arguments->quiet)
		tell_what_was_written(arguments->output);
	return status;
}

int artefacts_write(const struct arguments *arguments, const struct wsp_plan *plan)
{
	return arguments->output ? write_directory(arguments, plan) : print_format(arguments, plan);
}

void artefacts_help(FILE *stream)
{
	const struct wsp_format *format;

	fprintf(stream, "\nFORMATS\n");
	for (size_t i = 0; (format = wsp_format_get(i)); i++)
		fprintf(stream, "  %-10s %-13s %s\n", format->name,
			format->filename ? format->filename : "", format->summary);
}
