#include "cli/findings.h"

const char *const severity_words[] = {
	[WSP_NOTE] = "note", [WSP_WARNING] = "warning", [WSP_ERROR] = "error"};

static const int exit_statuses[] = {
	[WSP_OK] = EXIT_DONE,
	[WSP_INVALID] = EXIT_NO,
	[WSP_INFEASIBLE] = EXIT_NO,
	[WSP_IO_ERROR] = EXIT_SYSTEM,
	[WSP_NO_MEMORY] = EXIT_SYSTEM,
	[WSP_CANCELLED] = EXIT_DONE,
};

int findings_tell(const struct arguments *arguments, const struct wsp_diags *diags,
	enum wsp_severity least, enum wsp_status status)
{
	struct stream stream = {stderr, 0};
	bool colour;
	int colour_status = stream_colour(arguments, stderr, &colour);

	if (colour_status != EXIT_DONE)
		return colour_status;
	if (status == WSP_NO_MEMORY ||
		wsp_diags_write(diags, least, colour, stream_write, &stream) == WSP_NO_MEMORY)
		return memory_error();
	return exit_statuses[status];
}

void findings_count(const struct wsp_diags *diags, struct stream *stream)
{
	const char *separator = "";

	for (int severity = WSP_ERROR; severity >= WSP_NOTE; severity--) {
		size_t n = wsp_diags_count_severity(diags, (enum wsp_severity)severity);

		if (n == 0)
			continue;
		stream_print(stream, "%s%zu %s%s", separator, n, severity_words[severity],
			n == 1 ? "" : "s");
		separator = ", ";
	}
	if (separator[0] == '\0')
		stream_print(stream, "no findings");
}
