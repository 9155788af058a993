/*
 * Barrier: what forbids the conversion of a server in a phase where it is not.
 *
 * Everything else stays where the plan has it: a downstream that is converted in P3 forbids its
 * upstream P2 even if it could go earlier itself.
 */
#ifndef WSP_PLAN_BARRIER_H
#define WSP_PLAN_BARRIER_H

#include "plan/plan.h"

enum wsp_barrier_kind {
	WSP_BAR_CHILD = 0, /* by a downstream that is converted there or later */
	WSP_BAR_UPSTREAM,  /* by its upstream, which is converted there or earlier */
	WSP_BAR_TREE,      /* its tree goes top-down, in one phase */
	WSP_BAR_MEMBER,    /* by a member of its group in another phase */
	WSP_BAR_REPAIR,    /* it is half converted, and finished before all other work */
	WSP_BAR_CANARY,    /* canaries go first and alone */
	WSP_BAR_SERVERS,
	WSP_BAR_CLIENTS,
	WSP_BAR_SITE_SERVERS,
	WSP_BAR_SITE_CLIENTS,
	WSP_BAR_MINUTES,  /* the window is full */
	WSP_BAR_SOAK,     /* by a downstream or its upstream */
	WSP_BAR_EARLIEST, /* not_before, hold.until, a certificate, trust */
	WSP_BAR_DEADLINE,
	WSP_BAR_WINDOW, /* by itself or a downstream: its site has no window then */
	WSP_BAR_FREEZE, /* likewise: a freeze closes its site */
	WSP_N_BARS
};

extern const char *const wsp_barrier_names[WSP_N_BARS];

struct wsp_barrier {
	uint8_t kind;     /* enum wsp_barrier_kind */
	wsp_server_id by; /* WSP_NO_SERVER: nobody else */
	const char *text; /* a sentence without capital and full stop */
};

enum { WSP_BARRIERS_MAX = 64 };

/** What is asked. */
struct wsp_placing {
	const struct wsp_plan *plan;
	const struct wsp_calendar *calendar; /* of a dated plan; NULL: sites are not judged */
	wsp_server_id s;                     /* converted in another phase */
	uint32_t phase;                      /* from 1 to plan->n_phases */
};

struct wsp_barriers {
	struct wsp_barrier found[WSP_BARRIERS_MAX];
	uint32_t n;
	uint32_t untold; /* more of them */
};

/**
 * Tell what forbids it.
 * @param arena  owns the texts
 * @return false when memory ran out
 */
bool wsp_barriers_tell(const struct wsp_placing *placing, struct wsp_arena *arena,
	struct wsp_barriers *ret_barriers);

#endif
