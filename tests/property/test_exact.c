/* The exact solver against assignments tried one by one, over every rooted tree. */
#include <stdio.h>

#include "base/array.h"
#include "plan/exact.h"
#include "trees.h"
#include "unit/runner.h"

enum { N_MAX = 8, ASKED_MAX = 1 << WSP_EXACT_MAX };

/* What one phase takes. */
struct rule {
	const char *name;
	bool (*fits)(const struct rule *rule, unsigned set);
	unsigned number;
};

static int count_bits(unsigned set)
{
	return __builtin_popcount(set);
}

static bool fits_count(const struct rule *rule, unsigned set)
{
	return (unsigned)count_bits(set) <= rule->number;
}

/* Item i weighs i % 4 + 1. */
static bool fits_weight(const struct rule *rule, unsigned set)
{
	unsigned weight = 0;

	for (unsigned i = 0; i < N_MAX; i++)
		weight += set & 1u << i ? i % 4 + 1 : 0;
	return weight <= rule->number;
}

/* At most `number` of the even items and two of the odd ones: two sites. */
static bool fits_sites(const struct rule *rule, unsigned set)
{
	return (unsigned)count_bits(set & 0x155) <= rule->number && count_bits(set & 0x2aa) <= 2;
}

/* Less may not fit where more does: no two items alone, whatever three do. */
static bool fits_oddly(const struct rule *rule, unsigned set)
{
	return count_bits(set) % 2 == 1 && (unsigned)count_bits(set) <= rule->number;
}

static const struct rule rules[] = {
	{"one a phase", fits_count, 1},
	{"three a phase", fits_count, 3},
	{"weight 5 a phase", fits_weight, 5},
	{"weight 8 a phase", fits_weight, 8},
	{"two sites, 1 and 2", fits_sites, 1},
	{"odd numbers up to 3", fits_oddly, 3},
};

struct asking {
	const struct rule *rule;
	const struct trees *trees;
	unsigned n_asked, n_wrong;
	bool fails; /* as if memory ran out */
};

static bool has_both_ends(const struct trees *trees, unsigned set)
{
	for (int i = 0; i < trees->n; i++) {
		for (int up = trees->parent[i]; set & 1u << i && up >= 0; up = trees->parent[up]) {
			if (set & 1u << up)
				return true;
		}
	}
	return false;
}

static bool answer(void *context, const uint32_t *item, uint32_t n, bool *ret_fits)
{
	struct asking *asking = context;
	unsigned set = 0;

	for (uint32_t i = 0; i < n; i++) {
		asking->n_wrong += i > 0 && item[i] <= item[i - 1];
		set |= 1u << item[i];
	}
	asking->n_asked++;
	asking->n_wrong += n == 0 || has_both_ends(asking->trees, set);
	*ret_fits = asking->rule->fits(asking->rule, set);
	return !asking->fails;
}

/* Whether node `i` and those behind it can be given one of `k` phases, parents first. */
static bool assign(
	const struct trees *trees, const struct rule *rule, unsigned *set, int *phase, int i, int k)
{
	if (i == trees->n) {
		for (int p = 0; p < k; p++) {
			if (set[p] == 0 || !rule->fits(rule, set[p]))
				return false;
		}
		return true;
	}
	for (int p = 0; p < (i > 0 ? phase[trees->parent[i]] : k); p++) {
		bool found;

		phase[i] = p;
		set[p] |= 1u << i;
		found = (rule->fits == fits_oddly || rule->fits(rule, set[p])) &&
			assign(trees, rule, set, phase, i + 1, k);
		set[p] &= ~(1u << i);
		if (found)
			return true;
	}
	return false;
}

/* The fewest phases, or 0: an item fits none. */
static uint32_t fewest(const struct trees *trees, const struct rule *rule)
{
	for (int k = 1; k <= trees->n; k++) {
		unsigned set[TREES_MAX] = {0};
		int phase[TREES_MAX] = {0};

		if (assign(trees, rule, set, phase, 0, k))
			return (uint32_t)k;
	}
	return 0;
}

static bool is_plan(const struct trees *trees, const struct rule *rule, uint32_t phases,
	const uint32_t *assignment)
{
	unsigned set[TREES_MAX + 1] = {0};

	for (int i = 0; i < trees->n; i++) {
		if (assignment[i] < 1 || assignment[i] > phases ||
			(i > 0 && assignment[i] >= assignment[trees->parent[i]]))
			return false;
		set[assignment[i]] |= 1u << i;
	}
	for (uint32_t p = 1; p <= phases; p++) {
		if (set[p] == 0 || !rule->fits(rule, set[p]))
			return false;
	}
	return true;
}

static void list_parents(const struct trees *trees, uint32_t *parent)
{
	for (int i = 0; i < trees->n; i++)
		parent[i] = i > 0 ? (uint32_t)trees->parent[i] : WSP_EXACT_ROOT;
}

/* @return whether solver and trying agree */
static bool agree(const struct trees *trees, const struct rule *rule)
{
	struct asking asking = {.rule = rule, .trees = trees};
	uint32_t parent[TREES_MAX];
	uint32_t assignment[TREES_MAX];
	uint32_t phases = 0;
	uint32_t truth = fewest(trees, rule);
	enum wsp_exact told;

	list_parents(trees, parent);
	told = wsp_exact_phases((uint32_t)trees->n, parent, answer, &asking, &phases, assignment);
	if (asking.n_wrong > 0 || asking.n_asked > ASKED_MAX)
		return false;
	if (truth == 0)
		return told == WSP_EXACT_UNKNOWN;
	return told == WSP_EXACT_PROVEN && phases == truth &&
	       is_plan(trees, rule, phases, assignment);
}

static void test_the_fewest_phases_are_found(void)
{
	unsigned n_cases = 0;
	unsigned n_wrong = 0;

	for (size_t r = 0; r < WSP_COUNT(rules); r++) {
		for (int n = 1; n <= N_MAX; n++) {
			struct trees trees;

			trees_begin(&trees, n);
			do {
				bool right = agree(&trees, &rules[r]);

				if (!right)
					printf("%s: a tree of %d servers\n", rules[r].name, n);
				n_wrong += !right;
				n_cases++;
			} while (trees_next(&trees));
		}
	}
	CU_ASSERT_EQUAL(n_cases, 200 * WSP_COUNT(rules)); /* 1+1+2+4+9+20+48+115 trees */
	CU_ASSERT_EQUAL(n_wrong, 0);
}

static void test_what_cannot_be_told_is_unknown(void)
{
	static const struct rule nothing = {"nothing", fits_count, 0};
	uint32_t parent[WSP_EXACT_MAX + 1];
	uint32_t assignment[WSP_EXACT_MAX + 1];
	uint32_t phases = 77;
	struct trees trees;
	struct asking asking = {.rule = &nothing, .trees = &trees};

	trees_begin(&trees, 3);
	list_parents(&trees, parent);
	CU_ASSERT_EQUAL(wsp_exact_phases(3, parent, answer, &asking, &phases, assignment),
		WSP_EXACT_UNKNOWN);
	asking.rule = &rules[0];
	asking.fails = true;
	CU_ASSERT_EQUAL(wsp_exact_phases(3, parent, answer, &asking, &phases, assignment),
		WSP_EXACT_NO_MEMORY);
	asking.fails = false;
	asking.n_asked = 0;
	for (uint32_t i = 0; i <= WSP_EXACT_MAX; i++)
		parent[i] = WSP_EXACT_ROOT;
	CU_ASSERT_EQUAL(
		wsp_exact_phases(WSP_EXACT_MAX + 1, parent, answer, &asking, &phases, assignment),
		WSP_EXACT_UNKNOWN);
	CU_ASSERT_EQUAL(asking.n_asked, 0);
	CU_ASSERT_EQUAL(phases, 77);
	CU_ASSERT_EQUAL(wsp_exact_phases(0, parent, answer, &asking, &phases, assignment),
		WSP_EXACT_PROVEN);
	CU_ASSERT_EQUAL(phases, 0);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"the fewest phases are found, whatever a phase takes",
			test_the_fewest_phases_are_found},
		{"what cannot be told is unknown", test_what_cannot_be_told_is_unknown},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("exact", tests);
}
