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

/* b1 and b2 are a group from which l1 and l2 synchronize. */
struct wsp_inventory good_balanced(void);
struct wsp_inventory good_alias(void);
struct wsp_inventory good_database(void);

/* One policy points the clients of l1 and l3. */
struct wsp_inventory good_shared_policy(void);

struct wsp_inventory good_overlap(void);
struct wsp_inventory good_overlap_top_down(void);

/* root, b1 and l1 are software update points. */
struct wsp_inventory good_update_points(void);

/* One operator at the site of the leaves, one first synchronization at a time. */
struct wsp_inventory good_sites(void);

/* Three canaries, whoever they are. */
struct wsp_inventory good_counted_canary(void);

/* Weekly windows, a freeze, days that servers wait for. */
struct wsp_inventory good_dated(void);

#endif
