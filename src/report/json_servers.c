#include "plan/slack.h"
#include "plan/steps.h"
#include "plan/why_text.h"
#include "report/effective.h"
#include "report/escape.h"
#include "report/json_parts.h"
#include "report/label.h"

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

/* Why it is converted in its phase and no earlier one. */
static void write_why(struct wsp_object *server, const struct wsp_plan *plan, wsp_server_id s,
	struct wsp_text *text)
{
	const struct wsp_why *why = &plan->why[s];
	const char *by = wsp_why_by(plan, why);
	struct wsp_object object;

	wsp_object_key(server, "why");
	object = wsp_object_begin(server->out);
	wsp_object_text(&object, "kind", wsp_why_names[why->kind]);
	if (by)
		wsp_object_text(&object, "by", by);
	if (by && why->kind == WSP_WHY_FREEZE)
		wsp_object_number(&object, "freeze", why->by);
	wsp_text_clear(text);
	wsp_why_tell(plan, s, text);
	wsp_object_text(&object, "text", wsp_text_get(text));
	wsp_object_end(&object);
	server->out->failed = server->out->failed || text->failed;
}

struct writer {
	const struct wsp_plan *plan;
	struct wsp_text *out;
	struct wsp_text why;    /* scratch: a sentence */
	struct wsp_slack slack; /* in `arena` */
	struct wsp_arena arena;
};

static void write_server(struct writer *writer, wsp_server_id s)
{
	const struct wsp_plan *plan = writer->plan;
	struct wsp_object object = wsp_object_begin(writer->out);

	wsp_effective_name(&object, plan, s);
	wsp_object_number(&object, "level", plan->topo.level[s]);
	wsp_object_number(&object, "height", plan->topo.height[s]);
	wsp_object_text(&object, "status", wsp_status_names[plan->status[s]]);
	wsp_label_phase_member(&object, "phase", plan->phase[s]);
	write_wave_or_null(&object, plan, plan->wave[s]);
	if (plan->phase[s] > 0) {
		write_why(&object, plan, s, &writer->why);
		if (writer->slack.phases[s] != WSP_ABSENT)
			wsp_object_number(&object, "slack_phases", writer->slack.phases[s]);
	}
	wsp_effective_keys(&object, plan, s);
	wsp_object_end(&object);
}

void wsp_json_servers(const struct wsp_plan *plan, struct wsp_lines *document)
{
	struct writer writer = {.plan = plan, .out = document->out};

	wsp_lines_list(document, "servers");
	if (!wsp_slack_tell(plan, &writer.arena, &writer.slack))
		document->out->failed = true;
	for (wsp_server_id s = 0; s < plan->topo.n_servers && !document->out->failed; s++) {
		wsp_lines_item(document);
		write_server(&writer, s);
	}
	wsp_lines_list_end(document);
	wsp_text_release(&writer.why);
	wsp_arena_release(&writer.arena);
}

static void write_link(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);
	uint32_t https_from = wsp_plan_link_https_from(plan, s);

	wsp_object_text(&object, "from", wsp_topology_fqdn(&plan->topo, s));
	wsp_object_text(&object, "to", wsp_topology_fqdn(&plan->topo, plan->topo.parent[s]));
	wsp_object_text(&object, "kind", "sync");
	if (https_from == 0)
		wsp_object_text(&object, "https_from", "now");
	else
		wsp_label_phase_member(
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
