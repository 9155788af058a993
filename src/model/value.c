/* Value: a table of types, each with what it wants and how it is read. */
#include "model/value.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/number.h"
#include "model/hostname.h"
#include "model/rule.h"
#include "model/suggestion.h"

enum { THUMBPRINT_DIGITS = 40 };

static const char no_quotes[] = "write it without quotes";

static void *at(const struct wsp_field *field, void *object)
{
	return (char *)object + field->offset;
}

void wsp_value_store(struct wsp_converter *converter, const struct wsp_field *field,
	const char *text, size_t length, void *object)
{
	wsp_string *value = at(field, object);

	*value = wsp_strings_add(converter->strings, text, length, &converter->failed);
}

/* Fold ASCII to lower case into converter->word. */
static const struct wsp_text *fold(struct wsp_converter *converter, const struct wsp_node *node)
{
	wsp_text_clear(&converter->word);
	wsp_text_add(&converter->word, node->text, node->length);
	if (converter->word.failed)
		converter->failed = true;
	for (size_t i = 0; i < converter->word.length; i++) {
		char *byte = &converter->word.at[i];

		if (*byte >= 'A' && *byte <= 'Z')
			*byte = (char)(*byte - 'A' + 'a');
	}
	return &converter->word;
}

static bool is_url(const struct wsp_node *node)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; i < WSP_COUNT(schemes); i++) {
		size_t length = strlen(schemes[i]);

		if (node->length > length && memcmp(node->text, schemes[i], length) == 0 &&
			node->text[length] != '/')
			return !strchr(node->text, ' ');
	}
	return false;
}

/* As certificate stores show it: spaces, colons and lower case are allowed and taken out. */
static void read_thumbprint(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	char digits[THUMBPRINT_DIGITS];
	size_t n = 0;

	for (const char *byte = node->text; *byte; byte++) {
		if (*byte == ' ' || *byte == ':')
			continue;
		if (n == THUMBPRINT_DIGITS || !strchr("0123456789abcdefABCDEF", *byte)) {
			n = 0;
			break;
		}
		digits[n] = *byte;
		if (*byte >= 'a')
			digits[n] = (char)(*byte - 'a' + 'A');
		n++;
	}
	if (n == THUMBPRINT_DIGITS)
		wsp_value_store(converter, field, digits, n, object);
	else
		wsp_value_refuse(converter, field, node, "a thumbprint of 40 hexadecimal digits",
			"copy it from the certificate, without the invisible character at its "
			"start");
}

static void read_text(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	if (!wsp_value_printable(converter, field->key, node))
		return;
	if (field->shape == WSP_SHAPE_THUMBPRINT)
		read_thumbprint(converter, field, node, object);
	else if (field->shape == WSP_SHAPE_URL && !is_url(node))
		wsp_value_refuse(
			converter, field, node, "a URL that begins with http:// or https://", NULL);
	else
		wsp_value_store(converter, field, node->text, node->length, object);
}

static void read_name(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	if (!wsp_value_printable(converter, field->key, node))
		return;

	const struct wsp_text *name = fold(converter, node);
	bool dot = name->length > 1 && name->at[name->length - 1] == '.';

	if (!name->failed)
		wsp_value_store(converter, field, name->at, name->length - dot, object);
}

static void read_fqdn(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	char name[WSP_HOST_MAX];
	size_t length = 0;
	const struct wsp_host_problem *problem =
		wsp_host_fold(node->text, node->length, name, &length);

	if (!problem)
		problem = wsp_host_not_full(name, length);
	if (problem)
		wsp_value_refuse_host(converter, field, node, problem);
	else
		wsp_value_store(converter, field, name, length, object);
}

/* In CSV in any case: PowerShell writes True, Excel TRUE. */
static bool is_word(const struct wsp_node *node, const char *word)
{
	return node->splittable ? wsp_ascii_same(node->text, node->length, word, strlen(word))
				: strcmp(node->text, word) == 0;
}

static void read_bool(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint8_t *value = at(field, object);

	if (wsp_value_is_quoted(node))
		wsp_value_refuse(converter, field, node, "true or false", no_quotes);
	else if (is_word(node, "true"))
		*value = WSP_YES;
	else if (is_word(node, "false"))
		*value = WSP_NO;
	else
		wsp_value_refuse(converter, field, node, "true or false",
			"write true or false, in lower case; yes, no, on and off are text here");
}

/* The list of words of an enum, for a message. */
static const char *choices(struct wsp_converter *converter, const struct wsp_field *field)
{
	wsp_text_clear(&converter->word);
	for (size_t i = 0; field->words[i]; i++)
		wsp_text_addf(&converter->word, "%s%s",
			i == 0                ? ""
			: field->words[i + 1] ? ", "
					      : " or ",
			field->words[i]);
	if (field->type == WSP_TYPE_CLIENTS_BY)
		wsp_text_adds(&converter->word, ", or the name of a client policy");
	if (converter->word.failed)
		converter->failed = true;
	return wsp_text_get(&converter->word);
}

/* The number of the word from 1, or 0. */
static uint8_t find_word(const struct wsp_field *field, const char *text)
{
	for (uint8_t i = 0; field->words[i]; i++) {
		if (strcmp(field->words[i], text) == 0)
			return (uint8_t)(i + 1);
	}
	return 0;
}

static void read_enum(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint8_t *value = at(field, object), word = find_word(field, node->text);
	struct wsp_suggestion suggestion;

	if (word) {
		*value = word;
		return;
	}
	wsp_suggestion_init(&suggestion, node->text);
	for (size_t i = 0; field->words[i] && !wsp_rule_is_full(converter->diags, WSP_RULE(I008));
		i++)
		wsp_suggestion_offer(&suggestion, field->words[i]);
	wsp_value_refuse(converter, field, node, choices(converter, field),
		wsp_converter_hint(converter, &suggestion));
}

static void read_clients_by(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	struct wsp_server *server = object;
	uint8_t word = find_word(field, node->text);

	if (word) {
		server->clients_by = word;
		server->client_policy = 0;
		return;
	}
	if (!wsp_value_printable(converter, field->key, node))
		return;
	server->clients_by = WSP_BY_POLICY;
	server->client_policy =
		wsp_strings_add(converter->strings, node->text, node->length, &converter->failed);
}

static void read_date(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	static const char *const wanted[] = {
		[WSP_SHAPE_ANY] = "a date such as 2026-12-05 or 2026-12-05T22:00",
		[WSP_SHAPE_DAY] = "a day such as 2026-12-05",
		[WSP_SHAPE_MOMENT] = "a date and time such as 2026-12-05T22:00",
	};
	int32_t day, minute;
	bool valid = wsp_parse_date(node->text, node->length, &day, &minute);

	if (field->shape == WSP_SHAPE_DAY)
		valid = valid && minute < 0;
	if (field->shape == WSP_SHAPE_MOMENT)
		valid = valid && minute >= 0;
	if (!valid && !(field->words && find_word(field, node->text)))
		wsp_value_refuse(converter, field, node, wanted[field->shape], NULL);
	else
		wsp_value_store(converter, field, node->text, node->length, object);
}

/* What a map or a list is told, and how a scalar is read. */
static const struct type {
	const char *wanted;
	void (*read)(struct wsp_converter *, const struct wsp_field *, const struct wsp_node *,
		void *object);
} types[WSP_N_TYPES] = {
	[WSP_TYPE_TEXT] = {"text", read_text},
	[WSP_TYPE_FQDN] = {"a host name", read_fqdn},
	[WSP_TYPE_NAME] = {"a name", read_name},
	[WSP_TYPE_BOOL] = {"true or false", read_bool},
	[WSP_TYPE_ENUM] = {"one word", read_enum},
	[WSP_TYPE_COUNT] = {"a whole number", wsp_count_bind},
	[WSP_TYPE_PORT] = {"a port", wsp_port_bind},
	[WSP_TYPE_DURATION] = {"a duration", wsp_duration_bind},
	[WSP_TYPE_AMOUNT] = {"a count or a percentage", wsp_amount_bind},
	[WSP_TYPE_DATE] = {"a date", read_date},
	[WSP_TYPE_WORDS] = {"a list", wsp_words_bind},
	[WSP_TYPE_CLIENTS_BY] = {"one word", read_clients_by},
};

void wsp_value_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	const struct type *type = &types[field->type];

	if (field->type == WSP_TYPE_WORDS) /* the one that is not a scalar */
		wsp_words_bind(converter, field, node, object);
	else if (node->kind != WSP_SCALAR)
		wsp_value_refuse(converter, field, node, type->wanted, NULL);
	else if (wsp_value_given(converter, field->key, node))
		type->read(converter, field, node, object);
}

static void set_absent(const struct wsp_field *field, void *object)
{
	if (field->type == WSP_TYPE_COUNT || field->type == WSP_TYPE_DURATION ||
		field->type == WSP_TYPE_AMOUNT)
		*(uint32_t *)at(field, object) = field->absent;
}

void wsp_value_reset(struct wsp_converter *converter, const struct wsp_field *field, void *object)
{
	set_absent(field, object);
	if (!field->fallback)
		return;

	struct wsp_node node = {
		.text = field->fallback, .length = (uint32_t)strlen(field->fallback), .size = 1};

	wsp_value_bind(converter, field, &node, object);
}

void wsp_converter_release(struct wsp_converter *converter)
{
	wsp_text_release(&converter->list);
	wsp_text_release(&converter->word);
	wsp_text_release(&converter->hint);
}
