/* Runbook: what is told, and that nothing is left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/steps.h"
#include "planned.h"
#include "report/powershell.h"
#include "report/runbook.h"
#include "runner.h"
#include "torture.h"

static const char office[] =
	"name: Office\n"
	"policy: {operators: 2, default_window: 4h, abort: {failed_switches: 10%}}\n"
	"servers:\n"
	"  - {fqdn: hq.example.com, upstream: microsoft-update, mode: autonomous, clients: 4200}\n"
	"  - {fqdn: a.example.com, upstream: hq, mode: replica, clients: 90, owner: Team A}\n"
	"  - {fqdn: b.example.com, upstream: hq, mode: replica, clients: 60, owner: Team B}\n";

/* A plan and a text that have to exist for a test to make sense. */
static struct wsp_plan *plan_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);

	if (!plan)
		abort();
	return plan;
}

static char *told(const struct wsp_plan *plan)
{
	char *text = written(plan, wsp_write_markdown);

	if (!text)
		abort();
	return text;
}

static const char *find(const char *text, const char *part)
{
	const char *at = strstr(text, part);

	if (!at)
		abort();
	return at;
}

static char *runbook(const char *yaml)
{
	struct wsp_plan *plan = plan_of(yaml);
	char *text = told(plan);

	wsp_plan_free(plan);
	return text;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
		n++;
	return n;
}

static void expect(const char *text, const char *part)
{
	CU_ASSERT_PTR_NOT_NULL(strstr(text, part));
	if (!strstr(text, part))
		(void)fprintf(stderr, "  missing: %s\n", part);
}

static void expect_order(const char *text, const char *first, const char *second)
{
	CU_ASSERT_PTR_NOT_NULL(strstr(find(text, first), second));
}

/* The box of a step in a wave or after a phase: how often its call stands beside one. */
static size_t boxes_of(const char *text, const struct wsp_plan *plan, const struct wsp_step *step)
{
	const struct wsp_procedure *procedure = &plan->procedure[step->procedure];
	struct wsp_signature signature;
	struct wsp_text line = {0};
	size_t n;

	wsp_signature_read(&signature, procedure);
	WSP_TEXT_LITERAL(&line, "- [ ] ");
	if (step->start != WSP_ABSENT)
		wsp_text_addf(&line, "+%02u:%02u ", step->start / 60, step->start % 60);
	wsp_text_addc(&line, '`');
	wsp_powershell_call(plan, step->server, procedure, &signature, &line);
	wsp_text_addc(&line, '`');
	n = count(text, wsp_text_get(&line));
	if (n != 1)
		(void)fprintf(stderr, "  %zu times: %s\n", n, wsp_text_get(&line));
	wsp_text_release(&line);
	return n;
}

static void check_every_step(const char *yaml)
{
	struct wsp_plan *plan = plan_of(yaml);
	char *text = told(plan);
	const char *table = find(text, "### Server by server");
	struct wsp_steps steps;
	size_t prepared = 0;
	size_t n = 0;

	wsp_steps_begin(&steps, plan);
	while (wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n; i++, n++) {
			if (steps.phase == 0)
				prepared++;
			else if (plan->procedure[steps.step[i].procedure].shell[0])
				CU_ASSERT_EQUAL(boxes_of(text, plan, &steps.step[i]), 1);
		}
	}
	CU_ASSERT_FALSE(steps.failed);
	CU_ASSERT_EQUAL(n, plan->n_steps);
	CU_ASSERT_EQUAL(
		count(table, "| ☐") - count(find(table, "\n## "), "| ☐") - count(table, "☐ noted"),
		prepared);
	wsp_steps_release(&steps);
	free(text);
	wsp_plan_free(plan);
}

static void test_every_step_has_one_box_with_its_call(void)
{
	check_every_step(office);
	check_every_step(planned_company);
	check_every_step(planned_begun);
}

static void test_every_function_is_defined_before_its_first_call(void)
{
	struct wsp_plan *plan = plan_of(planned_begun);
	char *text = told(plan);

	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		struct wsp_text definition = {0};
		struct wsp_text call = {0};
		const char *defined;

		wsp_text_addf(&definition, "\nfunction %s(", plan->procedure[i].id);
		wsp_text_addf(&call, "`%s ", plan->procedure[i].id);
		defined = strstr(text, wsp_text_get(&definition));
		if (plan->procedure[i].shell[0]) {
			const char *called = strstr(text, wsp_text_get(&call));

			CU_ASSERT_PTR_NOT_NULL(defined);
			CU_ASSERT_TRUE(!called || defined < called);
		}
		wsp_text_release(&definition);
		wsp_text_release(&call);
	}
	free(text);
	wsp_plan_free(plan);
}

static void test_numbers_of_an_office_are_those_counted_by_hand(void)
{
	char *text = runbook(office);

	expect(text, "# Office: runbook\n");
	expect(text, "converts 3 WSUS servers to HTTPS and switches 2 synchronization links to it, "
		     "**top-down**, in 1 phase after");
	expect(text, "| Clients of all servers | 4,350 |");
	/* the root's 45 minutes, 2 to switch, 10 to synchronize, 45 for both downstreams */
	expect(text, "| All remaining work top-down | 1 h 42 min |");
	/* from require-ssl, 15 minutes into the root's visit, to the end of the switch */
	expect(text, "| Longest time a synchronization link is dead | 32 min |");
	expect(text, "Duration | 1 h 42 min of work and 10 min of reserve to back out: 1 h 52 min "
		     "in all, of a window of 4 h |");
	expect(text, "Point of no return | +03:50: ");
	expect(text,
		"as soon as **1 of 3 conversions** or **1 of 2 switches** of this phase failed");
	expect(text, "#### hq.example.com, +00:00 to +00:45\n");
	expect(text, "- [ ] +00:15 `require-ssl hq.example.com");
	expect(text, "if it fails: `unrequire-ssl hq.example.com");
	expect(text, "| Team A | P1 (1) |");
	free(text);
}

static void test_switches_stand_under_their_upstream(void)
{
	char *text = runbook(office);

	expect_order(text, "#### hq.example.com,", "Then its downstream servers, once ");
	expect_order(text, "Then its downstream servers, once ", "#### a.example.com, +00:57");
	expect(text, "hq.example.com 8531` → OK · on the downstream · owner Team A · link dead for "
		     "32 min\n");
	CU_ASSERT_EQUAL(count(text, "· link dead for "), 2);
	free(text);
}

static void test_minimal_is_said_only_when_proven(void)
{
	struct wsp_plan *plan = plan_of(planned_company);
	char *text = told(plan);

	CU_ASSERT_EQUAL(count(text, "is proven minimal"), plan->optimal ? 1 : 0);
	free(text);
	plan->optimal = !plan->optimal;
	text = told(plan);
	CU_ASSERT_EQUAL(count(text, "is proven minimal"), plan->optimal ? 1 : 0);
	CU_ASSERT_EQUAL(count(text, "not proven minimal"), plan->optimal ? 0 : 1);
	free(text);
	wsp_plan_free(plan);
}

static void test_waivers_come_first(void)
{
	const char *waiver = "top-down takes 12 min more than the window";
	struct wsp_plan *plan = plan_of(office);
	char *text;

	plan->waiver = &waiver;
	plan->n_waivers = 1;
	text = told(plan);
	expect_order(text, "# Office: runbook", "**Waiver.**");
	expect_order(text, "**Waiver.**", "This runbook converts");
	expect(text, waiver);
	free(text);
	wsp_plan_free(plan);
}

static void test_what_is_left_out_is_told(void)
{
	char *text = runbook(planned_begun);

	expect(text, "| madrid.example.com | held | ");
	expect(text, "audit, until October");
	expect(text, "nice.example.com");
	expect(text, "replaced in spring");
	expect(text, "What stays in clear:");
	expect(text, "### Wave P1.W0, ");
	expect(text, "`unswitch-sync");
	free(text);
}

static void test_hostile_text_stays_text(void)
{
	char *text =
		runbook("name: \"x # y <script>\"\n"
			"servers:\n"
			"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous,\n"
			"     owner: \"| <img src=x> `rm` [a](javascript:x) **b**\",\n"
			"     notes: \"``` ``` ~~~\", access: \"- [ ] not a box\"}\n");

	CU_ASSERT_PTR_NULL(strstr(text, "<script>"));
	CU_ASSERT_PTR_NULL(strstr(text, "<img"));
	CU_ASSERT_PTR_NULL(strstr(text, "[a](javascript:"));
	CU_ASSERT_PTR_NULL(strstr(text, "```  ```"));
	expect(text, "&lt;script&gt;");
	expect(text, "\\| &lt;img src=x&gt; \\`rm\\`");
	expect(text, "\\[a\\]");
	free(text);
}

static void test_the_service_desk_gets_its_codes(void)
{
	char *text = runbook(office);

	expect(text, "> **0x80244018** (forbidden)");
	expect(text, "> **0x80072F8F** (secure failure)");
	expect(text, "| 0x80244018, HTTP 403 | ");
	expect(text, "| 0x80244022, HTTP 503 | ");
	expect(text, "| UssCommunicationError | ");
	free(text);
}

static size_t cells(const char *line, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
	return n;
}

static void check_shape(const char *text)
{
	size_t columns = 0;
	size_t headings = 0;
	bool fenced = false;
	const char *next;

	for (const char *line = text; *line; line = next) {
		size_t length = strcspn(line, "\n");

		next = line + length + (line[length] == '\n');
		if (strncmp(line, "```", 3) == 0)
			fenced = !fenced;
		if (fenced)
			continue;
		headings += strncmp(line, "# ", 2) == 0;
		if (*line != '|') {
			columns = 0;
			continue;
		}
		if (columns > 0)
			CU_ASSERT_EQUAL(cells(line, length), columns);
		columns = cells(line, length);
		CU_ASSERT_TRUE(columns >= 3);
	}
	CU_ASSERT_FALSE(fenced);
	CU_ASSERT_EQUAL(headings, 1);
	CU_ASSERT_PTR_NULL(strstr(text, "\n\n\n"));
}

static void test_tables_fences_and_headings_are_whole(void)
{
	char *text = runbook(planned_begun);

	check_shape(text);
	free(text);
	text = runbook(planned_company);
	check_shape(text);
	free(text);
}

static void test_a_plan_without_work_is_told(void)
{
	char *text =
		runbook("servers:\n"
			"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous,\n"
			"     state: {https: configured, clients_https: all}}\n");

	expect(text, "in 0 phases");
	check_shape(text);
	free(text);
}

static bool take_ten(void *context, const struct wsp_block *block)
{
	size_t *left = context;

	(void)block;
	CU_ASSERT_TRUE_FATAL(*left > 0);
	return --*left > 0;
}

static void test_a_writer_may_stop(void)
{
	struct wsp_plan *plan = plan_of(office);
	size_t left = 10;

	CU_ASSERT_TRUE(wsp_runbook_tell(plan, take_ten, &left));
	CU_ASSERT_EQUAL(left, 0);
	wsp_plan_free(plan);
}

static bool write_all(void *context)
{
	struct wsp_text out = {0};
	bool complete;

	wsp_write_markdown(context, &out);
	complete = !out.failed;
	wsp_text_release(&out);
	return complete;
}

static void test_memory_that_runs_out_is_noticed(void)
{
	struct wsp_plan *plan = plan_of(office);

	CU_ASSERT_TRUE(wsp_torture(write_all, plan) > 10);
	wsp_plan_free(plan);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"every step has one box with its call", test_every_step_has_one_box_with_its_call},
		{"every function is defined before its first call",
			test_every_function_is_defined_before_its_first_call},
		{"numbers of an office are those counted by hand",
			test_numbers_of_an_office_are_those_counted_by_hand},
		{"switches stand under their upstream", test_switches_stand_under_their_upstream},
		{"minimal is said only when proven", test_minimal_is_said_only_when_proven},
		{"waivers come first", test_waivers_come_first},
		{"what is left out is told", test_what_is_left_out_is_told},
		{"hostile text stays text", test_hostile_text_stays_text},
		{"the service desk gets its codes", test_the_service_desk_gets_its_codes},
		{"tables, fences and headings are whole",
			test_tables_fences_and_headings_are_whole},
		{"a plan without work is told", test_a_plan_without_work_is_told},
		{"a writer may stop", test_a_writer_may_stop},
		{"memory that runs out is noticed", test_memory_that_runs_out_is_noticed},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("runbook", tests);
}
