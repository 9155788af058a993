#include <string.h>

#include "base/phrase.h"
#include "plan/strategy.h"
#include "report/clock.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/label.h"
#include "report/workload.h"

/* A screen holds that many rows; the runbook has them all. */
enum { PHASES_SHOWN = 40, LEFT_OUT_SHOWN = 12 };

enum style { STYLE_STRONG = 0, STYLE_WARNING, STYLE_END, N_STYLES };

struct writer {
	const struct wsp_plan *plan;
	struct wsp_text *out;
	struct wsp_text cell; /* scratch */
	bool colour;
};

static void set_style(const struct writer *writer, enum style style)
{
	static const char *const codes[N_STYLES] = {"\x1B[1m", "\x1B[33m", "\x1B[0m"};

	if (writer->colour)
		wsp_text_adds(writer->out, codes[style]);
}

static void pad(struct wsp_text *out, size_t used, size_t width)
{
	for (; used < width; used++)
		wsp_text_addc(out, ' ');
}

/* The scratch cell, flush right; cells hold ASCII only. */
static void end_cell(struct writer *writer, size_t width)
{
	pad(writer->out, writer->cell.length, width);
	wsp_text_add(writer->out, wsp_text_get(&writer->cell), writer->cell.length);
	writer->out->failed = writer->out->failed || writer->cell.failed;
	wsp_text_clear(&writer->cell);
}

static void number_cell(struct writer *writer, uint64_t number, size_t width)
{
	wsp_phrase_number(&writer->cell, number);
	end_cell(writer, width);
}

static void minutes_cell(struct writer *writer, uint64_t minutes, size_t width)
{
	wsp_phrase_minutes(&writer->cell, minutes);
	end_cell(writer, width);
}

static void write_head(struct writer *writer)
{
	const struct wsp_inventory *inventory = &writer->plan->topo.inventory;

	if (inventory->name) {
		set_style(writer, STYLE_STRONG);
		wsp_escape_terminal(writer->out, wsp_inventory_text(inventory, inventory->name));
		set_style(writer, STYLE_END);
		WSP_TEXT_LITERAL(writer->out, "\n\n");
	}
	wsp_escape_terminal(writer->out, writer->plan->reason);
	WSP_TEXT_LITERAL(writer->out, "\n\n");
}

static void write_phase(struct writer *writer, uint32_t phase)
{
	const struct wsp_plan *plan = writer->plan;
	const struct wsp_phase *of = &plan->phases[phase];
	struct wsp_workload work = wsp_workload_of(plan, phase);

	WSP_TEXT_LITERAL(writer->out, "  ");
	wsp_label_phase(&writer->cell, phase);
	pad(&writer->cell, writer->cell.length, 7);
	end_cell(writer, 7);
	if (plan->dated) {
		wsp_moment_tell(&writer->cell, wsp_plan_zone(plan, WSP_NO_SERVER), of->begin);
		end_cell(writer, 20);
	}
	number_cell(writer, work.n_servers, 9);
	number_cell(writer, work.n_links, 10);
	number_cell(writer, of->clients, plan->dated ? 10 : 11);
	minutes_cell(writer, of->minutes, plan->dated ? 13 : 14);
	WSP_TEXT_LITERAL(writer->out, "  ");
	wsp_escape_terminal(writer->out, of->title);
	if (!of->safe_to_stop)
		WSP_TEXT_LITERAL(writer->out, " (not safe to stop after it)");
	wsp_text_addc(writer->out, '\n');
}

static void write_phases(struct writer *writer)
{
	uint32_t n = writer->plan->n_phases;
	uint32_t shown = n > PHASES_SHOWN ? PHASES_SHOWN : n;

	if (n == 0)
		return;
	set_style(writer, STYLE_STRONG);
	wsp_text_adds(writer->out,
		writer->plan->dated
			? "  phase  begin                 servers  switches   clients     "
			  "duration  title\n"
			: "  phase    servers  switches    clients      duration  title\n");
	set_style(writer, STYLE_END);
	for (uint32_t phase = 1; phase <= shown; phase++)
		write_phase(writer, phase);
	if (n > shown) {
		WSP_TEXT_LITERAL(writer->out, "  and ");
		wsp_phrase_count(writer->out, n - shown, "more phase");
		wsp_text_addc(writer->out, '\n');
	}
	wsp_text_addc(writer->out, '\n');
}

/* The period, and whose clock it is told by. */
static void write_period(struct writer *writer)
{
	const struct wsp_plan *plan = writer->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, WSP_NO_SERVER);
	struct wsp_text *out = writer->out;

	if (!plan->dated || plan->n_phases == 0)
		return;
	WSP_TEXT_LITERAL(out, "from ");
	wsp_moment_tell(out, zone, plan->phases[1].begin);
	WSP_TEXT_LITERAL(out, " to ");
	wsp_moment_tell(out, zone, plan->phases[plan->n_phases].closes);
	WSP_TEXT_LITERAL(out, ", time of ");
	wsp_escape_terminal(out, zone->name);
	wsp_text_addc(out, '\n');
}

static void write_totals(struct writer *writer)
{
	const struct wsp_plan *plan = writer->plan;
	struct wsp_text *out = writer->out;

	wsp_phrase_count(out, plan->topo.n_servers, "server");
	WSP_TEXT_LITERAL(out, ": ");
	wsp_phrase_number(out, plan->to_convert);
	WSP_TEXT_LITERAL(out, " to convert, ");
	wsp_phrase_count(out, plan->to_switch, "link");
	WSP_TEXT_LITERAL(out, " to switch, ");
	wsp_phrase_count(out, plan->n_steps, "step");
	WSP_TEXT_LITERAL(out, ", ");
	wsp_phrase_minutes(out, plan->hands_on);
	WSP_TEXT_LITERAL(out, " of work in windows for ");
	wsp_phrase_count(out, plan->operators, "operator");
	wsp_text_addc(out, '\n');
}

static void write_left_out(struct writer *writer)
{
	const struct wsp_plan *plan = writer->plan;
	uint32_t n = plan->n_unscheduled;
	uint32_t shown = n > LEFT_OUT_SHOWN ? LEFT_OUT_SHOWN : n;

	if (n == 0)
		return;
	set_style(writer, STYLE_WARNING);
	WSP_TEXT_LITERAL(writer->out, "left out: ");
	wsp_phrase_count(writer->out, n, "server");
	set_style(writer, STYLE_END);
	wsp_text_addc(writer->out, '\n');
	for (uint32_t i = 0; i < shown; i++) {
		WSP_TEXT_LITERAL(writer->out, "  ");
		wsp_text_adds(
			writer->out, wsp_topology_fqdn(&plan->topo, plan->unscheduled[i].server));
		WSP_TEXT_LITERAL(writer->out, ": ");
		wsp_escape_terminal(writer->out, plan->unscheduled[i].reason);
		wsp_text_addc(writer->out, '\n');
	}
	if (n > shown) {
		WSP_TEXT_LITERAL(writer->out, "  and ");
		wsp_phrase_count(writer->out, n - shown, "more server");
		wsp_text_addc(writer->out, '\n');
	}
}

static void write_waivers(struct writer *writer)
{
	for (uint32_t i = 0; i < writer->plan->n_waivers; i++) {
		set_style(writer, STYLE_WARNING);
		WSP_TEXT_LITERAL(writer->out, "waiver: ");
		set_style(writer, STYLE_END);
		wsp_escape_terminal(writer->out, writer->plan->waiver[i]);
		wsp_text_addc(writer->out, '\n');
	}
}

static void write_findings(struct writer *writer)
{
	uint64_t warnings = wsp_diags_count_severity(&writer->plan->diags, WSP_WARNING);
	uint64_t notes = wsp_diags_count_severity(&writer->plan->diags, WSP_NOTE);

	if (warnings + notes == 0)
		return;
	WSP_TEXT_LITERAL(writer->out, "findings: ");
	wsp_phrase_count(writer->out, warnings, "warning");
	WSP_TEXT_LITERAL(writer->out, ", ");
	wsp_phrase_count(writer->out, notes, "note");
	wsp_text_addc(writer->out, '\n');
}

/* The last line is what people see first: the strategy, the phases, and how good that is. */
static void write_verdict(struct writer *writer)
{
	const struct wsp_plan *plan = writer->plan;
	struct wsp_text *out = writer->out;

	wsp_text_addc(out, '\n');
	set_style(writer, STYLE_STRONG);
	wsp_text_adds(out, wsp_strategy_name(plan->chosen));
	WSP_TEXT_LITERAL(out, ": ");
	if (plan->n_phases == 0) {
		WSP_TEXT_LITERAL(out, "nothing is left to be done");
	} else {
		wsp_phrase_count(out, plan->to_convert, "server");
		WSP_TEXT_LITERAL(out, " in ");
		wsp_phrase_count(out, plan->n_phases, "phase");
	}
	if (plan->n_phases > 0 && plan->dated) {
		WSP_TEXT_LITERAL(out, ", done by ");
		wsp_moment_tell_day(out, wsp_plan_zone(plan, WSP_NO_SERVER),
			plan->phases[plan->n_phases].closes);
	}
	if (plan->n_phases > 0 && plan->optimal) {
		WSP_TEXT_LITERAL(out, ", proven minimal (");
		wsp_escape_terminal(out, plan->bound);
		wsp_text_addc(out, ')');
	} else if (plan->n_phases > 0) {
		WSP_TEXT_LITERAL(out, "; at least ");
		wsp_phrase_number(out, plan->lower_bound);
		wsp_text_adds(out, plan->lower_bound == 1 ? " is needed (" : " are needed (");
		wsp_escape_terminal(out, plan->bound);
		wsp_text_addc(out, ')');
	}
	wsp_text_addc(out, '.');
	set_style(writer, STYLE_END);
	wsp_text_addc(out, '\n');
}

void wsp_write_summary(const struct wsp_plan *plan, bool colour, struct wsp_text *out)
{
	struct writer writer = {.plan = plan, .out = out, .colour = colour};

	write_head(&writer);
	write_phases(&writer);
	write_period(&writer);
	write_totals(&writer);
	write_left_out(&writer);
	write_waivers(&writer);
	write_findings(&writer);
	write_verdict(&writer);
	wsp_text_release(&writer.cell);
}
