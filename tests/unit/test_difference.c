/* Difference: what a new plan changes in an old one, and how it is told. */
#include <stdlib.h>
#include <string.h>

#include "dated.h"
#include "plan/difference.h"
#include "planned.h"
#include "report/amendment.h"
#include "runner.h"
#include "torture.h"
#include "wsusplan/diff.h"

#define HEAD "name: Two branches\npolicy: {operators: 2, strategy: bottom-up"
#define SERVERS                                                                                    \
	"}\nservers:\n"                                                                            \
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"             \
	"  - {fqdn: east.example.com, upstream: root, mode: autonomous, clients: 10}\n"            \
	"  - {fqdn: west.example.com, upstream: root, mode: autonomous, clients: 20}\n"
#define LEAF(name, upstream)                                                                       \
	"  - {fqdn: " name ".example.com, upstream: " upstream ", mode: replica}\n"

static const char base[] = HEAD SERVERS LEAF("e1", "east") LEAF("w1", "west");

static struct wsp_plan *plan_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	return plan;
}

/* The two plans and what differs between them. */
struct pair {
	struct wsp_plan *before, *after;
	struct wsp_difference difference;
};

static struct pair compare(const char *before, const char *after)
{
	struct pair pair = {.before = plan_of(before), .after = plan_of(after)};

	CU_ASSERT_TRUE_FATAL(wsp_difference_tell(&pair.difference, pair.before, pair.after));
	return pair;
}

static void release(struct pair *pair)
{
	wsp_difference_release(&pair->difference);
	wsp_plan_free(pair->before);
	wsp_plan_free(pair->after);
}

static const struct wsp_server_difference *find(const struct pair *pair, const char *fqdn)
{
	for (size_t i = 0; i < pair->difference.n_servers; i++) {
		const struct wsp_server_difference *server = &pair->difference.server[i];
		bool is_new = server->after != WSP_NO_SERVER;
		const struct wsp_plan *plan = is_new ? pair->after : pair->before;

		if (strcmp(wsp_topology_fqdn(&plan->topo, is_new ? server->after : server->before),
			    fqdn) == 0)
			return server;
	}
	return NULL;
}

static void expect_fact(const struct pair *pair, const char *section, const char *item,
	const char *key, const char *before, const char *after)
{
	for (size_t i = 0; i < pair->difference.n_facts; i++) {
		const struct wsp_fact_difference *fact = &pair->difference.fact[i];

		if (strcmp(fact->section, section) != 0 || strcmp(fact->item, item) != 0 ||
			strcmp(fact->key, key) != 0)
			continue;
		CU_ASSERT_TRUE(
			before ? fact->before && strcmp(fact->before, before) == 0 : !fact->before);
		CU_ASSERT_TRUE(
			after ? fact->after && strcmp(fact->after, after) == 0 : !fact->after);
		return;
	}
	CU_FAIL("a fact is missing");
	(void)fprintf(stderr, "  %s %s %s\n", section, item, key);
}

static void test_a_plan_does_not_differ_from_itself(void)
{
	struct pair pair = compare(base, base);

	CU_ASSERT_TRUE(wsp_difference_is_none(&pair.difference));
	CU_ASSERT_EQUAL(pair.difference.n_of[WSP_STEP_SAME], pair.after->n_steps);
	CU_ASSERT_EQUAL(pair.difference.n_common, 5);
	release(&pair);
}

static void test_facts_are_told_key_by_key(void)
{
	struct pair pair = compare(base,
		HEAD ", soak: 24h, durations: {back-up: 9m}}\n"
		     "freezes: [{from: 2026-12-18, to: 2027-01-04, reason: year-end}]\n"
		     "windows: [{name: night, duration: 5h}]\n"
		     "servers:\n"
		     "  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
		     "  - {fqdn: east.example.com, upstream: root, mode: autonomous, clients: 11,\n"
		     "     aliases: [a.example.com, b.example.com]}\n"
		     "  - {fqdn: west.example.com, upstream: root, mode: autonomous, clients: "
		     "20}\n" LEAF("e1", "east") LEAF("w1", "west"));

	CU_ASSERT_EQUAL(pair.difference.n_facts, 6);
	CU_ASSERT_EQUAL(pair.difference.n_server_facts, 2);
	expect_fact(&pair, "policy", "", "soak", "0m", "1d");
	expect_fact(&pair, "policy.durations", "", "back-up", NULL, "9m");
	expect_fact(&pair, "windows", "night", "", NULL, "night");
	expect_fact(&pair, "freezes", "2026-12-18 2027-01-04 year-end", "", NULL,
		"2026-12-18 2027-01-04 year-end");
	expect_fact(&pair, "servers", "east.example.com", "clients", "10", "11");
	expect_fact(&pair, "servers", "east.example.com", "aliases", NULL,
		"a.example.com, b.example.com");
	CU_ASSERT_EQUAL(find(&pair, "east.example.com")->n_facts, 2);
	release(&pair);
}

static void test_conversions_move_to_another_phase(void)
{
	struct pair pair = compare(
		base, HEAD ", servers_per_window: 1" SERVERS LEAF("e1", "east") LEAF("w1", "west"));
	const struct wsp_server_difference *root = find(&pair, "root.example.com");

	CU_ASSERT_FALSE(wsp_difference_is_none(&pair.difference));
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	CU_ASSERT_EQUAL(root->changes & WSP_CHANGE_MOVED, WSP_CHANGE_MOVED);
	CU_ASSERT_EQUAL(root->n_added + root->n_removed, 0);
	CU_ASSERT_TRUE(pair.difference.n_of[WSP_STEP_MOVED] > 0);
	CU_ASSERT_EQUAL(pair.difference.n_of[WSP_STEP_ADDED], 0);
	/* five phases instead of three: two are new, and P1 has one leaf less */
	CU_ASSERT_EQUAL(pair.difference.n_phases, 5);
	CU_ASSERT_EQUAL(pair.difference.phase[4].before, 0);
	CU_ASSERT_FALSE(pair.difference.phase[0].same_work);
	release(&pair);
}

static void test_servers_come_and_go_with_their_steps(void)
{
	struct pair pair = compare(base, HEAD SERVERS LEAF("e1", "east") LEAF("w2", "west"));
	const struct wsp_server_difference *came = find(&pair, "w2.example.com");
	const struct wsp_server_difference *went = find(&pair, "w1.example.com");

	CU_ASSERT_TRUE_FATAL(came && went);
	CU_ASSERT_EQUAL(came->changes, WSP_CHANGE_ADDED);
	CU_ASSERT_EQUAL(went->changes, WSP_CHANGE_DROPPED);
	CU_ASSERT_EQUAL(came->n_added, went->n_removed);
	CU_ASSERT_TRUE(came->n_added > 10);
	CU_ASSERT_EQUAL(pair.difference.n_of[WSP_STEP_ADDED], came->n_added);
	CU_ASSERT_PTR_NULL(find(&pair, "e1.example.com"));
	release(&pair);
}

static void test_a_link_to_another_upstream_is_told(void)
{
	struct pair pair = compare(base, HEAD SERVERS LEAF("e1", "east") LEAF("w1", "east"));
	const struct wsp_server_difference *leaf = find(&pair, "w1.example.com");

	CU_ASSERT_PTR_NOT_NULL_FATAL(leaf);
	CU_ASSERT_EQUAL(leaf->changes & WSP_CHANGE_UPSTREAM, WSP_CHANGE_UPSTREAM);
	expect_fact(&pair, "servers", "w1.example.com", "upstream", "west.example.com",
		"east.example.com");
	release(&pair);
}

static void test_a_held_server_changes_its_status(void)
{
	struct pair pair = compare(base,
		HEAD SERVERS LEAF("e1", "east") "  - {fqdn: w1.example.com, upstream: west, "
						"mode: replica, hold: {reason: audit}}\n");
	const struct wsp_server_difference *leaf = find(&pair, "w1.example.com");

	CU_ASSERT_PTR_NOT_NULL_FATAL(leaf);
	CU_ASSERT_EQUAL(leaf->changes & (WSP_CHANGE_STATUS | WSP_CHANGE_MOVED),
		WSP_CHANGE_STATUS | WSP_CHANGE_MOVED);
	CU_ASSERT_TRUE(leaf->n_removed > 10);
	CU_ASSERT_STRING_EQUAL(pair.difference.reason_after[leaf->after], "held: audit");
	release(&pair);
}

/* The old plan lost its first Saturday: the same phases come a week later. */
static void test_dated_phases_are_matched_by_their_windows(void)
{
	struct wsp_plan *before = plan_of(base);
	struct wsp_plan *after = plan_of(base);
	struct wsp_difference difference;

	dated(before);
	dated(after);
	for (uint32_t i = 1; i <= after->n_phases; i++) {
		after->phases[i].begin += 7 * WSP_SECONDS_A_DAY;
		after->phases[i].opens += 7 * WSP_SECONDS_A_DAY;
		after->phases[i].closes += 7 * WSP_SECONDS_A_DAY;
	}
	CU_ASSERT_TRUE_FATAL(wsp_difference_tell(&difference, before, after));
	CU_ASSERT_EQUAL_FATAL(difference.n_phases, 4);
	CU_ASSERT_EQUAL(difference.phase[0].after, 1);
	CU_ASSERT_EQUAL(difference.phase[0].before, 2);
	CU_ASSERT_EQUAL(difference.phase[2].before, 0);
	CU_ASSERT_EQUAL(difference.phase[3].after, 0);
	CU_ASSERT_EQUAL(difference.phase[3].before, 1);
	CU_ASSERT_EQUAL(difference.n_servers, 5);
	wsp_difference_release(&difference);
	wsp_plan_free(before);
	wsp_plan_free(after);
}

static void test_minutes_alone_leave_the_work_as_it_was(void)
{
	struct pair pair = compare(base,
		HEAD ", durations: {back-up: 9m}" SERVERS LEAF("e1", "east") LEAF("w1", "west"));

	CU_ASSERT_FALSE(wsp_difference_is_none(&pair.difference));
	CU_ASSERT_TRUE(pair.difference.phase[0].same_work);
	CU_ASSERT_FALSE(pair.difference.phase[0].same);
	CU_ASSERT_TRUE(pair.difference.n_of[WSP_STEP_RETIMED] > 0);
	CU_ASSERT_EQUAL(pair.difference.n_of[WSP_STEP_MOVED], 0);
	release(&pair);
}

static char *told(const struct wsp_difference *difference, bool all, bool as_json)
{
	struct wsp_text text = {0};

	if (as_json)
		wsp_write_amendment_json(difference, &text);
	else
		wsp_write_amendment(difference, false, all, &text);
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

static void test_different_estates_are_said_to_be_so(void)
{
	struct pair pair = compare(base,
		"servers: [{fqdn: other.example.org, upstream: offline, mode: autonomous}]\n");
	char *text = told(&pair.difference, true, false);

	CU_ASSERT_EQUAL(pair.difference.n_common, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "no server in common"));
	CU_ASSERT_PTR_NULL(strstr(text, "What stays approved"));
	free(text);
	release(&pair);
}

static void test_long_lists_are_cut_unless_all_is_asked_for(void)
{
	struct wsp_text yaml = {0};
	struct pair pair;
	char *cut, *whole;

	wsp_text_adds(&yaml, HEAD SERVERS);
	for (unsigned i = 0; i < 30; i++)
		wsp_text_addf(
			&yaml, "  - {fqdn: n%u.example.com, upstream: east, mode: replica}\n", i);
	pair = compare(base, wsp_text_get(&yaml));
	cut = told(&pair.difference, false, false);
	whole = told(&pair.difference, true, false);
	CU_ASSERT_PTR_NOT_NULL(strstr(cut, "Servers that are new: 30\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(cut, "  and 10 more, see --verbose\n"));
	CU_ASSERT_PTR_NULL(strstr(cut, "back-up@n29.example.com added"));
	CU_ASSERT_PTR_NULL(strstr(whole, "--verbose"));
	CU_ASSERT_PTR_NOT_NULL(strstr(whole, "back-up@n29.example.com added"));
	free(cut);
	free(whole);
	wsp_text_release(&yaml);
	release(&pair);
}

static bool tell_without_memory(void *context)
{
	const struct pair *pair = context;
	struct wsp_difference difference;
	struct wsp_text text = {0};
	bool done = wsp_difference_tell(&difference, pair->before, pair->after);

	if (done) {
		wsp_write_amendment(&difference, false, true, &text);
		wsp_write_amendment_json(&difference, &text);
	}
	done = done && !text.failed;
	wsp_difference_release(&difference);
	wsp_text_release(&text);
	return done;
}

static void test_lack_of_memory_leaves_nothing_behind(void)
{
	struct pair pair = compare(base, HEAD
		", servers_per_window: 1, soak: 1h}\n"
		"freezes: [{from: 2026-12-18, to: 2027-01-04}]\nservers:\n"
		"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
		"  - {fqdn: east.example.com, upstream: root, mode: autonomous, clients: 1}\n");

	CU_ASSERT_TRUE(wsp_torture(tell_without_memory, &pair) > 0);
	release(&pair);
}

static int swallow(void *context, const char *bytes, size_t length)
{
	(void)context;
	(void)bytes;
	(void)length;
	return 1;
}

static void test_the_public_call_says_whether_anything_differs(void)
{
	struct wsp_diff_options options = WSP_DIFF_OPTIONS_INIT;
	struct pair pair = compare(base, HEAD ", soak: 1h" SERVERS);
	int same = 2;

	CU_ASSERT_EQUAL(wsp_plan_diff(pair.before, pair.after, NULL, &same, swallow, NULL), WSP_OK);
	CU_ASSERT_EQUAL(same, 0);
	options.format = "json";
	CU_ASSERT_EQUAL(
		wsp_plan_diff(pair.after, pair.after, &options, &same, swallow, NULL), WSP_OK);
	CU_ASSERT_TRUE(same != 0);
	options.format = "yaml";
	CU_ASSERT_EQUAL(
		wsp_plan_diff(pair.after, pair.after, &options, &same, swallow, NULL), WSP_INVALID);
	release(&pair);
}

static CU_TestInfo difference_tests[] = {
	{"a plan does not differ from itself", test_a_plan_does_not_differ_from_itself},
	{"facts are told key by key", test_facts_are_told_key_by_key},
	{"conversions move to another phase", test_conversions_move_to_another_phase},
	{"servers come and go with their steps", test_servers_come_and_go_with_their_steps},
	{"a link to another upstream is told", test_a_link_to_another_upstream_is_told},
	{"a held server changes its status", test_a_held_server_changes_its_status},
	{"dated phases are matched by their windows",
		test_dated_phases_are_matched_by_their_windows},
	{"minutes alone leave the work as it was", test_minutes_alone_leave_the_work_as_it_was},
	{"different estates are said to be so", test_different_estates_are_said_to_be_so},
	{"long lists are cut unless all is asked for",
		test_long_lists_are_cut_unless_all_is_asked_for},
	{"lack of memory leaves nothing behind", test_lack_of_memory_leaves_nothing_behind},
	{"the public call says whether anything differs",
		test_the_public_call_says_whether_anything_differs},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("difference", difference_tests);
}
