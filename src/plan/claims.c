/* Claims: the members of a plan document, and the names in it. */
#include "plan/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "model/rule.h"
#include "plan/claims_state.h"

/* Members that are taken whole. Those of the inventory go to its binder as they are. */
static const struct member {
	const char *key;
	void (*take)(struct wsp_statement *statement,
		const struct wsp_node *value); /* NULL: the binder */
	enum wsp_node_kind kind;
	bool required;
} members[] = {
	{"format", wsp_statement_take_format, WSP_SCALAR, true},
	{"id", wsp_statement_take_id, WSP_SCALAR, false},
	{"today", wsp_statement_take_today, WSP_SCALAR, true},
	{"now", wsp_statement_take_now, WSP_SCALAR, false},
	{"forced", wsp_statement_take_forced, WSP_SCALAR, false},
	{"inputs", wsp_statement_take_inputs, WSP_LIST, false},
	{"strategy", wsp_statement_take_strategy, WSP_MAP, true},
	{"summary", wsp_statement_take_summary, WSP_MAP, true},
	{"waivers", wsp_statement_take_waivers, WSP_LIST, false},
	{"name", NULL, WSP_SCALAR, false},
	{"timezone", NULL, WSP_SCALAR, false},
	{"policy", NULL, WSP_MAP, true},
	{"windows", NULL, WSP_LIST, false},
	{"freezes", NULL, WSP_LIST, false},
	{"sites", NULL, WSP_MAP, false},
	{"groups", NULL, WSP_LIST, false},
	{"client_policies", NULL, WSP_LIST, false},
};

/* Lists that are taken item by item. A plan that lacks one of the first three was cut off. */
static const char *const streamed[] = {"servers", "phases", "steps", "procedures", "shared",
	"links", "unscheduled", "diagnostics", NULL};

static void (*const items[])(struct wsp_statement *statement, const struct wsp_node *item) = {
	wsp_statement_add_server, wsp_statement_add_phase, wsp_statement_add_step,
	wsp_statement_add_procedure, wsp_statement_add_shared, wsp_statement_add_link,
	wsp_statement_add_left_out, NULL, /* findings of planning claim nothing */
};

void wsp_statement_refuse(struct wsp_statement *statement, struct wsp_place place, const char *why)
{
	statement->damaged = true;
	wsp_diags_add(statement->diags, WSP_RULE(I018), place, NULL, "%s", why);
}

bool wsp_statement_form(struct wsp_statement *statement, const struct wsp_node *map,
	const char *what, const struct wsp_form_field *field, unsigned n_fields, void *into)
{
	bool ok = wsp_form_read(map, what, field, n_fields, into, statement->diags);

	statement->damaged = statement->damaged || !ok;
	return ok;
}

bool wsp_statement_string(
	struct wsp_statement *statement, const struct wsp_node *node, const char *what)
{
	if (node->kind == WSP_SCALAR && node->quoted)
		return true;
	statement->damaged = true;
	wsp_diags_add(
		statement->diags, WSP_RULE(I018), node->place, NULL, "%s is not a string", what);
	return false;
}

void wsp_statement_moment(struct wsp_statement *statement, struct wsp_excerpt text,
	struct wsp_place place, wsp_moment *ret_moment)
{
	/* moments of a plan bring their offset */
	if (!text.text || text.length == 0 ||
		wsp_zone_parse(&wsp_utc, text.text, false, ret_moment))
		return;
	statement->damaged = true;
	wsp_diags_add(statement->diags, WSP_RULE(I018), place, NULL,
		"\"%s\" is not a moment such as 2026-12-05T22:00+01:00", text.text);
}

const char *wsp_statement_copy(struct wsp_statement *statement, struct wsp_excerpt text)
{
	const char *copy = wsp_arena_copy(&statement->arena, text.text, text.length);

	statement->failed = statement->failed || !copy;
	return copy;
}

static uint32_t add_name(struct wsp_statement *statement, wsp_string name)
{
	uint32_t row = (uint32_t)statement->n_names;

	if (!WSP_RESERVE(statement->name, statement->name_capacity, statement->n_names) ||
		!wsp_index_put(&statement->names, name, row)) {
		statement->failed = true;
		return WSP_NO_ROW;
	}
	statement->name[statement->n_names++] = (struct wsp_stated_name){
		.name = name, .claim = WSP_SERVER_CLAIM_INIT, .shared = WSP_NO_SHARED};
	return row;
}

/* The row of a name, added if new; WSP_NO_ROW when memory ran out. */
static uint32_t row_of(struct wsp_statement *statement, struct wsp_excerpt text)
{
	wsp_string name = wsp_strings_add(
		&statement->inventory.strings, text.text, text.length, &statement->failed);
	uint32_t row = name ? wsp_index_get(&statement->names, name) : WSP_NO_ROW;

	return row == WSP_NO_ROW && name ? add_name(statement, name) : row;
}

void wsp_statement_mention(struct wsp_statement *statement, uint32_t name, struct wsp_place place)
{
	if (name >= statement->n_names)
		return;
	if (statement->name[name].n_mentions++ == 0)
		statement->name[name].mention = place;
}

static bool has_capitals(struct wsp_excerpt text)
{
	for (uint32_t i = 0; i < text.length; i++) {
		if (text.text[i] >= 'A' && text.text[i] <= 'Z')
			return true;
	}
	return false;
}

uint32_t wsp_statement_host(struct wsp_statement *statement, struct wsp_excerpt text)
{
	char *folded;

	if (!has_capitals(text))
		return row_of(statement, text);
	folded = wsp_arena_copy(&statement->arena, text.text, text.length);
	if (!folded) {
		statement->failed = true;
		return WSP_NO_ROW;
	}
	for (uint32_t i = 0; i < text.length; i++)
		folded[i] = wsp_ascii_lower(folded[i]);
	return row_of(statement, (struct wsp_excerpt){folded, text.length});
}

const char *wsp_statement_text(const struct wsp_statement *statement, uint32_t name)
{
	const struct wsp_strings *strings = statement->inventory.strings.bytes
						    ? &statement->inventory.strings
						    : &statement->topo.inventory.strings;

	return name < statement->n_names ? wsp_strings_text(strings, statement->name[name].name)
					 : "";
}

static uint8_t find_action(const char *name, size_t length)
{
	uint8_t action = 0;

	while (action < WSP_N_ACTIONS && (strncmp(wsp_actions[action].name, name, length) != 0 ||
						 wsp_actions[action].name[length] != '\0'))
		action++;
	return action;
}

static int digit_of(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, wsp_ascii_lower(c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Names of shared objects are percent-encoded in ids. */
static struct wsp_excerpt decode(struct wsp_statement *statement, struct wsp_excerpt text)
{
	char *copy;
	uint32_t n = 0;

	if (!memchr(text.text, '%', text.length))
		return text;
	copy = wsp_arena_copy(&statement->arena, text.text, text.length);
	if (!copy) {
		statement->failed = true;
		return text;
	}
	for (uint32_t i = 0; i < text.length; i++, n++) {
		int high = copy[i] == '%' ? digit_of(copy[i + 1]) : -1;
		int low = high >= 0 ? digit_of(copy[i + 2]) : -1;

		copy[n] = copy[i];
		if (low < 0 || (high == 0 && low == 0))
			continue;
		copy[n] = (char)(high << 4 | low);
		i += 2;
	}
	copy[n] = '\0';
	return (struct wsp_excerpt){copy, n};
}

uint32_t wsp_statement_target(
	struct wsp_statement *statement, struct wsp_excerpt id, uint8_t *ret_action)
{
	const char *at = memchr(id.text, '@', id.length);
	size_t length = at ? (size_t)(at - id.text) : id.length;
	struct wsp_excerpt target = {at ? at + 1 : "", 0};

	*ret_action = find_action(id.text, length);
	if (at)
		target.length = (uint32_t)(id.length - length - 1);
	if (target.length == 0)
		return WSP_NO_ROW;
	target = decode(statement, target);
	/* servers are known by their folded names, what is shared as it is written */
	if (has_capitals(target) &&
		wsp_strings_find(&statement->inventory.strings, target.text, target.length))
		return row_of(statement, target);
	return wsp_statement_host(statement, target);
}

struct wsp_stated_procedure *wsp_statement_procedure(
	struct wsp_statement *statement, struct wsp_excerpt id)
{
	wsp_string name = wsp_strings_add(
		&statement->inventory.strings, id.text, id.length, &statement->failed);
	uint32_t row = name ? wsp_index_get(&statement->procedures, name) : WSP_NO_ROW;
	struct wsp_stated_procedure *procedure;

	if (row != WSP_NO_ROW)
		return statement->procedure[row].to;
	procedure = WSP_NEW(&statement->arena, struct wsp_stated_procedure);
	row = (uint32_t)statement->n_procedures;
	if (!procedure ||
		!WSP_RESERVE(statement->procedure, statement->procedure_capacity,
			statement->n_procedures) ||
		(name && !wsp_index_put(&statement->procedures, name, row))) {
		statement->failed = true;
		return NULL;
	}
	procedure->is.id = wsp_statement_copy(statement, id);
	procedure->is.action = WSP_N_ACTIONS;
	statement->procedure[statement->n_procedures++] = (struct wsp_stated_reference){procedure};
	return procedure;
}

static bool goes_on(const struct wsp_statement *statement)
{
	return !statement->failed && !statement->diags->failed;
}

static bool take_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	struct wsp_statement *statement = context;
	struct wsp_reader_sink binder = wsp_binder_sink(statement->binder);

	for (size_t i = 0; i < WSP_COUNT(members) && !statement->foreign; i++) {
		const struct member *member = &members[i];

		if (strcmp(member->key, key->text) != 0)
			continue;
		statement->seen |= 1u << i;
		if (value->kind != member->kind && !wsp_node_is_null(value))
			wsp_statement_refuse(
				statement, value->place, "it is not what a plan has there");
		else if (member->take && value->kind == member->kind)
			member->take(statement, value);
		else if (!member->take && !binder.member(binder.context, key, value))
			statement->failed = true;
		if (strcmp(key->text, "windows") == 0)
			statement->windows = value->place;
	}
	return goes_on(statement);
}

static bool take_item(void *context, unsigned index, const struct wsp_node *item)
{
	struct wsp_statement *statement = context;

	/* what does not say that it is a plan is an inventory, or anything else */
	if (!statement->foreign && (statement->seen & 1) && items[index])
		items[index](statement, item);
	return goes_on(statement);
}

struct wsp_statement *wsp_statement_create(wsp_file_id file, struct wsp_diags *diags)
{
	struct wsp_statement *statement = calloc(1, sizeof(*statement));

	if (!statement)
		return NULL;
	statement->file = file;
	statement->diags = diags;
	statement->errors_before = wsp_diags_count_severity(diags, WSP_ERROR);
	statement->now = WSP_NO_MOMENT;
	statement->claims = (struct wsp_claims){
		.now = WSP_NO_MOMENT, .lower_bound = WSP_ABSENT, .hands_on = UINT64_MAX};
	statement->summary = (struct wsp_stated_summary){
		{0}, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT, WSP_ABSENT};
	statement->binder = wsp_binder_create(&statement->inventory, diags);
	if (!statement->binder) {
		free(statement);
		return NULL;
	}
	wsp_binder_begin(statement->binder, file, WSP_BIND_LENIENT);
	return statement;
}

struct wsp_reader_sink wsp_statement_sink(struct wsp_statement *statement)
{
	return (struct wsp_reader_sink){.context = statement,
		.streamed = streamed,
		.member = take_member,
		.item = take_item};
}

void wsp_statement_free(struct wsp_statement *statement)
{
	if (!statement)
		return;
	wsp_binder_free(statement->binder);
	wsp_inventory_release(&statement->inventory);
	wsp_topology_release(&statement->topo);
	wsp_index_release(&statement->names);
	wsp_index_release(&statement->procedures);
	wsp_arena_release(&statement->arena);
	free(statement->step);
	free(statement->name);
	free(statement->phase);
	free(statement->wave);
	free(statement->listing);
	free(statement->shared);
	free(statement->member);
	free(statement->wait);
	free(statement->link);
	free(statement->tree);
	free(statement->procedure);
	free(statement->node);
	free(statement->server_claim);
	free(statement->shared_claim);
	free(statement->shared_member);
	free(statement->name_of);
	free(statement);
}

/* A plan that lacks a member was cut off, or is none. */
static void check_members(struct wsp_statement *statement)
{
	struct wsp_place place = {.file = statement->file};

	for (size_t i = 0; i < WSP_COUNT(members); i++) {
		if (!members[i].required || (statement->seen & (1u << i)))
			continue;
		statement->damaged = true;
		wsp_diags_add(statement->diags, WSP_RULE(I018), place, NULL,
			i == 0 ? "the file has no `%s`, so it is not a plan"
			       : "the plan has no `%s`",
			members[i].key);
		return;
	}
	if (statement->n_phases == 0 && !statement->damaged)
		wsp_statement_refuse(statement, place, "the plan has no `phases`");
}

/* The binder takes any error for one of the inventory; names without a meaning are none. */
static enum wsp_status finish_inventory(struct wsp_statement *statement)
{
	enum wsp_status status;

	wsp_binder_end(statement->binder);
	status = wsp_binder_finish(statement->binder);
	if (status == WSP_INVALID && wsp_diags_count_severity(statement->diags, WSP_ERROR) ==
					     statement->errors_before + statement->n_told)
		status = WSP_OK;
	return status;
}

enum wsp_status wsp_statement_finish(struct wsp_statement *statement)
{
	enum wsp_status status;

	if (!goes_on(statement))
		return WSP_NO_MEMORY;
	if (!statement->foreign)
		check_members(statement);
	if (statement->foreign || statement->damaged)
		return WSP_INVALID;
	status = finish_inventory(statement);
	if (status == WSP_OK)
		status = wsp_topology_build(
			&statement->topo, &statement->inventory, statement->diags);
	if (status == WSP_OK)
		status = wsp_statement_judge_names(statement);
	return goes_on(statement) ? status : WSP_NO_MEMORY;
}
