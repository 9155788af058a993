/* Drawing: a diagram in the making; shared by diagram.c and diagram_lines.c only. */
#ifndef WSP_REPORT_DRAWING_H
#define WSP_REPORT_DRAWING_H

#include "report/diagram.h"

/* How coarse boxes are: the finest that is few enough is drawn. */
enum wsp_drawing_fold { FOLD_NOTHING = 0, FOLD_SITES, FOLD_LEVELS, FOLD_PHASES };

struct wsp_drawing {
	struct wsp_diagram *diagram;
	const struct wsp_plan *plan;
	enum wsp_drawing_fold fold;
	uint32_t run; /* phases a column */
	uint32_t n_phase_columns;
	uint64_t *key;    /* by server: column, level, site; heap */
	uint64_t *sorted; /* distinct keys, ascending; heap */
	uint32_t n_keys;
	uint32_t *box_of;        /* by server; heap */
	uint32_t *column_of_box; /* heap */
};

/** A copy of `text` in the diagram's arena, NULL when memory ran out; releases `text`. */
const char *wsp_drawing_keep(struct wsp_drawing *drawing, struct wsp_text *text);

/** One line for each server that has an upstream. @return false when memory ran out */
bool wsp_drawing_server_lines(struct wsp_drawing *drawing);

/** The heaviest lines between folded boxes. @return false when memory ran out */
bool wsp_drawing_folded_lines(struct wsp_drawing *drawing);

#endif
