/* PowerShell: procedures as functions, steps as calls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "planned.h"
#include "report/powershell.h"
#include "runner.h"

static const char *const nothing[] = {NULL};

static const char *const commands[] = {
	"$at = \"https://<upstream>:<upstream_https_port>/x\"",
	"Bind '<fqdn>' -Port <https_port> -Hash '<thumbprint>'",
	"\"OK bind <fqdn>, done: it's <https_port>\"",
	NULL,
};

static const char *const back_out[] = {
	"# Only then.",
	"Unbind '<fqdn>' -Port <http_port>",
	NULL,
};

static const struct wsp_procedure bind = {
	.id = "bind",
	.action = WSP_BIND_CERTIFICATE,
	.shell = "powershell",
	.commands = commands,
	.back_out = back_out,
	.checks = nothing,
	.tried_on = nothing,
};

/* A plan that has to exist for the test to make sense. */
static struct wsp_plan *plan_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);

	if (!plan)
		abort();
	return plan;
}

static void expect(struct wsp_text *text, const char *expected)
{
	CU_ASSERT_FALSE(text->failed);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(text), expected);
	if (strcmp(wsp_text_get(text), expected) != 0)
		(void)fprintf(stderr, "got:\n%s\nexpected:\n%s\n", wsp_text_get(text), expected);
	wsp_text_release(text);
}

static void test_placeholders_become_parameters(void)
{
	struct wsp_signature signature;
	struct wsp_text out = {0};

	wsp_signature_read(&signature, &bind);
	CU_ASSERT_EQUAL(signature.n, 5);
	CU_ASSERT_TRUE(wsp_signature_has(&signature, WSP_PH_THUMBPRINT));
	CU_ASSERT_FALSE(wsp_signature_has(&signature, WSP_PH_HTTP_PORT));
	wsp_powershell_function(&bind, &signature, &out);
	expect(&out, "function bind($fqdn, $https_port, $upstream, $upstream_https_port, "
		     "$thumbprint) {\n"
		     "  $at = \"https://${upstream}:${upstream_https_port}/x\"\n"
		     "  Bind $fqdn -Port ${https_port} -Hash $thumbprint\n"
		     "  \"OK bind ${fqdn}, done: it's ${https_port}\"\n"
		     "}\n");
}

static void test_a_back_out_takes_the_same_values_first(void)
{
	struct wsp_signature signature;
	struct wsp_text out = {0};

	wsp_signature_read(&signature, &bind);
	CU_ASSERT_TRUE(wsp_powershell_has_undo(&bind));
	wsp_powershell_undo(&bind, &signature, &out);
	expect(&out, "function undo-bind($fqdn, $https_port, $upstream, $upstream_https_port, "
		     "$thumbprint, $http_port) {\n"
		     "  # Only then.\n"
		     "  Unbind $fqdn -Port ${http_port}\n"
		     "}\n");
}

static void test_comments_alone_are_no_script(void)
{
	static const char *const comments[] = {"# Nothing to undo: it only reads.", NULL};
	struct wsp_procedure procedure = bind;

	procedure.back_out = comments;
	CU_ASSERT_FALSE(wsp_powershell_has_undo(&procedure));
	procedure.back_out = nothing;
	CU_ASSERT_FALSE(wsp_powershell_has_undo(&procedure));
	procedure.back_out = back_out;
	procedure.shell = ""; /* sentences, to be done by hand */
	CU_ASSERT_FALSE(wsp_powershell_has_undo(&procedure));
}

static void call(const struct wsp_plan *plan, const char *fqdn, const char *expected)
{
	struct wsp_signature signature;
	struct wsp_text out = {0};

	wsp_signature_read(&signature, &bind);
	wsp_powershell_call(plan, wsp_topology_find(&plan->topo, fqdn), &bind, &signature, &out);
	expect(&out, expected);
}

static void test_calls_carry_the_values_of_their_server(void)
{
	struct wsp_plan *plan = plan_of(planned_company);

	call(plan, "east.example.com",
		"bind east.example.com 8531 root.example.com 8531 "
		"0A1B2C3D4E5F60718293A4B5C6D7E8F901234567");
	call(plan, "e1.example.com", "bind e1.example.com 8531 east.example.com 8531 THUMBPRINT");
	call(plan, "root.example.com",
		"bind root.example.com 8531 UPSTREAM UPSTREAM-HTTPS-PORT THUMBPRINT");
	wsp_plan_free(plan);
}

static void test_hostile_values_stay_one_argument(void)
{
	static const char *const lines[] = {"Use '<client_policy>'", NULL};
	struct wsp_procedure procedure = bind;
	struct wsp_signature signature;
	struct wsp_text out = {0};
	struct wsp_plan *plan =
		plan_of("servers:\n"
			"  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous,\n"
			"     notes: \"x'; Stop-Computer #\"}\n");

	procedure.commands = lines;
	plan->topo.inventory.server[0].client_policy = plan->topo.server[0].notes;
	wsp_signature_read(&signature, &procedure);
	wsp_powershell_call(plan, 0, &procedure, &signature, &out);
	expect(&out, "bind 'x''; Stop-Computer #'");
	wsp_plan_free(plan);
}

/* What the runbook promises for every box: the last line of a call begins with OK. */
static void test_every_script_ends_with_its_ok_line(void)
{
	for (const struct wsp_procedure *procedure = wsp_procedures; procedure->id; procedure++) {
		const char *const *last = procedure->commands;

		if (!procedure->shell[0])
			continue;
		while (last[1])
			last++;
		CU_ASSERT_EQUAL(strncmp(*last, "\"OK ", 4), 0);
		if (strncmp(*last, "\"OK ", 4) != 0)
			(void)fprintf(stderr, "  %s ends with %s\n", procedure->id, *last);
	}
}

/* Placeholders in a here-string or between other quotes would not be replaced. */
static void test_no_placeholder_is_left_in_a_function(void)
{
	for (const struct wsp_procedure *procedure = wsp_procedures; procedure->id; procedure++) {
		struct wsp_signature signature;
		struct wsp_text out = {0};
		size_t before;

		wsp_signature_read(&signature, procedure);
		wsp_powershell_function(procedure, &signature, &out);
		CU_ASSERT_EQUAL(
			wsp_placeholder_next(wsp_text_get(&out), &before), WSP_N_PLACEHOLDERS);
		wsp_text_release(&out);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"placeholders become parameters, the server first",
			test_placeholders_become_parameters},
		{"a back-out takes the same values first",
			test_a_back_out_takes_the_same_values_first},
		{"comments alone are no script", test_comments_alone_are_no_script},
		{"calls carry the values of their server",
			test_calls_carry_the_values_of_their_server},
		{"hostile values stay one argument", test_hostile_values_stay_one_argument},
		{"every script ends with its OK line", test_every_script_ends_with_its_ok_line},
		{"no placeholder is left in a function", test_no_placeholder_is_left_in_a_function},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("powershell", tests);
}
