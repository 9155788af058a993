/*
 * Answers: what is told to somebody who asks about a plan: why a server is where it is, why not
 * elsewhere, what a change would bring, which way is better.
 *
 * Each has a form for people and one for programs, a JSON document with a format of its own, whose
 * version grows as that of plan.json does.
 */
#ifndef WSP_REPORT_ANSWERS_H
#define WSP_REPORT_ANSWERS_H

#include "plan/barrier.h"
#include "plan/retry.h"
#include "plan/slack.h"

/** Why `s` is in its phase, or in none. */
struct wsp_answer_why {
	const struct wsp_plan *plan;
	wsp_server_id s;
	struct wsp_slack slack;
	struct wsp_prices prices; /* none when it cannot be earlier */
};

void wsp_write_why(const struct wsp_answer_why *answer, struct wsp_text *out);
void wsp_write_why_json(const struct wsp_answer_why *answer, struct wsp_text *out);

/** Why `s` is not in phase `phase`. */
struct wsp_answer_why_not {
	struct wsp_answer_why why;
	uint32_t phase;
	struct wsp_barriers barriers; /* none when it is there, or in no phase at all */
};

void wsp_write_why_not(const struct wsp_answer_why_not *answer, struct wsp_text *out);
void wsp_write_why_not_json(const struct wsp_answer_why_not *answer, struct wsp_text *out);

/** What each change would bring, and what the plan is now. */
struct wsp_answer_prices {
	const struct wsp_zone *zone; /* of the plan's own; NULL: it is not dated */
	struct wsp_outcome base;
	struct wsp_prices prices;
};

void wsp_write_prices(const struct wsp_answer_prices *answer, struct wsp_text *out);
void wsp_write_prices_json(const struct wsp_answer_prices *answer, struct wsp_text *out);

/** Both strategies with both cut-overs. */
struct wsp_answer_ways {
	const struct wsp_zone *zone; /* as above */

	struct wsp_way {
		enum wsp_strategy strategy;
		enum wsp_cutover cutover;
		struct wsp_outcome outcome;
	} way[4];
};

void wsp_write_ways(const struct wsp_answer_ways *answer, struct wsp_text *out);
void wsp_write_ways_json(const struct wsp_answer_ways *answer, struct wsp_text *out);

#endif
