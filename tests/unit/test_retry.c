/* Retry: plans made again with one thing changed. */
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "placed.h"
#include "plan/retry.h"
#include "runner.h"
#include "torture.h"

#define ROOT "root.example.com"

enum { LEAVES = 6 };

/* A root above six leaves, two servers a window: three phases of leaves, and the root's. */
static struct wsp_inventory flat(void)
{
	static const char *const names[LEAVES] = {"a.example.com", "b.example.com", "c.example.com",
		"d.example.com", "e.example.com", "f.example.com"};
	struct wsp_inventory inventory = outcome_estate();

	inventory.policy.servers_per_window = 2;
	inventory.policy.strategy = WSP_BOTTOM_UP;
	estate_server(&inventory, ROOT, "microsoft-update");
	for (size_t i = 0; i < LEAVES; i++)
		estate_server(&inventory, names[i], ROOT)->clients = 10;
	return inventory;
}

static struct wsp_topology built(struct wsp_inventory *inventory)
{
	struct wsp_topology topo = {0};

	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &topo));
	return topo;
}

static struct wsp_outcome tried(
	const struct wsp_retry *retry, enum wsp_change_kind kind, struct wsp_arena *arena)
{
	const struct wsp_change change = {.kind = (uint8_t)kind};
	struct wsp_outcome outcome = {0};

	CU_ASSERT_EQUAL_FATAL(wsp_retry(retry, &change, arena, &outcome), WSP_OK);
	return outcome;
}

static void test_no_change_gives_the_plan_that_is_there(void)
{
	struct wsp_inventory inventory = flat();
	struct outcome made = outcome_make(&inventory, false);
	struct wsp_arena arena = {0};
	struct wsp_outcome before, after;
	struct wsp_retry retry = {.topo = &made.plan.topo, .options = {.today = OUTCOME_TODAY}};

	CU_ASSERT_EQUAL_FATAL(made.status, WSP_OK);
	CU_ASSERT_TRUE_FATAL(wsp_outcome_of(&made.plan, WSP_NO_SERVER, &arena, &before));
	after = tried(&retry, WSP_CHANGE_NOTHING, &arena);
	CU_ASSERT_EQUAL(after.n_phases, 4);
	CU_ASSERT_EQUAL(after.n_phases, before.n_phases);
	CU_ASSERT_EQUAL(after.minutes, before.minutes);
	CU_ASSERT_EQUAL(after.exposure.outage, before.exposure.outage);
	CU_ASSERT_EQUAL(wsp_outcome_compare(&before, &after), 0);
	wsp_arena_release(&arena);
	outcome_release(&made);
}

static void test_more_servers_a_window_save_phases(void)
{
	struct wsp_inventory inventory = flat();
	struct wsp_topology topo = built(&inventory);
	struct wsp_arena arena = {0};
	const wsp_server_id last = LEAVES;
	struct wsp_retry retry = {.topo = &topo,
		.options = {.today = OUTCOME_TODAY},
		.server = &last,
		.n_servers = 1};
	struct wsp_outcome outcome = tried(&retry, WSP_CHANGE_SERVERS, &arena);

	CU_ASSERT_EQUAL(outcome.n_phases, 3);
	CU_ASSERT_EQUAL(outcome.phase, 2); /* four leaves a window */
	CU_ASSERT_EQUAL(topo.inventory.policy.servers_per_window, 2);
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static void test_each_change_of_the_policy_does_what_it_says(void)
{
	struct wsp_inventory inventory = flat();
	struct wsp_topology topo = built(&inventory);
	struct wsp_arena arena = {0};
	struct wsp_retry retry = {.topo = &topo, .options = {.today = OUTCOME_TODAY}};
	struct wsp_outcome base = tried(&retry, WSP_CHANGE_NOTHING, &arena);

	/* the root may share the window of the last leaf, once it has room for both */
	CU_ASSERT_EQUAL(tried(&retry, WSP_CHANGE_SEPARATION, &arena).n_phases, 4);
	CU_ASSERT_TRUE(
		tried(&retry, WSP_CHANGE_SCRIPT, &arena).exposure.outage < base.exposure.outage);
	CU_ASSERT_TRUE(
		tried(&retry, WSP_CHANGE_OPERATORS, &arena).exposure.outage < base.exposure.outage);
	CU_ASSERT_EQUAL(tried(&retry, WSP_CHANGE_CLIENTS, &arena).n_phases, 4);
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static void test_a_plan_that_is_not_possible_says_why(void)
{
	struct wsp_inventory inventory = flat();
	struct wsp_topology topo;
	struct wsp_arena arena = {0};
	struct wsp_retry retry = {.topo = &topo, .options = {.today = OUTCOME_TODAY}};
	struct wsp_outcome none, some;

	inventory.policy.default_window = 40; /* no conversion fits */
	topo = built(&inventory);
	none = tried(&retry, WSP_CHANGE_NOTHING, &arena);
	CU_ASSERT_EQUAL(none.status, WSP_INFEASIBLE);
	CU_ASSERT_PTR_NOT_NULL_FATAL(none.problem);
	CU_ASSERT_PTR_NOT_NULL(strstr(none.problem, "example.com"));
	some = tried(&retry, WSP_CHANGE_WINDOW, &arena);
	CU_ASSERT_EQUAL(some.status, WSP_OK);
	CU_ASSERT_TRUE(wsp_outcome_compare(&some, &none) < 0);
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static bool is_proposed(
	const struct wsp_change *change, uint32_t n, enum wsp_change_kind kind, const char *text)
{
	for (uint32_t i = 0; i < n; i++) {
		if (change[i].kind == kind && strcmp(change[i].text, text) == 0)
			return true;
	}
	return false;
}

static void test_only_what_there_is_can_be_changed(void)
{
	struct wsp_inventory inventory = flat();
	struct wsp_topology topo;
	struct wsp_arena arena = {0};
	struct wsp_retry retry = {.topo = &topo, .options = {.today = OUTCOME_TODAY}};
	struct wsp_change *change;
	uint32_t n;

	inventory.policy.soak = 90;
	topo = built(&inventory);
	CU_ASSERT_TRUE_FATAL(wsp_changes_propose(&retry, &arena, &change, &n));
	CU_ASSERT_TRUE(is_proposed(change, n, WSP_CHANGE_OPERATORS, "one more operator (3)"));
	CU_ASSERT_TRUE(is_proposed(change, n, WSP_CHANGE_SERVERS, "two more servers a window (4)"));
	CU_ASSERT_TRUE(is_proposed(change, n, WSP_CHANGE_SOAK, "no soak time (now 1 h 30 min)"));
	for (uint32_t i = 0; i < n; i++) {
		CU_ASSERT_NOT_EQUAL(change[i].kind, WSP_CHANGE_NOTHING);
		CU_ASSERT_NOT_EQUAL(change[i].kind, WSP_CHANGE_CLIENTS);
		CU_ASSERT_NOT_EQUAL(change[i].kind, WSP_CHANGE_CANARY);
		CU_ASSERT_NOT_EQUAL(change[i].kind, WSP_CHANGE_FREEZE);
		CU_ASSERT_NOT_EQUAL(change[i].kind, WSP_CHANGE_METHOD);
		CU_ASSERT_TRUE(*wsp_change_name((enum wsp_change_kind)change[i].kind) != '\0');
		CU_ASSERT_TRUE(*wsp_change_key((enum wsp_change_kind)change[i].kind) != '\0');
	}
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static void test_the_best_change_comes_first(void)
{
	struct wsp_inventory inventory = flat();
	struct wsp_topology topo = built(&inventory);
	struct wsp_arena arena = {0};
	struct wsp_retry retry = {.topo = &topo, .options = {.today = OUTCOME_TODAY}};
	struct wsp_prices prices;

	CU_ASSERT_EQUAL_FATAL(wsp_retry_all(&retry, &arena, &prices), WSP_OK);
	CU_ASSERT_TRUE_FATAL(prices.n > 3);
	CU_ASSERT_EQUAL(prices.untried, 0);
	CU_ASSERT_EQUAL(prices.price[0].change.kind, WSP_CHANGE_SERVERS);
	for (uint32_t i = 1; i < prices.n; i++)
		CU_ASSERT_TRUE(wsp_outcome_compare(&prices.price[i - 1].outcome,
				       &prices.price[i].outcome) <= 0);
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

/* Nights of four hours, a day after each other, of which a freeze closes the first two. */
struct nights {
	struct wsp_slot slot[8];
	uint32_t slot_window[8];
	struct wsp_closing closing;
	uint32_t first_closing[2];
	struct wsp_calendar calendar;
};

static const struct wsp_zone_change no_changes[] = {{0, 0}};
static const struct wsp_zone utc = {"UTC", no_changes, 1};

static void add_nights(struct wsp_inventory *inventory, struct nights *nights)
{
	*nights = (struct nights){.closing = {placed_begin(1), placed_begin(3), 0},
		.first_closing = {0, 1},
		.calendar = {.now = placed_begin(1) - WSP_SECONDS_A_DAY,
			.dated = true,
			.slot = nights->slot,
			.n_slots = 8,
			.slot_window = nights->slot_window,
			.zones = {&utc, 1, NULL},
			.closing = &nights->closing,
			.first_closing = nights->first_closing}};
	for (uint32_t i = 0; i < 8; i++)
		nights->slot[i] = (struct wsp_slot){
			placed_begin(i + 1), placed_begin(i + 1) + 4 * 3600, i, 1};
	inventory->window = calloc(1, sizeof(*inventory->window));
	inventory->freeze = calloc(1, sizeof(*inventory->freeze));
	CU_ASSERT_TRUE_FATAL(inventory->window && inventory->freeze);
	inventory->n_windows = inventory->window_capacity = 1;
	inventory->n_freezes = inventory->freeze_capacity = 1;
	inventory->window[0] = (struct wsp_window){.name = estate_text(inventory, "nightly"),
		.start = estate_text(inventory, "2026-12-05T22:00"),
		.duration = 240};
	inventory->freeze[0] = (struct wsp_freeze){.reason = estate_text(inventory, "audit")};
}

static void test_a_freeze_is_lifted_and_dates_are_told(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct nights nights;
	struct wsp_topology topo;
	struct wsp_arena arena = {0};
	const wsp_server_id leaf = 1;
	struct wsp_retry retry = {.topo = &topo,
		.options = {.today = OUTCOME_TODAY, .calendar = &nights.calendar},
		.server = &leaf,
		.n_servers = 1};
	struct wsp_outcome frozen, free;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	add_nights(&inventory, &nights);
	topo = built(&inventory);
	frozen = tried(&retry, WSP_CHANGE_NOTHING, &arena);
	free = tried(&retry, WSP_CHANGE_FREEZE, &arena);
	CU_ASSERT_EQUAL(frozen.begin, placed_begin(3));
	CU_ASSERT_EQUAL(free.begin, placed_begin(1));
	CU_ASSERT_TRUE(free.end < frozen.end);
	CU_ASSERT_TRUE(wsp_outcome_compare(&free, &frozen) < 0);
	CU_ASSERT_EQUAL(nights.calendar.closing, &nights.closing);
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static void test_dates_of_a_server_are_lifted(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct nights nights;
	struct wsp_topology topo;
	struct wsp_arena arena = {0};
	const wsp_server_id leaf = 1;
	struct wsp_retry retry = {.topo = &topo,
		.options = {.today = OUTCOME_TODAY, .calendar = &nights.calendar},
		.server = &leaf,
		.n_servers = 1};
	const struct wsp_change change = {.kind = WSP_CHANGE_NOT_BEFORE, .row = 1};
	struct wsp_outcome bound, free;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-09");
	add_nights(&inventory, &nights);
	topo = built(&inventory);
	bound = tried(&retry, WSP_CHANGE_NOTHING, &arena);
	CU_ASSERT_EQUAL_FATAL(wsp_retry(&retry, &change, &arena, &free), WSP_OK);
	CU_ASSERT_EQUAL(bound.begin, placed_begin(5));
	CU_ASSERT_EQUAL(free.begin, placed_begin(3)); /* the freeze still holds */
	wsp_arena_release(&arena);
	wsp_topology_release(&topo);
}

static bool attempt(void *context)
{
	const struct wsp_change change = {.kind = WSP_CHANGE_SCRIPT};
	struct wsp_retry retry = {.topo = context, .options = {.today = OUTCOME_TODAY}};
	struct wsp_arena arena = {0};
	struct wsp_outcome outcome;
	struct wsp_change *proposed;
	uint32_t n;
	enum wsp_status status = wsp_retry(&retry, &change, &arena, &outcome);
	bool done = status == WSP_OK && wsp_changes_propose(&retry, &arena, &proposed, &n);

	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	wsp_arena_release(&arena);
	return done;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_topology topo;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	topo = built(&inventory);
	CU_ASSERT_TRUE(wsp_torture(attempt, &topo) > 0);
	wsp_topology_release(&topo);
}

static CU_TestInfo tests[] = {
	{"no change gives the plan that is there", test_no_change_gives_the_plan_that_is_there},
	{"more servers a window save phases", test_more_servers_a_window_save_phases},
	{"each change of the policy does what it says",
		test_each_change_of_the_policy_does_what_it_says},
	{"a plan that is not possible says why", test_a_plan_that_is_not_possible_says_why},
	{"only what there is can be changed", test_only_what_there_is_can_be_changed},
	{"the best change comes first", test_the_best_change_comes_first},
	{"a freeze is lifted and dates are told", test_a_freeze_is_lifted_and_dates_are_told},
	{"dates of a server are lifted", test_dates_of_a_server_are_lifted},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("retry", tests);
}
