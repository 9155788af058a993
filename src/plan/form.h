/*
 * Form: a map of a document, read by a table of the keys it has to have.
 *
 * Unknown keys are passed over. What is missing or of another type is I018 at its place.
 */
#ifndef WSP_PLAN_FORM_H
#define WSP_PLAN_FORM_H

#include "model/calendar.h"
#include "model/document.h"

/** "P4.W1"; number WSP_ABSENT: none. */
struct wsp_wave_label {
	uint32_t phase, number;
};

/** Text that lives as long as the document it is read from. */
struct wsp_excerpt {
	const char *text; /* NUL-terminated */
	uint32_t length;
};

enum wsp_form_kind {
	WSP_FORM_TEXT = 0, /* struct wsp_excerpt */
	WSP_FORM_COUNT,    /* uint32_t */
	WSP_FORM_TOTAL,    /* uint64_t */
	WSP_FORM_MINUTE,   /* uint32_t, WSP_ABSENT for null */
	WSP_FORM_BOOL,     /* bool */
	WSP_FORM_CHOICE,   /* uint8_t: the index in `words` */
	WSP_FORM_PHASE,    /* uint32_t: "P4"; 0 for null */
	WSP_FORM_WAVE,     /* struct wsp_wave_label; WSP_ABSENT for null */
	WSP_FORM_NODE,     /* const struct wsp_node *, of any kind */
	WSP_FORM_LIST,     /* the same, a list */
	WSP_FORM_MAP,      /* the same, a map */
	WSP_FORM_SPAN,     /* uint32_t: minutes, never null */
	WSP_FORM_SHIFT,    /* int32_t: minutes, less than a day, may be negative */
	WSP_FORM_MOMENT,   /* wsp_moment: "2026-12-05T22:00+01:00", "…Z" */
	WSP_N_FORM_KINDS
};

struct wsp_form_field {
	const char *key;
	enum wsp_form_kind kind;
	size_t offset;
	const char *const *words; /* CHOICE */
	uint8_t n_words;
	bool optional; /* absent or null: the member stays as it was */
};

/**
 * Read a map into a struct.
 *
 * @param what  what the map is, for findings: "a step"
 * @return false after a finding
 */
bool wsp_form_read(const struct wsp_node *map, const char *what, const struct wsp_form_field *field,
	unsigned n_fields, void *into, struct wsp_diags *diags);

/** Whether a node is the scalar null. */
bool wsp_node_is_null(const struct wsp_node *node);

#endif
