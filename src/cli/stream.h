/* Stream: standard output and standard error as the library's outputs. */
#ifndef WSP_CLI_STREAM_H
#define WSP_CLI_STREAM_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/options.h"
#include "wsusplan/status.h"

struct stream {
	FILE *file;
	int error; /* errno of the first failure, 0: none */
};

/** A wsp_output whose context is a struct stream. */
int stream_write(void *context, const char *bytes, size_t length);

/** Write formatted. */
void stream_print(struct stream *stream, const char *format, ...) WSP_PRINTF(2, 3);

/**
 * Whether to write colours to `file`: as --color says, else on a terminal that can show them
 * unless NO_COLOR is set.
 * @return an exit status
 */
int stream_colour(const struct arguments *arguments, FILE *file, bool *ret_colour);

/**
 * Bring standard output to its end.
 * @return `status`; EXIT_SYSTEM, said on standard error, when something was lost, but not when the
 *         reader went away
 */
int stream_finish(struct stream *stream, int status);

#endif
