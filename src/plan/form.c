#include "plan/form.h"

#include <string.h>

#include "base/number.h"
#include "model/inventory.h"
#include "model/rule.h"

/* Minutes beyond 2,000 years are no plan, and would overflow when added up. */
enum { MINUTE_MAX = 1 << 30, MINUTES_A_DAY = 24 * 60 };

bool wsp_node_is_null(const struct wsp_node *node)
{
	return node->kind == WSP_SCALAR && !node->quoted && strcmp(node->text, "null") == 0;
}

static bool read_total(const struct wsp_node *node, uint64_t *ret_total)
{
	return node->kind == WSP_SCALAR && !node->quoted &&
	       wsp_parse_count(node->text, node->length, ret_total);
}

static bool take_text(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	struct wsp_excerpt excerpt = {node->text, node->length};

	(void)field;
	if (node->kind != WSP_SCALAR || !node->quoted)
		return false;
	memcpy(into, &excerpt, sizeof(excerpt));
	return true;
}

static bool take_total(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	uint64_t total;

	(void)field;
	if (!read_total(node, &total))
		return false;
	memcpy(into, &total, sizeof(total));
	return true;
}

static bool take_count(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	uint64_t total;
	uint32_t count;

	(void)field;
	if (!read_total(node, &total) || total > UINT32_MAX)
		return false;
	count = (uint32_t)total;
	memcpy(into, &count, sizeof(count));
	return true;
}

static bool take_minute(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	uint64_t total = WSP_ABSENT;
	uint32_t minute;

	(void)field;
	if (!wsp_node_is_null(node) && (!read_total(node, &total) || total > MINUTE_MAX))
		return false;
	minute = (uint32_t)total;
	memcpy(into, &minute, sizeof(minute));
	return true;
}

static bool take_bool(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	bool value = node->kind == WSP_SCALAR && strcmp(node->text, "true") == 0;

	(void)field;
	if (node->kind != WSP_SCALAR || node->quoted ||
		(!value && strcmp(node->text, "false") != 0))
		return false;
	memcpy(into, &value, sizeof(value));
	return true;
}

static bool take_choice(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	uint8_t choice = 0;

	if (node->kind != WSP_SCALAR || !node->quoted)
		return false;
	while (choice < field->n_words && strcmp(field->words[choice], node->text) != 0)
		choice++;
	memcpy(into, &choice, sizeof(choice));
	return choice < field->n_words;
}

/* "P4" at `text`. @return the bytes it takes, 0 when it is not there */
static size_t read_phase(const char *text, uint32_t *ret_phase)
{
	size_t digits = text[0] == 'P' ? strspn(text + 1, "0123456789") : 0;
	uint64_t phase;

	if (digits == 0 || !wsp_parse_count(text + 1, digits, &phase) || phase >= UINT32_MAX)
		return 0;
	*ret_phase = (uint32_t)phase;
	return digits + 1;
}

static bool take_phase(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	uint32_t phase = 0;

	(void)field;
	if (!wsp_node_is_null(node) && (node->kind != WSP_SCALAR || node->length == 0 ||
					       read_phase(node->text, &phase) != node->length))
		return false;
	memcpy(into, &phase, sizeof(phase));
	return true;
}

static bool read_wave(const struct wsp_node *node, struct wsp_wave_label *label)
{
	size_t dot = node->kind == WSP_SCALAR ? read_phase(node->text, &label->phase) : 0;
	uint64_t number;

	if (dot == 0 || strncmp(node->text + dot, ".W", 2) != 0 ||
		!wsp_parse_count(node->text + dot + 2, node->length - dot - 2, &number) ||
		number >= UINT32_MAX)
		return false;
	label->number = (uint32_t)number;
	return true;
}

static bool take_wave(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	struct wsp_wave_label label = {0, WSP_ABSENT};

	(void)field;
	if (!wsp_node_is_null(node) && !read_wave(node, &label))
		return false;
	memcpy(into, &label, sizeof(label));
	return true;
}

static bool take_node(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	(void)field;
	memcpy(into, &node, sizeof(const struct wsp_node *));
	return true;
}

static bool take_list(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	return node->kind == WSP_LIST && take_node(field, node, into);
}

static bool take_map(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	return node->kind == WSP_MAP && take_node(field, node, into);
}

static bool take_span(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	return !wsp_node_is_null(node) && take_minute(field, node, into);
}

static bool take_shift(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	bool negative = node->kind == WSP_SCALAR && node->text[0] == '-';
	uint64_t minutes;
	int32_t shift;

	(void)field;
	if (node->kind != WSP_SCALAR || node->quoted ||
		!wsp_parse_count(node->text + negative, node->length - negative, &minutes) ||
		minutes >= MINUTES_A_DAY)
		return false;
	shift = negative ? -(int32_t)minutes : (int32_t)minutes;
	memcpy(into, &shift, sizeof(shift));
	return true;
}

static bool take_moment(const struct wsp_form_field *field, const struct wsp_node *node, void *into)
{
	wsp_moment at;

	(void)field;
	if (node->kind != WSP_SCALAR || !node->quoted ||
		!wsp_zone_parse(&wsp_utc, node->text, false, &at))
		return false;
	memcpy(into, &at, sizeof(at));
	return true;
}

static const struct {
	const char *name;
	bool (*take)(const struct wsp_form_field *field, const struct wsp_node *node, void *into);
} kinds[WSP_N_FORM_KINDS] = {
	[WSP_FORM_TEXT] = {"a string", take_text},
	[WSP_FORM_COUNT] = {"a number", take_count},
	[WSP_FORM_TOTAL] = {"a number", take_total},
	[WSP_FORM_MINUTE] = {"a number of minutes", take_minute},
	[WSP_FORM_BOOL] = {"true or false", take_bool},
	[WSP_FORM_CHOICE] = {"one of the words it may be", take_choice},
	[WSP_FORM_PHASE] = {"a phase such as \"P1\"", take_phase},
	[WSP_FORM_WAVE] = {"a wave such as \"P1.W1\"", take_wave},
	[WSP_FORM_NODE] = {"", take_node},
	[WSP_FORM_LIST] = {"a list", take_list},
	[WSP_FORM_MAP] = {"a map", take_map},
	[WSP_FORM_SPAN] = {"a number of minutes", take_span},
	[WSP_FORM_SHIFT] = {"a number of minutes less than a day", take_shift},
	[WSP_FORM_MOMENT] = {"a moment such as \"2026-12-05T22:00+01:00\"", take_moment},
};

static unsigned find_field(
	const struct wsp_node *key, const struct wsp_form_field *field, unsigned n_fields)
{
	unsigned row = 0;

	while (row < n_fields &&
		(key->kind != WSP_SCALAR || strcmp(field[row].key, key->text) != 0))
		row++;
	return row;
}

static bool take(const struct wsp_form_field *field, const struct wsp_node *node, void *into,
	struct wsp_diags *diags)
{
	if (field->optional && wsp_node_is_null(node))
		return true;
	if (kinds[field->kind].take(field, node, (char *)into + field->offset))
		return true;
	wsp_diags_add(diags, WSP_RULE(I018), node->place, NULL, "`%s` is not %s", field->key,
		kinds[field->kind].name);
	return false;
}

bool wsp_form_read(const struct wsp_node *map, const char *what, const struct wsp_form_field *field,
	unsigned n_fields, void *into, struct wsp_diags *diags)
{
	uint32_t missing = 0;
	const struct wsp_node *end = map + map->size;

	if (map->kind != WSP_MAP) {
		wsp_diags_add(diags, WSP_RULE(I018), map->place, NULL, "%s is not a map", what);
		return false;
	}
	for (unsigned i = 0; i < n_fields; i++)
		missing |= field[i].optional ? 0 : 1u << i;
	for (const struct wsp_node *key = map + 1; key < end;) {
		const struct wsp_node *value = wsp_node_next(key);
		unsigned row = find_field(key, field, n_fields);

		if (row < n_fields) {
			missing &= ~(1u << row);
			if (!take(&field[row], value, into, diags))
				return false;
		}
		key = wsp_node_next(value);
	}
	for (unsigned i = 0; i < n_fields; i++) {
		if (missing & (1u << i)) {
			wsp_diags_add(diags, WSP_RULE(I018), map->place, NULL, "%s has no `%s`",
				what, field[i].key);
			return false;
		}
	}
	return true;
}
