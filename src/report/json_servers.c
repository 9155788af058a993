#include "plan/steps.h"
#include "report/effective.h"
#include "report/json_parts.h"
#include "report/label.h"

static void write_phase_or_null(struct wsp_object *object, const char *key, uint32_t phase)
{
	wsp_object_key(object, key);
	if (phase == 0) {
		WSP_TEXT_LITERAL(object->out, "null");
		return;
	}
	wsp_text_addc(object->out, '"');
	wsp_label_phase(object->out, phase);
	wsp_text_addc(object->out, '"');
}

static void write_wave_or_null(
	struct wsp_object *object, const struct wsp_plan *plan, uint32_t wave)
{
	wsp_object_key(object, "wave");
	if (wave == WSP_NO_WAVE) {
		WSP_TEXT_LITERAL(object->out, "null");
		return;
	}
	wsp_text_addc(object->out, '"');
	wsp_label_wave(object->out, plan, wave);
	wsp_text_addc(object->out, '"');
}

void wsp_json_servers(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "servers");
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_effective_name(&object, plan, s);
		wsp_object_number(&object, "level", plan->topo.level[s]);
		wsp_object_number(&object, "height", plan->topo.height[s]);
		wsp_object_text(&object, "status", wsp_status_names[plan->status[s]]);
		write_phase_or_null(&object, "phase", plan->phase[s]);
		write_wave_or_null(&object, plan, plan->wave[s]);
		wsp_effective_keys(&object, plan, s);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
}

static void write_wave(const struct wsp_plan *plan, uint32_t wave, struct wsp_text *out)
{
	const struct wsp_wave *of = &plan->waves[wave];
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_key(&object, "id");
	wsp_text_addc(out, '"');
	wsp_label_wave(out, plan, wave);
	wsp_text_addc(out, '"');
	wsp_object_number(&object, "start_minute", of->start);
	wsp_object_number(&object, "finish_minute", of->finish);
	wsp_object_key(&object, "servers");
	wsp_text_addc(out, '[');
	for (uint32_t i = 0; i < of->n_servers; i++) {
		wsp_text_adds(out, i > 0 ? ", \"" : "\"");
		wsp_text_adds(
			out, wsp_topology_fqdn(&plan->topo, plan->order[of->first_server + i]));
		wsp_text_addc(out, '"');
	}
	wsp_text_addc(out, ']');
	wsp_object_end(&object);
}

static void write_phase(const struct wsp_plan *plan, uint32_t phase, struct wsp_text *out)
{
	const struct wsp_phase *of = &plan->phases[phase];
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_key(&object, "id");
	wsp_text_addc(out, '"');
	wsp_label_phase(out, phase);
	wsp_text_addc(out, '"');
	wsp_object_text(&object, "title", of->title);
	wsp_object_null(&object, "window");
	wsp_object_number(&object, "minutes", of->minutes);
	wsp_object_number(&object, "reserve_minutes", of->reserve);
	wsp_object_number(&object, "clients", of->clients);
	wsp_object_bool(&object, "canary", of->canary);
	wsp_object_bool(&object, "safe_to_stop", of->safe_to_stop);
	wsp_object_key(&object, "waves");
	wsp_text_addc(out, '[');
	for (uint32_t i = 0; i < of->n_waves; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(out, ", ");
		write_wave(plan, of->first_wave + i, out);
	}
	wsp_text_addc(out, ']');
	wsp_object_end(&object);
}

void wsp_json_phases(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "phases");
	for (uint32_t phase = 0; phase <= plan->n_phases; phase++) {
		wsp_lines_item(document);
		write_phase(plan, phase, document->out);
	}
	wsp_lines_list_end(document);
}

static void write_link(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);
	uint32_t https_from = wsp_plan_link_https_from(plan, s);

	wsp_object_text(&object, "from", wsp_topology_fqdn(&plan->topo, s));
	wsp_object_text(&object, "to", wsp_label_upstream(plan, s));
	wsp_object_text(&object, "kind", "sync");
	if (https_from == 0)
		wsp_object_text(&object, "https_from", "now");
	else
		write_phase_or_null(
			&object, "https_from", https_from == UINT32_MAX ? 0 : https_from);
	wsp_object_number(&object, "outage_minutes", wsp_plan_link_outage(plan, s));
	wsp_object_end(&object);
}

void wsp_json_links(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "links");
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->topo.parent[s] == WSP_NO_SERVER)
			continue;
		wsp_lines_item(document);
		write_link(plan, s, document->out);
	}
	wsp_lines_list_end(document);
}
