/* Lint of groups: their servers, found once, and the checks over them. */
#include <stdlib.h>

#include "base/array.h"
#include "base/list.h"
#include "plan/lint_check.h"

enum { NODES_A_DATABASE = 4, NO_MEMBER = 0 };

/* Members by name: a hash table of chains. Members count from 1. */
struct table {
	uint32_t *bucket;   /* heap */
	uint32_t n_buckets; /* a power of two */
	bool has_short_names;
};

static uint32_t hash(const char *name, size_t length)
{
	uint32_t value = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < length; i++)
		value = (value ^ (unsigned char)name[i]) * 16777619u;
	return value;
}

static uint32_t count_words(const char *words)
{
	uint32_t n = *words ? 1 : 0;

	for (; *words; words++)
		n += *words == '\n';
	return n;
}

static void add_members(struct wsp_lint_members *members, struct table *table,
	const struct wsp_inventory *inventory)
{
	uint32_t n = 0;

	for (uint32_t g = 0; g < members->n_groups; g++) {
		const char *rest = wsp_inventory_text(inventory, inventory->group[g].members);
		const char *name;
		size_t length;

		members->begin[g] = n;
		while (wsp_list_next(&rest, &name, &length)) {
			uint32_t *bucket =
				&table->bucket[hash(name, length) & (table->n_buckets - 1)];

			members->member[n++] = (struct wsp_lint_member){.name = name,
				.length = (uint32_t)length,
				.group = g,
				.next = *bucket,
				.server = WSP_NO_SERVER};
			*bucket = n;
			if (wsp_host_is_short(name, length))
				table->has_short_names = true;
		}
	}
	members->begin[members->n_groups] = n;
	members->n = n;
}

static void match(struct wsp_lint_members *members, const struct table *table, const char *name,
	size_t length, wsp_server_id s)
{
	uint32_t i = table->bucket[hash(name, length) & (table->n_buckets - 1)];

	while (i != NO_MEMBER) {
		struct wsp_lint_member *member = &members->member[i - 1];

		if (member->server == WSP_NO_SERVER && member->length == length &&
			memcmp(member->name, name, length) == 0)
			member->server = s;
		i = member->next;
	}
}

static void match_servers(struct wsp_lint_members *members, const struct table *table,
	const struct wsp_topology *topo)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		const char *fqdn = wsp_topology_fqdn(topo, s);
		const char *rest = wsp_topology_text(topo, topo->server[s].aliases);
		const char *alias;
		size_t length;

		if (topo->server[s].retired == WSP_YES)
			continue;
		match(members, table, fqdn, strlen(fqdn), s);
		if (table->has_short_names)
			match(members, table, fqdn, strcspn(fqdn, "."), s);
		while (wsp_list_next(&rest, &alias, &length))
			match(members, table, alias, length, s);
	}
}

bool wsp_lint_members_find(struct wsp_lint_members *members, const struct wsp_topology *topo)
{
	const struct wsp_inventory *inventory = &topo->inventory;
	struct table table = {.n_buckets = 16};
	bool complete;
	size_t n = 0;

	if (inventory->n_groups == 0)
		return true;
	for (size_t g = 0; g < inventory->n_groups; g++)
		n += count_words(wsp_inventory_text(inventory, inventory->group[g].members));
	while (table.n_buckets < n)
		table.n_buckets *= 2;

	table.bucket = calloc(table.n_buckets, sizeof(*table.bucket));
	members->member = calloc(n + 1, sizeof(*members->member));
	members->begin = calloc(inventory->n_groups + 1, sizeof(*members->begin));
	complete = table.bucket && members->member && members->begin;
	if (complete) {
		members->n_groups = (uint32_t)inventory->n_groups;
		add_members(members, &table, inventory);
		match_servers(members, &table, topo);
	}
	free(table.bucket);
	return complete;
}

void wsp_lint_members_release(struct wsp_lint_members *members)
{
	free(members->member);
	free(members->begin);
	*members = (struct wsp_lint_members){0};
}

static void judge_group_name(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	for (uint32_t i = 0; i < lint->members.n; i++) {
		const struct wsp_lint_member *member = &lint->members.member[i];
		const struct wsp_group *group = &lint->inventory->group[member->group];
		const char *name = wsp_lint_text(lint, group->name), *names;

		if (member->server == WSP_NO_SERVER || group->kind == WSP_GROUP_SHARED_DATABASE)
			continue;
		names = wsp_lint_text(
			lint, wsp_lint_server(lint, member->server)->certificate_names);
		if (!*names || wsp_host_is_covered(names, name, strlen(name)))
			continue;
		wsp_diags_add(lint->diags, rule,
			wsp_lint_place(lint, member->server, WSP_KEY_CERTIFICATE_NAMES), NULL,
			"the certificate of \"%s\" lacks \"%s\", the name of its group",
			wsp_lint_fqdn(lint, member->server), name);
	}
}

/* Write the members in use to `words`. @return how many there are */
static uint32_t list_in_use(struct wsp_lint *lint, uint32_t g)
{
	uint32_t n = 0;

	wsp_text_clear(&lint->words);
	for (uint32_t i = lint->members.begin[g]; i < lint->members.begin[g + 1]; i++) {
		wsp_server_id s = lint->members.member[i].server;

		if (s == WSP_NO_SERVER)
			continue;
		if (n++ > 0)
			WSP_TEXT_LITERAL(&lint->words, ", ");
		wsp_text_adds(&lint->words, wsp_lint_fqdn(lint, s));
	}
	return n;
}

static void judge_shared_addresses(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	for (uint32_t g = 0; g < lint->members.n_groups; g++) {
		const struct wsp_group *group = &lint->inventory->group[g];
		uint32_t n = list_in_use(lint, g);

		if (n < 2 || group->kind == WSP_GROUP_SHARED_DATABASE)
			continue;
		wsp_diags_add(lint->diags, rule, group->place, NULL,
			"\"%s\" stands for %u servers: %s; all of them are bound before a client "
			"is pointed at it over HTTPS",
			wsp_lint_text(lint, group->name), (unsigned)n, wsp_text_get(&lint->words));
	}
}

/* What members of a shared database must have in common, and at which key it is told. */
static bool builds_differ(const struct wsp_server *a, const struct wsp_server *b)
{
	return a->build && b->build && a->build != b->build;
}

static bool states_differ(const struct wsp_server *a, const struct wsp_server *b)
{
	return a->https && b->https && wsp_lint_requires_ssl(a) != wsp_lint_requires_ssl(b);
}

static bool patches_differ(const struct wsp_server *a, const struct wsp_server *b)
{
	return a->patched && b->patched && a->patched != b->patched;
}

static const struct {
	bool (*differ)(const struct wsp_server *first, const struct wsp_server *other);
	enum wsp_lint_key key;
	const char *what;
} common[] = {
	{builds_differ, WSP_KEY_BUILD, "is of another build than"},
	{states_differ, WSP_KEY_HTTPS, "differs in requiring SSL from"},
	{patches_differ, WSP_KEY_PATCHED, "is of another patch level than"},
};

static void judge_member(
	struct wsp_lint *lint, const struct wsp_rule *rule, wsp_server_id first, wsp_server_id s)
{
	for (size_t i = 0; i < WSP_COUNT(common); i++) {
		if (common[i].differ(wsp_lint_server(lint, first), wsp_lint_server(lint, s)))
			wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, common[i].key),
				NULL, "\"%s\" %s \"%s\", with which it shares a database",
				wsp_lint_fqdn(lint, s), common[i].what, wsp_lint_fqdn(lint, first));
	}
}

static void judge_shared_database(struct wsp_lint *lint, const struct wsp_rule *rule, uint32_t g)
{
	const struct wsp_group *group = &lint->inventory->group[g];
	uint32_t begin = lint->members.begin[g], end = lint->members.begin[g + 1];
	wsp_server_id first = WSP_NO_SERVER;
	uint32_t n = list_in_use(lint, g);

	if (n > NODES_A_DATABASE)
		wsp_diags_add(lint->diags, rule, group->place, NULL,
			"%u servers share the database of \"%s\", %d are supported", (unsigned)n,
			wsp_lint_text(lint, group->name), NODES_A_DATABASE);
	for (uint32_t i = begin; i < end; i++) {
		wsp_server_id s = lint->members.member[i].server;

		if (s == WSP_NO_SERVER)
			continue;
		if (wsp_lint_server(lint, s)->database == WSP_DB_WID)
			wsp_diags_add(lint->diags, rule, wsp_lint_place(lint, s, WSP_KEY_DATABASE),
				NULL,
				"\"%s\" shares a database but is said to have the Windows Internal "
				"Database",
				wsp_lint_fqdn(lint, s));
		if (first == WSP_NO_SERVER)
			first = s;
		else
			judge_member(lint, rule, first, s);
	}
}

static void judge_shared_databases(struct wsp_lint *lint, const struct wsp_rule *rule)
{
	for (uint32_t g = 0; g < lint->members.n_groups; g++) {
		if (lint->inventory->group[g].kind == WSP_GROUP_SHARED_DATABASE)
			judge_shared_database(lint, rule, g);
	}
}

const struct wsp_lint_check wsp_lint_group_checks[] = {
	{WSP_RULE(C209), .judge_estate = judge_group_name},
	{WSP_RULE(O406), .judge_estate = judge_shared_addresses},
	{WSP_RULE(M506), .judge_estate = judge_shared_databases},
	{0},
};
