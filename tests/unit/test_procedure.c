#include <stdio.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/array.h"
#include "plan/action.h"
#include "quoting.h"
#include "runner.h"

typedef bool line_judge(const struct wsp_procedure *procedure, const char *line);

static void blame(const struct wsp_procedure *procedure, const char *line)
{
	CU_FAIL("a line breaks the rule");
	(void)fprintf(stderr, "  %s: %s\n", procedure->id, line);
}

static void judge_lines(
	const struct wsp_procedure *procedure, const char *const *lines, line_judge *judge)
{
	for (size_t i = 0; lines[i]; i++) {
		if (!judge(procedure, lines[i]))
			blame(procedure, lines[i]);
	}
}

static bool is_powershell(const struct wsp_procedure *procedure)
{
	return strcmp(procedure->shell, "powershell") == 0;
}

static void judge_scripts(line_judge *judge)
{
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		if (!is_powershell(p))
			continue;
		judge_lines(p, p->commands, judge);
		judge_lines(p, p->back_out, judge);
	}
}

static void judge_texts(line_judge *judge)
{
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		judge_lines(p, p->commands, judge);
		judge_lines(p, p->checks, judge);
		judge_lines(p, p->back_out, judge);
	}
}

static const struct wsp_procedure *procedure(const char *id)
{
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		if (strcmp(p->id, id) == 0)
			return p;
	}
	CU_FAIL_FATAL("no such procedure");
	return NULL;
}

/* The line that contains `text`, from line `from` on; SIZE_MAX: none. */
static size_t find_line(const char *const *lines, size_t from, const char *text)
{
	for (size_t i = from; lines[i]; i++) {
		if (strstr(lines[i], text))
			return i;
	}
	return SIZE_MAX;
}

static size_t count_lines(const char *const *lines)
{
	size_t n = 0;

	while (lines[n])
		n++;
	return n;
}

static void test_procedures_are_complete(void)
{
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		const struct wsp_action_row *row = &wsp_actions[p->action];

		CU_ASSERT_EQUAL(strncmp(p->id, row->name, strcspn(row->name, "-")), 0);
		CU_ASSERT(p == wsp_procedures || p[-1].action <= p->action);
		CU_ASSERT(*p->who && *p->where && *p->source);
		CU_ASSERT(is_powershell(p) || !*p->shell);
		CU_ASSERT(p->commands[0] && p->checks[0]);
		CU_ASSERT_EQUAL(row->disruptive, *p->interrupts != '\0');
		CU_ASSERT(row->back_out == 0 || count_lines(p->back_out) > 1);
		CU_ASSERT_PTR_NULL(p->tried_on[0]);
		CU_ASSERT_PTR_EQUAL(procedure(p->id), p);
	}
}

static bool is_plain_ascii(const struct wsp_procedure *p, const char *line)
{
	(void)p;
	for (const char *c = line; *c; c++) {
		if (*c < ' ' || *c > '~')
			return false;
	}
	return true;
}

static bool fits_the_page(const struct wsp_procedure *p, const char *line)
{
	(void)p;
	return *line && strlen(line) <= 118;
}

static void test_texts_are_plain_ascii_and_scripts_fit_the_page(void)
{
	judge_texts(is_plain_ascii);
	judge_scripts(fits_the_page);
}

static bool has_known_placeholders_only(const struct wsp_procedure *p, const char *line)
{
	(void)p;
	for (const char *at = strchr(line, '<'); at; at = strchr(at + 1, '<')) {
		size_t before = 1;

		if (wsp_placeholder_next(at, &before) == WSP_N_PLACEHOLDERS || before != 0)
			return false;
	}
	return true;
}

static bool has_both_renderings(const struct wsp_procedure *p, const char *line)
{
	(void)p;
	return quoting_allows(line);
}

static void test_placeholders_stand_where_both_renderings_are_valid(void)
{
	const struct wsp_procedure *any = wsp_procedures;

	judge_texts(has_known_placeholders_only);
	judge_scripts(has_both_renderings);

	CU_ASSERT_FALSE(has_known_placeholders_only(any, "ping <host>"));
	CU_ASSERT_FALSE(has_both_renderings(any, "throw 'no <fqdn>'"));
	CU_ASSERT_FALSE(has_both_renderings(any, "throw \"no"));
	CU_ASSERT_FALSE(has_both_renderings(any, "\"$(f 'on <fqdn>')\""));
	CU_ASSERT_FALSE(has_both_renderings(any, "\"of <client_policy>\""));
	CU_ASSERT_TRUE(has_both_renderings(any, "f '<fqdn>' \"<fqdn>:$(g 'x' '<upstream>')\""));
}

static bool leaves_http_alone(const struct wsp_procedure *p, const char *line)
{
	static const char *const never[] = {"Set-WsusServerSynchronization", "Remove-WebBinding",
		"Remove-IISSiteBinding", "Clear-WebConfiguration", "Set-WebBinding", "Stop-Website",
		"-Action Block", "http delete", "Remove-WebSite"};

	(void)p;
	for (size_t i = 0; i < WSP_COUNT(never); i++) {
		if (strstr(line, never[i]))
			return false;
	}
	return !strstr(line, "Remove-NetFirewallRule") ||
	       strstr(line, "-Name \"wsusplan-https-<https_port>\"");
}

static bool uses_no_alias(const struct wsp_procedure *p, const char *line)
{
	static const char *const aliases[] = {"| %", "| ?", "| select ", "| where ", "| foreach ",
		"| sort ", "| ft", "| fl", "iwr ", "curl ", "sleep ", "echo ", "gci ", "icm "};

	(void)p;
	for (size_t i = 0; i < WSP_COUNT(aliases); i++) {
		if (strstr(line, aliases[i]))
			return false;
	}
	return true;
}

static void test_no_script_closes_the_http_port_or_uses_the_cmdlet_that_ends_replicas(void)
{
	judge_scripts(leaves_http_alone);
	judge_scripts(uses_no_alias);
}

static void test_ssl_is_required_on_exactly_the_five_applications(void)
{
	const char *const *lines = procedure("require-ssl")->commands;
	size_t five = find_line(lines, 0, "$five = ");
	size_t set = find_line(lines, 0, "-Value 'Ssl'");

	CU_ASSERT_FATAL(five != SIZE_MAX && set != SIZE_MAX);
	CU_ASSERT_STRING_EQUAL(lines[five],
		"$five = 'ApiRemoting30', 'ClientWebService', 'DSSAuthWebService', "
		"'ServerSyncWebService',");
	CU_ASSERT_STRING_EQUAL(lines[five + 1], "    'SimpleAuthWebService'");
	CU_ASSERT(strstr(lines[set], "foreach ($app in $five) {") == lines[set]);
	CU_ASSERT_EQUAL(find_line(lines, set + 1, "-Value 'Ssl'"), SIZE_MAX);
	CU_ASSERT(find_line(lines, set + 1,
			  "$five + 'Content', 'Inventory', 'ReportingWebService', 'SelfUpdate'") !=
		  SIZE_MAX);
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		if (p->action != WSP_REQUIRE_SSL)
			CU_ASSERT_EQUAL(find_line(p->commands, 0, "-Value 'Ssl'"), SIZE_MAX);
	}
}

/* A loop is bounded when a try is counted or the clock is read within its first lines. */
static bool is_bounded(const char *const *lines, size_t i)
{
	for (size_t end = i + 14; lines[i] && i < end; i++) {
		if (strstr(lines[i], "$try -g") || strstr(lines[i], "$try -l") ||
			strstr(lines[i], "(Get-Date) -gt $end"))
			return true;
	}
	return false;
}

static bool starts_loop(const char *line)
{
	return strstr(line, "for ($") || strstr(line, "do {") ||
	       (strstr(line, "while (") && !strstr(line, "} while ("));
}

static void test_every_wait_is_bounded_and_every_exit_code_checked(void)
{
	size_t n_loops = 0;

	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		const char *const *lines = p->commands;

		for (size_t i = 0; is_powershell(p) && lines[i]; i++) {
			const char *native = strstr(lines[i], "& ");

			n_loops += starts_loop(lines[i]);
			if (starts_loop(lines[i]) && !is_bounded(lines, i))
				blame(p, lines[i]);
			if (native && strstr(native, ".exe") &&
				!(lines[i + 1] && strstr(lines[i + 1], "if ($LASTEXITCODE -ne 0)")))
				blame(p, lines[i]);
			if (strstr(lines[i], "Start-Process") &&
				(find_line(lines, i, "WaitForExit(180000)") == SIZE_MAX ||
					find_line(lines, i, "$tool.ExitCode -ne 0") == SIZE_MAX))
				blame(p, lines[i]);
		}
	}
	CU_ASSERT(n_loops > 8);
}

static void test_a_script_stops_at_errors_and_ends_with_its_line_of_success(void)
{
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		size_t n = count_lines(p->commands), first = 0;
		char success[64];

		if (!is_powershell(p))
			continue;
		while (p->commands[first][0] == '#')
			first++;
		CU_ASSERT_STRING_EQUAL(p->commands[first], "$ErrorActionPreference = 'Stop'");
		(void)snprintf(
			success, sizeof(success), "\"OK %s <fqdn>: ", wsp_actions[p->action].name);
		CU_ASSERT_PTR_EQUAL(strstr(p->commands[n - 1], success), p->commands[n - 1]);
		CU_ASSERT_EQUAL(find_line(p->commands, 0, "\"OK "), n - 1);
		CU_ASSERT_PTR_NOT_NULL(strstr(p->checks[0], "last line"));
		success[strlen(success) - 1] = '\0';
		CU_ASSERT_PTR_NOT_NULL(strstr(p->checks[0], success + 1));
	}
}

static void expect_safe_switch(const char *id)
{
	const char *const *lines = procedure(id)->commands;
	size_t proof = find_line(lines, 0, "$ask.GetResponse().Close()");
	size_t before = find_line(lines, 0, "$replica = $config.IsReplicaServer");
	size_t save = find_line(lines, 0, "$config.Save()");
	size_t after = find_line(lines, 0, "$now.IsReplicaServer -ne $replica");

	CU_ASSERT(proof < before && before < save && save < after && after != SIZE_MAX);
}

static void test_a_switch_proves_the_upstream_first_and_guards_the_replica_mode(void)
{
	expect_safe_switch("switch-sync");
	expect_safe_switch("switch-sync-http");
	expect_safe_switch("unswitch-sync");
	expect_safe_switch("unswitch-sync-http");
}

/* ConfigMgr takes back what is set in WSUS: only its own cmdlets may write. */
static void expect_left_to_configmgr(const char *id, const char *writes)
{
	const char *const *lines = procedure(id)->commands;
	size_t enter = find_line(lines, 0, "Push-Location \"${code}:\"");
	size_t write = find_line(lines, 0, writes);
	size_t leave = find_line(lines, 0, "} finally { Pop-Location }");

	CU_ASSERT(enter < write && write < leave && leave != SIZE_MAX);
	CU_ASSERT_EQUAL(find_line(lines, 0, "$config.Save()"), SIZE_MAX);
}

static void test_a_software_update_point_is_written_by_configmgr_alone(void)
{
	expect_left_to_configmgr("set-sup-ssl", "Set-CMSoftwareUpdatePoint @point -EnableSsl");
	expect_left_to_configmgr("switch-sync-configmgr", "Set-CMSoftwareUpdatePointComponent ");
	expect_left_to_configmgr("unswitch-sync-configmgr", "Set-CMSoftwareUpdatePointComponent ");
	expect_left_to_configmgr("verify-sync-configmgr", "Sync-CMSoftwareUpdate ");
}

static bool only_reads(const struct wsp_procedure *p, const char *line)
{
	static const char *const writes[] = {"Set-", "New-Item", "New-WebBinding", "Remove-",
		".Save(", "StartSynchronization", "Restart-", "Stop-", "SetValue", "Add-"};

	for (size_t i = 0; p->action == WSP_RECHECK && i < WSP_COUNT(writes); i++) {
		if (strstr(line, writes[i]))
			return false;
	}
	return true;
}

static void test_a_recheck_reads_and_says_what_to_do_when_it_fails(void)
{
	judge_scripts(only_reads);
	for (const struct wsp_procedure *p = wsp_procedures; p->id; p++) {
		if (p->action == WSP_RECHECK)
			CU_ASSERT(find_line(p->checks, 0, "plan again") != SIZE_MAX);
	}
}

static void test_a_balancer_passes_tls_through_and_is_probed_over_https(void)
{
	const char *const *lines = procedure("prepare-balancer")->commands;

	CU_ASSERT(find_line(lines, 0, "TLS is not ended on the balancer") != SIZE_MAX);
	CU_ASSERT(find_line(lines, 0,
			  "https://NODE:<https_port>/ClientWebService/wusserverversion.xml") !=
		  SIZE_MAX);
	CU_ASSERT(
		find_line(procedure("prepare-balancer")->checks, 0, "each node alone") != SIZE_MAX);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"procedures are complete", test_procedures_are_complete},
		{"texts are plain ASCII and scripts fit the page",
			test_texts_are_plain_ascii_and_scripts_fit_the_page},
		{"placeholders stand where both renderings are valid",
			test_placeholders_stand_where_both_renderings_are_valid},
		{"no script closes the HTTP port or uses the cmdlet that ends replicas",
			test_no_script_closes_the_http_port_or_uses_the_cmdlet_that_ends_replicas},
		{"SSL is required on exactly the five applications",
			test_ssl_is_required_on_exactly_the_five_applications},
		{"every wait is bounded and every exit code checked",
			test_every_wait_is_bounded_and_every_exit_code_checked},
		{"a script stops at errors and ends with its line of success",
			test_a_script_stops_at_errors_and_ends_with_its_line_of_success},
		{"a switch proves the upstream first and guards the replica mode",
			test_a_switch_proves_the_upstream_first_and_guards_the_replica_mode},
		{"a software update point is written by ConfigMgr alone",
			test_a_software_update_point_is_written_by_configmgr_alone},
		{"a recheck reads, and says what to do when it fails",
			test_a_recheck_reads_and_says_what_to_do_when_it_fails},
		{"a balancer passes TLS through and is probed over HTTPS",
			test_a_balancer_passes_tls_through_and_is_probed_over_https},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("procedure", tests);
}
