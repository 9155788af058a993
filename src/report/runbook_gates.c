/* Gates: what has to be true before a phase begins, and by when. */
#include "plan/steps.h"
#include "report/clock.h"
#include "report/sections.h"
#include "report/workload.h"

/* Work by day may turn back some pages: its procedures are told after the first phase only. */
static void tell_once(struct wsp_book *book, uint32_t procedure, uint32_t number, const char *when)
{
	struct wsp_told *told = &book->procedure[procedure];

	if (told->phase == WSP_ABSENT) {
		wsp_tell_procedure(book, procedure, number);
	} else if (told->told_again != number && told->phase != number) {
		told->told_again = number;
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH, "`%` and what it must show: see *% P%*.",
			wsp_text_word(book->plan->procedure[procedure].id), wsp_prose_word(when),
			wsp_number_word(told->phase));
	}
}

void wsp_tell_by_day(
	struct wsp_book *book, uint32_t number, const struct wsp_steps *steps, const char *when)
{
	wsp_procedure_set_usual(book, NULL);
	for (size_t i = 0; i < steps->n && !book->stopped; i++)
		tell_once(book, steps->step[i].procedure, number, when);
	wsp_procedure_set_usual(book, &book->plan->procedure[steps->step[0].procedure]);
	for (size_t i = 0; i < steps->n && !book->stopped; i++)
		wsp_tell_step(book, &steps->step[i]);
}

/* The minute after the last one of a phase, as a moment. */
static wsp_moment end_of(const struct wsp_plan *plan, uint32_t number)
{
	return wsp_plan_moment(plan, number, plan->phases[number].minutes);
}

static bool has_checks_after(const struct wsp_plan *plan, uint32_t number)
{
	struct wsp_workload work = wsp_workload_of(plan, number);
	bool found = false;

	for (uint32_t i = 0; i < work.n_servers && !found; i++)
		found = plan->actions[plan->order[work.first_server + i]] &
			WSP_BIT(WSP_VERIFY_CLIENTS);
	return found;
}

/* ", not before Sun 2026-12-06 23:53" */
static void say_earliest(struct wsp_book *book, wsp_moment after, uint32_t minutes)
{
	if (book->plan->dated)
		WSP_SAY(book, ", not before *%*",
			wsp_moment_word(
				book->zone, after + (wsp_moment)minutes * WSP_SECONDS_A_MINUTE));
}

static void tell_phase_before(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t before = number - 1;

	wsp_book_begin(book, WSP_BLOCK_TASK);
	WSP_SAY(book, "*P% is signed off*", wsp_number_word(before));
	if (has_checks_after(plan, before)) {
		WSP_SAY(book,
			", and `verify-clients` showed what it must on all its servers: see "
			"*A day after P%*",
			wsp_number_word(before));
	}
	if (plan->phases[number].gate > 0) {
		WSP_SAY(book, ". P% begins at least % after P% ended", wsp_number_word(number),
			wsp_minutes_word(plan->phases[number].gate), wsp_number_word(before));
		say_earliest(book, end_of(plan, before), plan->phases[number].gate);
	}
	wsp_book_add(book, ".");
	wsp_book_put(book);
}

/* The last phase before `number` that converts a downstream of one of its servers; 0: none. */
static uint32_t last_phase_below(const struct wsp_plan *plan, uint32_t number)
{
	const struct wsp_topology *topo = &plan->topo;
	struct wsp_workload work = wsp_workload_of(plan, number);
	uint32_t last = 0;

	for (uint32_t i = 0; i < work.n_servers; i++) {
		wsp_server_id s = plan->order[work.first_server + i];

		for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
			if (plan->phase[c] > last && plan->phase[c] < number)
				last = plan->phase[c];
		}
	}
	return last;
}

static void tell_soak(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t soak = plan->topo.inventory.policy.soak;
	uint32_t below = soak > 0 && soak != WSP_ABSENT ? last_phase_below(plan, number) : 0;

	if (below == 0)
		return;
	wsp_book_begin(book, WSP_BLOCK_TASK);
	WSP_SAY(book,
		"*Soak:* the servers right below those of this phase, the last converted in P%, "
		"have run for % since without a complaint",
		wsp_number_word(below), wsp_minutes_word(soak));
	say_earliest(book, end_of(plan, below), soak);
	wsp_book_add(book, ".");
	wsp_book_put(book);
}

static void tell_recheck(struct wsp_book *book, uint32_t number, const struct wsp_steps *steps)
{
	if (steps->n == 0)
		return;
	wsp_book_begin(book, WSP_BLOCK_TASK);
	wsp_book_add(book, "*Recheck*, ");
	if (book->plan->dated)
		WSP_SAY(book, "%, ",
			wsp_day_word(
				book->zone, book->plan->phases[number].begin - WSP_SECONDS_A_DAY));
	WSP_SAY(book,
		"a day before the phase: % below % ticked. A server may have changed since it was "
		"prepared.",
		wsp_prose_word(steps->n == 1 ? "the box" : "all boxes"),
		wsp_prose_word(steps->n == 1 ? "is" : "are"));
	wsp_book_put(book);
}

void wsp_tell_gates(struct wsp_book *book, uint32_t number, struct wsp_steps *steps)
{
	if (!wsp_steps_before_phase(steps, number)) {
		book->failed = book->stopped = true;
		return;
	}
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	WSP_SAY(book, "Before P%", wsp_number_word(number));
	wsp_book_put(book);
	wsp_book_tell(book, WSP_BLOCK_TASK,
		"The preparation is ticked for every server of this phase, thumbprints included, "
		"and for every downstream server it switches.");
	if (number > 1)
		tell_phase_before(book, number);
	tell_soak(book, number);
	tell_recheck(book, number, steps);
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"*If a gate fails, P% does not begin.* Nothing is lost by waiting: every server "
		"works as it does now. Repair it or leave the server out, write the present state "
		"into the inventory, and plan anew: the later phases move with this one.",
		wsp_number_word(number));
	if (steps->n > 0)
		wsp_tell_by_day(book, number, steps, "Before");
}
