/* Ical freezes: ranges, and the first days that rules give. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "edge/ical_work.h"
#include "model/rule.h"
#include "model/schema.h"

enum { YEAR_DAYS = 366 };

/* @return false when no more is wanted */
static bool add_hold(struct wsp_expansion *expansion, struct wsp_hold hold)
{
	struct wsp_place place = expansion->inventory->freeze[hold.freeze].place;

	if (expansion->n_holds == WSP_HOLDS_MAX) {
		if (!wsp_diags_told(expansion->diags, WSP_RULE(D019), place))
			wsp_diags_add(expansion->diags, WSP_RULE(D019), place, NULL,
				"more than %d freezes", WSP_HOLDS_MAX);
		return false;
	}
	if (!WSP_RESERVE(expansion->hold, expansion->hold_capacity, expansion->n_holds)) {
		expansion->failed = true;
		return false;
	}
	expansion->hold[expansion->n_holds++] = hold;
	return true;
}

/* One end of a range. */
struct bound {
	int64_t at;
	bool exact;
};

static struct bound read_bound(const char *date, bool end_of_day)
{
	struct bound bound = {0, wsp_date_has_offset(date)};

	(void)wsp_zone_parse(&wsp_utc, date, end_of_day, &bound.at); /* the schema has checked it */
	return bound;
}

/* A local time of day that the inventory's own clock skips or shows twice. */
static void check_bound(
	struct wsp_expansion *expansion, const struct wsp_freeze *freeze, const char *date)
{
	const struct wsp_zone *zone = &expansion->calendar->zones.zone[0];
	struct bound bound = read_bound(date, false);
	enum wsp_local judged = wsp_zone_judge(zone, bound.at);

	if (!strchr(date, 'T') || bound.exact || judged == WSP_LOCAL_ONCE)
		return;
	if (judged == WSP_LOCAL_SKIPPED)
		wsp_diags_add(expansion->diags, WSP_RULE(D003), freeze->place, NULL,
			"a freeze has the time %s, which clocks in %s skip", date, zone->name);
	else
		wsp_diags_add(expansion->diags, WSP_RULE(D004), freeze->place, NULL,
			"a freeze has the time %s, which clocks in %s show twice: the first is "
			"taken",
			date, zone->name);
}

static void add_range(struct wsp_expansion *expansion, uint32_t row)
{
	const struct wsp_inventory *inventory = expansion->inventory;
	const struct wsp_freeze *freeze = &inventory->freeze[row];
	const struct wsp_zone *zone = &expansion->calendar->zones.zone[0];
	const char *from = wsp_inventory_text(inventory, freeze->from);
	const char *to = wsp_inventory_text(inventory, freeze->to);
	struct bound start = read_bound(from, false), end = read_bound(to, true);
	wsp_moment first = start.exact ? start.at : wsp_zone_moment(zone, start.at);
	wsp_moment last = end.exact ? end.at : wsp_zone_moment(zone, end.at);

	check_bound(expansion, freeze, from);
	check_bound(expansion, freeze, to);
	if (last <= first)
		wsp_diags_add(expansion->diags, WSP_RULE(I009), freeze->place, NULL,
			"a freeze ends at %s, not after it begins at %s", to, from);
	else
		(void)add_hold(expansion,
			(struct wsp_hold){start.at, end.at, start.exact, end.exact, row});
}

/* One freeze by rule while it is followed. */
struct ruling {
	struct wsp_expansion *expansion;
	uint32_t row;
	int64_t length; /* seconds of the local clock */
};

static bool take(void *context, int64_t local)
{
	struct ruling *ruling = context;
	struct wsp_expansion *expansion = ruling->expansion;
	int64_t end = local + ruling->length;

	if (local > expansion->last_freeze + WSP_SECONDS_A_DAY)
		return false;
	if (end + WSP_SECONDS_A_DAY <= expansion->calendar->now)
		return true;
	return add_hold(expansion, (struct wsp_hold){local, end, false, false, ruling->row});
}

/* Where a rule without `from` counts from: the first day of the year before that of `now`. */
static int64_t year_before(const struct wsp_calendar *calendar)
{
	wsp_moment now = calendar->now;
	int32_t day = (int32_t)((now + wsp_zone_offset(&calendar->zones.zone[0], now)) /
				WSP_SECONDS_A_DAY);
	char today[11], first[11];

	wsp_format_date(day > YEAR_DAYS ? day - YEAR_DAYS : 0, today);
	/* back to the day on which the year began */
	for (day = day > YEAR_DAYS ? day - YEAR_DAYS : 0; day > 0; day--) {
		wsp_format_date(day - 1, first);
		if (strncmp(first, today, 4) != 0)
			break;
	}
	return (int64_t)day * WSP_SECONDS_A_DAY;
}

static void add_rule(struct wsp_expansion *expansion, uint32_t row)
{
	const struct wsp_inventory *inventory = expansion->inventory;
	const struct wsp_freeze *freeze = &inventory->freeze[row];
	const struct wsp_zone *zone = &expansion->calendar->zones.zone[0];
	struct ruling ruling = {expansion, row, (int64_t)freeze->duration * WSP_SECONDS_A_MINUTE};
	struct wsp_repetition repetition = {
		.rule = wsp_inventory_text(inventory, freeze->rule),
		.place = freeze->place,
		.what = "`rule` of a freeze",
		.offset = wsp_expansion_zone_offset,
		.clock = zone,
		.start = year_before(expansion->calendar),
		.end = expansion->last,
		.unreadable = WSP_RULE(D005),
		.dry = WSP_RULE(D006),
	};

	if (freeze->from) {
		struct bound from = read_bound(wsp_inventory_text(inventory, freeze->from), false);

		repetition.start = from.exact ? from.at + wsp_zone_offset(zone, from.at) : from.at;
	}
	if (freeze->to) {
		struct bound to = read_bound(wsp_inventory_text(inventory, freeze->to), true);
		int64_t end = to.exact ? to.at + wsp_zone_offset(zone, to.at) : to.at - 1;

		if (end < repetition.end)
			repetition.end = end;
	}
	(void)wsp_expansion_repeat(expansion, &repetition, take, &ruling, NULL);
}

void wsp_expansion_add_freeze(struct wsp_expansion *expansion, const struct wsp_freeze *freeze)
{
	struct wsp_inventory *inventory = expansion->inventory;

	if (WSP_RESERVE(inventory->freeze, inventory->freeze_capacity, inventory->n_freezes))
		inventory->freeze[inventory->n_freezes++] = *freeze;
	else
		expansion->failed = true;
}

static bool has_files(const struct wsp_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n_freezes; i++) {
		if (inventory->freeze[i].ics)
			return true;
	}
	return false;
}

/* Put the events of each file where its freeze stood. Without memory everything stays. */
static void replace_files(struct wsp_expansion *expansion)
{
	struct wsp_inventory *inventory = expansion->inventory;
	struct wsp_freeze *given = inventory->freeze;
	size_t n = inventory->n_freezes, capacity = inventory->freeze_capacity;

	if (!has_files(inventory))
		return;
	inventory->freeze = NULL;
	inventory->n_freezes = inventory->freeze_capacity = 0;
	for (size_t i = 0; i < n && !expansion->failed; i++) {
		if (given[i].ics)
			wsp_expand_file(expansion, &given[i]);
		else
			wsp_expansion_add_freeze(expansion, &given[i]);
	}
	if (!expansion->failed) {
		free(given);
		return;
	}
	free(inventory->freeze);
	inventory->freeze = given;
	inventory->n_freezes = n;
	inventory->freeze_capacity = capacity;
}

void wsp_expand_freezes(struct wsp_expansion *expansion)
{
	const struct wsp_inventory *inventory = expansion->inventory;

	replace_files(expansion);
	for (uint32_t row = 0; row < inventory->n_freezes && !expansion->failed; row++) {
		if (inventory->freeze[row].rule)
			add_rule(expansion, row);
		else
			add_range(expansion, row);
	}
}
