#include <stdlib.h>

#include "report/json_parts.h"

#include "plan/steps.h"
#include "report/escape.h"
#include "report/label.h"

static void write_procedure(
	const struct wsp_plan *plan, const struct wsp_procedure *procedure, struct wsp_text *out)
{
	const struct wsp_action_row *action = &wsp_actions[procedure->action];
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_text(&object, "id", procedure->id);
	wsp_object_text(&object, "action", action->name);
	wsp_object_text(&object, "who", procedure->who);
	wsp_object_text(&object, "where", procedure->where);
	wsp_object_number(&object, "minutes", plan->duration[procedure->action]);
	wsp_object_number(&object, "unattended_minutes", plan->unattended[procedure->action]);
	wsp_object_bool(&object, "disruptive", action->disruptive);
	wsp_object_text(&object, "shell", procedure->shell);
	wsp_object_texts(&object, "commands", procedure->commands);
	wsp_object_texts(&object, "checks", procedure->checks);
	wsp_object_texts(&object, "back_out", procedure->back_out);
	wsp_object_text(&object, "interrupts", procedure->interrupts);
	wsp_object_text(&object, "source", procedure->source);
	wsp_object_texts(&object, "tried_on", procedure->tried_on);
	wsp_object_end(&object);
}

void wsp_json_procedures(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "procedures");
	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		wsp_lines_item(document);
		write_procedure(plan, &plan->procedure[i], document->out);
	}
	wsp_lines_list_end(document);
}

void wsp_json_members(struct wsp_object *object, const struct wsp_plan *plan, uint32_t row)
{
	const struct wsp_shared *shared = &plan->shared[row];

	wsp_object_key(object, "members");
	wsp_text_addc(object->out, '[');
	for (uint32_t i = 0; i < shared->n_members; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(object->out, ", ");
		wsp_text_addc(object->out, '"');
		wsp_text_adds(object->out, wsp_topology_fqdn(&plan->topo, shared->member[i]));
		wsp_text_addc(object->out, '"');
	}
	wsp_text_addc(object->out, ']');
}

/* What the steps of one procedure have in common: they are most of the document. */
struct piece {
	struct wsp_text opening; /* to the name of the server */
	struct wsp_text naming;  /* from there to the procedure */
};

struct writer {
	const struct wsp_plan *plan;
	struct wsp_lines *document;
	struct wsp_text *out;
	struct piece *piece;   /* by procedure */
	struct wsp_text place; /* of the batch, from `phase` to the start minute */
};

static bool prepare(struct writer *writer)
{
	const struct wsp_plan *plan = writer->plan;

	writer->piece = calloc((size_t)plan->n_procedures + 1, sizeof(*writer->piece));
	if (!writer->piece)
		return false;
	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		struct piece *piece = &writer->piece[i];

		WSP_TEXT_LITERAL(&piece->opening, "{\"id\": \"");
		wsp_text_adds(&piece->opening, wsp_actions[plan->procedure[i].action].name);
		wsp_text_addc(&piece->opening, '@');
		WSP_TEXT_LITERAL(&piece->naming, "\", \"procedure\": ");
		wsp_escape_json(&piece->naming, plan->procedure[i].id);
		if (piece->opening.failed || piece->naming.failed)
			return false;
	}
	return true;
}

static void release(struct writer *writer)
{
	for (uint32_t i = 0; writer->piece && i < writer->plan->n_procedures; i++) {
		wsp_text_release(&writer->piece[i].opening);
		wsp_text_release(&writer->piece[i].naming);
	}
	free(writer->piece);
	wsp_text_release(&writer->place);
}

static void place_batch(struct writer *writer, const struct wsp_steps *steps)
{
	struct wsp_text *place = &writer->place;

	wsp_text_clear(place);
	WSP_TEXT_LITERAL(place, ", \"phase\": \"");
	wsp_label_phase(place, steps->phase);
	if (steps->wave == WSP_NO_WAVE) {
		WSP_TEXT_LITERAL(place, "\", \"wave\": null");
		return;
	}
	WSP_TEXT_LITERAL(place, "\", \"wave\": \"");
	wsp_label_wave(place, writer->plan, steps->wave);
	WSP_TEXT_LITERAL(place, "\", \"start_minute\": ");
}

static void write_dependencies(const struct writer *writer, const struct wsp_step *step)
{
	struct wsp_dependency dependency;
	uint32_t cursor = 0;
	bool has_items = false;

	WSP_TEXT_LITERAL(writer->out, ", \"depends_on\": [");
	while (wsp_step_dependency(writer->plan, step, &cursor, &dependency)) {
		if (has_items)
			WSP_TEXT_LITERAL(writer->out, ", \"");
		else
			wsp_text_addc(writer->out, '"');
		wsp_label_dependency(writer->out, writer->plan, &dependency);
		wsp_text_addc(writer->out, '"');
		has_items = true;
	}
	WSP_TEXT_LITERAL(writer->out, "]}");
}

static void add_text(struct wsp_text *out, const struct wsp_text *text)
{
	wsp_text_add(out, wsp_text_get(text), text->length);
}

/* In the zone of the target's site. */
static void write_moments(const struct writer *writer, const struct wsp_step *step)
{
	const struct wsp_plan *plan = writer->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, step->server);

	WSP_TEXT_LITERAL(writer->out, ", \"start\": \"");
	wsp_moment_write(writer->out, zone, wsp_plan_moment(plan, step->phase, step->start));
	WSP_TEXT_LITERAL(writer->out, "\", \"finish\": \"");
	wsp_moment_write(writer->out, zone, wsp_plan_moment(plan, step->phase, step->finish));
	wsp_text_addc(writer->out, '"');
}

static void write_step(const struct writer *writer, const struct wsp_step *step)
{
	struct wsp_text *out = writer->out;
	const struct piece *piece = &writer->piece[step->procedure];

	wsp_lines_item(writer->document);
	add_text(out, &piece->opening);
	if (step->shared == UINT32_MAX)
		wsp_text_adds(out, wsp_topology_fqdn(&writer->plan->topo, step->server));
	else
		wsp_shared_key(&writer->plan->shared[step->shared], out);
	add_text(out, &piece->naming);
	add_text(out, &writer->place);
	if (step->wave != WSP_NO_WAVE) {
		wsp_text_addu(out, step->start);
		WSP_TEXT_LITERAL(out, ", \"finish_minute\": ");
		wsp_text_addu(out, step->finish);
	}
	if (step->wave != WSP_NO_WAVE && writer->plan->dated)
		write_moments(writer, step);
	write_dependencies(writer, step);
}

void wsp_json_steps(const struct wsp_plan *plan, struct wsp_lines *document)
{
	struct wsp_text *out = document->out;
	struct writer writer = {.plan = plan, .document = document, .out = out};
	struct wsp_steps steps;

	wsp_lines_list(document, "steps");
	wsp_steps_begin(&steps, plan);
	out->failed = out->failed || !prepare(&writer);
	while (!out->failed && wsp_steps_next(&steps)) {
		place_batch(&writer, &steps);
		for (size_t i = 0; i < steps.n; i++)
			write_step(&writer, &steps.step[i]);
		out->failed = out->failed || writer.place.failed;
	}
	out->failed = out->failed || steps.failed;
	wsp_lines_list_end(document);
	wsp_steps_release(&steps);
	release(&writer);
}
