#include "report/drawing.h"

#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "plan/strategy.h"
#include "report/clock.h"

enum { RUNS_MAX = 40, TITLE_MAX = 44 };

void wsp_diagram_release(struct wsp_diagram *diagram)
{
	wsp_arena_release(&diagram->arena);
}

const char *wsp_drawing_keep(struct wsp_drawing *drawing, struct wsp_text *text)
{
	const char *copy = text->failed ? NULL
					: wsp_arena_copy(&drawing->diagram->arena,
						  wsp_text_get(text), text->length);

	wsp_text_release(text);
	return copy;
}

/* Columns: what is done already, the phases of work (in runs), then what is left out. */
static uint32_t column_of(const struct wsp_drawing *drawing, wsp_server_id s)
{
	uint32_t phase = drawing->plan->phase[s];

	if (phase > 0)
		return 1 + (phase - 1) / drawing->run;
	return drawing->plan->status[s] == WSP_STATUS_DONE ? 0 : 1 + drawing->n_phase_columns;
}

/* Boxes sort by column, then level from below, then site; unfolded ones by number. */
static uint64_t key_of(const struct wsp_drawing *drawing, wsp_server_id s)
{
	uint64_t column = column_of(drawing, s);
	uint32_t level = drawing->plan->topo.level[s];
	uint64_t depth = 0xffff - (level < 0xffff ? level : 0xffff);

	if (drawing->fold == FOLD_NOTHING)
		return column << 48 | s;
	if (drawing->fold >= FOLD_PHASES)
		return column << 48;
	return column << 48 | depth << 32 |
	       (drawing->fold == FOLD_SITES ? drawing->plan->topo.server[s].site : 0);
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void list_keys(struct wsp_drawing *drawing)
{
	uint32_t n = drawing->plan->topo.n_servers;

	for (wsp_server_id s = 0; s < n; s++)
		drawing->key[s] = drawing->sorted[s] = key_of(drawing, s);
	qsort(drawing->sorted, n, sizeof(*drawing->sorted), compare_keys);
	drawing->n_keys = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || drawing->sorted[i] != drawing->sorted[i - 1])
			drawing->sorted[drawing->n_keys++] = drawing->sorted[i];
	}
}

static void choose_fold(struct wsp_drawing *drawing)
{
	const struct wsp_plan *plan = drawing->plan;

	drawing->run = 1;
	drawing->n_phase_columns = plan->n_phases;
	drawing->fold = FOLD_NOTHING;
	if (plan->topo.n_servers > WSP_DIAGRAM_SERVERS || plan->n_phases > WSP_DIAGRAM_PHASES)
		drawing->fold = FOLD_SITES;
	if (plan->n_phases > WSP_DIAGRAM_PHASES) { /* runs of phases, so that columns stay few */
		drawing->run = (plan->n_phases + RUNS_MAX - 1) / RUNS_MAX;
		drawing->n_phase_columns = (plan->n_phases + drawing->run - 1) / drawing->run;
	}
	list_keys(drawing);
	while (drawing->fold != FOLD_NOTHING && drawing->n_keys > WSP_DIAGRAM_BOXES) {
		drawing->fold++;
		list_keys(drawing);
	}
	drawing->diagram->folded = drawing->fold != FOLD_NOTHING;
}

static uint32_t find_box(const struct wsp_drawing *drawing, uint64_t key)
{
	const uint64_t *found = bsearch(
		&key, drawing->sorted, drawing->n_keys, sizeof(*drawing->sorted), compare_keys);

	return (uint32_t)(found - drawing->sorted);
}

static enum wsp_box_kind kind_of(const struct wsp_plan *plan, wsp_server_id s)
{
	static const enum wsp_box_kind kinds[WSP_N_STATUSES] = {
		[WSP_STATUS_CONVERT] = WSP_BOX_CONVERT,
		[WSP_STATUS_DONE] = WSP_BOX_DONE,
		[WSP_STATUS_HELD] = WSP_BOX_HELD,
		[WSP_STATUS_BLOCKED] = WSP_BOX_BLOCKED,
		[WSP_STATUS_EXCLUDED] = WSP_BOX_EXCLUDED,
		[WSP_STATUS_RETIRED] = WSP_BOX_RETIRED,
	};

	if (plan->wave[s] != WSP_NO_WAVE && plan->waves[plan->wave[s]].number == 0)
		return WSP_BOX_REPAIR;
	if (plan->phase[s] > 0 && plan->phases[plan->phase[s]].canary)
		return WSP_BOX_CANARY;
	return kinds[plan->status[s]];
}

static const char *const kind_words[WSP_N_BOX_KINDS] = {
	[WSP_BOX_CONVERT] = "convert",
	[WSP_BOX_CANARY] = "canary",
	[WSP_BOX_REPAIR] = "finish now",
	[WSP_BOX_DONE] = "done already",
	[WSP_BOX_HELD] = "held",
	[WSP_BOX_BLOCKED] = "waits",
	[WSP_BOX_EXCLUDED] = "stays on HTTP",
	[WSP_BOX_RETIRED] = "retired",
	[WSP_BOX_FOLDED] = "",
};

static uint32_t count_switches(const struct wsp_plan *plan, wsp_server_id s)
{
	uint32_t n = 0;

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++)
		n += plan->link_work[c] != WSP_LINK_NONE;
	return n;
}

/* A name that is too long loses its end, never half a character. */
static const char *shorten(struct wsp_drawing *drawing, const char *name)
{
	struct wsp_text text = {0};
	size_t length = strlen(name);

	if (length > TITLE_MAX) {
		for (length = TITLE_MAX - 1;
			length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80;)
			length--;
		wsp_text_add(&text, name, length);
		wsp_text_adds(&text, "\xe2\x80\xa6");
	} else {
		wsp_text_add(&text, name, length);
	}
	return wsp_drawing_keep(drawing, &text);
}

static bool draw_server(struct wsp_drawing *drawing, wsp_server_id s, struct wsp_diagram_box *box)
{
	const struct wsp_plan *plan = drawing->plan;
	uint32_t n_switches = count_switches(plan, s);
	struct wsp_text note = {0};

	box->whole = wsp_topology_fqdn(&plan->topo, s);
	box->title = shorten(drawing, box->whole);
	box->kind = kind_of(plan, s);
	wsp_text_addf(&note, "level %u, %s", plan->topo.level[s], kind_words[box->kind]);
	if (n_switches) {
		wsp_text_adds(&note, ", switch ");
		wsp_phrase_count(&note, n_switches, "downstream");
	}
	box->note = wsp_drawing_keep(drawing, &note);
	return box->title && box->note;
}

/* What a folded box holds: counted over its servers. */
struct contents {
	uint32_t n;
	uint64_t clients;
	wsp_server_id first;
};

static bool draw_fold(
	struct wsp_drawing *drawing, const struct contents *contents, struct wsp_diagram_box *box)
{
	const struct wsp_plan *plan = drawing->plan;
	wsp_string site = plan->topo.server[contents->first].site;
	struct wsp_text title = {0};
	struct wsp_text note = {0};

	if (drawing->fold == FOLD_SITES)
		wsp_text_adds(&title, site ? wsp_topology_text(&plan->topo, site) : "no site");
	else if (drawing->fold == FOLD_LEVELS)
		wsp_text_adds(&title, "all sites");
	else
		wsp_text_adds(&title, "all levels and sites");
	if (drawing->fold <= FOLD_LEVELS)
		wsp_text_addf(&title, ", level %u", plan->topo.level[contents->first]);
	wsp_phrase_count(&note, contents->n, "server");
	wsp_text_adds(&note, ", ");
	wsp_phrase_count(&note, contents->clients, "client");
	box->whole = wsp_drawing_keep(drawing, &title);
	box->title = box->whole ? shorten(drawing, box->whole) : NULL;
	box->note = wsp_drawing_keep(drawing, &note);
	box->kind = WSP_BOX_FOLDED;
	return box->title && box->note;
}

static bool make_boxes(struct wsp_drawing *drawing)
{
	struct wsp_diagram *diagram = drawing->diagram;
	const struct wsp_plan *plan = drawing->plan;
	struct contents *contents = calloc(drawing->n_keys + 1, sizeof(*contents));
	bool ok = contents != NULL;

	diagram->n_boxes = drawing->n_keys;
	diagram->box = WSP_NEW_ARRAY(&diagram->arena, struct wsp_diagram_box, drawing->n_keys);
	ok = ok && diagram->box;
	for (wsp_server_id s = 0; ok && s < plan->topo.n_servers; s++) {
		struct contents *own =
			&contents[drawing->box_of[s] = find_box(drawing, drawing->key[s])];

		own->first = own->n++ ? own->first : s;
		own->clients += plan->topo.server[s].clients;
		drawing->column_of_box[drawing->box_of[s]] = column_of(drawing, s);
	}
	for (uint32_t i = 0; ok && i < diagram->n_boxes; i++) {
		struct wsp_diagram_box *box = &diagram->box[i];

		ok = drawing->fold == FOLD_NOTHING ? draw_server(drawing, contents[i].first, box)
						   : draw_fold(drawing, &contents[i], box);
		box->starts = box->ends = true;
		diagram->shows[box->kind] = true;
	}
	free(contents);
	return ok;
}

/* ", Sat 2026-12-05 22:00", or of a run ", Sat 2026-12-05 to Sun 2027-01-31" */
static void add_dates(
	const struct wsp_drawing *drawing, uint32_t first, uint32_t last, struct wsp_text *out)
{
	const struct wsp_plan *plan = drawing->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, WSP_NO_SERVER);

	if (!plan->dated)
		return;
	wsp_text_adds(out, ", ");
	if (first == last) {
		wsp_moment_tell(out, zone, plan->phases[first].begin);
		return;
	}
	wsp_moment_tell_day(out, zone, plan->phases[first].begin);
	wsp_text_adds(out, " to ");
	wsp_moment_tell_day(out, zone, plan->phases[last].closes);
}

/* "P3: level 2", or "P5 to P12"; dated, with the dates. */
static const char *column_title(struct wsp_drawing *drawing, uint32_t column)
{
	const struct wsp_plan *plan = drawing->plan;
	uint32_t first = (column - 1) * drawing->run + 1;
	uint32_t last = first + drawing->run - 1;
	struct wsp_text text = {0};

	last = last < plan->n_phases ? last : plan->n_phases;
	if (column == 0) {
		wsp_text_adds(&text, "Done already");
	} else if (column > drawing->n_phase_columns) {
		wsp_text_adds(&text, "Not in this plan");
	} else if (first < last) {
		wsp_text_addf(&text, "P%u to P%u", first, last);
		add_dates(drawing, first, last, &text);
	} else {
		wsp_text_addf(&text, "P%u: %s", first, plan->phases[first].title);
		add_dates(drawing, first, last, &text);
	}
	return wsp_drawing_keep(drawing, &text);
}

static const char *column_note(struct wsp_drawing *drawing, uint32_t column)
{
	const struct wsp_plan *plan = drawing->plan;
	struct wsp_text text = {0};
	uint32_t n_servers = 0;
	uint32_t n_links = 0;

	if (column == 0 || column > drawing->n_phase_columns)
		return "";
	for (uint32_t i = 0; i < plan->n_waves; i++) {
		if (1 + (plan->waves[i].phase - 1) / drawing->run != column)
			continue;
		n_servers += plan->waves[i].n_servers;
		n_links += plan->waves[i].n_links;
	}
	wsp_phrase_count(&text, n_servers, "server");
	if (n_links) {
		wsp_text_adds(&text, ", ");
		wsp_phrase_count(&text, n_links, "switch");
	}
	if (drawing->run == 1) {
		wsp_text_adds(&text, ", ");
		wsp_phrase_minutes(&text, plan->phases[column].minutes);
	}
	return wsp_drawing_keep(drawing, &text);
}

static bool make_columns(struct wsp_drawing *drawing)
{
	struct wsp_diagram *diagram = drawing->diagram;
	uint32_t n = drawing->n_phase_columns + 2;

	diagram->column = WSP_NEW_ARRAY(&diagram->arena, struct wsp_diagram_column, n);
	if (!diagram->column)
		return false;
	for (uint32_t i = 0; i < diagram->n_boxes;) {
		struct wsp_diagram_column *column = &diagram->column[diagram->n_columns++];
		uint32_t number = drawing->column_of_box[i];

		column->first_box = i;
		while (i < diagram->n_boxes && drawing->column_of_box[i] == number)
			drawing->column_of_box[i++] = diagram->n_columns - 1;
		column->n_boxes = i - column->first_box;
		column->title = column_title(drawing, number);
		column->note = column_note(drawing, number);
		if (!column->title || !column->note)
			return false;
	}
	return true;
}

static bool make_titles(struct wsp_drawing *drawing)
{
	const struct wsp_plan *plan = drawing->plan;
	struct wsp_text text = {0};

	drawing->diagram->title = plan->topo.inventory.name ? wsp_topology_text(&plan->topo,
								      plan->topo.inventory.name)
							    : "WSUS to HTTPS";
	wsp_text_addf(&text, "%s, ", wsp_strategy_name(plan->chosen));
	wsp_phrase_count(&text, plan->to_convert, "server");
	wsp_text_adds(&text, " to convert in ");
	wsp_phrase_count(&text, plan->n_phases, "phase");
	drawing->diagram->note = wsp_drawing_keep(drawing, &text);
	return drawing->diagram->note != NULL;
}

bool wsp_diagram_make(struct wsp_diagram *diagram, const struct wsp_plan *plan)
{
	size_t n = (size_t)plan->topo.n_servers + 1;
	struct wsp_drawing drawing = {.diagram = diagram,
		.plan = plan,
		.key = calloc(n, sizeof(uint64_t)),
		.sorted = calloc(n, sizeof(uint64_t)),
		.box_of = calloc(n, sizeof(uint32_t)),
		.column_of_box = calloc(n, sizeof(uint32_t))};
	bool ok = drawing.key && drawing.sorted && drawing.box_of && drawing.column_of_box;

	*diagram = (struct wsp_diagram){0};
	if (ok)
		choose_fold(&drawing);
	ok = ok && make_titles(&drawing) && make_boxes(&drawing) && make_columns(&drawing) &&
	     (diagram->folded ? wsp_drawing_folded_lines(&drawing)
			      : wsp_drawing_server_lines(&drawing));
	free(drawing.key);
	free(drawing.sorted);
	free(drawing.box_of);
	free(drawing.column_of_box);
	return ok;
}
