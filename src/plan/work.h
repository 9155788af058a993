/*
 * Work: what remains to be done on each server and link, told from `state`.
 *
 * Unknown is not false: a server without `state.https` is planned as not begun, and a link whose
 * `sync_ssl` is unknown is switched. `bound` and more count only while the certificate holds.
 */
#ifndef WSP_PLAN_WORK_H
#define WSP_PLAN_WORK_H

#include "plan/service.h"

/** How a server stands before the plan, and what the plan is to do with it. */
enum wsp_work {
	WSP_WORK_NONE = 0, /* no conversion: done, held, blocked, excluded, retired */
	WSP_WORK_CONVERT,  /* a conversion that has to be placed in a phase */
	WSP_WORK_FINISH,   /* it enforces already: the rest is done in the repair wave */
};

struct wsp_works {
	uint8_t *work;             /* by server: enum wsp_work; in the caller's arena */
	wsp_server_id *blocked_by; /* by server: the held one it waits for; WSP_NO_SERVER */
	bool *link_now; /* by server: its dead link is brought to HTTPS in the repair wave */
	uint32_t n_convert, n_finish;
	bool has_repairs; /* a repair wave is needed */
	bool unrepaired;  /* a link is dead now and cannot be repaired by the plan */
};

/**
 * Fill plan->status, actions (without preparation), link_work, repair.
 *
 * @param services  groups and shared client policies: who is left out holds the others
 * @param renew     by server: its certificate is bound, and will have expired; NULL: none will
 * @param arena     owns what `ret_works` points to
 * @return false when memory ran out
 */
bool wsp_works_tell(struct wsp_plan *plan, const struct wsp_services *services, const bool *renew,
	struct wsp_arena *arena, struct wsp_works *ret_works);

#endif
