#include "report/object.h"

#include <string.h>

#include "report/escape.h"

struct wsp_object wsp_object_begin(struct wsp_text *out)
{
	wsp_text_addc(out, '{');
	return (struct wsp_object){.out = out};
}

static void leave_map(struct wsp_object *object)
{
	if (!object->map)
		return;
	wsp_text_addc(object->out, '}');
	object->map = NULL;
	object->map_length = 0;
	object->has_members = true;
}

void wsp_object_end(struct wsp_object *object)
{
	leave_map(object);
	wsp_text_addc(object->out, '}');
}

static void add_key(struct wsp_object *object, const char *key, size_t length)
{
	if (object->has_members)
		WSP_TEXT_LITERAL(object->out, ", \"");
	else
		wsp_text_addc(object->out, '"');
	wsp_text_add(object->out, key, length);
	WSP_TEXT_LITERAL(object->out, "\": ");
	object->has_members = true;
}

void wsp_object_key(struct wsp_object *object, const char *key)
{
	leave_map(object);
	add_key(object, key, strlen(key));
}

void wsp_object_name(struct wsp_object *object, const char *name)
{
	leave_map(object);
	if (object->has_members)
		WSP_TEXT_LITERAL(object->out, ", ");
	wsp_escape_json(object->out, name);
	WSP_TEXT_LITERAL(object->out, ": ");
	object->has_members = true;
}

void wsp_object_text(struct wsp_object *object, const char *key, const char *value)
{
	wsp_object_key(object, key);
	wsp_escape_json(object->out, value);
}

void wsp_object_number(struct wsp_object *object, const char *key, uint64_t value)
{
	wsp_object_key(object, key);
	wsp_text_addu(object->out, value);
}

static void add_bool(struct wsp_text *out, bool value)
{
	if (value)
		WSP_TEXT_LITERAL(out, "true");
	else
		WSP_TEXT_LITERAL(out, "false");
}

void wsp_object_bool(struct wsp_object *object, const char *key, bool value)
{
	wsp_object_key(object, key);
	add_bool(object->out, value);
}

void wsp_object_null(struct wsp_object *object, const char *key)
{
	wsp_object_key(object, key);
	WSP_TEXT_LITERAL(object->out, "null");
}

void wsp_object_text_or_null(struct wsp_object *object, const char *key, const char *value)
{
	if (value)
		wsp_object_text(object, key, value);
	else
		wsp_object_null(object, key);
}

void wsp_object_moment(
	struct wsp_object *object, const char *key, const struct wsp_zone *zone, wsp_moment at)
{
	if (at == WSP_NO_MOMENT) {
		wsp_object_null(object, key);
		return;
	}
	wsp_object_key(object, key);
	wsp_text_addc(object->out, '"');
	wsp_moment_write(object->out, zone, at);
	wsp_text_addc(object->out, '"');
}

void wsp_object_texts(struct wsp_object *object, const char *key, const char *const *value)
{
	wsp_object_key(object, key);
	wsp_text_addc(object->out, '[');
	for (size_t i = 0; value && value[i]; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(object->out, ", ");
		wsp_escape_json(object->out, value[i]);
	}
	wsp_text_addc(object->out, ']');
}

/* A value of the schema, where it is and how it is read. */
struct value {
	const struct wsp_field *field;
	const void *of;
	const struct wsp_strings *strings;
};

static const char *at(const struct value *value)
{
	return (const char *)value->of + value->field->offset;
}

static uint32_t number_of(const struct value *value)
{
	uint32_t number;

	memcpy(&number, at(value), sizeof(number));
	return number;
}

static uint16_t port_of(const struct value *value)
{
	uint16_t port;

	memcpy(&port, at(value), sizeof(port));
	return port;
}

static uint8_t choice_of(const struct value *value)
{
	return *(const uint8_t *)at(value);
}

static const char *text_of(const struct value *value)
{
	wsp_string id;

	memcpy(&id, at(value), sizeof(id));
	return wsp_strings_text(value->strings, id);
}

static bool has_text(const struct value *value)
{
	return *text_of(value) != '\0';
}

/* Zero may stand for "not given", and be the default as well. */
static bool has_number(const struct value *value)
{
	return number_of(value) != value->field->absent ||
	       (value->field->absent == 0 && value->field->fallback);
}

static bool has_port(const struct value *value)
{
	return port_of(value) != 0;
}

static bool has_choice(const struct value *value)
{
	return choice_of(value) != 0;
}

static void write_text(struct wsp_text *out, const struct value *value)
{
	wsp_escape_json(out, text_of(value));
}

static void write_number(struct wsp_text *out, const struct value *value)
{
	wsp_text_addu(out, number_of(value));
}

static void write_port(struct wsp_text *out, const struct value *value)
{
	wsp_text_addu(out, port_of(value));
}

static void write_bool(struct wsp_text *out, const struct value *value)
{
	add_bool(out, choice_of(value) == WSP_YES);
}

/* "45m", "10%": free of escapes */
static void write_printed(struct wsp_text *out, const struct value *value)
{
	wsp_text_addc(out, '"');
	(void)wsp_field_print(value->field, value->of, value->strings, out);
	wsp_text_addc(out, '"');
}

static void write_amount(struct wsp_text *out, const struct value *value)
{
	if (number_of(value) & WSP_PERMILLE)
		write_printed(out, value);
	else
		write_number(out, value);
}

static void write_choice(struct wsp_text *out, const struct value *value)
{
	wsp_escape_json(out, value->field->words[choice_of(value) - 1]);
}

static void write_clients_by(struct wsp_text *out, const struct value *value)
{
	const struct wsp_server *server = value->of;

	if (server->clients_by == WSP_BY_POLICY)
		wsp_escape_json(out, wsp_strings_text(value->strings, server->client_policy));
	else
		write_choice(out, value);
}

static void write_words(struct wsp_text *out, const struct value *value)
{
	const char *word = text_of(value);

	if (value->field->shape == WSP_SHAPE_COUNTABLE &&
		word[strspn(word, "0123456789")] == '\0') {
		wsp_text_adds(out, word);
		return;
	}
	wsp_escape_json_words(out, word);
}

static const struct {
	bool (*is_given)(const struct value *value);
	void (*write)(struct wsp_text *out, const struct value *value);
} types[WSP_N_TYPES] = {
	[WSP_TYPE_TEXT] = {has_text, write_text},
	[WSP_TYPE_FQDN] = {has_text, write_text},
	[WSP_TYPE_NAME] = {has_text, write_text},
	[WSP_TYPE_BOOL] = {has_choice, write_bool},
	[WSP_TYPE_ENUM] = {has_choice, write_choice},
	[WSP_TYPE_COUNT] = {has_number, write_number},
	[WSP_TYPE_PORT] = {has_port, write_port},
	[WSP_TYPE_DURATION] = {has_number, write_printed},
	[WSP_TYPE_AMOUNT] = {has_number, write_amount},
	[WSP_TYPE_DATE] = {has_text, write_text},
	[WSP_TYPE_WORDS] = {has_text, write_words},
	[WSP_TYPE_CLIENTS_BY] = {has_choice, write_clients_by},
};

static bool is_open(const struct wsp_object *object, const char *key, size_t length)
{
	return object->map && object->map_length == length && memcmp(object->map, key, length) == 0;
}

static void enter_map(struct wsp_object *object, const char *key, size_t length)
{
	if (is_open(object, key, length))
		return;
	leave_map(object);
	add_key(object, key, length);
	wsp_text_addc(object->out, '{');
	object->map = key;
	object->map_length = length;
	object->has_members = false;
}

void wsp_object_field(struct wsp_object *object, const struct wsp_field *field, const void *of,
	const struct wsp_strings *strings)
{
	struct value value = {field, of, strings};
	const char *dot;

	if (!types[field->type].is_given(&value))
		return;
	dot = strchr(field->key, '.');
	if (dot) {
		enter_map(object, field->key, (size_t)(dot - field->key));
		add_key(object, dot + 1, strlen(dot + 1));
	} else {
		wsp_object_key(object, field->key);
	}
	types[field->type].write(object->out, &value);
}
