/** A plan: make it, load a stored one, ask for its numbers. */
#ifndef WSUSPLAN_PLAN_H
#define WSUSPLAN_PLAN_H

#include "wsusplan/topology.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is decided about a hierarchy; const after it was made. */
struct wsp_plan;

/** How to plan; initialise with WSP_PLAN_OPTIONS_INIT. */
struct wsp_plan_options {
	size_t struct_size;
	int32_t today; /**< days since 1970-01-01 (UTC), for what expires */
	int force;     /**< a forced strategy that breaks a limit becomes a waiver, not an error */
	int64_t now; /**< seconds since 1970-01-01T00:00Z: windows that have ended by then are left
			  out, and `today` is its day; INT64_MIN: midnight at the begin of `today`
		      */
};

#define WSP_PLAN_OPTIONS_INIT                                                                      \
	{                                                                                          \
		sizeof(struct wsp_plan_options), 0, 0, INT64_MIN                                   \
	}

/**
 * Plan the move of a hierarchy to HTTPS.
 *
 * Takes `topo` over, whatever the result. The same input and options give the same plan, byte for
 * byte.
 *
 * @param options   NULL for the defaults; read during the call only
 * @param diags     receives findings, and why no plan exists
 * @param ret_plan  set on WSP_OK only; release it with wsp_plan_free()
 * @return WSP_OK, WSP_INVALID, WSP_INFEASIBLE, WSP_IO_ERROR (a calendar file) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_create(struct wsp_topology *topo,
	const struct wsp_plan_options *options, struct wsp_diags *diags,
	struct wsp_plan **ret_plan);

/**
 * Load a stored plan (`plan.json`).
 *
 * @param file  its name, "-" for standard input
 * @return WSP_OK, WSP_INVALID (not a plan, damaged, edited, or of another major version),
 *         WSP_IO_ERROR or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_load(
	const char *file, struct wsp_diags *diags, struct wsp_plan **ret_plan);

/** Release a plan; NULL is ignored. */
WSP_API void wsp_plan_free(struct wsp_plan *plan);

/** Phases of work in a plan, the preparation not counted. */
WSP_API size_t wsp_plan_n_phases(const struct wsp_plan *plan);

/** Servers that the plan leaves out, with a reason. */
WSP_API size_t wsp_plan_n_unscheduled(const struct wsp_plan *plan);

#ifdef __cplusplus
}
#endif

#endif
