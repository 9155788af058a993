/*
 * Binder, inside: what binding keeps over all files of one inventory.
 *
 * schema.c walks the top level, record.c binds one map, lists.c the sections beside `servers`,
 * merge.c brings two files together, finish.c closes the inventory. Lack of memory sticks in
 * `converter.failed` (or the diagnostics); what was bound after it is not to be used.
 */
#ifndef WSP_MODEL_BINDER_H
#define WSP_MODEL_BINDER_H

#include "model/fields.h"
#include "model/index.h"
#include "model/value.h"

/* How the rows of one section are found: records of one kind tend to give keys in one order. */
struct wsp_matcher {
	const struct wsp_section *section;
	uint8_t length[WSP_FIELDS_MAX];    /* of each row's key */
	uint8_t prefix[WSP_FIELDS_MAX];    /* of it, "certificate." for a nested map */
	uint8_t group[WSP_FIELDS_MAX];     /* first row of the same nested map … */
	uint8_t group_end[WSP_FIELDS_MAX]; /* … and the row after its last */
	/* next[row + 1]: the row that followed `row` last time; next[0]: the first of a record */
	uint8_t next[WSP_FIELDS_MAX + 1];
};

/* One map being bound. */
struct wsp_record {
	enum wsp_section_id section;
	void *object;
	uint64_t present;   /* bits of the rows it gave, valid or not */
	uint32_t first_key; /* where its places begin in inventory.key_place; they are the last */
	uint64_t groups;    /* bits of the first rows of the nested maps it gave */
	uint32_t specials;  /* bits of the special keys it gave */
	unsigned last;      /* row matched last, plus one */
	struct wsp_place place;
};

struct wsp_binder {
	struct wsp_inventory *inventory; /* borrowed */
	struct wsp_diags *diags;         /* borrowed */
	size_t errors_before;            /* in it when the binder was made */

	/* rows of the server table */
	unsigned fqdn, mode, clients_by, https_port, exclude_switch;

	struct wsp_converter converter;
	struct wsp_matcher matcher[WSP_N_SECTIONS];

	/* the current file */
	wsp_file_id file;
	unsigned flags;              /* enum wsp_binding_flags */
	bool versioned;              /* `wsusplan` was there */
	struct wsp_record top;       /* the top level of this file … */
	struct wsp_inventory values; /* … and what it says there; only `name` and `timezone` */
	struct wsp_place csv_row;    /* the first of the CSV file: its columns are those of all */

	/* all files */
	struct wsp_server fresh;  /* a server with nothing but built-in defaults */
	struct wsp_index servers; /* fqdn -> row, of the rows before n_indexed */
	size_t n_indexed;
	struct wsp_index windows, groups, client_policies, sites, durations;
	uint32_t top_keys, policy_keys; /* first places of the top level and of `policy` */

	struct wsp_site_keys {
		uint32_t first;   /* of its places */
		wsp_file_id file; /* that named it last */
	} * site_keys;            /* heap; one for each site */

	size_t site_keys_capacity;
	size_t effort; /* candidates that may still be compared for a suggestion */
};

/* record.c */

void wsp_matcher_init(struct wsp_matcher *matcher, const struct wsp_section *section);

/** Begin a record whose object was reset. */
struct wsp_record wsp_record_begin(struct wsp_binder *binder, enum wsp_section_id section,
	void *object, const struct wsp_node *node);

/** Keys of a section that are no row of it: whole sections below it. */
struct wsp_special {
	const char *key; /* NULL ends the table */
	void (*bind)(struct wsp_binder *, const struct wsp_node *value);
};

/** Bind every key of a map; `specials` may be NULL. */
void wsp_record_bind(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *map, const struct wsp_special *specials);

/** Bind one key and its value. */
void wsp_record_bind_key(struct wsp_binder *binder, struct wsp_record *record,
	const struct wsp_node *key, const struct wsp_node *value,
	const struct wsp_special *specials);

/** Forget the places of the record; they have to be the last. */
void wsp_record_drop_places(struct wsp_binder *binder, const struct wsp_record *record);

/** Add a finding for every required key it lacks. @return whether it has them all */
bool wsp_record_complete(struct wsp_binder *binder, const struct wsp_record *record);

/** Whether a record of CSV is not the first of its file, so that the columns were told of. */
bool wsp_record_repeats(struct wsp_binder *binder, const struct wsp_record *record);

/** Whether `key` is a scalar; a finding if not. */
bool wsp_binder_wants_name(struct wsp_binder *binder, const struct wsp_node *key);

/** Whether `node` is a map; a finding if not. */
bool wsp_binder_wants_map(struct wsp_binder *binder, const struct wsp_node *node, const char *name);

/* merge.c */

/**
 * Bring a record into an object bound before.
 *
 * @param present  bits of what `into` was given; the record's are added
 * @param keys     the first place of `into`; then that of both together
 */
void wsp_record_merge(struct wsp_binder *binder, const struct wsp_record *record, void *into,
	uint64_t *present, uint32_t *keys);

/** "NAME:LINE:COLUMN" of the other place of a finding of `rule`; "" when it is only counted. */
const char *wsp_binder_second_place(
	struct wsp_binder *binder, const struct wsp_rule *rule, struct wsp_place place);

/** Add a finding: something was given before, at `first`. Its message is `what` "NAME". */
void wsp_binder_given_twice(struct wsp_binder *binder, const struct wsp_rule *rule,
	const char *what, wsp_string name, struct wsp_place place, struct wsp_place first);

/** Bind an item of `servers`. */
void wsp_binder_add_server(struct wsp_binder *binder, const struct wsp_node *node);

/** Bind `defaults`. */
void wsp_binder_add_defaults(struct wsp_binder *binder, const struct wsp_node *node);

/** Set every field of an object to its default or to "not given". */
void wsp_binder_reset(struct wsp_binder *binder, enum wsp_section_id section, void *object);

/* lists.c: the other sections */

/** Call `bind` for every item of a list; a finding if it is none, or an item is no map. */
void wsp_binder_each(struct wsp_binder *binder, const struct wsp_node *list, const char *name,
	void (*bind)(struct wsp_binder *, const struct wsp_node *item));

void wsp_binder_add_policy(struct wsp_binder *binder, const struct wsp_node *node);
void wsp_binder_add_windows(struct wsp_binder *binder, const struct wsp_node *node);
void wsp_binder_add_freezes(struct wsp_binder *binder, const struct wsp_node *node);
void wsp_binder_add_sites(struct wsp_binder *binder, const struct wsp_node *node);
void wsp_binder_add_groups(struct wsp_binder *binder, const struct wsp_node *node);
void wsp_binder_add_client_policies(struct wsp_binder *binder, const struct wsp_node *node);

/* finish.c */

/** Apply defaults and look for what is missing or not defined, after the last file. */
void wsp_binder_close(struct wsp_binder *binder);

/** Whether an error was found since the binder was made. */
static inline bool wsp_binder_has_errors(const struct wsp_binder *binder)
{
	return wsp_diags_count_severity(binder->diags, WSP_ERROR) > binder->errors_before;
}

/** Whether memory ran out in binding or in reporting. */
static inline bool wsp_binder_failed(const struct wsp_binder *binder)
{
	return binder->converter.failed || binder->diags->failed;
}

#endif
