/* Artefacts: a plan on its way to standard output or into a directory, as -f and -o say. */
#ifndef WSP_CLI_ARTEFACTS_H
#define WSP_CLI_ARTEFACTS_H

#include "cli/command.h"
#include "wsusplan/wsusplan.h"

/* Rows of the option tables. */
#define OPTION_FORMAT                                                                              \
	{                                                                                          \
		"format", 'f', "FORMAT", "print one format; see FORMATS below",                    \
			offsetof(struct arguments, format)                                         \
	}
#define OPTION_OUTPUT                                                                              \
	{                                                                                          \
		"output", 'o', "DIR", "write all files into DIR, all or nothing",                  \
			offsetof(struct arguments, output)                                         \
	}

/** Refuse a format that does not exist, and -f with -o. @return an exit status */
int artefacts_check(const struct arguments *arguments);

/** Write. @return an exit status */
int artefacts_write(const struct arguments *arguments, const struct wsp_plan *plan);

/** The formats, one a line, for a help. */
void artefacts_help(FILE *stream);

#endif
