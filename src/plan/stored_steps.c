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

void wsp_stored_add_server(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id;
		uint8_t status;
		uint32_t phase;
		struct wsp_wave_label wave;
	} row = {.wave = no_wave};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"status", WSP_FORM_CHOICE, offsetof(struct row, status), wsp_status_names,
			WSP_N_STATUSES, false},
		{"phase", FIELD(PHASE, phase)},
		{"wave", FIELD(WAVE, wave)},
	};

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
	stored->server[stored->n_servers++] = (struct wsp_stored_server){
		.phase = row.phase, .wave = row.wave, .link_wave = no_wave, .status = row.status};
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
	struct wsp_wave_label wave, uint32_t start)
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
	server->link_work = wave.number == 0 ? WSP_LINK_REPAIR : WSP_LINK_SWITCH;
}

/* What a step says about its target: when its visit, its switch or its repair starts. */
static void keep_step(struct wsp_stored *stored, struct wsp_stored_server *server,
	enum wsp_action action, struct wsp_wave_label wave, uint32_t start)
{
	uint32_t bit = WSP_BIT(action);
	bool in_repair = wave.number == 0;

	server->actions |= bit;
	if (action == WSP_SWITCH_SYNC) {
		keep_link(stored, server, wave, start);
	} else if (in_repair && action == WSP_UNSWITCH_SYNC) {
		server->repair |= bit;
		server->unswitch_start = start;
	} else if (in_repair && (bit & WSP_REPAIRS) && !same_wave(server->wave, wave)) {
		server->repair |= bit;
		if (!server->repair_started)
			server->repair_start = start;
		server->repair_started = true;
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

static void digest_id(struct wsp_step_digest *digest, const char *action, const char *fqdn)
{
	size_t action_length = strlen(action);
	size_t fqdn_length = strlen(fqdn);

	digest_bytes(digest, action, action_length);
	digest_bytes(digest, "@", 1);
	digest_bytes(digest, fqdn, fqdn_length);
	digest_number(digest, (uint32_t)(action_length + 1 + fqdn_length));
}

void wsp_stored_add_step(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id, procedure;
		uint32_t phase, start, finish;
		struct wsp_wave_label wave;
	} row = {.wave = no_wave, .start = WSP_ABSENT, .finish = WSP_ABSENT};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"procedure", FIELD(TEXT, procedure)},
		{"phase", FIELD(PHASE, phase)},
		{"wave", FIELD(WAVE, wave)},
		{"start_minute", OPTIONAL(MINUTE, start)},
		{"finish_minute", OPTIONAL(MINUTE, finish)},
	};
	enum wsp_action action = WSP_N_ACTIONS;
	struct wsp_stored_server *server;

	if (!wsp_stored_index(stored) ||
		!wsp_stored_form(stored, item, "a step", fields, WSP_COUNT(fields), &row))
		return;
	server = find_target(stored, row.id, &action);
	if (!server) {
		wsp_stored_refuse(stored, item->place,
			"the step's `id` is not an action and one of `servers` before it");
		return;
	}
	keep_step(stored, server, action, row.wave, row.start);
	digest_text(&stored->steps, row.id.text, row.id.length);
	digest_text(&stored->steps, row.procedure.text, row.procedure.length);
	digest_number(&stored->steps, row.phase);
	digest_number(&stored->steps, row.wave.phase);
	digest_number(&stored->steps, row.wave.number);
	digest_number(&stored->steps, row.start);
	digest_number(&stored->steps, row.finish);
	stored->steps.n++;
}

static bool digest_step(
	const struct wsp_plan *plan, const struct wsp_step *step, struct wsp_step_digest *digest)
{
	const char *name = wsp_topology_fqdn(&plan->topo, step->server);
	const char *action = wsp_actions[step->action].name;
	const char *procedure;

	if (step->procedure >= plan->n_procedures ||
		plan->procedure[step->procedure].action != (enum wsp_action)step->action)
		return false;
	procedure = plan->procedure[step->procedure].id;
	digest_id(digest, action, name);
	digest_text(digest, procedure, strlen(procedure));
	digest_number(digest, step->phase);
	digest_number(digest, step->wave == WSP_NO_WAVE ? 0 : step->phase);
	digest_number(
		digest, step->wave == WSP_NO_WAVE ? WSP_ABSENT : plan->waves[step->wave].number);
	digest_number(digest, step->start);
	digest_number(digest, step->finish);
	digest->n++;
	return true;
}

/* Derive the steps anew. */
enum wsp_status wsp_stored_compare(struct wsp_stored *stored)
{
	struct wsp_step_digest derived = {0};
	struct wsp_steps steps;
	bool sound = true;
	bool failed;

	wsp_steps_begin(&steps, &stored->plan);
	while (sound && wsp_steps_next(&steps)) {
		for (size_t i = 0; i < steps.n && sound; i++)
			sound = digest_step(&stored->plan, &steps.step[i], &derived);
	}
	failed = steps.failed;
	wsp_steps_release(&steps);
	if (failed)
		return WSP_NO_MEMORY;
	return sound && derived.n == stored->steps.n && derived.hash == stored->steps.hash
		       ? WSP_OK
		       : wsp_stored_refuse_edited(
				 stored, "the steps are not those that follow from the plan");
}
