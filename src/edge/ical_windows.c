/* Ical windows: when each window opens and closes. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/phrase.h"
#include "edge/ical_work.h"
#include "model/rule.h"

enum { NAME_SHOWN = 60, OPENINGS_MAX = 1000 * 1000 };

/* One window while it is expanded. */
struct opening_up {
	struct wsp_expansion *expansion;
	const struct wsp_window *window;
	const struct wsp_zone *zone;
	uint32_t row;
	int64_t start; /* local */
	bool fired_at_start;
	size_t first; /* of its openings */
};

static const char *name_of(const struct opening_up *up)
{
	return wsp_inventory_text(up->expansion->inventory, up->window->name);
}

/* A window is never longer than it says, and closes no later than it says by the local clock. */
static wsp_moment closing(const struct opening_up *up, int64_t local, wsp_moment start)
{
	int64_t length = (int64_t)up->window->duration * WSP_SECONDS_A_MINUTE;
	wsp_moment by_clock = wsp_zone_moment(up->zone, local + length);

	return by_clock < start + length ? by_clock : start + length;
}

/* Keep one opening unless it is over. @return false when no later one is wanted */
static bool take(void *context, int64_t local)
{
	struct opening_up *up = context;
	struct wsp_expansion *expansion = up->expansion;
	struct wsp_window_opening opening = {.window = up->row};

	if (local == up->start)
		up->fired_at_start = true;
	opening.start = wsp_zone_moment(up->zone, local);
	opening.end = closing(up, local, opening.start);
	if (opening.end <= expansion->calendar->now || opening.end <= opening.start)
		return true;
	if (opening.start > expansion->last || expansion->n_openings - up->first > WSP_SLOTS_MAX)
		return false;
	if (!WSP_RESERVE(expansion->opening, expansion->opening_capacity, expansion->n_openings)) {
		expansion->failed = true;
		return false;
	}
	expansion->opening[expansion->n_openings++] = opening;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct wsp_window_opening *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->end != right->end)
		return left->end < right->end ? -1 : 1;
	return (left->window > right->window) - (left->window < right->window);
}

static void sort(struct wsp_window_opening *opening, size_t n)
{
	if (n > 1)
		qsort(opening, n, sizeof(*opening), compare);
}

/* Add the finding for the first opening that begins before the one before it has ended. */
static void check_itself(const struct opening_up *up)
{
	struct wsp_expansion *expansion = up->expansion;

	for (size_t i = up->first + 1; i < expansion->n_openings; i++) {
		const struct wsp_window_opening *opening = &expansion->opening[i];

		if (opening[-1].end <= opening->start)
			continue;
		wsp_text_clear(&expansion->text);
		wsp_moment_tell(&expansion->text, up->zone, opening->start);
		wsp_diags_add(expansion->diags, WSP_RULE(D007), up->window->place, NULL,
			"window \"%.*s\" opens again on %s, before it has closed", NAME_SHOWN,
			name_of(up), wsp_text_get(&expansion->text));
		return;
	}
}

static void report_crossing(
	const struct opening_up *up, const struct wsp_window_opening *opening, size_t n_more)
{
	struct wsp_expansion *expansion = up->expansion;
	struct wsp_text *text = &expansion->text;

	wsp_text_clear(text);
	wsp_text_addf(text, "window \"%.*s\" of ", NAME_SHOWN, name_of(up));
	wsp_moment_tell(text, up->zone, opening->start);
	wsp_text_adds(text, " crosses a clock change: it closes after ");
	wsp_phrase_minutes(text, (uint64_t)(opening->end - opening->start) / WSP_SECONDS_A_MINUTE);
	wsp_text_adds(text, ", on ");
	wsp_moment_tell(text, up->zone, opening->end);
	if (n_more > 0)
		wsp_text_addf(text, " (and %zu later %s)", n_more, n_more == 1 ? "time" : "times");
	wsp_diags_add(expansion->diags, WSP_RULE(D009), up->window->place, NULL, "%s",
		wsp_text_get(text));
}

static void check_clocks(const struct opening_up *up)
{
	const struct wsp_expansion *expansion = up->expansion;
	const struct wsp_window_opening *first = NULL;
	size_t n = 0;

	for (size_t i = up->first; i < expansion->n_openings; i++) {
		const struct wsp_window_opening *opening = &expansion->opening[i];

		if (wsp_zone_offset(up->zone, opening->start) ==
			wsp_zone_offset(up->zone, opening->end))
			continue;
		if (n++ == 0)
			first = opening;
	}
	if (first)
		report_crossing(up, first, n - 1);
}

/* A start without offset, or one that repeats, is read from a clock that should be known. */
static void check_zone(const struct opening_up *up, const char *start)
{
	const struct wsp_inventory *inventory = up->expansion->inventory;
	bool exact = wsp_date_has_offset(start);

	if (inventory->timezone || up->window->timezone)
		return;
	if (exact && (!up->window->repeat || strchr(start, 'Z')))
		return;
	wsp_diags_add(up->expansion->diags, WSP_RULE(D010), up->window->place, NULL,
		"window \"%.*s\" %s in UTC: no time zone is given", NAME_SHOWN, name_of(up),
		exact ? "repeats" : "begins");
}

static void check_start(const struct opening_up *up, const char *start)
{
	enum wsp_local judged = wsp_zone_judge(up->zone, up->start);

	if (judged == WSP_LOCAL_ONCE || wsp_date_has_offset(start))
		return;
	wsp_diags_add(up->expansion->diags,
		judged == WSP_LOCAL_SKIPPED ? WSP_RULE(D003) : WSP_RULE(D004), up->window->place,
		NULL,
		judged == WSP_LOCAL_SKIPPED ? "window \"%.*s\" begins at %s, which clocks in %s "
					      "skip"
					    : "window \"%.*s\" begins at %s, which clocks in %s "
					      "show twice: the first is taken",
		NAME_SHOWN, name_of(up), start, up->zone->name);
}

/* Read `start` as local time. @return false when it is too long ago to count from */
static bool read_start(struct opening_up *up)
{
	const char *start = wsp_inventory_text(up->expansion->inventory, up->window->start);
	(void)wsp_zone_parse(&wsp_utc, start, false, &up->start); /* the schema has checked it */
	check_zone(up, start);
	if (wsp_date_has_offset(start))
		up->start += wsp_zone_offset(up->zone, up->start);
	if (up->start < 0) {
		wsp_diags_add(up->expansion->diags, WSP_RULE(I009), up->window->place, NULL,
			"start of window \"%.*s\" lies before 1970", NAME_SHOWN, name_of(up));
		return false;
	}
	check_start(up, start);
	return true;
}

static void repeat(struct opening_up *up)
{
	struct wsp_expansion *expansion = up->expansion;
	struct wsp_text what = {0};
	struct wsp_repetition repetition = {
		.rule = wsp_inventory_text(expansion->inventory, up->window->repeat),
		.place = up->window->place,
		.offset = wsp_expansion_zone_offset,
		.clock = up->zone,
		.start = up->start,
		.end = expansion->last + WSP_SECONDS_A_DAY,
		.unreadable = WSP_RULE(D005),
		.dry = WSP_RULE(D006),
	};
	bool endless;

	wsp_text_addf(&what, "`repeat` of window \"%.*s\"", NAME_SHOWN, name_of(up));
	repetition.what = wsp_text_get(&what);
	if (wsp_expansion_repeat(expansion, &repetition, take, up, &endless) &&
		!up->fired_at_start && !expansion->failed)
		wsp_diags_add(expansion->diags, WSP_RULE(D018), up->window->place, NULL,
			"window \"%.*s\" starts at a time that its `repeat` does not give: it is "
			"not open then",
			NAME_SHOWN, name_of(up));
	if (endless)
		expansion->calendar->cut = true;
	expansion->failed = expansion->failed || what.failed;
	wsp_text_release(&what);
}

static void open_up(struct wsp_expansion *expansion, uint32_t row)
{
	struct opening_up up = {
		.expansion = expansion,
		.window = &expansion->inventory->window[row],
		.zone = &expansion->calendar->zones.zone[expansion->window_zone[row]],
		.row = row,
		.first = expansion->n_openings,
	};

	if (!read_start(&up))
		return;
	if (up.window->repeat)
		repeat(&up);
	else
		(void)take(&up, up.start);
	if (expansion->failed || expansion->n_openings == up.first)
		return;
	sort(expansion->opening + up.first, expansion->n_openings - up.first);
	check_itself(&up);
	check_clocks(&up);
}

static void check_undated(struct wsp_expansion *expansion, const struct wsp_window *window)
{
	if (!window->start && (expansion->calendar->dated || window->repeat))
		wsp_diags_add(expansion->diags, WSP_RULE(D011), window->place, NULL,
			"window \"%.*s\" has no `start`: it %s", NAME_SHOWN,
			wsp_inventory_text(expansion->inventory, window->name),
			expansion->calendar->dated ? "never opens" : "has no dates to repeat");
}

/* Forget the last half, and want nothing as late any more. */
static void halve(struct wsp_expansion *expansion)
{
	sort(expansion->opening, expansion->n_openings);
	expansion->n_openings /= 2;
	expansion->last = expansion->opening[expansion->n_openings].start;
	expansion->calendar->cut = true;
}

void wsp_expand_windows(struct wsp_expansion *expansion)
{
	const struct wsp_inventory *inventory = expansion->inventory;

	for (uint32_t row = 0; row < inventory->n_windows && !expansion->failed; row++) {
		check_undated(expansion, &inventory->window[row]);
		if (inventory->window[row].start)
			open_up(expansion, row);
		if (expansion->n_openings > OPENINGS_MAX)
			halve(expansion);
	}
	sort(expansion->opening, expansion->n_openings);
}
