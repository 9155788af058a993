/* Claims: the members of a plan document that come whole. */
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/rule.h"
#include "plan/claims_state.h"

static const char *const strategy_words[] = {"auto", "top-down", "bottom-up"};
static const char *const cutover_words[] = {"article", "overlap"};

void wsp_statement_take_format(struct wsp_statement *statement, const struct wsp_node *value)
{
	static const char ours[] = "wsusplan.plan/";
	size_t length = sizeof(ours) - 1;

	if (strncmp(value->text, ours, length) != 0) {
		wsp_statement_refuse(
			statement, value->place, "`format` is not \"wsusplan.plan/1.0\"");
		return;
	}
	if (strncmp(value->text + length, "1.", 2) == 0)
		return;
	statement->foreign = true;
	wsp_diags_add(statement->diags, WSP_RULE(I019), value->place, NULL,
		"the plan has format %s, and this release reads wsusplan.plan/1", value->text);
}

void wsp_statement_take_id(struct wsp_statement *statement, const struct wsp_node *value)
{
	if (value->length < sizeof(statement->id))
		memcpy(statement->id, value->text, value->length + 1);
}

void wsp_statement_take_today(struct wsp_statement *statement, const struct wsp_node *value)
{
	if (!wsp_parse_date(value->text, value->length, &statement->today, NULL))
		wsp_statement_refuse(statement, value->place, "`today` is not a date");
}

void wsp_statement_take_now(struct wsp_statement *statement, const struct wsp_node *value)
{
	if (wsp_node_is_null(value))
		return;
	wsp_statement_moment(statement, (struct wsp_excerpt){value->text, value->length},
		value->place, &statement->now);
	statement->dated = statement->now != WSP_NO_MOMENT;
}

void wsp_statement_take_forced(struct wsp_statement *statement, const struct wsp_node *value)
{
	statement->forced = strcmp(value->text, "true") == 0;
}

static bool is_digest(struct wsp_excerpt text)
{
	return text.length == 64 && strspn(text.text, "0123456789abcdef") == 64;
}

void wsp_statement_take_inputs(struct wsp_statement *statement, const struct wsp_node *value)
{
	struct row {
		struct wsp_excerpt file, sha256;
	};
	static const struct wsp_form_field fields[] = {
		{"file", WSP_FORM_TEXT, offsetof(struct row, file), NULL, 0, false},
		{"sha256", WSP_FORM_TEXT, offsetof(struct row, sha256), NULL, 0, true},
	};
	struct wsp_inventory *inventory = &statement->inventory;

	for (const struct wsp_node *item = value + 1; item < wsp_node_next(value);
		item = wsp_node_next(item)) {
		struct row row = {.sha256 = {"", 0}};
		struct wsp_input_file *file;

		if (!wsp_statement_form(
			    statement, item, "an input", fields, WSP_COUNT(fields), &row))
			return;
		if (!WSP_RESERVE(inventory->file, inventory->file_capacity, inventory->n_files)) {
			statement->failed = true;
			return;
		}
		file = &inventory->file[inventory->n_files++];
		*file = (struct wsp_input_file){
			.name = wsp_strings_add(&inventory->strings, row.file.text, row.file.length,
				&statement->failed)};
		if (is_digest(row.sha256)) /* what is none proves nothing */
			memcpy(file->sha256, row.sha256.text, row.sha256.length + 1);
	}
}

static void take_trees(struct wsp_statement *statement, const struct wsp_node *list)
{
	struct row {
		struct wsp_excerpt root;
		uint8_t strategy;
	};
	static const struct wsp_form_field fields[] = {
		{"root", WSP_FORM_TEXT, offsetof(struct row, root), NULL, 0, false},
		{"strategy", WSP_FORM_CHOICE, offsetof(struct row, strategy), strategy_words,
			WSP_COUNT(strategy_words), false},
	};

	for (const struct wsp_node *item = list + 1; item < wsp_node_next(list);
		item = wsp_node_next(item)) {
		struct row row;
		uint32_t root;

		if (!wsp_statement_form(statement, item, "a tree", fields, WSP_COUNT(fields), &row))
			return;
		if (!WSP_RESERVE(statement->tree, statement->tree_capacity, statement->n_trees)) {
			statement->failed = true;
			return;
		}
		root = wsp_statement_host(statement, row.root);
		wsp_statement_mention(statement, root, item->place);
		statement->tree[statement->n_trees++] =
			(struct wsp_stated_tree){root, (uint8_t)(row.strategy + 1)};
	}
}

void wsp_statement_take_strategy(struct wsp_statement *statement, const struct wsp_node *value)
{
	struct row {
		uint8_t chosen, requested, cutover;
		uint32_t operators;
		uint64_t hands_on;
		const struct wsp_node *trees;
	} row = {.requested = UINT8_MAX,
		.cutover = UINT8_MAX,
		.operators = WSP_ABSENT,
		.hands_on = UINT64_MAX,
		.trees = NULL};
	static const struct wsp_form_field fields[] = {
		{"chosen", WSP_FORM_CHOICE, offsetof(struct row, chosen), strategy_words,
			WSP_COUNT(strategy_words), false},
		{"requested", WSP_FORM_CHOICE, offsetof(struct row, requested), strategy_words,
			WSP_COUNT(strategy_words), true},
		{"cutover", WSP_FORM_CHOICE, offsetof(struct row, cutover), cutover_words,
			WSP_COUNT(cutover_words), true},
		{"operators", WSP_FORM_COUNT, offsetof(struct row, operators), NULL, 0, true},
		{"hands_on_minutes", WSP_FORM_TOTAL, offsetof(struct row, hands_on), NULL, 0, true},
		{"trees", WSP_FORM_LIST, offsetof(struct row, trees), NULL, 0, true},
	};

	statement->strategy = (struct wsp_stated_strategy){value->place, WSP_ABSENT, 0, 0};
	if (!wsp_statement_form(statement, value, "`strategy`", fields, WSP_COUNT(fields), &row))
		return;
	statement->claims.chosen = (uint8_t)(row.chosen + 1);
	statement->claims.hands_on = row.hands_on;
	statement->claims.strategy = value->place;
	statement->strategy.operators = row.operators;
	statement->strategy.requested = (uint8_t)(row.requested + 1); /* UINT8_MAX becomes 0 */
	statement->strategy.cutover = (uint8_t)(row.cutover + 1);
	if (row.trees)
		take_trees(statement, row.trees);
}

void wsp_statement_take_summary(struct wsp_statement *statement, const struct wsp_node *value)
{
	struct row {
		uint32_t servers, to_convert, to_switch, phases, steps, lower_bound;
		bool optimal;
	} row = {WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, false};
	static const struct wsp_form_field fields[] = {
		{"servers", WSP_FORM_COUNT, offsetof(struct row, servers), NULL, 0, true},
		{"to_convert", WSP_FORM_COUNT, offsetof(struct row, to_convert), NULL, 0, true},
		{"to_switch", WSP_FORM_COUNT, offsetof(struct row, to_switch), NULL, 0, true},
		{"phases", WSP_FORM_COUNT, offsetof(struct row, phases), NULL, 0, true},
		{"steps", WSP_FORM_COUNT, offsetof(struct row, steps), NULL, 0, true},
		{"phases_lower_bound", WSP_FORM_COUNT, offsetof(struct row, lower_bound), NULL, 0,
			true},
		{"optimal", WSP_FORM_BOOL, offsetof(struct row, optimal), NULL, 0, true},
	};

	if (!wsp_statement_form(statement, value, "`summary`", fields, WSP_COUNT(fields), &row))
		return;
	statement->summary = (struct wsp_stated_summary){
		value->place, row.servers, row.to_convert, row.to_switch, row.phases, row.steps};
	statement->claims.lower_bound = row.lower_bound;
	statement->claims.optimal = row.optimal;
}

void wsp_statement_take_waivers(struct wsp_statement *statement, const struct wsp_node *value)
{
	size_t n = value->size; /* items are scalars: no fewer than these */

	statement->waiver = WSP_NEW_ARRAY(&statement->arena, const char *, n);
	statement->waiver_at = WSP_NEW_ARRAY(&statement->arena, struct wsp_place, n);
	statement->n_waivers = 0;
	if (!statement->waiver || !statement->waiver_at) {
		statement->failed = true;
		return;
	}
	for (const struct wsp_node *item = value + 1; item < wsp_node_next(value);
		item = wsp_node_next(item)) {
		if (!wsp_statement_string(statement, item, "an item of `waivers`"))
			return;
		statement->waiver_at[statement->n_waivers] = item->place;
		statement->waiver[statement->n_waivers++] = wsp_statement_copy(
			statement, (struct wsp_excerpt){item->text, item->length});
	}
}
