/* Changes of the policy, and of everything at once. */
#include "plan/change.h"

#include <string.h>

#include "base/array.h"
#include "base/phrase.h"

enum { MORE_OPERATORS = 1, MORE_SERVERS = 2, MORE_MINUTES = 60 };

static const struct wsp_policy *policy_of(const struct wsp_retry *retry)
{
	return &retry->topo->inventory.policy;
}

static struct wsp_policy *policy_in(struct wsp_attempt *attempt)
{
	return &attempt->topo.inventory.policy;
}

bool wsp_change_is_dated(const struct wsp_retry *retry)
{
	return retry->options.calendar && retry->options.calendar->dated;
}

uint32_t wsp_change_more(uint32_t limit, uint32_t by)
{
	return limit < WSP_ABSENT - 1 - by ? limit + by : limit;
}

uint32_t wsp_change_tenth(uint32_t limit)
{
	return wsp_change_more(limit, limit / 10 > 0 ? limit / 10 : 1);
}

void wsp_change_tell_limit(struct wsp_text *out, const char *what, uint32_t limit)
{
	wsp_text_adds(out, what);
	wsp_text_adds(out, " (");
	wsp_phrase_number(out, limit);
	wsp_text_addc(out, ')');
}

/* nothing */

static void apply_nothing(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)attempt;
	(void)change;
}

/* operators */

static bool operators_apply(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->operators < WSP_ABSENT - 1;
}

static void tell_operators(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_change_tell_limit(out, "one more operator",
		wsp_change_more(policy_of(retry)->operators, MORE_OPERATORS));
}

static void apply_operators(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->operators =
		wsp_change_more(policy_in(attempt)->operators, MORE_OPERATORS);
}

/* servers_per_window */

static bool servers_apply(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->servers_per_window != WSP_ABSENT;
}

static void tell_servers(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_change_tell_limit(out, "two more servers a window",
		wsp_change_more(policy_of(retry)->servers_per_window, MORE_SERVERS));
}

static void apply_servers(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->servers_per_window =
		wsp_change_more(policy_in(attempt)->servers_per_window, MORE_SERVERS);
}

/* clients_per_window */

static bool clients_apply(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->clients_per_window != WSP_ABSENT;
}

static void tell_clients(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_change_tell_limit(out, "a tenth more clients a window",
		wsp_change_tenth(policy_of(retry)->clients_per_window));
}

static void apply_clients(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->clients_per_window =
		wsp_change_tenth(policy_in(attempt)->clients_per_window);
}

/* windows */

static bool windows_apply(const struct wsp_retry *retry, uint32_t row)
{
	(void)retry;
	(void)row;
	return true;
}

static void tell_window(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)retry;
	(void)row;
	wsp_text_adds(out, "every window an hour longer");
}

static void apply_window(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	struct wsp_inventory *inventory = &attempt->topo.inventory;
	struct wsp_calendar *calendar = &attempt->calendar;
	struct wsp_slot *slot = WSP_NEW_ARRAY(&attempt->arena, struct wsp_slot, calendar->n_slots);

	(void)change;
	if (!slot) {
		attempt->failed = true;
		return;
	}
	for (uint32_t i = 0; i < calendar->n_slots; i++) {
		slot[i] = calendar->slot[i];
		slot[i].end += (wsp_moment)MORE_MINUTES * WSP_SECONDS_A_MINUTE;
	}
	calendar->slot = slot;
	inventory->policy.default_window =
		wsp_change_more(inventory->policy.default_window, MORE_MINUTES);
	for (size_t i = 0; i < inventory->n_windows; i++)
		inventory->window[i].duration =
			wsp_change_more(inventory->window[i].duration, MORE_MINUTES);
}

/* soak */

static bool soak_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->soak > 0;
}

static void tell_soak(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_text_adds(out, "no soak time (now ");
	wsp_phrase_minutes(out, policy_of(retry)->soak);
	wsp_text_addc(out, ')');
}

static void apply_soak(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->soak = 0;
}

/* separation */

static bool separation_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->separation != WSP_SEPARATE_ORDER;
}

static void tell_separation(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)retry;
	(void)row;
	wsp_text_adds(out, "a server in the same window as its downstreams");
}

static void apply_separation(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->separation = WSP_SEPARATE_ORDER;
}

/* canary */

static bool canary_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return policy_of(retry)->canary != 0;
}

static void tell_canary(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)retry;
	(void)row;
	wsp_text_adds(out, "no canary");
}

static void apply_canary(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->canary = 0;
}

/* durations */

static uint32_t minutes_of(const struct wsp_retry *retry, enum wsp_action action)
{
	const struct wsp_policy *policy = policy_of(retry);
	const struct wsp_action_row *row = &wsp_actions[action];

	for (size_t i = 0; i < policy->n_durations; i++) {
		if (strcmp(wsp_topology_text(retry->topo, policy->duration[i].action), row->name) ==
			0)
			return policy->duration[i].minutes;
	}
	return row->minutes > 0 ? row->minutes : row->unattended;
}

static void set_no_minutes(struct wsp_attempt *attempt, enum wsp_action action)
{
	struct wsp_policy *policy = policy_in(attempt);
	const char *name = wsp_actions[action].name;
	wsp_string id;

	for (size_t i = 0; i < policy->n_durations; i++) {
		if (strcmp(wsp_topology_text(&attempt->topo, policy->duration[i].action), name) ==
			0) {
			policy->duration[i].minutes = 0;
			return;
		}
	}
	id = wsp_strings_append(
		&attempt->topo.inventory.strings, name, strlen(name), &attempt->failed);
	if (id == 0 ||
		!WSP_RESERVE(policy->duration, policy->duration_capacity, policy->n_durations)) {
		attempt->failed = true;
		return;
	}
	policy->duration[policy->n_durations++] = (struct wsp_duration_policy){.action = id};
}

static bool waiting_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return wsp_change_is_dated(retry) && minutes_of(retry, WSP_VERIFY_CLIENTS) > 0;
}

static void tell_waiting(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_text_adds(out, "no waiting for clients between phases (now ");
	wsp_phrase_minutes(out, minutes_of(retry, WSP_VERIFY_CLIENTS));
	wsp_text_addc(out, ')');
}

static void apply_waiting(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	set_no_minutes(attempt, WSP_VERIFY_CLIENTS);
}

static bool script_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)row;
	return minutes_of(retry, WSP_SWITCH_SYNC) > 0;
}

static void tell_script(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)retry;
	(void)row;
	wsp_text_adds(out, "downstreams switched by a script (0 min each)");
}

static void apply_script(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	set_no_minutes(attempt, WSP_SWITCH_SYNC);
}

/* cutover */

static bool cutover_applies(const struct wsp_retry *retry, uint32_t row)
{
	(void)retry;
	(void)row;
	return true;
}

static void tell_cutover(const struct wsp_retry *retry, uint32_t row, struct wsp_text *out)
{
	(void)row;
	wsp_text_adds(out, policy_of(retry)->cutover == WSP_OVERLAP
				   ? "the article's cut-over instead of overlap"
				   : "cut-over with overlap");
}

static void apply_cutover(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	(void)change;
	policy_in(attempt)->cutover =
		policy_in(attempt)->cutover == WSP_OVERLAP ? WSP_ARTICLE : WSP_OVERLAP;
}

/* strategy and cutover together, for every tree */

static void apply_method(struct wsp_attempt *attempt, const struct wsp_change *change)
{
	policy_in(attempt)->cutover = change->cutover;
	policy_in(attempt)->strategy = change->strategy;
	policy_in(attempt)->n_trees = 0;
}

static const struct wsp_change_row policy_rows[WSP_CHANGE_FREEZE] = {
	[WSP_CHANGE_NOTHING] = {"nothing", "", WSP_OVER_ALL, NULL, NULL, apply_nothing},
	[WSP_CHANGE_OPERATORS] = {"operators", "policy.operators", WSP_OVER_ALL, operators_apply,
		tell_operators, apply_operators},
	[WSP_CHANGE_SERVERS] = {"servers", "policy.servers_per_window", WSP_OVER_ALL, servers_apply,
		tell_servers, apply_servers},
	[WSP_CHANGE_CLIENTS] = {"clients", "policy.clients_per_window", WSP_OVER_ALL, clients_apply,
		tell_clients, apply_clients},
	[WSP_CHANGE_WINDOW] = {"window", "windows", WSP_OVER_ALL, windows_apply, tell_window,
		apply_window},
	[WSP_CHANGE_SOAK] = {"soak", "policy.soak", WSP_OVER_ALL, soak_applies, tell_soak,
		apply_soak},
	[WSP_CHANGE_SEPARATION] = {"separation", "policy.separation", WSP_OVER_ALL,
		separation_applies, tell_separation, apply_separation},
	[WSP_CHANGE_CANARY] = {"canary", "policy.canary", WSP_OVER_ALL, canary_applies, tell_canary,
		apply_canary},
	[WSP_CHANGE_WAITING] = {"waiting", "policy.durations", WSP_OVER_ALL, waiting_applies,
		tell_waiting, apply_waiting},
	[WSP_CHANGE_SCRIPT] = {"script", "policy.durations", WSP_OVER_ALL, script_applies,
		tell_script, apply_script},
	[WSP_CHANGE_CUTOVER] = {"cutover", "policy.cutover", WSP_OVER_ALL, cutover_applies,
		tell_cutover, apply_cutover},
	[WSP_CHANGE_METHOD] = {"method", "policy", WSP_OVER_ALL, NULL, NULL, apply_method},
};

const struct wsp_change_row *wsp_change_row(enum wsp_change_kind kind)
{
	return kind < WSP_CHANGE_FREEZE ? &policy_rows[kind]
					: &wsp_change_one[kind - WSP_CHANGE_FREEZE];
}
