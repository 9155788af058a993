#include "wsusplan/answers.h"

#include <string.h>

#include "api/options.h"
#include "api/output.h"
#include "edge/ical.h"
#include "model/rule.h"
#include "model/suggestion.h"
#include "model/topology_copy.h"
#include "plan/cause.h"
#include "report/answers.h"

/* A plan that somebody edited may have windows or freezes that mean nothing; the first is told. */
static void report_calendar(const struct wsp_diags *found, struct wsp_diags *diags)
{
	size_t i = 0;

	while (i < found->n && found->entry[i].diag.severity != WSP_ERROR)
		i++;
	if (i < found->n)
		wsp_diags_add(diags, WSP_RULE(I018), (struct wsp_place){0}, NULL,
			"its calendar cannot be made again: %s", found->entry[i].diag.message);
}

/* A stored plan has no calendar, but everything to make it again. */
static enum wsp_status remake_calendar(
	const struct wsp_plan *plan, struct wsp_calendar *calendar, struct wsp_diags *diags)
{
	struct wsp_topology copy;
	struct wsp_diags found;
	enum wsp_status status;

	if (!plan->dated)
		return WSP_OK;
	status = wsp_topology_copy(&plan->topo, &copy);
	if (status != WSP_OK)
		return status;
	wsp_diags_init(&found);
	status = wsp_calendar_expand(&copy.inventory, plan->now, &found, calendar);
	report_calendar(&found, diags);
	wsp_diags_release(&found);
	wsp_topology_release(&copy);
	return status;
}

static enum wsp_status report_server(
	const struct wsp_plan *plan, const char *name, struct wsp_diags *diags)
{
	struct wsp_suggestion suggestion;
	struct wsp_text hint = {0};

	wsp_suggestion_init(&suggestion, name);
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		const char *fqdn = wsp_topology_fqdn(&plan->topo, s);

		wsp_suggestion_offer(&suggestion, fqdn);
		wsp_suggestion_offer_start(&suggestion, fqdn, strcspn(fqdn, "."));
	}
	wsp_diags_add(diags, WSP_RULE(I023), (struct wsp_place){0},
		wsp_suggestion_hint(&suggestion, &hint),
		"the plan has no server \"%s\", or more than one of that name", name);
	wsp_text_release(&hint);
	return WSP_INVALID;
}

static enum wsp_status report_phase(
	const struct wsp_plan *plan, size_t phase, struct wsp_diags *diags)
{
	struct wsp_text hint = {0};

	if (plan->n_phases == 1)
		wsp_text_adds(&hint, "its only phase is P1");
	else
		wsp_text_addf(&hint, "it has P1 to P%u", (unsigned)plan->n_phases);
	wsp_diags_add(diags, WSP_RULE(I023), (struct wsp_place){0},
		plan->n_phases > 0 ? wsp_text_get(&hint) : NULL, "the plan has no phase P%zu",
		phase);
	wsp_text_release(&hint);
	return WSP_INVALID;
}

/* What is needed to answer a question about a plan. */
struct inquiry {
	const struct wsp_plan *plan;
	struct wsp_arena arena;
	struct wsp_calendar calendar; /* empty when not dated */
	struct wsp_answer_why_not answer;
};

static const struct wsp_calendar *calendar_of(const struct inquiry *inquiry)
{
	return inquiry->plan->dated ? &inquiry->calendar : NULL;
}

/* Who is there because of whom; of a server that is left out, itself and whom it waits for. */
static uint32_t find_causes(
	const struct wsp_plan *plan, wsp_server_id s, wsp_server_id cause[WSP_CAUSES_MAX])
{
	uint32_t n = wsp_causes_tell(plan, s, cause);

	for (uint32_t i = 0; i < plan->n_unscheduled && plan->wave[s] == WSP_NO_WAVE; i++) {
		const struct wsp_unscheduled *row = &plan->unscheduled[i];

		if (row->server == s && row->blocked_by != WSP_NO_SERVER && n < WSP_CAUSES_MAX)
			cause[n++] = row->blocked_by;
	}
	return n;
}

static enum wsp_status try_changes(struct inquiry *inquiry)
{
	const struct wsp_plan *plan = inquiry->plan;
	wsp_server_id cause[WSP_CAUSES_MAX];
	struct wsp_retry retry = {
		.topo = &plan->topo,
		.options = {.today = plan->today,
			.force = plan->forced,
			.calendar = calendar_of(inquiry)},
		.server = cause,
		.n_servers = find_causes(plan, inquiry->answer.why.s, cause),
	};

	return wsp_retry_all(&retry, &inquiry->arena, &inquiry->answer.why.prices);
}

/* Nothing comes before the first phase of numbers, and nothing changes who is done or gone. */
static bool could_be_earlier(const struct wsp_plan *plan, wsp_server_id s)
{
	if (plan->wave[s] != WSP_NO_WAVE)
		return plan->dated || plan->phase[s] > 1;
	return plan->status[s] == WSP_STATUS_HELD || plan->status[s] == WSP_STATUS_BLOCKED;
}

static enum wsp_status inquire(
	struct inquiry *inquiry, const struct wsp_question *question, struct wsp_diags *diags)
{
	struct wsp_answer_why *why = &inquiry->answer.why;
	enum wsp_status status;

	why->plan = inquiry->plan;
	why->s = wsp_topology_find(&inquiry->plan->topo, question->server);
	if (why->s == WSP_NO_SERVER)
		return report_server(inquiry->plan, question->server, diags);
	if (!wsp_slack_tell(inquiry->plan, &inquiry->arena, &why->slack))
		return WSP_NO_MEMORY;
	status = remake_calendar(inquiry->plan, &inquiry->calendar, diags);
	if (status == WSP_OK && could_be_earlier(inquiry->plan, why->s))
		status = try_changes(inquiry);
	return status;
}

static enum wsp_status look_for_barriers(
	struct inquiry *inquiry, const struct wsp_question *question, struct wsp_diags *diags)
{
	const struct wsp_plan *plan = inquiry->plan;
	struct wsp_answer_why_not *answer = &inquiry->answer;
	struct wsp_placing placing = {plan, calendar_of(inquiry), answer->why.s, 0};

	if (question->phase == 0 || question->phase > plan->n_phases)
		return report_phase(plan, question->phase, diags);
	answer->phase = placing.phase = (uint32_t)question->phase;
	if (plan->wave[answer->why.s] == WSP_NO_WAVE || plan->phase[answer->why.s] == answer->phase)
		return WSP_OK;
	return wsp_barriers_tell(&placing, &inquiry->arena, &answer->barriers) ? WSP_OK
									       : WSP_NO_MEMORY;
}

static void write(
	const struct wsp_answer_why_not *answer, bool asks_why_not, bool json, struct wsp_text *out)
{
	if (asks_why_not && json)
		wsp_write_why_not_json(answer, out);
	else if (asks_why_not)
		wsp_write_why_not(answer, out);
	else if (json)
		wsp_write_why_json(&answer->why, out);
	else
		wsp_write_why(&answer->why, out);
}

/* The arena and the calendar live until the answer is written. */
static enum wsp_status answer(const struct wsp_plan *plan, const struct wsp_question *question,
	bool asks_why_not, struct wsp_diags *diags, struct wsp_out *out)
{
	struct wsp_question given = WSP_QUESTION_INIT;
	struct inquiry inquiry = {.plan = plan};
	enum wsp_status status, ended;

	wsp_options_read(&given, sizeof(given), question);
	status = inquire(&inquiry, &given, diags);
	if (status == WSP_OK && asks_why_not)
		status = look_for_barriers(&inquiry, &given, diags);
	if (status == WSP_OK)
		write(&inquiry.answer, asks_why_not, given.json != 0, &out->text);
	ended = wsp_out_end(out);
	wsp_calendar_release(&inquiry.calendar);
	wsp_arena_release(&inquiry.arena);
	return status != WSP_OK ? status : ended;
}

enum wsp_status wsp_plan_why(const struct wsp_plan *plan, const struct wsp_question *question,
	struct wsp_diags *diags, wsp_output output, void *context)
{
	struct wsp_out out;

	wsp_out_begin(&out, output, context);
	return answer(plan, question, false, diags, &out);
}

enum wsp_status wsp_plan_why_not(const struct wsp_plan *plan, const struct wsp_question *question,
	struct wsp_diags *diags, wsp_output output, void *context)
{
	struct wsp_out out;

	wsp_out_begin(&out, output, context);
	return answer(plan, question, true, diags, &out);
}
