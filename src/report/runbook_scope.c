/* Scope: the numbers of the plan, and its phases at a glance. */
#include "plan/steps.h"
#include "report/sections.h"
#include "report/workload.h"

struct scope {
	uint32_t by_status[WSP_N_STATUSES];
	uint32_t roots;
	uint32_t levels;
	uint32_t outage; /* minutes of the longest dead link */
	uint64_t clients;
	uint64_t clients_converted;
};

static void add_server(struct scope *scope, const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t outage = wsp_plan_link_outage(plan, s);

	scope->by_status[plan->status[s]]++;
	if (plan->status[s] == WSP_STATUS_RETIRED)
		return;
	scope->roots += topo->parent[s] == WSP_NO_SERVER;
	scope->clients += topo->server[s].clients;
	if (plan->phase[s] > 0)
		scope->clients_converted += topo->server[s].clients;
	if (topo->level[s] + 1 > scope->levels)
		scope->levels = topo->level[s] + 1;
	if (outage > scope->outage)
		scope->outage = outage;
}

static void row(struct wsp_book *book, const char *what, uint64_t number)
{
	WSP_TELL(book, WSP_BLOCK_ROW, "%|%", wsp_prose_word(what), wsp_number_word(number));
}

static void row_if(struct wsp_book *book, const char *what, uint64_t number)
{
	if (number > 0)
		row(book, what, number);
}

static void tell_numbers(struct wsp_book *book, const struct scope *scope)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_head(book, 2, "Scope|Number");
	row(book, "Servers in the inventory", plan->topo.n_servers);
	row(book, "of them converted by this plan", plan->to_convert);
	row_if(book, "of them with nothing left to do", scope->by_status[WSP_STATUS_DONE]);
	row_if(book, "of them held", scope->by_status[WSP_STATUS_HELD]);
	row_if(book, "of them waiting for one that is held", scope->by_status[WSP_STATUS_BLOCKED]);
	row_if(book, "of them excluded, staying on HTTP", scope->by_status[WSP_STATUS_EXCLUDED]);
	row_if(book, "of them retired", scope->by_status[WSP_STATUS_RETIRED]);
	row(book, "Roots", scope->roots);
	row(book, "Levels", scope->levels);
	row(book, "Clients of all servers", scope->clients);
	row(book, "Clients of servers converted", scope->clients_converted);
	row(book, "Synchronization links switched", plan->to_switch);
	row(book, "Phases of work, after the preparation", plan->n_phases);
	row(book, "Waves", plan->n_waves);
	row(book, "Steps", plan->n_steps);
	row(book, "Operators at the same time", plan->operators);
	WSP_TELL(book, WSP_BLOCK_ROW, "Hands-on time of operators|%",
		wsp_minutes_word(plan->hands_on));
	WSP_TELL(book, WSP_BLOCK_ROW, "Longest time a synchronization link is dead|%",
		wsp_minutes_word(scope->outage));
}

static void tell_phases(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = plan->n_phases < WSP_LIST_MAX ? plan->n_phases : WSP_LIST_MAX;

	wsp_book_heading(book, 3, "The phases at a glance");
	wsp_book_head(book, 0x1FCu,
		"Phase|What|Waves|Converted|Switched|Clients|Work|Reserve|In all|May stop after "
		"it");
	for (uint32_t i = 1; i <= listed; i++) {
		const struct wsp_phase *phase = &plan->phases[i];
		struct wsp_workload work = wsp_workload_of(plan, i);

		WSP_TELL(book, WSP_BLOCK_ROW, "P%|%|%|%|%|%|%|%|%|%", wsp_number_word(i),
			wsp_text_word(phase->title), wsp_number_word(phase->n_waves),
			wsp_number_word(work.n_servers), wsp_number_word(work.n_links),
			wsp_number_word(phase->clients), wsp_minutes_word(phase->minutes),
			wsp_minutes_word(phase->reserve),
			wsp_minutes_word((uint64_t)phase->minutes + phase->reserve),
			wsp_prose_word(phase->safe_to_stop ? "yes" : "no"));
	}
	wsp_tell_rest(book, plan->n_phases, listed, "phase");
}

void wsp_tell_scope(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	struct scope scope = {0};

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		add_server(&scope, plan, s);
	wsp_book_section(book, "Scope and numbers");
	tell_numbers(book, &scope);
	if (plan->n_phases > 0)
		tell_phases(book);
}
