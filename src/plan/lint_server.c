/* Lint of the servers: series V. */
#include "plan/lint_check.h"

#include "base/array.h"

static const char *const required_apps[] = {"ApiRemoting30", "ClientWebService",
	"DSSAuthWebService", "ServerSyncWebService", "SimpleAuthWebService"};

static void judge_extra_apps(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);

	if (!server->extra_apps)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_EXTRA_APPS), NULL,
		"\"%s\" requires SSL where HTTP has to answer: %s", wsp_lint_fqdn(lint, s),
		wsp_lint_list(lint, server->extra_apps));
}

static void judge_required_apps(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *apps;
	size_t n = 0;

	if (!server->required_apps)
		return;
	apps = wsp_lint_text(lint, server->required_apps);
	wsp_text_clear(&lint->words);
	for (size_t i = 0; i < WSP_COUNT(required_apps); i++) {
		if (wsp_host_is_listed(apps, required_apps[i], strlen(required_apps[i]))) {
			n++;
			continue;
		}
		if (lint->words.length > 0)
			WSP_TEXT_LITERAL(&lint->words, ", ");
		wsp_text_adds(&lint->words, required_apps[i]);
	}
	if (n == WSP_COUNT(required_apps))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_REQUIRED_APPS), NULL,
		"\"%s\" requires SSL on %u of the five applications, not on %s",
		wsp_lint_fqdn(lint, s), (unsigned)n, wsp_text_get(&lint->words));
}

static void judge_configuressl(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);

	if (server->https != WSP_HTTPS_CONFIGURED || server->using_ssl != WSP_NO)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_USING_SSL), NULL,
		"\"%s\" is said to be configured, but UsingSSL is not set", wsp_lint_fqdn(lint, s));
}

static bool is_below_required(const struct wsp_server *server)
{
	return server->https == WSP_HTTPS_NONE || server->https == WSP_HTTPS_BOUND;
}

static void judge_registry(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	bool uses_ssl = server->using_ssl == WSP_YES || server->https == WSP_HTTPS_CONFIGURED;

	if (server->using_ssl == WSP_YES && is_below_required(server))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_USING_SSL), NULL,
			"UsingSSL is set on \"%s\", which does not require SSL",
			wsp_lint_fqdn(lint, s));
	else if (uses_ssl && server->registry_port && server->registry_port != server->https_port)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_REGISTRY_PORT),
			NULL, "PortNumber of \"%s\" is %u, its HTTPS port is %u",
			wsp_lint_fqdn(lint, s), (unsigned)server->registry_port,
			(unsigned)server->https_port);
}

/* WSUS 3.0 SP2, Windows Server 2012 and 2012 R2: TLS 1.2 has to be added. */
static bool is_old(uint32_t build)
{
	return build == 7600 || build == 9200 || build == 9600;
}

static void judge_tls(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);

	if (server->tls12 == WSP_NO)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_TLS12), NULL,
			"\"%s\" cannot use TLS 1.2", wsp_lint_fqdn(lint, s));
	else if (server->tls12 == WSP_UNKNOWN && is_old(server->build))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_BUILD), NULL,
			"\"%s\" has build %u, which may lack TLS 1.2", wsp_lint_fqdn(lint, s),
			(unsigned)server->build);
}

static void judge_patched(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (wsp_lint_server(lint, s)->patched == WSP_NO)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_PATCHED), NULL,
			"\"%s\" is not patched against CVE-2025-59287", wsp_lint_fqdn(lint, s));
}

static void judge_database(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (wsp_lint_server(lint, s)->database == WSP_DB_REMOTE_SQL)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_DATABASE), NULL,
			"\"%s\" reaches its database over the network, which the rollout leaves as "
			"it "
			"is",
			wsp_lint_fqdn(lint, s));
}

static void judge_restart(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);

	if (server->restart == WSP_RESTART_SERVICES)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_ROLES), NULL,
		"the restart of \"%s\" interrupts its other roles too: %s", wsp_lint_fqdn(lint, s),
		wsp_lint_list(lint, server->roles));
}

static void count_unknown(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	(void)rule;
	if (wsp_lint_server(lint, s)->https == 0 && lint->n_unknown++ == 0)
		lint->first_unknown = s;
}

static void judge_unknown(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	if (lint->n_unknown == 0)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, lint->first_unknown, WSP_KEY_HTTPS),
		NULL, "`state.https` of %u server%s is not given, first of \"%s\"",
		(unsigned)lint->n_unknown, lint->n_unknown == 1 ? "" : "s",
		wsp_lint_fqdn(lint, lint->first_unknown));
}

const struct wsp_lint_check wsp_lint_server_checks[] = {
	{WSP_RULE(V301), WSP_HAS_FLAW, .judge_server = judge_extra_apps},
	{WSP_RULE(V302), WSP_REQUIRES_SSL, .judge_server = judge_required_apps},
	{WSP_RULE(V303), WSP_HAS_REGISTRY, .judge_server = judge_configuressl},
	{WSP_RULE(V304), WSP_HAS_REGISTRY, .judge_server = judge_registry},
	{WSP_RULE(V307), .judge_server = judge_tls},
	{WSP_RULE(V308), WSP_HAS_FLAW, .judge_server = judge_patched},
	{WSP_RULE(V309), WSP_HAS_FLAW, .judge_server = judge_database},
	{WSP_RULE(V310), WSP_HAS_ROLES, .judge_server = judge_restart},
	{WSP_RULE(V311), .judge_server = count_unknown, .judge_estate = judge_unknown},
	{0},
};
