#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge/utf8.h"

#define REQUIRE(condition) ((condition) ? (void)0 : die(#condition))

static void die(const char *condition)
{
	fprintf(stderr, "broken contract: %s\n", condition);
	abort();
}

static void check_scalar(const struct wsp_node *node)
{
	struct wsp_utf8_walk walk = WSP_UTF8_WALK_INIT;

	REQUIRE(node->size == 1);
	REQUIRE(node->text && strlen(node->text) == node->length);
	REQUIRE(node->length <= WSP_SCALAR_MAX);
	REQUIRE(wsp_utf8_check(&walk, node->text, node->length) == node->length);
}

/* Keys are scalars, and each stands before a value. */
static void check_map(const struct wsp_node *map)
{
	const struct wsp_node *end = wsp_node_next(map);

	for (const struct wsp_node *key = map + 1; key < end; key = wsp_node_next(key + 1)) {
		REQUIRE(key->kind == WSP_SCALAR);
		REQUIRE(key + 1 < end);
	}
}

static void check_node(const struct wsp_node *node, const struct wsp_node *end)
{
	REQUIRE(node->place.line > 0 && node->place.column > 0 && node->place.file == 1);
	REQUIRE(node->size > 0 && wsp_node_next(node) <= end);
	if (node->kind == WSP_SCALAR) {
		check_scalar(node);
		return;
	}
	REQUIRE(!node->text);
	if (node->kind == WSP_MAP)
		check_map(node);
}

/* Subtrees lie inside each other, not deeper than allowed. */
static void check_document(const struct wsp_node *root)
{
	const struct wsp_node *end[WSP_DEPTH_MAX + 1] = {wsp_node_next(root)};
	unsigned depth = 0;

	for (const struct wsp_node *node = root; node < end[0]; node++) {
		while (depth > 0 && end[depth] == node)
			depth--;
		check_node(node, end[depth]);
		if (node->kind == WSP_SCALAR || node->size == 1)
			continue;
		REQUIRE(depth < WSP_DEPTH_MAX);
		end[++depth] = wsp_node_next(node);
	}
}

static bool take_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	(void)context;
	check_scalar(key);
	check_document(value);
	return true;
}

static bool take_item(void *context, unsigned streamed_index, const struct wsp_node *item)
{
	(void)context;
	REQUIRE(streamed_index < 2);
	check_document(item);
	return true;
}

enum wsp_status read_anything(
	reader_function *reader, const uint8_t *data, size_t size, const char **ret_code)
{
	static const char *const streamed[] = {"servers", "a", NULL};
	const struct wsp_reader_sink sink = {
		.streamed = streamed, .member = take_member, .item = take_item};
	struct wsp_diags diags;
	struct wsp_source *source;

	wsp_diags_init(&diags);

	wsp_file_id file = wsp_diags_add_file(&diags, "input");
	enum wsp_status status = wsp_source_memory(data, size, NULL, file, &diags, &source);

	REQUIRE(status == WSP_OK);
	status = reader(source, file, &sink, &diags);
	wsp_source_close(source);
	REQUIRE(status == WSP_OK || status == WSP_INVALID);
	REQUIRE(wsp_diags_has_errors(&diags) == (status == WSP_INVALID));
	wsp_diags_sort(&diags);
	*ret_code = diags.n > 0 ? diags.entry[0].rule->code : "";
	for (size_t i = 0; i < diags.n; i++)
		REQUIRE(!strpbrk(diags.entry[i].diag.message, "\n\r"));
	wsp_diags_release(&diags);
	return status;
}
