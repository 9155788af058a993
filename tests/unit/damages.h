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
};

extern const struct damages_row damages[];
extern const size_t damages_n;

#endif
