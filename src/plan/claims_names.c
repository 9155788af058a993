/* Claims: names in a plan document that mean nothing. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "model/suggestion.h"
#include "plan/claims_state.h"

/* Names looked at for suggestions, so that a document of strange names stays quick. */
enum { EFFORT = 300 * 1000 };

void wsp_statement_strange(struct wsp_statement *statement, struct wsp_place place, const char *id)
{
	statement->n_told++;
	wsp_diags_add(statement->diags, WSP_RULE(Y702), place, NULL,
		"\"%s\" is not an action and its target, such as require-ssl@FQDN", id);
}

/* The server that was probably meant, as a hint in `hint`; NULL: none is near. */
static const char *suggest(
	const struct wsp_statement *statement, uint32_t row, size_t *effort, struct wsp_text *hint)
{
	struct wsp_suggestion suggestion;

	wsp_suggestion_init(&suggestion, wsp_statement_text(statement, row));
	for (uint32_t other = 0; other<statement->n_names && * effort> 0; other++, --*effort) {
		if (statement->name[other].listed)
			wsp_suggestion_offer(&suggestion, wsp_statement_text(statement, other));
	}
	return wsp_suggestion_hint(&suggestion, hint);
}

static void tell_name(struct wsp_statement *statement, uint32_t row, const char *hint)
{
	const struct wsp_stated_name *name = &statement->name[row];
	const char *text = wsp_statement_text(statement, row);

	if (name->n_mentions == 1)
		wsp_diags_add(statement->diags, WSP_RULE(Y702), name->mention, hint,
			"\"%s\" is not one of the plan's servers", text);
	else
		wsp_diags_add(statement->diags, WSP_RULE(Y702), name->mention, hint,
			"\"%s\" is not one of the plan's servers; %" PRIu32 " more places name it",
			text, name->n_mentions - 1);
}

/* Once a name, however many steps are on it. */
static void judge_names(struct wsp_statement *statement)
{
	struct wsp_text hint = {0};
	size_t effort = EFFORT;

	for (uint32_t row = 0; row < statement->n_names; row++) {
		const struct wsp_stated_name *name = &statement->name[row];

		if (name->listed || name->shared != WSP_NO_SHARED || name->n_mentions == 0)
			continue;
		statement->sound = false;
		tell_name(statement, row, suggest(statement, row, &effort, &hint));
	}
	statement->failed = statement->failed || hint.failed;
	wsp_text_release(&hint);
}

static uint64_t wave_key(uint32_t phase, uint32_t number)
{
	return (uint64_t)phase << 32 | number;
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/* The waves of the plan, sorted; NULL when memory ran out. */
static uint64_t *sort_waves(const struct wsp_statement *statement)
{
	uint64_t *keys = calloc(statement->n_waves + 1, sizeof(*keys));

	for (size_t i = 0; keys && i < statement->n_waves; i++)
		keys[i] = wave_key(statement->wave[i].phase, statement->wave[i].number);
	if (keys)
		qsort(keys, statement->n_waves, sizeof(*keys), compare_keys);
	return keys;
}

static void judge_wave(
	struct wsp_statement *statement, const struct wsp_claim *step, const uint64_t *waves)
{
	uint64_t key = wave_key(step->phase, step->wave);

	if (bsearch(&key, waves, statement->n_waves, sizeof(key), compare_keys))
		return;
	statement->sound = false;
	wsp_diags_add(statement->diags, WSP_RULE(Y702), step->place, NULL,
		"the step is in wave P%" PRIu32 ".W%" PRIu32 ", which is not in `phases`",
		step->phase, step->wave);
}

static void judge_procedure_of(struct wsp_statement *statement, const struct wsp_claim *step)
{
	const struct wsp_procedure *procedure = step->procedure;

	if (procedure->action == step->action || procedure->action == WSP_N_ACTIONS)
		return; /* of one that is not defined there is another finding */
	statement->sound = false;
	wsp_diags_add(statement->diags, WSP_RULE(Y705), step->place, NULL,
		"%s of %s follows procedure \"%s\", which is one of %s",
		wsp_actions[step->action].name, wsp_statement_text(statement, step->server),
		procedure->id, wsp_actions[procedure->action].name);
}

/* Steps of one phase and wave mostly follow each other: it is judged once for all of them. */
static enum wsp_status judge_phases(struct wsp_statement *statement)
{
	uint64_t *waves = sort_waves(statement);
	uint64_t before = wave_key(0, WSP_ABSENT);

	if (!waves)
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < statement->n_steps; i++) {
		const struct wsp_claim *step = &statement->step[i];
		uint64_t key = wave_key(step->phase, step->wave);

		if (step->action < WSP_N_ACTIONS)
			judge_procedure_of(statement, step);
		if (key == before)
			continue;
		before = key;
		if (step->phase >= statement->n_phases) {
			statement->sound = false;
			wsp_diags_add(statement->diags, WSP_RULE(Y702), step->place, NULL,
				"the step is in phase P%" PRIu32 ", which is not in `phases`",
				step->phase);
		} else if (step->wave != WSP_ABSENT) {
			judge_wave(statement, step, waves);
		}
	}
	free(waves);
	return WSP_OK;
}

/* "<some_word>" that is not in the closed list; NULL: none. */
static const char *foreign_placeholder(const char *line, size_t *ret_length)
{
	for (const char *at = strchr(line, '<'); at; at = strchr(at + 1, '<')) {
		size_t length = 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
		size_t before = 1;

		if (length == 1 || at[length] != '>')
			continue;
		if (wsp_placeholder_next(at, &before) != WSP_N_PLACEHOLDERS && before == 0)
			continue;
		*ret_length = length + 1;
		return at;
	}
	return NULL;
}

static void judge_lines(struct wsp_statement *statement,
	const struct wsp_stated_procedure *procedure, const char *const *lines)
{
	for (; lines && *lines; lines++) {
		size_t length;
		const char *found = foreign_placeholder(*lines, &length);

		if (!found)
			continue;
		wsp_diags_add(statement->diags, WSP_RULE(Y705), procedure->place, NULL,
			"procedure %s has %.*s, which nothing fills in", procedure->is.id,
			(int)(length < WSP_SCALAR_MAX ? length : WSP_SCALAR_MAX), found);
		return;
	}
}

static void judge_procedures(struct wsp_statement *statement)
{
	for (size_t i = 0; i < statement->n_procedures; i++) {
		const struct wsp_stated_procedure *procedure = statement->procedure[i].to;

		if (!procedure->defined) {
			statement->sound = false;
			wsp_diags_add(statement->diags, WSP_RULE(Y705), procedure->first_step, NULL,
				"procedure \"%s\" is not in `procedures`", procedure->is.id);
			continue;
		}
		judge_lines(statement, procedure, procedure->is.commands);
		judge_lines(statement, procedure, procedure->is.checks);
		judge_lines(statement, procedure, procedure->is.back_out);
	}
}

enum wsp_status wsp_statement_judge_names(struct wsp_statement *statement)
{
	statement->sound = statement->n_told == 0;
	judge_names(statement);
	judge_procedures(statement);
	return statement->misnumbered ? WSP_OK : judge_phases(statement);
}
