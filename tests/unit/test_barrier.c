/* Barrier: what forbids a server a phase, rule by rule. */
#include <stdlib.h>
#include <string.h>

#include "estate.h"
#include "placed.h"
#include "plan/barrier.h"
#include "runner.h"
#include "torture.h"

#define ROOT "root.example.com"

/* root <- a <- c, root <- b: numbers 0, 1, 2 (b) and 3 (c) */
static struct wsp_inventory chain_and_leaf(void)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, ROOT, "microsoft-update")->clients = 5;
	estate_server(&inventory, "a.example.com", ROOT)->clients = 20;
	estate_server(&inventory, "b.example.com", ROOT)->clients = 30;
	estate_server(&inventory, "c.example.com", "a.example.com")->clients = 40;
	return inventory;
}

struct asked {
	struct wsp_barriers barriers;
	struct wsp_arena arena;
	const struct wsp_calendar *calendar;
};

static void ask(struct asked *asked, const struct wsp_plan *plan, wsp_server_id s, uint32_t phase)
{
	const struct wsp_placing placing = {plan, asked->calendar, s, phase};

	CU_ASSERT_TRUE_FATAL(wsp_barriers_tell(&placing, &asked->arena, &asked->barriers));
}

static void end(struct asked *asked, struct wsp_plan *plan)
{
	wsp_arena_release(&asked->arena);
	wsp_plan_release(plan);
}

/* The only barrier is of this kind, by this server, and says this. */
static void expect_one(
	const struct asked *asked, enum wsp_barrier_kind kind, wsp_server_id by, const char *text)
{
	CU_ASSERT_EQUAL_FATAL(asked->barriers.n, 1);
	CU_ASSERT_EQUAL(asked->barriers.found[0].kind, kind);
	CU_ASSERT_EQUAL(asked->barriers.found[0].by, by);
	CU_ASSERT_STRING_EQUAL(asked->barriers.found[0].text, text);
}

static void test_a_downstream_has_to_be_converted_before(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 1, 2);
	expect_one(&asked, WSP_BAR_CHILD, 3, "c.example.com below it is converted in P2");
	end(&asked, &plan);
}

static void test_an_upstream_has_to_be_converted_after(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 3, 3);
	expect_one(&asked, WSP_BAR_UPSTREAM, 1, "its upstream a.example.com is converted in P3");
	end(&asked, &plan);
}

static void test_a_free_phase_has_no_barrier(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 2, 3);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	ask(&asked, &plan, 3, 1);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	end(&asked, &plan);
}

static void test_with_order_alone_both_may_share_a_phase(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	inventory.policy.separation = WSP_SEPARATE_ORDER;
	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 1, 2);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	ask(&asked, &plan, 3, 3);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	ask(&asked, &plan, 1, 1);
	expect_one(&asked, WSP_BAR_CHILD, 3, "c.example.com below it is converted in P2");
	end(&asked, &plan);
}

static void test_limits_are_told_with_their_numbers(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	inventory.policy.servers_per_window = 1;
	inventory.policy.clients_per_window = 45;
	placed_make(&plan, &inventory, "4321", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 2, 1);
	CU_ASSERT_EQUAL_FATAL(asked.barriers.n, 2);
	CU_ASSERT_EQUAL(asked.barriers.found[0].kind, WSP_BAR_SERVERS);
	CU_ASSERT_STRING_EQUAL(asked.barriers.found[0].text, "P1 has 1 server, and 1 is allowed");
	CU_ASSERT_EQUAL(asked.barriers.found[1].kind, WSP_BAR_CLIENTS);
	CU_ASSERT_STRING_EQUAL(
		asked.barriers.found[1].text, "P1 has 40 clients, and 45 are allowed");
	end(&asked, &plan);
}

static void test_a_full_window_is_told_in_minutes(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4321", PLACED_WITHOUT_DATES);
	plan.operators = 1;
	plan.phases[1].length = 80;
	plan.phases[1].reserve = 5;
	ask(&asked, &plan, 2, 1);
	expect_one(&asked, WSP_BAR_MINUTES, WSP_NO_SERVER,
		"P1 has no room: it gives its operators 1 h 15 min of work, of which 45 min are "
		"taken, and this server takes 45 min");
	plan.phases[1].length = 95;
	ask(&asked, &plan, 2, 1);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	end(&asked, &plan);
}

static void test_nodes_of_one_service_stay_together(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	estate_group(&inventory, "wsus.example.com", WSP_GROUP_LOAD_BALANCER,
		"b.example.com c.example.com");
	placed_make(&plan, &inventory, "4322", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 2, 3);
	expect_one(&asked, WSP_BAR_MEMBER, 3,
		"c.example.com, which serves the same name or database, is converted in P2");
	end(&asked, &plan);
}

static void test_canaries_are_alone(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	plan.phases[1].canary = true;
	ask(&asked, &plan, 3, 1);
	expect_one(&asked, WSP_BAR_CANARY, WSP_NO_SERVER, "P1 is for canaries only");
	ask(&asked, &plan, 2, 2);
	expect_one(&asked, WSP_BAR_CANARY, WSP_NO_SERVER,
		"it is a canary, and P2 is not a phase of canaries");
	end(&asked, &plan);
}

static void test_a_tree_that_goes_top_down_has_one_phase(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;
	struct wsp_tree_choice choice = {0, WSP_TOP_DOWN};

	estate_server(&inventory, "other.example.com", "offline");
	placed_make(&plan, &inventory, "12111", PLACED_WITHOUT_DATES);
	plan.tree_choice = &choice;
	plan.n_tree_choices = 1;
	ask(&asked, &plan, 4, 2);
	expect_one(&asked, WSP_BAR_TREE, WSP_NO_SERVER,
		"its whole tree goes top-down in one window, P1");
	end(&asked, &plan);
}

static void test_dates_of_a_server_count_in_a_dated_plan(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	inventory.server[2].not_before = estate_text(&inventory, "2026-12-07");
	inventory.server[2].deadline = estate_text(&inventory, "2026-12-08");
	placed_make(&plan, &inventory, "5421", PLACED_DATED);
	ask(&asked, &plan, 2, 1);
	CU_ASSERT_EQUAL_FATAL(asked.barriers.n, 1);
	CU_ASSERT_EQUAL(asked.barriers.found[0].kind, WSP_BAR_EARLIEST);
	CU_ASSERT_STRING_EQUAL(
		asked.barriers.found[0].text, "it must not be changed before Mon 2026-12-07 00:00");
	ask(&asked, &plan, 2, 3);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	plan.phases[4].begin = placed_begin(6);
	plan.phases[5].begin = placed_begin(7);
	ask(&asked, &plan, 2, 4);
	CU_ASSERT_EQUAL_FATAL(asked.barriers.n, 1);
	CU_ASSERT_EQUAL(asked.barriers.found[0].kind, WSP_BAR_DEADLINE);
	end(&asked, &plan);
}

static void test_soak_has_to_pass_on_both_sides(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	inventory.policy.soak = 2 * 24 * 60 - PLACED_MINUTES;
	placed_make(&plan, &inventory, "7411", PLACED_DATED);
	ask(&asked, &plan, 1, 2);
	expect_one(&asked, WSP_BAR_SOAK, 3,
		"47 h have to pass between P1, where c.example.com is converted, and P2");
	ask(&asked, &plan, 1, 6);
	expect_one(&asked, WSP_BAR_SOAK, 0,
		"47 h have to pass between P7, where root.example.com is converted, and P6");
	ask(&asked, &plan, 1, 5);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	end(&asked, &plan);
}

static const struct wsp_zone_change no_changes[] = {{0, 0}};
static const struct wsp_zone utc = {"UTC", no_changes, 1};

static void test_a_freeze_closes_a_phase(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_closing closing = {.freeze = 0};
	uint32_t first_closing[] = {0, 1};
	struct wsp_freeze freeze = {.reason = estate_text(&inventory, "audit")};
	struct wsp_calendar calendar = {.dated = true,
		.zones = {&utc, 1, NULL},
		.closing = &closing,
		.first_closing = first_closing};
	struct asked asked = {.calendar = &calendar};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_DATED);
	plan.topo.inventory.freeze = &freeze;
	plan.topo.inventory.n_freezes = 1;
	closing.start = placed_begin(3) - 60;
	closing.end = placed_begin(3) + 60;
	ask(&asked, &plan, 2, 3);
	expect_one(&asked, WSP_BAR_FREEZE, 2,
		"the freeze \"audit\" closes the site of b.example.com until Mon 2026-12-07 22:01");
	plan.topo.inventory.freeze = NULL;
	plan.topo.inventory.n_freezes = 0;
	end(&asked, &plan);
}

/* b and c are in Paris. */
static struct wsp_site *add_paris(struct wsp_inventory *inventory)
{
	struct wsp_site *site = calloc(1, sizeof(*site));

	CU_ASSERT_PTR_NOT_NULL_FATAL(site);
	*site = (struct wsp_site){.name = estate_text(inventory, "Paris"),
		.operators = WSP_ABSENT,
		.servers_per_window = WSP_ABSENT,
		.clients_per_window = WSP_ABSENT};
	inventory->site = site;
	inventory->n_sites = inventory->site_capacity = 1;
	inventory->server[2].site = inventory->server[3].site = site->name;
	return site;
}

static void test_limits_of_a_site_count_its_servers_only(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_site *site = add_paris(&inventory);
	struct wsp_plan plan;

	site->servers_per_window = 1;
	site->clients_per_window = 69;
	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	ask(&asked, &plan, 2, 2);
	CU_ASSERT_EQUAL_FATAL(asked.barriers.n, 2);
	CU_ASSERT_EQUAL(asked.barriers.found[0].kind, WSP_BAR_SITE_SERVERS);
	CU_ASSERT_STRING_EQUAL(
		asked.barriers.found[0].text, "P2 has 1 server of its site, and 1 is allowed");
	CU_ASSERT_EQUAL(asked.barriers.found[1].kind, WSP_BAR_SITE_CLIENTS);
	ask(&asked, &plan, 2, 3);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	end(&asked, &plan);
}

static void test_a_site_uses_its_own_windows_and_so_does_its_upstream(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_site *site = add_paris(&inventory);
	struct wsp_slot slot = {placed_begin(3), placed_begin(3) + PLACED_LENGTH * 60, 0, 1};
	struct wsp_window window = {.name = estate_text(&inventory, "nightly")};
	uint32_t slot_window[] = {0}, first_closing[] = {0, 0};
	struct wsp_calendar calendar = {.dated = true,
		.slot = &slot,
		.n_slots = 1,
		.slot_window = slot_window,
		.zones = {&utc, 1, NULL},
		.first_closing = first_closing};
	struct asked asked = {.calendar = &calendar};
	struct wsp_plan plan;

	site->windows = estate_text(&inventory, "weekend");
	placed_make(&plan, &inventory, "5412", PLACED_DATED);
	plan.topo.inventory.window = &window;
	plan.topo.inventory.n_windows = 1;
	ask(&asked, &plan, 2, 3);
	expect_one(&asked, WSP_BAR_WINDOW, 2,
		"the site of b.example.com does not use the window \"nightly\"");
	ask(&asked, &plan, 1, 3); /* c has to be switched then */
	expect_one(&asked, WSP_BAR_WINDOW, 3,
		"the site of c.example.com does not use the window \"nightly\"");
	plan.topo.inventory.site[0].switch_anytime = WSP_YES;
	ask(&asked, &plan, 1, 3);
	CU_ASSERT_EQUAL(asked.barriers.n, 0);
	plan.topo.inventory.window = NULL;
	plan.topo.inventory.n_windows = 0;
	end(&asked, &plan);
}

static void test_what_is_half_converted_is_finished_first(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct asked asked = {.calendar = NULL};
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "4312", PLACED_WITHOUT_DATES);
	plan.waves[0].number = 0;
	ask(&asked, &plan, 2, 2);
	expect_one(&asked, WSP_BAR_REPAIR, WSP_NO_SERVER,
		"it is half converted and finished before all other work");
	end(&asked, &plan);
}

static bool attempt(void *context)
{
	struct asked asked = {.calendar = NULL};
	const struct wsp_placing placing = {context, NULL, 1, 2};
	bool done = wsp_barriers_tell(&placing, &asked.arena, &asked.barriers);

	wsp_arena_release(&asked.arena);
	return done;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_inventory inventory = chain_and_leaf();
	struct wsp_plan plan;

	inventory.policy.servers_per_window = 1;
	placed_make(&plan, &inventory, "4312", PLACED_DATED);
	CU_ASSERT_TRUE(wsp_torture(attempt, &plan) > 0);
	wsp_plan_release(&plan);
}

static CU_TestInfo tests[] = {
	{"a downstream has to be converted before", test_a_downstream_has_to_be_converted_before},
	{"an upstream has to be converted after", test_an_upstream_has_to_be_converted_after},
	{"a free phase has no barrier", test_a_free_phase_has_no_barrier},
	{"with order alone both may share a phase", test_with_order_alone_both_may_share_a_phase},
	{"limits are told with their numbers", test_limits_are_told_with_their_numbers},
	{"a full window is told in minutes", test_a_full_window_is_told_in_minutes},
	{"nodes of one service stay together", test_nodes_of_one_service_stay_together},
	{"canaries are alone", test_canaries_are_alone},
	{"a tree that goes top-down has one phase", test_a_tree_that_goes_top_down_has_one_phase},
	{"dates of a server count in a dated plan", test_dates_of_a_server_count_in_a_dated_plan},
	{"soak has to pass on both sides", test_soak_has_to_pass_on_both_sides},
	{"a freeze closes a phase", test_a_freeze_closes_a_phase},
	{"limits of a site count its servers only", test_limits_of_a_site_count_its_servers_only},
	{"a site uses its own windows, and so does its upstream",
		test_a_site_uses_its_own_windows_and_so_does_its_upstream},
	{"what is half converted is finished first", test_what_is_half_converted_is_finished_first},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("barrier", tests);
}
