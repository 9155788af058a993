/*
 * Options: one table per command, from which it is parsed and its help is printed.
 *
 * Long and short options, `--name=value`, `--name value`, `-fvalue`, `-f value`, `-qf value`; `--`
 * ends them; `-` alone is an operand. Options and operands come in any order.
 */
#ifndef WSP_CLI_OPTIONS_H
#define WSP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** The values of every option of every command; NULL: not given. A flag that is given is "". */
struct arguments {
	const char *accept_waivers;
	const char *colour;
	const char *compare;
	const char *force;
	const char *format;
	const char *help;
	const char *list;
	const char *max_input;
	const char *next;
	const char *now;
	const char *output;
	const char *quiet;
	const char *reference;
	const char *trace;
	const char *verbose;
	const char *what_if;
	const char **operand; /* heap; ends with NULL */
	size_t n_operands;
};

struct option {
	const char *name;  /* long, without dashes; NULL ends a table */
	char letter;       /* short; 0: none */
	const char *value; /* what its value is called; NULL: a flag */
	const char *meaning;
	size_t offset; /* of its value in struct arguments */
};

/* Rows that several commands share. */
#define OPTION_COLOUR                                                                              \
	{                                                                                          \
		"color", 0, "WHEN", "colours: auto (default), always or never",                    \
			offsetof(struct arguments, colour)                                         \
	}
#define OPTION_HELP                                                                                \
	{                                                                                          \
		"help", 'h', NULL, "show this help and exit", offsetof(struct arguments, help)     \
	}
#define OPTION_JSON                                                                                \
	{                                                                                          \
		"format", 'f', "FORMAT", "text (default) or json",                                 \
			offsetof(struct arguments, format)                                         \
	}
#define OPTION_MAX_INPUT                                                                           \
	{                                                                                          \
		"max-input", 0, "SIZE", "largest file that is read, such as 200M; default 64M",    \
			offsetof(struct arguments, max_input)                                      \
	}
#define OPTION_NOW                                                                                 \
	{                                                                                          \
		"now", 0, "TIME", "plan from this day or time; default now",                       \
			offsetof(struct arguments, now)                                            \
	}

/**
 * Parse `argv` by a table.
 *
 * @param arguments  zeroed; release with arguments_release() in every case
 * @return an exit status: EXIT_DONE, EXIT_USAGE (a message was printed) or EXIT_SYSTEM
 */
int arguments_parse(
	struct arguments *arguments, const struct option *options, int argc, char **argv);

void arguments_release(struct arguments *arguments);

/** The options of a table, one a line, aligned. */
void options_print(const struct option *options, FILE *stream);

#endif
