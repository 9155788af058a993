/* A phase: what the engineer needs before, during and after one window. */
#include "plan/steps.h"
#include "report/roster.h"
#include "report/sections.h"

static const struct wsp_wave *last_wave(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return &plan->waves[phase->first_wave + phase->n_waves - 1];
}

/* Servers and links of a phase are consecutive in order and link_order. */
static uint32_t first_server(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return plan->waves[phase->first_wave].first_server;
}

static uint32_t end_server(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return last_wave(plan, phase)->first_server + last_wave(plan, phase)->n_servers;
}

static uint32_t first_link(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return plan->waves[phase->first_wave].first_link;
}

static uint32_t end_link(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return last_wave(plan, phase)->first_link + last_wave(plan, phase)->n_links;
}

/* A row of who or where: servers converted and links switched, by one of their strings. */
static void tell_census(struct wsp_book *book, const struct wsp_phase *phase, const char *title,
	size_t offset, const char *nobody)
{
	const struct wsp_plan *plan = book->plan;
	struct wsp_census census = {0};

	for (uint32_t i = first_server(plan, phase); i < end_server(plan, phase); i++) {
		const void *server = &plan->topo.server[plan->order[i]];

		wsp_census_add(&census,
			*(const wsp_string *)(const void *)((const char *)server + offset), 0, 1);
	}
	for (uint32_t i = first_link(plan, phase); i < end_link(plan, phase); i++) {
		const void *server = &plan->topo.server[plan->link_order[i]];

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

/* Clients that cannot scan until they have a new policy: those that are on HTTPS already can. */
static uint64_t count_cut_off(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	uint64_t n = 0;

	for (uint32_t w = phase->first_wave; w < phase->first_wave + phase->n_waves; w++) {
		for (uint32_t i = 0; i < plan->waves[w].n_servers; i++) {
			wsp_server_id s = plan->order[plan->waves[w].first_server + i];

			if (wsp_plan_visit(plan, s) & WSP_BIT(WSP_POINT_CLIENTS))
				n += plan->topo.server[s].clients;
		}
	}
	return n;
}

static void tell_interruptions(struct wsp_book *book, const struct wsp_phase *phase)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t links = end_link(plan, phase) - first_link(plan, phase);
	uint32_t longest = 0;

	for (uint32_t i = first_link(plan, phase); i < end_link(plan, phase); i++) {
		uint32_t outage = wsp_plan_link_outage(plan, plan->link_order[i]);

		longest = outage > longest ? outage : longest;
	}
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book,
		"Interrupted|scans of % of the servers converted, from `require-ssl` until each "
		"has its new policy (about two hours for those that are on); each of these servers "
		"for its restart",
		wsp_count_word(count_cut_off(plan, phase), "client"));
	if (links > 0)
		WSP_SAY(book, "; %% dead for at most %",
			wsp_count_word(links, "synchronization link"),
			wsp_prose_word(links > 1 ? ", each" : ""), wsp_minutes_word(longest));
	wsp_book_put(book);
}

static void tell_times(struct wsp_book *book, const struct wsp_phase *phase)
{
	uint32_t window = book->plan->window_length;
	uint64_t all = (uint64_t)phase->minutes + phase->reserve;

	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "Duration|% of work and % of reserve to back out: % in all",
		wsp_minutes_word(phase->minutes), wsp_minutes_word(phase->reserve),
		wsp_minutes_word(all));
	if (window > 0 && window != WSP_ABSENT && all > window)
		WSP_SAY(book, ", *% more than the window of % gives*: see the waiver",
			wsp_minutes_word(all - window), wsp_minutes_word(window));
	else if (window > 0 && window != WSP_ABSENT)
		WSP_SAY(book, ", of a window of %", wsp_minutes_word(window));
	wsp_book_put(book);
	wsp_book_begin(book, WSP_BLOCK_ROW);
	if (window != WSP_ABSENT && window >= all)
		WSP_SAY(book,
			"Decide by|%: what is not verified then is backed out, so that the phase "
			"ends inside the window",
			wsp_offset_word(window - phase->reserve));
	else
		WSP_SAY(book, "Decide by|%: what is not verified then is backed out",
			wsp_offset_word(phase->minutes));
	wsp_book_put(book);
}

static void tell_facts(struct wsp_book *book, const struct wsp_phase *phase)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_begin(book, WSP_BLOCK_HEAD);
	WSP_SAY(book, "P%|% to %", wsp_number_word((uint64_t)(phase - plan->phases)),
		wsp_offset_word(0), wsp_offset_word(phase->minutes));
	wsp_book_put(book);
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "What|% with % converted",
		wsp_count_word(end_server(plan, phase) - first_server(plan, phase), "server"),
		wsp_count_word(phase->clients, "client"));
	if (end_link(plan, phase) > first_link(plan, phase))
		WSP_SAY(book, "; % switched to HTTPS",
			wsp_count_word(end_link(plan, phase) - first_link(plan, phase),
				"synchronization link"));
	wsp_book_put(book);
	tell_census(book, phase, "Where", offsetof(struct wsp_server, site), "(no site given)");
	tell_census(book, phase, "Owners", offsetof(struct wsp_server, owner), "(no owner given)");
	WSP_TELL(book, WSP_BLOCK_ROW, "Operators|%: ..............................................",
		wsp_number_word(plan->operators));
	tell_interruptions(book, phase);
	tell_times(book, phase);
	wsp_book_tell(book, WSP_BLOCK_ROW,
		phase->safe_to_stop ? "Safe to stop|after the last check of the phase: no "
				      "synchronization, console or "
				      "client is cut off for good, and no server is half done"
				    : "Safe to stop|*no*: the next phase has to follow as planned");
}

static bool repairs(const struct wsp_plan *plan, const struct wsp_phase *phase)
{
	return plan->waves[phase->first_wave].number == 0;
}

static void tell_go(struct wsp_book *book, uint32_t number)
{
	static const char *const checks[] = {
		"On each of these servers HTTP works now: `Invoke-WebRequest -UseBasicParsing "
		"http://SERVER:PORT/Content/anonymousCheckFile.txt` shows 200 on the HTTP port.",
		"A client of each site, and each downstream server, reaches the HTTPS port of its "
		"server: `Test-NetConnection SERVER -Port PORT` shows True. Where the site has no "
		"HTTPS binding yet, `test-https` proves it later. The clocks agree: `w32tm "
		"/stripchart /computer:SERVER /samples:1`.",
		"Logon was tried on every server, and the second way in too. IIS logs of the last "
		"two days were read for scripts and consoles on the HTTP port.",
		"No other change touches these servers, their client policies or their firewalls.",
		"Service desk, owners and monitoring were told, and answered.",
		"The one who decides is named below and reachable; each operator has loaded the "
		"functions.",
	};
	const struct wsp_plan *plan = book->plan;

	wsp_book_heading(book, 3, "Go or no-go");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH, "All of it, or the phase does not start:");
	if (number > 1)
		WSP_TELL(book, WSP_BLOCK_TASK,
			"P% is signed off, and its checks a day later showed what they must.",
			wsp_number_word(number - 1));
	wsp_book_tell(book, WSP_BLOCK_TASK,
		"The preparation is ticked for every server of this phase, thumbprints included, "
		"and for every downstream server it switches.");
	WSP_TELL(book, WSP_BLOCK_TASK,
		"Each of these servers, and each upstream and downstream of them, synchronized "
		"with success within the last day, and no synchronization runs now%: "
		"`$s = (Get-WsusServer).GetSubscription(); $s.GetLastSynchronizationInfo(); "
		"$s.GetSynchronizationStatus()` on it shows Succeeded, the time and "
		"NotProcessing. Nothing is begun on a tree that is ill.",
		wsp_prose_word(repairs(plan, &plan->phases[number])
				       ? ", except where the first wave repairs a dead link"
				       : ""));
	for (size_t i = 0; i < WSP_COUNT(checks); i++)
		wsp_book_tell(book, WSP_BLOCK_TASK, checks[i]);
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"Go, decided by ............................ at ............, change number "
		"....................");
}

static void tell_safety(struct wsp_book *book, uint32_t number)
{
	const struct wsp_phase *phase = &book->plan->phases[number];

	if (!phase->safe_to_stop)
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
			"*Not safe to stop* here: something stays cut off until the next phase. "
			"Agree its date before you go home.");
	else if (number == book->plan->n_phases)
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
			"*Safe to stop:* this was the last phase. What remains are the checks of "
			"the day after, and the closure.");
	else
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"*Safe to stop* when every box above is ticked, planned for %: the estate "
			"may stay like this for weeks. Every synchronization link works, over "
			"HTTPS where both ends are ready and over HTTP elsewhere; clients that are "
			"late find their server as soon as they have fetched their policy.",
			wsp_offset_word(phase->minutes));
}

static void tell_end(struct wsp_book *book, uint32_t number)
{
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	WSP_SAY(book, "End of P%", wsp_number_word(number));
	wsp_book_put(book);
	tell_safety(book, number);
	wsp_book_head(book, 0, "Signed off|Name|Time|Left open");
	wsp_book_tell(book, WSP_BLOCK_ROW,
		"Every box ticked (change "
		"lead)|....................|..........|....................");
	wsp_book_tell(book, WSP_BLOCK_ROW,
		"Handed over to operation|....................|..........|....................");
}

/* Work by day may turn back some pages: its procedures are told after the first phase only. */
static void tell_once(struct wsp_book *book, uint32_t procedure, uint32_t number)
{
	struct wsp_told *told = &book->procedure[procedure];

	if (told->phase == WSP_ABSENT) {
		wsp_tell_procedure(book, procedure, number);
	} else if (told->told_again != number && told->phase != number) {
		told->told_again = number;
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"`%` and what it must show: see *A day after P%*.",
			wsp_text_word(book->plan->procedure[procedure].id),
			wsp_number_word(told->phase));
	}
}

static void tell_day_after(struct wsp_book *book, uint32_t number, struct wsp_steps *steps)
{
	if (!wsp_steps_after_phase(steps, number)) {
		book->failed = book->stopped = true;
		return;
	}
	if (steps->n == 0)
		return;
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	WSP_SAY(book, "A day after P%", wsp_number_word(number));
	wsp_book_put(book);
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"No window is needed. % before these show what they must:",
		wsp_prose_word(number == book->plan->n_phases ? "The change is not closed"
							      : "The next phase does not start"));
	wsp_procedure_set_usual(book, NULL);
	for (size_t i = 0; i < steps->n && !book->stopped; i++)
		tell_once(book, steps->step[i].procedure, number);
	wsp_procedure_set_usual(book, &book->plan->procedure[steps->step[0].procedure]);
	for (size_t i = 0; i < steps->n && !book->stopped; i++)
		wsp_tell_step(book, &steps->step[i]);
}

void wsp_tell_phase(struct wsp_book *book, uint32_t number, struct wsp_roster *roster)
{
	const struct wsp_phase *phase = &book->plan->phases[number];

	wsp_book_tell(book, WSP_BLOCK_PAGE, "");
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 2;
	book->section++;
	WSP_SAY(book, "%. Phase P%: %", wsp_number_word(book->section), wsp_number_word(number),
		wsp_text_word(phase->title));
	wsp_book_put(book);
	tell_facts(book, phase);
	tell_go(book, number);
	wsp_tell_giving_up(book, number);
	for (uint32_t i = 0; i < phase->n_waves && !book->stopped; i++)
		wsp_tell_wave(book, phase->first_wave + i, roster);
	tell_end(book, number);
	tell_day_after(book, number, &roster->steps);
}
