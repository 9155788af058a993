#include "report/lines.h"

struct wsp_lines wsp_lines_begin(struct wsp_text *out)
{
	wsp_text_addc(out, '{');
	return (struct wsp_lines){.out = out};
}

void wsp_lines_end(struct wsp_lines *lines)
{
	WSP_TEXT_LITERAL(lines->out, "\n}\n");
}

void wsp_lines_member(struct wsp_lines *lines, const char *key)
{
	wsp_text_adds(lines->out, lines->has_members ? ",\n  \"" : "\n  \"");
	wsp_text_adds(lines->out, key);
	WSP_TEXT_LITERAL(lines->out, "\": ");
	lines->has_members = true;
}

void wsp_lines_list(struct wsp_lines *lines, const char *key)
{
	wsp_lines_member(lines, key);
	wsp_text_addc(lines->out, '[');
	lines->has_items = false;
}

void wsp_lines_item(struct wsp_lines *lines)
{
	if (lines->has_items)
		WSP_TEXT_LITERAL(lines->out, ",\n    ");
	else
		WSP_TEXT_LITERAL(lines->out, "\n    ");
	lines->has_items = true;
}

void wsp_lines_list_end(struct wsp_lines *lines)
{
	if (lines->has_items)
		WSP_TEXT_LITERAL(lines->out, "\n  ]");
	else
		wsp_text_addc(lines->out, ']');
}
