#include "plan/exact.h"

enum { N_SETS = 1 << WSP_EXACT_MAX, UNREACHED = UINT8_MAX };

enum answer { NOT_ASKED = 0, FITS, DOES_NOT_FIT };

/* Sets of items are bits of a word. */
struct search {
	uint32_t n;
	const uint32_t *parent;
	wsp_exact_fits *fits;
	void *context;
	uint8_t answer[N_SETS]; /* by set: enum answer */
	uint8_t phases[N_SETS]; /* by set: the fewest phases that convert it */
	uint16_t last[N_SETS];  /* by set: the items of its last phase then */
};

static bool ask(struct search *search, uint32_t set, bool *ret_fits)
{
	uint32_t item[WSP_EXACT_MAX];
	uint32_t n = 0;

	if (search->answer[set] == NOT_ASKED) {
		for (uint32_t i = 0; i < search->n; i++) {
			if (set & 1u << i)
				item[n++] = i;
		}
		if (!search->fits(search->context, item, n, ret_fits))
			return false;
		search->answer[set] = *ret_fits ? FITS : DOES_NOT_FIT;
	}
	*ret_fits = search->answer[set] == FITS;
	return true;
}

/* The items outside `done` of which everything below is in it. */
static uint32_t available(const struct search *search, uint32_t done)
{
	uint32_t set = ((1u << search->n) - 1) & ~done;

	for (uint32_t i = 0; i < search->n; i++) {
		if (!(done & 1u << i) && search->parent[i] != WSP_EXACT_ROOT)
			set &= ~(1u << search->parent[i]);
	}
	return set;
}

/* Every phase that can follow `done`, large numbers first. A smaller phase is tried as well: what
   fits depends on the set, and less may not fit where more does. */
static bool extend(struct search *search, uint32_t done)
{
	uint32_t ready = available(search, done);
	uint8_t phases = (uint8_t)(search->phases[done] + 1);

	for (uint32_t pick = ready; pick; pick = (pick - 1) & ready) {
		bool fits;

		if (search->phases[done | pick] <= phases)
			continue;
		if (!ask(search, pick, &fits))
			return false;
		if (!fits)
			continue;
		search->phases[done | pick] = phases;
		search->last[done | pick] = (uint16_t)pick;
	}
	return true;
}

static void assign(const struct search *search, uint32_t *ret_assignment)
{
	uint32_t set = (1u << search->n) - 1;

	while (set) {
		for (uint32_t i = 0; i < search->n; i++) {
			if (search->last[set] & 1u << i)
				ret_assignment[i] = search->phases[set];
		}
		set &= ~(uint32_t)search->last[set];
	}
}

enum wsp_exact wsp_exact_phases(uint32_t n, const uint32_t *parent_index, wsp_exact_fits *fits,
	void *context, uint32_t *ret_phases, uint32_t *ret_assignment)
{
	struct search search = {.n = n, .parent = parent_index, .fits = fits, .context = context};
	uint32_t all;

	if (n > WSP_EXACT_MAX)
		return WSP_EXACT_UNKNOWN;
	all = (1u << n) - 1;
	for (uint32_t set = 1; set <= all; set++)
		search.phases[set] = UNREACHED;
	for (uint32_t set = 0; set < all; set++) { /* a phase only adds bits: ascending is enough */
		if (search.phases[set] != UNREACHED && !extend(&search, set))
			return WSP_EXACT_NO_MEMORY;
	}
	if (search.phases[all] == UNREACHED)
		return WSP_EXACT_UNKNOWN;
	*ret_phases = search.phases[all];
	assign(&search, ret_assignment);
	return WSP_EXACT_PROVEN;
}
