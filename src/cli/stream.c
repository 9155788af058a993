#include "cli/stream.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

int stream_write(void *context, const char *bytes, size_t length)
{
	struct stream *stream = context;

	if (stream->error == 0 && fwrite(bytes, 1, length, stream->file) != length)
		stream->error = errno;
	return stream->error == 0;
}

void stream_print(struct stream *stream, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (stream->error == 0 && vfprintf(stream->file, format, arguments) < 0)
		stream->error = errno;
	va_end(arguments);
}

static bool is_colourful_terminal(FILE *file)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color && no_color[0])
		return false;
	if (term && strcmp(term, "dumb") == 0)
		return false;
	return isatty(fileno(file)) == 1;
}

int stream_colour(const struct arguments *arguments, FILE *file, bool *ret_colour)
{
	const char *when = arguments->colour ? arguments->colour : "auto";

	if (strcmp(when, "auto") == 0)
		*ret_colour = is_colourful_terminal(file);
	else if (strcmp(when, "always") == 0 || strcmp(when, "never") == 0)
		*ret_colour = when[0] == 'a';
	else
		return usage_error("--color is auto, always or never, not \"%s\"", when);
	return EXIT_DONE;
}

int stream_finish(struct stream *stream, int status)
{
	if (fflush(stream->file) != 0 && stream->error == 0)
		stream->error = errno;
	if (stream->error == 0 || stream->error == EPIPE)
		return status;
	fprintf(stderr, "wsusplan: cannot write standard output: %s\n", strerror(stream->error));
	return EXIT_SYSTEM;
}
