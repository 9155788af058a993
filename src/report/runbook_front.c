/* The first page: what this is, what must be known before reading on, who approves it. */
#include "base/number.h"
#include "plan/strategy.h"
#include "report/sections.h"
#include "report/version.h"

static void tell_name(struct wsp_book *book)
{
	const struct wsp_inventory *inventory = &book->plan->topo.inventory;

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 1;
	if (inventory->name)
		WSP_SAY(book, "%: runbook",
			wsp_text_word(wsp_inventory_text(inventory, inventory->name)));
	else
		wsp_book_add(book, "WSUS to HTTPS: runbook");
	wsp_book_put(book);
}

static void tell_purpose(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	WSP_SAY(book,
		"This runbook converts % to HTTPS and switches % to it, *%*, in % after a "
		"preparation",
		wsp_count_word(plan->to_convert, "WSUS server"),
		wsp_count_word(plan->to_switch, "synchronization link"),
		wsp_strong_word(wsp_strategy_name(plan->chosen)),
		wsp_count_word(plan->n_phases, "phase"));
	if (plan->dated && plan->n_phases > 0)
		WSP_SAY(book, ", from *%* to *%*", wsp_day_word(book->zone, plan->phases[1].begin),
			wsp_day_word(book->zone, plan->phases[plan->n_phases].closes));
	wsp_book_add(book, ". It is for the board that approves the change and for the engineers "
			   "who carry it out.");
	wsp_book_put(book);
}

static void tell_waivers(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	for (uint32_t i = 0; i < plan->n_waivers; i++)
		WSP_TELL(book, WSP_BLOCK_NOTE,
			"*Waiver.* This plan was forced past a limit: %. Approving it approves "
			"that.",
			wsp_text_word(plan->waiver[i]));
}

static void tell_overlap(struct wsp_book *book)
{
	if (book->plan->topo.inventory.policy.cutover == WSP_OVERLAP)
		wsp_book_tell(book, WSP_BLOCK_NOTE,
			"*The cut-over is derived, not described by Microsoft.* Certificates are "
			"bound, and clients pointed to HTTPS, in the preparation; downstream "
			"servers are switched while their upstream answers HTTP and HTTPS; SSL is "
			"required last. That follows from a binding being additive. Try it in a "
			"lab first, with one branch of the same versions.");
}

static void tell_untried(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t untried = 0;

	for (uint32_t i = 0; i < plan->n_procedures; i++)
		untried += wsp_procedure_is_untried(&plan->procedure[i]);
	if (untried > 0)
		WSP_TELL(book, WSP_BLOCK_NOTE,
			"*Not tried on Windows:* the commands of %. Each carries the mark *not "
			"tried on Windows* where it is defined. Rehearse them in a lab, on a "
			"server with an upstream, before the first phase.",
			wsp_count_word(untried, "procedure"));
}

static void tell_origin(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	char today[11];

	wsp_format_date(plan->today, today);
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	WSP_SAY(book, "Plan `%`, made by wsusplan " WSP_VERSION_TEXT, wsp_text_word(plan->id));
	for (size_t i = 0; i < inventory->n_files && i < WSP_NAMES_MAX; i++)
		WSP_SAY(book, "% `%`", wsp_prose_word(i == 0 ? " from" : ","),
			wsp_text_word(wsp_inventory_text(inventory, inventory->file[i].name)));
	if (inventory->n_files > WSP_NAMES_MAX)
		WSP_SAY(book, " and %",
			wsp_count_word(inventory->n_files - WSP_NAMES_MAX, "more file"));
	WSP_SAY(book,
		"; certificates and dates judged as of %. The same plan as data is `plan.json`, "
		"its picture `phases.svg`.",
		wsp_prose_word(today));
	wsp_book_put(book);
}

static void tell_approval(struct wsp_book *book)
{
	static const char *const roles[] = {
		"Change manager", "Owner of the WSUS service", "Security", "Service desk"};

	wsp_book_head(book, 0, "Approval|Name|Decision|Date, signature");
	for (size_t i = 0; i < WSP_COUNT(roles); i++)
		WSP_TELL(book, WSP_BLOCK_ROW,
			"%|..............................|....................|...................."
			"..........",
			wsp_prose_word(roles[i]));
}

/* All functions in one go: the crew of a later phase need not look for them in earlier ones. */
static void tell_loading(struct wsp_book *book)
{
	static const char script[] =
		"$text = Get-Content runbook.md -Raw -Encoding UTF8\n"
		"[regex]::Matches($text, '(?ms)^\\x60{3,}powershell\\r?\\n(function "
		".+?)^\\x60{3}') |\n"
		"    ForEach-Object { . ([scriptblock]::Create($_.Groups[1].Value)) }";

	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"*Loading the functions.* Copy this runbook to the machine as `runbook.md`, paste "
		"these lines in its folder, and all functions are there, the back-out included "
		"(not tried on Windows). Nothing runs yet. Or paste the block of one function.");
	wsp_book_begin(book, WSP_BLOCK_CODE);
	wsp_text_adds(wsp_book_open(book, WSP_STYLE_CODE), script);
	wsp_book_close(book);
	wsp_book_put(book);
}

static void tell_times_rule(struct wsp_book *book)
{
	wsp_book_tell(book, WSP_BLOCK_BULLET,
		book->plan->dated
			? "*Times.* `23:25 (+01:25)` is 1 h 25 min after the phase began, at 23:25 "
			  "on "
			  "the clock of the server's site, with the name of its zone "
			  "where that is not the plan's; a site without a zone in the inventory "
			  "goes by the plan's. Times are planned from the durations in "
			  "the assumptions; the order and the point of no return bind, the minute "
			  "does not."
			: "*Times.* `+01:25` is 1 h 25 min after the phase began. Times are "
			  "planned "
			  "from the durations in the assumptions; the order binds, the minute does "
			  "not.");
}

static void tell_how_to_read(struct wsp_book *book)
{
	static const char *const rules[] = {
		"*Ids.* `P2.W1` is wave 1 of phase 2. A step is one action on one server, "
		"`require-ssl@ams01.example.com`; its id stays the same when the plan is made "
		"anew.",
		"*Boxes.* Tick a box when its check has shown what it must, not when its command "
		"has ended. Write your name and the time beside the server's heading.",
		"*Commands.* Each procedure is defined as a PowerShell function in the first wave "
		"that uses it; later waves name that wave. Load them as shown below, into an "
		"elevated 64-bit Windows PowerShell 5.1 on the machine that a step names. Then a "
		"step is one line, printed at its box with that server's own values. It is done "
		"when the last line it prints begins with *OK*; anything else, above all red text, "
		"means that it failed.",
		"*Words in capitals* such as `THUMBPRINT` in a call are not known to the plan: "
		"replace them by what you wrote down in the preparation. Left as they are, the "
		"call fails and changes nothing. `<fqdn>` in a text about all servers is the one "
		"at hand.",
	};

	wsp_book_heading(book, 3, "How to read it");
	for (size_t i = 0; i < WSP_COUNT(rules); i++) {
		wsp_book_tell(book, WSP_BLOCK_BULLET, rules[i]);
		if (i == 0)
			tell_times_rule(book);
	}
	tell_loading(book);
}

void wsp_tell_title(struct wsp_book *book)
{
	tell_name(book);
	tell_waivers(book);
	tell_purpose(book);
	tell_overlap(book);
	tell_untried(book);
	wsp_tell_calendar(book);
	tell_origin(book);
	tell_approval(book);
	tell_how_to_read(book);
}
