/* Runbook: what servers share, ConfigMgr, and a cut-over that overlaps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "planned.h"
#include "runner.h"

/* Two nodes behind a balancer, a server below their common name, and two software update points. */
static const char campus[] =
	"policy: {operators: 2, strategy: bottom-up, default_window: 6h}\n"
	"groups:\n"
	"  - {name: wsus.example.com, kind: load-balancer,\n"
	"     members: [n1.example.com, n2.example.com]}\n"
	"client_policies:\n"
	"  - {name: \"GPO <LB> | x\", kind: gpo, url: \"http://wsus.example.com:8530\"}\n"
	"servers:\n"
	"  - {fqdn: hq.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: n1.example.com, upstream: hq, mode: replica, clients: 900,\n"
	"     clients_by: \"GPO <LB> | x\"}\n"
	"  - {fqdn: n2.example.com, upstream: hq, mode: replica, clients: 800,\n"
	"     clients_by: \"GPO <LB> | x\"}\n"
	"  - {fqdn: low.example.com, upstream: wsus.example.com, mode: replica, clients: 90}\n"
	"  - {fqdn: pri.example.com, upstream: hq, mode: replica, clients_by: configmgr,\n"
	"     configmgr: {role: primary, site_code: P01}}\n"
	"  - {fqdn: sec.example.com, upstream: pri, mode: replica, clients_by: configmgr,\n"
	"     configmgr: {role: secondary, site_code: S01}}\n";

static char *runbook(const char *before, const char *yaml)
{
	struct wsp_text all = {0};
	struct wsp_plan *plan;
	char *text;

	wsp_text_adds(&all, before);
	wsp_text_adds(&all, yaml);
	plan = planned(wsp_text_get(&all));
	wsp_text_release(&all);
	if (!plan)
		abort();
	text = written(plan, wsp_write_markdown);
	if (!text)
		abort();
	wsp_plan_free(plan);
	return text;
}

static void expect(const char *text, const char *part)
{
	CU_ASSERT_PTR_NOT_NULL(strstr(text, part));
	if (!strstr(text, part))
		(void)fprintf(stderr, "  missing: %s\n", part);
}

static void expect_order(const char *text, const char *first, const char *second)
{
	const char *at = strstr(text, first);

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	CU_ASSERT_PTR_NOT_NULL(strstr(at, second));
	if (!strstr(at, second))
		(void)fprintf(stderr, "  not behind %s: %s\n", first, second);
}

static void test_shared_objects_are_changed_once_in_the_preparation(void)
{
	char *text = runbook("", campus);

	expect(text, "| wsus.example.com | load balancer | n1.example.com, n2.example.com | 1,700 "
		     "| P2 |\n");
	expect(text, "| GPO &lt;LB&gt; \\| x | client policy | n1.example.com, n2.example.com | "
		     "1,700 | P2 |\n");
	expect(text, " · `prepare-balancer@wsus.example.com`\n");
	expect(text, "'GPO <LB> | x' 'https://wsus.example.com:8531'");
	expect_order(text, "### What several servers share", "prepare-balancer@wsus.example.com");
	expect_order(text, "prepare-balancer@wsus.example.com`\n", "`point-clients@GPO");
	free(text);
}

static void test_what_is_bound_early_has_a_table_and_no_box_in_the_wave(void)
{
	char *text = runbook("", campus);

	expect_order(text, "### Bound and tested early",
		"| Server | Before | `back-up` | `bind-certificate` | `test-https` |\n");
	expect(text, "| **n2.example.com** | P2 | ☐ `8530 8531` | ☐ `8530 8531 THUMBPRINT");
	CU_ASSERT_PTR_NULL(strstr(text, "`bind-certificate n2.example.com"));
	expect(text, "`bind-certificate hq.example.com");
	free(text);
}

static void test_a_function_of_the_preparation_is_not_defined_again(void)
{
	char *text = runbook("", campus);
	const char *first = strstr(text, "\nfunction bind-certificate(");

	CU_ASSERT_PTR_NOT_NULL_FATAL(first);
	CU_ASSERT_PTR_NULL(strstr(first + 1, "\nfunction bind-certificate("));
	expect(text, "- `bind-certificate`, 2 min (not tried on Windows), in the preparation · ");
	free(text);
}

static void test_nodes_go_one_after_the_other(void)
{
	char *text = runbook("", campus);

	expect_order(text, "\n#### n1.example.com, ", "\n#### n2.example.com, ");
	expect(text, "load balancer `wsus.example.com`: **one member after the other**, the next "
		     "only when `verify-server` of the one before is ticked");
	expect(text, "| n1.example.com, which serves the same name or database, ");
	/* the server below them is given their common name */
	expect(text, " · upstream `wsus.example.com` · ");
	expect(text, "`switch-sync low.example.com 8531 wsus.example.com 8531`");
	free(text);
}

static void test_update_points_are_marked_and_their_links_only_checked(void)
{
	char *text = runbook("", campus);

	expect(text, "| `sec.example.com` (ConfigMgr) | ");
	expect(text, " · **ConfigMgr** software update point");
	expect(text, "`set-sup-ssl pri.example.com 8531 P01`");
	expect(text, "**ConfigMgr** switches it by itself, it is only checked");
	CU_ASSERT_PTR_NULL(strstr(text, "`switch-sync sec.example.com"));
	free(text);
}

static void test_overlap_switches_before_the_server_itself(void)
{
	char *text = runbook("policy: {strategy: bottom-up, cutover: overlap}\n",
		"servers:\n"
		"  - {fqdn: hq.example.com, upstream: microsoft-update, mode: autonomous}\n"
		"  - {fqdn: a.example.com, upstream: hq, mode: replica, clients: 90}\n");

	expect(text, "> **The cut-over is derived, not described by Microsoft.**");
	expect(text, "### Clients pointed early");
	expect_order(text, "First its downstream servers, while it answers HTTP and HTTPS:",
		"`switch-sync a.example.com ");
	expect_order(text, "`switch-sync a.example.com ",
		"Then the server itself, once each of these has synchronized over HTTPS:");
	expect_order(text, "Then the server itself, ", "`require-ssl hq.example.com ");
	free(text);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"shared objects are changed once, in the preparation",
			test_shared_objects_are_changed_once_in_the_preparation},
		{"what is bound early has a table and no box in the wave",
			test_what_is_bound_early_has_a_table_and_no_box_in_the_wave},
		{"a function of the preparation is not defined again",
			test_a_function_of_the_preparation_is_not_defined_again},
		{"nodes go one after the other", test_nodes_go_one_after_the_other},
		{"update points are marked and their links only checked",
			test_update_points_are_marked_and_their_links_only_checked},
		{"overlap switches before the server itself",
			test_overlap_switches_before_the_server_itself},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("runbook shared", tests);
}
