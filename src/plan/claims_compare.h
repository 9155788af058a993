/* Comparison: two inventories, the one inside a plan and that of files; inside claims only. */
#ifndef WSP_PLAN_CLAIMS_COMPARE_H
#define WSP_PLAN_CLAIMS_COMPARE_H

#include "plan/claims.h"

struct wsp_comparison {
	const struct wsp_inventory *plan, *files;
	const struct wsp_topology *plan_topo, *files_topo;
	struct wsp_diags *diags;
	struct wsp_place plan_file;        /* the plan as a whole */
	struct wsp_text name, left, right; /* scratch: a subject, and values as text */
	size_t found;
};

/* What a key belongs to, and where both sides give it. */
struct wsp_comparison_subject {
	const char *name; /* "" for the inventory itself */
	struct wsp_place plan, files;
};

/** Compare one key of two objects; Y701 when they differ. */
void wsp_comparison_field(struct wsp_comparison *comparison, const struct wsp_field *field,
	const void *left, const void *right, const struct wsp_comparison_subject *subject);

/** Add Y701; a value that is NULL was not given, but not both. */
void wsp_comparison_differs(struct wsp_comparison *comparison, const char *key,
	const struct wsp_comparison_subject *subject, const char *left, const char *right);

/** Add Y701: one side lacks it; the place of that side is zero. */
void wsp_comparison_missing(struct wsp_comparison *comparison, const char *what, const char *name,
	struct wsp_place plan_place, struct wsp_place files_place);

/** Everything but the servers (claims_sections.c). @return false when memory ran out */
bool wsp_comparison_sections(struct wsp_comparison *comparison);

#endif
