#include "base/array.h"
#include "base/number.h"
#include "plan/steps.h"
#include "plan/strategy.h"
#include "plan/why_text.h"
#include "report/amendment.h"
#include "report/escape.h"
#include "report/label.h"
#include "report/lines.h"
#include "report/version.h"

static const char *const change_names[] = {
	"added", "dropped", "moved", "status", "upstream", "switch", "outage", "why"};

static void write_moment(
	struct wsp_object *object, const struct wsp_plan *plan, const char *key, wsp_moment at)
{
	if (plan->dated)
		wsp_object_moment(object, key, wsp_plan_zone(plan, WSP_NO_SERVER), at);
}

static void write_plan(struct wsp_lines *document, const char *key, const struct wsp_plan *plan)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	struct wsp_object object;
	char today[11];

	wsp_format_date(plan->today, today);
	wsp_lines_member(document, key);
	object = wsp_object_begin(document->out);
	wsp_object_text(&object, "id", plan->id);
	if (inventory->name)
		wsp_object_text(&object, "name", wsp_inventory_text(inventory, inventory->name));
	wsp_object_text(&object, "today", today);
	wsp_object_text(&object, "strategy", wsp_strategy_name(plan->chosen));
	wsp_object_number(&object, "servers", plan->topo.n_servers);
	wsp_object_number(&object, "phases", plan->n_phases);
	wsp_object_number(&object, "steps", plan->n_steps);
	if (plan->n_phases > 0)
		write_moment(&object, plan, "end", plan->phases[plan->n_phases].closes);
	wsp_object_end(&object);
}

static void write_summary(const struct wsp_difference *difference, struct wsp_lines *document)
{
	struct wsp_object object, steps;
	uint64_t n_same = 0;

	for (size_t i = 0; i < difference->n_phases; i++)
		n_same += difference->phase[i].same;
	wsp_lines_member(document, "same");
	wsp_text_adds(document->out, wsp_difference_is_none(difference) ? "true" : "false");
	wsp_lines_member(document, "summary");
	object = wsp_object_begin(document->out);
	wsp_object_number(&object, "servers_in_both", difference->n_common);
	wsp_object_number(&object, "facts", difference->n_facts);
	wsp_object_number(&object, "phases_unchanged", n_same);
	wsp_object_number(&object, "outage_minutes_before", difference->outage_before);
	wsp_object_number(&object, "outage_minutes_after", difference->outage_after);
	wsp_object_key(&object, "steps");
	steps = wsp_object_begin(document->out);
	for (unsigned change = 0; change < WSP_N_STEP_CHANGES; change++)
		wsp_object_number(&steps, wsp_step_change_names[change], difference->n_of[change]);
	wsp_object_end(&steps);
	wsp_object_end(&object);
}

static void write_facts(const struct wsp_difference *difference, struct wsp_lines *document)
{
	wsp_lines_list(document, "facts");
	for (size_t i = 0; i < difference->n_facts && !document->out->failed; i++) {
		const struct wsp_fact_difference *fact = &difference->fact[i];
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "section", fact->section);
		if (*fact->item)
			wsp_object_text(&object, "item", fact->item);
		if (*fact->key)
			wsp_object_text(&object, "key", fact->key);
		wsp_object_text_or_null(&object, "before", fact->before);
		wsp_object_text_or_null(&object, "after", fact->after);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

/* What one of the plans says of a server; null: it does not know it. */
static void write_side(
	struct wsp_object *server, const char *key, const struct wsp_plan *plan, wsp_server_id s)
{
	struct wsp_object object;

	if (s == WSP_NO_SERVER) {
		wsp_object_null(server, key);
		return;
	}
	wsp_object_key(server, key);
	object = wsp_object_begin(server->out);
	wsp_object_text(&object, "status", wsp_status_names[plan->status[s]]);
	wsp_label_phase_member(&object, "phase", plan->phase[s]);
	if (plan->phase[s] > 0)
		write_moment(&object, plan, "begin", plan->phases[plan->phase[s]].begin);
	wsp_object_text(&object, "upstream", wsp_label_upstream(plan, s));
	wsp_label_phase_member(&object, "switched_in", plan->link_phase[s]);
	wsp_object_number(&object, "outage_minutes", wsp_plan_link_outage(plan, s));
	wsp_object_end(&object);
}

static void write_changes(struct wsp_object *object, uint32_t changes)
{
	bool has_items = false;

	wsp_object_key(object, "changes");
	wsp_text_addc(object->out, '[');
	for (size_t i = 0; i < WSP_COUNT(change_names); i++) {
		if (!(changes & 1u << i))
			continue;
		wsp_text_adds(object->out, has_items ? ", \"" : "\"");
		wsp_text_adds(object->out, change_names[i]);
		wsp_text_addc(object->out, '"');
		has_items = true;
	}
	wsp_text_addc(object->out, ']');
}

static void write_why(
	struct wsp_object *object, const struct wsp_difference *difference, wsp_server_id s)
{
	struct wsp_text text = {0};

	if (difference->after->phase[s] > 0)
		wsp_why_tell(difference->after, s, &text);
	else if (difference->reason_after[s])
		wsp_text_adds(&text, difference->reason_after[s]);
	if (text.length > 0)
		wsp_object_text(object, "why", wsp_text_get(&text));
	object->out->failed = object->out->failed || text.failed;
	wsp_text_release(&text);
}

static void write_server(const struct wsp_difference *difference,
	const struct wsp_server_difference *server, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);
	bool is_new = server->after != WSP_NO_SERVER;

	wsp_object_text(&object, "id",
		is_new ? wsp_topology_fqdn(&difference->after->topo, server->after)
		       : wsp_topology_fqdn(&difference->before->topo, server->before));
	write_changes(&object, server->changes);
	wsp_object_number(&object, "facts", server->n_facts);
	wsp_object_number(&object, "steps_added", server->n_added);
	wsp_object_number(&object, "steps_removed", server->n_removed);
	if (is_new)
		write_why(&object, difference, server->after);
	write_side(&object, "before", difference->before, server->before);
	write_side(&object, "after", difference->after, server->after);
	wsp_object_end(&object);
}

static void write_servers(const struct wsp_difference *difference, struct wsp_lines *document)
{
	wsp_lines_list(document, "servers");
	for (size_t i = 0; i < difference->n_servers && !document->out->failed; i++) {
		wsp_lines_item(document);
		write_server(difference, &difference->server[i], document->out);
	}
	wsp_lines_list_end(document);
}

static void write_phases(const struct wsp_difference *difference, struct wsp_lines *document)
{
	wsp_lines_list(document, "phases");
	for (size_t i = 0; i < difference->n_phases; i++) {
		const struct wsp_phase_difference *phase = &difference->phase[i];
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_label_phase_member(&object, "before", phase->before);
		wsp_label_phase_member(&object, "after", phase->after);
		if (phase->before > 0)
			write_moment(&object, difference->before, "began",
				difference->before->phases[phase->before].begin);
		if (phase->after > 0)
			write_moment(&object, difference->after, "begins",
				difference->after->phases[phase->after].begin);
		wsp_object_bool(&object, "same_steps", phase->same_work);
		wsp_object_bool(&object, "same", phase->same);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

static void write_steps(const struct wsp_difference *difference, struct wsp_lines *document)
{
	wsp_lines_list(document, "steps");
	for (size_t i = 0; i < difference->n_steps && !document->out->failed; i++) {
		const struct wsp_step_difference *step = &difference->step[i];
		const struct wsp_dependency target = {
			(enum wsp_action)step->action, step->server, step->shared};
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_key(&object, "id");
		wsp_text_addc(document->out, '"');
		wsp_label_dependency(document->out,
			step->change == WSP_STEP_REMOVED ? difference->before : difference->after,
			&target);
		wsp_text_addc(document->out, '"');
		wsp_object_text(&object, "change", wsp_step_change_names[step->change]);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

void wsp_write_amendment_json(const struct wsp_difference *difference, struct wsp_text *out)
{
	struct wsp_lines document = wsp_lines_begin(out);

	wsp_lines_member(&document, "format");
	wsp_escape_json(out, "wsusplan.diff/1.0");
	wsp_lines_member(&document, "generator");
	wsp_escape_json(out, "wsusplan " WSP_VERSION_TEXT);
	write_plan(&document, "before", difference->before);
	write_plan(&document, "after", difference->after);
	write_summary(difference, &document);
	write_facts(difference, &document);
	write_servers(difference, &document);
	write_phases(difference, &document);
	write_steps(difference, &document);
	wsp_lines_end(&document);
}
