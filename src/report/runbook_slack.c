/* Slack: the chain of servers that the end hangs on, and how many phases the others may slip. */
#include "plan/slack.h"
#include "report/sections.h"

enum { SLACKS_TOLD = 12 };

static void tell_chain(struct wsp_book *book, const struct wsp_slack *slack)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = slack->n_chain < WSP_NAMES_MAX ? slack->n_chain : WSP_NAMES_MAX;

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "*Critical path:* ");
	for (uint32_t i = 0; i < listed; i++)
		WSP_SAY(book, "%`%` (P%)", wsp_prose_word(i > 0 ? " → " : ""),
			wsp_text_word(wsp_topology_fqdn(&plan->topo, slack->chain[i])),
			wsp_number_word(plan->phase[slack->chain[i]]));
	if (slack->n_chain > listed)
		WSP_SAY(book, " → and %", wsp_count_word(slack->n_chain - listed, "more server"));
	wsp_book_add(book, ". If one of these slips, the last phase slips with it.");
	wsp_book_put(book);
}

/* How many servers may slip by how many phases; the last row takes all that may slip further. */
static void tell_counts(struct wsp_book *book, const struct wsp_slack *slack)
{
	uint64_t n[SLACKS_TOLD] = {0};

	for (wsp_server_id s = 0; s < book->plan->topo.n_servers; s++) {
		uint32_t phases = slack->phases[s];

		if (phases != WSP_ABSENT)
			n[phases < SLACKS_TOLD ? phases : SLACKS_TOLD - 1]++;
	}
	wsp_book_head(book, 3, "May slip by phases|Servers");
	for (uint32_t i = 0; i < SLACKS_TOLD; i++) {
		if (n[i] > 0)
			WSP_TELL(book, WSP_BLOCK_ROW, "%%|%", wsp_number_word(i),
				wsp_prose_word(i + 1 == SLACKS_TOLD ? " or more" : ""),
				wsp_number_word(n[i]));
	}
}

void wsp_tell_slack(struct wsp_book *book)
{
	struct wsp_arena arena = {0};
	struct wsp_slack slack;

	if (book->plan->n_phases < 2)
		return;
	if (!wsp_slack_tell(book->plan, &arena, &slack)) {
		book->failed = book->stopped = true;
	} else if (slack.n_chain > 0) {
		wsp_book_heading(book, 3, "What the end hangs on");
		tell_chain(book, &slack);
		tell_counts(book, &slack);
	}
	wsp_arena_release(&arena);
}
