/* Server ids: each server has one of its own, which a clone has not. */
#ifndef WSP_MODEL_SERVER_ID_H
#define WSP_MODEL_SERVER_ID_H

#include "model/resolve.h"

/** Report ids that two servers have which share no database. @return false when memory ran out */
bool wsp_server_ids_check(struct wsp_resolver *resolver);

#endif
