/* A server in a wave: who and where it is, what is done to it, and its downstream servers. */
#include "plan/steps.h"
#include "report/clock.h"
#include "report/label.h"
#include "report/placeholder.h"
#include "report/roster.h"
#include "report/sections.h"

enum { NAMED_DEPENDENCIES = 4 };

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

	if (topo->parent[s] != WSP_NO_SERVER) {
		wsp_book_prose(book, " · upstream ");
		(void)wsp_placeholder_value(
			book->plan, s, WSP_PH_UPSTREAM, wsp_book_open(book, WSP_STYLE_CODE));
		wsp_book_close(book);
	} else {
		WSP_SAY(book, " · root, %", wsp_prose_word(feeds[topo->feed[s]]));
	}
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
			wsp_book_prose(book, n == 1 ? " · after " : ", ");
			wsp_label_dependency(
				wsp_book_open(book, WSP_STYLE_CODE), plan, &dependency);
			wsp_book_close(book);
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
static bool is_converted(const struct wsp_roster *roster, const struct wsp_roster_entry *entry)
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

/* "22:00 to 22:45 (+00:00 to +00:45)", with the name of the zone where it is another. */
static void say_period(struct wsp_book *book, const struct wsp_step *first, uint32_t finish)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, first->server);

	if (!plan->dated) {
		WSP_SAY(book, "% to %", wsp_offset_word(first->start), wsp_offset_word(finish));
		return;
	}
	WSP_SAY(book, "% to %",
		wsp_time_word(zone, wsp_plan_moment(plan, first->phase, first->start),
			plan->phases[first->phase].begin),
		wsp_time_word(zone, wsp_plan_moment(plan, first->phase, finish),
			plan->phases[first->phase].begin));
	if (zone != book->zone)
		WSP_SAY(book, " %", wsp_text_word(zone->name));
	WSP_SAY(book, " (% to %)", wsp_offset_word(first->start), wsp_offset_word(finish));
}

static bool is_switch(const struct wsp_step *step)
{
	return wsp_actions[step->action].part == WSP_PART_DOWNSTREAM;
}

/* What it shares with others, and whose turn was before. */
static void say_group(struct wsp_book *book, wsp_server_id s)
{
	static const char *const kinds[] = {[0] = "",
		[WSP_GROUP_ALIAS] = "alias",
		[WSP_GROUP_LOAD_BALANCER] = "load balancer",
		[WSP_GROUP_SHARED_DATABASE] = "shared database"};
	const struct wsp_topology *topo = &book->plan->topo;
	const struct wsp_group *group;

	if (!book->group || book->group[s] == WSP_NO_GROUP)
		return;
	group = &topo->inventory.group[book->group[s]];
	WSP_SAY(book, " · % `%`", wsp_prose_word(kinds[group->kind]),
		wsp_text_word(wsp_topology_text(topo, group->name)));
	if (group->kind != WSP_GROUP_ALIAS)
		wsp_book_add(book, ": *one member after the other*, the next only when "
				   "`verify-server` of the one before is ticked");
}

/* What the switch of a server's own link costs. */
static void say_link(struct wsp_book *book, wsp_server_id s)
{
	if (book->plan->link_work[s] == WSP_LINK_FOLLOW)
		wsp_book_add(book, " · *ConfigMgr* switches it by itself, it is only checked");
	WSP_SAY(book, " · link dead for %", wsp_minutes_word(wsp_plan_link_outage(book->plan, s)));
}

static void tell_server_head(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	const struct wsp_topology *topo = &book->plan->topo;
	const struct wsp_server *server = &topo->server[entry->server];
	const struct wsp_step *last = wsp_roster_step(roster, entry, entry->n - 1);

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 4;
	WSP_SAY(book, "%, ", wsp_text_word(wsp_topology_fqdn(topo, entry->server)));
	say_period(book, wsp_roster_step(roster, entry, 0), last->finish);
	wsp_book_put(book);

	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_prose(book, "Operator ....................");
	say_string(book, " · site ", server->site);
	say_string(book, " · owner ", server->owner);
	WSP_SAY(book, " · %", wsp_count_word(server->clients, "client"));
	say_feed(book, entry->server);
	if (server->configmgr_role)
		wsp_book_add(book, " · *ConfigMgr* software update point");
	if (is_converted(roster, entry))
		say_group(book, entry->server);
	else if (is_switch(wsp_roster_step(roster, entry, 0)))
		say_link(book, entry->server);
	say_dependencies(book, roster, entry);
	if (is_converted(roster, entry))
		say_string(book, " · deadline ", server->deadline);
	say_string(book, " · access: ", server->access);
	say_string(book, " · note: ", server->notes);
	say_blanks(book, roster, entry);
	if (is_converted(roster, entry))
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
	say_link(book, entry->server);
	say_string(book, " · access: ", server->access);
	wsp_book_put(book);
	for (uint32_t i = 1; i < entry->n && !book->stopped; i++)
		wsp_tell_step(book, wsp_roster_step(roster, entry, i));
}

/* Overlap: a link is switched while its upstream answers both. */
static bool comes_before(const struct wsp_roster *roster, const struct wsp_roster_entry *link,
	const struct wsp_roster_entry *upstream)
{
	return wsp_roster_step(roster, link, 0)->start <
	       wsp_roster_step(roster, upstream, 0)->start;
}

/* The downstream servers whose turn is before the server's own tasks, or behind them. */
static bool tell_switches(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *own, bool before)
{
	const struct wsp_topology *topo = &book->plan->topo;
	wsp_server_id s = own->server;
	bool told = false;

	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		const struct wsp_roster_entry *entry = wsp_roster_find(roster, c);

		if (!entry || wsp_roster_head(roster, entry) != s ||
			comes_before(roster, entry, own) != before)
			continue;
		if (!told)
			wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
				before ? "First its downstream servers, while it answers HTTP and "
					 "HTTPS:"
				       : "Then its downstream servers, once `verify-server` above "
					 "is ticked:");
		told = true;
		tell_switch(book, roster, entry);
	}
	return told;
}

void wsp_tell_server(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry)
{
	tell_server_head(book, roster, entry);
	if (tell_switches(book, roster, entry, true))
		wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
			"Then the server itself, once each of these has synchronized over HTTPS:");
	tell_tasks(book, roster, entry);
	(void)tell_switches(book, roster, entry, false);
}
