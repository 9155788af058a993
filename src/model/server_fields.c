/* Server fields: every key of a server. */
#include "base/array.h"
#include "model/fields.h"

#define AT(member) .offset = offsetof(struct wsp_server, member)
#define WORDS(...)                                                                                 \
	.words = (const char *const[])                                                             \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

enum { MANY = 10 * 1000 * 1000 };

const struct wsp_field wsp_server_fields[] = {
	{"fqdn", WSP_TYPE_FQDN, AT(fqdn), .required = true, .own = true,
		.meaning = "The full name of the server; upper and lower case are the same."},
	{"upstream", WSP_TYPE_NAME, AT(upstream), .required = true,
		.meaning = "Where it synchronizes from: `microsoft-update`, `offline` (fed by "
			   "export and import), the FQDN, alias or unique short name of a server, "
			   "or the name of a group."},
	{"mode", WSP_TYPE_ENUM, AT(mode), WORDS("autonomous", "replica"), .fallback = "autonomous",
		.meaning = "Whether it has approvals of its own. Say it for each server: taken "
			   "from `defaults` or left out it is a warning, because a wrong mode "
			   "changes what clients install."},
	{"site", WSP_TYPE_TEXT, AT(site),
		.meaning = "Where it stands; a name of `sites`, or any other."},
	{"owner", WSP_TYPE_TEXT, AT(owner), .meaning = "The team that is asked and told."},
	{"aliases", WSP_TYPE_WORDS, AT(aliases), .shape = WSP_SHAPE_HOST, .own = true,
		.meaning = "Other host names that clients, downstream servers or consoles use "
			   "for it."},
	{"http_port", WSP_TYPE_PORT, AT(http_port), .fallback = "8530",
		.meaning = "The port of its web site for HTTP; it stays open for content."},
	{"https_port", WSP_TYPE_PORT, AT(https_port), .fallback = "8531",
		.meaning = "The port of its web site for HTTPS; 443 by default when `http_port` "
			   "is 80."},
	{"upstream_port", WSP_TYPE_PORT, AT(upstream_port),
		.meaning = "The upstream's port as this server is configured now."},
	{"clients", WSP_TYPE_COUNT, AT(clients), .max = MANY, .fallback = "0", .absent = WSP_ABSENT,
		.meaning = "Computers that scan against it, those of its downstream servers not "
			   "counted."},
	{"clients_by", WSP_TYPE_CLIENTS_BY, AT(clients_by),
		WORDS("gpo", "mdm", "configmgr", "local", "none"), .fallback = "gpo",
		.meaning = "What tells the clients their server: a policy of its own kind, or the "
			   "name of one of `client_policies`."},
	{"client_url", WSP_TYPE_TEXT, AT(client_url), .shape = WSP_SHAPE_URL,
		.meaning = "The update service URL that clients have now (`WUServer`)."},
	{"client_status_url", WSP_TYPE_TEXT, AT(client_status_url), .shape = WSP_SHAPE_URL,
		.meaning = "The statistics URL that clients have now (`WUStatusServer`)."},
	{"build", WSP_TYPE_COUNT, AT(build), .min = 1, .max = 999999,
		.meaning = "The third number of the WSUS version, such as 17763."},
	{"certificate.source", WSP_TYPE_ENUM, AT(certificate_source),
		WORDS("domain-ca", "public-ca", "self-signed"), .fallback = "domain-ca",
		.meaning =
			"Who issues the certificate; it decides who has to be made to trust it."},
	{"certificate.names", WSP_TYPE_WORDS, AT(certificate_names), .shape = WSP_SHAPE_WILDCARD,
		.meaning = "Every DNS name in the certificate."},
	{"certificate.issuer", WSP_TYPE_TEXT, AT(certificate_issuer),
		.meaning = "The issuing authority, as people know it."},
	{"certificate.expires", WSP_TYPE_DATE, AT(certificate_expires),
		.meaning = "The last day of the certificate."},
	{"certificate.lead", WSP_TYPE_DURATION, AT(certificate_lead), .absent = WSP_ABSENT,
		.meaning =
			"How long it takes to get the certificate, counted while neither "
			"`expires` nor `thumbprint` is given; without it 3 days for `public-ca`, "
			"otherwise nothing."},
	{"certificate.thumbprint", WSP_TYPE_TEXT, AT(certificate_thumbprint),
		.shape = WSP_SHAPE_THUMBPRINT,
		.meaning = "SHA-1 thumbprint: 40 hexadecimal digits; spaces, colons and case do "
			   "not count. The certificate is bound by it."},
	{"state.https", WSP_TYPE_ENUM, AT(https), WORDS("none", "bound", "required", "configured"),
		.meaning = "How far its conversion is: certificate bound, SSL required on the "
			   "applications, `configuressl` run and the server restarted."},
	{"state.sync_ssl", WSP_TYPE_BOOL, AT(sync_ssl),
		.meaning = "Whether it synchronizes from its upstream with SSL already."},
	{"state.clients_https", WSP_TYPE_ENUM, AT(clients_https), WORDS("none", "some", "all"),
		.meaning = "How many of its clients have an HTTPS address already."},
	{"state.required_apps", WSP_TYPE_WORDS, AT(required_apps),
		WORDS("ApiRemoting30", "ClientWebService", "DSSAuthWebService",
			"ServerSyncWebService", "SimpleAuthWebService"),
		.meaning = "Which of the five applications require SSL now."},
	{"state.extra_apps", WSP_TYPE_WORDS, AT(extra_apps),
		WORDS("Content", "Inventory", "ReportingWebService", "SelfUpdate", "site"),
		.meaning = "What else requires SSL now, and must not: `site` is the web site "
			   "itself."},
	{"state.using_ssl", WSP_TYPE_BOOL, AT(using_ssl),
		.meaning = "`UsingSSL` in the registry of the server."},
	{"state.registry_port", WSP_TYPE_PORT, AT(registry_port),
		.meaning = "`PortNumber` in the registry of the server."},
	{"state.sync_port", WSP_TYPE_PORT, AT(sync_port),
		.meaning = "The upstream's port in the synchronization settings, when the state "
			   "was observed."},
	{"state.observed_at", WSP_TYPE_DATE, AT(observed_at),
		.meaning = "When the state was observed."},
	{"last_sync", WSP_TYPE_DATE, AT(last_sync), WORDS("never"),
		.meaning = "When it synchronized last, or `never`."},
	{"last_sync_result", WSP_TYPE_ENUM, AT(last_sync_result),
		WORDS("succeeded", "failed", "canceled", "never"), .meaning = "How that ended."},
	{"sync_times", WSP_TYPE_WORDS, AT(sync_times), .shape = WSP_SHAPE_TIME,
		.meaning = "Times of day at which it synchronizes, `HH:MM`."},
	{"tls12", WSP_TYPE_BOOL, AT(tls12), .meaning = "Whether it can speak TLS 1.2."},
	{"patched", WSP_TYPE_BOOL, AT(patched),
		.meaning = "Whether the fix for CVE-2025-59287 is installed."},
	{"roles", WSP_TYPE_WORDS, AT(roles),
		.meaning = "What else runs on the host, such as `domain-controller`; a restart "
			   "takes it down too."},
	{"database", WSP_TYPE_ENUM, AT(database), WORDS("wid", "sql", "remote-sql"),
		.meaning = "Where its database is: Windows Internal Database, SQL Server on the "
			   "host, or on another."},
	{"server_id", WSP_TYPE_NAME, AT(server_id), .own = true,
		.meaning = "Its ServerId; two servers with the same one share a database or were "
			   "cloned."},
	{"configmgr.role", WSP_TYPE_ENUM, AT(configmgr_role), WORDS("cas", "primary", "secondary"),
		.meaning = "The kind of ConfigMgr site whose software update point it is."},
	{"configmgr.site_code", WSP_TYPE_TEXT, AT(site_code), .meaning = "The code of that site."},
	{"restart", WSP_TYPE_ENUM, AT(restart), WORDS("server", "services"), .fallback = "server",
		.meaning = "What is restarted after `configuressl`: the host, or IIS and the WSUS "
			   "service only."},
	{"access", WSP_TYPE_TEXT, AT(access), .meaning = "How an administrator gets onto it."},
	{"not_before", WSP_TYPE_DATE, AT(not_before),
		.meaning = "It is not converted before; in plans with dates."},
	{"deadline", WSP_TYPE_DATE, AT(deadline),
		.meaning = "Its phase has to end by then; in plans with dates."},
	{"hold.until", WSP_TYPE_DATE, AT(hold_until),
		.meaning = "It is left alone until the end of that day, and those above it wait. "
			   "Without it, and without dated windows, it is left out of the plan."},
	{"hold.reason", WSP_TYPE_TEXT, AT(hold_reason), .required = true,
		.meaning = "Why it is left alone."},
	{"exclude.reason", WSP_TYPE_TEXT, AT(exclude_reason), .required = true,
		.meaning = "Why it stays on HTTP for good."},
	{"exclude.switch", WSP_TYPE_BOOL, AT(exclude_switch), .fallback = "true",
		.meaning = "Whether it is still switched with its upstream."},
	{"retired", WSP_TYPE_BOOL, AT(retired),
		.meaning = "Whether it is no longer there; then nothing is planned for it."},
	{"fed_from", WSP_TYPE_FQDN, AT(fed_from),
		.meaning = "The server whose export feeds it, for `upstream: offline`; it is "
			   "drawn, never ordered."},
	{"notes", WSP_TYPE_TEXT, AT(notes), .meaning = "One line that stands in the runbook."},
};

const unsigned wsp_n_server_fields = WSP_COUNT(wsp_server_fields);

_Static_assert(WSP_COUNT(wsp_server_fields) == WSP_N_SERVER_FIELDS,
	"the section of servers has another number of rows");
