/* Procedures: how each action is done, and which way is meant for a server. */
#include "base/array.h"
#include "plan/action.h"
#include "plan/procedure_line.h"

/* In the order of the actions: a plan names its procedures in this order. */
enum procedure_id {
	PROCEDURE_CHECK_PREREQUISITES = 0,
	PROCEDURE_CHECK_PREREQUISITES_HTTPS,
	PROCEDURE_CHECK_PREREQUISITES_CONFIGMGR,
	PROCEDURE_OBTAIN_CERTIFICATE,
	PROCEDURE_OBTAIN_CERTIFICATE_PUBLIC,
	PROCEDURE_OBTAIN_CERTIFICATE_SELF_SIGNED,
	PROCEDURE_TRUST_ISSUER,
	PROCEDURE_OPEN_FIREWALL,
	PROCEDURE_PLAN_ACCESS,
	PROCEDURE_PREPARE_BALANCER,
	PROCEDURE_BACK_UP,
	PROCEDURE_TUNE_POOL,
	PROCEDURE_BIND_CERTIFICATE,
	PROCEDURE_TEST_HTTPS,
	PROCEDURE_REQUIRE_SSL,
	PROCEDURE_CONFIGURE_SSL,
	PROCEDURE_RESTART_SERVER,
	PROCEDURE_RESTART_SERVICES,
	PROCEDURE_POINT_CLIENTS_GPO,
	PROCEDURE_POINT_CLIENTS_MDM,
	PROCEDURE_POINT_CLIENTS_LOCAL,
	PROCEDURE_SET_SUP_SSL,
	PROCEDURE_RECONNECT_CONSOLES,
	PROCEDURE_VERIFY_SERVER,
	PROCEDURE_SWITCH_SYNC,
	PROCEDURE_SWITCH_SYNC_HTTP,
	PROCEDURE_SWITCH_SYNC_CONFIGMGR,
	PROCEDURE_VERIFY_SYNC,
	PROCEDURE_VERIFY_SYNC_HTTP,
	PROCEDURE_VERIFY_SYNC_CONFIGMGR,
	PROCEDURE_RECHECK,
	PROCEDURE_RECHECK_HTTPS,
	PROCEDURE_VERIFY_CLIENTS,
	PROCEDURE_VERIFY_CLIENTS_CONFIGMGR,
	PROCEDURE_UNSWITCH_SYNC,
	PROCEDURE_UNSWITCH_SYNC_HTTP,
	PROCEDURE_UNSWITCH_SYNC_CONFIGMGR,
	PROCEDURE_UNREQUIRE_SSL,
	N_PROCEDURES
};

#define NOTHING    ((const char *const[]){NULL})
#define POWERSHELL "powershell"
#define ADMIN      "WSUS administrator, member of the local Administrators"
#define ON_SERVER                                                                                  \
	"on the server, logged on there (RDP or console, not a remoting session), Windows "        \
	"PowerShell 5.1 as administrator"
#define CONFIGMGR_ADMIN "Administrator of ConfigMgr, full on this site"
#define ON_SITE_SERVER                                                                             \
	"on the site server of its site, with the consoles of ConfigMgr and WSUS; Windows "        \
	"PowerShell 5.1 as administrator"

const struct wsp_procedure wsp_procedures[N_PROCEDURES + 1] = {
#include "plan/procedure_preparation.inc"

#include "plan/procedure_conversion.inc"

#include "plan/procedure_clients.inc"

#include "plan/procedure_downstream.inc"

#include "plan/procedure_configmgr.inc"
};

/* What the choice between several ways of an action goes by. */
enum choice_by { BY_API = 1, BY_SOURCE, BY_RESTART, BY_CLIENTS };

enum { N_VALUES = WSP_BY_POLICY + 1, NONE = UINT8_MAX };

struct choice {
	uint8_t by;            /* enum choice_by */
	uint8_t way[N_VALUES]; /* enum procedure_id, by the value of what it goes by */
};

/* Actions that have more than one way. */
static const struct choice choices[WSP_N_ACTIONS] = {
	[WSP_CHECK_PREREQUISITES] = {BY_API,
		{PROCEDURE_CHECK_PREREQUISITES, PROCEDURE_CHECK_PREREQUISITES_HTTPS}},
	[WSP_OBTAIN_CERTIFICATE] = {BY_SOURCE,
		{PROCEDURE_OBTAIN_CERTIFICATE, [WSP_DOMAIN_CA] = PROCEDURE_OBTAIN_CERTIFICATE,
			[WSP_PUBLIC_CA] = PROCEDURE_OBTAIN_CERTIFICATE_PUBLIC,
			[WSP_SELF_SIGNED] = PROCEDURE_OBTAIN_CERTIFICATE_SELF_SIGNED}},
	[WSP_RESTART_SERVER] = {BY_RESTART,
		{PROCEDURE_RESTART_SERVER, [WSP_RESTART_WHOLE] = PROCEDURE_RESTART_SERVER,
			[WSP_RESTART_SERVICES] = PROCEDURE_RESTART_SERVICES}},
	[WSP_POINT_CLIENTS] = {BY_CLIENTS,
		{PROCEDURE_POINT_CLIENTS_GPO, [WSP_BY_GPO] = PROCEDURE_POINT_CLIENTS_GPO,
			[WSP_BY_MDM] = PROCEDURE_POINT_CLIENTS_MDM, [WSP_BY_CONFIGMGR] = NONE,
			[WSP_BY_LOCAL] = PROCEDURE_POINT_CLIENTS_LOCAL, [WSP_BY_NONE] = NONE}},
	[WSP_SWITCH_SYNC] = {BY_API, {PROCEDURE_SWITCH_SYNC_HTTP, PROCEDURE_SWITCH_SYNC}},
	[WSP_VERIFY_SYNC] = {BY_API, {PROCEDURE_VERIFY_SYNC_HTTP, PROCEDURE_VERIFY_SYNC}},
	[WSP_RECHECK] = {BY_API, {PROCEDURE_RECHECK, PROCEDURE_RECHECK_HTTPS}},
	[WSP_UNSWITCH_SYNC] = {BY_API, {PROCEDURE_UNSWITCH_SYNC_HTTP, PROCEDURE_UNSWITCH_SYNC}},
};

static const uint8_t only_way[WSP_N_ACTIONS] = {
	[WSP_TRUST_ISSUER] = PROCEDURE_TRUST_ISSUER,
	[WSP_OPEN_FIREWALL] = PROCEDURE_OPEN_FIREWALL,
	[WSP_PLAN_ACCESS] = PROCEDURE_PLAN_ACCESS,
	[WSP_PREPARE_BALANCER] = PROCEDURE_PREPARE_BALANCER,
	[WSP_BACK_UP] = PROCEDURE_BACK_UP,
	[WSP_TUNE_POOL] = PROCEDURE_TUNE_POOL,
	[WSP_BIND_CERTIFICATE] = PROCEDURE_BIND_CERTIFICATE,
	[WSP_TEST_HTTPS] = PROCEDURE_TEST_HTTPS,
	[WSP_REQUIRE_SSL] = PROCEDURE_REQUIRE_SSL,
	[WSP_CONFIGURE_SSL] = PROCEDURE_CONFIGURE_SSL,
	[WSP_SET_SUP_SSL] = PROCEDURE_SET_SUP_SSL,
	[WSP_RECONNECT_CONSOLES] = PROCEDURE_RECONNECT_CONSOLES,
	[WSP_VERIFY_SERVER] = PROCEDURE_VERIFY_SERVER,
	[WSP_VERIFY_CLIENTS] = PROCEDURE_VERIFY_CLIENTS,
	[WSP_UNREQUIRE_SSL] = PROCEDURE_UNREQUIRE_SSL,
};

/* What is done another way on a software update point, whatever else holds; 0: nothing. */
static const uint8_t way_of_update_point[WSP_N_ACTIONS] = {
	[WSP_CHECK_PREREQUISITES] = PROCEDURE_CHECK_PREREQUISITES_CONFIGMGR,
	[WSP_SWITCH_SYNC] = PROCEDURE_SWITCH_SYNC_CONFIGMGR,
	[WSP_VERIFY_SYNC] = PROCEDURE_VERIFY_SYNC_CONFIGMGR,
	[WSP_VERIFY_CLIENTS] = PROCEDURE_VERIFY_CLIENTS_CONFIGMGR,
	[WSP_UNSWITCH_SYNC] = PROCEDURE_UNSWITCH_SYNC_CONFIGMGR,
};

/* How the clients of a server are pointed; a client policy says it by its kind. */
static uint8_t pointed_by(const struct wsp_inventory *inventory, const struct wsp_server *server)
{
	static const uint8_t of_kind[] = {WSP_BY_GPO, [WSP_POLICY_GPO] = WSP_BY_GPO,
		[WSP_POLICY_MDM] = WSP_BY_MDM, [WSP_POLICY_LOCAL] = WSP_BY_LOCAL};

	if (server->clients_by != WSP_BY_POLICY)
		return server->clients_by;
	for (size_t i = 0; i < inventory->n_client_policies; i++) {
		if (inventory->client_policy[i].name == server->client_policy)
			return of_kind[inventory->client_policy[i].kind];
	}
	return WSP_BY_GPO;
}

static uint8_t choose(const struct choice *choice, const struct wsp_topology *topo,
	const struct wsp_server *server, bool api_https)
{
	switch (choice->by) {
	case BY_API:
		return choice->way[api_https];
	case BY_SOURCE:
		return choice->way[server->certificate_source];
	case BY_RESTART:
		return choice->way[server->restart];
	default:
		return choice->way[pointed_by(&topo->inventory, server)];
	}
}

const struct wsp_procedure *wsp_procedure_select(
	enum wsp_action action, const struct wsp_topology *topo, wsp_server_id s, bool api_https)
{
	const struct wsp_server *server = &topo->server[s];
	uint8_t way = server->configmgr_role ? way_of_update_point[action] : 0;

	if (way == 0)
		way = choices[action].by ? choose(&choices[action], topo, server, api_https)
					 : only_way[action];
	return way == NONE ? NULL : &wsp_procedures[way];
}
