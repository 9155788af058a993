#include "base/phrase.h"
#include "plan/cause.h"
#include "plan/steps.h"
#include "plan/why_text.h"
#include "report/answers_parts.h"
#include "report/clock.h"
#include "report/escape.h"
#include "report/outcome.h"

static void add_name(struct wsp_text *out, const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_escape_terminal(out, wsp_topology_fqdn(&plan->topo, s));
}

bool wsp_answer_is_placed(const struct wsp_answer_why *answer)
{
	return answer->plan->wave[answer->s] != WSP_NO_WAVE;
}

/* "P4 (window "weekend", Sat 2026-12-05 22:00 to Sun 04:00)" */
static void add_phase(struct wsp_text *out, const struct wsp_plan *plan, uint32_t phase)
{
	const struct wsp_zone *zone;
	const struct wsp_phase *of = &plan->phases[phase];

	wsp_label_phase(out, phase);
	if (!plan->dated)
		return;
	zone = wsp_plan_zone(plan, WSP_NO_SERVER);
	wsp_text_adds(out, " (window \"");
	wsp_escape_terminal(out, of->window);
	wsp_text_adds(out, "\", ");
	wsp_moment_tell(out, zone, of->begin);
	wsp_text_adds(out, " to ");
	wsp_clock_time(out, zone, of->closes, of->begin);
	wsp_text_addc(out, ')');
}

static void add_start(struct wsp_text *out, const struct wsp_plan *plan, wsp_server_id s,
	uint32_t phase, uint32_t minute)
{
	wsp_phrase_offset(out, minute);
	if (!plan->dated)
		return;
	wsp_text_adds(out, ", ");
	wsp_moment_tell(out, wsp_plan_zone(plan, s), wsp_plan_moment(plan, phase, minute));
	wsp_text_adds(out, " at its site");
}

/* The row of `unscheduled` that is about `s`, or NULL. */
static const struct wsp_unscheduled *left_out(const struct wsp_plan *plan, wsp_server_id s)
{
	for (uint32_t i = 0; i < plan->n_unscheduled; i++) {
		if (plan->unscheduled[i].server == s)
			return &plan->unscheduled[i];
	}
	return NULL;
}

static const char *const no_phase[WSP_N_STATUSES] = {
	[WSP_STATUS_CONVERT] = "is finished by repairs and needs no conversion of its own",
	[WSP_STATUS_DONE] = "is in no phase: it is on HTTPS already",
	[WSP_STATUS_HELD] = "is in no phase: it is held",
	[WSP_STATUS_BLOCKED] = "is in no phase: it waits for a server that is held",
	[WSP_STATUS_EXCLUDED] = "is in no phase: it is excluded and stays on HTTP",
	[WSP_STATUS_RETIRED] = "is in no phase: it is retired",
};

void wsp_answer_head(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	const struct wsp_plan *plan = answer->plan;
	wsp_server_id s = answer->s;
	const struct wsp_unscheduled *row = left_out(plan, s);

	add_name(out, plan, s);
	wsp_text_addc(out, ' ');
	if (wsp_answer_is_placed(answer)) {
		wsp_text_adds(out, "is converted in ");
		add_phase(out, plan, plan->phase[s]);
		wsp_text_adds(out, ", wave ");
		wsp_label_wave(out, plan, plan->wave[s]);
		wsp_text_adds(out, ", from ");
		add_start(out, plan, s, plan->phase[s], plan->start[s]);
	} else {
		wsp_text_adds(out, no_phase[plan->status[s]]);
	}
	wsp_text_addc(out, '\n');
	if (!row)
		return;
	wsp_text_adds(out, "  ");
	wsp_escape_terminal(out, row->reason);
	wsp_text_addc(out, '\n');
}

static void write_causes(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	const struct wsp_plan *plan = answer->plan;
	wsp_server_id cause[WSP_CAUSES_MAX];
	uint32_t n = wsp_causes_tell(plan, answer->s, cause);
	struct wsp_text why = {0};

	wsp_text_adds(out, "\nwhy ");
	wsp_label_phase(out, plan->phase[answer->s]);
	wsp_text_addc(out, '\n');
	for (uint32_t i = 0; i < n; i++) {
		wsp_text_adds(out, "  ");
		wsp_label_phase(out, plan->phase[cause[i]]);
		wsp_text_adds(out, "  ");
		add_name(out, plan, cause[i]);
		wsp_text_adds(out, ": ");
		wsp_why_tell(plan, cause[i], &why);
		wsp_escape_terminal(out, wsp_text_get(&why));
		wsp_text_clear(&why);
		wsp_text_addc(out, '\n');
	}
	out->failed = out->failed || why.failed;
	wsp_text_release(&why);
}

/* Downstreams that are converted by the plan, and the last of them. */
static uint32_t count_below(const struct wsp_plan *plan, wsp_server_id s, wsp_server_id *ret_last)
{
	uint32_t n = 0;

	for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1]; c++) {
		if (plan->wave[c] == WSP_NO_WAVE)
			continue;
		if (n++ == 0 || plan->phase[c] > plan->phase[*ret_last])
			*ret_last = c;
	}
	return n;
}

static void write_below(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	wsp_server_id last = WSP_NO_SERVER;
	uint32_t n = count_below(plan, s, &last);

	wsp_text_adds(out, "\ndownstreams     ");
	if (n == 0) {
		wsp_text_adds(out, "none that is converted\n");
		return;
	}
	wsp_phrase_number(out, n);
	wsp_text_adds(out, n == 1 ? ": " : " are converted, the last is ");
	add_name(out, plan, last);
	wsp_text_adds(out, " in ");
	wsp_label_phase(out, plan->phase[last]);
	wsp_text_addc(out, '\n');
}

static void write_above(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	wsp_server_id upstream = plan->topo.parent[s];

	wsp_text_adds(out, "upstream        ");
	wsp_escape_terminal(out, wsp_label_upstream(plan, s));
	if (upstream != WSP_NO_SERVER && plan->wave[upstream] != WSP_NO_WAVE) {
		wsp_text_adds(out, ", converted in ");
		wsp_label_phase(out, plan->phase[upstream]);
	} else if (upstream != WSP_NO_SERVER) {
		wsp_text_adds(out, ", ");
		wsp_text_adds(out, wsp_status_names[plan->status[upstream]]);
	}
	wsp_text_addc(out, '\n');
}

static void write_switch(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	uint32_t outage = wsp_plan_link_outage(plan, s);

	if (plan->topo.parent[s] == WSP_NO_SERVER)
		return;
	wsp_text_adds(out, "its switch      ");
	if (plan->link_work[s] == WSP_LINK_NONE) {
		wsp_text_adds(out, "none");
	} else {
		wsp_label_phase(out, plan->link_phase[s]);
		wsp_text_adds(out, ", ");
		add_start(out, plan, s, plan->link_phase[s], plan->link_start[s]);
	}
	if (plan->link_work[s] != WSP_LINK_NONE || outage > 0) {
		wsp_text_adds(out, "; ");
		wsp_phrase_minutes(out, outage);
		wsp_text_adds(out, " without synchronization");
	}
	wsp_text_addc(out, '\n');
}

bool wsp_answer_is_critical(const struct wsp_answer_why *answer)
{
	for (uint32_t i = 0; i < answer->slack.n_chain; i++) {
		if (answer->slack.chain[i] == answer->s)
			return true;
	}
	return false;
}

static const char *no_slack(const struct wsp_answer_why *answer)
{
	const struct wsp_plan *plan = answer->plan;

	if (plan->waves[plan->wave[answer->s]].number == 0)
		return "none: repairs come first";
	if (plan->phases[plan->phase[answer->s]].canary)
		return "none: canaries go first";
	return wsp_answer_is_critical(answer)
		       ? "none: if it slips, the plan takes more phases; it is on the critical path"
		       : "none: if it slips, the plan takes more phases";
}

void wsp_answer_slack(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	uint32_t slack = answer->slack.phases[answer->s];

	wsp_text_adds(out, "slack           ");
	if (slack > 0) {
		wsp_phrase_count(out, slack, "phase");
		wsp_text_adds(out, ", as far as order and deadlines go");
	} else {
		wsp_text_adds(out, no_slack(answer));
	}
	wsp_text_addc(out, '\n');
}

/* Earlier is an earlier phase, or in a dated plan an earlier moment. */
bool wsp_answer_is_earlier(const struct wsp_answer_why *answer, const struct wsp_outcome *outcome)
{
	const struct wsp_plan *plan = answer->plan;
	wsp_moment begin = wsp_plan_moment(plan, plan->phase[answer->s], 0);

	if (outcome->status != WSP_OK || outcome->phase == 0)
		return false;
	if (!wsp_answer_is_placed(answer))
		return true;
	return plan->dated ? outcome->begin < begin : outcome->phase < plan->phase[answer->s];
}

/* "P4", with its begin when it has one. */
static void add_when(struct wsp_text *out, const struct wsp_plan *plan, wsp_server_id s,
	uint32_t phase, wsp_moment begin)
{
	wsp_label_phase(out, phase);
	if (begin == WSP_NO_MOMENT)
		return;
	wsp_text_adds(out, ", ");
	wsp_moment_tell(out, wsp_plan_zone(plan, s), begin);
}

static void write_price(
	const struct wsp_answer_why *answer, const struct wsp_price *price, struct wsp_text *out)
{
	const struct wsp_plan *plan = answer->plan;

	wsp_text_adds(out, "  ");
	wsp_outcome_cell(out, price->change.text, wsp_outcome_width(&answer->prices));
	wsp_text_adds(out, "  ");
	if (wsp_answer_is_placed(answer)) {
		add_when(out, plan, answer->s, plan->phase[answer->s],
			wsp_plan_moment(plan, plan->phase[answer->s], 0));
		wsp_text_adds(out, " -> ");
	}
	add_when(out, plan, answer->s, price->outcome.phase, price->outcome.begin);
	if (price->outcome.chosen != plan->chosen)
		wsp_text_adds(out, ", as the plan turns to the other strategy");
	wsp_text_addc(out, '\n');
}

static void write_prices(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	uint32_t n = 0;

	wsp_text_adds(out, wsp_answer_is_placed(answer) ? "\nwhat would move it earlier\n"
							: "\nwhat would give it a phase\n");
	for (uint32_t i = 0; i < answer->prices.n; i++) {
		if (!wsp_answer_is_earlier(answer, &answer->prices.price[i].outcome))
			continue;
		write_price(answer, &answer->prices.price[i], out);
		n++;
	}
	if (n > 0)
		return;
	if (answer->plan->phase[answer->s] == 1 && answer->prices.n == 0) {
		wsp_text_adds(out, "  nothing: it is in the first phase\n");
		return;
	}
	wsp_text_adds(out, "  nothing that one change could do");
	wsp_text_adds(out, " (");
	wsp_phrase_number(out, answer->prices.n);
	wsp_text_adds(out, " were tried)\n");
}

void wsp_write_why(const struct wsp_answer_why *answer, struct wsp_text *out)
{
	const struct wsp_plan *plan = answer->plan;

	wsp_answer_head(answer, out);
	if (wsp_answer_is_placed(answer))
		write_causes(answer, out);
	if (plan->status[answer->s] != WSP_STATUS_RETIRED) {
		write_below(plan, answer->s, out);
		write_above(plan, answer->s, out);
		write_switch(plan, answer->s, out);
	}
	if (wsp_answer_is_placed(answer))
		wsp_answer_slack(answer, out);
	if (wsp_answer_is_placed(answer) || answer->prices.n > 0)
		write_prices(answer, out);
}
