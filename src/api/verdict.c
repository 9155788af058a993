/* Verdict: its rules, and how it is told. */
#include "api/verdict.h"

#include <inttypes.h>
#include <stdlib.h>

#include "api/finding.h"
#include "api/output.h"
#include "base/array.h"
#include "model/rule.h"
#include "report/escape.h"

/* To a person; the rest is counted. */
enum { DEAD_LINKS_TOLD = 10 };

const struct wsp_verdict_rule wsp_verdict_rules[WSP_N_VERDICT_RULES] = {
	{"H1", WSP_RULE_H1, WSP_OF_STEPS, WSP_AT_STEP},
	{"H2", WSP_RULE_H2, WSP_OF_STEPS, WSP_AT_STEP},
	{"H3", WSP_RULE_H3, WSP_OF_STEPS, WSP_AT_STEP},
	{"H4", WSP_RULE_H4, WSP_OF_STEPS, WSP_AT_STEP},
	{"H5", WSP_RULE_H5, WSP_OF_STEPS, WSP_AT_STEP},
	{"H6", WSP_RULE_H6, WSP_OF_STEPS, WSP_AT_STEP},
	{"H7", WSP_RULE_H7, WSP_OF_STEPS, WSP_AT_STEP},
	{"H8", WSP_RULE_H8, WSP_OF_STEPS, WSP_AT_STEP},
	{"H9", WSP_RULE_H9, WSP_OF_STEPS, WSP_AT_STEP},
	{"H10", WSP_RULE_H10, WSP_OF_STEPS, WSP_AT_STEP},
	{"H11", WSP_RULE_H11, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y701, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y702, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y703, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y704, WSP_OF_DOCUMENT, WSP_AT_STEP},
	{NULL, WSP_RULE_Y705, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y706, WSP_OF_DOCUMENT, WSP_AT_STEP},
	{"order", WSP_RULE_Y707, WSP_OF_STEPS, WSP_AT_STEP},
	{"minutes", WSP_RULE_Y708, WSP_OF_STATEMENTS, WSP_AT_STEP},
	{"repair", WSP_RULE_Y709, WSP_OF_STEPS, WSP_AT_STEP},
	{"outage", WSP_RULE_Y710, WSP_OF_STATEMENTS, WSP_AT_LINK},
	{"safe_to_stop", WSP_RULE_Y711, WSP_OF_STATEMENTS, WSP_AT_STEP},
	{"back-out", WSP_RULE_Y712, WSP_OF_STATEMENTS, WSP_AT_STEP},
	{"abort", WSP_RULE_Y713, WSP_OF_STATEMENTS, WSP_AT_STEP},
	{"canary", WSP_RULE_Y714, WSP_OF_STEPS, WSP_AT_STEP},
	{"strategy", WSP_RULE_Y715, WSP_OF_STEPS, WSP_AT_STRATEGY},
	{"bound", WSP_RULE_Y716, WSP_OF_STATEMENTS, WSP_AT_SUMMARY},
	{"stated", WSP_RULE_Y717, WSP_OF_STATEMENTS, WSP_AT_SERVER},
	{"waiver", WSP_RULE_Y718, WSP_OF_STEPS, WSP_AT_STEP},
	{NULL, WSP_RULE_Y719, WSP_OF_STEPS, WSP_AT_STEP},
};

void wsp_verdict_free(struct wsp_verdict *verdict)
{
	if (!verdict)
		return;
	wsp_arena_release(&verdict->arena);
	free(verdict);
}

int wsp_verdict_holds(const struct wsp_verdict *verdict)
{
	return verdict->holds;
}

static const char *code_of(size_t i)
{
	return wsp_rules[wsp_verdict_rules[i].rule].code;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* A rule that was broken was judged, and so were those of its stratum. */
static bool was_judged(const struct wsp_verdict *verdict, size_t i)
{
	const struct wsp_verdict_rule *rule = &wsp_verdict_rules[i];

	if (rule->rule == WSP_RULE_Y701 && verdict->n_files == 0)
		return false; /* there was nothing to compare with */
	return verdict->broken[i] > 0 || (verdict->judged && rule->stratum <= verdict->stratum);
}

static size_t count_judged(const struct wsp_verdict *verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < WSP_N_VERDICT_RULES; i++)
		n += was_judged(verdict, i);
	return n;
}

static void tell_files(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	for (size_t i = 0; i < verdict->n_files; i++) {
		wsp_text_adds(out, i == 0 ? "" : i + 1 < verdict->n_files ? ", " : " and ");
		wsp_escape_terminal(out, verdict->file[i]);
	}
}

static void tell_against(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	if (verdict->n_files == 0) {
		WSP_TEXT_LITERAL(out,
			"It was judged against the inventory inside the plan; give the inventory "
			"files to compare facts and limits with them.\n");
		return;
	}
	WSP_TEXT_LITERAL(out, "It was judged against ");
	tell_files(verdict, out);
	WSP_TEXT_LITERAL(out, ": every fact and limit in the plan is that of the files");
	if (verdict->same_files)
		WSP_TEXT_LITERAL(out, ", which are those that the plan was made from");
	WSP_TEXT_LITERAL(out, ".\n");
}

static void tell_success(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	wsp_text_addf(out,
		"The plan holds: %zu step%s on %zu server%s in %zu phase%s %s replayed, and 0 of "
		"%zu rules are broken.\n",
		verdict->n_steps, plural(verdict->n_steps), verdict->n_servers,
		plural(verdict->n_servers), verdict->n_phases, plural(verdict->n_phases),
		verdict->n_steps == 1 ? "was" : "were", count_judged(verdict));
	if (verdict->n_left_out > 0)
		wsp_text_addf(out, "It leaves out %zu server%s, each with a reason.\n",
			verdict->n_left_out, plural(verdict->n_left_out));
	tell_against(verdict, out);
	for (size_t i = 0; i < verdict->n_waivers; i++) {
		WSP_TEXT_LITERAL(out, "Accepted waiver, not judged: ");
		wsp_escape_terminal(out, verdict->waiver[i]);
		wsp_text_addc(out, '\n');
	}
}

static void tell_dead_link(const struct wsp_dead_link *link, struct wsp_text *out)
{
	wsp_text_addf(out, "dead link: %s -> %s, from %s ", link->from, link->to, link->since);
	if (link->until)
		wsp_text_addf(out, "to %s; ", link->until);
	else
		WSP_TEXT_LITERAL(out, "on, for good; ");
	wsp_text_addf(out, "%" PRIu64 " client%s behind it\n", link->clients,
		plural((size_t)link->clients));
}

static void tell_dead_links(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	for (size_t i = 0; i < verdict->n_dead_links && i < DEAD_LINKS_TOLD; i++)
		tell_dead_link(&verdict->dead_link[i], out);
	if (verdict->n_dead_links > DEAD_LINKS_TOLD)
		wsp_text_addf(
			out, "and %zu more dead links\n", verdict->n_dead_links - DEAD_LINKS_TOLD);
}

static void tell_failure(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	const char *separator = "";
	size_t n_broken = 0;

	tell_dead_links(verdict, out);
	for (size_t i = 0; i < WSP_N_VERDICT_RULES; i++)
		n_broken += verdict->broken[i] > 0;
	WSP_TEXT_LITERAL(out, "the plan does not hold: ");
	if (n_broken == 0) {
		WSP_TEXT_LITERAL(out, "it cannot be judged until the errors are corrected\n");
		return;
	}
	wsp_text_addf(out, "%zu rule%s %s broken (", n_broken, plural(n_broken),
		n_broken == 1 ? "is" : "are");
	for (size_t i = 0; i < WSP_N_VERDICT_RULES; i++) {
		if (verdict->broken[i] == 0)
			continue;
		wsp_text_addf(out, "%s%s", separator, code_of(i));
		separator = ", ";
	}
	if (verdict->judged && verdict->stratum > WSP_OF_STEPS)
		WSP_TEXT_LITERAL(out, ")\n");
	else
		WSP_TEXT_LITERAL(out, "); what follows from that was not judged\n");
}

enum wsp_status wsp_verdict_write(
	const struct wsp_verdict *verdict, wsp_output output, void *context)
{
	struct wsp_out out;

	wsp_out_begin(&out, output, context);
	if (verdict->holds)
		tell_success(verdict, &out.text);
	else
		tell_failure(verdict, &out.text);
	return wsp_out_end(&out);
}

static void write_texts(struct wsp_text *out, const char *key, const char *const *texts, size_t n)
{
	wsp_text_addf(out, "  \"%s\": [", key);
	for (size_t i = 0; i < n; i++) {
		wsp_text_adds(out, i > 0 ? ", " : "");
		wsp_escape_json(out, texts[i]);
	}
	WSP_TEXT_LITERAL(out, "],\n");
}

static void write_rules(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	WSP_TEXT_LITERAL(out, "  \"rules\": [");
	for (size_t i = 0; i < WSP_N_VERDICT_RULES; i++) {
		wsp_text_addf(
			out, "%s\n    {\"id\": \"%s\", \"title\": ", i > 0 ? "," : "", code_of(i));
		wsp_escape_json(out, wsp_rules[wsp_verdict_rules[i].rule].title);
		if (was_judged(verdict, i))
			wsp_text_addf(out, ", \"broken\": %zu}", verdict->broken[i]);
		else
			WSP_TEXT_LITERAL(out, ", \"broken\": null}");
	}
	WSP_TEXT_LITERAL(out, "\n  ],\n");
}

static void write_dead_links(const struct wsp_verdict *verdict, struct wsp_text *out)
{
	WSP_TEXT_LITERAL(out, "  \"dead_links\": [");
	for (size_t i = 0; i < verdict->n_dead_links && i < WSP_DEAD_LINKS_MAX; i++) {
		const struct wsp_dead_link *link = &verdict->dead_link[i];

		wsp_text_addf(out,
			"%s\n    {\"from\": \"%s\", \"to\": \"%s\", \"since\": ", i > 0 ? "," : "",
			link->from, link->to);
		wsp_escape_json(out, link->since);
		WSP_TEXT_LITERAL(out, ", \"until\": ");
		if (link->until)
			wsp_escape_json(out, link->until);
		else
			WSP_TEXT_LITERAL(out, "null");
		wsp_text_addf(out, ", \"clients\": %" PRIu64 "}", link->clients);
	}
	wsp_text_adds(out, verdict->n_dead_links > 0 ? "\n  ],\n" : "],\n");
}

static void write_number(struct wsp_text *out, const char *key, size_t number)
{
	wsp_text_addf(out, "  \"%s\": %zu,\n", key, number);
}

static void write_bool(struct wsp_text *out, const char *key, bool value)
{
	wsp_text_addf(out, "  \"%s\": %s,\n", key, value ? "true" : "false");
}

enum wsp_status wsp_verdict_write_json(const struct wsp_verdict *verdict,
	const struct wsp_diags *diags, wsp_output output, void *context)
{
	struct wsp_out out;
	bool first = true;

	wsp_out_begin(&out, output, context);
	WSP_TEXT_LITERAL(&out.text, "{\n  \"format\": \"wsusplan.verdict/1.0\",\n  \"plan\": ");
	wsp_escape_json(&out.text, verdict->plan);
	WSP_TEXT_LITERAL(&out.text, ",\n");
	write_bool(&out.text, "holds", verdict->holds);
	write_bool(&out.text, "judged", verdict->judged);
	wsp_text_addf(
		&out.text, "  \"against\": \"%s\",\n", verdict->n_files > 0 ? "files" : "plan");
	write_texts(&out.text, "files", verdict->file, verdict->n_files);
	write_bool(&out.text, "same_files", verdict->same_files);
	write_number(&out.text, "steps", verdict->n_steps);
	write_number(&out.text, "servers", verdict->n_servers);
	write_number(&out.text, "phases", verdict->n_phases);
	write_number(&out.text, "left_out", verdict->n_left_out);
	write_texts(&out.text, "accepted_waivers", verdict->waiver, verdict->n_waivers);
	write_rules(verdict, &out.text);
	write_dead_links(verdict, &out.text);
	WSP_TEXT_LITERAL(&out.text, "  \"findings\": [");
	for (size_t i = 0; i < wsp_diags_count(diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(diags, i);

		if (diag->severity != WSP_ERROR)
			continue;
		wsp_text_adds(&out.text, first ? "\n    " : ",\n    ");
		wsp_finding_write_json(&out.text, diag);
		first = false;
	}
	wsp_text_adds(&out.text, first ? "]\n}\n" : "\n  ]\n}\n");
	return wsp_out_end(&out);
}
