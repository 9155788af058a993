/*
 * Value: one scalar or list of a document, typed by its row of the schema.
 *
 * A value that does not fit is a finding at its place and leaves the field as it was.
 */
#ifndef WSP_MODEL_VALUE_H
#define WSP_MODEL_VALUE_H

#include "model/hostname.h"
#include "model/schema.h"

/** What typing needs; everything but the two pointers starts zeroed. */
struct wsp_converter {
	struct wsp_strings *strings;
	struct wsp_diags *diags;
	struct wsp_text list; /* scratch: the words of a list, joined */
	struct wsp_text word; /* scratch: one of them, or a folded name */
	struct wsp_text hint; /* scratch */
	bool failed;          /* memory ran out */
};

void wsp_converter_release(struct wsp_converter *converter);

/** Store `node` in the field of `object`. Findings and lack of memory are kept in `converter`. */
void wsp_value_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);

/** Store the built-in default of a field, or what stands for "not given". */
void wsp_value_reset(struct wsp_converter *converter, const struct wsp_field *field, void *object);

/** Whether two objects have the same value in a field. */
bool wsp_value_equal(const struct wsp_field *field, const void *a, const void *b);

/** Copy the value of a field. */
void wsp_value_copy(const struct wsp_field *field, void *to, const void *from);

/* What the readers of single types share (value.c, quantity.c, words.c, refusal.c). */

/** Store text as it stands. */
void wsp_value_store(struct wsp_converter *converter, const struct wsp_field *field,
	const char *text, size_t length, void *object);

/** Whether a scalar is a string in quotes, and so text; in CSV quotes say nothing. */
static inline bool wsp_value_is_quoted(const struct wsp_node *node)
{
	return node->quoted && !node->splittable;
}

/* Numbers within the bounds of their field (quantity.c). */
void wsp_count_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);
void wsp_port_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);
void wsp_duration_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);
void wsp_amount_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);

/** A list of words, or a cell that is split at spaces (words.c). */
void wsp_words_bind(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, void *object);

/** Add a finding: the key has to be `wanted`, and is not. `hint` NULL: the rule's. */
void wsp_value_refuse(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, const char *wanted, const char *hint);

/** Add a finding: the text is not a host name. */
void wsp_value_refuse_host(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, const struct wsp_host_problem *problem);

/** Add a finding: a number is not within `min` and `max`. */
void wsp_value_out_of_bounds(struct wsp_converter *converter, const struct wsp_field *field,
	const struct wsp_node *node, uint32_t min, uint32_t max);

/** Whether the scalar has a value; a finding if it is empty or null. */
bool wsp_value_given(struct wsp_converter *converter, const char *key, const struct wsp_node *node);

/**
 * Whether every character prints on one line and none changes the direction of reading; a finding
 * if not.
 */
bool wsp_value_printable(
	struct wsp_converter *converter, const char *key, const struct wsp_node *node);

/** Append UTF-8 of any origin as one line: what does not print becomes a space, the rest behind
 * 200 bytes "…". */
void wsp_value_clean(struct wsp_text *out, const char *text);

/** The hint of a suggestion, or NULL; valid until the next one. */
struct wsp_suggestion;
const char *wsp_converter_hint(
	struct wsp_converter *converter, const struct wsp_suggestion *suggestion);

/** Whether findings of a rule are only counted by now: no need to word another one well. */
bool wsp_rule_is_full(const struct wsp_diags *diags, const struct wsp_rule *rule);

/** How a message quotes a text: `%.*s%s` with these two, cut at a character's boundary. */
struct wsp_quotation {
	int length;
	const char *more; /* "…" when it was cut */
};
struct wsp_quotation wsp_quote(const char *text, size_t length);

#endif
