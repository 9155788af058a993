/*
 * Planned: plans made from a few lines of YAML, and what is written of them.
 *
 *     struct wsp_plan *plan = planned("servers: …");
 *     char *json = written(plan, wsp_write_json);
 *     …
 *     free(json);
 *     wsp_plan_free(plan);
 */
#ifndef PLANNED_H
#define PLANNED_H

#include "report/format.h"
#include "wsusplan/plan.h"

/* A root, two branches and three leaves, with everything that outputs have to escape. */
extern const char planned_company[];

/* A rollout that was begun by hand: repairs, a held server, an excluded one, a retired one. */
extern const char planned_begun[];

/** Plan an inventory (`wsusplan: 1` is put before it) on 15 June 2026; NULL when there is none. */
struct wsp_plan *planned(const char *yaml);

/** What a writer writes; to be freed. */
char *written(const struct wsp_plan *plan,
	void (*write)(const struct wsp_plan *plan, struct wsp_text *out));

/**
 * Read a stored plan.
 * @param ret_plan  set on WSP_OK only; release it with wsp_plan_free()
 */
enum wsp_status stored(
	const char *json, size_t length, struct wsp_diags *diags, struct wsp_plan **ret_plan);

#endif
