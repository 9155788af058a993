/* Facts: what state and policy say, as the verifier reads them. */
#include <string.h>

#include "base/array.h"
#include "base/list.h"
#include "base/number.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

/* Whether `name` is `fqdn`, or covers it with `*` for its first label. */
static bool name_covers(const char *name, size_t length, const char *fqdn)
{
	const char *dot = strchr(fqdn, '.');

	if (length > 2 && name[0] == '*' && name[1] == '.')
		return dot && strlen(dot) == length - 1 && memcmp(dot, name + 1, length - 1) == 0;
	return strlen(fqdn) == length && memcmp(fqdn, name, length) == 0;
}

static bool names_cover(const char *names, const char *fqdn)
{
	const char *name;
	size_t length;

	while (wsp_list_next(&names, &name, &length)) {
		if (name_covers(name, length, fqdn))
			return true;
	}
	return false;
}

static bool certificate_holds(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	const char *expires = wsp_topology_text(trial->topo, server->certificate_expires);
	const char *names = wsp_topology_text(trial->topo, server->certificate_names);
	int32_t day = 0;

	if (*expires && wsp_parse_date(expires, strlen(expires), &day, NULL) &&
		day < trial->claims->today)
		return false;
	return !*names || names_cover(names, wsp_topology_fqdn(trial->topo, s));
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	const char *at;
	size_t n;

	while (wsp_list_next(&words, &at, &n)) {
		if (n == length && memcmp(at, word, n) == 0)
			return true;
	}
	return false;
}

static bool requires_other(const struct wsp_topology *topo, const struct wsp_server *server)
{
	static const char *const five[] = {"ApiRemoting30", "ClientWebService", "DSSAuthWebService",
		"ServerSyncWebService", "SimpleAuthWebService"};
	const char *apps = wsp_topology_text(topo, server->required_apps);

	for (size_t i = 0; *apps && i < WSP_COUNT(five); i++) {
		if (!has_word(apps, five[i]))
			return true;
	}
	return server->extra_apps != 0;
}

/* How far `state` says the conversion has come, whatever the certificate. */
static enum wsp_https stage(const struct wsp_trial *trial, const struct wsp_server *server)
{
	const char *apps = wsp_topology_text(trial->topo, server->required_apps);

	if (server->https < WSP_HTTPS_REQUIRED)
		return server->https == WSP_HTTPS_BOUND ? WSP_HTTPS_BOUND : WSP_HTTPS_NONE;
	if (*apps && !has_word(apps, "ServerSyncWebService") &&
		!has_word(apps, "DSSAuthWebService"))
		return WSP_HTTPS_BOUND;
	return (enum wsp_https)server->https;
}

static bool clients_left(const struct wsp_server *server, enum wsp_https stage)
{
	if (server->clients_by == WSP_BY_NONE || server->clients_https == WSP_CLIENTS_ALL)
		return false;
	return stage < WSP_HTTPS_CONFIGURED || server->clients_https != 0;
}

static unsigned read_conversion(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	const char *apps = wsp_topology_text(trial->topo, server->required_apps);
	enum wsp_https at = stage(trial, server);
	unsigned facts = 0;

	if (certificate_holds(trial, s))
		facts |= WSP_FACT_CERTIFICATE | (at >= WSP_HTTPS_BOUND ? WSP_FACT_BOUND : 0);
	if (at >= WSP_HTTPS_REQUIRED)
		facts |= WSP_FACT_ENFORCES;
	if (at == WSP_HTTPS_REQUIRED)
		facts |= WSP_FACT_UNCONFIGURED;
	if (clients_left(server, at))
		facts |= WSP_FACT_CLIENTS_LEFT;
	if (server->https >= WSP_HTTPS_REQUIRED && (!*apps || has_word(apps, "ApiRemoting30")))
		facts |= WSP_FACT_API_HTTPS;
	if (server->clients_by != WSP_BY_NONE)
		facts |= WSP_FACT_CLIENTS;
	if (at < WSP_HTTPS_REQUIRED)
		return facts;
	if (requires_other(trial->topo, server))
		facts |= WSP_FACT_PARTIAL;
	if (at == WSP_HTTPS_CONFIGURED && (facts & WSP_FACT_BOUND) &&
		!(facts & (WSP_FACT_CLIENTS_LEFT | WSP_FACT_PARTIAL)))
		return facts | WSP_FACT_DONE;
	return facts | WSP_FACT_HALF;
}

static unsigned read_link(const struct wsp_topology *topo, wsp_server_id s)
{
	const struct wsp_server *server = &topo->server[s];
	const struct wsp_server *up;

	if (topo->parent[s] == WSP_NO_SERVER)
		return 0;
	up = &topo->server[topo->parent[s]];
	if (server->sync_ssl == WSP_YES)
		return server->sync_port == 0 || server->sync_port == up->https_port
			       ? WSP_FACT_LINK_HTTPS
			       : 0;
	return server->sync_ssl == WSP_UNKNOWN || server->sync_port == 0 ||
			       server->sync_port == up->http_port
		       ? WSP_FACT_LINK_HTTP
		       : 0;
}

static unsigned read_server(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	unsigned facts = read_conversion(trial, s) | read_link(trial->topo, s);

	if (server->retired == WSP_YES)
		return facts | WSP_FACT_RETIRED;
	if (server->hold_reason || server->hold_until || server->tls12 == WSP_NO)
		facts |= WSP_FACT_HELD | WSP_FACT_FIXED;
	if (server->exclude_reason)
		facts |=
			WSP_FACT_EXCLUDED | (server->exclude_switch == WSP_NO ? WSP_FACT_FIXED : 0);
	return facts;
}

/* Whether the conversion of the upstream of `c` has to wait for `c`, or rather for ever. */
static bool blocks_upstream(const struct wsp_trial *trial, wsp_server_id c, bool begun)
{
	if (wsp_trial_is(trial, c, WSP_FACT_RETIRED))
		return false;
	if (wsp_trial_is(trial, c, WSP_FACT_FIXED) &&
		(!wsp_trial_is(trial, c, WSP_FACT_LINK_HTTPS) ||
			wsp_trial_find(trial, c, WSP_UNSWITCH_SYNC)))
		return true;
	return !begun &&
	       (trial->status[c] == WSP_STATUS_HELD || trial->status[c] == WSP_STATUS_BLOCKED);
}

static bool is_blocked(const struct wsp_trial *trial, wsp_server_id s)
{
	bool begun = wsp_trial_is(trial, s, WSP_FACT_ENFORCES);

	for (wsp_server_id c = trial->topo->child_begin[s]; c < trial->topo->child_begin[s + 1];
		c++) {
		if (blocks_upstream(trial, c, begun))
			return true;
	}
	return false;
}

/* Children have theirs already. */
static enum wsp_server_status expect_status(const struct wsp_trial *trial, wsp_server_id s)
{
	if (wsp_trial_is(trial, s, WSP_FACT_RETIRED))
		return WSP_STATUS_RETIRED;
	if (wsp_trial_is(trial, s, WSP_FACT_HELD))
		return wsp_trial_is(trial, s, WSP_FACT_DONE) ? WSP_STATUS_DONE : WSP_STATUS_HELD;
	if (wsp_trial_is(trial, s, WSP_FACT_DONE))
		return is_blocked(trial, s) ? WSP_STATUS_BLOCKED : WSP_STATUS_DONE;
	if (wsp_trial_is(trial, s, WSP_FACT_EXCLUDED))
		return WSP_STATUS_EXCLUDED;
	return is_blocked(trial, s) ? WSP_STATUS_BLOCKED : WSP_STATUS_CONVERT;
}

/* A given duration is that of the part that takes time: the operator's, or else the unattended. */
static void read_durations(struct wsp_trial *trial)
{
	const struct wsp_policy *policy = &trial->topo->inventory.policy;

	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		trial->minutes[i] = wsp_actions[i].minutes;
		trial->unattended[i] = wsp_actions[i].unattended;
	}
	for (size_t i = 0; i < policy->n_durations; i++) {
		enum wsp_action action =
			wsp_action_find(wsp_topology_text(trial->topo, policy->duration[i].action));

		if (action == WSP_N_ACTIONS)
			continue;
		if (wsp_actions[action].minutes == 0 && wsp_actions[action].unattended > 0)
			trial->unattended[action] = policy->duration[i].minutes;
		else
			trial->minutes[action] = policy->duration[i].minutes;
	}
}

void wsp_trial_read_facts(struct wsp_trial *trial)
{
	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		trial->fact[s] = (uint16_t)read_server(trial, s);
	for (wsp_server_id s = trial->topo->n_servers; s-- > 0;)
		trial->status[s] = (uint8_t)expect_status(trial, s);
	read_durations(trial);
}
