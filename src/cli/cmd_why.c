#include "cli/question.h"

static int run(const struct arguments *arguments)
{
	return question_run(&command_why, arguments, 0, wsp_plan_why);
}

static const struct option options[] = {
	OPTION_JSON,
	OPTION_COLOUR,
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_why = {
	.name = "why",
	.operands = "PLAN SERVER",
	.summary = "say why a server is in its phase",
	.explain =
		"Follows the reasons down to the first one: a downstream, a limit, a date. Says "
		"what\n"
		"waits for the server and what it waits for, by how many phases it could slip, "
		"and\n"
		"which single change would move it earlier, found by planning again. SERVER is an\n"
		"FQDN, an alias, or a short name that one server only has.",
	.example = "  wsusplan why rollout/plan.json ams01.contoso.com\n"
		   "  wsusplan why rollout/plan.json ams01 -f json\n",
	.options = options,
	.least = 2,
	.most = 2,
	.run = run,
};
