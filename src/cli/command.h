/* Command: one row of the tool's table. */
#ifndef WSP_CLI_COMMAND_H
#define WSP_CLI_COMMAND_H

#include <stdint.h>

#include "cli/options.h"
#include "wsusplan/status.h"

/* Exit statuses; the manual page and the help list them too. */
enum {
	EXIT_DONE = 0,
	EXIT_NO = 1,     /* errors in the input, or no plan fits it */
	EXIT_USAGE = 2,  /* the command line is wrong */
	EXIT_SYSTEM = 3, /* a file, a disk, memory */
};

struct command {
	const char *name;
	const char *operands;            /* "FILE..." */
	const char *summary;             /* a few words */
	const char *explain;             /* sentences, wrapped by hand at 80 columns */
	const char *example;             /* lines, each begins with two spaces */
	void (*help_more)(FILE *stream); /* the end of the help; NULL: nothing */
	const struct option *options;
	size_t least, most; /* operands */
	int (*run)(const struct arguments *arguments);
};

extern const struct command command_calendar;
extern const struct command command_check;
extern const struct command command_diff;
extern const struct command command_explain;
extern const struct command command_plan;
extern const struct command command_render;
extern const struct command command_why;
extern const struct command command_why_not;
extern const struct command command_verify;

/** The help of one command. */
void command_help(const struct command *command, FILE *stream);

/** Print "wsusplan: ..." and a line end to standard error. @return EXIT_USAGE */
int usage_error(const char *format, ...) WSP_PRINTF(1, 2);

/** The same for memory. @return EXIT_SYSTEM */
int memory_error(void);

#endif
