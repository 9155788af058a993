#include "dated.h"

#include "base/array.h"

enum { SATURDAY = 20792, HOURS_OF_WINDOW = 6, SITES = 8 };

static const struct wsp_zone_change winter[] = {{0, 3600}, {0, -5 * 3600}};

static const struct wsp_zone zones[] = {
	{"Europe/Amsterdam", &winter[0], 1}, {"America/New_York", &winter[1], 1}};

static const uint32_t zone_of_site[SITES] = {1};

static void date_phase(struct wsp_phase *phase, uint32_t number)
{
	wsp_moment day = SATURDAY + 7 * ((wsp_moment)number - 1);

	phase->window = "weekend <night>";
	phase->opens = phase->begin = day * WSP_SECONDS_A_DAY + 21 * 3600;
	phase->closes = phase->opens + HOURS_OF_WINDOW * 3600;
	phase->length = HOURS_OF_WINDOW * 60;
	phase->gate = number > 1 ? 24 * 60 : 0;
	phase->abort_conversions = 1;
	phase->abort_switches = 1;
}

void dated(struct wsp_plan *plan)
{
	plan->dated = true;
	plan->now = (wsp_moment)(SATURDAY - 12) * WSP_SECONDS_A_DAY;
	plan->zones = (struct wsp_zones){zones, WSP_COUNT(zones), zone_of_site};
	for (uint32_t i = 1; i <= plan->n_phases; i++)
		date_phase(&plan->phases[i], i);
}
