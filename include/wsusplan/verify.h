/** Verify: prove that a stored plan holds, also one that was edited. */
#ifndef WSUSPLAN_VERIFY_H
#define WSUSPLAN_VERIFY_H

#include "wsusplan/runbook.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What was found about a plan; const after it was made. */
struct wsp_verdict;

/** How to verify; initialise with WSP_VERIFY_OPTIONS_INIT. */
struct wsp_verify_options {
	size_t struct_size;
	const char *const *files; /**< the inventory to compare with and to judge by */
	size_t n_files;           /**< 0: the inventory inside the plan */
	uint64_t max_bytes;       /**< of each of `files`; 0: 64 MiB */
	int accept_waivers;       /**< a plan that was forced past a limit may hold */
	wsp_output trace;         /**< receives the state after each step as text; NULL: nobody */
	void *trace_context;      /**< for `trace` */
};

#define WSP_VERIFY_OPTIONS_INIT                                                                    \
	{                                                                                          \
		sizeof(struct wsp_verify_options), NULL, 0, 0, 0, NULL, NULL                       \
	}

/**
 * Read a plan as it stands, replay its steps and judge them by all rules.
 *
 * Shares no code with what makes plans. What is broken is an error in `diags`, at its place in the
 * plan, by the rule's code (series H and Y); of a rule the first step that breaks it.
 *
 * @param file         of the plan, "-" for standard input
 * @param options      NULL for the defaults; read during the call only
 * @param ret_verdict  set on WSP_OK and WSP_INVALID; release it with wsp_verdict_free()
 * @return WSP_OK (it holds), WSP_INVALID (it does not, or it cannot be judged), WSP_CANCELLED (the
 *         trace's output stopped it), WSP_IO_ERROR or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_verify(const char *file,
	const struct wsp_verify_options *options, struct wsp_diags *diags,
	struct wsp_verdict **ret_verdict);

/** Release a verdict; NULL is ignored. */
WSP_API void wsp_verdict_free(struct wsp_verdict *verdict);

/** Whether the plan holds. */
WSP_API int wsp_verdict_holds(const struct wsp_verdict *verdict);

/**
 * Write what was proved, or that the plan does not hold, in a few lines for people.
 * @return WSP_OK, WSP_CANCELLED (the output stopped it) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_verdict_write(
	const struct wsp_verdict *verdict, wsp_output output, void *context);

/** The verdict and the errors in `diags` as one JSON document. @return as wsp_verdict_write() */
WSP_API WSP_NODISCARD enum wsp_status wsp_verdict_write_json(const struct wsp_verdict *verdict,
	const struct wsp_diags *diags, wsp_output output, void *context);

#ifdef __cplusplus
}
#endif

#endif
