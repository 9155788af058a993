/*
 * Actions: the table of what is done to a server, in the article's order, and the procedures that
 * say how.
 *
 * An action is a row of the design's section 4: who, where, how long, what it interrupts. A
 * procedure is one way to do an action, chosen by what is known of the server (`switch-sync` on a
 * server whose API answers on HTTPS, or still on HTTP). Times are whole minutes.
 */
#ifndef WSP_PLAN_ACTION_H
#define WSP_PLAN_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/topology.h"

enum wsp_action {
	/* preparation, P0 */
	WSP_CHECK_PREREQUISITES = 0,
	WSP_OBTAIN_CERTIFICATE,
	WSP_TRUST_ISSUER,
	WSP_OPEN_FIREWALL,
	WSP_PLAN_ACCESS,
	WSP_PREPARE_BALANCER, /* on a group, never on a server */
	/* conversion visit */
	WSP_BACK_UP,
	WSP_TUNE_POOL,
	WSP_BIND_CERTIFICATE,
	WSP_TEST_HTTPS,
	WSP_REQUIRE_SSL,
	WSP_CONFIGURE_SSL,
	WSP_RESTART_SERVER,
	WSP_POINT_CLIENTS,
	WSP_SET_SUP_SSL, /* instead of it on a software update point */
	WSP_RECONNECT_CONSOLES,
	WSP_VERIFY_SERVER,
	/* downstream */
	WSP_SWITCH_SYNC,
	WSP_VERIFY_SYNC,
	/* a day before and a day after a phase */
	WSP_RECHECK,
	WSP_VERIFY_CLIENTS,
	/* repair */
	WSP_UNSWITCH_SYNC,
	WSP_UNREQUIRE_SSL,
	WSP_N_ACTIONS
};

enum wsp_part {
	WSP_PART_PREPARATION = 0,
	WSP_PART_CONVERSION,
	WSP_PART_DOWNSTREAM,
	WSP_PART_BEFORE,
	WSP_PART_AFTERWARDS,
	WSP_PART_REPAIR,
};

#define WSP_BIT(action) (1u << (action))

struct wsp_action_row {
	const char *name; /* "switch-sync" */
	enum wsp_part part;
	uint32_t minutes;    /* with an operator */
	uint32_t unattended; /* after that, nobody needed */
	uint32_t back_out;   /* minutes to undo it, for the reserve; 0: nothing to undo */
	bool disruptive;
	const char *summary; /* one sentence: what it does */
};

extern const struct wsp_action_row wsp_actions[WSP_N_ACTIONS];

/** @return WSP_N_ACTIONS when no action is called so */
enum wsp_action wsp_action_find(const char *name);

/** One way to do an action. In a stored plan these are the plan's own texts. */
struct wsp_procedure {
	const char *id; /* the action's name, or a variant: "switch-sync-http" */
	enum wsp_action action;
	const char *who;             /* role */
	const char *where;           /* machine and kind of session */
	const char *interrupts;      /* what, and for whom; "" nothing */
	const char *shell;           /* "powershell", or "" when a person does it by hand */
	const char *const *commands; /* NULL-terminated lines, placeholders unfilled */
	const char *const *checks;   /* NULL-terminated: what proves it and what it must show */
	const char *const *back_out; /* NULL-terminated: lines of `shell`, or sentences */
	const char *source;          /* section of the article or other source */
	const char *const *tried_on; /* NULL-terminated; none: "not tried on Windows" */
};

/** Every procedure the tool knows, ends with a NULL id. */
extern const struct wsp_procedure wsp_procedures[];

/**
 * The procedure for an action on a server; it points into wsp_procedures.
 *
 * Work on a group or a client policy is asked for by its first member.
 *
 * @param api_https  at that moment the API of the target requires HTTPS: it is being or was
 * converted
 * @return NULL when nothing is to be done: `point-clients` where `clients_by` is `none` or
 *         `configmgr`, which has an action of its own (`set-sup-ssl`)
 */
const struct wsp_procedure *wsp_procedure_select(
	enum wsp_action action, const struct wsp_topology *topo, wsp_server_id s, bool api_https);

/*
 * The closed list of placeholders in commands, checks and back-outs.
 *
 * In PowerShell they stand in two ways only, so that both renderings are valid: the whole of a
 * single-quoted literal ('<fqdn>'; in a function: $fqdn), or bare or inside double quotes
 * (<https_port>, "https://<fqdn>"; in a function: ${https_port}, "https://${fqdn}").
 */
enum wsp_placeholder {
	WSP_PH_FQDN = 0,           /* <fqdn>: the target */
	WSP_PH_HTTP_PORT,          /* <http_port> of the target */
	WSP_PH_HTTPS_PORT,         /* <https_port> of the target */
	WSP_PH_UPSTREAM,           /* <upstream>: FQDN, or the alias or balancer it stands behind */
	WSP_PH_UPSTREAM_HTTP_PORT, /* <upstream_http_port> */
	WSP_PH_UPSTREAM_HTTPS_PORT, /* <upstream_https_port> */
	WSP_PH_SITE_CODE,           /* <site_code> of ConfigMgr */
	WSP_PH_THUMBPRINT,          /* <thumbprint> of the target's certificate */
	WSP_PH_CLIENT_POLICY,       /* <client_policy>: name of the GPO or profile */
	WSP_PH_CLIENT_URL,          /* <client_url>: the HTTPS address that clients get */
	WSP_PH_GROUP,               /* <group>: name of the load balancer of the target */
	WSP_N_PLACEHOLDERS
};

extern const char *const wsp_placeholders[WSP_N_PLACEHOLDERS]; /* with their angle brackets */

/**
 * Split a command at its first placeholder.
 *
 * @param ret_before  bytes before it; all of `text` when there is none
 * @return the placeholder, or WSP_N_PLACEHOLDERS
 */
enum wsp_placeholder wsp_placeholder_next(const char *text, size_t *ret_before);

#endif
