/* Actions: the table, looking one up, and the placeholders of its texts. */
#include "plan/action.h"

#include <string.h>

#include "base/array.h"

const struct wsp_action_row wsp_actions[WSP_N_ACTIONS] = {
	[WSP_CHECK_PREREQUISITES] = {"check-prerequisites", WSP_PART_PREPARATION, 5, 0, 0, false,
		"Read the server's patch level, bindings, SSL settings and last synchronization, "
		"and keep them as the baseline."},
	[WSP_OBTAIN_CERTIFICATE] = {"obtain-certificate", WSP_PART_PREPARATION, 10, 0, 0, false,
		"Get a server certificate for every name by which the server is addressed."},
	[WSP_TRUST_ISSUER] = {"trust-issuer", WSP_PART_PREPARATION, 5, 120, 0, false,
		"Make the server, and the clients that use it, trust the issuers of the "
		"certificates."},
	[WSP_OPEN_FIREWALL] = {"open-firewall", WSP_PART_PREPARATION, 5, 0, 0, false,
		"Let the HTTPS port in; the HTTP port stays open."},
	[WSP_PLAN_ACCESS] = {"plan-access", WSP_PART_PREPARATION, 0, 0, 0, false,
		"Make sure that somebody can log on to the server in the window."},
	[WSP_PREPARE_BALANCER] = {"prepare-balancer", WSP_PART_PREPARATION, 15, 0, 0, false,
		"Add the HTTPS port to the load balancer, and let its health probe use it."},
	[WSP_BACK_UP] = {"back-up", WSP_PART_CONVERSION, 5, 0, 0, false,
		"Save the configuration of IIS and of WSUS."},
	[WSP_TUNE_POOL] = {"tune-pool", WSP_PART_CONVERSION, 5, 0, 0, true,
		"Switch recycling, idle shutdown and the memory limit of WsusPool off."},
	[WSP_BIND_CERTIFICATE] = {"bind-certificate", WSP_PART_CONVERSION, 2, 0, 0, false,
		"Bind the certificate to the HTTPS port, beside the HTTP binding."},
	[WSP_TEST_HTTPS] = {"test-https", WSP_PART_CONVERSION, 3, 0, 0, false,
		"Prove that the five applications answer over HTTPS with a trusted certificate."},
	[WSP_REQUIRE_SSL] = {"require-ssl", WSP_PART_CONVERSION, 2, 0, 2, true,
		"Require SSL on exactly the five applications."},
	[WSP_CONFIGURE_SSL] = {"configure-ssl", WSP_PART_CONVERSION, 1, 0, 1, true,
		"Tell WSUS itself to use HTTPS (wsusutil configuressl)."},
	[WSP_RESTART_SERVER] = {"restart-server", WSP_PART_CONVERSION, 12, 0, 2, true,
		"Restart, so that every change takes effect."},
	[WSP_POINT_CLIENTS] = {"point-clients", WSP_PART_CONVERSION, 3, 0, 0, false,
		"Change the clients' addresses of the update service to HTTPS."},
	[WSP_SET_SUP_SSL] = {"set-sup-ssl", WSP_PART_CONVERSION, 5, 0, 0, false,
		"Let ConfigMgr require SSL on the software update point; it tells its clients."},
	[WSP_RECONNECT_CONSOLES] = {"reconnect-consoles", WSP_PART_CONVERSION, 2, 0, 0, false,
		"Connect consoles and scripts to the HTTPS port."},
	[WSP_VERIFY_SERVER] = {"verify-server", WSP_PART_CONVERSION, 10, 0, 0, false,
		"Prove that the server is converted and healthy."},
	[WSP_SWITCH_SYNC] = {"switch-sync", WSP_PART_DOWNSTREAM, 2, 0, 0, true,
		"Let the downstream use SSL when synchronizing update information."},
	[WSP_VERIFY_SYNC] = {"verify-sync", WSP_PART_DOWNSTREAM, 0, 10, 0, false,
		"Synchronize once, and see that it succeeded."},
	[WSP_RECHECK] = {"recheck", WSP_PART_BEFORE, 5, 0, 0, false,
		"A day before the phase: what was true at preparation is still true."},
	[WSP_VERIFY_CLIENTS] = {"verify-clients", WSP_PART_AFTERWARDS, 0, 1440, 0, false,
		"A day later: nobody is left on HTTP, and computers come back."},
	[WSP_UNSWITCH_SYNC] = {"unswitch-sync", WSP_PART_REPAIR, 2, 0, 0, true,
		"Take the downstream back to HTTP, because its upstream has no HTTPS yet."},
	[WSP_UNREQUIRE_SSL] = {"unrequire-ssl", WSP_PART_REPAIR, 5, 0, 0, true,
		"Stop requiring SSL, because somebody cannot use HTTPS yet."},
};

enum wsp_action wsp_action_find(const char *name)
{
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		if (strcmp(wsp_actions[i].name, name) == 0)
			return (enum wsp_action)i;
	}
	return WSP_N_ACTIONS;
}

const char *const wsp_placeholders[WSP_N_PLACEHOLDERS] = {
	[WSP_PH_FQDN] = "<fqdn>",
	[WSP_PH_HTTP_PORT] = "<http_port>",
	[WSP_PH_HTTPS_PORT] = "<https_port>",
	[WSP_PH_UPSTREAM] = "<upstream>",
	[WSP_PH_UPSTREAM_HTTP_PORT] = "<upstream_http_port>",
	[WSP_PH_UPSTREAM_HTTPS_PORT] = "<upstream_https_port>",
	[WSP_PH_SITE_CODE] = "<site_code>",
	[WSP_PH_THUMBPRINT] = "<thumbprint>",
	[WSP_PH_CLIENT_POLICY] = "<client_policy>",
	[WSP_PH_CLIENT_URL] = "<client_url>",
	[WSP_PH_GROUP] = "<group>",
};

static enum wsp_placeholder placeholder_at(const char *text)
{
	for (unsigned i = 0; i < WSP_N_PLACEHOLDERS; i++) {
		if (strncmp(text, wsp_placeholders[i], strlen(wsp_placeholders[i])) == 0)
			return (enum wsp_placeholder)i;
	}
	return WSP_N_PLACEHOLDERS;
}

enum wsp_placeholder wsp_placeholder_next(const char *text, size_t *ret_before)
{
	for (const char *at = strchr(text, '<'); at; at = strchr(at + 1, '<')) {
		enum wsp_placeholder found = placeholder_at(at);

		if (found != WSP_N_PLACEHOLDERS) {
			*ret_before = (size_t)(at - text);
			return found;
		}
	}
	*ret_before = strlen(text);
	return WSP_N_PLACEHOLDERS;
}
