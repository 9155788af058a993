#include "edge/graphviz.h"

#include <string.h>

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

bool wsp_graphviz_available(void)
{
	return true;
}

/* Rendering reports no failure of its own: only a complete document ends like this. */
static bool is_complete(const char *svg, size_t length)
{
	static const char end[] = "</svg>";
	size_t n_end = sizeof(end) - 1;

	while (length > 0 && svg[length - 1] == '\n')
		length--;
	return length >= n_end && memcmp(svg + length - n_end, end, n_end) == 0;
}

static enum wsp_status render(GVC_t *gvc, Agraph_t *graph, struct wsp_text *out)
{
	enum wsp_status status = WSP_IO_ERROR;
	char *svg = NULL;
	unsigned length = 0;

	if (gvRenderData(gvc, graph, "svg", &svg, &length) == 0 && svg &&
		is_complete(svg, length)) {
		wsp_text_add(out, svg, length);
		status = WSP_OK;
	}
	gvFreeRenderData(svg);
	return status;
}

static enum wsp_status draw(GVC_t *gvc, const char *dot, struct wsp_text *out)
{
	Agraph_t *graph = agmemread(dot);
	enum wsp_status status = WSP_IO_ERROR;

	if (!graph)
		return WSP_IO_ERROR;
	if (gvLayout(gvc, graph, "dot") == 0) {
		status = render(gvc, graph, out);
		(void)gvFreeLayout(gvc, graph);
	}
	(void)agclose(graph);
	return status;
}

enum wsp_status wsp_graphviz_draw_svg(const char *dot, struct wsp_text *out)
{
	agerrlevel_t former = agseterr(AGMAX); /* a library prints nothing */
	GVC_t *gvc = gvContext();
	enum wsp_status status = WSP_NO_MEMORY;

	if (gvc) {
		status = draw(gvc, dot, out);
		(void)gvFreeContext(gvc);
	}
	(void)agseterr(former);
	return status;
}
