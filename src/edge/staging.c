#include "edge/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/text.h"
#include "edge/cause.h"
#include "edge/directory.h"
#include "model/rule.h"

enum { ATTEMPTS = 1000 };

struct wsp_staging {
	struct wsp_arena arena; /* every text below */
	struct wsp_diags *diags;
	struct wsp_place place; /* of findings: the target */
	char *parent;           /* the folder that holds target and staging */
	char *target;
	char *folder;      /* the staging folder */
	char *old;         /* where the former target goes */
	int folder_fd;     /* -1: not open */
	int file_fd;       /* the open file, -1: none */
	const char **name; /* heap; files created in the folder */
	size_t n_names, name_capacity;
	bool exists; /* the folder is there and ours */
	bool failed;
};

static enum wsp_status fail(struct wsp_staging *staging, const char *what, int error)
{
	struct wsp_text cause = {0};

	wsp_cause_add(&cause, error);
	if (!staging->failed)
		wsp_diags_add(staging->diags, WSP_RULE(I022), staging->place, NULL, "%s: %s", what,
			wsp_text_get(&cause));
	wsp_text_release(&cause);
	staging->failed = true;
	return WSP_IO_ERROR;
}

/* Split `directory` into parent and last name; slashes at the end are dropped. */
static bool split(struct wsp_staging *staging, const char *directory, const char **ret_name)
{
	size_t length = strlen(directory), begin;

	while (length > 1 && directory[length - 1] == '/')
		length--;
	for (begin = length; begin > 0 && directory[begin - 1] != '/'; begin--)
		;
	staging->target = wsp_arena_copy(&staging->arena, directory, length);
	staging->parent = begin == 0 ? wsp_arena_copy(&staging->arena, ".", 1)
				     : wsp_arena_copy(&staging->arena, directory, begin);
	if (!staging->target || !staging->parent)
		return false;
	*ret_name = staging->target + begin;
	return true;
}

static bool is_own_name(const char *name)
{
	return name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* PARENT/.NAME.WORD-PID-NUMBER */
static char *sibling(struct wsp_staging *staging, const char *name, const char *word, int number)
{
	struct wsp_text text = {0};
	char *path = NULL;

	wsp_text_addf(
		&text, "%s/.%s.%s-%ld-%d", staging->parent, name, word, (long)getpid(), number);
	if (!text.failed)
		path = wsp_arena_copy(&staging->arena, text.at, text.length);
	wsp_text_release(&text);
	return path;
}

static enum wsp_status make_folder(struct wsp_staging *staging, const char *name)
{
	for (int number = 0; number < ATTEMPTS; number++) {
		staging->folder = sibling(staging, name, "new", number);
		staging->old = sibling(staging, name, "old", number);
		if (!staging->folder || !staging->old)
			return WSP_NO_MEMORY;
		if (mkdir(staging->folder, 0777) == 0) {
			staging->exists = true;
			break;
		}
		if (errno != EEXIST)
			return fail(staging, "cannot make a folder beside it", errno);
	}
	if (!staging->exists)
		return fail(staging, "cannot make a folder beside it", EEXIST);
	staging->folder_fd = open(staging->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (staging->folder_fd < 0)
		return fail(staging, "cannot open the folder beside it", errno);
	return WSP_OK;
}

static enum wsp_status prepare(struct wsp_staging *staging, const char *directory)
{
	const char *name;

	staging->place.file = wsp_diags_add_file(staging->diags, directory);
	if (!split(staging, directory, &name))
		return WSP_NO_MEMORY;
	if (!is_own_name(name))
		return fail(staging, "cannot be replaced as a whole", EINVAL);
	return make_folder(staging, name);
}

enum wsp_status wsp_staging_create(
	const char *directory, struct wsp_diags *diags, struct wsp_staging **ret_staging)
{
	struct wsp_staging *staging = calloc(1, sizeof(*staging));
	enum wsp_status status;

	if (!staging)
		return WSP_NO_MEMORY;
	staging->diags = diags;
	staging->folder_fd = staging->file_fd = -1;
	status = prepare(staging, directory);
	if (status == WSP_OK)
		*ret_staging = staging;
	else
		wsp_staging_free(staging);
	return status;
}

enum wsp_status wsp_staging_begin(struct wsp_staging *staging, const char *name)
{
	const char *copy = wsp_arena_copy(&staging->arena, name, strlen(name));

	if (!copy || !WSP_RESERVE(staging->name, staging->name_capacity, staging->n_names))
		return WSP_NO_MEMORY;
	staging->file_fd = openat(staging->folder_fd, name,
		O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (staging->file_fd < 0)
		return fail(staging, name, errno);
	staging->name[staging->n_names++] = copy;
	return WSP_OK;
}

static const char *open_name(const struct wsp_staging *staging)
{
	return staging->name[staging->n_names - 1];
}

bool wsp_staging_write(void *context, const char *bytes, size_t length)
{
	struct wsp_staging *staging = context;

	while (length > 0 && !staging->failed) {
		ssize_t written = write(staging->file_fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			(void)fail(staging, open_name(staging), written < 0 ? errno : ENOSPC);
			return false;
		}
		bytes += written;
		length -= (size_t)written;
	}
	return !staging->failed;
}

/* Bring a descriptor to the disk; not every file system can do so for a directory. */
static bool sync_down(int fd)
{
	while (fsync(fd) != 0) {
		if (errno == EINVAL || errno == ENOTSUP)
			return true;
		if (errno != EINTR)
			return false;
	}
	return true;
}

enum wsp_status wsp_staging_end(struct wsp_staging *staging)
{
	int fd = staging->file_fd;

	staging->file_fd = -1;
	if (!sync_down(fd))
		(void)fail(staging, open_name(staging), errno);
	if (close(fd) != 0)
		(void)fail(staging, open_name(staging), errno);
	return staging->failed ? WSP_IO_ERROR : WSP_OK;
}

/* Remove a directory of plain files. */
static enum wsp_status remove_old(struct wsp_staging *staging)
{
	const char **names;
	size_t n;
	enum wsp_status status = wsp_directory_list(staging->old, &staging->arena, &names, &n);

	if (status == WSP_NO_MEMORY)
		return status;
	for (size_t i = 0; status == WSP_OK && i < n; i++) {
		const char *path = wsp_path_join(&staging->arena, staging->old, names[i]);

		if (!path)
			return WSP_NO_MEMORY;
		if (unlink(path) != 0)
			return fail(staging, path, errno);
	}
	if (rmdir(staging->old) != 0)
		return fail(staging, staging->old, errno);
	return WSP_OK;
}

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Both in the parent; not by path, for `a/../a` leads nowhere while `a` is moved away. */
static bool move(int parent, const char *from, const char *to)
{
	return renameat(parent, last_name(from), parent, last_name(to)) == 0;
}

static enum wsp_status put_in_place(struct wsp_staging *staging, int parent, bool replaces)
{
	if (replaces && !move(parent, staging->target, staging->old))
		return fail(staging, "cannot be moved away", errno);
	if (!move(parent, staging->folder, staging->target)) {
		int error = errno;

		if (replaces && !move(parent, staging->old, staging->target))
			return fail(
				staging, "cannot be moved back from the folder beside it", errno);
		return fail(staging, "cannot be put in place", error);
	}
	staging->exists = false;
	return sync_down(parent) ? WSP_OK : fail(staging, "cannot sync its parent", errno);
}

enum wsp_status wsp_staging_commit(struct wsp_staging *staging)
{
	bool replaces = wsp_path_look(staging->target) == WSP_PATH_DIRECTORY;
	enum wsp_status status;
	int parent;

	if (staging->failed)
		return WSP_IO_ERROR;
	if (!sync_down(staging->folder_fd))
		return fail(staging, "cannot sync the folder beside it", errno);
	parent = open(staging->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return fail(staging, "cannot open its parent", errno);
	status = put_in_place(staging, parent, replaces);
	if (close(parent) != 0 && status == WSP_OK)
		status = fail(staging, "cannot sync its parent", errno);
	return replaces && status == WSP_OK ? remove_old(staging) : status;
}

/* Nothing more can be told when this fails: the first failure was reported. */
static void remove_folder(struct wsp_staging *staging)
{
	for (size_t i = 0; i < staging->n_names && staging->folder_fd >= 0; i++)
		(void)unlinkat(staging->folder_fd, staging->name[i], 0);
	(void)rmdir(staging->folder);
}

void wsp_staging_free(struct wsp_staging *staging)
{
	if (!staging)
		return;
	if (staging->file_fd >= 0)
		(void)close(staging->file_fd);
	if (staging->exists)
		remove_folder(staging);
	if (staging->folder_fd >= 0)
		(void)close(staging->folder_fd);
	free(staging->name);
	wsp_arena_release(&staging->arena);
	free(staging);
}
