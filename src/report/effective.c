#include "report/effective.h"

#include <string.h>

#include "base/array.h"
#include "model/fields.h"
#include "report/escape.h"
#include "report/label.h"

enum { NO_NAME = -1 };

/* The lists of an inventory, in the order they are written. */
static const struct list {
	enum wsp_section_id section;
	size_t items, n_items; /* offsets of the pointer and of the count */
	size_t size;
	int name; /* offset of the name in an item: a map from it to the item; or NO_NAME */
} lists[] = {
	{WSP_SECTION_WINDOWS, offsetof(struct wsp_inventory, window),
		offsetof(struct wsp_inventory, n_windows), sizeof(struct wsp_window), NO_NAME},
	{WSP_SECTION_FREEZES, offsetof(struct wsp_inventory, freeze),
		offsetof(struct wsp_inventory, n_freezes), sizeof(struct wsp_freeze), NO_NAME},
	{WSP_SECTION_SITES, offsetof(struct wsp_inventory, site),
		offsetof(struct wsp_inventory, n_sites), sizeof(struct wsp_site),
		offsetof(struct wsp_site, name)},
	{WSP_SECTION_GROUPS, offsetof(struct wsp_inventory, group),
		offsetof(struct wsp_inventory, n_groups), sizeof(struct wsp_group), NO_NAME},
	{WSP_SECTION_CLIENT_POLICIES, offsetof(struct wsp_inventory, client_policy),
		offsetof(struct wsp_inventory, n_client_policies), sizeof(struct wsp_client_policy),
		NO_NAME},
};

static void write_fields(struct wsp_object *object, enum wsp_section_id id, const void *of,
	const struct wsp_inventory *inventory)
{
	const struct wsp_section *section = &wsp_sections[id];

	for (unsigned i = 0; i < section->n_fields; i++)
		wsp_object_field(object, &section->field[i], of, &inventory->strings);
}

static void write_trees(struct wsp_text *out, const struct wsp_inventory *inventory)
{
	wsp_text_addc(out, '[');
	for (size_t i = 0; i < inventory->policy.n_trees; i++) {
		struct wsp_object tree;

		if (i > 0)
			WSP_TEXT_LITERAL(out, ", ");
		tree = wsp_object_begin(out);
		write_fields(&tree, WSP_SECTION_TREES, &inventory->policy.tree[i], inventory);
		wsp_object_end(&tree);
	}
	wsp_text_addc(out, ']');
}

static void write_durations(struct wsp_text *out, const struct wsp_inventory *inventory)
{
	const struct wsp_policy *policy = &inventory->policy;
	struct wsp_object durations = wsp_object_begin(out);

	for (size_t i = 0; i < policy->n_durations; i++) {
		wsp_object_name(
			&durations, wsp_inventory_text(inventory, policy->duration[i].action));
		wsp_text_addc(out, '"');
		wsp_text_addu(out, policy->duration[i].minutes);
		WSP_TEXT_LITERAL(out, "m\"");
	}
	wsp_object_end(&durations);
}

static void write_policy(struct wsp_lines *document, const struct wsp_inventory *inventory)
{
	struct wsp_object object;

	wsp_lines_member(document, wsp_sections[WSP_SECTION_POLICY].name);
	object = wsp_object_begin(document->out);
	write_fields(&object, WSP_SECTION_POLICY, &inventory->policy, inventory);
	if (inventory->policy.n_durations) {
		wsp_object_key(&object, "durations");
		write_durations(document->out, inventory);
	}
	if (inventory->policy.n_trees) {
		wsp_object_key(&object, "trees");
		write_trees(document->out, inventory);
	}
	wsp_object_end(&object);
}

static void write_item(struct wsp_text *out, const struct list *list, const char *item,
	const struct wsp_inventory *inventory)
{
	struct wsp_object object;

	if (list->name != NO_NAME) {
		wsp_string name;

		memcpy(&name, item + list->name, sizeof(name));
		wsp_escape_json(out, wsp_inventory_text(inventory, name));
		WSP_TEXT_LITERAL(out, ": ");
	}
	object = wsp_object_begin(out);
	write_fields(&object, list->section, item, inventory);
	wsp_object_end(&object);
}

static void write_list(
	struct wsp_lines *document, const struct list *list, const struct wsp_inventory *inventory)
{
	const char *items;
	size_t n;

	memcpy(&items, (const char *)inventory + list->items, sizeof(items));
	memcpy(&n, (const char *)inventory + list->n_items, sizeof(n));
	wsp_lines_member(document, wsp_sections[list->section].name);
	wsp_text_addc(document->out, list->name == NO_NAME ? '[' : '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(document->out, ", ");
		write_item(document->out, list, items + i * list->size, inventory);
	}
	wsp_text_addc(document->out, list->name == NO_NAME ? ']' : '}');
}

void wsp_effective_sections(struct wsp_lines *document, const struct wsp_inventory *inventory)
{
	if (inventory->timezone) {
		wsp_lines_member(document, "timezone");
		wsp_escape_json(document->out, wsp_inventory_text(inventory, inventory->timezone));
	}
	write_policy(document, inventory);
	for (size_t i = 0; i < WSP_COUNT(lists); i++)
		write_list(document, &lists[i], inventory);
}

/* A group stays a group: who reads it again needs to know. */
static const char *given_upstream(const struct wsp_plan *plan, wsp_server_id s)
{
	uint32_t group = wsp_topology_link_group(&plan->topo, s);

	return group == WSP_NO_GROUP
		       ? wsp_label_upstream(plan, s)
		       : wsp_topology_text(&plan->topo, plan->topo.inventory.group[group].name);
}

void wsp_effective_name(struct wsp_object *object, const struct wsp_plan *plan, wsp_server_id s)
{
	wsp_object_text(object, "id", wsp_topology_fqdn(&plan->topo, s));
	wsp_object_text(object, "upstream", given_upstream(plan, s));
}

/* A default inside a map that was not given would make the map. */
static bool is_shown(const struct wsp_server *server, const struct wsp_field *field)
{
	switch (field->offset) {
	case offsetof(struct wsp_server, fqdn):
	case offsetof(struct wsp_server, upstream):
		return false;
	case offsetof(struct wsp_server, exclude_switch):
		return server->exclude_reason != 0;
	default:
		return true;
	}
}

void wsp_effective_keys(struct wsp_object *object, const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_server *server = &plan->topo.server[s];

	for (unsigned i = 0; i < wsp_n_server_fields; i++) {
		if (is_shown(server, &wsp_server_fields[i]))
			wsp_object_field(object, &wsp_server_fields[i], server,
				&plan->topo.inventory.strings);
	}
}
