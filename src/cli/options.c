#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "wsusplan/wsusplan.h"

static const char **slot(struct arguments *arguments, const struct option *option)
{
	return (const char **)(void *)((char *)arguments + option->offset);
}

static const struct option *find_long(const struct option *options, const char *name, size_t length)
{
	for (; options->name; options++) {
		if (strlen(options->name) == length && memcmp(options->name, name, length) == 0)
			return options;
	}
	return NULL;
}

static const struct option *find_short(const struct option *options, char letter)
{
	for (; options->name; options++) {
		if (options->letter == letter)
			return options;
	}
	return NULL;
}

static int report_unknown(const struct option *options, const char *name)
{
	size_t n = 0;
	const char **names;
	const char *meant;

	while (options[n].name)
		n++;
	names = calloc(n + 1, sizeof(*names));
	if (!names)
		return memory_error();
	for (size_t i = 0; i < n; i++)
		names[i] = options[i].name;
	meant = wsp_suggest(name, names);
	free((void *)names);
	if (meant)
		return usage_error("unknown option \"--%s\"; did you mean \"--%s\"?", name, meant);
	return usage_error("unknown option \"--%s\"", name);
}

/* Store a value; an option given twice with two values is a mistake. */
static int store(struct arguments *arguments, const struct option *option, const char *value)
{
	const char **at = slot(arguments, option);

	if (*at && strcmp(*at, value) != 0)
		return usage_error("option \"--%s\" is given twice", option->name);
	*at = value;
	return EXIT_DONE;
}

/* What is left of the command line. */
struct words {
	int argc;
	char **argv;
	int next;
};

static int parse_long(
	struct arguments *arguments, const struct option *options, struct words *words)
{
	const char *name = words->argv[words->next++] + 2;
	const char *value = strchr(name, '=');
	size_t length = value ? (size_t)(value - name) : strlen(name);
	const struct option *option = find_long(options, name, length);

	if (!option) {
		char *copy = strndup(name, length);
		int status = copy ? report_unknown(options, copy) : memory_error();

		free(copy);
		return status;
	}
	if (!option->value && value)
		return usage_error("option \"--%s\" takes no value", option->name);
	if (!option->value)
		return store(arguments, option, "");
	if (value)
		return store(arguments, option, value + 1);
	if (words->next == words->argc)
		return usage_error(
			"option \"--%s\" needs a value: %s", option->name, option->value);
	return store(arguments, option, words->argv[words->next++]);
}

/* A cluster of short options; the first that takes a value takes the rest, or the next word. */
static int parse_short(
	struct arguments *arguments, const struct option *options, struct words *words)
{
	const char *letter = words->argv[words->next++] + 1;

	for (; *letter; letter++) {
		const struct option *option = find_short(options, *letter);
		int status;

		if (!option)
			return usage_error("unknown option \"-%c\"", *letter);
		if (option->value && letter[1])
			return store(arguments, option, letter + 1);
		if (option->value && words->next == words->argc)
			return usage_error(
				"option \"-%c\" needs a value: %s", *letter, option->value);
		if (option->value)
			return store(arguments, option, words->argv[words->next++]);
		status = store(arguments, option, "");
		if (status != EXIT_DONE)
			return status;
	}
	return EXIT_DONE;
}

int arguments_parse(
	struct arguments *arguments, const struct option *options, int argc, char **argv)
{
	struct words words = {argc, argv, 0};
	bool ended = false;
	int status = EXIT_DONE;

	arguments->operand = calloc((size_t)argc + 1, sizeof(*arguments->operand));
	if (!arguments->operand)
		return memory_error();
	while (words.next < argc && status == EXIT_DONE) {
		const char *word = argv[words.next];

		if (ended || word[0] != '-' || word[1] == '\0') {
			arguments->operand[arguments->n_operands++] = word;
			words.next++;
		} else if (strcmp(word, "--") == 0) {
			ended = true;
			words.next++;
		} else if (word[1] == '-') {
			status = parse_long(arguments, options, &words);
		} else {
			status = parse_short(arguments, options, &words);
		}
	}
	return status;
}

void arguments_release(struct arguments *arguments)
{
	free((void *)arguments->operand);
	*arguments = (struct arguments){0};
}

static int print_name(const struct option *option, FILE *stream)
{
	const char *value = option->value ? option->value : "";
	const char *space = option->value ? " " : "";

	if (option->letter)
		return fprintf(
			stream, "  -%c, --%s%s%s", option->letter, option->name, space, value);
	return fprintf(stream, "      --%s%s%s", option->name, space, value);
}

void options_print(const struct option *options, FILE *stream)
{
	enum { COLUMN = 26 };

	for (; options->name; options++) {
		int width = print_name(options, stream);

		fprintf(stream, "%*s%s\n", width < COLUMN ? COLUMN - width : 1, "",
			options->meaning);
	}
}
