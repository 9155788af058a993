/* Findings: what was found in the estate, and what the plan leaves out or in clear. */
#include <string.h>

#include "report/sections.h"

enum { MESSAGES_A_CODE = 3 };

static void say_place(struct wsp_book *book, const struct wsp_location *where)
{
	struct wsp_text *out;

	if (!where->source || where->line == 0)
		return;
	wsp_book_add(book, " (");
	out = wsp_book_open(book, WSP_STYLE_CODE);
	wsp_text_adds(out, where->source);
	wsp_text_addc(out, ':');
	wsp_text_addu(out, where->line);
	wsp_book_close(book);
	wsp_book_add(book, ")");
}

/* The first messages of a code, in one cell. */
static void say_messages(struct wsp_book *book, const struct wsp_tally *tally)
{
	const struct wsp_diags *diags = &book->plan->diags;
	size_t said = 0;

	for (size_t i = 0; i < diags->n && said < MESSAGES_A_CODE; i++) {
		const struct wsp_diag *diag = &diags->entry[i].diag;

		if (strcmp(diag->code, tally->rule->code) != 0)
			continue;
		if (said++ > 0)
			wsp_book_add(book, "; ");
		WSP_SAY(book, "%", wsp_text_word(diag->message));
		say_place(book, &diag->where);
	}
	if (tally->found > said)
		WSP_SAY(book, "; and % more in `plan.json`", wsp_number_word(tally->found - said));
}

void wsp_tell_findings(struct wsp_book *book)
{
	const struct wsp_diags *diags = &book->plan->diags;

	wsp_book_section(book, "Warnings");
	if (diags->n_tallies == 0) {
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH, "None was found in the inventory.");
		return;
	}
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"Found in the inventory. What is not repaired by the plan is to be dealt with "
		"before the phase of the server named; `wsusplan explain CODE` says more about "
		"each.");
	wsp_book_head(book, 4, "Code|Severity|Found|What|Which");
	for (size_t i = 0; i < diags->n_tallies; i++) {
		const struct wsp_tally *tally = &diags->tally[i];

		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "%|%|%|%|", wsp_text_word(tally->rule->code),
			wsp_prose_word(wsp_severity_names[tally->rule->severity]),
			wsp_number_word(tally->found), wsp_text_word(tally->rule->title));
		say_messages(book, tally);
		wsp_book_put(book);
	}
}

static void tell_unscheduled(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = plan->n_unscheduled < WSP_LIST_MAX ? plan->n_unscheduled : WSP_LIST_MAX;

	if (plan->n_unscheduled == 0) {
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
			"No server is left out: the plan converts every server that is not "
			"converted.");
		return;
	}
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"The plan does not convert %:", wsp_count_word(plan->n_unscheduled, "server"));
	wsp_book_head(book, 0, "Server|Status|Why|Waits for");
	for (uint32_t i = 0; i < listed; i++) {
		const struct wsp_unscheduled *left = &plan->unscheduled[i];

		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "%|%|%|", wsp_text_word(wsp_topology_fqdn(&plan->topo, left->server)),
			wsp_prose_word(wsp_status_names[plan->status[left->server]]),
			wsp_text_word(left->reason));
		if (left->blocked_by != WSP_NO_SERVER)
			WSP_SAY(book, "%",
				wsp_text_word(wsp_topology_fqdn(&plan->topo, left->blocked_by)));
		wsp_book_put(book);
	}
	wsp_tell_rest(book, plan->n_unscheduled, listed, "server");
}

/* A link between two of our servers that is on HTTP when the plan is done. */
static bool stays_in_clear(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->topo.parent[s] != WSP_NO_SERVER && plan->status[s] != WSP_STATUS_RETIRED &&
	       wsp_plan_link_https_from(plan, s) == UINT32_MAX;
}

static void tell_link_in_clear(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_topology *topo = &book->plan->topo;

	WSP_TELL(book, WSP_BLOCK_BULLET, "`%` synchronizes from `%` over HTTP",
		wsp_text_word(wsp_topology_fqdn(topo, s)),
		wsp_text_word(wsp_topology_fqdn(topo, topo->parent[s])));
}

void wsp_tell_in_clear(struct wsp_book *book, bool list)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t links = 0;
	uint64_t clients = 0;
	uint32_t listed = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		links += stays_in_clear(plan, s);
		if (plan->status[s] > WSP_STATUS_DONE && plan->status[s] != WSP_STATUS_RETIRED)
			clients += plan->topo.server[s].clients;
	}
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "*What stays in clear:* update files, on the HTTP port, by design: they "
			   "are signed, and "
			   "their hashes come with the metadata");
	if (clients > 0)
		WSP_SAY(book, "; the scans of % of servers left out",
			wsp_count_word(clients, "client"));
	if (links > 0)
		WSP_SAY(book, "; and %%", wsp_count_word(links, "synchronization link"),
			wsp_prose_word(list ? ":" : "."));
	else
		wsp_book_add(book, ". Every synchronization link ends on HTTPS.");
	wsp_book_put(book);

	if (!list)
		return;
	for (wsp_server_id s = 0; s < plan->topo.n_servers && listed < WSP_LIST_MAX && links > 0;
		s++) {
		if (stays_in_clear(plan, s)) {
			tell_link_in_clear(book, s);
			listed++;
		}
	}
	wsp_tell_rest(book, links, listed, "link");
}

void wsp_tell_left_out(struct wsp_book *book)
{
	wsp_book_section(book, "What is left out, and what stays in clear");
	tell_unscheduled(book);
	wsp_tell_in_clear(book, true);
}
