/* Closure: what remains when the last phase is signed off, and what is looked up. */
#include "report/sections.h"

static void tell_expiries(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_topology *topo = &plan->topo;
	uint64_t known = 0;
	uint64_t unknown = 0;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (plan->status[s] > WSP_STATUS_DONE)
			continue;
		known += topo->server[s].certificate_expires != 0;
		unknown += topo->server[s].certificate_expires == 0;
	}
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH,
		"*Certificates.* When one expires, its clients, consoles and downstream servers "
		"all stop at that moment. Enter every expiry into monitoring, 60 and 30 days "
		"ahead, with the renewal and the new binding as one task. Known now: %; to be read "
		"from the server: %.",
		wsp_number_word(known), wsp_number_word(unknown));
	if (known == 0)
		return;
	wsp_book_head(book, 0, "Server|Expires|Issuer|☐ in monitoring");
	known = 0;
	for (wsp_server_id s = 0; s < topo->n_servers && known < WSP_LIST_MAX; s++) {
		const struct wsp_server *server = &topo->server[s];

		if (plan->status[s] > WSP_STATUS_DONE || !server->certificate_expires)
			continue;
		known++;
		WSP_TELL(book, WSP_BLOCK_ROW, "%|%|%|☐", wsp_text_word(wsp_topology_fqdn(topo, s)),
			wsp_text_word(wsp_topology_text(topo, server->certificate_expires)),
			wsp_text_word(wsp_topology_text(topo, server->certificate_issuer)));
	}
}

void wsp_tell_closure(struct wsp_book *book)
{
	static const char *const tasks[] = {
		"Every phase is signed off, and its checks a day later are ticked.",
		"Each certificate's expiry is in monitoring, with a person who renews it.",
		"Monitoring, consoles and scripts use the HTTPS port; nothing but content uses "
		"HTTP according to the IIS logs of a week.",
		"The HTTP port is still open, towards clients and downstream servers, and the "
		"firewall rule says why: update files.",
		"Computers that have not reported since their server was converted are listed and "
		"followed up.",
		"What was left out has an owner and a date, or an accepted risk: see *What is left "
		"out, and what stays in clear*.",
		"The inventory carries the new state, so that the next plan begins from it.",
		"Functions and backups that the steps left on the servers are filed or removed.",
	};

	wsp_book_tell(book, WSP_BLOCK_PAGE, "");
	wsp_book_section(book, "Closure");
	for (size_t i = 0; i < WSP_COUNT(tasks); i++)
		wsp_book_tell(book, WSP_BLOCK_TASK, tasks[i]);
	wsp_tell_in_clear(book, false);
	tell_expiries(book);
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"*WSUS is deprecated* since September 2024: it is shipped and supported, also in "
		"Windows Server 2025, and gets no new features. HTTPS is worth having for as long "
		"as it runs; plan what replaces it separately.");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"Closed by ............................ on ....................");
}

void wsp_tell_error_codes(struct wsp_book *book)
{
	static const struct {
		const char *code, *meaning, *action;
	} rows[] = {
		{"0x80244018, HTTP 403", "HTTP to an application that requires SSL",
			"client: new policy, `gpupdate /force`; downstream server: `switch-sync`"},
		{"0x80072F8F", "the certificate is not accepted: name, issuer, date or clock",
			"compare the name used with the certificate; trust of the issuer; clock"},
		{"0x800B0109", "the root is not trusted", "issuer into the computer's root store"},
		{"0x80072F7D, 0x80072EFE",
			"no TLS: HTTPS to the HTTP port, or no certificate bound",
			"port 8531 in the address; `bind-certificate`"},
		{"0x80072EFD, 0x80072EE2", "no connection, or no answer in time",
			"firewall; server restarting; wait, then try again"},
		{"0x80072F0C", "the site asks for client certificates",
			"SSL settings of the five applications: Ignore"},
		{"0x80072F8A, 0x80072F19",
			"certificate revoked, or its revocation list is out of reach",
			"revocation list reachable from the computer"},
		{"0x80244016, HTTP 400", "HTTP to the HTTPS port", "https:// in the address"},
		{"0x80244017, HTTP 401", "authentication, not SSL",
			"anonymous access of the application"},
		{"0x80244019, HTTP 404", "wrong site or folder, not SSL", "address; site of WSUS"},
		{"0x80244022, HTTP 503", "the application pool is down or full",
			"`WsusPool` running? memory limit and queue as in `tune-pool`"},
		{"0x8024402C", "name not resolved, or a proxy", "DNS; proxy of the computer"},
		{"UssCommunicationError", "a downstream server does not reach its upstream",
			"upstream enforces and the link is not switched, or it is not trusted"},
		{"The underlying connection was closed", "no common TLS version, or nothing bound",
			"TLS 1.2 on both ends; `test-https`"},
		{"Could not establish trust relationship",
			"name or issuer of the upstream's certificate",
			"`trust-issuer`; upstream named by its FQDN"},
		{"Console: connection error", "it still uses the HTTP port",
			"remove the server, connect again with SSL and 8531"},
		{"Browser: 403 at the site's root", "normal, not a fault", "none"},
	};

	wsp_book_section(book, "Error codes");
	wsp_book_head(book, 0, "Code or message|Means here|Look at");
	for (size_t i = 0; i < WSP_COUNT(rows); i++) {
		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "%|%|", wsp_prose_word(rows[i].code),
			wsp_prose_word(rows[i].meaning));
		wsp_book_add(book, rows[i].action);
		wsp_book_put(book);
	}
}

void wsp_tell_glossary(struct wsp_book *book)
{
	static const char *const words[] = {
		"*Upstream, downstream:* the server a WSUS server synchronizes from; a server that "
		"synchronizes from it. A *root* synchronizes from Microsoft Update or is fed "
		"offline.",
		"*Convert:* the whole visit of one server, `back-up` to `verify-server`. It counts "
		"from `require-ssl` on.",
		"*Switch:* on a downstream server, use of SSL when synchronizing, and the port.",
		"*The five applications:* ApiRemoting30, ClientWebService, DSSAuthWebService, "
		"ServerSyncWebService, SimpleAuthWebService. SSL is required on these and on "
		"nothing else.",
		"*Phase, wave:* what is done in one window; servers of it among which there is no "
		"order.",
		"*Replica, autonomous:* a replica takes approvals and groups from its upstream; an "
		"autonomous server takes only the updates.",
	};

	wsp_book_section(book, "Words");
	for (size_t i = 0; i < WSP_COUNT(words); i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, words[i]);
}
