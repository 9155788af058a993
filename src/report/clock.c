#include "report/clock.h"

enum { DAYS_A_WEEK = 7 };

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
		wsp_text_adds(out, wsp_day_name(day));
	else if (day != first_day)
		wsp_moment_tell_day(out, zone, at);
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
