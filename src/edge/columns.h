/*
 * Columns: a CSV header of dotted keys -> the shape of the document of each row.
 *
 * `state.https` and `state.sync_ssl` become one map `state`, wherever the columns stand. The shape
 * is made once, each row only fills it.
 */
#ifndef WSP_EDGE_COLUMNS_H
#define WSP_EDGE_COLUMNS_H

#include <stddef.h>

#include "base/arena.h"
#include "model/document.h"

enum { WSP_COLUMNS_MAX = 512 };

/** One cell of a CSV row; its text may be changed by its reader only. */
struct wsp_cell {
	const char *text; /* NUL-terminated */
	size_t length;
	struct wsp_place place;
};

/* A key of the shape, in preorder. */
struct wsp_slot {
	struct wsp_node key;
	uint32_t end;    /* the slot behind its subtree */
	uint32_t column; /* of its value; no meaning for a map */
	bool map;
};

struct wsp_columns {
	struct wsp_arena texts;
	struct wsp_slot *slot; /* heap */
	size_t n_slots, capacity;
	struct wsp_node
		*node; /* heap: the row's document, room for two nodes a slot and the root */
};

/**
 * Make the shape from the header's cells.
 *
 * A zeroed struct is empty; release it in any case. Columns with a fault are reported and left out.
 *
 * @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY
 */
enum wsp_status wsp_columns_build(struct wsp_columns *columns, const struct wsp_cell *header,
	size_t n_columns, struct wsp_diags *diags);
void wsp_columns_release(struct wsp_columns *columns);

/**
 * The document of a row: a map without the keys whose cells are empty.
 * @return borrowed from `columns` and the cells, until the next call; NULL when all are empty
 */
const struct wsp_node *wsp_columns_fill(
	struct wsp_columns *columns, const struct wsp_cell *cell, struct wsp_place place);

#endif
