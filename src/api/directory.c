#include <string.h>

#include "api/manifest.h"
#include "api/options.h"
#include "api/render.h"
#include "edge/digest.h"
#include "edge/staging.h"
#include "model/rule.h"
#include "plan/plan.h"

/* All artefacts of one plan on their way to the disk. */
struct writing {
	const struct wsp_plan *plan;
	const char *path; /* the target, without slashes at its end */
	struct wsp_directory_options options;
	struct wsp_diags *diags;
	struct wsp_staging *staging;
	struct wsp_digest *digest; /* of the file that is being written */
	struct wsp_manifest manifest;
	bool cancelled;
};

static bool is_cancelled(struct writing *writing)
{
	const struct wsp_directory_options *options = &writing->options;

	if (options->cancelled && options->cancelled(options->context) != 0)
		writing->cancelled = true;
	return writing->cancelled;
}

static bool write_piece(void *context, const char *bytes, size_t length)
{
	struct writing *writing = context;

	if (is_cancelled(writing))
		return false;
	if (writing->digest)
		wsp_digest_add(writing->digest, bytes, length);
	return wsp_staging_write(writing->staging, bytes, length);
}

/* What became of a text that flowed into the open file. */
static enum wsp_status end_file(struct writing *writing, struct wsp_text *out)
{
	bool complete = wsp_text_flush(out), refused = out->refused;

	wsp_text_release(out);
	if (writing->cancelled)
		return WSP_CANCELLED;
	if (!complete)
		return refused ? WSP_IO_ERROR : WSP_NO_MEMORY;
	return wsp_staging_end(writing->staging);
}

static void report_drawing(struct writing *writing, const char *name)
{
	wsp_diags_add(writing->diags, WSP_RULE(I022),
		(struct wsp_place){.file = wsp_diags_add_file(writing->diags, writing->path)},
		"write the other formats one by one with -f", "Graphviz could not draw %s", name);
}

static enum wsp_status write_format(
	struct writing *writing, size_t index, struct wsp_manifest_file *row)
{
	struct wsp_text out = {.sink = write_piece, .context = writing};
	enum wsp_status status = wsp_staging_begin(writing->staging, row->name);
	enum wsp_status ended;

	if (status != WSP_OK)
		return status;
	status = wsp_format_write(index, writing->plan, false, &out);
	ended = end_file(writing, &out);
	if (ended != WSP_OK)
		return ended;
	if (status == WSP_IO_ERROR)
		report_drawing(writing, row->name);
	if (status == WSP_OK && !wsp_digest_finish(writing->digest, row->sha256))
		status = WSP_NO_MEMORY;
	return status;
}

static enum wsp_status write_artefact(struct writing *writing, size_t index, const char *filename)
{
	struct wsp_manifest_file *row = wsp_manifest_add(&writing->manifest, filename);
	enum wsp_status status = WSP_NO_MEMORY;

	if (is_cancelled(writing))
		return WSP_CANCELLED;
	writing->digest = wsp_digest_create();
	if (row && writing->digest)
		status = write_format(writing, index, row);
	wsp_digest_free(writing->digest);
	writing->digest = NULL;
	return status;
}

static enum wsp_status write_manifest(struct writing *writing)
{
	struct wsp_text out = {.sink = write_piece, .context = writing};
	enum wsp_status status = wsp_staging_begin(writing->staging, WSP_MANIFEST_NAME);

	if (status != WSP_OK)
		return status;
	wsp_manifest_write(&writing->manifest, writing->plan->id, &out);
	return end_file(writing, &out);
}

static enum wsp_status write_all(struct writing *writing)
{
	const struct wsp_format *format;
	enum wsp_status status = WSP_OK;

	for (size_t i = 0; status == WSP_OK && (format = wsp_format_get(i)); i++) {
		if (format->filename)
			status = write_artefact(writing, i, format->filename);
	}
	if (status == WSP_OK)
		status = write_manifest(writing);
	if (status == WSP_OK && is_cancelled(writing))
		status = WSP_CANCELLED;
	return status == WSP_OK ? wsp_staging_commit(writing->staging) : status;
}

static enum wsp_status write_directory(struct writing *writing)
{
	enum wsp_status status =
		wsp_manifest_allows(writing->path, writing->options.force != 0, writing->diags);

	if (status == WSP_OK)
		status = wsp_staging_create(writing->path, writing->diags, &writing->staging);
	if (status == WSP_OK)
		status = write_all(writing);
	wsp_staging_free(writing->staging);
	wsp_manifest_release(&writing->manifest);
	return status;
}

enum wsp_status wsp_plan_write_directory(const struct wsp_plan *plan, const char *directory,
	const struct wsp_directory_options *options, struct wsp_diags *diags)
{
	struct writing writing = {
		.plan = plan, .options = WSP_DIRECTORY_OPTIONS_INIT, .diags = diags};
	struct wsp_arena arena = {0};
	size_t length = strlen(directory);
	enum wsp_status status = WSP_NO_MEMORY;

	wsp_options_read(&writing.options, sizeof(writing.options), options);
	/* a link with a slash behind it would be followed */
	while (length > 1 && directory[length - 1] == '/')
		length--;
	writing.path = wsp_arena_copy(&arena, directory, length);
	if (writing.path)
		status = write_directory(&writing);
	wsp_arena_release(&arena);
	return status;
}
