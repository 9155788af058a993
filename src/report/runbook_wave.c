/* A wave: the procedures it needs, then what is done on each of its servers. */
#include "plan/steps.h"
#include "report/label.h"
#include "report/placeholder.h"
#include "report/roster.h"
#include "report/sections.h"

/* What was told longer ago than this is told again: it is pages away. */
enum { TASKS_WITHIN_REACH = 120, NAMED_DEPENDENCIES = 4 };

static bool is_far(const struct wsp_book *book, uint32_t procedure, uint32_t phase)
{
	const struct wsp_told *told = &book->procedure[procedure];

	return told->phase != phase || book->n_tasks - told->n_tasks > TASKS_WITHIN_REACH;
}

static void tell_heading(struct wsp_book *book, uint32_t wave)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_wave *row = &plan->waves[wave];

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	wsp_book_add(book, "Wave ");
	wsp_label_wave(wsp_book_open(book, WSP_STYLE_PROSE), plan, wave);
	wsp_book_close(book);
	WSP_SAY(book, ", % to %", wsp_offset_word(row->start), wsp_offset_word(row->finish));
	wsp_book_put(book);
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	if (row->number == 0)
		wsp_book_add(book, "Repairs what is broken now, before all other work. ");
	if (row->n_servers > 0)
		WSP_SAY(book, "Converts %. ", wsp_count_word(row->n_servers, "server"));
	if (row->n_servers > 1)
		WSP_SAY(book, "There is no order among them; up to % at the same time. ",
			wsp_number_word(row->n_servers < plan->operators ? row->n_servers
									 : plan->operators));
	if (row->n_links > 0)
		WSP_SAY(book, "Switches %% when its upstream is verified. ",
			wsp_count_word(row->n_links, "synchronization link"),
			wsp_prose_word(row->n_links > 1 ? ", each" : ""));
	if (row->number > 1)
		WSP_SAY(book, "It starts when every box of wave P%.W% is ticked. ",
			wsp_number_word(row->phase), wsp_number_word(row->number - 1));
	wsp_book_add(book,
		"Load the functions into each session before the first box, see *How to read it*.");
	wsp_book_put(book);
}

static void count_steps(struct wsp_book *book, const struct wsp_roster *roster)
{
	for (uint32_t i = 0; i < book->plan->n_procedures; i++)
		book->procedure[i].n_steps = 0;
	for (size_t i = 0; i < roster->steps.n; i++)
		book->procedure[roster->steps.step[i].procedure].n_steps++;
}

/* Who does most procedures of the wave, and where: said once instead of in every block. */
static void find_usual(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_procedure *usual = NULL;
	uint32_t most = 1;

	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		uint32_t same = 0;

		for (uint32_t k = 0; k < plan->n_procedures; k++)
			same += book->procedure[k].n_steps > 0 &&
				wsp_procedure_is_alike(&plan->procedure[i], &plan->procedure[k]);
		if (book->procedure[i].n_steps > 0 && same > most) {
			most = same;
			usual = &plan->procedure[i];
		}
	}
	wsp_procedure_set_usual(book, usual);
	if (usual)
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"Where a block or a box does not say otherwise: *Who:* % · *Where:* %",
			wsp_text_word(usual->who), wsp_text_word(usual->where));
}

/* Those that an earlier wave defined, in few words. */
static void tell_defined(struct wsp_book *book, uint32_t phase)
{
	uint32_t near = 0;
	uint32_t far = 0;

	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps == 0 || book->procedure[i].wave == WSP_NO_WAVE)
			continue;
		if (!is_far(book, i, phase)) {
			near++;
			continue;
		}
		if (far++ == 0)
			wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
				"Defined in an earlier wave, and unchanged:");
		wsp_tell_again(book, i, phase);
	}
	if (near > 0)
		WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
			"% of this wave stand in the wave before, a few pages back.",
			wsp_count_word(near, "procedure"));
}

/* The procedures of a wave, in the order of the work; each function once in the runbook. */
static void tell_procedures(struct wsp_book *book, uint32_t wave)
{
	uint32_t phase = book->plan->waves[wave].phase;

	find_usual(book);
	tell_defined(book, phase);
	for (uint32_t i = 0; i < book->plan->n_procedures && !book->stopped; i++) {
		if (book->procedure[i].n_steps == 0 || book->procedure[i].wave != WSP_NO_WAVE)
			continue;
		book->procedure[i].wave = wave;
		wsp_tell_procedure(book, i, phase);
	}
}

static void say_string(struct wsp_book *book, const char *before, wsp_string text)
{
	if (!text)
		return;
	wsp_book_prose(book, before);
	wsp_text_adds(
		wsp_book_open(book, WSP_STYLE_INPUT), wsp_topology_text(&book->plan->topo, text));
	wsp_book_close(book);
}

static void say_feed(struct wsp_book *book, wsp_server_id s)
{
	static const char *const feeds[] = {[WSP_FEED_SERVER] = "",
		[WSP_FEED_MICROSOFT] = "from Microsoft Update",
		[WSP_FEED_OFFLINE] = "fed offline"};
	const struct wsp_topology *topo = &book->plan->topo;

	if (topo->parent[s] != WSP_NO_SERVER)
		WSP_SAY(book, " · upstream `%`",
			wsp_text_word(wsp_topology_fqdn(topo, topo->parent[s])));
	else
		WSP_SAY(book, " · root, %", wsp_prose_word(feeds[topo->feed[s]]));
}

/* What the steps of an entry wait for on other servers. */
static void say_dependencies(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	const struct wsp_plan *plan = book->plan;
	struct wsp_dependency dependency;
	uint64_t n = 0;

	for (uint32_t i = 0; i < entry->n; i++) {
		const struct wsp_step *step = wsp_roster_step(roster, entry, i);
		uint32_t cursor = 0;

		while (wsp_step_dependency(plan, step, &cursor, &dependency)) {
			if (++n > NAMED_DEPENDENCIES)
				continue;
			WSP_SAY(book, "%`%@%`", wsp_prose_word(n == 1 ? " · after " : ", "),
				wsp_prose_word(wsp_actions[dependency.action].name),
				wsp_text_word(wsp_topology_fqdn(&plan->topo, dependency.server)));
		}
	}
	if (n > NAMED_DEPENDENCIES)
		WSP_SAY(book, " and % more", wsp_number_word(n - NAMED_DEPENDENCIES));
}

/* Room to write down what the calls of an entry need and the plan does not know. */
static void say_blanks(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	uint32_t unknown = 0;
	struct wsp_text *out;

	for (uint32_t i = 0; i < entry->n; i++)
		unknown |= wsp_signature_unknown(book->plan, entry->server,
			&book->procedure[wsp_roster_step(roster, entry, i)->procedure].signature);
	for (unsigned i = 0; unknown >> i; i++) {
		if (!(unknown >> i & 1u))
			continue;
		out = wsp_book_open(book, WSP_STYLE_PROSE);
		WSP_TEXT_LITERAL(out, " · ");
		wsp_placeholder_blank(out, (enum wsp_placeholder)i);
		WSP_TEXT_LITERAL(out, " ...............................");
		wsp_book_close(book);
	}
}

/* A repair may begin behind require-ssl, and is taken back in the same way. */
static bool enforces(const struct wsp_roster *roster, const struct wsp_roster_entry *entry)
{
	for (uint32_t i = 0; i < entry->n; i++) {
		uint32_t action = wsp_roster_step(roster, entry, i)->action;

		if (action == WSP_REQUIRE_SSL || action == WSP_CONFIGURE_SSL)
			return true;
	}
	return false;
}

/* The call that takes this server back. */
static void say_back_out(struct wsp_book *book, wsp_server_id s)
{
	wsp_book_prose(book, " · if it fails: ");
	wsp_powershell_call(book->plan, s, book->usual, &book->usual_signature,
		wsp_book_open(book, WSP_STYLE_CODE));
	wsp_book_close(book);
}

static void tell_server_head(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	const struct wsp_topology *topo = &book->plan->topo;
	const struct wsp_server *server = &topo->server[entry->server];
	const struct wsp_step *last = wsp_roster_step(roster, entry, entry->n - 1);

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 4;
	WSP_SAY(book, "%, % to %", wsp_text_word(wsp_topology_fqdn(topo, entry->server)),
		wsp_offset_word(wsp_roster_step(roster, entry, 0)->start),
		wsp_offset_word(last->finish));
	wsp_book_put(book);

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_prose(book, "Operator ....................");
	say_string(book, " · site ", server->site);
	say_string(book, " · owner ", server->owner);
	WSP_SAY(book, " · %", wsp_count_word(server->clients, "client"));
	say_feed(book, entry->server);
	say_dependencies(book, roster, entry);
	say_string(book, " · access: ", server->access);
	say_string(book, " · note: ", server->notes);
	say_blanks(book, roster, entry);
	if (enforces(roster, entry))
		say_back_out(book, entry->server);
	wsp_book_put(book);
}

static void tell_tasks(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	for (uint32_t i = 0; i < entry->n && !book->stopped; i++)
		wsp_tell_step(book, wsp_roster_step(roster, entry, i));
}

/* A downstream server that is switched: its first box says whose it is and what it costs. */
static void tell_switch(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	const struct wsp_server *server = &book->plan->topo.server[entry->server];

	wsp_begin_step(book, wsp_roster_step(roster, entry, 0));
	say_string(book, " · site ", server->site);
	say_string(book, " · owner ", server->owner);
	WSP_SAY(book, " · link dead for %",
		wsp_minutes_word(wsp_plan_link_outage(book->plan, entry->server)));
	say_string(book, " · access: ", server->access);
	wsp_book_put(book);
	for (uint32_t i = 1; i < entry->n && !book->stopped; i++)
		wsp_tell_step(book, wsp_roster_step(roster, entry, i));
}

static void tell_switches(struct wsp_book *book, const struct wsp_roster *roster, wsp_server_id s)
{
	const struct wsp_topology *topo = &book->plan->topo;
	bool told = false;

	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		const struct wsp_roster_entry *entry = wsp_roster_find(roster, c);

		if (!entry || wsp_roster_head(roster, entry) != s)
			continue;
		if (!told)
			wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
				"Then its downstream servers, once `verify-server` above is "
				"ticked:");
		told = true;
		tell_switch(book, roster, entry);
	}
}

void wsp_tell_wave(struct wsp_book *book, uint32_t wave, struct wsp_roster *roster)
{
	if (!wsp_roster_of_wave(roster, wave)) {
		book->failed = book->stopped = true;
		return;
	}
	tell_heading(book, wave);
	count_steps(book, roster);
	tell_procedures(book, wave);
	for (size_t i = 0; i < roster->n_entries && !book->stopped; i++) {
		const struct wsp_roster_entry *entry = &roster->entry[i];

		if (wsp_roster_head(roster, entry) != WSP_NO_SERVER)
			continue;
		tell_server_head(book, roster, entry);
		tell_tasks(book, roster, entry);
		tell_switches(book, roster, entry->server);
	}
}
