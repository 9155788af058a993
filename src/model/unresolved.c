/* Unresolved: findings about upstreams that mean no server, or several. */
#include <string.h>

#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "model/resolve.h"
#include "model/rule.h"
#include "model/schema.h"
#include "model/suggestion.h"
#include "model/value.h"

enum {
	FEW_SERVERS = 20 * 1000, /* up to here every name is compared, beyond first labels only */
	CANDIDATES = 5,          /* named in a finding */
};

/* Which letters and digits a text has: two edits change at most four bits. */
static uint64_t letters(const char *text)
{
	uint64_t set = 0;

	for (; *text; text++)
		set |= UINT64_C(1) << ((unsigned char)*text & 63u);
	return set;
}

static bool takes_effort(struct wsp_resolver *resolver, const struct wsp_rule *rule)
{
	size_t n = resolver->inventory->n_servers;

	if (wsp_rule_is_full(resolver->diags, rule) || resolver->effort == 0)
		return false;
	resolver->effort -= n < resolver->effort ? n : resolver->effort;
	return true;
}

/* The server that `name` was probably meant to be. */
static void suggest(
	struct wsp_resolver *resolver, const char *name, struct wsp_suggestion *suggestion)
{
	const struct wsp_inventory *inventory = resolver->inventory;
	bool short_name = !strchr(name, '.');
	size_t label = strcspn(name, ".");
	uint64_t wanted = letters(name);

	for (size_t row = 0; row < inventory->n_servers; row++) {
		const char *fqdn = wsp_inventory_text(inventory, inventory->server[row].fqdn);
		size_t length = strcspn(fqdn, ".");

		if (length == label && memcmp(fqdn, name, label) == 0) {
			suggestion->best = fqdn;
			suggestion->best_length = strlen(fqdn);
			return;
		}
		if (inventory->n_servers > FEW_SERVERS)
			continue;
		if (short_name)
			wsp_suggestion_offer_start(suggestion, fqdn, length);
		else if (wsp_count_bits(letters(fqdn) ^ wanted) <= 4)
			wsp_suggestion_offer(suggestion, fqdn);
	}
}

static void report_unknown(
	struct wsp_resolver *resolver, const char *name, struct wsp_place place, const char *fqdn)
{
	struct wsp_suggestion suggestion;
	struct wsp_text hint = {0};
	struct wsp_quotation shown = wsp_quote(name, strlen(name));

	wsp_suggestion_init(&suggestion, name);
	if (takes_effort(resolver, WSP_RULE(T002)))
		suggest(resolver, name, &suggestion);
	wsp_diags_add(resolver->diags, WSP_RULE(T002), place,
		wsp_suggestion_hint(&suggestion, &hint),
		"upstream \"%.*s%s\" of server \"%s\" is not in the inventory", shown.length, name,
		shown.more, fqdn);
	resolver->failed |= hint.failed;
	wsp_text_release(&hint);
}

static bool has_alias(
	const struct wsp_inventory *inventory, const struct wsp_server *server, const char *name)
{
	const char *rest = wsp_inventory_text(inventory, server->aliases);
	size_t wanted = strlen(name);
	const char *word;
	size_t length;

	while (wsp_list_next(&rest, &word, &length)) {
		if (length == wanted && memcmp(word, name, length) == 0)
			return true;
	}
	return false;
}

static void list_candidates(
	const struct wsp_inventory *inventory, const char *name, struct wsp_text *list)
{
	size_t n = 0, wanted = strlen(name);

	for (size_t row = 0; row < inventory->n_servers; row++) {
		const struct wsp_server *server = &inventory->server[row];
		const char *fqdn = wsp_inventory_text(inventory, server->fqdn);
		bool same_label = strcspn(fqdn, ".") == wanted && memcmp(fqdn, name, wanted) == 0;

		if ((same_label || has_alias(inventory, server, name)) && n++ < CANDIDATES)
			wsp_text_addf(list, "%s%s", n == 1 ? ": " : ", ", fqdn);
	}
	if (n > CANDIDATES)
		wsp_text_addf(list, " and %zu more", n - CANDIDATES);
}

static void report_ambiguous(
	struct wsp_resolver *resolver, const char *name, struct wsp_place place, const char *fqdn)
{
	struct wsp_text list = {0};

	if (takes_effort(resolver, WSP_RULE(T014)))
		list_candidates(resolver->inventory, name, &list);
	wsp_diags_add(resolver->diags, WSP_RULE(T014), place, NULL,
		"upstream \"%s\" of server \"%s\" may be several servers%s", name, fqdn,
		wsp_text_get(&list));
	resolver->failed |= list.failed;
	wsp_text_release(&list);
}

void wsp_resolver_report(
	struct wsp_resolver *resolver, const struct wsp_server *server, uint32_t found)
{
	const struct wsp_inventory *inventory = resolver->inventory;
	struct wsp_place place =
		wsp_inventory_place(inventory, server, wsp_server_field("upstream"));

	(found == WSP_MANY_ROWS ? report_ambiguous : report_unknown)(resolver,
		wsp_inventory_text(inventory, server->upstream), place,
		wsp_inventory_text(inventory, server->fqdn));
}
