#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/array.h"
#include "model/rule.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

static void write_plain_summary(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_write_summary(plan, false, out);
}

static void (*const formats[])(const struct wsp_plan *plan, struct wsp_text *out) = {wsp_write_json,
	wsp_write_jsonl, wsp_write_csv, wsp_write_markdown, wsp_write_dot, write_plain_summary,
	wsp_write_identity};

static void expect_same_bytes(const struct wsp_plan *plan, const struct wsp_plan *again)
{
	for (size_t i = 0; i < WSP_COUNT(formats); i++) {
		char *first = written(plan, formats[i]);
		char *second = written(again, formats[i]);

		CU_ASSERT_PTR_NOT_NULL_FATAL(first);
		CU_ASSERT_PTR_NOT_NULL_FATAL(second);
		CU_ASSERT_STRING_EQUAL(first, second);
		free(first);
		free(second);
	}
}

static void expect_round_trip(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	struct wsp_plan *again = NULL;
	struct wsp_diags diags = {0};
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	if (stored(json, strlen(json), &diags, &again) != WSP_OK)
		(void)fprintf(
			stderr, "  %s\n", diags.n ? diags.entry[0].diag.message : "no finding");
	CU_ASSERT_EQUAL(diags.n, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(again);
	expect_same_bytes(plan, again);
	wsp_diags_release(&diags);
	wsp_plan_free(plan);
	wsp_plan_free(again);
	free(json);
}

static void test_every_format_is_the_same_from_a_stored_plan(void)
{
	expect_round_trip(planned_company);
	expect_round_trip(
		"servers: [{fqdn: only.example.com, upstream: offline, mode: autonomous}]\n");
}

static void test_repairs_and_left_out_servers_survive(void)
{
	expect_round_trip(planned_begun);
}

static void test_a_plan_without_work_survives(void)
{
	expect_round_trip("servers: [{fqdn: done.example.com, upstream: microsoft-update, mode: "
			  "autonomous, state: {https: configured, clients_https: all}}]\n");
}

static void test_findings_beyond_those_kept_are_still_counted(void)
{
	struct wsp_text yaml = {0};

	wsp_text_adds(&yaml, "policy: {default_window: 500h}\nservers:\n"
			     "  - {fqdn: root.example.com, upstream: microsoft-update, mode: "
			     "autonomous}\n");
	for (unsigned i = 0; i < 230; i++)
		wsp_text_addf(&yaml,
			"  - {fqdn: s%u.example.com, upstream: root, mode: replica, patched: "
			"false}\n",
			i);
	expect_round_trip(wsp_text_get(&yaml));
	wsp_text_release(&yaml);
}

/* Read `json` with the first `from` in it replaced by `to`, and expect one finding at least. */
static void expect_refused(
	const char *json, const char *from, const char *to, const struct wsp_rule *rule)
{
	const char *at = strstr(json, from);
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;
	struct wsp_text text = {0};
	bool found = false;

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	wsp_text_add(&text, json, (size_t)(at - json));
	wsp_text_adds(&text, to);
	wsp_text_adds(&text, at + strlen(from));
	CU_ASSERT_EQUAL(stored(wsp_text_get(&text), text.length, &diags, &plan), WSP_INVALID);
	for (size_t i = 0; i < diags.n; i++)
		found = found || diags.entry[i].rule == rule;
	CU_ASSERT_TRUE(found);
	if (!found)
		(void)fprintf(stderr, "  %s -> %s: %s\n", from, to,
			diags.n ? diags.entry[0].diag.message : "no finding");
	wsp_text_release(&text);
	wsp_diags_release(&diags);
}

static char *company_json(void)
{
	struct wsp_plan *plan = planned(planned_company);
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	return json;
}

static void test_what_is_no_plan_is_refused(void)
{
	char *json = company_json();

	expect_refused(json, "wsusplan.plan/1.0", "wsusplan.steps/1.0", WSP_RULE(I018));
	expect_refused(json, "\"wsusplan.plan/1.0\"", "1", WSP_RULE(I018));
	expect_refused(json, "wsusplan.plan/1.0", "wsusplan.plan/2.0", WSP_RULE(I019));
	expect_refused(json, "\"format\": ", "\"form\": ", WSP_RULE(I018));
	expect_refused(json, "\"strategy\": {", "\"tactics\": {", WSP_RULE(I018));
	expect_refused(json, "\"summary\": {", "\"summary\": [], \"more\": {", WSP_RULE(I018));
	expect_refused(
		json, "\"today\": \"2026-06-15\"", "\"today\": \"tomorrow\"", WSP_RULE(I018));
	expect_refused(json, "\"servers\": 6", "\"servers\": 7", WSP_RULE(I018));
	expect_refused(json, "\"servers\": 6", "\"servers\": \"6\"", WSP_RULE(I018));
	expect_refused(json, "\"steps\": ", "\"steps\": 1", WSP_RULE(I018));
	free(json);
}

static void test_minor_versions_and_unknown_keys_are_read(void)
{
	char *json = company_json();
	struct wsp_text text = {0};
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;
	const char *rest = strstr(json, "plan/1.0") + strlen("plan/1.0");

	wsp_text_adds(&text, "{\"later\": {\"a\": [1]},\n\"format\": \"wsusplan.plan/1.7");
	wsp_text_adds(&text, rest);
	CU_ASSERT_EQUAL(stored(wsp_text_get(&text), text.length, &diags, &plan), WSP_OK);
	wsp_plan_free(plan);
	wsp_diags_release(&diags);
	wsp_text_release(&text);
	free(json);
}

static void test_contradictions_are_damage(void)
{
	char *json = company_json();

	expect_refused(
		json, "\"status\": \"convert\"", "\"status\": \"converted\"", WSP_RULE(I018));
	expect_refused(json, "\"phase\": \"P4\"", "\"phase\": \"P4294967295\"", WSP_RULE(I018));
	expect_refused(json, "\"phase\": \"P4\"", "\"phase\": \"4\"", WSP_RULE(I018));
	expect_refused(json, "\"wave\": \"P4.W1\"", "\"wave\": \"P4.W9\"", WSP_RULE(I018));
	expect_refused(json, "\"wave\": \"P4.W1\"", "\"wave\": null", WSP_RULE(I018));
	expect_refused(json, "{\"id\": \"P2\"", "{\"id\": \"P3\"", WSP_RULE(I018));
	expect_refused(json, "{\"id\": \"P2.W1\"", "{\"id\": \"P1.W1\"", WSP_RULE(I018));
	expect_refused(json, "\"waves\": [{", "\"waves\": [], \"more\": [{", WSP_RULE(I018));
	expect_refused(
		json, "\"action\": \"back-up\"", "\"action\": \"back-down\"", WSP_RULE(I018));
	expect_refused(json, "{\"id\": \"back-up@", "{\"id\": \"back-up-", WSP_RULE(I018));
	expect_refused(json, "{\"id\": \"back-up@", "{\"id\": \"back-up@x.", WSP_RULE(I018));
	expect_refused(json, "{\"id\": \"back-up@",
		"{\"id\": \"switch-sync@root.example.com\", \"x\": \"", WSP_RULE(I018));
	free(json);
}

static void test_the_inventory_inside_is_checked(void)
{
	char *json = company_json();

	expect_refused(json, "\"upstream\": \"east.example.com\"",
		"\"upstream\": \"north.example.com\"", WSP_RULE(T002));
	expect_refused(json, "\"https_port\": 8531", "\"https_port\": 85310", WSP_RULE(I009));
	expect_refused(json, "\"mode\": \"autonomous\"", "\"mode\": \"automatic\"", WSP_RULE(I008));
	expect_refused(
		json, "{\"id\": \"e2.example.com\"", "{\"id\": \"e1.example.com\"", WSP_RULE(T004));
	free(json);
}

static void test_an_edited_plan_is_refused(void)
{
	char *json = company_json();

	expect_refused(
		json, "\"procedure\": \"back-up\"", "\"procedure\": \"tune-pool\"", WSP_RULE(I020));
	expect_refused(json, "\"start_minute\": 5, \"finish_minute\": 10",
		"\"start_minute\": 5, \"finish_minute\": 11", WSP_RULE(I020));
	expect_refused(json,
		"{\"id\": \"check-prerequisites@root.example.com\", \"procedure\": "
		"\"check-prerequisites\"",
		"{\"id\": \"trust-issuer@root.example.com\", \"procedure\": \"trust-issuer\"",
		WSP_RULE(I020));
	expect_refused(json, "\"upstream\": \"west.example.com\"",
		"\"upstream\": \"root.example.com\"", WSP_RULE(I020));
	free(json);
}

static void test_an_edited_account_of_what_is_left_out_is_refused(void)
{
	struct wsp_plan *plan = planned(planned_begun);
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	expect_refused(json, "\"reason\": \"held: ", "\"reason\": \"not held: ", WSP_RULE(I020));
	expect_refused(json, "\"to_convert\": ", "\"to_convert\": 1", WSP_RULE(I020));
	expect_refused(json, "\"to_switch\": ", "\"to_switch\": 1", WSP_RULE(I020));
	expect_refused(json, "\"status\": \"held\"", "\"status\": \"excluded\"", WSP_RULE(I020));
	free(json);
}

/* Swap the lines of two steps. */
static void test_steps_in_another_order_are_refused(void)
{
	char *json = company_json();
	char *first = strstr(json, "    {\"id\": \"back-up@");
	char *second = strchr(first, '\n') + 1;
	char *end = strchr(second, '\n') + 1;
	struct wsp_text text = {0};
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;

	wsp_text_add(&text, json, (size_t)(first - json));
	wsp_text_add(&text, second, (size_t)(end - second));
	wsp_text_add(&text, first, (size_t)(second - first));
	wsp_text_adds(&text, end);
	CU_ASSERT_EQUAL(stored(wsp_text_get(&text), text.length, &diags, &plan), WSP_INVALID);
	CU_ASSERT_EQUAL_FATAL(diags.n, 1);
	CU_ASSERT_PTR_EQUAL(diags.entry[0].rule, WSP_RULE(I020));
	wsp_diags_release(&diags);
	wsp_text_release(&text);
	free(json);
}

static void test_a_plan_cut_off_anywhere_is_refused(void)
{
	char *json = company_json();
	size_t length = strlen(json);

	while (length > 0 && (json[length - 1] == '\n' || json[length - 1] == '}'))
		length--;
	for (; length > 0; length -= length > 2500 ? 211 : 1) {
		struct wsp_diags diags = {0};
		struct wsp_plan *plan = NULL;
		char *cut = malloc(length); /* of its own, so that reading behind it is seen */

		CU_ASSERT_PTR_NOT_NULL_FATAL(cut);
		memcpy(cut, json, length);
		CU_ASSERT_EQUAL_FATAL(stored(cut, length, &diags, &plan), WSP_INVALID);
		CU_ASSERT_TRUE_FATAL(wsp_diags_has_errors(&diags));
		wsp_diags_release(&diags);
		free(cut);
	}
	free(json);
}

/* Any byte may be anything: the answer may be either, but it is an answer. */
static void test_a_plan_with_any_byte_changed_is_answered(void)
{
	static const char bytes[] = {'"', '0', '9', '}', ',', 'P', '-', 'z'};
	char *json = company_json();
	size_t length = strlen(json);
	size_t refused = 0;
	size_t n = 0;

	for (size_t i = 0; i < length; i += 1 + i % 97) {
		char kept = json[i];
		struct wsp_diags diags = {0};
		struct wsp_plan *plan = NULL;

		json[i] = bytes[i % sizeof(bytes)];
		n++;
		if (stored(json, length, &diags, &plan) == WSP_OK)
			wsp_plan_free(plan);
		else
			refused += wsp_diags_has_errors(&diags);
		json[i] = kept;
		wsp_diags_release(&diags);
	}
	CU_ASSERT_TRUE(n > 200);
	CU_ASSERT_TRUE(refused > n / 4);
	free(json);
}

static bool read_without_memory(void *context)
{
	const char *json = context;
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;
	enum wsp_status status = stored(json, strlen(json), &diags, &plan);

	wsp_diags_release(&diags);
	if (status == WSP_OK)
		wsp_plan_free(plan);
	return status == WSP_OK;
}

static void test_lack_of_memory_leaves_nothing_behind(void)
{
	struct wsp_plan *plan = planned(planned_begun);
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	CU_ASSERT_TRUE(wsp_torture(read_without_memory, json) > 0);
	free(json);
}

static CU_TestInfo stored_tests[] = {
	{"every format is the same from a stored plan",
		test_every_format_is_the_same_from_a_stored_plan},
	{"repairs and left-out servers survive", test_repairs_and_left_out_servers_survive},
	{"a plan without work survives", test_a_plan_without_work_survives},
	{"findings beyond those kept are still counted",
		test_findings_beyond_those_kept_are_still_counted},
	{"what is no plan is refused", test_what_is_no_plan_is_refused},
	{"minor versions and unknown keys are read", test_minor_versions_and_unknown_keys_are_read},
	{"contradictions are damage", test_contradictions_are_damage},
	{"the inventory inside is checked", test_the_inventory_inside_is_checked},
	{"an edited plan is refused", test_an_edited_plan_is_refused},
	{"an edited account of what is left out is refused",
		test_an_edited_account_of_what_is_left_out_is_refused},
	{"steps in another order are refused", test_steps_in_another_order_are_refused},
	{"a plan cut off anywhere is refused", test_a_plan_cut_off_anywhere_is_refused},
	{"a plan with any byte changed is answered", test_a_plan_with_any_byte_changed_is_answered},
	{"lack of memory leaves nothing behind", test_lack_of_memory_leaves_nothing_behind},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("stored", stored_tests);
}
