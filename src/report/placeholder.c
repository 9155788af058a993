#include "report/placeholder.h"

#include <string.h>

#include "base/ascii.h"
#include "base/list.h"
#include "plan/host.h"
#include "plan/url.h"

/* What is written for a placeholder: a text, or a number where there is none; neither: unknown. */
struct value {
	const char *text;
	uint16_t port;
};

static struct value text_value(const struct wsp_plan *plan, wsp_string text)
{
	return (struct value){text ? wsp_topology_text(&plan->topo, text) : NULL, 0};
}

/* Behind an alias or a balancer the common name is what downstreams are given. */
static struct value upstream_value(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_topology *topo = &plan->topo;
	uint32_t row = wsp_topology_link_group(topo, s);
	const struct wsp_group *group = row == WSP_NO_GROUP ? NULL : &topo->inventory.group[row];

	if (group && group->kind != WSP_GROUP_SHARED_DATABASE)
		return text_value(plan, group->name);
	return text_value(plan, topo->server[topo->parent[s]].fqdn);
}

static bool is_member(const struct wsp_topology *topo, size_t group, wsp_server_id s)
{
	for (uint32_t i = topo->group_begin[group]; i < topo->group_begin[group + 1]; i++) {
		if (topo->group_member[i] == s)
			return true;
	}
	return false;
}

static struct value balancer_value(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_topology *topo = &plan->topo;

	for (size_t g = 0; topo->group_begin && g < topo->inventory.n_groups; g++) {
		if (topo->inventory.group[g].kind == WSP_GROUP_LOAD_BALANCER &&
			is_member(topo, g, s))
			return text_value(plan, topo->inventory.group[g].name);
	}
	return (struct value){0};
}

static struct value value_of(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_placeholder placeholder)
{
	static const struct wsp_server nobody;
	const struct wsp_server *server = &plan->topo.server[s];
	wsp_server_id parent = plan->topo.parent[s];
	const struct wsp_server *upstream =
		parent == WSP_NO_SERVER ? &nobody : &plan->topo.server[parent];

	switch (placeholder) {
	case WSP_PH_FQDN:
		return text_value(plan, server->fqdn);
	case WSP_PH_HTTP_PORT:
		return (struct value){NULL, server->http_port};
	case WSP_PH_HTTPS_PORT:
		return (struct value){NULL, server->https_port};
	case WSP_PH_UPSTREAM:
		return parent == WSP_NO_SERVER ? (struct value){0} : upstream_value(plan, s);
	case WSP_PH_UPSTREAM_HTTP_PORT:
		return (struct value){NULL, upstream->http_port};
	case WSP_PH_UPSTREAM_HTTPS_PORT:
		return (struct value){NULL, upstream->https_port};
	case WSP_PH_SITE_CODE:
		return text_value(plan, server->site_code);
	case WSP_PH_THUMBPRINT:
		return text_value(plan, server->certificate_thumbprint);
	case WSP_PH_CLIENT_POLICY:
		return text_value(plan, server->client_policy);
	case WSP_PH_GROUP:
		return balancer_value(plan, s);
	case WSP_PH_CLIENT_URL: /* put together, see add_client_url() */
	case WSP_N_PLACEHOLDERS:
		break;
	}
	return (struct value){0};
}

/* The address that the clients have now, "" when nothing is known of it. */
static const char *present_url(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	const struct wsp_server *server = &plan->topo.server[s];

	if (server->client_url)
		return wsp_inventory_text(inventory, server->client_url);
	for (size_t i = 0; server->client_policy && i < inventory->n_client_policies; i++) {
		if (inventory->client_policy[i].name == server->client_policy)
			return wsp_inventory_text(inventory, inventory->client_policy[i].url);
	}
	return "";
}

static bool is_own_name(
	const struct wsp_plan *plan, wsp_server_id s, const char *host, size_t length)
{
	const struct wsp_topology *topo = &plan->topo;
	const char *fqdn = wsp_topology_fqdn(topo, s);
	const char *rest = wsp_topology_text(topo, topo->server[s].aliases);
	const char *word;
	size_t word_length;

	if (wsp_ascii_same(fqdn, strlen(fqdn), host, length))
		return true;
	while (wsp_list_next(&rest, &word, &word_length)) {
		if (wsp_ascii_same(word, word_length, host, length))
			return true;
	}
	return false;
}

/* A name that several servers answer to, `s` among them: `host`, or any when that is NULL. */
static const char *common_name(
	const struct wsp_plan *plan, wsp_server_id s, const char *host, size_t length)
{
	const struct wsp_topology *topo = &plan->topo;

	for (size_t g = 0; topo->group_begin && g < topo->inventory.n_groups; g++) {
		const struct wsp_group *group = &topo->inventory.group[g];
		const char *name = wsp_topology_text(topo, group->name);

		if (group->kind != WSP_GROUP_SHARED_DATABASE && is_member(topo, g, s) &&
			(!host || wsp_ascii_same(name, strlen(name), host, length)))
			return name;
	}
	return NULL;
}

/* Clients keep the name they know, unless no certificate can have it: a short name, an address. */
static void add_client_url(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	const char *present = present_url(plan, s);
	const char *common;
	struct wsp_url url;

	WSP_TEXT_LITERAL(out, "https://");
	if (!wsp_url_parse(present, &url))
		url = (struct wsp_url){0};
	common = common_name(plan, s, url.host, url.host_length);
	if (common)
		wsp_text_adds(out, common);
	else if (url.host && !wsp_host_is_short(url.host, url.host_length) &&
		 is_own_name(plan, s, url.host, url.host_length))
		wsp_text_add(out, url.host, url.host_length);
	else
		wsp_text_adds(out, wsp_topology_fqdn(&plan->topo, s));
	wsp_text_addc(out, ':');
	wsp_text_addu(out, plan->topo.server[s].https_port);
}

bool wsp_placeholder_is_known(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_placeholder placeholder)
{
	struct value value = value_of(plan, s, placeholder);

	return placeholder == WSP_PH_CLIENT_URL || value.text || value.port;
}

void wsp_placeholder_blank(struct wsp_text *out, enum wsp_placeholder placeholder)
{
	static const char *const blank[] = {
		[WSP_PH_FQDN] = "FQDN",
		[WSP_PH_HTTP_PORT] = "HTTP-PORT",
		[WSP_PH_HTTPS_PORT] = "HTTPS-PORT",
		[WSP_PH_UPSTREAM] = "UPSTREAM",
		[WSP_PH_UPSTREAM_HTTP_PORT] = "UPSTREAM-HTTP-PORT",
		[WSP_PH_UPSTREAM_HTTPS_PORT] = "UPSTREAM-HTTPS-PORT",
		[WSP_PH_SITE_CODE] = "SITE-CODE",
		[WSP_PH_THUMBPRINT] = "THUMBPRINT",
		[WSP_PH_CLIENT_POLICY] = "CLIENT-POLICY",
		[WSP_PH_CLIENT_URL] = "CLIENT-URL",
		[WSP_PH_GROUP] = "GROUP",
		[WSP_N_PLACEHOLDERS] = "",
	};

	wsp_text_adds(out, blank[placeholder]);
}

bool wsp_placeholder_value(const struct wsp_plan *plan, wsp_server_id s,
	enum wsp_placeholder placeholder, struct wsp_text *out)
{
	struct value value = value_of(plan, s, placeholder);

	if (placeholder == WSP_PH_CLIENT_URL) {
		add_client_url(plan, s, out);
		return true;
	}
	if (value.text)
		wsp_text_adds(out, value.text);
	else if (value.port)
		wsp_text_addu(out, value.port);
	else
		wsp_placeholder_blank(out, placeholder);
	return value.text || value.port;
}
