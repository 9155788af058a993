/*
 * Stored, inside: what is kept of a plan document until it is complete.
 *
 * stored.c walks the members, stored_items.c the items of the long lists, stored_finish.c puts the
 * plan together. Servers are rows in the order of the file until the topology has numbered them;
 * the file is refused unless both orders are the same.
 */
#ifndef WSP_PLAN_STORED_STATE_H
#define WSP_PLAN_STORED_STATE_H

#include "model/index.h"
#include "model/schema.h"
#include "plan/form.h"
#include "plan/stored.h"

struct wsp_stored_server {
	uint32_t phase;
	struct wsp_wave_label wave;
	uint32_t actions, start;
	struct wsp_wave_label link_wave;
	uint32_t link_start;
	uint32_t repair, repair_start, unswitch_start;
	uint8_t status;
	uint8_t link_work;
	bool listed;                  /* in a wave */
	bool started, repair_started; /* `start`, `repair_start` are known */
};

struct wsp_stored_wave {
	struct wsp_wave_label label;
	uint32_t start, finish;
	uint32_t first_server; /* into `in_wave` */
	uint32_t n_servers;
};

struct wsp_stored_left_out {
	wsp_string server, blocked_by;
	const char *reason;
};

struct wsp_stored_tree {
	wsp_string root;
	uint8_t strategy;
};

/* A running digest of steps, to compare two long lists without keeping them. */
struct wsp_step_digest {
	uint64_t hash, n;
};

struct wsp_stored {
	wsp_file_id file;
	struct wsp_diags *diags;
	struct wsp_inventory inventory;
	struct wsp_binder *binder;
	struct wsp_plan plan;  /* being made; its topology stays empty until the end */
	struct wsp_index rows; /* fqdn -> row, made when the first step comes */
	bool indexed;
	bool failed;   /* memory ran out */
	bool damaged;  /* a finding was made: the rest is read for its findings only */
	bool foreign;  /* another major version: the rest is passed over */
	bool twice;    /* a link is switched twice */
	uint32_t seen; /* bits of the members that were there, by row of the table of members */

	/* heap, and so the lists below */
	struct wsp_stored_server *server;
	size_t n_servers, server_capacity;
	struct wsp_node *node; /* scratch: a server, its `id` renamed */
	size_t node_capacity;
	struct wsp_stored_wave *wave;
	size_t n_waves, wave_capacity;
	wsp_string *in_wave; /* servers of the waves, one wave after the other */
	size_t n_in_wave, in_wave_capacity;
	struct wsp_phase *phase;
	size_t n_phases, phase_capacity;
	uint32_t *link; /* rows of switched downstreams, in order */
	size_t n_links, link_capacity;
	struct wsp_procedure *procedure;
	size_t n_procedures, procedure_capacity;
	struct wsp_stored_left_out *left_out;
	size_t n_left_out, left_out_capacity;
	struct wsp_stored_tree *tree;
	size_t n_trees, tree_capacity;

	struct wsp_tally *found; /* what the plan's tallies shall say */
	size_t n_found, found_capacity;

	struct wsp_step_digest steps;
	uint32_t n_listed_servers; /* what the summary says */
	uint32_t n_listed_phases;
	uint32_t duration[WSP_N_ACTIONS]; /* of the actions in `timed`, by their procedures */
	uint32_t unattended[WSP_N_ACTIONS];
	uint32_t timed;
};

/** A name of the plan document, interned; 0 when memory ran out. */
wsp_string wsp_stored_name(struct wsp_stored *stored, struct wsp_excerpt name);

/** A text of the plan document, in the plan's arena; NULL when memory ran out. */
const char *wsp_stored_text(struct wsp_stored *stored, struct wsp_excerpt text);

/** Items of a list. */
size_t wsp_stored_count(const struct wsp_node *list);

/** Strings of a list, NULL-terminated; NULL when memory ran out or one is no string. */
const char **wsp_stored_texts(
	struct wsp_stored *stored, const char *key, const struct wsp_node *list);

/** Add I018 at `place`. */
void wsp_stored_refuse(struct wsp_stored *stored, struct wsp_place place, const char *why);

/** Read a map; a finding marks the plan as damaged. */
bool wsp_stored_form(struct wsp_stored *stored, const struct wsp_node *map, const char *what,
	const struct wsp_form_field *field, unsigned n_fields, void *into);

/* stored_head.c: one member each, of the right kind */
void wsp_stored_take_format(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_id(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_today(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_forced(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_inputs(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_strategy(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_summary(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_waivers(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_found(struct wsp_stored *stored, const struct wsp_node *value);

/** Find servers by name from now on; more of them are refused. @return false: no memory */
bool wsp_stored_index(struct wsp_stored *stored);

/* stored_items.c and stored_steps.c: one item of a long list each */
void wsp_stored_add_server(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_step(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_phase(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_procedure(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_diagnostic(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_left_out(struct wsp_stored *stored, const struct wsp_node *item);

/* stored_finish.c */

/** Put stored->plan together. @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY */
enum wsp_status wsp_stored_assemble(struct wsp_stored *stored);

/** Derive the steps and compare them with those that were read. */
enum wsp_status wsp_stored_compare(struct wsp_stored *stored);

/** Add I020. @return WSP_INVALID */
enum wsp_status wsp_stored_refuse_edited(struct wsp_stored *stored, const char *what);

#endif
