/*
 * Inventory: what the files say, bound by the schema, before names are resolved.
 *
 * `present` has the bit of each key that the object itself was given (not of those that `defaults`
 * or a built-in default filled in). Lists of words are one interned string, the words separated by
 * '\n'. What neither the object nor a default gave looks so:
 *
 *     strings, word lists, dates, enums, ports   0
 *     yes or no (enum wsp_tri)                   WSP_UNKNOWN, which is 0
 *     durations and amounts                      WSP_ABSENT
 *     limits: servers_per_window, clients_per_window, syncs_per_upstream,
 *     rollback_reserve, operators of a site      WSP_ABSENT
 *     build                                      0
 *
 * `clients`, `policy.operators`, `soak`, `default_window` and `abort` have built-in defaults and so
 * are never absent in an inventory that was bound.
 */
#ifndef WSP_MODEL_INVENTORY_H
#define WSP_MODEL_INVENTORY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"

#define WSP_ABSENT UINT32_MAX /* a duration or count that was not given */

/* An amount (`abort`): a count, or permille with this bit set. */
#define WSP_PERMILLE 0x80000000u

enum wsp_tri { WSP_UNKNOWN = 0, WSP_NO, WSP_YES };

/* Enum values of keys, in the order of their words in model/schema.c; 0 is "not given". */
enum wsp_mode { WSP_AUTONOMOUS = 1, WSP_REPLICA };

enum wsp_clients_by {
	WSP_BY_GPO = 1,
	WSP_BY_MDM,
	WSP_BY_CONFIGMGR,
	WSP_BY_LOCAL,
	WSP_BY_NONE,
	WSP_BY_POLICY /* a client policy, named in `client_policy` */
};

enum wsp_https { WSP_HTTPS_NONE = 1, WSP_HTTPS_BOUND, WSP_HTTPS_REQUIRED, WSP_HTTPS_CONFIGURED };

enum wsp_clients_https { WSP_CLIENTS_NONE = 1, WSP_CLIENTS_SOME, WSP_CLIENTS_ALL };

enum wsp_certificate_source { WSP_DOMAIN_CA = 1, WSP_PUBLIC_CA, WSP_SELF_SIGNED };

enum wsp_restart { WSP_RESTART_WHOLE = 1, WSP_RESTART_SERVICES };

enum wsp_database { WSP_DB_WID = 1, WSP_DB_SQL, WSP_DB_REMOTE_SQL };

enum wsp_sync_result { WSP_SYNC_SUCCEEDED = 1, WSP_SYNC_FAILED, WSP_SYNC_CANCELED, WSP_SYNC_NEVER };

enum wsp_configmgr_role { WSP_CM_CAS = 1, WSP_CM_PRIMARY, WSP_CM_SECONDARY };

enum wsp_group_kind { WSP_GROUP_ALIAS = 1, WSP_GROUP_LOAD_BALANCER, WSP_GROUP_SHARED_DATABASE };

enum wsp_policy_kind { WSP_POLICY_GPO = 1, WSP_POLICY_MDM, WSP_POLICY_LOCAL };

enum wsp_strategy { WSP_AUTO = 1, WSP_TOP_DOWN, WSP_BOTTOM_UP };

enum wsp_cutover { WSP_ARTICLE = 1, WSP_OVERLAP };

enum wsp_separation { WSP_SEPARATE_WINDOW = 1, WSP_SEPARATE_ORDER };

/** Where one key of one server was given. */
struct wsp_key_place {
	uint32_t line;
	uint16_t column;
	wsp_file_id file;
	uint8_t field; /* row of the schema's server table */
};

struct wsp_server {
	uint64_t present; /* bit = row of the schema's server table */
	struct wsp_place place;
	uint32_t first_key; /* the first of its places in wsp_inventory.key_place: one for each bit
			       of `present`, see wsp_inventory_place() */

	wsp_string fqdn;     /* lower case */
	wsp_string upstream; /* as written, lower case; "microsoft-update", "offline", or a name */
	wsp_string site, owner, client_policy, client_url, client_status_url, fed_from, access,
		notes;
	wsp_string aliases, sync_times, roles; /* word lists */
	wsp_string last_sync;                  /* ISO date(-time), or "never" */
	wsp_string server_id, site_code;
	wsp_string not_before, deadline, hold_until, hold_reason, exclude_reason;
	wsp_string certificate_names, certificate_issuer, certificate_expires,
		certificate_thumbprint;
	wsp_string required_apps, extra_apps, observed_at;
	uint32_t clients;          /* computers */
	uint32_t build;            /* third number of the version */
	uint32_t certificate_lead; /* minutes */
	uint16_t http_port, https_port, upstream_port, registry_port, sync_port;
	uint8_t mode, clients_by, https, clients_https, certificate_source, restart, database;
	uint8_t last_sync_result, configmgr_role;
	uint8_t tls12, patched, exclude_switch, retired, sync_ssl, using_ssl; /* enum wsp_tri */
};

struct wsp_tree_policy {
	struct wsp_place place;
	wsp_string root;
	uint8_t strategy; /* enum wsp_strategy */
};

struct wsp_duration_policy {
	struct wsp_place place;
	wsp_string action;
	uint32_t minutes;
};

struct wsp_policy {
	uint64_t present;
	struct wsp_place place; /* of the first `policy` */
	uint32_t operators, servers_per_window, clients_per_window, syncs_per_upstream;
	uint32_t soak, default_window, rollback_reserve; /* minutes */
	uint32_t failed_conversions, failed_switches;    /* amounts, see WSP_PERMILLE */
	wsp_string canary;                               /* word list; one number: how many */
	uint8_t strategy, cutover, separation;
	struct wsp_tree_policy *tree; /* heap */
	size_t n_trees, tree_capacity;
	struct wsp_duration_policy *duration; /* heap */
	size_t n_durations, duration_capacity;
};

struct wsp_window {
	uint64_t present;
	struct wsp_place place;
	wsp_string name, start, repeat, timezone;
	uint32_t duration; /* minutes */
};

struct wsp_freeze {
	uint64_t present;
	struct wsp_place place;
	wsp_string from, to, reason, rule, ics;
	uint32_t duration; /* minutes */
};

struct wsp_site {
	uint64_t present;
	struct wsp_place place;
	wsp_string name, timezone, windows; /* windows: word list */
	uint32_t operators, servers_per_window, clients_per_window;
	uint8_t switch_anytime;
};

struct wsp_group {
	uint64_t present;
	struct wsp_place place;
	wsp_string name, members; /* members: word list */
	uint8_t kind;
};

struct wsp_client_policy {
	uint64_t present;
	struct wsp_place place;
	wsp_string name, url;
	uint8_t kind;
};

/** One input file, in the order of the command line. */
struct wsp_input_file {
	wsp_string name;
	char sha256[65]; /* hexadecimal; "" when nobody asked for it */
};

struct wsp_inventory {
	struct wsp_strings strings;
	uint64_t present; /* top-level keys */
	wsp_string name, timezone;
	struct wsp_place timezone_place;
	struct wsp_policy policy;
	struct wsp_server defaults; /* every key of a server but fqdn */
	struct wsp_server *server;  /* heap; in order of first appearance */
	size_t n_servers, server_capacity;
	struct wsp_key_place *key_place; /* heap */
	size_t n_key_places, key_place_capacity;
	struct wsp_window *window; /* heap, and so the lists below */
	size_t n_windows, window_capacity;
	struct wsp_freeze *freeze;
	size_t n_freezes, freeze_capacity;
	struct wsp_site *site;
	size_t n_sites, site_capacity;
	struct wsp_group *group;
	size_t n_groups, group_capacity;
	struct wsp_client_policy *client_policy;
	size_t n_client_policies, client_policy_capacity;
	struct wsp_input_file *file;
	size_t n_files, file_capacity;
};

/** Zeroed memory is an empty inventory. */
void wsp_inventory_release(struct wsp_inventory *inventory);

/** Whether a window has a start: phases get dates then. */
static inline bool wsp_inventory_is_dated(const struct wsp_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n_windows; i++) {
		if (inventory->window[i].start)
			return true;
	}
	return false;
}

/** Text of an interned string. */
static inline const char *wsp_inventory_text(const struct wsp_inventory *inventory, wsp_string id)
{
	return wsp_strings_text(&inventory->strings, id);
}

/** Where the value of key `field` of `server` was given; the record's place when it was not. */
struct wsp_place wsp_inventory_place(
	const struct wsp_inventory *inventory, const struct wsp_server *server, unsigned field);

#endif
