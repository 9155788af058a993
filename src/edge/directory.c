#include "edge/directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"

static enum wsp_path_kind kind_of(mode_t mode)
{
	if (S_ISREG(mode))
		return WSP_PATH_FILE;
	if (S_ISDIR(mode))
		return WSP_PATH_DIRECTORY;
	return S_ISLNK(mode) ? WSP_PATH_LINK : WSP_PATH_OTHER;
}

enum wsp_path_kind wsp_path_look(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 ? kind_of(status.st_mode) : WSP_PATH_ABSENT;
}

bool wsp_path_rereadable(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

char *wsp_path_join(struct wsp_arena *arena, const char *directory, const char *name)
{
	size_t size = strlen(directory) + strlen(name) + 2;
	char *path = wsp_arena_alloc(arena, size);

	if (path)
		(void)snprintf(path, size, "%s/%s", directory, name);
	return path;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct listing {
	struct wsp_arena *arena;
	const char **name; /* heap */
	size_t n, capacity;
};

static enum wsp_status read_names(DIR *directory, struct listing *listing)
{
	const struct dirent *entry;

	for (errno = 0; (entry = readdir(directory)); errno = 0) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (!WSP_RESERVE(listing->name, listing->capacity, listing->n))
			return WSP_NO_MEMORY;
		listing->name[listing->n] = wsp_arena_copy(listing->arena, name, strlen(name));
		if (!listing->name[listing->n++])
			return WSP_NO_MEMORY;
	}
	return errno == 0 ? WSP_OK : WSP_IO_ERROR;
}

static const char **sorted_copy(const struct listing *listing)
{
	const char **copy = WSP_NEW_ARRAY(listing->arena, const char *, listing->n);

	if (!copy || listing->n == 0)
		return copy;
	memcpy(copy, listing->name, listing->n * sizeof(*copy));
	qsort(copy, listing->n, sizeof(*copy), by_bytes);
	return copy;
}

enum wsp_status wsp_directory_list(
	const char *path, struct wsp_arena *arena, const char ***ret_names, size_t *ret_n)
{
	struct listing listing = {.arena = arena};
	DIR *directory = opendir(path);
	enum wsp_status status;
	const char **names = NULL;

	if (!directory)
		return errno == ENOMEM ? WSP_NO_MEMORY : WSP_IO_ERROR;
	status = read_names(directory, &listing);
	if (closedir(directory) != 0 && status == WSP_OK)
		status = WSP_IO_ERROR;
	if (status == WSP_OK && !(names = sorted_copy(&listing)))
		status = WSP_NO_MEMORY;
	free(listing.name);
	if (status != WSP_OK)
		return status;
	*ret_names = names;
	*ret_n = listing.n;
	return WSP_OK;
}
