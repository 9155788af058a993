#include <stdlib.h>
#include <string.h>

#include "model/rule.h"
#include "runner.h"

static const char series_order[] = "ITPCVOMKDFHY";

static void test_every_row_has_its_code_and_all_its_texts(void)
{
	static const char *const codes[] = {
#define CODE(code) #code,
		WSP_RULE_LIST(CODE)
#undef CODE
	};

	for (size_t i = 0; i < WSP_N_RULES; i++) {
		const struct wsp_rule *rule = &wsp_rules[i];

		CU_ASSERT_PTR_NOT_NULL_FATAL(rule->code);
		CU_ASSERT_STRING_EQUAL(rule->code, codes[i]);
		CU_ASSERT_FATAL(rule->title && rule->explain && rule->hint && rule->source);
		CU_ASSERT(strlen(rule->title) >= 8);
		CU_ASSERT(strlen(rule->explain) >= 80);
		CU_ASSERT(strlen(rule->hint) >= 8);
		CU_ASSERT(strlen(rule->source) >= 8);
	}
}

static void test_rows_are_ordered_by_series_and_number_without_duplicates(void)
{
	for (size_t i = 1; i < WSP_N_RULES; i++) {
		const char *before = wsp_rules[i - 1].code, *code = wsp_rules[i].code;
		const char *series_before = strchr(series_order, before[0]);
		const char *series = strchr(series_order, code[0]);

		CU_ASSERT_FATAL(series_before && series);
		CU_ASSERT(series_before <= series);
		if (series_before == series)
			CU_ASSERT(strtoul(before + 1, NULL, 10) < strtoul(code + 1, NULL, 10));
	}
}

static void test_only_findings_about_input_or_plan_are_errors(void)
{
	for (size_t i = 0; i < WSP_N_RULES; i++) {
		if (wsp_rules[i].finding_class == WSP_CLASS_ESTATE)
			CU_ASSERT(wsp_rules[i].severity < WSP_ERROR);
	}
}

static void test_titles_and_hints_are_one_line_without_full_stop(void)
{
	for (size_t i = 0; i < WSP_N_RULES; i++) {
		const struct wsp_rule *rule = &wsp_rules[i];

		CU_ASSERT_PTR_NULL(strchr(rule->explain, '\n'));
		CU_ASSERT(rule->explain[strlen(rule->explain) - 1] == '.');
		CU_ASSERT(rule->title[strlen(rule->title) - 1] != '.');
		CU_ASSERT(rule->hint[strlen(rule->hint) - 1] != '.');
		CU_ASSERT(rule->source[strlen(rule->source) - 1] != '.');
		CU_ASSERT_PTR_NULL(strpbrk(rule->title, "|\n"));
	}
}

static void test_codes_are_found_in_any_case_and_nothing_else_is(void)
{
	CU_ASSERT_PTR_EQUAL(wsp_rule_find("T005"), WSP_RULE(T005));
	CU_ASSERT_PTR_EQUAL(wsp_rule_find("t005"), WSP_RULE(T005));
	CU_ASSERT_PTR_EQUAL(wsp_rule_find("F017"), WSP_RULE(F017));
	CU_ASSERT_PTR_NULL(wsp_rule_find(""));
	CU_ASSERT_PTR_NULL(wsp_rule_find("T00"));
	CU_ASSERT_PTR_NULL(wsp_rule_find("T0055"));
	CU_ASSERT_PTR_NULL(wsp_rule_find("T009"));
}

static void test_the_reference_has_a_section_and_a_table_row_for_every_code(void)
{
	struct wsp_text text = {0};
	const char *page;

	wsp_rules_reference(&text);
	CU_ASSERT_FALSE_FATAL(text.failed);
	page = wsp_text_get(&text);
	for (size_t i = 0; i < WSP_N_RULES; i++) {
		struct wsp_text line = {0};

		wsp_text_addf(&line, "\n### %s: %s\n\n%s\n", wsp_rules[i].code, wsp_rules[i].title,
			wsp_rules[i].explain);
		CU_ASSERT_PTR_NOT_NULL(strstr(page, wsp_text_get(&line)));
		wsp_text_clear(&line);
		wsp_text_addf(&line, "\n| %s | ", wsp_rules[i].code);
		CU_ASSERT_PTR_NOT_NULL(strstr(page, wsp_text_get(&line)));
		wsp_text_release(&line);
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(page, "\n## Checked on the servers instead\n"));
	wsp_text_release(&text);
}

static CU_TestInfo tests[] = {
	{"every row has its code and all its texts", test_every_row_has_its_code_and_all_its_texts},
	{"rows are ordered by series and number, without duplicates",
		test_rows_are_ordered_by_series_and_number_without_duplicates},
	{"only findings about input or plan are errors",
		test_only_findings_about_input_or_plan_are_errors},
	{"titles and hints are one line without full stop",
		test_titles_and_hints_are_one_line_without_full_stop},
	{"codes are found in any case, and nothing else is",
		test_codes_are_found_in_any_case_and_nothing_else_is},
	{"the reference has a section and a table row for every code",
		test_the_reference_has_a_section_and_a_table_row_for_every_code},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("rule", tests);
}
