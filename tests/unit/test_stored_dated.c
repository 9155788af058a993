/* A stored plan with dates, early work, shared work and synchronizations that wait. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "dated.h"
#include "model/rule.h"
#include "plan/steps.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

static const char company[] =
	"name: Dated\n"
	"timezone: Europe/Amsterdam\n"
	"policy: {operators: 2, servers_per_window: 2, strategy: bottom-up}\n"
	"freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year-end}]\n"
	"sites: {New York: {timezone: America/New_York}}\n"
	"client_policies: [{name: GPO \"all\", kind: gpo, url: 'http://e1.example.com:8530'}]\n"
	"defaults: {tls12: true}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: east.example.com, upstream: root, mode: autonomous, site: New York}\n"
	"  - {fqdn: west.example.com, upstream: root, mode: autonomous}\n"
	"  - {fqdn: e1.example.com, upstream: east, mode: replica, clients_by: 'GPO \"all\"'}\n"
	"  - {fqdn: e2.example.com, upstream: east, mode: replica, clients_by: 'GPO \"all\"'}\n";

enum { EAST = 1, E1 = 3, E2 = 4 };

static void count_steps(struct wsp_plan *plan)
{
	struct wsp_steps steps;

	plan->n_steps = 0;
	wsp_steps_begin(&steps, plan);
	while (wsp_steps_next(&steps))
		plan->n_steps += steps.n;
	CU_ASSERT_FALSE(steps.failed);
	wsp_steps_release(&steps);
}

/* Everything that plan.json can say and a plan without dates does not need. */
static struct wsp_plan *dressed(void)
{
	struct wsp_plan *plan = planned(company);
	uint32_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	n = plan->topo.n_servers;
	dated(plan);
	plan->sync_start = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
	CU_ASSERT_TRUE_FATAL(plan->early && plan->sync_start && plan->n_shared == 1);
	for (wsp_server_id s = 0; s < n; s++)
		plan->sync_start[s] = plan->link_start[s] + plan->duration[WSP_SWITCH_SYNC];
	plan->sync_start[E2]++;
	plan->waves[plan->link_wave[E2]].finish++;
	plan->phases[plan->link_phase[E2]].minutes++;
	plan->why[EAST] = (struct wsp_why){WSP_WHY_CHILD, E1};
	plan->why[E2] = (struct wsp_why){WSP_WHY_FREEZE, 0};
	CU_ASSERT_TRUE_FATAL(wsp_plan_relate(plan));
	count_steps(plan);
	return plan;
}

static char *dressed_json(void)
{
	struct wsp_plan *plan = dressed();
	char *json = written(plan, wsp_write_json);

	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	wsp_plan_free(plan);
	return json;
}

static void test_dates_and_shared_work_survive(void)
{
	struct wsp_plan *plan = dressed();
	struct wsp_plan *again = NULL;
	struct wsp_diags diags = {0};
	char *json = written(plan, wsp_write_json);
	char *lines = written(plan, wsp_write_jsonl);

	CU_ASSERT_TRUE_FATAL(json && lines);
	CU_ASSERT_EQUAL_FATAL(stored(json, strlen(json), &diags, &again), WSP_OK);
	CU_ASSERT_EQUAL(again->zones.n_zones, 2);
	CU_ASSERT_EQUAL(again->zones.of_site[0], 1);
	CU_ASSERT_EQUAL(again->phases[2].begin, plan->phases[2].begin);
	CU_ASSERT_EQUAL(again->phases[2].gate, 24 * 60);
	CU_ASSERT_EQUAL(again->sync_start[E2], plan->sync_start[E2]);
	CU_ASSERT_EQUAL(again->early[E1], plan->early[E1]);
	CU_ASSERT_EQUAL(again->why[EAST].by, E1);
	CU_ASSERT_EQUAL(again->why[E2].kind, WSP_WHY_FREEZE);
	CU_ASSERT_STRING_EQUAL(again->shared[0].name, "GPO \"all\"");
	CU_ASSERT_TRUE(again->shared[0].policy);
	for (size_t i = 0; i < 2; i++) {
		char *second = written(again, i ? wsp_write_jsonl : wsp_write_json);

		CU_ASSERT_PTR_NOT_NULL_FATAL(second);
		CU_ASSERT_STRING_EQUAL(second, i ? lines : json);
		free(second);
	}
	free(json);
	free(lines);
	wsp_plan_free(plan);
	wsp_plan_free(again);
	wsp_diags_release(&diags);
}

static void test_moments_are_told_in_the_zone_of_the_site(void)
{
	char *json = dressed_json();

	CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"now\": \"2026-11-23T00:00Z\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"begin\": \"2026-12-05T22:00+01:00\""));
	/* east is in New York, and converted on the second Saturday */
	CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"start\": \"2026-12-12T16:00-05:00\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(json, "{\"id\": \"point-clients@GPO%20%22all%22\""));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(json, "{\"kind\": \"freeze\", \"by\": \"year-end\", "
			     "\"freeze\": 0, \"text\": \"the freeze \\\"year-end\\\" lasts "
			     "until 2027-01-04\"}"));
	free(json);
}

/* The early part of visits, then what is shared, then the first phase; each target by itself. */
static void test_early_and_shared_work_closes_the_preparation(void)
{
	static const char *const ids[] = {"\"id\": \"plan-access@e2.example.com\"",
		"\"id\": \"back-up@e1.example.com\"", "\"id\": \"test-https@e2.example.com\"",
		"\"id\": \"point-clients@GPO%20%22all%22\"",
		"\"id\": \"require-ssl@e1.example.com\""};
	struct wsp_plan *plan = dressed();
	char *lines = written(plan, wsp_write_jsonl);
	const char *at = lines;

	CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		at = strstr(at, ids[i]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(lines,
		"\"server\": null, \"upstream\": null, \"object\": \"GPO \\\"all\\\"\", "
		"\"members\": [\"e1.example.com\", \"e2.example.com\"], \"phase\": \"P0\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(at, "\"finish\": \"2026-12-05T22:"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(at, "\"abort\": {\"failed_conversions\": 1, \"failed_switches\": 1}"));
	free(lines);
	wsp_plan_free(plan);
}

static void expect_refused(
	const char *json, const char *from, const char *to, const struct wsp_rule *rule)
{
	const char *at = strstr(json, from);
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;
	struct wsp_text text = {0};

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	wsp_text_add(&text, json, (size_t)(at - json));
	wsp_text_adds(&text, to);
	wsp_text_adds(&text, at + strlen(from));
	CU_ASSERT_EQUAL(stored(wsp_text_get(&text), text.length, &diags, &plan), WSP_INVALID);
	CU_ASSERT_TRUE_FATAL(diags.n > 0);
	CU_ASSERT_PTR_EQUAL(diags.entry[0].rule, rule);
	wsp_text_release(&text);
	wsp_diags_release(&diags);
}

static void test_dates_that_cannot_be_are_damage(void)
{
	char *json = dressed_json();

	expect_refused(json, "\"now\": \"2026-11-23", "\"now\": \"2026-11-31", WSP_RULE(I018));
	expect_refused(json, "\"now\": \"2026-11-23", "\"now\": \"9026-11-23", WSP_RULE(I018));
	expect_refused(json, "\"zones\": [", "\"zones\": [], \"more\": [", WSP_RULE(I018));
	expect_refused(json, "\"changes\": [{", "\"changes\": [], \"more\": [{", WSP_RULE(I018));
	expect_refused(json, "\"offset_minutes\": 60", "\"offset_minutes\": 1440", WSP_RULE(I018));
	expect_refused(
		json, "\"name\": \"America/New_York\"", "\"name\": \"Mars\"", WSP_RULE(I018));
	expect_refused(
		json, "\"begin\": \"2026-12-05T22", "\"begin\": \"2026-12-05T02", WSP_RULE(I018));
	expect_refused(
		json, "\"begin\": \"2026-12-05T22", "\"begin\": \"9999-12-05T22", WSP_RULE(I018));
	expect_refused(
		json, "\"length_minutes\": 360", "\"length_minutes\": 4294967295", WSP_RULE(I018));
	free(json);
}

static void test_shared_work_that_cannot_be_is_damage(void)
{
	char *json = dressed_json();

	expect_refused(json, "\"members\": [\"e1.example.com\"", "\"members\": [\"e9.example.com\"",
		WSP_RULE(I018));
	expect_refused(json, "\"members\": [\"e1.example.com\", \"e2.example.com\"]",
		"\"members\": []", WSP_RULE(I018));
	expect_refused(json, "\"name\": \"GPO \\\"all\\\"\", \"members\"",
		"\"name\": \"GPO all\", \"members\"", WSP_RULE(I018));
	expect_refused(json, "\"kind\": \"freeze\", \"by\": \"year-end\", \"freeze\": 0",
		"\"kind\": \"freeze\", \"by\": \"year-end\", \"freeze\": 1", WSP_RULE(I018));
	expect_refused(json, "\"kind\": \"child\", \"by\": \"e1.",
		"\"kind\": \"child\", \"by\": \"e9.", WSP_RULE(I018));
	free(json);
}

static void test_moved_moments_are_edits(void)
{
	char *json = dressed_json();

	expect_refused(json, "\"start\": \"2026-12-12T16:00-05:00\"",
		"\"start\": \"2026-12-12T16:01-05:00\"", WSP_RULE(I020));
	expect_refused(json, "\"begin\": \"2026-12-05T22:00", "\"begin\": \"2026-12-05T22:01",
		WSP_RULE(I020));
	free(json);
}

/* A value that follows from others, edited: after the text `where`, `from` becomes `to`. */
static const struct edit {
	const char *where, *from, *to;
	const char *message; /* a part of it */
} edits[] = {
	{"\"shared\": [", "\"e1.example.com\", \"e2.example.com\"]", "\"e1.example.com\"]",
		"other members"},
	{"\"shared\": [", "\"e1.example.com\", \"e2.example.com\"]",
		"\"e1.example.com\", \"west.example.com\"]", "other members"},
	{"{\"id\": \"west.", "\"status\": \"convert\"", "\"status\": \"excluded\"",
		"`status` of west.example.com is \"excluded\", and \"convert\""},
	{"{\"id\": \"east.", "\"status\": \"convert\"", "\"status\": \"held\"",
		"`status` of east.example.com"},
	{"{\"id\": \"P2\"", "\"minutes\": ", "\"minutes\": 1", "`minutes` of phase P2"},
	{"{\"id\": \"P2.W1\"", "\"finish_minute\": ", "\"finish_minute\": 1",
		"wave P2.W1 is from minute 0 to 1"},
	{"{\"id\": \"P0\"", "\"minutes\": 0", "\"minutes\": 5", "`minutes` of phase P0 is 5"},
	{"{\"id\": \"P2\"", "\"end\": \"2026-12-13T04", "\"end\": \"2026-12-13T05",
		"`length_minutes` of phase P2 is 360, and 420"},
	{"{\"id\": \"P2\"", "\"start\": \"2026-12-12T22:00", "\"start\": \"2026-12-12T21:30",
		"`begin` of phase P2 is 2026-12-12T21:00Z, and 2026-12-12T20:30Z"},
	{"{\"id\": \"P2\"", "\"length_minutes\": 360", "\"length_minutes\": 361",
		"`length_minutes` of phase P2 is 361, and 360"},
	{"{\"id\": \"P2\"", "\"gate_minutes\": 1440", "\"gate_minutes\": 0",
		"`gate_minutes` of phase P2 is 0, and 1440"},
	{"{\"id\": \"P2\"", "\"safe_to_stop\": true", "\"safe_to_stop\": false",
		"`safe_to_stop` of phase P2 is false, and true"},
	{"{\"id\": \"P0\"", "\"safe_to_stop\": true", "\"safe_to_stop\": false",
		"`safe_to_stop` of phase P0"},
	{"{\"id\": \"P2\"", "\"reserve_minutes\": ", "\"reserve_minutes\": 1",
		"`reserve_minutes` of phase P2"},
	{"{\"id\": \"P2\"", "\"failed_conversions\": 1", "\"failed_conversions\": 2",
		"`abort.failed_conversions` of phase P2 is 2, and 1"},
	{"{\"id\": \"P2\"", "\"failed_switches\": 1", "\"failed_switches\": 0",
		"`abort.failed_switches` of phase P2 is 0, and 1"},
	{"{\"id\": \"P2\"", "\"clients\": ", "\"clients\": 7", "`clients` of phase P2"},
	{"{\"id\": \"P2\"", "\"canary\": false", "\"canary\": true", "`canary` of phase P2"},
	{"{\"id\": \"P2\"", "\"title\": \"", "\"title\": \"No ", "`title` of phase P2 is \"No "},
};

static void expect_edit_refused(const char *json, const struct edit *edit)
{
	const char *where = strstr(json, edit->where);
	const char *at = where ? strstr(where, edit->from) : NULL;
	struct wsp_diags diags = {0};
	struct wsp_plan *plan = NULL;
	struct wsp_text text = {0};

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	wsp_text_add(&text, json, (size_t)(at - json));
	wsp_text_adds(&text, edit->to);
	wsp_text_adds(&text, at + strlen(edit->from));
	CU_ASSERT_EQUAL(stored(wsp_text_get(&text), text.length, &diags, &plan), WSP_INVALID);
	CU_ASSERT_EQUAL_FATAL(diags.n, 1);
	CU_ASSERT_PTR_EQUAL(diags.entry[0].rule, WSP_RULE(I020));
	CU_ASSERT_TRUE(diags.entry[0].place.line > 1);
	CU_ASSERT_TRUE(diags.entry[0].place.column >= 5);
	CU_ASSERT_PTR_NOT_NULL(diags.entry[0].diag.hint);
	if (!strstr(diags.entry[0].diag.message, edit->message))
		(void)fprintf(stderr, "  %s: %s\n", edit->message, diags.entry[0].diag.message);
	CU_ASSERT_PTR_NOT_NULL(strstr(diags.entry[0].diag.message, edit->message));
	wsp_text_release(&text);
	wsp_diags_release(&diags);
}

static void test_what_follows_from_the_rest_cannot_be_edited(void)
{
	char *json = dressed_json();

	for (size_t i = 0; i < WSP_COUNT(edits); i++)
		expect_edit_refused(json, &edits[i]);
	free(json);
}

/* Any byte may be anything: the answer may be either, but it is an answer. */
static void test_a_plan_with_any_byte_changed_is_answered(void)
{
	static const char bytes[] = {'"', '0', '9', '}', ',', 'P', '-', 'z'};
	char *json = dressed_json();
	size_t length = strlen(json);
	size_t refused = 0;

	for (size_t i = 0; i < length; i += 1 + i % 89) {
		char kept = json[i];
		struct wsp_diags diags = {0};
		struct wsp_plan *plan = NULL;

		json[i] = bytes[i % sizeof(bytes)];
		if (stored(json, length, &diags, &plan) == WSP_OK) {
			char *again = written(plan, wsp_write_jsonl);

			CU_ASSERT_PTR_NOT_NULL(again);
			free(again);
			wsp_plan_free(plan);
		} else {
			refused += wsp_diags_has_errors(&diags);
		}
		json[i] = kept;
		wsp_diags_release(&diags);
	}
	CU_ASSERT_TRUE(refused > 50);
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
	char *json = dressed_json();

	CU_ASSERT_TRUE(wsp_torture(read_without_memory, json) > 0);
	free(json);
}

static CU_TestInfo stored_dated_tests[] = {
	{"dates and shared work survive", test_dates_and_shared_work_survive},
	{"moments are told in the zone of the site", test_moments_are_told_in_the_zone_of_the_site},
	{"early and shared work closes the preparation",
		test_early_and_shared_work_closes_the_preparation},
	{"dates that cannot be are damage", test_dates_that_cannot_be_are_damage},
	{"shared work that cannot be is damage", test_shared_work_that_cannot_be_is_damage},
	{"moved moments are edits", test_moved_moments_are_edits},
	{"what follows from the rest cannot be edited",
		test_what_follows_from_the_rest_cannot_be_edited},
	{"a plan with any byte changed is answered", test_a_plan_with_any_byte_changed_is_answered},
	{"lack of memory leaves nothing behind", test_lack_of_memory_leaves_nothing_behind},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("stored_dated", stored_dated_tests);
}
