/* Calendar: arithmetic over the tables of windows, freezes and zones. */
#include "model/calendar.h"

#include <string.h>

#include "base/list.h"
#include "base/number.h"

enum {
	SECONDS_AN_HOUR = 60 * 60,
	DAYS_A_WEEK = 7,
	FIRST_DAY = -719528, /* 0000-01-01 */
	LAST_DAY = 2932896   /* 9999-12-31 */
};

static const struct wsp_zone_change utc_change = {0, 0};
const struct wsp_zone wsp_utc = {"UTC", &utc_change, 1};

void wsp_calendar_release(struct wsp_calendar *calendar)
{
	wsp_arena_release(&calendar->arena);
	*calendar = (struct wsp_calendar){0};
}

/* Rounds down, before 1970 too. */
static int64_t floor_divide(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

const struct wsp_closing *wsp_calendar_closed(
	const struct wsp_calendar *calendar, uint32_t zone, wsp_moment start, wsp_moment end)
{
	uint32_t low, high, last;

	if (!calendar->first_closing)
		return NULL;
	low = calendar->first_closing[zone];
	high = last = calendar->first_closing[zone + 1];
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (calendar->closing[middle].end <= start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < last && calendar->closing[low].start < end ? &calendar->closing[low] : NULL;
}

/* Whether the slot has a window of that name. */
static bool is_named(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	const struct wsp_slot *slot, const char *name, size_t length)
{
	for (uint32_t i = 0; i < slot->n_windows; i++) {
		uint32_t window = calendar->slot_window[slot->first_window + i];
		const char *of = wsp_inventory_text(inventory, inventory->window[window].name);

		if (strlen(of) == length && memcmp(of, name, length) == 0)
			return true;
	}
	return false;
}

bool wsp_calendar_allows(const struct wsp_calendar *calendar, const struct wsp_inventory *inventory,
	uint32_t slot, uint32_t site)
{
	const char *rest, *word;
	size_t length;

	if (site >= inventory->n_sites || !inventory->site[site].windows)
		return true;
	rest = wsp_inventory_text(inventory, inventory->site[site].windows);
	while (wsp_list_next(&rest, &word, &length)) {
		if (is_named(calendar, inventory, &calendar->slot[slot], word, length))
			return true;
	}
	return false;
}

/* The row of `zone` that holds at `at`. */
static uint32_t row_at(const struct wsp_zone *zone, wsp_moment at)
{
	uint32_t low = 0, high = zone->n_changes;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (zone->change[middle].from <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int32_t wsp_zone_offset(const struct wsp_zone *zone, wsp_moment at)
{
	return zone->change[row_at(zone, at)].offset;
}

wsp_moment wsp_zone_moment(const struct wsp_zone *zone, int64_t local)
{
	uint32_t row = row_at(zone, local - WSP_SECONDS_A_DAY); /* no offset is a day */

	for (; row + 1 < zone->n_changes; row++) {
		const struct wsp_zone_change *next = &zone->change[row + 1];
		wsp_moment at = local - zone->change[row].offset;

		/* before the change, or skipped by it */
		if (at < next->from || local - next->offset < next->from)
			return at;
	}
	return local - zone->change[row].offset;
}

/* Two digits, "MM" of "+HH:MM"; the form was checked. */
static int32_t two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

/* The offset that a date with a time ends with. @return false when it has none */
static bool read_offset(const char *text, int32_t *ret_offset)
{
	const char *time = strchr(text, 'T');
	const char *sign = time ? time + strcspn(time, "Z+-") : "";

	if (!*sign)
		return false;
	*ret_offset = 0;
	if (*sign != 'Z')
		*ret_offset = two_digits(sign + 1) * SECONDS_AN_HOUR +
			      two_digits(sign + 4) * WSP_SECONDS_A_MINUTE;
	if (*sign == '-')
		*ret_offset = -*ret_offset;
	return true;
}

bool wsp_date_has_offset(const char *text)
{
	int32_t offset;

	return read_offset(text, &offset);
}

bool wsp_zone_parse(
	const struct wsp_zone *zone, const char *text, bool end_of_day, wsp_moment *ret_moment)
{
	int32_t day, minute, offset;
	int64_t local;

	if (!wsp_parse_date(text, strlen(text), &day, &minute))
		return false;
	if (minute < 0) {
		day += end_of_day;
		minute = 0;
	}
	local = (int64_t)day * WSP_SECONDS_A_DAY + (int64_t)minute * WSP_SECONDS_A_MINUTE;
	*ret_moment = read_offset(text, &offset) ? local - offset : wsp_zone_moment(zone, local);
	return true;
}

/* A local time as its day, within the years that are written, and minute. */
struct clock {
	int32_t day;
	unsigned minute;
};

static struct clock clock_at(wsp_moment at, int32_t offset)
{
	int64_t minutes = floor_divide(at + offset, WSP_SECONDS_A_MINUTE);
	int64_t day = floor_divide(minutes, WSP_SECONDS_A_DAY / WSP_SECONDS_A_MINUTE);
	unsigned minute = (unsigned)(minutes - day * (WSP_SECONDS_A_DAY / WSP_SECONDS_A_MINUTE));

	if (day < FIRST_DAY)
		day = FIRST_DAY;
	if (day > LAST_DAY)
		day = LAST_DAY;
	return (struct clock){(int32_t)day, minute};
}

static void write_day(struct wsp_text *out, struct clock clock)
{
	char date[11];

	wsp_format_date(clock.day, date);
	wsp_text_adds(out, date);
}

static void write_clock(struct wsp_text *out, struct clock clock, char separator)
{
	write_day(out, clock);
	wsp_text_addf(out, "%c%02u:%02u", separator, clock.minute / 60, clock.minute % 60);
}

void wsp_moment_write(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at)
{
	int32_t offset = wsp_zone_offset(zone, at);
	unsigned minutes = (unsigned)((offset < 0 ? -offset : offset) / WSP_SECONDS_A_MINUTE);

	write_clock(out, clock_at(at, offset), 'T');
	wsp_text_addf(out, "%c%02u:%02u", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void wsp_moment_write_utc(struct wsp_text *out, wsp_moment at)
{
	write_clock(out, clock_at(at, 0), 'T');
	wsp_text_addc(out, 'Z');
}

const char *wsp_day_name(int64_t day)
{
	static const char names[DAYS_A_WEEK][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

	return names[day - floor_divide(day, DAYS_A_WEEK) * DAYS_A_WEEK]; /* from a Thursday on */
}

void wsp_moment_tell(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at)
{
	struct clock clock = clock_at(at, wsp_zone_offset(zone, at));

	wsp_text_adds(out, wsp_day_name(clock.day));
	wsp_text_addc(out, ' ');
	write_clock(out, clock, ' ');
}

void wsp_moment_tell_day(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at)
{
	struct clock clock = clock_at(at, wsp_zone_offset(zone, at));

	wsp_text_adds(out, wsp_day_name(clock.day));
	wsp_text_addc(out, ' ');
	write_day(out, clock);
}

static bool is_word_byte(char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= '0' && byte <= '9') || (byte && strchr("_+-", byte));
}

bool wsp_zone_is_name(const char *text)
{
	enum { NAME_MAX_BYTES = 64 };

	size_t length = strlen(text);

	/* what else is in the database's folder begins in lower case: "posix", "zone.tab" */
	if (length > NAME_MAX_BYTES || text[0] < 'A' || text[0] > 'Z')
		return false;
	for (size_t i = 1; i < length; i++) {
		bool slash = text[i] == '/' && text[i - 1] != '/' && text[i + 1] != '\0';

		if (!slash && !is_word_byte(text[i]))
			return false;
	}
	return true;
}

enum wsp_local wsp_zone_judge(const struct wsp_zone *zone, int64_t local)
{
	wsp_moment at = wsp_zone_moment(zone, local);
	uint32_t row = row_at(zone, at);

	if (at + zone->change[row].offset != local)
		return WSP_LOCAL_SKIPPED;
	if (row + 1 < zone->n_changes) {
		const struct wsp_zone_change *next = &zone->change[row + 1];

		if (local - next->offset >= next->from)
			return WSP_LOCAL_TWICE;
	}
	return WSP_LOCAL_ONCE;
}

static bool copy_zone(
	struct wsp_arena *arena, const struct wsp_zone *from, struct wsp_zone *ret_zone)
{
	size_t bytes = from->n_changes * sizeof(*from->change);
	struct wsp_zone_change *change =
		WSP_NEW_ARRAY(arena, struct wsp_zone_change, from->n_changes);
	const char *name = wsp_arena_copy(arena, from->name, strlen(from->name));

	if (!change || !name)
		return false;
	memcpy(change, from->change, bytes);
	*ret_zone = (struct wsp_zone){name, change, from->n_changes};
	return true;
}

bool wsp_zones_copy(struct wsp_arena *arena, const struct wsp_zones *zones, size_t n_sites,
	struct wsp_zones *ret_zones)
{
	struct wsp_zone *zone = WSP_NEW_ARRAY(arena, struct wsp_zone, zones->n_zones);
	uint32_t *of_site = NULL;

	if (!zone)
		return false;
	for (uint32_t z = 0; z < zones->n_zones; z++) {
		if (!copy_zone(arena, &zones->zone[z], &zone[z]))
			return false;
	}
	if (zones->of_site && n_sites > 0) {
		of_site = WSP_NEW_ARRAY(arena, uint32_t, n_sites);
		if (!of_site)
			return false;
		memcpy(of_site, zones->of_site, n_sites * sizeof(*of_site));
	}
	*ret_zones = (struct wsp_zones){zone, zones->n_zones, of_site};
	return true;
}
