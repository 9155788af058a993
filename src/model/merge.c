/* Merge: several files say something about the same thing. */
#include <string.h>

#include "base/array.h"
#include "model/binder.h"
#include "model/rule.h"

const char *wsp_binder_second_place(
	struct wsp_binder *binder, const struct wsp_rule *rule, struct wsp_place place)
{
	/* such a text stays in the list of findings, so it is made for those only that are kept */
	if (wsp_rule_is_full(binder->diags, rule))
		return "";
	return wsp_diags_place_text(binder->diags, place);
}

void wsp_binder_given_twice(struct wsp_binder *binder, const struct wsp_rule *rule,
	const char *what, wsp_string name, struct wsp_place place, struct wsp_place first)
{
	const char *text = wsp_strings_text(&binder->inventory->strings, name);
	struct wsp_quotation shown = wsp_quote(text, strlen(text));

	wsp_diags_add(binder->diags, rule, place, NULL, "%s \"%.*s%s\" is given twice, first at %s",
		what, shown.length, text, shown.more, wsp_binder_second_place(binder, rule, first));
}

static struct wsp_place place_of(const struct wsp_key_place *key)
{
	return (struct wsp_place){.line = key->line, .column = key->column, .file = key->file};
}

/* The place of a row among those of an object that has it. */
static struct wsp_place find_place(const struct wsp_inventory *inventory, size_t i, unsigned row)
{
	while (inventory->key_place[i].field != row)
		i++;
	return place_of(&inventory->key_place[i]);
}

static void merge_value(struct wsp_binder *binder, const struct wsp_record *record, void *into,
	struct wsp_key_place key, struct wsp_place first)
{
	const struct wsp_field *field = &binder->matcher[record->section].section->field[key.field];

	if (!wsp_value_equal(field, into, record->object))
		wsp_diags_add(binder->diags, WSP_RULE(I012), place_of(&key), NULL,
			"%s has another value than at %s", field->key,
			wsp_binder_second_place(binder, WSP_RULE(I012), first));
}

/* Put those old places behind the record's that the record has not itself. */
static void keep_places(struct wsp_binder *binder, uint64_t old, uint64_t given, size_t first)
{
	struct wsp_inventory *inventory = binder->inventory;

	for (size_t i = first; old; i++) {
		struct wsp_key_place key = inventory->key_place[i];

		old &= ~(UINT64_C(1) << key.field);
		if (given >> key.field & 1)
			continue;
		if (!WSP_RESERVE(inventory->key_place, inventory->key_place_capacity,
			    inventory->n_key_places)) {
			binder->converter.failed = true;
			return;
		}
		inventory->key_place[inventory->n_key_places++] = key;
	}
}

void wsp_record_merge(struct wsp_binder *binder, const struct wsp_record *record, void *into,
	uint64_t *present, uint32_t *keys)
{
	struct wsp_inventory *inventory = binder->inventory;
	const struct wsp_section *section = binder->matcher[record->section].section;
	uint64_t given = 0;

	for (size_t i = record->first_key; i < inventory->n_key_places; i++) {
		struct wsp_key_place key = inventory->key_place[i];

		given |= UINT64_C(1) << key.field;
		if (*present >> key.field & 1)
			merge_value(
				binder, record, into, key, find_place(inventory, *keys, key.field));
		else
			wsp_value_copy(&section->field[key.field], into, record->object);
	}
	keep_places(binder, *present, given, *keys);
	*present |= given;
	*keys = record->first_key;
}

void wsp_binder_reset(struct wsp_binder *binder, enum wsp_section_id section, void *object)
{
	const struct wsp_section *rows = &wsp_sections[section];

	for (unsigned row = 0; row < rows->n_fields; row++)
		wsp_value_reset(&binder->converter, &rows->field[row], object);
}

/* The row of an earlier server of that name. Names seen for the first time need no index. */
static uint32_t find_server(struct wsp_binder *binder, wsp_string fqdn)
{
	struct wsp_inventory *inventory = binder->inventory;

	if (!wsp_index_reserve(&binder->servers, inventory->n_servers))
		binder->converter.failed = true;
	for (; binder->n_indexed < inventory->n_servers; binder->n_indexed++) {
		if (!wsp_index_put(&binder->servers, inventory->server[binder->n_indexed].fqdn,
			    (uint32_t)binder->n_indexed)) {
			binder->converter.failed = true;
			return WSP_NO_ROW;
		}
	}
	return wsp_index_get(&binder->servers, fqdn);
}

static void merge_server(
	struct wsp_binder *binder, const struct wsp_record *record, struct wsp_server *into)
{
	/* the place of its name is the last that was merged, so it tells the file */
	struct wsp_place last = wsp_inventory_place(binder->inventory, into, binder->fqdn);

	if (last.file == binder->file) {
		wsp_binder_given_twice(
			binder, WSP_RULE(T004), "server", into->fqdn, record->place, last);
		wsp_record_drop_places(binder, record);
		return;
	}
	wsp_record_merge(binder, record, into, &into->present, &into->first_key);
}

/* An empty cell is told in its row, a missing column once. */
static void report_nameless(
	struct wsp_binder *binder, const struct wsp_record *record, const struct wsp_node *node)
{
	const struct wsp_node *key = node + 1, *end = wsp_node_next(node);
	bool is_row = wsp_node_is_cell(node);

	while (is_row && key < end && strcmp(key->text, "fqdn") != 0)
		key = wsp_node_next(key + 1);
	if (!is_row || key < end)
		wsp_diags_add(
			binder->diags, WSP_RULE(I010), node->place, NULL, "a server has no fqdn");
	else if (!wsp_record_repeats(binder, record))
		wsp_diags_add(binder->diags, WSP_RULE(I010), (node + 1)->place,
			"head the column of full host names with `fqdn`",
			"no column is called fqdn");
}

void wsp_binder_add_server(struct wsp_binder *binder, const struct wsp_node *node)
{
	struct wsp_inventory *inventory = binder->inventory;

	if (!wsp_binder_wants_map(binder, node, "an entry of servers"))
		return;
	if (inventory->n_servers >= WSP_NO_ROW - 1 ||
		!WSP_RESERVE(inventory->server, inventory->server_capacity, inventory->n_servers)) {
		binder->converter.failed = true;
		return;
	}

	struct wsp_server *server = &inventory->server[inventory->n_servers];
	struct wsp_record record = wsp_record_begin(binder, WSP_SECTION_SERVERS, server, node);
	size_t known = inventory->strings.length; /* strings from here on are new */

	*server = binder->fresh;
	wsp_record_bind(binder, &record, node, NULL);
	server->place = node->place;
	server->present = record.present;
	server->first_key = record.first_key;
	if ((record.present >> binder->fqdn & 1) == 0)
		report_nameless(binder, &record, node);
	if (server->fqdn == 0) {
		wsp_record_drop_places(binder, &record);
		return;
	}

	uint32_t row = server->fqdn < known ? find_server(binder, server->fqdn) : WSP_NO_ROW;

	if (row == WSP_NO_ROW)
		inventory->n_servers++;
	else
		merge_server(binder, &record, &inventory->server[row]);
}

void wsp_binder_add_defaults(struct wsp_binder *binder, const struct wsp_node *node)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_server server = binder->fresh;
	struct wsp_record record = wsp_record_begin(binder, WSP_SECTION_SERVERS, &server, node);

	if (!wsp_binder_wants_map(binder, node, "defaults"))
		return;
	wsp_record_bind(binder, &record, node, NULL);
	for (size_t i = record.first_key; i < inventory->n_key_places; i++) {
		const struct wsp_key_place *key = &inventory->key_place[i];

		if (wsp_server_fields[key->field].own)
			wsp_diags_add(binder->diags, WSP_RULE(I006), place_of(key),
				"say it for each server", "%s cannot have a default",
				wsp_server_fields[key->field].key);
	}
	if (inventory->defaults.present == 0)
		inventory->defaults.place = node->place;
	wsp_record_merge(binder, &record, &inventory->defaults, &inventory->defaults.present,
		&inventory->defaults.first_key);
}
