#include "base/array.h"
#include "plan/steps.h"
#include "report/command.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/label.h"

/* A row in the making; `cell` is scratch for what is put together. */
struct row {
	const struct wsp_plan *plan;
	const struct wsp_step *step;
	const struct wsp_procedure *procedure;
	struct wsp_text *cell;
};

static void add_phase(const struct row *row)
{
	wsp_label_phase(row->cell, row->step->phase);
}

static void add_wave(const struct row *row)
{
	if (row->step->wave != WSP_NO_WAVE)
		wsp_label_wave(row->cell, row->plan, row->step->wave);
}

static void add_start(const struct row *row)
{
	if (row->step->wave != WSP_NO_WAVE)
		wsp_text_addu(row->cell, row->step->start);
}

static void add_finish(const struct row *row)
{
	if (row->step->wave != WSP_NO_WAVE)
		wsp_text_addu(row->cell, row->step->finish);
}

/* With the offset of the target's site, so that a spreadsheet sorts and a person reads it. */
static void add_moment(const struct row *row, uint32_t minute)
{
	if (row->plan->dated && minute != WSP_ABSENT)
		wsp_moment_write(row->cell, wsp_plan_zone(row->plan, row->step->server),
			wsp_plan_moment(row->plan, row->step->phase, minute));
}

static void add_start_moment(const struct row *row)
{
	add_moment(row, row->step->start);
}

static void add_finish_moment(const struct row *row)
{
	add_moment(row, row->step->finish);
}

static void add_window(const struct row *row)
{
	if (row->plan->dated && row->step->phase > 0)
		wsp_text_adds(row->cell, row->plan->phases[row->step->phase].window);
}

static void add_id(const struct row *row)
{
	wsp_label_step_id(row->cell, row->plan, row->step);
}

static void add_action(const struct row *row)
{
	wsp_text_adds(row->cell, wsp_actions[row->step->action].name);
}

/* The object that several servers share, if it is the target. */
static void add_server(const struct row *row)
{
	uint32_t shared = row->step->shared;

	wsp_text_adds(row->cell, shared == UINT32_MAX
					 ? wsp_topology_fqdn(&row->plan->topo, row->step->server)
					 : row->plan->shared[shared].name);
}

static void add_site(const struct row *row)
{
	const struct wsp_topology *topo = &row->plan->topo;

	if (row->step->shared == UINT32_MAX)
		wsp_text_adds(
			row->cell, wsp_topology_text(topo, topo->server[row->step->server].site));
}

static void add_owner(const struct row *row)
{
	const struct wsp_topology *topo = &row->plan->topo;

	if (row->step->shared == UINT32_MAX)
		wsp_text_adds(
			row->cell, wsp_topology_text(topo, topo->server[row->step->server].owner));
}

static uint64_t count_clients(const struct wsp_plan *plan, const struct wsp_step *step)
{
	const struct wsp_shared *shared;
	uint64_t n = 0;

	if (step->shared == UINT32_MAX)
		return plan->topo.server[step->server].clients;
	shared = &plan->shared[step->shared];
	for (uint32_t i = 0; i < shared->n_members; i++)
		n += plan->topo.server[shared->member[i]].clients;
	return n;
}

static void add_clients(const struct row *row)
{
	wsp_text_addu(row->cell, count_clients(row->plan, row->step));
}

static void add_upstream(const struct row *row)
{
	if (row->step->shared == UINT32_MAX)
		wsp_text_adds(row->cell, wsp_label_upstream(row->plan, row->step->server));
}

static void add_procedure(const struct row *row)
{
	wsp_text_adds(row->cell, row->procedure->id);
}

static void add_who(const struct row *row)
{
	wsp_text_adds(row->cell, row->procedure->who);
}

static void add_where(const struct row *row)
{
	wsp_text_adds(row->cell, row->procedure->where);
}

static void add_interrupts(const struct row *row)
{
	wsp_text_adds(row->cell, row->procedure->interrupts);
}

/* What proves the step; the commands are in the runbook and in steps.jsonl. */
static void add_check(const struct row *row)
{
	const struct wsp_procedure *procedure = row->procedure;

	if (procedure->checks[0])
		wsp_command_fill(row->cell, row->plan, row->step->server, "", procedure->checks[0]);
	else if (procedure->commands[0])
		wsp_command_fill(row->cell, row->plan, row->step->server, procedure->shell,
			procedure->commands[0]);
}

static void add_dependencies(const struct row *row)
{
	struct wsp_dependency dependency;
	uint32_t cursor = 0;

	while (wsp_step_dependency(row->plan, row->step, &cursor, &dependency)) {
		if (row->cell->length > 0)
			wsp_text_addc(row->cell, ' ');
		wsp_label_dependency(row->cell, row->plan, &dependency);
	}
}

static void add_nothing(const struct row *row)
{
	(void)row;
}

static const struct {
	const char *name;
	void (*add)(const struct row *row);
} columns[] = {
	{"phase", add_phase}, {"wave", add_wave}, {"start_minute", add_start},
	{"finish_minute", add_finish}, {"id", add_id}, {"action", add_action},
	{"server", add_server}, {"site", add_site}, {"owner", add_owner}, {"clients", add_clients},
	{"upstream", add_upstream}, {"procedure", add_procedure}, {"who", add_who},
	{"where", add_where}, {"interrupts", add_interrupts}, {"check", add_check},
	{"depends_on", add_dependencies}, {"start", add_start_moment},
	{"finish", add_finish_moment}, {"window", add_window},
	{"status", add_nothing}, /* for people to fill in */
};

static void write_header(struct wsp_text *out)
{
	for (size_t i = 0; i < WSP_COUNT(columns); i++) {
		if (i > 0)
			wsp_text_addc(out, ',');
		wsp_escape_csv(out, columns[i].name);
	}
	WSP_TEXT_LITERAL(out, "\r\n");
}

static void write_row(const struct row *row, struct wsp_text *out)
{
	for (size_t i = 0; i < WSP_COUNT(columns); i++) {
		if (i > 0)
			wsp_text_addc(out, ',');
		wsp_text_clear(row->cell);
		columns[i].add(row);
		wsp_escape_csv(out, wsp_text_get(row->cell));
		out->failed = out->failed || row->cell->failed;
	}
	WSP_TEXT_LITERAL(out, "\r\n");
}

void wsp_write_csv(const struct wsp_plan *plan, struct wsp_text *out)
{
	struct wsp_text cell = {0};
	struct wsp_steps steps;

	write_header(out);
	wsp_steps_begin(&steps, plan);
	while (!out->failed && wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n && !out->failed; i++) {
			const struct wsp_step *step = &steps.step[i];

			write_row(
				&(struct row){plan, step, &plan->procedure[step->procedure], &cell},
				out);
		}
	}
	out->failed = out->failed || steps.failed;
	wsp_steps_release(&steps);
	wsp_text_release(&cell);
}
