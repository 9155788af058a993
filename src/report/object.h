/*
 * Object: a JSON object written member by member, from the schema's tables or by hand.
 *
 * A dotted key of the schema opens and closes its nested map; rows of one map follow each other.
 */
#ifndef WSP_REPORT_OBJECT_H
#define WSP_REPORT_OBJECT_H

#include "base/text.h"
#include "model/calendar.h"
#include "model/schema.h"

struct wsp_object {
	struct wsp_text *out;
	const char *map; /* the key of the open nested map, not terminated; NULL none */
	size_t map_length;
	bool has_members; /* of the innermost open map */
};

/** Write "{". */
struct wsp_object wsp_object_begin(struct wsp_text *out);

/** Close what is open. */
void wsp_object_end(struct wsp_object *object);

/** Write the key of a member; its value follows by the caller. `key` is free of escapes. */
void wsp_object_key(struct wsp_object *object, const char *key);

/** The same for a key that comes from an input. */
void wsp_object_name(struct wsp_object *object, const char *name);

void wsp_object_text(struct wsp_object *object, const char *key, const char *value);
void wsp_object_number(struct wsp_object *object, const char *key, uint64_t value);
void wsp_object_bool(struct wsp_object *object, const char *key, bool value);
void wsp_object_null(struct wsp_object *object, const char *key);

/** Null when `value` is NULL. */
void wsp_object_text_or_null(struct wsp_object *object, const char *key, const char *value);

/** "2026-12-05T22:00+01:00" in `zone`; null for WSP_NO_MOMENT. */
void wsp_object_moment(
	struct wsp_object *object, const char *key, const struct wsp_zone *zone, wsp_moment at);

/** A list of strings, NULL-terminated. */
void wsp_object_texts(struct wsp_object *object, const char *key, const char *const *value);

/**
 * Write one field of the schema in its type; nothing when it is absent.
 *
 * @param of  the struct the field belongs to
 */
void wsp_object_field(struct wsp_object *object, const struct wsp_field *field, const void *of,
	const struct wsp_strings *strings);

#endif
