/* Bound: the least number of phases, and the sentence that says what makes it so. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "estate.h"
#include "plan/bound.h"
#include "runner.h"
#include "torture.h"

enum { N_SITES = 2, N_MAX = 16 };

/* Six servers: root, two below it, three below the first of these. */
struct bounding {
	struct wsp_plan plan;
	struct wsp_terms terms;
	struct wsp_site_terms site[N_SITES];
	uint32_t depth[N_MAX];
	struct wsp_arena arena;
	struct wsp_bound bound;
};

static const char *const fqdns[] = {"root.example.com", "a.example.com", "b.example.com",
	"a1.example.com", "a2.example.com", "a3.example.com"};
static const int upstreams[] = {-1, 0, 0, 1, 1, 1};

static void add_site(struct wsp_inventory *inventory, const char *name)
{
	CU_ASSERT_TRUE_FATAL(
		WSP_RESERVE(inventory->site, inventory->site_capacity, inventory->n_sites));
	inventory->site[inventory->n_sites++] =
		(struct wsp_site){.name = estate_text(inventory, name),
			.operators = WSP_ABSENT,
			.servers_per_window = WSP_ABSENT,
			.clients_per_window = WSP_ABSENT};
}

static void allocate(struct bounding *bounding)
{
	struct wsp_plan *plan = &bounding->plan;
	uint32_t n = plan->topo.n_servers;

	plan->actions = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
	plan->phase = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
	plan->wave = WSP_NEW_ARRAY(&plan->arena, uint32_t, n);
	plan->link_work = WSP_NEW_ARRAY(&plan->arena, uint8_t, n);
	CU_ASSERT_FATAL(plan->actions && plan->phase && plan->wave && plan->link_work);
	for (wsp_server_id s = 0; s < n; s++) {
		plan->actions[s] = WSP_BIT(WSP_REQUIRE_SSL) | WSP_BIT(WSP_VERIFY_SERVER);
		plan->wave[s] = WSP_NO_WAVE;
		plan->link_work[s] =
			plan->topo.parent[s] == WSP_NO_SERVER ? WSP_LINK_NONE : WSP_LINK_SWITCH;
	}
}

/* Nothing takes time and nothing is limited. */
static void begin(struct bounding *bounding)
{
	struct wsp_inventory inventory = {0};

	*bounding = (struct bounding){
		.terms = {.operators = 2,
			.servers = WSP_ABSENT,
			.clients = WSP_ABSENT,
			.window_length = 100,
			.site = bounding->site},
		.site = {{WSP_ABSENT, WSP_ABSENT, WSP_ABSENT},
			{WSP_ABSENT, WSP_ABSENT, WSP_ABSENT}},
	};
	add_site(&inventory, "Paris");
	add_site(&inventory, "Lyon");
	for (size_t i = 0; i < WSP_COUNT(fqdns); i++) {
		struct wsp_server *server = estate_server(&inventory, fqdns[i],
			upstreams[i] < 0 ? "microsoft-update" : fqdns[upstreams[i]]);

		server->clients = 100;
		server->site = estate_text(&inventory, i >= 3 ? "Paris" : "Lyon");
	}
	CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &bounding->plan.topo));
	allocate(bounding);
	for (wsp_server_id s = 0; s < bounding->plan.topo.n_servers; s++)
		bounding->depth[s] = bounding->plan.topo.level[s] + 1;
}

static void end(struct bounding *bounding)
{
	wsp_plan_release(&bounding->plan);
	wsp_arena_release(&bounding->arena);
}

static void set_duration(struct bounding *bounding, enum wsp_action action, uint32_t minutes)
{
	bounding->terms.duration[action] = minutes;
	for (unsigned byte = 0; byte < 3; byte++) {
		for (unsigned set = 0; set < 256; set++) {
			if ((unsigned)action / 8 == byte && set >> action % 8 & 1)
				bounding->terms.minutes[byte][set] += minutes;
		}
	}
}

static bool tell(struct bounding *bounding, bool strict)
{
	return wsp_bound_tell(&bounding->plan, &bounding->terms, bounding->depth, strict,
		&bounding->arena, &bounding->bound);
}

static void expect(struct bounding *bounding, bool strict, uint32_t phases, const char *text)
{
	CU_ASSERT_TRUE_FATAL(tell(bounding, strict));
	CU_ASSERT_EQUAL(bounding->bound.phases, phases);
	CU_ASSERT_STRING_EQUAL(bounding->bound.text, text);
}

static void test_the_longest_chain_needs_a_window_each(void)
{
	struct bounding bounding;

	begin(&bounding);
	expect(&bounding, true, 3,
		"the chain from a1.example.com up to root.example.com has 3 servers, and each "
		"needs "
		"a later window than the one below it");
	expect(&bounding, false, 1, "one window is the least there can be");
	memset(bounding.depth, 0, sizeof(bounding.depth));
	expect(&bounding, true, 0, "");
	end(&bounding);
}

static void test_a_limit_counts_with_the_levels_above_it(void)
{
	struct bounding bounding;

	begin(&bounding);
	bounding.terms.servers = 1;
	expect(&bounding, true, 6,
		"5 servers need 5 windows of at most 1, and the 1 level above them one each");
	bounding.terms.servers = 2;
	expect(&bounding, true, 4,
		"3 servers need 2 windows of at most 2, and the 2 levels above them one each");
	expect(&bounding, false, 3, "6 servers need 3 windows of at most 2");
	bounding.terms.servers = WSP_ABSENT;
	bounding.terms.clients = 250;
	expect(&bounding, true, 4,
		"300 clients need 2 windows of at most 250, and the 2 levels above them one each");
	end(&bounding);
}

static void test_a_site_has_limits_of_its_own(void)
{
	struct bounding bounding;

	begin(&bounding);
	bounding.site[0].servers = 1;
	expect(&bounding, true, 3,
		"the chain from a1.example.com up to root.example.com has 3 servers, and each "
		"needs "
		"a later window than the one below it");
	bounding.terms.limits_sites = true;
	expect(&bounding, true, 5,
		"3 servers of site Paris need 3 windows of at most 1, and the 2 levels above them "
		"one each");
	bounding.site[0] = (struct wsp_site_terms){WSP_ABSENT, WSP_ABSENT, 100};
	expect(&bounding, true, 5,
		"300 clients of site Paris need 3 windows of at most 100, and the 2 levels above "
		"them one each");
	bounding.site[0] = (struct wsp_site_terms){WSP_ABSENT, WSP_ABSENT, WSP_ABSENT};
	bounding.site[1].servers = 1;
	expect(&bounding, false, 3, "3 servers of site Lyon need 3 windows of at most 1");
	end(&bounding);
}

static void test_a_switch_is_work_of_the_downstreams_site(void)
{
	struct bounding bounding;

	begin(&bounding);
	set_duration(&bounding, WSP_SWITCH_SYNC, 100);
	bounding.terms.operators = 5;
	bounding.site[0].operators = 1;
	bounding.terms.limits_site_operators = true;
	expect(&bounding, true, 4,
		"300 minutes of work of site Paris need 3 windows of at most 100, and the 1 level "
		"above them one each");
	bounding.plan.topo.inventory.site[0].switch_anytime = WSP_YES;
	expect(&bounding, true, 3,
		"the chain from a1.example.com up to root.example.com has 3 servers, and each "
		"needs "
		"a later window than the one below it");
	end(&bounding);
}

static void test_time_to_back_out_is_kept(void)
{
	struct bounding bounding;

	begin(&bounding);
	set_duration(&bounding, WSP_VERIFY_SERVER, 60);
	expect(&bounding, false, 2, "360 minutes of work need 2 windows of at most 200");
	bounding.terms.rollback_reserve = 50;
	expect(&bounding, false, 4, "360 minutes of work need 4 windows of at most 100");
	bounding.terms.rollback_reserve = 0;
	bounding.terms.back_out = 10;
	expect(&bounding, false, 3,
		"420 minutes of work and of time to back out need 3 windows of at most 200");
	end(&bounding);
}

/* b and a3 share a phase, so b is as deep as a3, and is followed by as many. */
static void test_members_of_a_group_are_as_deep_as_the_deepest(void)
{
	struct bounding bounding;

	begin(&bounding);
	bounding.depth[2] = 3;
	bounding.terms.servers = 2;
	expect(&bounding, true, 4,
		"4 servers need 2 windows of at most 2, and the 2 levels above them one each");
	/* a chain through the group: a1 … a3 below another server that shares the phase of b */
	bounding.depth[2] = 4;
	bounding.terms.servers = WSP_ABSENT;
	expect(&bounding, true, 4,
		"the chain from b.example.com up has 4 servers or groups that share a window, and "
		"each needs a later window than the one below it");
	end(&bounding);
}

static bool tell_without_memory(void *context)
{
	struct bounding *bounding = context;
	bool told = tell(bounding, true);

	wsp_arena_release(&bounding->arena);
	return told;
}

static void test_lack_of_memory_is_told(void)
{
	struct bounding bounding;

	begin(&bounding);
	bounding.terms.limits_sites = true;
	bounding.site[0].servers = 1;
	CU_ASSERT_TRUE(wsp_torture(tell_without_memory, &bounding) > 0);
	end(&bounding);
}

static CU_TestInfo bound_tests[] = {
	{"the longest chain needs a window for each server",
		test_the_longest_chain_needs_a_window_each},
	{"a limit counts with the levels above it", test_a_limit_counts_with_the_levels_above_it},
	{"a site has limits of its own", test_a_site_has_limits_of_its_own},
	{"a switch is work of the downstream's site",
		test_a_switch_is_work_of_the_downstreams_site},
	{"time to back out is kept", test_time_to_back_out_is_kept},
	{"members of a group are as deep as the deepest",
		test_members_of_a_group_are_as_deep_as_the_deepest},
	{"lack of memory is told", test_lack_of_memory_is_told},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("bound", bound_tests);
}
