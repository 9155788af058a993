/* Words: lists of names, times and closed words, joined into one string. */
#include <string.h>

#include "base/number.h"
#include "model/hostname.h"
#include "model/rule.h"
#include "model/suggestion.h"
#include "model/value.h"

/* One word of a list in `node`; what it is stored as goes into converter->list. */
static void add_word(struct wsp_converter *converter, const char *text, size_t length)
{
	if (converter->list.length > 0)
		wsp_text_addc(&converter->list, '\n');
	wsp_text_add(&converter->list, text, length);
}

static void read_closed(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	struct wsp_suggestion suggestion;

	for (size_t i = 0; field->words[i]; i++) {
		if (strcmp(field->words[i], node->text) == 0) {
			add_word(converter, node->text, node->length);
			return;
		}
	}
	wsp_suggestion_init(&suggestion, node->text);
	for (size_t i = 0; field->words[i] && !wsp_rule_is_full(converter->diags, WSP_RULE(I008));
		i++)
		wsp_suggestion_offer(&suggestion, field->words[i]);
	wsp_value_refuse(converter, field, node, "a list of known words",
		wsp_converter_hint(converter, &suggestion));
}

static void read_free(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	if (wsp_value_printable(converter, field->key, node))
		add_word(converter, node->text, node->length);
}

static void read_host(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	char name[WSP_HOST_MAX];
	size_t length = 0;
	bool wildcard = field->shape == WSP_SHAPE_WILDCARD && node->length > 2 &&
			memcmp(node->text, "*.", 2) == 0;
	size_t skipped = wildcard ? 2 : 0;
	const struct wsp_host_problem *problem =
		wsp_host_fold(node->text + skipped, node->length - skipped, name, &length);

	if (problem) {
		wsp_value_refuse_host(converter, field, node, problem);
		return;
	}
	add_word(converter, wildcard ? "*." : "", skipped);
	wsp_text_add(&converter->list, name, length);
}

static bool is_time(const char *text, size_t length)
{
	static const char most[] = "29:59"; /* the largest digit of each place */

	if (length != strlen(most))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > most[i])
			return false;
	}
	return text[0] < '2' || text[1] < '4';
}

static void read_time(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	if (is_time(node->text, node->length))
		add_word(converter, node->text, node->length);
	else
		wsp_value_refuse(converter, field, node, "a list of times of day",
			"write hours and minutes with two digits each, such as 03:30");
}

static void read_word(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	static void (*const read[])(
		struct wsp_converter *, const struct wsp_field *, const struct wsp_node *) = {
		[WSP_SHAPE_ANY] = read_free,
		[WSP_SHAPE_HOST] = read_host,
		[WSP_SHAPE_WILDCARD] = read_host,
		[WSP_SHAPE_TIME] = read_time,
		[WSP_SHAPE_COUNTABLE] = read_host,
	};

	if (node->kind != WSP_SCALAR)
		wsp_value_refuse(converter, field, node, "a list of single words", NULL);
	else if (wsp_value_given(converter, field->key, node))
		(field->words ? read_closed : read[field->shape])(converter, field, node);
}

/* A cell of CSV: its words are separated by spaces. */
static void split(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	static const char spaces[] = " \t";
	const char *word = node->text + strspn(node->text, spaces);

	while (*word) {
		struct wsp_node part = *node;
		size_t length = strcspn(word, spaces);

		wsp_text_clear(&converter->word);
		wsp_text_add(&converter->word, word, length);
		if (converter->word.failed) {
			converter->failed = true;
			return;
		}
		part.text = wsp_text_get(&converter->word);
		part.length = (uint32_t)length;
		read_word(converter, field, &part);
		word += length + strspn(word + length, spaces);
	}
}

static bool is_number(const struct wsp_field *field, const struct wsp_node *node)
{
	uint64_t count;

	return field->shape == WSP_SHAPE_COUNTABLE && (!node->quoted || node->splittable) &&
	       wsp_parse_count(node->text, node->length, &count);
}

static void read_number(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *node)
{
	uint64_t count = 0;

	(void)wsp_parse_count(node->text, node->length, &count);
	if (count < field->min || count > field->max)
		wsp_value_out_of_bounds(converter, field, node, field->min, field->max);
	else
		add_word(converter, node->text, node->length);
}

static void read_list(
	struct wsp_converter *converter, const struct wsp_field *field, const struct wsp_node *list)
{
	for (const struct wsp_node *item = list + 1; item < wsp_node_next(list);
		item = wsp_node_next(item))
		read_word(converter, field, item);
}

void wsp_words_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	wsp_text_clear(&converter->list);
	if (node->kind == WSP_LIST)
		read_list(converter, field, node);
	else if (node->kind == WSP_SCALAR && is_number(field, node))
		read_number(converter, field, node);
	else if (node->splittable)
		split(converter, field, node);
	else if (node->kind == WSP_MAP || wsp_value_given(converter, field->key, node))
		wsp_value_refuse(converter, field, node, "a list", "write [first, second]");
	if (converter->list.failed)
		converter->failed = true;
	else
		wsp_value_store(converter, field, wsp_text_get(&converter->list),
			converter->list.length, object);
}
