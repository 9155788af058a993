#include <stdlib.h>

#include <CUnit/CUnit.h>

#include "conflicting.h"
#include "estate.h"
#include "plan/conflict.h"
#include "runner.h"
#include "torture.h"

/* The same beside a window with a start and one without. */
static struct wsp_inventory dated_tree(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.window = calloc(2, sizeof(*inventory.window));
	CU_ASSERT_PTR_NOT_NULL_FATAL(inventory.window);
	inventory.n_windows = inventory.window_capacity = 2;
	inventory.window[0] = (struct wsp_window){.name = estate_text(&inventory, "weekend"),
		.start = estate_text(&inventory, "2026-12-05T22:00"),
		.duration = 360};
	inventory.window[1] =
		(struct wsp_window){.name = estate_text(&inventory, "some night"), .duration = 360};
	return inventory;
}

static void test_a_sound_estate_has_no_conflict(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20");
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20");
	inventory.server[3].hold_until = estate_text(&inventory, "2026-12-18");
	inventory.policy.canary = estate_text(&inventory, "leaf.example.com");
	estate_group(&inventory, "wsus.example.com", WSP_GROUP_ALIAS,
		"root.example.com mid.example.com leaf.example.com");
	estate_group(&inventory, "lb.example.com", WSP_GROUP_LOAD_BALANCER,
		"mid.example.com other.example.com");
	estate_group(&inventory, "db.example.com", WSP_GROUP_SHARED_DATABASE,
		"other.example.com mid.example.com");
	conflicting_none(&inventory);
}

static void test_a_deadline_lies_behind_the_first_day_allowed(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-19");
	conflicting_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-19, but its not_before is "
		"2026-12-20");

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	inventory.server[1].hold_until = estate_text(&inventory, "2026-12-19");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-19");
	conflicting_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-19, but its hold.until is "
		"2026-12-19");
}

static void test_dates_of_another_clock_collide_only_for_certain(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-20T10:00Z");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20T09:00");
	conflicting_none(&inventory);

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	inventory.server[1].not_before = estate_text(&inventory, "2026-12-21T12:00Z");
	inventory.server[1].deadline = estate_text(&inventory, "2026-12-20T09:00");
	conflicting_one(&inventory, WSP_RULE(F011), 2,
		"\"mid.example.com\" has the deadline 2026-12-20T09:00, but its "
		"not_before is 2026-12-21T12:00Z");
}

static void test_a_deadline_leaves_time_for_those_below(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	conflicting_one(&inventory, WSP_RULE(F011), 1,
		"\"root.example.com\" has the deadline 2026-12-10, but not_before of "
		"\"leaf.example.com\" below it is 2026-12-11");
}

static void test_nobody_waits_below_an_excluded_server_or_without_dates(void)
{
	struct wsp_inventory inventory = dated_tree();

	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	inventory.server[1].exclude_reason = estate_text(&inventory, "stays");
	conflicting_none(&inventory);

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	inventory.server[0].deadline = estate_text(&inventory, "2026-12-10");
	inventory.server[3].not_before = estate_text(&inventory, "2026-12-11");
	conflicting_none(&inventory);
}

static void add_site(struct wsp_inventory *inventory, const char *windows)
{
	inventory->site = calloc(1, sizeof(*inventory->site));
	CU_ASSERT_PTR_NOT_NULL_FATAL(inventory->site);
	inventory->n_sites = inventory->site_capacity = 1;
	inventory->site[0] = (struct wsp_site){.place = {.line = 40},
		.name = estate_text(inventory, "Paris"),
		.windows = estate_text(inventory, windows)};
	inventory->server[3].site = inventory->site[0].name;
}

static void test_a_site_has_a_window_that_opens(void)
{
	struct wsp_inventory inventory = dated_tree();

	add_site(&inventory, "some night");
	conflicting_one(&inventory, WSP_RULE(F011), 40,
		"site \"Paris\" names only windows without a start, which never open beside dated "
		"ones; \"leaf.example.com\" is in it");

	inventory = dated_tree();
	add_site(&inventory, "some night\nweekend");
	conflicting_none(&inventory);
}

static void test_a_canary_can_be_converted(void)
{
	static const struct {
		const char *key, *message;
	} expected[] = {
		{"retired", "\"leaf.example.com\" is a canary and retired: it cannot go first"},
		{"exclude.reason",
			"\"leaf.example.com\" is a canary and excluded: it cannot go first"},
		{"hold.reason", "\"leaf.example.com\" is a canary and held: it cannot go first"},
	};

	for (unsigned i = 0; i < 3; i++) {
		struct wsp_inventory inventory = {0};

		conflicting_tree(&inventory);
		inventory.policy.canary = estate_text(&inventory, "leaf.example.com");
		inventory.server[3].retired = i == 0 ? WSP_YES : WSP_UNKNOWN;
		inventory.server[3].exclude_reason = i == 1 ? estate_text(&inventory, "old") : 0;
		inventory.server[3].hold_reason = i == 2 ? estate_text(&inventory, "audit") : 0;
		conflicting_one(&inventory, WSP_RULE(F011), 4, expected[i].message);
	}
}

static void test_nobody_below_a_canary_is_held(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.policy.canary = estate_text(&inventory, "mid.example.com");
	inventory.server[3].hold_reason = estate_text(&inventory, "audit");
	conflicting_one(&inventory, WSP_RULE(F011), 4,
		"\"leaf.example.com\" is held, and the canary \"mid.example.com\" above it waits "
		"for "
		"it");

	inventory = dated_tree();
	inventory.policy.canary = estate_text(&inventory, "mid.example.com");
	inventory.server[3].hold_until = estate_text(&inventory, "2026-12-24");
	conflicting_none(&inventory);
}

static void test_a_software_update_point_is_described(void)
{
	struct wsp_inventory inventory = {0};

	conflicting_tree(&inventory);
	inventory.server[1].clients_by = WSP_BY_CONFIGMGR;
	conflicting_one(&inventory, WSP_RULE(F012), 2,
		"clients of \"mid.example.com\" are pointed by ConfigMgr, but it is no software "
		"update point: it has no configmgr.role");

	inventory = (struct wsp_inventory){0};
	conflicting_tree(&inventory);
	inventory.server[1].configmgr_role = WSP_CM_PRIMARY;
	conflicting_one(&inventory, WSP_RULE(F012), 2,
		"software update point \"mid.example.com\" has no configmgr.site_code");
}

static bool look_completely(void *context)
{
	const struct wsp_topology *topo = context;
	struct wsp_diags diags;
	bool complete;

	wsp_diags_init(&diags);
	complete = wsp_conflicts_report(topo, &diags);
	if (complete)
		CU_ASSERT_EQUAL(wsp_diags_count(&diags), 4);
	wsp_diags_release(&diags);
	return complete;
}

static void test_memory_that_runs_out_is_reported(void)
{
	struct wsp_inventory inventory = dated_tree();
	struct wsp_topology topo = {0};

	add_site(&inventory, "some night");
	inventory.policy.canary = estate_words(&inventory, "mid.example.com");
	estate_client_policy(&inventory, "GPO", WSP_POLICY_GPO, "http://one.example.com:8530");
	estate_group(&inventory, "one.example.com", WSP_GROUP_LOAD_BALANCER, "mid other");
	estate_group(&inventory, "two.example.com", WSP_GROUP_LOAD_BALANCER, "leaf root");
	CU_ASSERT_TRUE_FATAL(estate_build(&inventory, &topo));
	CU_ASSERT(wsp_torture(look_completely, &topo) > 0);
	wsp_topology_release(&topo);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a sound estate has no conflict", test_a_sound_estate_has_no_conflict},
		{"a deadline lies behind the first day allowed",
			test_a_deadline_lies_behind_the_first_day_allowed},
		{"dates of another clock collide only for certain",
			test_dates_of_another_clock_collide_only_for_certain},
		{"a deadline leaves time for those below",
			test_a_deadline_leaves_time_for_those_below},
		{"nobody waits below an excluded server, or without dates",
			test_nobody_waits_below_an_excluded_server_or_without_dates},
		{"a site has a window that opens", test_a_site_has_a_window_that_opens},
		{"a canary can be converted", test_a_canary_can_be_converted},
		{"nobody below a canary is held", test_nobody_below_a_canary_is_held},
		{"a software update point is described", test_a_software_update_point_is_described},
		{"memory that runs out is reported", test_memory_that_runs_out_is_reported},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("conflict", tests);
}
