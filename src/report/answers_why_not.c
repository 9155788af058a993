#include "base/phrase.h"
#include "report/answers_parts.h"
#include "report/escape.h"
#include "report/outcome.h"

static uint32_t own_phase(const struct wsp_answer_why_not *answer)
{
	return answer->why.plan->phase[answer->why.s];
}

/* Whether a change puts the server where it is wanted, or before. */
static bool is_there(const struct wsp_answer_why_not *answer, const struct wsp_price *price)
{
	uint32_t phase = price->outcome.phase;

	if (price->outcome.status != WSP_OK || phase == 0)
		return false;
	return answer->phase < own_phase(answer) ? phase <= answer->phase : phase == answer->phase;
}

static void write_barriers(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	const struct wsp_barriers *barriers = &answer->barriers;

	wsp_text_adds(out, "\nwhat forbids ");
	wsp_label_phase(out, answer->phase);
	wsp_text_addc(out, '\n');
	for (uint32_t i = 0; i < barriers->n; i++) {
		wsp_text_adds(out, "  ");
		wsp_escape_terminal(out, barriers->found[i].text);
		wsp_text_addc(out, '\n');
	}
	if (barriers->untold > 0) {
		wsp_text_adds(out, "  and ");
		wsp_phrase_count(out, barriers->untold, "more reason");
		wsp_text_addc(out, '\n');
	}
}

/* A later phase without a barrier costs nothing but time; in an earlier one others came first. */
static void write_freedom(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	wsp_text_adds(out, "\nnothing forbids ");
	wsp_label_phase(out, answer->phase);
	wsp_text_adds(out, answer->phase > own_phase(answer)
				   ? ": it would only be converted later\n"
				   : ": its place was given to others\n");
}

static bool is_only_upstream(const struct wsp_barriers *barriers)
{
	for (uint32_t i = 0; i < barriers->n; i++) {
		if (barriers->found[i].kind != WSP_BAR_UPSTREAM)
			return false;
	}
	return barriers->n > 0;
}

/* The upstream may slip as well, as long as there is slack. */
static void write_cost(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	uint32_t slack = answer->why.slack.phases[answer->why.s];

	if (answer->phase <= own_phase(answer) || !is_only_upstream(&answer->barriers))
		return;
	if (answer->phase - own_phase(answer) <= slack) {
		wsp_text_adds(out, "\nif those above it slip too, the plan takes no more phases\n");
		return;
	}
	wsp_text_adds(out, "\nif those above it slip too, the plan takes ");
	wsp_phrase_count(out, answer->phase - own_phase(answer) - slack, "more phase");
	wsp_text_addc(out, '\n');
}

static void write_prices(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	const struct wsp_prices *prices = &answer->why.prices;
	bool any = false;

	if (answer->barriers.n == 0 || answer->phase > own_phase(answer))
		return;
	wsp_text_adds(out, "\nwhat would put it there, or before\n");
	for (uint32_t i = 0; i < prices->n; i++) {
		if (!is_there(answer, &prices->price[i]))
			continue;
		wsp_text_adds(out, "  ");
		wsp_outcome_cell(out, prices->price[i].change.text, wsp_outcome_width(prices));
		wsp_text_adds(out, "  ");
		wsp_label_phase(out, prices->price[i].outcome.phase);
		wsp_text_adds(out, " of ");
		wsp_phrase_number(out, prices->price[i].outcome.n_phases);
		wsp_text_addc(out, '\n');
		any = true;
	}
	if (any)
		return;
	wsp_text_adds(out, "  nothing that one change could do (");
	wsp_phrase_number(out, prices->n);
	wsp_text_adds(out, " were tried)\n");
}

void wsp_write_why_not(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	wsp_answer_head(&answer->why, out);
	if (!wsp_answer_is_placed(&answer->why))
		return;
	if (answer->phase == own_phase(answer)) {
		wsp_text_adds(out, "\nthat is the phase that was asked for\n");
		return;
	}
	if (answer->barriers.n > 0)
		write_barriers(answer, out);
	else
		write_freedom(answer, out);
	write_cost(answer, out);
	write_prices(answer, out);
	wsp_text_addc(out, '\n');
	wsp_answer_slack(&answer->why, out);
}

static void write_barriers_json(const struct wsp_answer_why_not *answer, struct wsp_lines *document)
{
	const struct wsp_topology *topo = &answer->why.plan->topo;

	wsp_lines_list(document, "forbidden_by");
	for (uint32_t i = 0; i < answer->barriers.n; i++) {
		const struct wsp_barrier *barrier = &answer->barriers.found[i];
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "kind", wsp_barrier_names[barrier->kind]);
		if (barrier->by == WSP_NO_SERVER)
			wsp_object_null(&object, "by");
		else
			wsp_object_text(&object, "by", wsp_topology_fqdn(topo, barrier->by));
		wsp_object_text(&object, "text", barrier->text);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

void wsp_write_why_not_json(const struct wsp_answer_why_not *answer, struct wsp_text *out)
{
	const struct wsp_prices *prices = &answer->why.prices;
	struct wsp_lines document = wsp_lines_begin(out);

	wsp_answer_begin_json(&answer->why, "wsusplan.why-not/1.0", &document);
	wsp_lines_member(&document, "asked");
	wsp_text_addc(out, '"');
	wsp_label_phase(out, answer->phase);
	wsp_text_addc(out, '"');
	write_barriers_json(answer, &document);
	wsp_lines_member(&document, "more");
	wsp_text_addu(out, answer->barriers.untold);
	wsp_lines_list(&document, "allowed_by");
	for (uint32_t i = 0; i < prices->n; i++) {
		if (is_there(answer, &prices->price[i]))
			wsp_answer_price_json(&answer->why, &prices->price[i], &document);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
}
