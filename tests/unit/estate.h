/*
 * Estate: small topologies made by hand, for tests of everything above the model.
 *
 *     struct wsp_inventory inventory = {0};
 *     struct wsp_topology topo = {0};
 *     estate_server(&inventory, "root.example.com", "microsoft-update");
 *     estate_server(&inventory, "leaf.example.com", "root.example.com")->clients = 40;
 *     CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &topo));
 *     …
 *     wsp_topology_release(&topo);
 */
#ifndef ESTATE_H
#define ESTATE_H

#include <stdbool.h>

#include "model/inventory.h"
#include "model/topology.h"

/** Intern `text`; aborts when memory runs out. */
wsp_string estate_text(struct wsp_inventory *inventory, const char *text);

/**
 * Append a server with ports 8530 and 8531, autonomous directly below Microsoft Update or offline,
 * otherwise a replica. Everything else is absent. Its place is line N of no file, N its number from
 * 1.
 *
 * @return the row to fill; valid until the next call
 */
struct wsp_server *estate_server(
	struct wsp_inventory *inventory, const char *fqdn, const char *upstream);

/** Mark a key of the server table as given. */
void estate_given(struct wsp_server *server, const char *key);

/** Append a group; `members` is a word list, separated by spaces. */
struct wsp_group *estate_group(struct wsp_inventory *inventory, const char *name,
	enum wsp_group_kind kind, const char *members);

/** Append a client policy. */
struct wsp_client_policy *estate_client_policy(struct wsp_inventory *inventory, const char *name,
	enum wsp_policy_kind kind, const char *url);

/** Intern a word list given with spaces. */
wsp_string estate_words(struct wsp_inventory *inventory, const char *words);

/** Build the topology, which takes the inventory over. @return false when it has errors */
bool estate_build(struct wsp_inventory *inventory, struct wsp_topology *topo);

#endif
