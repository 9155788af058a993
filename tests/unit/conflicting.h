/*
 * Conflicting: estates that cannot be converted as they say, and the one finding about it.
 */
#ifndef CONFLICTING_H
#define CONFLICTING_H

#include "model/inventory.h"
#include "model/rule.h"

/** Add root above mid and other, mid above leaf; lines 1 to 4. */
void conflicting_tree(struct wsp_inventory *inventory);

/** There is one conflict, with this message at this line; the inventory is taken over. */
void conflicting_one(struct wsp_inventory *inventory, const struct wsp_rule *rule, uint32_t line,
	const char *message);

/** There is no conflict; the inventory is taken over. */
void conflicting_none(struct wsp_inventory *inventory);

#endif
