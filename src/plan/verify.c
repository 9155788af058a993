/* Verify: the table of invariants, and how what breaks them is told. */
#include "plan/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "plan/verify_trial.h"

/* One row an invariant; `explore` may run out of memory, `check` needs none. */
static const struct invariant {
	const char *id;
	const char *title;
	void (*check)(struct wsp_trial *trial);
	enum wsp_status (*explore)(struct wsp_trial *trial);
} invariants[] = {
	{"H1", "whoever is to use HTTPS finds it bound, open, trusted and tested", wsp_check_h1,
		NULL},
	{"H2", "a downstream is switched in the phase of its upstream, not too early or too late",
		wsp_check_h2, NULL},
	{"H3", "bottom-up, every downstream is converted before its upstream", wsp_check_h3, NULL},
	{"H4",
		"top-down, an upstream is verified and its downstreams are switched before one of "
		"them is converted, and a tree has one window",
		wsp_check_h4, NULL},
	{"H5",
		"every phase is done inside its window, its reserve included, and keeps its "
		"distance from the one before",
		wsp_check_h5, NULL},
	{"H6", "servers that answer together change together, one node at a time", wsp_check_h6,
		NULL},
	{"H7", "nobody does more than operators and limits allow", NULL, wsp_check_h7},
	{"H8", "freezes, windows of sites, dates of servers and certificates are kept", NULL,
		wsp_check_h8},
	{"H9", "everything that has to be done is done once, and nothing else", wsp_check_h9, NULL},
	{"H10", "every action is one of the table, which leaves the HTTP port open", wsp_check_h10,
		NULL},
	{"H11",
		"nobody uses the API of a server that is being converted, and commands suit its "
		"state",
		wsp_check_h11, NULL},
	{"order", "phases, waves and the actions of a visit follow each other", wsp_check_order,
		NULL},
	{"minutes", "steps take as long as they take, and do not overlap", wsp_check_minutes, NULL},
	{"repair", "what is dead or half done at the begin is repaired first", wsp_check_repair,
		NULL},
	{"outage", "the links are dead as long as is said", wsp_check_outage, NULL},
	{"safe_to_stop", "phases after which one may stop are those that are said",
		wsp_check_safe_to_stop, NULL},
	{"back-out", "after backing out of a wave every link lives that lived before its phase",
		wsp_check_back_out, NULL},
	{"abort", "phases are given up at the failures that the policy says", wsp_check_abort,
		NULL},
	{"canary", "canaries are converted first and alone", NULL, wsp_check_canary},
	{"strategy", "the strategy is the one asked for, and one that can be", wsp_check_strategy,
		NULL},
	{"bound", "no more phases are called necessary than can be proved", NULL, wsp_check_bound},
	{"stated", "what is said about servers and phases agrees with the steps", wsp_check_stated,
		NULL},
	{"waiver", "no limit is waived", wsp_check_waivers, NULL},
};

const char *const wsp_invariants[] = {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10",
	"H11", "order", "minutes", "repair", "outage", "safe_to_stop", "back-out", "abort",
	"canary", "strategy", "bound", "stated", "waiver", NULL};

_Static_assert(WSP_COUNT(wsp_invariants) == WSP_COUNT(invariants) + 1, "one id a row");

const char *wsp_invariant_title(const char *id)
{
	for (size_t i = 0; i < WSP_COUNT(invariants); i++) {
		if (strcmp(invariants[i].id, id) == 0)
			return invariants[i].title;
	}
	return NULL;
}

static void write_text(
	struct wsp_violation *violation, size_t at, const char *format, va_list arguments)
{
	static const char ellipsis[] = "…";
	size_t room = sizeof(violation->text) - at;
	int length = vsnprintf(violation->text + at, room, format, arguments);

	if (length >= (int)room)
		memcpy(violation->text + sizeof(violation->text) - sizeof(ellipsis), ellipsis,
			sizeof(ellipsis));
}

/* Whether a break at `step` is the first so far; if not it is only counted. */
static bool is_first(struct wsp_trial *trial, size_t step)
{
	struct wsp_violation *violation = trial->violation;

	if (violation->rule)
		violation->more++;
	trial->is_told = !violation->rule || violation->step > step;
	if (!trial->is_told)
		return false;
	violation->rule = "";
	violation->step = step;
	return true;
}

void wsp_trial_report(
	struct wsp_trial *trial, size_t step, wsp_server_id s, const char *format, ...)
{
	struct wsp_violation *violation = trial->violation;
	const struct wsp_claims *claims = trial->claims;
	va_list arguments;

	if (!is_first(trial, step))
		return;
	violation->server = s < trial->topo->n_servers ? s : WSP_NO_SERVER;
	violation->place =
		step < claims->n_steps ? claims->step[step].place : (struct wsp_place){0};
	va_start(arguments, format);
	write_text(violation, 0, format, arguments);
	va_end(arguments);
}

void wsp_trial_report_at(struct wsp_trial *trial, struct wsp_place place, const char *format, ...)
{
	struct wsp_violation *violation = trial->violation;
	va_list arguments;

	if (!is_first(trial, trial->claims->n_steps))
		return;
	violation->server = WSP_NO_SERVER;
	violation->place = place;
	va_start(arguments, format);
	write_text(violation, 0, format, arguments);
	va_end(arguments);
}

static void add_text(struct wsp_violation *violation, const char *format, ...) WSP_PRINTF(2, 3);

static void add_text(struct wsp_violation *violation, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_text(violation, strlen(violation->text), format, arguments);
	va_end(arguments);
}

/* Minutes from the death of a link to its next life, across windows if phases have dates. */
static int64_t dead_minutes(const struct wsp_trial *trial, const struct wsp_trial_link *link)
{
	const struct wsp_phase_claim *phase = trial->claims->phase;
	wsp_moment died = phase[link->died_phase].begin;
	wsp_moment lived = phase[link->lived_phase].begin;

	if (link->died_phase == link->lived_phase)
		return (int64_t)link->lived_minute - link->died_minute;
	if (died == WSP_NO_MOMENT || lived == WSP_NO_MOMENT || link->died_phase == 0)
		return -1;
	return (lived - died) / WSP_SECONDS_A_MINUTE + link->lived_minute - link->died_minute;
}

void wsp_trial_add_link(struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_trial_link *link = &trial->link[s];
	struct wsp_violation *violation = trial->violation;
	wsp_server_id up = trial->topo->parent[s];

	if (!trial->is_told || up == WSP_NO_SERVER || link->died_phase == UINT32_MAX)
		return;
	add_text(violation, "; the link of %s to %s is dead ", wsp_trial_name(trial, s),
		wsp_trial_name(trial, up));
	if (link->lived_phase == UINT32_MAX)
		add_text(violation, "from P%u on", link->died_phase);
	else if (dead_minutes(trial, link) < 0)
		add_text(violation, "from P%u to P%u", link->died_phase, link->lived_phase);
	else
		add_text(violation, "for %lld min", (long long)dead_minutes(trial, link));
	add_text(violation, ", %llu clients behind it", (unsigned long long)trial->clients[s]);
}

static enum wsp_status judge(struct wsp_trial *trial, const struct invariant *invariant)
{
	trial->violation->rule = NULL;
	trial->violation->more = 0;
	if (invariant->explore)
		return invariant->explore(trial);
	invariant->check(trial);
	return WSP_OK;
}

size_t wsp_verify(
	const struct wsp_claims *claims, struct wsp_violation *ret_violation, size_t n_max)
{
	struct wsp_violation violation = {0};
	struct wsp_trial trial;
	enum wsp_status status = wsp_trial_begin(&trial, claims);
	size_t n = 0;

	if (status == WSP_OK)
		status = wsp_trial_replay(&trial, NULL, NULL);
	trial.violation = &violation;
	for (size_t i = 0; i < WSP_COUNT(invariants) && status == WSP_OK; i++) {
		status = judge(&trial, &invariants[i]);
		if (!violation.rule)
			continue;
		violation.rule = invariants[i].id;
		if (n < n_max)
			ret_violation[n] = violation;
		n++;
	}
	wsp_trial_release(&trial);
	return status == WSP_OK ? n : SIZE_MAX;
}

enum wsp_status wsp_verify_trace(
	const struct wsp_claims *claims, wsp_trace_sink sink, void *context)
{
	struct wsp_trial trial;
	enum wsp_status status = wsp_trial_begin(&trial, claims);

	if (status == WSP_OK)
		status = wsp_trial_replay(&trial, sink, context);
	wsp_trial_release(&trial);
	return status;
}
