/* Good estates: small ones, whose plans have all that a verifier looks at. */
#include "good_estates.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "outcome.h"

static struct wsp_site *estate_site(struct wsp_inventory *inventory, const char *name)
{
	size_t n = inventory->n_sites;

	if (!WSP_RESERVE(inventory->site, inventory->site_capacity, n))
		abort();
	inventory->site[n] = (struct wsp_site){.name = estate_text(inventory, name),
		.operators = WSP_ABSENT,
		.servers_per_window = WSP_ABSENT,
		.clients_per_window = WSP_ABSENT};
	inventory->n_sites++;
	return &inventory->site[n];
}

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

/* b1 and b2 behind one address; l1, l2 and l3 synchronize from it. */
static struct wsp_inventory in_group(enum wsp_group_kind kind)
{
	struct wsp_inventory inventory = outcome_estate();

	estate_group(&inventory, "wsus.example.com", kind, "b1.example.com b2.example.com");
	add(&inventory, "root", "")->clients = 10;
	add(&inventory, "b1", "root")->clients = 20;
	add(&inventory, "b2", "root")->clients = 20;
	add(&inventory, "l1", "wsus")->clients = 30;
	add(&inventory, "l2", "wsus")->clients = 30;
	add(&inventory, "l3", "b2")->clients = 30;
	inventory.policy.strategy = WSP_BOTTOM_UP;
	return inventory;
}

struct wsp_inventory good_balanced(void)
{
	return in_group(WSP_GROUP_LOAD_BALANCER);
}

struct wsp_inventory good_alias(void)
{
	return in_group(WSP_GROUP_ALIAS);
}

struct wsp_inventory good_database(void)
{
	return in_group(WSP_GROUP_SHARED_DATABASE);
}

/* One policy points the clients of l1 and l3. */
struct wsp_inventory good_shared_policy(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	estate_client_policy(&inventory, "GPO", WSP_POLICY_GPO, "http://updates.example.com:8530");
	inventory.server[3].clients_by = inventory.server[5].clients_by = WSP_BY_POLICY;
	inventory.server[3].client_policy = inventory.server[5].client_policy =
		estate_text(&inventory, "GPO");
	inventory.policy.strategy = WSP_BOTTOM_UP;
	return inventory;
}

struct wsp_inventory good_overlap(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.cutover = WSP_OVERLAP;
	return inventory;
}

struct wsp_inventory good_overlap_top_down(void)
{
	struct wsp_inventory inventory = good_overlap();

	inventory.policy.strategy = WSP_TOP_DOWN;
	inventory.policy.default_window = 600;
	return inventory;
}

/* root, b1 and l1 are software update points; b2 and what is below are not. */
struct wsp_inventory good_update_points(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	for (unsigned i = 0; i < 4; i += i == 1 ? 2 : 1)
		inventory.server[i].site_code = estate_text(&inventory, "P01");
	inventory.server[1].mode = inventory.server[3].mode = WSP_AUTONOMOUS;
	inventory.server[0].configmgr_role = WSP_CM_CAS;
	inventory.server[1].configmgr_role = WSP_CM_PRIMARY;
	inventory.server[3].configmgr_role = WSP_CM_SECONDARY;
	inventory.policy.strategy = WSP_BOTTOM_UP;
	return inventory;
}

/* One first synchronization at a time from an upstream; one operator at the site of the leaves. */
struct wsp_inventory good_sites(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	estate_site(&inventory, "Far")->operators = 1;
	for (unsigned i = 3; i < 6; i++)
		inventory.server[i].site = estate_text(&inventory, "Far");
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.syncs_per_upstream = 1;
	return inventory;
}

struct wsp_inventory good_counted_canary(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.canary = estate_words(&inventory, "3");
	return inventory;
}

/*
 * Saturday nights from 2026-12-05 on, but not over the turn of the year; l1 not before 2026-12-12,
 * l2 held until 2026-12-13, and b2 before 2027-06-30.
 */
struct wsp_inventory good_dated(void)
{
	struct wsp_inventory inventory = outcome_estate();

	add_company(&inventory);
	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.soak = 24 * 60;
	inventory.policy.default_window = WSP_ABSENT;
	inventory.window = calloc(1, sizeof(*inventory.window));
	inventory.freeze = calloc(1, sizeof(*inventory.freeze));
	if (!inventory.window || !inventory.freeze)
		abort();
	inventory.n_windows = inventory.window_capacity = 1;
	inventory.n_freezes = inventory.freeze_capacity = 1;
	inventory.window[0] = (struct wsp_window){.name = estate_text(&inventory, "weekend"),
		.start = estate_text(&inventory, "2026-12-05T22:00"),
		.duration = 240};
	inventory.freeze[0] = (struct wsp_freeze){.from = estate_text(&inventory, "2026-12-26"),
		.to = estate_text(&inventory, "2027-01-04"),
		.reason = estate_text(&inventory, "year-end")};
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-12");
	inventory.server[4].hold_until = estate_text(&inventory, "2026-12-13");
	inventory.server[4].hold_reason = estate_text(&inventory, "migration");
	inventory.server[2].deadline = estate_text(&inventory, "2027-06-30");
	inventory.server[5].certificate_source = WSP_PUBLIC_CA;
	inventory.server[5].certificate_lead = WSP_ABSENT;
	return inventory;
}
