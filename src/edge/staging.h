/*
 * Staging: a set of files that appears as one directory, all or nothing.
 *
 * The files are written into a hidden folder beside the target, `.NAME.new-PID-N`, each synced to
 * the disk; committing renames that folder into place. A target that exists already is renamed away
 * first, put back when the second rename fails, and removed at the end. Whoever reads the target
 * sees the old set or the new one, or for an instant none. Failures add a finding (I022) located
 * in the target; the first one sticks.
 *
 * Life: create, then for each file begin, write …, end; then commit; then free, which removes
 * what was not committed.
 */
#ifndef WSP_EDGE_STAGING_H
#define WSP_EDGE_STAGING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct wsp_staging;

/**
 * Make the hidden folder.
 *
 * @param directory  the target; slashes at its end do not matter; its parent has to exist
 * @param diags      receives every failure; outlives the staging
 * @return WSP_OK, WSP_IO_ERROR or WSP_NO_MEMORY
 */
enum wsp_status wsp_staging_create(
	const char *directory, struct wsp_diags *diags, struct wsp_staging **ret_staging);

/** Create the file `name` in the folder; no other may be open. */
enum wsp_status wsp_staging_begin(struct wsp_staging *staging, const char *name);

/** Append to the open file; a wsp_sink whose context is the staging. */
bool wsp_staging_write(void *staging, const char *bytes, size_t length);

/** Bring the open file to the disk and close it. */
enum wsp_status wsp_staging_end(struct wsp_staging *staging);

/**
 * Put the folder in the target's place.
 *
 * An existing target is replaced together with the regular files in it. When only the removal of
 * the old files fails, the new ones are in place and the finding says what was left over.
 */
enum wsp_status wsp_staging_commit(struct wsp_staging *staging);

/** Release; without a commit the folder and its files are removed. NULL is ignored. */
void wsp_staging_free(struct wsp_staging *staging);

#endif
