/* Refusal: values that cannot be taken, said in the same words everywhere. */
#include <inttypes.h>
#include <string.h>

#include "model/rule.h"
#include "model/suggestion.h"
#include "model/value.h"

enum { EXCERPT_MAX = 60, CLEAN_MAX = 200 };

struct wsp_quotation wsp_quote(const char *text, size_t length)
{
	size_t end = EXCERPT_MAX;

	if (length <= EXCERPT_MAX)
		return (struct wsp_quotation){(int)length, ""};
	while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	return (struct wsp_quotation){(int)end, "…"};
}

bool wsp_rule_is_full(const struct wsp_diags *diags, const struct wsp_rule *rule)
{
	for (size_t i = 0; i < diags->n_tallies; i++) {
		if (diags->tally[i].rule == rule)
			return diags->tally[i].found >= WSP_DIAGS_PER_RULE;
	}
	return false;
}

const char *wsp_converter_hint(
	struct wsp_converter *converter, const struct wsp_suggestion *suggestion)
{
	const char *hint = wsp_suggestion_hint(suggestion, &converter->hint);

	if (converter->hint.failed)
		converter->failed = true;
	return hint;
}

/* Inclusive ranges that have no place in one line of text, in ascending order. */
static const struct range {
	uint32_t first, last;
} refused[] = {
	{0x0000, 0x001F},                   /* controls */
	{0x007F, 0x009F}, {0x200B, 0x200F}, /* no width, marks of direction */
	{0x2028, 0x202E},                   /* separators, embedding and override of direction */
	{0x2066, 0x2069},                   /* isolates */
	{0xFEFF, 0xFEFF},                   /* byte order mark */
};

static bool is_refused(uint32_t code)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (code <= refused[i].last)
			return code >= refused[i].first;
	}
	return false;
}

/* Decode one character of UTF-8; `text` ends with NUL, so a cut sequence stops there. */
static uint32_t decode(const unsigned char *text, size_t *ret_length)
{
	static const unsigned char first_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	size_t length = text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
	size_t n = 1;
	uint32_t code = text[0] & first_mask[length];

	for (; n < length && (text[n] & 0xC0) == 0x80; n++)
		code = code << 6 | (text[n] & 0x3Fu);
	*ret_length = n;
	return code;
}

static uint32_t decode_any(const unsigned char *text, size_t *ret_length)
{
	if (text[0] >= 0x80)
		return decode(text, ret_length);
	*ret_length = 1;
	return text[0];
}

bool wsp_value_printable(
	struct wsp_converter *converter, const char *key, const struct wsp_node *node)
{
	const unsigned char *text = (const unsigned char *)node->text;

	for (size_t i = 0, length = 1; i < node->length; i += length) {
		while (text[i] >= 0x20 && text[i] < 0x7F) /* stops at the NUL */
			i++;
		if (i == node->length)
			break;

		uint32_t code = text[i];

		length = 1;
		if (code >= 0x80)
			code = decode(text + i, &length);
		if (!is_refused(code))
			continue;
		wsp_diags_add(converter->diags, WSP_RULE(I008), node->place,
			"write one line of text; control characters, line breaks and characters "
			"that hide or reorder text are refused",
			"%s has the character U+%04" PRIX32 ", which does not print", key, code);
		return false;
	}
	return true;
}

void wsp_value_clean(struct wsp_text *out, const char *text)
{
	size_t begin = out->length, length;
	bool space = false;

	for (; *text; text += length) {
		uint32_t code = decode_any((const unsigned char *)text, &length);

		if (code == ' ' || is_refused(code)) {
			space = true;
			continue;
		}
		if (out->length - begin + length > CLEAN_MAX) {
			wsp_text_adds(out, "…");
			return;
		}
		if (space && out->length > begin)
			wsp_text_addc(out, ' ');
		wsp_text_add(out, text, length);
		space = false;
	}
}

bool wsp_value_given(struct wsp_converter *converter, const char *key, const struct wsp_node *node)
{
	bool maybe_null = node->text[0] == 'n' || node->text[0] == '~' || node->length == 0;

	if (!maybe_null)
		return true;

	bool null = !node->quoted && !node->splittable &&
		    (strcmp(node->text, "null") == 0 || strcmp(node->text, "~") == 0);

	if (node->length > 0 && !null)
		return true;
	wsp_diags_add(converter->diags, WSP_RULE(I008), node->place,
		"leave the key out when there is nothing to say", "%s has no value", key);
	return false;
}

void wsp_value_refuse(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, const char *wanted, const char *hint)
{
	if (node->kind != WSP_SCALAR) {
		wsp_diags_add(converter->diags, WSP_RULE(I008), node->place, hint,
			"%s has to be %s, not a %s", field->key, wanted,
			node->kind == WSP_MAP ? "map" : "list");
		return;
	}
	if (!wsp_value_printable(converter, field->key, node))
		return;

	struct wsp_quotation shown = wsp_quote(node->text, node->length);

	wsp_diags_add(converter->diags, WSP_RULE(I008), node->place, hint,
		"%s has to be %s, not \"%.*s%s\"", field->key, wanted, shown.length, node->text,
		shown.more);
}

void wsp_value_refuse_host(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, const struct wsp_host_problem *problem)
{
	struct wsp_quotation shown = wsp_quote(node->text, node->length);

	if (wsp_value_printable(converter, field->key, node))
		wsp_diags_add(converter->diags, WSP_RULE(I013), node->place, problem->hint,
			"%s \"%.*s%s\" %s", field->key, shown.length, node->text, shown.more,
			problem->what);
}

void wsp_value_out_of_bounds(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, uint32_t min, uint32_t max)
{
	struct wsp_quotation shown = wsp_quote(node->text, node->length);

	wsp_diags_add(converter->diags, WSP_RULE(I009), node->place, NULL,
		"%s has to be %" PRIu32 " to %" PRIu32 ", not %.*s%s", field->key, min, max,
		shown.length, node->text, shown.more);
}
