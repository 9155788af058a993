#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/findings.h"

enum { LINE_WIDTH = 80 };

static const char *const classes[] = {[WSP_CLASS_INPUT] = "it stops planning",
	[WSP_CLASS_ESTATE] = "it never stops planning",
	[WSP_CLASS_PLAN] = "it is about a plan"};

/* Print words in lines of at most LINE_WIDTH bytes, each indented. */
static void print_wrapped(struct stream *stream, const char *label, const char *text)
{
	size_t column = strlen(label);

	if (!text || !text[0])
		return;
	stream_print(stream, "%s", label);
	while (*text) {
		size_t length = strcspn(text, " ");

		if (column + length + 1 > LINE_WIDTH) {
			stream_print(stream, "\n%*s", (int)strlen(label), "");
			column = strlen(label);
		}
		stream_print(stream, "%s%.*s", column > 0 ? " " : "", (int)length, text);
		column += length + (column > 0);
		text += length;
		text += strspn(text, " ");
	}
	stream_print(stream, "\n");
}

static int print_rule(const struct wsp_rule_text *rule)
{
	struct stream stream = {stdout, 0};

	stream_print(&stream, "%s: %s\n", rule->code, rule->title);
	stream_print(&stream, "%s; %s\n\n", severity_words[rule->severity],
		classes[rule->finding_class]);
	print_wrapped(&stream, "", rule->explain);
	stream_print(&stream, "\n");
	print_wrapped(&stream, "hint:  ", rule->hint);
	print_wrapped(&stream, "source:", rule->source);
	return stream_finish(&stream, EXIT_DONE);
}

static int print_list(void)
{
	struct stream stream = {stdout, 0};
	struct wsp_rule_text rule;

	for (size_t i = 0; wsp_rule_get(i, &rule); i++)
		stream_print(&stream, "%s  %-7s  %s\n", rule.code, severity_words[rule.severity],
			rule.title);
	return stream_finish(&stream, EXIT_DONE);
}

static int print_reference(const char *what)
{
	struct stream stream = {stdout, 0};
	enum wsp_status answer = wsp_reference(what, stream_write, &stream);

	if (answer == WSP_INVALID)
		return usage_error("--reference is rules or input, not \"%s\"", what);
	if (answer == WSP_NO_MEMORY)
		return memory_error();
	return stream_finish(&stream, EXIT_DONE);
}

static int report_unknown(const char *code)
{
	struct wsp_rule_text rule;
	const char **codes, *meant;
	size_t n = 0;

	while (wsp_rule_get(n, &rule))
		n++;
	codes = calloc(n + 1, sizeof(*codes));
	if (!codes)
		return memory_error();
	for (size_t i = 0; i < n && wsp_rule_get(i, &rule); i++)
		codes[i] = rule.code;
	meant = wsp_suggest(code, codes);
	free((void *)codes);
	if (meant)
		return usage_error("there is no rule \"%s\"; did you mean %s?", code, meant);
	return usage_error("there is no rule \"%s\"; see wsusplan explain --list", code);
}

static int run(const struct arguments *arguments)
{
	struct wsp_rule_text rule;
	const char *code = arguments->operand[0];

	if ((code != NULL) + (arguments->list != NULL) + (arguments->reference != NULL) != 1)
		return usage_error("give one of: a code such as T001, --list, --reference");
	if (arguments->list)
		return print_list();
	if (arguments->reference)
		return print_reference(arguments->reference);
	for (size_t i = 0; wsp_rule_get(i, &rule); i++) {
		if (strcasecmp(rule.code, code) == 0)
			return print_rule(&rule);
	}
	return report_unknown(code);
}

static const struct option options[] = {
	{"list", 0, NULL, "list every code with its severity and title",
		offsetof(struct arguments, list)},
	{"reference", 0, "WHAT", "print docs/rules.md (rules) or docs/input.md (input)",
		offsetof(struct arguments, reference)},
	OPTION_HELP,
	{NULL, 0, NULL, NULL, 0},
};

const struct command command_explain = {
	.name = "explain",
	.operands = "CODE",
	.summary = "explain one finding at length",
	.explain =
		"Every finding ends with its code in brackets. Says why it matters, what the tool\n"
		"does with it, what to do, and where the rule comes from.",
	.example = "  wsusplan explain T008\n"
		   "  wsusplan explain --list\n",
	.options = options,
	.least = 0,
	.most = 1,
	.run = run,
};
