#include "edge/builder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "edge/utf8.h"
#include "model/rule.h"

enum {
	TEXT_ROOM = 2 * WSP_SCALAR_MAX,
	SMALL_MAP = 32, /* up to here duplicates are found by comparing, above by sorting */
	SHOWN_KEY = 64, /* bytes of a key that a message repeats */
};

bool wsp_builder_init(
	struct wsp_builder *builder, const struct wsp_reader_sink *sink, struct wsp_diags *diags)
{
	*builder = (struct wsp_builder){.sink = sink, .diags = diags, .base = 1};
	builder->text = malloc(TEXT_ROOM);
	if (!builder->text)
		builder->status = WSP_NO_MEMORY;
	return builder->text;
}

void wsp_builder_release(struct wsp_builder *builder)
{
	free(builder->node);
	free(builder->text);
	free(builder->top_key);
	wsp_arena_release(&builder->overflow);
	wsp_arena_release(&builder->top_texts);
	*builder = (struct wsp_builder){0};
}

static bool fail(struct wsp_builder *builder, enum wsp_status status)
{
	builder->status = status;
	return false;
}

bool wsp_builder_refuse(struct wsp_builder *builder)
{
	builder->found = true;
	return fail(builder, WSP_INVALID);
}

bool wsp_builder_refuse_limit(
	struct wsp_builder *builder, enum wsp_builder_limit limit, struct wsp_place place)
{
	static const struct {
		int most;
		const char *what, *hint;
	} limits[] = {
		[WSP_LIMIT_DEPTH] = {WSP_DEPTH_MAX, "levels of lists and maps",
			"no part of an inventory needs more than six levels"},
		[WSP_LIMIT_SCALAR] = {WSP_SCALAR_MAX, "bytes in a value",
			"look for a missing quote"},
		[WSP_LIMIT_RECORD] = {WSP_RECORD_MAX, "values in a member",
			"only the lists of an inventory may be longer"},
		[WSP_LIMIT_TOP_KEYS] = {WSP_TOP_KEYS_MAX, "keys at the top level",
			"this is no inventory"},
	};

	wsp_diags_add(builder->diags, WSP_RULE(I004), place, limits[limit].hint, "more than %d %s",
		limits[limit].most, limits[limit].what);
	return wsp_builder_refuse(builder);
}

void wsp_builder_withhold(struct wsp_builder *builder)
{
	builder->found = true;
	builder->withheld = true;
}

enum wsp_status wsp_builder_status(const struct wsp_builder *builder)
{
	if (builder->diags->failed)
		return WSP_NO_MEMORY;
	if (builder->status)
		return builder->status;
	return builder->found ? WSP_INVALID : WSP_OK;
}

static bool add_node(struct wsp_builder *builder, enum wsp_node_kind kind, struct wsp_place place)
{
	if (builder->n == WSP_RECORD_MAX)
		return wsp_builder_refuse_limit(builder, WSP_LIMIT_RECORD, place);
	if (builder->n == builder->capacity &&
		!WSP_RESERVE(builder->node, builder->capacity, builder->n))
		return fail(builder, WSP_NO_MEMORY);
	builder->node[builder->n++] =
		(struct wsp_node){.size = 1, .place = place, .kind = (uint8_t)kind};
	return true;
}

/* The bytes and a NUL, for as long as the record lives. */
static char *copy_text(struct wsp_builder *builder, const char *bytes, size_t length)
{
	char *copy = builder->text + builder->text_used;

	if (length >= TEXT_ROOM - builder->text_used)
		return wsp_arena_copy(&builder->overflow, bytes, length);
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	builder->text_used += length + 1;
	return copy;
}

static void forget_record(struct wsp_builder *builder)
{
	builder->n = 0;
	builder->text_used = 0;
	builder->withheld = false;
	wsp_arena_reset(&builder->overflow);
}

static bool same_text(const struct wsp_node *a, const struct wsp_node *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static void report_duplicate(
	struct wsp_builder *builder, const struct wsp_node *key, const struct wsp_node *first)
{
	const char *where = wsp_diags_place_text(builder->diags, first->place);
	bool shown = key->length <= SHOWN_KEY;

	for (size_t i = 0; i < key->length && shown; i++)
		shown = (unsigned char)key->text[i] >= 0x20;
	builder->found = true;
	wsp_diags_add(builder->diags, WSP_RULE(I007), key->place, NULL,
		"%s%s%s is given twice, first at %s", shown ? "key \"" : "this key",
		shown ? key->text : "", shown ? "\"" : "", where ? where : "a place above");
}

/* Keys by text, equal ones in input order: all stand in one array. */
static int compare_keys(const void *a, const void *b)
{
	const struct wsp_node *left = *(const struct wsp_node *const *)a;
	const struct wsp_node *right = *(const struct wsp_node *const *)b;
	int order;

	if (left->length != right->length)
		return left->length < right->length ? -1 : 1;
	order = memcmp(left->text, right->text, left->length);
	return order ? order : (left > right) - (left < right);
}

static bool check_large_map(struct wsp_builder *builder, const struct wsp_node *map, size_t n_keys)
{
	const struct wsp_node **key = calloc(n_keys, sizeof(const struct wsp_node *));
	const struct wsp_node *node = map + 1;
	size_t first = 0;

	if (!key)
		return fail(builder, WSP_NO_MEMORY);
	for (size_t i = 0; i < n_keys; i++, node = wsp_node_next(node + 1))
		key[i] = node;
	qsort(key, n_keys, sizeof(const struct wsp_node *), compare_keys);
	for (size_t i = 1; i < n_keys; i++) {
		if (same_text(key[first], key[i]))
			report_duplicate(builder, key[i], key[first]);
		else
			first = i;
	}
	free(key);
	return true;
}

static void check_against(
	struct wsp_builder *builder, const struct wsp_node *first, const struct wsp_node *key)
{
	while (first < key && !same_text(first, key))
		first = wsp_node_next(first + 1);
	if (first < key)
		report_duplicate(builder, key, first);
}

/* Report keys that a whole map holds twice. */
static bool check_map(struct wsp_builder *builder, const struct wsp_node *map, size_t n_keys)
{
	const struct wsp_node *key = map + 1;
	uint64_t seen = 0;

	if (n_keys > SMALL_MAP)
		return check_large_map(builder, map, n_keys);
	for (size_t i = 0; i < n_keys; i++, key = wsp_node_next(key + 1)) {
		unsigned hash = (unsigned char)key->text[0] +
				3u * (unsigned char)key->text[key->length / 2] + 5u * key->length;
		uint64_t bit = (uint64_t)1 << hash % 64;

		if (seen & bit)
			check_against(builder, map + 1, key);
		seen |= bit;
	}
	return true;
}

/* A key of the top level: it outlives its record, so that a later one can be compared. */
static bool add_top_key(struct wsp_builder *builder, const struct wsp_node *key)
{
	struct wsp_node *kept;

	if (builder->n_top_keys == WSP_TOP_KEYS_MAX)
		return wsp_builder_refuse_limit(builder, WSP_LIMIT_TOP_KEYS, key->place);
	for (size_t i = 0; i < builder->n_top_keys && !builder->muted; i++) {
		if (same_text(&builder->top_key[i], key)) {
			report_duplicate(builder, key, &builder->top_key[i]);
			builder->muted = true;
		}
	}
	if (builder->muted)
		return true;
	if (!WSP_RESERVE(builder->top_key, builder->top_key_capacity, builder->n_top_keys))
		return fail(builder, WSP_NO_MEMORY);
	kept = &builder->top_key[builder->n_top_keys];
	*kept = *key;
	kept->text = wsp_arena_copy(&builder->top_texts, key->text, key->length);
	if (!kept->text)
		return fail(builder, WSP_NO_MEMORY);
	builder->n_top_keys++;
	return true;
}

static bool hand_over(struct wsp_builder *builder)
{
	const struct wsp_reader_sink *sink = builder->sink;
	bool going = true;

	if (builder->withheld || builder->muted)
		going = true;
	else if (builder->base == 2)
		going = sink->item(sink->context, builder->stream, &builder->node[0]);
	else
		going = sink->member(sink->context, &builder->node[0], &builder->node[1]);
	forget_record(builder);
	if (builder->base == 1)
		builder->muted = false;
	return going ? true : fail(builder, WSP_NO_MEMORY);
}

/* After a value: it is a record, or part of one. */
static bool end_value(struct wsp_builder *builder)
{
	return builder->depth == builder->base ? hand_over(builder) : true;
}

static bool refuse_top(struct wsp_builder *builder, const char *what, struct wsp_place place)
{
	wsp_diags_add(builder->diags, WSP_RULE(I003), place, NULL, "the top level is %s, not a map",
		what);
	return wsp_builder_refuse(builder);
}

static bool refuse_open(struct wsp_builder *builder, const char *what, struct wsp_place place)
{
	if (builder->depth == 0)
		return refuse_top(builder, what, place);
	if (builder->depth == WSP_DEPTH_MAX)
		return wsp_builder_refuse_limit(builder, WSP_LIMIT_DEPTH, place);
	wsp_diags_add(builder->diags, WSP_RULE(I002), place, NULL, "a key has to be a word, not %s",
		what);
	return wsp_builder_refuse(builder);
}

static void push(struct wsp_builder *builder, enum wsp_node_kind kind, uint32_t node)
{
	builder->frame[builder->depth++] =
		(struct wsp_builder_frame){.node = node, .kind = (uint8_t)kind};
}

/* Begin to stream if the key of this member says so. */
static bool begin_stream(struct wsp_builder *builder)
{
	const char *const *streamed = builder->sink->streamed;

	for (unsigned i = 0; streamed && streamed[i]; i++) {
		if (strcmp(streamed[i], builder->node[0].text) != 0)
			continue;
		builder->base = 2;
		builder->stream = i;
		forget_record(builder);
		return true;
	}
	return false;
}

bool wsp_builder_open(struct wsp_builder *builder, enum wsp_node_kind kind, struct wsp_place place)
{
	bool top = builder->depth == 0;

	if (top ? kind != WSP_MAP
		: builder->depth == WSP_DEPTH_MAX || wsp_builder_wants_key(builder))
		return refuse_open(builder, kind == WSP_MAP ? "a map" : "a list", place);
	if (!top)
		builder->frame[builder->depth - 1].n_children++;
	if (top || (builder->depth == 1 && kind == WSP_LIST && begin_stream(builder))) {
		push(builder, kind, 0);
		return true;
	}
	if (!add_node(builder, kind, place))
		return false;
	push(builder, kind, (uint32_t)builder->n - 1);
	return true;
}

bool wsp_builder_close(struct wsp_builder *builder)
{
	const struct wsp_builder_frame *frame = &builder->frame[--builder->depth];
	struct wsp_node *node;

	if (builder->depth == 0) {
		builder->complete = true;
		return true;
	}
	if (builder->depth < builder->base) {
		builder->base = 1;
		builder->muted = false;
		return true;
	}
	node = &builder->node[frame->node];
	node->size = (uint32_t)builder->n - frame->node;
	if (frame->kind == WSP_MAP && !check_map(builder, node, frame->n_children / 2))
		return false;
	return end_value(builder);
}

bool wsp_builder_scalar(struct wsp_builder *builder, const char *bytes, size_t length, bool quoted,
	struct wsp_place place)
{
	bool is_key = wsp_builder_wants_key(builder);
	struct wsp_node *node;

	if (builder->depth == 0)
		return refuse_top(builder, "a single value", place);
	if (length > WSP_SCALAR_MAX)
		return wsp_builder_refuse_limit(builder, WSP_LIMIT_SCALAR, place);
	if (!add_node(builder, WSP_SCALAR, place))
		return false;
	node = &builder->node[builder->n - 1];
	node->text = copy_text(builder, bytes, length);
	if (!node->text)
		return fail(builder, WSP_NO_MEMORY);
	node->length = (uint32_t)length;
	node->quoted = quoted;
	builder->frame[builder->depth - 1].n_children++;
	if (is_key)
		return builder->depth > 1 || add_top_key(builder, node);
	return end_value(builder);
}

bool wsp_builder_check_text(
	struct wsp_builder *builder, const char *bytes, size_t length, struct wsp_place place)
{
	struct wsp_utf8_walk walk = WSP_UTF8_WALK_INIT;

	if (wsp_utf8_check(&walk, bytes, length) == length)
		return true;
	wsp_diags_add(builder->diags, WSP_RULE(I001), place, NULL,
		"an escape sequence makes the character U+%04" PRIX32 ", which is refused",
		walk.code);
	return wsp_builder_refuse(builder);
}
