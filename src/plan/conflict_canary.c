/* Conflicts of canaries: those that cannot go first, or not alone. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/number.h"
#include "plan/conflict_part.h"

/* By server: the canary that it is or is below; unknown names are told elsewhere (I014). */
static bool find_canaries(const struct wsp_topology *topo, wsp_server_id *canary)
{
	const char *rest = wsp_topology_text(topo, topo->inventory.policy.canary);
	struct wsp_text name = {0};
	const char *word;
	size_t length;
	bool failed;

	while (wsp_list_next(&rest, &word, &length)) {
		wsp_server_id s;

		wsp_text_clear(&name);
		wsp_text_add(&name, word, length);
		s = wsp_topology_find(topo, wsp_text_get(&name));
		if (s != WSP_NO_SERVER)
			canary[s] = s;
	}
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		wsp_server_id up = topo->parent[s];

		if (up != WSP_NO_SERVER && canary[s] == WSP_NO_SERVER)
			canary[s] = canary[up];
	}
	failed = name.failed;
	wsp_text_release(&name);
	return !failed;
}

/* What keeps a canary from being converted, and the key that says so; NULL: nothing. */
static const char *obstacle(
	const struct wsp_conflicts *conflicts, wsp_server_id s, bool named, const char **ret_what)
{
	const struct wsp_server *server = &conflicts->topo->server[s];

	if (server->retired == WSP_YES) {
		*ret_what = "retired";
		return named ? "retired" : NULL;
	}
	if (server->exclude_reason) {
		*ret_what = "excluded";
		return named ? "exclude.reason" : NULL;
	}
	*ret_what = "held";
	if (server->hold_until)
		return conflicts->dated ? NULL : "hold.until";
	return server->hold_reason ? "hold.reason" : NULL;
}

static void judge_canary(
	const struct wsp_conflicts *conflicts, wsp_server_id s, wsp_server_id named)
{
	const char *what;
	const char *key = obstacle(conflicts, s, s == named, &what);

	if (!key)
		return;
	if (s == named)
		wsp_diags_add(conflicts->diags, WSP_RULE(F011),
			wsp_conflicts_place(conflicts, s, key),
			"take it out of policy.canary, or let it be converted",
			"\"%s\" is a canary and %s: it cannot go first",
			wsp_conflicts_fqdn(conflicts, s), what);
	else
		wsp_diags_add(conflicts->diags, WSP_RULE(F011),
			wsp_conflicts_place(conflicts, s, key),
			"name another branch in policy.canary, or let it be converted",
			"\"%s\" is held, and the canary \"%s\" above it waits for it",
			wsp_conflicts_fqdn(conflicts, s), wsp_conflicts_fqdn(conflicts, named));
}

static void write_member(
	const struct wsp_conflicts *conflicts, wsp_server_id s, struct wsp_text *out)
{
	if (out->length > 0)
		WSP_TEXT_LITERAL(out, ", ");
	wsp_text_addf(out, "\"%s\"", wsp_conflicts_fqdn(conflicts, s));
}

/* One phase for all members: a canary among them takes the others along. */
static bool judge_group(
	const struct wsp_conflicts *conflicts, uint32_t group, const wsp_server_id *canary)
{
	const struct wsp_topology *topo = conflicts->topo;
	wsp_server_id first = WSP_NO_SERVER;
	struct wsp_text others = {0};
	bool failed;

	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		wsp_server_id s = topo->group_member[i];

		if (wsp_conflicts_is_retired(conflicts, s))
			continue;
		if (canary[s] == WSP_NO_SERVER)
			write_member(conflicts, s, &others);
		else if (first == WSP_NO_SERVER)
			first = s;
	}
	if (first != WSP_NO_SERVER && others.length > 0)
		wsp_diags_add(conflicts->diags, WSP_RULE(F011), topo->inventory.policy.place,
			"name all members of the group as canaries, or none",
			"\"%s\" is a canary and shares its phase with the other members of "
			"\"%s\", which are not: %s",
			wsp_conflicts_fqdn(conflicts, first), wsp_conflicts_group(conflicts, group),
			wsp_text_get(&others));
	failed = others.failed;
	wsp_text_release(&others);
	return !failed;
}

bool wsp_conflicts_of_canaries(const struct wsp_conflicts *conflicts)
{
	const struct wsp_topology *topo = conflicts->topo;
	const char *names = wsp_topology_text(topo, topo->inventory.policy.canary);
	wsp_server_id *canary;
	uint64_t count;
	bool complete;

	if (!*names || wsp_parse_count(names, strlen(names), &count))
		return true;
	canary = malloc((topo->n_servers + (size_t)1) * sizeof(*canary));
	if (!canary)
		return false;
	memset(canary, 0xff, topo->n_servers * sizeof(*canary)); /* WSP_NO_SERVER */
	complete = find_canaries(topo, canary);
	for (wsp_server_id s = 0; complete && s < topo->n_servers; s++) {
		if (canary[s] != WSP_NO_SERVER)
			judge_canary(conflicts, s, canary[s]);
	}
	for (uint32_t g = 0; complete && g < topo->inventory.n_groups; g++) {
		if (conflicts->bound[g])
			complete = judge_group(conflicts, g, canary);
	}
	free(canary);
	return complete;
}
