#include "report/prepared.h"

#include "plan/dates.h"
#include "report/sections.h"

bool wsp_batch_of_preparation(struct wsp_steps *steps, wsp_server_id *s)
{
	return wsp_steps_of_preparation(steps, s);
}

bool wsp_batch_of_early(struct wsp_steps *steps, wsp_server_id *s)
{
	return wsp_steps_of_early(steps, s, false);
}

bool wsp_batch_of_pointing(struct wsp_steps *steps, wsp_server_id *s)
{
	return wsp_steps_of_early(steps, s, true);
}

uint64_t wsp_prepared_count(struct wsp_book *book, struct wsp_steps *steps, wsp_batch batch)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < book->plan->n_procedures; i++)
		book->procedure[i].n_steps = 0;
	for (wsp_server_id s = 0; s < book->plan->topo.n_servers && !book->stopped;) {
		if (!batch(steps, &s))
			book->failed = book->stopped = true;
		for (size_t i = 0; i < steps->n; i++)
			book->procedure[steps->step[i].procedure].n_steps++;
		n += steps->n;
	}
	return n;
}

/* The usual lead time was told above the table; a row names one that differs. */
static void say_notes(struct wsp_book *book, wsp_server_id s, uint32_t usual_lead)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_server *server = &plan->topo.server[s];

	uint32_t lead = wsp_certificate_lead(server);

	if (lead > 0 && lead != usual_lead)
		WSP_SAY(book, ", lead time %", wsp_minutes_word(lead));
	if (server->access)
		WSP_SAY(book, ", access: %",
			wsp_text_word(wsp_topology_text(&plan->topo, server->access)));
}

static void say_server(struct wsp_book *book, wsp_server_id s, const struct wsp_prepared *table)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_server *server = &plan->topo.server[s];

	WSP_SAY(book, "*%*", wsp_text_word(wsp_topology_fqdn(&plan->topo, s)));
	if (server->owner)
		WSP_SAY(book, ", %", wsp_text_word(wsp_topology_text(&plan->topo, server->owner)));
	if (table->notes)
		say_notes(book, s, table->usual_lead);
}

static void say_due(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t due = plan->phase[s];

	if (plan->link_phase[s] > 0 && (due == 0 || plan->link_phase[s] < due))
		due = plan->link_phase[s];
	wsp_say_due(book, due);
}

static void say_thumbprint(struct wsp_book *book, wsp_server_id s)
{
	const struct wsp_plan *plan = book->plan;

	if (plan->topo.server[s].certificate_thumbprint)
		wsp_book_add(book, "known");
	else if (plan->phase[s] > 0)
		wsp_book_add(book, "☐ noted");
}

/* The first procedure counted of the same action: variants share a column, and so fit a page. */
static uint32_t column_of(const struct wsp_book *book, uint32_t procedure)
{
	uint32_t first = 0;

	while (book->procedure[first].n_steps == 0 ||
		book->plan->procedure[first].action != book->plan->procedure[procedure].action)
		first++;
	return first;
}

static bool is_column(const struct wsp_book *book, uint32_t procedure)
{
	return book->procedure[procedure].n_steps > 0 && column_of(book, procedure) == procedure;
}

/* The box of a step, and the values of its call behind the server's name; the name of the procedure
   too where it is not that of the column. */
static void say_box(struct wsp_book *book, const struct wsp_step *step)
{
	const struct wsp_signature *signature = &book->procedure[step->procedure].signature;
	struct wsp_text *out;

	wsp_book_prose(book, "☐");
	if (column_of(book, step->procedure) != step->procedure)
		WSP_SAY(book, " `%`", wsp_text_word(book->plan->procedure[step->procedure].id));
	wsp_book_prose(book, signature->n > 1 ? " " : "");
	out = wsp_book_open(book, WSP_STYLE_CODE);
	wsp_powershell_values(book->plan, step->server, signature, out);
	wsp_book_close(book);
}

/* The steps of one server, batch[i …), in one row. @return the first step of the next server */
static size_t tell_row(struct wsp_book *book, const struct wsp_steps *steps, size_t i,
	const struct wsp_prepared *table)
{
	wsp_server_id s = steps->step[i].server;
	size_t end = i;

	while (end < steps->n && steps->step[end].server == s)
		end++;
	wsp_book_begin(book, WSP_BLOCK_ROW);
	say_server(book, s, table);
	wsp_book_add(book, "|");
	say_due(book, s);
	for (uint32_t procedure = 0; procedure < book->plan->n_procedures; procedure++) {
		if (!is_column(book, procedure))
			continue;
		wsp_book_add(book, "|");
		for (size_t k = i; k < end; k++) {
			if (column_of(book, steps->step[k].procedure) == procedure)
				say_box(book, &steps->step[k]);
		}
	}
	if (table->notes) {
		wsp_book_add(book, "|");
		say_thumbprint(book, s);
	}
	wsp_book_put(book);
	return end;
}

void wsp_prepared_tell(
	struct wsp_book *book, struct wsp_steps *steps, const struct wsp_prepared *table)
{
	wsp_book_begin(book, WSP_BLOCK_HEAD);
	wsp_book_add(book, "Server|Before");
	for (uint32_t i = 0; i < book->plan->n_procedures; i++) {
		if (is_column(book, i))
			WSP_SAY(book, "|`%`", wsp_text_word(book->plan->procedure[i].id));
	}
	if (table->notes)
		wsp_book_add(book, "|Thumbprint");
	wsp_book_put(book);
	for (wsp_server_id s = 0; s < book->plan->topo.n_servers && !book->stopped;) {
		if (!table->batch(steps, &s))
			book->failed = book->stopped = true;
		for (size_t i = 0; i < steps->n && !book->stopped;)
			i = tell_row(book, steps, i, table);
	}
}
