/* Random estate: an inventory of any shape and state from a seed. */
#ifndef RANDOM_ESTATE_H
#define RANDOM_ESTATE_H

#include "unit/estate.h"

enum { RANDOM_ESTATE_TODAY = 20000 }; /* 2024-10-04 */

/** The same seed gives the same inventory, on every machine. `inventory` must be zeroed. */
void random_estate(uint64_t seed, struct wsp_inventory *inventory);

#endif
