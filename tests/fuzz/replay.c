/* Replay: runs a target once over every file of its corpus, without a fuzzer. */
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* The whole file in a block of exactly its size, so that a sanitizer sees every overrun. */
static uint8_t *read_whole(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = NULL;
	long size = -1;

	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0)
		size = ftell(file);
	rewind(file);
	if (size >= 0)
		bytes = malloc(size > 0 ? (size_t)size : 1);
	if (bytes && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
		free(bytes);
		bytes = NULL;
	}
	fclose(file);
	*ret_size = (size_t)size;
	return bytes;
}

static int replay(const char *folder, const char *name)
{
	char path[4096];
	size_t size;
	int length = snprintf(path, sizeof(path), "%s/%s", folder, name);

	if (length < 0 || (size_t)length >= sizeof(path)) {
		fprintf(stderr, "%s: the path is too long\n", name);
		return 1;
	}

	uint8_t *bytes = read_whole(path, &size);

	if (!bytes) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return 1;
	}

	int status = LLVMFuzzerTestOneInput(bytes, size);

	free(bytes);
	if (status != 0)
		fprintf(stderr, "%s: the target returned %d\n", path, status);
	return status != 0;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **entry = NULL;
	int n = argc == 2 ? scandir(argv[1], &entry, is_visible, alphasort) : -1;
	int failed = 0;

	if (n <= 0) {
		fprintf(stderr, "%s: no inputs to replay\n", argc == 2 ? argv[1] : "usage: FOLDER");
		free(entry);
		return 1;
	}
	for (int i = 0; i < n; i++) {
		failed += replay(argv[1], entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	printf("%d inputs replayed, %d failed\n", n, failed);
	return failed > 0;
}
