/*
 * Steps: the plan's work as a stream in the order of execution, derived batch by batch.
 *
 * Batches, in order: the preparation (several batches of whole servers, phase 0), the early part of
 * visits, the shared work, the early point-clients of single servers; then for each phase what
 * comes a day before it (`recheck`; wave WSP_NO_WAVE), its waves, and what follows it
 * (`verify-clients`; WSP_NO_WAVE). Inside a wave steps are ordered by start minute, conversions
 * before switches (with `cutover: overlap` after them), then by place in the wave and action.
 */
#ifndef WSP_PLAN_STEPS_H
#define WSP_PLAN_STEPS_H

#include "plan/plan.h"

struct wsp_step {
	wsp_server_id server; /* the target, or the first member of `shared` */
	uint32_t shared; /* row of plan.shared whose object is the target; UINT32_MAX: a server */
	uint32_t phase;
	uint32_t wave;          /* WSP_NO_WAVE in the preparation and afterwards */
	uint32_t start, finish; /* minutes in the phase; WSP_ABSENT without a wave */
	uint16_t procedure;     /* into plan.procedure */
	uint8_t action;         /* enum wsp_action */
};

struct wsp_steps {
	const struct wsp_plan *plan;
	struct wsp_step *step; /* the batch; owned */
	size_t n, capacity;
	struct wsp_step *sorted; /* scratch of the same size; owned */
	size_t sorted_capacity;
	uint32_t *minute; /* scratch for counting sort; owned */
	size_t minute_capacity;
	uint16_t *procedure_of; /* by row of wsp_procedures: its place in plan.procedure; owned */
	uint32_t phase;         /* of the batch */
	uint32_t wave;          /* of the batch, WSP_NO_WAVE */
	wsp_server_id next_server;
	uint32_t next_wave;
	uint8_t part;
	bool failed; /* memory ran out */
};

void wsp_steps_begin(struct wsp_steps *steps, const struct wsp_plan *plan);

/** The next batch, never empty. @return false at the end, or when `failed` */
bool wsp_steps_next(struct wsp_steps *steps);

/** One wave's batch alone (may be empty). @return false when memory ran out */
bool wsp_steps_of_wave(struct wsp_steps *steps, uint32_t wave);

/** What comes a day before a phase (may be empty). @return false when memory ran out */
bool wsp_steps_before_phase(struct wsp_steps *steps, uint32_t phase);

/** What follows a phase (may be empty). @return false when memory ran out */
bool wsp_steps_after_phase(struct wsp_steps *steps, uint32_t phase);

/** Preparation of servers from `s` on, some whole servers at a time; advances `*s`. */
bool wsp_steps_of_preparation(struct wsp_steps *steps, wsp_server_id *s);

/**
 * The part of visits that is done in the preparation, from `s` on, some whole servers at a time;
 * advances `*s`.
 *
 * @param pointing  only point-clients@SERVER, which comes last; otherwise all but it
 */
bool wsp_steps_of_early(struct wsp_steps *steps, wsp_server_id *s, bool pointing);

/** The shared work, in the order of plan.shared (may be empty). */
bool wsp_steps_of_shared(struct wsp_steps *steps);

void wsp_steps_release(struct wsp_steps *steps);

/** Mark the rows of wsp_procedures that the plan uses; `used` has one element a row. */
void wsp_steps_mark_procedures(const struct wsp_plan *plan, bool *used);

/** A step another step waits for: ACTION@FQDN, or the shared work of a row of plan.shared. */
struct wsp_dependency {
	enum wsp_action action;
	wsp_server_id server; /* of shared work: its first member */
	uint32_t shared;      /* UINT32_MAX: a server */
};

/**
 * What a step waits for that is not the previous step of its target (plan/step_dependency.c).
 *
 * Walks without allocating: call with *cursor = 0 first; @return false at the end.
 */
bool wsp_step_dependency(const struct wsp_plan *plan, const struct wsp_step *step, uint32_t *cursor,
	struct wsp_dependency *ret_dependency);

/** Minutes the link of `s` to its upstream is dead in this plan (plan/outage.c). */
uint32_t wsp_plan_link_outage(const struct wsp_plan *plan, wsp_server_id s);

#endif
