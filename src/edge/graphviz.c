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

/* Subgraphs are drawn in the order of their ids, which are addresses of names unless a discipline
   counts them: without this the same graph gives another text each time. cgraph keeps the names of
   what has no id of its own, and asks for a number. */
static long number(void *state, int kind, char *name, IDTYPE *ret_id, int create)
{
	return name ? 0 : AgIdDisc.map(state, kind, name, ret_id, create);
}

/* As cgraph reads a file: up to the end of a line. */
static int read_line(void *source, char *line, int size)
{
	const char **rest = source;
	int n = 0;

	while (n < size && (*rest)[n] != '\0') {
		line[n] = (*rest)[n];
		if (line[n++] == '\n')
			break;
	}
	*rest += n;
	return n;
}

static enum wsp_status draw(GVC_t *gvc, const char *dot, struct wsp_text *out)
{
	Agiddisc_t ids = AgIdDisc; /* the graph keeps pointers to these two */
	Agiodisc_t lines = AgIoDisc;
	Agdisc_t discipline = {.mem = &AgMemDisc, .id = &ids, .io = &lines};
	enum wsp_status status = WSP_IO_ERROR;
	Agraph_t *graph;

	ids.map = number;
	lines.afread = read_line;
	graph = agread(&dot, &discipline);
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
