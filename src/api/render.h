/* Render: the table of output formats, for what writes many of them. */
#ifndef WSP_API_RENDER_H
#define WSP_API_RENDER_H

#include <stdbool.h>

#include "base/text.h"
#include "wsusplan/runbook.h"

/**
 * Write `plan` in format number `index` of wsp_format_get(), which must exist.
 * @return WSP_OK or WSP_IO_ERROR (Graphviz failed); whether `out` took it all, ask `out`
 */
enum wsp_status wsp_format_write(
	size_t index, const struct wsp_plan *plan, bool colour, struct wsp_text *out);

#endif
