#include "report/drawing.h"

#include <stdlib.h>

enum { LINES_PER_BOX = 2 };

/* In one column, work goes by waves; between columns from left to right. */
static bool comes_first(const struct wsp_drawing *drawing, wsp_server_id s, wsp_server_id upstream)
{
	uint32_t own = drawing->column_of_box[drawing->box_of[s]];
	uint32_t other = drawing->column_of_box[drawing->box_of[upstream]];

	if (own != other)
		return own < other;
	return drawing->plan->wave[s] <= drawing->plan->wave[upstream] &&
	       !(drawing->plan->wave[s] == WSP_NO_WAVE);
}

static const char *line_note(struct wsp_drawing *drawing, wsp_server_id s)
{
	uint32_t from = wsp_plan_link_https_from(drawing->plan, s);
	struct wsp_text text = {0};

	if (from == UINT32_MAX)
		return "stays on HTTP in this plan";
	if (from == 0)
		return "on HTTPS already";
	wsp_text_addf(&text, "switched to HTTPS in P%u", from);
	return wsp_drawing_keep(drawing, &text);
}

static bool add_line(struct wsp_drawing *drawing, wsp_server_id s, uint32_t n)
{
	struct wsp_diagram *diagram = drawing->diagram;
	wsp_server_id upstream = drawing->plan->topo.parent[s];
	uint32_t own = drawing->box_of[s];
	uint32_t other = drawing->box_of[upstream];
	bool forward = comes_first(drawing, s, upstream);
	struct wsp_diagram_line *line = &diagram->line[diagram->n_lines++];

	*line = (struct wsp_diagram_line){.downstream = own,
		.upstream = other,
		.n = n,
		.forward = forward,
		.switched = wsp_plan_link_https_from(drawing->plan, s) != UINT32_MAX,
		.note = diagram->folded ? "" : line_note(drawing, s)};
	if (drawing->column_of_box[own] == drawing->column_of_box[other]) {
		diagram->box[forward ? own : other].ends = false;
		diagram->box[forward ? other : own].starts = false;
	}
	return line->note != NULL;
}

/* A server that is fed offline, and the one whose export feeds it: drawn, never ordered. */
static void add_feed(struct wsp_drawing *drawing, wsp_server_id s)
{
	const struct wsp_topology *topo = &drawing->plan->topo;
	wsp_string name = topo->server[s].fed_from;
	wsp_server_id source = WSP_NO_SERVER;

	if (name && topo->feed[s] == WSP_FEED_OFFLINE)
		source = wsp_topology_find(topo, wsp_topology_text(topo, name));
	if (source == WSP_NO_SERVER || source == s)
		return;
	drawing->diagram->line[drawing->diagram->n_lines++] =
		(struct wsp_diagram_line){.downstream = drawing->box_of[s],
			.upstream = drawing->box_of[source],
			.n = 1,
			.forward = comes_first(drawing, s, source),
			.switched = true,
			.fed = true,
			.note = "fed by export and import"};
}

bool wsp_drawing_server_lines(struct wsp_drawing *drawing)
{
	const struct wsp_topology *topo = &drawing->plan->topo;

	drawing->diagram->line =
		WSP_NEW_ARRAY(&drawing->diagram->arena, struct wsp_diagram_line, topo->n_servers);
	if (!drawing->diagram->line)
		return false;
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (topo->parent[s] == WSP_NO_SERVER)
			add_feed(drawing, s);
		else if (drawing->plan->status[s] != WSP_STATUS_RETIRED && !add_line(drawing, s, 1))
			return false;
	}
	return true;
}

/* Of the links of a folded box only the most frequent targets are drawn: more could not be read. */
static bool add_heaviest(
	struct wsp_drawing *drawing, uint32_t box, uint32_t *count, wsp_server_id *example)
{
	struct wsp_diagram *diagram = drawing->diagram;

	for (unsigned i = 0; i < LINES_PER_BOX; i++) {
		uint32_t best = 0;

		for (uint32_t other = 1; other < diagram->n_boxes; other++) {
			if (count[other] > count[best])
				best = other;
		}
		if (count[best] == 0)
			break;
		if (best != box && !add_line(drawing, example[best], count[best]))
			return false;
		count[best] = 0;
	}
	for (uint32_t other = 0; other < diagram->n_boxes; other++)
		diagram->n_hidden_lines += other != box ? count[other] : 0;
	return true;
}

bool wsp_drawing_folded_lines(struct wsp_drawing *drawing)
{
	struct wsp_diagram *diagram = drawing->diagram;
	const struct wsp_topology *topo = &drawing->plan->topo;
	size_t n = diagram->n_boxes;
	uint32_t *count = calloc(n * n + 1, sizeof(*count));
	wsp_server_id *example = calloc(n * n + 1, sizeof(*example));
	bool ok = count && example;

	diagram->line = WSP_NEW_ARRAY(&diagram->arena, struct wsp_diagram_line, n * LINES_PER_BOX);
	ok = ok && diagram->line;
	for (wsp_server_id s = 0; ok && s < topo->n_servers; s++) {
		size_t cell;

		if (topo->parent[s] == WSP_NO_SERVER)
			continue;
		cell = drawing->box_of[s] * n + drawing->box_of[topo->parent[s]];
		count[cell]++;
		example[cell] = s;
	}
	for (uint32_t box = 0; ok && box < n; box++)
		ok = add_heaviest(drawing, box, count + box * n, example + box * n);
	free(count);
	free(example);
	return ok;
}
