#include "small_estate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "dice.h"
#include "plan/planner.h"
#include "unit/estate.h"

enum { TODAY = 20000, MINUTES_A_CONVERSION = 10, MINUTES_A_BACK_OUT = 5 };

static const wsp_moment apart = (wsp_moment)2 * WSP_SECONDS_A_DAY; /* of two windows */

void small_estate_init(struct small_estate *estate, const struct trees *trees, int servers)
{
	*estate = (struct small_estate){.trees = *trees, .servers = servers};
}

/* The windows differ in length; at every one some site is open. */
static void roll_windows(struct small_estate *estate, struct dice *dice)
{
	bool sites = dice_chance(dice, 40);

	estate->n_windows = BRUTE_WINDOWS_MAX;
	for (int w = 0; w < estate->n_windows; w++) {
		estate->capacity[w] = dice_between(dice, 1, 4);
		if (sites && dice_chance(dice, 40))
			estate->closed[w] = 1u << dice_below(dice, SMALL_SITES);
	}
}

void small_estate_roll(
	struct small_estate *estate, const struct trees *trees, unsigned seed, bool dated)
{
	struct dice dice = dice_for(seed, dated, (unsigned)trees->n);

	small_estate_init(estate, trees, SMALL_NONE);
	estate->order = dice_chance(&dice, 25);
	if (dice_chance(&dice, 60))
		estate->servers = dice_between(&dice, 1, 5);
	if (dice_chance(&dice, 50))
		estate->clients = dice_between(&dice, 4, 9);
	for (int i = 0; i < SMALL_SITES; i++) {
		if (dice_chance(&dice, 40))
			estate->site_servers[i] = dice_between(&dice, 1, 3);
		if (dice_chance(&dice, 25))
			estate->site_clients[i] = dice_between(&dice, 4, 7);
	}
	for (int i = 0; i < trees->n; i++) {
		estate->site[i] = dice_below(&dice, SMALL_SITES);
		estate->weight[i] = dice_between(&dice, 0, 4);
	}
	if (dated)
		roll_windows(estate, &dice);
}

static bool is_above(int number, int limit)
{
	return limit != SMALL_NONE && number > limit;
}

/* What brute force asks: the estate, and by server the sites that its change needs open, which are
   those of its downstreams too. */
struct question {
	const struct small_estate *estate;
	unsigned needs[BRUTE_SERVERS_MAX];
};

static bool fits(const void *context, int window, unsigned set)
{
	const struct question *question = context;
	const struct small_estate *estate = question->estate;
	int servers[SMALL_SITES] = {0};
	int clients[SMALL_SITES] = {0};

	for (int i = 0; i < estate->trees.n; i++) {
		if (!(set & 1u << i))
			continue;
		if (estate->closed[window] & question->needs[i])
			return false;
		servers[estate->site[i]]++;
		clients[estate->site[i]] += estate->weight[i];
	}
	for (int i = 0; i < SMALL_SITES; i++) {
		if (is_above(servers[i], estate->site_servers[i]) ||
			is_above(clients[i], estate->site_clients[i]))
			return false;
	}
	return !is_above(servers[0] + servers[1], estate->servers) &&
	       !is_above(servers[0] + servers[1], estate->capacity[window]) &&
	       !is_above(clients[0] + clients[1], estate->clients);
}

struct brute_answer small_estate_solve(const struct small_estate *estate)
{
	struct question question = {.estate = estate};
	struct brute brute = {.trees = &estate->trees,
		.order = estate->order,
		.n_windows = estate->n_windows != SMALL_NONE ? estate->n_windows : estate->trees.n,
		.fits = fits,
		.context = &question};

	for (int i = 0; i < estate->trees.n; i++) {
		question.needs[i] |= 1u << estate->site[i];
		if (i > 0)
			question.needs[estate->trees.parent[i]] |= 1u << estate->site[i];
	}
	return brute_solve(&brute);
}

int small_estate_last_window(const struct wsp_plan *plan)
{
	return (int)((plan->phases[plan->n_phases].opens - plan->now) / apart);
}

static uint32_t limit_from(int number)
{
	return number == SMALL_NONE ? WSP_ABSENT : (uint32_t)number;
}

static void insist(bool holds)
{
	if (!holds)
		abort();
}

static void set_policy(const struct small_estate *estate, struct wsp_inventory *inventory)
{
	struct wsp_policy *policy = &inventory->policy;
	bool dated = estate->n_windows != SMALL_NONE;

	*policy = (struct wsp_policy){.operators = dated ? 1 : 4,
		.servers_per_window = limit_from(estate->servers),
		.clients_per_window = limit_from(estate->clients),
		.syncs_per_upstream = WSP_ABSENT,
		.default_window = 24 * 60,
		.rollback_reserve = WSP_ABSENT,
		.failed_conversions = 1,
		.failed_switches = 1,
		.strategy = WSP_BOTTOM_UP,
		.cutover = WSP_ARTICLE,
		.separation = estate->order ? WSP_SEPARATE_ORDER : WSP_SEPARATE_WINDOW};
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		insist(WSP_RESERVE(
			policy->duration, policy->duration_capacity, policy->n_durations));
		policy->duration[policy->n_durations++] = (struct wsp_duration_policy){
			.action = estate_text(inventory, wsp_actions[i].name),
			.minutes = dated && i == WSP_VERIFY_SERVER ? MINUTES_A_CONVERSION : 0};
	}
}

/* One window a slot, named after its number. */
static void add_windows(const struct small_estate *estate, struct wsp_inventory *inventory)
{
	for (int w = 0; w < estate->n_windows; w++) {
		char name[16];

		insist(WSP_RESERVE(
			inventory->window, inventory->window_capacity, inventory->n_windows));
		snprintf(name, sizeof(name), "w%d", w);
		inventory->window[inventory->n_windows++] = (struct wsp_window){
			.name = estate_text(inventory, name),
			.start = estate_text(inventory, "2025-01-01T00:00"),
			.duration = (uint32_t)(estate->capacity[w] *
					       (MINUTES_A_CONVERSION + MINUTES_A_BACK_OUT))};
	}
}

static void add_sites(const struct small_estate *estate, struct wsp_inventory *inventory)
{
	for (int i = 0; i < SMALL_SITES; i++) {
		char words[8 * BRUTE_WINDOWS_MAX] = "";
		char name[16];
		int length = 0;

		for (int w = 0; w < estate->n_windows; w++) {
			if (!(estate->closed[w] & 1u << i))
				length += snprintf(words + length, sizeof(words) - (size_t)length,
					"%sw%d", length ? " " : "", w);
		}
		insist(WSP_RESERVE(inventory->site, inventory->site_capacity, inventory->n_sites));
		snprintf(name, sizeof(name), "site%d", i);
		inventory->site[inventory->n_sites++] =
			(struct wsp_site){.name = estate_text(inventory, name),
				.windows = estate_words(inventory, words),
				.operators = WSP_ABSENT,
				.servers_per_window = limit_from(estate->site_servers[i]),
				.clients_per_window = limit_from(estate->site_clients[i])};
	}
}

static void add_servers(const struct small_estate *estate, struct wsp_inventory *inventory)
{
	for (int i = 0; i < estate->trees.n; i++) {
		char name[32];
		char upstream[32] = "microsoft-update";
		struct wsp_server *server;

		snprintf(name, sizeof(name), "s%d.example.com", i);
		if (i > 0)
			snprintf(upstream, sizeof(upstream), "s%d.example.com",
				estate->trees.parent[i]);
		server = estate_server(inventory, name, upstream);
		server->clients = (uint32_t)estate->weight[i];
		server->clients_by = WSP_BY_NONE; /* no day between two phases */
		server->certificate_lead = WSP_ABSENT;
		snprintf(name, sizeof(name), "site%d", estate->site[i]);
		server->site = estate_text(inventory, name);
	}
}

/* Slots in UTC. */
static void make_calendar(const struct small_estate *estate, struct wsp_calendar *calendar,
	struct wsp_slot *slot, uint32_t *slot_window)
{
	static const struct wsp_zone_change utc = {INT64_MIN, 0};
	static const struct wsp_zone zone = {"UTC", &utc, 1};
	static const uint32_t of_site[SMALL_SITES] = {0};

	*calendar = (struct wsp_calendar){.now = (wsp_moment)TODAY * WSP_SECONDS_A_DAY,
		.dated = estate->n_windows != SMALL_NONE,
		.slot = slot,
		.n_slots = (uint32_t)estate->n_windows,
		.slot_window = slot_window,
		.zones = {&zone, 1, of_site}};
	for (int w = 0; w < estate->n_windows; w++) {
		wsp_moment start = calendar->now + (w + 1) * apart;
		wsp_moment length = estate->capacity[w] *
				    (wsp_moment)(MINUTES_A_CONVERSION + MINUTES_A_BACK_OUT) *
				    WSP_SECONDS_A_MINUTE;

		slot[w] = (struct wsp_slot){start, start + length, (uint32_t)w, 1};
		slot_window[w] = (uint32_t)w;
	}
}

bool small_estate_plan(const struct small_estate *estate, struct wsp_plan *plan)
{
	struct wsp_slot slot[BRUTE_WINDOWS_MAX];
	uint32_t slot_window[BRUTE_WINDOWS_MAX];
	struct wsp_calendar calendar;
	struct wsp_planner_options options = {.today = TODAY, .calendar = &calendar};
	struct wsp_inventory inventory = {0};
	struct wsp_topology topo = {0};
	struct wsp_diags diags;
	bool planned;

	make_calendar(estate, &calendar, slot, slot_window);
	set_policy(estate, &inventory);
	add_windows(estate, &inventory);
	add_sites(estate, &inventory);
	add_servers(estate, &inventory);
	insist(estate_build(&inventory, &topo));
	wsp_diags_init(&diags);
	planned = wsp_plan_make(plan, &topo, &options, &diags) == WSP_OK;
	wsp_diags_release(&diags);
	return planned;
}
