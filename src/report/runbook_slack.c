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
	wsp_book_add(book, ". If one of these slips, the last phase slips with it. The servers of "
			   "the first row below cannot slip either.");
	wsp_book_put(book);
}

/* Servers that may slip by equally many phases. */
struct even {
	wsp_server_id first[WSP_NAMES_MAX];
	uint64_t n;
};

static void tell_even(struct wsp_book *book, uint32_t phases, const struct even *even)
{
	uint64_t listed = even->n < WSP_NAMES_MAX ? even->n : WSP_NAMES_MAX;

	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "%%|%|", wsp_number_word(phases),
		wsp_prose_word(phases + 1 == SLACKS_TOLD ? " or more" : ""),
		wsp_number_word(even->n));
	for (uint64_t i = 0; i < listed; i++)
		WSP_SAY(book, "%%", wsp_prose_word(i > 0 ? ", " : ""),
			wsp_text_word(wsp_topology_fqdn(&book->plan->topo, even->first[i])));
	if (even->n > listed)
		WSP_SAY(book, " and % more", wsp_number_word(even->n - listed));
	wsp_book_put(book);
}

/* Who may slip by how many phases; the last row takes all that may slip further. */
static void tell_counts(struct wsp_book *book, const struct wsp_slack *slack)
{
	struct even evens[SLACKS_TOLD] = {0};

	for (wsp_server_id s = 0; s < book->plan->topo.n_servers; s++) {
		uint32_t phases = slack->phases[s];
		struct even *even = &evens[phases < SLACKS_TOLD ? phases : SLACKS_TOLD - 1];

		if (phases == WSP_ABSENT)
			continue;
		if (even->n < WSP_NAMES_MAX)
			even->first[even->n] = s;
		even->n++;
	}
	wsp_book_head(book, 3, "May slip by phases|Servers|Which");
	for (uint32_t i = 0; i < SLACKS_TOLD; i++) {
		if (evens[i].n > 0)
			tell_even(book, i, &evens[i]);
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
