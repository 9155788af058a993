/* Answers: what is told about a server and about changes. */
#include <string.h>

#include "estate.h"
#include "placed.h"
#include "report/answers.h"
#include "runner.h"

#define ROOT "root.example.com"

/* root <- a <- c, root <- b: numbers 0, 1, 2 (b) and 3 (c) */
static struct wsp_inventory chain_and_leaf(void)
{
	struct wsp_inventory inventory = placed_estate();

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT);
	estate_server(&inventory, "b.example.com", ROOT);
	estate_server(&inventory, "c.example.com", "a.example.com");
	return inventory;
}

struct answering {
	struct wsp_plan plan;
	struct wsp_arena arena;
	struct wsp_answer_why why;
	struct wsp_text text;
};

static void begin(
	struct answering *answering, const char *phases, enum placed_dates dates, wsp_server_id s)
{
	struct wsp_inventory inventory = chain_and_leaf();

	*answering = (struct answering){0};
	placed_make(&answering->plan, &inventory, phases, dates);
	answering->why.plan = &answering->plan;
	answering->why.s = s;
	CU_ASSERT_TRUE_FATAL(
		wsp_slack_tell(&answering->plan, &answering->arena, &answering->why.slack));
}

static void end(struct answering *answering)
{
	wsp_text_release(&answering->text);
	wsp_arena_release(&answering->arena);
	wsp_plan_release(&answering->plan);
}

static bool says(const struct wsp_text *text, const char *part)
{
	return strstr(wsp_text_get(text), part) != NULL;
}

static void test_why_follows_the_reasons_down_to_the_first(void)
{
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 0);
	answering.plan.why[0] = (struct wsp_why){WSP_WHY_CHILD, 1};
	answering.plan.why[1] = (struct wsp_why){WSP_WHY_CHILD, 3};
	answering.plan.why[3] = (struct wsp_why){WSP_WHY_MINUTES, WSP_NO_SERVER};
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&answering.text),
		"root.example.com is converted in P4, wave P4.W1, from +00:00\n"
		"\n"
		"why P4\n"
		"  P4  root.example.com: a.example.com below it is converted in P3\n"
		"  P3  a.example.com: c.example.com below it is converted in P2\n"
		"  P2  c.example.com: the window before has no minutes left for it\n"
		"\n"
		"downstreams     2 are converted, the last is a.example.com in P3\n"
		"upstream        microsoft-update\n"
		"slack           none: if it slips, the plan takes more phases; it is on the "
		"critical path\n"
		"\n"
		"what would move it earlier\n"
		"  nothing that one change could do (0 were tried)\n");
	answering.why.s = 2;
	wsp_text_clear(&answering.text);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "  nothing: it is in the first phase\n"));
	end(&answering);
}

static void test_dates_are_told_in_the_zone_of_the_plan(void)
{
	struct answering answering;

	begin(&answering, "4312", PLACED_DATED, 3);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text,
		"c.example.com is converted in P2 (window \"nightly\", Sun 2026-12-06 22:00 to Mon "
		"02:00), wave P2.W1, from +00:00, Sun 2026-12-06 22:00 at its site\n"));
	CU_ASSERT_TRUE(says(&answering.text,
		"its switch      P3, +00:45, Mon 2026-12-07 22:45 at its site; 32 min without "
		"synchronization\n"));
	end(&answering);
}

static void test_changes_that_help_are_told_and_others_are_not(void)
{
	struct wsp_price price[] = {
		{{.kind = WSP_CHANGE_SERVERS, .text = "two more servers a window (4)"},
			{.n_phases = 3,
				.chosen = WSP_BOTTOM_UP,
				.phase = 2,
				.end = WSP_NO_MOMENT,
				.begin = WSP_NO_MOMENT}},
		{{.kind = WSP_CHANGE_OPERATORS, .text = "one more operator (3)"},
			{.n_phases = 4,
				.chosen = WSP_BOTTOM_UP,
				.phase = 3,
				.end = WSP_NO_MOMENT,
				.begin = WSP_NO_MOMENT}},
		{{.kind = WSP_CHANGE_SOAK, .text = "no soak time"}, {.status = WSP_INFEASIBLE}},
	};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 1);
	answering.why.prices = (struct wsp_prices){price, 3, 0};
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "two more servers a window (4)"));
	CU_ASSERT_TRUE(says(&answering.text, "P3 -> P2\n"));
	CU_ASSERT_FALSE(says(&answering.text, "one more operator"));
	CU_ASSERT_FALSE(says(&answering.text, "soak"));
	answering.why.prices = (struct wsp_prices){price + 1, 2, 0};
	wsp_text_clear(&answering.text);
	wsp_write_why(&answering.why, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "nothing that one change could do (2 were tried)\n"));
	end(&answering);
}

static void test_a_server_in_no_phase_has_an_answer_of_its_own(void)
{
	static const char *const said[WSP_N_STATUSES] = {
		[WSP_STATUS_CONVERT] = "is finished by repairs",
		[WSP_STATUS_DONE] = "is in no phase: it is on HTTPS already",
		[WSP_STATUS_HELD] = "is in no phase: it is held",
		[WSP_STATUS_BLOCKED] = "is in no phase: it waits for a server that is held",
		[WSP_STATUS_EXCLUDED] = "is in no phase: it is excluded",
		[WSP_STATUS_RETIRED] = "is in no phase: it is retired",
	};
	struct wsp_unscheduled row = {2, WSP_NO_SERVER, "an audit is going on"};
	struct answering answering;

	begin(&answering, "3201", PLACED_WITHOUT_DATES, 2);
	answering.plan.unscheduled = &row;
	answering.plan.n_unscheduled = 1;
	for (unsigned status = 0; status < WSP_N_STATUSES; status++) {
		answering.plan.status[2] = (uint8_t)status;
		wsp_text_clear(&answering.text);
		wsp_write_why(&answering.why, &answering.text);
		CU_ASSERT_TRUE(says(&answering.text, said[status]));
		CU_ASSERT_TRUE(says(&answering.text, "  an audit is going on\n"));
		CU_ASSERT_FALSE(says(&answering.text, "slack"));
	}
	end(&answering);
}

static void test_why_not_lists_what_forbids_and_what_helps(void)
{
	struct wsp_price price = {{.kind = WSP_CHANGE_SEPARATION, .text = "the same window"},
		{.n_phases = 3, .phase = 2, .end = WSP_NO_MOMENT, .begin = WSP_NO_MOMENT}};
	struct wsp_answer_why_not answer = {.phase = 2};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 1);
	answering.why.prices = (struct wsp_prices){&price, 1, 0};
	answer.why = answering.why;
	answer.barriers = (struct wsp_barriers){
		{{WSP_BAR_CHILD, 3, "c.example.com below it is converted in P2"}}, 1, 0};
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text,
		"\nwhat forbids P2\n  c.example.com below it is converted in P2\n"
		"\nwhat would put it there, or before\n  the same window"));
	CU_ASSERT_TRUE(says(&answering.text, "P2 of 3\n"));
	wsp_text_clear(&answering.text);
	wsp_write_why_not_json(&answer, &answering.text);
	CU_ASSERT_TRUE(says(
		&answering.text, "{\"kind\": \"child\", \"by\": \"c.example.com\", \"text\": "));
	CU_ASSERT_TRUE(says(&answering.text, "\"asked\": \"P2\""));
	end(&answering);
}

static void test_why_not_says_what_slipping_costs(void)
{
	struct wsp_answer_why_not answer = {.phase = 3};
	struct answering answering;

	begin(&answering, "4312", PLACED_WITHOUT_DATES, 3);
	answer.why = answering.why;
	answer.barriers = (struct wsp_barriers){
		{{WSP_BAR_UPSTREAM, 1, "its upstream a.example.com is converted in P3"}}, 1, 0};
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(
		&answering.text, "\nif those above it slip too, the plan takes 1 more phase\n"));
	answer.why.s = 2;
	answer.barriers.n = 0;
	wsp_text_clear(&answering.text);
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "\nnothing forbids P3: "));
	answer.phase = 1;
	wsp_text_clear(&answering.text);
	wsp_write_why_not(&answer, &answering.text);
	CU_ASSERT_TRUE(says(&answering.text, "\nthat is the phase that was asked for\n"));
	end(&answering);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"why follows the reasons down to the first",
			test_why_follows_the_reasons_down_to_the_first},
		{"dates are told in the zone of the plan",
			test_dates_are_told_in_the_zone_of_the_plan},
		{"changes that help are told and others are not",
			test_changes_that_help_are_told_and_others_are_not},
		{"a server in no phase has an answer of its own",
			test_a_server_in_no_phase_has_an_answer_of_its_own},
		{"why-not lists what forbids and what helps",
			test_why_not_lists_what_forbids_and_what_helps},
		{"why-not says what slipping costs", test_why_not_says_what_slipping_costs},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("answers", tests);
}
