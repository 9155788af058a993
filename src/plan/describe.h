/* Describe: what people are told about the phases of a plan that is placed. */
#ifndef WSP_PLAN_DESCRIBE_H
#define WSP_PLAN_DESCRIBE_H

#include "plan/service.h"

/**
 * Fill in title, canary and safe_to_stop of every phase of work.
 *
 * @param canary        by server; NULL: there is none
 * @param safe_to_stop  whether no link stays dead after the repairs
 * @return false when memory ran out
 */
bool wsp_phases_describe(struct wsp_plan *plan, const struct wsp_services *services,
	const bool *canary, bool safe_to_stop);

#endif
