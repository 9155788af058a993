/* Preparation (P0): what is got ready without a window, with its lead times, server by server. */
#include "plan/steps.h"
#include "report/sections.h"

struct lead {
	uint32_t minutes; /* the longest */
	wsp_server_id server;
	uint32_t n_servers; /* that have this one */
};

static void count_steps(struct wsp_book *book, struct wsp_steps *steps, struct lead *lead)
{
	const struct wsp_plan *plan = book->plan;

	for (wsp_server_id s = 0; s < plan->topo.n_servers && !book->stopped;) {
		if (!wsp_steps_of_preparation(steps, &s))
			book->failed = book->stopped = true;
		for (size_t i = 0; i < steps->n; i++) {
			const struct wsp_step *step = &steps->step[i];
			uint32_t minutes = plan->topo.server[step->server].certificate_lead;

			book->procedure[step->procedure].n_steps++;
			if (step->action != WSP_OBTAIN_CERTIFICATE || minutes == WSP_ABSENT)
				continue;
			if (minutes > lead->minutes)
				*lead = (struct lead){minutes, step->server, 0};
			lead->n_servers += minutes == lead->minutes;
		}
	}
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
		WSP_SAY(book, " (the longest lead time given is %, for %)",
			wsp_minutes_word(lead->minutes), wsp_count_word(lead->n_servers, "server"));
	else if (lead->minutes > 0)
		WSP_SAY(book, " (the longest lead time given is %, for `%`)",
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

/* The longest lead time was told above the table; a row names one that differs. */
static void say_server(struct wsp_book *book, wsp_server_id s, const struct lead *lead)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_server *server = &plan->topo.server[s];

	WSP_SAY(book, "*%*", wsp_text_word(wsp_topology_fqdn(&plan->topo, s)));
	if (server->owner)
		WSP_SAY(book, ", %", wsp_text_word(wsp_topology_text(&plan->topo, server->owner)));
	if (server->certificate_lead != WSP_ABSENT && server->certificate_lead > 0 &&
		(lead->n_servers == 1 || server->certificate_lead != lead->minutes))
		WSP_SAY(book, ", lead time %", wsp_minutes_word(server->certificate_lead));
	if (server->access)
		WSP_SAY(book, ", access: %",
			wsp_text_word(wsp_topology_text(&plan->topo, server->access)));
}

static void say_due(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t due = plan->phase[s];

	if (plan->link_phase[s] > 0 && (due == 0 || plan->link_phase[s] < due))
		due = plan->link_phase[s];
	if (due > 0)
		WSP_SAY(book, "P%", wsp_number_word(due));
}

static void say_thumbprint(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_plan *plan = book->plan;

	if (plan->topo.server[s].certificate_thumbprint)
		wsp_book_add(book, "known");
	else if (plan->phase[s] > 0)
		wsp_book_add(book, "☐ noted");
}

/* The box of a step, and the values of its call behind the server's name. */
static void say_box(struct wsp_book *book, const struct wsp_step *step)
{
	const struct wsp_signature *signature = &book->procedure[step->procedure].signature;
	struct wsp_text *out;

	wsp_book_prose(book, signature->n > 1 ? "☐ " : "☐");
	out = wsp_book_open(book, WSP_STYLE_CODE);
	wsp_powershell_values(book->plan, step->server, signature, out);
	wsp_book_close(book);
}

/* The steps of one server, batch[i …), in one row. @return the first step of the next server */
static size_t tell_server(
	struct wsp_book *book, const struct wsp_steps *steps, size_t i, const struct lead *lead)
{
	wsp_server_id s = steps->step[i].server;
	size_t end = i;

	while (end < steps->n && steps->step[end].server == s)
		end++;
	wsp_book_begin(book, WSP_BLOCK_ROW);
	say_server(book, s, lead);
	wsp_book_add(book, "|");
	say_due(book, s);
	for (uint32_t procedure = 0; procedure < book->plan->n_procedures; procedure++) {
		if (book->procedure[procedure].n_steps == 0)
			continue;
		wsp_book_add(book, "|");
		for (size_t k = i; k < end; k++) {
			if (steps->step[k].procedure == procedure)
				say_box(book, &steps->step[k]);
		}
	}
	wsp_book_add(book, "|");
	say_thumbprint(book, s);
	wsp_book_put(book);
	return end;
}

static void tell_columns(struct wsp_book *book)
{
	wsp_book_begin(book, WSP_BLOCK_HEAD);
	wsp_book_add(book, "Server|Before");
	for (uint32_t i = 0; i < book->plan->n_procedures; i++) {
		if (book->procedure[i].n_steps > 0)
			WSP_SAY(book, "|`%`", wsp_text_word(book->plan->procedure[i].id));
	}
	wsp_book_add(book, "|Thumbprint");
	wsp_book_put(book);
}

static void tell_servers(struct wsp_book *book, struct wsp_steps *steps, const struct lead *lead)
{
	wsp_book_heading(book, 3, "Server by server");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"A call is the name at the head of the column, the server, and the values beside "
		"the box: `open-firewall ams01.example.com 8530 8531`. Tick each box, and write "
		"the thumbprint of the certificate into the head of the server's list in its "
		"phase: `bind-certificate` asks for it there.");
	tell_columns(book);
	for (wsp_server_id s = 0; s < book->plan->topo.n_servers && !book->stopped;) {
		if (!wsp_steps_of_preparation(steps, &s))
			book->failed = book->stopped = true;
		for (size_t i = 0; i < steps->n && !book->stopped;)
			i = tell_server(book, steps, i, lead);
	}
}

static bool steps_are_there(const struct wsp_book *book)
{
	for (uint32_t i = 0; i < book->plan->n_procedures; i++) {
		if (book->procedure[i].n_steps > 0)
			return true;
	}
	return false;
}

void wsp_tell_preparation(struct wsp_book *book)
{
	struct wsp_steps steps;
	struct lead lead = {0};

	wsp_steps_begin(&steps, book->plan);
	wsp_book_tell(book, WSP_BLOCK_PAGE, "");
	wsp_book_section(book, "Preparation (P0)");
	count_steps(book, &steps, &lead);
	if (!steps_are_there(book)) {
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH, "Nothing is left to be prepared.");
		wsp_steps_release(&steps);
		return;
	}
	tell_lead_times(book, &lead);
	tell_work(book);
	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps > 0)
			wsp_tell_procedure(book, i, 0);
	}
	tell_servers(book, &steps, &lead);
	wsp_steps_release(&steps);
}
