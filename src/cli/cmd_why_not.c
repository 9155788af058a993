#include <stdlib.h>

#include "cli/question.h"

enum { DIGITS_MAX = 9 };

/* "P3", "p3" or "3". @return 0 when it is none of these */
static size_t phase_of(const char *text)
{
	size_t phase = 0, n = 0;

	if (text[0] == 'P' || text[0] == 'p')
		text++;
	for (; text[n] >= '0' && text[n] <= '9' && n < DIGITS_MAX; n++)
		phase = phase * 10 + (size_t)(text[n] - '0');
	return text[n] == '\0' && n > 0 ? phase : 0;
}

static int run(const struct arguments *arguments)
{
	size_t phase = phase_of(arguments->operand[2]);

	if (phase == 0)
		return usage_error(
			"a phase is written P1, P2 and so on, not \"%s\"", arguments->operand[2]);
	return question_run(&command_why_not, arguments, phase, wsp_plan_why_not);
}

static const struct option options[] = {
	OPTION_JSON,
	OPTION_COLOUR,
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_why_not = {
	.name = "why-not",
	.operands = "PLAN SERVER PHASE",
	.summary = "say what forbids a server a phase",
	.explain = "Lists every rule that forbids the conversion of SERVER in PHASE (P1, P2 and so "
		   "on),\n"
		   "everything else being where the plan has it, and which single change would put "
		   "it\n"
		   "there, found by planning again. If nothing forbids it, that is said.",
	.example = "  wsusplan why-not rollout/plan.json ams01 P2\n",
	.options = options,
	.least = 3,
	.most = 3,
	.run = run,
};
