#include <stdlib.h>
#include <string.h>

#include "api/options.h"
#include "base/array.h"
#include "base/ascii.h"
#include "edge/digest.h"
#include "edge/reader.h"
#include "model/rule.h"
#include "model/schema.h"
#include "model/topology.h"
#include "wsusplan/topology.h"

/* Every input format, by the end of a file's name; the first row of a name is the format itself. */
static const struct input {
	const char *name;
	const char *ending;
	enum wsp_status (*read)(struct wsp_source *source, wsp_file_id file,
		const struct wsp_reader_sink *sink, struct wsp_diags *diags);
	unsigned flags; /* enum wsp_binding_flags */
} inputs[] = {
	{"yaml", ".yaml", wsp_read_yaml, WSP_BIND_VERSIONED},
	{"yaml", ".yml", wsp_read_yaml, WSP_BIND_VERSIONED},
	{"json", ".json", wsp_read_json, WSP_BIND_VERSIONED},
	{"csv", ".csv", wsp_read_csv, 0},
};

/* One input: a file, or bytes that the caller holds. */
struct origin {
	const char *name;
	const void *bytes; /* NULL: the file called `name` */
	size_t length;
};

struct loading {
	struct wsp_load_options options;
	struct wsp_inventory inventory;
	struct wsp_binder *binder;
	struct wsp_diags *diags;
};

static const struct input *input_named(const char *name)
{
	for (size_t i = 0; i < WSP_COUNT(inputs); i++) {
		if (strcmp(inputs[i].name, name) == 0)
			return &inputs[i];
	}
	return NULL;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t n_name = strlen(name), n_ending = strlen(ending);

	return n_name > n_ending &&
	       wsp_ascii_same(name + n_name - n_ending, n_ending, ending, n_ending);
}

/* JSON begins with a bracket; whatever else it is, the YAML reader says best what is wrong. */
static const struct input *input_sniffed(struct wsp_source *source)
{
	const char *bytes;
	size_t n = wsp_source_peek(source, &bytes), i = 0;

	while (i < n && strchr(" \t\r\n", bytes[i]))
		i++;
	return input_named(i < n && (bytes[i] == '{' || bytes[i] == '[') ? "json" : "yaml");
}

static const struct input *input_of(
	const struct loading *loading, const struct origin *origin, struct wsp_source *source)
{
	if (loading->options.format)
		return input_named(loading->options.format);
	for (size_t i = 0; i < WSP_COUNT(inputs); i++) {
		if (ends_with(origin->name, inputs[i].ending))
			return &inputs[i];
	}
	return input_sniffed(source);
}

static void add_to_digest(void *digest, const void *bytes, size_t length)
{
	wsp_digest_add(digest, bytes, length);
}

/* A reader may stop before the end of a file; its digest is of all of it. */
static void drain(struct wsp_source *source)
{
	char bytes[4096];

	while (wsp_source_read(source, bytes, sizeof(bytes)) > 0)
		;
}

static enum wsp_status read_source(struct loading *loading, const struct origin *origin,
	struct wsp_source *source, wsp_file_id file)
{
	const struct input *input = input_of(loading, origin, source);
	struct wsp_reader_sink sink;
	enum wsp_status status;

	if (!input) {
		wsp_diags_add(loading->diags, WSP_RULE(I003), (struct wsp_place){.file = file},
			"use yaml, json or csv", "there is no input format \"%s\"",
			loading->options.format);
		return WSP_INVALID;
	}
	wsp_binder_begin(loading->binder, file, input->flags);
	sink = wsp_binder_sink(loading->binder);
	status = input->read(source, file, &sink, loading->diags);
	if (status != WSP_OK)
		return status;
	drain(source);
	wsp_binder_end(loading->binder);
	return wsp_source_status(source);
}

static enum wsp_status open_and_read(struct loading *loading, const struct origin *origin,
	wsp_file_id file, struct wsp_digest *digest)
{
	const struct wsp_source_options options = {
		.max_bytes = loading->options.max_bytes,
		.tap = digest ? add_to_digest : NULL,
		.tap_context = digest,
	};
	struct wsp_source *source = NULL;
	enum wsp_status status = origin->bytes ? wsp_source_memory(origin->bytes, origin->length,
							 &options, file, loading->diags, &source)
					       : wsp_source_open(origin->name, &options, file,
							 loading->diags, &source);

	if (status != WSP_OK)
		return status;
	status = read_source(loading, origin, source, file);
	wsp_source_close(source);
	return status;
}

static enum wsp_status read_with_digest(
	struct loading *loading, const struct origin *origin, wsp_file_id file, char ret_hex[65])
{
	struct wsp_digest *digest = wsp_digest_create();
	enum wsp_status status;

	if (!digest)
		return WSP_NO_MEMORY;
	status = open_and_read(loading, origin, file, digest);
	if (status == WSP_OK && !wsp_digest_finish(digest, ret_hex))
		status = WSP_NO_MEMORY;
	wsp_digest_free(digest);
	return status;
}

static enum wsp_status add_file(
	struct loading *loading, const char *name, wsp_file_id *ret_file, size_t *ret_index)
{
	struct wsp_inventory *inventory = &loading->inventory;
	struct wsp_input_file row = {0};
	bool failed = false;

	*ret_file = wsp_diags_add_file(loading->diags, name);
	if (*ret_file == 0 && !loading->diags->failed) {
		if (!wsp_diags_told(loading->diags, WSP_RULE(I004), (struct wsp_place){0}))
			wsp_diags_add(loading->diags, WSP_RULE(I004), (struct wsp_place){0},
				"put some of the files together", "more than %d files",
				WSP_FILES_MAX);
		return WSP_INVALID;
	}
	row.name = wsp_strings_add(&inventory->strings, name, strlen(name), &failed);
	if (*ret_file == 0 || failed ||
		!WSP_RESERVE(inventory->file, inventory->file_capacity, inventory->n_files))
		return WSP_NO_MEMORY;
	*ret_index = inventory->n_files;
	inventory->file[inventory->n_files++] = row;
	return WSP_OK;
}

static enum wsp_status load_one(struct loading *loading, const struct origin *origin)
{
	wsp_file_id file;
	size_t index;
	enum wsp_status status = add_file(loading, origin->name, &file, &index);

	if (status != WSP_OK)
		return status;
	if (!loading->options.digests)
		return open_and_read(loading, origin, file, NULL);
	return read_with_digest(loading, origin, file, loading->inventory.file[index].sha256);
}

/* The worst answer wins; the enumeration is in that order. */
static enum wsp_status worse(enum wsp_status a, enum wsp_status b)
{
	return a > b ? a : b;
}

/* Names are resolved even when values are wrong, so that all errors are told at once. */
static enum wsp_status build(struct loading *loading, struct wsp_topology *topo)
{
	enum wsp_status status = wsp_binder_finish(loading->binder);

	if (status != WSP_OK && status != WSP_INVALID)
		return status;
	return worse(status, wsp_topology_build(topo, &loading->inventory, loading->diags));
}

/* Findings after which part of a file may be missing, and names with it. */
static const enum wsp_rule_id cutting[] = {
	WSP_RULE_I001, WSP_RULE_I002, WSP_RULE_I003, WSP_RULE_I004, WSP_RULE_I005};

static bool is_whole(const struct wsp_diags *diags)
{
	for (size_t i = 0; i < diags->n_tallies; i++) {
		for (size_t c = 0; c < WSP_COUNT(cutting); c++) {
			if (diags->tally[i].rule == &wsp_rules[cutting[c]])
				return false;
		}
	}
	return true;
}

static enum wsp_status load_all(
	struct loading *loading, const struct origin *origins, size_t n, struct wsp_topology *topo)
{
	size_t n_before = wsp_diags_count_severity(loading->diags, WSP_ERROR);
	enum wsp_status status = WSP_OK;

	for (size_t i = 0; i < n && status != WSP_NO_MEMORY; i++)
		status = worse(status, load_one(loading, &origins[i]));
	if (status == WSP_OK || (status == WSP_INVALID && is_whole(loading->diags)))
		status = worse(status, build(loading, topo));
	if (status == WSP_OK && wsp_diags_count_severity(loading->diags, WSP_ERROR) > n_before)
		status = WSP_INVALID;
	wsp_diags_sort(loading->diags);
	return loading->diags->failed ? WSP_NO_MEMORY : status;
}

static enum wsp_status load(const struct origin *origins, size_t n,
	const struct wsp_load_options *options, struct wsp_diags *diags,
	struct wsp_topology **ret_topo)
{
	struct loading loading = {.options = WSP_LOAD_OPTIONS_INIT, .diags = diags};
	struct wsp_topology *topo = calloc(1, sizeof(*topo));
	enum wsp_status status = WSP_NO_MEMORY;

	wsp_options_read(&loading.options, sizeof(loading.options), options);
	loading.binder = wsp_binder_create(&loading.inventory, diags);
	if (topo && loading.binder)
		status = load_all(&loading, origins, n, topo);
	wsp_binder_free(loading.binder);
	wsp_inventory_release(&loading.inventory);
	if (status == WSP_OK)
		*ret_topo = topo;
	else
		wsp_topology_free(topo);
	return status;
}

enum wsp_status wsp_topology_load(const char *const *files, size_t n_files,
	const struct wsp_load_options *options, struct wsp_diags *diags,
	struct wsp_topology **ret_topo)
{
	struct origin *origins = calloc(n_files ? n_files : 1, sizeof(*origins));
	enum wsp_status status;

	if (!origins)
		return WSP_NO_MEMORY;
	for (size_t i = 0; i < n_files; i++)
		origins[i].name = files[i];
	status = load(origins, n_files, options, diags, ret_topo);
	free(origins);
	return status;
}

enum wsp_status wsp_topology_load_memory(const char *name, const void *bytes, size_t length,
	const struct wsp_load_options *options, struct wsp_diags *diags,
	struct wsp_topology **ret_topo)
{
	const struct origin origin = {name, bytes ? bytes : "", bytes ? length : 0};

	return load(&origin, 1, options, diags, ret_topo);
}

void wsp_topology_free(struct wsp_topology *topo)
{
	if (!topo)
		return;
	wsp_topology_release(topo);
	free(topo);
}

size_t wsp_topology_count(const struct wsp_topology *topo)
{
	return topo->n_servers;
}
