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
	bool *safe_to_stop; /* with room for one phase more */
	size_t n_steps, capacity;
};

/** Read every claim of `plan`, which must outlive them. @return false when memory ran out */
bool claimed_read(struct claimed *claimed, const struct wsp_plan *plan);

/** Put the arrays into `claims` again, after they were changed. */
void claimed_refresh(struct claimed *claimed);

void claimed_release(struct claimed *claimed);

#endif
