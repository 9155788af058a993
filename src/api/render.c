#include "api/render.h"

#include <string.h>

#include "api/output.h"
#include "base/array.h"
#include "edge/graphviz.h"
#include "report/format.h"

static void write_summary(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_write_summary(plan, false, out);
}

static void write_coloured_summary(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_write_summary(plan, true, out);
}

static enum wsp_status draw_phases(const struct wsp_plan *plan, struct wsp_text *out)
{
	struct wsp_text dot = {0};
	enum wsp_status status;

	wsp_write_dot(plan, &dot);
	status = dot.failed ? WSP_NO_MEMORY : wsp_graphviz_draw_svg(wsp_text_get(&dot), out);
	wsp_text_release(&dot);
	return status;
}

/* Every output format: a new one is a file in report/ and a row here. Drawings come last: without
 * Graphviz they are not offered. */
static const struct format {
	struct wsp_format about;
	void (*write)(const struct wsp_plan *plan, struct wsp_text *out);
	void (*write_coloured)(const struct wsp_plan *plan, struct wsp_text *out);
	enum wsp_status (*draw)(const struct wsp_plan *plan, struct wsp_text *out);
} formats[] = {
	{{"summary", NULL, "the decision and the phases, for a terminal"}, write_summary,
		write_coloured_summary, NULL},
	{{"markdown", "runbook.md", "the runbook, for the change team"}, wsp_write_markdown, NULL,
		NULL},
	{{"json", "plan.json", "the plan, for programs and `render`"}, wsp_write_json, NULL, NULL},
	{{"jsonl", "steps.jsonl", "one step a line, commands filled in"}, wsp_write_jsonl, NULL,
		NULL},
	{{"csv", "steps.csv", "one step a row, for spreadsheets"}, wsp_write_csv, NULL, NULL},
	{{"dot", "phases.dot", "the diagram's source, for Graphviz"}, wsp_write_dot, NULL, NULL},
	{{"svg", "phases.svg", "the diagram of the phases"}, NULL, NULL, draw_phases},
};

const struct wsp_format *wsp_format_get(size_t index)
{
	if (index >= WSP_COUNT(formats) || (formats[index].draw && !wsp_graphviz_available()))
		return NULL;
	return &formats[index].about;
}

enum wsp_status wsp_format_write(
	size_t index, const struct wsp_plan *plan, bool colour, struct wsp_text *out)
{
	const struct format *format = &formats[index];

	if (format->draw)
		return format->draw(plan, out);
	if (colour && format->write_coloured)
		format->write_coloured(plan, out);
	else
		format->write(plan, out);
	return WSP_OK;
}

enum wsp_status wsp_plan_render(const struct wsp_plan *plan, const char *format, int colour,
	wsp_output output, void *context)
{
	const struct wsp_format *about;
	struct wsp_out out;
	enum wsp_status status, ended;

	for (size_t i = 0; (about = wsp_format_get(i)); i++) {
		if (strcmp(about->name, format) != 0)
			continue;
		wsp_out_begin(&out, output, context);
		status = wsp_format_write(i, plan, colour != 0, &out.text);
		ended = wsp_out_end(&out);
		return status != WSP_OK ? status : ended;
	}
	return WSP_INVALID;
}
