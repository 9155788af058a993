/* The keys of two inventories that differ, by the schema's tables. */
#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/fields.h"
#include "model/index.h"
#include "plan/difference.h"

static void add_fact(struct wsp_difference *difference, struct wsp_fact_difference fact)
{
	if (WSP_RESERVE(difference->fact, difference->fact_capacity, difference->n_facts))
		difference->fact[difference->n_facts++] = fact;
	else
		difference->failed = true;
}

/* A copy of a text, the words of a list separated by commas. */
static const char *keep(struct wsp_difference *difference, const struct wsp_text *text)
{
	struct wsp_text joined = {0};
	const char *copy;

	for (const char *at = wsp_text_get(text); *at; at++) {
		if (*at == '\n')
			WSP_TEXT_LITERAL(&joined, ", ");
		else
			wsp_text_addc(&joined, *at);
	}
	copy = joined.failed || text->failed
		       ? NULL
		       : wsp_arena_copy(&difference->arena, wsp_text_get(&joined), joined.length);
	difference->failed = difference->failed || !copy;
	wsp_text_release(&joined);
	return copy;
}

/* The value of a field as it would be given; NULL: it is absent. */
static const char *print(struct wsp_difference *difference, const struct wsp_field *field,
	const void *object, const struct wsp_strings *strings)
{
	struct wsp_text text = {0};
	const char *copy = NULL;

	if (object && wsp_field_print(field, object, strings, &text))
		copy = keep(difference, &text);
	wsp_text_release(&text);
	return copy;
}

static const char *text_of(
	const struct wsp_field *field, const void *object, const struct wsp_strings *strings)
{
	wsp_string id;

	memcpy(&id, (const char *)object + field->offset, sizeof(id));
	return wsp_strings_text(strings, id);
}

/* Values of which both sides may have the same number for different things are told apart as text.
 */
static const size_t sizes[WSP_N_TYPES] = {
	[WSP_TYPE_BOOL] = sizeof(uint8_t),
	[WSP_TYPE_ENUM] = sizeof(uint8_t),
	[WSP_TYPE_COUNT] = sizeof(uint32_t),
	[WSP_TYPE_PORT] = sizeof(uint16_t),
	[WSP_TYPE_DURATION] = sizeof(uint32_t),
	[WSP_TYPE_AMOUNT] = sizeof(uint32_t),
};

static bool is_equal(const struct wsp_difference *difference, const struct wsp_field *field,
	const void *before, const void *after)
{
	const struct wsp_strings *old = &difference->before->topo.inventory.strings;
	const struct wsp_strings *new = &difference->after->topo.inventory.strings;
	size_t size = sizes[field->type];

	if (size > 0)
		return memcmp((const char *)before + field->offset,
			       (const char *)after + field->offset, size) == 0;
	if (field->type != WSP_TYPE_CLIENTS_BY)
		return strcmp(text_of(field, before, old), text_of(field, after, new)) == 0;
	return ((const struct wsp_server *)before)->clients_by ==
		       ((const struct wsp_server *)after)->clients_by &&
	       strcmp(wsp_strings_text(old, ((const struct wsp_server *)before)->client_policy),
		       wsp_strings_text(new, ((const struct wsp_server *)after)->client_policy)) ==
		       0;
}

static void tell_field(struct wsp_difference *difference, const struct wsp_fact_difference *place,
	const struct wsp_field *field, const void *before, const void *after)
{
	struct wsp_fact_difference fact = *place;

	if (is_equal(difference, field, before, after))
		return;
	fact.key = field->key;
	fact.before = print(difference, field, before, &difference->before->topo.inventory.strings);
	fact.after = print(difference, field, after, &difference->after->topo.inventory.strings);
	add_fact(difference, fact);
}

static void tell_fields(struct wsp_difference *difference, enum wsp_section_id id, const char *item,
	const void *before, const void *after)
{
	const struct wsp_section *section = &wsp_sections[id];
	const struct wsp_fact_difference place = {.section = section->name, .item = item};

	for (unsigned i = 0; i < section->n_fields; i++)
		tell_field(difference, &place, &section->field[i], before, after);
}

/* What a server synchronizes from, as people know it. */
static const char *upstream_of(const struct wsp_topology *topo, wsp_server_id s)
{
	uint32_t group = wsp_topology_link_group(topo, s);

	if (group != WSP_NO_GROUP)
		return wsp_topology_text(topo, topo->inventory.group[group].name);
	return topo->parent[s] == WSP_NO_SERVER ? wsp_topology_text(topo, topo->server[s].upstream)
						: wsp_topology_fqdn(topo, topo->parent[s]);
}

void wsp_difference_tell_server_facts(
	struct wsp_difference *difference, wsp_server_id before, wsp_server_id after)
{
	const struct wsp_topology *old = &difference->before->topo;
	const struct wsp_topology *new = &difference->after->topo;
	const struct wsp_fact_difference place = {.section = wsp_sections[WSP_SECTION_SERVERS].name,
		.item = wsp_topology_fqdn(new, after)};
	struct wsp_fact_difference fact = place;

	fact.key = "upstream";
	fact.before = upstream_of(old, before);
	fact.after = upstream_of(new, after);
	if (strcmp(fact.before, fact.after) != 0)
		add_fact(difference, fact);
	for (unsigned i = 0; i < wsp_n_server_fields; i++) {
		size_t offset = wsp_server_fields[i].offset;

		if (offset != offsetof(struct wsp_server, fqdn) &&
			offset != offsetof(struct wsp_server, upstream))
			tell_field(difference, &place, &wsp_server_fields[i], &old->server[before],
				&new->server[after]);
	}
}

/* A list of the inventory. */
struct list {
	enum wsp_section_id section;
	size_t items, n_items; /* offsets of the pointer and of the count in the inventory */
	size_t size;
};

#define LIST(section, member, count, type)                                                         \
	{                                                                                          \
		section, offsetof(struct wsp_inventory, member),                                   \
			offsetof(struct wsp_inventory, count), sizeof(type)                        \
	}

static const struct list lists[] = {
	LIST(WSP_SECTION_WINDOWS, window, n_windows, struct wsp_window),
	LIST(WSP_SECTION_FREEZES, freeze, n_freezes, struct wsp_freeze),
	LIST(WSP_SECTION_SITES, site, n_sites, struct wsp_site),
	LIST(WSP_SECTION_GROUPS, group, n_groups, struct wsp_group),
	LIST(WSP_SECTION_CLIENT_POLICIES, client_policy, n_client_policies,
		struct wsp_client_policy),
	LIST(WSP_SECTION_TREES, policy.tree, policy.n_trees, struct wsp_tree_policy),
};

static const char *items_of(
	const struct wsp_inventory *inventory, const struct list *list, size_t *ret_n)
{
	const char *items;

	memcpy(&items, (const char *)inventory + list->items, sizeof(items));
	memcpy(ret_n, (const char *)inventory + list->n_items, sizeof(*ret_n));
	return items;
}

/* What tells an item from the others: its name; a freeze has none, so all that it says. */
static void name_item(const struct wsp_inventory *inventory, const struct list *list,
	const void *item, struct wsp_text *out)
{
	const struct wsp_section *section = &wsp_sections[list->section];
	wsp_string name;

	wsp_text_clear(out);
	switch (list->section) {
	case WSP_SECTION_FREEZES:
		for (unsigned i = 0; i < section->n_fields; i++) {
			size_t length = out->length;

			if (length > 0)
				wsp_text_addc(out, ' ');
			if (!wsp_field_print(&section->field[i], item, &inventory->strings, out) &&
				length > 0 && !out->failed)
				out->at[out->length = length] = '\0';
		}
		return;
	case WSP_SECTION_SITES: /* the name is the key of a map, not a field */
		name = ((const struct wsp_site *)item)->name;
		wsp_text_adds(out, wsp_inventory_text(inventory, name));
		return;
	default:
		(void)wsp_field_print(&section->field[0], item, &inventory->strings, out);
	}
}

/* The items of one list of the old inventory by name. */
struct names {
	struct wsp_strings strings;
	struct wsp_index rows;
	struct wsp_text text; /* scratch */
	bool *found;          /* by row, in the arena */
	bool failed;
};

static void index_items(
	struct wsp_difference *difference, const struct list *list, struct names *names)
{
	const struct wsp_inventory *inventory = &difference->before->topo.inventory;
	size_t n;
	const char *items = items_of(inventory, list, &n);

	names->found = WSP_NEW_ARRAY(&difference->arena, bool, n);
	names->failed = !names->found;
	for (size_t i = n; i-- > 0 && !names->failed;) {
		wsp_string name;

		name_item(inventory, list, items + i * list->size, &names->text);
		name = wsp_strings_add(&names->strings, wsp_text_get(&names->text),
			names->text.length, &names->failed);
		names->failed = names->failed || names->text.failed ||
				(name && !wsp_index_put(&names->rows, name, (uint32_t)i));
	}
}

static void tell_whole(struct wsp_difference *difference, const struct list *list,
	const struct wsp_text *name, bool came)
{
	const char *item = keep(difference, name);

	add_fact(difference,
		(struct wsp_fact_difference){.section = wsp_sections[list->section].name,
			.item = item,
			.key = "",
			.before = came ? NULL : item,
			.after = came ? item : NULL});
}

static void tell_list(struct wsp_difference *difference, const struct list *list)
{
	const struct wsp_inventory *old = &difference->before->topo.inventory;
	const struct wsp_inventory *new = &difference->after->topo.inventory;
	struct names names = {.failed = false};
	size_t n, n_old;
	const char *items = items_of(new, list, &n);
	const char *old_items = items_of(old, list, &n_old);

	index_items(difference, list, &names);
	for (size_t i = 0; i < n && !names.failed; i++) {
		wsp_string name;
		uint32_t row;

		name_item(new, list, items + i * list->size, &names.text);
		name = wsp_strings_find(
			&names.strings, wsp_text_get(&names.text), names.text.length);
		row = name ? wsp_index_get(&names.rows, name) : WSP_NO_ROW;
		if (row == WSP_NO_ROW || names.found[row]) {
			tell_whole(difference, list, &names.text, true);
			continue;
		}
		names.found[row] = true;
		tell_fields(difference, list->section, keep(difference, &names.text),
			old_items + row * list->size, items + i * list->size);
	}
	for (size_t i = 0; i < n_old && !names.failed; i++) {
		if (names.found[i])
			continue;
		name_item(old, list, old_items + i * list->size, &names.text);
		tell_whole(difference, list, &names.text, false);
	}
	difference->failed = difference->failed || names.failed || names.text.failed;
	wsp_strings_release(&names.strings);
	wsp_index_release(&names.rows);
	wsp_text_release(&names.text);
}

static uint32_t find_duration(const struct wsp_inventory *inventory, const char *action)
{
	for (size_t i = 0; i < inventory->policy.n_durations; i++) {
		if (strcmp(wsp_inventory_text(inventory, inventory->policy.duration[i].action),
			    action) == 0)
			return inventory->policy.duration[i].minutes;
	}
	return WSP_ABSENT;
}

static const char *keep_minutes(struct wsp_difference *difference, uint32_t minutes)
{
	struct wsp_text text = {0};
	const char *copy = NULL;

	if (minutes != WSP_ABSENT) {
		wsp_text_addf(&text, "%" PRIu32 "m", minutes);
		copy = keep(difference, &text);
	}
	wsp_text_release(&text);
	return copy;
}

static void tell_durations(struct wsp_difference *difference)
{
	for (unsigned a = 0; a < WSP_N_ACTIONS; a++) {
		const char *action = wsp_actions[a].name;
		uint32_t before = find_duration(&difference->before->topo.inventory, action);
		uint32_t after = find_duration(&difference->after->topo.inventory, action);

		if (before != after)
			add_fact(difference,
				(struct wsp_fact_difference){.section = "policy.durations",
					.item = "",
					.key = action,
					.before = keep_minutes(difference, before),
					.after = keep_minutes(difference, after)});
	}
}

/* The moment or day that a plan begins at, and --force. */
static void tell_option(struct wsp_difference *difference, const char *key,
	void (*tell)(const struct wsp_plan *plan, struct wsp_text *out))
{
	struct wsp_text before = {0}, after = {0};

	tell(difference->before, &before);
	tell(difference->after, &after);
	if (strcmp(wsp_text_get(&before), wsp_text_get(&after)) != 0)
		add_fact(difference, (struct wsp_fact_difference){.section = "options",
					     .item = "",
					     .key = key,
					     .before = keep(difference, &before),
					     .after = keep(difference, &after)});
	difference->failed = difference->failed || before.failed || after.failed;
	wsp_text_release(&before);
	wsp_text_release(&after);
}

static void tell_now(const struct wsp_plan *plan, struct wsp_text *out)
{
	char today[11];

	wsp_format_date(plan->today, today);
	if (plan->dated)
		wsp_moment_write_utc(out, plan->now);
	else
		wsp_text_adds(out, today);
}

static void tell_force(const struct wsp_plan *plan, struct wsp_text *out)
{
	wsp_text_adds(out, plan->forced ? "true" : "false");
}

void wsp_difference_tell_facts(struct wsp_difference *difference)
{
	const struct wsp_inventory *old = &difference->before->topo.inventory;
	const struct wsp_inventory *new = &difference->after->topo.inventory;

	tell_option(difference, "now", tell_now);
	tell_option(difference, "force", tell_force);
	tell_fields(difference, WSP_SECTION_TOP, "", old, new);
	tell_fields(difference, WSP_SECTION_POLICY, "", &old->policy, &new->policy);
	tell_durations(difference);
	for (size_t i = 0; i < WSP_COUNT(lists) && !difference->failed; i++)
		tell_list(difference, &lists[i]);
}
