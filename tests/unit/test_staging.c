#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <signal.h>

#include "edge/directory.h"
#include "edge/staging.h"
#include "runner.h"

/* A folder of its own for each test. */
struct room {
	char path[64];
	char target[80];
	struct wsp_diags diags;
};

static void enter(struct room *room)
{
	memset(room, 0, sizeof(*room));
	snprintf(room->path, sizeof(room->path), "/tmp/wsusplan-staging-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(room->path));
	snprintf(room->target, sizeof(room->target), "%s/out", room->path);
}

static void remove_files(const char *path)
{
	struct wsp_arena arena = {0};
	const char **names;
	size_t n = 0;

	CU_ASSERT_EQUAL_FATAL(wsp_directory_list(path, &arena, &names, &n), WSP_OK);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(unlink(wsp_path_join(&arena, path, names[i])), 0);
	CU_ASSERT_EQUAL(rmdir(path), 0);
	wsp_arena_release(&arena);
}

static void leave(struct room *room)
{
	wsp_diags_release(&room->diags);
	if (wsp_path_look(room->target) == WSP_PATH_DIRECTORY)
		remove_files(room->target);
	else
		(void)unlink(room->target);
	CU_ASSERT_EQUAL(rmdir(room->path), 0); /* nothing else was left behind */
}

static size_t n_names(const char *path)
{
	struct wsp_arena arena = {0};
	const char **names;
	size_t n = 0;

	CU_ASSERT_EQUAL(wsp_directory_list(path, &arena, &names, &n), WSP_OK);
	wsp_arena_release(&arena);
	return n;
}

static void expect_file(const struct room *room, const char *name, const char *expected)
{
	char path[128], text[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", room->target, name);
	file = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	CU_ASSERT_STRING_EQUAL(text, expected);
	fclose(file);
}

static struct wsp_staging *create(struct room *room)
{
	struct wsp_staging *staging = NULL;

	CU_ASSERT_EQUAL_FATAL(wsp_staging_create(room->target, &room->diags, &staging), WSP_OK);
	return staging;
}

static void put(struct wsp_staging *staging, const char *name, const char *text)
{
	CU_ASSERT_EQUAL_FATAL(wsp_staging_begin(staging, name), WSP_OK);
	CU_ASSERT_TRUE(wsp_staging_write(staging, text, strlen(text)));
	CU_ASSERT_EQUAL(wsp_staging_end(staging), WSP_OK);
}

static void test_files_appear_together(void)
{
	struct room room;
	struct wsp_staging *staging;

	enter(&room);
	staging = create(&room);
	put(staging, "a", "first");
	put(staging, "b", "second");
	CU_ASSERT_EQUAL(wsp_path_look(room.target), WSP_PATH_ABSENT);
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);
	expect_file(&room, "a", "first");
	expect_file(&room, "b", "second");
	CU_ASSERT_EQUAL(n_names(room.path), 1);
	leave(&room);
}

static void test_an_uncommitted_set_leaves_nothing(void)
{
	struct room room;
	struct wsp_staging *staging;

	enter(&room);
	staging = create(&room);
	put(staging, "a", "first");
	CU_ASSERT_EQUAL(wsp_staging_begin(staging, "b"), WSP_OK);
	CU_ASSERT_EQUAL(n_names(room.path), 1);
	wsp_staging_free(staging);
	CU_ASSERT_EQUAL(n_names(room.path), 0);
	leave(&room);
}

static void test_an_existing_set_is_replaced_whole(void)
{
	struct room room;
	struct wsp_staging *staging;

	enter(&room);
	staging = create(&room);
	put(staging, "old", "old");
	put(staging, "both", "old");
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);

	staging = create(&room);
	put(staging, "both", "new");
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);
	expect_file(&room, "both", "new");
	CU_ASSERT_EQUAL(n_names(room.target), 1);
	CU_ASSERT_EQUAL(n_names(room.path), 1);
	leave(&room);
}

static void test_slashes_behind_the_target_do_not_matter(void)
{
	struct room room;
	struct wsp_staging *staging = NULL;
	char path[96];

	enter(&room);
	snprintf(path, sizeof(path), "%s//", room.target);
	CU_ASSERT_EQUAL_FATAL(wsp_staging_create(path, &room.diags, &staging), WSP_OK);
	put(staging, "a", "first");
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);
	expect_file(&room, "a", "first");
	leave(&room);
}

static void test_a_missing_parent_is_reported(void)
{
	struct room room;
	struct wsp_staging *staging = NULL;
	char path[96];

	enter(&room);
	snprintf(path, sizeof(path), "%s/absent/out", room.path);
	CU_ASSERT_EQUAL(wsp_staging_create(path, &room.diags, &staging), WSP_IO_ERROR);
	CU_ASSERT_PTR_NULL(staging);
	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(&room.diags), 1);
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&room.diags, 0)->code, "I022");
	CU_ASSERT_STRING_EQUAL(wsp_diags_get(&room.diags, 0)->where.source, path);
	CU_ASSERT_PTR_NOT_NULL(strstr(
		wsp_diags_get(&room.diags, 0)->message, "there is no such file or directory"));
	leave(&room);
}

static void test_a_directory_without_a_name_of_its_own_is_refused(void)
{
	static const char *const paths[] = {".", "..", "/", "", "./", "x/.."};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct wsp_diags diags = {0};
		struct wsp_staging *staging = NULL;

		CU_ASSERT_EQUAL(wsp_staging_create(paths[i], &diags, &staging), WSP_IO_ERROR);
		CU_ASSERT_EQUAL(wsp_diags_count(&diags), 1);
		wsp_diags_release(&diags);
	}
}

static void test_a_file_is_never_overwritten(void)
{
	struct room room;
	struct wsp_staging *staging;

	enter(&room);
	staging = create(&room);
	put(staging, "a", "first");
	CU_ASSERT_EQUAL(wsp_staging_begin(staging, "a"), WSP_IO_ERROR);
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_IO_ERROR);
	wsp_staging_free(staging);
	CU_ASSERT_EQUAL(n_names(room.path), 0);
	leave(&room);
}

static void test_a_full_disk_leaves_the_old_set(void)
{
	struct room room;
	struct wsp_staging *staging;
	struct rlimit former, small;
	char bytes[4096] = {0};

	enter(&room);
	staging = create(&room);
	put(staging, "a", "old");
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);

	CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &former), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	small = former;
	small.rlim_cur = 100;
	CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &small), 0);
	staging = create(&room);
	CU_ASSERT_EQUAL(wsp_staging_begin(staging, "a"), WSP_OK);
	CU_ASSERT_FALSE(wsp_staging_write(staging, bytes, sizeof(bytes)));
	CU_ASSERT_EQUAL(wsp_staging_end(staging), WSP_IO_ERROR);
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_IO_ERROR);
	wsp_staging_free(staging);
	CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &former), 0);

	CU_ASSERT_EQUAL_FATAL(wsp_diags_count(&room.diags), 1);
	CU_ASSERT_STRING_EQUAL(
		wsp_diags_get(&room.diags, 0)->message, "a: the file would be too large");
	expect_file(&room, "a", "old");
	CU_ASSERT_EQUAL(n_names(room.path), 1);
	leave(&room);
}

static void test_a_target_that_cannot_be_replaced_stays(void)
{
	struct room room;
	struct wsp_staging *staging;
	FILE *file;

	enter(&room);
	staging = create(&room);
	put(staging, "a", "new");
	file = fopen(room.target, "w"); /* somebody made a file of that name meanwhile */
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fclose(file);
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_IO_ERROR);
	wsp_staging_free(staging);
	CU_ASSERT_EQUAL(wsp_path_look(room.target), WSP_PATH_FILE);
	CU_ASSERT_EQUAL(n_names(room.path), 1);
	leave(&room);
}

static void test_what_stands_at_a_path(void)
{
	struct room room;
	char link[96];

	enter(&room);
	snprintf(link, sizeof(link), "%s/link", room.path);
	CU_ASSERT_EQUAL(symlink(".", link), 0);
	CU_ASSERT_EQUAL(wsp_path_look(link), WSP_PATH_LINK);
	CU_ASSERT_EQUAL(wsp_path_look(room.path), WSP_PATH_DIRECTORY);
	CU_ASSERT_EQUAL(wsp_path_look(room.target), WSP_PATH_ABSENT);
	CU_ASSERT_EQUAL(wsp_path_look("/dev/null"), WSP_PATH_OTHER);
	CU_ASSERT_FALSE(wsp_path_rereadable("/dev/null"));
	CU_ASSERT_FALSE(wsp_path_rereadable(link));
	CU_ASSERT_EQUAL(unlink(link), 0);
	leave(&room);
}

static void test_names_are_listed_in_byte_order(void)
{
	struct room room;
	struct wsp_arena arena = {0};
	struct wsp_staging *staging;
	const char **names;
	size_t n = 0;

	enter(&room);
	staging = create(&room);
	put(staging, "b", "");
	put(staging, "a", "");
	put(staging, "B", "");
	CU_ASSERT_EQUAL(wsp_staging_commit(staging), WSP_OK);
	wsp_staging_free(staging);
	CU_ASSERT_EQUAL_FATAL(wsp_directory_list(room.target, &arena, &names, &n), WSP_OK);
	CU_ASSERT_EQUAL_FATAL(n, 3);
	CU_ASSERT_STRING_EQUAL(names[0], "B");
	CU_ASSERT_STRING_EQUAL(names[1], "a");
	CU_ASSERT_STRING_EQUAL(names[2], "b");
	wsp_arena_release(&arena);
	CU_ASSERT_EQUAL(wsp_directory_list("/dev/null", &arena, &names, &n), WSP_IO_ERROR);
	leave(&room);
}

static CU_TestInfo tests[] = {
	{"the files of a set appear together", test_files_appear_together},
	{"a set that is not committed leaves nothing behind",
		test_an_uncommitted_set_leaves_nothing},
	{"an existing set is replaced as a whole", test_an_existing_set_is_replaced_whole},
	{"slashes behind the target do not matter", test_slashes_behind_the_target_do_not_matter},
	{"a missing parent is reported", test_a_missing_parent_is_reported},
	{"a directory without a name of its own is refused",
		test_a_directory_without_a_name_of_its_own_is_refused},
	{"a file is never overwritten", test_a_file_is_never_overwritten},
	{"a full disk leaves the old set as it was", test_a_full_disk_leaves_the_old_set},
	{"a target that cannot be replaced stays", test_a_target_that_cannot_be_replaced_stays},
	{"it is told what stands at a path", test_what_stands_at_a_path},
	{"names are listed in byte order", test_names_are_listed_in_byte_order},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("staging", tests);
}
