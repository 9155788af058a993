#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"
#include "torture.h"
#include "wsusplan/wsusplan.h"

enum { TODAY = 20788 }; /* 2026-12-01 */

static const char office[] =
	"wsusplan: 1\n"
	"policy: {operators: 2, servers_per_window: 2}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: a.example.com, upstream: root, mode: replica, clients: 4}\n"
	"  - {fqdn: b.example.com, upstream: root, mode: replica, owner: B}\n";

static const char mistakes[] =
	"wsusplan: 1\n"
	"polcy: {}\n"
	"servers:\n"
	"  - {fqdn: a.example.com, upstream: b.example.com, mode: replica}\n"
	"  - {fqdn: b.example.com, upstream: a.example.com, mode: replica}\n"
	"  - {fqdn: c.example.com, upstream: d.example.com, mode: replica}\n";

/* An output that keeps everything; it grows without the allocator that is made to fail. */
struct page {
	size_t length;
	char text[300000];
};

static int keep(void *context, const char *bytes, size_t length)
{
	struct page *page = context;

	if (length >= sizeof(page->text) - page->length)
		return 0;
	memcpy(page->text + page->length, bytes, length);
	page->length += length;
	page->text[page->length] = '\0';
	return 1;
}

static int refuse(void *context, const char *bytes, size_t length)
{
	(void)context;
	(void)bytes;
	(void)length;
	return 0;
}

static enum wsp_status load(
	const char *text, struct wsp_diags *diags, struct wsp_topology **ret_topo)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;

	options.format = "yaml";
	options.digests = 1;
	return wsp_topology_load_memory("memory", text, strlen(text), &options, diags, ret_topo);
}

static enum wsp_status plan(const char *text, struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_topology *topo;
	enum wsp_status status = load(text, diags, &topo);

	options.today = TODAY;
	return status == WSP_OK ? wsp_plan_create(topo, &options, diags, ret_plan) : status;
}

static void test_a_plan_from_memory(void)
{
	static struct page page;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *made = NULL;

	CU_ASSERT_EQUAL_FATAL(plan(office, diags, &made), WSP_OK);
	CU_ASSERT_EQUAL(wsp_plan_n_phases(made), 2);
	CU_ASSERT_EQUAL(wsp_plan_n_unscheduled(made), 0);
	page.length = 0;
	CU_ASSERT_EQUAL(wsp_plan_render(made, "json", 0, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "\"format\": \"wsusplan.plan/1.0\""));
	CU_ASSERT_EQUAL(wsp_plan_render(made, "jsno", 0, keep, &page), WSP_INVALID);
	CU_ASSERT_EQUAL(wsp_plan_render(made, "json", 0, refuse, NULL), WSP_CANCELLED);
	wsp_plan_free(made);
	wsp_diags_free(diags);
}

static void test_a_wrong_inventory_gives_no_topology(void)
{
	static struct page page;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;

	CU_ASSERT_EQUAL(load(mistakes, diags, &topo), WSP_INVALID);
	CU_ASSERT_PTR_NULL(topo);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(diags, WSP_ERROR), 3);
	page.length = 0;
	CU_ASSERT_EQUAL(wsp_diags_write(diags, WSP_NOTE, 0, keep, &page), WSP_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "memory:2:1: error: unknown key \"polcy\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "[T001]"));
	CU_ASSERT_PTR_NOT_NULL(strstr(page.text, "[T002]"));
	wsp_diags_free(diags);
}

static void test_a_format_that_does_not_exist_is_an_error(void)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;

	options.format = "xml";
	CU_ASSERT_EQUAL(
		wsp_topology_load_memory("memory", "", 0, &options, diags, &topo), WSP_INVALID);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(diags, WSP_ERROR), 1);
	wsp_diags_free(diags);
}

static void test_an_older_caller_has_shorter_options(void)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;

	options.format = "yaml";
	options.max_bytes = 1; /* not part of the options that this caller knows */
	options.struct_size = offsetof(struct wsp_load_options, max_bytes);
	CU_ASSERT_EQUAL(
		wsp_topology_load_memory("memory", office, strlen(office), &options, diags, &topo),
		WSP_OK);
	CU_ASSERT_EQUAL(wsp_topology_count(topo), 3);
	wsp_topology_free(topo);
	wsp_diags_free(diags);
}

static void test_days_are_parsed(void)
{
	int32_t day = 0;

	CU_ASSERT_TRUE(wsp_day_parse("2026-12-01", &day));
	CU_ASSERT_EQUAL(day, TODAY);
	CU_ASSERT_FALSE(wsp_day_parse("2026-12-01T10:00", &day));
	CU_ASSERT_FALSE(wsp_day_parse("2026-02-30", &day));
	CU_ASSERT_FALSE(wsp_day_parse("", &day));
}

static void test_rules_are_listed_by_code(void)
{
	struct wsp_rule_text rule, before = {.code = ""};
	size_t n = 0;

	for (; wsp_rule_get(n, &rule); n++) {
		CU_ASSERT_TRUE(strlen(rule.code) >= 2 && strlen(rule.code) <= 4);
		CU_ASSERT_STRING_NOT_EQUAL(rule.code, before.code);
		CU_ASSERT_TRUE(strlen(rule.explain) > 40);
		before = rule;
	}
	CU_ASSERT_TRUE(n > 60);
}

static bool plan_and_write(void *context)
{
	static struct page page;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *made = NULL;
	enum wsp_status status = diags ? plan(office, diags, &made) : WSP_NO_MEMORY;

	for (const char *const *format = context; status == WSP_OK && *format; format++) {
		page.length = 0;
		status = wsp_plan_render(made, *format, 1, keep, &page);
	}
	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	wsp_plan_free(made);
	wsp_diags_free(diags);
	return status == WSP_OK;
}

static void test_planning_survives_running_out_of_memory(void)
{
	static const char *formats[] = {"summary", "markdown", "json", "jsonl", "csv", "dot", NULL};

	CU_ASSERT_TRUE(wsp_torture(plan_and_write, formats) > 100);
}

static bool refuse_mistakes(void *context)
{
	static struct page page;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;
	enum wsp_status status = diags ? load(mistakes, diags, &topo) : WSP_NO_MEMORY;

	(void)context;
	CU_ASSERT_PTR_NULL(topo);
	page.length = 0;
	if (status == WSP_INVALID)
		status = wsp_diags_write(diags, WSP_NOTE, 1, keep, &page);
	if (status == WSP_OK)
		status = wsp_diags_write_json(diags, keep, &page);
	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	wsp_diags_free(diags);
	return status == WSP_OK;
}

static void test_refusing_survives_running_out_of_memory(void)
{
	CU_ASSERT_TRUE(wsp_torture(refuse_mistakes, NULL) > 20);
}

static bool load_stored(void *path)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *stored = NULL;
	enum wsp_status status = diags ? wsp_plan_load(path, diags, &stored) : WSP_NO_MEMORY;

	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_NO_MEMORY);
	wsp_plan_free(stored);
	wsp_diags_free(diags);
	return status == WSP_OK;
}

static void test_loading_a_plan_survives_running_out_of_memory(void)
{
	static struct page page;
	char path[] = "/tmp/wsusplan-api-XXXXXX";
	int fd = mkstemp(path);
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *made = NULL;

	CU_ASSERT_TRUE_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(plan(office, diags, &made), WSP_OK);
	page.length = 0;
	CU_ASSERT_EQUAL(wsp_plan_render(made, "json", 0, keep, &page), WSP_OK);
	CU_ASSERT_EQUAL(write(fd, page.text, page.length), (ssize_t)page.length);
	CU_ASSERT_EQUAL(close(fd), 0);
	CU_ASSERT_TRUE(wsp_torture(load_stored, path) > 20);
	CU_ASSERT_EQUAL(unlink(path), 0);
	wsp_plan_free(made);
	wsp_diags_free(diags);
}

static CU_TestInfo tests[] = {
	{"a plan is made from memory", test_a_plan_from_memory},
	{"a wrong inventory gives findings and no topology",
		test_a_wrong_inventory_gives_no_topology},
	{"a format that does not exist is an error", test_a_format_that_does_not_exist_is_an_error},
	{"an older caller has shorter options", test_an_older_caller_has_shorter_options},
	{"days are parsed", test_days_are_parsed},
	{"rules are listed by code, each explained", test_rules_are_listed_by_code},
	{"planning survives running out of memory", test_planning_survives_running_out_of_memory},
	{"refusing survives running out of memory", test_refusing_survives_running_out_of_memory},
	{"loading a plan survives running out of memory",
		test_loading_a_plan_survives_running_out_of_memory},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("api", tests);
}
