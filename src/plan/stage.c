#include "plan/stage.h"

#include <string.h>

#include "base/number.h"
#include "plan/host.h"

bool wsp_certificate_holds(
	const struct wsp_topology *topo, const struct wsp_server *server, int32_t today)
{
	const char *expires = wsp_topology_text(topo, server->certificate_expires);
	const char *names = wsp_topology_text(topo, server->certificate_names);
	const char *fqdn = wsp_topology_text(topo, server->fqdn);
	int32_t day;

	if (*expires && wsp_parse_date(expires, strlen(expires), &day, NULL) && day < today)
		return false;
	return !*names || wsp_host_is_covered(names, fqdn, strlen(fqdn));
}

/* Requiring SSL on some of the five leaves the downstreams alone: the server counts as bound. */
static bool enforces_sync(const struct wsp_topology *topo, const struct wsp_server *server)
{
	const char *apps = wsp_topology_text(topo, server->required_apps);

	return server->https >= WSP_HTTPS_REQUIRED &&
	       (!*apps || strstr(apps, "ServerSyncWebService") ||
		       strstr(apps, "DSSAuthWebService"));
}

bool wsp_is_fully_required(const struct wsp_topology *topo, const struct wsp_server *server)
{
	const char *apps = wsp_topology_text(topo, server->required_apps);
	size_t n = 0;

	for (const char *at = apps; *at; at++)
		n += *at == '\n';
	return (!*apps || n == 4) && !server->extra_apps;
}

enum wsp_stage wsp_stage_tell(
	const struct wsp_topology *topo, const struct wsp_server *server, int32_t today)
{
	if (enforces_sync(topo, server))
		return server->https == WSP_HTTPS_CONFIGURED ? WSP_STAGE_CONFIGURED
							     : WSP_STAGE_ENFORCING;
	if (server->https >= WSP_HTTPS_BOUND && wsp_certificate_holds(topo, server, today))
		return WSP_STAGE_BOUND;
	return WSP_STAGE_NONE;
}
