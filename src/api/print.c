#include <inttypes.h>

#include "api/excerpt.h"
#include "api/finding.h"
#include "api/output.h"
#include "model/rule.h"
#include "report/escape.h"

static const char *const severity_colours[] = {
	[WSP_NOTE] = "\x1B[1;36m", [WSP_WARNING] = "\x1B[1;33m", [WSP_ERROR] = "\x1B[1;31m"};

static void add_severity(struct wsp_text *out, enum wsp_severity severity, bool colour)
{
	if (colour)
		wsp_text_addf(out, "%s%s:\x1B[0m ", severity_colours[severity],
			wsp_severity_names[severity]);
	else
		wsp_text_addf(out, "%s: ", wsp_severity_names[severity]);
}

/* "file:line:column: severity: message [code]", the form that editors and CI understand. */
static void add_finding(struct wsp_text *out, const struct wsp_diag *diag, bool colour)
{
	const struct wsp_location *where = &diag->where;

	if (where->source) {
		wsp_escape_terminal(out, where->source);
		if (where->line > 0)
			wsp_text_addf(out, ":%" PRIu32, where->line);
		if (where->line > 0 && where->column > 0)
			wsp_text_addf(out, ":%" PRIu32, where->column);
		wsp_text_adds(out, ": ");
	}
	add_severity(out, diag->severity, colour);
	wsp_escape_terminal(out, diag->message);
	wsp_text_addf(out, " [%s]\n", diag->code);
}

static void add_hint(struct wsp_text *out, const struct wsp_diag *diag)
{
	if (!diag->hint || !diag->hint[0])
		return;
	wsp_text_adds(out, "    hint: ");
	wsp_escape_terminal(out, diag->hint);
	wsp_text_addc(out, '\n');
}

static bool is_at_least(const char *code, enum wsp_severity least)
{
	const struct wsp_rule *rule = wsp_rule_find(code);

	return rule && rule->severity >= least;
}

static void add_dropped(
	struct wsp_text *out, const struct wsp_diags *diags, enum wsp_severity least, bool colour)
{
	const char *code;
	size_t dropped;

	for (size_t i = 0; wsp_diags_dropped(diags, i, &code, &dropped); i++) {
		if (!is_at_least(code, least))
			continue;
		add_severity(out, WSP_NOTE, colour);
		wsp_text_addf(out, "%zu more %s findings not shown\n", dropped, code);
	}
}

enum wsp_status wsp_diags_write(const struct wsp_diags *diags, enum wsp_severity least, int colour,
	wsp_output output, void *context)
{
	struct wsp_excerpt excerpt = {0};
	struct wsp_out out;

	wsp_out_begin(&out, output, context);
	for (size_t i = 0; i < wsp_diags_count(diags) && !out.text.failed; i++) {
		const struct wsp_diag *diag = wsp_diags_get(diags, i);

		if (diag->severity < least)
			continue;
		add_finding(&out.text, diag, colour != 0);
		if (!wsp_excerpt_write(&excerpt, &diag->where, colour != 0, &out.text))
			out.text.failed = true;
		add_hint(&out.text, diag);
	}
	add_dropped(&out.text, diags, least, colour != 0);
	wsp_excerpt_release(&excerpt);
	return wsp_out_end(&out);
}

static void add_member(struct wsp_text *out, const char *key, const char *text)
{
	if (!text)
		return;
	wsp_text_addf(out, ", \"%s\": ", key);
	wsp_escape_json(out, text);
}

void wsp_finding_write_json(struct wsp_text *out, const struct wsp_diag *diag)
{
	wsp_text_addf(out, "{\"code\": \"%s\", \"severity\": \"%s\", \"class\": \"%s\"", diag->code,
		wsp_severity_names[diag->severity], wsp_class_names[diag->finding_class]);
	add_member(out, "message", diag->message);
	add_member(out, "hint", diag->hint && diag->hint[0] ? diag->hint : NULL);
	add_member(out, "file", diag->where.source);
	if (diag->where.line > 0)
		wsp_text_addf(out, ", \"line\": %" PRIu32, diag->where.line);
	if (diag->where.line > 0 && diag->where.column > 0)
		wsp_text_addf(out, ", \"column\": %" PRIu32, diag->where.column);
	wsp_text_addc(out, '}');
}

enum wsp_status wsp_diags_write_json(
	const struct wsp_diags *diags, wsp_output output, void *context)
{
	struct wsp_out out;
	const char *code;
	size_t dropped;

	wsp_out_begin(&out, output, context);
	wsp_text_adds(&out.text, "{\n  \"format\": \"wsusplan.diagnostics/1.0\",\n");
	wsp_text_addf(&out.text, "  \"errors\": %zu,\n  \"warnings\": %zu,\n  \"notes\": %zu,\n",
		wsp_diags_count_severity(diags, WSP_ERROR),
		wsp_diags_count_severity(diags, WSP_WARNING),
		wsp_diags_count_severity(diags, WSP_NOTE));
	wsp_text_adds(&out.text, "  \"diagnostics\": [");
	for (size_t i = 0; i < wsp_diags_count(diags); i++) {
		wsp_text_adds(&out.text, i == 0 ? "\n    " : ",\n    ");
		wsp_finding_write_json(&out.text, wsp_diags_get(diags, i));
	}
	wsp_text_adds(&out.text, wsp_diags_count(diags) > 0 ? "\n  ],\n" : "],\n");
	wsp_text_adds(&out.text, "  \"not_shown\": {");
	for (size_t i = 0; wsp_diags_dropped(diags, i, &code, &dropped); i++)
		wsp_text_addf(&out.text, "%s\"%s\": %zu", i == 0 ? "" : ", ", code, dropped);
	wsp_text_adds(&out.text, "}\n}\n");
	return wsp_out_end(&out);
}
