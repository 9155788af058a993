/* A wave: the procedures it needs, then what is done on each of its servers. */
#include "plan/steps.h"
#include "plan/why_text.h"
#include "report/label.h"
#include "report/roster.h"
#include "report/sections.h"

/* What was told longer ago than this is told again: it is pages away. */
enum { TASKS_WITHIN_REACH = 120 };

static bool is_far(const struct wsp_book *book, uint32_t procedure, uint32_t phase)
{
	const struct wsp_told *told = &book->procedure[procedure];

	return told->phase != phase || book->n_tasks - told->n_tasks > TASKS_WITHIN_REACH;
}

static bool is_defined(const struct wsp_book *book, uint32_t procedure)
{
	const struct wsp_told *told = &book->procedure[procedure];

	return told->prepared || told->wave != WSP_NO_WAVE;
}

static void tell_heading(struct wsp_book *book, uint32_t wave)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_wave *row = &plan->waves[wave];

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	wsp_book_add(book, "Wave ");
	wsp_label_wave(wsp_book_open(book, WSP_STYLE_PROSE), plan, wave);
	wsp_book_close(book);
	wsp_book_add(book, ", ");
	if (plan->dated)
		WSP_SAY(book, "% to % (",
			wsp_time_word(book->zone, wsp_plan_moment(plan, row->phase, row->start),
				plan->phases[row->phase].begin),
			wsp_time_word(book->zone, wsp_plan_moment(plan, row->phase, row->finish),
				plan->phases[row->phase].begin));
	WSP_SAY(book, "% to %%", wsp_offset_word(row->start), wsp_offset_word(row->finish),
		wsp_prose_word(plan->dated ? ")" : ""));
	wsp_book_put(book);
}

/* Links that ConfigMgr switches are only checked, whatever the cut-over. */
static void say_switches(struct wsp_book *book, const struct wsp_wave *row)
{
	const struct wsp_plan *plan = book->plan;
	bool overlap = plan->topo.inventory.policy.cutover == WSP_OVERLAP;
	uint32_t checked = 0;

	for (uint32_t i = 0; i < row->n_links; i++)
		checked +=
			plan->link_work[plan->link_order[row->first_link + i]] == WSP_LINK_FOLLOW;
	if (row->n_links > checked)
		WSP_SAY(book, "Switches %%%. ",
			wsp_count_word(row->n_links - checked, "synchronization link"),
			wsp_prose_word(row->n_links - checked > 1 ? ", each" : ""),
			wsp_prose_word(overlap ? " before its upstream requires SSL"
					       : " when its upstream is verified"));
	if (checked > 0)
		WSP_SAY(book, "Checks % that ConfigMgr switches, when the upstream is verified. ",
			wsp_count_word(checked, "synchronization link"));
}

/* What it does, how many at a time, and when it starts. */
static void tell_contents(struct wsp_book *book, const struct wsp_wave *row)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	if (row->number == 0)
		wsp_book_add(book, "Repairs what is broken now, before all other work. ");
	if (row->n_servers > 0)
		WSP_SAY(book, "Converts %. ", wsp_count_word(row->n_servers, "server"));
	if (row->n_servers > 1)
		WSP_SAY(book, "There is no order among them; up to % at the same time. ",
			wsp_number_word(row->n_servers < plan->operators ? row->n_servers
									 : plan->operators));
	if (row->n_links > 0)
		say_switches(book, row);
	if (row->number > 1)
		WSP_SAY(book, "It starts when every box of wave P%.W% is ticked. ",
			wsp_number_word(row->phase), wsp_number_word(row->number - 1));
	wsp_book_add(book,
		"Load the functions into each session before the first box, see *How to read it*.");
	wsp_book_put(book);
}

static void count_steps(struct wsp_book *book, const struct wsp_roster *roster)
{
	for (uint32_t i = 0; i < book->plan->n_procedures; i++)
		book->procedure[i].n_steps = 0;
	for (size_t i = 0; i < roster->steps.n; i++)
		book->procedure[roster->steps.step[i].procedure].n_steps++;
}

/* Who does most procedures of the wave, and where: said once instead of in every block. */
static void find_usual(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_procedure *usual = NULL;
	uint32_t most = 1;

	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		uint32_t same = 0;

		for (uint32_t k = 0; k < plan->n_procedures; k++)
			same += book->procedure[k].n_steps > 0 &&
				wsp_procedure_is_alike(&plan->procedure[i], &plan->procedure[k]);
		if (book->procedure[i].n_steps > 0 && same > most) {
			most = same;
			usual = &plan->procedure[i];
		}
	}
	wsp_procedure_set_usual(book, usual);
	if (usual)
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"Where a block or a box does not say otherwise: *Who:* % · *Where:* %",
			wsp_text_word(usual->who), wsp_text_word(usual->where));
}

/* Those that an earlier wave defined, in few words. */
static void tell_defined(struct wsp_book *book, uint32_t phase)
{
	uint32_t near = 0;
	uint32_t far = 0;

	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps == 0 || !is_defined(book, i))
			continue;
		if (!is_far(book, i, phase)) {
			near++;
			continue;
		}
		if (far++ == 0)
			wsp_book_tell(book, WSP_BLOCK_PARAGRAPH, "Defined before, and unchanged:");
		wsp_tell_again(book, i, phase);
	}
	if (near > 0)
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"% of this wave stand in the wave before, a few pages back.",
			wsp_count_word(near, "procedure"));
}

/* The procedures of a wave, in the order of the work; each function once in the runbook. */
static void tell_procedures(struct wsp_book *book, uint32_t wave)
{
	uint32_t phase = book->plan->waves[wave].phase;

	find_usual(book);
	tell_defined(book, phase);
	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps == 0 || is_defined(book, i))
			continue;
		book->procedure[i].wave = wave;
		wsp_tell_procedure(book, i, phase);
	}
}

static void tell_converted(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_server *server = &plan->topo.server[s];

	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "`%`%|", wsp_text_word(wsp_topology_fqdn(&plan->topo, s)),
		wsp_prose_word(server->configmgr_role ? " (ConfigMgr)" : ""));
	wsp_say_start(book, s, plan->phase[s], plan->start[s]);
	WSP_SAY(book, "|%|%|", wsp_text_word(wsp_topology_text(&plan->topo, server->site)),
		wsp_number_word(server->clients));
	wsp_why_tell(plan, s, wsp_book_open(book, WSP_STYLE_INPUT));
	wsp_book_close(book);
	wsp_book_put(book);
}

/* Whose turn it is, and why now and not before. */
static void tell_servers(struct wsp_book *book, const struct wsp_wave *wave)
{
	if (wave->n_servers == 0)
		return;
	wsp_book_head(book, 8, "Server|Begins|Site|Clients|Why now");
	for (uint32_t i = 0; i < wave->n_servers && !book->stopped; i++)
		tell_converted(book, book->plan->order[wave->first_server + i]);
}

void wsp_tell_wave(struct wsp_book *book, uint32_t wave, struct wsp_roster *roster)
{
	if (!wsp_roster_of_wave(roster, wave)) {
		book->failed = book->stopped = true;
		return;
	}
	tell_heading(book, wave);
	tell_contents(book, &book->plan->waves[wave]);
	tell_servers(book, &book->plan->waves[wave]);
	count_steps(book, roster);
	tell_procedures(book, wave);
	for (size_t i = 0; i < roster->n_entries && !book->stopped; i++) {
		const struct wsp_roster_entry *entry = &roster->entry[i];

		if (wsp_roster_head(roster, entry) != WSP_NO_SERVER)
			continue;
		wsp_tell_server(book, roster, entry);
	}
}
