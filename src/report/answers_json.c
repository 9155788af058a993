#include "plan/cause.h"
#include "plan/steps.h"
#include "plan/why_text.h"
#include "report/answers_parts.h"
#include "report/escape.h"
#include "report/outcome.h"

static void text_member(struct wsp_lines *document, const char *key, const char *text)
{
	wsp_lines_member(document, key);
	wsp_escape_json(document->out, text);
}

/* A place in the plan: phase, wave, when. */
static void write_place(const struct wsp_plan *plan, wsp_server_id s, uint32_t wave,
	uint32_t minute, struct wsp_object *object)
{
	uint32_t phase = plan->waves[wave].phase;

	wsp_label_phase_member(object, "phase", phase);
	wsp_object_key(object, "wave");
	wsp_text_addc(object->out, '"');
	wsp_label_wave(object->out, plan, wave);
	wsp_text_addc(object->out, '"');
	wsp_object_number(object, "start_minute", minute);
	if (plan->dated)
		wsp_object_moment(object, "start", wsp_plan_zone(plan, s),
			wsp_plan_moment(plan, phase, minute));
}

void wsp_answer_begin_json(
	const struct wsp_answer_why *answer, const char *format, struct wsp_lines *document)
{
	const struct wsp_plan *plan = answer->plan;
	wsp_server_id s = answer->s;
	struct wsp_object object;

	text_member(document, "format", format);
	text_member(document, "plan", plan->id);
	text_member(document, "server", wsp_topology_fqdn(&plan->topo, s));
	text_member(document, "status", wsp_status_names[plan->status[s]]);
	wsp_lines_member(document, "conversion");
	if (!wsp_answer_is_placed(answer)) {
		wsp_text_adds(document->out, "null");
		return;
	}
	object = wsp_object_begin(document->out);
	write_place(plan, s, plan->wave[s], plan->start[s], &object);
	wsp_object_number(&object, "slack_phases", answer->slack.phases[s]);
	wsp_object_bool(&object, "critical_path", wsp_answer_is_critical(answer));
	wsp_object_end(&object);
}

void wsp_answer_price_json(const struct wsp_answer_why *answer, const struct wsp_price *price,
	struct wsp_lines *document)
{
	const struct wsp_plan *plan = answer->plan;
	struct wsp_object object;

	wsp_lines_item(document);
	object = wsp_object_begin(document->out);
	wsp_change_members(&object, &price->change);
	wsp_label_phase_member(&object, "phase", price->outcome.phase);
	if (plan->dated)
		wsp_object_moment(
			&object, "begin", wsp_plan_zone(plan, answer->s), price->outcome.begin);
	wsp_object_number(&object, "phases", price->outcome.n_phases);
	if (plan->dated)
		wsp_object_moment(
			&object, "end", wsp_plan_zone(plan, WSP_NO_SERVER), price->outcome.end);
	wsp_object_end(&object);
}

static void write_left_out(const struct wsp_plan *plan, wsp_server_id s, struct wsp_lines *document)
{
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		if (plan->unscheduled[i].server == s)
			text_member(document, "reason", plan->unscheduled[i].reason);
	}
}

static void write_causes(const struct wsp_answer_why *answer, struct wsp_lines *document)
{
	const struct wsp_plan *plan = answer->plan;
	wsp_server_id cause[WSP_CAUSES_MAX];
	uint32_t n = wsp_answer_is_placed(answer) ? wsp_causes_tell(plan, answer->s, cause) : 0;
	struct wsp_text text = {0};

	wsp_lines_list(document, "why");
	for (uint32_t i = 0; i < n; i++) {
		const struct wsp_why *why = plan->why ? &plan->why[cause[i]] : NULL;
		const char *by = why ? wsp_why_by(plan, why) : NULL;
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "server", wsp_topology_fqdn(&plan->topo, cause[i]));
		wsp_label_phase_member(&object, "phase", plan->phase[cause[i]]);
		wsp_object_text(&object, "kind", wsp_why_names[why ? why->kind : WSP_WHY_FIRST]);
		wsp_object_text_or_null(&object, "by", by);
		wsp_why_tell(plan, cause[i], &text);
		wsp_object_text(&object, "text", wsp_text_get(&text));
		wsp_text_clear(&text);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
	document->out->failed = document->out->failed || text.failed;
	wsp_text_release(&text);
}

/* Its direct downstreams and its upstream, each with its phase. */
static void write_neighbours(
	const struct wsp_plan *plan, wsp_server_id s, struct wsp_lines *document)
{
	wsp_server_id upstream = plan->topo.parent[s];

	wsp_lines_list(document, "downstreams");
	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		struct wsp_object object;

		wsp_lines_item(document);
		object = wsp_object_begin(document->out);
		wsp_object_text(&object, "server", wsp_topology_fqdn(&plan->topo, c));
		wsp_label_phase_member(&object, "phase", plan->phase[c]);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(document);
	wsp_lines_member(document, "upstream");
	if (upstream == WSP_NO_SERVER) {
		wsp_text_adds(document->out, "null");
	} else {
		struct wsp_object object = wsp_object_begin(document->out);

		wsp_object_text(&object, "server", wsp_topology_fqdn(&plan->topo, upstream));
		wsp_label_phase_member(&object, "phase", plan->phase[upstream]);
		wsp_object_end(&object);
	}
}

static void write_switch(const struct wsp_plan *plan, wsp_server_id s, struct wsp_lines *document)
{
	struct wsp_object object;

	wsp_lines_member(document, "switch");
	if (plan->link_work[s] == WSP_LINK_NONE) {
		wsp_text_adds(document->out, "null");
		return;
	}
	object = wsp_object_begin(document->out);
	write_place(plan, s, plan->link_wave[s], plan->link_start[s], &object);
	wsp_object_number(&object, "outage_minutes", wsp_plan_link_outage(plan, s));
	wsp_object_end(&object);
}

void wsp_write_why_json(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	struct wsp_lines document = wsp_lines_begin(out);

	wsp_answer_begin_json(answer, "wsusplan.why/1.0", &document);
	write_left_out(answer->plan, answer->s, &document);
	write_causes(answer, &document);
	write_neighbours(answer->plan, answer->s, &document);
	write_switch(answer->plan, answer->s, &document);
	wsp_lines_member(&document, "tried");
	wsp_text_addu(out, answer->prices.n);
	wsp_lines_list(&document, "earlier");
	for (uint32_t i = 0; i < answer->prices.n; i++) {
		if (wsp_answer_is_earlier(answer, &answer->prices.price[i].outcome))
			wsp_answer_price_json(answer, &answer->prices.price[i], &document);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
}
