/*
 * Topology: servers numbered breadth first, parents before children.
 *
 * `parent[s] < s` unless it is WSP_NO_SERVER; the children of `s` are child_begin[s] …
 * child_begin[s + 1] - 1. A forward loop is top-down, a backward loop bottom-up. Siblings and roots
 * keep their order in the input. Attributes are in `server[s]`, const after building.
 */
#ifndef WSP_MODEL_TOPOLOGY_H
#define WSP_MODEL_TOPOLOGY_H

#include "model/inventory.h"

typedef uint32_t wsp_server_id;
#define WSP_NO_SERVER UINT32_MAX
#define WSP_NO_SITE   UINT32_MAX
#define WSP_NO_GROUP  UINT32_MAX
#define WSP_NO_POLICY UINT32_MAX

enum wsp_feed { WSP_FEED_SERVER = 0, WSP_FEED_MICROSOFT, WSP_FEED_OFFLINE };

struct wsp_topology {
	struct wsp_inventory inventory;  /* owned; its `server` array was laid out by number */
	const struct wsp_server *server; /* = inventory.server */
	uint32_t n_servers;              /* retired ones included */
	wsp_server_id *parent;           /* heap */
	wsp_server_id *child_begin;      /* heap; n_servers + 1 */
	uint8_t *feed;                   /* heap; enum wsp_feed, WSP_FEED_SERVER below a root */
	uint32_t *level;                 /* heap; root 0 */
	uint32_t *height;                /* heap; leaf 0 */
	uint32_t *site;          /* heap; by server: row of inventory.site, WSP_NO_SITE: none; NULL
				    without `sites` */
	uint32_t *client_policy; /* heap; by server: row of inventory.client_policy that it
				    names, WSP_NO_POLICY: none; NULL without any */
	uint32_t *link_group;  /* heap; by server: row of inventory.group that its `upstream` names,
				  WSP_NO_GROUP: none; NULL without `groups` */
	uint32_t *group_begin; /* heap; n_groups + 1; NULL without `groups` */
	wsp_server_id *group_member; /* heap; of group g: group_begin[g] … group_begin[g + 1] - 1,
					in the order of `members`, unknown names left out */
};

/**
 * Resolve names and number the servers.
 *
 * Takes the inventory over, whatever the result. Findings: unknown or ambiguous upstream, cycle
 * (once each, as its path from the member that comes first in the input), duplicate server_id.
 *
 * @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY; on failure `topo` is empty
 */
enum wsp_status wsp_topology_build(
	struct wsp_topology *topo, struct wsp_inventory *inventory, struct wsp_diags *diags);

void wsp_topology_release(struct wsp_topology *topo);

/**
 * Find a server by FQDN, alias or unique first label, any case.
 * @return WSP_NO_SERVER when unknown or ambiguous. Slow (a walk); for options and commands.
 */
wsp_server_id wsp_topology_find(const struct wsp_topology *topo, const char *name);

static inline const char *wsp_topology_text(const struct wsp_topology *topo, wsp_string id)
{
	return wsp_strings_text(&topo->inventory.strings, id);
}

static inline const char *wsp_topology_fqdn(const struct wsp_topology *topo, wsp_server_id s)
{
	return wsp_strings_text(&topo->inventory.strings, topo->server[s].fqdn);
}

/** The row of the client policy that `s` names, or WSP_NO_POLICY. */
static inline uint32_t wsp_topology_client_policy(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->client_policy ? topo->client_policy[s] : WSP_NO_POLICY;
}

/** The row of the site of `s`, or WSP_NO_SITE. */
static inline uint32_t wsp_topology_site(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->site ? topo->site[s] : WSP_NO_SITE;
}

/** The group through which `s` synchronizes, or WSP_NO_GROUP. */
static inline uint32_t wsp_topology_link_group(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->link_group ? topo->link_group[s] : WSP_NO_GROUP;
}

static inline uint32_t wsp_topology_n_children(const struct wsp_topology *topo, wsp_server_id s)
{
	return topo->child_begin[s + 1] - topo->child_begin[s];
}

#endif
