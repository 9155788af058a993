#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/rule.h"
#include "plan/stored_state.h"

#define TEXT(type, member) WSP_FORM_TEXT, offsetof(type, member)

static const char *const strategy_words[] = {"auto", "top-down", "bottom-up"};

void wsp_stored_take_format(struct wsp_stored *stored, const struct wsp_node *value)
{
	static const char ours[] = "wsusplan.plan/";
	size_t length = sizeof(ours) - 1;

	if (value->kind != WSP_SCALAR || strncmp(value->text, ours, length) != 0) {
		wsp_stored_refuse(stored, value->place, "`format` is not \"wsusplan.plan/1.0\"");
		return;
	}
	if (strncmp(value->text + length, "1.", 2) == 0)
		return;
	stored->foreign = true;
	wsp_diags_add(stored->diags, WSP_RULE(I019), value->place, NULL,
		"the plan has format %s, and this release reads wsusplan.plan/1", value->text);
}

void wsp_stored_take_id(struct wsp_stored *stored, const struct wsp_node *value)
{
	bool fits = value->kind == WSP_SCALAR && value->length < sizeof(stored->plan.id) &&
		    strspn(value->text, "0123456789abcdef") == value->length;

	if (fits)
		memcpy(stored->plan.id, value->text, value->length + 1);
	else
		wsp_stored_refuse(stored, value->place, "`id` is not a digest");
}

void wsp_stored_take_today(struct wsp_stored *stored, const struct wsp_node *value)
{
	if (value->kind != WSP_SCALAR ||
		!wsp_parse_date(value->text, value->length, &stored->plan.today, NULL))
		wsp_stored_refuse(stored, value->place, "`today` is not a date");
}

void wsp_stored_take_forced(struct wsp_stored *stored, const struct wsp_node *value)
{
	stored->plan.forced = value->kind == WSP_SCALAR && strcmp(value->text, "true") == 0;
}

static bool is_digest(struct wsp_excerpt text)
{
	return text.length == 0 ||
	       (text.length == 64 && strspn(text.text, "0123456789abcdef") == 64);
}

void wsp_stored_take_inputs(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct row {
		struct wsp_excerpt file, sha256;
	};
	static const struct wsp_form_field fields[] = {
		{"file", TEXT(struct row, file), NULL, 0, false},
		{"sha256", TEXT(struct row, sha256), NULL, 0, false},
	};
	struct wsp_inventory *inventory = &stored->inventory;

	for (const struct wsp_node *item = value + 1; item < value + value->size;
		item = wsp_node_next(item)) {
		struct row row;
		struct wsp_input_file *file;

		if (!wsp_stored_form(stored, item, "an input", fields, WSP_COUNT(fields), &row))
			return;
		if (!is_digest(row.sha256)) {
			wsp_stored_refuse(stored, item->place, "`sha256` is not a digest");
			return;
		}
		if (!WSP_RESERVE(inventory->file, inventory->file_capacity, inventory->n_files)) {
			stored->failed = true;
			return;
		}
		file = &inventory->file[inventory->n_files++];
		*file = (struct wsp_input_file){.name = wsp_stored_name(stored, row.file)};
		memcpy(file->sha256, row.sha256.text, row.sha256.length + 1);
	}
}

static void take_trees(struct wsp_stored *stored, const struct wsp_node *list)
{
	struct row {
		struct wsp_excerpt root;
		uint8_t strategy;
	};
	static const struct wsp_form_field fields[] = {
		{"root", TEXT(struct row, root), NULL, 0, false},
		{"strategy", WSP_FORM_CHOICE, offsetof(struct row, strategy), strategy_words,
			WSP_COUNT(strategy_words), false},
	};

	for (const struct wsp_node *item = list + 1; item < list + list->size;
		item = wsp_node_next(item)) {
		struct row row;

		if (!wsp_stored_form(stored, item, "a tree", fields, WSP_COUNT(fields), &row))
			return;
		if (!WSP_RESERVE(stored->tree, stored->tree_capacity, stored->n_trees)) {
			stored->failed = true;
			return;
		}
		stored->tree[stored->n_trees++] = (struct wsp_stored_tree){
			wsp_stored_name(stored, row.root), (uint8_t)(row.strategy + 1)};
	}
}

void wsp_stored_take_strategy(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct row {
		uint8_t requested, chosen;
		struct wsp_excerpt reason, failed;
		uint64_t makespan, hands_on;
		uint32_t window, window_length, operators;
		const struct wsp_node *trees;
	} row;
	static const struct wsp_form_field fields[] = {
		{"requested", WSP_FORM_CHOICE, offsetof(struct row, requested), strategy_words,
			WSP_COUNT(strategy_words), false},
		{"chosen", WSP_FORM_CHOICE, offsetof(struct row, chosen), strategy_words,
			WSP_COUNT(strategy_words), false},
		{"reason", TEXT(struct row, reason), NULL, 0, false},
		{"failed", TEXT(struct row, failed), NULL, 0, false},
		{"makespan_minutes", WSP_FORM_TOTAL, offsetof(struct row, makespan), NULL, 0,
			false},
		{"window_minutes", WSP_FORM_COUNT, offsetof(struct row, window), NULL, 0, false},
		{"window_length_minutes", WSP_FORM_COUNT, offsetof(struct row, window_length), NULL,
			0, false},
		{"hands_on_minutes", WSP_FORM_TOTAL, offsetof(struct row, hands_on), NULL, 0,
			false},
		{"operators", WSP_FORM_COUNT, offsetof(struct row, operators), NULL, 0, false},
		{"trees", WSP_FORM_LIST, offsetof(struct row, trees), NULL, 0, false},
	};
	struct wsp_plan *plan = &stored->plan;

	if (!wsp_stored_form(stored, value, "`strategy`", fields, WSP_COUNT(fields), &row))
		return;
	plan->requested = (enum wsp_strategy)(row.requested + 1);
	plan->chosen = (enum wsp_strategy)(row.chosen + 1);
	plan->reason = wsp_stored_text(stored, row.reason);
	plan->failed = wsp_stored_text(stored, row.failed);
	plan->makespan = row.makespan;
	plan->window = row.window;
	plan->window_length = row.window_length;
	plan->hands_on = row.hands_on;
	plan->operators = row.operators;
	take_trees(stored, row.trees);
}

void wsp_stored_take_summary(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct row {
		uint32_t servers, to_convert, to_switch, phases, lower_bound;
		uint64_t steps;
		bool optimal;
		struct wsp_excerpt bound;
	} row;
	static const struct wsp_form_field fields[] = {
		{"servers", WSP_FORM_COUNT, offsetof(struct row, servers), NULL, 0, false},
		{"to_convert", WSP_FORM_COUNT, offsetof(struct row, to_convert), NULL, 0, false},
		{"to_switch", WSP_FORM_COUNT, offsetof(struct row, to_switch), NULL, 0, false},
		{"phases", WSP_FORM_COUNT, offsetof(struct row, phases), NULL, 0, false},
		{"steps", WSP_FORM_TOTAL, offsetof(struct row, steps), NULL, 0, false},
		{"phases_lower_bound", WSP_FORM_COUNT, offsetof(struct row, lower_bound), NULL, 0,
			false},
		{"optimal", WSP_FORM_BOOL, offsetof(struct row, optimal), NULL, 0, false},
		{"bound", TEXT(struct row, bound), NULL, 0, false},
	};
	struct wsp_plan *plan = &stored->plan;

	if (!wsp_stored_form(stored, value, "`summary`", fields, WSP_COUNT(fields), &row))
		return;
	stored->summary = value->place;
	stored->n_listed_servers = row.servers;
	stored->n_listed_phases = row.phases;
	plan->to_convert = row.to_convert;
	plan->to_switch = row.to_switch;
	plan->n_steps = row.steps;
	plan->lower_bound = row.lower_bound;
	plan->optimal = row.optimal;
	plan->bound = wsp_stored_text(stored, row.bound);
}

void wsp_stored_take_waivers(struct wsp_stored *stored, const struct wsp_node *value)
{
	const char **waivers = wsp_stored_texts(stored, "waivers", value);

	if (!waivers)
		return;
	stored->plan.n_waivers = (uint32_t)wsp_stored_count(value);
	stored->plan.waiver = waivers;
}

static bool has_tally(const struct wsp_diags *diags, const struct wsp_rule *rule)
{
	size_t i = 0;

	while (i < diags->n_tallies && diags->tally[i].rule != rule)
		i++;
	return i < diags->n_tallies;
}

/* The tallies are made in their order, before what is listed of them. */
void wsp_stored_take_found(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct row {
		struct wsp_excerpt code;
		uint64_t found;
	};
	static const struct wsp_form_field fields[] = {
		{"code", TEXT(struct row, code), NULL, 0, false},
		{"found", WSP_FORM_TOTAL, offsetof(struct row, found), NULL, 0, false},
	};
	struct wsp_diags *diags = &stored->plan.diags;

	for (const struct wsp_node *item = value + 1; item < value + value->size;
		item = wsp_node_next(item)) {
		const struct wsp_rule *rule;
		struct row row;

		if (!wsp_stored_form(
			    stored, item, "a count of findings", fields, WSP_COUNT(fields), &row))
			return;
		rule = wsp_rule_find(row.code.text);
		if (!rule)
			continue; /* of a later minor version */
		if (!WSP_RESERVE(diags->tally, diags->tally_capacity, diags->n_tallies) ||
			!WSP_RESERVE(stored->found, stored->found_capacity, stored->n_found)) {
			stored->failed = true;
			return;
		}
		if (!has_tally(diags, rule))
			diags->tally[diags->n_tallies++] = (struct wsp_tally){.rule = rule};
		stored->found[stored->n_found++] = (struct wsp_tally){rule, (size_t)row.found};
	}
}
