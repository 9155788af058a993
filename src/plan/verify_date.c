/* Dates (H8): freezes and windows of sites, dates of servers and of their certificates. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "plan/verify_trial.h"

enum { PUBLIC_LEAD = 3 * 24 * 60 }; /* minutes that a public authority takes if nobody says */

/* Whether a site may be worked on in the phase that is looked at. */
struct site_day {
	uint32_t phase; /* 0: not looked at yet */
	bool is_shut;   /* by its windows */
	const struct wsp_closing *closing;
};

struct dates {
	struct wsp_trial *trial;
	const struct wsp_calendar *calendar;
	struct site_day *site; /* the last row: servers without one */
	uint32_t n_sites;
};

static uint32_t zone_of(const struct dates *dates, uint32_t site)
{
	const struct wsp_zones *zones = &dates->calendar->zones;

	return site == dates->n_sites || !zones->of_site ? 0 : zones->of_site[site];
}

static const struct site_day *look(struct dates *dates, wsp_server_id s, uint32_t phase)
{
	struct wsp_trial *trial = dates->trial;
	const struct wsp_phase_claim *row = &trial->claims->phase[phase];
	uint32_t own = wsp_topology_site(trial->topo, s);
	uint32_t site = own == WSP_NO_SITE ? dates->n_sites : own;
	struct site_day *day = &dates->site[site];
	uint32_t slot;

	if (day->phase == phase)
		return day;
	slot = wsp_trial_slot(trial, phase);
	*day = (struct site_day){.phase = phase};
	day->is_shut = own != WSP_NO_SITE && slot != UINT32_MAX &&
		       !wsp_calendar_allows(dates->calendar, &trial->topo->inventory, slot, own);
	day->closing =
		wsp_calendar_closed(dates->calendar, zone_of(dates, site), row->begin, row->closes);
	return day;
}

/* Whether switches at a site, there and back, have to keep to its windows and freezes. */
static bool is_bound_switch(const struct dates *dates, uint32_t site)
{
	return site == WSP_NO_SITE ||
	       dates->trial->topo->inventory.site[site].switch_anytime != WSP_YES;
}

static bool is_bound_by_site(const struct dates *dates, const struct wsp_claim *step)
{
	uint32_t site = wsp_topology_site(dates->trial->topo, step->server);

	switch (wsp_actions[step->action].part) {
	case WSP_PART_CONVERSION:
		return true;
	case WSP_PART_REPAIR:
		return step->action != WSP_UNSWITCH_SYNC || is_bound_switch(dates, site);
	case WSP_PART_DOWNSTREAM:
		return step->action == WSP_SWITCH_SYNC && is_bound_switch(dates, site);
	default:
		return false;
	}
}

static void check_site(struct dates *dates, size_t i, const struct wsp_claim *step)
{
	struct wsp_trial *trial = dates->trial;
	const struct site_day *day = look(dates, step->server, step->phase);
	const struct wsp_freeze *freeze;

	if (day->is_shut)
		wsp_trial_report(trial, i, step->server,
			"%s of %s in phase P%u, in none of the windows of its site",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
			step->phase);
	if (!day->closing)
		return;
	freeze = &trial->topo->inventory.freeze[day->closing->freeze];
	wsp_trial_report(trial, i, step->server, "%s of %s in phase P%u, in a freeze (%s)",
		wsp_actions[step->action].name, wsp_trial_name(trial, step->server), step->phase,
		freeze->reason ? wsp_topology_text(trial->topo, freeze->reason)
			       : "no reason given");
}

/* The moment that a key of `s` gives. */
static bool read_moment(const struct wsp_trial *trial, wsp_server_id s, wsp_string text,
	bool end_of_day, wsp_moment *ret_moment)
{
	return text && wsp_zone_parse(wsp_trial_zone(trial, s),
			       wsp_topology_text(trial->topo, text), end_of_day, ret_moment);
}

static void check_hold(struct wsp_trial *trial, size_t i, const struct wsp_claim *step)
{
	wsp_moment until;

	if (wsp_trial_is(trial, step->server, WSP_FACT_LATER) &&
		read_moment(trial, step->server, trial->topo->server[step->server].hold_until, true,
			&until) &&
		trial->claims->phase[step->phase].begin < until)
		wsp_trial_report(trial, i, step->server,
			"%s of %s in phase P%u, which begins before its hold ends",
			wsp_actions[step->action].name, wsp_trial_name(trial, step->server),
			step->phase);
}

static void check_steps(struct dates *dates)
{
	struct wsp_trial *trial = dates->trial;

	for (size_t i = 0; i < trial->claims->n_steps; i++) {
		const struct wsp_claim *step = wsp_trial_step(trial, i);

		if (!step || !wsp_trial_has_minutes(step) ||
			trial->claims->phase[step->phase].begin == WSP_NO_MOMENT)
			continue;
		if (is_bound_by_site(dates, step))
			check_site(dates, i, step);
		check_hold(trial, i, step);
	}
}

/* Minutes until a certificate of `s` that is not at hand is there. */
static uint32_t lead_of(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];

	if (!wsp_trial_has(trial, s, WSP_BIND_CERTIFICATE) || server->certificate_thumbprint ||
		server->certificate_expires)
		return 0;
	if (server->certificate_lead != WSP_ABSENT)
		return server->certificate_lead;
	return server->certificate_source == WSP_PUBLIC_CA ? PUBLIC_LEAD : 0;
}

/* Minutes of preparation before a conversion, into `done`: whoever shares waits for the last. */
static void read_leads(struct wsp_trial *trial)
{
	const struct wsp_sets *sets = &trial->sets;

	wsp_trial_forget(trial);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		trial->done[s] = trial->also[s] = lead_of(trial, s);
	for (uint32_t i = 0; i < sets->n_sets; i++) {
		const wsp_server_id *member = &sets->member[sets->set[i].first];
		uint32_t longest = 0;

		for (uint32_t m = 0; m < sets->set[i].n; m++) {
			if (trial->also[member[m]] > longest)
				longest = trial->also[member[m]];
		}
		for (uint32_t m = 0; m < sets->set[i].n; m++) {
			if (trial->done[member[m]] < longest)
				trial->done[member[m]] = longest;
		}
	}
}

/* Whether the certificate that `s` has now is good no more at `begin`. */
static bool has_expired(const struct wsp_trial *trial, wsp_server_id s, wsp_moment begin)
{
	const char *expires =
		wsp_topology_text(trial->topo, trial->topo->server[s].certificate_expires);
	const struct wsp_zone *zone = wsp_trial_zone(trial, s);
	int32_t day;

	return wsp_parse_date(expires, strlen(expires), &day, NULL) &&
	       day < (begin + wsp_zone_offset(zone, begin)) / WSP_SECONDS_A_DAY;
}

bool wsp_trial_renews(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_claim *verified = wsp_trial_find(trial, s, WSP_VERIFY_SERVER);

	return trial->claims->dated && verified && verified->phase > 0 &&
	       trial->claims->phase[verified->phase].begin != WSP_NO_MOMENT &&
	       has_expired(trial, s, trial->claims->phase[verified->phase].begin);
}

/* What is wrong with the date at which `s` is converted, or NULL. */
static const char *wrong_date(const struct wsp_trial *trial, wsp_server_id s, uint32_t phase)
{
	const struct wsp_server *server = &trial->topo->server[s];
	wsp_moment begin = trial->claims->phase[phase].begin;
	uint64_t prepared =
		(uint64_t)trial->minutes[WSP_TRUST_ISSUER] + trial->unattended[WSP_TRUST_ISSUER];
	wsp_moment moment;

	if (begin < wsp_trial_later(trial->claims->now, prepared))
		return "before the preparation can be over";
	if (begin < wsp_trial_later(trial->claims->now, prepared + trial->done[s]))
		return "before its certificate is there, or that of one it works with";
	if (read_moment(trial, s, server->not_before, false, &moment) && begin < moment)
		return "before the day that it may be converted";
	if (read_moment(trial, s, server->deadline, true, &moment) &&
		wsp_trial_later(begin, trial->last_minute[phase]) > moment)
		return "which ends after its deadline";
	return !wsp_trial_has(trial, s, WSP_BIND_CERTIFICATE) && has_expired(trial, s, begin)
		       ? "when its certificate has expired"
		       : NULL;
}

static void check_servers(struct wsp_trial *trial)
{
	read_leads(trial);
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++) {
		uint32_t phase = wsp_trial_phase(trial, s);
		const char *wrong = NULL;

		if (phase > 0 && trial->claims->phase[phase].begin != WSP_NO_MOMENT)
			wrong = wrong_date(trial, s, phase);
		if (wrong)
			wsp_trial_report(trial, wsp_trial_at(trial, s, WSP_VERIFY_SERVER), s,
				"%s is converted in phase P%u, %s", wsp_trial_name(trial, s), phase,
				wrong);
	}
}

enum wsp_status wsp_check_h8(struct wsp_trial *trial)
{
	struct dates dates = {
		.trial = trial,
		.calendar = trial->claims->calendar,
		.n_sites = (uint32_t)trial->topo->inventory.n_sites,
	};

	if (!trial->claims->dated || !dates.calendar || !dates.calendar->dated)
		return WSP_OK;
	dates.site = calloc((size_t)dates.n_sites + 1, sizeof(*dates.site));
	if (!dates.site)
		return WSP_NO_MEMORY;
	check_steps(&dates);
	check_servers(trial);
	free(dates.site);
	return WSP_OK;
}
