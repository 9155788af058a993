/* Claims: the steps of a plan document, the procedures they follow, and the objects they share. */
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/claims_state.h"

#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, true

static void add_wait(struct wsp_statement *statement, const struct wsp_node *node)
{
	struct wsp_stated_wait wait = {.step = (uint32_t)statement->n_steps, .place = node->place};

	if (!wsp_statement_string(statement, node, "an item of `depends_on`"))
		return;
	wait.name = wsp_statement_target(
		statement, (struct wsp_excerpt){node->text, node->length}, &wait.action);
	wsp_statement_mention(statement, wait.name, node->place);
	if (wait.name == WSP_NO_ROW || wait.action == WSP_N_ACTIONS)
		wsp_statement_strange(statement, node->place, node->text);
	else if (WSP_RESERVE(statement->wait, statement->wait_capacity, statement->n_waits))
		statement->wait[statement->n_waits++] = wait;
	else
		statement->failed = true;
}

struct row {
	struct wsp_excerpt id, procedure, start_at, finish_at;
	uint32_t phase, start, finish;
	struct wsp_wave_label wave;
	const struct wsp_node *depends_on;
};

/* The step is in the phase that it says, and its wave is one of that phase. */
static void check_wave(
	struct wsp_statement *statement, const struct row *row, struct wsp_place place)
{
	if (row->wave.number == WSP_ABSENT || row->wave.phase == row->phase)
		return;
	statement->n_told++;
	wsp_diags_add(statement->diags, WSP_RULE(Y702), place, NULL,
		"step %s is in phase P%u, and its wave P%u.W%u in another", row->id.text,
		row->phase, row->wave.phase, row->wave.number);
}

static void keep_step(
	struct wsp_statement *statement, const struct row *row, const struct wsp_node *item)
{
	struct wsp_claim claim = WSP_CLAIM_INIT;
	struct wsp_stated_procedure *procedure = wsp_statement_procedure(statement, row->procedure);

	if (!procedure)
		return;
	claim.server = wsp_statement_target(statement, row->id, &claim.action);
	claim.phase = row->phase;
	claim.wave = row->wave.number;
	claim.start = row->start;
	claim.finish = row->finish;
	claim.procedure = &procedure->is;
	claim.place = item->place;
	wsp_statement_moment(statement, row->start_at, item->place, &claim.start_at);
	wsp_statement_moment(statement, row->finish_at, item->place, &claim.finish_at);
	if (procedure->first_step.line == 0)
		procedure->first_step = item->place;
	if (claim.server == WSP_NO_ROW || claim.action == WSP_N_ACTIONS)
		wsp_statement_strange(statement, item->place, row->id.text);
	else
		wsp_statement_mention(statement, claim.server, item->place);
	check_wave(statement, row, item->place);
	if (WSP_RESERVE(statement->step, statement->step_capacity, statement->n_steps))
		statement->step[statement->n_steps++] = claim;
	else
		statement->failed = true;
}

void wsp_statement_add_step(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct row row = {.start_at = {NULL, 0},
		.finish_at = {NULL, 0},
		.start = WSP_ABSENT,
		.finish = WSP_ABSENT,
		.wave = {0, WSP_ABSENT},
		.depends_on = NULL};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"procedure", FIELD(TEXT, procedure)},
		{"phase", FIELD(PHASE, phase)},
		{"wave", OPTIONAL(WAVE, wave)},
		{"start_minute", OPTIONAL(MINUTE, start)},
		{"finish_minute", OPTIONAL(MINUTE, finish)},
		{"start", OPTIONAL(TEXT, start_at)},
		{"finish", OPTIONAL(TEXT, finish_at)},
		{"depends_on", OPTIONAL(LIST, depends_on)},
	};

	if (!wsp_statement_form(statement, item, "a step", fields, WSP_COUNT(fields), &row))
		return;
	if (statement->n_steps >= WSP_ABSENT - 1) {
		wsp_statement_refuse(statement, item->place, "more steps than can be counted");
		return;
	}
	for (const struct wsp_node *node = row.depends_on ? row.depends_on + 1 : NULL;
		node && node < wsp_node_next(row.depends_on); node = wsp_node_next(node))
		add_wait(statement, node);
	keep_step(statement, &row, item);
}

/* Strings of a list, NULL-terminated, in the arena. */
static const char *const *copy_texts(
	struct wsp_statement *statement, const struct wsp_node *list, const char *what)
{
	const char **texts = WSP_NEW_ARRAY(&statement->arena, const char *, (size_t)list->size);
	size_t n = 0;

	if (!texts) {
		statement->failed = true;
		return NULL;
	}
	for (const struct wsp_node *node = list + 1; node < wsp_node_next(list);
		node = wsp_node_next(node)) {
		if (!wsp_statement_string(statement, node, what))
			break;
		texts[n++] = wsp_statement_copy(
			statement, (struct wsp_excerpt){node->text, node->length});
	}
	return texts;
}

static void define(struct wsp_statement *statement, struct wsp_excerpt id,
	struct wsp_excerpt action, const struct wsp_procedure *texts, struct wsp_place place)
{
	struct wsp_stated_procedure *procedure = wsp_statement_procedure(statement, id);

	if (!procedure)
		return;
	if (procedure->defined) {
		statement->n_told++;
		wsp_diags_add(statement->diags, WSP_RULE(Y705), place, NULL,
			"procedure %s is given twice", id.text);
		return;
	}
	procedure->defined = true;
	procedure->place = place;
	procedure->is.action = wsp_action_find(action.text);
	procedure->is.shell = texts->shell;
	procedure->is.commands = texts->commands;
	procedure->is.checks = texts->checks;
	procedure->is.back_out = texts->back_out;
	if (procedure->is.action != WSP_N_ACTIONS)
		return;
	statement->n_told++;
	wsp_diags_add(statement->diags, WSP_RULE(Y705), place, NULL,
		"procedure %s does \"%s\", which is no action", id.text, action.text);
}

void wsp_statement_add_procedure(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct procedure_row {
		struct wsp_excerpt id, action, shell;
		const struct wsp_node *commands, *checks, *back_out;
	} row = {.shell = {"", 0}};

#define MEMBER(kind, member, optional)                                                             \
	WSP_FORM_##kind, offsetof(struct procedure_row, member), NULL, 0, optional
	static const struct wsp_form_field fields[] = {
		{"id", MEMBER(TEXT, id, false)},
		{"action", MEMBER(TEXT, action, false)},
		{"shell", MEMBER(TEXT, shell, true)},
		{"commands", MEMBER(LIST, commands, false)},
		{"checks", MEMBER(LIST, checks, false)},
		{"back_out", MEMBER(LIST, back_out, false)},
	};
#undef MEMBER
	struct wsp_procedure texts = {0};

	if (!wsp_statement_form(statement, item, "a procedure", fields, WSP_COUNT(fields), &row))
		return;
	texts.shell = wsp_statement_copy(statement, row.shell);
	texts.commands = copy_texts(statement, row.commands, "an item of `commands`");
	texts.checks = copy_texts(statement, row.checks, "an item of `checks`");
	texts.back_out = copy_texts(statement, row.back_out, "an item of `back_out`");
	define(statement, row.id, row.action, &texts, item->place);
}

static void add_members(struct wsp_statement *statement, struct wsp_stated_shared *shared,
	const struct wsp_node *list)
{
	shared->first_member = (uint32_t)statement->n_members;
	for (const struct wsp_node *node = list + 1; node < wsp_node_next(list);
		node = wsp_node_next(node)) {
		uint32_t name;

		if (!wsp_statement_string(statement, node, "an item of `members`"))
			return;
		name = wsp_statement_host(
			statement, (struct wsp_excerpt){node->text, node->length});
		wsp_statement_mention(statement, name, node->place);
		if (!WSP_RESERVE(
			    statement->member, statement->member_capacity, statement->n_members)) {
			statement->failed = true;
			return;
		}
		statement->member[statement->n_members++] = name;
		shared->n_members++;
	}
}

void wsp_statement_add_shared(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct shared_row {
		struct wsp_excerpt id;
		const struct wsp_node *members;
	} row;
	static const struct wsp_form_field fields[] = {
		{"id", WSP_FORM_TEXT, offsetof(struct shared_row, id), NULL, 0, false},
		{"members", WSP_FORM_LIST, offsetof(struct shared_row, members), NULL, 0, false},
	};
	struct wsp_stated_shared shared = {.next = WSP_NO_SHARED, .place = item->place};

	if (!wsp_statement_form(statement, item, "shared work", fields, WSP_COUNT(fields), &row))
		return;
	shared.name = wsp_statement_target(statement, row.id, &shared.action);
	if (shared.name == WSP_NO_ROW ||
		(shared.action != WSP_POINT_CLIENTS && shared.action != WSP_PREPARE_BALANCER)) {
		wsp_statement_strange(statement, item->place, row.id.text);
		return;
	}
	add_members(statement, &shared, row.members);
	if (!WSP_RESERVE(statement->shared, statement->shared_capacity, statement->n_shared)) {
		statement->failed = true;
		return;
	}
	shared.next = statement->name[shared.name].shared;
	statement->name[shared.name].shared = (uint32_t)statement->n_shared;
	statement->shared[statement->n_shared++] = shared;
}
