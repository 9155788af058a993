#include "plan/retry.h"

#include <string.h>

#include "base/array.h"
#include "model/topology_copy.h"
#include "plan/change.h"

enum {
	ROWS_MAX = 10,          /* of one kind that are proposed */
	PRICES_LEAST = 8,       /* whatever the number of servers */
	SERVERS_TRIED = 200000, /* at most, over all changes: a second on a common machine */
};

const char *wsp_change_name(enum wsp_change_kind kind)
{
	return wsp_change_row(kind)->name;
}

const char *wsp_change_key(enum wsp_change_kind kind)
{
	return wsp_change_row(kind)->key;
}

static size_t count_rows(const struct wsp_retry *retry, enum wsp_change_over over)
{
	switch (over) {
	case WSP_OVER_FREEZES:
		return retry->topo->inventory.n_freezes;
	case WSP_OVER_SITES:
		return retry->topo->inventory.n_sites;
	case WSP_OVER_SERVERS:
		return retry->n_servers;
	case WSP_OVER_ALL:
		break;
	}
	return 1;
}

struct proposals {
	const struct wsp_retry *retry;
	struct wsp_arena *arena;
	struct wsp_change *change;
	uint32_t n;
};

static bool propose(struct proposals *proposals, enum wsp_change_kind kind, uint32_t row)
{
	struct wsp_change *change = &proposals->change[proposals->n++];
	struct wsp_text text = {0};

	*change = (struct wsp_change){.kind = (uint8_t)kind, .row = row};
	wsp_change_row(kind)->tell(proposals->retry, row, &text);
	if (!text.failed)
		change->text = wsp_arena_copy(proposals->arena, wsp_text_get(&text), text.length);
	wsp_text_release(&text);
	return change->text != NULL;
}

/* A site matters to a server that is at it, or has a downstream there that it has to switch. */
static bool is_site_of(const struct wsp_topology *topo, wsp_server_id s, uint32_t site)
{
	bool found = wsp_topology_site(topo, s) == site;

	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1] && !found; c++)
		found = wsp_topology_site(topo, c) == site;
	return found;
}

/* Asked about servers, sites of others are left alone. */
static bool concerns(const struct wsp_retry *retry, enum wsp_change_over over, uint32_t row)
{
	if (over != WSP_OVER_SITES || retry->n_servers == 0)
		return true;
	for (uint32_t i = 0; i < retry->n_servers; i++) {
		if (is_site_of(retry->topo, retry->server[i], row))
			return true;
	}
	return false;
}

bool wsp_changes_propose(const struct wsp_retry *retry, struct wsp_arena *arena,
	struct wsp_change **ret_change, uint32_t *ret_n)
{
	struct proposals proposals = {
		.retry = retry,
		.arena = arena,
		.change = WSP_NEW_ARRAY(arena, struct wsp_change, (size_t)WSP_N_CHANGES * ROWS_MAX),
	};

	if (!proposals.change)
		return false;
	for (unsigned kind = 0; kind < WSP_N_CHANGES; kind++) {
		const struct wsp_change_row *of = wsp_change_row((enum wsp_change_kind)kind);
		size_t n = count_rows(retry, of->over);
		uint32_t before = proposals.n;

		for (size_t i = 0; of->applies && i < n && proposals.n - before < ROWS_MAX; i++) {
			uint32_t row =
				of->over == WSP_OVER_SERVERS ? retry->server[i] : (uint32_t)i;

			if (of->applies(retry, row) && concerns(retry, of->over, row) &&
				!propose(&proposals, (enum wsp_change_kind)kind, row))
				return false;
		}
	}
	*ret_change = proposals.change;
	*ret_n = proposals.n;
	return true;
}

bool wsp_outcome_of(const struct wsp_plan *plan, wsp_server_id s, struct wsp_arena *arena,
	struct wsp_outcome *ret_outcome)
{
	struct wsp_outcome outcome = {
		.chosen = plan->chosen,
		.n_phases = plan->n_phases,
		.end = WSP_NO_MOMENT,
		.begin = WSP_NO_MOMENT,
	};
	struct wsp_arena scratch = {0};
	struct wsp_exposure *phase;
	bool done = wsp_exposure_tell(plan, &scratch, &phase, &outcome.exposure);

	wsp_arena_release(&scratch);
	for (uint32_t k = 1; k <= plan->n_phases; k++)
		outcome.minutes += plan->phases[k].minutes;
	if (plan->n_phases > 0)
		outcome.end = wsp_plan_phase_end(plan, plan->n_phases);
	if (s != WSP_NO_SERVER) {
		outcome.phase = plan->phase[s];
		outcome.begin = wsp_plan_moment(plan, plan->phase[s], 0);
	}
	if (plan->n_waivers > 0) {
		outcome.waiver = wsp_arena_copy(arena, plan->waiver[0], strlen(plan->waiver[0]));
		done = done && outcome.waiver;
	}
	if (done)
		*ret_outcome = outcome;
	return done;
}

/* Why there is no plan: the first error. */
static bool tell_problem(
	const struct wsp_diags *diags, struct wsp_arena *arena, struct wsp_outcome *outcome)
{
	for (size_t i = 0; i < diags->n; i++) {
		const struct wsp_diag *diag = &diags->entry[i].diag;

		if (diag->severity != WSP_ERROR)
			continue;
		outcome->problem = wsp_arena_copy(arena, diag->message, strlen(diag->message));
		return outcome->problem != NULL;
	}
	return true;
}

/* Plan what the attempt has become; its topology is used up. */
static enum wsp_status make(const struct wsp_retry *retry, struct wsp_attempt *attempt,
	struct wsp_arena *arena, struct wsp_outcome *outcome)
{
	struct wsp_planner_options options = retry->options;
	wsp_server_id s = retry->n_servers > 0 ? retry->server[0] : WSP_NO_SERVER;
	struct wsp_diags diags;
	struct wsp_plan plan;
	enum wsp_status status;
	bool told;

	if (options.calendar)
		options.calendar = &attempt->calendar;
	wsp_diags_init(&diags);
	status = wsp_plan_make(&plan, &attempt->topo, &options, &diags);
	if (status == WSP_OK) {
		told = wsp_outcome_of(&plan, s, arena, outcome);
		wsp_plan_release(&plan);
	} else {
		*outcome = (struct wsp_outcome){
			.status = status, .end = WSP_NO_MOMENT, .begin = WSP_NO_MOMENT};
		told = tell_problem(&diags, arena, outcome);
	}
	wsp_diags_release(&diags);
	return status == WSP_NO_MEMORY || !told ? WSP_NO_MEMORY : WSP_OK;
}

enum wsp_status wsp_retry(const struct wsp_retry *retry, const struct wsp_change *change,
	struct wsp_arena *arena, struct wsp_outcome *ret_outcome)
{
	struct wsp_attempt attempt = {0};
	enum wsp_status status = wsp_topology_copy(retry->topo, &attempt.topo);

	if (status != WSP_OK)
		return status;
	if (retry->options.calendar)
		attempt.calendar = *retry->options.calendar;
	wsp_change_row((enum wsp_change_kind)change->kind)->apply(&attempt, change);
	if (attempt.failed) {
		wsp_topology_release(&attempt.topo);
		status = WSP_NO_MEMORY;
	} else {
		status = make(retry, &attempt, arena, ret_outcome);
	}
	wsp_arena_release(&attempt.arena);
	return status;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int wsp_outcome_compare(const struct wsp_outcome *a, const struct wsp_outcome *b)
{
	const struct {
		uint64_t a, b;
	} keys[] = {
		{a->status != WSP_OK, b->status != WSP_OK},
		/* moments keep their order as unsigned numbers of one sign; before 1970 nobody
		   plans */
		{a->end == WSP_NO_MOMENT ? 0 : (uint64_t)a->end,
			b->end == WSP_NO_MOMENT ? 0 : (uint64_t)b->end},
		{a->n_phases, b->n_phases},
		{a->exposure.outage, b->exposure.outage},
		{a->exposure.client_minutes, b->exposure.client_minutes},
		{a->minutes, b->minutes},
	};

	int order = 0;

	for (size_t i = 0; i < WSP_COUNT(keys) && order == 0; i++)
		order = compare_numbers(keys[i].a, keys[i].b);
	return order;
}

/* Insertion sort: stable, and there are few. */
static void insert(struct wsp_prices *prices, const struct wsp_price *price)
{
	uint32_t i = prices->n++;

	for (; i > 0 && wsp_outcome_compare(&price->outcome, &prices->price[i - 1].outcome) < 0;
		i--)
		prices->price[i] = prices->price[i - 1];
	prices->price[i] = *price;
}

static uint32_t most_prices(const struct wsp_retry *retry)
{
	uint32_t n = SERVERS_TRIED / (retry->topo->n_servers + 1);

	return n > PRICES_LEAST ? n : PRICES_LEAST;
}

enum wsp_status wsp_retry_all(
	const struct wsp_retry *retry, struct wsp_arena *arena, struct wsp_prices *ret_prices)
{
	struct wsp_prices prices = {0};
	struct wsp_change *change;
	enum wsp_status status = WSP_OK;
	uint32_t n, most = most_prices(retry);

	if (!wsp_changes_propose(retry, arena, &change, &n))
		return WSP_NO_MEMORY;
	if (n > most) {
		prices.untried = n - most;
		n = most;
	}
	prices.price = WSP_NEW_ARRAY(arena, struct wsp_price, n);
	if (!prices.price)
		return WSP_NO_MEMORY;
	for (uint32_t i = 0; i < n && status == WSP_OK; i++) {
		struct wsp_price price = {.change = change[i]};

		status = wsp_retry(retry, &change[i], arena, &price.outcome);
		insert(&prices, &price);
	}
	*ret_prices = prices;
	return status;
}
