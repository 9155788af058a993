/* Claims: what a plan says of itself, for the verifier. */
#ifndef CLAIMS_H
#define CLAIMS_H

#include "plan/plan.h"
#include "plan/verify.h"

/** Claims with arrays of their own, so that a test may damage them. */
struct claimed {
	struct wsp_claims claims; /* points into the arrays below and into the plan's topology */
	struct wsp_claim *step;   /* heap, and so the others */
	struct wsp_server_claim *server;
	struct wsp_phase_claim *phase; /* with room for one phase more */
	struct wsp_wave_claim *wave;
	struct wsp_shared_claim *shared;
	size_t n_steps, capacity;
};

/** Read every claim of `plan`, which must outlive them; the calendar of a dated plan is to be given
 * by the caller. @return false when memory ran out */
bool claimed_read(struct claimed *claimed, const struct wsp_plan *plan);

/** Put the arrays into `claims` again, after they were changed. */
void claimed_refresh(struct claimed *claimed);

void claimed_release(struct claimed *claimed);

#endif
