#include <string.h>

#include "base/array.h"
#include "plan/steps.h"
#include "plan/stored_state.h"

#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, true

static const struct wsp_wave_label no_wave = {0, WSP_ABSENT};

static bool same_wave(struct wsp_wave_label a, struct wsp_wave_label b)
{
	return a.phase == b.phase && a.number == b.number;
}

/* The server as the inventory knows it: what the plan calls `id` is `fqdn` there. */
static void bind_server(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct wsp_reader_sink binder = wsp_binder_sink(stored->binder);

	while (stored->node_capacity < item->size) {
		if (!WSP_RESERVE(stored->node, stored->node_capacity, (size_t)item->size - 1)) {
			stored->failed = true;
			return;
		}
	}
	memcpy(stored->node, item, item->size * sizeof(*item));
	for (struct wsp_node *key = stored->node + 1; key < stored->node + item->size;) {
		struct wsp_node *value = key + key->size;

		if (key->kind == WSP_SCALAR && strcmp(key->text, "id") == 0) {
			key->text = "fqdn";
			key->length = 4;
		}
		key = value + value->size;
	}
	if (!binder.item(binder.context, 0, stored->node))
		stored->failed = true;
}

static void read_why(
	struct wsp_stored *stored, const struct wsp_node *map, struct wsp_stored_server *server)
{
	struct row {
		uint8_t kind;
		struct wsp_excerpt by;
		uint32_t freeze;
	} row = {.by = {NULL, 0}, .freeze = WSP_ABSENT};
	static const struct wsp_form_field fields[] = {
		{"kind", WSP_FORM_CHOICE, offsetof(struct row, kind), wsp_why_names, WSP_N_WHYS,
			false},
		{"by", OPTIONAL(TEXT, by)},
		{"freeze", OPTIONAL(COUNT, freeze)},
	};

	if (!wsp_stored_form(stored, map, "`why`", fields, WSP_COUNT(fields), &row))
		return;
	server->why = row.kind;
	if (row.kind == WSP_WHY_FREEZE)
		server->why_by = row.freeze;
	else if (row.by.text)
		server->why_by = wsp_stored_name(stored, row.by);
}

void wsp_stored_add_server(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id;
		uint8_t status;
		uint32_t phase;
		struct wsp_wave_label wave;
		const struct wsp_node *why;
	} row = {.wave = no_wave, .why = NULL};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"status", WSP_FORM_CHOICE, offsetof(struct row, status), wsp_status_names,
			WSP_N_STATUSES, false},
		{"phase", FIELD(PHASE, phase)},
		{"wave", FIELD(WAVE, wave)},
		{"why", OPTIONAL(MAP, why)},
	};
	struct wsp_stored_server *server;

	if (stored->indexed) {
		wsp_stored_refuse(stored, item->place, "`servers` has to stand before `steps`");
		return;
	}
	if (!wsp_stored_form(stored, item, "a server", fields, WSP_COUNT(fields), &row))
		return;
	if (!WSP_RESERVE(stored->server, stored->server_capacity, stored->n_servers)) {
		stored->failed = true;
		return;
	}
	server = &stored->server[stored->n_servers++];
	*server = (struct wsp_stored_server){
		.phase = row.phase, .wave = row.wave, .link_wave = no_wave, .status = row.status};
	if (row.why)
		read_why(stored, row.why, server);
	bind_server(stored, item);
}

bool wsp_stored_index(struct wsp_stored *stored)
{
	const struct wsp_inventory *inventory = &stored->inventory;

	if (stored->indexed)
		return true;
	stored->indexed = true;
	stored->failed = !wsp_index_reserve(&stored->rows, inventory->n_servers);
	for (size_t i = 0; i < inventory->n_servers && !stored->failed; i++)
		stored->failed =
			!wsp_index_put(&stored->rows, inventory->server[i].fqdn, (uint32_t)i);
	return !stored->failed;
}

/* The row of ACTION@FQDN, and the action; NULL when there is no such server or action. */
static struct wsp_stored_server *find_target(
	struct wsp_stored *stored, struct wsp_excerpt id, enum wsp_action *ret_action)
{
	const char *at = memchr(id.text, '@', id.length);
	size_t action_length = at ? (size_t)(at - id.text) : 0;
	wsp_string name;
	uint32_t row;

	if (!at)
		return NULL;
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		const char *action = wsp_actions[i].name;

		if (strncmp(action, id.text, action_length) != 0 || action[action_length] != '\0')
			continue;
		*ret_action = (enum wsp_action)i;
		name = wsp_strings_find(
			&stored->inventory.strings, at + 1, id.length - action_length - 1);
		row = name ? wsp_index_get(&stored->rows, name) : WSP_NO_ROW;
		return row < stored->n_servers ? &stored->server[row] : NULL;
	}
	return NULL;
}

static void keep_link(struct wsp_stored *stored, struct wsp_stored_server *server,
	struct wsp_wave_label wave, uint32_t start, enum wsp_link_work work)
{
	if (server->link_work != WSP_LINK_NONE) {
		stored->twice = true;
		return;
	}
	if (!WSP_RESERVE(stored->link, stored->link_capacity, stored->n_links)) {
		stored->failed = true;
		return;
	}
	stored->link[stored->n_links++] = (uint32_t)(server - stored->server);
	server->link_wave = wave;
	server->link_start = start;
	server->link_work = (uint8_t)work;
}

/* A synchronization without a switch before it: ConfigMgr switches that link. */
static void keep_sync(struct wsp_stored *stored, struct wsp_stored_server *server,
	struct wsp_wave_label wave, uint32_t start)
{
	if (server->link_work == WSP_LINK_NONE)
		keep_link(stored, server, wave, start, WSP_LINK_FOLLOW);
	server->sync_start = start;
}

/* What a step says about its target: when its visit, its switch or its repair starts. */
static void keep_step(struct wsp_stored *stored, struct wsp_stored_server *server,
	enum wsp_action action, struct wsp_wave_label wave, uint32_t start)
{
	uint32_t bit = WSP_BIT(action);
	bool in_repair = wave.number == 0;

	server->actions |= bit;
	if (action == WSP_SWITCH_SYNC) {
		keep_link(
			stored, server, wave, start, in_repair ? WSP_LINK_REPAIR : WSP_LINK_SWITCH);
	} else if (action == WSP_VERIFY_SYNC) {
		keep_sync(stored, server, wave, start);
	} else if (in_repair && action == WSP_UNSWITCH_SYNC) {
		server->repair |= bit;
		server->unswitch_start = start;
	} else if (in_repair && (bit & WSP_REPAIRS) && !same_wave(server->wave, wave)) {
		server->repair |= bit;
		if (!server->repair_started)
			server->repair_start = start;
		server->repair_started = true;
	} else if ((bit & WSP_VISIT) && wave.number == WSP_ABSENT) {
		server->early |= bit;
	} else if (bit & WSP_VISIT) {
		if (!server->started)
			server->start = start;
		server->started = true;
	}
}

static void digest_number(struct wsp_step_digest *digest, uint32_t number)
{
	digest->hash = (digest->hash ^ number) * 0x9E3779B97F4A7C15u;
	digest->hash ^= digest->hash >> 29;
}

static void digest_bytes(struct wsp_step_digest *digest, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) /* FNV-1a */
		digest->hash = (digest->hash ^ (unsigned char)bytes[i]) * 0x100000001B3u;
}

static void digest_text(struct wsp_step_digest *digest, const char *text, size_t length)
{
	digest_bytes(digest, text, length);
	digest_number(digest, (uint32_t)length);
}

static void digest_moment(struct wsp_step_digest *digest, wsp_moment at)
{
	digest_number(digest, (uint32_t)at);
	digest_number(digest, (uint32_t)((uint64_t)at >> 32));
}

static void digest_id(struct wsp_step_digest *digest, const char *action, const char *name)
{
	size_t action_length = strlen(action);
	size_t name_length = strlen(name);

	digest_bytes(digest, action, action_length);
	digest_bytes(digest, "@", 1);
	digest_bytes(digest, name, name_length);
	digest_number(digest, (uint32_t)(action_length + 1 + name_length));
}

struct step_row {
	struct wsp_excerpt id, procedure;
	uint32_t phase, start, finish;
	struct wsp_wave_label wave;
	wsp_moment starts, finishes;
};

static void digest_row(struct wsp_stored *stored, const struct step_row *row)
{
	struct wsp_step_digest *digest = &stored->steps;

	digest_text(digest, row->id.text, row->id.length);
	digest_text(digest, row->procedure.text, row->procedure.length);
	digest_number(digest, row->phase);
	digest_number(digest, row->wave.phase);
	digest_number(digest, row->wave.number);
	digest_number(digest, row->start);
	digest_number(digest, row->finish);
	digest->n++;
	digest_moment(&stored->moments, row->starts);
	digest_moment(&stored->moments, row->finishes);
}

#undef FIELD
#undef OPTIONAL
#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct step_row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct step_row, member), NULL, 0, true

void wsp_stored_add_step(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct step_row row = {.wave = no_wave,
		.start = WSP_ABSENT,
		.finish = WSP_ABSENT,
		.starts = WSP_NO_MOMENT,
		.finishes = WSP_NO_MOMENT};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"procedure", FIELD(TEXT, procedure)},
		{"phase", FIELD(PHASE, phase)},
		{"wave", FIELD(WAVE, wave)},
		{"start_minute", OPTIONAL(MINUTE, start)},
		{"finish_minute", OPTIONAL(MINUTE, finish)},
		{"start", OPTIONAL(MOMENT, starts)},
		{"finish", OPTIONAL(MOMENT, finishes)},
	};
	enum wsp_action action = WSP_N_ACTIONS;
	struct wsp_stored_server *server = NULL;

	if (!wsp_stored_index(stored) ||
		!wsp_stored_form(stored, item, "a step", fields, WSP_COUNT(fields), &row))
		return;
	if (!wsp_stored_find_shared(stored, row.id)) {
		server = find_target(stored, row.id, &action);
		if (!server) {
			wsp_stored_refuse(stored, item->place,
				"the step's `id` is not an action and one of `servers` before it");
			return;
		}
		keep_step(stored, server, action, row.wave, row.start);
	}
	digest_row(stored, &row);
}

/* What a derived step is compared by. */
struct comparison {
	const struct wsp_plan *plan;
	struct wsp_step_digest steps, moments;
	struct wsp_text name; /* scratch: of a shared object */
};

static const char *name_of(struct comparison *comparison, const struct wsp_step *step)
{
	const struct wsp_plan *plan = comparison->plan;

	if (step->shared == UINT32_MAX)
		return wsp_topology_fqdn(&plan->topo, step->server);
	wsp_text_clear(&comparison->name);
	wsp_shared_key(&plan->shared[step->shared], &comparison->name);
	return wsp_text_get(&comparison->name);
}

static bool digest_step(struct comparison *comparison, const struct wsp_step *step)
{
	const struct wsp_plan *plan = comparison->plan;
	struct wsp_step_digest *digest = &comparison->steps;
	bool in_wave = step->wave != WSP_NO_WAVE;
	const char *procedure;

	if (step->procedure >= plan->n_procedures ||
		plan->procedure[step->procedure].action != (enum wsp_action)step->action)
		return false;
	procedure = plan->procedure[step->procedure].id;
	digest_id(digest, wsp_actions[step->action].name, name_of(comparison, step));
	digest_text(digest, procedure, strlen(procedure));
	digest_number(digest, step->phase);
	digest_number(digest, in_wave ? step->phase : 0);
	digest_number(digest, in_wave ? plan->waves[step->wave].number : WSP_ABSENT);
	digest_number(digest, step->start);
	digest_number(digest, step->finish);
	digest->n++;
	digest_moment(&comparison->moments,
		in_wave ? wsp_plan_moment(plan, step->phase, step->start) : WSP_NO_MOMENT);
	digest_moment(&comparison->moments,
		in_wave ? wsp_plan_moment(plan, step->phase, step->finish) : WSP_NO_MOMENT);
	return true;
}

static void note_finish(struct wsp_stored *stored, const struct wsp_step *step)
{
	uint32_t *last = step->wave == WSP_NO_WAVE ? NULL : &stored->wave[step->wave].last;

	if (last && step->finish != WSP_ABSENT && step->finish > *last)
		*last = step->finish;
}

/* Derive the steps anew. */
enum wsp_status wsp_stored_compare(struct wsp_stored *stored)
{
	struct comparison derived = {.plan = &stored->plan};
	struct wsp_steps steps;
	bool sound = true;
	bool failed;

	wsp_steps_begin(&steps, &stored->plan);
	while (sound && wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n && sound; i++) {
			sound = digest_step(&derived, &steps.step[i]);
			note_finish(stored, &steps.step[i]);
		}
	}
	failed = steps.failed || derived.name.failed;
	wsp_steps_release(&steps);
	wsp_text_release(&derived.name);
	if (failed)
		return WSP_NO_MEMORY;
	if (!sound || derived.steps.n != stored->steps.n ||
		derived.steps.hash != stored->steps.hash)
		return wsp_stored_refuse_edited(
			stored, "the steps are not those that follow from the plan");
	if (stored->plan.dated && derived.moments.hash != stored->moments.hash)
		return wsp_stored_refuse_edited(stored,
			"the steps start or finish at other moments than their minutes say");
	return WSP_OK;
}
