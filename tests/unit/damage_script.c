/* Script: steps as they are written, and the claims that follow from them. */
#include "damage_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "estate.h"

enum { DAY = 24 * 60 * 60, TODAY = 20780 };

static const struct wsp_phase_claim no_phase = WSP_PHASE_CLAIM_INIT;
static const struct wsp_server_claim no_server = WSP_SERVER_CLAIM_INIT;
static const struct wsp_claim no_step = WSP_CLAIM_INIT;

void script_open(struct script *script, struct wsp_inventory *inventory)
{
	struct claimed *claimed = &script->claimed;

	*script = (struct script){0};
	if (!estate_build(inventory, &script->topo))
		abort();
	claimed->claims = (struct wsp_claims){.topo = &script->topo,
		.hands_on = UINT64_MAX,
		.today = TODAY,
		.now = WSP_NO_MOMENT,
		.lower_bound = WSP_ABSENT,
		.accept_waivers = true};
	claimed->server = calloc(script->topo.n_servers + 1, sizeof(*claimed->server));
	claimed->phase = calloc(SCRIPT_SLOTS + 1, sizeof(*claimed->phase));
	claimed->wave = calloc(SCRIPT_SLOTS, sizeof(*claimed->wave));
	claimed->shared = calloc(SCRIPT_SLOTS, sizeof(*claimed->shared));
	if (!claimed->server || !claimed->phase || !claimed->wave || !claimed->shared)
		abort();
	for (wsp_server_id s = 0; s < script->topo.n_servers; s++) {
		claimed->server[s] = no_server;
		claimed->server[s].strategy = WSP_BOTTOM_UP;
	}
	for (uint32_t phase = 0; phase <= SCRIPT_SLOTS; phase++)
		claimed->phase[phase] = no_phase;
	claimed_refresh(claimed);
}

void script_close(struct script *script)
{
	claimed_release(&script->claimed);
	wsp_topology_release(&script->topo);
}

static void add(struct script *script, struct wsp_claim step)
{
	damage_insert(&script->claimed, script->claimed.n_steps, step);
}

/* The next name of a list. @return false at its end */
static bool next_name(const char **rest, char name[32])
{
	size_t length = strcspn(*rest, " ");

	if (length == 0 || length >= 32)
		return false;
	memcpy(name, *rest, length);
	name[length] = '\0';
	*rest += length + ((*rest)[length] == ' ');
	return true;
}

void script_early(struct script *script, const char *names, uint32_t set)
{
	char name[32];

	while (next_name(&names, name)) {
		struct wsp_claim step = no_step;

		step.server = damage_server(&script->claimed, name);
		for (uint8_t action = 0; action < WSP_N_ACTIONS; action++) {
			step.action = action;
			if (set & WSP_BIT(action))
				add(script, step);
		}
	}
}

void script_prepare(struct script *script, const char *names)
{
	script_early(script, names, WSP_BIT(WSP_PLAN_ACCESS + 1) - 1);
}

void script_share(
	struct script *script, enum wsp_action action, uint32_t object, const char *members)
{
	struct wsp_claims *claims = &script->claimed.claims;
	struct wsp_claim step = no_step;
	uint32_t first = script->n_members;
	char name[32];

	while (next_name(&members, name))
		script->member[script->n_members++] = damage_server(&script->claimed, name);
	script->claimed.shared[claims->n_shared] = (struct wsp_shared_claim){
		.action = (uint8_t)action,
		.policy = action == WSP_POINT_CLIENTS,
		.object = object,
		.member = &script->member[first],
		.n_members = script->n_members - first,
	};
	step.server = script->member[first];
	step.shared = claims->n_shared++;
	step.action = (uint8_t)action;
	add(script, step);
}

uint32_t script_do(struct script *script, const char *name, uint32_t set, uint32_t phase,
	uint32_t wave, uint32_t start)
{
	struct wsp_claim step = no_step;

	step.server = damage_server(&script->claimed, name);
	step.phase = phase;
	step.wave = wave;
	for (uint8_t action = 0; action < WSP_N_ACTIONS; action++) {
		if (!(set & WSP_BIT(action)))
			continue;
		step.action = action;
		step.start = start;
		step.finish = start + wsp_actions[action].minutes + wsp_actions[action].unattended;
		start = step.finish;
		add(script, step);
	}
	return start;
}

static void add_beside(struct script *script, wsp_server_id s, uint32_t phase, uint8_t action)
{
	struct wsp_claim step = no_step;

	step.server = s;
	step.phase = phase;
	step.action = action;
	add(script, step);
}

uint32_t script_convert(
	struct script *script, const char *name, uint32_t phase, uint32_t wave, uint32_t start)
{
	wsp_server_id s = damage_server(&script->claimed, name);
	bool is_sup = script->topo.server[s].configmgr_role != 0;
	uint32_t set = WSP_VISIT & ~WSP_BIT(is_sup ? WSP_POINT_CLIENTS : WSP_SET_SUP_SSL);

	if (script->topo.server[s].clients_by == WSP_BY_POLICY)
		set &= ~WSP_BIT(WSP_POINT_CLIENTS);
	for (size_t i = 0; i < script->claimed.n_steps; i++) {
		if (script->claimed.step[i].server == s &&
			script->claimed.step[i].shared == WSP_NO_SHARED)
			set &= ~WSP_BIT(script->claimed.step[i].action);
	}
	add_beside(script, s, phase, WSP_RECHECK);
	add_beside(script, s, phase, WSP_VERIFY_CLIENTS);
	return script_do(script, name, set, phase, wave, start);
}

void script_date(struct script *script, wsp_moment now, wsp_moment first, uint32_t hours)
{
	struct wsp_calendar *calendar = &script->calendar;

	for (uint32_t i = 0; i < SCRIPT_SLOTS; i++) {
		wsp_moment start = first + (wsp_moment)i * 7 * DAY;

		script->slot[i] = (struct wsp_slot){start, start + (wsp_moment)hours * 3600, i, 1};
		script->claimed.phase[i + 1].opens = start;
		script->claimed.phase[i + 1].closes = script->slot[i].end;
		script->claimed.phase[i + 1].begin = start;
	}
	script->zone = (struct wsp_zone){"UTC", &script->change, 1};
	*calendar = (struct wsp_calendar){.now = now,
		.dated = true,
		.slot = script->slot,
		.n_slots = SCRIPT_SLOTS,
		.slot_window = script->slot_window,
		.zones = {&script->zone, 1, NULL},
		.closing = script->closing,
		.first_closing = script->first_closing};
	script->claimed.claims.calendar = calendar;
	script->claimed.claims.dated = true;
	script->claimed.claims.now = now;
}

void script_claim(struct script *script, uint32_t n_phases, uint32_t lower_bound)
{
	struct wsp_claims *claims = &script->claimed.claims;

	damage_sort(&script->claimed);
	claims->n_phases = n_phases;
	claims->lower_bound = lower_bound;
	claims->optimal = lower_bound == n_phases;
}

static void judge(struct script *script)
{
	script->n_violations =
		wsp_verify(&script->claimed.claims, script->violation, SCRIPT_VIOLATIONS);
}

static void show(const struct script *script)
{
	for (size_t i = 0; i < script->n_violations && i < SCRIPT_VIOLATIONS; i++)
		printf("%s: %s\n", script->violation[i].rule, script->violation[i].text);
}

const char *script_text(const struct script *script, const char *rule)
{
	for (size_t i = 0; i < script->n_violations && i < SCRIPT_VIOLATIONS; i++) {
		if (strcmp(script->violation[i].rule, rule) == 0)
			return script->violation[i].text;
	}
	return "";
}

bool script_is_good(struct script *script)
{
	judge(script);
	show(script);
	return script->n_violations == 0;
}

bool script_breaks(struct script *script, const char *rule)
{
	judge(script);
	if (*script_text(script, rule))
		return true;
	show(script);
	return false;
}

bool script_breaks_only(struct script *script, const char *rule)
{
	judge(script);
	if (script->n_violations == 1 && *script_text(script, rule))
		return true;
	show(script);
	return false;
}
