#include "base/array.h"
#include "plan/stored_state.h"

/* The actions that are done to shared objects. */
static const uint8_t actions[] = {WSP_PREPARE_BALANCER, WSP_POINT_CLIENTS};

/* "ACTION@KEY" has to be the id that its name gives. @return the action, or WSP_N_ACTIONS */
static enum wsp_action action_of(
	struct wsp_stored *stored, struct wsp_excerpt id, struct wsp_excerpt name)
{
	enum wsp_action found = WSP_N_ACTIONS;
	struct wsp_text text = {0};

	for (size_t i = 0; i < WSP_COUNT(actions); i++) {
		const struct wsp_shared shared = {.name = name.text};

		wsp_text_clear(&text);
		wsp_text_adds(&text, wsp_actions[actions[i]].name);
		wsp_text_addc(&text, '@');
		wsp_shared_key(&shared, &text);
		if (strcmp(wsp_text_get(&text), id.text) == 0)
			found = (enum wsp_action)actions[i];
	}
	stored->failed = stored->failed || text.failed;
	wsp_text_release(&text);
	return found;
}

static bool add_member(struct wsp_stored *stored, const struct wsp_node *name)
{
	if (name->kind != WSP_SCALAR) {
		wsp_stored_refuse(stored, name->place, "a member is not a name");
		return false;
	}
	if (!WSP_RESERVE(stored->shared_member, stored->shared_member_capacity,
		    stored->n_shared_members)) {
		stored->failed = true;
		return false;
	}
	stored->shared_member[stored->n_shared_members++] =
		wsp_stored_name(stored, (struct wsp_excerpt){name->text, name->length});
	return true;
}

static void add_shared(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id, name;
		const struct wsp_node *members;
	} row;
	static const struct wsp_form_field fields[] = {
		{"id", WSP_FORM_TEXT, offsetof(struct row, id), NULL, 0, false},
		{"name", WSP_FORM_TEXT, offsetof(struct row, name), NULL, 0, false},
		{"members", WSP_FORM_LIST, offsetof(struct row, members), NULL, 0, false},
	};
	struct wsp_stored_shared shared = {
		.first_member = (uint32_t)stored->n_shared_members, .place = item->place};
	enum wsp_action action;
	wsp_string id;

	if (!wsp_stored_form(stored, item, "shared work", fields, WSP_COUNT(fields), &row))
		return;
	action = action_of(stored, row.id, row.name);
	for (const struct wsp_node *name = row.members + 1;
		name < row.members + row.members->size && add_member(stored, name);
		name = wsp_node_next(name))
		shared.n_members++;
	if (action == WSP_N_ACTIONS || shared.n_members == 0) {
		wsp_stored_refuse(stored, item->place,
			"shared work has an `id` that is not that of its name, or no members");
		return;
	}
	shared.action = (uint8_t)action;
	shared.name = wsp_stored_name(stored, row.name);
	id = wsp_stored_name(stored, row.id);
	if (stored->failed ||
		!WSP_RESERVE(stored->shared, stored->shared_capacity, stored->n_shared) ||
		!wsp_index_put(&stored->shared_rows, id, (uint32_t)stored->n_shared)) {
		stored->failed = true;
		return;
	}
	stored->shared[stored->n_shared++] = shared;
}

void wsp_stored_take_shared(struct wsp_stored *stored, const struct wsp_node *value)
{
	for (const struct wsp_node *item = value + 1;
		item < value + value->size && !stored->failed && !stored->damaged;
		item = wsp_node_next(item))
		add_shared(stored, item);
}

struct wsp_stored_shared *wsp_stored_find_shared(struct wsp_stored *stored, struct wsp_excerpt id)
{
	struct wsp_stored_shared *shared;
	wsp_string name;
	uint32_t row;

	if (stored->n_shared == 0)
		return NULL;
	name = wsp_strings_find(&stored->inventory.strings, id.text, id.length);
	row = name ? wsp_index_get(&stored->shared_rows, name) : WSP_NO_ROW;
	if (row == WSP_NO_ROW || stored->shared[row].done)
		return NULL; /* a policy may be called like a server; its step comes first */
	shared = &stored->shared[row];
	shared->done = true;
	return shared;
}

/* Rows of groups, or of client policies, by name. */
static bool index_names(
	const struct wsp_inventory *inventory, bool policies, struct wsp_index *rows)
{
	size_t n = policies ? inventory->n_client_policies : inventory->n_groups;

	for (size_t i = n; i-- > 0;) {
		wsp_string name =
			policies ? inventory->client_policy[i].name : inventory->group[i].name;

		if (!wsp_index_put(rows, name, (uint32_t)i))
			return false;
	}
	return true;
}

static enum wsp_status restore_members(
	struct wsp_stored *stored, const struct wsp_stored_shared *row, struct wsp_shared *shared)
{
	const struct wsp_topology *topo = &stored->plan.topo;
	wsp_server_id *member = WSP_NEW_ARRAY(&stored->plan.arena, wsp_server_id, row->n_members);

	if (!member)
		return WSP_NO_MEMORY;
	for (uint32_t i = 0; i < row->n_members; i++) {
		member[i] = wsp_stored_row_of(stored, stored->shared_member[row->first_member + i]);
		if (member[i] == WSP_NO_ROW)
			return wsp_stored_refuse_plan(
				stored, "`shared` names a server that is not there");
	}
	shared->member = member;
	shared->n_members = row->n_members;
	return wsp_procedure_select((enum wsp_action)row->action, topo, member[0], true) &&
			       wsp_procedure_select(
				       (enum wsp_action)row->action, topo, member[0], false)
		       ? WSP_OK
		       : wsp_stored_refuse_plan(
				 stored, "shared work cannot be done to its first member");
}

static enum wsp_status restore_row(struct wsp_stored *stored, struct wsp_stored_shared *row,
	const struct wsp_index *groups, const struct wsp_index *policies)
{
	struct wsp_plan *plan = &stored->plan;
	const char *name = wsp_topology_text(&plan->topo, row->name);
	struct wsp_shared *shared = &plan->shared[plan->n_shared];
	uint32_t policy =
		row->action == WSP_POINT_CLIENTS ? wsp_index_get(policies, row->name) : WSP_NO_ROW;
	uint32_t object = policy == WSP_NO_ROW ? wsp_index_get(groups, row->name) : policy;

	if (object == WSP_NO_ROW)
		return wsp_stored_refuse_plan(
			stored, "`shared` names no group and no client policy");
	*shared = (struct wsp_shared){.name = wsp_arena_copy(&plan->arena, name, strlen(name)),
		.action = row->action,
		.policy = policy != WSP_NO_ROW,
		.object = object};
	if (!shared->name)
		return WSP_NO_MEMORY;
	plan->n_shared++;
	return restore_members(stored, row, shared);
}

enum wsp_status wsp_stored_restore_shared(struct wsp_stored *stored)
{
	struct wsp_plan *plan = &stored->plan;
	struct wsp_index groups = {0}, policies = {0};
	enum wsp_status status = WSP_OK;

	if (stored->n_shared == 0)
		return WSP_OK;
	plan->shared = WSP_NEW_ARRAY(&plan->arena, struct wsp_shared, stored->n_shared);
	if (!plan->shared || !index_names(&plan->topo.inventory, false, &groups) ||
		!index_names(&plan->topo.inventory, true, &policies))
		status = WSP_NO_MEMORY;
	for (size_t i = 0; i < stored->n_shared && status == WSP_OK; i++)
		status = restore_row(stored, &stored->shared[i], &groups, &policies);
	wsp_index_release(&groups);
	wsp_index_release(&policies);
	return status;
}
