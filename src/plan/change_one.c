/* Changes of one freeze, site or server. */
#include "model/schema.h"
#include "plan/change.h"
#include "plan/dates.h"

enum { MORE_OPERATORS = 1, MORE_SERVERS = 2 };

static const struct wsp_site *site_of(const struct wsp_retry *retry, uint32_t row)
{
	return &retry->topo->inventory.site[row];
}

static struct wsp_site *site_in(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	return &attempt->topo.inventory.site[change->row];
}

static struct wsp_server *server_in(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	return &attempt->topo.inventory.server[change->row];
}

static void tell_at_site(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	wsp_text_adds(out, " at ");
	wsp_text_adds(out, wsp_topology_text(retry->topo, site_of(retry, row)->name));
}

static void tell_site_limit(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out,
	const char *what, uint32_t limit)
{
	wsp_text_adds(out, what);
	tell_at_site(retry, row, out);
	wsp_change_tell_limit(out, "", limit);
}

static void tell_of_server(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out,
	const char *before, const char *after)
{
	wsp_text_adds(out, before);
	wsp_text_adds(out, wsp_topology_fqdn(retry->topo, row));
	wsp_text_adds(out, after);
}

/* freezes */

static bool freeze_applies(const struct wsp_retry *retry, uint32_t row)
{
	const struct wsp_calendar *calendar = retry->options.calendar;

	if (!wsp_change_is_dated(retry))
		return false;
	for (uint32_t i = 0; i < calendar->first_closing[calendar->zones.n_zones]; i++) {
		if (calendar->closing[i].freeze == row)
			return true;
	}
	return false;
}

static void tell_freeze(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	const struct wsp_freeze *freeze = &retry->topo->inventory.freeze[row];

	wsp_text_adds(out, "no freeze");
	if (freeze->reason)
		wsp_text_addf(out, " \"%s\"", wsp_topology_text(retry->topo, freeze->reason));
	if (freeze->from)
		wsp_text_addf(out, " from %s", wsp_topology_text(retry->topo, freeze->from));
	if (freeze->from && freeze->to)
		wsp_text_addf(out, " to %s", wsp_topology_text(retry->topo, freeze->to));
	if (!freeze->reason && freeze->rule)
		wsp_text_addf(out, " %s", wsp_topology_text(retry->topo, freeze->rule));
}

static void apply_freeze(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_calendar *calendar = &attempt->calendar;
	uint32_t n_zones = calendar->zones.n_zones, n = 0;
	struct wsp_closing *closing = WSP_NEW_ARRAY(
		&attempt->arena, struct wsp_closing, calendar->first_closing[n_zones]);
	uint32_t *first = WSP_NEW_ARRAY(&attempt->arena, uint32_t, (size_t)n_zones + 1);

	if (!closing || !first) {
		attempt->failed = true;
		return;
	}
	for (uint32_t zone = 0; zone < n_zones; zone++) {
		first[zone] = n;
		for (uint32_t i = calendar->first_closing[zone];
			i < calendar->first_closing[zone + 1]; i++) {
			if (calendar->closing[i].freeze != change->row)
				closing[n++] = calendar->closing[i];
		}
	}
	first[n_zones] = n;
	calendar->closing = closing;
	calendar->first_closing = first;
}

/* sites */

static bool site_operators_apply(const struct wsp_retry *retry, uint32_t row)
{
	return site_of(retry, row)->operators != WSP_ABSENT;
}

static void tell_site_operators(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_site_limit(retry, row, out, "one more operator",
		wsp_change_more(site_of(retry, row)->operators, MORE_OPERATORS));
}

static void apply_site_operators(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_site *site = site_in(attempt, change);

	site->operators = wsp_change_more(site->operators, MORE_OPERATORS);
}

static bool site_servers_apply(const struct wsp_retry *retry, uint32_t row)
{
	return site_of(retry, row)->servers_per_window != WSP_ABSENT;
}

static void tell_site_servers(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_site_limit(retry, row, out, "two more servers a window",
		wsp_change_more(site_of(retry, row)->servers_per_window, MORE_SERVERS));
}

static void apply_site_servers(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_site *site = site_in(attempt, change);

	site->servers_per_window = wsp_change_more(site->servers_per_window, MORE_SERVERS);
}

static bool site_clients_apply(const struct wsp_retry *retry, uint32_t row)
{
	return site_of(retry, row)->clients_per_window != WSP_ABSENT;
}

static void tell_site_clients(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_site_limit(retry, row, out, "a tenth more clients a window",
		wsp_change_tenth(site_of(retry, row)->clients_per_window));
}

static void apply_site_clients(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_site *site = site_in(attempt, change);

	site->clients_per_window = wsp_change_tenth(site->clients_per_window);
}

static bool site_windows_apply(const struct wsp_retry *retry, uint32_t row)
{
	return wsp_change_is_dated(retry) && site_of(retry, row)->windows != 0;
}

static void tell_site_windows(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	wsp_text_adds(out, "every window");
	tell_at_site(retry, row, out);
}

static void apply_site_windows(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	site_in(attempt, change)->windows = 0;
}

static bool site_switches_apply(const struct wsp_retry *retry, uint32_t row)
{
	return site_of(retry, row)->switch_anytime != WSP_YES;
}

static void tell_site_switches(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	wsp_text_adds(out, "switches at any time");
	tell_at_site(retry, row, out);
}

static void apply_site_switches(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	site_in(attempt, change)->switch_anytime = WSP_YES;
}

/* servers */

static void forget(struct wsp_server *server, const char *key)
{
	server->present &= ~(UINT64_C(1) << wsp_server_field(key));
}

static bool not_before_applies(const struct wsp_retry *retry, uint32_t row)
{
	return wsp_change_is_dated(retry) && retry->topo->server[row].not_before != 0;
}

static void tell_not_before(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_of_server(retry, row, out, "", " may go before ");
	wsp_text_adds(out, wsp_topology_text(retry->topo, retry->topo->server[row].not_before));
}

static void apply_not_before(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	server_in(attempt, change)->not_before = 0;
	forget(server_in(attempt, change), "not_before");
}

static bool hold_applies(const struct wsp_retry *retry, uint32_t row)
{
	const struct wsp_server *server = &retry->topo->server[row];

	return server->hold_until != 0 || server->hold_reason != 0;
}

static void tell_hold(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_of_server(retry, row, out, "", " is not on hold");
}

static void apply_hold(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_server *server = server_in(attempt, change);

	server->hold_until = server->hold_reason = 0;
	forget(server, "hold.until");
	forget(server, "hold.reason");
}

static bool lead_applies(const struct wsp_retry *retry, uint32_t row)
{
	return wsp_change_is_dated(retry) && wsp_certificate_lead(&retry->topo->server[row]) > 0;
}

static void tell_lead(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	tell_of_server(retry, row, out, "the certificate of ", " at hand");
}

static void apply_lead(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	server_in(attempt, change)->certificate_lead = 0;
}

#define ROW(kind) ((kind)-WSP_CHANGE_FREEZE)

const struct wsp_change_row wsp_change_one[WSP_N_CHANGES - WSP_CHANGE_FREEZE] = {
	[ROW(WSP_CHANGE_FREEZE)] = {"freeze", "freezes", WSP_OVER_FREEZES, freeze_applies,
		tell_freeze, apply_freeze},
	[ROW(WSP_CHANGE_SITE_OPERATORS)] = {"site-operators", "sites", WSP_OVER_SITES,
		site_operators_apply, tell_site_operators, apply_site_operators},
	[ROW(WSP_CHANGE_SITE_SERVERS)] = {"site-servers", "sites", WSP_OVER_SITES,
		site_servers_apply, tell_site_servers, apply_site_servers},
	[ROW(WSP_CHANGE_SITE_CLIENTS)] = {"site-clients", "sites", WSP_OVER_SITES,
		site_clients_apply, tell_site_clients, apply_site_clients},
	[ROW(WSP_CHANGE_SITE_WINDOWS)] = {"site-windows", "sites", WSP_OVER_SITES,
		site_windows_apply, tell_site_windows, apply_site_windows},
	[ROW(WSP_CHANGE_SITE_SWITCHES)] = {"site-switches", "sites", WSP_OVER_SITES,
		site_switches_apply, tell_site_switches, apply_site_switches},
	[ROW(WSP_CHANGE_NOT_BEFORE)] = {"not-before", "servers[].not_before", WSP_OVER_SERVERS,
		not_before_applies, tell_not_before, apply_not_before},
	[ROW(WSP_CHANGE_HOLD)] = {"hold", "servers[].hold", WSP_OVER_SERVERS, hold_applies,
		tell_hold, apply_hold},
	[ROW(WSP_CHANGE_LEAD)] = {"lead", "servers[].certificate.lead", WSP_OVER_SERVERS,
		lead_applies, tell_lead, apply_lead},
};
