/* Markdown: the spelling of one block after the other, GitHub's flavour. */
#ifndef WSP_REPORT_MARKDOWN_H
#define WSP_REPORT_MARKDOWN_H

#include "base/text.h"
#include "report/block.h"

/** Where blocks go; `out` set and the rest zero at the beginning. */
struct wsp_markdown {
	struct wsp_text *out;
	enum wsp_block_kind previous;
	bool begun;
};

/** Write a block; `context` is a struct wsp_markdown. @return false when the text has failed */
bool wsp_markdown_put(void *context, const struct wsp_block *block);

#endif
