/* Record: one map of the document against one section of the schema. */
#include <assert.h>
#include <string.h>

#include "base/array.h"
#include "model/binder.h"
#include "model/rule.h"
#include "model/suggestion.h"

/* The rows that a key may name: all of a record, or those of one nested map. */
struct range {
	unsigned first, end;
	size_t prefix; /* bytes of "certificate." */
};

/* Whether two keys begin with the same "certificate.", which has `prefix` bytes. */
static bool same_group(const char *a, const char *b, size_t prefix)
{
	return prefix > 0 && strncmp(a, b, prefix) == 0;
}

void wsp_matcher_init(struct wsp_matcher *matcher, const struct wsp_section *section)
{
	assert(section->n_fields <= WSP_FIELDS_MAX);
	*matcher = (struct wsp_matcher){.section = section};
	for (unsigned row = 0; row < section->n_fields; row++) {
		const char *key = section->field[row].key, *dot = strchr(key, '.');
		size_t prefix = dot ? (size_t)(dot - key) + 1 : 0;
		unsigned first = row;

		while (first > 0 && same_group(key, section->field[first - 1].key, prefix))
			first--;
		matcher->length[row] = (uint8_t)strlen(key);
		matcher->prefix[row] = (uint8_t)prefix;
		matcher->next[row] = (uint8_t)row;
		matcher->group[row] = (uint8_t)first;
		for (unsigned member = first; member <= row; member++)
			matcher->group_end[member] = (uint8_t)(row + 1);
	}
}

struct wsp_record wsp_record_begin(struct wsp_binder *binder, enum wsp_section_id section,
	void *object, const struct wsp_node *node)
{
	size_t first_key = binder->inventory->n_key_places;

	if (first_key > UINT32_MAX)
		binder->converter.failed = true;
	return (struct wsp_record){.section = section,
		.object = object,
		.first_key = (uint32_t)first_key,
		.place = node->place};
}

void wsp_record_drop_places(struct wsp_binder *binder, const struct wsp_record *record)
{
	binder->inventory->n_key_places = record->first_key;
}

static bool is_row(const struct wsp_matcher *matcher, unsigned row, const struct range *range,
	const struct wsp_node *key)
{
	return row >= range->first && row < range->end &&
	       matcher->length[row] == key->length + range->prefix &&
	       memcmp(matcher->section->field[row].key + range->prefix, key->text, key->length) ==
		       0;
}

/* The same for a key that is not in a nested map. */
static bool is_key(const struct wsp_matcher *matcher, unsigned row, const struct wsp_node *key)
{
	return row < matcher->section->n_fields && matcher->length[row] == key->length &&
	       memcmp(matcher->section->field[row].key, key->text, key->length) == 0;
}

/* The row of a key; range->end when there is none. */
static unsigned find_row(struct wsp_matcher *matcher, struct wsp_record *record,
	const struct range *range, const struct wsp_node *key)
{
	unsigned row = matcher->next[record->last];

	if (!is_row(matcher, row, range, key)) {
		row = range->first;
		while (row < range->end && !is_row(matcher, row, range, key))
			row++;
		if (row == range->end)
			return row;
		matcher->next[record->last] = (uint8_t)row;
	}
	record->last = row + 1;
	return row;
}

static bool begins_group(
	const struct wsp_matcher *matcher, unsigned row, const struct wsp_node *key)
{
	return row < matcher->section->n_fields && matcher->prefix[row] == key->length + 1 &&
	       memcmp(matcher->section->field[row].key, key->text, key->length) == 0;
}

/* The rows of the nested map called `key`, the expected ones first; an empty range for none. */
static struct range find_group(const struct wsp_matcher *matcher, const struct wsp_record *record,
	const struct wsp_node *key)
{
	unsigned row = matcher->next[record->last];

	if (!begins_group(matcher, row, key))
		row = 0;
	while (row < matcher->section->n_fields && !begins_group(matcher, row, key))
		row++;
	if (row == matcher->section->n_fields)
		return (struct range){0};
	return (struct range){matcher->group[row], matcher->group_end[row], matcher->prefix[row]};
}

static void add_place(struct wsp_binder *binder, unsigned row, struct wsp_place place)
{
	struct wsp_inventory *inventory = binder->inventory;

	if (inventory->n_key_places == inventory->key_place_capacity &&
		!WSP_RESERVE(inventory->key_place, inventory->key_place_capacity,
			inventory->n_key_places)) {
		binder->converter.failed = true;
		return;
	}
	inventory->key_place[inventory->n_key_places++] = (struct wsp_key_place){.line = place.line,
		.column = place.column,
		.file = place.file,
		.field = (uint8_t)row};
}

/* Readers tell keys that are spelt the same; `a.b` beside `a: {b}` is for us to see. */
static void report_twice(struct wsp_binder *binder, const struct wsp_node *key, const char *name)
{
	if (!wsp_diags_told(binder->diags, WSP_RULE(I007), key->place))
		wsp_diags_add(
			binder->diags, WSP_RULE(I007), key->place, NULL, "%s is given twice", name);
}

static void bind_row(struct wsp_binder *binder, struct wsp_record *record, unsigned row,
	const struct wsp_node *key, const struct wsp_node *value)
{
	const struct wsp_field *field = &binder->matcher[record->section].section->field[row];

	if (value->splittable && value->length == 0)
		return; /* an empty cell says nothing */
	if (record->present >> row & 1) {
		report_twice(binder, key, field->key);
		return;
	}
	record->present |= UINT64_C(1) << row;
	add_place(binder, row, value->place);
	wsp_value_bind(&binder->converter, field, value, record->object);
}

bool wsp_record_repeats(struct wsp_binder *binder, const struct wsp_record *record)
{
	struct wsp_place *first = &binder->csv_row;

	if (first->file != record->place.file)
		*first = record->place;
	return first->line != record->place.line;
}

static void refuse_key(struct wsp_binder *binder, const struct wsp_section *section,
	const struct range *range, const struct wsp_special *specials, const struct wsp_node *key)
{
	struct wsp_suggestion suggestion;
	struct wsp_quotation shown = wsp_quote(key->text, key->length);
	bool full = wsp_rule_is_full(binder->diags, WSP_RULE(I006));

	if (!wsp_value_printable(&binder->converter, "the key", key))
		return;
	wsp_suggestion_init(&suggestion, key->text);
	for (unsigned row = range->first; row < range->end && !full; row++) {
		const char *name = section->field[row].key, *dot = strchr(name, '.');

		wsp_suggestion_offer(&suggestion, name + range->prefix);
		if (dot && range->prefix == 0)
			wsp_suggestion_offer_start(&suggestion, name, (size_t)(dot - name));
	}
	for (; specials && specials->key && !full; specials++)
		wsp_suggestion_offer(&suggestion, specials->key);
	wsp_diags_add(binder->diags, WSP_RULE(I006), key->place,
		wsp_converter_hint(&binder->converter, &suggestion), "unknown key \"%.*s%s\"%s%s",
		shown.length, key->text, shown.more, section->name[0] ? " in " : "", section->name);
}

static void unknown_key(struct wsp_binder *binder, const struct wsp_record *record,
	const struct range *range, const struct wsp_special *specials, const struct wsp_node *key)
{
	if ((binder->flags & WSP_BIND_LENIENT) == 0 &&
		!(wsp_node_is_cell(wsp_node_next(key)) && wsp_record_repeats(binder, record)))
		refuse_key(binder, binder->matcher[record->section].section, range, specials, key);
}

/* Bind the keys of a nested map. */
static void bind_group(struct wsp_binder *binder, struct wsp_record *record,
	const struct range *group, const struct wsp_node *key, const struct wsp_node *map)
{
	struct wsp_matcher *matcher = &binder->matcher[record->section];
	const struct wsp_node *end = wsp_node_next(map);

	if (record->groups >> group->first & 1) {
		report_twice(binder, key, key->text);
		return;
	}
	record->groups |= UINT64_C(1) << group->first;
	if (map + 1 == end)
		wsp_diags_add(binder->diags, WSP_RULE(I008), map->place,
			"leave the key out when there is nothing to say", "%s has no keys",
			key->text);
	for (const struct wsp_node *inner = map + 1; inner < end;) {
		const struct wsp_node *value = wsp_node_next(inner);
		unsigned row = inner->kind == WSP_SCALAR ? find_row(matcher, record, group, inner)
							 : group->end;

		if (row < group->end)
			bind_row(binder, record, row, inner, value);
		else if (wsp_binder_wants_name(binder, inner))
			unknown_key(binder, record, group, NULL, inner);
		inner = wsp_node_next(value);
	}
}

static bool bind_special(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_special *specials, const struct wsp_node *key,
	const struct wsp_node *value)
{
	for (unsigned i = 0; specials && specials[i].key; i++) {
		if (strcmp(specials[i].key, key->text) != 0)
			continue;
		if (record->specials >> i & 1)
			report_twice(binder, key, key->text);
		else
			specials[i].bind(binder, value);
		record->specials |= UINT32_C(1) << i;
		return true;
	}
	return false;
}

/* A key that is no row: a nested map, a special key, or a mistake. */
static void bind_other(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *key, const struct wsp_node *value,
	const struct wsp_special *specials)
{
	struct wsp_matcher *matcher = &binder->matcher[record->section];
	struct range group = find_group(matcher, record, key);

	if (bind_special(binder, record, specials, key, value))
		return;
	if (group.first < group.end) {
		if (wsp_binder_wants_map(binder, value, key->text))
			bind_group(binder, record, &group, key, value);
		return;
	}

	struct range all = {0, matcher->section->n_fields, 0};
	unsigned row = find_row(matcher, record, &all, key);

	if (row < all.end)
		bind_row(binder, record, row, key, value); /* which says what it has to be */
	else
		unknown_key(binder, record, &all, specials, key);
}

/* A key that is not the one expected. */
static void bind_unexpected(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *key, const struct wsp_node *value,
	const struct wsp_special *specials)
{
	struct wsp_matcher *matcher = &binder->matcher[record->section];
	struct range all = {0, matcher->section->n_fields, 0};

	if (!wsp_binder_wants_name(binder, key))
		return;

	/* the value of a row is never a map, so only a nested map need be looked for then */
	unsigned row = value->kind == WSP_MAP ? all.end : find_row(matcher, record, &all, key);

	if (row < all.end)
		bind_row(binder, record, row, key, value);
	else
		bind_other(binder, record, key, value, specials);
}

void wsp_record_bind_key(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *key, const struct wsp_node *value,
	const struct wsp_special *specials)
{
	const struct wsp_matcher *matcher = &binder->matcher[record->section];
	unsigned expected = matcher->next[record->last];

	if (key->kind != WSP_SCALAR || !is_key(matcher, expected, key)) {
		bind_unexpected(binder, record, key, value, specials);
		return;
	}
	record->last = expected + 1;
	bind_row(binder, record, expected, key, value);
}

void wsp_record_bind(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *map, const struct wsp_special *specials)
{
	const struct wsp_node *end = wsp_node_next(map);

	for (const struct wsp_node *key = map + 1; key < end;) {
		const struct wsp_node *value = wsp_node_next(key);

		wsp_record_bind_key(binder, record, key, value, specials);
		key = wsp_node_next(value);
	}
}

bool wsp_binder_wants_name(struct wsp_binder *binder, const struct wsp_node *key)
{
	if (key->kind == WSP_SCALAR)
		return true;
	wsp_diags_add(binder->diags, WSP_RULE(I008), key->place, NULL,
		"a key has to be one word, not a %s", key->kind == WSP_MAP ? "map" : "list");
	return false;
}

bool wsp_binder_wants_map(struct wsp_binder *binder, const struct wsp_node *node, const char *name)
{
	if (node->kind == WSP_MAP)
		return true;
	wsp_diags_add(binder->diags, WSP_RULE(I008), node->place, NULL,
		"%s has to be a map of keys and values, not a %s", name,
		node->kind == WSP_LIST ? "list" : "single value");
	return false;
}

bool wsp_record_complete(struct wsp_binder *binder, const struct wsp_record *record)
{
	const struct wsp_section *section = binder->matcher[record->section].section;
	bool complete = true;

	for (unsigned row = 0; row < section->n_fields; row++) {
		if (!section->field[row].required || record->present >> row & 1)
			continue;
		wsp_diags_add(binder->diags, WSP_RULE(I010), record->place, NULL,
			"%s is missing in an entry of %s", section->field[row].key, section->name);
		complete = false;
	}
	return complete;
}
