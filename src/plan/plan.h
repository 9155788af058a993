/*
 * Plan: what is decided, as arrays beside a const topology, indexed by server.
 *
 * Steps are derived (plan/steps.h), not stored. Phase 0 is the preparation, phases of work count
 * from 1. Waves are numbered over the whole plan; wave.number 0 is the repair wave "P1.W0".
 * A link is named by its downstream. Times are minutes from the begin of the phase; a dated plan
 * knows the moment of it. A plan owns its topology.
 */
#ifndef WSP_PLAN_PLAN_H
#define WSP_PLAN_PLAN_H

#include "base/arena.h"
#include "base/text.h"
#include "model/calendar.h"
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
extern const char *const wsp_cutover_names[]; /* by enum wsp_cutover, from 1 */

/* What happens to the link of a server to its upstream. */
enum wsp_link_work {
	WSP_LINK_NONE =
		0,       /* nothing: a root, retired, on HTTPS already, or upstream not converted */
	WSP_LINK_SWITCH, /* switch-sync and verify-sync after the upstream's conversion */
	WSP_LINK_REPAIR, /* the same in the repair wave: the upstream enforces already */
	WSP_LINK_FOLLOW, /* between software update points: ConfigMgr switches it, verify-sync only
			  */
};

/*
 * What else the repair wave P1.W0 does on a server that is not converted there; a set of WSP_BIT:
 * bind-certificate and test-https (a switched downstream waits for it), unrequire-ssl (a downstream
 * cannot follow), unswitch-sync (its upstream is not bound, and no certificate is at hand).
 */
#define WSP_REPAIRS                                                                                \
	(WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_UNREQUIRE_SSL) |    \
		WSP_BIT(WSP_UNSWITCH_SYNC))

/*
 * What put a conversion into its phase and no earlier one; `by` of struct wsp_why says who or what.
 * The names, in wsp_why_names, are those of plan.json.
 */
enum wsp_why_kind {
	WSP_WHY_FIRST = 0,    /* it is in the first phase that can be */
	WSP_WHY_CHILD,        /* by a server: a downstream is converted in the phase before */
	WSP_WHY_UPSTREAM,     /* by a server: top-down, its upstream is in the wave before */
	WSP_WHY_TREE,         /* top-down: its tree has one window, after other phases */
	WSP_WHY_MEMBER,       /* by a server: another member of its group */
	WSP_WHY_CANARY,       /* canaries go first and alone */
	WSP_WHY_SERVERS,      /* the phase before has as many servers as are allowed */
	WSP_WHY_CLIENTS,      /* … clients … */
	WSP_WHY_SITE_SERVERS, /* … servers of its site … */
	WSP_WHY_SITE_CLIENTS,
	WSP_WHY_MINUTES,    /* the window before was full */
	WSP_WHY_SOAK,       /* by a server: the time since a downstream's conversion */
	WSP_WHY_NOT_BEFORE, /* its own `not_before` */
	WSP_WHY_HOLD,       /* its own `hold.until` */
	WSP_WHY_LEAD,       /* its certificate takes that long, or by a server: that of a member */
	WSP_WHY_WINDOW, /* by a server (itself or a downstream): its site has no window before */
	WSP_WHY_FREEZE, /* by a row of inventory.freeze */
	WSP_WHY_REPAIR, /* it is finished in the repair wave, before all other work */
	WSP_N_WHYS
};

extern const char *const wsp_why_names[WSP_N_WHYS];

struct wsp_why {
	uint8_t kind; /* enum wsp_why_kind */
	uint32_t by;  /* a server or a row of inventory.freeze, by kind; WSP_NO_SERVER: none */
};

/*
 * Work on an object that several servers share: prepare-balancer@GROUP, or point-clients@POLICY. It
 * is done in the preparation, in this order, after the early part of every member (plan.early).
 */
struct wsp_shared {
	const char *name; /* of the group or client policy */
	uint8_t action;   /* enum wsp_action */
	bool policy;      /* `object` is a row of inventory.client_policy, otherwise of group */
	uint32_t object;
	const wsp_server_id *member; /* those that answer behind it; the first fills placeholders */
	uint32_t n_members;
};

/*
 * What groups and shared work mean for single servers, made once by wsp_plan_relate() from the rest
 * of the plan. Arrays by server, in the plan's arena; all NULL without groups and shared work.
 */
struct wsp_relations {
	uint32_t *pointing;    /* row of plan.shared that points its clients; UINT32_MAX: none */
	uint32_t *balancer;    /* row of plan.shared that prepares its balancer; UINT32_MAX: none */
	wsp_server_id *before; /* the node of its service converted right before it, or none */
	uint32_t *served_group; /* group whose first member, not it, has their downstreams in the
				   topology; WSP_NO_GROUP: none */
};

struct wsp_phase {
	const char *title;   /* in the plan's arena */
	uint32_t first_wave; /* number of its first wave */
	uint32_t n_waves;
	uint32_t minutes; /* work and verification, from its first to its last minute */
	uint32_t reserve; /* minutes kept for backing out */
	uint64_t clients; /* of the servers converted in it */
	bool safe_to_stop;
	bool canary;     /* its conversions are canaries */
	uint32_t length; /* minutes from its begin to the end of its window */
	uint32_t gate;   /* least minutes between the end of the phase before and its begin */
	uint32_t abort_conversions; /* failed conversions at which it is given up */
	uint32_t abort_switches;    /* likewise switches; both at least 1 */
	/* WSP_NO_MOMENT and "" when the plan is not dated */
	const char *window;       /* name, or names joined by " + " */
	wsp_moment opens, closes; /* of the window */
	wsp_moment begin; /* of minute 0: `opens`, or later if another phase is in the way */
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
	bool dated;             /* phases have moments; `now` is set */
	wsp_moment now;         /* the plan begins here; WSP_NO_MOMENT when not dated */
	struct wsp_zones zones; /* in the arena; all that local times need, at least one zone */
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
	uint32_t *sync_start; /* minute at which its verify-sync starts; NULL: right after the
				 switch */
	uint32_t *early;      /* part of its visit that is done in the preparation, a WSP_BIT set of
				 back-up, bind-certificate, test-https, point-clients; NULL: nobody */
	wsp_server_id *link_owner; /* whose setting its link up is: the first member of its shared
				      database, or itself; NULL: every server has its own */
	struct wsp_why *why;       /* why a conversion is in its phase; WSP_WHY_FIRST otherwise */
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

	struct wsp_shared *shared;
	uint32_t n_shared;
	struct wsp_relations relations;
	struct wsp_unscheduled *unscheduled;
	uint32_t n_unscheduled;
	const char **waiver;
	uint32_t n_waivers;

	const struct wsp_procedure *procedure; /* those in use, by table order */
	uint32_t n_procedures;
};

void wsp_plan_release(struct wsp_plan *plan);

/** The minute of phase `phase` by which backing out has to begin: all of it still fits. */
uint32_t wsp_plan_point_of_no_return(const struct wsp_plan *plan, uint32_t phase);

/** The moment of a minute of a phase; WSP_NO_MOMENT when the plan is not dated. */
static inline wsp_moment wsp_plan_moment(
	const struct wsp_plan *plan, uint32_t phase, uint32_t minute)
{
	return plan->dated && phase > 0
		       ? plan->phases[phase].begin + (wsp_moment)minute * WSP_SECONDS_A_MINUTE
		       : WSP_NO_MOMENT;
}

/** The moment after the last minute of a phase's work; likewise. */
static inline wsp_moment wsp_plan_phase_end(const struct wsp_plan *plan, uint32_t phase)
{
	return wsp_plan_moment(plan, phase, plan->phases[phase].minutes);
}

/** Whether a server and its upstream are converted in different phases. */
static inline bool wsp_plan_keeps_apart(const struct wsp_plan *plan)
{
	const struct wsp_policy *policy = &plan->topo.inventory.policy;

	return policy->separation != WSP_SEPARATE_ORDER || policy->soak > 0;
}

/** The zone of the site of `s`; of no server: the plan's own. */
const struct wsp_zone *wsp_plan_zone(const struct wsp_plan *plan, wsp_server_id s);

/** Append the name of a shared object as ids of steps have it: what is no letter, digit or one of
 * ".-_" is percent-encoded (relation.c). */
void wsp_shared_key(const struct wsp_shared *shared, struct wsp_text *out);

/** Make plan.relations, after everything else. @return false when memory ran out (relation.c) */
bool wsp_plan_relate(struct wsp_plan *plan);

/** The actions of the conversion visit of `s`, a WSP_BIT set: what W0 repairs, and what is done
 * early, is not in it. */
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
