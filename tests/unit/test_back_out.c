/* Back-out: how long it takes from any wave, and until when it may be decided. */
#include "estate.h"
#include "placed.h"
#include "plan/back_out.h"
#include "runner.h"

/* Two leaves in the first phase, their root in the second. */
static void make(struct wsp_plan *plan, uint32_t operators, uint32_t reserve)
{
	struct wsp_inventory inventory = placed_estate();

	inventory.policy.operators = operators;
	inventory.policy.rollback_reserve = reserve;
	estate_server(&inventory, "root.example.com", "microsoft-update");
	estate_server(&inventory, "a.example.com", "root.example.com");
	estate_server(&inventory, "b.example.com", "root.example.com");
	placed_make(plan, &inventory, "211", PLACED_WITHOUT_DATES);
	plan->operators = operators;
}

static void test_operators_share_the_back_out(void)
{
	struct wsp_plan plan;
	struct wsp_back_out back_out;

	make(&plan, 1, WSP_ABSENT);
	back_out = wsp_plan_back_out(&plan, 0);
	CU_ASSERT_EQUAL(back_out.servers, 2);
	CU_ASSERT_EQUAL(back_out.minutes, 10);
	CU_ASSERT_EQUAL(back_out.decide_by, PLACED_LENGTH - 10);
	wsp_plan_release(&plan);
	make(&plan, 2, WSP_ABSENT);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).minutes, 5);
	wsp_plan_release(&plan);
}

static void test_the_reserve_is_the_least(void)
{
	struct wsp_plan plan;

	make(&plan, 2, 45);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).minutes, 45);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).decide_by, PLACED_LENGTH - 45);
	wsp_plan_release(&plan);
}

static void test_earlier_waves_of_the_phase_are_undone_too(void)
{
	struct wsp_plan plan;

	make(&plan, 1, WSP_ABSENT);
	/* one phase of both waves */
	plan.phases[1].n_waves = 2;
	plan.waves[1].phase = 1;
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).servers, 2);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 1).servers, 3);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 1).minutes, 15);
	wsp_plan_release(&plan);
}

static void test_nothing_converted_is_nothing_to_undo(void)
{
	struct wsp_plan plan;

	make(&plan, 1, 45);
	plan.waves[0].n_servers = 0;
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).minutes, 0);
	CU_ASSERT_EQUAL(wsp_plan_back_out(&plan, 0).decide_by, PLACED_LENGTH);
	wsp_plan_release(&plan);
}

static CU_TestInfo back_out_tests[] = {
	{"operators share the back-out", test_operators_share_the_back_out},
	{"the reserve is the least", test_the_reserve_is_the_least},
	{"earlier waves of the phase are undone too",
		test_earlier_waves_of_the_phase_are_undone_too},
	{"nothing converted is nothing to undo", test_nothing_converted_is_nothing_to_undo},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("back_out", back_out_tests);
}
