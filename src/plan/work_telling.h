/* Telling, inside plan/work.c: what is known while the work on an estate is told. */
#ifndef WSP_PLAN_WORK_TELLING_H
#define WSP_PLAN_WORK_TELLING_H

#include "plan/stage.h"
#include "plan/work.h"

struct wsp_telling {
	struct wsp_plan *plan;
	const struct wsp_topology *topo;
	const struct wsp_services *services;
	const bool *renew; /* by server: the bound certificate will not do; NULL: all will */
	struct wsp_works *works;
	uint8_t *stage; /* by server: enum wsp_stage */
};

/** Whether a server is not to be touched now, though perhaps later. */
bool wsp_is_left_alone(const struct wsp_server *server);

/** What is left of the conversion of a server that enforces already; 0: it is done. */
uint32_t wsp_telling_rest(const struct wsp_telling *telling, wsp_server_id s);

/** Whether the link of `s` has a setting of its own, and not that of its shared database. */
bool wsp_owns_link(const struct wsp_telling *telling, wsp_server_id s);

/** Whether the link of `s` is on HTTPS, on the right port. */
bool wsp_is_switched(const struct wsp_telling *telling, wsp_server_id s);

/** Whether `s` may be set to synchronize over SSL now. */
bool wsp_may_switch(const struct wsp_telling *telling, wsp_server_id s);

/* plan/work_repair.c */

/** Whether ConfigMgr keeps the link of `s`: both ends are software update points. */
bool wsp_link_follows(const struct wsp_topology *topo, wsp_server_id s);

/** Whether the link of `s` leads to a server that does not enforce, or will not after repairs. */
bool wsp_leads_to_http(const struct wsp_telling *telling, wsp_server_id s);

/**
 * Repair a link to a server that does not enforce, if it is dead: it speaks TLS to nothing, or uses
 * a port on which the upstream does not speak its protocol.
 */
void wsp_repair_link(struct wsp_telling *telling, wsp_server_id s);

/** Everything that is dead or half done now. */
void wsp_repairs_tell(struct wsp_telling *telling);

#endif
