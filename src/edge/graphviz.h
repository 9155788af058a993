/*
 * Graphviz: DOT text -> a drawing.
 *
 * Not thread-safe: gvc and cgraph keep process-wide state. libcgraph does not survive running out
 * of memory, so callers bound the size of what they draw.
 */
#ifndef WSP_EDGE_GRAPHVIZ_H
#define WSP_EDGE_GRAPHVIZ_H

#include "base/text.h"

/** Whether this library was built with Graphviz. */
bool wsp_graphviz_available(void);

/**
 * Lay out with `dot` and draw an SVG.
 * @param dot  our own DOT text
 * @return WSP_OK, WSP_IO_ERROR (Graphviz failed, or is not there) or WSP_NO_MEMORY
 */
enum wsp_status wsp_graphviz_draw_svg(const char *dot, struct wsp_text *out);

#endif
