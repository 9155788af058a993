#include "plan/stored.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/stored_state.h"

void wsp_stored_refuse(struct wsp_stored *stored, struct wsp_place place, const char *why)
{
	stored->damaged = true;
	wsp_diags_add(stored->diags, WSP_RULE(I018), place, NULL, "%s", why);
}

bool wsp_stored_form(struct wsp_stored *stored, const struct wsp_node *map, const char *what,
	const struct wsp_form_field *field, unsigned n_fields, void *into)
{
	bool ok = wsp_form_read(map, what, field, n_fields, into, stored->diags);

	stored->damaged = stored->damaged || !ok;
	return ok;
}

wsp_string wsp_stored_name(struct wsp_stored *stored, struct wsp_excerpt name)
{
	return wsp_strings_add(&stored->inventory.strings, name.text, name.length, &stored->failed);
}

const char *wsp_stored_text(struct wsp_stored *stored, struct wsp_excerpt text)
{
	const char *copy = wsp_arena_copy(&stored->plan.arena, text.text, text.length);

	stored->failed = stored->failed || !copy;
	return copy;
}

size_t wsp_stored_count(const struct wsp_node *list)
{
	size_t n = 0;

	for (const struct wsp_node *item = list + 1; item < list + list->size;
		item = wsp_node_next(item))
		n++;
	return n;
}

const char **wsp_stored_texts(
	struct wsp_stored *stored, const char *key, const struct wsp_node *list)
{
	const char **texts =
		WSP_NEW_ARRAY(&stored->plan.arena, const char *, wsp_stored_count(list) + 1);
	size_t n = 0;

	stored->failed = stored->failed || !texts;
	for (const struct wsp_node *item = list + 1; texts && item < list + list->size;
		item = wsp_node_next(item)) {
		struct wsp_excerpt text = {item->text, item->length};

		if (item->kind != WSP_SCALAR || !item->quoted) {
			stored->damaged = true;
			wsp_diags_add(stored->diags, WSP_RULE(I018), item->place, NULL,
				"an item of `%s` is not a string", key);
			return NULL;
		}
		texts[n++] = wsp_stored_text(stored, text);
	}
	return texts;
}

/* Members that are taken whole. Those of the inventory go to its binder as they are. */
static const struct member {
	const char *key;
	void (*take)(
		struct wsp_stored *stored, const struct wsp_node *value); /* NULL: the binder */
	enum wsp_node_kind kind;
	bool required;
} members[] = {
	{"format", wsp_stored_take_format, WSP_SCALAR, true},
	{"id", wsp_stored_take_id, WSP_SCALAR, true},
	{"today", wsp_stored_take_today, WSP_SCALAR, true},
	{"now", wsp_stored_take_now, WSP_SCALAR, false},
	{"forced", wsp_stored_take_forced, WSP_SCALAR, true},
	{"inputs", wsp_stored_take_inputs, WSP_LIST, true},
	{"strategy", wsp_stored_take_strategy, WSP_MAP, true},
	{"summary", wsp_stored_take_summary, WSP_MAP, true},
	{"waivers", wsp_stored_take_waivers, WSP_LIST, true},
	{"diagnostics_found", wsp_stored_take_found, WSP_LIST, true},
	{"zones", wsp_stored_take_zones, WSP_LIST, false},
	{"shared", wsp_stored_take_shared, WSP_LIST, false},
	{"name", NULL, WSP_SCALAR, false},
	{"timezone", NULL, WSP_SCALAR, false},
	{"policy", NULL, WSP_MAP, true},
	{"windows", NULL, WSP_LIST, true},
	{"freezes", NULL, WSP_LIST, true},
	{"sites", NULL, WSP_MAP, true},
	{"groups", NULL, WSP_LIST, true},
	{"client_policies", NULL, WSP_LIST, true},
};

/* Lists that are taken item by item, in the order of `streamed`. */
static void (*const items[])(struct wsp_stored *stored, const struct wsp_node *item) = {
	wsp_stored_add_server, wsp_stored_add_step, wsp_stored_add_phase, wsp_stored_add_procedure,
	wsp_stored_add_diagnostic, wsp_stored_add_left_out,
	NULL, /* links say what follows from the steps */
};

static const char *const streamed[] = {
	"servers", "steps", "phases", "procedures", "diagnostics", "unscheduled", "links", NULL};

static bool goes_on(const struct wsp_stored *stored)
{
	return !stored->failed && !stored->diags->failed;
}

static bool take_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	struct wsp_stored *stored = context;
	struct wsp_reader_sink binder = wsp_binder_sink(stored->binder);

	for (size_t i = 0; i < WSP_COUNT(members) && !stored->foreign; i++) {
		const struct member *member = &members[i];

		if (strcmp(member->key, key->text) != 0)
			continue;
		stored->seen |= 1u << i;
		if (value->kind != member->kind)
			wsp_stored_refuse(stored, value->place, "it is not what a plan has there");
		else if (member->take)
			member->take(stored, value);
		else if (!binder.member(binder.context, key, value))
			stored->failed = true;
	}
	return goes_on(stored);
}

static bool take_item(void *context, unsigned index, const struct wsp_node *item)
{
	struct wsp_stored *stored = context;

	if (!stored->foreign && items[index])
		items[index](stored, item);
	return goes_on(stored);
}

struct wsp_stored *wsp_stored_create(wsp_file_id file, struct wsp_diags *diags)
{
	struct wsp_stored *stored = calloc(1, sizeof(*stored));

	if (!stored)
		return NULL;
	stored->file = file;
	stored->diags = diags;
	stored->binder = wsp_binder_create(&stored->inventory, diags);
	if (!stored->binder) {
		free(stored);
		return NULL;
	}
	wsp_binder_begin(stored->binder, file, WSP_BIND_LENIENT);
	return stored;
}

struct wsp_reader_sink wsp_stored_sink(struct wsp_stored *stored)
{
	return (struct wsp_reader_sink){
		.context = stored, .streamed = streamed, .member = take_member, .item = take_item};
}

void wsp_stored_free(struct wsp_stored *stored)
{
	if (!stored)
		return;
	wsp_binder_free(stored->binder);
	wsp_inventory_release(&stored->inventory);
	wsp_plan_release(&stored->plan);
	wsp_index_release(&stored->rows);
	free(stored->server);
	free(stored->node);
	free(stored->wave);
	free(stored->in_wave);
	free(stored->phase);
	free(stored->link);
	free(stored->procedure);
	free(stored->left_out);
	free(stored->tree);
	free(stored->shared);
	free(stored->shared_member);
	wsp_index_release(&stored->shared_rows);
	free(stored->zone);
	free(stored->change);
	free(stored->found);
	free(stored);
}

/* A plan that lacks a member was cut off, or is none. */
static void check_members(struct wsp_stored *stored)
{
	struct wsp_place place = {.file = stored->file};

	for (size_t i = 0; i < WSP_COUNT(members); i++) {
		if (!members[i].required || (stored->seen & (1u << i)))
			continue;
		stored->damaged = true;
		wsp_diags_add(stored->diags, WSP_RULE(I018), place, NULL, "the plan has no `%s`",
			members[i].key);
		return;
	}
}

enum wsp_status wsp_stored_finish(struct wsp_stored *stored, struct wsp_plan *ret_plan)
{
	enum wsp_status status;

	if (!goes_on(stored))
		return WSP_NO_MEMORY;
	if (!stored->foreign)
		check_members(stored);
	if (stored->foreign || stored->damaged)
		return WSP_INVALID;
	wsp_binder_end(stored->binder);
	status = wsp_binder_finish(stored->binder);
	if (status == WSP_OK && wsp_diags_has_errors(stored->diags))
		status = WSP_INVALID;
	if (status == WSP_OK)
		status = wsp_stored_assemble(stored);
	if (status == WSP_OK) {
		*ret_plan = stored->plan;
		stored->plan = (struct wsp_plan){0};
	}
	return status;
}
