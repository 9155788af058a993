/* Trees: every rooted tree of a size once, as parent arrays. */
#ifndef TREES_H
#define TREES_H

#include <stdbool.h>

enum { TREES_MAX = 12 };

/** A walk over the rooted trees of `n` nodes, as canonical level sequences. */
struct trees {
	int n;
	int level[TREES_MAX];
	int parent[TREES_MAX]; /* node 0 is the root, -1; parents come before children */
};

/** The first tree: a chain. */
void trees_begin(struct trees *trees, int n);

/** The next one. @return false when there is none */
bool trees_next(struct trees *trees);

#endif
