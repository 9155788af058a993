/* Resolve: from the names of upstreams to rows of the inventory. */
#ifndef WSP_MODEL_RESOLVE_H
#define WSP_MODEL_RESOLVE_H

#include "model/index.h"
#include "model/inventory.h"

#define WSP_MANY_ROWS (WSP_NO_ROW - 1) /* a short name or alias that several servers have */

/** Lives while a topology is built; names must stay interned and the servers in place. */
struct wsp_resolver {
	const struct wsp_inventory *inventory; /* borrowed */
	struct wsp_diags *diags;               /* borrowed */
	struct wsp_index servers;              /* FQDN or alias -> row */
	struct wsp_index labels;               /* first label -> row; made when first needed */
	struct wsp_index groups;               /* name -> group */
	uint32_t *group_row;                   /* heap; by group: the row it stands for */
	bool has_labels;
	bool failed;   /* memory ran out */
	size_t effort; /* servers that may still be looked at for a better message */
};

/** Intern what lists name, so that it can be found; before wsp_resolver_init(). */
bool wsp_resolver_prepare(struct wsp_inventory *inventory);

/** @return false when memory ran out; release it all the same */
bool wsp_resolver_init(struct wsp_resolver *resolver, const struct wsp_inventory *inventory,
	struct wsp_diags *diags);
void wsp_resolver_release(struct wsp_resolver *resolver);

/**
 * The server that a name means: FQDN, alias, unique first label, or a group's first
 * member that is not retired, otherwise its first.
 * @return its row, WSP_NO_ROW or WSP_MANY_ROWS
 */
uint32_t wsp_resolver_find(struct wsp_resolver *resolver, wsp_string name);

/** The server that an interned name means, groups left aside; WSP_NO_ROW when not interned. */
uint32_t wsp_resolver_find_server(struct wsp_resolver *resolver, const char *name, size_t length);

/** The group that a name means when it means no server; WSP_NO_ROW: none. */
uint32_t wsp_resolver_find_group(struct wsp_resolver *resolver, wsp_string name);

/** Add the finding for a server whose upstream means no server (T002) or several (T014). */
void wsp_resolver_report(
	struct wsp_resolver *resolver, const struct wsp_server *server, uint32_t found);

#endif
