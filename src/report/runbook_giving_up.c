/* Giving up: how much may fail in a phase before it stops, who decides, and what is done then. */
#include "report/sections.h"
#include "report/workload.h"

/* "2 of 14 switches" */
static void say_amount(struct wsp_book *book, uint32_t amount, uint32_t of, const char *noun)
{
	WSP_SAY(book, "*% of %*", wsp_number_word(amount), wsp_count_word(of, noun));
}

void wsp_tell_giving_up(struct wsp_book *book, uint32_t number)
{
	static const char *const rules[] = {
		"A step *has failed* when its check does not show what it must and a second try, "
		"at most as long as planned for the first, does not either.",
		"*Then:* begin nothing new. Finish what is begun if it can be verified before the "
		"point of no return, otherwise back it out. Servers that are verified stay as they "
		"are, unless the one who decides backs out the phase.",
		"*Afterwards:* tell the owners and the service desk, write the present state into "
		"the inventory, and plan anew. The next phase does not begin before that.",
	};
	const struct wsp_phase *phase = &book->plan->phases[number];
	struct wsp_workload work = wsp_workload_of(book->plan, number);

	wsp_book_heading(book, 3, "When to give up");
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "Give the phase up as soon as ");
	if (work.n_servers > 0)
		say_amount(book, phase->abort_conversions, work.n_servers, "conversion");
	if (work.n_servers > 0 && work.n_links > 0)
		wsp_book_add(book, " or ");
	if (work.n_links > 0)
		say_amount(book, phase->abort_switches, work.n_links, "switch");
	wsp_book_add(book, " of this phase failed. Decides: ............................ deputy: "
			   "............................");
	wsp_book_put(book);
	for (size_t i = 0; i < WSP_COUNT(rules); i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, rules[i]);
}
