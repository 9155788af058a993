/* Claims: where a document contradicts its own steps, the finding stands where it says so. */
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/array.h"
#include "paper.h"
#include "planned.h"
#include "runner.h"

/* An edit of planned_company after which the finding stands at the line of `after`. */
struct nonsense {
	const char *before, *after, *code;
};

static void test_contradictions_are_found_where_the_document_says_them(void)
{
	static const struct nonsense edits[] = {
		{"\"servers\": 6,", "\"servers\": 5,", "Y706"},
		{"\"to_switch\": 5,", "\"to_switch\": 4,", "Y706"},
		{"\"requested\": \"bottom-up\"", "\"requested\": \"auto\"", "Y706"},
		{"\"cutover\": \"article\", \"reason", "\"cutover\": \"overlap\", \"reason",
			"Y706"},
		{"\"operators\": 2, \"trees", "\"operators\": 3, \"trees", "Y706"},
		{"\"to_convert\": 6,", "\"to_convert\": 7,", "Y706"},
		{"\"servers\": [\"e1.example.com\", ", "\"servers\": [\"w1.example.com\", ",
			"Y706"},
		{"\"depends_on\": []}", "\"depends_on\": [\"verify-server@root.example.com\"]}",
			"Y704"},
		{"{\"from\": \"e1.example.com\", \"to\": \"east",
			"{\"from\": \"e1.example.com\", \"to\": \"west", "Y706"},
		{"{\"from\": \"e1.example.com\", \"to\": \"east.example.com\", \"kind\": \"sync\"",
			"{\"from\": \"e1.example.com\", \"to\": \"east.example.com\", "
			"\"kind\": \"sink\"",
			"Y706"},
	};
	char *json = paper_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = paper_edited(json, edits[i].before, edits[i].after);
		struct paper paper;

		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
		CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
		CU_ASSERT_TRUE(wsp_statement_reconcile(paper.statement) > 0);
		CU_ASSERT_TRUE(
			paper_finds(&paper, edits[i].code, paper_line(damaged, edits[i].after)));
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

/* Without what the first switch, or the first conversion, waits for. */
static void test_what_a_step_needs_is_waited_for(void)
{
	static const char *const steps[] = {
		"{\"id\": \"switch-sync@e1.example.com\"",
		"{\"id\": \"require-ssl@root.example.com\"",
	};
	static const char waits[] = "\"depends_on\": [";
	char *json = paper_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(steps); i++) {
		char *damaged = paper_edited(json, steps[i], steps[i]);
		char *list = strstr(strstr(damaged, steps[i]), waits) + strlen(waits);
		struct paper paper;

		memset(list, ' ', strcspn(list, "]"));
		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
		CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
		CU_ASSERT_EQUAL(wsp_statement_reconcile(paper.statement), 1 + i);
		CU_ASSERT_TRUE(paper_finds(&paper, "Y704", paper_line(damaged, steps[i])));
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

static void test_each_link_is_there_once(void)
{
	static const int times[] = {0, 2};
	char *json = paper_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(times); i++) {
		char *damaged = paper_with_line(json, "{\"from\": \"e1.example.com\"", times[i]);
		struct paper paper;

		paper_read(&paper, damaged);
		CU_ASSERT_EQUAL_FATAL(paper.status, WSP_OK);
		CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(paper.statement, NULL), WSP_OK);
		CU_ASSERT_EQUAL(wsp_statement_reconcile(paper.statement), 1);
		CU_ASSERT_TRUE(paper_finds(&paper, "Y706",
			times[i] == 0 ? paper_line(damaged, "{\"id\": \"e1.example.com\"")
				      : paper_line(damaged, "{\"from\": \"e1.example.com\"") + 1));
		paper_release(&paper);
		free(damaged);
	}
	free(json);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"contradictions are found where the document says them",
			test_contradictions_are_found_where_the_document_says_them},
		{"what a step needs is waited for", test_what_a_step_needs_is_waited_for},
		{"each link is there once", test_each_link_is_there_once},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("claims_contradictions", tests);
}
