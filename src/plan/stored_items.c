#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/stored_state.h"

#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, true

void wsp_stored_add_procedure(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id, action, who, where, shell, interrupts, source;
		uint32_t minutes, unattended;
		const struct wsp_node *commands, *checks, *back_out, *tried_on;
	} row;
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"action", FIELD(TEXT, action)},
		{"who", FIELD(TEXT, who)},
		{"where", FIELD(TEXT, where)},
		{"minutes", FIELD(COUNT, minutes)},
		{"unattended_minutes", FIELD(COUNT, unattended)},
		{"shell", FIELD(TEXT, shell)},
		{"commands", FIELD(LIST, commands)},
		{"checks", FIELD(LIST, checks)},
		{"back_out", FIELD(LIST, back_out)},
		{"interrupts", FIELD(TEXT, interrupts)},
		{"source", FIELD(TEXT, source)},
		{"tried_on", FIELD(LIST, tried_on)},
	};
	enum wsp_action action;

	if (!wsp_stored_form(stored, item, "a procedure", fields, WSP_COUNT(fields), &row))
		return;
	action = wsp_action_find(row.action.text);
	if (action == WSP_N_ACTIONS || stored->n_procedures == UINT16_MAX) {
		wsp_stored_refuse(stored, item->place, "the procedure's `action` is not known");
		return;
	}
	if (!WSP_RESERVE(stored->procedure, stored->procedure_capacity, stored->n_procedures)) {
		stored->failed = true;
		return;
	}
	stored->procedure[stored->n_procedures++] =
		(struct wsp_procedure){.id = wsp_stored_text(stored, row.id),
			.action = action,
			.who = wsp_stored_text(stored, row.who),
			.where = wsp_stored_text(stored, row.where),
			.interrupts = wsp_stored_text(stored, row.interrupts),
			.shell = wsp_stored_text(stored, row.shell),
			.commands = wsp_stored_texts(stored, "commands", row.commands),
			.checks = wsp_stored_texts(stored, "checks", row.checks),
			.back_out = wsp_stored_texts(stored, "back_out", row.back_out),
			.source = wsp_stored_text(stored, row.source),
			.tried_on = wsp_stored_texts(stored, "tried_on", row.tried_on)};
	stored->duration[action] = row.minutes;
	stored->unattended[action] = row.unattended;
	stored->timed |= WSP_BIT(action);
}

/* The plan's findings name files; each is listed once. */
static wsp_file_id find_file(struct wsp_diags *diags, const char *name)
{
	for (wsp_file_id i = 1; i <= diags->n_files; i++) {
		if (strcmp(diags->file[i], name) == 0)
			return i;
	}
	return wsp_diags_add_file(diags, name);
}

void wsp_stored_add_diagnostic(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt code, message, hint, file;
		uint32_t line, column;
	} row = {.hint = {NULL, 0}};
	static const struct wsp_form_field fields[] = {
		{"code", FIELD(TEXT, code)},
		{"message", FIELD(TEXT, message)},
		{"hint", OPTIONAL(TEXT, hint)},
		{"file", OPTIONAL(TEXT, file)},
		{"line", OPTIONAL(COUNT, line)},
		{"column", OPTIONAL(COUNT, column)},
	};
	struct wsp_diags *diags = &stored->plan.diags;
	const struct wsp_rule *rule;
	struct wsp_place place;

	if (!wsp_stored_form(stored, item, "a finding", fields, WSP_COUNT(fields), &row))
		return;
	rule = wsp_rule_find(row.code.text);
	if (!rule)
		return; /* of a later minor version */
	place = (struct wsp_place){.line = row.line,
		.column = row.column > UINT16_MAX ? UINT16_MAX : (uint16_t)row.column,
		.file = row.file.text ? find_file(diags, row.file.text) : 0};
	wsp_diags_add(diags, rule, place, row.hint.text, "%s", row.message.text);
	stored->failed = stored->failed || diags->failed;
}

void wsp_stored_add_left_out(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt server, reason, blocked_by;
	} row = {.blocked_by = {NULL, 0}};
	static const struct wsp_form_field fields[] = {
		{"server", FIELD(TEXT, server)},
		{"reason", FIELD(TEXT, reason)},
		{"blocked_by", OPTIONAL(TEXT, blocked_by)},
	};

	if (!wsp_stored_form(
		    stored, item, "an unscheduled server", fields, WSP_COUNT(fields), &row))
		return;
	if (!WSP_RESERVE(stored->left_out, stored->left_out_capacity, stored->n_left_out)) {
		stored->failed = true;
		return;
	}
	stored->left_out[stored->n_left_out++] = (struct wsp_stored_left_out){
		.server = wsp_stored_name(stored, row.server),
		.blocked_by = row.blocked_by.text ? wsp_stored_name(stored, row.blocked_by) : 0,
		.reason = wsp_stored_text(stored, row.reason),
		.place = item->place};
}
