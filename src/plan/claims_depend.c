/* Claims: `depends_on` of switches and conversions names what has to be verified before. */
#include <stdlib.h>

#include "model/rule.h"
#include "plan/claims_state.h"

/* A step of an action on a server of the topology that is judged. */
struct end {
	wsp_server_id server;
	enum wsp_action action;
};

struct dependencies {
	const struct wsp_statement *statement;
	const struct wsp_steps_found *steps;
	uint64_t *key; /* of what is stated, sorted */
	size_t n;
	size_t found;
};

static uint64_t key_of(size_t step, uint32_t name, unsigned action)
{
	return (uint64_t)step << 32 | (uint32_t)(name * WSP_N_ACTIONS + action);
}

static int compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static bool read_stated(struct dependencies *dependencies)
{
	const struct wsp_statement *statement = dependencies->statement;

	dependencies->key = calloc(statement->n_waits + 1, sizeof(*dependencies->key));
	if (!dependencies->key)
		return false;
	for (; dependencies->n < statement->n_waits; dependencies->n++) {
		const struct wsp_stated_wait *wait = &statement->wait[dependencies->n];

		dependencies->key[dependencies->n] = key_of(wait->step, wait->name, wait->action);
	}
	qsort(dependencies->key, dependencies->n, sizeof(*dependencies->key), compare);
	return true;
}

static const struct wsp_claim *find(const struct dependencies *dependencies, struct end end)
{
	uint32_t name = dependencies->statement->name_of[end.server];

	return name == WSP_NO_ROW ? NULL
				  : wsp_steps_found_get(dependencies->steps, name, end.action);
}

/* In an earlier phase or wave. Inside a wave the order of steps shows in their minutes. */
static bool is_earlier(const struct wsp_claim *before, const struct wsp_claim *after)
{
	if (before->phase != after->phase)
		return before->phase < after->phase;
	return before->wave < after->wave;
}

/* With overlap a link is switched beside the conversion of its upstream, and waits for less. */
static bool is_needed(const struct dependencies *dependencies, const struct wsp_claim *before,
	const struct wsp_claim *after)
{
	const struct wsp_policy *policy = &dependencies->statement->claims.topo->inventory.policy;

	if (is_earlier(before, after))
		return true;
	return after->action == WSP_SWITCH_SYNC && policy->cutover != WSP_OVERLAP &&
	       before->phase == after->phase && before->wave == after->wave &&
	       before->finish <= after->start;
}

/* When both steps are there, and one comes before the other, the other names it. */
static void check(struct dependencies *dependencies, struct end before, struct end after)
{
	const struct wsp_statement *statement = dependencies->statement;
	const struct wsp_claim *first = find(dependencies, before);
	const struct wsp_claim *then = find(dependencies, after);
	uint64_t key;

	if (!first || !then || !is_needed(dependencies, first, then))
		return;
	key = key_of(
		(size_t)(then - statement->step), statement->name_of[before.server], before.action);
	if (bsearch(&key, dependencies->key, dependencies->n, sizeof(key), compare))
		return;
	dependencies->found++;
	wsp_diags_add(statement->diags, WSP_RULE(Y704), then->place, NULL,
		"%s of %s does not wait for %s of %s", wsp_actions[after.action].name,
		wsp_topology_fqdn(statement->claims.topo, after.server),
		wsp_actions[before.action].name,
		wsp_topology_fqdn(statement->claims.topo, before.server));
}

static void check_link(struct dependencies *dependencies, wsp_server_id s, wsp_server_id up)
{
	check(dependencies, (struct end){up, WSP_VERIFY_SERVER}, (struct end){s, WSP_SWITCH_SYNC});
	check(dependencies, (struct end){s, WSP_VERIFY_SERVER}, (struct end){up, WSP_REQUIRE_SSL});
}

static void check_links(struct dependencies *dependencies)
{
	const struct wsp_topology *topo = dependencies->statement->claims.topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		uint32_t group = wsp_topology_link_group(topo, s);

		if (topo->parent[s] == WSP_NO_SERVER)
			continue;
		if (group == WSP_NO_GROUP) {
			check_link(dependencies, s, topo->parent[s]);
			continue;
		}
		for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++)
			check_link(dependencies, s, topo->group_member[i]);
	}
}

size_t wsp_statement_check_depends(
	const struct wsp_statement *statement, const struct wsp_steps_found *steps)
{
	struct dependencies dependencies = {.statement = statement, .steps = steps};
	bool fits = read_stated(&dependencies);

	if (fits)
		check_links(&dependencies);
	free(dependencies.key);
	return fits ? dependencies.found : SIZE_MAX;
}
