/*
 * Diagram: what the picture of the phases shows; columns, boxes and lines, decided once.
 *
 * A column is a phase, or a run of phases, in the order of work; before them stand the servers that
 * are converted already, behind them those that the plan leaves out. A box is a server, or the
 * servers that share column, level and site when there are too many to read. At most
 * WSP_DIAGRAM_SERVERS servers or WSP_DIAGRAM_BOXES folded boxes are drawn, whatever the size of the
 * plan.
 */
#ifndef WSP_REPORT_DIAGRAM_H
#define WSP_REPORT_DIAGRAM_H

#include "base/arena.h"
#include "plan/plan.h"

enum {
	WSP_DIAGRAM_SERVERS = 500, /* above, servers are folded */
	WSP_DIAGRAM_PHASES = 60,   /* likewise */
	WSP_DIAGRAM_BOXES = 240,   /* folded boxes at most; coarser folds follow until it holds */
};

/* What happens to the servers of a box; shape, border and word tell it. */
enum wsp_box_kind {
	WSP_BOX_CONVERT = 0,
	WSP_BOX_CANARY,
	WSP_BOX_REPAIR,
	WSP_BOX_DONE,
	WSP_BOX_HELD,
	WSP_BOX_BLOCKED,
	WSP_BOX_EXCLUDED,
	WSP_BOX_RETIRED,
	WSP_BOX_FOLDED,
	WSP_N_BOX_KINDS
};

struct wsp_diagram_column {
	const char *title; /* "P1: canary", dated "P1: canary, Sat 2026-12-05 22:00" */
	const char *note;  /* "20 servers, 19 switches, 3 h 20 min" */
	uint32_t first_box, n_boxes;
};

struct wsp_diagram_box {
	const char *title; /* "ams01.contoso.com", shortened if long */
	const char *note;  /* "level 2, convert, switch 6 downstreams" */
	const char *whole; /* title in full, for the tooltip */
	enum wsp_box_kind kind;
	bool starts; /* no line leads to it from a box of its own column */
	bool ends;   /* no line leads from it to a box of its own column */
};

/* A synchronization edge: from downstream to upstream. */
struct wsp_diagram_line {
	uint32_t downstream, upstream; /* boxes */
	uint32_t n;                    /* links it stands for */
	bool forward;                  /* the downstream's box comes first in the order of work */
	bool switched;                 /* the plan moves it to HTTPS, or it is there already */
	bool fed;                      /* no link: updates are carried by export and import */
	const char *note;              /* "switched in P4", for the tooltip */
};

struct wsp_diagram {
	struct wsp_arena arena;
	const char *title; /* the plan's name */
	const char *note;  /* strategy and numbers, one line */
	bool folded;
	struct wsp_diagram_column *column;
	uint32_t n_columns;
	struct wsp_diagram_box *box; /* by column */
	uint32_t n_boxes;
	struct wsp_diagram_line *line;
	uint32_t n_lines;
	bool shows[WSP_N_BOX_KINDS]; /* kinds that occur, for the legend */
	uint32_t n_hidden_lines;     /* links of folded boxes whose lines are left out */
};

/** Decide the diagram. @return false when memory ran out; release it in any case */
bool wsp_diagram_make(struct wsp_diagram *diagram, const struct wsp_plan *plan);

void wsp_diagram_release(struct wsp_diagram *diagram);

#endif
