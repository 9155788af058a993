#include "base/number.h"
#include "plan/strategy.h"
#include "report/effective.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/json_parts.h"
#include "report/label.h"
#include "report/version.h"

static void write_text_member(struct wsp_lines *document, const char *key, const char *text)
{
	wsp_lines_member(document, key);
	wsp_escape_json(document->out, text);
}

static void write_generator(struct wsp_lines *document)
{
	struct wsp_object object;

	write_text_member(document, "format", "wsusplan.plan/1.0");
	wsp_lines_member(document, "generator");
	object = wsp_object_begin(document->out);
	wsp_object_text(&object, "name", "wsusplan");
	wsp_object_text(&object, "version", WSP_VERSION_TEXT);
	wsp_object_end(&object);
}

static void write_options(const struct wsp_plan *plan, struct wsp_lines *document)
{
	char today[11];

	wsp_format_date(plan->today, today);
	write_text_member(document, "today", today);
	if (plan->dated) {
		wsp_lines_member(document, "now");
		wsp_text_addc(document->out, '"');
		wsp_moment_write_utc(document->out, plan->now);
		wsp_text_addc(document->out, '"');
	}
	wsp_lines_member(document, "forced");
	wsp_text_adds(document->out, plan->forced ? "true" : "false");
}

static void write_inputs(const struct wsp_inventory *inventory, struct wsp_lines *document)
{
	wsp_lines_list(document, "inputs");
	for (size_t i = 0; i < inventory->n_files; i++) {
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(
			&object, "file", wsp_inventory_text(inventory, inventory->file[i].name));
		wsp_object_text(&object, "sha256", inventory->file[i].sha256);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

static void write_tree_choices(const struct wsp_plan *plan, struct wsp_object *strategy)
{
	wsp_object_key(strategy, "trees");
	wsp_text_addc(strategy->out, '[');
	for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
		struct wsp_object object;

		if (i > 0)
			WSP_TEXT_LITERAL(strategy->out, ", ");
		object = wsp_object_begin(strategy->out);
		wsp_object_text(
			&object, "root", wsp_topology_fqdn(&plan->topo, plan->tree_choice[i].root));
		wsp_object_text(
			&object, "strategy", wsp_strategy_name(plan->tree_choice[i].strategy));
		wsp_object_end(&object);
	}
	wsp_text_addc(strategy->out, ']');
}

static void write_strategy(const struct wsp_plan *plan, struct wsp_lines *document)
{
	struct wsp_object object;

	wsp_lines_member(document, "strategy");
	object = wsp_object_begin(document->out);
	wsp_object_text(&object, "requested", wsp_strategy_name(plan->requested));
	wsp_object_text(&object, "chosen", wsp_strategy_name(plan->chosen));
	wsp_object_text(&object, "cutover",
		wsp_cutover_names[plan->topo.inventory.policy.cutover == WSP_OVERLAP
					  ? WSP_OVERLAP
					  : WSP_ARTICLE]);
	wsp_object_text(&object, "reason", plan->reason);
	wsp_object_text(&object, "failed", plan->failed);
	wsp_object_number(&object, "makespan_minutes", plan->makespan);
	wsp_object_number(&object, "window_minutes", plan->window);
	wsp_object_number(&object, "window_length_minutes", plan->window_length);
	wsp_object_number(&object, "hands_on_minutes", plan->hands_on);
	wsp_object_number(&object, "operators", plan->operators);
	write_tree_choices(plan, &object);
	wsp_object_end(&object);
}

static void write_summary(const struct wsp_plan *plan, struct wsp_lines *document)
{
	struct wsp_object object;

	wsp_lines_member(document, "summary");
	object = wsp_object_begin(document->out);
	wsp_object_number(&object, "servers", plan->topo.n_servers);
	wsp_object_number(&object, "to_convert", plan->to_convert);
	wsp_object_number(&object, "to_switch", plan->to_switch);
	wsp_object_number(&object, "phases", plan->n_phases);
	wsp_object_number(&object, "steps", plan->n_steps);
	wsp_object_number(&object, "phases_lower_bound", plan->lower_bound);
	wsp_object_bool(&object, "optimal", plan->optimal);
	wsp_object_text(&object, "bound", plan->bound);
	wsp_object_end(&object);
}

/* Work on an object that several servers share. */
static void write_shared(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "shared");
	for (uint32_t i = 0; i < plan->n_shared; i++) {
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_key(&object, "id");
		wsp_text_addc(document->out, '"');
		wsp_label_shared(document->out, plan, i);
		wsp_text_addc(document->out, '"');
		wsp_object_text(&object, "name", plan->shared[i].name);
		wsp_json_members(&object, plan, i);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

static void write_unscheduled(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "unscheduled");
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		const struct wsp_unscheduled *of = &plan->unscheduled[i];
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "server", wsp_topology_fqdn(&plan->topo, of->server));
		wsp_object_text(&object, "reason", of->reason);
		wsp_object_text_or_null(&object, "blocked_by",
			of->blocked_by == WSP_NO_SERVER
				? NULL
				: wsp_topology_fqdn(&plan->topo, of->blocked_by));
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

static void write_waivers(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "waivers");
	for (uint32_t i = 0; i < plan->n_waivers; i++) {
		wsp_lines_item(document);
		wsp_escape_json(document->out, plan->waiver[i]);
	}
	wsp_lines_list_end(document);
}

static void write_number_or_null(struct wsp_object *object, const char *key, uint32_t number)
{
	if (number > 0)
		wsp_object_number(object, key, number);
	else
		wsp_object_null(object, key);
}

static void write_diagnostic(const struct wsp_diag *diag, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_text(&object, "code", diag->code);
	wsp_object_text(&object, "severity", wsp_severity_names[diag->severity]);
	wsp_object_text(&object, "message", diag->message);
	if (diag->hint)
		wsp_object_text(&object, "hint", diag->hint);
	wsp_object_text_or_null(&object, "file", diag->where.source);
	write_number_or_null(&object, "line", diag->where.line);
	write_number_or_null(&object, "column", diag->where.column);
	wsp_object_end(&object);
}

static void write_diagnostics(const struct wsp_diags *diags, struct wsp_lines *document)
{
	wsp_lines_list(document, "diagnostics");
	for (size_t i = 0; i < diags->n; i++) {
		wsp_lines_item(document);
		write_diagnostic(&diags->entry[i].diag, document->out);
	}
	wsp_lines_list_end(document);
}

/* All that was found, by code; no more than WSP_DIAGS_PER_RULE of each are listed. */
static void write_found(const struct wsp_diags *diags, struct wsp_lines *document)
{
	wsp_lines_list(document, "diagnostics_found");
	for (size_t i = 0; i < diags->n_tallies; i++) {
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "code", diags->tally[i].rule->code);
		wsp_object_number(&object, "found", diags->tally[i].found);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

void wsp_write_json(const struct wsp_plan *plan, struct wsp_text *out)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	struct wsp_lines document = wsp_lines_begin(out);

	write_generator(&document);
	write_text_member(&document, "id", plan->id);
	if (inventory->name)
		write_text_member(
			&document, "name", wsp_inventory_text(inventory, inventory->name));
	write_options(plan, &document);
	write_inputs(inventory, &document);
	write_strategy(plan, &document);
	write_summary(plan, &document);
	wsp_effective_sections(&document, inventory);
	if (plan->dated)
		wsp_json_zones(plan, &document);
	wsp_json_servers(plan, &document);
	wsp_json_phases(plan, &document);
	if (plan->n_shared > 0)
		write_shared(plan, &document);
	wsp_json_procedures(plan, &document);
	wsp_json_steps(plan, &document);
	wsp_json_links(plan, &document);
	write_unscheduled(plan, &document);
	write_waivers(plan, &document);
	write_found(&plan->diags, &document);
	write_diagnostics(&plan->diags, &document);
	wsp_lines_end(&document);
}
