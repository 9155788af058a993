/*
 * Plan: what is decided, as arrays beside a const topology, indexed by server.
 *
 * Steps are derived (plan/steps.h), not stored. Phase 0 is the preparation, phases of work count
 * from 1. Waves are numbered over the whole plan; wave.number 0 is the repair wave "P1.W0".
 * A link is named by its downstream. Times are minutes from the start of the phase. A plan owns
 * its topology.
 */
#ifndef WSP_PLAN_PLAN_H
#define WSP_PLAN_PLAN_H

#include "base/arena.h"
#include "base/text.h"
#include "model/topology.h"
#include "plan/action.h"

#define WSP_NO_WAVE UINT32_MAX

/* The actions of a conversion visit. */
#define WSP_VISIT (WSP_BIT(WSP_VERIFY_SERVER + 1) - WSP_BIT(WSP_BACK_UP))

enum wsp_server_status {
	WSP_STATUS_CONVERT = 0, /* converted by this plan, or its conversion finished */
	WSP_STATUS_DONE,        /* needs nothing */
	WSP_STATUS_HELD,        /* `hold`, or an estate finding that holds it */
	WSP_STATUS_BLOCKED,     /* waits for one below (or beside) it that is held */
	WSP_STATUS_EXCLUDED,    /* stays on HTTP, is prepared and switched */
	WSP_STATUS_RETIRED,
	WSP_N_STATUSES
};

extern const char *const wsp_status_names[WSP_N_STATUSES];

/* What happens to the link of a server to its upstream. */
enum wsp_link_work {
	WSP_LINK_NONE =
		0,       /* nothing: a root, retired, on HTTPS already, or upstream not converted */
	WSP_LINK_SWITCH, /* switch-sync and verify-sync after the upstream's conversion */
	WSP_LINK_REPAIR, /* the same in the repair wave: the upstream enforces already */
};

/*
 * What else the repair wave P1.W0 does on a server that is not converted there; a set of WSP_BIT:
 * bind-certificate and test-https (a switched downstream waits for it), unrequire-ssl (a downstream
 * cannot follow), unswitch-sync (its upstream is not bound, and no certificate is at hand).
 */
#define WSP_REPAIRS                                                                                \
	(WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_UNREQUIRE_SSL) |    \
		WSP_BIT(WSP_UNSWITCH_SYNC))

struct wsp_phase {
	const char *title;   /* in the plan's arena */
	uint32_t first_wave; /* number of its first wave */
	uint32_t n_waves;
	uint32_t minutes; /* work and verification, from its first to its last minute */
	uint32_t reserve; /* minutes kept for backing out */
	uint64_t clients; /* of the servers converted in it */
	bool safe_to_stop;
	bool canary; /* its conversions are canaries */
};

struct wsp_wave {
	uint32_t phase;
	uint32_t number;       /* in its phase: 0 repair, otherwise from 1 */
	uint32_t first_server; /* into plan.order: servers converted here, by start */
	uint32_t n_servers;
	uint32_t first_link; /* into plan.link_order: links worked on here, by start */
	uint32_t n_links;
	uint32_t start, finish; /* minutes in the phase */
};

struct wsp_unscheduled {
	wsp_server_id server;
	wsp_server_id blocked_by; /* WSP_NO_SERVER: itself */
	const char *reason;       /* a sentence without full stop */
};

/** The strategy of one tree, where it differs from the plan's (`policy.trees`). */
struct wsp_tree_choice {
	wsp_server_id root;
	enum wsp_strategy strategy;
};

struct wsp_plan {
	struct wsp_arena arena; /* all arrays and texts below */
	struct wsp_topology topo;
	struct wsp_diags diags; /* what `check` and planning found */
	char id[33];            /* hexadecimal: digest of effective inventory and options */
	int32_t today;          /* days since 1970-01-01: what "expired" was judged by */
	bool forced;            /* --force */

	/* strategy */
	enum wsp_strategy requested, chosen;
	struct wsp_tree_choice *tree_choice;
	uint32_t n_tree_choices;
	const char *reason; /* a sentence with the numbers that decided */
	const char *failed; /* the limit that ruled top-down out: "window", "servers", "clients",
			       "canary", "hold", "tree"; "" none */
	uint64_t makespan;  /* minutes for all remaining work top-down */
	uint32_t window;    /* minutes a window gives, reserve taken off */
	uint32_t window_length; /* minutes of the longest window */
	uint64_t hands_on;      /* minutes of operators over the whole plan */
	uint32_t operators;
	uint32_t duration[WSP_N_ACTIONS];   /* minutes with an operator, policy applied */
	uint32_t unattended[WSP_N_ACTIONS]; /* minutes after that, policy applied */

	/* summary */
	uint32_t to_convert, to_switch;
	uint64_t n_steps;
	uint32_t lower_bound;
	bool optimal;
	const char *bound; /* what makes the bound, a sentence without full stop */

	/* by server */
	uint8_t *status;      /* enum wsp_server_status */
	uint32_t *actions;    /* WSP_BIT set of what the plan does on it, links included */
	uint32_t *phase;      /* 0: not converted here */
	uint32_t *wave;       /* WSP_NO_WAVE: not converted here */
	uint32_t *start;      /* minute at which its conversion starts */
	uint8_t *link_work;   /* enum wsp_link_work: of its link up */
	uint32_t *link_phase; /* phase of its switch; 0 none */
	uint32_t *link_wave;  /* WSP_NO_WAVE: none */
	uint32_t *link_start; /* minute at which its switch starts */
	/* by server, NULL without a repair wave */
	uint32_t *repair; /* subset of WSP_REPAIRS done in P1.W0, on servers not converted there */
	uint32_t *repair_start;   /* minute at which the repair of the server itself starts */
	uint32_t *unswitch_start; /* minute at which unswitch-sync starts */

	struct wsp_phase *phases; /* phases[0] is the preparation */
	uint32_t n_phases;        /* phases of work: phases[1] … phases[n_phases] */
	struct wsp_wave *waves;
	uint32_t n_waves;
	wsp_server_id *order; /* servers by wave, then start */
	uint32_t n_order;
	wsp_server_id *link_order; /* downstreams by wave, then start */
	uint32_t n_link_order;

	struct wsp_unscheduled *unscheduled;
	uint32_t n_unscheduled;
	const char **waiver;
	uint32_t n_waivers;

	const struct wsp_procedure *procedure; /* those in use, by table order */
	uint32_t n_procedures;
};

void wsp_plan_release(struct wsp_plan *plan);

/** The actions of the conversion visit of `s`, a WSP_BIT set: what W0 repairs is not in it. */
uint32_t wsp_plan_visit(const struct wsp_plan *plan, wsp_server_id s);

/** Minutes from the start of the visit of `s` to the start of `action`. */
uint32_t wsp_plan_visit_offset(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_action action);

/** Whether the API of `s` requires HTTPS before the first phase: state `required` or `configured`.
 */
bool wsp_plan_https_at_start(const struct wsp_plan *plan, wsp_server_id s);

/** Phase from which the link of `s` is on HTTPS: 0 already, UINT32_MAX never in this plan. */
uint32_t wsp_plan_link_https_from(const struct wsp_plan *plan, wsp_server_id s);

#endif
