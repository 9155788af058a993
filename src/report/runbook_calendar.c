/* Calendar: on which dates the phases are, in whose time, and what lies between them. */
#include <string.h>

#include "report/clock.h"
#include "report/sections.h"
#include "report/workload.h"

enum { MINUTES_A_DAY = 24 * 60 };

static const struct wsp_phase *last_phase(const struct wsp_plan *plan)
{
	return &plan->phases[plan->n_phases];
}

/* A recurring freeze has no span of its own; whether it falls in between is not decided here. */
static bool lies_between(const struct wsp_plan *plan, const struct wsp_freeze *freeze)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	const struct wsp_zone *zone = wsp_plan_zone(plan, WSP_NO_SERVER);
	wsp_moment from;
	wsp_moment to;

	if (freeze->rule)
		return true;
	return wsp_zone_parse(zone, wsp_inventory_text(inventory, freeze->from), false, &from) &&
	       wsp_zone_parse(zone, wsp_inventory_text(inventory, freeze->to), true, &to) &&
	       to > plan->phases[1].begin && from < last_phase(plan)->closes;
}

static bool is_day(const char *text)
{
	return !strchr(text, 'T');
}

/* "3 days", "36 h" */
static void say_span(struct wsp_book *book, uint32_t minutes)
{
	if (minutes % MINUTES_A_DAY == 0)
		WSP_SAY(book, "% day%", wsp_number_word(minutes / MINUTES_A_DAY),
			wsp_prose_word(minutes == MINUTES_A_DAY ? "" : "s"));
	else
		WSP_SAY(book, "%", wsp_minutes_word(minutes));
}

static void tell_freeze(struct wsp_book *book, const struct wsp_freeze *freeze)
{
	const struct wsp_inventory *inventory = &book->plan->topo.inventory;
	const char *from = wsp_inventory_text(inventory, freeze->from);
	const char *to = wsp_inventory_text(inventory, freeze->to);

	wsp_book_begin(book, WSP_BLOCK_BULLET);
	if (freeze->rule) {
		wsp_book_add(book, "Nothing is changed for ");
		say_span(book, freeze->duration);
		WSP_SAY(book, " from each day on that `%` gives",
			wsp_text_word(wsp_inventory_text(inventory, freeze->rule)));
	} else {
		WSP_SAY(book, "Nothing is changed from % to %%", wsp_text_word(from),
			wsp_text_word(to),
			wsp_prose_word(is_day(from) && is_day(to) ? ", both days included" : ""));
	}
	if (freeze->reason)
		WSP_SAY(book, ": %", wsp_text_word(wsp_inventory_text(inventory, freeze->reason)));
	wsp_book_put(book);
}

static void tell_freezes(struct wsp_book *book)
{
	const struct wsp_inventory *inventory = &book->plan->topo.inventory;
	uint64_t found = 0;

	for (size_t i = 0; i < inventory->n_freezes; i++) {
		if (!lies_between(book->plan, &inventory->freeze[i]))
			continue;
		if (++found <= WSP_NAMES_MAX)
			tell_freeze(book, &inventory->freeze[i]);
	}
	wsp_tell_rest(book, found, found < WSP_NAMES_MAX ? found : WSP_NAMES_MAX, "freeze");
}

/* "`ams01.example.com` is left alone, in the preparation too, until 2027-01-10 (audit); planned …"
 */
static void tell_own_dates(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_topology *topo = &book->plan->topo;
	const struct wsp_server *server = &topo->server[s];
	bool waits = server->not_before || server->hold_until;

	wsp_book_begin(book, WSP_BLOCK_BULLET);
	WSP_SAY(book, "`%`%", wsp_text_word(wsp_topology_fqdn(topo, s)),
		wsp_prose_word(waits ? " is left alone, in the preparation too," : ""));
	if (server->not_before)
		WSP_SAY(book, " before %",
			wsp_text_word(wsp_topology_text(topo, server->not_before)));
	if (server->hold_until)
		WSP_SAY(book, "% until % (%)", wsp_prose_word(server->not_before ? " and" : ""),
			wsp_text_word(wsp_topology_text(topo, server->hold_until)),
			wsp_text_word(wsp_topology_text(topo, server->hold_reason)));
	if (server->deadline)
		WSP_SAY(book, "% has to be converted by %", wsp_prose_word(waits ? "," : ""),
			wsp_text_word(wsp_topology_text(topo, server->deadline)));
	wsp_book_add(book, "; planned for ");
	wsp_say_due(book, book->plan->phase[s]);
	wsp_book_put(book);
}

/* Dates that single servers have to keep. */
static void tell_servers_dates(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint64_t found = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		const struct wsp_server *server = &plan->topo.server[s];

		if (plan->phase[s] == 0 ||
			!(server->not_before || server->hold_until || server->deadline))
			continue;
		if (++found <= WSP_NAMES_MAX)
			tell_own_dates(book, s);
	}
	wsp_tell_rest(book, found, found < WSP_NAMES_MAX ? found : WSP_NAMES_MAX, "server");
}

static void tell_row(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_phase *phase = &plan->phases[number];
	struct wsp_workload work = wsp_workload_of(plan, number);

	WSP_TELL(book, WSP_BLOCK_ROW, "P%|%|%|% to %|% to %|%|%|%|*%*", wsp_number_word(number),
		wsp_day_word(book->zone, phase->begin), wsp_text_word(phase->window),
		wsp_time_word(book->zone, phase->begin, phase->begin),
		wsp_time_word(book->zone, phase->closes, phase->begin),
		wsp_moment_word(&wsp_utc, phase->begin),
		wsp_time_word(&wsp_utc, phase->closes, phase->begin),
		wsp_number_word(work.n_servers), wsp_number_word(work.n_links),
		wsp_number_word(phase->clients),
		wsp_time_word(book->zone,
			wsp_plan_moment(plan, number, wsp_plan_point_of_no_return(plan, number)),
			phase->begin));
}

void wsp_tell_calendar(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = plan->n_phases < WSP_LIST_MAX ? plan->n_phases : WSP_LIST_MAX;

	if (!plan->dated || plan->n_phases == 0)
		return;
	wsp_book_heading(book, 3, "The calendar");
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"*Period:* % to %. Times are those of `%`; where a site has another zone, its own "
		"time is said beside. A phase ends, verified or backed out, before its window "
		"does. Until its *point of no return* all that was done in it can still be backed "
		"out inside the window.",
		wsp_moment_word(book->zone, plan->phases[1].begin),
		wsp_moment_word(book->zone, last_phase(plan)->closes),
		wsp_text_word(book->zone->name));
	wsp_book_head(book, 0xE0u,
		"Phase|Date|Window|Begin to end|UTC|Servers|Switches|Clients|Point of no return");
	for (uint32_t i = 1; i <= listed; i++)
		tell_row(book, i);
	wsp_tell_rest(book, plan->n_phases, listed, "phase");
	tell_freezes(book);
	tell_servers_dates(book);
}

static uint32_t zone_of(const struct wsp_plan *plan, wsp_server_id s)
{
	return (uint32_t)(wsp_plan_zone(plan, s) - plan->zones.zone);
}

/* The sites of a phase whose clocks show the time of `zone`. */
static void count_sites(
	const struct wsp_plan *plan, uint32_t number, uint32_t zone, struct wsp_census *census)
{
	struct wsp_workload work = wsp_workload_of(plan, number);

	for (uint32_t i = 0; i < work.n_servers + work.n_links; i++) {
		wsp_server_id s = wsp_workload_server(plan, &work, i);

		if (zone_of(plan, s) == zone)
			wsp_census_add(census, plan->topo.server[s].site, 0, 1);
	}
	wsp_census_count(census);
}

static void tell_zone(
	struct wsp_book *book, uint32_t number, uint32_t zone, const struct wsp_census *census)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_phase *phase = &plan->phases[number];
	const struct wsp_zone *row = &plan->zones.zone[zone];

	wsp_book_begin(book, WSP_BLOCK_ROW);
	wsp_say_census(book, census, "(no site given)");
	WSP_SAY(book, "|`%`|%|*%*|%", wsp_text_word(row->name), wsp_moment_word(row, phase->begin),
		wsp_moment_word(row,
			wsp_plan_moment(plan, number, wsp_plan_point_of_no_return(plan, number))),
		wsp_moment_word(row, phase->closes));
	wsp_book_put(book);
}

static bool has_other_zones(const struct wsp_plan *plan, uint32_t number)
{
	struct wsp_workload work = wsp_workload_of(plan, number);
	bool found = false;

	for (uint32_t i = 0; i < work.n_servers + work.n_links && !found; i++)
		found = wsp_clock_other_zone(plan, wsp_workload_server(plan, &work, i)) != NULL;
	return found;
}

void wsp_tell_local_times(struct wsp_book *book, uint32_t number)
{
	const struct wsp_plan *plan = book->plan;

	if (!plan->dated || !has_other_zones(plan, number))
		return;
	wsp_book_heading(book, 3, "Local times");
	wsp_book_head(book, 0, "Site (servers worked on)|Zone|Begin|Point of no return|End");
	for (uint32_t zone = 0; zone < plan->zones.n_zones; zone++) {
		struct wsp_census census = {0};

		count_sites(plan, number, zone, &census);
		if (census.n > 0)
			tell_zone(book, number, zone, &census);
		if (census.failed)
			book->failed = book->stopped = true;
		wsp_census_release(&census);
	}
}
