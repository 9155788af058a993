/* Lists: the sections beside `servers`. */
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/binder.h"
#include "model/rule.h"

void wsp_binder_each(struct wsp_binder *binder, const struct wsp_node *list, const char *name,
	void (*bind)(struct wsp_binder *, const struct wsp_node *item))
{
	if (list->kind != WSP_LIST) {
		wsp_diags_add(binder->diags, WSP_RULE(I008), list->place, NULL,
			"%s has to be a list, not a %s", name,
			list->kind == WSP_MAP ? "map" : "single value");
		return;
	}
	for (const struct wsp_node *item = list + 1; item < wsp_node_next(list);
		item = wsp_node_next(item)) {
		if (item->kind == WSP_MAP)
			bind(binder, item);
		else
			wsp_diags_add(binder->diags, WSP_RULE(I008), item->place, NULL,
				"an entry of %s has to be a map of keys and values", name);
	}
}

/* Bind one entry of a list; its places are not kept. @return whether nothing required lacks */
static bool bind_entry(struct wsp_binder *binder, enum wsp_section_id section, void *object,
	uint64_t *present, const struct wsp_node *item)
{
	struct wsp_record record = wsp_record_begin(binder, section, object, item);

	wsp_binder_reset(binder, section, object);
	wsp_record_bind(binder, &record, item, NULL);
	wsp_record_drop_places(binder, &record);
	*present = record.present;
	return wsp_record_complete(binder, &record);
}

/* Take a name for row `n`. @return the row that has it already, or WSP_NO_ROW */
static uint32_t claim(struct wsp_binder *binder, struct wsp_index *index, wsp_string name, size_t n)
{
	uint32_t row = wsp_index_get(index, name);

	if (row == WSP_NO_ROW && name && !wsp_index_put(index, name, (uint32_t)n))
		binder->converter.failed = true;
	return row;
}

static void add_window(struct wsp_binder *binder, const struct wsp_node *item)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_window window = {.place = item->place};

	if (!bind_entry(binder, WSP_SECTION_WINDOWS, &window, &window.present, item))
		return;

	uint32_t row = claim(binder, &binder->windows, window.name, inventory->n_windows);

	if (row != WSP_NO_ROW)
		wsp_binder_given_twice(binder, WSP_RULE(I015), "window", window.name, item->place,
			inventory->window[row].place);
	else if (WSP_RESERVE(inventory->window, inventory->window_capacity, inventory->n_windows))
		inventory->window[inventory->n_windows++] = window;
	else
		binder->converter.failed = true;
}

void wsp_binder_add_windows(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "windows", add_window);
}

static bool gave(const struct wsp_freeze *freeze, const char *key)
{
	const struct wsp_section *section = &wsp_sections[WSP_SECTION_FREEZES];
	unsigned row = 0;

	while (strcmp(section->field[row].key, key) != 0)
		row++;
	return freeze->present >> row & 1;
}

/* A freeze is a range, a rule or a file. */
static void check_form(struct wsp_binder *binder, const struct wsp_freeze *freeze)
{
	bool range = gave(freeze, "from") || gave(freeze, "to");
	bool rule = gave(freeze, "rule") || gave(freeze, "duration");

	if (gave(freeze, "ics") && (range || rule))
		wsp_diags_add(binder->diags, WSP_RULE(D014), freeze->place, NULL,
			"a freeze has `ics` and, beside it, %s",
			range ? "`from` or `to`" : "`rule` or `duration`");
	else if (!gave(freeze, "ics") && gave(freeze, "rule") != gave(freeze, "duration"))
		wsp_diags_add(binder->diags, WSP_RULE(I010), freeze->place, NULL,
			"a freeze has `%s` without `%s`",
			gave(freeze, "rule") ? "rule" : "duration",
			gave(freeze, "rule") ? "duration" : "rule");
	else if (!gave(freeze, "ics") && !rule && !(gave(freeze, "from") && gave(freeze, "to")))
		wsp_diags_add(binder->diags, WSP_RULE(I010), freeze->place, NULL,
			"a freeze needs `from` and `to`, `rule` and `duration`, or `ics`");
}

static void check_freeze(struct wsp_binder *binder, const struct wsp_freeze *freeze)
{
	const struct wsp_strings *strings = &binder->inventory->strings;
	const char *from = wsp_strings_text(strings, freeze->from);
	const char *to = wsp_strings_text(strings, freeze->to);
	int32_t first, last;

	check_form(binder, freeze);
	if (wsp_parse_date(from, strlen(from), &first, NULL) &&
		wsp_parse_date(to, strlen(to), &last, NULL) && last < first)
		wsp_diags_add(binder->diags, WSP_RULE(I009), freeze->place, NULL,
			"a freeze ends on %s, before it begins on %s", to, from);
}

static void add_freeze(struct wsp_binder *binder, const struct wsp_node *item)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_freeze freeze = {.place = item->place};

	if (!bind_entry(binder, WSP_SECTION_FREEZES, &freeze, &freeze.present, item))
		return;
	check_freeze(binder, &freeze);
	if (WSP_RESERVE(inventory->freeze, inventory->freeze_capacity, inventory->n_freezes))
		inventory->freeze[inventory->n_freezes++] = freeze;
	else
		binder->converter.failed = true;
}

void wsp_binder_add_freezes(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "freezes", add_freeze);
}

static void add_group(struct wsp_binder *binder, const struct wsp_node *item)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_group group = {.place = item->place};

	if (!bind_entry(binder, WSP_SECTION_GROUPS, &group, &group.present, item))
		return;

	uint32_t row = claim(binder, &binder->groups, group.name, inventory->n_groups);

	if (row != WSP_NO_ROW)
		wsp_binder_given_twice(binder, WSP_RULE(I015), "group", group.name, item->place,
			inventory->group[row].place);
	else if (WSP_RESERVE(inventory->group, inventory->group_capacity, inventory->n_groups))
		inventory->group[inventory->n_groups++] = group;
	else
		binder->converter.failed = true;
}

void wsp_binder_add_groups(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "groups", add_group);
}

static void add_client_policy(struct wsp_binder *binder, const struct wsp_node *item)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_client_policy policy = {.place = item->place};

	if (!bind_entry(binder, WSP_SECTION_CLIENT_POLICIES, &policy, &policy.present, item))
		return;

	uint32_t row =
		claim(binder, &binder->client_policies, policy.name, inventory->n_client_policies);

	if (row != WSP_NO_ROW)
		wsp_binder_given_twice(binder, WSP_RULE(I015), "client policy", policy.name,
			item->place, inventory->client_policy[row].place);
	else if (WSP_RESERVE(inventory->client_policy, inventory->client_policy_capacity,
			 inventory->n_client_policies))
		inventory->client_policy[inventory->n_client_policies++] = policy;
	else
		binder->converter.failed = true;
}

void wsp_binder_add_client_policies(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "client_policies", add_client_policy);
}

/* A site that no file named before. */
static struct wsp_site *new_site(
	struct wsp_binder *binder, wsp_string name, const struct wsp_node *key)
{
	struct wsp_inventory *inventory = binder->inventory;
	size_t n = inventory->n_sites;

	if (!WSP_RESERVE(inventory->site, inventory->site_capacity, n) ||
		!WSP_RESERVE(binder->site_keys, binder->site_keys_capacity, n)) {
		binder->converter.failed = true;
		return NULL;
	}
	inventory->site[n] = (struct wsp_site){.name = name, .place = key->place};
	binder->site_keys[n] = (struct wsp_site_keys){0};
	wsp_binder_reset(binder, WSP_SECTION_SITES, &inventory->site[n]);
	inventory->n_sites++;
	return &inventory->site[n];
}

static void add_site(
	struct wsp_binder *binder, const struct wsp_node *key, const struct wsp_node *map)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_converter *converter = &binder->converter;

	if (!wsp_value_given(converter, "the name of a site", key) ||
		!wsp_value_printable(converter, "the name of a site", key) ||
		!wsp_binder_wants_map(binder, map, "an entry of sites"))
		return;

	wsp_string name =
		wsp_strings_add(&inventory->strings, key->text, key->length, &converter->failed);
	uint32_t row = claim(binder, &binder->sites, name, inventory->n_sites);

	if (row != WSP_NO_ROW && binder->site_keys[row].file == binder->file) {
		wsp_binder_given_twice(binder, WSP_RULE(I015), "site", name, key->place,
			inventory->site[row].place);
		return;
	}
	if (row == WSP_NO_ROW && !new_site(binder, name, key))
		return;
	if (row == WSP_NO_ROW)
		row = (uint32_t)(inventory->n_sites - 1);

	struct wsp_site site = {0};
	struct wsp_record record = wsp_record_begin(binder, WSP_SECTION_SITES, &site, key);

	wsp_binder_reset(binder, WSP_SECTION_SITES, &site);
	wsp_record_bind(binder, &record, map, NULL);
	binder->site_keys[row].file = binder->file;
	wsp_record_merge(binder, &record, &inventory->site[row], &inventory->site[row].present,
		&binder->site_keys[row].first);
}

void wsp_binder_add_sites(struct wsp_binder *binder, const struct wsp_node *node)
{
	if (!wsp_binder_wants_map(binder, node, "sites"))
		return;
	for (const struct wsp_node *key = node + 1; key < wsp_node_next(node);) {
		const struct wsp_node *value = wsp_node_next(key);

		if (wsp_binder_wants_name(binder, key))
			add_site(binder, key, value);
		key = wsp_node_next(value);
	}
}
