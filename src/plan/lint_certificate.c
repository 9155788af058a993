/* Lint of the certificates: series C, groups apart. */
#include "plan/lint_check.h"

/* Whether the certificate of `server` is known not to cover `host`. */
static bool lacks(const struct wsp_lint *lint, const struct wsp_server *server, const char *host,
	size_t length)
{
	return server->certificate_names &&
	       !wsp_host_is_covered(wsp_lint_text(lint, server->certificate_names), host, length);
}

static bool is_full_name(const char *host, size_t length)
{
	return !wsp_host_is_short(host, length) && !wsp_host_is_address(host, length);
}

/* The group that `s` synchronizes through, of a kind that has a name in DNS; NULL: none. */
static const struct wsp_group *name_before(const struct wsp_lint *lint, wsp_server_id s)
{
	uint32_t group = wsp_topology_link_group(lint->topo, s);

	if (group == WSP_NO_GROUP ||
		lint->inventory->group[group].kind == WSP_GROUP_SHARED_DATABASE)
		return NULL;
	return &lint->inventory->group[group];
}

/* The name by which `s` addresses its upstream once switched: as written if that is an FQDN; the
   first node of a shared database, whose own name is of nobody. */
static wsp_string name_of_upstream(const struct wsp_lint *lint, wsp_server_id s)
{
	wsp_string fqdn = wsp_lint_upstream(lint, s)->fqdn;
	wsp_string written = wsp_lint_server(lint, s)->upstream;
	const char *text = wsp_lint_text(lint, written);

	if (wsp_topology_link_group(lint->topo, s) != WSP_NO_GROUP)
		return name_before(lint, s) ? written : fqdn;
	return written == fqdn || is_full_name(text, strlen(text)) ? written : fqdn;
}

static void judge_name_for_sync(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (!upstream->certificate_names)
		return;

	wsp_string name = name_of_upstream(lint, s);
	const char *text = wsp_lint_text(lint, name);

	if (lint->last_name.upstream != lint->topo->parent[s] || lint->last_name.name != name) {
		lint->last_name.upstream = lint->topo->parent[s];
		lint->last_name.name = name;
		lint->last_name.covered = !lacks(lint, upstream, text, strlen(text));
	}
	if (lint->last_name.covered)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_UPSTREAM), NULL,
		"\"%s\" synchronizes from \"%s\", a name that the certificate of \"%s\" lacks",
		wsp_lint_fqdn(lint, s), text, wsp_lint_text(lint, upstream->fqdn));
}

static void judge_name_for_clients(
	struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	struct wsp_url url;

	if (!wsp_lint_client_url(lint, server, &url) ||
		!lacks(lint, server, url.host, url.host_length))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENT_URL), NULL,
		"clients address \"%s\" as \"%.*s\", a name that its certificate lacks",
		wsp_lint_fqdn(lint, s), (int)url.host_length, url.host);
}

static void judge_upstream_name(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (server->upstream == upstream->fqdn)
		return;

	const char *written = wsp_lint_text(lint, server->upstream);

	if (is_full_name(written, strlen(written)))
		return;
	if (name_before(lint, s)) {
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_UPSTREAM),
			"give the group its full name, such as `wsus.example.com`",
			"\"%s\" names its upstream \"%s\", a group without a full name",
			wsp_lint_fqdn(lint, s), written);
		return;
	}
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_UPSTREAM), NULL,
		"\"%s\" names its upstream \"%s\", TLS needs \"%s\"", wsp_lint_fqdn(lint, s),
		written, wsp_lint_text(lint, upstream->fqdn));
}

static void judge_expiry(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *expires = wsp_lint_text(lint, server->certificate_expires);

	if (strncmp(expires, lint->today, 10) < 0)
		wsp_diags_add(lint->diags, rule,
			wsp_lint_place(lint, s, WSP_KEY_CERTIFICATE_EXPIRES), NULL,
			"the certificate of \"%s\" expired on %.10s", wsp_lint_fqdn(lint, s),
			expires);
	else if (strncmp(expires, lint->soon, 10) < 0)
		wsp_diags_add(lint->diags, rule,
			wsp_lint_place(lint, s, WSP_KEY_CERTIFICATE_EXPIRES), NULL,
			"the certificate of \"%s\" expires on %.10s, in less than 60 days",
			wsp_lint_fqdn(lint, s), expires);

	if (lint->n_expiring++ == 0)
		lint->first_expiring = s;
	else if (!lint->expiries_differ)
		lint->expiries_differ =
			strncmp(expires,
				wsp_lint_text(lint, wsp_lint_server(lint, lint->first_expiring)
							    ->certificate_expires),
				10) != 0;
}

static void judge_common_expiry(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	if (lint->n_expiring < 2 || lint->expiries_differ)
		return;
	wsp_diags_add(lint->diags, rule,
		wsp_lint_place(lint, lint->first_expiring, WSP_KEY_CERTIFICATE_EXPIRES), NULL,
		"all %u certificates expire on one day, %.10s", (unsigned)lint->n_expiring,
		wsp_lint_text(
			lint, wsp_lint_server(lint, lint->first_expiring)->certificate_expires));
}

static void judge_self_signed(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (wsp_lint_server(lint, s)->certificate_source == WSP_SELF_SIGNED)
		wsp_diags_add(lint->diags, rule,
			wsp_lint_place(lint, s, WSP_KEY_CERTIFICATE_SOURCE), NULL,
			"the certificate of \"%s\" is self-signed", wsp_lint_fqdn(lint, s));
}

static void judge_own_name(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *fqdn, *names;

	if (server->certificate_names == server->fqdn)
		return;
	fqdn = wsp_lint_fqdn(lint, s);
	names = wsp_lint_text(lint, server->certificate_names);
	if (wsp_host_is_listed(names, fqdn, strlen(fqdn)))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CERTIFICATE_NAMES), NULL,
		"the certificate of \"%s\" %s: %s", fqdn,
		wsp_host_is_covered(names, fqdn, strlen(fqdn)) ? "names it by a wildcard only"
							       : "does not name it",
		wsp_lint_list(lint, server->certificate_names));
}

const struct wsp_lint_check wsp_lint_certificate_checks[] = {
	{WSP_RULE(C201), WSP_HAS_UPSTREAM, .judge_server = judge_name_for_sync},
	{WSP_RULE(C201), WSP_HAS_CERTIFICATE_NAMES | WSP_HAS_CLIENT_URL,
		.judge_server = judge_name_for_clients},
	{WSP_RULE(C202), WSP_HAS_UPSTREAM, .judge_server = judge_upstream_name},
	{WSP_RULE(C203), WSP_HAS_EXPIRY, .judge_server = judge_expiry,
		.judge_estate = judge_common_expiry},
	{WSP_RULE(C206), WSP_HAS_FLAW, .judge_server = judge_self_signed},
	{WSP_RULE(C207), WSP_HAS_CERTIFICATE_NAMES, .judge_server = judge_own_name},
	{0},
};
