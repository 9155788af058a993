/* Cause: why the system refused, in words. Not strerror(), which depends on locale and C library.
 */
#ifndef WSP_EDGE_CAUSE_H
#define WSP_EDGE_CAUSE_H

#include "base/text.h"

/** Append the words for an `errno`, or "system error N". */
void wsp_cause_add(struct wsp_text *out, int error);

#endif
