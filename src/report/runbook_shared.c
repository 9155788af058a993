/* Shared: what of the preparation comes after the servers are ready: early bindings, common names.
 */
#include "plan/steps.h"
#include "report/label.h"
#include "report/prepared.h"
#include "report/sections.h"

/* Those that no section before has defined. */
static void tell_procedures(struct wsp_book *book)
{
	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps == 0 || book->procedure[i].prepared)
			continue;
		wsp_tell_procedure(book, i, 0);
		book->procedure[i].prepared = true;
	}
}

void wsp_tell_early(struct wsp_book *book, struct wsp_steps *steps)
{
	struct wsp_prepared table = {.batch = wsp_batch_of_early};

	if (wsp_prepared_count(book, steps, wsp_batch_of_early) == 0)
		return;
	wsp_book_heading(book, 3, "Bound and tested early");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"These servers get their certificate bound now, beside the HTTP binding, which "
		"interrupts nobody: their clients, their downstream servers or the other members "
		"of their group meet HTTPS before they are converted. A server's boxes are ticked "
		"before its clients, or anything that it shares, are changed under the next "
		"headings.");
	tell_procedures(book);
	wsp_prepared_tell(book, steps, &table);
}

void wsp_tell_pointing(struct wsp_book *book, struct wsp_steps *steps)
{
	struct wsp_prepared table = {.batch = wsp_batch_of_pointing};

	if (wsp_prepared_count(book, steps, wsp_batch_of_pointing) == 0)
		return;
	wsp_book_heading(book, 3, "Clients pointed early");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"These servers answer HTTPS already, so their clients are pointed to it now and "
		"lose no scan when SSL is required. Allow a day, longer for laptops, until they "
		"have fetched the new address.");
	tell_procedures(book);
	wsp_prepared_tell(book, steps, &table);
}

/* The first phase that converts one of the members. */
static uint32_t due(const struct wsp_plan *plan, const struct wsp_shared *shared)
{
	uint32_t first = 0;

	for (uint32_t i = 0; i < shared->n_members; i++) {
		uint32_t phase = plan->phase[shared->member[i]];

		if (phase > 0 && (first == 0 || phase < first))
			first = phase;
	}
	return first;
}

static void tell_object(struct wsp_book *book, const struct wsp_shared *shared)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = shared->n_members < WSP_NAMES_MAX ? shared->n_members : WSP_NAMES_MAX;
	uint64_t clients = 0;

	for (uint32_t i = 0; i < shared->n_members; i++)
		clients += plan->topo.server[shared->member[i]].clients;
	wsp_book_begin(book, WSP_BLOCK_ROW);
	WSP_SAY(book, "%|%|", wsp_text_word(shared->name),
		wsp_prose_word(shared->policy                           ? "client policy"
			       : shared->action == WSP_PREPARE_BALANCER ? "load balancer"
									: "group"));
	for (uint32_t i = 0; i < listed; i++)
		WSP_SAY(book, "%%", wsp_prose_word(i > 0 ? ", " : ""),
			wsp_text_word(wsp_topology_fqdn(&plan->topo, shared->member[i])));
	if (shared->n_members > listed)
		WSP_SAY(book, " and % more", wsp_number_word(shared->n_members - listed));
	WSP_SAY(book, "|%|", wsp_number_word(clients));
	wsp_say_due(book, due(plan, shared));
	wsp_book_put(book);
}

static void tell_objects(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_head(book, 8, "Object|What it is|Servers behind it|Clients|Before");
	for (uint32_t i = 0; i < plan->n_shared; i++)
		tell_object(book, &plan->shared[i]);
}

static void tell_box(struct wsp_book *book, const struct wsp_step *step)
{
	struct wsp_text *out;

	wsp_begin_step(book, step);
	wsp_book_add(book, " · ");
	out = wsp_book_open(book, WSP_STYLE_CODE);
	wsp_label_step_id(out, book->plan, step);
	wsp_book_close(book);
	wsp_book_put(book);
}

void wsp_tell_shared(struct wsp_book *book, struct wsp_steps *steps)
{
	if (!wsp_steps_of_shared(steps)) {
		book->failed = book->stopped = true;
		return;
	}
	if (steps->n == 0)
		return;
	wsp_book_heading(book, 3, "What several servers share");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"Each of these is changed once, for all servers behind it, in this order, and only "
		"when every one of them is bound, carries the common name in its certificate, and "
		"has passed `test-https`. The HTTP port stays in service. No server behind it is "
		"converted before its box is ticked.");
	tell_objects(book);
	for (uint32_t i = 0; i < book->plan->n_procedures; i++)
		book->procedure[i].n_steps = 0;
	for (size_t i = 0; i < steps->n; i++)
		book->procedure[steps->step[i].procedure].n_steps++;
	tell_procedures(book);
	for (size_t i = 0; i < steps->n && !book->stopped; i++)
		tell_box(book, &steps->step[i]);
}
