/*
 * Planner against verifier: over random estates, every plan keeps every invariant and survives
 * being stored, its document says of itself what is so, and where there is none an error says why.
 *
 * WSP_ESTATES sets how many, WSP_SEED the first seed, WSP_FEATURES what they may have
 * ("groups,soak";
 * "" everything), WSP_SHOW=1 prints each estate as YAML.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge/ical.h"
#include "model/rule.h"
#include "plan/planner.h"
#include "random_estate.h"
#include "report/format.h"
#include "unit/claims.h"
#include "unit/paper.h"
#include "unit/planned.h"
#include "unit/runner.h"
#include "wsusplan/topology.h"

enum { N_ESTATES = 10000, N_VIOLATIONS_MAX = 4, N_SHOWN_MAX = 20 };

static const wsp_moment now = (wsp_moment)RANDOM_ESTATE_TODAY * WSP_SECONDS_A_DAY +
			      RANDOM_ESTATE_HOUR * (wsp_moment)(60 * 60);

/* What was met on the way: a test that meets nothing proves nothing. */
struct met {
	unsigned planned, infeasible, refused, unexplained, waived, violated, altered;
	unsigned top_down, bottom_up, canaries, repairs, left_out, many_waves, unsafe;
	unsigned dated, undated, gated, shared, early, delayed_syncs, optimal, gaps;
	unsigned action[WSP_N_ACTIONS], why[WSP_N_WHYS];
};

/* One estate on its way. */
struct trial {
	unsigned long seed;
	struct wsp_diags *diags;
	struct wsp_topology *topo;
	struct wsp_calendar calendar;
	struct wsp_plan plan;
};

static unsigned long number_from(const char *variable, unsigned long fallback)
{
	const char *text = getenv(variable);

	return text && *text ? strtoul(text, NULL, 10) : fallback;
}

static unsigned wanted_features(void)
{
	const char *words = getenv("WSP_FEATURES");

	return words && *words ? random_features(words) : RANDOM_EVERYTHING;
}

static void count_phases(struct met *met, const struct wsp_plan *plan)
{
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		met->canaries += plan->phases[phase].canary;
		met->many_waves += plan->phases[phase].n_waves > 1;
		met->unsafe += !plan->phases[phase].safe_to_stop;
		met->gated += plan->dated && plan->phases[phase].gate > 0;
	}
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->phase[s] > 0 && plan->why)
			met->why[plan->why[s].kind]++;
		met->early += plan->early && plan->early[s] != 0;
		met->delayed_syncs +=
			plan->sync_start && plan->link_phase[s] > 0 &&
			plan->sync_start[s] > plan->link_start[s] + plan->duration[WSP_SWITCH_SYNC];
	}
}

static void count(struct met *met, const struct wsp_plan *plan, const struct claimed *claimed)
{
	met->planned++;
	met->waived += plan->n_waivers > 0;
	met->top_down += plan->chosen == WSP_TOP_DOWN;
	met->bottom_up += plan->chosen == WSP_BOTTOM_UP;
	met->left_out += plan->n_unscheduled > 0;
	met->dated += plan->dated;
	met->undated += !plan->dated;
	met->shared += plan->n_shared > 0;
	met->optimal += plan->optimal;
	met->gaps += plan->lower_bound < plan->n_phases;
	met->repairs += plan->n_waves > 0 && plan->waves[0].number == 0;
	count_phases(met, plan);
	for (size_t i = 0; i < claimed->n_steps; i++)
		met->action[claimed->step[i].action]++;
}

static void judge(struct met *met, struct trial *trial)
{
	struct wsp_violation violation[N_VIOLATIONS_MAX];
	struct claimed claimed;
	size_t n;

	CU_ASSERT_TRUE_FATAL(claimed_read(&claimed, &trial->plan));
	claimed.claims.calendar = &trial->calendar;
	claimed.claims.accept_waivers = true;
	n = wsp_verify(&claimed.claims, violation, N_VIOLATIONS_MAX);
	for (size_t i = 0; i < n && i < N_VIOLATIONS_MAX && met->violated < N_SHOWN_MAX; i++)
		printf("seed %lu: %s at step %zu of %zu: %s\n", trial->seed, violation[i].rule,
			violation[i].step, claimed.n_steps, violation[i].text);
	met->violated += n > 0;
	count(met, &trial->plan, &claimed);
	claimed_release(&claimed);
}

/* @return the line in which two texts differ first; 0: none */
static int first_difference(const char *a, const char *b)
{
	int line = 1;

	for (; *a == *b && *a; a++, b++)
		line += *a == '\n';
	return *a == *b ? 0 : line;
}

/* Read a plan and write it again. @return NULL when it is refused, or memory ran out */
static char *write_again(const char *json, struct wsp_diags *diags)
{
	struct wsp_plan *plan = NULL;
	char *again;

	if (stored(json, strlen(json), diags, &plan) != WSP_OK)
		return NULL;
	again = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	return again;
}

/* The document of a plan says of itself what is so. */
static void prove(struct met *met, struct trial *trial, const char *json)
{
	struct wsp_violation violation = {0};
	struct paper paper;
	size_t n = 0;

	paper_read(&paper, json);
	CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
	CU_ASSERT_TRUE_FATAL(paper.statement->sound);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
	paper.statement->claims.calendar = &trial->calendar;
	paper.statement->claims.accept_waivers = true;
	n = wsp_verify(&paper.statement->claims, &violation, 1);
	n += wsp_statement_reconcile(paper.statement);
	if (n > 0 && met->violated++ < N_SHOWN_MAX)
		printf("seed %lu: the document: %s\n", trial->seed,
			violation.rule      ? violation.text
			: paper.diags.n > 0 ? paper.diags.entry[paper.diags.n - 1].diag.message
					    : "memory ran out");
	paper_release(&paper);
}

/* Write the plan, read it, write it again: the same bytes. */
static void store(struct met *met, struct trial *trial)
{
	struct wsp_diags diags = {0};
	char *json = written(&trial->plan, wsp_write_json);
	char *again = json ? write_again(json, &diags) : NULL;
	int line = again ? first_difference(json, again) : -1;

	if (json)
		prove(met, trial, json);
	if (line != 0 && met->altered++ < N_SHOWN_MAX)
		printf("seed %lu: stored and read again, the plan %s %d: %s\n", trial->seed,
			line < 0 ? "is refused" : "differs at line", line < 0 ? 0 : line,
			diags.n ? diags.entry[0].diag.message : "");
	wsp_diags_release(&diags);
	free(json);
	free(again);
}

/* Whether an error of planning (F) or of dates (D) is among the findings. */
static bool is_explained(const struct trial *trial)
{
	for (size_t i = 0; i < trial->diags->n; i++) {
		const struct wsp_rule *rule = trial->diags->entry[i].rule;

		if (strchr("FD", rule->code[0]) && rule->severity == WSP_ERROR)
			return true;
	}
	return false;
}

static void show_errors(const struct trial *trial, const char *what)
{
	printf("seed %lu: %s\n", trial->seed, what);
	for (size_t i = 0; i < trial->diags->n; i++) {
		if (trial->diags->entry[i].rule->severity == WSP_ERROR)
			printf("    %s\n", trial->diags->entry[i].diag.message);
	}
}

static void load(struct trial *trial)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;
	struct wsp_text text = {0};
	enum wsp_status status;

	options.format = "yaml";
	options.digests = 1;
	random_estate(trial->seed, wanted_features(), &text);
	if (number_from("WSP_SHOW", 0))
		printf("%s", wsp_text_get(&text));
	CU_ASSERT_FALSE_FATAL(text.failed);
	status = wsp_topology_load_memory("estate.yaml", wsp_text_get(&text), text.length, &options,
		trial->diags, &trial->topo);
	if (status != WSP_OK)
		show_errors(trial, "the estate is no inventory");
	CU_ASSERT_EQUAL_FATAL(status, WSP_OK);
	wsp_text_release(&text);
}

static enum wsp_status make_plan(struct trial *trial)
{
	struct wsp_planner_options options = {.today = RANDOM_ESTATE_TODAY,
		.force = trial->seed % 4 == 0,
		.calendar = &trial->calendar};
	enum wsp_status status =
		wsp_calendar_expand(&trial->topo->inventory, now, trial->diags, &trial->calendar);

	if (status == WSP_OK)
		status = wsp_plan_make(&trial->plan, trial->topo, &options, trial->diags);
	return status;
}

/* An estate may contradict itself (WSP_INVALID), or ask for what cannot be. */
static void plan_estate(struct met *met, unsigned long seed)
{
	struct trial trial = {.seed = seed, .diags = wsp_diags_create()};
	enum wsp_status status;

	CU_ASSERT_PTR_NOT_NULL_FATAL(trial.diags);
	load(&trial);
	status = make_plan(&trial);
	CU_ASSERT_FATAL(status == WSP_OK || status == WSP_INFEASIBLE || status == WSP_INVALID);
	if (status == WSP_OK) {
		memset(trial.plan.id, '1', sizeof(trial.plan.id) - 1);
		judge(met, &trial);
		store(met, &trial);
		wsp_plan_release(&trial.plan);
	} else {
		met->infeasible += status == WSP_INFEASIBLE;
		met->refused += status == WSP_INVALID;
		if (!is_explained(&trial) && met->unexplained++ < N_SHOWN_MAX)
			show_errors(&trial, "no plan, and no error of series F or D says why");
		else if (number_from("WSP_SHOW", 0))
			show_errors(&trial, "no plan");
	}
	wsp_calendar_release(&trial.calendar);
	wsp_topology_free(trial.topo);
	wsp_diags_free(trial.diags);
}

/* Everything there is has been met, or the test proves less than it says. */
static void check_met(const struct met *met, unsigned long n)
{
	CU_ASSERT(met->planned > n / 2 && met->infeasible > n / 100);
	CU_ASSERT(met->refused < n / 8);
	CU_ASSERT(met->top_down > 0 && met->bottom_up > 0 && met->waived > 0);
	CU_ASSERT(met->canaries > 0 && met->repairs > 0 && met->left_out > 0);
	CU_ASSERT(met->many_waves > 0 && met->unsafe > 0);
	CU_ASSERT(met->dated > n / 10 && met->undated > n / 10 && met->gated > 0);
	CU_ASSERT(met->shared > 0 && met->early > 0 && met->delayed_syncs > 0);
	CU_ASSERT(met->optimal > 0 && met->gaps > 0);
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		if (met->action[i] == 0)
			printf("no plan had %s\n", wsp_actions[i].name);
		CU_ASSERT(met->action[i] > 0);
	}
	for (unsigned i = 0; i < WSP_N_WHYS; i++) {
		if (met->why[i] == 0)
			printf("nobody was in a phase because of \"%s\"\n", wsp_why_names[i]);
		CU_ASSERT(met->why[i] > 0);
	}
}

static void test_every_plan_keeps_every_invariant(void)
{
	unsigned long n = number_from("WSP_ESTATES", N_ESTATES);
	unsigned long first = number_from("WSP_SEED", 1);
	struct met met = {0};

	CU_ASSERT_NOT_EQUAL_FATAL(wanted_features(), 0);
	for (unsigned long seed = first; seed < first + n; seed++)
		plan_estate(&met, seed);
	printf("seeds %lu to %lu: %u planned (%u dated, %u of them or the others with fewest "
	       "phases proven), %u infeasible, %u contradictory\n",
		first, first + n - 1, met.planned, met.dated, met.optimal, met.infeasible,
		met.refused);
	CU_ASSERT_EQUAL(met.violated, 0);
	CU_ASSERT_EQUAL(met.altered, 0);
	CU_ASSERT_EQUAL(met.unexplained, 0);
	if (n >= 1000 && wanted_features() == RANDOM_EVERYTHING)
		check_met(&met, n); /* fewer do not meet everything */
}

static void test_a_seed_gives_the_same_estate_again(void)
{
	struct wsp_text once = {0};
	struct wsp_text again = {0};
	struct wsp_text other = {0};

	random_estate(7, RANDOM_EVERYTHING, &once);
	random_estate(7, RANDOM_EVERYTHING, &again);
	random_estate(8, RANDOM_EVERYTHING, &other);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&once), wsp_text_get(&again));
	CU_ASSERT_STRING_NOT_EQUAL(wsp_text_get(&once), wsp_text_get(&other));
	CU_ASSERT_EQUAL(random_features("state,overlap"), RANDOM_STATE | RANDOM_OVERLAP);
	CU_ASSERT_EQUAL(random_features("state,nonsense"), 0);
	wsp_text_release(&once);
	wsp_text_release(&again);
	wsp_text_release(&other);
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
