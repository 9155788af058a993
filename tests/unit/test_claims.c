#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "claims.h"
#include "paper.h"
#include "plan/claims.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

static const char *name_of(const struct wsp_claims *claims, wsp_server_id s)
{
	return s < claims->topo->n_servers ? wsp_topology_fqdn(claims->topo, s) : "";
}

static void expect_same_step(const struct wsp_claims *read, const struct wsp_claims *made, size_t i)
{
	const struct wsp_claim *a = &read->step[i], *b = &made->step[i];

	CU_ASSERT_STRING_EQUAL(name_of(read, a->server), name_of(made, b->server));
	CU_ASSERT_EQUAL(a->action, b->action);
	CU_ASSERT_EQUAL(a->phase, b->phase);
	CU_ASSERT_EQUAL(a->wave, b->wave);
	CU_ASSERT_EQUAL(a->start, b->start);
	CU_ASSERT_EQUAL(a->finish, b->finish);
	CU_ASSERT_STRING_EQUAL(a->procedure->id, b->procedure->id);
	CU_ASSERT_EQUAL(a->procedure->action, b->procedure->action);
	CU_ASSERT_TRUE(a->place.line > 0);
}

/* A root has no link, and so none that is dead. */
static uint32_t outage_of(const struct wsp_server_claim *claim)
{
	return claim->outage_minutes == WSP_ABSENT ? 0 : claim->outage_minutes;
}

static void expect_same_server(
	const struct wsp_claims *read, const struct wsp_claims *made, wsp_server_id s)
{
	const struct wsp_server_claim *a = &read->server[s], *b = &made->server[s];

	CU_ASSERT_STRING_EQUAL(name_of(read, s), name_of(made, s));
	CU_ASSERT_EQUAL(a->level, b->level);
	CU_ASSERT_EQUAL(a->height, b->height);
	CU_ASSERT_EQUAL(a->phase, b->phase);
	CU_ASSERT_EQUAL(a->wave, b->wave);
	CU_ASSERT_EQUAL(a->status, b->status);
	CU_ASSERT_EQUAL(a->strategy, b->strategy);
	CU_ASSERT_EQUAL(a->unscheduled, b->unscheduled);
	CU_ASSERT_EQUAL(a->https_from, b->https_from);
	CU_ASSERT_EQUAL(outage_of(a), outage_of(b));
}

static void expect_same_claims(const struct wsp_claims *read, const struct wsp_claims *made)
{
	CU_ASSERT_EQUAL_FATAL(read->n_steps, made->n_steps);
	CU_ASSERT_EQUAL_FATAL(read->topo->n_servers, made->topo->n_servers);
	CU_ASSERT_EQUAL_FATAL(read->n_phases, made->n_phases);
	CU_ASSERT_EQUAL(read->today, made->today);
	CU_ASSERT_EQUAL(read->chosen, made->chosen);
	CU_ASSERT_EQUAL(read->lower_bound, made->lower_bound);
	CU_ASSERT_EQUAL(read->optimal, made->optimal);
	CU_ASSERT_EQUAL(read->n_waivers, made->n_waivers);
	for (size_t i = 0; i < read->n_steps; i++)
		expect_same_step(read, made, i);
	for (wsp_server_id s = 0; s < read->topo->n_servers; s++)
		expect_same_server(read, made, s);
	for (uint32_t phase = 1; phase <= read->n_phases; phase++) {
		CU_ASSERT_EQUAL(read->phase[phase].minutes, made->phase[phase].minutes);
		CU_ASSERT_EQUAL(read->phase[phase].reserve, made->phase[phase].reserve);
		CU_ASSERT_EQUAL(read->phase[phase].safe_to_stop, made->phase[phase].safe_to_stop);
		CU_ASSERT_EQUAL(read->phase[phase].canary, made->phase[phase].canary);
	}
}

static void expect_round_trip(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	struct claimed made;
	struct paper paper;
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	CU_ASSERT_TRUE_FATAL(claimed_read(&made, plan));
	paper_read(&paper, json);
	CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
	CU_ASSERT_TRUE(paper.statement->sound);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
	expect_same_claims(&paper.statement->claims, &made.claims);
	CU_ASSERT_EQUAL(wsp_statement_reconcile(paper.statement), 0);
	CU_ASSERT_EQUAL(paper_errors(&paper), 0);
	claimed_release(&made);
	paper_release(&paper);
	wsp_plan_free(plan);
	free(json);
}

static void test_a_document_claims_what_its_plan_does(void)
{
	expect_round_trip(planned_company);
}

static void test_repairs_holds_and_servers_left_out_are_claimed(void)
{
	expect_round_trip(planned_begun);
}

static void test_a_plan_without_work_is_read(void)
{
	expect_round_trip("servers: [{fqdn: done.example.com, upstream: microsoft-update, mode: "
			  "autonomous, state: {https: configured, clients_https: all}}]\n");
}

/* Two lines that follow each other change places; a comma at the end of both is kept. */
static char *with_lines_swapped(const char *json, const char *first)
{
	const char *begin = paper_line_begin(json, paper_find(json, first));
	const char *middle = paper_next_line(begin);
	const char *end = paper_next_line(middle);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(begin - json));
	wsp_text_add(&text, middle, (size_t)(end - middle));
	wsp_text_add(&text, begin, (size_t)(middle - begin));
	wsp_text_adds(&text, end);
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

static void test_steps_stay_in_the_order_of_the_document(void)
{
	char *json = paper_of(planned_company);
	char *swapped = with_lines_swapped(json, "\"require-ssl@e1.example.com\"");
	struct paper before, after;
	size_t i = 0;

	paper_read(&before, json);
	paper_read(&after, swapped);
	CU_ASSERT_EQUAL_FATAL(before.status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(after.status, WSP_OK);
	CU_ASSERT_EQUAL(after.statement->n_steps, before.statement->n_steps);
	while (i < before.statement->n_steps &&
		before.statement->step[i].place.line !=
			paper_line(json, "\"require-ssl@e1.example.com\""))
		i++;
	CU_ASSERT_TRUE_FATAL(i + 1 < before.statement->n_steps);
	CU_ASSERT_EQUAL(after.statement->step[i + 1].action, WSP_REQUIRE_SSL);
	CU_ASSERT_EQUAL(after.statement->step[i + 1].place.line,
		paper_line(swapped, "\"require-ssl@e1.example.com\""));
	CU_ASSERT_TRUE(after.statement->sound);
	paper_release(&before);
	paper_release(&after);
	free(swapped);
	free(json);
}

static void test_removed_and_doubled_steps_are_read_without_a_finding(void)
{
	char *json = paper_of(planned_company);
	struct paper paper;
	size_t n;

	paper_read(&paper, json);
	n = paper.statement->n_steps;
	paper_release(&paper);
	for (int times = 0; times <= 2; times += 2) {
		char *damaged = paper_with_line(json, "\"tune-pool@e1.example.com\"", times);

		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL(paper.status, WSP_OK);
		CU_ASSERT_TRUE(paper.statement->sound);
		CU_ASSERT_EQUAL(paper_errors(&paper), 0);
		CU_ASSERT_EQUAL(paper.statement->n_steps, times == 0 ? n - 1 : n + 1);
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

static void test_the_order_of_the_members_does_not_matter(void)
{
	char *json = paper_of(planned_company);
	const char *steps = strstr(json, "  \"steps\": [");
	const char *links = strstr(json, "  \"links\": [");
	const char *servers = strstr(json, "  \"servers\": [");
	struct wsp_text text = {0};
	struct paper paper, plain;

	CU_ASSERT_TRUE_FATAL(servers && steps && links && servers < steps && steps < links);
	wsp_text_add(&text, json, (size_t)(servers - json));
	wsp_text_add(&text, steps, (size_t)(links - steps));
	wsp_text_add(&text, servers, (size_t)(steps - servers));
	wsp_text_adds(&text, links);
	paper_read(&plain, json);
	paper_read(&paper, wsp_text_get(&text));
	CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
	CU_ASSERT_TRUE(paper.statement->sound);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(plain.statement, NULL), WSP_OK);
	expect_same_claims(&paper.statement->claims, &plain.statement->claims);
	paper_release(&paper);
	paper_release(&plain);
	wsp_text_release(&text);
	free(json);
}

static bool attempt(void *context)
{
	struct paper paper;
	bool done;

	paper_read(&paper, context);
	CU_ASSERT_TRUE(paper.status == WSP_OK || paper.status == WSP_NO_MEMORY);
	done = paper.status == WSP_OK &&
	       wsp_statement_compare(paper.statement, &paper.statement->topo) == 0 &&
	       wsp_statement_claim(paper.statement, &paper.statement->topo) == WSP_OK &&
	       wsp_statement_reconcile(paper.statement) == 0;
	paper_release(&paper);
	return done;
}

static void test_lack_of_memory_is_told(void)
{
	char *json = paper_of("servers: [{fqdn: a.example.com, upstream: microsoft-update, mode: "
			      "autonomous}, {fqdn: b.example.com, upstream: a, mode: replica}]");

	CU_ASSERT_TRUE(wsp_torture(attempt, json) > 0);
	free(json);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a document claims what its plan does", test_a_document_claims_what_its_plan_does},
		{"repairs, holds and servers left out are claimed",
			test_repairs_holds_and_servers_left_out_are_claimed},
		{"a plan without work is read", test_a_plan_without_work_is_read},
		{"steps stay in the order of the document",
			test_steps_stay_in_the_order_of_the_document},
		{"removed and doubled steps are read without a finding",
			test_removed_and_doubled_steps_are_read_without_a_finding},
		{"the order of the members does not matter",
			test_the_order_of_the_members_does_not_matter},
		{"lack of memory is told", test_lack_of_memory_is_told},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("claims", tests);
}
