#include "plan/steps.h"
#include "report/command.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/json_parts.h"
#include "report/label.h"
#include "report/object.h"
#include "report/version.h"

struct writer {
	const struct wsp_plan *plan;
	struct wsp_text *out;
	struct wsp_text line; /* scratch: a filled command */
};

static void write_version(const struct wsp_plan *plan, struct wsp_text *out)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_text(&object, "type", "version");
	wsp_object_text(&object, "format", "wsusplan.steps/1.0");
	wsp_object_text(&object, "generator", "wsusplan " WSP_VERSION_TEXT);
	wsp_object_text(&object, "plan", plan->id);
	wsp_object_text(&object, "name", wsp_inventory_text(inventory, inventory->name));
	wsp_object_number(&object, "phases", plan->n_phases);
	wsp_object_number(&object, "steps", plan->n_steps);
	wsp_object_end(&object);
	wsp_text_addc(out, '\n');
}

static void write_filled(struct wsp_object *object, struct writer *writer, wsp_server_id s,
	const char *key, const char *const *lines, const char *shell)
{
	wsp_object_key(object, key);
	wsp_text_addc(writer->out, '[');
	for (size_t i = 0; lines[i]; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(writer->out, ", ");
		wsp_text_clear(&writer->line);
		wsp_command_fill(&writer->line, writer->plan, s, shell, lines[i]);
		wsp_escape_json(writer->out, wsp_text_get(&writer->line));
		writer->out->failed = writer->out->failed || writer->line.failed;
	}
	wsp_text_addc(writer->out, ']');
}

static void write_dependencies(
	struct wsp_object *object, const struct writer *writer, const struct wsp_step *step)
{
	struct wsp_dependency dependency;
	uint32_t cursor = 0;
	bool has_items = false;

	wsp_object_key(object, "depends_on");
	wsp_text_addc(writer->out, '[');
	while (wsp_step_dependency(writer->plan, step, &cursor, &dependency)) {
		wsp_text_adds(writer->out, has_items ? ", \"" : "\"");
		wsp_label_dependency(writer->out, writer->plan, &dependency);
		wsp_text_addc(writer->out, '"');
		has_items = true;
	}
	wsp_text_addc(writer->out, ']');
}

/* In the zone of the target's site; nothing when the plan is not dated. */
static void write_moments(
	struct wsp_object *object, const struct wsp_plan *plan, const struct wsp_step *step)
{
	const struct wsp_zone *zone = wsp_plan_zone(plan, step->server);

	if (!plan->dated)
		return;
	wsp_object_moment(object, "start", zone, wsp_plan_moment(plan, step->phase, step->start));
	wsp_object_moment(object, "finish", zone, wsp_plan_moment(plan, step->phase, step->finish));
}

static void write_place(
	struct wsp_object *object, struct writer *writer, const struct wsp_step *step)
{
	wsp_object_key(object, "phase");
	wsp_text_addc(writer->out, '"');
	wsp_label_phase(writer->out, step->phase);
	wsp_text_addc(writer->out, '"');
	if (step->wave == WSP_NO_WAVE) {
		wsp_object_null(object, "wave");
		return;
	}
	wsp_object_key(object, "wave");
	wsp_text_addc(writer->out, '"');
	wsp_label_wave(writer->out, writer->plan, step->wave);
	wsp_text_addc(writer->out, '"');
	wsp_object_number(object, "start_minute", step->start);
	wsp_object_number(object, "finish_minute", step->finish);
	write_moments(object, writer->plan, step);
	wsp_json_abort(object, &writer->plan->phases[step->phase]);
}

/* A server, or an object that several servers share. */
static void write_target(
	struct wsp_object *object, const struct wsp_plan *plan, const struct wsp_step *step)
{
	if (step->shared == UINT32_MAX) {
		wsp_object_text(object, "server", wsp_topology_fqdn(&plan->topo, step->server));
		wsp_object_text(object, "upstream", wsp_label_upstream(plan, step->server));
		return;
	}
	wsp_object_null(object, "server");
	wsp_object_null(object, "upstream");
	wsp_object_text(object, "object", plan->shared[step->shared].name);
	wsp_json_members(object, plan, step->shared);
}

static void write_step(struct writer *writer, const struct wsp_step *step)
{
	const struct wsp_plan *plan = writer->plan;
	const struct wsp_procedure *procedure = &plan->procedure[step->procedure];
	struct wsp_object object = wsp_object_begin(writer->out);

	wsp_object_text(&object, "type", "step");
	wsp_object_key(&object, "id");
	wsp_text_addc(writer->out, '"');
	wsp_label_step_id(writer->out, plan, step);
	wsp_text_addc(writer->out, '"');
	wsp_object_text(&object, "action", wsp_actions[step->action].name);
	write_target(&object, plan, step);
	write_place(&object, writer, step);
	write_dependencies(&object, writer, step);
	wsp_object_text(&object, "procedure", procedure->id);
	wsp_object_text(&object, "who", procedure->who);
	wsp_object_text(&object, "where", procedure->where);
	wsp_object_text(&object, "interrupts", procedure->interrupts);
	wsp_object_text(&object, "shell", procedure->shell);
	write_filled(
		&object, writer, step->server, "commands", procedure->commands, procedure->shell);
	write_filled(&object, writer, step->server, "checks", procedure->checks, "");
	write_filled(
		&object, writer, step->server, "back_out", procedure->back_out, procedure->shell);
	wsp_object_texts(&object, "tried_on", procedure->tried_on);
	wsp_object_end(&object);
	wsp_text_addc(writer->out, '\n');
}

void wsp_write_jsonl(const struct wsp_plan *plan, struct wsp_text *out)
{
	struct writer writer = {.plan = plan, .out = out};
	struct wsp_steps steps;

	write_version(plan, out);
	wsp_steps_begin(&steps, plan);
	while (!out->failed && wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n && !out->failed; i++)
			write_step(&writer, &steps.step[i]);
	}
	out->failed = out->failed || steps.failed;
	wsp_steps_release(&steps);
	wsp_text_release(&writer.line);
}
