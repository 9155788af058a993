/* Brute force: the fewest windows for the servers of a tree, by trying everything. */
#ifndef BRUTE_H
#define BRUTE_H

#include <stdbool.h>

#include "trees.h"

enum { BRUTE_SERVERS_MAX = 9, BRUTE_WINDOWS_MAX = 12 };

/** Servers are the nodes of a tree, sets of them bits of a word. */
struct brute {
	const struct trees *trees;
	bool order;    /* a server may share a window with those below it */
	int n_windows; /* one after the other; any may be left empty */
	/* whether `window` takes these servers */
	bool (*fits)(const void *context, int window, unsigned set);
	const void *context;
};

struct brute_answer {
	int fewest;  /* windows that are not left empty; 0: the windows do not suffice */
	int soonest; /* windows that have passed, used or not, when all can be done */
};

struct brute_answer brute_solve(const struct brute *brute);

#endif
