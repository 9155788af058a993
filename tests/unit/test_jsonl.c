#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>
#include <jansson.h>

#include "planned.h"
#include "runner.h"
#include "torture.h"

/* The lines as a list; every line is one object of its own. */
static json_t *lines_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	json_t *list = json_array();
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	text = written(plan, wsp_write_jsonl);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (const char *line = text; *line;) {
		const char *end = strchr(line, '\n');
		json_t *object;

		CU_ASSERT_PTR_NOT_NULL_FATAL(end);
		object = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
		CU_ASSERT_PTR_NOT_NULL_FATAL(object);
		CU_ASSERT_EQUAL(json_array_append_new(list, object), 0);
		line = end + 1;
	}
	CU_ASSERT_EQUAL(json_array_size(list), plan->n_steps + 1);
	free(text);
	wsp_plan_free(plan);
	return list;
}

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "(none)";
}

static const json_t *step_called(const json_t *lines, const char *id)
{
	size_t i;
	json_t *line;

	json_array_foreach(lines, i, line)
	{
		if (strcmp(text_at(line, "id"), id) == 0)
			return line;
	}
	CU_FAIL("no such step");
	return NULL;
}

/* Whether any string of the list `key` has `part` in it. */
static bool list_has(const json_t *step, const char *key, const char *part)
{
	size_t i;
	json_t *text;

	json_array_foreach(json_object_get(step, key), i, text)
	{
		if (strstr(json_string_value(text), part))
			return true;
	}
	return false;
}

static void test_the_first_line_names_the_format(void)
{
	json_t *lines = lines_of(planned_company);
	const json_t *version = json_array_get(lines, 0);

	CU_ASSERT_STRING_EQUAL(text_at(version, "type"), "version");
	CU_ASSERT_STRING_EQUAL(text_at(version, "format"), "wsusplan.steps/1.0");
	for (size_t i = 1; i < json_array_size(lines); i++)
		CU_ASSERT_STRING_EQUAL(text_at(json_array_get(lines, i), "type"), "step");
	json_decref(lines);
}

static void test_a_step_stands_alone(void)
{
	json_t *lines = lines_of(planned_company);
	const json_t *step = step_called(lines, "switch-sync@e1.example.com");
	const json_t *waits = json_object_get(step, "depends_on");

	CU_ASSERT_STRING_EQUAL(text_at(step, "action"), "switch-sync");
	CU_ASSERT_STRING_EQUAL(text_at(step, "server"), "e1.example.com");
	CU_ASSERT_STRING_EQUAL(text_at(step, "upstream"), "east.example.com");
	CU_ASSERT_STRING_EQUAL(text_at(step, "phase"), "P2");
	CU_ASSERT_STRING_EQUAL(text_at(step, "wave"), "P2.W1");
	CU_ASSERT_EQUAL_FATAL(json_array_size(waits), 1);
	CU_ASSERT_STRING_EQUAL(
		json_string_value(json_array_get(waits, 0)), "verify-server@east.example.com");
	CU_ASSERT_STRING_EQUAL(text_at(step, "shell"), "powershell");
	CU_ASSERT_TRUE(list_has(step, "commands", "east.example.com"));
	CU_ASSERT_TRUE(list_has(step, "commands", "8531"));
	json_decref(lines);
}

static void test_every_placeholder_is_filled_but_the_unknown(void)
{
	static const char *const lists[] = {"commands", "checks", "back_out"};
	json_t *lines = lines_of(planned_company);

	for (size_t i = 1; i < json_array_size(lines); i++) {
		const json_t *step = json_array_get(lines, i);

		for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
			CU_ASSERT_FALSE(list_has(step, lists[k], "<fqdn>"));
			CU_ASSERT_FALSE(list_has(step, lists[k], "<https_port>"));
			CU_ASSERT_FALSE(list_has(step, lists[k], "<http_port>"));
		}
	}
	CU_ASSERT_TRUE(list_has(step_called(lines, "bind-certificate@east.example.com"), "commands",
		"0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"));
	CU_ASSERT_TRUE(list_has(
		step_called(lines, "bind-certificate@e1.example.com"), "commands", "<thumbprint>"));
	json_decref(lines);
}

static void test_preparation_has_no_wave(void)
{
	json_t *lines = lines_of(planned_company);
	const json_t *step = step_called(lines, "open-firewall@root.example.com");

	CU_ASSERT_STRING_EQUAL(text_at(step, "phase"), "P0");
	CU_ASSERT_TRUE(json_is_null(json_object_get(step, "wave")));
	CU_ASSERT_PTR_NULL(json_object_get(step, "start_minute"));
	json_decref(lines);
}

static bool write_without_memory(void *context)
{
	struct wsp_text out = {0};
	bool written_all;

	wsp_write_jsonl(context, &out);
	written_all = !out.failed;
	wsp_text_release(&out);
	return written_all;
}

static void test_lack_of_memory_is_told(void)
{
	struct wsp_plan *plan = planned(planned_begun);

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	CU_ASSERT_TRUE(wsp_torture(write_without_memory, plan) > 0);
	wsp_plan_free(plan);
}

static CU_TestInfo jsonl_tests[] = {
	{"the first line names the format", test_the_first_line_names_the_format},
	{"a step stands alone", test_a_step_stands_alone},
	{"every placeholder is filled but the unknown",
		test_every_placeholder_is_filled_but_the_unknown},
	{"the preparation has no wave", test_preparation_has_no_wave},
	{"lack of memory is told", test_lack_of_memory_is_told},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("jsonl", jsonl_tests);
}
