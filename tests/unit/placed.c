/* Placed: an estate whose phases are given by hand. */
#include "placed.h"

#include <stdlib.h>

#include "estate.h"

enum { FIRST_DAY = 20792 /* 2026-12-05 */, HOUR = 3600 };

static const struct wsp_zone_change no_changes[] = {{0, 0}};
static const struct wsp_zone utc = {"UTC", no_changes, 1};

static void insist(bool holds)
{
	if (!holds)
		abort();
}

struct wsp_inventory placed_estate(void)
{
	return (struct wsp_inventory){.policy = {.operators = 2,
					      .servers_per_window = WSP_ABSENT,
					      .clients_per_window = WSP_ABSENT,
					      .syncs_per_upstream = WSP_ABSENT,
					      .default_window = PLACED_LENGTH,
					      .rollback_reserve = WSP_ABSENT,
					      .strategy = WSP_AUTO,
					      .cutover = WSP_ARTICLE,
					      .separation = WSP_SEPARATE_WINDOW}};
}

wsp_moment placed_begin(uint32_t phase)
{
	return (wsp_moment)(FIRST_DAY + phase - 1) * WSP_SECONDS_A_DAY + (wsp_moment)22 * HOUR;
}

static void allocate(struct wsp_plan *plan)
{
	struct wsp_arena *arena = &plan->arena;
	uint32_t n = plan->topo.n_servers;

	plan->status = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->link_work = WSP_NEW_ARRAY(arena, uint8_t, n);
	plan->actions = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->phase = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->wave = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_phase = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_wave = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->link_start = WSP_NEW_ARRAY(arena, uint32_t, n);
	plan->why = WSP_NEW_ARRAY(arena, struct wsp_why, n);
	plan->order = WSP_NEW_ARRAY(arena, wsp_server_id, n);
	insist(plan->status && plan->link_work && plan->actions && plan->phase && plan->wave &&
		plan->start && plan->link_phase && plan->link_wave && plan->link_start &&
		plan->why && plan->order);
}

static void place(struct wsp_plan *plan, wsp_server_id s, uint32_t phase)
{
	wsp_server_id upstream = plan->topo.parent[s];
	bool follows = upstream != WSP_NO_SERVER && plan->phase[upstream] > 0;

	plan->status[s] = phase > 0 ? WSP_STATUS_CONVERT : WSP_STATUS_HELD;
	plan->phase[s] = phase;
	plan->wave[s] = phase > 0 ? phase - 1 : WSP_NO_WAVE;
	plan->why[s].by = WSP_NO_SERVER;
	plan->link_wave[s] = WSP_NO_WAVE;
	if (phase > 0)
		plan->actions[s] = WSP_VISIT & ~WSP_BIT(WSP_SET_SUP_SSL);
	if (follows) {
		plan->actions[s] |= WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC);
		plan->link_work[s] = WSP_LINK_SWITCH;
		plan->link_phase[s] = plan->phase[upstream];
		plan->link_wave[s] = plan->phase[upstream] - 1;
		plan->link_start[s] = PLACED_SWITCH;
	}
	if (phase > plan->n_phases)
		plan->n_phases = phase;
}

static void make_phases(struct wsp_plan *plan)
{
	plan->n_waves = plan->n_phases;
	plan->phases = WSP_NEW_ARRAY(&plan->arena, struct wsp_phase, plan->n_phases + 1);
	plan->waves = WSP_NEW_ARRAY(&plan->arena, struct wsp_wave, plan->n_phases + 1);
	insist(plan->phases && plan->waves);
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		plan->waves[phase - 1] =
			(struct wsp_wave){.phase = phase, .number = 1, .finish = PLACED_MINUTES};
		plan->phases[phase] = (struct wsp_phase){.title = "",
			.first_wave = phase - 1,
			.n_waves = 1,
			.minutes = PLACED_MINUTES,
			.length = PLACED_LENGTH,
			.window = "",
			.opens = WSP_NO_MOMENT,
			.closes = WSP_NO_MOMENT,
			.begin = WSP_NO_MOMENT};
		if (!plan->dated)
			continue;
		plan->phases[phase].window = "nightly";
		plan->phases[phase].opens = plan->phases[phase].begin = placed_begin(phase);
		plan->phases[phase].closes =
			placed_begin(phase) + (wsp_moment)PLACED_LENGTH * WSP_SECONDS_A_MINUTE;
	}
	for (uint32_t phase = 1; phase <= plan->n_phases; phase++) {
		plan->waves[phase - 1].first_server = plan->n_order;
		for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
			if (plan->phase[s] == phase)
				plan->order[plan->n_order++] = s;
		}
		plan->waves[phase - 1].n_servers =
			plan->n_order - plan->waves[phase - 1].first_server;
	}
}

void placed_make(struct wsp_plan *plan, struct wsp_inventory *inventory, const char *phases,
	enum placed_dates dates)
{
	*plan = (struct wsp_plan){.chosen = WSP_BOTTOM_UP,
		.dated = dates == PLACED_DATED,
		.now = dates == PLACED_DATED ? placed_begin(1) - WSP_SECONDS_A_DAY : WSP_NO_MOMENT,
		.zones = {&utc, 1, NULL},
		.reason = "",
		.failed = "",
		.bound = "",
		.operators = inventory->policy.operators};
	wsp_diags_init(&plan->diags);
	insist(estate_build(inventory, &plan->topo));
	for (unsigned action = 0; action < WSP_N_ACTIONS; action++) {
		plan->duration[action] = wsp_actions[action].minutes;
		plan->unattended[action] = wsp_actions[action].unattended;
	}
	allocate(plan);
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		insist(phases[s] >= '0' && phases[s] <= '9');
		place(plan, s, (uint32_t)(phases[s] - '0'));
	}
	make_phases(plan);
}
