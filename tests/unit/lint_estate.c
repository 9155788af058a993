/* Lint of an estate made by hand. */
#include "lint_estate.h"

#include <stdio.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/number.h"
#include "plan/lint.h"

static int32_t today(void)
{
	int32_t day = 0;

	CU_ASSERT_TRUE_FATAL(wsp_parse_date("2026-06-15", 10, &day, NULL));
	return day;
}

static size_t lint(struct wsp_inventory *inventory, const struct wsp_rule *rule,
	struct wsp_diags *diags, const struct wsp_diag **ret_first)
{
	struct wsp_topology topo = {0};
	size_t n = 0;

	CU_ASSERT_TRUE_FATAL(estate_build(inventory, &topo));
	wsp_diags_init(diags);
	wsp_lint(&topo, today(), diags);
	CU_ASSERT_FALSE(diags->failed);
	for (size_t i = 0; i < wsp_diags_count(diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(diags, i);

		if (strcmp(diag->code, rule->code) == 0 && n++ == 0)
			*ret_first = diag;
	}
	wsp_topology_release(&topo);
	return n;
}

void lint_finds(struct wsp_inventory *inventory, const struct wsp_rule *rule, uint32_t line,
	const char *message)
{
	struct wsp_diags diags;
	const struct wsp_diag *found = NULL;

	CU_ASSERT_EQUAL(lint(inventory, rule, &diags, &found), 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	if (strcmp(found->message, message) != 0)
		fprintf(stderr, "%s says: %s\n", rule->code, found->message);
	CU_ASSERT_STRING_EQUAL(found->message, message);
	CU_ASSERT_EQUAL(found->where.line, line);
	CU_ASSERT_EQUAL(found->severity, rule->severity);
	wsp_diags_release(&diags);
}

void lint_is_silent(struct wsp_inventory *inventory, const struct wsp_rule *rule)
{
	CU_ASSERT_EQUAL(lint_count(inventory, rule), 0);
}

size_t lint_count(struct wsp_inventory *inventory, const struct wsp_rule *rule)
{
	struct wsp_diags diags;
	const struct wsp_diag *found = NULL;
	size_t n = lint(inventory, rule, &diags, &found);

	wsp_diags_release(&diags);
	return n;
}

struct pair pair_of_servers(void)
{
	struct pair pair = {0};

	estate_server(&pair.inventory, "root.example.com", "microsoft-update");
	estate_server(&pair.inventory, "leaf.example.com", "root.example.com");
	pair.root = &pair.inventory.server[0];
	pair.leaf = &pair.inventory.server[1];
	return pair;
}
