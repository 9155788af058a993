/* Resolve: three indexes, of which the two rarer ones are made on demand. */
#include "model/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

enum { EFFORT = 300 * 1000 };

#define UNTRIED (WSP_NO_ROW - 2)

static void put(
	struct wsp_resolver *resolver, struct wsp_index *index, wsp_string name, uint32_t row)
{
	if (!wsp_index_put(index, name, row))
		resolver->failed = true;
}

/* Another name of the server in `row`; one that two servers have means neither. */
static void put_other(
	struct wsp_resolver *resolver, struct wsp_index *index, wsp_string name, uint32_t row)
{
	uint32_t before = wsp_index_get(index, name);

	if (before == WSP_NO_ROW)
		put(resolver, index, name, row);
	else if (before != row)
		put(resolver, index, name, WSP_MANY_ROWS);
}

/* Aliases that nothing else names are not interned, and need not be found. */
static void add_aliases(struct wsp_resolver *resolver, struct wsp_index *fqdns, uint32_t row)
{
	const struct wsp_strings *strings = &resolver->inventory->strings;
	const char *rest = wsp_strings_text(strings, resolver->inventory->server[row].aliases);
	const char *word;
	size_t length;

	while (wsp_list_next(&rest, &word, &length)) {
		wsp_string name = wsp_strings_find(strings, word, length);
		uint32_t before = wsp_index_get(fqdns, name);
		bool is_fqdn = before < UNTRIED && resolver->inventory->server[before].fqdn == name;

		if (name && !is_fqdn)
			put_other(resolver, &resolver->servers, name, row);
	}
}

static void add_groups(struct wsp_resolver *resolver)
{
	const struct wsp_inventory *inventory = resolver->inventory;

	if (inventory->n_groups == 0)
		return;
	resolver->group_row = calloc(inventory->n_groups, sizeof(*resolver->group_row));
	if (!resolver->group_row) {
		resolver->failed = true;
		return;
	}
	for (size_t i = 0; i < inventory->n_groups; i++) {
		resolver->group_row[i] = UNTRIED;
		if (inventory->group[i].name)
			put(resolver, &resolver->groups, inventory->group[i].name, (uint32_t)i);
	}
}

bool wsp_resolver_init(struct wsp_resolver *resolver, const struct wsp_inventory *inventory,
	struct wsp_diags *diags)
{
	*resolver = (struct wsp_resolver){.inventory = inventory, .diags = diags, .effort = EFFORT};
	if (!wsp_index_reserve(&resolver->servers, inventory->n_servers))
		return false;
	for (size_t row = 0; row < inventory->n_servers; row++)
		put(resolver, &resolver->servers, inventory->server[row].fqdn, (uint32_t)row);
	for (size_t row = 0; row < inventory->n_servers; row++) {
		if (inventory->server[row].aliases)
			add_aliases(resolver, &resolver->servers, (uint32_t)row);
	}
	add_groups(resolver);
	return !resolver->failed;
}

void wsp_resolver_release(struct wsp_resolver *resolver)
{
	wsp_index_release(&resolver->servers);
	wsp_index_release(&resolver->labels);
	wsp_index_release(&resolver->groups);
	free(resolver->group_row);
	*resolver = (struct wsp_resolver){0};
}

/* First labels that no key names are not interned, and need not be found. */
static void add_labels(struct wsp_resolver *resolver)
{
	const struct wsp_inventory *inventory = resolver->inventory;

	resolver->has_labels = true;
	for (size_t row = 0; row < inventory->n_servers; row++) {
		const char *fqdn = wsp_inventory_text(inventory, inventory->server[row].fqdn);
		wsp_string label = wsp_strings_find(&inventory->strings, fqdn, strcspn(fqdn, "."));

		if (label)
			put_other(resolver, &resolver->labels, label, (uint32_t)row);
	}
}

static uint32_t find_server(struct wsp_resolver *resolver, wsp_string name)
{
	uint32_t row = wsp_index_get(&resolver->servers, name);

	if (row != WSP_NO_ROW || strchr(wsp_inventory_text(resolver->inventory, name), '.'))
		return row;
	if (!resolver->has_labels)
		add_labels(resolver);
	return wsp_index_get(&resolver->labels, name);
}

uint32_t wsp_resolver_find_server(struct wsp_resolver *resolver, const char *name, size_t length)
{
	wsp_string id = wsp_strings_find(&resolver->inventory->strings, name, length);

	return id ? find_server(resolver, id) : WSP_NO_ROW;
}

static uint32_t find_member(struct wsp_resolver *resolver, const struct wsp_group *group)
{
	const char *rest = wsp_inventory_text(resolver->inventory, group->members);
	const char *word;
	size_t length;
	uint32_t first = WSP_NO_ROW;

	while (wsp_list_next(&rest, &word, &length)) {
		uint32_t row = wsp_resolver_find_server(resolver, word, length);

		if (row >= UNTRIED)
			continue;
		if (resolver->inventory->server[row].retired != WSP_YES)
			return row;
		first = first == WSP_NO_ROW ? row : first;
	}
	return first;
}

uint32_t wsp_resolver_find_group(struct wsp_resolver *resolver, wsp_string name)
{
	return find_server(resolver, name) == WSP_NO_ROW ? wsp_index_get(&resolver->groups, name)
							 : WSP_NO_ROW;
}

uint32_t wsp_resolver_find(struct wsp_resolver *resolver, wsp_string name)
{
	uint32_t row = find_server(resolver, name);
	uint32_t group = wsp_index_get(&resolver->groups, name);

	if (row != WSP_NO_ROW || group == WSP_NO_ROW)
		return row;
	if (resolver->group_row[group] == UNTRIED)
		resolver->group_row[group] =
			find_member(resolver, &resolver->inventory->group[group]);
	return resolver->group_row[group];
}

bool wsp_resolver_prepare(struct wsp_inventory *inventory)
{
	bool failed = false;

	for (size_t i = 0; i < inventory->n_groups && !failed; i++) {
		wsp_string members = inventory->group[i].members;
		size_t start = 0, length;

		/* adding moves the text, so it is asked for again */
		for (; (length = strcspn(wsp_inventory_text(inventory, members) + start, "\n")) > 0;
			start += length + 1) {
			const char *word = wsp_inventory_text(inventory, members) + start;
			bool last = word[length] == '\0';

			wsp_strings_add(&inventory->strings, word, length, &failed);
			if (last)
				break;
		}
	}
	return !failed;
}
