#include <string.h>

#include "base/phrase.h"
#include "report/answers.h"
#include "report/escape.h"
#include "report/lines.h"
#include "report/outcome.h"

enum { PHASES_WIDTH = 6, END_WIDTH = 20, OUTAGE_WIDTH = 12 };

struct writer {
	const struct wsp_answer_prices *answer;
	struct wsp_text *out;
	struct wsp_text cell; /* scratch */
	size_t width;         /* of the first column */
};

static void write_head(struct writer *writer)
{
	wsp_outcome_cell(writer->out, "change", writer->width);
	wsp_text_adds(writer->out, "  phases  ");
	wsp_outcome_cell(writer->out, writer->answer->zone ? "end" : "time in windows", END_WIDTH);
	wsp_text_adds(writer->out, "        outage  difference\n");
}

/* What differs when neither phases, end nor links do. */
static void write_finer_difference(struct writer *writer, const struct wsp_outcome *outcome)
{
	const struct wsp_outcome *base = &writer->answer->base;
	uint64_t now = outcome->exposure.client_minutes;
	uint64_t before = base->exposure.client_minutes;
	const char *of = " without scans, the sum over clients";

	if (now == before) {
		now = outcome->minutes;
		before = base->minutes;
		of = " in windows";
	}
	if (now == before)
		return;
	wsp_phrase_minutes(&writer->cell, now < before ? before - now : now - before);
	wsp_text_adds(&writer->cell, now < before ? " less" : " more");
	wsp_text_adds(&writer->cell, of);
}

static void write_row(struct writer *writer, const char *name, const struct wsp_outcome *outcome)
{
	struct wsp_text *out = writer->out;
	struct wsp_text *cell = &writer->cell;

	wsp_outcome_cell(out, name, writer->width);
	if (outcome->status != WSP_OK) {
		wsp_text_adds(out, "  no plan: ");
		wsp_escape_terminal(out, outcome->problem ? outcome->problem : "");
		wsp_text_addc(out, '\n');
		return;
	}
	wsp_phrase_number(cell, outcome->n_phases);
	wsp_outcome_cell_right(out, cell, PHASES_WIDTH);
	wsp_text_adds(out, "  ");
	wsp_outcome_end(cell, outcome, writer->answer->zone);
	wsp_outcome_cell(out, wsp_text_get(cell), END_WIDTH);
	wsp_text_clear(cell);
	wsp_phrase_minutes(cell, outcome->exposure.outage);
	wsp_outcome_cell_right(out, cell, OUTAGE_WIDTH);
	if (writer->answer->base.status != WSP_OK)
		wsp_text_adds(cell, "there is a plan");
	wsp_outcome_difference(cell, outcome, &writer->answer->base);
	if (cell->length == 0)
		write_finer_difference(writer, outcome);
	wsp_text_adds(out, cell->length > 0 ? "  " : "");
	wsp_text_add(out, wsp_text_get(cell), cell->length);
	wsp_text_clear(cell);
	wsp_text_addc(out, '\n');
}

static bool differs(const struct wsp_outcome *a, const struct wsp_outcome *b)
{
	return a->status != b->status || wsp_outcome_compare(a, b) != 0 || a->chosen != b->chosen;
}

/* Changes that change nothing are not worth a row. */
static void write_others(struct writer *writer)
{
	const struct wsp_prices *prices = &writer->answer->prices;
	bool any = false;

	for (uint32_t i = 0; i < prices->n; i++) {
		if (differs(&prices->price[i].outcome, &writer->answer->base))
			continue;
		wsp_text_adds(writer->out, any ? "; " : "\nno difference: ");
		wsp_escape_terminal(writer->out, prices->price[i].change.text);
		any = true;
	}
	if (any)
		wsp_text_addc(writer->out, '\n');
	if (prices->untried == 0)
		return;
	wsp_text_adds(writer->out, "\nnot tried, as it would take too long: ");
	wsp_phrase_count(writer->out, prices->untried, "more change");
	wsp_text_addc(writer->out, '\n');
}

void wsp_write_prices(const struct wsp_answer_prices *answer, struct wsp_text *out)
{
	const struct wsp_prices *prices = &answer->prices;
	struct writer writer = {.answer = answer, .out = out, .width = wsp_outcome_width(prices)};

	write_head(&writer);
	write_row(&writer, "as it is", &answer->base);
	for (uint32_t i = 0; i < prices->n; i++) {
		if (differs(&prices->price[i].outcome, &answer->base))
			write_row(&writer, prices->price[i].change.text, &prices->price[i].outcome);
	}
	write_others(&writer);
	out->failed = out->failed || writer.cell.failed;
	wsp_text_release(&writer.cell);
}

void wsp_write_prices_json(const struct wsp_answer_prices *answer, struct wsp_text *out)
{
	struct wsp_lines document = wsp_lines_begin(out);
	struct wsp_object object;

	wsp_lines_member(&document, "format");
	wsp_text_adds(out, "\"wsusplan.what-if/1.0\"");
	wsp_lines_member(&document, "base");
	object = wsp_object_begin(out);
	wsp_outcome_members(&object, &answer->base, answer->zone);
	wsp_object_end(&object);
	wsp_lines_member(&document, "untried");
	wsp_text_addu(out, answer->prices.untried);
	wsp_lines_list(&document, "changes");
	for (uint32_t i = 0; i < answer->prices.n; i++) {
		const struct wsp_price *price = &answer->prices.price[i];

		wsp_lines_item(&document);
		object = wsp_object_begin(out);
		wsp_change_members(&object, &price->change);
		wsp_outcome_members(&object, &price->outcome, answer->zone);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
}
