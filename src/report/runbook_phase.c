/* A phase: what the engineer needs before, during and after one window. */
#include "plan/steps.h"
#include "report/roster.h"
#include "report/sections.h"

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
		"server: `Test-NetConnection SERVER -Port PORT` shows True. Where a server has no "
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
	WSP_TELL(book, WSP_BLOCK_TASK, "Every gate of *Before P%* is passed.",
		wsp_number_word(number));
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

static void tell_safe_to_stop(struct wsp_book *book, uint32_t number)
{
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "*Safe to stop* when every box above is ticked, planned for ");
	wsp_say_minute(book, number, book->plan->phases[number].minutes);
	wsp_book_add(book, ": the estate may stay like this for weeks. Every synchronization link "
			   "works, over HTTPS where both ends are ready and over HTTP elsewhere; "
			   "clients that are late find their server as soon as they have fetched "
			   "their policy.");
	wsp_book_put(book);
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
		tell_safe_to_stop(book, number);
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

/* When computers have had the time to come back. */
static wsp_moment day_after(const struct wsp_plan *plan, uint32_t number)
{
	return wsp_plan_moment(plan, number, plan->phases[number].minutes) +
	       (wsp_moment)plan->unattended[WSP_VERIFY_CLIENTS] * WSP_SECONDS_A_MINUTE;
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
	if (book->plan->dated)
		WSP_SAY(book, ": from % on",
			wsp_moment_word(book->zone, day_after(book->plan, number)));
	wsp_book_put(book);
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"No window is needed. % before these show what they must:",
		wsp_prose_word(number == book->plan->n_phases ? "The change is not closed"
							      : "The next phase does not start"));
	wsp_tell_by_day(book, number, steps, "A day after");
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
	wsp_tell_facts(book, number);
	wsp_tell_local_times(book, number);
	wsp_tell_gates(book, number, &roster->steps);
	tell_go(book, number);
	wsp_tell_giving_up(book, number);
	wsp_tell_backing_out(book, number);
	for (uint32_t i = 0; i < phase->n_waves && !book->stopped; i++)
		wsp_tell_wave(book, phase->first_wave + i, roster);
	tell_end(book, number);
	tell_day_after(book, number, &roster->steps);
}
