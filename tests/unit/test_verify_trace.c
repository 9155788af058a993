/* Trace: what every step of a plan changes. */
#include <stdio.h>
#include <string.h>

#include "claims.h"
#include "good_estates.h"
#include "outcome.h"
#include "runner.h"

/* What was told, added up by the test itself. */
struct seen {
	const struct wsp_topology *topo;
	uint8_t server[8], link[8]; /* enum wsp_trace_state */
	uint32_t n_state[WSP_N_TRACE_STATES];
	size_t n_calls, n_changes, n_wrong, stop_after;
	char story[2048];
};

static void tell(struct seen *seen, const struct wsp_trace *trace, size_t i)
{
	const struct wsp_trace_change *change = &trace->change[i];
	char line[128];

	if (strcmp(wsp_topology_fqdn(seen->topo, change->server), "b2.example.com") != 0)
		return;
	snprintf(line, sizeof(line), "%s@P%u: %s %s > %s\n", wsp_actions[trace->claim->action].name,
		trace->claim->phase, change->link ? "link" : "server",
		wsp_trace_state_names[change->before], wsp_trace_state_names[change->after]);
	strncat(seen->story, line, sizeof(seen->story) - strlen(seen->story) - 1);
}

static bool see(void *context, const struct wsp_trace *trace)
{
	struct seen *seen = context;

	if (seen->n_calls == 0) {
		seen->n_wrong += trace->step != SIZE_MAX || trace->claim || trace->n_changes > 0;
		memcpy(seen->n_state, trace->n_state, sizeof(seen->n_state));
	}
	for (size_t i = 0; i < trace->n_changes; i++) {
		seen->n_state[trace->change[i].before]--;
		seen->n_state[trace->change[i].after]++;
		tell(seen, trace, i);
	}
	seen->n_wrong += memcmp(seen->n_state, trace->n_state, sizeof(seen->n_state)) != 0;
	seen->n_changes += trace->n_changes;
	seen->n_calls++;
	return seen->n_calls != seen->stop_after;
}

static struct seen trace(struct wsp_inventory inventory, size_t stop_after, size_t *ret_n_steps)
{
	struct outcome outcome = outcome_make(&inventory, false);
	struct seen seen = {.topo = &outcome.plan.topo, .stop_after = stop_after};
	struct claimed claimed;

	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_TRUE_FATAL(claimed_read(&claimed, &outcome.plan));
	CU_ASSERT_EQUAL(wsp_verify_trace(&claimed.claims, see, &seen), WSP_OK);
	*ret_n_steps = claimed.n_steps;
	claimed_release(&claimed);
	outcome_release(&outcome);
	return seen;
}

static void test_a_server_and_its_link_are_followed(void)
{
	size_t n_steps;
	struct seen seen = trace(good_bottom_up(), 0, &n_steps);

	CU_ASSERT_STRING_EQUAL(seen.story, "bind-certificate@P3: server plain > bound\n"
					   "require-ssl@P3: server bound > half done\n"
					   "verify-server@P3: server half done > enforcing\n"
					   "require-ssl@P4: link http > dead\n"
					   "switch-sync@P4: link dead > https\n");
}

static void test_counts_agree_with_changes(void)
{
	struct wsp_inventory (*const estates[])(void) = {good_bottom_up, good_begun, good_balanced,
		good_database, good_overlap, good_update_points};

	for (size_t i = 0; i < sizeof(estates) / sizeof(estates[0]); i++) {
		size_t n_steps;
		struct seen seen = trace(estates[i](), 0, &n_steps);

		CU_ASSERT_EQUAL(seen.n_wrong, 0);
		CU_ASSERT_EQUAL(seen.n_calls, n_steps + 1);
		CU_ASSERT(seen.n_changes > 0);
	}
}

static void test_after_a_whole_plan_all_is_on_https(void)
{
	size_t n_steps;
	struct seen seen = trace(good_bottom_up(), 0, &n_steps);

	CU_ASSERT_EQUAL(seen.n_state[WSP_TRACE_ENFORCING], 6);
	CU_ASSERT_EQUAL(seen.n_state[WSP_TRACE_HTTPS], 5);
	CU_ASSERT_EQUAL(seen.n_state[WSP_TRACE_DEAD], 0);
	CU_ASSERT_EQUAL(seen.n_state[WSP_TRACE_NONE], 1); /* the root has no link */
}

static void test_whoever_listens_may_stop(void)
{
	size_t n_steps;
	struct seen seen = trace(good_bottom_up(), 3, &n_steps);

	CU_ASSERT_EQUAL(seen.n_calls, 3);
}

static CU_TestInfo tests[] = {
	{"a server and its link are followed", test_a_server_and_its_link_are_followed},
	{"counts agree with changes", test_counts_agree_with_changes},
	{"after a whole plan all is on HTTPS", test_after_a_whole_plan_all_is_on_https},
	{"whoever listens may stop", test_whoever_listens_may_stop},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("verify_trace", tests);
}
