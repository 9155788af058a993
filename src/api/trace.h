/* Trace: the state after each step of a plan, as lines for people. */
#ifndef WSP_API_TRACE_H
#define WSP_API_TRACE_H

#include "base/text.h"
#include "plan/verify.h"

/** Write "ACTION@TARGET". */
void wsp_trace_step_id(
	struct wsp_text *out, const struct wsp_claims *claims, const struct wsp_claim *step);

/**
 * Replay the claims and write a line a step.
 * @return WSP_OK or WSP_NO_MEMORY; what failed in `out` stays there
 */
enum wsp_status wsp_trace_write(const struct wsp_claims *claims, struct wsp_text *out);

#endif
