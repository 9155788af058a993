#include "edge/graphviz.h"

#include <stdlib.h>
#include <string.h>

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include "base/array.h"

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

/* Subgraphs are drawn in the order of their ids, and the library makes ids of the addresses of
   names: the same graph would give another text each time. So subgraphs have numbers here. */
struct graph_ids {
	Agdisc_t discipline; /* first, as cgraph gives it to begin() */
	Agiddisc_t ids;
	Agiodisc_t lines;
	void *others; /* of the library, for nodes and edges */
	char **name;  /* heap; by number, NULL without a name */
	size_t n, capacity;
};

static void *begin(Agraph_t *graph, Agdisc_t *discipline)
{
	struct graph_ids *of = (struct graph_ids *)discipline;

	of->others = AgIdDisc.open(graph, discipline);
	return of;
}

static bool add_name(struct graph_ids *of, const char *name, IDTYPE *ret_id)
{
	size_t size = name ? strlen(name) + 1 : 0;
	char *copy = size ? malloc(size) : NULL;

	if ((size && !copy) || !WSP_RESERVE(of->name, of->capacity, of->n)) {
		free(copy);
		return false;
	}
	if (copy)
		memcpy(copy, name, size);
	*ret_id = of->n;
	of->name[of->n++] = copy;
	return true;
}

static long number(void *state, int kind, char *name, IDTYPE *ret_id, int create)
{
	struct graph_ids *of = state;

	for (size_t i = 0; kind == AGRAPH && name && i < of->n; i++) {
		if (of->name[i] && strcmp(of->name[i], name) == 0) {
			*ret_id = i;
			return 1;
		}
	}
	if (kind == AGRAPH && create && add_name(of, name, ret_id))
		return 1;
	return AgIdDisc.map(of->others, kind, name, ret_id, create); /* also without memory */
}

static bool is_numbered(const struct graph_ids *of, int kind, IDTYPE id)
{
	return kind == AGRAPH && id < of->n;
}

static void forget(void *state, int kind, IDTYPE id)
{
	struct graph_ids *of = state;

	if (!is_numbered(of, kind, id))
		AgIdDisc.free(of->others, kind, id);
}

static char *name_of(void *state, int kind, IDTYPE id)
{
	struct graph_ids *of = state;

	return is_numbered(of, kind, id) ? of->name[id] : AgIdDisc.print(of->others, kind, id);
}

static void end(void *state)
{
	struct graph_ids *of = state;

	for (size_t i = 0; i < of->n; i++)
		free(of->name[i]);
	free(of->name);
	AgIdDisc.close(of->others);
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
	struct graph_ids of = {.ids = AgIdDisc, .lines = AgIoDisc}; /* lives as long as the graph */
	enum wsp_status status = WSP_IO_ERROR;
	Agraph_t *graph;

	of.ids.open = begin;
	of.ids.map = number;
	of.ids.free = forget;
	of.ids.print = name_of;
	of.ids.close = end;
	of.lines.afread = read_line;
	of.discipline = (Agdisc_t){.mem = &AgMemDisc, .id = &of.ids, .io = &of.lines};
	graph = agread(&dot, &of.discipline);
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
