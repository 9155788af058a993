#include "base/array.h"
#include "base/phrase.h"
#include "plan/strategy.h"
#include "report/answers.h"
#include "report/escape.h"
#include "report/lines.h"
#include "report/outcome.h"

enum {
	STRATEGY_WIDTH = 9,
	CUTOVER_WIDTH = 8,
	NUMBER_WIDTH = 6,
	END_WIDTH = 20,
	MINUTES_WIDTH = 12,
	CLIENTS_WIDTH = 9,
};

struct writer {
	const struct wsp_answer_ways *answer;
	struct wsp_text *out;
	struct wsp_text cell; /* scratch */
};

static void number_cell(struct writer *writer, uint64_t number, size_t width)
{
	wsp_phrase_number(&writer->cell, number);
	wsp_outcome_cell_right(writer->out, &writer->cell, width);
}

static void minutes_cell(struct writer *writer, uint64_t minutes)
{
	wsp_phrase_minutes(&writer->cell, minutes);
	wsp_outcome_cell_right(writer->out, &writer->cell, MINUTES_WIDTH);
}

static void write_head(struct writer *writer)
{
	wsp_text_adds(writer->out, "strategy   cut-over  phases  ");
	wsp_outcome_cell(writer->out, writer->answer->zone ? "end" : "time in windows", END_WIDTH);
	wsp_text_adds(
		writer->out, "  visits       longest        outage    clients  client hours\n");
}

/* What stands against it, below its row. */
static void write_remark(struct writer *writer, const char *label, const char *remark)
{
	if (!remark)
		return;
	wsp_text_adds(writer->out, "  ");
	wsp_text_adds(writer->out, label);
	wsp_escape_terminal(writer->out, remark);
	wsp_text_addc(writer->out, '\n');
}

static void write_row(struct writer *writer, const struct wsp_way *way)
{
	const struct wsp_outcome *outcome = &way->outcome;
	struct wsp_text *out = writer->out;

	wsp_outcome_cell(out, wsp_strategy_name(way->strategy), STRATEGY_WIDTH);
	wsp_text_adds(out, "  ");
	wsp_outcome_cell(out, wsp_cutover_names[way->cutover], CUTOVER_WIDTH);
	if (outcome->status != WSP_OK) {
		wsp_text_adds(out, "  no plan\n");
		write_remark(writer, "", outcome->problem);
		return;
	}
	number_cell(writer, outcome->n_phases, NUMBER_WIDTH);
	wsp_text_adds(out, "  ");
	wsp_outcome_end(&writer->cell, outcome, writer->answer->zone);
	wsp_outcome_cell(out, wsp_text_get(&writer->cell), END_WIDTH);
	wsp_text_clear(&writer->cell);
	number_cell(writer, outcome->exposure.visits, NUMBER_WIDTH);
	minutes_cell(writer, outcome->exposure.longest_outage);
	minutes_cell(writer, outcome->exposure.outage);
	number_cell(writer, outcome->exposure.clients, CLIENTS_WIDTH);
	number_cell(writer, (outcome->exposure.client_minutes + 59) / 60, MINUTES_WIDTH);
	wsp_text_addc(out, '\n');
	write_remark(writer, "only with --force: ", outcome->waiver);
}

void wsp_write_ways(const struct wsp_answer_ways *answer, struct wsp_text *out)
{
	struct writer writer = {.answer = answer, .out = out};

	write_head(&writer);
	for (size_t i = 0; i < WSP_COUNT(answer->way); i++)
		write_row(&writer, &answer->way[i]);
	wsp_text_adds(out,
		"\nlongest, outage: minutes without synchronization, of the worst link and summed "
		"up over links\n"
		"clients: those that cannot scan from require-ssl until they learn their new "
		"address\n");
	out->failed = out->failed || writer.cell.failed;
	wsp_text_release(&writer.cell);
}

void wsp_write_ways_json(const struct wsp_answer_ways *answer, struct wsp_text *out)
{
	struct wsp_lines document = wsp_lines_begin(out);

	wsp_lines_member(&document, "format");
	wsp_text_adds(out, "\"wsusplan.compare/1.0\"");
	wsp_lines_list(&document, "ways");
	for (size_t i = 0; i < WSP_COUNT(answer->way); i++) {
		const struct wsp_way *way = &answer->way[i];
		struct wsp_object object;

		wsp_lines_item(&document);
		object = wsp_object_begin(out);
		wsp_object_text(&object, "asked", wsp_strategy_name(way->strategy));
		wsp_object_text(&object, "cutover", wsp_cutover_names[way->cutover]);
		wsp_outcome_members(&object, &way->outcome, answer->zone);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
}
