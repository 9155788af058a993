/* Ical events: the events of a calendar file as freezes with a begin and an end. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "edge/ical_door.h"
#include "edge/ical_text.h"
#include "edge/ical_work.h"
#include "model/rule.h"
#include "model/value.h"

enum { SUMMARY_SHOWN = 40 };

/* One calendar file while its events are read. */
struct importing {
	struct wsp_expansion *expansion;
	const struct wsp_freeze *freeze; /* that names the file */
	struct wsp_arena arena;
	struct wsp_ical_text text;
	struct wsp_ical_event *event; /* heap */
	size_t n_events, capacity;

	struct replacing {
		const struct wsp_ical_event *event;
	} * replacing; /* by uid */

	size_t n_replacing;
	size_t n_ignored;
	struct wsp_text summary; /* of the current event, cleaned */
	struct wsp_text date;
	size_t current; /* event */
	const int64_t *except;
	size_t n_except;
	size_t n_rows;
};

/* Where an event begins in its file. */
static struct wsp_place place_of(const struct importing *importing, size_t event)
{
	struct wsp_place place = {.file = importing->text.file};

	if (event < importing->text.n_events) {
		place.line = importing->text.event_line[event];
		place.column = 1;
	}
	return place;
}

static const char *summary_of(struct importing *importing, const struct wsp_ical_event *event)
{
	wsp_text_clear(&importing->summary);
	wsp_value_clean(&importing->summary, event->summary);
	return wsp_text_get(&importing->summary);
}

static void refuse_event(struct importing *importing, size_t number, const char *why)
{
	wsp_diags_add(importing->expansion->diags, WSP_RULE(D016), place_of(importing, number),
		NULL, "event \"%.*s\" %s", SUMMARY_SHOWN,
		summary_of(importing, &importing->event[number]), why);
}

/* All events at once: one may replace a time of another that stands anywhere. */
static bool read_events(struct importing *importing, struct wsp_ical_file *file)
{
	struct wsp_expansion *expansion = importing->expansion;
	struct wsp_ical_event event;
	bool sound = true;

	while (wsp_ical_file_next(file, &importing->arena, &event, &expansion->failed)) {
		if (!WSP_RESERVE(importing->event, importing->capacity, importing->n_events)) {
			expansion->failed = true;
			return false;
		}
		importing->event[importing->n_events++] = event;
		if (event.wrong) {
			refuse_event(importing, importing->n_events - 1, event.wrong);
			sound = false;
		}
	}
	if (importing->n_events == 0 && !expansion->failed)
		wsp_diags_add(expansion->diags, WSP_RULE(D015),
			(struct wsp_place){.file = importing->text.file}, NULL,
			"the calendar file has no events");
	return sound && !expansion->failed && importing->n_events > 0;
}

static int compare_uids(const void *a, const void *b)
{
	const struct replacing *left = a, *right = b;

	return strcmp(left->event->uid, right->event->uid);
}

static bool sort_replacing(struct importing *importing)
{
	importing->replacing =
		WSP_NEW_ARRAY(&importing->arena, struct replacing, importing->n_events);
	if (!importing->replacing)
		return false;
	for (size_t i = 0; i < importing->n_events; i++) {
		if (importing->event[i].replaces)
			importing->replacing[importing->n_replacing++].event = &importing->event[i];
	}
	if (importing->n_replacing > 1)
		qsort(importing->replacing, importing->n_replacing, sizeof(*importing->replacing),
			compare_uids);
	return true;
}

/* The first event that replaces a time of the event with `uid`. */
static size_t find_replacing(const struct importing *importing, const char *uid)
{
	size_t low = 0, high = importing->n_replacing;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(importing->replacing[middle].event->uid, uid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int compare_times(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static int64_t replaced_on_clock_of(
	const struct wsp_ical_event *event, const struct wsp_ical_event *replacing)
{
	int64_t replaced = replacing->replaced;

	return replacing->replaced_exact ? replaced + wsp_ical_event_offset(event, replaced)
					 : replaced;
}

/* The times at which the current event does not happen, in order. */
static bool find_exceptions(struct importing *importing, const struct wsp_ical_event *event)
{
	size_t first = find_replacing(importing, event->uid), last = first, n = 0;
	int64_t *except;

	while (!event->replaces && last < importing->n_replacing &&
		strcmp(importing->replacing[last].event->uid, event->uid) == 0)
		last++;
	except = WSP_NEW_ARRAY(&importing->arena, int64_t, event->n_except + last - first);
	if (!except)
		return false;
	for (size_t i = 0; i < event->n_except; i++)
		except[n++] = event->except[i];
	for (size_t i = first; i < last; i++)
		except[n++] = replaced_on_clock_of(event, importing->replacing[i].event);
	if (n > 1)
		qsort(except, n, sizeof(*except), compare_times);
	importing->except = except;
	importing->n_except = n;
	return true;
}

static bool is_exception(const struct importing *importing, int64_t local)
{
	return importing->n_except > 0 && bsearch(&local, importing->except, importing->n_except,
						  sizeof(local), compare_times);
}

static int64_t round_up(int64_t seconds, int64_t unit)
{
	int64_t rest = seconds % unit;

	return rest > 0 ? seconds + unit - rest : seconds - rest;
}

/* Write one end of an event as an inventory has it. `up`: it is the end. */
static void write_bound(
	struct importing *importing, const struct wsp_ical_event *event, int64_t local, bool up)
{
	const struct wsp_zone *zone = &importing->expansion->calendar->zones.zone[0];
	struct wsp_text *date = &importing->date;
	char day[11];

	wsp_text_clear(date);
	if (event->days) {
		/* the last second of a whole day is in it, the midnight after it is not */
		wsp_format_date((int32_t)((up ? local - 1 : local) / WSP_SECONDS_A_DAY), day);
		wsp_text_adds(date, day);
		return;
	}
	if (up)
		local = round_up(local, WSP_SECONDS_A_MINUTE);
	if (event->zone) {
		wsp_moment_write(date, zone, local);
		return;
	}
	wsp_moment_write_utc(date, local);
	if (date->failed)
		return;
	date->at[--date->length] = '\0'; /* its Z: it is local everywhere */
}

static wsp_string intern(struct importing *importing, const struct wsp_text *text)
{
	if (text->failed)
		importing->expansion->failed = true;
	return wsp_strings_append(&importing->expansion->inventory->strings, wsp_text_get(text),
		text->length, &importing->expansion->failed);
}

/* The bit of a key of freezes. */
static uint64_t bit_of(const char *key)
{
	const struct wsp_section *section = wsp_sections;
	unsigned row = 0;

	while (strcmp(section->name, "freezes") != 0)
		section++;
	while (strcmp(section->field[row].key, key) != 0)
		row++;
	return UINT64_C(1) << row;
}

/* Add one time of the current event as a freeze, if it is near enough to matter. */
static bool add_time(struct importing *importing, int64_t local)
{
	struct wsp_expansion *expansion = importing->expansion;
	const struct wsp_ical_event *event = &importing->event[importing->current];
	struct wsp_freeze freeze = {.place = importing->freeze->place, .duration = WSP_ABSENT};
	int64_t start = event->zone ? wsp_ical_moment(event, local) : local;
	int64_t end = start + event->length;

	if (is_exception(importing, local) || end + WSP_SECONDS_A_DAY <= expansion->calendar->now ||
		start < 0)
		return true;
	if (start > expansion->last_freeze + WSP_SECONDS_A_DAY)
		return false;
	if (importing->n_rows++ == WSP_HOLDS_MAX) {
		wsp_diags_add(expansion->diags, WSP_RULE(D019), importing->freeze->place, NULL,
			"the calendar file gives more than %d freezes", WSP_HOLDS_MAX);
		return false;
	}
	write_bound(importing, event, start, false);
	freeze.from = intern(importing, &importing->date);
	write_bound(importing, event, end, true);
	freeze.to = intern(importing, &importing->date);
	freeze.reason = importing->freeze->reason;
	freeze.present = bit_of("from") | bit_of("to");
	if (importing->summary.length > 0)
		freeze.reason = intern(importing, &importing->summary);
	if (freeze.reason)
		freeze.present |= bit_of("reason");
	wsp_expansion_add_freeze(expansion, &freeze);
	return !expansion->failed;
}

static bool take(void *context, int64_t local)
{
	struct importing *importing = context;

	/* the first time is there whatever the rule says */
	if (local == importing->event[importing->current].start)
		return true;
	return add_time(importing, local);
}

static int32_t offset_of(const void *event, wsp_moment at)
{
	return wsp_ical_event_offset(event, at);
}

static void follow_rules(struct importing *importing, const struct wsp_ical_event *event)
{
	struct wsp_expansion *expansion = importing->expansion;

	for (size_t i = 0; i < event->n_rules && !expansion->failed; i++) {
		const struct wsp_repetition repetition = {
			.rule = event->rule[i],
			.place = place_of(importing, importing->current),
			.what = "the RRULE of an event",
			.offset = offset_of,
			.clock = event,
			.start = event->start,
			.end = expansion->last,
			.unreadable = WSP_RULE(D016),
			.dry = WSP_RULE(D006),
		};

		(void)wsp_expansion_repeat(expansion, &repetition, take, importing, NULL);
	}
}

static void add_event(struct importing *importing, size_t number)
{
	struct wsp_expansion *expansion = importing->expansion;
	const struct wsp_ical_event *event = &importing->event[number];

	if (event->ignored || event->length == 0) {
		importing->n_ignored++;
		return;
	}
	importing->current = number;
	(void)summary_of(importing, event);
	if (!find_exceptions(importing, event)) {
		expansion->failed = true;
		return;
	}
	(void)add_time(importing, event->start);
	for (size_t i = 0; i < event->n_more && !expansion->failed; i++) {
		if (event->more[i] != event->start)
			(void)add_time(importing, event->more[i]);
	}
	if (event->start <= expansion->last_freeze + WSP_SECONDS_A_DAY)
		follow_rules(importing, event);
}

static void tell_ignored(struct importing *importing)
{
	size_t n = importing->n_ignored;

	if (n > 0)
		wsp_diags_add(importing->expansion->diags, WSP_RULE(D020),
			(struct wsp_place){.file = importing->text.file}, NULL,
			"%zu of %zu events %s nothing: cancelled, transparent or of no length", n,
			importing->n_events, n == 1 ? "freezes" : "freeze");
}

static void import(struct importing *importing)
{
	struct wsp_expansion *expansion = importing->expansion;
	struct wsp_ical_file *file =
		wsp_ical_file_open(wsp_text_get(&importing->text.bytes), &expansion->failed);

	if (!file && !expansion->failed)
		wsp_diags_add(expansion->diags, WSP_RULE(D015),
			(struct wsp_place){.file = importing->text.file}, NULL,
			"this is no calendar file, or its end is missing");
	if (!file)
		return;
	if (read_events(importing, file)) {
		if (!sort_replacing(importing))
			expansion->failed = true;
		for (size_t i = 0; i < importing->n_events && !expansion->failed; i++)
			add_event(importing, i);
		tell_ignored(importing);
	}
	wsp_ical_file_close(file);
}

void wsp_expand_file(struct wsp_expansion *expansion, const struct wsp_freeze *freeze)
{
	struct importing importing = {.expansion = expansion, .freeze = freeze};
	enum wsp_status status = wsp_ical_text_read(
		wsp_inventory_text(expansion->inventory, freeze->ics),
		expansion->diags->file[freeze->place.file], expansion->diags, &importing.text);

	if (status == WSP_OK)
		import(&importing);
	else if (status == WSP_IO_ERROR)
		expansion->unread = true;
	else if (status == WSP_NO_MEMORY)
		expansion->failed = true;
	wsp_ical_text_release(&importing.text);
	wsp_arena_release(&importing.arena);
	wsp_text_release(&importing.summary);
	wsp_text_release(&importing.date);
	free(importing.event);
}
