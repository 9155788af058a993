/*
 * Schema: the table of every key of the input, and the binding of a document to the inventory.
 *
 * One row a key: its type, bounds, default and meaning. Reading, `defaults`, merging, the plan's
 * effective inventory, docs/input.md and did-you-mean all walk these tables.
 */
#ifndef WSP_MODEL_SCHEMA_H
#define WSP_MODEL_SCHEMA_H

#include "base/text.h"
#include "model/document.h"
#include "model/inventory.h"

enum wsp_type {
	WSP_TYPE_TEXT = 0,   /* free text, one line */
	WSP_TYPE_FQDN,       /* LDH labels, folded to lower case */
	WSP_TYPE_NAME,       /* reference to a server, group or keyword; folded to lower case */
	WSP_TYPE_BOOL,       /* true | false -> enum wsp_tri */
	WSP_TYPE_ENUM,       /* one of `words` -> 1 … n in a uint8_t */
	WSP_TYPE_COUNT,      /* uint32_t within min … max */
	WSP_TYPE_PORT,       /* uint16_t, 1 … 65535 */
	WSP_TYPE_DURATION,   /* uint32_t minutes */
	WSP_TYPE_AMOUNT,     /* count or percentage, see WSP_PERMILLE */
	WSP_TYPE_DATE,       /* ISO date or date-time, kept as text */
	WSP_TYPE_WORDS,      /* list of words; each of `words` if given */
	WSP_TYPE_CLIENTS_BY, /* enum, or the name of a client policy */
	WSP_N_TYPES
};

/* The form a text, a date or each word of a list has to have. */
enum wsp_shape {
	WSP_SHAPE_ANY = 0,
	WSP_SHAPE_HOST,       /* word: host name, short or full; folded to lower case */
	WSP_SHAPE_WILDCARD,   /* word: the same, its first label may be `*` */
	WSP_SHAPE_TIME,       /* word: HH:MM */
	WSP_SHAPE_COUNTABLE,  /* list: one number may stand instead of it */
	WSP_SHAPE_URL,        /* text: begins with http:// or https:// */
	WSP_SHAPE_THUMBPRINT, /* text: 40 hexadecimal digits, made upper case */
	WSP_SHAPE_DAY,        /* date: without a time */
	WSP_SHAPE_MOMENT,     /* date: with a time */
};

struct wsp_field {
	const char *key; /* dotted for nested maps: "certificate.names" */
	enum wsp_type type;
	enum wsp_shape shape;
	size_t offset;            /* of the value in its struct */
	const char *const *words; /* NULL-terminated, for enums and closed lists; DATE: instead */
	uint32_t min, max;        /* bounds of counts and durations; max 0: none but the type's */
	uint32_t absent;          /* COUNT, DURATION, AMOUNT: the value when it was not given */
	bool required;
	bool own;             /* of one server only: not in `defaults` */
	const char *fallback; /* default as text, NULL: none */
	const char *meaning;  /* a sentence */
};

/** The server table; `wsp_server.present` and `wsp_key_place.field` count its rows. */
extern const struct wsp_field wsp_server_fields[];
extern const unsigned wsp_n_server_fields;

/* Rows of the server table that findings name. */
unsigned wsp_server_field(const char *key); /* asserts that the key exists */

/** A table of keys with a name, for writers and documents. */
struct wsp_section {
	const char *name; /* "policy", "windows", … as in the input */
	const struct wsp_field *field;
	unsigned n_fields;
	const char *meaning;
};
extern const struct wsp_section wsp_sections[]; /* ends with a NULL name */

/** State over all files of one inventory. */
struct wsp_binder;
struct wsp_binder *wsp_binder_create(struct wsp_inventory *inventory, struct wsp_diags *diags);
void wsp_binder_free(struct wsp_binder *binder);

enum wsp_binding_flags {
	WSP_BIND_VERSIONED = 1, /* the file has to say `wsusplan: 1` (YAML and JSON, not CSV) */
	WSP_BIND_LENIENT = 2,   /* unknown keys are ignored (a stored plan) */
};

/** Begin a file. */
void wsp_binder_begin(struct wsp_binder *binder, wsp_file_id file, unsigned flags);

/** The sink that binds records of the current file; valid as long as the binder. Streams `servers`.
 */
struct wsp_reader_sink wsp_binder_sink(struct wsp_binder *binder);

/** After the last record of a file: its own required keys (`wsusplan`). */
void wsp_binder_end(struct wsp_binder *binder);

/** After the last file: defaults, required keys. @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY */
enum wsp_status wsp_binder_finish(struct wsp_binder *binder);

/**
 * Write the value of one field as it would be given: text without quotes.
 *
 * @param object  the struct the field belongs to
 * @return false when the field is absent (nothing was written)
 */
bool wsp_field_print(const struct wsp_field *field, const void *object,
	const struct wsp_strings *strings, struct wsp_text *out);

/** The input reference, Markdown (docs/input.md). */
void wsp_schema_reference(struct wsp_text *out);

#endif
