/* Stage: how far `state` says a conversion has come. */
#ifndef WSP_PLAN_STAGE_H
#define WSP_PLAN_STAGE_H

#include "model/topology.h"

/* What the plan makes of `state.https`: a certificate that does not hold is no binding. */
enum wsp_stage { WSP_STAGE_NONE = 0, WSP_STAGE_BOUND, WSP_STAGE_ENFORCING, WSP_STAGE_CONFIGURED };

enum wsp_stage wsp_stage_tell(
	const struct wsp_topology *topo, const struct wsp_server *server, int32_t today);

/** Whether the certificate of a server still proves its name on day `today`. */
bool wsp_certificate_holds(
	const struct wsp_topology *topo, const struct wsp_server *server, int32_t today);

/** Whether a server that enforces requires SSL on exactly the five applications. */
bool wsp_is_fully_required(const struct wsp_topology *topo, const struct wsp_server *server);

#endif
