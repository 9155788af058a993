/* Good estates: small ones, whose plans have all that a verifier looks at. */
#ifndef GOOD_ESTATES_H
#define GOOD_ESTATES_H

#include "model/inventory.h"

/* root, branches b1 and b2, leaves l1 and l2 below b1, l3 below b2; named NAME.example.com */
struct wsp_inventory good_bottom_up(void);
struct wsp_inventory good_in_order(void);
struct wsp_inventory good_top_down(void);
struct wsp_inventory good_with_canary(void);

/* A rollout begun by hand. */
struct wsp_inventory good_begun(void);

#endif
