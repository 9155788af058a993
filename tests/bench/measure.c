/*
 * measure BIN DATA: paired ratios of cpu time, tool against floor in the same run (A B A B …).
 *
 * BIN has the tool and the programs of this folder, DATA the generated inputs. A line a row: what,
 * median ratio with its range, budget, seconds of both sides, peak memory. Ratios of one machine
 * and one run; compare nothing across runs.
 */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS_MAX = 11, WORDS_MAX = 12, SIDES_MAX = 3 };

struct cost {
	double cpu; /* seconds, user and system */
	long peak;  /* kB resident */
};

/* One command; `{data}` and `{bin}` in a word are replaced. */
struct command {
	const char *word[WORDS_MAX];
};

struct row {
	const char *name;
	struct command tool;
	struct command floor[SIDES_MAX]; /* their cpu is added up */
	double budget;                   /* of the ratio; 0: none */
	double above;                    /* budget of tool - floor, in milliseconds; 0: none */
	int rounds;
};

#define TOOL "{bin}/wsusplan"

static const struct row rows[] = {
	{"check, YAML, 100,000 servers / libyaml events",
		{{TOOL, "check", "--now", "2026-12-01", "{data}/levels-100000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}}}, 1.3, 0, 9},
	{"check, JSON, 100,000 servers / libyaml events on the YAML twin",
		{{TOOL, "check", "--now", "2026-12-01", "{data}/levels-100000.json"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}}}, 1.6, 0, 9},
	{"check, CSV, 100,000 servers / libyaml events on the YAML twin",
		{{TOOL, "check", "--now", "2026-12-01", "{data}/levels-100000.csv"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}}}, 0.5, 0, 9},
	{"plan -f json, 100,000 servers / events + writing the same bytes",
		{{TOOL, "plan", "-q", "-f", "json", "--now", "2026-12-01",
			"{data}/levels-100000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}},
			{{"{bin}/floor_write", "{data}/plan.json"}}},
		1.6, 0, 7},
	{"plan -f markdown, 100,000 servers / events + writing the same bytes",
		{{TOOL, "plan", "-q", "-f", "markdown", "--now", "2026-12-01",
			"{data}/levels-100000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}},
			{{"{bin}/floor_write", "{data}/plan.md"}}},
		1.6, 0, 7},
	{"names to phase and wave, levels, 1,000,000 / tsort",
		{{"{bin}/order", "{data}/levels-1000000.edges"}},
		{{{"tsort", "{data}/levels-1000000.edges"}}}, 0.25, 0, 5},
	{"names to phase and wave, random, 1,000,000 / tsort",
		{{"{bin}/order", "{data}/random-1000000.edges"}},
		{{{"tsort", "{data}/random-1000000.edges"}}}, 0.25, 0, 5},
	{"names to phase and wave, chain, 1,000,000 / tsort",
		{{"{bin}/order", "{data}/chain-1000000.edges"}},
		{{{"tsort", "{data}/chain-1000000.edges"}}}, 0.5, 0, 5},
	{"names to phase and wave, star, 1,000,000 / tsort",
		{{"{bin}/order", "{data}/star-1000000.edges"}},
		{{{"tsort", "{data}/star-1000000.edges"}}}, 0.5, 0, 5},
	{"names to phase and wave, levels, 1,000,000 / 100,000",
		{{"{bin}/order", "{data}/levels-1000000.edges"}},
		{{{"{bin}/order", "{data}/levels-100000.edges"}}}, 25, 0, 5},
	{"names to phase and wave, random, 1,000,000 / 100,000",
		{{"{bin}/order", "{data}/random-1000000.edges"}},
		{{{"{bin}/order", "{data}/random-100000.edges"}}}, 25, 0, 5},
	{"names to phase and wave, trees, 1,000,000 / 100,000",
		{{"{bin}/order", "{data}/trees-1000000.edges"}},
		{{{"{bin}/order", "{data}/trees-100000.edges"}}}, 25, 0, 5},
	{"planning alone, no dates, 100,000 servers, above the same without planning",
		{{"{bin}/planning", "undated", "100000"}},
		{{{"{bin}/planning", "nothing", "100000"}}}, 0, 60, 9},
	{"planning alone, no dates, 1,000,000 servers, above the same without planning",
		{{"{bin}/planning", "undated", "1000000"}},
		{{{"{bin}/planning", "nothing", "1000000"}}}, 0, 400, 5},
	{"planning alone, sites, freezes, windows, 100,000 servers, above the same without",
		{{"{bin}/planning", "dated", "100000"}},
		{{{"{bin}/planning", "nothing", "100000"}}}, 0, 500, 9},
	{"planning alone, sites, freezes, windows, 1,000,000 servers, above the same without",
		{{"{bin}/planning", "dated", "1000000"}},
		{{{"{bin}/planning", "nothing", "1000000"}}}, 0, 8000, 3},
	{"verify, no dates, 100,000 servers / reading the plan",
		{{TOOL, "verify", "{data}/plan.json"}},
		{{{"{bin}/floor_plan", "{data}/plan.json"}}}, 3, 0, 5},
	{"verify, dated, 100,000 servers / reading the plan",
		{{TOOL, "verify", "{data}/plan-100000-dated.json"}},
		{{{"{bin}/floor_plan", "{data}/plan-100000-dated.json"}}}, 3, 0, 5},
	{"plan --what-if, dated, 5,000 servers",
		{{TOOL, "plan", "-q", "--what-if", "--now", "2026-12-01",
			"{data}/levels-5000-dated.yaml"}},
		{{{"{bin}/floor_start"}}}, 0, 1000, 5},
	{"why, dated, 5,000 servers",
		{{TOOL, "why", "{data}/plan-5000-dated.json", "wsus-ams-0000000.contoso.com"}},
		{{{"{bin}/floor_start"}}}, 0, 1000, 5},
	{"five servers, no diagram, above an empty program",
		{{TOOL, "plan", "-q", "-f", "markdown", "--now", "2026-12-01",
			"{data}/levels-5.yaml"}},
		{{{"{bin}/floor_start"}}}, 0, 3, 11},
	{"svg, 1,000 servers",
		{{TOOL, "plan", "-q", "-f", "svg", "--now", "2026-12-01",
			"{data}/levels-1000.yaml"}},
		{{{"{bin}/floor_start"}}}, 0, 2000, 5},
	{"plain Python / plan -f markdown, 10,000 servers (20 or more)",
		{{"/usr/bin/python3", "{bin}/plain.py", "{data}/levels-10000.yaml"}},
		{{{TOOL, "plan", "-q", "-f", "markdown", "--now", "2026-12-01",
			"{data}/levels-10000.yaml"}}},
		0, 0, 5},
	{"memory: check, YAML, 1,000,000 servers / libyaml events",
		{{TOOL, "check", "--now", "2026-12-01", "--max-input", "1G",
			"{data}/levels-1000000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-1000000.yaml"}}}, 0, 0, 1},
	{"memory: plan -f json, YAML, 1,000,000 servers / libyaml events",
		{{TOOL, "plan", "-q", "-f", "json", "--now", "2026-12-01", "--max-input", "1G",
			"{data}/levels-1000000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-1000000.yaml"}}}, 0, 0, 1},
	{"memory: plan -f markdown, YAML, 1,000,000 servers / libyaml events",
		{{TOOL, "plan", "-q", "-f", "markdown", "--now", "2026-12-01", "--max-input", "1G",
			"{data}/levels-1000000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-1000000.yaml"}}}, 0, 0, 1},
	{"memory: render -f markdown from a stored plan, 100,000 servers / libyaml events",
		{{TOOL, "render", "{data}/plan.json", "-f", "markdown"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}}}, 0, 0, 3},
	{"control: libyaml events / themselves",
		{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}},
		{{{"{bin}/floor_yaml", "{data}/levels-100000.yaml"}}}, 0, 0, 9},
};

static const char *bin;
static const char *data;

static char *fill_in(const char *word)
{
	const char *brace = strchr(word, '}');
	const char *folder = strncmp(word, "{bin}", 5) == 0 ? bin : data;
	size_t size = strlen(word) + strlen(folder) + 1;
	char *text = malloc(size);

	if (!text)
		exit(3);
	if (word[0] == '{' && brace)
		snprintf(text, size, "%s%s", folder, brace + 1);
	else
		snprintf(text, size, "%s", word);
	return text;
}

static void run_child(const struct command *command)
{
	char *argv[WORDS_MAX + 1] = {NULL};
	int null = open("/dev/null", O_WRONLY);

	for (int i = 0; i < WORDS_MAX && command->word[i]; i++)
		argv[i] = fill_in(command->word[i]);
	if (null < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

/* A failed command makes its row worthless: say so, and stop. */
static struct cost measure(const struct command *command, const char *row)
{
	struct rusage usage;
	int status;
	pid_t child = fork();

	if (child == 0)
		run_child(command);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) ||
		WEXITSTATUS(status) != 0) {
		printf("%-72s  NOT MEASURED: %s failed\n", row, command->word[0]);
		return (struct cost){-1, 0};
	}
	return (struct cost){
		(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
		usage.ru_maxrss};
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), compare);
	return values[n / 2];
}

static int round_of(const struct row *row, struct cost *tool, struct cost *base)
{
	*tool = measure(&row->tool, row->name);
	*base = (struct cost){0, 0};
	if (tool->cpu < 0)
		return 0;
	for (int i = 0; i < SIDES_MAX && row->floor[i].word[0]; i++) {
		struct cost side = measure(&row->floor[i], row->name);

		if (side.cpu < 0)
			return 0;
		base->cpu += side.cpu;
		base->peak = side.peak > base->peak ? side.peak : base->peak;
	}
	return 1;
}

static const char *verdict(const struct row *row, double ratio, double above)
{
	if (row->budget > 0)
		return ratio <= row->budget ? "met" : "MISSED";
	if (row->above > 0)
		return above <= row->above ? "met" : "MISSED";
	return "";
}

static void run_row(const struct row *row)
{
	double ratio[ROUNDS_MAX], tool_cpu[ROUNDS_MAX], base_cpu[ROUNDS_MAX], above[ROUNDS_MAX];
	struct cost tool = {0, 0};
	struct cost base = {0, 0};
	double middle;
	double over;

	for (int i = 0; i < row->rounds; i++) {
		if (!round_of(row, &tool, &base))
			return;
		tool_cpu[i] = tool.cpu;
		base_cpu[i] = base.cpu;
		ratio[i] = tool.cpu / (base.cpu > 0.0005 ? base.cpu : 0.0005);
		above[i] = (tool.cpu - base.cpu) * 1000;
	}
	middle = median(ratio, row->rounds);
	over = median(above, row->rounds);
	printf("%-72s  %7.3f (%.3f..%.3f)", row->name, middle, ratio[0], ratio[row->rounds - 1]);
	if (row->budget > 0)
		printf("  <= %.2f %s", row->budget, verdict(row, middle, over));
	if (row->above > 0)
		printf("  %+.1f ms <= %.0f ms %s", over, row->above, verdict(row, middle, over));
	printf("  %.3f s / %.3f s, %ld kB / %ld kB\n", median(tool_cpu, row->rounds),
		median(base_cpu, row->rounds), tool.peak, base.peak);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: measure BIN DATA [WORDS OF A ROW]\n", stderr);
		return 2;
	}
	bin = argv[1];
	data = argv[2];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (argc < 4 || strstr(rows[i].name, argv[3]))
			run_row(&rows[i]);
	}
	return 0;
}
