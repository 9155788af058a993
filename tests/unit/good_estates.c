/* Good estates: small ones, whose plans have all that a verifier looks at. */
#include "good_estates.h"

#include <stdio.h>

#include "outcome.h"

static struct wsp_server *add(
	struct wsp_inventory *inventory, const char *name, const char *upstream)
{
	char fqdn[64], up[64];

	snprintf(fqdn, sizeof(fqdn), "%s.example.com", name);
	snprintf(up, sizeof(up), "%s.example.com", upstream);
	return estate_server(inventory, fqdn, *upstream ? up : "microsoft-update");
}

/* root, branches b1 and b2, leaves l1 and l2 below b1, l3 below b2 */
static void add_company(struct wsp_inventory *inventory)
{
	add(inventory, "root", "")->clients = 10;
	add(inventory, "b1", "root")->clients = 20;
	add(inventory, "b2", "root")->clients = 20;
	add(inventory, "l1", "b1")->clients = 30;
	add(inventory, "l2", "b1")->clients = 30;
	add(inventory, "l3", "b2")->clients = 30;
}

/* Phases: l1 l2, l3 b1, b2, root. */
struct wsp_inventory good_bottom_up(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.servers_per_window = 2;
	inventory.policy.clients_per_window = 70;
	return inventory;
}

/* One phase: leaves, branches and root in three waves. */
struct wsp_inventory good_in_order(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.separation = WSP_SEPARATE_ORDER;
	inventory.policy.default_window = 600;
	return inventory;
}

struct wsp_inventory good_top_down(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_TOP_DOWN;
	inventory.policy.default_window = 600;
	return inventory;
}

/* The branch of b1 first, alone. */
struct wsp_inventory good_with_canary(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.canary = estate_words(&inventory, "b1");
	return inventory;
}

/*
 * A rollout begun by hand: `half` requires SSL over its unswitched downstream `deaf`; `early` was
 * switched to `late`, which has no certificate; `old` cannot follow `strict`, which requires SSL;
 * `kept` is held, and `parent` waits for it; `stays` is excluded; `ready` is bound.
 */
struct wsp_inventory good_begun(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_server *server;

	inventory.policy.strategy = WSP_BOTTOM_UP;
	add(&inventory, "root", "");
	add(&inventory, "half", "root")->https = WSP_HTTPS_REQUIRED;
	add(&inventory, "deaf", "half");
	add(&inventory, "late", "root");
	add(&inventory, "early", "late")->sync_ssl = WSP_YES;
	add(&inventory, "other", "")->clients = 3;
	add(&inventory, "strict", "other")->https = WSP_HTTPS_CONFIGURED;
	add(&inventory, "old", "strict")->tls12 = WSP_NO;
	add(&inventory, "third", "");
	add(&inventory, "parent", "third");
	add(&inventory, "kept", "parent")->hold_reason = estate_text(&inventory, "migration");
	add(&inventory, "fourth", "");
	server = add(&inventory, "stays", "fourth");
	server->exclude_reason = estate_text(&inventory, "to be replaced");
	add(&inventory, "ready", "fourth")->https = WSP_HTTPS_BOUND;
	return inventory;
}
