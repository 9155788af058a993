#include "binding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { DEPTH = 8 };

/* The notation being read into nodes; `open` are the maps and lists around the place. */
struct notation {
	const char *at, *line_start;
	uint32_t line;
	wsp_file_id file;
	struct wsp_node *node; /* heap */
	size_t n, capacity;
	size_t open[DEPTH];
	unsigned depth;
	bool failed;
};

static void skip_spaces(struct notation *notation)
{
	for (; strchr(" ,\n", *notation->at) && *notation->at; notation->at++) {
		if (*notation->at == '\n') {
			notation->line++;
			notation->line_start = notation->at + 1;
		}
	}
}

static struct wsp_node *add_node(struct notation *notation, enum wsp_node_kind kind)
{
	if (!WSP_RESERVE(notation->node, notation->capacity, notation->n)) {
		notation->failed = true;
		return NULL;
	}
	notation->node[notation->n] = (struct wsp_node){.kind = (uint8_t)kind,
		.size = 1,
		.place = {notation->line, (uint16_t)(notation->at - notation->line_start + 1),
			notation->file}};
	return &notation->node[notation->n++];
}

static void read_scalar(struct notation *notation)
{
	char quote = *notation->at;
	struct wsp_node *node = add_node(notation, WSP_SCALAR);
	size_t length;
	char *text;

	if (!node)
		return;
	if (quote == '"' || quote == '\'') {
		const char *end = strchr(++notation->at, quote);

		length = (size_t)(end - notation->at);
	} else {
		length = strcspn(notation->at, ",]}\n");
		for (size_t i = 0; i < length; i++) {
			if (notation->at[i] == ':' && strchr(" \n", notation->at[i + 1]))
				length = i;
		}
	}
	text = calloc(length + 1, 1);
	if (!text) {
		notation->failed = true;
		return;
	}
	memcpy(text, notation->at, length);
	node->text = text;
	node->length = (uint32_t)length;
	node->quoted = quote == '"';
	node->splittable = quote == '\'';
	notation->at += length + (quote == '"' || quote == '\'');
	if (*notation->at == ':')
		notation->at++;
}

static void close_one(struct notation *notation)
{
	size_t opened = notation->open[--notation->depth];

	notation->node[opened].size = (uint32_t)(notation->n - opened);
	notation->at += notation->at[1] == ':' ? 2 : 1;
}

static void read_all(struct notation *notation)
{
	for (skip_spaces(notation); *notation->at && !notation->failed; skip_spaces(notation)) {
		char byte = *notation->at;

		if (byte == '{' || byte == '[') {
			notation->open[notation->depth++] = notation->n;
			add_node(notation, byte == '{' ? WSP_MAP : WSP_LIST);
			notation->at++;
		} else if (byte == '}' || byte == ']') {
			close_one(notation);
		} else {
			read_scalar(notation);
		}
	}
}

static void hand_over(const struct wsp_reader_sink *sink, const struct wsp_node *map)
{
	for (const struct wsp_node *key = map + 1; key < wsp_node_next(map);) {
		const struct wsp_node *value = wsp_node_next(key);
		bool streamed = value->kind == WSP_LIST && key->kind == WSP_SCALAR &&
				strcmp(key->text, sink->streamed[0]) == 0;

		if (!streamed && !sink->member(sink->context, key, value))
			return;
		for (const struct wsp_node *item = value + 1;
			streamed && item < wsp_node_next(value); item = wsp_node_next(item)) {
			if (!sink->item(sink->context, 0, item))
				return;
		}
		key = wsp_node_next(value);
	}
}

bool binding_init(struct binding *binding)
{
	*binding = (struct binding){0};
	wsp_diags_init(&binding->diags);
	binding->binder = wsp_binder_create(&binding->inventory, &binding->diags);
	binding->failed = !binding->binder;
	return !binding->failed;
}

void binding_release(struct binding *binding)
{
	wsp_binder_free(binding->binder);
	wsp_inventory_release(&binding->inventory);
	wsp_diags_release(&binding->diags);
}

void binding_add(struct binding *binding, const char *text, unsigned flags)
{
	char name[32];

	snprintf(name, sizeof(name), "%d.yaml", binding->n_files + 1);
	if (binding->failed || wsp_diags_add_file(&binding->diags, name) == 0) {
		binding->failed = true;
		return;
	}
	binding->n_files++;

	struct notation notation = {
		.at = text, .line_start = text, .line = 1, .file = binding->n_files};

	read_all(&notation);
	binding->failed |= notation.failed;
	wsp_binder_begin(binding->binder, binding->n_files, flags);

	struct wsp_reader_sink sink = wsp_binder_sink(binding->binder);

	if (!binding->failed)
		hand_over(&sink, notation.node);
	wsp_binder_end(binding->binder);
	for (size_t i = 0; i < notation.n; i++)
		free((void *)(uintptr_t)notation.node[i].text);
	free(notation.node);
}

enum wsp_status binding_of(struct binding *binding, const char *text)
{
	if (!binding_init(binding))
		return WSP_NO_MEMORY;
	binding_add(binding, text, 0);
	return binding->failed ? WSP_NO_MEMORY : wsp_binder_finish(binding->binder);
}

bool binding_found(
	const struct binding *binding, const char *code, const char *place, const char *message)
{
	char where[32];

	for (size_t i = 0; i < binding->diags.n; i++) {
		const struct wsp_diag *diag = &binding->diags.entry[i].diag;

		snprintf(where, sizeof(where), "%u:%u", (unsigned)diag->where.line,
			(unsigned)diag->where.column);
		if (strcmp(diag->code, code) == 0 && strcmp(where, place) == 0 &&
			strcmp(diag->message, message) == 0)
			return true;
	}
	for (size_t i = 0; i < binding->diags.n; i++) {
		const struct wsp_diag *diag = &binding->diags.entry[i].diag;

		printf("  found %u:%u %s %s\n", (unsigned)diag->where.line,
			(unsigned)diag->where.column, diag->code, diag->message);
	}
	return false;
}

const char *binding_hint(const struct binding *binding, const char *code)
{
	for (size_t i = 0; i < binding->diags.n; i++) {
		if (strcmp(binding->diags.entry[i].diag.code, code) == 0)
			return binding->diags.entry[i].diag.hint;
	}
	return "";
}

size_t binding_count(const struct binding *binding, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < binding->diags.n; i++)
		n += strcmp(binding->diags.entry[i].diag.code, code) == 0;
	return n;
}

bool binding_prints(
	const struct binding *binding, size_t server, const char *key, const char *expected)
{
	struct wsp_text text = {0};
	bool given = wsp_field_print(&wsp_server_fields[wsp_server_field(key)],
		&binding->inventory.server[server], &binding->inventory.strings, &text);
	bool same = strcmp(given ? wsp_text_get(&text) : "-", expected) == 0;

	if (!same)
		printf("  %s is %s, not %s\n", key, given ? wsp_text_get(&text) : "-", expected);
	wsp_text_release(&text);
	return same;
}
