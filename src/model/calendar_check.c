#include "model/calendar_check.h"

#include <stdlib.h>

#include "model/rule.h"

enum { NAME_SHOWN = 60, WINDOWS_COMPARED = 1000, EFFORT = 1000 * 1000 };

/* Which pairs of windows were told, each once. */
struct pairs {
	const struct wsp_calendar *calendar;
	const struct wsp_inventory *inventory;
	struct wsp_diags *diags;
	bool *told;      /* heap; n * n */
	size_t n;        /* windows that are compared; rows behind them are not */
	uint32_t effort; /* comparisons that may still be made */
};

static const char *name_of(const struct wsp_inventory *inventory, uint32_t window)
{
	return wsp_inventory_text(inventory, inventory->window[window].name);
}

static void tell_pair(struct pairs *pairs, uint32_t a, uint32_t b, wsp_moment at)
{
	uint32_t first = a < b ? a : b, second = a < b ? b : a;
	const struct wsp_inventory *inventory = pairs->inventory;
	struct wsp_text text = {0};

	if (second >= pairs->n || first == second || pairs->told[first * pairs->n + second])
		return;
	pairs->told[first * pairs->n + second] = true;
	wsp_moment_tell(&text, &pairs->calendar->zones.zone[0], at);
	wsp_diags_add(pairs->diags, WSP_RULE(D008), inventory->window[second].place, NULL,
		"windows \"%.*s\" and \"%.*s\" overlap, first on %s", NAME_SHOWN,
		name_of(inventory, first), NAME_SHOWN, name_of(inventory, second),
		wsp_text_get(&text));
	wsp_text_release(&text);
}

static void compare_slots(struct pairs *pairs, const struct wsp_slot *a, const struct wsp_slot *b)
{
	const uint32_t *window = pairs->calendar->slot_window;

	for (uint32_t i = 0; i < a->n_windows; i++) {
		for (uint32_t k = 0; k < b->n_windows && pairs->effort > 0; k++, pairs->effort--)
			tell_pair(pairs, window[a->first_window + i], window[b->first_window + k],
				b->start);
	}
}

/* Slots are in order of their start, so what overlaps one comes right after it. */
static void check_overlaps(struct pairs *pairs)
{
	const struct wsp_calendar *calendar = pairs->calendar;

	for (uint32_t i = 0; i < calendar->n_slots; i++) {
		for (uint32_t k = i + 1; k < calendar->n_slots && pairs->effort > 0; k++) {
			if (calendar->slot[k].start >= calendar->slot[i].end)
				break;
			compare_slots(pairs, &calendar->slot[i], &calendar->slot[k]);
		}
	}
}

static struct wsp_place first_window(const struct wsp_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n_windows; i++) {
		if (inventory->window[i].start)
			return inventory->window[i].place;
	}
	return (struct wsp_place){0};
}

/* Whether nobody may work in a slot: it is frozen in the zones of the inventory and of all sites.
 */
static bool is_frozen(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	const struct wsp_slot *slot)
{
	if (!wsp_calendar_closed(calendar, 0, slot->start, slot->end))
		return false;
	for (size_t i = 0; i < inventory->n_sites; i++) {
		if (!wsp_calendar_closed(
			    calendar, calendar->zones.of_site[i], slot->start, slot->end))
			return false;
	}
	return true;
}

static void check_frozen(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	struct wsp_diags *diags)
{
	const struct wsp_closing *closing;
	const struct wsp_slot *first = calendar->slot;

	for (uint32_t i = 0; i < calendar->n_slots; i++) {
		if (!is_frozen(calendar, inventory, &calendar->slot[i]))
			return;
	}
	closing = wsp_calendar_closed(calendar, 0, first->start, first->end);
	wsp_diags_add(diags, WSP_RULE(D013), inventory->freeze[closing->freeze].place, NULL,
		"freezes cover %s", calendar->n_slots == 1 ? "the only window" : "every window");
}

void wsp_calendar_check(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	struct wsp_diags *diags)
{
	struct pairs pairs = {calendar, inventory, diags, NULL, inventory->n_windows, EFFORT};

	if (!calendar->dated)
		return;
	if (calendar->n_slots == 0) {
		wsp_diags_add(diags, WSP_RULE(D012), first_window(inventory), NULL,
			"every window is over");
		return;
	}
	if (calendar->n_slots == WSP_SLOTS_MAX && calendar->cut)
		wsp_diags_add(diags, WSP_RULE(D017), first_window(inventory), NULL,
			"only the first %d windows are looked at", WSP_SLOTS_MAX);
	check_frozen(calendar, inventory, diags);
	if (pairs.n > WINDOWS_COMPARED)
		pairs.n = WINDOWS_COMPARED;
	pairs.told = calloc(pairs.n * pairs.n, sizeof(*pairs.told));
	if (pairs.told)
		check_overlaps(&pairs);
	else
		diags->failed = true;
	free(pairs.told);
}
