/* Directory: what stands at a path, and the names in a directory. */
#ifndef WSP_EDGE_DIRECTORY_H
#define WSP_EDGE_DIRECTORY_H

#include <stdbool.h>

#include "base/arena.h"
#include "wsusplan/status.h"

enum wsp_path_kind {
	WSP_PATH_ABSENT = 0, /* nothing, or not to be reached */
	WSP_PATH_FILE,
	WSP_PATH_DIRECTORY,
	WSP_PATH_LINK,
	WSP_PATH_OTHER, /* a pipe, a device */
};

/** What stands at `path` itself: a symbolic link is a link. */
enum wsp_path_kind wsp_path_look(const char *path);

/** Whether reading `path` gives the same bytes again: a regular file, or a link to one. */
bool wsp_path_rereadable(const char *path);

/** `directory` and `name` with a slash between them, or NULL when memory ran out. */
char *wsp_path_join(struct wsp_arena *arena, const char *directory, const char *name);

/**
 * The names in a directory in byte order, without "." and "..".
 *
 * @param arena      holds the names and the array
 * @param ret_names  `*ret_n` names
 * @return WSP_OK, WSP_IO_ERROR or WSP_NO_MEMORY
 */
enum wsp_status wsp_directory_list(
	const char *path, struct wsp_arena *arena, const char ***ret_names, size_t *ret_n);

#endif
