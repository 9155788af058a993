/* Answers parts: what several answers about one server tell alike. */
#ifndef WSP_REPORT_ANSWERS_PARTS_H
#define WSP_REPORT_ANSWERS_PARTS_H

#include "report/answers.h"
#include "report/label.h"
#include "report/lines.h"

/** Whether the plan converts the server in a phase. */
bool wsp_answer_is_placed(const struct wsp_answer_why *answer);

bool wsp_answer_is_critical(const struct wsp_answer_why *answer);

/** Whether an outcome has the server in a phase that begins earlier, or at all. */
bool wsp_answer_is_earlier(const struct wsp_answer_why *answer, const struct wsp_outcome *outcome);

/** The line that says where it is, and why it is nowhere. */
void wsp_answer_head(const struct wsp_answer_why *answer, struct wsp_text *out);

/** The line of its slack. */
void wsp_answer_slack(const struct wsp_answer_why *answer, struct wsp_text *out);

/* report/answers_json.c */

/** Format, and where the server is: the first members of a document. */
void wsp_answer_begin_json(
	const struct wsp_answer_why *answer, const char *format, struct wsp_lines *document);

/** One change: an item of a list. */
void wsp_answer_price_json(const struct wsp_answer_why *answer, const struct wsp_price *price,
	struct wsp_lines *document);

#endif
