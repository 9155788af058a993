/* Finding: one diagnostic as it is written for machines. */
#ifndef WSP_API_FINDING_H
#define WSP_API_FINDING_H

#include "base/diag.h"
#include "base/text.h"

/** Write a finding as a JSON object on one line. */
void wsp_finding_write_json(struct wsp_text *out, const struct wsp_diag *diag);

#endif
