/* Damage: changes to the claims of a plan; each keeps `claims` pointing at the arrays. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include "claims.h"

/** Number of the first step of `action` on the server called `name`.example.com; aborts if none. */
size_t damage_find(const struct claimed *claimed, enum wsp_action action, const char *name);

/** The number of the server called `name`.example.com; aborts if there is none. */
wsp_server_id damage_server(const struct claimed *claimed, const char *name);

void damage_drop(struct claimed *claimed, size_t step);

/** Insert before step `at`; aborts when memory runs out. */
void damage_insert(struct claimed *claimed, size_t at, struct wsp_claim step);

/** Give all steps of the visit of `name` to another phase, wave and start, and sort again. */
void damage_move_visit(
	struct claimed *claimed, const char *name, uint32_t phase, uint32_t wave, uint32_t start);

/** Sort by phase, wave and start, steps that are equal in this as they were. */
void damage_sort(struct claimed *claimed);

#endif
