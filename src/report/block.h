/*
 * Block: the pieces a runbook is told in, whatever it is written as.
 *
 * A writer gets one block after the other and only spells it. Consecutive bullets, tasks and rows
 * belong to one list or table. Everything a block points to lives during the call only.
 */
#ifndef WSP_REPORT_BLOCK_H
#define WSP_REPORT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wsp_block_kind {
	WSP_BLOCK_HEADING = 0, /* level 1 (once, the title) to 4 */
	WSP_BLOCK_PARAGRAPH,
	WSP_BLOCK_BULLET,
	WSP_BLOCK_TASK,  /* a bullet with a box to tick */
	WSP_BLOCK_HEAD,  /* heads of a table's columns; rows follow, with as many cells */
	WSP_BLOCK_ROW,   /* of the table */
	WSP_BLOCK_CODE,  /* one span: lines of PowerShell */
	WSP_BLOCK_NOTE,  /* a paragraph that stands out */
	WSP_BLOCK_QUOTE, /* a paragraph to be copied as it is */
	WSP_BLOCK_PAGE,  /* a good place for a new page; no spans */
};

enum wsp_style {
	WSP_STYLE_PROSE = 0, /* the tool's own words, free of markup of any kind */
	WSP_STYLE_INPUT,     /* text from an input: may hold anything */
	WSP_STYLE_STRONG,    /* may hold anything, and so the others */
	WSP_STYLE_CODE,
};

struct wsp_span {
	const char *text; /* NUL-terminated UTF-8 */
	uint16_t cell;    /* of a table, from 0 */
	uint8_t style;    /* enum wsp_style */
};

struct wsp_block {
	enum wsp_block_kind kind;
	uint8_t level;    /* of a heading */
	uint16_t n_cells; /* of a head or row; the last may have no spans */
	uint32_t numbers; /* head: bit of each column that holds numbers */
	const struct wsp_span *span;
	size_t n_spans;
};

/** Takes one block; returns false to stop. */
typedef bool (*wsp_block_put)(void *context, const struct wsp_block *block);

#endif
