/* Procedures: how each action is done, and which way is meant for a server. */
#include "base/array.h"
#include "plan/action.h"
#include "plan/procedure_line.h"

/* In the order of the actions: a plan names its procedures in this order. */
enum procedure_id {
	PROCEDURE_CHECK_PREREQUISITES = 0,
	PROCEDURE_CHECK_PREREQUISITES_HTTPS,
	PROCEDURE_OBTAIN_CERTIFICATE,
	PROCEDURE_OBTAIN_CERTIFICATE_PUBLIC,
	PROCEDURE_OBTAIN_CERTIFICATE_SELF_SIGNED,
	PROCEDURE_TRUST_ISSUER,
	PROCEDURE_OPEN_FIREWALL,
	PROCEDURE_PLAN_ACCESS,
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
	PROCEDURE_RECONNECT_CONSOLES,
	PROCEDURE_VERIFY_SERVER,
	PROCEDURE_SWITCH_SYNC,
	PROCEDURE_SWITCH_SYNC_HTTP,
	PROCEDURE_VERIFY_SYNC,
	PROCEDURE_VERIFY_SYNC_HTTP,
	PROCEDURE_VERIFY_CLIENTS,
	PROCEDURE_UNSWITCH_SYNC,
	PROCEDURE_UNSWITCH_SYNC_HTTP,
	PROCEDURE_UNREQUIRE_SSL,
	N_PROCEDURES
};

#define NOTHING    ((const char *const[]){NULL})
#define POWERSHELL "powershell"
#define ADMIN      "WSUS administrator, member of the local Administrators"
#define ON_SERVER                                                                                  \
	"on the server, logged on there (RDP or console, not a remoting session), Windows "        \
	"PowerShell 5.1 as administrator"

const struct wsp_procedure wsp_procedures[N_PROCEDURES + 1] = {
#include "plan/procedure_preparation.inc"

#include "plan/procedure_conversion.inc"

#include "plan/procedure_clients.inc"

#include "plan/procedure_downstream.inc"
};

/* What the choice between several ways of an action goes by. */
enum choice_by { BY_API = 1, BY_SOURCE, BY_RESTART, BY_CLIENTS };

enum { N_VALUES = WSP_BY_POLICY + 1, NONE = UINT8_MAX };

struct choice {
	uint8_t by;            /* enum choice_by */
	uint8_t way[N_VALUES]; /* enum procedure_id, by the value of what it goes by */
};

/* Actions without a row have one way. */
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
			[WSP_BY_LOCAL] = PROCEDURE_POINT_CLIENTS_LOCAL, [WSP_BY_NONE] = NONE,
			[WSP_BY_POLICY] = PROCEDURE_POINT_CLIENTS_GPO}},
	[WSP_SWITCH_SYNC] = {BY_API, {PROCEDURE_SWITCH_SYNC_HTTP, PROCEDURE_SWITCH_SYNC}},
	[WSP_VERIFY_SYNC] = {BY_API, {PROCEDURE_VERIFY_SYNC_HTTP, PROCEDURE_VERIFY_SYNC}},
	[WSP_UNSWITCH_SYNC] = {BY_API, {PROCEDURE_UNSWITCH_SYNC_HTTP, PROCEDURE_UNSWITCH_SYNC}},
};

static const uint8_t only_way[WSP_N_ACTIONS] = {
	[WSP_TRUST_ISSUER] = PROCEDURE_TRUST_ISSUER,
	[WSP_OPEN_FIREWALL] = PROCEDURE_OPEN_FIREWALL,
	[WSP_PLAN_ACCESS] = PROCEDURE_PLAN_ACCESS,
	[WSP_BACK_UP] = PROCEDURE_BACK_UP,
	[WSP_TUNE_POOL] = PROCEDURE_TUNE_POOL,
	[WSP_BIND_CERTIFICATE] = PROCEDURE_BIND_CERTIFICATE,
	[WSP_TEST_HTTPS] = PROCEDURE_TEST_HTTPS,
	[WSP_REQUIRE_SSL] = PROCEDURE_REQUIRE_SSL,
	[WSP_CONFIGURE_SSL] = PROCEDURE_CONFIGURE_SSL,
	[WSP_RECONNECT_CONSOLES] = PROCEDURE_RECONNECT_CONSOLES,
	[WSP_VERIFY_SERVER] = PROCEDURE_VERIFY_SERVER,
	[WSP_VERIFY_CLIENTS] = PROCEDURE_VERIFY_CLIENTS,
	[WSP_UNREQUIRE_SSL] = PROCEDURE_UNREQUIRE_SSL,
};

static uint8_t choose(const struct choice *choice, const struct wsp_server *server, bool api_https)
{
	switch (choice->by) {
	case BY_API:
		return choice->way[api_https];
	case BY_SOURCE:
		return choice->way[server->certificate_source];
	case BY_RESTART:
		return choice->way[server->restart];
	default:
		return choice->way[server->clients_by];
	}
}

const struct wsp_procedure *wsp_procedure_select(
	enum wsp_action action, const struct wsp_server *server, bool api_https)
{
	const struct choice *choice = &choices[action];
	uint8_t way = choice->by ? choose(choice, server, api_https) : only_way[action];

	return way == NONE ? NULL : &wsp_procedures[way];
}
