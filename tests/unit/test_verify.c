/* Verifier: good plans have no violation, and every damage is caught by the invariant meant. */
#include "plan/verify.h"

#include <stdio.h>
#include <string.h>

#include "damage.h"
#include "damage_calendar.h"
#include "damages.h"
#include "outcome.h"
#include "plan/constraint.h"
#include "runner.h"
#include "torture.h"

enum { N_VIOLATIONS_MAX = 32 };

struct scene {
	struct outcome outcome;
	struct wsp_calendar calendar;
	struct claimed claimed;
	struct wsp_violation violation[N_VIOLATIONS_MAX];
	size_t n_violations;
};

/* Plan an estate, dated if it has windows. */
static void plan(struct scene *scene, struct wsp_inventory *inventory)
{
	struct wsp_planner_options options = {.today = OUTCOME_TODAY};
	struct wsp_topology topo = {0};

	scene->calendar = (struct wsp_calendar){0};
	scene->outcome.status = WSP_INVALID;
	wsp_diags_init(&scene->outcome.diags);
	if (inventory->n_windows > 0 &&
		damage_calendar(
			inventory, (wsp_moment)OUTCOME_TODAY * WSP_SECONDS_A_DAY, &scene->calendar))
		options.calendar = &scene->calendar;
	if (estate_build(inventory, &topo))
		scene->outcome.status =
			wsp_plan_make(&scene->outcome.plan, &topo, &options, &scene->outcome.diags);
}

static void open_scene(struct scene *scene, struct wsp_inventory (*estate)(void))
{
	struct wsp_inventory inventory = estate();

	plan(scene, &inventory);
	CU_ASSERT_EQUAL_FATAL(scene->outcome.status, WSP_OK);
	CU_ASSERT_TRUE_FATAL(claimed_read(&scene->claimed, &scene->outcome.plan));
	scene->claimed.claims.calendar = scene->calendar.dated ? &scene->calendar : NULL;
}

static void close_scene(struct scene *scene)
{
	claimed_release(&scene->claimed);
	outcome_release(&scene->outcome);
	wsp_calendar_release(&scene->calendar);
}

static size_t judge(struct scene *scene)
{
	scene->n_violations =
		wsp_verify(&scene->claimed.claims, scene->violation, N_VIOLATIONS_MAX);
	return scene->n_violations;
}

static bool is_broken(const struct scene *scene, const char *rule)
{
	for (size_t i = 0; i < scene->n_violations; i++) {
		if (strcmp(scene->violation[i].rule, rule) == 0)
			return true;
	}
	return false;
}

static void test_good_plans_have_no_violation(void)
{
	for (size_t i = 0; i < damages_n_estates; i++) {
		struct scene scene;

		open_scene(&scene, damages_estates[i]);
		CU_ASSERT_EQUAL(judge(&scene), 0);
		for (size_t k = 0; k < scene.n_violations; k++)
			printf("estate %zu: %s: %s\n", i, scene.violation[k].rule,
				scene.violation[k].text);
		close_scene(&scene);
	}
}

static void damage(struct scene *scene, const struct damages_row *row)
{
	open_scene(scene, row->estate);
	row->inflict(&scene->claimed);
	claimed_refresh(&scene->claimed);
}

static void open_damaged(struct scene *scene, const char *what)
{
	size_t i = 0;

	while (damages_get(i) && strcmp(damages_get(i)->what, what) != 0)
		i++;
	CU_ASSERT_PTR_NOT_NULL_FATAL(damages_get(i));
	damage(scene, damages_get(i));
}

static void test_every_damage_is_caught_by_its_invariant(void)
{
	const struct damages_row *row;

	for (size_t i = 0; (row = damages_get(i)); i++) {
		struct scene scene;

		damage(&scene, row);
		judge(&scene);
		if (!is_broken(&scene, row->rule))
			printf("not caught by %s: %s\n", row->rule, row->what);
		CU_ASSERT(is_broken(&scene, row->rule));
		if (scene.n_violations > 1 && row->alone)
			printf("not by %s alone: %s\n", row->rule, row->what);
		CU_ASSERT(scene.n_violations == 1 || !row->alone);
		close_scene(&scene);
	}
}

static void test_every_invariant_catches_some_damage(void)
{
	for (size_t i = 0; wsp_invariants[i]; i++) {
		bool fires = false;

		for (size_t k = 0; damages_get(k); k++)
			fires = fires || strcmp(damages_get(k)->rule, wsp_invariants[i]) == 0;
		CU_ASSERT(fires);
		CU_ASSERT_PTR_NOT_NULL(wsp_invariant_title(wsp_invariants[i]));
	}
	CU_ASSERT_PTR_NULL(wsp_invariant_title("H0"));
}

static void test_every_constraint_has_its_invariant(void)
{
	CU_ASSERT(wsp_n_constraints > 0);
	for (unsigned i = 0; i < wsp_n_constraints; i++) {
		bool exists = false;

		for (size_t k = 0; wsp_invariants[k]; k++)
			exists = exists ||
				 strcmp(wsp_constraints[i].invariant, wsp_invariants[k]) == 0;
		CU_ASSERT(exists);
	}
}

/* Every step, whatever it is: without it, and twice, the plan is wrong. */
static void test_no_step_may_be_missing_or_there_twice(void)
{
	for (size_t i = 0; i < damages_n_estates; i++) {
		struct scene scene;

		open_scene(&scene, damages_estates[i]);
		for (size_t k = 0; k < scene.claimed.n_steps; k++) {
			struct wsp_claim step = scene.claimed.step[k];

			damage_drop(&scene.claimed, k);
			CU_ASSERT(judge(&scene) > 0);
			if (scene.n_violations == 0)
				printf("estate %zu needs no %s\n", i,
					wsp_actions[step.action].name);
			damage_insert(&scene.claimed, k, step);
			damage_insert(&scene.claimed, k, step);
			judge(&scene);
			CU_ASSERT(is_broken(&scene, "H9"));
			damage_drop(&scene.claimed, k);
		}
		CU_ASSERT_EQUAL(judge(&scene), 0);
		close_scene(&scene);
	}
}

/* Every step that has minutes: one later, or in another phase, is wrong. */
static void test_no_step_may_move(void)
{
	for (size_t i = 0; i < damages_n_estates; i++) {
		struct scene scene;

		open_scene(&scene, damages_estates[i]);
		for (size_t k = 0; k < scene.claimed.n_steps; k++) {
			struct wsp_claim *step = &scene.claimed.step[k];
			const struct wsp_claim before = *step;

			step->phase = step->phase > 0 ? step->phase - 1 : 1;
			CU_ASSERT(judge(&scene) > 0);
			*step = before;
			if (step->start == WSP_ABSENT)
				continue;
			step->finish++;
			judge(&scene);
			CU_ASSERT(is_broken(&scene, "minutes"));
			*step = before;
		}
		close_scene(&scene);
	}
}

static void test_limits_may_be_broken_with_a_waiver(void)
{
	struct scene scene;

	open_damaged(&scene, "no reserve left in the window");
	scene.claimed.claims.n_waivers = 1;
	judge(&scene);
	CU_ASSERT_FALSE(is_broken(&scene, "H5"));
	close_scene(&scene);
	open_damaged(&scene, "more servers than a window may have");
	scene.claimed.claims.n_waivers = 1;
	judge(&scene);
	CU_ASSERT_FALSE(is_broken(&scene, "H7"));
	close_scene(&scene);
}

static void test_a_violation_names_the_first_step_and_the_servers(void)
{
	struct scene scene;
	size_t require;

	open_damaged(&scene, "parent and child swapped");
	require = damage_find(&scene.claimed, WSP_REQUIRE_SSL, "b1");
	judge(&scene);
	for (size_t i = 0; i < scene.n_violations; i++) {
		if (strcmp(scene.violation[i].rule, "H3") != 0)
			continue;
		CU_ASSERT_EQUAL(scene.violation[i].step, require);
		CU_ASSERT_STRING_EQUAL(scene.violation[i].text,
			"b1.example.com is converted before its downstream l1.example.com; the "
			"link of l1.example.com to b1.example.com is dead from P1 to P2, 30 "
			"clients "
			"behind it");
		CU_ASSERT_EQUAL(scene.violation[i].server, damage_server(&scene.claimed, "b1"));
	}
	CU_ASSERT(is_broken(&scene, "H3"));
	close_scene(&scene);
}

static void test_more_violations_than_room_are_counted(void)
{
	struct scene scene;
	struct wsp_violation first;

	open_damaged(&scene, "parent and child swapped");
	judge(&scene);
	CU_ASSERT(scene.n_violations > 1);
	CU_ASSERT_EQUAL(wsp_verify(&scene.claimed.claims, &first, 1), scene.n_violations);
	CU_ASSERT_STRING_EQUAL(first.rule, scene.violation[0].rule);
	CU_ASSERT_EQUAL(wsp_verify(&scene.claimed.claims, NULL, 0), scene.n_violations);
	close_scene(&scene);
}

static bool verify_scene(void *context)
{
	size_t n = judge(context);

	CU_ASSERT(n == 0 || n == SIZE_MAX);
	return n == 0;
}

static void test_running_out_of_memory_is_said(void)
{
	struct scene scene;

	open_scene(&scene, damages_estates[3]);
	CU_ASSERT(wsp_torture(verify_scene, &scene) > 0);
	close_scene(&scene);
}

static CU_TestInfo tests[] = {
	{"good plans have no violation", test_good_plans_have_no_violation},
	{"every damage is caught by its invariant", test_every_damage_is_caught_by_its_invariant},
	{"every invariant catches some damage", test_every_invariant_catches_some_damage},
	{"every constraint has its invariant", test_every_constraint_has_its_invariant},
	{"no step may be missing or there twice", test_no_step_may_be_missing_or_there_twice},
	{"no step may move", test_no_step_may_move},
	{"limits may be broken with a waiver", test_limits_may_be_broken_with_a_waiver},
	{"a violation names the first step and the servers",
		test_a_violation_names_the_first_step_and_the_servers},
	{"more violations than room are counted", test_more_violations_than_room_are_counted},
	{"running out of memory is said", test_running_out_of_memory_is_said},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("verify", tests);
}
