/* Turns of phrase that several sections use. */
#include <string.h>

#include "report/sections.h"

void wsp_say_sentence(struct wsp_book *book, const char *text)
{
	size_t length = strlen(text);

	WSP_SAY(book, "%", wsp_text_word(text));
	if (length > 0 && !strchr(".:!?", text[length - 1]))
		wsp_book_add(book, ".");
}

void wsp_tell_rest(struct wsp_book *book, uint64_t total, uint64_t listed, const char *noun)
{
	if (total > listed)
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH, "% more: all stand in `plan.json`.",
			wsp_count_word(total - listed, noun));
}

void wsp_say_census(struct wsp_book *book, const struct wsp_census *census, const char *nobody)
{
	const struct wsp_topology *topo = &book->plan->topo;
	uint64_t rest = 0;

	for (size_t i = 0; i < census->n; i++) {
		const struct wsp_census_row *row = &census->row[i];

		if (i >= WSP_NAMES_MAX) {
			rest += row->n;
			continue;
		}
		if (i > 0)
			wsp_book_add(book, ", ");
		if (row->name)
			WSP_SAY(book, "%", wsp_text_word(wsp_topology_text(topo, row->name)));
		else
			wsp_book_add(book, nobody);
		if (census->n > 1)
			WSP_SAY(book, " (%)", wsp_number_word(row->n));
	}
	if (census->n > WSP_NAMES_MAX)
		WSP_SAY(book, " and % more with %", wsp_number_word(census->n - WSP_NAMES_MAX),
			wsp_count_word(rest, "server"));
}
