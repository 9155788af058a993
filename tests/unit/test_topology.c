#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "built.h"
#include "runner.h"
#include "torture.h"

/* "name<parent" for every server by number, short names, separated by spaces. */
static bool is_laid_out(const struct wsp_topology *topo, const char *expected)
{
	struct wsp_text text = {0};

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		const char *name = wsp_topology_fqdn(topo, s);

		wsp_text_addf(&text, "%s%.*s", s ? " " : "", (int)strcspn(name, "."), name);
		if (topo->parent[s] != WSP_NO_SERVER) {
			name = wsp_topology_fqdn(topo, topo->parent[s]);
			wsp_text_addf(&text, "<%.*s", (int)strcspn(name, "."), name);
		}
	}

	bool same = strcmp(wsp_text_get(&text), expected) == 0;

	if (!same)
		printf("  %s\n", wsp_text_get(&text));
	wsp_text_release(&text);
	return same;
}

#define HEAD "{defaults: {mode: autonomous}, servers: ["
#define ROOT "{fqdn: root.x, upstream: microsoft-update},\n"
#define TAIL "]}"

static void test_servers_are_numbered_breadth_first_in_input_order(void)
{
	struct built built = built_of(
		HEAD "{fqdn: leaf.x, upstream: mid2.x}, {fqdn: mid1.x, upstream: root.x}, "
		     "{fqdn: other.x, upstream: offline}, {fqdn: mid2.x, upstream: root.x}, " ROOT
		     "{fqdn: low.x, upstream: mid1.x}, {fqdn: deep.x, upstream: leaf.x}, {fqdn: "
		     "below.x, upstream: other.x}" TAIL);
	const struct wsp_topology *topo = &built.topo;
	static const uint32_t level[] = {0, 0, 1, 1, 1, 2, 2, 3};
	static const uint32_t height[] = {1, 3, 0, 1, 2, 0, 1, 0};

	CU_ASSERT_EQUAL_FATAL(built.status, WSP_OK);
	CU_ASSERT_TRUE(is_laid_out(topo, "other root below<other mid1<root mid2<root low<mid1 "
					 "leaf<mid2 deep<leaf"));
	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		CU_ASSERT_EQUAL(topo->level[s], level[s]);
		CU_ASSERT_EQUAL(topo->height[s], height[s]);
	}
	CU_ASSERT_EQUAL(topo->feed[0], WSP_FEED_OFFLINE);
	CU_ASSERT_EQUAL(topo->feed[1], WSP_FEED_MICROSOFT);
	CU_ASSERT_EQUAL(topo->feed[2], WSP_FEED_SERVER);
	CU_ASSERT_EQUAL(wsp_topology_n_children(topo, 1), 2);
	CU_ASSERT_EQUAL(topo->child_begin[1], 3);
	CU_ASSERT_EQUAL(topo->child_begin[topo->n_servers], topo->n_servers);
	built_release(&built);
}

static void test_upstreams_are_found_by_every_name(void)
{
	struct built built = built_of(HEAD ROOT
		"{fqdn: a.x, upstream: ROOT.X.}, {fqdn: b.x, upstream: Root}, "
		"{fqdn: c.x, upstream: wsus}, {fqdn: d.x, upstream: wsus.example.com}, "
		"{fqdn: e.x, upstream: pair.x}, {fqdn: f.x, upstream: farm}, "
		"{fqdn: n1.x, upstream: root, aliases: [wsus, WSUS.example.com, unused]}], groups: "
		"[{name: pair.x, kind: alias, members: [gone.x, n1]}, {name: farm, kind: "
		"load-balancer, members: [unused]}]}");

	CU_ASSERT_EQUAL_FATAL(built.status, WSP_OK);
	CU_ASSERT_TRUE(is_laid_out(&built.topo, "root a<root b<root n1<root c<n1 d<n1 e<n1 f<n1"));
	built_release(&built);
}

static void test_a_full_name_wins_over_an_alias_and_an_alias_over_a_short_name(void)
{
	struct built built = built_of(
		HEAD "{fqdn: a.x, upstream: offline, aliases: [b.x, c]}, {fqdn: b.x, upstream: "
		     "offline}, {fqdn: c.x, upstream: offline}, {fqdn: d.x, upstream: b.x}, {fqdn: "
		     "e.x, upstream: c}" TAIL);

	CU_ASSERT_TRUE_FATAL(built.status == WSP_OK);
	CU_ASSERT_TRUE(is_laid_out(&built.topo, "a b c e<a d<b"));
	built_release(&built);
}

static void test_an_unknown_upstream_is_told_with_the_name_it_may_have_meant(void)
{
	static const struct {
		const char *upstream, *hint;
	} row[] = {
		{"wsus-rot.contoso.com", "did you mean \"wsus-root.contoso.com\"?"},
		{"wsus-root.contoso.org", "did you mean \"wsus-root.contoso.com\"?"},
		{"wsus-roto", "did you mean \"wsus-root\"?"},
		{"entirely.else.com", NULL},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++) {
		char text[256], message[256];

		snprintf(text, sizeof(text),
			HEAD "{fqdn: wsus-root.contoso.com, upstream: offline},\n{fqdn: a.x, "
			     "upstream: %s}]}",
			row[i].upstream);
		snprintf(message, sizeof(message),
			"upstream \"%s\" of server \"a.x\" is not in the inventory",
			row[i].upstream);

		struct built built = built_of(text);

		CU_ASSERT_EQUAL(built.status, WSP_INVALID);
		CU_ASSERT_PTR_NULL(built.topo.server);
		CU_ASSERT_TRUE(binding_found(&built.binding, "T002", "2:23", message));
		if (row[i].hint) {
			CU_ASSERT_STRING_EQUAL(binding_hint(&built.binding, "T002"), row[i].hint);
		} else {
			CU_ASSERT_PTR_NULL(
				strstr(binding_hint(&built.binding, "T002"), "did you mean"));
		}
		built_release(&built);
	}
}

static void test_an_ambiguous_short_name_is_told_with_its_candidates(void)
{
	struct built built = built_of(HEAD
		"{fqdn: w.a, upstream: offline}, {fqdn: w.b, upstream: offline},\n"
		"{fqdn: c.x, upstream: w}, {fqdn: d.x, upstream: offline, aliases: [two]}, {fqdn: "
		"e.x, upstream: offline, aliases: [two]},\n{fqdn: f.x, upstream: two}" TAIL);

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&built.binding, "T014", "2:23",
		"upstream \"w\" of server \"c.x\" may be several servers: w.a, w.b"));
	CU_ASSERT_TRUE(binding_found(&built.binding, "T014", "3:23",
		"upstream \"two\" of server \"f.x\" may be several servers: d.x, e.x"));
	built_release(&built);
}

static void test_a_short_name_that_nobody_uses_may_be_ambiguous(void)
{
	struct built built = built_of(HEAD "{fqdn: w.a, upstream: offline}, {fqdn: w.b, upstream: "
					   "w.a}" TAIL);

	CU_ASSERT_EQUAL(built.status, WSP_OK);
	built_release(&built);
}

static void test_a_group_without_a_server_is_an_unknown_upstream(void)
{
	struct built built = built_of("{defaults: {mode: replica}, groups: [{name: g, kind: alias, "
				      "members: [gone]}], servers: [{fqdn: a.x, upstream: g}]}");

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_EQUAL(binding_count(&built.binding, "T002"), 1);
	built_release(&built);
}

static void test_a_cycle_is_reported_once_with_its_path(void)
{
	struct built built =
		built_of(HEAD ROOT "{fqdn: leaf.x, upstream: c.x}, {fqdn: a.x,\n"
				   "upstream: c.x}, {fqdn: b.x, upstream: a.x}, {fqdn: "
				   "c.x, upstream: b.x}, {fqdn: self.x,\nupstream: "
				   "self.x}" TAIL);

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&built.binding, "T001", "3:11",
		"upstreams form a cycle: a.x -> c.x -> b.x -> a.x"));
	CU_ASSERT_TRUE(binding_found(
		&built.binding, "T001", "4:11", "upstreams form a cycle: self.x -> self.x"));
	CU_ASSERT_EQUAL(binding_count(&built.binding, "T001"), 2);
	built_release(&built);
}

/* A cycle of `n` servers, n0 -> n1 -> …; and its only finding. */
static void expect_cycle(unsigned n, const char *message)
{
	struct wsp_text text = {0};

	wsp_text_adds(&text, HEAD);
	for (unsigned i = 0; i < n; i++)
		wsp_text_addf(&text, "{fqdn: n%u.x, upstream: n%u.x}, ", i, (i + 1) % n);
	wsp_text_adds(&text, TAIL);

	struct built built = built_of(wsp_text_get(&text));

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_EQUAL_FATAL(binding_count(&built.binding, "T001"), 1);
	for (size_t i = 0; i < built.binding.diags.n; i++) {
		const struct wsp_diag *diag = &built.binding.diags.entry[i].diag;

		if (strcmp(diag->code, "T001") == 0) {
			CU_ASSERT_STRING_EQUAL(diag->message, message);
		}
	}
	built_release(&built);
	wsp_text_release(&text);
}

static void test_a_long_cycle_is_shortened_in_the_middle(void)
{
	expect_cycle(12, "upstreams form a cycle: n0.x -> n1.x -> n2.x -> n3.x -> n4.x -> n5.x -> "
			 "n6.x -> n7.x -> n8.x -> n9.x -> n10.x -> n11.x -> n0.x");
	expect_cycle(13, "upstreams form a cycle: n0.x -> n1.x -> n2.x -> n3.x -> n4.x -> n5.x -> "
			 "(2 more) -> n8.x -> n9.x -> n10.x -> n11.x -> n12.x -> n0.x");
	expect_cycle(20000, "upstreams form a cycle: n0.x -> n1.x -> n2.x -> n3.x -> n4.x -> n5.x "
			    "-> (19989 more) -> n19995.x -> n19996.x -> n19997.x -> n19998.x -> "
			    "n19999.x -> n0.x");
}

static void test_one_identity_on_two_servers_is_told_unless_they_share_a_database(void)
{
	static const char servers[] =
		"{defaults: {mode: autonomous}, servers: [{fqdn: a.x, upstream: offline, "
		"server_id: 0F},\n{fqdn: b.x, upstream: offline, server_id: 0f}, {fqdn: c.x, "
		"upstream: offline, server_id: 0e}], groups: [{name: g, kind: %s, members: [a.x, "
		"b]}]}";
	char text[512];

	snprintf(text, sizeof(text), servers, "load-balancer");

	struct built built = built_of(text);

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&built.binding, "T004", "2:43",
		"servers \"a.x\" and \"b.x\" have the same server_id"));
	CU_ASSERT_EQUAL(binding_count(&built.binding, "T004"), 1);
	built_release(&built);
	snprintf(text, sizeof(text), servers, "shared-database");
	built = built_of(text);
	CU_ASSERT_EQUAL(built.status, WSP_OK);
	built_release(&built);
}

static void test_a_retired_upstream_is_told_unless_the_downstream_is_retired_too(void)
{
	struct built built =
		built_of(HEAD "{fqdn: a.x, upstream: offline, retired: true}, {fqdn: b.x, "
			      "upstream: a.x, retired: true},\n{fqdn: c.x, upstream: "
			      "a.x}" TAIL);

	CU_ASSERT_EQUAL(built.status, WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&built.binding, "T013", "2:23",
		"server \"c.x\" synchronizes from \"a.x\", which is retired"));
	CU_ASSERT_EQUAL(binding_count(&built.binding, "T013"), 1);
	built_release(&built);
	built = built_of(HEAD "{fqdn: a.x, upstream: offline}, {fqdn: b.x, upstream: a.x, retired: "
			      "true}" TAIL);
	CU_ASSERT_EQUAL(built.status, WSP_OK);
	CU_ASSERT_TRUE(is_laid_out(&built.topo, "a b<a"));
	built_release(&built);
}

static void test_servers_are_found_by_every_name_in_any_case(void)
{
	struct built built =
		built_of(HEAD "{fqdn: w.a, upstream: offline, aliases: [front, both]}, "
			      "{fqdn: w.b, upstream: offline, aliases: [both, u]}, {fqdn: "
			      "u.c, upstream: offline}" TAIL);
	const struct wsp_topology *topo = &built.topo;

	CU_ASSERT_EQUAL_FATAL(built.status, WSP_OK);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "W.B"), 1);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "w.b."), 1);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "Front"), 0);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "u"), 1);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "w"), WSP_NO_SERVER);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "both"), WSP_NO_SERVER);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, ""), WSP_NO_SERVER);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "."), WSP_NO_SERVER);
	CU_ASSERT_EQUAL(wsp_topology_find(topo, "w.c"), WSP_NO_SERVER);
	built_release(&built);
}

static void test_places_move_with_their_servers(void)
{
	struct built built =
		built_of(HEAD "{fqdn: leaf.x, upstream: mid.x},\n{fqdn: mid.x, upstream: "
			      "root.x},\n" ROOT TAIL);
	const struct wsp_topology *topo = &built.topo;

	CU_ASSERT_EQUAL_FATAL(built.status, WSP_OK);
	for (wsp_server_id s = 0; s < 3; s++) {
		struct wsp_place place = wsp_inventory_place(
			&topo->inventory, &topo->server[s], wsp_server_field("upstream"));

		CU_ASSERT_EQUAL(place.line, 3 - s);
		CU_ASSERT_EQUAL(topo->server[s].place.line, 3 - s);
	}
	built_release(&built);
}

static bool build_everything(void *context)
{
	const char *text = context;
	struct built built = built_of(text);
	enum wsp_status status = built.status;

	CU_ASSERT_TRUE(status == WSP_OK || status == WSP_INVALID || status == WSP_NO_MEMORY);
	if (status != WSP_OK) {
		CU_ASSERT_PTR_NULL(built.topo.parent);
	}
	built_release(&built);
	return status != WSP_NO_MEMORY;
}

static void test_running_out_of_memory_is_told_and_leaks_nothing(void)
{
	static char good[] = HEAD "{fqdn: a.x, upstream: r, server_id: 1}, {fqdn: r.x, upstream: "
				  "offline, aliases: [q], server_id: 1}, {fqdn: b.x, upstream: "
				  "g}], groups: [{name: g, kind: shared-database, members: [q, "
				  "a.x]}]}";
	static char wrong[] = HEAD "{fqdn: a.x, upstream: b.x}, {fqdn: b.x, upstream: a.x}, {fqdn: "
				   "c.x, upstream: ax}, {fqdn: b.y, upstream: b}" TAIL;

	CU_ASSERT_TRUE(wsp_torture(build_everything, good) > 20);
	CU_ASSERT_TRUE(wsp_torture(build_everything, wrong) > 20);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"servers are numbered breadth first, in input order",
			test_servers_are_numbered_breadth_first_in_input_order},
		{"upstreams are found by every name", test_upstreams_are_found_by_every_name},
		{"a full name wins over an alias, and an alias over a short name",
			test_a_full_name_wins_over_an_alias_and_an_alias_over_a_short_name},
		{"an unknown upstream is told with the name it may have meant",
			test_an_unknown_upstream_is_told_with_the_name_it_may_have_meant},
		{"an ambiguous short name is told with its candidates",
			test_an_ambiguous_short_name_is_told_with_its_candidates},
		{"a short name that nobody uses may be ambiguous",
			test_a_short_name_that_nobody_uses_may_be_ambiguous},
		{"a group without a server is an unknown upstream",
			test_a_group_without_a_server_is_an_unknown_upstream},
		{"a cycle is reported once, with its path",
			test_a_cycle_is_reported_once_with_its_path},
		{"a long cycle is shortened in the middle",
			test_a_long_cycle_is_shortened_in_the_middle},
		{"one identity on two servers is told, unless they share a database",
			test_one_identity_on_two_servers_is_told_unless_they_share_a_database},
		{"a retired upstream is told, unless the downstream is retired too",
			test_a_retired_upstream_is_told_unless_the_downstream_is_retired_too},
		{"servers are found by every name, in any case",
			test_servers_are_found_by_every_name_in_any_case},
		{"places move with their servers", test_places_move_with_their_servers},
		{"running out of memory is told and leaks nothing",
			test_running_out_of_memory_is_told_and_leaks_nothing},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("topology", tests);
}
