#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/array.h"
#include "model/rule.h"
#include "paper.h"
#include "planned.h"
#include "runner.h"

/* An edit of planned_company after which the finding stands at the line of `after`. */
struct nonsense {
	const char *before, *after, *code;
};

static void test_names_without_a_meaning_are_found_at_their_lines(void)
{
	static const struct nonsense edits[] = {
		{"\"require-ssl@e1.example.com\", \"pr", "\"require-ssl@e9.example.com\", \"pr",
			"Y702"},
		{"\"require-ssl@e1.example.com\"", "\"requires-ssl@e1.example.com\"", "Y702"},
		{"\"require-ssl@e1.example.com\"", "\"require-ssl,e1\"", "Y702"},
		{"\"require-ssl@e1.example.com\"", "\"require-ssl@\"", "Y702"},
		{"\"depends_on\": [\"verify-server@", "\"depends_on\": [\"verify-servers@", "Y702"},
		{"\"depends_on\": [\"verify-server@", "\"depends_on\": [\"verify-server@x", "Y702"},
		{"\"id\": \"P2\", \"title\"", "\"id\": \"P7\", \"title\"", "Y703"},
		{"\"procedure\": \"require-ssl\"", "\"procedure\": \"require-tls\"", "Y705"},
		{"{\"id\": \"require-ssl\", \"action\": \"require-ssl\"",
			"{\"id\": \"require-ssl\", \"action\": \"require-tls\"", "Y705"},
		{"{\"id\": \"require-ssl\", \"action\": \"require-ssl\"",
			"{\"id\": \"bind-certificate\", \"action\": \"require-ssl\"", "Y705"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W8\"",
			"Y702"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P2\"", "Y702"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P88\", \"wave\": \"P88.W1\"",
			"Y702"},
		{"\"servers\": [\"e1.example.com\"", "\"servers\": [\"e8.example.com\"", "Y702"},
		{"{\"from\": \"e1.example.com\"", "{\"from\": \"e7.example.com\"", "Y702"},
	};
	char *json = paper_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = paper_edited(json, edits[i].before, edits[i].after);
		struct paper paper;

		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL(paper.status, WSP_OK);
		CU_ASSERT_FALSE(paper.statement->sound);
		CU_ASSERT_TRUE(
			paper_finds(&paper, edits[i].code, paper_line(damaged, edits[i].after)));
		if (!paper_finds(&paper, edits[i].code, paper_line(damaged, edits[i].after)))
			(void)fprintf(stderr, "  not found: %s\n", edits[i].after);
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

static void test_a_name_that_means_nothing_is_told_once(void)
{
	char *json = paper_of(planned_company);
	char *damaged = paper_with_line(json, "{\"id\": \"w1.example.com\"", 0);
	struct paper paper;

	paper_read(&paper, damaged);
	CU_ASSERT_EQUAL(paper_errors(&paper), 1);
	paper_release(&paper);
	free(damaged);
	free(json);
}

static void test_a_placeholder_outside_the_list_is_found_and_the_rest_is_judged(void)
{
	char *json = paper_of(planned_company);
	char *damaged = paper_edited(json, "works on <fqdn>", "works on <computer>");
	struct paper paper;

	paper_read(&paper, damaged);
	CU_ASSERT_EQUAL(paper.status, WSP_OK);
	CU_ASSERT_TRUE(paper.statement->sound);
	CU_ASSERT_EQUAL(paper_errors(&paper), 1);
	CU_ASSERT_TRUE(paper_finds(&paper, "Y705", paper_line(damaged, "<computer>")));
	paper_release(&paper);
	free(damaged);
	free(json);
}

static void test_what_is_no_plan_is_refused_with_a_reason(void)
{
	static const struct nonsense edits[] = {
		{"wsusplan.plan/1.0", "wsusplan.plan/2.0", "I019"},
		{"wsusplan.plan/1.0", "wsusplan.steps/1.0", "I018"},
		{"\"procedure\": \"require-ssl\"", "\"procedures\": \"require-ssl\"", "I018"},
		{"\"phase\": \"P1\"", "\"phase\": \"first\"", "I018"},
		{"\"steps\": [", "\"steps\": {", "I002"},
		{"\"kind\": \"sync\", \"https_from\": \"P2\", \"outage_minutes\": ",
			"\"kind\": \"sync\", \"https_from\": \"P2\", \"outage_minutes\": -",
			"I018"},
		{"\"https_from\": \"P", "\"https_from\": \"Q", "I018"},
	};
	char *json = paper_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = paper_edited(json, edits[i].before, edits[i].after);
		struct paper paper;

		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL(paper.status, WSP_INVALID);
		CU_ASSERT_TRUE_FATAL(paper_errors(&paper) > 0);
		CU_ASSERT_STRING_EQUAL(paper.diags.entry[0].diag.code, edits[i].code);
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

static void test_an_inventory_is_told_apart_from_a_plan_in_one_finding(void)
{
	struct paper paper;

	paper_read(&paper, "{\"wsusplan\": 1, \"servers\": [{\"fqdn\": \"a.example.com\"},"
			   " {\"fqdn\": \"b.example.com\"}]}");
	CU_ASSERT_EQUAL(paper.status, WSP_INVALID);
	CU_ASSERT_EQUAL(paper_errors(&paper), 1);
	CU_ASSERT_STRING_EQUAL(paper.diags.entry[0].diag.code, "I018");
	paper_release(&paper);
}

static void test_later_minor_versions_and_unknown_keys_are_read(void)
{
	char *json = paper_of(planned_company);
	char *later = paper_edited(json, "wsusplan.plan/1.0\",",
		"wsusplan.plan/1.9\", \"novelty\": {\"a\": [1, {}]},");
	char *step = paper_edited(later, "\"procedure\": \"require-ssl\"",
		"\"novelty\": [], \"procedure\": \"require-ssl\"");
	struct paper paper;

	paper_read(&paper, step);
	CU_ASSERT_EQUAL(paper.status, WSP_OK);
	CU_ASSERT_TRUE(paper.statement->sound);
	CU_ASSERT_EQUAL(paper_errors(&paper), 0);
	paper_release(&paper);
	free(step);
	free(later);
	free(json);
}

/* How many differences there are between two documents, the first in the role of the plan. */
static size_t differences(const char *plan, const char *other, struct paper *paper)
{
	struct paper files;
	size_t found;

	paper_read(paper, plan);
	paper_read(&files, other);
	CU_ASSERT_EQUAL_FATAL(paper->status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(files.status, WSP_OK);
	found = wsp_statement_compare(paper->statement, &files.statement->topo);
	paper_release(&files);
	return found;
}

static void test_every_kind_of_fact_is_compared(void)
{
	static const struct {
		const char *before, *after;
	} edits[] = {
		{"\"clients\": 300", "\"clients\": 301"},
		{"\"http_port\": 80,", "\"http_port\": 8080,"},
		{"\"mode\": \"replica\"", "\"mode\": \"autonomous\""},
		{"\"lead\": \"3d\"", "\"lead\": \"4d\""},
		{"\"thumbprint\": \"0A1B", "\"thumbprint\": \"1A1B"},
		{"\"aliases\": [\"updates.example.com\", \"wsus-east\"]",
			"\"aliases\": [\"updates.example.com\"]"},
		{"\"clients_by\": \"none\"", "\"clients_by\": \"local\""},
		{", \"roles\": [\"print-server\"]", ""},
		{"\"upstream\": \"west.example.com\"", "\"upstream\": \"east.example.com\""},
		{"\"operators\": 2, \"servers_per_window\": 2",
			"\"operators\": 2, \"servers_per_window\": 3"},
		{"\"failed_switches\": \"12.5%\"", "\"failed_switches\": \"12%\""},
		{"\"restart-server\": \"20m\"", "\"restart-server\": \"21m\""},
		{"\"duration\": \"5h\"", "\"duration\": \"6h\""},
		{"\"timezone\": \"Europe/Paris\"", "\"timezone\": \"Europe/Rome\""},
		{"\"timezone\": \"Europe/Amsterdam\"", "\"timezone\": \"Europe/Berlin\""},
	};

	char *json = paper_of(planned_company);
	struct paper paper;

	CU_ASSERT_EQUAL(differences(json, json, &paper), 0);
	CU_ASSERT_EQUAL(paper_errors(&paper), 0);
	paper_release(&paper);
	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *other = paper_edited(json, edits[i].before, edits[i].after);

		CU_ASSERT_EQUAL(differences(json, other, &paper), 1);
		CU_ASSERT_EQUAL(paper.diags.n, 1);
		if (paper.diags.n == 1) {
			CU_ASSERT_STRING_EQUAL(paper.diags.entry[0].diag.code, "Y701");
			CU_ASSERT_EQUAL(paper.diags.entry[0].place.line == 0 ||
						paper.diags.entry[0].place.line ==
							paper_line(json, edits[i].before),
				true);
		} else {
			(void)fprintf(stderr, "  not one finding: %s\n", edits[i].before);
		}
		paper_release(&paper);
		free(other);
	}
	free(json);
}

static void test_what_one_side_lacks_is_found_on_the_other(void)
{
	char *json = paper_of(planned_company);
	char *fewer = paper_edited(json,
		"\"windows\": [{\"name\": \"night \\\"A\\\"\", \"duration\": \"5h\"}]",
		"\"windows\": []");
	struct paper paper;

	CU_ASSERT_EQUAL(differences(json, fewer, &paper), 1);
	CU_ASSERT_TRUE(paper_finds(&paper, "Y701", paper_line(json, "\"windows\"")));
	paper_release(&paper);
	CU_ASSERT_EQUAL(differences(fewer, json, &paper), 1);
	paper_release(&paper);
	free(fewer);
	free(json);
}

static void test_shared_work_is_known_by_its_encoded_name(void)
{
	char *json = paper_of(planned_company);
	char *with = paper_edited(json, "  \"links\": [",
		"  \"shared\": [{\"id\": \"point-clients@GPO%20Desk%2FTop\", \"members\": "
		"[\"e1.example.com\", \"e2.example.com\"]}],\n  \"links\": [");
	char *step = paper_edited(with, "  \"steps\": [\n",
		"  \"steps\": [\n{\"id\": \"point-clients@GPO%20Desk%2FTop\", \"procedure\": "
		"\"point-clients-gpo\", \"phase\": \"P0\", \"wave\": null, \"depends_on\": []},\n");
	struct paper paper;

	paper_read(&paper, step);
	CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(paper.statement->n_shared, 1);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
	CU_ASSERT_EQUAL(paper.statement->step[0].shared, 0);
	CU_ASSERT_STRING_EQUAL(
		wsp_topology_fqdn(paper.statement->claims.topo, paper.statement->step[0].server),
		"e1.example.com");
	CU_ASSERT_EQUAL(paper.statement->claims.shared[0].n_members, 2);
	CU_ASSERT_TRUE(paper.statement->claims.shared[0].policy);
	CU_ASSERT_EQUAL(paper.statement->claims.shared[0].object, UINT32_MAX);
	paper_release(&paper);
	free(step);
	free(with);
	free(json);
}

static void test_every_invariant_is_a_rule_of_the_verdict(void)
{
	for (size_t i = 0; wsp_invariants[i]; i++) {
		size_t row = 0;

		while (row < WSP_N_VERDICT_RULES &&
			(!wsp_verdict_rules[row].invariant ||
				strcmp(wsp_verdict_rules[row].invariant, wsp_invariants[i]) != 0))
			row++;
		CU_ASSERT_TRUE(row < WSP_N_VERDICT_RULES);
		if (row == WSP_N_VERDICT_RULES)
			(void)fprintf(stderr, "  no rule: %s\n", wsp_invariants[i]);
	}
	for (size_t row = 0; row < WSP_N_VERDICT_RULES; row++) {
		const char *invariant = wsp_verdict_rules[row].invariant;

		CU_ASSERT_TRUE(!invariant || wsp_invariant_title(invariant) != NULL);
		CU_ASSERT_EQUAL(wsp_rules[wsp_verdict_rules[row].rule].severity, WSP_ERROR);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"names without a meaning are found at their lines",
			test_names_without_a_meaning_are_found_at_their_lines},
		{"a name that means nothing is told once",
			test_a_name_that_means_nothing_is_told_once},
		{"a placeholder outside the list is found and the rest is judged",
			test_a_placeholder_outside_the_list_is_found_and_the_rest_is_judged},
		{"what is no plan is refused with a reason",
			test_what_is_no_plan_is_refused_with_a_reason},
		{"an inventory is told apart from a plan in one finding",
			test_an_inventory_is_told_apart_from_a_plan_in_one_finding},
		{"later minor versions and unknown keys are read",
			test_later_minor_versions_and_unknown_keys_are_read},
		{"every kind of fact is compared", test_every_kind_of_fact_is_compared},
		{"what one side lacks is found on the other",
			test_what_one_side_lacks_is_found_on_the_other},
		{"shared work is known by its encoded name",
			test_shared_work_is_known_by_its_encoded_name},
		{"every invariant is a rule of the verdict",
			test_every_invariant_is_a_rule_of_the_verdict},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("claims_findings", tests);
}
