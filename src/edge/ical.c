/* Ical: zones and recurrence rules, as libical knows them. */
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/number.h"
#include "edge/ical_door.h"
#include "edge/ical_library.h"

void wsp_ical_begin(void)
{
	icalerror_set_errors_are_fatal(0);
	icalerror_clear_errno();
}

void wsp_ical_end(void)
{
	icaltimezone_free_builtin_timezones();
	free_zone_directory();
	icalmemory_free_ring();
	icalerror_clear_errno();
}

bool wsp_ical_ran_out(void)
{
	return icalerrno == ICAL_NEWFAILED_ERROR;
}

bool wsp_ical_read_clock(struct icaltimetype time, int64_t *ret_local)
{
	char text[64];
	int32_t day, minute;
	int length = snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d", time.year, time.month,
		time.day, time.is_date ? 0 : time.hour, time.is_date ? 0 : time.minute);

	if (length < 0 || !wsp_parse_date(text, (size_t)length, &day, &minute))
		return false;
	*ret_local = ((int64_t)day * 24 * 60 + minute) * 60;
	if (!time.is_date && time.second > 0 && time.second < 60)
		*ret_local += time.second;
	return true;
}

static int digits(const char *text, int n)
{
	int number = 0;

	for (int i = 0; i < n; i++)
		number = number * 10 + (text[i] - '0');
	return number;
}

static struct icaltimetype write_clock(int64_t local, icaltimezone *zone)
{
	struct icaltimetype time = icaltime_null_time();
	int64_t day = local / WSP_SECONDS_A_DAY - (local % WSP_SECONDS_A_DAY < 0);
	int second = (int)(local - day * WSP_SECONDS_A_DAY);
	char date[11];

	wsp_format_date((int32_t)day, date);
	time.year = digits(date, 4);
	time.month = digits(date + 5, 2);
	time.day = digits(date + 8, 2);
	time.hour = second / 3600;
	time.minute = second / 60 % 60;
	time.second = second % 60;
	time.zone = zone;
	return time;
}

int32_t wsp_ical_offset_at(icaltimezone *zone, wsp_moment at)
{
	struct icaltimetype time = write_clock(at, icaltimezone_get_utc_timezone());
	int is_daylight;

	return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_daylight);
}

int32_t wsp_ical_offset_of_local(icaltimezone *zone, int64_t local)
{
	struct icaltimetype time = write_clock(local, zone);
	int is_daylight;

	return icaltimezone_get_utc_offset(zone, &time, &is_daylight);
}

/* The first moment after `low` whose offset is that of `high`; they differ. */
static wsp_moment find_change(icaltimezone *zone, wsp_moment low, wsp_moment high)
{
	int32_t offset = wsp_ical_offset_at(zone, high);

	while (high - low > 1) {
		wsp_moment middle = low + (high - low) / 2;

		if (wsp_ical_offset_at(zone, middle) == offset)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* The changes of a zone while they are found. */
struct changes {
	struct wsp_zone_change *at; /* heap */
	size_t capacity;
	uint32_t n;
};

static bool add_change(struct changes *changes, wsp_moment from, int32_t offset)
{
	if (!WSP_RESERVE(changes->at, changes->capacity, changes->n))
		return false;
	changes->at[changes->n++] = (struct wsp_zone_change){from, offset};
	return true;
}

/* libical tells an offset at a time: two probes a week apart show where it changes. No zone goes
 * there and back within a week. */
static bool tabulate(icaltimezone *zone, wsp_moment from, wsp_moment to, struct changes *changes)
{
	const wsp_moment week = 7 * (wsp_moment)WSP_SECONDS_A_DAY;
	int32_t offset = wsp_ical_offset_at(zone, from);

	if (!add_change(changes, from, offset))
		return false;
	for (wsp_moment at = from; at < to; at += week) {
		int32_t next = wsp_ical_offset_at(zone, at + week);

		if (next == offset)
			continue;
		if (!add_change(changes, find_change(zone, at, at + week), next))
			return false;
		offset = next;
	}
	return true;
}

enum wsp_ical_answer wsp_ical_zone(const char *name, wsp_moment from, wsp_moment to,
	struct wsp_arena *arena, struct wsp_zone *ret_zone)
{
	icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
	struct changes changes = {0};
	struct wsp_zone table = {0};
	enum wsp_ical_answer answer = WSP_ICAL_NO_MEMORY;

	if (!zone && !icaltzutil_get_zone_directory())
		return WSP_ICAL_NO_DATA;
	if (!zone)
		return wsp_ical_ran_out() ? WSP_ICAL_NO_MEMORY : WSP_ICAL_UNKNOWN;
	if (tabulate(zone, from, to, &changes)) {
		struct wsp_zones one = {.zone = &table, .n_zones = 1}, copy;

		table.name = name;
		table.change = changes.at;
		table.n_changes = changes.n;
		if (wsp_zones_copy(arena, &one, 0, &copy)) {
			*ret_zone = copy.zone[0];
			answer = WSP_ICAL_FINE;
		}
	}
	free(changes.at);
	return answer;
}

void wsp_ical_offer_zones(struct wsp_suggestion *suggestion)
{
	icalarray *zones = icaltimezone_get_builtin_timezones();

	for (size_t i = 0; zones && i < zones->num_elements; i++) {
		const char *name = icaltimezone_get_location(icalarray_element_at(zones, i));

		if (name)
			wsp_suggestion_offer(suggestion, name);
	}
}

struct wsp_ical_times {
	icalrecur_iterator *iterator;
};

struct wsp_ical_times *wsp_ical_times_open(
	const char *rule, int64_t start, int64_t end, bool *ret_failed)
{
	struct wsp_ical_times *times = calloc(1, sizeof(*times));
	struct icalrecurrencetype read = icalrecurrencetype_from_string(rule);

	if (!times) {
		*ret_failed = true;
		return NULL;
	}
	read.until = write_clock(end, NULL); /* or it would look until the year 2582 */
	icalerror_clear_errno();
	times->iterator = icalrecur_iterator_new(read, write_clock(start, NULL));
	if (times->iterator)
		return times;
	if (wsp_ical_ran_out())
		*ret_failed = true;
	free(times);
	return NULL;
}

bool wsp_ical_times_next(struct wsp_ical_times *times, int64_t *ret_local)
{
	struct icaltimetype time = icalrecur_iterator_next(times->iterator);

	return !icaltime_is_null_time(time) && wsp_ical_read_clock(time, ret_local);
}

void wsp_ical_times_close(struct wsp_ical_times *times)
{
	if (!times)
		return;
	icalrecur_iterator_free(times->iterator);
	free(times);
}
