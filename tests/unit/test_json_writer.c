#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>
#include <jansson.h>

#include "planned.h"
#include "runner.h"
#include "torture.h"

static json_t *document_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	json_t *document;
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	text = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	free(text);
	return document;
}

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "(none)";
}

static json_int_t number_at(const json_t *object, const char *key)
{
	const json_t *number = json_object_get(object, key);

	CU_ASSERT_TRUE(json_is_integer(number));
	return json_integer_value(number);
}

/* The item of a list whose `key` is `value`. */
static const json_t *find_in(const json_t *list, const char *key, const char *value)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item)
	{
		if (strcmp(text_at(item, key), value) == 0)
			return item;
	}
	CU_FAIL("not in the list");
	return NULL;
}

static void test_members_are_those_of_the_format_in_order(void)
{
	static const char *const expected[] = {"format", "generator", "id", "name", "today",
		"forced", "inputs", "strategy", "summary", "timezone", "policy", "windows",
		"freezes", "sites", "groups", "client_policies", "servers", "phases", "procedures",
		"steps", "links", "unscheduled", "waivers", "diagnostics_found", "diagnostics"};
	json_t *document = document_of(planned_company);
	const char *key;
	json_t *value;
	size_t n = 0;

	json_object_foreach(document, key, value)
	{
		CU_ASSERT_TRUE_FATAL(n < sizeof(expected) / sizeof(expected[0]));
		CU_ASSERT_STRING_EQUAL(key, expected[n]);
		n++;
	}
	CU_ASSERT_EQUAL(n, sizeof(expected) / sizeof(expected[0]));
	CU_ASSERT_STRING_EQUAL(text_at(document, "format"), "wsusplan.plan/1.0");
	CU_ASSERT_STRING_EQUAL(text_at(document, "today"), "2026-06-15");
	json_decref(document);
}

static void test_text_of_the_input_comes_back(void)
{
	json_t *document = document_of(planned_company);
	const json_t *servers = json_object_get(document, "servers");
	const json_t *root = find_in(servers, "id", "root.example.com");
	const json_t *leaf = find_in(servers, "id", "e1.example.com");
	const json_t *sites = json_object_get(document, "sites");

	CU_ASSERT_STRING_EQUAL(
		text_at(document, "name"), "Northwind \"WSUS\" to HTTPS | phase <1>");
	CU_ASSERT_STRING_EQUAL(text_at(root, "owner"), "=cmd|' /C calc'!A0");
	CU_ASSERT_STRING_EQUAL(text_at(leaf, "notes"), "a \\ b");
	CU_ASSERT_STRING_EQUAL(
		text_at(json_object_get(sites, "Paris \"Nord\""), "timezone"), "Europe/Paris");
	json_decref(document);
}

static void test_keys_have_their_types(void)
{
	json_t *document = document_of(planned_company);
	const json_t *east =
		find_in(json_object_get(document, "servers"), "id", "east.example.com");
	const json_t *certificate = json_object_get(east, "certificate");
	const json_t *policy = json_object_get(document, "policy");

	CU_ASSERT_STRING_EQUAL(text_at(east, "upstream"), "root.example.com");
	CU_ASSERT_EQUAL(number_at(east, "clients"), 300);
	CU_ASSERT_EQUAL(number_at(east, "https_port"), 8531);
	CU_ASSERT_EQUAL(json_array_size(json_object_get(east, "aliases")), 2);
	CU_ASSERT_STRING_EQUAL(text_at(certificate, "source"), "domain-ca");
	CU_ASSERT_STRING_EQUAL(text_at(certificate, "lead"), "3d");
	CU_ASSERT_STRING_EQUAL(
		json_string_value(json_array_get(json_object_get(certificate, "names"), 1)),
		"*.example.com");
	CU_ASSERT_EQUAL(number_at(policy, "servers_per_window"), 2);
	CU_ASSERT_STRING_EQUAL(
		text_at(json_object_get(policy, "abort"), "failed_switches"), "12.5%");
	CU_ASSERT_STRING_EQUAL(
		text_at(json_object_get(policy, "durations"), "restart-server"), "20m");
	CU_ASSERT_PTR_NULL(json_object_get(east, "exclude"));
	json_decref(document);
}

static void test_a_server_knows_its_place(void)
{
	json_t *document = document_of(planned_company);
	const json_t *servers = json_object_get(document, "servers");
	const json_t *root = find_in(servers, "id", "root.example.com");
	const json_t *summary = json_object_get(document, "summary");
	const json_t *link =
		find_in(json_object_get(document, "links"), "from", "east.example.com");

	CU_ASSERT_STRING_EQUAL(text_at(root, "upstream"), "microsoft-update");
	CU_ASSERT_STRING_EQUAL(text_at(root, "status"), "convert");
	CU_ASSERT_EQUAL(number_at(root, "level"), 0);
	CU_ASSERT_EQUAL(number_at(root, "height"), 2);
	CU_ASSERT_EQUAL(number_at(summary, "phases"), 4);
	CU_ASSERT_STRING_EQUAL(text_at(root, "phase"), "P4");
	CU_ASSERT_STRING_EQUAL(text_at(root, "wave"), "P4.W1");
	CU_ASSERT_STRING_EQUAL(text_at(link, "to"), "root.example.com");
	CU_ASSERT_STRING_EQUAL(text_at(link, "kind"), "sync");
	CU_ASSERT_STRING_EQUAL(text_at(link, "https_from"), "P4");
	CU_ASSERT_TRUE(number_at(link, "outage_minutes") > 0);
	CU_ASSERT_EQUAL(json_array_size(json_object_get(document, "links")), 5);
	json_decref(document);
}

static void test_what_the_plan_leaves_alone_is_null(void)
{
	json_t *document = document_of(planned_begun);
	const json_t *servers = json_object_get(document, "servers");
	const json_t *links = json_object_get(document, "links");
	const json_t *held = find_in(servers, "id", "madrid.example.com");
	const json_t *unscheduled = json_object_get(document, "unscheduled");
	const json_t *root = find_in(unscheduled, "server", "root.example.com");

	CU_ASSERT_STRING_EQUAL(text_at(held, "status"), "held");
	CU_ASSERT_TRUE(json_is_null(json_object_get(held, "phase")));
	CU_ASSERT_TRUE(json_is_null(json_object_get(held, "wave")));
	CU_ASSERT_STRING_EQUAL(
		text_at(find_in(servers, "id", "lille.example.com"), "status"), "retired");
	CU_ASSERT_STRING_EQUAL(text_at(root, "blocked_by"), "madrid.example.com");
	CU_ASSERT_TRUE(json_is_null(json_object_get(
		find_in(unscheduled, "server", "madrid.example.com"), "blocked_by")));
	CU_ASSERT_STRING_EQUAL(
		text_at(find_in(links, "from", "york.example.com"), "https_from"), "now");
	CU_ASSERT_TRUE(json_is_null(
		json_object_get(find_in(links, "from", "madrid.example.com"), "https_from")));
	CU_ASSERT_STRING_EQUAL(
		text_at(find_in(servers, "id", "london.example.com"), "wave"), "P1.W0");
	json_decref(document);
}

/* Ids of steps are unique, what they wait for is among them, and none is missing. */
static void expect_sound_steps(const char *yaml)
{
	json_t *document = document_of(yaml);
	const json_t *steps = json_object_get(document, "steps");
	json_t *seen = json_object();
	json_t *step;
	size_t i;

	CU_ASSERT_PTR_NOT_NULL_FATAL(seen);
	CU_ASSERT_EQUAL(number_at(json_object_get(document, "summary"), "steps"),
		(json_int_t)json_array_size(steps));
	json_array_foreach(steps, i, step)
	{
		const json_t *waits = json_object_get(step, "depends_on");
		json_t *dependency;
		size_t k;

		CU_ASSERT_PTR_NULL(json_object_get(seen, text_at(step, "id")));
		json_array_foreach(waits, k, dependency) CU_ASSERT_PTR_NOT_NULL(
			json_object_get(seen, json_string_value(dependency)));
		json_object_set_new(seen, text_at(step, "id"), json_true());
		CU_ASSERT_EQUAL(json_is_null(json_object_get(step, "wave")),
			json_object_get(step, "start_minute") == NULL);
		(void)find_in(
			json_object_get(document, "procedures"), "id", text_at(step, "procedure"));
	}
	json_decref(seen);
	json_decref(document);
}

static void test_steps_are_unique_and_wait_for_earlier_ones(void)
{
	expect_sound_steps(planned_company);
	expect_sound_steps(planned_begun);
}

static size_t lines_between(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	const char *end = at ? strstr(at, to) : NULL;
	size_t n = 0;

	for (; at && end && at < end; at++)
		n += *at == '\n';
	return n;
}

static void test_records_stand_on_lines_of_their_own(void)
{
	struct wsp_plan *plan = planned(planned_company);
	char *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	text = written(plan, wsp_write_json);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_EQUAL(lines_between(text, "\"servers\": [", "\n  ]"), 6);
	CU_ASSERT_EQUAL(lines_between(text, "\"phases\": [", "\n  ]"), 5);
	CU_ASSERT_EQUAL(lines_between(text, "\"links\": [", "\n  ]"), 5);
	CU_ASSERT_EQUAL(lines_between(text, "\"steps\": [", "\n  ]"), plan->n_steps);
	CU_ASSERT_EQUAL(text[strlen(text) - 1], '\n');
	free(text);
	wsp_plan_free(plan);
}

static void expect_identity(const char *yaml, const char *other, bool same)
{
	struct wsp_plan *plan = planned(yaml);
	struct wsp_plan *second = planned(other);
	char *identity;
	char *second_identity;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(second);
	identity = written(plan, wsp_write_identity);
	second_identity = written(second, wsp_write_identity);
	CU_ASSERT_PTR_NOT_NULL_FATAL(identity);
	CU_ASSERT_PTR_NOT_NULL_FATAL(second_identity);
	CU_ASSERT_EQUAL(strcmp(identity, second_identity) == 0, same);
	CU_ASSERT_EQUAL(strcmp(plan->id, second->id) == 0, same);
	free(identity);
	free(second_identity);
	wsp_plan_free(plan);
	wsp_plan_free(second);
}

static void test_the_identity_is_that_of_what_was_said(void)
{
	static const char plain[] =
		"servers:\n"
		"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous}\n"
		"  - {fqdn: b.example.com, upstream: a.example.com, mode: replica, clients: 5}\n";

	expect_identity(plain, plain, true);
	expect_identity(plain,
		"# the same, said in another way\n"
		"policy: {operators: 2, default_window: 240m}\n"
		"defaults: {clients: 5}\n"
		"servers:\n"
		"  - fqdn: A.example.com\n"
		"    upstream: microsoft-update\n"
		"    mode: autonomous\n"
		"    clients: 0\n"
		"  - {mode: replica, upstream: A, fqdn: b.example.com, https_port: 8531}\n",
		true);
	expect_identity(plain,
		"servers:\n"
		"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous}\n"
		"  - {fqdn: b.example.com, upstream: a.example.com, mode: replica, clients: 6}\n",
		false);
	expect_identity(plain,
		"policy: {operators: 3}\n"
		"servers:\n"
		"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous}\n"
		"  - {fqdn: b.example.com, upstream: a.example.com, mode: replica, clients: 5}\n",
		false);
}

static bool write_without_memory(void *context)
{
	struct wsp_text out = {0};
	bool written_all;

	wsp_write_json(context, &out);
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

static CU_TestInfo json_writer_tests[] = {
	{"members are those of the format, in order",
		test_members_are_those_of_the_format_in_order},
	{"text of the input comes back", test_text_of_the_input_comes_back},
	{"keys have their types", test_keys_have_their_types},
	{"a server knows its place", test_a_server_knows_its_place},
	{"what the plan leaves alone is null", test_what_the_plan_leaves_alone_is_null},
	{"steps are unique and wait for earlier ones",
		test_steps_are_unique_and_wait_for_earlier_ones},
	{"records stand on lines of their own", test_records_stand_on_lines_of_their_own},
	{"the identity is that of what was said", test_the_identity_is_that_of_what_was_said},
	{"lack of memory is told", test_lack_of_memory_is_told},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("json_writer", json_writer_tests);
}
