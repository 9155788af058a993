/* Exposure: minutes without synchronization, clients that cannot scan, what is still in clear. */
#include "estate.h"
#include "placed.h"
#include "plan/exposure.h"
#include "runner.h"
#include "torture.h"

#define ROOT "root.example.com"

/* In the visit: back-up 5, tune-pool 5, bind 2, test 3, then require-ssl at 15; configure-ssl 1,
   restart 12 and point-clients end at 33. */
enum { REQUIRED = 15, POINTED = 33, SWITCHED = PLACED_SWITCH + 2 };

static struct wsp_inventory two_levels(void)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, ROOT, "microsoft-update")->clients = 10;
	estate_server(&inventory, "a.example.com", ROOT)->clients = 200;
	estate_server(&inventory, "b.example.com", ROOT)->clients = 3000;
	return inventory;
}

struct told {
	struct wsp_arena arena;
	struct wsp_exposure *phase;
	struct wsp_exposure_total total;
};

static struct told tell(const struct wsp_plan *plan)
{
	struct told told = {{0}, NULL, {0}};

	CU_ASSERT_TRUE_FATAL(wsp_exposure_tell(plan, &told.arena, &told.phase, &told.total));
	return told;
}

static void end(struct told *told, struct wsp_plan *plan)
{
	wsp_arena_release(&told->arena);
	wsp_plan_release(plan);
}

static void test_links_are_dead_in_the_phase_of_their_upstream(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;
	struct told told;

	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[1].links, 0);
	CU_ASSERT_EQUAL(told.phase[1].outage, 0);
	CU_ASSERT_EQUAL(told.phase[2].links, 2);
	CU_ASSERT_EQUAL(told.phase[2].longest_outage, SWITCHED - REQUIRED);
	CU_ASSERT_EQUAL(told.phase[2].outage, 2 * (SWITCHED - REQUIRED));
	CU_ASSERT_EQUAL(told.total.outage, 2 * (SWITCHED - REQUIRED));
	CU_ASSERT_EQUAL(told.total.longest_outage, SWITCHED - REQUIRED);
	CU_ASSERT_EQUAL(told.total.links, 2);
	end(&told, &plan);
}

static void test_clients_cannot_scan_until_their_policy_is_refreshed(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;
	struct told told;

	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	plan.start[2] = 7;
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[1].clients, 3200);
	CU_ASSERT_EQUAL(told.phase[1].refreshed, 7 + POINTED + WSP_REFRESH_MINUTES);
	CU_ASSERT_EQUAL(
		told.phase[1].scanned, 7 + POINTED + WSP_REFRESH_MINUTES + WSP_DETECTION_MINUTES);
	CU_ASSERT_EQUAL(
		told.phase[1].client_minutes, 3200 * (POINTED - REQUIRED + WSP_REFRESH_MINUTES));
	CU_ASSERT_EQUAL(told.phase[2].clients, 10);
	CU_ASSERT_EQUAL(told.total.clients, 3210);
	CU_ASSERT_EQUAL(
		told.total.client_minutes, 3210 * (POINTED - REQUIRED + WSP_REFRESH_MINUTES));
	end(&told, &plan);
}

static void test_clients_that_are_pointed_early_lose_nothing(void)
{
	struct wsp_inventory inventory = two_levels();
	uint32_t early[3] = {0, WSP_BIT(WSP_POINT_CLIENTS), 0};
	wsp_server_id member[1] = {2};
	struct wsp_shared shared = {.name = "GPO",
		.action = WSP_POINT_CLIENTS,
		.policy = true,
		.member = member,
		.n_members = 1};
	struct wsp_plan plan;
	struct told told;

	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	plan.early = early;
	plan.shared = &shared;
	plan.n_shared = 1;
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[1].clients, 0);
	CU_ASSERT_EQUAL(told.phase[1].refreshed, 0);
	CU_ASSERT_EQUAL(told.phase[1].scanned, 0);
	CU_ASSERT_EQUAL(told.phase[0].clients_http, 10);
	CU_ASSERT_EQUAL(told.phase[1].clients_http, 10);
	CU_ASSERT_EQUAL(told.phase[2].clients_http, 0);
	end(&told, &plan);
}

static void test_clients_on_https_already_are_not_refused(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;
	struct told told;

	inventory.server[1].clients_https = WSP_CLIENTS_ALL;
	inventory.server[2].clients_by = WSP_BY_NONE;
	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[0].clients_http, 10);
	CU_ASSERT_EQUAL(told.phase[1].clients, 0);
	end(&told, &plan);
}

static void test_a_server_below_a_link_in_clear_is_reached_in_clear(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;
	struct told told;

	estate_server(&inventory, "c.example.com", "a.example.com")->clients = 7;
	placed_make(&plan, &inventory, "3221", PLACED_WITHOUT_DATES);
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[0].links_http, 3);
	CU_ASSERT_EQUAL(told.phase[0].servers_http, 3);
	CU_ASSERT_EQUAL(told.phase[1].links_http, 3);
	CU_ASSERT_EQUAL(told.phase[2].links_http, 2); /* c's own is on HTTPS, a's is not */
	CU_ASSERT_EQUAL(told.phase[2].servers_http, 3);
	CU_ASSERT_EQUAL(told.phase[3].links_http, 0);
	CU_ASSERT_EQUAL(told.phase[3].servers_http, 0);
	end(&told, &plan);
}

static void test_what_is_held_stays_in_clear(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;
	struct told told;

	placed_make(&plan, &inventory, "010", PLACED_WITHOUT_DATES);
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.phase[1].links_http, 2);
	CU_ASSERT_EQUAL(told.phase[1].clients_http, 3010);
	end(&told, &plan);
}

static void test_visits_are_conversions_switches_and_early_work(void)
{
	struct wsp_inventory inventory = two_levels();
	uint32_t early[3] = {0, WSP_BIT(WSP_BIND_CERTIFICATE), 0};
	struct wsp_plan plan;
	struct told told;

	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.total.visits, 3 + 2);
	wsp_arena_release(&told.arena);
	plan.early = early;
	told = tell(&plan);
	CU_ASSERT_EQUAL(told.total.visits, 3 + 2 + 1);
	end(&told, &plan);
}

static bool attempt(void *context)
{
	struct told told = {{0}, NULL, {0}};
	bool done = wsp_exposure_tell(context, &told.arena, &told.phase, &told.total);

	wsp_arena_release(&told.arena);
	return done;
}

static void test_memory_may_run_out_anywhere(void)
{
	struct wsp_inventory inventory = two_levels();
	struct wsp_plan plan;

	placed_make(&plan, &inventory, "211", PLACED_WITHOUT_DATES);
	CU_ASSERT_TRUE(wsp_torture(attempt, &plan) > 0);
	wsp_plan_release(&plan);
}

static CU_TestInfo tests[] = {
	{"links are dead in the phase of their upstream",
		test_links_are_dead_in_the_phase_of_their_upstream},
	{"clients cannot scan until their policy is refreshed",
		test_clients_cannot_scan_until_their_policy_is_refreshed},
	{"clients that are pointed early lose nothing",
		test_clients_that_are_pointed_early_lose_nothing},
	{"clients on https already are not refused", test_clients_on_https_already_are_not_refused},
	{"a server below a link in clear is reached in clear",
		test_a_server_below_a_link_in_clear_is_reached_in_clear},
	{"what is held stays in clear", test_what_is_held_stays_in_clear},
	{"visits are conversions, switches and early work",
		test_visits_are_conversions_switches_and_early_work},
	{"memory may run out anywhere", test_memory_may_run_out_anywhere},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("exposure", tests);
}
