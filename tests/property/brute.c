#include "brute.h"

#include <string.h>

enum { N_SETS = 1 << BRUTE_SERVERS_MAX, MANY = 1000 };

/* Whether everything below the servers of `pick` is done before their window, or in it. */
static bool is_in_order(const struct brute *brute, unsigned done, unsigned pick)
{
	for (int i = 1; i < brute->trees->n; i++) {
		if (pick & 1u << brute->trees->parent[i] && !((done | pick) & 1u << i))
			return false;
	}
	return true;
}

/* The servers that may be done after `done`: one by one, or with those below them. */
static unsigned candidates(const struct brute *brute, unsigned done)
{
	unsigned left = ((1u << brute->trees->n) - 1) & ~done;
	unsigned set = left;

	for (int i = 1; i < brute->trees->n && !brute->order; i++) {
		if (left & 1u << i)
			set &= ~(1u << brute->trees->parent[i]);
	}
	return set;
}

/* windows[set]: the fewest that convert `set`. One more window to use or to leave empty. */
static void add_window(const struct brute *brute, int window, int *windows)
{
	unsigned all = (1u << brute->trees->n) - 1;
	bool fits[N_SETS];
	int before[N_SETS];

	memcpy(before, windows, sizeof(before));
	for (unsigned set = 1; set <= all; set++)
		fits[set] = brute->fits(brute->context, window, set);
	for (unsigned done = 0; done < all; done++) {
		unsigned left = before[done] == MANY ? 0 : candidates(brute, done);

		for (unsigned pick = left; pick; pick = (pick - 1) & left) {
			if (fits[pick] && before[done] + 1 < windows[done | pick] &&
				(!brute->order || is_in_order(brute, done, pick)))
				windows[done | pick] = before[done] + 1;
		}
	}
}

struct brute_answer brute_solve(const struct brute *brute)
{
	struct brute_answer answer = {0, 0};
	int windows[N_SETS];
	const int *all = &windows[(1u << brute->trees->n) - 1];

	for (unsigned set = 0; set < N_SETS; set++)
		windows[set] = MANY;
	windows[0] = 0;
	for (int window = 0; window < brute->n_windows; window++) {
		add_window(brute, window, windows);
		if (answer.soonest == 0 && *all != MANY)
			answer.soonest = window + 1;
	}
	answer.fewest = *all == MANY ? 0 : *all;
	return answer;
}
