/*
 * floor_write FILE: write the bytes of a file through one escaping buffer of 64 KiB, the floor of
 * every writer. Each byte is looked up in a table, as an escaper has to; none needs escaping.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 16 };

int main(int argc, char **argv)
{
	static const unsigned char special[256] = {0};
	static char in[BUFFER];
	static char out[BUFFER];
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t n;

	if (!file)
		return 3;
	while ((n = fread(in, 1, sizeof(in), file)) > 0) {
		size_t start = 0;

		for (size_t i = 0; i < n; i++) {
			if (special[(unsigned char)in[i]])
				start = i + 1;
		}
		memcpy(out, in + start, n - start);
		if (fwrite(out, 1, n - start, stdout) != n - start)
			return 3;
	}
	return fclose(file) == 0 && fflush(stdout) == 0 ? 0 : 3;
}
