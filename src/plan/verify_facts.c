/* Facts: what state and policy say, as the verifier reads them. */
#include <string.h>

#include "base/array.h"
#include "base/list.h"
#include "base/number.h"
#include "plan/plan.h"
#include "plan/verify_trial.h"

static bool certificate_holds(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	const char *expires = wsp_topology_text(trial->topo, server->certificate_expires);
	const char *names = wsp_topology_text(trial->topo, server->certificate_names);
	int32_t day = 0;

	if (*expires && wsp_parse_date(expires, strlen(expires), &day, NULL) &&
		day < trial->claims->today)
		return false;
	return !*names ||
	       wsp_names_cover(names, wsp_trial_name(trial, s), strlen(wsp_trial_name(trial, s)));
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
	if (server->configmgr_role)
		return stage < WSP_HTTPS_CONFIGURED || server->clients_https == WSP_CLIENTS_NONE ||
		       server->clients_https == WSP_CLIENTS_SOME;
	if (server->clients_by == WSP_BY_NONE || server->clients_https == WSP_CLIENTS_ALL)
		return false;
	return stage < WSP_HTTPS_CONFIGURED || server->clients_https != 0;
}

static unsigned read_conversion(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	const char *apps = wsp_topology_text(trial->topo, server->required_apps);
	bool shared = wsp_sets_policy(&trial->sets, trial->topo, s) != WSP_NO_SET;
	enum wsp_https at = stage(trial, server);
	unsigned facts = server->configmgr_role ? WSP_FACT_SUP : 0;

	if (certificate_holds(trial, s))
		facts |= WSP_FACT_CERTIFICATE | (at >= WSP_HTTPS_BOUND ? WSP_FACT_BOUND : 0);
	if (at >= WSP_HTTPS_REQUIRED)
		facts |= WSP_FACT_ENFORCES;
	if (at == WSP_HTTPS_REQUIRED)
		facts |= WSP_FACT_UNCONFIGURED;
	if (clients_left(server, at) && !(shared && !server->configmgr_role))
		facts |= WSP_FACT_CLIENTS_LEFT;
	if (shared)
		facts |= WSP_FACT_SHARED;
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

/* Whether the link of `s` is dead now: its upstream requires what it does not do. */
static bool is_cut_off(const struct wsp_trial *trial, wsp_server_id s, unsigned facts)
{
	wsp_server_id up = trial->topo->parent[s];

	return up != WSP_NO_SERVER && !(facts & WSP_FACT_LINK_HTTPS) &&
	       stage(trial, &trial->topo->server[up]) >= WSP_HTTPS_REQUIRED;
}

/* A hold that ends is waited for, if there are dates and nothing is half done or dead. */
static unsigned read_hold(const struct wsp_trial *trial, wsp_server_id s, unsigned facts)
{
	const struct wsp_server *server = &trial->topo->server[s];
	bool ends = trial->claims->dated && server->hold_until && !(facts & WSP_FACT_ENFORCES) &&
		    !is_cut_off(trial, s, facts);

	if (server->tls12 == WSP_NO)
		return WSP_FACT_HELD | WSP_FACT_FIXED;
	if (!server->hold_reason && !server->hold_until)
		return 0;
	return ends ? WSP_FACT_LATER : WSP_FACT_HELD | WSP_FACT_FIXED;
}

static unsigned read_server(const struct wsp_trial *trial, wsp_server_id s)
{
	const struct wsp_server *server = &trial->topo->server[s];
	const struct wsp_sets *sets = &trial->sets;
	unsigned facts = read_conversion(trial, s) | read_link(trial->topo, s);

	if (server->retired == WSP_YES)
		return facts | WSP_FACT_RETIRED;
	facts |= read_hold(trial, s, facts);
	if (server->exclude_reason)
		facts |=
			WSP_FACT_EXCLUDED | (server->exclude_switch == WSP_NO ? WSP_FACT_FIXED : 0);
	if (sets->of && sets->of_begin[s] < sets->of_begin[s + 1])
		facts |= WSP_FACT_IN_SET;
	return facts;
}

/* A shared database has one upstream setting: it is the first member's, and so are the facts. */
static void read_owners(struct wsp_trial *trial)
{
	const unsigned link = WSP_FACT_LINK_HTTPS | WSP_FACT_LINK_HTTP;
	const struct wsp_sets *sets = &trial->sets;

	for (wsp_server_id s = 0; s < trial->topo->n_servers; s++)
		trial->owner[s] = s;
	for (uint32_t i = 0; i < sets->n_groups; i++) {
		const struct wsp_set *set = &sets->set[i];
		const wsp_server_id *member = &sets->member[set->first];

		for (uint32_t m = 1; set->kind == WSP_GROUP_SHARED_DATABASE && m < set->n; m++) {
			trial->owner[member[m]] = member[0];
			trial->fact[member[m]] =
				(trial->fact[member[m]] & ~link) | (trial->fact[member[0]] & link);
		}
	}
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
	const struct wsp_topology *topo = trial->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		trial->fact[s] = read_server(trial, s);
	read_owners(trial);
	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		trial->clients[s] += topo->server[s].clients;
		if (topo->parent[s] != WSP_NO_SERVER)
			trial->clients[topo->parent[s]] += trial->clients[s];
	}
	read_durations(trial);
}
