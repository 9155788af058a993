/* Facts: what a phase is, when it is, and what it costs, in one table at its head. */
#include "report/clock.h"
#include "report/sections.h"
#include "report/workload.h"

/* A row of who or where: servers converted and links switched, by one of their strings. */
static void tell_census(struct wsp_book *book, const struct wsp_workload *work, const char *title,
	size_t offset, const char *nobody)
{
	const struct wsp_plan *plan = book->plan;
	struct wsp_census census = {0};

	for (uint32_t i = 0; i < work->n_servers + work->n_links; i++) {
		const void *server = &plan->topo.server[wsp_workload_server(plan, work, i)];

		wsp_census_add(&census,
			*(const wsp_string *)(const void *)((const char *)server + offset), 0, 1);
	}
	wsp_census_count(&census);
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "%|", wsp_prose_word(title));
	wsp_say_census(book, &census, nobody);
	wsp_book_put(book);
	if (census.failed)
		book->failed = book->stopped = true;
	wsp_census_release(&census);
}

static void tell_head(struct wsp_book *book, uint32_t number)
{
	const struct wsp_phase *phase = &book->plan->phases[number];

	wsp_book_begin(book, WSP_BLOCK_HEAD);
	if (book->plan->dated)
		WSP_SAY(book, "P%|% to %", wsp_number_word(number),
			wsp_moment_word(book->zone, phase->begin),
			wsp_time_word(book->zone,
				wsp_plan_moment(book->plan, number, phase->minutes), phase->begin));
	else
		WSP_SAY(book, "P%|% to %", wsp_number_word(number), wsp_offset_word(0),
			wsp_offset_word(phase->minutes));
	wsp_book_put(book);
}

static bool clocks_change(const struct wsp_book *book, const struct wsp_phase *phase)
{
	return wsp_zone_offset(book->zone, phase->begin) !=
	       wsp_zone_offset(book->zone, phase->closes);
}

/* The window, in the time of the plan and in UTC. */
static void tell_window(struct wsp_book *book, const struct wsp_phase *phase)
{
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "Window|%, % to %, time of `%`; UTC % to %", wsp_text_word(phase->window),
		wsp_moment_word(book->zone, phase->opens),
		wsp_time_word(book->zone, phase->closes, phase->opens),
		wsp_text_word(book->zone->name), wsp_moment_word(&wsp_utc, phase->opens),
		wsp_time_word(&wsp_utc, phase->closes, phase->opens));
	if (phase->begin > phase->opens)
		WSP_SAY(book, ". The phase begins at *%*, when the one before it is over",
			wsp_time_word(book->zone, phase->begin, phase->opens));
	if (clocks_change(book, phase))
		wsp_book_add(book, ". *The clocks change in this window:* go by the minutes, or by "
				   "UTC");
	wsp_book_put(book);
}

static void tell_duration(struct wsp_book *book, const struct wsp_phase *phase)
{
	uint64_t all = (uint64_t)phase->minutes + phase->reserve;

	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "Duration|% of work and % of reserve to back out: % in all",
		wsp_minutes_word(phase->minutes), wsp_minutes_word(phase->reserve),
		wsp_minutes_word(all));
	if (phase->length > 0 && phase->length != WSP_ABSENT && all > phase->length)
		WSP_SAY(book, ", *% more than the window of % gives*: see the waiver",
			wsp_minutes_word(all - phase->length), wsp_minutes_word(phase->length));
	else if (phase->length > 0 && phase->length != WSP_ABSENT)
		WSP_SAY(book, ", of a window of %", wsp_minutes_word(phase->length));
	wsp_book_put(book);
}

/* The minute from which on backing out no longer ends inside the window. */
static void tell_point_of_no_return(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_phase *phase = &plan->phases[number];
	bool fits = phase->length != WSP_ABSENT &&
		    phase->length >= (uint64_t)phase->minutes + phase->reserve;
	uint32_t minute = fits ? wsp_plan_point_of_no_return(plan, number) : phase->minutes;

	wsp_book_begin(book, WSP_BLOCK_ROW);
	wsp_book_add(book, "Point of no return|");
	wsp_say_minute(book, number, minute);
	wsp_book_add(book, fits ? ": the last moment to decide. Begun by then, backing out of all "
				  "that was done in the phase ends inside the window; what is not "
				  "verified then is backed out"
				: ": what is not verified then is backed out");
	wsp_book_put(book);
	if (!plan->dated)
		return;
	WSP_TELL(book, WSP_BLOCK_ROW,
		"Finish by|*%*, the end of the window: nothing is begun that cannot be done, "
		"verified and, if it fails, backed out by then. Planned: the last check ends at %",
		wsp_moment_word(book->zone, phase->closes),
		wsp_time_word(
			book->zone, wsp_plan_moment(plan, number, phase->minutes), phase->begin));
}

static void tell_interruptions(struct wsp_book *book, uint32_t number)
{
	const struct wsp_exposure *exposure = &book->exposure[number];

	wsp_book_begin(book, WSP_BLOCK_ROW);
	wsp_book_add(book, "Interrupted|");
	if (exposure->clients > 0) {
		WSP_SAY(book,
			"scans of % of the servers converted, from `require-ssl` until each has "
			"its new policy: all that are on by ",
			wsp_count_word(exposure->clients, "client"));
		wsp_say_minute(book, number, exposure->refreshed);
		wsp_book_add(book, "; ");
	}
	wsp_book_add(book, "each of the servers converted, for its restart");
	if (exposure->links > 0)
		WSP_SAY(book, "; %% dead for at most %",
			wsp_count_word(exposure->links, "synchronization link"),
			wsp_prose_word(exposure->links > 1 ? ", each" : ""),
			wsp_minutes_word(exposure->longest_outage));
	wsp_book_put(book);
}

/* What the phase leaves as it was: the next ones see to it. */
static void tell_remainder(struct wsp_book *book, uint32_t number)
{
	const struct wsp_exposure *exposure = &book->exposure[number];

	if (exposure->links_http + exposure->clients_http == 0)
		return;
	wsp_book_begin(book, WSP_BLOCK_ROW);
	wsp_book_add(book, "Still on HTTP after it|");
	if (exposure->links_http > 0)
		WSP_SAY(book, "%, so that metadata reaches % in clear on some part of its way",
			wsp_count_word(exposure->links_http, "synchronization link"),
			wsp_count_word(exposure->servers_http, "server"));
	if (exposure->clients_http > 0)
		WSP_SAY(book, "%scans of %", wsp_prose_word(exposure->links_http > 0 ? "; " : ""),
			wsp_count_word(exposure->clients_http, "client"));
	wsp_book_put(book);
}

void wsp_tell_facts(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_phase *phase = &plan->phases[number];
	struct wsp_workload work = wsp_workload_of(plan, number);

	tell_head(book, number);
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "What|% with % converted", wsp_count_word(work.n_servers, "server"),
		wsp_count_word(phase->clients, "client"));
	if (work.n_links > 0)
		WSP_SAY(book, "; % switched to HTTPS",
			wsp_count_word(work.n_links, "synchronization link"));
	wsp_book_put(book);
	if (plan->dated)
		tell_window(book, phase);
	tell_census(book, &work, "Where", offsetof(struct wsp_server, site), "(no site given)");
	tell_census(book, &work, "Owners", offsetof(struct wsp_server, owner), "(no owner given)");
	WSP_TELL(book, WSP_BLOCK_ROW, "Operators|%: ..............................................",
		wsp_number_word(plan->operators));
	tell_interruptions(book, number);
	tell_remainder(book, number);
	tell_duration(book, phase);
	tell_point_of_no_return(book, number);
	wsp_book_tell(book, WSP_BLOCK_ROW,
		phase->safe_to_stop ? "Safe to stop|after the last check of the phase: no "
				      "synchronization, console or "
				      "client is cut off for good, and no server is half done"
				    : "Safe to stop|*no*: the next phase has to follow as planned");
}
