#include "report/markdown.h"

#include <string.h>

#include "report/escape.h"
#include "report/format.h"
#include "report/runbook.h"

/* Blocks that continue the one before without a blank line. */
static bool continues(enum wsp_block_kind previous, enum wsp_block_kind kind)
{
	switch (kind) {
	case WSP_BLOCK_BULLET:
	case WSP_BLOCK_TASK:
		return previous == kind;
	case WSP_BLOCK_ROW:
		return previous == WSP_BLOCK_HEAD || previous == WSP_BLOCK_ROW;
	default:
		return false;
	}
}

static bool is_quoted(enum wsp_block_kind kind)
{
	return kind == WSP_BLOCK_NOTE || kind == WSP_BLOCK_QUOTE;
}

static void write_gap(struct wsp_markdown *writer, enum wsp_block_kind kind)
{
	if (writer->begun && !continues(writer->previous, kind)) {
		if (is_quoted(writer->previous) && is_quoted(kind))
			WSP_TEXT_LITERAL(writer->out, ">");
		wsp_text_addc(writer->out, '\n');
	}
	writer->begun = true;
	writer->previous = kind;
}

static void write_span(struct wsp_text *out, const struct wsp_span *span, bool in_table)
{
	switch ((enum wsp_style)span->style) {
	case WSP_STYLE_PROSE:
		wsp_text_adds(out, span->text);
		break;
	case WSP_STYLE_INPUT:
		wsp_escape_markdown(out, span->text);
		break;
	case WSP_STYLE_STRONG:
		WSP_TEXT_LITERAL(out, "**");
		wsp_escape_markdown(out, span->text);
		WSP_TEXT_LITERAL(out, "**");
		break;
	case WSP_STYLE_CODE:
		wsp_escape_markdown_code(out, span->text, in_table);
		break;
	}
}

static void write_line(struct wsp_text *out, const char *prefix, const struct wsp_block *block)
{
	wsp_text_adds(out, prefix);
	for (size_t i = 0; i < block->n_spans; i++)
		write_span(out, &block->span[i], false);
	wsp_text_addc(out, '\n');
}

static void write_cells(struct wsp_text *out, const struct wsp_block *block)
{
	size_t i = 0;

	wsp_text_addc(out, '|');
	for (uint16_t cell = 0; cell < block->n_cells; cell++) {
		wsp_text_addc(out, ' ');
		for (; i < block->n_spans && block->span[i].cell == cell; i++)
			write_span(out, &block->span[i], true);
		WSP_TEXT_LITERAL(out, " |");
	}
	wsp_text_addc(out, '\n');
}

static void write_head(struct wsp_text *out, const struct wsp_block *block)
{
	write_cells(out, block);
	wsp_text_addc(out, '|');
	for (uint16_t cell = 0; cell < block->n_cells; cell++)
		wsp_text_adds(out, block->numbers >> cell & 1u ? " ---: |" : " --- |");
	wsp_text_addc(out, '\n');
}

/* A fence is longer than any run of backticks in the code. */
static size_t fence_length(const char *code)
{
	size_t longest = 2;

	while (*code) {
		size_t run = strspn(code, "`");

		if (run > longest)
			longest = run;
		code += run;
		code += strcspn(code, "`");
	}
	return longest + 1;
}

static void write_code(struct wsp_text *out, const struct wsp_block *block)
{
	const char *code = block->n_spans > 0 ? block->span[0].text : "";
	size_t length = strlen(code);
	size_t fence = fence_length(code);

	for (size_t i = 0; i < fence; i++)
		wsp_text_addc(out, '`');
	WSP_TEXT_LITERAL(out, "powershell\n");
	wsp_text_add(out, code, length);
	if (length > 0 && code[length - 1] != '\n')
		wsp_text_addc(out, '\n');
	for (size_t i = 0; i < fence; i++)
		wsp_text_addc(out, '`');
	wsp_text_addc(out, '\n');
}

static void write_heading(struct wsp_text *out, const struct wsp_block *block)
{
	static const char *const marks[] = {"# ", "# ", "## ", "### ", "#### "};

	write_line(out, marks[block->level], block);
}

bool wsp_markdown_put(void *context, const struct wsp_block *block)
{
	struct wsp_markdown *writer = context;
	struct wsp_text *out = writer->out;

	write_gap(writer, block->kind);
	switch (block->kind) {
	case WSP_BLOCK_HEADING:
		write_heading(out, block);
		break;
	case WSP_BLOCK_PARAGRAPH:
		write_line(out, "", block);
		break;
	case WSP_BLOCK_BULLET:
		write_line(out, "- ", block);
		break;
	case WSP_BLOCK_TASK:
		write_line(out, "- [ ] ", block);
		break;
	case WSP_BLOCK_HEAD:
		write_head(out, block);
		break;
	case WSP_BLOCK_ROW:
		write_cells(out, block);
		break;
	case WSP_BLOCK_CODE:
		write_code(out, block);
		break;
	case WSP_BLOCK_NOTE:
	case WSP_BLOCK_QUOTE:
		write_line(out, "> ", block);
		break;
	case WSP_BLOCK_PAGE:
		WSP_TEXT_LITERAL(out, "---\n");
		break;
	}
	return !out->failed;
}

void wsp_write_markdown(const struct wsp_plan *plan, struct wsp_text *out)
{
	struct wsp_markdown writer = {.out = out};

	if (!wsp_runbook_tell(plan, wsp_markdown_put, &writer))
		out->failed = true;
}
