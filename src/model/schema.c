/* Schema: the binder of an inventory, file by file. */
#include "model/schema.h"

#include <stdlib.h>
#include <string.h>

#include "model/binder.h"
#include "model/rule.h"

enum { EFFORT = 200 * 1000 };

static const char *const streamed[] = {"servers", NULL};

static void find_rows(struct wsp_binder *binder)
{
	binder->fqdn = wsp_server_field("fqdn");
	binder->mode = wsp_server_field("mode");
	binder->clients_by = wsp_server_field("clients_by");
	binder->https_port = wsp_server_field("https_port");
	binder->exclude_switch = wsp_server_field("exclude.switch");
}

struct wsp_binder *wsp_binder_create(struct wsp_inventory *inventory, struct wsp_diags *diags)
{
	struct wsp_binder *binder = calloc(1, sizeof(*binder));

	if (!binder)
		return NULL;
	binder->inventory = inventory;
	binder->diags = diags;
	binder->errors_before = wsp_diags_count_severity(diags, WSP_ERROR);
	binder->converter.strings = &inventory->strings;
	binder->converter.diags = diags;
	for (unsigned i = 0; i < WSP_N_SECTIONS; i++)
		wsp_matcher_init(&binder->matcher[i], &wsp_sections[i]);
	find_rows(binder);
	binder->effort = EFFORT;
	wsp_binder_reset(binder, WSP_SECTION_POLICY, &inventory->policy);
	wsp_binder_reset(binder, WSP_SECTION_SERVERS, &binder->fresh);
	binder->fresh.exclude_switch = WSP_UNKNOWN; /* only an excluded server has it */
	return binder;
}

void wsp_binder_free(struct wsp_binder *binder)
{
	if (!binder)
		return;
	wsp_converter_release(&binder->converter);
	wsp_index_release(&binder->servers);
	wsp_index_release(&binder->windows);
	wsp_index_release(&binder->groups);
	wsp_index_release(&binder->client_policies);
	wsp_index_release(&binder->sites);
	wsp_index_release(&binder->durations);
	free(binder->site_keys);
	free(binder);
}

void wsp_binder_begin(struct wsp_binder *binder, wsp_file_id file, unsigned flags)
{
	binder->file = file;
	binder->flags = flags;
	binder->versioned = false;
	binder->csv_row = (struct wsp_place){0};
	binder->top = (struct wsp_record){
		.section = WSP_SECTION_TOP, .object = &binder->values, .place = {.file = file}};
}

static void read_version(struct wsp_binder *binder, const struct wsp_node *node)
{
	binder->versioned = true;
	if (node->kind == WSP_SCALAR && !node->quoted && strcmp(node->text, "1") == 0)
		return;
	wsp_diags_add(binder->diags, WSP_RULE(I011), node->place, NULL,
		"wsusplan has to be 1, the only version of the format");
}

static void add_servers(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "servers", wsp_binder_add_server);
}

static bool bind_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	static const struct wsp_special specials[] = {
		{"wsusplan", read_version},
		{"policy", wsp_binder_add_policy},
		{"windows", wsp_binder_add_windows},
		{"freezes", wsp_binder_add_freezes},
		{"sites", wsp_binder_add_sites},
		{"groups", wsp_binder_add_groups},
		{"client_policies", wsp_binder_add_client_policies},
		{"defaults", wsp_binder_add_defaults},
		{"servers", add_servers},
		{NULL, NULL},
	};
	struct wsp_binder *binder = context;
	struct wsp_inventory *inventory = binder->inventory;
	struct wsp_record *top = &binder->top;
	uint64_t before = top->present;

	top->first_key = (uint32_t)inventory->n_key_places;
	wsp_record_bind_key(binder, top, key, value, specials);
	if (top->present != before)
		wsp_record_merge(binder, top, inventory, &inventory->present, &binder->top_keys);
	if (inventory->timezone && inventory->timezone_place.line == 0)
		inventory->timezone_place = value->place; /* the first that gives it */
	return !wsp_binder_failed(binder);
}

static bool bind_item(void *context, unsigned streamed_index, const struct wsp_node *item)
{
	struct wsp_binder *binder = context;

	(void)streamed_index; /* there is one streamed list */
	wsp_binder_add_server(binder, item);
	return !wsp_binder_failed(binder);
}

struct wsp_reader_sink wsp_binder_sink(struct wsp_binder *binder)
{
	return (struct wsp_reader_sink){
		.context = binder, .streamed = streamed, .member = bind_member, .item = bind_item};
}

void wsp_binder_end(struct wsp_binder *binder)
{
	struct wsp_place top = {.line = 1, .column = 1, .file = binder->file};

	if ((binder->flags & WSP_BIND_VERSIONED) && !binder->versioned)
		wsp_diags_add(binder->diags, WSP_RULE(I011), top, "begin the file with wsusplan: 1",
			"the file does not say which version of the format it has");
}

enum wsp_status wsp_binder_finish(struct wsp_binder *binder)
{
	wsp_binder_close(binder);
	if (wsp_binder_failed(binder))
		return WSP_NO_MEMORY;
	return wsp_binder_has_errors(binder) ? WSP_INVALID : WSP_OK;
}
