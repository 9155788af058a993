#include "trees.h"

static void find_parents(struct trees *trees)
{
	trees->parent[0] = -1;
	for (int i = 1; i < trees->n; i++) {
		int up = i - 1;

		while (trees->level[up] != trees->level[i] - 1)
			up--;
		trees->parent[i] = up;
	}
}

void trees_begin(struct trees *trees, int n)
{
	trees->n = n;
	for (int i = 0; i < n; i++)
		trees->level[i] = i;
	find_parents(trees);
}

/* The successor rule of Beyer and Hedetniemi (1980) for level sequences. */
bool trees_next(struct trees *trees)
{
	int last = trees->n - 1;
	int up;

	while (last > 0 && trees->level[last] <= 1)
		last--;
	if (last <= 0)
		return false;
	up = last - 1;
	while (trees->level[up] != trees->level[last] - 1)
		up--;
	for (int i = last; i < trees->n; i++)
		trees->level[i] = trees->level[i - (last - up)];
	find_parents(trees);
	return true;
}
