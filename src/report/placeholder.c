#include "report/placeholder.h"

/* What is written for a placeholder: a text, or a number where there is none; neither: unknown. */
struct value {
	const char *text;
	uint16_t port;
};

static struct value text_value(const struct wsp_plan *plan, wsp_string text)
{
	return (struct value){text ? wsp_topology_text(&plan->topo, text) : NULL, 0};
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
		return text_value(plan, upstream->fqdn);
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
	case WSP_N_PLACEHOLDERS:
		break;
	}
	return (struct value){0};
}

bool wsp_placeholder_is_known(
	const struct wsp_plan *plan, wsp_server_id s, enum wsp_placeholder placeholder)
{
	struct value value = value_of(plan, s, placeholder);

	return value.text || value.port;
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
		[WSP_N_PLACEHOLDERS] = "",
	};

	wsp_text_adds(out, blank[placeholder]);
}

bool wsp_placeholder_value(const struct wsp_plan *plan, wsp_server_id s,
	enum wsp_placeholder placeholder, struct wsp_text *out)
{
	struct value value = value_of(plan, s, placeholder);

	if (value.text)
		wsp_text_adds(out, value.text);
	else if (value.port)
		wsp_text_addu(out, value.port);
	else
		wsp_placeholder_blank(out, placeholder);
	return value.text || value.port;
}
