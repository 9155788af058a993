#include "edge/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/rule.h"

/* Maps around a value: the top level and the list of records are two levels more. */
enum { PARTS_MAX = WSP_DEPTH_MAX - 2 };

void wsp_columns_release(struct wsp_columns *columns)
{
	wsp_arena_release(&columns->texts);
	free(columns->slot);
	free(columns->node);
	*columns = (struct wsp_columns){0};
}

/* Where a dotted key is being put: the maps around it, and the slots inside the innermost. */
struct path {
	uint32_t around[PARTS_MAX];
	unsigned depth;
	uint32_t begin, end;
};

/* The slot of `key` inside the innermost map, or its end. */
static uint32_t find_slot(
	const struct wsp_columns *columns, const struct path *path, const char *key)
{
	uint32_t i = path->begin;

	while (i < path->end && strcmp(columns->slot[i].key.text, key) != 0)
		i = columns->slot[i].end;
	return i;
}

/* Put a slot at the end of the innermost map. */
static bool insert(struct wsp_columns *columns, const struct path *path, struct wsp_slot slot)
{
	size_t at = path->end;

	if (!WSP_RESERVE(columns->slot, columns->capacity, columns->n_slots))
		return false;
	memmove(columns->slot + at + 1, columns->slot + at,
		(columns->n_slots - at) * sizeof(*columns->slot));
	columns->n_slots++;
	slot.end = (uint32_t)at + 1;
	columns->slot[at] = slot;
	for (size_t i = at + 1; i < columns->n_slots; i++)
		columns->slot[i].end++;
	for (unsigned i = 0; i < path->depth; i++)
		columns->slot[path->around[i]].end++;
	return true;
}

static enum wsp_status refuse_twice(
	struct wsp_diags *diags, const struct wsp_cell *header, const struct wsp_slot *first)
{
	const char *where = wsp_diags_place_text(diags, first->key.place);

	wsp_diags_add(diags, WSP_RULE(I007), header->place, NULL,
		"this column repeats, or contradicts, the one at %s", where ? where : "its left");
	return WSP_INVALID;
}

static enum wsp_status refuse_name(struct wsp_diags *diags, const struct wsp_cell *header)
{
	wsp_diags_add(diags, WSP_RULE(I002), header->place,
		"name the column as the key in YAML, such as `state.https`, or remove it",
		header->length > 0 ? "a part of the column's name is empty"
				   : "a column without a name");
	return WSP_INVALID;
}

/* Check the form of a name: parts, none empty, not too many. */
static enum wsp_status check_name(const struct wsp_cell *header, struct wsp_diags *diags)
{
	size_t n_parts = 1;

	for (const char *dot = strchr(header->text, '.'); dot; dot = strchr(dot + 1, '.')) {
		if (dot == header->text || dot[1] == '.' || dot[1] == '\0')
			return refuse_name(diags, header);
		n_parts++;
	}
	if (header->length == 0)
		return refuse_name(diags, header);
	if (n_parts <= PARTS_MAX)
		return WSP_OK;
	wsp_diags_add(diags, WSP_RULE(I004), header->place, NULL,
		"more than %d levels of lists and maps", WSP_DEPTH_MAX);
	return WSP_INVALID;
}

/* Put the column under its dotted name, whose form is good; `name` is cut into its parts. */
static enum wsp_status add_column(struct wsp_columns *columns, uint32_t column, char *name,
	const struct wsp_cell *header, struct wsp_diags *diags)
{
	struct path path = {.end = (uint32_t)columns->n_slots};

	for (char *part = name, *dot; part; part = dot) {
		uint32_t i;

		dot = strchr(part, '.');
		if (dot)
			*dot++ = '\0';
		i = find_slot(columns, &path, part);
		if (i == path.end) {
			struct wsp_slot slot = {.key = {.text = part,
							.length = (uint32_t)strlen(part),
							.size = 1,
							.place = header->place},
				.column = column,
				.map = dot};

			if (!insert(columns, &path, slot))
				return WSP_NO_MEMORY;
		} else if (!dot || !columns->slot[i].map) {
			return refuse_twice(diags, header, &columns->slot[i]);
		}
		path.around[path.depth++] = i;
		path.begin = i + 1;
		path.end = columns->slot[i].end;
	}
	return WSP_OK;
}

enum wsp_status wsp_columns_build(struct wsp_columns *columns, const struct wsp_cell *header,
	size_t n_columns, struct wsp_diags *diags)
{
	enum wsp_status worst = WSP_OK;

	for (uint32_t i = 0; i < n_columns; i++) {
		enum wsp_status status = check_name(&header[i], diags);

		if (!status) {
			char *name =
				wsp_arena_copy(&columns->texts, header[i].text, header[i].length);

			status = name ? add_column(columns, i, name, &header[i], diags)
				      : WSP_NO_MEMORY;
		}
		if (status == WSP_NO_MEMORY)
			return status;
		worst = status ? status : worst;
	}
	columns->node = calloc(2 * columns->n_slots + 1, sizeof(*columns->node));
	return columns->node ? worst : WSP_NO_MEMORY;
}

/* The maps that are open while a row is filled. */
struct open_map {
	uint32_t slot_end; /* the slot at which it closes */
	uint32_t node;
};

/* Close the maps that end before `slot`; an empty one goes, with its key. */
static unsigned close_maps(struct wsp_node *node, uint32_t *n, const struct open_map *open,
	unsigned depth, uint32_t slot)
{
	for (; depth > 0 && open[depth - 1].slot_end == slot; depth--) {
		uint32_t map = open[depth - 1].node;

		if (*n == map + 1)
			*n -= 2;
		else
			node[map].size = *n - map;
	}
	return depth;
}

const struct wsp_node *wsp_columns_fill(
	struct wsp_columns *columns, const struct wsp_cell *cell, struct wsp_place place)
{
	struct wsp_node *node = columns->node;
	struct open_map open[PARTS_MAX];
	unsigned depth = 0;
	uint32_t n = 1;

	for (uint32_t i = 0; i < columns->n_slots; i++) {
		const struct wsp_slot *slot = &columns->slot[i];
		const struct wsp_cell *value = &cell[slot->column];

		depth = close_maps(node, &n, open, depth, i);
		if (!slot->map && value->length == 0)
			continue;
		node[n++] = slot->key;
		if (slot->map)
			open[depth++] = (struct open_map){.slot_end = slot->end, .node = n};
		node[n++] = (struct wsp_node){.text = slot->map ? NULL : value->text,
			.length = slot->map ? 0 : (uint32_t)value->length,
			.size = 1,
			.place = value->place,
			.kind = slot->map ? WSP_MAP : WSP_SCALAR,
			.splittable = !slot->map};
	}
	(void)close_maps(node, &n, open, depth, (uint32_t)columns->n_slots);
	node[0] = (struct wsp_node){.size = n, .place = place, .kind = WSP_MAP};
	return n > 1 ? node : NULL;
}
