/* Lint of the links between servers: series O and the ports they use. */
#include "plan/lint_check.h"

enum { PORT_OF_THE_WIZARD = 443 };

/* P103 tells about 443, P102 about every other wrong port. */
static bool is_wizard_port(uint16_t port, const struct wsp_server *upstream)
{
	return port == PORT_OF_THE_WIZARD && upstream->https_port != PORT_OF_THE_WIZARD;
}

/* A port that fails whatever the certificates. Without `sync_ssl` either port may be right. */
static void judge_sync_port(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);
	uint16_t port = server->sync_port ? server->sync_port : server->upstream_port;
	enum wsp_lint_key key = server->sync_port ? WSP_KEY_SYNC_PORT : WSP_KEY_UPSTREAM_PORT;
	bool ssl = server->sync_ssl == WSP_YES;

	if (is_wizard_port(port, upstream) || (ssl && port == upstream->https_port) ||
		(server->sync_ssl == WSP_NO && port == upstream->http_port))
		return;
	if (server->sync_ssl != WSP_UNKNOWN)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, key), NULL,
			"\"%s\" synchronizes %s SSL on port %u, \"%s\" expects that on %u",
			wsp_lint_fqdn(lint, s), ssl ? "with" : "without", (unsigned)port,
			wsp_lint_text(lint, upstream->fqdn),
			(unsigned)(ssl ? upstream->https_port : upstream->http_port));
	else if (port != upstream->http_port && port != upstream->https_port)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, key), NULL,
			"\"%s\" synchronizes on port %u, \"%s\" has %u and %u",
			wsp_lint_fqdn(lint, s), (unsigned)port, wsp_lint_text(lint, upstream->fqdn),
			(unsigned)upstream->http_port, (unsigned)upstream->https_port);
}

static void judge_wizard_port(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	bool configured = is_wizard_port(server->upstream_port, upstream);

	if (!configured && !is_wizard_port(server->sync_port, upstream))
		return;
	wsp_diags_add(lint->diags, rule,
		wsp_lint_place(lint, s, configured ? WSP_KEY_UPSTREAM_PORT : WSP_KEY_SYNC_PORT),
		NULL, "\"%s\" uses port 443 for \"%s\", which has HTTPS on %u",
		wsp_lint_fqdn(lint, s), wsp_lint_text(lint, upstream->fqdn),
		(unsigned)upstream->https_port);
}

static void judge_switched_early(
	struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (upstream->https != WSP_HTTPS_NONE || wsp_lint_server(lint, s)->sync_ssl != WSP_YES)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_SYNC_SSL), NULL,
		"\"%s\" synchronizes over SSL with \"%s\", which has no certificate bound",
		wsp_lint_fqdn(lint, s), wsp_lint_text(lint, upstream->fqdn));
}

static void judge_left_behind(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (!wsp_lint_requires_ssl(upstream) || wsp_lint_server(lint, s)->sync_ssl != WSP_NO)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_SYNC_SSL), NULL,
		"\"%s\" synchronizes without SSL with \"%s\", which requires it",
		wsp_lint_fqdn(lint, s), wsp_lint_text(lint, upstream->fqdn));
}

/* Whether somebody else has work when the downstream is switched; between software update points
   ConfigMgr does it. */
static bool has_another_owner(const struct wsp_server *child, const struct wsp_server *upstream)
{
	return child->owner && child->owner != upstream->owner && child->retired != WSP_YES &&
	       !(child->configmgr_role && upstream->configmgr_role);
}

static void judge_owners(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_topology *topo = lint->topo;
	wsp_string owner = topo->server[s].owner;
	wsp_server_id first = WSP_NO_SERVER;
	uint32_t n = 0;

	for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++) {
		if (has_another_owner(&topo->server[c], &topo->server[s]) && n++ == 0)
			first = c;
	}
	if (n == 0)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_OWNER), NULL,
		"\"%s\" belongs to %s, %u of its downstreams to others (\"%s\" to %s)",
		wsp_lint_fqdn(lint, s), wsp_lint_text(lint, owner), (unsigned)n,
		wsp_lint_fqdn(lint, first), wsp_lint_text(lint, topo->server[first].owner));
}

const struct wsp_lint_check wsp_lint_link_checks[] = {
	{WSP_RULE(P102), WSP_HAS_UPSTREAM | WSP_HAS_SYNC_PORT, .judge_server = judge_sync_port},
	{WSP_RULE(P103), WSP_HAS_UPSTREAM | WSP_HAS_SYNC_PORT, .judge_server = judge_wizard_port},
	{WSP_RULE(O402), WSP_HAS_UPSTREAM | WSP_HAS_SYNC_SSL, .judge_server = judge_switched_early},
	{WSP_RULE(O403), WSP_HAS_UPSTREAM | WSP_HAS_SYNC_SSL, .judge_server = judge_left_behind},
	{WSP_RULE(O409), WSP_HAS_OWNER, .judge_server = judge_owners},
	{0},
};
