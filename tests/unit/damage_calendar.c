#include "damage_calendar.h"

enum { WEEKS = 30, WEEK = 7 * WSP_SECONDS_A_DAY };

static const struct wsp_zone_change utc_change = {INT64_MIN, 0};
static const struct wsp_zone utc = {"UTC", &utc_change, 1};

static void read_closings(const struct wsp_inventory *inventory, struct wsp_calendar *calendar)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < inventory->n_freezes; i++) {
		const struct wsp_freeze *freeze = &inventory->freeze[i];
		struct wsp_closing *closing = &calendar->closing[n];

		closing->freeze = i;
		n += wsp_zone_parse(&utc, wsp_inventory_text(inventory, freeze->from), false,
			     &closing->start) &&
		     wsp_zone_parse(
			     &utc, wsp_inventory_text(inventory, freeze->to), true, &closing->end);
	}
	calendar->first_closing[1] = n;
}

bool damage_calendar(
	const struct wsp_inventory *inventory, wsp_moment now, struct wsp_calendar *ret_calendar)
{
	const struct wsp_window *window = &inventory->window[0];
	struct wsp_calendar calendar = {.now = now, .dated = true, .n_slots = WEEKS};
	wsp_moment start;

	calendar.slot = WSP_NEW_ARRAY(&calendar.arena, struct wsp_slot, WEEKS);
	calendar.slot_window = WSP_NEW_ARRAY(&calendar.arena, uint32_t, WEEKS);
	calendar.closing =
		WSP_NEW_ARRAY(&calendar.arena, struct wsp_closing, inventory->n_freezes + 1);
	calendar.first_closing = WSP_NEW_ARRAY(&calendar.arena, uint32_t, 2);
	calendar.zones = (struct wsp_zones){&utc, 1, NULL};
	if (!calendar.slot || !calendar.slot_window || !calendar.closing ||
		!calendar.first_closing ||
		!wsp_zone_parse(
			&utc, wsp_inventory_text(inventory, window->start), false, &start)) {
		wsp_calendar_release(&calendar);
		return false;
	}
	for (uint32_t i = 0; i < WEEKS; i++, start += WEEK)
		calendar.slot[i] = (struct wsp_slot){
			start, start + (wsp_moment)window->duration * WSP_SECONDS_A_MINUTE, i, 1};
	read_closings(inventory, &calendar);
	*ret_calendar = calendar;
	return true;
}
