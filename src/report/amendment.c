#include "report/amendment.h"

#include "base/array.h"
#include "base/phrase.h"
#include "plan/strategy.h"
#include "report/escape.h"
#include "report/label.h"

static void add_plan(struct wsp_text *out, const struct wsp_plan *plan)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;

	wsp_text_adds(out, plan->id);
	if (!inventory->name)
		return;
	WSP_TEXT_LITERAL(out, " (");
	wsp_escape_terminal(out, wsp_inventory_text(inventory, inventory->name));
	wsp_text_addc(out, ')');
}

static void write_head(const struct wsp_amendment *amendment)
{
	struct wsp_text *out = amendment->out;

	WSP_TEXT_LITERAL(out, "Amendment\n  from plan ");
	add_plan(out, amendment->difference->before);
	WSP_TEXT_LITERAL(out, "\n  to plan   ");
	add_plan(out, amendment->difference->after);
	WSP_TEXT_LITERAL(out, "\n\n");
}

static void write_strategy(const struct wsp_amendment *amendment)
{
	const struct wsp_plan *before = amendment->difference->before;
	const struct wsp_plan *after = amendment->difference->after;

	if (before->chosen == after->chosen)
		return;
	wsp_text_addf(amendment->out,
		"The strategy is %s instead of %s: ", wsp_strategy_name(after->chosen),
		wsp_strategy_name(before->chosen));
	wsp_escape_terminal(amendment->out, after->reason);
	wsp_text_addc(amendment->out, '\n');
}

/* When the last window closes; nothing without dates or phases. */
static void add_end(struct wsp_text *out, const struct wsp_plan *plan)
{
	if (!plan->dated || plan->n_phases == 0)
		return;
	WSP_TEXT_LITERAL(out, " that end ");
	wsp_moment_tell(
		out, wsp_plan_zone(plan, WSP_NO_SERVER), plan->phases[plan->n_phases].closes);
}

static void write_numbers(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	const struct wsp_plan *before = difference->before;
	const struct wsp_plan *after = difference->after;
	struct wsp_text *out = amendment->out;

	wsp_phrase_count(out, after->n_phases, "phase");
	add_end(out, after);
	WSP_TEXT_LITERAL(out, "; there were ");
	wsp_phrase_number(out, before->n_phases);
	add_end(out, before);
	WSP_TEXT_LITERAL(out, ".\n");
	wsp_phrase_count(out, difference->n_common, "server");
	WSP_TEXT_LITERAL(out, " in both plans, ");
	wsp_phrase_number(out, after->topo.n_servers - difference->n_common);
	WSP_TEXT_LITERAL(out, " new, ");
	wsp_phrase_number(out, before->topo.n_servers - difference->n_common);
	WSP_TEXT_LITERAL(out, " gone.\nLinks are without synchronization for ");
	wsp_phrase_minutes(out, difference->outage_after);
	WSP_TEXT_LITERAL(out, " in all; it was ");
	if (difference->outage_after == difference->outage_before)
		WSP_TEXT_LITERAL(out, "the same");
	else
		wsp_phrase_minutes(out, difference->outage_before);
	WSP_TEXT_LITERAL(out, ".\n");
}

/* Numbers of two matched phases that differ. */
static void add_limits(
	struct wsp_text *out, const struct wsp_phase *before, const struct wsp_phase *after)
{
	const struct {
		const char *name;
		uint32_t before, after;
		bool minutes;
	} rows[] = {
		{"work", before->minutes, after->minutes, true},
		{"reserve", before->reserve, after->reserve, true},
		{"window from its begin", before->length, after->length, true},
		{"gate", before->gate, after->gate, true},
		{"failed conversions allowed below", before->abort_conversions,
			after->abort_conversions, false},
		{"failed switches allowed below", before->abort_switches, after->abort_switches,
			false},
	};

	for (size_t i = 0; i < WSP_COUNT(rows); i++) {
		if (rows[i].before == rows[i].after)
			continue;
		wsp_text_addf(out, ", %s ", rows[i].name);
		if (rows[i].minutes)
			wsp_phrase_minutes(out, rows[i].before);
		else
			wsp_phrase_number(out, rows[i].before);
		WSP_TEXT_LITERAL(out, " -> ");
		if (rows[i].minutes)
			wsp_phrase_minutes(out, rows[i].after);
		else
			wsp_phrase_number(out, rows[i].after);
	}
	if (before->safe_to_stop != after->safe_to_stop)
		wsp_text_adds(out, after->safe_to_stop ? ", safe to stop after it now"
						       : ", not safe to stop after it any more");
}

static void write_phase(
	const struct wsp_amendment *amendment, const struct wsp_phase_difference *phase)
{
	const struct wsp_plan *before = amendment->difference->before;
	const struct wsp_plan *after = amendment->difference->after;
	struct wsp_text *out = amendment->out;

	WSP_TEXT_LITERAL(out, "  ");
	if (phase->after == 0) {
		wsp_amendment_phase(amendment, before, phase->before);
		WSP_TEXT_LITERAL(out, ": gone\n");
		return;
	}
	wsp_amendment_phase(amendment, after, phase->after);
	if (phase->before == 0) {
		WSP_TEXT_LITERAL(out, ": new\n");
		return;
	}
	wsp_text_adds(out, phase->same_work ? ": the same steps" : ": other steps");
	if (phase->before != phase->after) {
		WSP_TEXT_LITERAL(out, ", was ");
		wsp_label_phase(out, phase->before);
	}
	if (phase->same_work && !phase->same)
		WSP_TEXT_LITERAL(out, ", at other minutes or within other limits");
	add_limits(out, &before->phases[phase->before], &after->phases[phase->after]);
	wsp_text_addc(out, '\n');
}

static void write_phases(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	size_t n = 0;

	for (size_t i = 0; i < difference->n_phases; i++) {
		const struct wsp_phase_difference *phase = &difference->phase[i];

		if (phase->same && phase->before == phase->after)
			continue;
		if (n == 0)
			wsp_amendment_heading(amendment, "Phases that change", 0);
		if (wsp_amendment_shows(amendment, n++))
			write_phase(amendment, phase);
	}
	wsp_amendment_rest(amendment, n);
}

/* How many steps of each action changed in which way. */
struct tally {
	uint64_t n[WSP_N_ACTIONS][WSP_N_STEP_CHANGES];
};

static void write_actions(const struct wsp_amendment *amendment, const struct tally *tally)
{
	struct wsp_text *out = amendment->out;

	for (unsigned action = 0; action < WSP_N_ACTIONS; action++) {
		bool has_any = false;

		for (unsigned change = WSP_STEP_RETIMED; change < WSP_N_STEP_CHANGES; change++) {
			uint64_t n = tally->n[action][change];

			if (n == 0)
				continue;
			if (has_any)
				WSP_TEXT_LITERAL(out, ", ");
			else
				wsp_text_addf(out, "  %s: ", wsp_actions[action].name);
			has_any = true;
			wsp_phrase_number(out, n);
			wsp_text_addf(out, " %s", wsp_step_change_names[change]);
		}
		if (has_any)
			wsp_text_addc(out, '\n');
	}
}

static void write_step_id(
	const struct wsp_amendment *amendment, const struct wsp_step_difference *step)
{
	const struct wsp_plan *plan = step->change == WSP_STEP_REMOVED
					      ? amendment->difference->before
					      : amendment->difference->after;
	const struct wsp_dependency target = {
		(enum wsp_action)step->action, step->server, step->shared};

	WSP_TEXT_LITERAL(amendment->out, "    ");
	wsp_label_dependency(amendment->out, plan, &target);
	wsp_text_addf(amendment->out, " %s\n", wsp_step_change_names[step->change]);
}

static void write_steps(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	struct tally tally = {{{0}}};

	if (difference->n_steps == 0)
		return;
	for (size_t i = 0; i < difference->n_steps; i++)
		tally.n[difference->step[i].action][difference->step[i].change]++;
	wsp_amendment_heading(amendment, "Steps that change", difference->n_steps);
	write_actions(amendment, &tally);
	for (size_t i = 0; i < difference->n_steps && amendment->all; i++)
		write_step_id(amendment, &difference->step[i]);
}

static void write_approved_phases(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	struct wsp_text *out = amendment->out;
	uint32_t n = 0, n_work = 0;

	for (size_t i = 0; i < difference->n_phases; i++) {
		n += difference->phase[i].same;
		n_work += difference->phase[i].same_work && !difference->phase[i].same;
	}
	WSP_TEXT_LITERAL(out, "  ");
	wsp_phrase_count(out, n, "phase");
	if (n > 0)
		WSP_TEXT_LITERAL(out, " without any change:");
	else
		WSP_TEXT_LITERAL(out, " without any change");
	for (size_t i = 0; i < difference->n_phases; i++) {
		if (!difference->phase[i].same)
			continue;
		wsp_text_addc(out, ' ');
		wsp_label_phase(out, difference->phase[i].after);
	}
	if (n_work > 0) {
		WSP_TEXT_LITERAL(out, "; ");
		wsp_phrase_number(out, n_work);
		WSP_TEXT_LITERAL(out, " more with the same steps in the same window");
	}
	wsp_text_addc(out, '\n');
}

static void write_approved(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	const struct wsp_plan *after = difference->after;
	struct wsp_text *out = amendment->out;
	uint64_t steps = difference->n_of[WSP_STEP_SAME] + difference->n_of[WSP_STEP_RETIMED];
	uint64_t conversions = 0, switches = 0, moved = 0, relinked = 0;

	for (wsp_server_id s = 0; s < after->topo.n_servers; s++) {
		conversions += after->phase[s] > 0;
		switches += after->link_phase[s] > 0;
	}
	for (size_t i = 0; i < difference->n_servers; i++) {
		const struct wsp_server_difference *server = &difference->server[i];
		const uint32_t other = WSP_CHANGE_ADDED;

		if (server->after == WSP_NO_SERVER)
			continue;
		moved += (server->changes & (WSP_CHANGE_MOVED | other)) &&
			 after->phase[server->after] > 0;
		relinked += (server->changes & (WSP_CHANGE_SWITCH | WSP_CHANGE_UPSTREAM | other)) &&
			    after->link_phase[server->after] > 0;
	}
	wsp_amendment_heading(amendment, "What stays approved", 0);
	write_approved_phases(amendment);
	WSP_TEXT_LITERAL(out, "  ");
	wsp_phrase_number(out, conversions - moved);
	WSP_TEXT_LITERAL(out, " of ");
	wsp_phrase_count(out, conversions, "conversion");
	WSP_TEXT_LITERAL(out, " and ");
	wsp_phrase_number(out, switches - relinked);
	WSP_TEXT_LITERAL(out, " of ");
	wsp_phrase_count(out, switches, "switch");
	WSP_TEXT_LITERAL(out, " stay in their windows\n  ");
	wsp_phrase_number(out, steps);
	WSP_TEXT_LITERAL(out, " of ");
	wsp_phrase_count(out, after->n_steps, "step");
	WSP_TEXT_LITERAL(out, " stay in their windows, ");
	wsp_phrase_number(out, difference->n_of[WSP_STEP_SAME]);
	WSP_TEXT_LITERAL(out, " of them at the same minute\n");
}

void wsp_write_amendment(
	const struct wsp_difference *difference, bool colour, bool all, struct wsp_text *out)
{
	const struct wsp_amendment amendment = {difference, out, colour, all};

	write_head(&amendment);
	if (wsp_difference_is_none(difference)) {
		WSP_TEXT_LITERAL(out, "Nothing differs: what was approved holds.\n");
		return;
	}
	if (difference->n_common == 0) {
		WSP_TEXT_LITERAL(out,
			"The plans have no server in common: they are of different estates, and "
			"nothing\nthat was approved holds.\n");
		return;
	}
	write_strategy(&amendment);
	write_numbers(&amendment);
	wsp_amendment_facts(&amendment);
	wsp_amendment_servers(&amendment);
	write_phases(&amendment);
	write_steps(&amendment);
	write_approved(&amendment);
}
