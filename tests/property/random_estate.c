#include "random_estate.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"

enum { N_SERVERS_MAX = 60, NAME_MAX_BYTES = 32 };

/* How likely everything is in this estate, in percent. */
struct habits {
	int state, contradiction, held, excluded, retired, old_tls, clients;
};

struct dice {
	uint64_t state;
};

/* splitmix64 */
static uint64_t roll(struct dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int below(struct dice *dice, int n)
{
	return (int)(roll(dice) % (uint64_t)n);
}

static bool chance(struct dice *dice, int percent)
{
	return below(dice, 100) < percent;
}

/* Nothing, mostly: then a number from `low` to `high`. */
static uint32_t limit(struct dice *dice, int percent, int low, int high)
{
	return chance(dice, percent) ? (uint32_t)(low + below(dice, high - low + 1)) : WSP_ABSENT;
}

static void name_of(int i, char name[NAME_MAX_BYTES])
{
	snprintf(name, NAME_MAX_BYTES, "s%d.example.com", i);
}

/* The number of the server above number `i`, or -1: five shapes of estate. */
static int upstream_of(struct dice *dice, int shape, int i)
{
	switch (shape) {
	case 0: /* a chain */
		return i - 1;
	case 1: /* a star */
		return i == 0 ? -1 : 0;
	case 2: /* three levels */
		return i == 0 ? -1 : i <= 4 ? 0 : 1 + below(dice, 4);
	case 3: /* many trees */
		return i == 0 || chance(dice, 30) ? -1 : below(dice, i);
	default:
		return i == 0 ? -1 : below(dice, i);
	}
}

static void roll_certificate(
	struct dice *dice, struct wsp_inventory *inventory, struct wsp_server *server)
{
	static const char *const expires[] = {"2024-10-04", "2024-10-03", "2026-01-01"};
	static const char *const names[] = {
		"*.example.com", "other.example.com", "*.com", "WSUS.example.com *.example.com"};

	server->certificate_source = (uint8_t)(1 + below(dice, 3));
	estate_given(server, "certificate.source");
	if (chance(dice, 50)) {
		int i = below(dice, 3);

		server->certificate_expires = estate_text(inventory, expires[i]);
		estate_given(server, "certificate.expires");
	}
	if (chance(dice, 30)) {
		int i = below(dice, 4);

		server->certificate_names = estate_words(inventory, names[i]);
		estate_given(server, "certificate.names");
	}
}

static void roll_contradiction(
	struct dice *dice, struct wsp_inventory *inventory, struct wsp_server *server)
{
	static const char *const apps[] = {"ApiRemoting30 ClientWebService",
		"ServerSyncWebService DSSAuthWebService", "ClientWebService DSSAuthWebService"};

	if (chance(dice, 40)) {
		int i = below(dice, 3);

		server->required_apps = estate_words(inventory, apps[i]);
		estate_given(server, "state.required_apps");
	}
	if (chance(dice, 10)) {
		server->extra_apps = estate_words(inventory, "Content");
		estate_given(server, "state.extra_apps");
	}
	if (chance(dice, 30)) {
		server->sync_port = chance(dice, 50) ? 8531 : 8530;
		estate_given(server, "state.sync_port");
	}
	server->sync_ssl = (uint8_t)below(dice, 3);
	server->clients_https = (uint8_t)below(dice, 4);
	estate_given(server, "state.sync_ssl");
	estate_given(server, "state.clients_https");
}

/* A server as a rollout leaves it: at one of the stages, its downstreams' links likewise. */
static void roll_state(struct dice *dice, struct wsp_server *server)
{
	server->https = (uint8_t)below(dice, 5);
	estate_given(server, "state.https");
	if (chance(dice, 60)) {
		server->sync_ssl = (uint8_t)below(dice, 3);
		estate_given(server, "state.sync_ssl");
	}
	if (server->https == WSP_HTTPS_CONFIGURED || chance(dice, 10)) {
		server->clients_https = (uint8_t)below(dice, 4);
		estate_given(server, "state.clients_https");
	}
}

static void roll_left_out(struct dice *dice, const struct habits *habits,
	struct wsp_inventory *inventory, struct wsp_server *server)
{
	if (chance(dice, habits->held)) {
		server->hold_reason = estate_text(inventory, "migration");
		estate_given(server, "hold.reason");
		if (chance(dice, 1)) /* not supported yet */
			server->hold_until = estate_text(inventory, "2025-01-01");
	}
	if (chance(dice, habits->excluded)) {
		server->exclude_reason = estate_text(inventory, "to be replaced");
		server->exclude_switch = chance(dice, 40) ? WSP_NO : WSP_YES;
		estate_given(server, "exclude.reason");
	}
	if (chance(dice, habits->retired)) {
		server->retired = WSP_YES;
		estate_given(server, "retired");
	}
	if (chance(dice, habits->old_tls))
		server->tls12 = WSP_NO;
}

static void roll_server(
	struct dice *dice, const struct habits *habits, struct wsp_inventory *inventory, size_t n)
{
	static const uint8_t clients_by[] = {WSP_BY_GPO, WSP_BY_MDM, WSP_BY_LOCAL, WSP_BY_NONE, 0};
	struct wsp_server *server = &inventory->server[n];

	server->clients = (uint32_t)below(dice, habits->clients);
	server->clients_by = clients_by[below(dice, 5)];
	if (chance(dice, 20)) {
		server->http_port = 80;
		server->https_port = 443;
	}
	if (chance(dice, 40))
		roll_certificate(dice, inventory, server);
	if (chance(dice, habits->state))
		roll_state(dice, server);
	if (chance(dice, habits->contradiction))
		roll_contradiction(dice, inventory, server);
	roll_left_out(dice, habits, inventory, server);
}

static void roll_servers(
	struct dice *dice, const struct habits *habits, struct wsp_inventory *inventory)
{
	static const int sizes[] = {3, 8, 25, N_SERVERS_MAX};
	int n = 1 + below(dice, sizes[below(dice, 4)]);
	int shape = below(dice, 6);

	for (int i = 0; i < n; i++) {
		char name[NAME_MAX_BYTES], upstream[NAME_MAX_BYTES] = "microsoft-update";
		int up = upstream_of(dice, shape, i);

		name_of(i, name);
		if (up >= 0)
			name_of(up, upstream);
		estate_server(inventory, name, upstream);
		roll_server(dice, habits, inventory, (size_t)i);
		/* below a retired server everything is gone */
		if (up >= 0 && inventory->server[up].retired == WSP_YES) {
			inventory->server[i].retired = WSP_YES;
			estate_given(&inventory->server[i], "retired");
		}
	}
}

static void roll_canary(struct dice *dice, struct wsp_inventory *inventory)
{
	int n = 1 + below(dice, 2);
	char words[2 * NAME_MAX_BYTES + 2] = "";
	size_t length = 0;

	for (int i = 0; i < n; i++) {
		char name[NAME_MAX_BYTES];

		name_of(below(dice, (int)inventory->n_servers), name);
		length += (size_t)snprintf(
			words + length, sizeof(words) - length, "%s%s", i ? " " : "", name);
	}
	inventory->policy.canary = estate_words(inventory, words);
}

static void roll_durations(struct dice *dice, struct wsp_inventory *inventory)
{
	static const char *const actions[] = {"restart-server", "switch-sync", "verify-sync",
		"verify-server", "require-ssl", "bind-certificate", "test-https", "unswitch-sync"};
	struct wsp_policy *policy = &inventory->policy;

	for (size_t i = 0; i < WSP_COUNT(actions); i++) {
		if (!chance(dice, 30))
			continue;
		if (!WSP_RESERVE(policy->duration, policy->duration_capacity, policy->n_durations))
			return;
		policy->duration[policy->n_durations++] = (struct wsp_duration_policy){
			.action = estate_text(inventory, actions[i]),
			.minutes = chance(dice, 30) ? 0 : (uint32_t)below(dice, 30),
		};
	}
}

static void roll_trees(struct dice *dice, struct wsp_inventory *inventory)
{
	struct wsp_policy *policy = &inventory->policy;

	for (size_t i = 0; i < inventory->n_servers; i++) {
		if (inventory->server[i].upstream != estate_text(inventory, "microsoft-update") ||
			!chance(dice, 50))
			continue;
		if (!WSP_RESERVE(policy->tree, policy->tree_capacity, policy->n_trees))
			return;
		policy->tree[policy->n_trees++] = (struct wsp_tree_policy){
			.root = inventory->server[i].fqdn,
			.strategy = (uint8_t)(WSP_TOP_DOWN + below(dice, 2)),
		};
	}
}

static void roll_policy(struct dice *dice, struct wsp_inventory *inventory)
{
	struct wsp_policy *policy = &inventory->policy;

	*policy = (struct wsp_policy){
		.operators = (uint32_t)(1 + below(dice, 5)),
		.servers_per_window = limit(dice, 40, 1, 8),
		.clients_per_window = limit(dice, 25, 3000, 30000),
		.syncs_per_upstream = WSP_ABSENT,
		.default_window = (uint32_t)(120 + below(dice, 1300)),
		.rollback_reserve = limit(dice, 30, 0, 60),
		.strategy = chance(dice, 60) ? WSP_AUTO : (uint8_t)(WSP_TOP_DOWN + below(dice, 2)),
		.cutover = WSP_ARTICLE,
		.separation = chance(dice, 60) ? WSP_SEPARATE_WINDOW : WSP_SEPARATE_ORDER,
	};
	if (chance(dice, 30))
		roll_durations(dice, inventory);
	if (chance(dice, 15))
		roll_trees(dice, inventory);
	if (chance(dice, 20))
		roll_canary(dice, inventory);
}

static void roll_windows(struct dice *dice, struct wsp_inventory *inventory)
{
	int n = chance(dice, 20) ? 1 + below(dice, 2) : 0;

	for (int i = 0; i < n; i++) {
		char name[NAME_MAX_BYTES];

		if (!WSP_RESERVE(
			    inventory->window, inventory->window_capacity, inventory->n_windows))
			return;
		snprintf(name, sizeof(name), "window%d", i);
		inventory->window[inventory->n_windows++] = (struct wsp_window){
			.name = estate_text(inventory, name),
			.start = estate_text(inventory, "2025-12-05T22:00"),
			.duration = (uint32_t)(150 + below(dice, 1200)),
		};
	}
}

void random_estate(uint64_t seed, struct wsp_inventory *inventory)
{
	struct dice dice = {seed};
	bool begun = chance(&dice, 50);
	bool tidy = chance(&dice, 50);
	struct habits habits = {
		.state = begun ? 20 + below(&dice, 80) : 0,
		.contradiction = begun && chance(&dice, 30) ? 15 : 0,
		.held = tidy ? 0 : below(&dice, 15),
		.excluded = tidy ? 0 : below(&dice, 15),
		.retired = tidy ? 0 : below(&dice, 10),
		.old_tls = tidy ? 0 : below(&dice, 8),
		.clients = chance(&dice, 30) ? 5000 : 500,
	};

	roll_servers(&dice, &habits, inventory);
	roll_policy(&dice, inventory);
	roll_windows(&dice, inventory);
}
