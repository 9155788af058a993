/* Dates: from when and until when each server may be converted; only of dated plans. */
#ifndef WSP_PLAN_DATES_H
#define WSP_PLAN_DATES_H

#include "plan/work.h"

struct wsp_dates {
	wsp_moment *earliest; /* by server; NULL when not dated */
	struct wsp_why *why;  /* by server: what makes it so; WSP_WHY_FIRST: nothing of its own */
	wsp_moment *deadline; /* by server, INT64_MAX: none; NULL: nobody has one */
};

/**
 * A server waits for the plan's begin and the trust in its issuer, its `not_before`, the end of its
 * `hold.until` and the lead time of its certificate; who shares a name or a policy waits for the
 * latest certificate among them.
 *
 * @param ret_dates  its arrays are in `arena`
 * @return false when memory ran out
 */
bool wsp_dates_tell(const struct wsp_plan *plan, const struct wsp_services *services,
	const struct wsp_works *works, struct wsp_arena *arena, struct wsp_dates *ret_dates);

/** Minutes from the order of a certificate to its delivery; 0 when it is at hand. */
uint32_t wsp_certificate_lead(const struct wsp_server *server);

#endif
