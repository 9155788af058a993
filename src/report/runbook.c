#include "report/runbook.h"

#include <stdlib.h>

#include "report/roster.h"
#include "report/sections.h"

/* In the order they are read: what the board decides on, the phases, what is looked up. */
static void (*const before_phases[])(struct wsp_book *book) = {
	wsp_tell_title,
	wsp_tell_scope,
	wsp_tell_strategy,
	wsp_tell_assumptions,
	wsp_tell_findings,
	wsp_tell_left_out,
	wsp_tell_people,
	wsp_tell_communications,
	wsp_tell_preparation,
	wsp_tell_back_out,
};

static void (*const after_phases[])(struct wsp_book *book) = {
	wsp_tell_closure,
	wsp_tell_error_codes,
	wsp_tell_glossary,
};

bool wsp_runbook_tell(const struct wsp_plan *plan, wsp_block_put put, void *context)
{
	struct wsp_book book;
	struct wsp_roster roster = {0};
	bool failed;

	if (!wsp_book_init(&book, plan, put, context) || !wsp_roster_init(&roster, plan))
		book.failed = book.stopped = true;

	for (size_t i = 0; i < WSP_COUNT(before_phases) && !book.stopped; i++)
		before_phases[i](&book);
	for (uint32_t phase = 1; phase <= plan->n_phases && !book.stopped; phase++)
		wsp_tell_phase(&book, phase, &roster);
	for (size_t i = 0; i < WSP_COUNT(after_phases) && !book.stopped; i++)
		after_phases[i](&book);

	failed = book.failed;
	wsp_roster_release(&roster);
	wsp_book_release(&book);
	return !failed;
}
