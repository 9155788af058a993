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
	uint32_t sync_start;
	uint32_t early;
	uint32_t repair, repair_start, unswitch_start;
	wsp_string why_by; /* a server; of a freeze its row */
	uint8_t why;       /* enum wsp_why_kind */
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
	uint32_t last; /* the last minute of its steps */
	struct wsp_place place;
};

struct wsp_stored_phase {
	struct wsp_phase is;
	struct wsp_place place;
};

struct wsp_stored_left_out {
	wsp_string server, blocked_by;
	const char *reason;
	struct wsp_place place;
};

struct wsp_stored_tree {
	wsp_string root;
	uint8_t strategy;
};

/* A row of `shared`: its members are in `shared_member`. */
struct wsp_stored_shared {
	wsp_string name;
	uint32_t first_member, n_members;
	struct wsp_place place;
	uint8_t action;
	bool done; /* its step was read */
};

struct wsp_stored_zone {
	wsp_string name;
	uint32_t first_change, n_changes; /* into `change` */
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
	struct wsp_stored_phase *phase;
	size_t n_phases, phase_capacity;
	uint32_t *link; /* rows of switched downstreams, in order */
	size_t n_links, link_capacity;
	struct wsp_procedure *procedure;
	size_t n_procedures, procedure_capacity;
	struct wsp_stored_left_out *left_out;
	size_t n_left_out, left_out_capacity;
	struct wsp_stored_tree *tree;
	size_t n_trees, tree_capacity;

	struct wsp_stored_shared *shared;
	size_t n_shared, shared_capacity;
	wsp_string *shared_member;
	size_t n_shared_members, shared_member_capacity;
	struct wsp_index shared_rows; /* id of a step on it -> row of `shared` */
	struct wsp_stored_zone *zone;
	size_t n_zones, zone_capacity;
	struct wsp_zone_change *change;
	size_t n_changes, change_capacity;

	struct wsp_tally *found; /* what the plan's tallies shall say */
	size_t n_found, found_capacity;

	struct wsp_step_digest steps;
	struct wsp_step_digest moments; /* of those steps, compared in dated plans only */
	struct wsp_place summary;
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

/* stored_dates.c */
void wsp_stored_take_now(struct wsp_stored *stored, const struct wsp_node *value);
void wsp_stored_take_zones(struct wsp_stored *stored, const struct wsp_node *value);

/** The zones, and which of them each site has; phases with moments that can be told. */
enum wsp_status wsp_stored_restore_dates(struct wsp_stored *stored);

/* stored_shared.c */
void wsp_stored_take_shared(struct wsp_stored *stored, const struct wsp_node *value);

/** The row of `shared` that a step's id names, marked as done; NULL: it names a server. */
struct wsp_stored_shared *wsp_stored_find_shared(struct wsp_stored *stored, struct wsp_excerpt id);

enum wsp_status wsp_stored_restore_shared(struct wsp_stored *stored);

/** Find servers by name from now on; more of them are refused. @return false: no memory */
bool wsp_stored_index(struct wsp_stored *stored);

/* stored_items.c and stored_steps.c: one item of a long list each */
void wsp_stored_add_server(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_step(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_procedure(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_diagnostic(struct wsp_stored *stored, const struct wsp_node *item);
void wsp_stored_add_left_out(struct wsp_stored *stored, const struct wsp_node *item);

/* stored_phases.c */
void wsp_stored_add_phase(struct wsp_stored *stored, const struct wsp_node *item);

/* stored_servers.c: what is done to each server, and the order of the waves */
enum wsp_status wsp_stored_restore_servers(struct wsp_stored *stored);
enum wsp_status wsp_stored_restore_order(struct wsp_stored *stored);

/* stored_links.c: the links in their order, and when each synchronizes */
enum wsp_status wsp_stored_restore_links(struct wsp_stored *stored);

/* stored_finish.c */

/** Put stored->plan together. @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY */
enum wsp_status wsp_stored_assemble(struct wsp_stored *stored);

/** Derive the steps and compare them with those that were read. */
enum wsp_status wsp_stored_compare(struct wsp_stored *stored);

/** Derive what is said about phases, servers and shared work, and compare. (stored_derived.c) */
enum wsp_status wsp_stored_compare_derived(struct wsp_stored *stored);

/** Add I018 without a place. @return WSP_INVALID */
enum wsp_status wsp_stored_refuse_plan(struct wsp_stored *stored, const char *why);

/** The row of a server's name, WSP_NO_ROW when there is none. */
uint32_t wsp_stored_row_of(const struct wsp_stored *stored, wsp_string name);

/** Add I020. @return WSP_INVALID */
enum wsp_status wsp_stored_refuse_edited(struct wsp_stored *stored, const char *what);

#endif
