/* Preparation (P0): what is got ready without a window, with its lead times, server by server. */
#include "plan/dates.h"
#include "plan/steps.h"
#include "report/prepared.h"
#include "report/sections.h"

struct lead {
	uint32_t minutes; /* the longest */
	wsp_server_id server;
	uint32_t n_servers; /* that have this one */
};

static struct lead find_lead(const struct wsp_plan *plan)
{
	struct lead lead = {0};

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint32_t minutes = wsp_certificate_lead(&plan->topo.server[s]);

		if (!(plan->actions[s] & WSP_BIT(WSP_OBTAIN_CERTIFICATE)))
			continue;
		if (minutes > lead.minutes)
			lead = (struct lead){minutes, s, 0};
		lead.n_servers += minutes == lead.minutes;
	}
	return lead;
}

static void tell_lead_times(struct wsp_book *book, const struct lead *lead)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "The preparation interrupts nobody and needs no window. It is complete, "
			   "for every server "
			   "of a phase and every downstream server switched in it, before that "
			   "phase starts. Start "
			   "with what waits for others: certificates");
	if (lead->minutes > 0 && lead->n_servers > 1)
		WSP_SAY(book, " (the longest lead time is %, for %)",
			wsp_minutes_word(lead->minutes), wsp_count_word(lead->n_servers, "server"));
	else if (lead->minutes > 0)
		WSP_SAY(book, " (the longest lead time is %, for `%`)",
			wsp_minutes_word(lead->minutes),
			wsp_text_word(wsp_topology_fqdn(&plan->topo, lead->server)));
	wsp_book_add(book, ", firewalls outside the servers, and trust, which reaches computers "
			   "with Group Policy: "
			   "two hours for those that are on, days for laptops.");
	wsp_book_put(book);
}

static void tell_work(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_head(book, 0x1Au, "Procedure|Servers|Who|Each|In all");
	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		const struct wsp_procedure *procedure = &plan->procedure[i];
		uint64_t n = book->procedure[i].n_steps;

		if (n == 0)
			continue;
		WSP_TELL(book, WSP_BLOCK_ROW, "`%`|%|%|%|%", wsp_text_word(procedure->id),
			wsp_number_word(n), wsp_text_word(procedure->who),
			wsp_minutes_word(plan->duration[procedure->action]),
			wsp_minutes_word(n * plan->duration[procedure->action]));
	}
}

static void tell_servers(struct wsp_book *book, struct wsp_steps *steps, const struct lead *lead)
{
	struct wsp_prepared table = {.batch = wsp_batch_of_preparation,
		.notes = true,
		.usual_lead = lead->n_servers > 1 ? lead->minutes : 0};

	wsp_book_heading(book, 3, "Server by server");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"A call is the name at the head of the column, or beside the box where one stands "
		"there, the server, and the values: `open-firewall ams01.example.com 8530 8531`. "
		"Tick each box, and write "
		"the thumbprint of the certificate into the head of the server's list in its "
		"phase: `bind-certificate` asks for it there.");
	wsp_prepared_tell(book, steps, &table);
}

void wsp_tell_preparation(struct wsp_book *book)
{
	struct lead lead = find_lead(book->plan);
	struct wsp_steps steps;

	wsp_steps_begin(&steps, book->plan);
	wsp_book_tell(book, WSP_BLOCK_PAGE, "");
	wsp_book_section(book, "Preparation (P0)");
	if (wsp_prepared_count(book, &steps, wsp_batch_of_preparation) > 0) {
		tell_lead_times(book, &lead);
		tell_work(book);
		for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
			if (book->procedure[i].n_steps > 0)
				wsp_tell_procedure(book, i, 0);
		}
		tell_servers(book, &steps, &lead);
	} else {
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH, "Nothing is left to be prepared.");
	}
	wsp_tell_early(book, &steps);
	wsp_tell_shared(book, &steps);
	wsp_tell_pointing(book, &steps);
	wsp_steps_release(&steps);
}
