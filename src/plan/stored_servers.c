#include "base/array.h"
#include "plan/stored_state.h"

/* Which arrays the plan needs beyond those that every plan has. */
struct wanted {
	bool repairs, early;
};

static bool allocate(struct wsp_plan *plan, uint32_t n, const struct wanted *wanted)
{
	const struct {
		uint32_t **array;
		bool wanted;
	} arrays[] = {
		{&plan->actions, true},
		{&plan->phase, true},
		{&plan->wave, true},
		{&plan->start, true},
		{&plan->link_phase, true},
		{&plan->link_wave, true},
		{&plan->link_start, true},
		{&plan->order, true},
		{&plan->link_order, true},
		{&plan->early, wanted->early},
		{&plan->repair, wanted->repairs},
		{&plan->repair_start, wanted->repairs},
		{&plan->unswitch_start, wanted->repairs},
	};

	plan->status = WSP_NEW_ARRAY(&plan->arena, uint8_t, n);
	plan->link_work = WSP_NEW_ARRAY(&plan->arena, uint8_t, n);
	plan->why = WSP_NEW_ARRAY(&plan->arena, struct wsp_why, n);
	if (!plan->status || !plan->link_work || !plan->why)
		return false;
	for (size_t i = 0; i < WSP_COUNT(arrays); i++) {
		if (!arrays[i].wanted)
			continue;
		*arrays[i].array = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
		if (!*arrays[i].array)
			return false;
	}
	return true;
}

/* The number of a wave in the plan, WSP_NO_WAVE when there is no such wave. */
static uint32_t wave_of(const struct wsp_plan *plan, struct wsp_wave_label label)
{
	const struct wsp_phase *phase;
	uint32_t first;

	if (label.number == WSP_ABSENT || label.phase == 0 || label.phase > plan->n_phases)
		return WSP_NO_WAVE;
	phase = &plan->phases[label.phase];
	first = plan->waves[phase->first_wave].number;
	return label.number < first || label.number - first >= phase->n_waves
		       ? WSP_NO_WAVE
		       : phase->first_wave + (label.number - first);
}

static uint64_t minutes_of(const struct wsp_plan *plan, uint32_t set)
{
	uint64_t minutes = 0;

	for (; set; set &= set - 1)
		minutes += plan->duration[__builtin_ctz(set)];
	return minutes;
}

/* Whether the actions of `set`, begun at `start`, lie in their wave; sorting steps relies on it. */
static bool is_inside(const struct wsp_plan *plan, uint32_t wave, uint32_t start, uint32_t set)
{
	return wave != WSP_NO_WAVE && start >= plan->waves[wave].start &&
	       start + minutes_of(plan, set) <= plan->waves[wave].finish;
}

static bool are_repairs_sound(const struct wsp_plan *plan, const struct wsp_stored_server *row)
{
	const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

	if (row->repair && !plan->repair)
		return false;
	return (!(row->repair & unswitch) || is_inside(plan, 0, row->unswitch_start, unswitch)) &&
	       (!(row->repair & ~unswitch) ||
		       is_inside(plan, 0, row->repair_start, row->repair & ~unswitch));
}

static uint32_t switching(const struct wsp_stored_server *row)
{
	return row->link_work == WSP_LINK_FOLLOW ? 0 : WSP_BIT(WSP_SWITCH_SYNC);
}

/* What of a visit may be done in the preparation. */
static const uint32_t may_be_early = WSP_BIT(WSP_BACK_UP) | WSP_BIT(WSP_BIND_CERTIFICATE) |
				     WSP_BIT(WSP_TEST_HTTPS) | WSP_BIT(WSP_POINT_CLIENTS);

/* What is done to `s` must be possible: the derivation of steps trusts the plan. */
static bool is_server_sound(const struct wsp_stored *stored, wsp_server_id s)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_stored_server *row = &stored->server[s];
	const uint32_t on_links =
		WSP_BIT(WSP_SWITCH_SYNC) | WSP_BIT(WSP_VERIFY_SYNC) | WSP_BIT(WSP_UNSWITCH_SYNC);
	uint32_t visit = row->actions & WSP_VISIT & ~row->repair & ~row->early;

	if ((row->actions & on_links) && plan->topo.parent[s] == WSP_NO_SERVER)
		return false;
	if (row->wave.number == WSP_ABSENT ? row->phase != 0
					   : !is_inside(plan, plan->wave[s], row->start, visit))
		return false;
	if (row->link_work != WSP_LINK_NONE &&
		(!is_inside(plan, plan->link_wave[s], row->link_start, switching(row)) ||
			!is_inside(plan, plan->link_wave[s], row->sync_start, 0)))
		return false;
	if (!are_repairs_sound(plan, row) || (row->early & ~may_be_early))
		return false;
	for (uint32_t set = row->actions; set; set &= set - 1) {
		enum wsp_action action = (enum wsp_action)__builtin_ctz(set);

		if (!wsp_procedure_select(action, &plan->topo, s, true) ||
			!wsp_procedure_select(action, &plan->topo, s, false))
			return false;
	}
	return true;
}

/* Why `s` is in its phase; the server or freeze has to be there. */
static bool restore_why(const struct wsp_stored *stored, wsp_server_id s)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_stored_server *row = &stored->server[s];
	uint32_t by = WSP_NO_SERVER;

	if (row->why == WSP_WHY_FREEZE && row->why_by != WSP_ABSENT) {
		if (row->why_by >= plan->topo.inventory.n_freezes)
			return false;
		by = row->why_by;
	} else if (row->why != WSP_WHY_FREEZE && row->why_by) {
		by = wsp_stored_row_of(stored, row->why_by);
		if (by == WSP_NO_ROW)
			return false;
	}
	plan->why[s] = (struct wsp_why){row->why, by};
	return true;
}

static void restore_server(const struct wsp_stored *stored, wsp_server_id s)
{
	const struct wsp_plan *plan = &stored->plan;
	const struct wsp_stored_server *row = &stored->server[s];

	plan->status[s] = row->status;
	plan->actions[s] = row->actions;
	plan->phase[s] = row->phase;
	plan->wave[s] = wave_of(plan, row->wave);
	plan->start[s] = row->start;
	plan->link_work[s] = row->link_work;
	plan->link_wave[s] = wave_of(plan, row->link_wave);
	plan->link_phase[s] = row->link_work ? row->link_wave.phase : 0;
	plan->link_start[s] = row->link_start;
	if (plan->early)
		plan->early[s] = row->early;
	if (plan->repair) {
		plan->repair[s] = row->repair;
		plan->repair_start[s] = row->repair_start;
		plan->unswitch_start[s] = row->unswitch_start;
	}
}

enum wsp_status wsp_stored_restore_servers(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	struct wanted wanted = {plan->n_waves > 0 && plan->waves[0].number == 0, false};

	for (size_t i = 0; i < stored->n_servers; i++)
		wanted.early = wanted.early || stored->server[i].early;
	if (!allocate(plan, plan->topo.n_servers, &wanted))
		return WSP_NO_MEMORY;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (wsp_stored_row_of(stored, plan->topo.server[s].fqdn) != s)
			return wsp_stored_refuse_edited(
				stored, "the servers are not in the order of the hierarchy");
		restore_server(stored, s);
		if (!is_server_sound(stored, s))
			return wsp_stored_refuse_plan(
				stored, "a step of the plan cannot be done to its server");
		if (!restore_why(stored, s))
			return wsp_stored_refuse_plan(
				stored, "`why` names a server or a freeze that is not there");
	}
	return WSP_OK;
}

/* The servers of the waves, each in the wave that it names itself, and none missing. */
enum wsp_status wsp_stored_restore_order(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	uint32_t n_converted = 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		n_converted += plan->wave[s] != WSP_NO_WAVE;
	if (n_converted != stored->n_in_wave)
		return wsp_stored_refuse_plan(
			stored, "the waves have other servers than `servers` says");
	for (uint32_t w = 0; w < plan->n_waves; w++) {
		const struct wsp_wave *wave = &plan->waves[w];

		for (uint32_t i = 0; i < wave->n_servers; i++) {
			uint32_t s =
				wsp_stored_row_of(stored, stored->in_wave[wave->first_server + i]);

			if (s >= plan->topo.n_servers || plan->wave[s] != w ||
				plan->phase[s] != wave->phase || stored->server[s].listed)
				return wsp_stored_refuse_plan(
					stored, "the waves have other servers than `servers` says");
			stored->server[s].listed = true;
			plan->order[plan->n_order++] = s;
		}
	}
	return WSP_OK;
}
