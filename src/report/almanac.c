#include "report/almanac.h"

#include <stdlib.h>

/* Whether a server has no site while others may have one. */
static bool has_elsewhere(const struct wsp_topology *topo)
{
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		if (wsp_topology_site(topo, s) == WSP_NO_SITE)
			return true;
	}
	return false;
}

static const struct wsp_zone *zone_of(const struct wsp_almanac *almanac, uint32_t row)
{
	const struct wsp_zones *zones = &almanac->calendar->zones;
	bool site = row < almanac->topo->inventory.n_sites && zones->of_site;

	return &zones->zone[site ? zones->of_site[row] : 0];
}

/* When a server may be worked on at the earliest, as far as the inventory says. */
static wsp_moment earliest_of(const struct wsp_almanac *almanac, wsp_server_id s, uint32_t row)
{
	wsp_moment at;

	if (!wsp_zone_parse(zone_of(almanac, row),
		    wsp_topology_text(almanac->topo, almanac->topo->server[s].not_before), false,
		    &at))
		return INT64_MIN;
	return at;
}

static void find_earliest(struct wsp_almanac *almanac)
{
	const struct wsp_topology *topo = almanac->topo;

	for (uint32_t row = 0; row < almanac->n_rows; row++)
		almanac->earliest[row] = INT64_MAX;
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		uint32_t site = wsp_topology_site(topo, s);
		uint32_t row = site == WSP_NO_SITE ? (uint32_t)topo->inventory.n_sites : site;
		wsp_moment at = earliest_of(almanac, s, row);

		if (topo->server[s].retired != WSP_YES && at < almanac->earliest[row])
			almanac->earliest[row] = at;
	}
}

bool wsp_almanac_init(struct wsp_almanac *almanac, const struct wsp_topology *topo,
	const struct wsp_calendar *calendar, uint32_t next)
{
	*almanac = (struct wsp_almanac){
		.topo = topo,
		.calendar = calendar,
		.n_slots = next < calendar->n_slots ? next : calendar->n_slots,
		.n_rows = (uint32_t)topo->inventory.n_sites + has_elsewhere(topo),
	};
	almanac->earliest = calloc((size_t)almanac->n_rows + 1, sizeof(*almanac->earliest));
	if (!almanac->earliest)
		return false;
	find_earliest(almanac);
	return true;
}

void wsp_almanac_release(struct wsp_almanac *almanac)
{
	free(almanac->earliest);
	*almanac = (struct wsp_almanac){0};
}

struct wsp_judgement wsp_almanac_judge(
	const struct wsp_almanac *almanac, uint32_t slot, uint32_t row)
{
	const struct wsp_calendar *calendar = almanac->calendar;
	const struct wsp_zone *zone = zone_of(almanac, row);
	const struct wsp_slot *at = &calendar->slot[slot];
	struct wsp_judgement judgement = {.zone = zone};

	judgement.closing = wsp_calendar_closed(
		calendar, (uint32_t)(zone - calendar->zones.zone), at->start, at->end);
	if (!wsp_calendar_allows(calendar, &almanac->topo->inventory, slot, row)) {
		judgement.standing = WSP_STANDING_OTHER_WINDOW;
	} else if (judgement.closing) {
		judgement.standing = WSP_STANDING_FROZEN;
	} else if (almanac->earliest[row] != INT64_MAX && almanac->earliest[row] >= at->end) {
		judgement.standing = WSP_STANDING_TOO_EARLY;
		judgement.not_before = almanac->earliest[row];
	}
	return judgement;
}

const char *wsp_almanac_row_name(const struct wsp_almanac *almanac, uint32_t row)
{
	const struct wsp_inventory *inventory = &almanac->topo->inventory;

	return row < inventory->n_sites ? wsp_inventory_text(inventory, inventory->site[row].name)
					: NULL;
}

int32_t wsp_almanac_clock_change(const struct wsp_almanac *almanac, uint32_t slot)
{
	const struct wsp_zone *zone = &almanac->calendar->zones.zone[0];
	const struct wsp_slot *at = &almanac->calendar->slot[slot];

	return wsp_zone_offset(zone, at->end) - wsp_zone_offset(zone, at->start);
}
