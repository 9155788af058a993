/** Diagnostics: what is wrong with an input or a plan, for people and for machines. */
#ifndef WSUSPLAN_DIAG_H
#define WSUSPLAN_DIAG_H

#include <stddef.h>
#include <stdint.h>

#include "wsusplan/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum wsp_severity {
	WSP_NOTE = 0,
	WSP_WARNING,
	WSP_ERROR,
};

/** What a finding means for the plan. */
enum wsp_finding_class {
	WSP_CLASS_INPUT = 0, /**< no correct plan exists: planning stops */
	WSP_CLASS_ESTATE, /**< the estate is not ready: repaired, prepared or held, never stops */
	WSP_CLASS_PLAN,   /**< a property of a plan */
};

/** A place in an input; lines and columns count from 1, columns in characters; 0: not known. */
struct wsp_location {
	const char *source; /**< the file as it was named, "-" for standard input, NULL: none */
	uint32_t line, column;
};

/** One finding; everything in it is borrowed from its list. */
struct wsp_diag {
	enum wsp_severity severity;
	enum wsp_finding_class finding_class;
	const char *code;    /**< stable, such as "T001" */
	const char *message; /**< one line, no full stop */
	const char *hint;    /**< what to do; NULL: nothing to say */
	struct wsp_location where;
};

/** A list of findings. Not thread-safe; different lists may be used in different threads. */
struct wsp_diags;

/** A new empty list, or NULL when memory ran out; release it with wsp_diags_free(). */
WSP_API WSP_NODISCARD struct wsp_diags *wsp_diags_create(void);

/** Release a list and all its findings; NULL is ignored. */
WSP_API void wsp_diags_free(struct wsp_diags *diags);

/** Findings in the list: at most 200 a code, see wsp_diags_dropped(). */
WSP_API size_t wsp_diags_count(const struct wsp_diags *diags);

/** Finding `index`, in input order; borrowed until the list changes. */
WSP_API const struct wsp_diag *wsp_diags_get(const struct wsp_diags *diags, size_t index);

/** Findings of one severity, those that were only counted included. */
WSP_API size_t wsp_diags_count_severity(const struct wsp_diags *diags, enum wsp_severity severity);

/**
 * Walk the codes of which more than 200 findings were made.
 *
 * @param index       from 0 upwards
 * @param ret_code    the code
 * @param ret_dropped findings of it that are not in the list
 * @return 0 when there is no such index
 */
WSP_API int wsp_diags_dropped(
	const struct wsp_diags *diags, size_t index, const char **ret_code, size_t *ret_dropped);

#ifdef __cplusplus
}
#endif

#endif
