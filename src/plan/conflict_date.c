/* Conflicts of dates: on one server, and between a server and those below it. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/calendar.h"
#include "plan/conflict_part.h"

enum { MINUTES_A_DAY = 24 * 60, MINUTES_BETWEEN_ZONES = 26 * 60 };

/* A date as minutes since 1970 on the clock of its site. */
struct date {
	int64_t minute;
	bool has_offset; /* it is not of the site's clock */
};

/* When a server may be converted at the earliest, and which key says so. */
struct earliest {
	struct date date;
	wsp_server_id server; /* WSP_NO_SERVER: at any time */
	const char *key;
	wsp_string text; /* its value */
};

static bool read_date(
	const struct wsp_topology *topo, wsp_string text, bool end_of_day, struct date *ret_date)
{
	const char *date = wsp_topology_text(topo, text);
	int32_t day, minute;

	if (!wsp_parse_date(date, strlen(date), &day, &minute))
		return false;
	if (minute < 0)
		minute = end_of_day ? MINUTES_A_DAY : 0;
	*ret_date = (struct date){(int64_t)day * MINUTES_A_DAY + minute, wsp_date_has_offset(date)};
	return true;
}

static wsp_string zone_of(const struct wsp_topology *topo, wsp_server_id s)
{
	uint32_t site = wsp_topology_site(topo, s);
	wsp_string zone = site == WSP_NO_SITE ? 0 : topo->inventory.site[site].timezone;

	return zone ? zone : topo->inventory.timezone;
}

/* Whether `from` is not before `until` wherever the two clocks stand. */
static bool is_too_late(const struct date *from, const struct date *until, bool same_clock)
{
	bool exact = same_clock && !from->has_offset && !until->has_offset;

	return from->minute - until->minute >= (exact ? 0 : MINUTES_BETWEEN_ZONES);
}

/* Whether a plan may convert `s`: what is left alone for good keeps nobody waiting. */
static bool is_converted(const struct wsp_server *server)
{
	return server->retired != WSP_YES && !server->exclude_reason &&
	       server->https != WSP_HTTPS_CONFIGURED;
}

static struct earliest earliest_of(const struct wsp_topology *topo, wsp_server_id s)
{
	const struct wsp_server *server = &topo->server[s];
	struct earliest earliest = {.server = WSP_NO_SERVER};
	struct date date;

	if (read_date(topo, server->not_before, false, &date))
		earliest = (struct earliest){date, s, "not_before", server->not_before};
	if (read_date(topo, server->hold_until, true, &date) &&
		(earliest.server == WSP_NO_SERVER || date.minute > earliest.date.minute))
		earliest = (struct earliest){date, s, "hold.until", server->hold_until};
	return earliest;
}

static const char *text_of(const struct wsp_conflicts *conflicts, const struct earliest *earliest)
{
	return wsp_topology_text(conflicts->topo, earliest->text);
}

static void report(
	const struct wsp_conflicts *conflicts, wsp_server_id s, const struct earliest *earliest)
{
	const char *deadline =
		wsp_topology_text(conflicts->topo, conflicts->topo->server[s].deadline);
	struct wsp_place place = wsp_conflicts_place(conflicts, s, "deadline");

	if (earliest->server == s)
		wsp_diags_add(conflicts->diags, WSP_RULE(F011), place, "move one of the two dates",
			"\"%s\" has the deadline %s, but its %s is %s",
			wsp_conflicts_fqdn(conflicts, s), deadline, earliest->key,
			text_of(conflicts, earliest));
	else
		wsp_diags_add(conflicts->diags, WSP_RULE(F011), place,
			"move one of the two dates: bottom-up, a server is converted after those "
			"below it",
			"\"%s\" has the deadline %s, but %s of \"%s\" below it is %s",
			wsp_conflicts_fqdn(conflicts, s), deadline, earliest->key,
			wsp_conflicts_fqdn(conflicts, earliest->server),
			text_of(conflicts, earliest));
}

static bool is_later(const struct earliest *a, const struct earliest *b)
{
	return a->server != WSP_NO_SERVER &&
	       (b->server == WSP_NO_SERVER || a->date.minute > b->date.minute);
}

/* What is below, and then the server itself, against its deadline. */
static void judge(
	const struct wsp_conflicts *conflicts, wsp_server_id s, const struct earliest *below)
{
	const struct wsp_topology *topo = conflicts->topo;
	struct earliest own = earliest_of(topo, s);
	struct date deadline;

	if (!read_date(topo, topo->server[s].deadline, true, &deadline))
		return;
	if (own.server != WSP_NO_SERVER && is_too_late(&own.date, &deadline, true))
		report(conflicts, s, &own);
	else if (conflicts->dated && below->server != WSP_NO_SERVER &&
		 is_too_late(
			 &below->date, &deadline, zone_of(topo, s) == zone_of(topo, below->server)))
		report(conflicts, s, below);
}

bool wsp_conflicts_of_dates(const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;
	struct earliest *below = malloc((topo->n_servers + (size_t)1) * sizeof(*below));

	if (!below)
		return false;
	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		below[s] = (struct earliest){.server = WSP_NO_SERVER};
	for (wsp_server_id s = topo->n_servers; s-- > 0;) { /* children before their parents */
		wsp_server_id up = topo->parent[s];
		struct earliest latest = earliest_of(topo, s);

		if (!is_converted(&topo->server[s]))
			continue;
		judge(conflicts, s, &below[s]);
		if (is_later(&below[s], &latest))
			latest = below[s];
		if (up != WSP_NO_SERVER && is_later(&latest, &below[up]))
			below[up] = latest;
	}
	free(below);
	return true;
}
