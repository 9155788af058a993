#include "conflicting.h"

#include <stdio.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "estate.h"
#include "plan/conflict.h"

/* Build, look for conflicts, and keep what was found; the inventory is taken over. */
static void find_conflicts(struct wsp_inventory *inventory, struct wsp_diags *diags)
{
	struct wsp_topology topo = {0};

	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &topo));
	wsp_diags_init(diags);
	CU_ASSERT_TRUE(wsp_conflicts_report(&topo, diags));
	wsp_topology_release(&topo);
}

void conflicting_one(struct wsp_inventory *inventory, const struct wsp_rule *rule, uint32_t line,
	const char *message)
{
	struct wsp_diags diags;
	const struct wsp_diag *diag;

	find_conflicts(inventory, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 1);
	for (size_t i = 0; i < wsp_diags_count(&diags); i++) {
		if (strcmp(wsp_diags_get(&diags, i)->message, message) != 0)
			(void)fprintf(stderr, "  %s\n", wsp_diags_get(&diags, i)->message);
	}
	CU_ASSERT_FATAL(wsp_diags_count(&diags) > 0);
	diag = wsp_diags_get(&diags, 0);
	CU_ASSERT_STRING_EQUAL(diag->code, rule->code);
	CU_ASSERT_STRING_EQUAL(diag->message, message);
	CU_ASSERT_EQUAL(diag->severity, WSP_ERROR);
	CU_ASSERT_EQUAL(diag->where.line, line);
	CU_ASSERT(diag->hint && *diag->hint);
	wsp_diags_release(&diags);
}

void conflicting_none(struct wsp_inventory *inventory)
{
	struct wsp_diags diags;

	find_conflicts(inventory, &diags);
	CU_ASSERT_EQUAL(wsp_diags_count(&diags), 0);
	for (size_t i = 0; i < wsp_diags_count(&diags); i++)
		(void)fprintf(stderr, "  %s\n", wsp_diags_get(&diags, i)->message);
	wsp_diags_release(&diags);
}

void conflicting_tree(struct wsp_inventory *inventory)
{
	estate_server(inventory, "root.example.com", "microsoft-update");
	estate_server(inventory, "mid.example.com", "root.example.com");
	estate_server(inventory, "other.example.com", "root.example.com");
	estate_server(inventory, "leaf.example.com", "mid.example.com");
}
