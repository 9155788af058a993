/* Fuzz: the JSON reader, with jansson over the whole text as the judge of what JSON is. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"
#include "target.h"

/* Whether jansson takes the text, and it is a map. */
static bool is_json_map(const uint8_t *data, size_t size)
{
	json_error_t error;
	json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, &error);
	bool map = json_is_object(json);

	json_decref(json);
	return map;
}

static bool has_byte_order_mark(const uint8_t *data, size_t size)
{
	return size >= 2 && (data[0] == 0xEF || data[0] >= 0xFE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *code;
	enum wsp_status status = read_anything(wsp_read_json, data, size, &code);

	if (has_byte_order_mark(data, size))
		return 0;
	/* what is JSON may still be refused: I001 characters, I004 limits */
	if ((status == WSP_OK) != is_json_map(data, size) && strcmp(code, "I001") != 0 &&
		strcmp(code, "I004") != 0)
		abort();
	return 0;
}
