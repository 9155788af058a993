/*
 * Phases against brute force, over every rooted tree of up to nine servers: no more phases are
 * claimed to be needed than there have to be, and "optimal" is said of nothing that is not.
 * WSP_LIMITS sets how many sets of limits each tree is tried with.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "small_estate.h"
#include "unit/runner.h"

enum { N_MAX = BRUTE_SERVERS_MAX, N_TREES = 486, N_LIMITS = 12, GAP_MAX = 4 };

/* What was found over many estates. */
struct tally {
	unsigned n, wrong, unplanned, optimal;
	unsigned gap[GAP_MAX + 1];  /* by phases more than there have to be */
	unsigned late[GAP_MAX + 1]; /* dated: by windows that pass more than have to */
};

typedef void visit(const struct trees *trees, unsigned number, void *context);

/* OEIS A000081: 1+1+2+4+9+20+48+115+286 */
static void each_tree(visit *look, void *context)
{
	unsigned number = 0;

	for (int n = 1; n <= N_MAX; n++) {
		struct trees trees;

		trees_begin(&trees, n);
		do {
			look(&trees, number++, context);
		} while (trees_next(&trees));
	}
	CU_ASSERT_EQUAL(number, N_TREES);
}

static void complain(const struct small_estate *estate, const struct wsp_plan *plan, int fewest)
{
	printf("%d servers [", estate->trees.n);
	for (int i = 1; i < estate->trees.n; i++)
		printf("%s%d", i > 1 ? " " : "", estate->trees.parent[i]);
	printf("]: %u phases, bound %u (%s), %s; fewest %d\n", plan->n_phases, plan->lower_bound,
		plan->bound, plan->optimal ? "optimal" : "not said to be optimal", fewest);
}

static void add_gap(unsigned *gap, int by)
{
	gap[by < 0 || by > GAP_MAX ? GAP_MAX : by]++;
}

/* @return whether the plan ends no sooner than can be */
static bool judge_end(struct tally *tally, const struct wsp_plan *plan, int soonest)
{
	int late = small_estate_last_window(plan) - soonest;

	add_gap(tally->late, late);
	return late >= 0;
}

/* Plan, and compare with all there is. */
static void judge(struct tally *tally, const struct small_estate *estate)
{
	struct brute_answer truth = small_estate_solve(estate);
	int fewest = truth.fewest;
	struct wsp_plan plan;
	int phases;
	bool honest;

	if (!small_estate_plan(estate, &plan)) {
		tally->unplanned++;
		return;
	}
	phases = (int)plan.n_phases;
	honest = fewest > 0 && phases >= fewest && (int)plan.lower_bound <= fewest &&
		 plan.optimal <= (phases == fewest);
	tally->n++;
	tally->optimal += plan.optimal;
	add_gap(tally->gap, phases - fewest);
	if (plan.dated)
		honest = judge_end(tally, &plan, truth.soonest) && honest;
	tally->wrong += !honest;
	if (!honest)
		complain(estate, &plan, fewest);
	wsp_plan_release(&plan);
}

static void tell_gaps(const char *what, const unsigned *gap)
{
	printf("    %s than there have to be:", what);
	for (int by = 0; by <= GAP_MAX; by++)
		printf(" %u by %d%s", gap[by], by, by == GAP_MAX ? " or so\n" : ",");
}

static void tell(const char *what, const struct tally *tally)
{
	printf("%s: %u planned, %u without a plan; the fewest phases said of %u\n", what, tally->n,
		tally->unplanned, tally->optimal);
	tell_gaps("more phases", tally->gap);
	if (tally->late[0] > 0)
		tell_gaps("more windows pass", tally->late);
}

static void judge_servers_alone(const struct trees *trees, unsigned number, void *context)
{
	struct tally *tally = context;
	struct small_estate estate;

	(void)number;
	for (int servers = 1; servers <= 5; servers++) {
		small_estate_init(&estate, trees, servers);
		judge(tally, &estate);
	}
}

/* Hu 1961: highest level first needs no more than the bound. */
static void test_servers_alone_are_optimal_and_proven(void)
{
	struct tally tally = {0};

	each_tree(judge_servers_alone, &tally);
	CU_ASSERT_EQUAL(tally.n, N_TREES * 5);
	CU_ASSERT_EQUAL(tally.wrong, 0);
	CU_ASSERT_EQUAL(tally.gap[0], tally.n);
	CU_ASSERT_EQUAL(tally.optimal, tally.n);
}

static unsigned n_limits(void)
{
	const char *text = getenv("WSP_LIMITS");

	return text && *text ? (unsigned)strtoul(text, NULL, 10) : N_LIMITS;
}

/* [0]: a window each; [1]: with `separation: order` */
static void judge_limits(const struct trees *trees, unsigned number, void *context)
{
	struct tally *tally = context;
	struct small_estate estate;

	for (unsigned i = 0; i < n_limits(); i++) {
		small_estate_roll(&estate, trees, number * N_LIMITS + i, false);
		judge(&tally[estate.order], &estate);
	}
}

static void judge_windows(const struct trees *trees, unsigned number, void *context)
{
	struct small_estate estate;

	for (unsigned i = 0; i < n_limits(); i++) {
		small_estate_roll(&estate, trees, number * N_LIMITS + i, true);
		judge(context, &estate);
	}
}

/* So few servers are solved exactly where each needs a later window than those below it. */
static void test_the_bound_is_honest_with_any_limits(void)
{
	struct tally tally[2] = {0};

	each_tree(judge_limits, tally);
	tell("limits", &tally[0]);
	tell("limits, separation: order", &tally[1]);
	CU_ASSERT_EQUAL(tally[0].wrong, 0);
	CU_ASSERT_EQUAL(tally[0].unplanned, 0);
	CU_ASSERT_EQUAL(tally[0].gap[0], tally[0].n);
	CU_ASSERT(tally[0].optimal > tally[0].n / 2);
	CU_ASSERT_EQUAL(tally[1].wrong, 0);
	CU_ASSERT_EQUAL(tally[1].unplanned, 0);
	CU_ASSERT(tally[1].gap[0] > tally[1].n / 2);
}

static void test_the_bound_is_honest_when_windows_differ(void)
{
	struct tally tally = {0};

	each_tree(judge_windows, &tally);
	tell("windows of many lengths", &tally);
	CU_ASSERT_EQUAL(tally.wrong, 0);
	CU_ASSERT(tally.n > tally.unplanned * 5);
	CU_ASSERT(tally.late[0] > tally.n / 2 && tally.gap[0] < tally.n);
}

/* Windows for 3, 3, and from then on 1 server: highest level first is not optimal for some trees.
 */
static void set_profile(struct small_estate *estate, const struct trees *trees)
{
	small_estate_init(estate, trees, SMALL_NONE);
	estate->n_windows = BRUTE_WINDOWS_MAX;
	for (int w = 0; w < estate->n_windows; w++)
		estate->capacity[w] = w < 2 ? 3 : 1;
}

static void judge_profile(const struct trees *trees, unsigned number, void *context)
{
	struct small_estate estate;

	(void)number;
	set_profile(&estate, trees);
	judge(context, &estate);
}

/* Optimum 4, highest level first 5; there are 16 such trees of up to nine servers. */
static void test_capacities_3_3_1_are_not_said_to_be_optimal(void)
{
	static const struct trees known = {.n = 8, .parent = {-1, 0, 1, 2, 2, 1, 0, 6}};
	struct small_estate estate;
	struct tally tally = {0};

	set_profile(&estate, &known);
	CU_ASSERT_EQUAL(small_estate_solve(&estate).fewest, 4);
	each_tree(judge_profile, &tally);
	tell("windows for 3, 3 and 1", &tally);
	CU_ASSERT_EQUAL(tally.n, N_TREES);
	CU_ASSERT_EQUAL(tally.wrong, 0);
	CU_ASSERT(tally.gap[1] <= 16 && tally.gap[0] + tally.gap[1] == tally.n);
}

static void judge_order(const struct trees *trees, unsigned number, void *context)
{
	struct small_estate estate;
	struct wsp_plan plan;
	unsigned *n_wrong = context;

	(void)number;
	small_estate_init(&estate, trees, 3);
	estate.order = true;
	CU_ASSERT_TRUE_FATAL(small_estate_plan(&estate, &plan));
	*n_wrong += (int)plan.n_phases != (trees->n + 2) / 3 || !plan.optimal;
	for (wsp_server_id s = 1; s < plan.topo.n_servers; s++) {
		wsp_server_id up = plan.topo.parent[s];

		*n_wrong += plan.wave[s] >= plan.wave[up];
	}
	wsp_plan_release(&plan);
}

static void test_order_alone_needs_only_full_windows(void)
{
	unsigned n_wrong = 0;

	each_tree(judge_order, &n_wrong);
	CU_ASSERT_EQUAL(n_wrong, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"with a limit of servers alone, phases are fewest and proven so",
			test_servers_alone_are_optimal_and_proven},
		{"with order alone the windows are full", test_order_alone_needs_only_full_windows},
		{"the bound is honest with any limits", test_the_bound_is_honest_with_any_limits},
		{"the bound is honest when windows differ",
			test_the_bound_is_honest_when_windows_differ},
		{"capacities 3, 3, 1 are not said to be optimal when they are not",
			test_capacities_3_3_1_are_not_said_to_be_optimal},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("phases", tests);
}
