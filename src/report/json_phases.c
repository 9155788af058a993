#include "plan/back_out.h"
#include "plan/exposure.h"
#include "report/json_parts.h"
#include "report/label.h"

static void write_minute(struct wsp_object *object, const struct wsp_plan *plan, uint32_t phase,
	const char *key, uint32_t minute)
{
	wsp_moment at = wsp_plan_moment(plan, phase, minute);

	if (at != WSP_NO_MOMENT)
		wsp_object_moment(object, key, wsp_plan_zone(plan, WSP_NO_SERVER), at);
}

static void write_back_out(struct wsp_object *wave, const struct wsp_plan *plan, uint32_t number)
{
	struct wsp_back_out back_out = wsp_plan_back_out(plan, number);
	struct wsp_object object;

	wsp_object_key(wave, "back_out");
	object = wsp_object_begin(wave->out);
	wsp_object_number(&object, "minutes", back_out.minutes);
	wsp_object_number(&object, "decide_by_minute", back_out.decide_by);
	write_minute(&object, plan, plan->waves[number].phase, "decide_by", back_out.decide_by);
	wsp_object_end(&object);
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
	write_back_out(&object, plan, wave);
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

static void write_window(
	struct wsp_object *phase, const struct wsp_plan *plan, const struct wsp_phase *of)
{
	struct wsp_object object;

	if (of->opens == WSP_NO_MOMENT || !plan->dated) {
		wsp_object_null(phase, "window");
		return;
	}
	wsp_object_key(phase, "window");
	object = wsp_object_begin(phase->out);
	wsp_object_text(&object, "name", of->window);
	wsp_object_moment(&object, "start", wsp_plan_zone(plan, WSP_NO_SERVER), of->opens);
	wsp_object_moment(&object, "end", wsp_plan_zone(plan, WSP_NO_SERVER), of->closes);
	wsp_object_end(&object);
}

void wsp_json_abort(struct wsp_object *object, const struct wsp_phase *phase)
{
	struct wsp_object abort;

	wsp_object_key(object, "abort");
	abort = wsp_object_begin(object->out);
	wsp_object_number(&abort, "failed_conversions", phase->abort_conversions);
	wsp_object_number(&abort, "failed_switches", phase->abort_switches);
	wsp_object_end(&abort);
}

static void write_exposure(struct wsp_object *phase, const struct wsp_exposure *of)
{
	struct wsp_object object;

	wsp_object_key(phase, "exposure");
	object = wsp_object_begin(phase->out);
	wsp_object_number(&object, "links", of->links);
	wsp_object_number(&object, "longest_outage_minutes", of->longest_outage);
	wsp_object_number(&object, "outage_minutes", of->outage);
	wsp_object_number(&object, "clients", of->clients);
	wsp_object_number(&object, "refreshed_minute", of->refreshed);
	wsp_object_number(&object, "scanned_minute", of->scanned);
	wsp_object_number(&object, "client_minutes", of->client_minutes);
	wsp_object_number(&object, "links_http", of->links_http);
	wsp_object_number(&object, "servers_http", of->servers_http);
	wsp_object_number(&object, "clients_http", of->clients_http);
	wsp_object_end(&object);
}

/* What holds for phases of work only: the preparation has no window. */
static void write_limits(struct wsp_object *object, const struct wsp_plan *plan, uint32_t phase)
{
	const struct wsp_phase *of = &plan->phases[phase];
	uint32_t last = wsp_plan_point_of_no_return(plan, phase);

	write_minute(object, plan, phase, "begin", 0);
	wsp_object_number(object, "length_minutes", of->length);
	wsp_object_number(object, "gate_minutes", of->gate);
	wsp_object_number(object, "point_of_no_return_minute", last);
	write_minute(object, plan, phase, "point_of_no_return", last);
	wsp_json_abort(object, of);
}

static void write_phase(const struct wsp_plan *plan, uint32_t phase,
	const struct wsp_exposure *exposure, struct wsp_text *out)
{
	const struct wsp_phase *of = &plan->phases[phase];
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_key(&object, "id");
	wsp_text_addc(out, '"');
	wsp_label_phase(out, phase);
	wsp_text_addc(out, '"');
	wsp_object_text(&object, "title", of->title);
	write_window(&object, plan, of);
	wsp_object_number(&object, "minutes", of->minutes);
	wsp_object_number(&object, "reserve_minutes", of->reserve);
	if (phase > 0)
		write_limits(&object, plan, phase);
	wsp_object_number(&object, "clients", of->clients);
	wsp_object_bool(&object, "canary", of->canary);
	wsp_object_bool(&object, "safe_to_stop", of->safe_to_stop);
	write_exposure(&object, exposure);
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
	struct wsp_arena scratch = {0};
	struct wsp_exposure *exposure;

	if (!wsp_exposure_tell(plan, &scratch, &exposure, NULL)) {
		document->out->failed = true;
		wsp_arena_release(&scratch);
		return;
	}
	wsp_lines_list(document, "phases");
	for (uint32_t phase = 0; phase <= plan->n_phases; phase++) {
		wsp_lines_item(document);
		write_phase(plan, phase, &exposure[phase], document->out);
	}
	wsp_lines_list_end(document);
	wsp_arena_release(&scratch);
}
