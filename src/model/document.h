/*
 * Document: the neutral tree that every reader builds, one record at a time.
 *
 * A flat array in preorder: node `i` is followed by its children, and `i + node[i].size` is the
 * next node after its whole subtree. A map's children alternate key, value. Nothing recurses.
 */
#ifndef WSP_MODEL_DOCUMENT_H
#define WSP_MODEL_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

enum wsp_node_kind { WSP_SCALAR = 0, WSP_LIST, WSP_MAP };

/** Nesting deeper than this is refused by every reader. */
enum { WSP_DEPTH_MAX = 64, WSP_SCALAR_MAX = 64 * 1024 };

struct wsp_node {
	const char *text; /* scalar: NUL-terminated UTF-8 without NUL inside; otherwise NULL */
	uint32_t length;  /* bytes of text */
	uint32_t size;    /* nodes in the subtree, this one included */
	struct wsp_place place;
	uint8_t kind;    /* enum wsp_node_kind */
	bool quoted;     /* it was a string in quotes: never a number, a bool or null */
	bool splittable; /* CSV: where the schema wants a list, the words of this scalar are it */
};

/** The node after the subtree of `node`. */
static inline const struct wsp_node *wsp_node_next(const struct wsp_node *node)
{
	return node + node->size;
}

/** Whether `value` comes from CSV: a cell, or the map that dotted columns make. */
static inline bool wsp_node_is_cell(const struct wsp_node *value)
{
	while (value->kind == WSP_MAP && value->size > 1)
		value += 2;
	return value->splittable;
}

/**
 * Where a reader hands its records; each node is valid during the call only.
 *
 * The top level of a file is a map. A member whose key is in `streamed` and whose value is a list
 * is handed over item by item, any other member whole. The callbacks return false to stop the
 * reader (memory ran out; findings never stop it).
 */
struct wsp_reader_sink {
	void *context;
	const char *const *streamed; /* NULL-terminated */
	bool (*member)(void *context, const struct wsp_node *key, const struct wsp_node *value);
	bool (*item)(void *context, unsigned streamed_index, const struct wsp_node *item);
};

#endif
