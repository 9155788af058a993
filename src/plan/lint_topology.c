/* Lint of the topology: series T and P. */
#include "plan/lint_check.h"

#include "base/list.h"
#include "base/number.h"

enum {
	LEVELS_RECOMMENDED = 3,
	LEVELS_TESTED = 5,
	CLIENTS_ASSUMED = 30000,
	CLIENTS_SUPPORTED = 100000,
	CLIENTS_SUPPORTED_CONFIGMGR = 150000,
};

static void judge_roots(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	const struct wsp_topology *topo = lint->topo;
	wsp_server_id first = WSP_NO_SERVER, second = WSP_NO_SERVER;
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < topo->n_servers && topo->parent[s] == WSP_NO_SERVER; s++) {
		if (topo->server[s].retired == WSP_YES)
			continue;
		if (n == 0)
			first = s;
		else if (n == 1)
			second = s;
		n++;
	}
	if (n == 2)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, second, WSP_KEY_UPSTREAM),
			NULL, "2 servers are roots: \"%s\" and \"%s\"", wsp_lint_fqdn(lint, first),
			wsp_lint_fqdn(lint, second));
	else if (n > 2)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, second, WSP_KEY_UPSTREAM),
			NULL, "%u servers are roots: \"%s\", \"%s\" and %u more", (unsigned)n,
			wsp_lint_fqdn(lint, first), wsp_lint_fqdn(lint, second), (unsigned)(n - 2));
}

/* The first server from `begin` up to `end` that is not retired. */
static wsp_server_id first_in_use(
	const struct wsp_topology *topo, wsp_server_id begin, wsp_server_id end)
{
	for (wsp_server_id s = begin; s < end; s++) {
		if (topo->server[s].retired != WSP_YES)
			return s;
	}
	return WSP_NO_SERVER;
}

static void judge_depth(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id root)
{
	const struct wsp_topology *topo = lint->topo;
	wsp_server_id begin = root, end = root + 1, deepest = root;
	uint32_t levels = 0;

	if (topo->height[root] < LEVELS_RECOMMENDED)
		return;
	while (begin < end) { /* the servers of a tree on one level are numbered in a row */
		wsp_server_id found = first_in_use(topo, begin, end);

		if (found == WSP_NO_SERVER)
			break;
		deepest = found;
		levels++;
		begin = topo->child_begin[begin];
		end = topo->child_begin[end];
	}
	if (levels <= LEVELS_RECOMMENDED)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, deepest, WSP_KEY_UPSTREAM), NULL,
		"the tree of \"%s\" has %u levels down to \"%s\"; %d are %s",
		wsp_lint_fqdn(lint, root), (unsigned)levels, wsp_lint_fqdn(lint, deepest),
		levels > LEVELS_TESTED ? LEVELS_TESTED : LEVELS_RECOMMENDED,
		levels > LEVELS_TESTED ? "the most that were tested" : "recommended");
}

static void judge_depths(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	const struct wsp_topology *topo = lint->topo;

	for (wsp_server_id s = 0; s < topo->n_servers && topo->parent[s] == WSP_NO_SERVER; s++)
		judge_depth(lint, rule, s);
}

static void judge_build(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const struct wsp_server *upstream = wsp_lint_upstream(lint, s);

	if (upstream->build == 0 || server->build <= upstream->build)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_BUILD), NULL,
		"\"%s\" has build %u, newer than %u of its upstream \"%s\"", wsp_lint_fqdn(lint, s),
		(unsigned)server->build, (unsigned)upstream->build,
		wsp_lint_text(lint, upstream->fqdn));
}

static void judge_replica(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (lint->topo->feed[s] != WSP_FEED_MICROSOFT ||
		wsp_lint_server(lint, s)->mode != WSP_REPLICA)
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_MODE), NULL,
		"\"%s\" is a replica and synchronizes from Microsoft Update",
		wsp_lint_fqdn(lint, s));
}

static void judge_last_sync(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *last = wsp_lint_text(lint, server->last_sync);

	if (server->last_sync_result == WSP_SYNC_NEVER || strcmp(last, "never") == 0)
		wsp_diags_add(lint->diags, rule,
			wsp_lint_place(lint, s,
				server->last_sync ? WSP_KEY_LAST_SYNC : WSP_KEY_LAST_SYNC_RESULT),
			NULL, "\"%s\" has never synchronized", wsp_lint_fqdn(lint, s));
	else if (server->last_sync && strncmp(last, lint->stale, 10) < 0)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_LAST_SYNC), NULL,
			"\"%s\" last synchronized on %.10s, more than 7 days ago",
			wsp_lint_fqdn(lint, s), last);
	else if (server->last_sync_result == WSP_SYNC_FAILED)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_LAST_SYNC_RESULT),
			NULL, "the last synchronization of \"%s\" failed", wsp_lint_fqdn(lint, s));
}

static void judge_clients(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	uint32_t supported =
		server->configmgr_role ? CLIENTS_SUPPORTED_CONFIGMGR : CLIENTS_SUPPORTED;

	if (server->clients <= CLIENTS_ASSUMED || server->clients == WSP_ABSENT)
		return;
	if (server->clients > supported)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENTS), NULL,
			"\"%s\" has %u clients, more than the %u that are supported",
			wsp_lint_fqdn(lint, s), (unsigned)server->clients, (unsigned)supported);
	else
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_CLIENTS), NULL,
			"\"%s\" has %u clients, more than the %d that servers are sized for",
			wsp_lint_fqdn(lint, s), (unsigned)server->clients, CLIENTS_ASSUMED);
}

/* "02:30" as minute of the day. */
static bool read_time(const char *text, size_t length, unsigned *ret_minute)
{
	unsigned digit[4];

	if (length < 5 || text[2] != ':')
		return false;
	for (size_t i = 0; i < 4; i++) {
		char c = text[i + (i >= 2)];

		if (c < '0' || c > '9')
			return false;
		digit[i] = (unsigned)(c - '0');
	}
	*ret_minute = (digit[0] * 10 + digit[1]) * 60 + digit[2] * 10 + digit[3];
	return *ret_minute < WSP_MINUTES_A_DAY && digit[2] < 6;
}

/* Servers on one database have one schedule. */
static bool share_database(const struct wsp_lint *lint, wsp_server_id a, wsp_server_id b)
{
	const struct wsp_lint_members *members = &lint->members;

	for (uint32_t g = 0; g < members->n_groups; g++) {
		unsigned n = 0;

		if (lint->inventory->group[g].kind != WSP_GROUP_SHARED_DATABASE)
			continue;
		for (uint32_t i = members->begin[g]; i < members->begin[g + 1]; i++)
			n += members->member[i].server == a || members->member[i].server == b;
		if (n > 1)
			return true;
	}
	return false;
}

static void judge_sync_times(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);
	const char *rest = wsp_lint_text(lint, server->sync_times);
	uint32_t upstream = lint->topo->parent[s] + 1;
	const char *time;
	size_t length;

	if (server->mode != WSP_REPLICA || lint->crowded == upstream)
		return;
	while (wsp_list_next(&rest, &time, &length)) {
		unsigned minute;

		if (!read_time(time, length, &minute))
			continue;
		if (lint->sync_at[minute].upstream == upstream &&
			lint->sync_at[minute].server != s &&
			!share_database(lint, lint->sync_at[minute].server, s)) {
			wsp_diags_add(lint->diags, rule,
				wsp_lint_place(lint, s, WSP_KEY_SYNC_TIMES), NULL,
				"replicas of \"%s\" synchronize at the same time: "
				"\"%s\" and \"%s\" at %.5s",
				wsp_lint_fqdn(lint, lint->topo->parent[s]),
				wsp_lint_fqdn(lint, lint->sync_at[minute].server),
				wsp_lint_fqdn(lint, s), time);
			lint->crowded = upstream;
			return;
		}
		lint->sync_at[minute].upstream = upstream;
		lint->sync_at[minute].server = s;
	}
}

static void judge_offline(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (lint->topo->feed[s] == WSP_FEED_OFFLINE)
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_UPSTREAM), NULL,
			"\"%s\" is fed offline: nothing to switch, nothing to wait for",
			wsp_lint_fqdn(lint, s));
}

static bool is_default_site(const struct wsp_server *server)
{
	return server->http_port == 80 && server->https_port == 443;
}

static void judge_port_pair(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	const struct wsp_server *server = wsp_lint_server(lint, s);

	if (server->https_port == server->http_port + 1 || is_default_site(server))
		return;
	wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_HTTPS_PORT), NULL,
		"\"%s\" has HTTP on %u and HTTPS on %u, which are not adjacent",
		wsp_lint_fqdn(lint, s), (unsigned)server->http_port, (unsigned)server->https_port);
}

static void judge_default_site(struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id s)
{
	if (is_default_site(wsp_lint_server(lint, s)))
		wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_HTTPS_PORT), NULL,
			"\"%s\" uses ports 80 and 443 of the default web site",
			wsp_lint_fqdn(lint, s));
}

const struct wsp_lint_check wsp_lint_topology_checks[] = {
	{WSP_RULE(T003), .judge_estate = judge_roots},
	{WSP_RULE(T005), .judge_estate = judge_depths},
	{WSP_RULE(T006), WSP_HAS_UPSTREAM | WSP_HAS_BUILD, .judge_server = judge_build},
	{WSP_RULE(T007), WSP_IS_ROOT, .judge_server = judge_replica},
	{WSP_RULE(T008), WSP_HAS_LAST_SYNC, .judge_server = judge_last_sync},
	{WSP_RULE(T010), .judge_server = judge_clients},
	{WSP_RULE(T011), WSP_HAS_UPSTREAM | WSP_HAS_SYNC_TIMES, .judge_server = judge_sync_times},
	{WSP_RULE(T012), WSP_IS_ROOT, .judge_server = judge_offline},
	{WSP_RULE(P101), .judge_server = judge_port_pair},
	{WSP_RULE(P106), .judge_server = judge_default_site},
	{0},
};
