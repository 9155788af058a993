/* Damages: estates with good plans, and every way in which such a plan can be made wrong. */
#ifndef DAMAGES_H
#define DAMAGES_H

#include "claims.h"

/** Bottom-up, in order, top-down, with a canary, begun by hand. */
extern struct wsp_inventory (*const damages_estates[])(void);
extern const size_t damages_n_estates;

struct damages_row {
	const char *what;
	struct wsp_inventory (*estate)(void);
	void (*inflict)(struct claimed *claimed);
	const char *rule; /* that has to catch it */
	bool alone;       /* it does only one wrong thing: no other invariant may be broken */
};

/* Each ends with a row without `what`. */
extern const struct damages_row damages_of_steps[];
extern const struct damages_row damages_of_claims[];

/** Number `i` of all kinds of damage; NULL after the last. */
const struct damages_row *damages_get(size_t i);

#endif
