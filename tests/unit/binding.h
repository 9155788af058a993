/*
 * Binding: inventories bound from a short notation, for tests of the model.
 *
 * A file is one map: {servers: [{fqdn: a.example.com, clients: 5}]}. Commas and brackets end plain
 * text, "…" is quoted, '…' is a cell of CSV. Keys end with ": ". Lines and columns count from 1.
 */
#ifndef BINDING_H
#define BINDING_H

#include "model/schema.h"

struct binding {
	struct wsp_inventory inventory;
	struct wsp_diags diags;
	struct wsp_binder *binder;
	wsp_file_id n_files;
	bool failed; /* memory ran out */
};

/** @return false when memory ran out; release it all the same */
bool binding_init(struct binding *binding);
void binding_release(struct binding *binding);

/** Bind one file of several, "1.yaml", "2.yaml", …; see enum wsp_binding_flags. */
void binding_add(struct binding *binding, const char *text, unsigned flags);

/** Bind one file and finish. */
enum wsp_status binding_of(struct binding *binding, const char *text);

/** Whether there is a finding of `code` at LINE:COLUMN whose message is `message`. */
bool binding_found(
	const struct binding *binding, const char *code, const char *place, const char *message);

/** The hint of the first finding of a code; "" when there is none. */
const char *binding_hint(const struct binding *binding, const char *code);

/** Findings of a code. */
size_t binding_count(const struct binding *binding, const char *code);

/** The value of a server's key as wsp_field_print() gives it, "-" when absent. */
bool binding_prints(
	const struct binding *binding, size_t server, const char *key, const char *expected);

#endif
