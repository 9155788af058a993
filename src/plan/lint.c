/* Lint: one walk over the servers for all checks, then the checks of the estate. */
#include "plan/lint.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/list.h"
#include "base/number.h"
#include "model/schema.h"
#include "plan/lint_check.h"

enum { DAYS_UNTIL_STALE = 7, DAYS_LEFT_AT_LEAST = 60 };

const struct wsp_lint_check *const wsp_lint_checks[] = {
	wsp_lint_topology_checks,
	wsp_lint_certificate_checks,
	wsp_lint_server_checks,
	wsp_lint_link_checks,
	wsp_lint_client_checks,
	wsp_lint_group_checks,
	NULL,
};

static const char *const keys[WSP_N_KEYS] = {
	[WSP_KEY_FQDN] = "fqdn",
	[WSP_KEY_UPSTREAM] = "upstream",
	[WSP_KEY_MODE] = "mode",
	[WSP_KEY_HTTP_PORT] = "http_port",
	[WSP_KEY_HTTPS_PORT] = "https_port",
	[WSP_KEY_UPSTREAM_PORT] = "upstream_port",
	[WSP_KEY_CLIENTS] = "clients",
	[WSP_KEY_CLIENTS_BY] = "clients_by",
	[WSP_KEY_CLIENT_URL] = "client_url",
	[WSP_KEY_CLIENT_STATUS_URL] = "client_status_url",
	[WSP_KEY_BUILD] = "build",
	[WSP_KEY_OWNER] = "owner",
	[WSP_KEY_LAST_SYNC] = "last_sync",
	[WSP_KEY_LAST_SYNC_RESULT] = "last_sync_result",
	[WSP_KEY_SYNC_TIMES] = "sync_times",
	[WSP_KEY_TLS12] = "tls12",
	[WSP_KEY_PATCHED] = "patched",
	[WSP_KEY_ROLES] = "roles",
	[WSP_KEY_DATABASE] = "database",
	[WSP_KEY_CONFIGMGR_ROLE] = "configmgr.role",
	[WSP_KEY_CERTIFICATE_SOURCE] = "certificate.source",
	[WSP_KEY_CERTIFICATE_NAMES] = "certificate.names",
	[WSP_KEY_CERTIFICATE_EXPIRES] = "certificate.expires",
	[WSP_KEY_HTTPS] = "state.https",
	[WSP_KEY_SYNC_SSL] = "state.sync_ssl",
	[WSP_KEY_SYNC_PORT] = "state.sync_port",
	[WSP_KEY_CLIENTS_HTTPS] = "state.clients_https",
	[WSP_KEY_REQUIRED_APPS] = "state.required_apps",
	[WSP_KEY_EXTRA_APPS] = "state.extra_apps",
	[WSP_KEY_USING_SSL] = "state.using_ssl",
	[WSP_KEY_REGISTRY_PORT] = "state.registry_port",
};

struct wsp_place wsp_lint_place(const struct wsp_lint *lint, wsp_server_id s, enum wsp_lint_key key)
{
	return wsp_inventory_place(lint->inventory, &lint->topo->server[s], lint->field[key]);
}

const char *wsp_lint_list(struct wsp_lint *lint, wsp_string words)
{
	const char *rest = wsp_lint_text(lint, words);
	const char *word;
	size_t length;

	wsp_text_clear(&lint->words);
	while (wsp_list_next(&rest, &word, &length)) {
		if (lint->words.length)
			WSP_TEXT_LITERAL(&lint->words, ", ");
		wsp_text_add(&lint->words, word, length);
	}
	return wsp_text_get(&lint->words);
}

static int compare_policies(const void *left, const void *right)
{
	const struct wsp_lint_policy *a = left, *b = right;

	return (a->policy->name > b->policy->name) - (a->policy->name < b->policy->name);
}

struct wsp_lint_policy *wsp_lint_policy_of(struct wsp_lint *lint, const struct wsp_server *server)
{
	uint32_t begin = 0, end = lint->n_policies;

	if (!server->client_policy)
		return NULL;
	while (begin < end) {
		uint32_t middle = begin + (end - begin) / 2;
		wsp_string name = lint->policy[middle].policy->name;

		if (name == server->client_policy)
			return &lint->policy[middle];
		if (name < server->client_policy)
			begin = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

const char *wsp_lint_client_url(
	struct wsp_lint *lint, const struct wsp_server *server, struct wsp_url *ret_url)
{
	wsp_string text = server->client_url;

	if (!text && server->client_policy) {
		const struct wsp_lint_policy *policy = wsp_lint_policy_of(lint, server);

		text = policy ? policy->policy->url : 0;
	}
	if (lint->last_url.text != text) {
		lint->last_url.text = text;
		lint->last_url.valid =
			wsp_url_parse(wsp_lint_text(lint, text), &lint->last_url.url);
	}
	if (!lint->last_url.valid)
		return NULL;
	*ret_url = lint->last_url.url;
	return wsp_lint_text(lint, text);
}

static bool sort_policies(struct wsp_lint *lint)
{
	size_t n = lint->inventory->n_client_policies;

	if (n == 0)
		return true;
	lint->policy = calloc(n, sizeof(*lint->policy));
	if (!lint->policy)
		return false;
	lint->n_policies = (uint32_t)n;
	for (size_t i = 0; i < n; i++)
		lint->policy[i].policy = &lint->inventory->client_policy[i];
	qsort(lint->policy, n, sizeof(*lint->policy), compare_policies);
	return true;
}

static uint32_t fact(bool holds, enum wsp_lint_fact which)
{
	return holds ? (uint32_t)which : 0;
}

static bool has_flaw(const struct wsp_server *server)
{
	return server->patched == WSP_NO || server->database == WSP_DB_REMOTE_SQL ||
	       server->certificate_source == WSP_SELF_SIGNED || server->extra_apps;
}

static uint32_t facts_of(const struct wsp_topology *topo, wsp_server_id s)
{
	const struct wsp_server *server = &topo->server[s];
	bool is_root = topo->parent[s] == WSP_NO_SERVER;

	return fact(is_root, WSP_IS_ROOT) | fact(!is_root, WSP_HAS_UPSTREAM) |
	       fact(server->build, WSP_HAS_BUILD) |
	       fact(server->last_sync || server->last_sync_result, WSP_HAS_LAST_SYNC) |
	       fact(server->sync_times, WSP_HAS_SYNC_TIMES) | fact(server->roles, WSP_HAS_ROLES) |
	       fact(server->owner, WSP_HAS_OWNER) |
	       fact(server->client_url || server->client_policy, WSP_HAS_CLIENT_URL) |
	       fact(server->client_policy, WSP_HAS_CLIENT_POLICY) |
	       fact(server->certificate_names, WSP_HAS_CERTIFICATE_NAMES) |
	       fact(server->certificate_expires, WSP_HAS_EXPIRY) |
	       fact(server->configmgr_role, WSP_HAS_CONFIGMGR_ROLE) |
	       fact(server->sync_ssl, WSP_HAS_SYNC_SSL) |
	       fact(server->sync_port || server->upstream_port, WSP_HAS_SYNC_PORT) |
	       fact(server->using_ssl || server->registry_port, WSP_HAS_REGISTRY) |
	       fact(wsp_lint_requires_ssl(server), WSP_REQUIRES_SSL) |
	       fact(has_flaw(server), WSP_HAS_FLAW);
}

static void judge_servers(struct wsp_lint *lint, const struct wsp_lint_check *check, size_t n)
{
	for (wsp_server_id s = 0; s < lint->topo->n_servers; s++) {
		if (lint->topo->server[s].retired == WSP_YES)
			continue;

		uint32_t missing = ~facts_of(lint->topo, s);

		for (size_t i = 0; i < n; i++) {
			if ((check[i].needs & missing) == 0)
				check[i].judge_server(lint, check[i].rule, s);
		}
	}
}

static void judge(struct wsp_lint *lint)
{
	struct wsp_lint_check per_server[2 * WSP_N_RULES];
	size_t n = 0;

	for (size_t i = 0; wsp_lint_checks[i]; i++) {
		for (const struct wsp_lint_check *check = wsp_lint_checks[i]; check->rule;
			check++) {
			if (check->judge_server)
				per_server[n++] = *check;
		}
	}
	judge_servers(lint, per_server, n);

	for (size_t i = 0; wsp_lint_checks[i]; i++) {
		for (const struct wsp_lint_check *check = wsp_lint_checks[i]; check->rule;
			check++) {
			if (check->judge_estate)
				check->judge_estate(lint, check->rule);
		}
	}
}

void wsp_lint(const struct wsp_topology *topo, int32_t today, struct wsp_diags *diags)
{
	struct wsp_lint lint = {
		.topo = topo,
		.inventory = &topo->inventory,
		.diags = diags,
		.last_name.upstream = WSP_NO_SERVER,
	};

	wsp_format_date(today, lint.today);
	wsp_format_date(today - DAYS_UNTIL_STALE, lint.stale);
	wsp_format_date(today + DAYS_LEFT_AT_LEAST, lint.soon);
	for (size_t i = 0; i < WSP_N_KEYS; i++)
		lint.field[i] = wsp_server_field(keys[i]);

	if (sort_policies(&lint) && wsp_lint_members_find(&lint.members, topo))
		judge(&lint);
	else
		diags->failed = true;
	if (lint.words.failed)
		diags->failed = true;

	wsp_lint_members_release(&lint.members);
	free(lint.policy);
	wsp_text_release(&lint.words);
}
