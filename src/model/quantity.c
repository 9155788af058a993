/* Quantity: counts, ports, durations and amounts. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "model/rule.h"
#include "model/value.h"

enum { HUNDRED_PERCENT = 1000 };

static void *at(const struct wsp_field *field, void *object)
{
	return (char *)object + field->offset;
}

static bool is_digits(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

struct bounds {
	uint32_t min, max;
};

/* A whole number within bounds; on failure a finding was added. */
static bool read_number(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, struct bounds bounds, uint64_t *ret_number)
{
	if (wsp_value_is_quoted(node)) {
		wsp_value_refuse(
			converter, field, node, "a whole number", "write it without quotes");
		return false;
	}

	bool valid = wsp_parse_count(node->text, node->length, ret_number);

	if (valid && *ret_number >= bounds.min && *ret_number <= bounds.max)
		return true;
	if (!valid && (!is_digits(node->text) || node->text[0] == '0')) {
		wsp_value_refuse(converter, field, node, "a whole number",
			"write digits only: no sign, no leading zero, no separator, no unit");
		return false;
	}
	wsp_value_out_of_bounds(converter, field, node, bounds.min, bounds.max);
	return false;
}

void wsp_count_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint32_t *value = at(field, object);
	uint64_t number;

	if (read_number(converter, field, node, (struct bounds){field->min, field->max}, &number))
		*value = (uint32_t)number;
}

void wsp_port_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint16_t *value = at(field, object);
	uint64_t number;

	if (read_number(converter, field, node, (struct bounds){1, UINT16_MAX}, &number))
		*value = (uint16_t)number;
}

void wsp_duration_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint32_t *value = at(field, object), minutes;

	if (!wsp_parse_duration(node->text, node->length, &minutes))
		wsp_value_refuse(converter, field, node, "a duration such as 45m, 4h30m or 2d",
			is_digits(node->text) ? "give a unit: m, h, d or w"
					      : "whole minutes, hours, days or weeks, at most "
						"ten years");
	else if (minutes < field->min)
		wsp_diags_add(converter->diags, WSP_RULE(I009), node->place, NULL,
			"%s has to be %" PRIu32 "m or longer, not %s", field->key, field->min,
			node->text);
	else
		*value = minutes;
}

/* "10%" or "2.5%" in permille; false when it is not a percentage. */
static bool parse_percent(const char *text, size_t length, uint32_t *ret_permille)
{
	uint64_t whole, tenths = 0;
	size_t n = strcspn(text, ".%");

	if (!wsp_parse_count(text, n, &whole) || whole > HUNDRED_PERCENT)
		return false;
	if (text[n] == '.') {
		if (!wsp_parse_count(text + n + 1, 1, &tenths))
			return false;
		n += 2;
	}
	*ret_permille = (uint32_t)(whole * 10 + tenths);
	return text[n] == '%' && n + 1 == length;
}

void wsp_amount_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object)
{
	uint32_t *value = at(field, object), permille;
	uint64_t number;

	if (!parse_percent(node->text, node->length, &permille)) {
		if (strchr(node->text, '%'))
			wsp_value_refuse(converter, field, node, "a count or a percentage",
				"write 3, 10% or 2.5%");
		else if (read_number(converter, field, node,
				 (struct bounds){field->min, field->max}, &number))
			*value = (uint32_t)number;
		return;
	}
	if (permille == 0 || permille > HUNDRED_PERCENT)
		wsp_diags_add(converter->diags, WSP_RULE(I009), node->place, NULL,
			"%s has to be 0.1%% to 100%%, not %s", field->key, node->text);
	else
		*value = permille | WSP_PERMILLE;
}
