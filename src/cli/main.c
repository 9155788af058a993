/* The tool: finds the command, parses its options, runs it. */
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#include "cli/command.h"
#include "cli/stream.h"
#include "wsusplan/wsusplan.h"

static const struct command *const commands[] = {&command_check, &command_calendar, &command_plan,
	&command_render, &command_verify, &command_why, &command_why_not, &command_diff,
	&command_explain};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

int usage_error(const char *format, ...)
{
	va_list arguments;

	fputs("wsusplan: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

int memory_error(void)
{
	fputs("wsusplan: out of memory\n", stderr);
	return EXIT_SYSTEM;
}

void command_help(const struct command *command, FILE *stream)
{
	fprintf(stream, "usage: wsusplan %s [OPTION]... %s\n\n%s\n\nEXAMPLES\n%s\nOPTIONS\n",
		command->name, command->operands, command->explain, command->example);
	options_print(command->options, stream);
	if (command->help_more)
		command->help_more(stream);
}

static void general_help(FILE *stream)
{
	fputs("wsusplan plans the move of a WSUS hierarchy to HTTPS.\n\n"
	      "usage: wsusplan COMMAND [OPTION]... FILE...\n\nCOMMANDS\n",
		stream);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(stream, "  %-8s %-17s  %s\n", commands[i]->name, commands[i]->operands,
			commands[i]->summary);
	fputs("  help     COMMAND            show the options of a command\n"
	      "  version                     show the version\n\n"
	      "EXIT STATUS\n"
	      "  0  done\n"
	      "  1  no: errors in the input, no plan fits, a plan does not hold, two differ\n"
	      "  2  the command line is wrong\n"
	      "  3  the system failed: a file, a disk, memory\n\n"
	      "Begin with: wsusplan check FILE\n",
		stream);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static int report_unknown(const char *name)
{
	const char *names[N_COMMANDS + 3] = {NULL};
	const char *meant;

	for (size_t i = 0; i < N_COMMANDS; i++)
		names[i] = commands[i]->name;
	names[N_COMMANDS] = "help";
	names[N_COMMANDS + 1] = "version";
	meant = wsp_suggest(name, names);
	if (meant)
		return usage_error("there is no command \"%s\"; did you mean \"%s\"?", name, meant);
	return usage_error("there is no command \"%s\"; see wsusplan help", name);
}

static int show_command_help(const struct command *command)
{
	struct stream stream = {stdout, 0};

	command_help(command, stdout);
	return stream_finish(&stream, EXIT_DONE);
}

/* Help is given wherever it is asked for, whatever else is wrong with the command line. */
static bool asks_for_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0)
			return true;
	}
	return false;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	struct arguments arguments = {0};
	int status;

	if (asks_for_help(argc, argv))
		return show_command_help(command);
	status = arguments_parse(&arguments, command->options, argc, argv);
	if (status == EXIT_DONE && arguments.help) {
		status = show_command_help(command);
	} else if (status == EXIT_DONE && arguments.n_operands < command->least) {
		status = usage_error("%s needs %s; see wsusplan help %s", command->name,
			command->operands, command->name);
	} else if (status == EXIT_DONE && arguments.n_operands > command->most) {
		status = usage_error("\"%s\" is one operand too many; see wsusplan help %s",
			arguments.operand[command->most], command->name);
	} else if (status == EXIT_DONE) {
		status = command->run(&arguments);
	}
	arguments_release(&arguments);
	return status;
}

static int run_help(int argc, char **argv)
{
	const struct command *command = argc > 0 ? find_command(argv[0]) : NULL;
	struct stream stream = {stdout, 0};

	if (command)
		return show_command_help(command);
	if (argc > 0 && argv[0][0] != '-' && strcmp(argv[0], "help") != 0 &&
		strcmp(argv[0], "version") != 0)
		return report_unknown(argv[0]);
	general_help(stdout);
	return stream_finish(&stream, EXIT_DONE);
}

static int run_version(int argc, char **argv)
{
	struct stream stream = {stdout, 0};

	(void)argc;
	(void)argv;
	stream_print(&stream, "wsusplan %s\n", wsp_version());
	return stream_finish(&stream, EXIT_DONE);
}

/* What is not about a file. */
static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} words[] = {
	{"help", run_help},
	{"--help", run_help},
	{"-h", run_help},
	{"version", run_version},
	{"--version", run_version},
};

int main(int argc, char **argv)
{
	const struct command *command;

	/* a write to a reader that went away, or past a size limit, fails instead of killing us */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		general_help(stderr);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, argv[1]) == 0)
			return words[i].run(argc - 2, argv + 2);
	}
	command = find_command(argv[1]);
	return command ? run_command(command, argc - 2, argv + 2) : report_unknown(argv[1]);
}
