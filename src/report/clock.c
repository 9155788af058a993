#include "report/clock.h"

#include "base/number.h"

enum { DAYS_A_WEEK = 7 };

static const struct wsp_zone_change no_change = {0, 0};

const struct wsp_zone wsp_clock_utc = {"UTC", &no_change, 1};

/* Days since 1970-01-01 local, and the second of that day. */
static int64_t split(const struct wsp_zone *zone, wsp_moment at, uint32_t *ret_second)
{
	int64_t local = at + wsp_zone_offset(zone, at);
	int64_t second = local % WSP_SECONDS_A_DAY;

	if (second < 0)
		second += WSP_SECONDS_A_DAY;
	*ret_second = (uint32_t)second;
	return (local - second) / WSP_SECONDS_A_DAY;
}

static const char *weekday(int64_t day)
{
	static const char *const names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

	return names[(day % DAYS_A_WEEK + DAYS_A_WEEK) %
		     DAYS_A_WEEK]; /* 1970-01-01 was a Thursday */
}

static void add_day(struct wsp_text *out, int64_t day)
{
	char date[11];

	wsp_format_date((int32_t)day, date);
	wsp_text_adds(out, weekday(day));
	wsp_text_addc(out, ' ');
	wsp_text_adds(out, date);
}

void wsp_clock_day(struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at)
{
	uint32_t second;

	add_day(out, split(zone, at, &second));
}

static void add_two_digits(struct wsp_text *out, uint32_t number)
{
	wsp_text_addc(out, (char)('0' + number / 10 % 10));
	wsp_text_addc(out, (char)('0' + number % 10));
}

void wsp_clock_time(
	struct wsp_text *out, const struct wsp_zone *zone, wsp_moment at, wsp_moment since)
{
	uint32_t first_second;
	uint32_t second;
	int64_t first_day = split(zone, since, &first_second);
	int64_t day = split(zone, at, &second);

	if (day > first_day && day - first_day < DAYS_A_WEEK)
		wsp_text_adds(out, weekday(day));
	else if (day != first_day)
		add_day(out, day);
	if (day != first_day)
		wsp_text_addc(out, ' ');
	add_two_digits(out, second / 3600);
	wsp_text_addc(out, ':');
	add_two_digits(out, second / 60 % 60);
}

const struct wsp_zone *wsp_clock_other_zone(const struct wsp_plan *plan, wsp_server_id s)
{
	const struct wsp_zone *zone = wsp_plan_zone(plan, s);

	return zone == wsp_plan_zone(plan, WSP_NO_SERVER) ? NULL : zone;
}
