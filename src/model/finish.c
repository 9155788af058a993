/* Finish: what only the last file decides: defaults, and names that have to be defined. */
#include <string.h>

#include "base/list.h"
#include "model/binder.h"
#include "model/rule.h"
#include "model/suggestion.h"

/* A key that has to be there, always or if one of its nested map is. */
struct requirement {
	unsigned row;
	uint64_t if_any; /* bits; 0: always */
};

static uint64_t bit(unsigned row)
{
	return UINT64_C(1) << row;
}

/* The rows of the nested map that a dotted key is in. */
static uint64_t rows_beside(unsigned row)
{
	const char *key = wsp_server_fields[row].key, *dot = strchr(key, '.');
	uint64_t rows = 0;

	for (unsigned i = 0; dot && i < wsp_n_server_fields; i++) {
		if (strncmp(wsp_server_fields[i].key, key, (size_t)(dot - key) + 1) == 0)
			rows |= bit(i);
	}
	return rows;
}

static unsigned find_requirements(
	const struct wsp_binder *binder, struct requirement ret_requirement[WSP_FIELDS_MAX])
{
	unsigned n = 0;

	for (unsigned row = 0; row < wsp_n_server_fields; row++) {
		if (wsp_server_fields[row].required && row != binder->fqdn)
			ret_requirement[n++] = (struct requirement){row, rows_beside(row)};
	}
	return n;
}

static void check_required(struct wsp_binder *binder, const struct wsp_server *server,
	uint64_t given, const struct requirement *requirement, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (given & bit(requirement[i].row))
			continue;
		if (requirement[i].if_any && !(given & requirement[i].if_any))
			continue;
		wsp_diags_add(binder->diags, WSP_RULE(I010), server->place, NULL,
			"server \"%s\" has no %s",
			wsp_inventory_text(binder->inventory, server->fqdn),
			wsp_server_fields[requirement[i].row].key);
	}
}

/* Defaults whose value depends on another key. */
static void apply_dependent(
	const struct wsp_binder *binder, struct wsp_server *server, uint64_t given)
{
	if (!(given & bit(binder->https_port)) && server->http_port == 80)
		server->https_port = 443;
	if (server->exclude_reason && !(given & bit(binder->exclude_switch)))
		server->exclude_switch = WSP_YES;
}

/* IIS cannot speak HTTP and HTTPS on one port; HTTP has to stay. */
static void check_ports(struct wsp_binder *binder, const struct wsp_server *server)
{
	if (server->http_port == server->https_port)
		wsp_diags_add(binder->diags, WSP_RULE(I008),
			wsp_inventory_place(binder->inventory, server, binder->https_port),
			"8530 and 8531 are the usual pair, or 80 and 443",
			"http_port and https_port of server \"%s\" are both %u",
			wsp_inventory_text(binder->inventory, server->fqdn), server->http_port);
}

static void warn_of_mode(struct wsp_binder *binder, const struct wsp_server *server)
{
	bool from_defaults = binder->inventory->defaults.present & bit(binder->mode);

	wsp_diags_add(binder->diags, WSP_RULE(I021), server->place, NULL,
		"mode of server \"%s\" is not given: %s is taken %s",
		wsp_inventory_text(binder->inventory, server->fqdn),
		server->mode == WSP_REPLICA ? "replica" : "autonomous",
		from_defaults ? "from `defaults`" : "because nothing says otherwise");
}

static void finish_server(struct wsp_binder *binder, struct wsp_server *server,
	const struct requirement *requirement, unsigned n)
{
	const struct wsp_server *defaults = &binder->inventory->defaults;
	uint64_t taken = defaults->present & ~server->present;
	uint64_t given = server->present | taken;

	for (unsigned row = 0; taken >> row; row++) {
		if (taken >> row & 1)
			wsp_value_copy(&wsp_server_fields[row], server, defaults);
		if (row + 1 == WSP_FIELDS_MAX)
			break;
	}
	check_required(binder, server, given, requirement, n);
	apply_dependent(binder, server, given);
	check_ports(binder, server);
	if (!(server->present & bit(binder->mode)))
		warn_of_mode(binder, server);
}

static bool is_known_policy(const struct wsp_binder *binder, const struct wsp_server *server)
{
	return server->clients_by != WSP_BY_POLICY ||
	       wsp_index_get(&binder->client_policies, server->client_policy) != WSP_NO_ROW;
}

static void check_client_policy(struct wsp_binder *binder, const struct wsp_server *server)
{
	struct wsp_inventory *inventory = binder->inventory;
	const char *name = wsp_inventory_text(inventory, server->client_policy);
	struct wsp_quotation shown = wsp_quote(name, strlen(name));
	const char *const *words = wsp_server_fields[binder->clients_by].words;
	struct wsp_suggestion suggestion;

	if (!(server->present & bit(binder->clients_by)) || is_known_policy(binder, server))
		return;
	wsp_suggestion_init(&suggestion, name);
	for (size_t i = 0; words[i]; i++)
		wsp_suggestion_offer(&suggestion, words[i]);
	for (size_t i = 0; i < inventory->n_client_policies && binder->effort > 0;
		i++, binder->effort--)
		wsp_suggestion_offer(&suggestion,
			wsp_inventory_text(inventory, inventory->client_policy[i].name));
	wsp_diags_add(binder->diags, WSP_RULE(I014),
		wsp_inventory_place(inventory, server, binder->clients_by),
		wsp_converter_hint(&binder->converter, &suggestion),
		"client policy \"%.*s%s\" is not defined", shown.length, name, shown.more);
}

static void check_window(
	struct wsp_binder *binder, const char *name, size_t length, struct wsp_place place)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_quotation shown = wsp_quote(name, length);
	struct wsp_text *word = &binder->converter.word;
	struct wsp_suggestion suggestion;

	if (wsp_index_get(&binder->windows, wsp_strings_find(&inventory->strings, name, length)) !=
		WSP_NO_ROW)
		return;
	wsp_text_clear(word);
	wsp_text_add(word, name, length);
	if (word->failed) {
		binder->converter.failed = true;
		return;
	}
	wsp_suggestion_init(&suggestion, wsp_text_get(word));
	for (size_t i = 0; i < inventory->n_windows && binder->effort > 0; i++, binder->effort--)
		wsp_suggestion_offer(
			&suggestion, wsp_inventory_text(inventory, inventory->window[i].name));
	wsp_diags_add(binder->diags, WSP_RULE(I014), place,
		wsp_converter_hint(&binder->converter, &suggestion),
		"window \"%.*s%s\" is not defined", shown.length, name, shown.more);
}

static void check_sites(struct wsp_binder *binder)
{
	struct wsp_inventory *inventory = binder->inventory;

	for (size_t i = 0; i < inventory->n_sites; i++) {
		const struct wsp_site *site = &inventory->site[i];
		const char *rest = wsp_inventory_text(inventory, site->windows);
		const char *word;
		size_t length;

		while (wsp_list_next(&rest, &word, &length))
			check_window(binder, word, length, site->place);
	}
}

void wsp_binder_close(struct wsp_binder *binder)
{
	struct wsp_inventory *inventory = binder->inventory;
	struct requirement requirement[WSP_FIELDS_MAX];
	unsigned n = find_requirements(binder, requirement);
	struct wsp_place nowhere = {.file = binder->file};

	if (inventory->n_servers == 0 && !wsp_binder_has_errors(binder))
		wsp_diags_add(binder->diags, WSP_RULE(I010), nowhere,
			"list the servers under `servers`", "no file names a server");
	check_client_policy(binder, &inventory->defaults);
	for (size_t i = 0; i < inventory->n_servers; i++) {
		check_client_policy(binder, &inventory->server[i]);
		finish_server(binder, &inventory->server[i], requirement, n);
	}
	check_sites(binder);
}
