/* Why: every reason is a sentence with the names and numbers of the plan. */
#include <string.h>

#include "base/array.h"
#include "estate.h"
#include "placed.h"
#include "plan/why_text.h"
#include "runner.h"

enum { ROOT = 0, LEAF = 1 };

static struct wsp_freeze freezes[] = {{.duration = WSP_ABSENT}, {.duration = WSP_ABSENT}};

static void make(struct wsp_plan *plan)
{
	struct wsp_inventory inventory = placed_estate();
	struct wsp_server *leaf;

	inventory.policy.servers_per_window = 1;
	inventory.policy.clients_per_window = 4000;
	inventory.policy.soak = 24 * 60;
	freezes[0].to = estate_text(&inventory, "2027-01-04");
	freezes[0].reason = estate_text(&inventory, "year-end");
	estate_server(&inventory, "root.example.com", "microsoft-update");
	leaf = estate_server(&inventory, "leaf.example.com", "root.example.com");
	leaf->not_before = estate_text(&inventory, "2026-12-24");
	leaf->hold_until = estate_text(&inventory, "2026-12-31");
	leaf->hold_reason = estate_text(&inventory, "audit");
	placed_make(plan, &inventory, "21", PLACED_WITHOUT_DATES);
	plan->topo.inventory.freeze = freezes;
	plan->topo.inventory.n_freezes = WSP_COUNT(freezes);
}

static void release(struct wsp_plan *plan)
{
	plan->topo.inventory.freeze = NULL;
	plan->topo.inventory.n_freezes = 0;
	wsp_plan_release(plan);
}

static void expect(struct wsp_plan *plan, wsp_server_id s, enum wsp_why_kind kind, uint32_t by,
	const char *expected)
{
	struct wsp_text text = {0};

	plan->why[s] = (struct wsp_why){(uint8_t)kind, by};
	wsp_why_tell(plan, s, &text);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), expected);
	wsp_text_release(&text);
}

static void test_names_and_numbers_stand_in_the_sentence(void)
{
	struct wsp_plan plan;

	make(&plan);
	expect(&plan, ROOT, WSP_WHY_CHILD, LEAF, "leaf.example.com below it is converted in P1");
	expect(&plan, ROOT, WSP_WHY_SERVERS, WSP_NO_SERVER,
		"the window before is full: 1 server is allowed");
	expect(&plan, ROOT, WSP_WHY_CLIENTS, WSP_NO_SERVER,
		"the window before is full: 4,000 clients are allowed");
	expect(&plan, ROOT, WSP_WHY_SOAK, LEAF,
		"24 h have to pass after the conversion of leaf.example.com");
	expect(&plan, LEAF, WSP_WHY_NOT_BEFORE, WSP_NO_SERVER,
		"it must not be changed before 2026-12-24");
	expect(&plan, LEAF, WSP_WHY_HOLD, WSP_NO_SERVER, "it is held until 2026-12-31: audit");
	expect(&plan, LEAF, WSP_WHY_FREEZE, 0, "the freeze \"year-end\" lasts until 2027-01-04");
	expect(&plan, LEAF, WSP_WHY_FREEZE, 1, "the freeze number 2 closes the windows before");
	expect(&plan, LEAF, WSP_WHY_LEAD, WSP_NO_SERVER,
		"the certificate of leaf.example.com is not there earlier");
	release(&plan);
}

static void test_every_kind_has_a_sentence_whatever_it_names(void)
{
	struct wsp_plan plan;

	make(&plan);
	for (unsigned kind = 0; kind < WSP_N_WHYS; kind++) {
		for (uint32_t by = 0; by < 4; by++) {
			struct wsp_text text = {0};

			plan.why[LEAF] =
				(struct wsp_why){(uint8_t)kind, by == 3 ? WSP_NO_SERVER : by};
			wsp_why_tell(&plan, LEAF, &text);
			CU_ASSERT_TRUE(text.length > 10);
			CU_ASSERT_TRUE(text.at[text.length - 1] != '.');
			wsp_text_release(&text);
		}
	}
	release(&plan);
}

static void test_what_a_reason_names_is_a_server_or_a_freeze(void)
{
	struct wsp_plan plan;
	const struct wsp_why child = {WSP_WHY_CHILD, LEAF};
	const struct wsp_why freeze = {WSP_WHY_FREEZE, 0};
	const struct wsp_why nobody = {WSP_WHY_FIRST, WSP_NO_SERVER};

	make(&plan);
	CU_ASSERT_STRING_EQUAL(wsp_why_by(&plan, &child), "leaf.example.com");
	CU_ASSERT_STRING_EQUAL(wsp_why_by(&plan, &freeze), "year-end");
	CU_ASSERT_PTR_NULL(wsp_why_by(&plan, &nobody));
	release(&plan);
}

static CU_TestInfo why_text_tests[] = {
	{"names and numbers stand in the sentence", test_names_and_numbers_stand_in_the_sentence},
	{"every kind has a sentence whatever it names",
		test_every_kind_has_a_sentence_whatever_it_names},
	{"what a reason names is a server or a freeze",
		test_what_a_reason_names_is_a_server_or_a_freeze},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("why_text", why_text_tests);
}
