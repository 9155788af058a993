/* Field: the value of one row of the schema inside its struct, whatever its type. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "model/schema.h"
#include "model/value.h"

static const size_t sizes[WSP_N_TYPES] = {
	[WSP_TYPE_TEXT] = sizeof(wsp_string),
	[WSP_TYPE_FQDN] = sizeof(wsp_string),
	[WSP_TYPE_NAME] = sizeof(wsp_string),
	[WSP_TYPE_BOOL] = sizeof(uint8_t),
	[WSP_TYPE_ENUM] = sizeof(uint8_t),
	[WSP_TYPE_COUNT] = sizeof(uint32_t),
	[WSP_TYPE_PORT] = sizeof(uint16_t),
	[WSP_TYPE_DURATION] = sizeof(uint32_t),
	[WSP_TYPE_AMOUNT] = sizeof(uint32_t),
	[WSP_TYPE_DATE] = sizeof(wsp_string),
	[WSP_TYPE_WORDS] = sizeof(wsp_string),
	[WSP_TYPE_CLIENTS_BY] = sizeof(uint8_t),
};

static const void *at(const struct wsp_field *field, const void *object)
{
	return (const char *)object + field->offset;
}

unsigned wsp_server_field(const char *key)
{
	unsigned row = 0;

	while (row < wsp_n_server_fields && strcmp(wsp_server_fields[row].key, key) != 0)
		row++;
	assert(row < wsp_n_server_fields);
	return row;
}

/* CLIENTS_BY is the one type that fills two members: the name of the policy is the other. */
static bool same_policy(const struct wsp_server *a, const struct wsp_server *b)
{
	return a->client_policy == b->client_policy;
}

bool wsp_value_equal(const struct wsp_field *field, const void *a, const void *b)
{
	if (memcmp(at(field, a), at(field, b), sizes[field->type]) != 0)
		return false;
	return field->type != WSP_TYPE_CLIENTS_BY || same_policy(a, b);
}

void wsp_value_copy(const struct wsp_field *field, void *to, const void *from)
{
	memcpy((char *)to + field->offset, at(field, from), sizes[field->type]);
	if (field->type == WSP_TYPE_CLIENTS_BY)
		((struct wsp_server *)to)->client_policy =
			((const struct wsp_server *)from)->client_policy;
}

static bool print_string(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const wsp_string *id = at(field, object);

	if (*id)
		wsp_text_adds(out, wsp_strings_text(strings, *id));
	return *id != 0;
}

static bool print_bool(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint8_t *value = at(field, object);

	(void)strings;
	if (*value != WSP_UNKNOWN)
		wsp_text_adds(out, *value == WSP_YES ? "true" : "false");
	return *value != WSP_UNKNOWN;
}

static bool print_enum(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint8_t *value = at(field, object);

	(void)strings;
	if (*value)
		wsp_text_adds(out, field->words[*value - 1]);
	return *value != 0;
}

static bool print_count(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint32_t *value = at(field, object);

	(void)strings;
	if (*value != field->absent)
		wsp_text_addu(out, *value);
	return *value != field->absent;
}

static bool print_port(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint16_t *value = at(field, object);

	(void)strings;
	if (*value)
		wsp_text_addu(out, *value);
	return *value != 0;
}

static bool print_duration(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint32_t *minutes = at(field, object);
	uint32_t hours = *minutes / 60, rest = *minutes % 60;

	(void)strings;
	if (*minutes == field->absent)
		return false;
	if (*minutes > 0 && *minutes % (24 * 60) == 0) {
		wsp_text_addf(out, "%" PRIu32 "d", *minutes / (24 * 60));
		return true;
	}
	if (hours > 0)
		wsp_text_addf(out, "%" PRIu32 "h", hours);
	if (rest > 0 || hours == 0)
		wsp_text_addf(out, "%" PRIu32 "m", rest);
	return true;
}

static bool print_amount(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const uint32_t *value = at(field, object);
	uint32_t permille = *value & ~WSP_PERMILLE;

	(void)strings;
	if (*value == field->absent)
		return false;
	if ((*value & WSP_PERMILLE) == 0)
		wsp_text_addu(out, *value);
	else if (permille % 10 == 0)
		wsp_text_addf(out, "%" PRIu32 "%%", permille / 10);
	else
		wsp_text_addf(out, "%" PRIu32 ".%" PRIu32 "%%", permille / 10, permille % 10);
	return true;
}

static bool print_clients_by(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	const struct wsp_server *server = object;

	if (server->clients_by != WSP_BY_POLICY)
		return print_enum(field, object, strings, out);
	wsp_text_adds(out, wsp_strings_text(strings, server->client_policy));
	return true;
}

bool wsp_field_print(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out)
{
	static bool (*const print[WSP_N_TYPES])(const struct wsp_field *, const void *,
		const struct wsp_strings *, struct wsp_text *) = {
		[WSP_TYPE_TEXT] = print_string,
		[WSP_TYPE_FQDN] = print_string,
		[WSP_TYPE_NAME] = print_string,
		[WSP_TYPE_BOOL] = print_bool,
		[WSP_TYPE_ENUM] = print_enum,
		[WSP_TYPE_COUNT] = print_count,
		[WSP_TYPE_PORT] = print_port,
		[WSP_TYPE_DURATION] = print_duration,
		[WSP_TYPE_AMOUNT] = print_amount,
		[WSP_TYPE_DATE] = print_string,
		[WSP_TYPE_WORDS] = print_string,
		[WSP_TYPE_CLIENTS_BY] = print_clients_by,
	};

	return print[field->type](field, object, strings, out);
}
