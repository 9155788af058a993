#include "cli/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "wsusplan/wsusplan.h"

enum { SECONDS_A_MINUTE = 60, NEXT_MAX = 10000 };

/* The last second of the year 9999. */
static const uint64_t epoch_max = 253402300799;

/* Decimal digits up to `*ret_end`. @return 0 when there are none or they are too many */
static int parse_digits(const char *text, const char **ret_end, uint64_t *ret_number)
{
	char *end;
	unsigned long long number;

	if (text[0] < '0' || text[0] > '9')
		return 0;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno != 0)
		return 0;
	*ret_end = end;
	*ret_number = number;
	return 1;
}

int settings_now(const struct arguments *arguments, int64_t *ret_now)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH"), *end;
	uint64_t seconds;

	if (arguments->now && !wsp_now_parse(arguments->now, ret_now))
		return usage_error("--now is a date such as 2026-12-05 or a time such as "
				   "2026-12-05T09:00+01:00, not \"%s\"",
			arguments->now);
	if (arguments->now)
		return EXIT_DONE;
	if (!epoch || !epoch[0]) {
		*ret_now = time(NULL) / SECONDS_A_MINUTE * SECONDS_A_MINUTE;
		return EXIT_DONE;
	}
	if (!parse_digits(epoch, &end, &seconds) || *end || seconds > epoch_max)
		return usage_error("SOURCE_DATE_EPOCH is not a number of seconds: \"%s\"", epoch);
	*ret_now = (int64_t)seconds;
	return EXIT_DONE;
}

int settings_next(const struct arguments *arguments, uint32_t *ret_next)
{
	const char *end;
	uint64_t number;

	if (!arguments->next)
		return EXIT_DONE;
	if (!parse_digits(arguments->next, &end, &number) || *end || number == 0 ||
		number > NEXT_MAX)
		return usage_error(
			"--next is a number from 1 to %d, not \"%s\"", NEXT_MAX, arguments->next);
	*ret_next = (uint32_t)number;
	return EXIT_DONE;
}

int settings_json(const struct arguments *arguments, const char *what, bool *ret_json)
{
	static const char *const formats[] = {"text", "json", NULL};
	const char *format = arguments->format ? arguments->format : formats[0];
	const char *meant;

	*ret_json = strcmp(format, formats[1]) == 0;
	if (*ret_json || strcmp(format, formats[0]) == 0)
		return EXIT_DONE;
	meant = wsp_suggest(format, formats);
	return usage_error("%s prints text or json, not \"%s\"%s%s%s", what, format,
		meant ? "; did you mean \"" : "", meant ? meant : "", meant ? "\"?" : "");
}

static const struct {
	const char *suffix;
	unsigned shift;
} size_units[] = {{"", 0}, {"K", 10}, {"KiB", 10}, {"M", 20}, {"MiB", 20}, {"G", 30}, {"GiB", 30}};

int settings_max_input(const struct arguments *arguments, uint64_t *ret_bytes)
{
	const char *text = arguments->max_input, *suffix;
	uint64_t number;

	*ret_bytes = 0;
	if (!text)
		return EXIT_DONE;
	if (!parse_digits(text, &suffix, &number))
		number = 0;
	for (size_t i = 0; number > 0 && i < sizeof(size_units) / sizeof(size_units[0]); i++) {
		unsigned shift = size_units[i].shift;

		if (strcasecmp(suffix, size_units[i].suffix) != 0 || number > UINT64_MAX >> shift)
			continue;
		*ret_bytes = number << shift;
		return EXIT_DONE;
	}
	return usage_error("--max-input is a size such as 200M, not \"%s\"", text);
}

int settings_check_input(const struct command *command, const struct arguments *arguments)
{
	size_t n = 0;

	for (size_t i = 0; i < arguments->n_operands; i++)
		n += strcmp(arguments->operand[i], "-") == 0;
	if (n > 1)
		return usage_error("standard input (\"-\") can be read once only");
	if (n == 0 || isatty(STDIN_FILENO) != 1)
		return EXIT_DONE;
	command_help(command, stderr);
	return usage_error("standard input is a terminal: give a file, or pipe one in");
}
