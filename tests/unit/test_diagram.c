/* Diagram: what the picture shows, whole and folded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dated.h"
#include "outcome.h"
#include "report/diagram.h"
#include "report/format.h"
#include "runner.h"

#define ROOT "root.example.com"

static struct outcome plan_star(unsigned n)
{
	struct wsp_inventory inventory = outcome_estate();

	inventory.policy.strategy = WSP_BOTTOM_UP;
	inventory.policy.default_window = 60 * 24 * 30;
	estate_server(&inventory, ROOT, "microsoft-update");
	for (unsigned i = 1; i < n; i++) {
		char name[40];

		snprintf(name, sizeof(name), "leaf%u.example.com", i);
		estate_server(&inventory, name, ROOT)->clients = 10;
	}
	return outcome_make(&inventory, false);
}

static void test_a_small_plan_shows_every_server(void)
{
	struct outcome outcome = plan_star(4);
	struct wsp_diagram diagram;

	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_FALSE(diagram.folded);
	CU_ASSERT_EQUAL(diagram.n_columns, 2);
	CU_ASSERT_EQUAL(diagram.n_boxes, 4);
	CU_ASSERT_EQUAL(diagram.n_lines, 3);
	CU_ASSERT_STRING_EQUAL(diagram.column[0].title, "P1: Level 1");
	CU_ASSERT_STRING_EQUAL(diagram.column[1].note, "1 server, 3 switches, 59 min");
	CU_ASSERT_STRING_EQUAL(diagram.box[3].title, ROOT);
	CU_ASSERT_STRING_EQUAL(diagram.box[3].note, "level 0, convert, switch 3 downstreams");
	CU_ASSERT_TRUE(diagram.line[0].forward);
	CU_ASSERT_STRING_EQUAL(diagram.line[0].note, "switched to HTTPS in P2");
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_columns_of_a_dated_plan_have_their_dates(void)
{
	struct outcome outcome = plan_star(4);
	struct wsp_diagram diagram;

	dated(&outcome.plan);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_STRING_EQUAL(diagram.column[0].title, "P1: Level 1, Sat 2026-12-05 22:00");
	CU_ASSERT_STRING_EQUAL(diagram.column[1].title, "P2: Level 0, Sat 2026-12-12 22:00");
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_a_large_plan_is_folded_and_counts_add_up(void)
{
	struct outcome outcome = plan_star(WSP_DIAGRAM_SERVERS + 1);
	struct wsp_diagram diagram;

	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_TRUE(diagram.folded);
	CU_ASSERT_EQUAL(diagram.n_boxes, 2);
	CU_ASSERT_STRING_EQUAL(diagram.box[0].title, "no site, level 1");
	CU_ASSERT_STRING_EQUAL(diagram.box[0].note, "500 servers, 5,000 clients");
	CU_ASSERT_STRING_EQUAL(diagram.box[1].note, "1 server, 0 clients");
	CU_ASSERT_EQUAL(diagram.n_lines, 1);
	CU_ASSERT_EQUAL(diagram.line[0].n, 500);
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_boxes_of_a_column_stand_from_below(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_diagram diagram;
	struct outcome outcome;

	inventory.policy.default_window = 60 * 24 * 30;
	estate_server(&inventory, ROOT, "microsoft-update");
	for (unsigned i = 1; i <= WSP_DIAGRAM_SERVERS; i++) {
		char name[40];

		snprintf(name, sizeof(name), "leaf%u.example.com", i);
		estate_server(&inventory, name, ROOT);
	}
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.plan.n_phases, 1);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_EQUAL_FATAL(diagram.column[0].n_boxes, 2);
	CU_ASSERT_STRING_EQUAL(diagram.box[0].title, "no site, level 1");
	CU_ASSERT_STRING_EQUAL(diagram.box[1].title, "no site, level 0");
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

/* A chain has a phase a server: runs of phases share a column, so that Graphviz stays in reach. */
static void test_a_chain_has_few_columns(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_diagram diagram;
	struct outcome outcome;
	char name[40] = "microsoft-update";

	inventory.policy.strategy = WSP_BOTTOM_UP;
	for (unsigned i = 0; i < 3000; i++) {
		char upstream[40];

		memcpy(upstream, name, sizeof(upstream));
		snprintf(name, sizeof(name), "s%u.example.com", i);
		estate_server(&inventory, name, upstream);
	}
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_EQUAL_FATAL(outcome.status, WSP_OK);
	CU_ASSERT_EQUAL(outcome.plan.n_phases, 3000);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_EQUAL(diagram.n_columns, 40);
	CU_ASSERT_TRUE(diagram.n_boxes <= WSP_DIAGRAM_BOXES);
	CU_ASSERT_STRING_EQUAL(diagram.column[0].title, "P1 to P75");
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_what_is_not_converted_stands_behind(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_diagram diagram;
	struct outcome outcome;

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "a.example.com", ROOT)->hold_reason =
		estate_text(&inventory, "audit");
	estate_server(&inventory, "b.example.com", ROOT);
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_EQUAL_FATAL(diagram.n_columns, 2);
	CU_ASSERT_STRING_EQUAL(diagram.column[1].title, "Not in this plan");
	CU_ASSERT_EQUAL(diagram.column[1].n_boxes, 2);
	CU_ASSERT_TRUE(diagram.shows[WSP_BOX_HELD]);
	CU_ASSERT_TRUE(diagram.shows[WSP_BOX_BLOCKED]);
	CU_ASSERT_FALSE(diagram.shows[WSP_BOX_DONE]);
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_what_is_done_stands_in_front(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_diagram diagram;
	struct wsp_server *leaf;
	struct outcome outcome;

	estate_server(&inventory, ROOT, "microsoft-update");
	leaf = estate_server(&inventory, "a.example.com", ROOT);
	leaf->https = WSP_HTTPS_CONFIGURED;
	leaf->clients_https = WSP_CLIENTS_ALL;
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_EQUAL_FATAL(diagram.n_columns, 2);
	CU_ASSERT_STRING_EQUAL(diagram.column[0].title, "Done already");
	CU_ASSERT_STRING_EQUAL(diagram.column[0].note, "");
	CU_ASSERT_STRING_EQUAL(diagram.column[1].title, "P1: Level 0");
	CU_ASSERT_EQUAL_FATAL(diagram.n_lines, 1);
	CU_ASSERT_TRUE(diagram.line[0].forward);
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_an_offline_feed_is_drawn_and_orders_nothing(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct wsp_diagram diagram;
	struct outcome outcome;
	struct wsp_text text = {0};

	estate_server(&inventory, ROOT, "microsoft-update");
	estate_server(&inventory, "dmz.example.com", "offline")->fed_from =
		estate_text(&inventory, ROOT);
	outcome = outcome_make(&inventory, false);
	CU_ASSERT_TRUE_FATAL(wsp_diagram_make(&diagram, &outcome.plan));
	CU_ASSERT_EQUAL_FATAL(diagram.n_lines, 1);
	CU_ASSERT_TRUE(diagram.line[0].fed);
	wsp_write_dot(&outcome.plan, &text);
	CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&text), "style=dotted, constraint=false"));
	CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&text), "fed by export and import"));
	wsp_text_release(&text);
	wsp_diagram_release(&diagram);
	outcome_release(&outcome);
}

static void test_hostile_names_stay_text_in_dot(void)
{
	struct wsp_inventory inventory = outcome_estate();
	struct outcome outcome;
	struct wsp_text text = {0};

	inventory.name =
		estate_text(&inventory, "x\\\"]; evil [URL=\"javascript:alert(1)\"] \\N <b>");
	estate_server(&inventory, ROOT, "microsoft-update");
	outcome = outcome_make(&inventory, false);
	wsp_write_dot(&outcome.plan, &text);
	CU_ASSERT_FALSE(text.failed);
	CU_ASSERT_PTR_NOT_NULL(strstr(
		wsp_text_get(&text), "label=\"x\\\\\\\"]; evil [URL=\\\"javascript:alert(1)"));
	CU_ASSERT_PTR_NULL(strstr(wsp_text_get(&text), " \\N"));
	wsp_text_release(&text);
	outcome_release(&outcome);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a small plan shows every server", test_a_small_plan_shows_every_server},
		{"a large plan is folded and counts add up",
			test_a_large_plan_is_folded_and_counts_add_up},
		{"columns of a dated plan have their dates",
			test_columns_of_a_dated_plan_have_their_dates},
		{"boxes of a column stand from below", test_boxes_of_a_column_stand_from_below},
		{"a chain has few columns", test_a_chain_has_few_columns},
		{"what is done stands in front", test_what_is_done_stands_in_front},
		{"an offline feed is drawn and orders nothing",
			test_an_offline_feed_is_drawn_and_orders_nothing},
		{"what is not converted stands behind", test_what_is_not_converted_stands_behind},
		{"hostile names stay text in DOT", test_hostile_names_stay_text_in_dot},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("diagram", tests);
}
