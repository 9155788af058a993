/* Output: a text that flows into the caller's function. */
#ifndef WSP_API_OUTPUT_H
#define WSP_API_OUTPUT_H

#include "base/text.h"
#include "wsusplan/runbook.h"

/* It is its own sink's context: it must not be moved between begin and end. */
struct wsp_out {
	struct wsp_text text;
	wsp_output output;
	void *context; /* for `output` */
};

void wsp_out_begin(struct wsp_out *out, wsp_output output, void *context);

/** Hand over the rest and release. @return WSP_OK, WSP_CANCELLED or WSP_NO_MEMORY */
enum wsp_status wsp_out_end(struct wsp_out *out);

#endif
