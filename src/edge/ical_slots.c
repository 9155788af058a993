/* Ical slots: openings and holds, as the tables of the calendar. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "edge/ical_work.h"

static bool is_same_time(const struct wsp_window_opening *a, const struct wsp_window_opening *b)
{
	return a->start == b->start && a->end == b->end;
}

/* How many slots the openings are, at most one more than there may be. */
static size_t count_slots(const struct wsp_expansion *expansion)
{
	size_t n = 0;

	for (size_t i = 0; i < expansion->n_openings && n <= WSP_SLOTS_MAX; i++) {
		if (i == 0 || !is_same_time(&expansion->opening[i - 1], &expansion->opening[i]))
			n++;
	}
	return n;
}

static void make_slots(struct wsp_expansion *expansion)
{
	struct wsp_calendar *calendar = expansion->calendar;
	size_t n = count_slots(expansion);
	struct wsp_slot *slot = NULL;

	if (n > WSP_SLOTS_MAX) {
		n = WSP_SLOTS_MAX;
		calendar->cut = true;
	}
	calendar->slot = WSP_NEW_ARRAY(&calendar->arena, struct wsp_slot, n);
	calendar->slot_window = WSP_NEW_ARRAY(&calendar->arena, uint32_t, expansion->n_openings);
	if (!calendar->slot || !calendar->slot_window) {
		expansion->failed = true;
		return;
	}
	for (uint32_t i = 0; i < expansion->n_openings; i++) {
		const struct wsp_window_opening *opening = &expansion->opening[i];

		if (!slot || !is_same_time(opening - 1, opening)) {
			if (calendar->n_slots == n)
				return;
			slot = &calendar->slot[calendar->n_slots++];
			*slot = (struct wsp_slot){opening->start, opening->end, i, 0};
		}
		calendar->slot_window[i] = opening->window;
		slot->n_windows++;
	}
}

/* The closings of one zone while they are made. */
struct closings {
	struct wsp_closing *at; /* heap */
	size_t n, capacity;
};

static int compare(const void *a, const void *b)
{
	const struct wsp_closing *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->end != right->end) /* the longer first: it holds the other */
		return left->end > right->end ? -1 : 1;
	return (left->freeze > right->freeze) - (left->freeze < right->freeze);
}

/* Leave out what lies within another, so that ends rise as starts do. */
static size_t drop_contained(struct wsp_closing *closing, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || closing[i].end > closing[kept - 1].end)
			closing[kept++] = closing[i];
	}
	return kept;
}

static void close_zone(
	struct wsp_expansion *expansion, const struct wsp_zone *zone, struct closings *closings)
{
	size_t first = closings->n;

	for (size_t i = 0; i < expansion->n_holds; i++) {
		const struct wsp_hold *hold = &expansion->hold[i];
		struct wsp_closing closing = {
			hold->start_exact ? hold->start : wsp_zone_moment(zone, hold->start),
			hold->end_exact ? hold->end : wsp_zone_moment(zone, hold->end),
			hold->freeze};

		if (closing.end <= expansion->calendar->now || closing.end <= closing.start ||
			closing.start >= expansion->last_freeze)
			continue;
		if (!WSP_RESERVE(closings->at, closings->capacity, closings->n)) {
			expansion->failed = true;
			return;
		}
		closings->at[closings->n++] = closing;
	}
	if (closings->n - first < 2)
		return;
	qsort(closings->at + first, closings->n - first, sizeof(*closings->at), compare);
	closings->n = first + drop_contained(closings->at + first, closings->n - first);
}

static void make_closings(struct wsp_expansion *expansion)
{
	struct wsp_calendar *calendar = expansion->calendar;
	struct closings closings = {0};
	uint32_t n_zones = calendar->zones.n_zones;

	calendar->first_closing = WSP_NEW_ARRAY(&calendar->arena, uint32_t, (size_t)n_zones + 1);
	if (!calendar->first_closing) {
		expansion->failed = true;
		return;
	}
	for (uint32_t z = 0; z < n_zones && calendar->dated; z++) {
		close_zone(expansion, &calendar->zones.zone[z], &closings);
		calendar->first_closing[z + 1] = (uint32_t)closings.n;
	}
	calendar->closing = WSP_NEW_ARRAY(&calendar->arena, struct wsp_closing, closings.n);
	if (!calendar->closing)
		expansion->failed = true;
	else if (closings.n > 0)
		memcpy(calendar->closing, closings.at, closings.n * sizeof(*closings.at));
	free(closings.at);
}

void wsp_expansion_finish(struct wsp_expansion *expansion)
{
	make_slots(expansion);
	if (!expansion->failed)
		make_closings(expansion);
}
