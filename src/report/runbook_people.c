/* People: whose servers are worked on and when, who needs which access, who is told what. */
#include <string.h>

#include "report/sections.h"

static void add_owners(struct wsp_census *census, const struct wsp_plan *plan)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		wsp_string owner = plan->topo.server[s].owner;

		if (plan->phase[s] > 0)
			wsp_census_add(census, owner, plan->phase[s] * 2, 1);
		if (plan->link_phase[s] > 0 && plan->link_phase[s] != plan->phase[s])
			wsp_census_add(census, owner, plan->link_phase[s] * 2 + 1, 1);
	}
	wsp_census_count(census);
}

/* The phases of one owner, converted or only switched in them. @return the next owner's first row
 */
static size_t say_phases(
	struct wsp_book *book, const struct wsp_census *census, size_t first, bool switched)
{
	size_t said = 0;
	size_t i = first;

	for (; i < census->n && census->row[i].name == census->row[first].name; i++) {
		const struct wsp_census_row *row = &census->row[i];

		if ((row->class_of & 1u) != switched || ++said > WSP_NAMES_MAX)
			continue;
		wsp_book_prose(book, said > 1 ? ", " : "");
		wsp_say_due(book, row->class_of / 2);
		WSP_SAY(book, " (%)", wsp_number_word(row->n));
	}
	if (said > WSP_NAMES_MAX)
		wsp_book_add(book, ", …");
	return i;
}

static void tell_owners(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	struct wsp_census census = {0};
	uint64_t listed = 0;
	uint64_t owners = 0;
	size_t next;

	add_owners(&census, plan);
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"These own the servers, and are asked for each phase beforehand: also those whose "
		"server is only switched in it (number of servers in brackets).");
	wsp_book_head(book, 0, "Owner|Converted in|Only switched in|Reached by");
	for (size_t i = 0; i < census.n; i = next) {
		wsp_string name = census.row[i].name;

		owners++;
		for (next = i; next < census.n && census.row[next].name == name;)
			next++;
		if (owners > WSP_LIST_MAX)
			continue;
		listed++;
		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "%|",
			wsp_text_word(
				name ? wsp_topology_text(&plan->topo, name) : "(no owner given)"));
		say_phases(book, &census, i, false);
		wsp_book_add(book, "|");
		say_phases(book, &census, i, true);
		wsp_book_add(book, "|....................");
		wsp_book_put(book);
	}
	wsp_tell_rest(book, owners, listed, "owner");
	if (census.failed)
		book->failed = book->stopped = true;
	wsp_census_release(&census);
}

/* Whether an earlier procedure names the same people. */
static bool is_named_before(const struct wsp_plan *plan, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++) {
		if (strcmp(plan->procedure[k].who, plan->procedure[i].who) == 0)
			return true;
	}
	return false;
}

static void tell_roles(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_head(book, 0, "Role and rights|Does|Name");
	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		if (is_named_before(plan, i))
			continue;
		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "%|", wsp_text_word(plan->procedure[i].who));
		for (uint32_t k = i; k < plan->n_procedures; k++) {
			if (strcmp(plan->procedure[k].who, plan->procedure[i].who) == 0)
				WSP_SAY(book, "%`%`", wsp_prose_word(k > i ? ", " : ""),
					wsp_text_word(plan->procedure[k].id));
		}
		wsp_book_add(book, "|....................");
		wsp_book_put(book);
	}
	wsp_book_tell(book, WSP_BLOCK_ROW,
		"Change lead: runs the phase, ticks the go/no-go list|every "
		"phase|....................");
	wsp_book_tell(book, WSP_BLOCK_ROW,
		"Decides to give up and to back out; reachable through the whole window|every "
		"phase|....................");
	wsp_book_tell(book, WSP_BLOCK_ROW,
		"Service desk, on call|every phase and the day after|....................");
}

void wsp_tell_people(struct wsp_book *book)
{
	wsp_book_section(book, "People and access");
	if (book->plan->n_phases > 0)
		tell_owners(book);
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"These roles do the work. Fill in the names, and a deputy for each; the change "
		"lead and the one who decides are two people.");
	tell_roles(book);
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"% can work at the same time. Each needs a logon to every server of the phase, the "
		"downstream servers that are only switched included, and a second way in (console "
		"of the virtual machine or out-of-band card) for the restart.",
		wsp_count_word(book->plan->operators, "operator"));
}

static void tell_announcement(struct wsp_book *book)
{
	wsp_book_heading(book, 3, "To the owners, a week before each phase");
	wsp_book_tell(book, WSP_BLOCK_QUOTE,
		"Your WSUS server is converted to HTTPS, or switched to an upstream on HTTPS, in "
		"phase P.... on .................... from ........ to ......... It is restarted "
		"once when it is converted. Computers keep working; those that have not fetched "
		"their new policy cannot search for updates for up to a day. Please keep other "
		"changes off the server in that time, make sure that we can log on, and tell us of "
		"scripts, consoles and monitoring that use its HTTP port (8530).");
}

static void tell_service_desk(struct wsp_book *book)
{
	wsp_book_heading(book, 3, "To the service desk, the day before");
	wsp_book_tell(book, WSP_BLOCK_QUOTE,
		"Windows Update against our WSUS servers moves to HTTPS on ..................... "
		"Until a day afterwards, searching for updates may fail on single computers. "
		"Nothing is lost; updates that were downloaded still install.");
	wsp_book_tell(book, WSP_BLOCK_QUOTE,
		"*0x80244018* (forbidden): the computer still uses the old address. Run `gpupdate "
		"/force`, then search for updates again. If it stays after a restart of the "
		"computer, pass it on with the computer's name.");
	wsp_book_tell(book, WSP_BLOCK_QUOTE,
		"*0x80072F8F* (secure failure): the computer does not trust the server's "
		"certificate, or its clock is wrong. Check date and time first; do not install "
		"certificates by hand; pass it on at once with the computer's name. More than five "
		"within an hour: call the change lead.");
	wsp_book_tell(book, WSP_BLOCK_QUOTE,
		"Any other code: as always. A list of codes is at the end of the runbook.");
}

void wsp_tell_communications(struct wsp_book *book)
{
	static const char *const monitoring[] = {
		"Silence in the window of each phase: availability, services and event logs of the "
		"servers restarted in it; synchronization of their direct downstream servers.",
		"Move from the HTTP port (8530) to the HTTPS port (8531), after `verify-server` of "
		"a server: every probe of the web services and of the API. A probe of the five "
		"applications over HTTP answers 403 from then on.",
		"Leave on the HTTP port: probes of content. Do not close it in any firewall: "
		"update files go over it, to clients and to downstream servers.",
		"Add: expiry of every certificate (list in the closure), 60 and 30 days ahead.",
	};

	wsp_book_section(book, "Communications");
	tell_announcement(book);
	tell_service_desk(book);
	wsp_book_heading(book, 3, "To monitoring");
	for (size_t i = 0; i < WSP_COUNT(monitoring); i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, monitoring[i]);
}
