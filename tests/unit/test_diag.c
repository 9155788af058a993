#include "base/diag.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "runner.h"
#include "torture.h"

static const struct wsp_rule error_rule = {.code = "T001", .severity = WSP_ERROR, .hint = "mend"};
static const struct wsp_rule warning_rule = {
	.code = "T002", .severity = WSP_WARNING, .finding_class = WSP_CLASS_ESTATE};

static struct wsp_place at(wsp_file_id file, uint32_t line, uint16_t column)
{
	return (struct wsp_place){.file = file, .line = line, .column = column};
}

static void test_a_finding_carries_its_rule_and_place(void)
{
	struct wsp_diags *diags = wsp_diags_create();

	CU_ASSERT_PTR_NOT_NULL_FATAL(diags);

	char name[] = "fleet.yaml", hint[] = "write a name";
	wsp_file_id file = wsp_diags_add_file(diags, name);

	wsp_diags_add(diags, &error_rule, at(file, 12, 5), NULL, "\"%s\" has %d", "ams01", 3);
	wsp_diags_add(diags, &warning_rule, at(0, 0, 0), hint, "other");
	memset(name, 'x', sizeof(name) - 1); /* the list keeps copies */
	memset(hint, 'x', sizeof(hint) - 1);

	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(diags), 2);

	const struct wsp_diag *first = wsp_diags_get(diags, 0), *second = wsp_diags_get(diags, 1);

	CU_ASSERT_STRING_EQUAL(first->code, "T001");
	CU_ASSERT_STRING_EQUAL(first->message, "\"ams01\" has 3");
	CU_ASSERT_STRING_EQUAL(first->hint, "mend");
	CU_ASSERT_STRING_EQUAL(first->where.source, "fleet.yaml");
	CU_ASSERT_EQUAL(first->where.line, 12);
	CU_ASSERT_EQUAL(first->where.column, 5);
	CU_ASSERT_EQUAL(first->severity, WSP_ERROR);
	CU_ASSERT_EQUAL(second->finding_class, WSP_CLASS_ESTATE);
	CU_ASSERT_STRING_EQUAL(second->hint, "write a name");
	CU_ASSERT_PTR_NULL(second->where.source);
	CU_ASSERT_PTR_NULL(wsp_diags_get(diags, 2));
	wsp_diags_free(diags);
	wsp_diags_free(NULL);
}

static void test_beyond_200_findings_are_only_counted(void)
{
	struct wsp_diags diags;
	const char *code = NULL;
	size_t dropped = 0;

	wsp_diags_init(&diags);
	for (int i = 0; i < 200; i++)
		wsp_diags_add(&diags, &warning_rule, at(0, 0, 0), NULL, "%d", i);
	CU_ASSERT_FALSE(wsp_diags_dropped(&diags, 0, &code, &dropped));
	for (int i = 0; i < 300; i++)
		wsp_diags_add(&diags, &error_rule, at(0, 0, 0), NULL, "%d", i);
	wsp_diags_add(&diags, &warning_rule, at(0, 0, 0), NULL, "one more");

	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 400);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&diags, WSP_ERROR), 300);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&diags, WSP_WARNING), 201);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&diags, WSP_NOTE), 0);
	CU_ASSERT(wsp_diags_dropped(&diags, 0, &code, &dropped));
	CU_ASSERT_STRING_EQUAL(code, "T002");
	CU_ASSERT_EQUAL(dropped, 1);
	CU_ASSERT(wsp_diags_dropped(&diags, 1, &code, &dropped));
	CU_ASSERT_STRING_EQUAL(code, "T001");
	CU_ASSERT_EQUAL(dropped, 100);
	CU_ASSERT_FALSE(wsp_diags_dropped(&diags, 2, &code, &dropped));
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&diags, 399)->message, "199");
	wsp_diags_release(&diags);
}

static void test_only_errors_are_errors(void)
{
	struct wsp_diags diags;

	wsp_diags_init(&diags);
	wsp_diags_add(&diags, &warning_rule, at(0, 0, 0), NULL, "a");
	CU_ASSERT_FALSE(wsp_diags_has_errors(&diags));
	wsp_diags_add(&diags, &error_rule, at(0, 0, 0), NULL, "b");
	CU_ASSERT(wsp_diags_has_errors(&diags));
	wsp_diags_release(&diags);
}

static void test_sorting_is_by_place_and_stable(void)
{
	static const struct {
		struct wsp_place place;
		const char *message;
	} row[] = {
		{{.line = 0}, "i"},
		{{.file = 2, .line = 1, .column = 1}, "g"},
		{{.file = 1, .line = 70000, .column = 1}, "f"},
		{{.file = 1, .line = 2, .column = 9}, "d"},
		{{.file = 1, .line = 2, .column = 3}, "b"},
		{{.file = 1, .line = 2, .column = 9}, "e"},
		{{.file = 1, .line = 0}, "a"},
		{{.file = 2, .line = 1, .column = 1}, "h"},
		{{.file = 1, .line = 2, .column = 3}, "c"},
		{{.line = 0}, "j"},
	};
	struct wsp_diags diags;
	char order[WSP_COUNT(row) + 1] = "";

	wsp_diags_init(&diags);
	wsp_diags_add_file(&diags, "one");
	wsp_diags_add_file(&diags, "two");
	wsp_diags_sort(&diags);
	for (size_t i = 0; i < WSP_COUNT(row); i++)
		wsp_diags_add(&diags, i % 2 ? &error_rule : &warning_rule, row[i].place, NULL, "%s",
			row[i].message);
	wsp_diags_sort(&diags);
	wsp_diags_sort(&diags);
	for (size_t i = 0; i < WSP_COUNT(row); i++)
		order[i] = wsp_diags_get(&diags, i)->message[0];
	CU_ASSERT_STRING_EQUAL(order, "abcdefghij");
	wsp_diags_release(&diags);
}

static void test_a_place_is_told_as_far_as_it_is_known(void)
{
	struct wsp_diags diags;

	wsp_diags_init(&diags);

	wsp_file_id file = wsp_diags_add_file(&diags, "a.yaml");

	CU_ASSERT_STRING_EQUAL(wsp_diags_place_text(&diags, at(file, 12, 5)), "a.yaml:12:5");
	CU_ASSERT_STRING_EQUAL(wsp_diags_place_text(&diags, at(file, 12, 0)), "a.yaml:12");
	CU_ASSERT_STRING_EQUAL(wsp_diags_place_text(&diags, at(file, 0, 0)), "a.yaml");
	CU_ASSERT_STRING_EQUAL(wsp_diags_place_text(&diags, at(0, 0, 0)), "");
	wsp_diags_release(&diags);
}

static void test_more_files_than_numbers_have_no_name(void)
{
	struct wsp_diags diags;

	wsp_diags_init(&diags);
	for (int i = 1; i <= WSP_FILES_MAX; i++)
		CU_ASSERT_EQUAL(wsp_diags_add_file(&diags, "f"), i);
	CU_ASSERT_EQUAL(wsp_diags_add_file(&diags, "f"), 0);
	CU_ASSERT_FALSE(diags.failed);
	wsp_diags_release(&diags);
}

static void test_a_copy_lives_on_its_own(void)
{
	struct wsp_diags from, to;
	const char *code = NULL;
	size_t dropped = 0;

	wsp_diags_init(&from);
	wsp_diags_init(&to);

	wsp_file_id file = wsp_diags_add_file(&from, "fleet.yaml");

	wsp_diags_add(&from, &warning_rule, at(file, 9, 2), "own hint", "last %d%%", 5);
	for (uint32_t i = 0; i < 203; i++)
		wsp_diags_add(&from, &error_rule, at(file, 1 + i / 100, 1), NULL, "%u", i);
	wsp_diags_sort(&from);
	CU_ASSERT(wsp_diags_copy(&to, &from));
	wsp_diags_release(&from);

	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(&to), 201);
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&to, 0)->message, "0");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&to, 0)->hint, "mend");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&to, 200)->message, "last 5%");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&to, 200)->hint, "own hint");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&to, 200)->where.source, "fleet.yaml");
	CU_ASSERT_EQUAL(wsp_diags_get(&to, 200)->where.line, 9);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&to, WSP_ERROR), 203);
	CU_ASSERT(wsp_diags_dropped(&to, 0, &code, &dropped));
	CU_ASSERT_EQUAL(dropped, 3);
	wsp_diags_release(&to);
}

static bool make_findings(void *context)
{
	struct wsp_diags *diags = wsp_diags_create();

	(void)context;
	if (!diags)
		return false;

	wsp_file_id file = wsp_diags_add_file(diags, "fleet.yaml");

	for (uint32_t i = 0; i < 40; i++) {
		const char *where = wsp_diags_place_text(diags, at(file, i, 1));

		wsp_diags_add(diags, &error_rule, at(file, i, 1), "hint", "seen at %s", where);
	}
	wsp_diags_sort(diags);
	for (size_t i = 0; i < wsp_diags_count(diags); i++) {
		CU_ASSERT_PTR_NOT_NULL(wsp_diags_get(diags, i)->message);
		CU_ASSERT_PTR_NOT_NULL(wsp_diags_get(diags, i)->hint);
	}

	struct wsp_diags copy;

	wsp_diags_init(&copy);

	bool whole = wsp_diags_copy(&copy, diags);

	CU_ASSERT(!whole || wsp_diags_count(&copy) == 40);
	CU_ASSERT(whole || copy.failed);
	wsp_diags_release(&copy);
	CU_ASSERT(!whole || wsp_diags_count(diags) == 40);
	wsp_diags_free(diags);
	return whole;
}

static void test_no_memory_is_remembered(void)
{
	CU_ASSERT(wsp_torture(make_findings, NULL) > 20);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a finding carries its rule and place", test_a_finding_carries_its_rule_and_place},
		{"beyond 200 findings of a rule are only counted",
			test_beyond_200_findings_are_only_counted},
		{"only errors are errors", test_only_errors_are_errors},
		{"sorting is by place and stable", test_sorting_is_by_place_and_stable},
		{"a place is told as far as it is known",
			test_a_place_is_told_as_far_as_it_is_known},
		{"more files than numbers have no name", test_more_files_than_numbers_have_no_name},
		{"a copy lives on its own", test_a_copy_lives_on_its_own},
		{"no memory is remembered", test_no_memory_is_remembered},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("diag", tests);
}
