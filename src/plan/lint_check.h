/*
 * Lint checks: what the files of one series share.
 *
 * A row judges either each server that is not retired, in order of number, or the estate as a
 * whole once all servers were judged; what rows for servers count for the estate is in
 * `struct wsp_lint`.
 */
#ifndef WSP_PLAN_LINT_CHECK_H
#define WSP_PLAN_LINT_CHECK_H

#include <string.h>

#include "base/text.h"
#include "model/rule.h"
#include "model/topology.h"
#include "plan/host.h"
#include "plan/url.h"

/* Keys of a server that findings point at; their names are in lint.c. */
enum wsp_lint_key {
	WSP_KEY_FQDN = 0,
	WSP_KEY_UPSTREAM,
	WSP_KEY_MODE,
	WSP_KEY_HTTP_PORT,
	WSP_KEY_HTTPS_PORT,
	WSP_KEY_UPSTREAM_PORT,
	WSP_KEY_CLIENTS,
	WSP_KEY_CLIENTS_BY,
	WSP_KEY_CLIENT_URL,
	WSP_KEY_CLIENT_STATUS_URL,
	WSP_KEY_BUILD,
	WSP_KEY_OWNER,
	WSP_KEY_LAST_SYNC,
	WSP_KEY_LAST_SYNC_RESULT,
	WSP_KEY_SYNC_TIMES,
	WSP_KEY_TLS12,
	WSP_KEY_PATCHED,
	WSP_KEY_ROLES,
	WSP_KEY_DATABASE,
	WSP_KEY_CONFIGMGR_ROLE,
	WSP_KEY_CERTIFICATE_SOURCE,
	WSP_KEY_CERTIFICATE_NAMES,
	WSP_KEY_CERTIFICATE_EXPIRES,
	WSP_KEY_HTTPS,
	WSP_KEY_SYNC_SSL,
	WSP_KEY_SYNC_PORT,
	WSP_KEY_CLIENTS_HTTPS,
	WSP_KEY_REQUIRED_APPS,
	WSP_KEY_EXTRA_APPS,
	WSP_KEY_USING_SSL,
	WSP_KEY_REGISTRY_PORT,
	WSP_N_KEYS
};

/** A client policy with the servers that it points clients at. */
struct wsp_lint_policy {
	const struct wsp_client_policy *policy;
	uint32_t n_servers;
	wsp_server_id first, last;
};

/** A member of a group, resolved. */
struct wsp_lint_member {
	const char *name; /* as written, not terminated */
	uint32_t length;
	uint32_t group;
	uint32_t next;        /* in its hash bucket */
	wsp_server_id server; /* WSP_NO_SERVER: none that is not retired */
};

/** Members by group: those of group g are member[begin[g]] … member[begin[g + 1] - 1]. */
struct wsp_lint_members {
	struct wsp_lint_member *member; /* heap */
	uint32_t *begin;                /* heap */
	uint32_t n_groups, n;           /* n: members of all groups */
};

enum { WSP_MINUTES_A_DAY = 24 * 60 };

struct wsp_lint {
	const struct wsp_topology *topo;
	const struct wsp_inventory *inventory;
	struct wsp_diags *diags;
	char today[11], stale[11], soon[11]; /* dates; text compares as the dates do */
	unsigned field[WSP_N_KEYS];          /* rows of the schema's server table */
	struct wsp_text words;               /* for messages */

	struct wsp_lint_policy *policy; /* heap; by id of its name */
	uint32_t n_policies;
	struct wsp_lint_members members;

	/* what the servers so far add up to */
	uint32_t n_unknown; /* servers without state.https */
	wsp_server_id first_unknown;
	uint32_t n_expiring; /* certificates whose end is known */
	wsp_server_id first_expiring;
	bool expiries_differ;

	/* what was seen among the downstreams of the same upstream */
	struct {
		uint32_t upstream; /* number + 1; 0: not seen */
		wsp_server_id server;
	} sync_at[WSP_MINUTES_A_DAY];

	uint32_t crowded; /* upstream, number + 1, of which sync times were reported last */

	struct {
		wsp_server_id upstream;
		wsp_string name;
		bool covered;
	} last_name; /* the certificate name that was looked up last */

	struct {
		wsp_string text; /* 0: none */
		bool valid;
		struct wsp_url url;
	} last_url; /* the client URL that was parsed last */
};

/* What a server has that checks ask for first: most rows are passed over by one comparison. */
enum wsp_lint_fact {
	WSP_HAS_UPSTREAM = 1 << 0,
	WSP_IS_ROOT = 1 << 1,
	WSP_HAS_BUILD = 1 << 2,
	WSP_HAS_LAST_SYNC = 1 << 3, /* or its result */
	WSP_HAS_SYNC_TIMES = 1 << 4,
	WSP_HAS_ROLES = 1 << 5,
	WSP_HAS_OWNER = 1 << 6,
	WSP_HAS_CLIENT_URL = 1 << 7, /* or a client policy */
	WSP_HAS_CLIENT_POLICY = 1 << 8,
	WSP_HAS_CERTIFICATE_NAMES = 1 << 9,
	WSP_HAS_EXPIRY = 1 << 10,
	WSP_HAS_CONFIGMGR_ROLE = 1 << 11,
	WSP_HAS_SYNC_SSL = 1 << 12,
	WSP_HAS_SYNC_PORT = 1 << 13, /* or upstream_port */
	WSP_HAS_REGISTRY = 1 << 14,  /* using_ssl or registry_port */
	WSP_REQUIRES_SSL = 1 << 15,
	WSP_HAS_FLAW = 1 << 16, /* a value that is a finding by itself */
};

struct wsp_lint_check {
	const struct wsp_rule *rule; /* NULL ends a table */
	uint32_t needs;              /* facts without which `judge_server` finds nothing */
	void (*judge_server)(struct wsp_lint *, const struct wsp_rule *, wsp_server_id);
	void (*judge_estate)(struct wsp_lint *, const struct wsp_rule *);
};

/* One table a series. */
extern const struct wsp_lint_check wsp_lint_topology_checks[];
extern const struct wsp_lint_check wsp_lint_certificate_checks[];
extern const struct wsp_lint_check wsp_lint_server_checks[];
extern const struct wsp_lint_check wsp_lint_link_checks[];
extern const struct wsp_lint_check wsp_lint_client_checks[];
extern const struct wsp_lint_check wsp_lint_group_checks[];

/** All of them, ends with NULL. */
extern const struct wsp_lint_check *const wsp_lint_checks[];

/** Where a key of a server was given. */
struct wsp_place wsp_lint_place(
	const struct wsp_lint *lint, wsp_server_id s, enum wsp_lint_key key);

/** Begin a list for a message: `words`, separated by commas. Valid until the next call. */
const char *wsp_lint_list(struct wsp_lint *lint, wsp_string words);

/** The client policy of a server, or NULL. */
struct wsp_lint_policy *wsp_lint_policy_of(struct wsp_lint *lint, const struct wsp_server *server);

/** The address that the clients of a server use, its own or its policy's; NULL: not known. */
const char *wsp_lint_client_url(
	struct wsp_lint *lint, const struct wsp_server *server, struct wsp_url *ret_url);

/** Find the servers of all groups. @return false when memory ran out */
bool wsp_lint_members_find(struct wsp_lint_members *members, const struct wsp_topology *topo);
void wsp_lint_members_release(struct wsp_lint_members *members);

static inline const char *wsp_lint_text(const struct wsp_lint *lint, wsp_string id)
{
	return wsp_strings_text(&lint->inventory->strings, id);
}

static inline const char *wsp_lint_fqdn(const struct wsp_lint *lint, wsp_server_id s)
{
	return wsp_topology_fqdn(lint->topo, s);
}

static inline const struct wsp_server *wsp_lint_server(const struct wsp_lint *lint, wsp_server_id s)
{
	return &lint->topo->server[s];
}

/** Whether a key was given, not merely has its default. */
static inline bool wsp_lint_is_given(
	const struct wsp_lint *lint, const struct wsp_server *server, enum wsp_lint_key key)
{
	return server->present >> lint->field[key] & 1;
}

/** The upstream of a server, NULL for a root. */
static inline const struct wsp_server *wsp_lint_upstream(
	const struct wsp_lint *lint, wsp_server_id s)
{
	wsp_server_id upstream = lint->topo->parent[s];

	return upstream == WSP_NO_SERVER ? NULL : &lint->topo->server[upstream];
}

/** Whether the server requires SSL. */
static inline bool wsp_lint_requires_ssl(const struct wsp_server *server)
{
	return server->https == WSP_HTTPS_REQUIRED || server->https == WSP_HTTPS_CONFIGURED;
}

#endif
