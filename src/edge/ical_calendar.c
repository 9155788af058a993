/* Ical calendar: the order in which an inventory's calendar is expanded. */
#include <stdlib.h>

#include "base/array.h"
#include "edge/ical.h"
#include "edge/ical_door.h"
#include "edge/ical_work.h"
#include "model/calendar_check.h"
#include "model/rule.h"

enum { YEAR_DAYS = 366, UNDATED_FREEZE_YEARS = 2 };

/* Moments between which everything is computed: the years 1970 to 2500. */
static const wsp_moment now_max = INT64_C(16725225600);

/* Whether something dated or a zone is asked for; otherwise there is nothing to do. */
static bool is_needed(const struct wsp_inventory *inventory)
{
	if (inventory->timezone || inventory->n_freezes > 0)
		return true;
	for (size_t i = 0; i < inventory->n_sites; i++) {
		if (inventory->site[i].timezone)
			return true;
	}
	for (size_t i = 0; i < inventory->n_windows; i++) {
		const struct wsp_window *window = &inventory->window[i];

		if (window->start || window->repeat || window->timezone)
			return true;
	}
	return false;
}

/* Nothing is dated and no zone is named: one zone, at no cost. */
static bool make_plain(struct wsp_calendar *calendar, const struct wsp_inventory *inventory)
{
	uint32_t *of_site = NULL;
	struct wsp_zones zones = {&wsp_utc, 1, NULL};

	if (inventory->n_sites > 0) {
		of_site = WSP_NEW_ARRAY(&calendar->arena, uint32_t, inventory->n_sites);
		if (!of_site)
			return false;
		zones.of_site = of_site;
	}
	calendar->first_closing = WSP_NEW_ARRAY(&calendar->arena, uint32_t, 2);
	return calendar->first_closing &&
	       wsp_zones_copy(&calendar->arena, &zones, inventory->n_sites, &calendar->zones);
}

/* Freezes matter until the last window has closed. */
static void find_last_freeze(struct wsp_expansion *expansion)
{
	wsp_moment now = expansion->calendar->now;
	wsp_moment undated = (wsp_moment)UNDATED_FREEZE_YEARS * YEAR_DAYS * WSP_SECONDS_A_DAY;

	expansion->last_freeze = expansion->calendar->dated ? now : now + undated;
	for (size_t i = 0; i < expansion->n_openings; i++) {
		if (expansion->opening[i].end > expansion->last_freeze)
			expansion->last_freeze = expansion->opening[i].end;
	}
}

static void expand(struct wsp_expansion *expansion)
{
	size_t errors = wsp_diags_count_severity(expansion->diags, WSP_ERROR);

	wsp_expand_zones(expansion);
	if (!expansion->failed)
		wsp_expand_windows(expansion);
	if (expansion->failed)
		return;
	find_last_freeze(expansion);
	wsp_expand_freezes(expansion);
	if (!expansion->failed)
		wsp_expansion_finish(expansion);
	/* what is wrong with a window or a freeze would be told again by what it lacks */
	if (!expansion->failed && wsp_diags_count_severity(expansion->diags, WSP_ERROR) == errors)
		wsp_calendar_check(expansion->calendar, expansion->inventory, expansion->diags);
}

static void release(struct wsp_expansion *expansion)
{
	free(expansion->window_zone);
	free(expansion->opening);
	free(expansion->hold);
	wsp_text_release(&expansion->text);
}

static enum wsp_status answer(const struct wsp_expansion *expansion, size_t errors_before)
{
	if (expansion->failed || expansion->text.failed || expansion->diags->failed)
		return WSP_NO_MEMORY;
	if (expansion->unread)
		return WSP_IO_ERROR;
	return wsp_diags_count_severity(expansion->diags, WSP_ERROR) > errors_before ? WSP_INVALID
										     : WSP_OK;
}

enum wsp_status wsp_calendar_expand(struct wsp_inventory *inventory, wsp_moment now,
	struct wsp_diags *diags, struct wsp_calendar *ret_calendar)
{
	struct wsp_calendar calendar = {.now = now, .dated = wsp_inventory_is_dated(inventory)};
	struct wsp_expansion expansion = {
		.inventory = inventory,
		.diags = diags,
		.calendar = &calendar,
		.last = (now < now_max ? now : now_max) +
			(wsp_moment)WSP_CALENDAR_YEARS * YEAR_DAYS * WSP_SECONDS_A_DAY,
	};
	size_t errors = wsp_diags_count_severity(diags, WSP_ERROR);
	enum wsp_status status;

	if (is_needed(inventory)) {
		wsp_ical_begin();
		expand(&expansion);
		wsp_ical_end();
	} else if (!make_plain(&calendar, inventory)) {
		expansion.failed = true;
	}
	status = answer(&expansion, errors);
	release(&expansion);
	if (status == WSP_OK)
		*ret_calendar = calendar;
	else
		wsp_calendar_release(&calendar);
	return status;
}
