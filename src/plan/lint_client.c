/* Lint of clients and ConfigMgr: series K and M, and O where clients are concerned. */
#include "plan/lint_check.h"

#include "base/ascii.h"

static bool has_clients(const struct wsp_server *server)
{
	return server->clients > 0 && server->clients != WSP_ABSENT;
}

static void judge_clients_left(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	bool left = server->clients_https == WSP_CLIENTS_NONE ||
		    server->clients_https == WSP_CLIENTS_SOME;
	struct wsp_url url;

	if (!left || !has_clients(server) || (wsp_lint_client_url(lint, server, &url) && url.https))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENTS_HTTPS), NULL,
		"\"%s\" requires SSL, and %s of its %u clients use HTTPS", wsp_lint_fqdn(lint, s),
		server->clients_https == WSP_CLIENTS_NONE ? "none" : "only some",
		(unsigned)server->clients);
}

static void count_policy(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	struct wsp_lint_policy *policy = wsp_lint_policy_of(lint, wsp_lint_server(lint, s));

	(void)rule;
	if (!policy)
		return;
	if (policy->n_servers++ == 0)
		policy->first = s;
	policy->last = s;
}

static void judge_policies(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	for (uint32_t i = 0; i < lint->n_policies; i++) {
		const struct wsp_lint_policy *policy = &lint->policy[i];

		if (policy->n_servers < 2)
			continue;
		wsp_diags_add(lint->diags, rule, policy->policy->place, NULL,
			"client policy \"%s\" points at %u servers, \"%s\" to \"%s\"; all of "
			"them are bound before it gives an HTTPS address",
			wsp_lint_text(lint, policy->policy->name), (unsigned)policy->n_servers,
			wsp_lint_fqdn(lint, policy->first), wsp_lint_fqdn(lint, policy->last));
	}
}

static void judge_role(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	static const char *const roles[] = {[WSP_CM_CAS] = "central administration",
		[WSP_CM_PRIMARY] = "primary",
		[WSP_CM_SECONDARY] = "secondary"};
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (!upstream->configmgr_role) {
		if (server->configmgr_role == WSP_CM_SECONDARY)
			wsp_diags_add(lint->diags, rule,
				wsp_lint_place(lint, s, WSP_KEY_CONFIGMGR_ROLE), NULL,
				"\"%s\" of a secondary site is below \"%s\", which is no software "
				"update point",
				wsp_lint_fqdn(lint, s), wsp_lint_text(lint, upstream->fqdn));
		return;
	}
	if (server->configmgr_role < upstream->configmgr_role)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CONFIGMGR_ROLE),
			NULL, "\"%s\" of a %s site is below \"%s\" of a %s site",
			wsp_lint_fqdn(lint, s), roles[server->configmgr_role],
			wsp_lint_text(lint, upstream->fqdn), roles[upstream->configmgr_role]);
	else if (wsp_lint_requires_ssl(upstream) &&
		 (server->https == WSP_HTTPS_NONE || server->https == WSP_HTTPS_BOUND))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_HTTPS), NULL,
			"software update point \"%s\" is below \"%s\", which requires SSL, and "
			"does "
			"not itself",
			wsp_lint_fqdn(lint, s), wsp_lint_text(lint, upstream->fqdn));
}

/* Whether a domain policy is said to point the clients of a software update point. */
static bool has_domain_policy(struct wsp_lint *lint, const struct wsp_server *server)
{
	const struct wsp_lint_policy *policy;

	if (!wsp_lint_is_given(lint, server, WSP_KEY_CLIENTS_BY))
		return false;
	policy = wsp_lint_policy_of(lint, server);
	return server->clients_by == WSP_BY_GPO ||
	       (policy && policy->policy->kind == WSP_POLICY_GPO);
}

static void judge_domain_policy(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *fqdn = wsp_lint_fqdn(lint, s);
	struct wsp_url url;

	if (!has_domain_policy(lint, server))
		return;
	if (!wsp_lint_client_url(lint, server, &url))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENTS_BY), NULL,
			"clients of software update point \"%s\" are pointed by Group Policy",
			fqdn);
	else if (!wsp_ascii_same(url.host, url.host_length, fqdn, strlen(fqdn)))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENTS_BY), NULL,
			"Group Policy points clients of software update point \"%s\" at \"%.*s\"",
			fqdn, (int)url.host_length, url.host);
}

/* Whether no other software update point of the site is above. */
static bool is_first_of_site(const struct wsp_server *server, const struct wsp_server *upstream)
{
	if (!upstream || !upstream->configmgr_role || upstream->configmgr_role == WSP_CM_CAS)
		return true;
	return server->site_code && upstream->site_code && server->site_code != upstream->site_code;
}

static void judge_first_point(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	bool top = server->configmgr_role == WSP_CM_CAS;

	if (server->mode != WSP_REPLICA || (!top && server->configmgr_role != WSP_CM_PRIMARY) ||
		!is_first_of_site(server, wsp_lint_upstream(lint, s)))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_MODE), NULL,
		"\"%s\" is the first software update point of a %s site and a replica",
		wsp_lint_fqdn(lint, s), top ? "central administration" : "primary");
}

static void judge_status_url(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	struct wsp_url url, status;
	const char *text;

	if (!server->client_status_url || server->client_status_url == server->client_url)
		return;
	text = wsp_lint_client_url(lint, server, &url);
	if (!text || !wsp_url_parse(wsp_lint_text(lint, server->client_status_url), &status) ||
		wsp_url_same(&url, &status))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENT_STATUS_URL), NULL,
		"clients of \"%s\" scan at %s and report to %s", wsp_lint_fqdn(lint, s), text,
		wsp_lint_text(lint, server->client_status_url));
}

static void judge_url_port(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	struct wsp_url url;

	if (!wsp_lint_client_url(lint, server, &url) || !url.https || url.port ||
		server->https_port == wsp_url_port(&url))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENT_URL), NULL,
		"https://%.*s without a port means 443, HTTPS of \"%s\" is on %u",
		(int)url.host_length, url.host, wsp_lint_fqdn(lint, s),
		(unsigned)server->https_port);
}

const struct wsp_lint_check wsp_lint_client_checks[] = {
	{WSP_RULE(O405), WSP_REQUIRES_SSL, .judge_server = judge_clients_left},
	{WSP_RULE(O406), WSP_HAS_CLIENT_POLICY, .judge_server = count_policy,
		.judge_estate = judge_policies},
	{WSP_RULE(M502), WSP_HAS_UPSTREAM | WSP_HAS_CONFIGMGR_ROLE, .judge_server = judge_role},
	{WSP_RULE(M503), WSP_HAS_CONFIGMGR_ROLE, .judge_server = judge_domain_policy},
	{WSP_RULE(M505), WSP_HAS_CONFIGMGR_ROLE, .judge_server = judge_first_point},
	{WSP_RULE(K601), WSP_HAS_CLIENT_URL, .judge_server = judge_status_url},
	{WSP_RULE(K604), WSP_HAS_CLIENT_URL, .judge_server = judge_url_port},
	{0},
};
