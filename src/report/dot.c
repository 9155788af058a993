#include "report/diagram.h"
#include "report/escape.h"
#include "report/format.h"

/* How a kind of box is drawn; shape and border tell it on paper without colour. */
static const struct {
	const char *shape;
	const char *style;
	const char *fill;
	const char *legend;
} kinds[WSP_N_BOX_KINDS] = {
	[WSP_BOX_CONVERT] = {"box", "filled", "#ffffff", "converted in this phase"},
	[WSP_BOX_CANARY] = {"box", "filled,bold", "#ffffff", "canary: converted first and alone"},
	[WSP_BOX_REPAIR] = {"component", "filled", "#fff2cc", "half converted: finished first"},
	[WSP_BOX_DONE] = {"box", "filled,rounded", "#e6f0e6", "converted before this plan"},
	[WSP_BOX_HELD] = {"octagon", "filled,bold", "#eeeeee", "held: not touched"},
	[WSP_BOX_BLOCKED] = {"octagon", "filled,dashed", "#ffffff",
		"waits for a held server below"},
	[WSP_BOX_EXCLUDED] = {"note", "filled", "#eeeeee", "excluded: stays on HTTP"},
	[WSP_BOX_RETIRED] = {"box", "dotted", "#ffffff", "retired"},
	[WSP_BOX_FOLDED] = {"box3d", "filled", "#ffffff", "several servers"},
};

static void write_label(struct wsp_text *out, const char *title, const char *note)
{
	struct wsp_text label = {0};

	wsp_text_addf(&label, "%s%s%s", title, *note ? "\n" : "", note);
	out->failed = out->failed || label.failed;
	wsp_escape_dot(out, wsp_text_get(&label));
	wsp_text_release(&label);
}

static void write_box(struct wsp_text *out, const struct wsp_diagram_box *box, uint32_t number)
{
	wsp_text_addf(out, "\t\tn%u [label=", number);
	write_label(out, box->title, box->note);
	WSP_TEXT_LITERAL(out, ", tooltip=");
	wsp_escape_dot(out, box->whole);
	wsp_text_addf(out, ", shape=%s, style=\"%s\", fillcolor=\"%s\"];\n", kinds[box->kind].shape,
		kinds[box->kind].style, kinds[box->kind].fill);
}

static void write_column(struct wsp_text *out, const struct wsp_diagram *diagram, uint32_t number)
{
	const struct wsp_diagram_column *column = &diagram->column[number];

	wsp_text_addf(out,
		"\n\tsubgraph cluster_%u {\n\t\tmargin=12; labeljust=l;\n\t\tlabel=", number + 1);
	write_label(out, column->title, column->note);
	WSP_TEXT_LITERAL(out, ";\n");
	for (uint32_t i = 0; i < column->n_boxes; i++)
		write_box(out, &diagram->box[column->first_box + i], column->first_box + i + 1);
	WSP_TEXT_LITERAL(out, "\t}\n");
}

/* Between two columns stands a point that nobody sees: all of one column comes before it, all of
   the next behind it. Without it columns without lines between them would share a rank. */
static void write_order(struct wsp_text *out, const struct wsp_diagram *diagram)
{
	WSP_TEXT_LITERAL(out,
		"\n\t// the order of the columns\n\tnode [shape=point, style=invis];\n"
		"\tedge [style=invis, weight=0];\n");
	for (uint32_t i = 0; i + 1 < diagram->n_columns; i++) {
		const struct wsp_diagram_column *left = &diagram->column[i];
		const struct wsp_diagram_column *right = &diagram->column[i + 1];

		for (uint32_t b = left->first_box; b < left->first_box + left->n_boxes; b++) {
			if (diagram->box[b].ends)
				wsp_text_addf(out, "\tn%u -> o%u;\n", b + 1, i + 1);
		}
		for (uint32_t b = right->first_box; b < right->first_box + right->n_boxes; b++) {
			if (diagram->box[b].starts)
				wsp_text_addf(out, "\to%u -> n%u;\n", i + 1, b + 1);
		}
	}
}

/* A line leaves a box to the right and enters one from the left, so that it crosses no title. */
static void write_line(struct wsp_text *out, const struct wsp_diagram_line *line)
{
	uint32_t first = line->forward ? line->downstream : line->upstream;
	uint32_t second = line->forward ? line->upstream : line->downstream;

	wsp_text_addf(out, "\tn%u:e -> n%u:w [%s%s", first + 1, second + 1,
		line->forward ? "dir=forward" : "dir=back", line->switched ? "" : ", style=dashed");
	if (line->fed)
		WSP_TEXT_LITERAL(out, ", style=dotted, constraint=false");
	if (line->n > 1)
		wsp_text_addf(out, ", label=\"%u\", penwidth=2", line->n);
	if (*line->note) {
		WSP_TEXT_LITERAL(out, ", tooltip=");
		wsp_escape_dot(out, line->note);
	}
	WSP_TEXT_LITERAL(out, "];\n");
}

static void write_legend(struct wsp_text *out, const struct wsp_diagram *diagram)
{
	bool dashed = false;
	bool dotted = false;

	WSP_TEXT_LITERAL(out, "\n\tsubgraph cluster_legend {\n\t\tlabel=\"Legend\";\n");
	for (unsigned i = 0; i < WSP_N_BOX_KINDS; i++) {
		if (!diagram->shows[i])
			continue;
		wsp_text_addf(out, "\t\tk%u [label=", i + 1);
		wsp_escape_dot(out, kinds[i].legend);
		wsp_text_addf(out, ", shape=%s, style=\"%s\", fillcolor=\"%s\"];\n", kinds[i].shape,
			kinds[i].style, kinds[i].fill);
	}
	for (uint32_t i = 0; i < diagram->n_lines; i++) {
		dashed = dashed || !diagram->line[i].switched;
		dotted = dotted || diagram->line[i].fed;
	}
	WSP_TEXT_LITERAL(out,
		"\t\tk90 [shape=plaintext, style=\"\", label=\"an arrow leads from a "
		"downstream\\nto the upstream it synchronizes from;\\nit is switched in the "
		"phase of the upstream");
	if (dashed)
		WSP_TEXT_LITERAL(out, ";\\na dashed one stays on HTTP");
	if (dotted)
		WSP_TEXT_LITERAL(out, ";\\na dotted one is fed by export and import");
	if (diagram->folded)
		WSP_TEXT_LITERAL(out, ";\\na number counts the links of a line");
	if (diagram->n_hidden_lines)
		wsp_text_addf(out, "\\n(%u links between other boxes are not drawn)",
			diagram->n_hidden_lines);
	WSP_TEXT_LITERAL(out, "\"];\n\t}\n");
}

void wsp_write_dot(const struct wsp_plan *plan, struct wsp_text *out)
{
	struct wsp_diagram diagram;

	if (!wsp_diagram_make(&diagram, plan)) {
		out->failed = true;
		wsp_diagram_release(&diagram);
		return;
	}
	WSP_TEXT_LITERAL(out,
		"// phases of work from left to right; n: servers, o: order, k: legend\n"
		"digraph wsusplan {\n"
		"\tgraph [rankdir=LR, ranksep=0.6, nodesep=0.12, newrank=false, nslimit=4, "
		"fontname=\"DejaVu Sans\", fontsize=14, labelloc=t, label=");
	write_label(out, diagram.title, diagram.note);
	WSP_TEXT_LITERAL(out, "];\n"
			      "\tnode [fontname=\"DejaVu Sans\", fontsize=10, height=0.35, "
			      "margin=\"0.12,0.04\", color=\"#333333\"];\n"
			      "\tedge [color=\"#555555\", arrowsize=0.6, fontname=\"DejaVu Sans\", "
			      "fontsize=9];\n");
	for (uint32_t i = 0; i < diagram.n_columns; i++)
		write_column(out, &diagram, i);
	write_legend(out, &diagram);
	WSP_TEXT_LITERAL(out, "\n\t// synchronization\n");
	for (uint32_t i = 0; i < diagram.n_lines; i++)
		write_line(out, &diagram.line[i]);
	write_order(out, &diagram);
	WSP_TEXT_LITERAL(out, "}\n");
	wsp_diagram_release(&diagram);
}
