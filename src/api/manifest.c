#include "api/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "edge/digest.h"
#include "edge/directory.h"
#include "edge/reader.h"
#include "model/rule.h"
#include "report/escape.h"

static const char format[] = "wsusplan.manifest/1.0";

struct wsp_manifest_file *wsp_manifest_add(struct wsp_manifest *manifest, const char *name)
{
	if (!WSP_RESERVE(manifest->file, manifest->capacity, manifest->n))
		return NULL;
	manifest->file[manifest->n] = (struct wsp_manifest_file){.name = name};
	return &manifest->file[manifest->n++];
}

void wsp_manifest_write(const struct wsp_manifest *manifest, const char *id, struct wsp_text *out)
{
	wsp_text_addf(
		out, "{\n  \"format\": \"%s\",\n  \"plan\": \"%s\",\n  \"files\": [", format, id);
	for (size_t i = 0; i < manifest->n; i++) {
		wsp_text_adds(out, i == 0 ? "\n    {\"name\": " : ",\n    {\"name\": ");
		wsp_escape_json(out, manifest->file[i].name);
		wsp_text_addf(out, ", \"sha256\": \"%s\"}", manifest->file[i].sha256);
	}
	wsp_text_adds(out, "\n  ]\n}\n");
}

void wsp_manifest_release(struct wsp_manifest *manifest)
{
	free(manifest->file);
	wsp_arena_release(&manifest->arena);
	*manifest = (struct wsp_manifest){0};
}

static bool is_scalar(const struct wsp_node *node, const char *text)
{
	return node->kind == WSP_SCALAR && strcmp(node->text, text) == 0;
}

static bool take_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	struct wsp_manifest *manifest = context;

	if (is_scalar(key, "format"))
		manifest->ours = is_scalar(value, format);
	return true;
}

static bool take_file(void *context, unsigned streamed, const struct wsp_node *item)
{
	struct wsp_manifest *manifest = context;
	struct wsp_manifest_file *row = wsp_manifest_add(manifest, "");
	const struct wsp_node *end = wsp_node_next(item), *key, *value;

	(void)streamed;
	if (!row || item->kind != WSP_MAP)
		return row != NULL;
	for (key = item + 1; key < end; key = wsp_node_next(value)) {
		value = wsp_node_next(key);
		if (value->kind != WSP_SCALAR)
			continue;
		if (is_scalar(key, "name"))
			row->name = wsp_arena_copy(&manifest->arena, value->text, value->length);
		if (is_scalar(key, "sha256") && value->length < sizeof(row->sha256))
			memcpy(row->sha256, value->text, value->length);
		if (!row->name)
			return false;
	}
	return true;
}

/* A manifest that cannot be read is not ours. */
static enum wsp_status read_manifest(const char *path, struct wsp_manifest *manifest)
{
	static const char *const streamed[] = {"files", NULL};
	const struct wsp_reader_sink sink = {manifest, streamed, take_member, take_file};
	struct wsp_diags unheard = {0};
	struct wsp_source *source;
	enum wsp_status status = wsp_source_open(path, NULL, 0, &unheard, &source);

	if (status == WSP_OK) {
		status = wsp_read_json(source, 0, &sink, &unheard);
		wsp_source_close(source);
	}
	wsp_diags_release(&unheard);
	if (status == WSP_NO_MEMORY)
		return status;
	manifest->ours = manifest->ours && status == WSP_OK;
	return WSP_OK;
}

static void add_to_digest(void *digest, const void *bytes, size_t length)
{
	wsp_digest_add(digest, bytes, length);
}

/* Everything that wsusplan writes is text, so a file that cannot be read as text was changed. */
static bool has_digest(const char *path, struct wsp_digest *digest, const char *sha256)
{
	const struct wsp_source_options options = {
		.max_bytes = UINT64_MAX, .tap = add_to_digest, .tap_context = digest};
	struct wsp_diags unheard = {0};
	struct wsp_source *source;
	enum wsp_status status = wsp_source_open(path, &options, 0, &unheard, &source);
	char bytes[4096], hex[65];

	if (status == WSP_OK) {
		while (wsp_source_read(source, bytes, sizeof(bytes)) > 0)
			;
		status = wsp_source_status(source);
		wsp_source_close(source);
	}
	wsp_diags_release(&unheard);
	return status == WSP_OK && wsp_digest_finish(digest, hex) && strcmp(hex, sha256) == 0;
}

/* What stands in the way. */
struct judging {
	const char *path;
	struct wsp_diags *diags;
	struct wsp_arena arena;
	const char **name;
	size_t n;
};

static enum wsp_status refuse(const struct judging *judging, const char *hint, const char *why)
{
	struct wsp_place place = {.file = wsp_diags_add_file(judging->diags, judging->path)};

	wsp_diags_add(judging->diags, WSP_RULE(I022), place, hint, "%s", why);
	return WSP_IO_ERROR;
}

static enum wsp_status refuse_file(
	const struct judging *judging, const char *hint, const char *name, const char *why)
{
	struct wsp_place place = {.file = wsp_diags_add_file(judging->diags, judging->path)};

	wsp_diags_add(judging->diags, WSP_RULE(I022), place, hint, "it holds %s, %s", name, why);
	return WSP_IO_ERROR;
}

static const char elsewhere_hint[] = "choose another directory";
static const char force_hint[] = "choose another directory, or replace it with --force";

static const struct wsp_manifest_file *row_of(const struct wsp_manifest *manifest, const char *name)
{
	for (size_t i = 0; i < manifest->n; i++) {
		if (strcmp(manifest->file[i].name, name) == 0)
			return &manifest->file[i];
	}
	return NULL;
}

static enum wsp_status judge_file(
	struct judging *judging, const struct wsp_manifest *manifest, const char *name)
{
	const struct wsp_manifest_file *row = row_of(manifest, name);
	const char *path = wsp_path_join(&judging->arena, judging->path, name);
	struct wsp_digest *digest;
	bool same;

	if (strcmp(name, WSP_MANIFEST_NAME) == 0)
		return WSP_OK;
	if (!row)
		return refuse_file(
			judging, force_hint, name, "which is not part of an earlier plan");
	digest = wsp_digest_create();
	if (!digest || !path) {
		wsp_digest_free(digest);
		return WSP_NO_MEMORY;
	}
	same = has_digest(path, digest, row->sha256);
	wsp_digest_free(digest);
	if (same)
		return WSP_OK;
	return refuse_file(judging, force_hint, name, "which was changed since it was written");
}

static enum wsp_status judge_files(struct judging *judging, struct wsp_manifest *manifest)
{
	const char *path = wsp_path_join(&judging->arena, judging->path, WSP_MANIFEST_NAME);
	enum wsp_status status = path ? read_manifest(path, manifest) : WSP_NO_MEMORY;

	if (status == WSP_OK && !manifest->ours)
		return refuse_file(judging, force_hint, judging->name[0],
			"and no manifest of an earlier plan");
	for (size_t i = 0; status == WSP_OK && i < judging->n; i++)
		status = judge_file(judging, manifest, judging->name[i]);
	return status;
}

static enum wsp_status judge_directory(struct judging *judging, bool force)
{
	struct wsp_manifest manifest = {0};
	enum wsp_status status =
		wsp_directory_list(judging->path, &judging->arena, &judging->name, &judging->n);

	if (status == WSP_IO_ERROR)
		return refuse(judging, NULL, "it cannot be listed");
	for (size_t i = 0; status == WSP_OK && i < judging->n; i++) {
		const char *path = wsp_path_join(&judging->arena, judging->path, judging->name[i]);

		if (!path)
			status = WSP_NO_MEMORY;
		else if (wsp_path_look(path) != WSP_PATH_FILE)
			status = refuse_file(judging, elsewhere_hint, judging->name[i],
				"which is no plain file");
	}
	if (status == WSP_OK && judging->n > 0 && !force)
		status = judge_files(judging, &manifest);
	wsp_manifest_release(&manifest);
	return status;
}

enum wsp_status wsp_manifest_allows(const char *path, bool force, struct wsp_diags *diags)
{
	struct judging judging = {.path = path, .diags = diags};
	enum wsp_path_kind kind = wsp_path_look(path);
	enum wsp_status status;

	if (kind == WSP_PATH_ABSENT)
		return WSP_OK;
	if (kind == WSP_PATH_LINK)
		return refuse(&judging, "give the directory itself", "it is a symbolic link");
	if (kind != WSP_PATH_DIRECTORY)
		return refuse(&judging, elsewhere_hint, "it is not a directory");
	status = judge_directory(&judging, force);
	wsp_arena_release(&judging.arena);
	return status;
}
