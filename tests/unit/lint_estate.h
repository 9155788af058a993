/* Lint of an estate made by hand: what one rule says about it on 15 June 2026. */
#ifndef LINT_ESTATE_H
#define LINT_ESTATE_H

#include "estate.h"
#include "model/rule.h"

/**
 * Build and lint `inventory`, which is taken over; assert that `rule` found exactly one thing.
 * @param message  what it says, in full
 * @param line     where, see estate_server()
 */
void lint_finds(struct wsp_inventory *inventory, const struct wsp_rule *rule, uint32_t line,
	const char *message);

/** The same; assert that `rule` finds nothing. */
void lint_is_silent(struct wsp_inventory *inventory, const struct wsp_rule *rule);

/** Build and lint; how often `rule` was found. */
size_t lint_count(struct wsp_inventory *inventory, const struct wsp_rule *rule);

/* A root, root.example.com, line 1, and a downstream, leaf.example.com, line 2. */
struct pair {
	struct wsp_inventory inventory;
	struct wsp_server *root, *leaf;
};

struct pair pair_of_servers(void);

#endif
