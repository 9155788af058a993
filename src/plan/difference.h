/*
 * Difference: what a new plan changes in an old one, for whoever has approved the old one.
 *
 * Servers are matched by FQDN, steps by id, phases by their window, or by their number where a plan
 * has no dates. Pure; everything points into the two plans, which have to stay.
 */
#ifndef WSP_PLAN_DIFFERENCE_H
#define WSP_PLAN_DIFFERENCE_H

#include "plan/plan.h"

/* What differs about a server; a set. */
enum wsp_server_change {
	WSP_CHANGE_ADDED = 1,     /* only the new plan knows it */
	WSP_CHANGE_DROPPED = 2,   /* only the old plan knows it */
	WSP_CHANGE_MOVED = 4,     /* its conversion comes in another window, or now, or no more */
	WSP_CHANGE_STATUS = 8,    /* enum wsp_server_status */
	WSP_CHANGE_UPSTREAM = 16, /* it synchronizes from another server */
	WSP_CHANGE_SWITCH = 32,   /* its link is switched in another window, or now, or no more */
	WSP_CHANGE_OUTAGE = 64,   /* its link is dead for longer or shorter */
	WSP_CHANGE_WHY = 128,     /* it stays where it is or is left out, for another reason */
};

struct wsp_server_difference {
	wsp_server_id before, after; /* WSP_NO_SERVER: not in that plan */
	uint32_t changes;            /* enum wsp_server_change; 0: only facts or steps differ */
	uint32_t first_fact, n_facts;
	uint32_t n_added, n_removed; /* steps on it */
};

/* A key of the inventory, or an option of planning, that differs. */
struct wsp_fact_difference {
	const char *section;        /* "policy", "windows", "servers", …; "" a key at the top */
	const char *item;           /* of a list: its name, of a server its FQDN; "" none */
	const char *key;            /* dotted; "": the whole item came or went */
	const char *before, *after; /* as it would be given; NULL: not given */
};

/* What became of a step of both plans. */
enum wsp_step_change {
	WSP_STEP_SAME = 0, /* same window, same minute, same procedure */
	WSP_STEP_RETIMED,  /* at another minute of the same window */
	WSP_STEP_REDONE,   /* by another procedure, or on other members */
	WSP_STEP_MOVED,    /* in another window */
	WSP_STEP_ADDED,    /* of the new plan only */
	WSP_STEP_REMOVED,  /* of the old plan only */
	WSP_N_STEP_CHANGES
};

extern const char *const wsp_step_change_names[WSP_N_STEP_CHANGES];

struct wsp_step_difference {
	uint8_t action;       /* enum wsp_action */
	uint8_t change;       /* enum wsp_step_change, never WSP_STEP_SAME */
	uint32_t shared;      /* row of plan.shared, UINT32_MAX: a server */
	wsp_server_id server; /* in the old plan if it was removed, otherwise in the new one */
};

/* A phase of the new plan and what it was; or one of the old plan that is no more. */
struct wsp_phase_difference {
	uint32_t before, after; /* 0: none */
	bool same_work;         /* the same steps by the same procedures, in the same window */
	bool same;              /* and at the same minutes, with the same limits */
};

struct wsp_difference {
	const struct wsp_plan *before, *after;
	uint32_t n_common;          /* servers of both */
	wsp_server_id *before_of;   /* by server of the new plan: its number in the old one */
	wsp_server_id *after_of;    /* and the other way; WSP_NO_SERVER: none */
	const char **reason_before; /* by server: why it is left out; NULL: it is not */
	const char **reason_after;
	struct wsp_server_difference *server; /* by new number, then the dropped ones by old */
	size_t n_servers, server_capacity;
	struct wsp_fact_difference *fact;
	size_t n_facts, fact_capacity;
	uint32_t n_server_facts; /* the last ones are those of servers */
	struct wsp_step_difference *step;
	size_t n_steps, step_capacity;
	uint64_t n_of[WSP_N_STEP_CHANGES];
	struct wsp_phase_difference *phase; /* P1 … of the new plan, then those that are no more */
	size_t n_phases;
	uint64_t outage_before, outage_after; /* minutes, the sum over links */
	bool failed;                          /* memory ran out */
	struct wsp_arena arena;               /* texts, and what is not grown */
};

/** Tell what differs. @return false when memory ran out; release it in every case */
bool wsp_difference_tell(struct wsp_difference *difference, const struct wsp_plan *before,
	const struct wsp_plan *after);

/** Whether nothing differs. */
bool wsp_difference_is_none(const struct wsp_difference *difference);

void wsp_difference_release(struct wsp_difference *difference);

/** Whether phase `b` of the old plan and phase `a` of the new one are the same window; P0 is one.
 */
bool wsp_difference_same_window(const struct wsp_difference *difference, uint32_t b, uint32_t a);

/* Inside: difference_facts.c and difference_steps.c */
void wsp_difference_tell_facts(struct wsp_difference *difference);
void wsp_difference_tell_server_facts(
	struct wsp_difference *difference, wsp_server_id before, wsp_server_id after);
void wsp_difference_tell_steps(struct wsp_difference *difference);

#endif
