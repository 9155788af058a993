/* Markdown: how one block after the other is spelled. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "report/markdown.h"
#include "runner.h"

static void expect(struct wsp_text *text, const char *expected)
{
	CU_ASSERT_FALSE(text->failed);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(text), expected);
	if (strcmp(wsp_text_get(text), expected) != 0)
		(void)fprintf(stderr, "got:\n%s\nexpected:\n%s\n", wsp_text_get(text), expected);
	wsp_text_release(text);
}

static void put(struct wsp_markdown *writer, enum wsp_block_kind kind, enum wsp_style style,
	const char *text)
{
	struct wsp_span span = {text, 0, (uint8_t)style};
	struct wsp_block block = {
		.kind = kind, .level = 2, .n_cells = 1, .span = &span, .n_spans = 1};

	CU_ASSERT_TRUE(wsp_markdown_put(writer, &block));
}

static void test_blocks_are_apart_and_lists_are_together(void)
{
	struct wsp_text out = {0};
	struct wsp_markdown writer = {.out = &out};

	put(&writer, WSP_BLOCK_HEADING, WSP_STYLE_PROSE, "1. Title");
	put(&writer, WSP_BLOCK_PARAGRAPH, WSP_STYLE_PROSE, "Text.");
	put(&writer, WSP_BLOCK_BULLET, WSP_STYLE_PROSE, "one");
	put(&writer, WSP_BLOCK_BULLET, WSP_STYLE_PROSE, "two");
	put(&writer, WSP_BLOCK_PARAGRAPH, WSP_STYLE_PROSE, "Text.");
	put(&writer, WSP_BLOCK_TASK, WSP_STYLE_CODE, "call");
	put(&writer, WSP_BLOCK_TASK, WSP_STYLE_CODE, "call");
	put(&writer, WSP_BLOCK_NOTE, WSP_STYLE_STRONG, "Note");
	put(&writer, WSP_BLOCK_QUOTE, WSP_STYLE_PROSE, "Quoted.");
	put(&writer, WSP_BLOCK_PAGE, WSP_STYLE_PROSE, "");
	expect(&out,
		"## 1. Title\n\nText.\n\n- one\n- two\n\nText.\n\n- [ ] `call`\n- [ ] `call`\n\n"
		"> **Note**\n>\n> Quoted.\n\n---\n");
}

static void test_tables_have_every_cell(void)
{
	static const struct wsp_span head[] = {
		{"Name", 0, WSP_STYLE_PROSE}, {"Number", 1, WSP_STYLE_PROSE}};
	static const struct wsp_span row[] = {{"a|b", 0, WSP_STYLE_CODE},
		{" and ", 0, WSP_STYLE_PROSE}, {"c|d", 0, WSP_STYLE_INPUT}};
	struct wsp_text out = {0};
	struct wsp_markdown writer = {.out = &out};

	CU_ASSERT_TRUE(wsp_markdown_put(&writer, &(struct wsp_block){.kind = WSP_BLOCK_HEAD,
							 .n_cells = 2,
							 .numbers = 2,
							 .span = head,
							 .n_spans = WSP_COUNT(head)}));
	CU_ASSERT_TRUE(wsp_markdown_put(&writer, &(struct wsp_block){.kind = WSP_BLOCK_ROW,
							 .n_cells = 2,
							 .span = row,
							 .n_spans = WSP_COUNT(row)}));
	expect(&out, "| Name | Number |\n| --- | ---: |\n| `a\\|b` and c\\|d |  |\n");
}

static void test_input_never_becomes_markup(void)
{
	struct wsp_text out = {0};
	struct wsp_markdown writer = {.out = &out};

	put(&writer, WSP_BLOCK_PARAGRAPH, WSP_STYLE_INPUT, "<b>*x*</b>\n# y");
	put(&writer, WSP_BLOCK_PARAGRAPH, WSP_STYLE_STRONG, "a**b");
	put(&writer, WSP_BLOCK_PARAGRAPH, WSP_STYLE_CODE, "a`b");
	expect(&out, "&lt;b&gt;\\*x\\*&lt;/b&gt; # y\n\n**a\\*\\*b**\n\n``a`b``\n");
}

static void test_a_fence_is_longer_than_any_run_inside(void)
{
	struct wsp_text out = {0};
	struct wsp_markdown writer = {.out = &out};

	put(&writer, WSP_BLOCK_CODE, WSP_STYLE_CODE, "a `\n");
	put(&writer, WSP_BLOCK_CODE, WSP_STYLE_CODE, "x\n````\ny");
	expect(&out, "```powershell\na `\n```\n\n`````powershell\nx\n````\ny\n`````\n");
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"blocks are apart and lists are together",
			test_blocks_are_apart_and_lists_are_together},
		{"tables have every cell", test_tables_have_every_cell},
		{"input never becomes markup", test_input_never_becomes_markup},
		{"a fence is longer than any run inside",
			test_a_fence_is_longer_than_any_run_inside},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("markdown", tests);
}
