/* Ical zones: the tables of every zone that an inventory names. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "edge/ical_door.h"
#include "edge/ical_work.h"
#include "model/index.h"
#include "model/rule.h"
#include "model/suggestion.h"

enum { DAYS_BEFORE = 2 * 366, DAYS_AFTER = 800 };

/* The zones while they are collected. */
struct collection {
	struct wsp_expansion *expansion;
	struct wsp_zone *zone; /* heap */
	size_t capacity;
	uint32_t n_zones;
	struct wsp_index index; /* name -> zone */
	wsp_moment from, to;
	bool no_data;
};

static void widen(struct collection *collection, const char *date)
{
	wsp_moment at;

	if (wsp_zone_parse(&wsp_utc, date, false, &at) && at - WSP_SECONDS_A_DAY < collection->from)
		collection->from = at - WSP_SECONDS_A_DAY;
}

/* From two years ago, or from the first date that is given, until behind the last slot. */
static void find_range(struct collection *collection)
{
	const struct wsp_expansion *expansion = collection->expansion;
	const struct wsp_inventory *inventory = expansion->inventory;

	collection->from = expansion->calendar->now - (wsp_moment)DAYS_BEFORE * WSP_SECONDS_A_DAY;
	collection->to = expansion->last + (wsp_moment)DAYS_AFTER * WSP_SECONDS_A_DAY;
	for (size_t i = 0; i < inventory->n_windows; i++)
		widen(collection, wsp_inventory_text(inventory, inventory->window[i].start));
	for (size_t i = 0; i < inventory->n_freezes; i++)
		widen(collection, wsp_inventory_text(inventory, inventory->freeze[i].from));
	if (collection->from < 0)
		collection->from = 0;
}

static void report_unknown(struct collection *collection, const char *name, struct wsp_place place)
{
	struct wsp_expansion *expansion = collection->expansion;
	struct wsp_suggestion suggestion;

	enum { NAME_SHOWN = 64 };

	wsp_suggestion_init(&suggestion, name);
	wsp_ical_offer_zones(&suggestion);
	wsp_suggestion_offer(&suggestion, wsp_utc.name);
	wsp_diags_add(expansion->diags, WSP_RULE(D001), place,
		wsp_suggestion_hint(&suggestion, &expansion->text),
		"time zone \"%.*s\" is not known", NAME_SHOWN, name);
}

static struct wsp_zone look_up(
	struct collection *collection, const char *name, struct wsp_place place)
{
	struct wsp_expansion *expansion = collection->expansion;
	struct wsp_zone zone = wsp_utc;
	enum wsp_ical_answer answer = WSP_ICAL_UNKNOWN;

	if (strcmp(name, wsp_utc.name) == 0)
		return wsp_utc;
	if (wsp_zone_is_name(name))
		answer = wsp_ical_zone(
			name, collection->from, collection->to, &expansion->calendar->arena, &zone);
	if (answer == WSP_ICAL_NO_MEMORY)
		expansion->failed = true;
	if (answer == WSP_ICAL_NO_DATA && !collection->no_data) {
		collection->no_data = true;
		wsp_diags_add(expansion->diags, WSP_RULE(D002), place, NULL,
			"there is no time zone database to look up \"%s\" in", name);
	}
	if (answer == WSP_ICAL_UNKNOWN)
		report_unknown(collection, name, place);
	return zone;
}

/* The number of a zone; `name` 0 is the inventory's own. */
static uint32_t zone_of(struct collection *collection, wsp_string name, struct wsp_place place)
{
	struct wsp_expansion *expansion = collection->expansion;
	uint32_t number = name ? wsp_index_get(&collection->index, name) : 0;

	if (number != WSP_NO_ROW)
		return number;
	number = collection->n_zones;
	if (!WSP_RESERVE(collection->zone, collection->capacity, number) ||
		!wsp_index_put(&collection->index, name, number)) {
		expansion->failed = true;
		return 0;
	}
	collection->zone[collection->n_zones++] =
		look_up(collection, wsp_inventory_text(expansion->inventory, name), place);
	return number;
}

static void collect(struct collection *collection, uint32_t *of_site)
{
	struct wsp_expansion *expansion = collection->expansion;
	const struct wsp_inventory *inventory = expansion->inventory;

	if (inventory->timezone)
		(void)zone_of(collection, inventory->timezone, inventory->timezone_place);
	else if (WSP_RESERVE(collection->zone, collection->capacity, 0))
		collection->zone[collection->n_zones++] = wsp_utc;
	else
		expansion->failed = true;
	for (size_t i = 0; i < inventory->n_sites && !expansion->failed; i++)
		of_site[i] =
			zone_of(collection, inventory->site[i].timezone, inventory->site[i].place);
	for (size_t i = 0; i < inventory->n_windows && !expansion->failed; i++)
		expansion->window_zone[i] = zone_of(
			collection, inventory->window[i].timezone, inventory->window[i].place);
}

void wsp_expand_zones(struct wsp_expansion *expansion)
{
	const struct wsp_inventory *inventory = expansion->inventory;
	struct wsp_calendar *calendar = expansion->calendar;
	struct collection collection = {.expansion = expansion};
	uint32_t *of_site = NULL;

	if (inventory->n_sites > 0)
		of_site = WSP_NEW_ARRAY(&calendar->arena, uint32_t, inventory->n_sites);
	expansion->window_zone = calloc(inventory->n_windows + 1, sizeof(uint32_t));
	if ((inventory->n_sites > 0 && !of_site) || !expansion->window_zone) {
		expansion->failed = true;
		return;
	}
	find_range(&collection);
	collect(&collection, of_site);
	if (!expansion->failed) {
		struct wsp_zones zones = {collection.zone, collection.n_zones, of_site};

		if (!wsp_zones_copy(&calendar->arena, &zones, inventory->n_sites, &calendar->zones))
			expansion->failed = true;
	}
	wsp_index_release(&collection.index);
	free(collection.zone);
}
