/* Lines: a JSON document with a member a line, and in its long lists an item a line. */
#ifndef WSP_REPORT_LINES_H
#define WSP_REPORT_LINES_H

#include "report/object.h"

struct wsp_lines {
	struct wsp_text *out;
	bool has_members; /* of the document */
	bool has_items;   /* of the list being written */
};

/** Begin the document. */
struct wsp_lines wsp_lines_begin(struct wsp_text *out);
void wsp_lines_end(struct wsp_lines *lines);

/** The line of the next member; its value follows by the caller. */
void wsp_lines_member(struct wsp_lines *lines, const char *key);

/** The next member is a list; wsp_lines_item() starts the line of each item. */
void wsp_lines_list(struct wsp_lines *lines, const char *key);
void wsp_lines_item(struct wsp_lines *lines);
void wsp_lines_list_end(struct wsp_lines *lines);

#endif
