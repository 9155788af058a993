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

/* What all steps of a batch have in common, from `phase` to the start minute. */
static void write_place(
	const struct wsp_plan *plan, const struct wsp_steps *steps, struct wsp_text *place)
{
	wsp_text_clear(place);
	WSP_TEXT_LITERAL(place, ", \"phase\": \"");
	wsp_label_phase(place, steps->phase);
	if (steps->wave == WSP_NO_WAVE) {
		WSP_TEXT_LITERAL(place, "\", \"wave\": null");
		return;
	}
	WSP_TEXT_LITERAL(place, "\", \"wave\": \"");
	wsp_label_wave(place, plan, steps->wave);
	WSP_TEXT_LITERAL(place, "\", \"start_minute\": ");
}

static void write_dependencies(
	const struct wsp_plan *plan, const struct wsp_step *step, struct wsp_text *out)
{
	struct wsp_dependency dependency;
	uint32_t cursor = 0;
	bool has_items = false;

	WSP_TEXT_LITERAL(out, ", \"depends_on\": [");
	while (wsp_step_dependency(plan, step, &cursor, &dependency)) {
		if (has_items)
			WSP_TEXT_LITERAL(out, ", \"");
		else
			wsp_text_addc(out, '"');
		wsp_label_step(out, plan, dependency.action, dependency.server);
		wsp_text_addc(out, '"');
		has_items = true;
	}
	WSP_TEXT_LITERAL(out, "]}");
}

static void write_step(const struct wsp_plan *plan, const struct wsp_step *step,
	const struct wsp_text *place, struct wsp_text *out)
{
	WSP_TEXT_LITERAL(out, "{\"id\": \"");
	wsp_label_step(out, plan, (enum wsp_action)step->action, step->server);
	WSP_TEXT_LITERAL(out, "\", \"procedure\": ");
	wsp_escape_json(out, plan->procedure[step->procedure].id);
	wsp_text_add(out, wsp_text_get(place), place->length);
	if (step->wave != WSP_NO_WAVE) {
		wsp_text_addu(out, step->start);
		WSP_TEXT_LITERAL(out, ", \"finish_minute\": ");
		wsp_text_addu(out, step->finish);
	}
	write_dependencies(plan, step, out);
}

void wsp_json_steps(const struct wsp_plan *plan, struct wsp_lines *document)
{
	struct wsp_text *out = document->out;
	struct wsp_text place = {0};
	struct wsp_steps steps;

	wsp_lines_list(document, "steps");
	wsp_steps_begin(&steps, plan);
	while (!out->failed && wsp_steps_next(&steps)) {
		write_place(plan, &steps, &place);
		for (size_t i = 0; i < steps.n; i++) {
			wsp_lines_item(document);
			write_step(plan, &steps.step[i], &place, out);
		}
	}
	if (steps.failed || place.failed)
		out->failed = true;
	wsp_lines_list_end(document);
	wsp_steps_release(&steps);
	wsp_text_release(&place);
}
