/* The lists of an amendment: facts and servers. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/phrase.h"
#include "plan/steps.h"
#include "plan/why_text.h"
#include "report/amendment.h"
#include "report/escape.h"
#include "report/label.h"

enum { ROWS_SHOWN = 20 };

bool wsp_amendment_shows(const struct wsp_amendment *amendment, size_t n)
{
	return amendment->all || n < ROWS_SHOWN;
}

void wsp_amendment_rest(const struct wsp_amendment *amendment, size_t n)
{
	if (wsp_amendment_shows(amendment, n) || n == ROWS_SHOWN)
		return;
	WSP_TEXT_LITERAL(amendment->out, "  and ");
	wsp_phrase_number(amendment->out, n - ROWS_SHOWN);
	WSP_TEXT_LITERAL(amendment->out, " more, see --verbose\n");
}

void wsp_amendment_heading(const struct wsp_amendment *amendment, const char *text, size_t n)
{
	wsp_text_adds(amendment->out, amendment->colour ? "\n\x1B[1m" : "\n");
	wsp_text_adds(amendment->out, text);
	if (n > 0) {
		WSP_TEXT_LITERAL(amendment->out, ": ");
		wsp_phrase_number(amendment->out, n);
	}
	wsp_text_adds(amendment->out, amendment->colour ? "\x1B[0m\n" : "\n");
}

void wsp_amendment_phase(
	const struct wsp_amendment *amendment, const struct wsp_plan *plan, uint32_t phase)
{
	wsp_label_phase(amendment->out, phase);
	if (!plan->dated || phase == 0)
		return;
	WSP_TEXT_LITERAL(amendment->out, " (");
	wsp_moment_tell(
		amendment->out, wsp_plan_zone(plan, WSP_NO_SERVER), plan->phases[phase].begin);
	wsp_text_addc(amendment->out, ')');
}

static void add_value(struct wsp_text *out, const char *value)
{
	if (value && *value)
		wsp_escape_terminal(out, value);
	else
		wsp_text_adds(out, value ? "empty" : "not given");
}

static void write_fact(
	const struct wsp_amendment *amendment, const struct wsp_fact_difference *fact)
{
	struct wsp_text *out = amendment->out;

	WSP_TEXT_LITERAL(out, "  ");
	if (strcmp(fact->section, "servers") != 0) {
		wsp_text_adds(out, fact->section);
		if (*fact->section)
			wsp_text_adds(out, *fact->item ? " " : ".");
	}
	wsp_escape_terminal(out, fact->item);
	if (!*fact->key) {
		wsp_text_adds(out, fact->after ? ": new\n" : ": gone\n");
		return;
	}
	if (*fact->item)
		wsp_text_addc(out, ' ');
	wsp_text_adds(out, fact->key);
	WSP_TEXT_LITERAL(out, ": ");
	add_value(out, fact->before);
	WSP_TEXT_LITERAL(out, " -> ");
	add_value(out, fact->after);
	wsp_text_addc(out, '\n');
}

void wsp_amendment_facts(const struct wsp_amendment *amendment)
{
	const struct wsp_difference *difference = amendment->difference;
	size_t n = 0;

	if (difference->n_facts == 0)
		return;
	wsp_amendment_heading(amendment, "What is given differently", difference->n_facts);
	for (size_t i = 0; i < difference->n_facts && !amendment->out->failed; i++) {
		if (wsp_amendment_shows(amendment, n++))
			write_fact(amendment, &difference->fact[i]);
	}
	wsp_amendment_rest(amendment, n);
}

/* Where a server is converted; or its status. */
static void add_place(
	const struct wsp_amendment *amendment, const struct wsp_plan *plan, wsp_server_id s)
{
	if (plan->phase[s] > 0)
		wsp_amendment_phase(amendment, plan, plan->phase[s]);
	else
		wsp_text_adds(amendment->out, wsp_status_names[plan->status[s]]);
}

/* Where a server is converted now, and why there; or why it is left out. */
static void add_place_and_why(const struct wsp_amendment *amendment, wsp_server_id s)
{
	const struct wsp_difference *difference = amendment->difference;
	struct wsp_text text = {0};

	if (difference->after->phase[s] == 0 && difference->reason_after[s]) {
		wsp_escape_terminal(amendment->out, difference->reason_after[s]);
		return;
	}
	add_place(amendment, difference->after, s);
	if (difference->after->phase[s] == 0)
		return;
	wsp_why_tell(difference->after, s, &text);
	WSP_TEXT_LITERAL(amendment->out, ": ");
	wsp_escape_terminal(amendment->out, wsp_text_get(&text));
	amendment->out->failed = amendment->out->failed || text.failed;
	wsp_text_release(&text);
}

/* The facts of a server that changed, after what moved it. */
static void add_facts(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	struct wsp_text *out = amendment->out;

	for (uint32_t i = 0; i < server->n_facts; i++) {
		const struct wsp_fact_difference *fact =
			&amendment->difference->fact[server->first_fact + i];

		wsp_text_adds(out, i == 0 ? "; " : ", ");
		wsp_text_adds(out, fact->key);
		wsp_text_addc(out, ' ');
		add_value(out, fact->before);
		WSP_TEXT_LITERAL(out, " -> ");
		add_value(out, fact->after);
	}
}

static void tell_move(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	add_place(amendment, amendment->difference->before, server->before);
	WSP_TEXT_LITERAL(amendment->out, " -> ");
	add_place_and_why(amendment, server->after);
	add_facts(amendment, server);
}

static void tell_added(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	add_place_and_why(amendment, server->after);
}

static void tell_dropped(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	WSP_TEXT_LITERAL(amendment->out, "was ");
	add_place(amendment, amendment->difference->before, server->before);
}

static void tell_status(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	const struct wsp_difference *difference = amendment->difference;

	wsp_text_adds(amendment->out, wsp_status_names[difference->before->status[server->before]]);
	WSP_TEXT_LITERAL(amendment->out, " -> ");
	wsp_text_adds(amendment->out, wsp_status_names[difference->after->status[server->after]]);
	if (difference->reason_after[server->after]) {
		WSP_TEXT_LITERAL(amendment->out, ", ");
		wsp_escape_terminal(amendment->out, difference->reason_after[server->after]);
	}
}

static void tell_upstream(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	const struct wsp_difference *difference = amendment->difference;

	wsp_text_adds(amendment->out, wsp_label_upstream(difference->before, server->before));
	WSP_TEXT_LITERAL(amendment->out, " -> ");
	wsp_text_adds(amendment->out, wsp_label_upstream(difference->after, server->after));
}

static void add_switch(
	const struct wsp_amendment *amendment, const struct wsp_plan *plan, wsp_server_id s)
{
	if (plan->link_phase[s] > 0)
		wsp_amendment_phase(amendment, plan, plan->link_phase[s]);
	else
		WSP_TEXT_LITERAL(amendment->out, "not switched");
}

static void tell_switch(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	add_switch(amendment, amendment->difference->before, server->before);
	WSP_TEXT_LITERAL(amendment->out, " -> ");
	add_switch(amendment, amendment->difference->after, server->after);
}

static void tell_outage(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	const struct wsp_difference *difference = amendment->difference;

	wsp_phrase_minutes(
		amendment->out, wsp_plan_link_outage(difference->before, server->before));
	WSP_TEXT_LITERAL(amendment->out, " -> ");
	wsp_phrase_minutes(amendment->out, wsp_plan_link_outage(difference->after, server->after));
}

static void tell_reason(
	const struct wsp_amendment *amendment, const struct wsp_server_difference *server)
{
	add_place_and_why(amendment, server->after);
	add_facts(amendment, server);
}

static const struct {
	uint32_t changes;
	uint32_t without; /* told in another list already */
	const char *heading;
	void (*tell)(
		const struct wsp_amendment *amendment, const struct wsp_server_difference *server);
} lists[] = {
	{WSP_CHANGE_MOVED, 0, "Conversions that move", tell_move},
	{WSP_CHANGE_ADDED, 0, "Servers that are new", tell_added},
	{WSP_CHANGE_DROPPED, 0, "Servers that are gone", tell_dropped},
	{WSP_CHANGE_STATUS, WSP_CHANGE_MOVED, "Servers of another status", tell_status},
	{WSP_CHANGE_UPSTREAM, 0, "Links to another upstream", tell_upstream},
	{WSP_CHANGE_SWITCH, 0, "Switches that move", tell_switch},
	{WSP_CHANGE_OUTAGE, 0, "Links without synchronization for another time", tell_outage},
	{WSP_CHANGE_WHY, 0, "Servers that stay where they are, for another reason", tell_reason},
};

static const char *name_of(
	const struct wsp_difference *difference, const struct wsp_server_difference *server)
{
	return server->after != WSP_NO_SERVER
		       ? wsp_topology_fqdn(&difference->after->topo, server->after)
		       : wsp_topology_fqdn(&difference->before->topo, server->before);
}

/* The rows of one list, by the phase they come to, then by number. */
struct selection {
	uint64_t *key; /* phase << 32 | row of difference.server; heap */
	size_t n;
};

static int compare_keys(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static uint64_t phase_of(const struct wsp_difference *difference,
	const struct wsp_server_difference *server, size_t row)
{
	const struct wsp_plan *plan = difference->after;

	if (server->after == WSP_NO_SERVER)
		return 0;
	return lists[row].changes == WSP_CHANGE_SWITCH ? plan->link_phase[server->after]
						       : plan->phase[server->after];
}

static bool is_selected(const struct wsp_server_difference *server, size_t row)
{
	return (server->changes & lists[row].changes) && !(server->changes & lists[row].without);
}

static bool select_rows(
	const struct wsp_difference *difference, size_t row, struct selection *ret_selection)
{
	size_t n = 0;

	for (size_t i = 0; i < difference->n_servers; i++)
		n += is_selected(&difference->server[i], row);
	*ret_selection = (struct selection){.n = n};
	if (n == 0)
		return true;
	ret_selection->key = malloc(n * sizeof(*ret_selection->key));
	if (!ret_selection->key)
		return false;
	n = 0;
	for (size_t i = 0; i < difference->n_servers; i++) {
		const struct wsp_server_difference *server = &difference->server[i];

		if (is_selected(server, row))
			ret_selection->key[n++] = phase_of(difference, server, row) << 32 | i;
	}
	qsort(ret_selection->key, n, sizeof(*ret_selection->key), compare_keys);
	return true;
}

static void write_list(const struct wsp_amendment *amendment, size_t row)
{
	const struct wsp_difference *difference = amendment->difference;
	struct wsp_text *out = amendment->out;
	struct selection selection;

	if (!select_rows(difference, row, &selection)) {
		out->failed = true;
		return;
	}
	if (selection.n > 0)
		wsp_amendment_heading(amendment, lists[row].heading, selection.n);
	for (size_t i = 0; i < selection.n && wsp_amendment_shows(amendment, i); i++) {
		const struct wsp_server_difference *server =
			&difference->server[(uint32_t)selection.key[i]];

		WSP_TEXT_LITERAL(out, "  ");
		wsp_text_adds(out, name_of(difference, server));
		WSP_TEXT_LITERAL(out, ": ");
		lists[row].tell(amendment, server);
		wsp_text_addc(out, '\n');
	}
	wsp_amendment_rest(amendment, selection.n);
	free(selection.key);
}

void wsp_amendment_servers(const struct wsp_amendment *amendment)
{
	for (size_t row = 0; row < WSP_COUNT(lists) && !amendment->out->failed; row++)
		write_list(amendment, row);
}
