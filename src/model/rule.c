/* Rules: the table, finding a row, and the reference made from it. */
#include "model/rule.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"

const struct wsp_rule wsp_rules[WSP_N_RULES] = {
#include "model/rule_calendar.inc"
#include "model/rule_input.inc"
#include "model/rule_plan.inc"
#include "model/rule_server.inc"
#include "model/rule_topology.inc"
#include "model/rule_verify.inc"
};

const struct wsp_rule *wsp_rule_find(const char *code)
{
	size_t length = strlen(code);

	for (size_t i = 0; i < WSP_N_RULES; i++) {
		if (wsp_ascii_same(wsp_rules[i].code, strlen(wsp_rules[i].code), code, length))
			return &wsp_rules[i];
	}
	return NULL;
}

/* The series of codes, in the order of the table. */
static const struct series {
	char letter;
	const char *title;
} series[] = {
	{'I', "Input files"},
	{'T', "Topology"},
	{'P', "Ports"},
	{'C', "Certificates"},
	{'V', "Servers"},
	{'O', "Order"},
	{'M', "ConfigMgr"},
	{'K', "Clients"},
	{'D', "Calendar"},
	{'F', "Fit of a plan"},
	{'H', "Hard rules, which `verify` proves"},
	{'Y', "What else `verify` proves"},
};

/* Rules of the trade that no key of an inventory can decide. */
static const struct elsewhere {
	const char *subject, *where;
} elsewhere[] = {
	{"The upstream lists another downstream than the inventory has (a server was moved)",
		"by hand: the upstream's console, Downstream Servers"},
	{"The HTTP port is closed, or content does not answer over HTTP",
		"`check-prerequisites`, `test-https`; no step of a plan ever closes it"},
	{"The HTTPS port is not open for a zone with clients or downstreams",
		"`open-firewall`, and `test-https` from that zone"},
	{"A certificate without private key or without Server Authentication",
		"`obtain-certificate`, `bind-certificate`"},
	{"A consumer does not trust the issuer", "`trust-issuer`, `test-https` from that consumer"},
	{"Clients pin certificates", "by hand: the store WindowsServerUpdateServices on clients"},
	{"The site asks for client certificates, or SSL is required on all of it", "`require-ssl`"},
	{"Limits of the WsusPool", "`tune-pool`"},
	{"Clients that do not use the intranet update service",
		"`point-clients`, `verify-clients`"},
	{"Clients that reach WSUS through a user's proxy, or download from an alternate server",
		"by hand: the policy of the clients"},
	{"Scripts and tools that contain the HTTP port", "`reconnect-consoles`"},
	{"TLS ends on a load balancer: not documented, and Require SSL behind it answers 403.4",
		"by hand: with the owners of the load balancer, before planning"},
};

static void write_introduction(struct wsp_text *out)
{
	WSP_TEXT_LITERAL(out,
		"# Rules\n\n"
		"Every finding has a code, a severity and a class. The class says what it means "
		"for a "
		"plan:\n\n"
		"- **input**: no correct plan exists until an error of this class is gone; "
		"planning "
		"stops.\n"
		"- **estate**: the servers are not ready. The plan repairs, prepares or holds; it "
		"is "
		"made all the same.\n"
		"- **plan**: about the plan itself, whether it can be made and what to know about "
		"it.\n\n"
		"Of one code at most 200 findings are shown and the rest is counted. "
		"`wsusplan explain CODE` prints one section of this page, which is made from the "
		"same "
		"table.\n");
}

static void write_table(struct wsp_text *out, const struct series *of)
{
	wsp_text_addf(out,
		"\n## %c: %s\n\n| code | severity | class | finding |\n| --- | --- | --- | --- |\n",
		of->letter, of->title);
	for (size_t i = 0; i < WSP_N_RULES; i++) {
		const struct wsp_rule *rule = &wsp_rules[i];

		if (rule->code[0] == of->letter)
			wsp_text_addf(out, "| %s | %s | %s | %s |\n", rule->code,
				wsp_severity_names[rule->severity],
				wsp_class_names[rule->finding_class], rule->title);
	}
}

static void write_sections(struct wsp_text *out, const struct series *of)
{
	for (size_t i = 0; i < WSP_N_RULES; i++) {
		const struct wsp_rule *rule = &wsp_rules[i];

		if (rule->code[0] == of->letter)
			wsp_text_addf(out, "\n### %s: %s\n\n%s\n\nWhat to do: %s.\n\nSource: %s.\n",
				rule->code, rule->title, rule->explain, rule->hint, rule->source);
	}
}

static void write_elsewhere(struct wsp_text *out)
{
	WSP_TEXT_LITERAL(out, "\n## Checked on the servers instead\n\n"
			      "These mistakes are as common, but an inventory does not show them. "
			      "The steps named "
			      "here look for them.\n\n"
			      "| mistake | where it is found |\n| --- | --- |\n");
	for (size_t i = 0; i < WSP_COUNT(elsewhere); i++)
		wsp_text_addf(out, "| %s | %s |\n", elsewhere[i].subject, elsewhere[i].where);
}

void wsp_rules_reference(struct wsp_text *out)
{
	write_introduction(out);
	for (size_t i = 0; i < WSP_COUNT(series); i++) {
		write_table(out, &series[i]);
		write_sections(out, &series[i]);
	}
	write_elsewhere(out);
}
