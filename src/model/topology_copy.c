/* Topology copy: arrays are as long as they are used, not as their capacity. */
#include "model/topology_copy.h"

#include <stdlib.h>
#include <string.h>

/* What is copied, by the place of its pointer; no array of a topology is longer than SIZE_MAX. */
struct part {
	const void *from;
	void *to; /* address of the pointer to the copy */
	size_t n, size;
};

static bool copy_part(const struct part *part)
{
	size_t bytes = part->n * part->size;
	void *copy;

	if (!part->from)
		return true;
	copy = calloc(1, bytes > 0 ? bytes : 1);
	if (!copy)
		return false;
	memcpy(copy, part->from, bytes);
	memcpy(part->to, &copy, sizeof(copy));
	return true;
}

static bool copy_parts(const struct part *parts, size_t n)
{
	bool done = true;

	for (size_t i = 0; i < n && done; i++)
		done = copy_part(&parts[i]);
	return done;
}

#define PART(count, field)                                                                         \
	{                                                                                          \
		from->field, &to->field, (size_t)(count), sizeof(*from->field)                     \
	}

static bool copy_inventory(const struct wsp_inventory *from, struct wsp_inventory *to)
{
	const struct part parts[] = {
		PART(from->strings.length, strings.bytes),
		PART(from->strings.n_slots, strings.slot),
		PART(from->policy.n_trees, policy.tree),
		PART(from->policy.n_durations, policy.duration),
		PART(from->n_servers, server),
		PART(from->n_key_places, key_place),
		PART(from->n_windows, window),
		PART(from->n_freezes, freeze),
		PART(from->n_sites, site),
		PART(from->n_groups, group),
		PART(from->n_client_policies, client_policy),
		PART(from->n_files, file),
	};

	to->strings.capacity = from->strings.length;
	to->policy.tree_capacity = from->policy.n_trees;
	to->policy.duration_capacity = from->policy.n_durations;
	to->server_capacity = from->n_servers;
	to->key_place_capacity = from->n_key_places;
	to->window_capacity = from->n_windows;
	to->freeze_capacity = from->n_freezes;
	to->site_capacity = from->n_sites;
	to->group_capacity = from->n_groups;
	to->client_policy_capacity = from->n_client_policies;
	to->file_capacity = from->n_files;
	return copy_parts(parts, sizeof(parts) / sizeof(parts[0]));
}

static bool copy_numbers(const struct wsp_topology *from, struct wsp_topology *to)
{
	size_t n = from->n_servers, n_groups = from->inventory.n_groups;
	const struct part parts[] = {
		PART(n, parent),
		PART(n + 1, child_begin),
		PART(n, feed),
		PART(n, level),
		PART(n, height),
		PART(n, site),
		PART(n, client_policy),
		PART(n, link_group),
		PART(n_groups + 1, group_begin),
		PART(from->group_begin ? from->group_begin[n_groups] : 0, group_member),
	};

	return copy_parts(parts, sizeof(parts) / sizeof(parts[0]));
}

/* Forget what is owned by another one: from here on a release is safe at any time. */
static void disown_inventory(struct wsp_inventory *inventory)
{
	inventory->strings.bytes = NULL;
	inventory->strings.slot = NULL;
	inventory->policy.tree = NULL;
	inventory->policy.duration = NULL;
	inventory->server = NULL;
	inventory->key_place = NULL;
	inventory->window = NULL;
	inventory->freeze = NULL;
	inventory->site = NULL;
	inventory->group = NULL;
	inventory->client_policy = NULL;
	inventory->file = NULL;
}

enum wsp_status wsp_topology_copy(const struct wsp_topology *topo, struct wsp_topology *ret_topo)
{
	struct wsp_topology copy = {.inventory = topo->inventory, .n_servers = topo->n_servers};

	disown_inventory(&copy.inventory);
	if (!copy_inventory(&topo->inventory, &copy.inventory) || !copy_numbers(topo, &copy)) {
		wsp_topology_release(&copy);
		return WSP_NO_MEMORY;
	}
	copy.server = copy.inventory.server;
	*ret_topo = copy;
	return WSP_OK;
}
