/*
 * Planner against verifier: over random estates, every plan keeps every invariant, and where there
 * is none an error says why. WSP_ESTATES sets how many, WSP_SEED the first seed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "plan/planner.h"
#include "random_estate.h"
#include "unit/claims.h"
#include "unit/runner.h"

enum { N_ESTATES = 10000, N_VIOLATIONS_MAX = 4 };

/* What was met on the way: a test that meets nothing proves nothing. */
struct met {
	unsigned planned, infeasible, unexplained, waived, violated;
	unsigned top_down, bottom_up, canaries, repairs, left_out, many_waves, unsafe;
	unsigned action[WSP_N_ACTIONS];
};

static unsigned long number_from(const char *variable, unsigned long fallback)
{
	const char *text = getenv(variable);

	return text && *text ? strtoul(text, NULL, 10) : fallback;
}

static void count(struct met *met, const struct wsp_plan *plan, const struct claimed *claimed)
{
	met->planned++;
	met->waived += plan->n_waivers > 0;
	met->top_down += plan->chosen == WSP_TOP_DOWN;
	met->bottom_up += plan->chosen == WSP_BOTTOM_UP;
	met->left_out += plan->n_unscheduled > 0;
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		met->canaries += plan->phases[phase].canary;
		met->many_waves += plan->phases[phase].n_waves > 1;
		met->unsafe += !plan->phases[phase].safe_to_stop;
	}
	met->repairs += plan->n_waves > 0 && plan->waves[0].number == 0;
	for (size_t i = 0; i < claimed->n_steps; i++)
		met->action[claimed->step[i].action]++;
}

static void judge(struct met *met, unsigned long seed, const struct wsp_plan *plan)
{
	struct wsp_violation violation[N_VIOLATIONS_MAX];
	struct claimed claimed;
	size_t n;

	CU_ASSERT_TRUE_FATAL(claimed_read(&claimed, plan));
	n = wsp_verify(&claimed.claims, violation, N_VIOLATIONS_MAX);
	for (size_t i = 0; i < n && i < N_VIOLATIONS_MAX; i++)
		printf("seed %lu: %s at step %zu of %zu: %s\n", seed, violation[i].rule,
			violation[i].step, claimed.n_steps, violation[i].text);
	met->violated += n > 0;
	count(met, plan, &claimed);
	claimed_release(&claimed);
}

static bool is_explained(const struct wsp_diags *diags)
{
	for (size_t i = 0; i < diags->n; i++) {
		const struct wsp_rule *rule = diags->entry[i].rule;

		if (rule->code[0] == 'F' && rule->severity == WSP_ERROR)
			return true;
	}
	return false;
}

static void plan_estate(struct met *met, unsigned long seed)
{
	struct wsp_planner_options options = {.today = RANDOM_ESTATE_TODAY, .force = seed % 4 == 0};
	struct wsp_inventory inventory = {0};
	struct wsp_topology topo = {0};
	struct wsp_diags diags;
	struct wsp_plan plan;
	enum wsp_status status;

	random_estate(seed, &inventory);
	CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &topo));
	wsp_diags_init(&diags);
	status = wsp_plan_make(&plan, &topo, &options, &diags);
	CU_ASSERT_FATAL(status == WSP_OK || status == WSP_INFEASIBLE);
	if (status == WSP_OK) {
		judge(met, seed, &plan);
		wsp_plan_release(&plan);
	} else {
		met->infeasible++;
		if (!is_explained(&diags)) {
			printf("seed %lu: no plan, and no error of series F says why\n", seed);
			met->unexplained++;
		}
	}
	wsp_diags_release(&diags);
}

static void test_every_plan_keeps_every_invariant(void)
{
	unsigned long n = number_from("WSP_ESTATES", N_ESTATES);
	unsigned long first = number_from("WSP_SEED", 1);
	struct met met = {0};

	for (unsigned long seed = first; seed < first + n; seed++)
		plan_estate(&met, seed);
	printf("seeds %lu to %lu: %u planned, %u infeasible\n", first, first + n - 1, met.planned,
		met.infeasible);
	CU_ASSERT_EQUAL(met.violated, 0);
	CU_ASSERT_EQUAL(met.unexplained, 0);
	if (n < 1000)
		return; /* too few to meet everything */
	CU_ASSERT(met.planned > n / 2 && met.infeasible > n / 100);
	CU_ASSERT(met.top_down > 0 && met.bottom_up > 0 && met.waived > 0);
	CU_ASSERT(met.canaries > 0 && met.repairs > 0 && met.left_out > 0);
	CU_ASSERT(met.many_waves > 0 && met.unsafe > 0);
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++)
		CU_ASSERT(met.action[i] > 0);
}

static void test_a_seed_gives_the_same_estate_again(void)
{
	struct wsp_inventory once = {0}, again = {0};

	random_estate(7, &once);
	random_estate(7, &again);
	CU_ASSERT_EQUAL_FATAL(once.n_servers, again.n_servers);
	for (size_t i = 0; i < once.n_servers; i++) {
		CU_ASSERT_EQUAL(once.server[i].https, again.server[i].https);
		CU_ASSERT_EQUAL(once.server[i].clients, again.server[i].clients);
	}
	CU_ASSERT_EQUAL(once.policy.operators, again.policy.operators);
	wsp_inventory_release(&once);
	wsp_inventory_release(&again);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"every plan keeps every invariant, and no plan is an error with its reason",
			test_every_plan_keeps_every_invariant},
		{"a seed gives the same estate again", test_a_seed_gives_the_same_estate_again},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("estates", tests);
}
