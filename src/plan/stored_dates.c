#include "base/array.h"
#include "plan/stored_state.h"

/* Moments of a plan lie within these years, so that everything added to them can be told. */
static const wsp_moment earliest = 0;                                   /* 1970-01-01 */
static const wsp_moment latest = (wsp_moment)84006 * WSP_SECONDS_A_DAY; /* 2200-01-01 */

static bool can_be_told(wsp_moment at)
{
	return at >= earliest && at <= latest;
}

void wsp_stored_take_now(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct wsp_plan *plan = &stored->plan;
	static const struct wsp_zone_change always = {INT64_MIN, 0};
	static const struct wsp_zone utc = {"UTC", &always, 1};

	plan->dated = value->quoted && wsp_zone_parse(&utc, value->text, false, &plan->now) &&
		      can_be_told(plan->now);
	if (!plan->dated)
		wsp_stored_refuse(stored, value->place, "`now` is not a moment");
}

static void add_change(
	struct wsp_stored *stored, const struct wsp_node *item, struct wsp_stored_zone *zone)
{
	struct row {
		wsp_moment from;
		int32_t minutes;
	} row;
	static const struct wsp_form_field fields[] = {
		{"from", WSP_FORM_MOMENT, offsetof(struct row, from), NULL, 0, false},
		{"offset_minutes", WSP_FORM_SHIFT, offsetof(struct row, minutes), NULL, 0, false},
	};

	if (!wsp_stored_form(stored, item, "a change of a zone", fields, WSP_COUNT(fields), &row))
		return;
	if (zone->n_changes > 0 && row.from <= stored->change[stored->n_changes - 1].from) {
		wsp_stored_refuse(stored, item->place, "the changes of a zone are not in order");
		return;
	}
	if (!WSP_RESERVE(stored->change, stored->change_capacity, stored->n_changes)) {
		stored->failed = true;
		return;
	}
	stored->change[stored->n_changes++] =
		(struct wsp_zone_change){row.from, row.minutes * WSP_SECONDS_A_MINUTE};
	zone->n_changes++;
}

void wsp_stored_take_zones(struct wsp_stored *stored, const struct wsp_node *value)
{
	struct row {
		struct wsp_excerpt name;
		const struct wsp_node *changes;
	};
	static const struct wsp_form_field fields[] = {
		{"name", WSP_FORM_TEXT, offsetof(struct row, name), NULL, 0, false},
		{"changes", WSP_FORM_LIST, offsetof(struct row, changes), NULL, 0, false},
	};

	for (const struct wsp_node *item = value + 1; item < value + value->size;
		item = wsp_node_next(item)) {
		struct wsp_stored_zone zone = {.first_change = (uint32_t)stored->n_changes};
		struct row row;

		if (!wsp_stored_form(stored, item, "a zone", fields, WSP_COUNT(fields), &row))
			return;
		zone.name = wsp_stored_name(stored, row.name);
		for (const struct wsp_node *change = row.changes + 1;
			change < row.changes + row.changes->size; change = wsp_node_next(change))
			add_change(stored, change, &zone);
		if (zone.n_changes == 0)
			wsp_stored_refuse(stored, item->place, "a zone has no changes");
		if (!WSP_RESERVE(stored->zone, stored->zone_capacity, stored->n_zones)) {
			stored->failed = true;
			return;
		}
		stored->zone[stored->n_zones++] = zone;
	}
}

/* Nothing of a plan without dates is told in local time. */
static enum wsp_status restore_one_zone(struct wsp_plan *plan)
{
	const struct wsp_zones zones = {&wsp_utc, 1, NULL};

	return wsp_zones_copy(&plan->arena, &zones, 0, &plan->zones) ? WSP_OK : WSP_NO_MEMORY;
}

/* The zone of each site by its name; of a site without one it is the plan's. */
static enum wsp_status restore_sites(struct wsp_stored *stored, uint32_t *of_site)
{
	const struct wsp_inventory *inventory = &stored->plan.topo.inventory;
	struct wsp_index rows = {0};
	enum wsp_status status = WSP_OK;

	for (size_t i = stored->n_zones; i-- > 0 && status == WSP_OK;)
		status = wsp_index_put(&rows, stored->zone[i].name, (uint32_t)i) ? WSP_OK
										 : WSP_NO_MEMORY;
	for (size_t i = 0; i < inventory->n_sites && status == WSP_OK; i++) {
		wsp_string name = inventory->site[i].timezone;

		of_site[i] = name ? wsp_index_get(&rows, name) : 0;
		if (of_site[i] == WSP_NO_ROW)
			status = wsp_stored_refuse_plan(
				stored, "the `timezone` of a site is not one of `zones`");
	}
	wsp_index_release(&rows);
	return status;
}

static enum wsp_status restore_zones(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	size_t n_sites = plan->topo.inventory.n_sites;
	struct wsp_zone_change *change =
		WSP_NEW_ARRAY(&plan->arena, struct wsp_zone_change, stored->n_changes);
	struct wsp_zone *zone = WSP_NEW_ARRAY(&plan->arena, struct wsp_zone, stored->n_zones);
	uint32_t *of_site = WSP_NEW_ARRAY(&plan->arena, uint32_t, n_sites);

	if (!change || !zone || !of_site)
		return WSP_NO_MEMORY;
	if (stored->n_zones == 0)
		return wsp_stored_refuse_plan(stored, "a plan with dates has to have `zones`");
	for (size_t i = 0; i < stored->n_changes; i++)
		change[i] = stored->change[i];
	for (size_t i = 0; i < stored->n_zones; i++) {
		const char *name = wsp_topology_text(&plan->topo, stored->zone[i].name);
		const char *copy = wsp_arena_copy(&plan->arena, name, strlen(name));

		if (!copy)
			return WSP_NO_MEMORY;
		zone[i] = (struct wsp_zone){
			copy, change + stored->zone[i].first_change, stored->zone[i].n_changes};
	}
	plan->zones =
		(struct wsp_zones){zone, (uint32_t)stored->n_zones, n_sites > 0 ? of_site : NULL};
	return restore_sites(stored, of_site);
}

/* Every phase of work has its window and begins in it; without dates none has. */
static bool are_phases_sound(struct wsp_plan *plan)
{
	for (uint32_t i = 0; i <= plan->n_phases; i++) {
		struct wsp_phase *phase = &plan->phases[i];

		if (i == 0 || !plan->dated) {
			phase->window = "";
			phase->opens = phase->closes = phase->begin = WSP_NO_MOMENT;
		} else if (!can_be_told(phase->opens) || !can_be_told(phase->closes) ||
			   phase->begin < phase->opens || phase->begin > phase->closes) {
			return false;
		}
	}
	return true;
}

enum wsp_status wsp_stored_restore_dates(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;

	if (!plan->dated)
		plan->now = WSP_NO_MOMENT;
	if (!are_phases_sound(plan))
		return wsp_stored_refuse_plan(stored, "a phase does not begin in its window");
	return plan->dated ? restore_zones(stored) : restore_one_zone(plan);
}
