/*
 * Builder: events of a reader -> records for its sink.
 *
 * A reader says what it meets (a list opens, a scalar, …); the builder checks limits and duplicate
 * keys, lays the nodes out in preorder and hands each record over as soon as it is whole. It keeps
 * one record: its nodes and texts are used again for the next.
 */
#ifndef WSP_EDGE_BUILDER_H
#define WSP_EDGE_BUILDER_H

#include <stddef.h>

#include "base/arena.h"
#include "model/document.h"

/** A record of more nodes is refused: it is no inventory, and would take the memory. */
enum { WSP_RECORD_MAX = 1 << 22, WSP_TOP_KEYS_MAX = 512 };

enum wsp_builder_limit {
	WSP_LIMIT_DEPTH,
	WSP_LIMIT_SCALAR,
	WSP_LIMIT_RECORD,
	WSP_LIMIT_TOP_KEYS,
};

/* A list or map that is open. */
struct wsp_builder_frame {
	uint32_t node;       /* its index; no meaning for the top level and a streamed list */
	uint32_t n_children; /* of a map: keys and values */
	uint8_t kind;        /* enum wsp_node_kind */
};

struct wsp_builder {
	const struct wsp_reader_sink *sink;
	struct wsp_diags *diags;
	enum wsp_status status; /* WSP_OK until something makes the reader stop */
	bool found;             /* an error was added */
	bool complete;          /* the top level was closed */

	struct wsp_node *node; /* heap; the record that is being built */
	size_t n, capacity;
	char *text; /* heap; texts of its scalars */
	size_t text_used;
	struct wsp_arena overflow; /* texts that found no room there */

	struct wsp_builder_frame frame[WSP_DEPTH_MAX];
	unsigned depth;  /* frames in use */
	unsigned base;   /* open frames around a record: 1, or 2 in a streamed list */
	unsigned stream; /* index in sink->streamed while base is 2 */
	bool withheld;   /* the record that is being built is not to be handed over */
	bool muted;      /* the member that is being read is a duplicate: all of it is withheld */

	struct wsp_arena top_texts;
	struct wsp_node *top_key; /* heap; the keys of the top level so far */
	size_t n_top_keys, top_key_capacity;
};

/** @return false when memory ran out; release it in either case */
bool wsp_builder_init(
	struct wsp_builder *builder, const struct wsp_reader_sink *sink, struct wsp_diags *diags);
void wsp_builder_release(struct wsp_builder *builder);

/* The events. Each returns false when the reader has to stop; `status` says why. */

/** A list or a map begins. */
bool wsp_builder_open(struct wsp_builder *builder, enum wsp_node_kind kind, struct wsp_place place);

/** The innermost list or map ends. */
bool wsp_builder_close(struct wsp_builder *builder);

/** A scalar, or a key; the bytes are copied. */
bool wsp_builder_scalar(struct wsp_builder *builder, const char *bytes, size_t length, bool quoted,
	struct wsp_place place);

/** Whether the next scalar is the key of a map. */
static inline bool wsp_builder_wants_key(const struct wsp_builder *builder)
{
	const struct wsp_builder_frame *frame;

	if (builder->depth == 0)
		return false;
	frame = &builder->frame[builder->depth - 1];
	return frame->kind == WSP_MAP && frame->n_children % 2 == 0;
}

/** The record that is being built has an error that was reported: it is not handed over. */
void wsp_builder_withhold(struct wsp_builder *builder);

/** Stop because the input is wrong and a finding says so. @return false */
bool wsp_builder_refuse(struct wsp_builder *builder);

/** Stop because a limit was passed at `place`; adds the finding. @return false */
bool wsp_builder_refuse_limit(
	struct wsp_builder *builder, enum wsp_builder_limit limit, struct wsp_place place);

/** What the reader answers, after its last event. */
enum wsp_status wsp_builder_status(const struct wsp_builder *builder);

/**
 * Check a text made of escape sequences, which a source does not see.
 * @return false when it held a control character; the finding was added
 */
bool wsp_builder_check_text(
	struct wsp_builder *builder, const char *bytes, size_t length, struct wsp_place place);

#endif
