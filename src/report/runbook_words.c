/* Turns of phrase that several sections use. */
#include <string.h>

#include "base/phrase.h"
#include "report/clock.h"
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
		WSP_SAY(book, " and % more", wsp_number_word(census->n - WSP_NAMES_MAX));
	if (rest > 0 && rest != census->n - WSP_NAMES_MAX)
		WSP_SAY(book, " with %", wsp_count_word(rest, "server"));
}

void wsp_say_minute(struct wsp_book *book, uint32_t phase, uint32_t minute)
{
	const struct wsp_plan *plan = book->plan;

	if (plan->dated)
		WSP_SAY(book, "*%* (%)",
			wsp_time_word(book->zone, wsp_plan_moment(plan, phase, minute),
				plan->phases[phase].begin),
			wsp_offset_word(minute));
	else
		WSP_SAY(book, "%", wsp_offset_word(minute));
}

void wsp_say_due(struct wsp_book *book, uint32_t phase)
{
	if (phase == 0)
		return;
	WSP_SAY(book, "P%", wsp_number_word(phase));
	if (book->plan->dated)
		WSP_SAY(book, ", %", wsp_day_word(book->zone, book->plan->phases[phase].begin));
}

void wsp_say_start(struct wsp_book *book, wsp_server_id s, uint32_t phase, uint32_t minute)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, s);

	if (!plan->dated) {
		wsp_phrase_offset(wsp_book_open(book, WSP_STYLE_PROSE), minute);
		wsp_book_close(book);
		return;
	}
	wsp_clock_time(wsp_book_open(book, WSP_STYLE_PROSE), zone,
		wsp_plan_moment(plan, phase, minute), plan->phases[phase].begin);
	wsp_text_adds(&book->text, zone != book->zone ? " " : "");
	wsp_book_close(book);
	wsp_text_adds(wsp_book_open(book, WSP_STYLE_INPUT), zone != book->zone ? zone->name : "");
	wsp_book_close(book);
	WSP_TEXT_LITERAL(wsp_book_open(book, WSP_STYLE_PROSE), " (");
	wsp_phrase_offset(&book->text, minute);
	wsp_text_addc(&book->text, ')');
	wsp_book_close(book);
}
