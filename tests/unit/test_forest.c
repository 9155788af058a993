/* Random forests keep their numbering. */
#include <stdio.h>
#include <stdlib.h>

#include "built.h"
#include "runner.h"

#define HEAD "{defaults: {mode: autonomous}, servers: ["
#define TAIL "]}"

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Servers n0 … n(n-1) in random order, each below an earlier one of a random forest. */
static void write_forest(struct wsp_text *text, unsigned n, uint64_t *state, unsigned *up)
{
	unsigned order[40];

	for (unsigned i = 0; i < n; i++) {
		bool root = i == 0 || next_random(state) % 8 == 0;
		unsigned j = (unsigned)(next_random(state) % (i + 1));

		up[i] = root ? n : (unsigned)(next_random(state) % i);
		order[i] = order[j];
		order[j] = i;
	}
	wsp_text_adds(text, HEAD);
	for (unsigned i = 0; i < n; i++) {
		wsp_text_addf(text, "{fqdn: n%u.x, upstream: ", order[i]);
		if (up[order[i]] == n)
			wsp_text_adds(text, "offline}, ");
		else
			wsp_text_addf(
				text, next_random(state) % 2 ? "n%u}, " : "n%u.x}, ", up[order[i]]);
	}
	wsp_text_adds(text, TAIL);
}

static unsigned number_of(const struct wsp_topology *topo, wsp_server_id s)
{
	return (unsigned)strtoul(wsp_topology_fqdn(topo, s) + 1, NULL, 10);
}

/* The invariants of the numbering, each against the forest itself. */
static bool is_breadth_first(const struct wsp_topology *topo, const unsigned *up, unsigned n)
{
	bool good = topo->n_servers == n && topo->child_begin[n] == n;

	for (wsp_server_id s = 0; good && s < n; s++) {
		wsp_server_id parent = topo->parent[s];
		bool root = parent == WSP_NO_SERVER;
		const struct wsp_place place = topo->server[s].place;

		good = root ? up[number_of(topo, s)] == n
			    : parent < s && up[number_of(topo, s)] == number_of(topo, parent);
		good = good && topo->level[s] == (root ? 0 : topo->level[parent] + 1);
		good = good && (root || topo->height[parent] > topo->height[s]);
		good = good && topo->child_begin[s] > s - (root ? 0 : 1) &&
		       topo->child_begin[s] <= topo->child_begin[s + 1];
		for (wsp_server_id c = topo->child_begin[s]; c < topo->child_begin[s + 1]; c++)
			good = good && topo->parent[c] == s;
		/* siblings and roots keep their order */
		if (s > 0 && topo->parent[s - 1] == parent)
			good = good && topo->server[s - 1].place.column < place.column;
	}
	return good;
}

static void test_random_forests_are_numbered_breadth_first(void)
{
	for (uint64_t seed = 1; seed <= 300; seed++) {
		uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15);
		unsigned n = 1 + (unsigned)(next_random(&state) % 40), up[40];
		struct wsp_text text = {0};

		write_forest(&text, n, &state, up);

		struct built built = built_of(wsp_text_get(&text));
		bool good = built.status == WSP_OK && is_breadth_first(&built.topo, up, n);

		if (!good)
			printf("  seed %u: %s\n", (unsigned)seed, wsp_text_get(&text));
		CU_ASSERT_TRUE(good);
		built_release(&built);
		wsp_text_release(&text);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"random forests are numbered breadth first",
			test_random_forests_are_numbered_breadth_first},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("forest", tests);
}
