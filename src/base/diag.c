#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

const char *const wsp_severity_names[] = {
	[WSP_NOTE] = "note", [WSP_WARNING] = "warning", [WSP_ERROR] = "error"};
const char *const wsp_class_names[] = {
	[WSP_CLASS_INPUT] = "input", [WSP_CLASS_ESTATE] = "estate", [WSP_CLASS_PLAN] = "plan"};

void wsp_diags_init(struct wsp_diags *diags)
{
	*diags = (struct wsp_diags){0};
}

void wsp_diags_release(struct wsp_diags *diags)
{
	free(diags->entry);
	free(diags->tally);
	wsp_arena_release(&diags->arena);
	wsp_diags_init(diags);
}

struct wsp_diags *wsp_diags_create(void)
{
	return calloc(1, sizeof(struct wsp_diags));
}

void wsp_diags_free(struct wsp_diags *diags)
{
	if (!diags)
		return;
	wsp_diags_release(diags);
	free(diags);
}

wsp_file_id wsp_diags_add_file(struct wsp_diags *diags, const char *name)
{
	if (diags->n_files == WSP_FILES_MAX)
		return 0;

	const char *copy = wsp_arena_copy(&diags->arena, name, strlen(name));

	if (!copy) {
		diags->failed = true;
		return 0;
	}
	diags->file[++diags->n_files] = copy;
	return diags->n_files;
}

/* The tally of a rule, made if there is none yet; NULL when memory ran out. */
static struct wsp_tally *tally_of(struct wsp_diags *diags, const struct wsp_rule *rule)
{
	for (size_t i = 0; i < diags->n_tallies; i++) {
		if (diags->tally[i].rule == rule)
			return &diags->tally[i];
	}
	if (!WSP_RESERVE(diags->tally, diags->tally_capacity, diags->n_tallies))
		return NULL;
	diags->tally[diags->n_tallies] = (struct wsp_tally){.rule = rule};
	return &diags->tally[diags->n_tallies++];
}

static const char *format_into(struct wsp_arena *arena, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);

	int length = vsnprintf(NULL, 0, format, again);
	char *message = length < 0 ? NULL : wsp_arena_alloc(arena, (size_t)length + 1);

	va_end(again);
	if (message)
		vsnprintf(message, (size_t)length + 1, format, arguments);
	return message;
}

static struct wsp_diag diag_of(
	const struct wsp_diags *diags, const struct wsp_rule *rule, struct wsp_place place)
{
	return (struct wsp_diag){
		.severity = rule->severity,
		.finding_class = rule->finding_class,
		.code = rule->code,
		.hint = rule->hint,
		.where = {diags->file[place.file], place.line, place.column},
	};
}

void wsp_diags_add(struct wsp_diags *diags, const struct wsp_rule *rule, struct wsp_place place,
	const char *hint, const char *format, ...)
{
	struct wsp_tally *tally = tally_of(diags, rule);

	if (!tally) {
		diags->failed = true;
		return;
	}
	if (tally->found++ >= WSP_DIAGS_PER_RULE)
		return;

	struct wsp_diag diag = diag_of(diags, rule, place);
	va_list arguments;

	va_start(arguments, format);
	diag.message = format_into(&diags->arena, format, arguments);
	va_end(arguments);
	if (hint)
		diag.hint = wsp_arena_copy(&diags->arena, hint, strlen(hint));
	if (!diag.message || (hint && !diag.hint) ||
		!WSP_RESERVE(diags->entry, diags->capacity, diags->n)) {
		diags->failed = true;
		return;
	}
	diags->entry[diags->n] = (struct wsp_entry){
		.diag = diag, .place = place, .rule = rule, .number = (uint32_t)diags->n};
	diags->n++;
}

bool wsp_diags_told(
	const struct wsp_diags *diags, const struct wsp_rule *rule, struct wsp_place place)
{
	enum { LOOK_BACK = 64 };

	size_t first = diags->n > LOOK_BACK ? diags->n - LOOK_BACK : 0;

	for (size_t i = diags->n; i-- > first;) {
		const struct wsp_entry *entry = &diags->entry[i];

		if (entry->rule == rule && entry->place.file == place.file &&
			entry->place.line == place.line && entry->place.column == place.column)
			return true;
	}
	return false;
}

bool wsp_diags_has_errors(const struct wsp_diags *diags)
{
	return wsp_diags_count_severity(diags, WSP_ERROR) > 0;
}

/* File, line and column in one number; no file is behind all files. */
static uint64_t sort_key(struct wsp_place place)
{
	return (uint64_t)(uint8_t)(place.file - 1) << 48 | (uint64_t)place.line << 16 |
	       place.column;
}

static int compare_entries(const void *a, const void *b)
{
	const struct wsp_entry *left = a, *right = b;
	uint64_t left_key = sort_key(left->place), right_key = sort_key(right->place);

	if (left_key != right_key)
		return left_key < right_key ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

void wsp_diags_sort(struct wsp_diags *diags)
{
	if (diags->n > 1)
		qsort(diags->entry, diags->n, sizeof(*diags->entry), compare_entries);
}

const char *wsp_diags_place_text(struct wsp_diags *diags, struct wsp_place place)
{
	struct wsp_text text = {0};
	const char *name = diags->file[place.file];

	wsp_text_adds(&text, name ? name : "");
	if (place.line > 0)
		wsp_text_addf(&text, ":%lu", (unsigned long)place.line);
	if (place.line > 0 && place.column > 0)
		wsp_text_addf(&text, ":%u", (unsigned)place.column);

	const char *copy = NULL;

	if (!text.failed)
		copy = wsp_arena_copy(&diags->arena, wsp_text_get(&text), text.length);
	wsp_text_release(&text);
	if (!copy)
		diags->failed = true;
	return copy ? copy : "";
}

size_t wsp_diags_count(const struct wsp_diags *diags)
{
	return diags->n;
}

const struct wsp_diag *wsp_diags_get(const struct wsp_diags *diags, size_t index)
{
	return index < diags->n ? &diags->entry[index].diag : NULL;
}

size_t wsp_diags_count_severity(const struct wsp_diags *diags, enum wsp_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->n_tallies; i++) {
		if (diags->tally[i].rule->severity == severity)
			n += diags->tally[i].found;
	}
	return n;
}

int wsp_diags_dropped(
	const struct wsp_diags *diags, size_t index, const char **ret_code, size_t *ret_dropped)
{
	for (size_t i = 0; i < diags->n_tallies; i++) {
		const struct wsp_tally *tally = &diags->tally[i];

		if (tally->found <= WSP_DIAGS_PER_RULE || index-- > 0)
			continue;
		*ret_code = tally->rule->code;
		*ret_dropped = tally->found - WSP_DIAGS_PER_RULE;
		return 1;
	}
	return 0;
}

bool wsp_diags_copy(struct wsp_diags *to, const struct wsp_diags *from)
{
	for (wsp_file_id i = 1; i <= from->n_files; i++)
		(void)wsp_diags_add_file(to, from->file[i]);
	for (size_t i = 0; i < from->n_tallies; i++) { /* in the same order */
		if (!tally_of(to, from->tally[i].rule))
			to->failed = true;
	}
	for (size_t i = 0; i < from->n; i++) {
		const struct wsp_entry *entry = &from->entry[i];

		wsp_diags_add(
			to, entry->rule, entry->place, entry->diag.hint, "%s", entry->diag.message);
	}
	for (size_t i = 0; i < from->n_tallies && !to->failed; i++)
		to->tally[i].found = from->tally[i].found; /* what was only counted as well */
	to->failed = to->failed || from->failed;
	return !to->failed;
}
