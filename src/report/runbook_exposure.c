/* Exposure: what each phase interrupts, and what is still unprotected after it. */
#include "report/sections.h"

/* A moment that may lie behind the phase; empty when nobody waits for it. */
static void say_when(struct wsp_book *book, uint32_t number, uint32_t minute)
{
	if (minute > 0)
		wsp_say_minute(book, number, minute);
	wsp_book_add(book, "|");
}

static void tell_row(struct wsp_book *book, uint32_t number)
{
	const struct wsp_exposure *exposure = &book->exposure[number];

	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "%%|%|%|%|", wsp_prose_word(number > 0 ? "P" : "before P"),
		wsp_number_word(number > 0 ? number : 1), wsp_number_word(exposure->links),
		wsp_minutes_word(exposure->longest_outage), wsp_number_word(exposure->clients));
	say_when(book, number, exposure->refreshed);
	say_when(book, number, exposure->scanned);
	WSP_SAY(book, "%|%|%", wsp_number_word(exposure->links_http),
		wsp_number_word(exposure->servers_http), wsp_number_word(exposure->clients_http));
	wsp_book_put(book);
}

void wsp_tell_exposure(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = plan->n_phases < WSP_LIST_MAX ? plan->n_phases : WSP_LIST_MAX;

	if (plan->n_phases == 0)
		return;
	wsp_book_heading(book, 3, "What is interrupted, and what is still in clear");
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"Synchronization links that are dead for some minutes: *%*, each for at most %, % "
		"in all. Clients that cannot scan for a while: *%*. Clients fetch a changed policy "
		"within two hours when they are on, and scan within 22 hours of that. A server "
		"counts as reached in clear as long as a link between it and its root is on HTTP.",
		wsp_number_word(book->total.links), wsp_minutes_word(book->total.longest_outage),
		wsp_minutes_word(book->total.outage), wsp_number_word(book->total.clients));
	if (plan->link_owner && book->total.links > plan->to_switch)
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
			"More links are dead for a while than are switched: servers that share a "
			"database are switched once, and each of them has a link.");
	wsp_book_head(book, 0x3CEu,
		"Phase|Links dead|Longest|Clients that cannot scan|All have the new address "
		"by|All have scanned by|Links on HTTP after it|Servers reached in clear|Clients on "
		"HTTP");
	for (uint32_t i = 0; i <= listed; i++)
		tell_row(book, i);
	wsp_tell_rest(book, plan->n_phases, listed, "phase");
}
