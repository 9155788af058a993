/**
 * wsusplan: plans the move of a WSUS hierarchy to HTTPS.
 *
 * Load (topology.h), check, plan (plan.h), write (runbook.h), verify (verify.h). Calls on different
 * objects may run in different threads; no object may be used in two threads at once. Planning,
 * checking and verifying with dates: one at a time in a process, as the zones of libical are
 * shared.
 */
#ifndef WSUSPLAN_H
#define WSUSPLAN_H

#include "wsusplan/answers.h"
#include "wsusplan/calendar.h"
#include "wsusplan/diag.h"
#include "wsusplan/diff.h"
#include "wsusplan/plan.h"
#include "wsusplan/runbook.h"
#include "wsusplan/status.h"
#include "wsusplan/topology.h"
#include "wsusplan/verify.h"

#define WSP_VERSION_MAJOR 0
#define WSP_VERSION_MINOR 1
#define WSP_VERSION_PATCH 0
#define WSP_VERSION_HEX   ((WSP_VERSION_MAJOR << 16) | (WSP_VERSION_MINOR << 8) | WSP_VERSION_PATCH)

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the library that runs, "0.1.0". */
WSP_API const char *wsp_version(void);

/**
 * The name that was probably meant by `text`.
 *
 * @param names  ends with NULL
 * @return one of `names`, or NULL when none is near
 */
WSP_API const char *wsp_suggest(const char *text, const char *const *names);

#ifdef __cplusplus
}
#endif

#endif
