/** Answers: why a plan is as it is, and what would make it another. */
#ifndef WSUSPLAN_ANSWERS_H
#define WSUSPLAN_ANSWERS_H

#include "wsusplan/plan.h"
#include "wsusplan/runbook.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is asked about a plan; initialise with WSP_QUESTION_INIT. */
struct wsp_question {
	size_t struct_size;
	const char *server; /**< FQDN, alias or unique short name */
	size_t phase;       /**< for wsp_plan_why_not(): its number, from 1 */
	int json;           /**< answer with a JSON document instead of text */
};

#define WSP_QUESTION_INIT                                                                          \
	{                                                                                          \
		sizeof(struct wsp_question), NULL, 0, 0                                            \
	}

/**
 * Say why a server is in its phase, what waits for it, and which single change would move it
 * earlier, found by planning again.
 *
 * @param diags  receives why there is no answer: no such server (I023), windows or freezes of a
 * plan that was edited and cannot be read (I018)
 * @return WSP_OK, WSP_INVALID, WSP_CANCELLED (the output stopped it) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_why(const struct wsp_plan *plan,
	const struct wsp_question *question, struct wsp_diags *diags, wsp_output output,
	void *context);

/**
 * Say what forbids a server a phase, and which single change would put it there.
 *
 * @param diags  receives why there is no answer: no such server, no such phase (I023)
 * @return as wsp_plan_why()
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_plan_why_not(const struct wsp_plan *plan,
	const struct wsp_question *question, struct wsp_diags *diags, wsp_output output,
	void *context);

/**
 * Say what each of a list of single changes would bring: the price list of a plan, also where there
 * is none yet.
 *
 * @param topo     taken over, whatever the result
 * @param options  as for wsp_plan_create()
 * @param json     not 0: a JSON document instead of text
 * @param diags    receives what is wrong with the calendar
 * @return WSP_OK, WSP_INVALID, WSP_IO_ERROR, WSP_CANCELLED or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_what_if(struct wsp_topology *topo,
	const struct wsp_plan_options *options, int json, struct wsp_diags *diags,
	wsp_output output, void *context);

/** Plan with both strategies and both cut-overs and compare; as wsp_what_if() otherwise. */
WSP_API WSP_NODISCARD enum wsp_status wsp_compare(struct wsp_topology *topo,
	const struct wsp_plan_options *options, int json, struct wsp_diags *diags,
	wsp_output output, void *context);

#ifdef __cplusplus
}
#endif

#endif
