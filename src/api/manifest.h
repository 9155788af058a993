/*
 * Manifest: the list of the files in a directory of artefacts, with the SHA-256 of each.
 *
 * It is written last, so a directory that has one is complete. It also tells whose a directory is:
 * only one that holds what its manifest says, unchanged, may be replaced unasked.
 */
#ifndef WSP_API_MANIFEST_H
#define WSP_API_MANIFEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

#define WSP_MANIFEST_NAME "manifest.json"

struct wsp_manifest_file {
	const char *name;
	char sha256[65];
};

struct wsp_manifest {
	struct wsp_manifest_file *file; /* heap */
	size_t n, capacity;
	struct wsp_arena arena; /* names that were read */
	bool ours;              /* read: the format is this one */
};

/** Append a row; `name` is borrowed. @return the row, NULL when memory ran out */
struct wsp_manifest_file *wsp_manifest_add(struct wsp_manifest *manifest, const char *name);

/** The document, for a plan called `id`. */
void wsp_manifest_write(const struct wsp_manifest *manifest, const char *id, struct wsp_text *out);

void wsp_manifest_release(struct wsp_manifest *manifest);

/**
 * Whether what stands at `path` may be replaced; a finding (I022) says why not.
 *
 * @param path   without slashes at its end
 * @param force  strange and changed files may be lost
 * @return WSP_OK, WSP_IO_ERROR or WSP_NO_MEMORY
 */
enum wsp_status wsp_manifest_allows(const char *path, bool force, struct wsp_diags *diags);

#endif
